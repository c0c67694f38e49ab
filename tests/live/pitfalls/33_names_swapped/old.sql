-- Two columns take each other's name.
-- options: --rename public.t.a=b --rename public.t.b=a
-- lacks: DROP COLUMN
CREATE TABLE t (a int, b text);
INSERT INTO t VALUES (1, 'x');
