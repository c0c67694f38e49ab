-- … and where a row has the label, nothing at all happens.
-- up: fails invalid input value for enum
CREATE TYPE e AS ENUM ('a', 'b', 'c');
CREATE TABLE t (id int, a e DEFAULT 'c', many e[]);
CREATE INDEX part_of_it ON t (id) WHERE a = 'a';
CREATE VIEW v AS SELECT id FROM t WHERE a = 'b';
CREATE FUNCTION f(x e) RETURNS e LANGUAGE sql AS 'SELECT x';
INSERT INTO t VALUES (1, 'c', '{a}');
