-- PostgreSQL follows a renamed column everywhere by itself; only the view's own column is left.
-- options: --rename public.t.a=b
-- has: RENAME COLUMN a TO b
-- lacks: DROP COLUMN
CREATE TABLE t (a int CHECK (a > 0), c int);
ALTER TABLE t RENAME CONSTRAINT t_a_check TO positive;
CREATE INDEX i ON t (a) WHERE a > 1;
CREATE VIEW v AS SELECT a FROM t;
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(a) FROM t; END;
INSERT INTO t VALUES (1, 2), (3, 4);
