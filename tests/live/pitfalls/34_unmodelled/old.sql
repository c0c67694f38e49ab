-- What no model can speak of is not compared, which is said.
-- expect: equal
-- says: left out: language mine
-- says: left out: type public.shell
CREATE LANGUAGE mine HANDLER plpgsql_call_handler;
CREATE TYPE shell;
