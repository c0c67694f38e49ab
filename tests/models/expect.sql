-- What the scripts of this folder say what they expect with; \ir ../expect.sql at their beginning.
-- Each expectation becomes one row of output, "ok: NAME" or "not ok: NAME: …", and run.sh counts them.
\set ON_ERROR_STOP on
\set QUIET on
\pset tuples_only on
\pset format unaligned
SET client_min_messages = warning;
SET TimeZone = 'UTC';

-- same(NAME, FOUND, WANTED): any two values.
CREATE FUNCTION pg_temp.same(name text, found anycompatible, wanted anycompatible) RETURNS text
LANGUAGE sql AS $$
    SELECT CASE WHEN found IS NOT DISTINCT FROM wanted THEN format('ok: %s', name)
        ELSE format('not ok: %s: %s, not %s', name, coalesce(found::text, 'NULL'), coalesce(wanted::text, 'NULL')) END
$$;

-- refused(NAME, STATEMENT, CONSTRAINT): the statement fails at that constraint, and changes nothing.
CREATE FUNCTION pg_temp.refused(name text, statement text, wanted text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    found text;
    condition text;
    message text;
BEGIN
    BEGIN
        EXECUTE statement;
        RETURN format('not ok: %s: it was taken', name);
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS found = CONSTRAINT_NAME, condition = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
    END;
    IF wanted IN (found, condition) THEN
        RETURN format('ok: %s', name);
    END IF;
    RETURN format('not ok: %s: refused by %s (%s %s), not %s', name, found, condition, message, wanted);
END;
$$;

-- done(NAME, STATEMENT): the statement succeeds.
CREATE FUNCTION pg_temp.done(name text, statement text) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    RETURN format('ok: %s', name);
EXCEPTION WHEN OTHERS THEN
    RETURN format('not ok: %s: %s %s', name, SQLSTATE, SQLERRM);
END;
$$;
