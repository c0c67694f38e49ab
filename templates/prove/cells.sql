-- What is in the tables of a database: a line for each value, and one with attnum 0 for each row as a
-- whole, its columns in the order of their names. Each begins with a line without `shown`: there is such a
-- column, in this type, whatever its values. Generated columns are left out: they follow. Columns that were
-- put aside are no part of a row any more.

-- A composite type changes with its attributes.
CREATE FUNCTION pg_temp.type_of(type oid, typmod integer) RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ', format_type(type, typmod),
                     (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', '
                                        ORDER BY a.attnum)
                        FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.typrelid
                       WHERE t.oid = type AND t.typtype = 'c' AND a.attnum > 0 AND NOT a.attisdropped))
$$;

CREATE FUNCTION pg_temp.cells()
RETURNS TABLE (relation oid, attnum integer, shown text, type text, value text) LANGUAGE plpgsql AS $$
DECLARE
    t record;
    query text;
BEGIN
    FOR t IN SELECT c.oid AS id, c.oid::regclass::text AS name
               FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS s ON s.oid = c.relnamespace
              WHERE c.relkind = 'r' AND s.nspname !~ '^pg_' AND s.nspname <> 'information_schema'
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend
                                 WHERE classid = 'pg_catalog.pg_class'::regclass AND objid = c.oid AND deptype = 'e') LOOP
        SELECT string_agg(format('SELECT %1$s::oid, %2$s, NULL, %3$L, NULL '
                                 'UNION ALL SELECT %1$s::oid, %2$s, %4$L, %3$L, %5$I::text FROM ONLY %6$s', t.id, a.attnum,
                                 pg_temp.type_of(a.atttypid, a.atttypmod), t.name || '.' || quote_ident(a.attname),
                                 a.attname, t.name), ' UNION ALL ')
               || format(' UNION ALL SELECT %1$s::oid, 0, NULL, '''', NULL '
                         'UNION ALL SELECT %1$s::oid, 0, %2$L, '''', ROW(%3$s)::text FROM ONLY %2$s', t.id, t.name,
                         string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname COLLATE "C")
                                FILTER (WHERE NOT starts_with(a.attname, '~trash_')))
          INTO query
          FROM pg_catalog.pg_attribute AS a
         WHERE a.attrelid = t.id AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '';
        IF query IS NOT NULL THEN
            RETURN QUERY EXECUTE query;
        END IF;
    END LOOP;
END $$;
