SELECT k.oid AS _oid, k.conrelid AS _relation, k.conname AS _sub,
       k.conkey AS _columns,
       ARRAY[fn.nspname::text, f.relname::text] AS ref_table,
       CASE WHEN cardinality(k.confkey) = 1 THEN
            (SELECT ARRAY[a.attname::text] FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = k.confrelid AND a.attnum = k.confkey[1])
            ELSE ARRAY(SELECT a.attname::text
                         FROM unnest(k.confkey) WITH ORDINALITY u (attnum, position)
                         JOIN pg_catalog.pg_attribute a
                           ON a.attrelid = k.confrelid AND a.attnum = u.attnum
                        ORDER BY u.position) END AS ref_columns,
       CASE k.confmatchtype WHEN 'f' THEN 'full' END AS match,
       CASE k.confdeltype WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
                          WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END AS on_delete,
       {{#if server_15}}
       CASE WHEN k.confdelsetcols IS NOT NULL THEN
            ARRAY(SELECT a.attname::text
                    FROM unnest(k.confdelsetcols) WITH ORDINALITY u (attnum, position)
                    JOIN pg_catalog.pg_attribute a
                      ON a.attrelid = k.conrelid AND a.attnum = u.attnum
                   ORDER BY u.position) END AS on_delete_columns,
       {{/if}}
       CASE k.confupdtype WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
                          WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END AS on_update,
       CASE WHEN k.condeferrable THEN 'true' END AS deferrable,
       CASE WHEN k.condeferred THEN 'true' END AS initially_deferred,
       CASE WHEN NOT k.convalidated THEN 'true' END AS not_valid,
       CASE WHEN k.oid IN (SELECT t.tgconstraint FROM pg_catalog.pg_trigger t
                            WHERE t.tgisinternal AND t.tgenabled = 'D') THEN 'true' END AS disabled,
       CASE WHEN k.conparentid <> 0 THEN 'true' END AS inherited,
       d.description AS comment
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
  JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
  LEFT JOIN pg_catalog.pg_constraint p ON p.oid = k.conparentid
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_constraint'::regclass AND d.objoid = k.oid AND d.objsubid = 0
 WHERE k.contype = 'f' AND (k.conparentid = 0 OR p.conrelid <> k.conrelid AND p.confrelid = k.confrelid)
   AND k.conrelid >= 16384
