-- A function is its arguments' types too; another name for an argument needs a new function.
-- lacks: public.f(text)
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS 'SELECT 2';
CREATE FUNCTION ff(x int) RETURNS int LANGUAGE sql AS 'SELECT x';
CREATE TABLE t (a int DEFAULT ff(1), CONSTRAINT k CHECK (ff(a) > 0));
CREATE VIEW v AS SELECT ff(a) AS b FROM t;
GRANT SELECT ON v TO pg_monitor;
INSERT INTO t VALUES (5);
