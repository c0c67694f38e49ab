-- Columns at the end of a view come by OR REPLACE: what depends on the view stays.
-- has: CREATE OR REPLACE VIEW public.v
-- lacks: DROP VIEW
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT * FROM t;
CREATE VIEW above AS SELECT a FROM v;
ALTER TABLE t ADD z int;
