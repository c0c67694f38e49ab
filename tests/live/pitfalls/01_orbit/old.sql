-- The text of a check as a dump has carried it through: the same check.
-- expect: equal
CREATE TABLE t (v varchar(10), CONSTRAINT k CHECK (
    (v)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])));
