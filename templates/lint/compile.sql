CREATE TEMPORARY TABLE refused (schema text, object text, message text);
DO $compile$
DECLARE
    routine record;
BEGIN
    SET LOCAL check_function_bodies = on;
    FOR routine IN
        SELECT p.oid, n.nspname, p.proname
          FROM pg_catalog.pg_proc p
          JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
          JOIN pg_catalog.pg_language l ON l.oid = p.prolang
         WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND p.prokind IN ('f', 'p')
           AND l.lanname IN ('sql', 'plpgsql')
           AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                            WHERE e.classid = 'pg_catalog.pg_proc'::regclass AND e.objid = p.oid
                              AND e.deptype = 'e')
    LOOP
        BEGIN
            PERFORM set_config('search_path', format('%I, public', routine.nspname), true);
            EXECUTE pg_catalog.pg_get_functiondef(routine.oid);
        EXCEPTION WHEN OTHERS THEN
            INSERT INTO refused VALUES (routine.nspname, routine.proname, SQLERRM);
        END;
    END LOOP;
END $compile$;
