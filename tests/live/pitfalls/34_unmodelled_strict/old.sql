-- … and with --strict it is an error.
-- expect: refused left out: language mine
-- options: --no-renames --strict
CREATE LANGUAGE mine HANDLER plpgsql_call_handler;
CREATE TYPE shell;
