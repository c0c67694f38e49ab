-- What no model can speak of is not compared, which is said.
-- expect: equal
-- says: left out: text search configuration public.mine
-- says: left out: operator public.===(integer,integer)
CREATE TEXT SEARCH CONFIGURATION mine (COPY = simple);
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, PROCEDURE = int4eq);
