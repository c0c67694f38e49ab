-- Name, type and default of one column at once.
-- options: --rename public.t.a=b
-- lacks: DROP COLUMN
CREATE TABLE t (a text DEFAULT 'x', c int);
INSERT INTO t VALUES ('1', 2);
