SELECT t.oid AS _oid, t.tgrelid AS _relation, t.tgname AS _sub,
       CASE WHEN t.tgtype & 64 <> 0 THEN 'instead of'
            WHEN t.tgtype & 2 <> 0 THEN 'before' ELSE 'after' END AS timing,
       array_remove(ARRAY[CASE WHEN t.tgtype & 4 <> 0 THEN 'insert' END,
                          CASE WHEN t.tgtype & 8 <> 0 THEN 'delete' END,
                          CASE WHEN t.tgtype & 16 <> 0 THEN 'update' END,
                          CASE WHEN t.tgtype & 32 <> 0 THEN 'truncate' END], NULL) AS events,
       CASE WHEN t.tgattr::text <> '' THEN
            ARRAY(SELECT a.attname::text
                    FROM unnest(t.tgattr::int2[]) WITH ORDINALITY u (attnum, position)
                    JOIN pg_catalog.pg_attribute a
                      ON a.attrelid = t.tgrelid AND a.attnum = u.attnum
                   ORDER BY u.position) END AS update_columns,
       CASE WHEN t.tgtype & 1 <> 0 THEN 'row' END AS each,
       CASE WHEN t.tgqual IS NOT NULL THEN
            substring(pg_catalog.pg_get_triggerdef(t.oid) from
                      ' WHEN \((.*)\) EXECUTE FUNCTION ') END AS "when",
       ARRAY[fn.nspname::text, f.proname::text] AS function,
       CASE WHEN t.tgnargs > 0 THEN
            ARRAY(SELECT convert_from(decode(m[1], 'hex'), 'UTF8')
                    FROM regexp_matches(encode(t.tgargs, 'hex'), '((?:(?!00)..)*)00', 'g') m)
            END AS arguments,
       t.tgoldtable AS old_table, t.tgnewtable AS new_table,
       CASE WHEN t.tgconstraint <> 0 THEN 'true' END AS "constraint",
       (SELECT format('%I.%I', rn.nspname, rc.relname) FROM pg_catalog.pg_class rc
          JOIN pg_catalog.pg_namespace rn ON rn.oid = rc.relnamespace
         WHERE rc.oid = t.tgconstrrelid) AS "from",
       CASE WHEN t.tgdeferrable THEN 'true' END AS deferrable,
       CASE WHEN t.tginitdeferred THEN 'true' END AS initially_deferred,
       CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica'
                        WHEN 'A' THEN 'always' END AS enabled,
       d.description AS comment
  FROM pg_catalog.pg_trigger t
  JOIN pg_catalog.pg_proc f ON f.oid = t.tgfoid
  JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_trigger'::regclass AND d.objoid = t.oid AND d.objsubid = 0
 WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND t.tgrelid >= 16384
