-- An operator class that is a default, but of another type than the column's, is not the column's default:
-- that of character compares texts without the blanks at their end.
-- has: CREATE INDEX CONCURRENTLY code ON public.t (code bpchar_ops)
-- has: SUBTYPE_OPCLASS = bpchar_ops
CREATE TABLE t (id int PRIMARY KEY, code text, name varchar(9));
CREATE INDEX code ON t (code);
CREATE INDEX name ON t (name bpchar_ops);
INSERT INTO t VALUES (1, 'a', 'b'), (2, 'a ', 'b ');
