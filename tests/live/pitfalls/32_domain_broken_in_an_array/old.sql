-- … and where a value inside one breaks the new check, nothing at all happens.
-- up: fails violates check constraint
CREATE DOMAIN d AS int CONSTRAINT k CHECK (VALUE > 0);
CREATE TABLE t (a d[]);
INSERT INTO t VALUES ('{1,2}'), ('{21}');
