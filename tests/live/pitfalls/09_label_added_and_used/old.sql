-- A new label can be used when its transaction is over.
-- has: COMMIT
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (x e DEFAULT 'a');
INSERT INTO t VALUES ('b');
