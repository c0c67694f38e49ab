CREATE TYPE e AS ENUM ('a', 'c', 'b');
CREATE TABLE t (x e DEFAULT 'c');
