CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (id int, a e DEFAULT 'a', many e[]);
CREATE INDEX part_of_it ON t (id) WHERE a = 'a';
CREATE VIEW v AS SELECT id FROM t WHERE a = 'b';
CREATE FUNCTION f(x e) RETURNS e LANGUAGE sql AS 'SELECT x';
