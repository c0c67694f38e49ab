-- … and with --strict it is an error.
-- expect: refused left out: text search configuration public.mine
-- options: --no-renames --strict
CREATE TEXT SEARCH CONFIGURATION mine (COPY = simple);
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, PROCEDURE = int4eq);
