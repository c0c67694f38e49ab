SELECT s.oid AS _oid, n.nspname AS _schema, s.stxname AS _object,
       quote_ident(tn.nspname) || '.' || quote_ident(c.relname) AS "table",
       ARRAY(SELECT quote_ident(a.attname)
               FROM unnest(s.stxkeys::int2[]) WITH ORDINALITY u (attnum, position)
               JOIN pg_catalog.pg_attribute a ON a.attrelid = s.stxrelid AND a.attnum = u.attnum
              ORDER BY u.position)
       {{#if server_14}}
       || coalesce(ARRAY(SELECT '(' || x || ')'
                           FROM unnest(pg_catalog.pg_get_statisticsobjdef_expressions(s.oid)) x),
                   '{}')
       {{/if}} AS keys,
       CASE WHEN NOT s.stxkind @> '{d,f,m}' AND s.stxkind <> '{e}' THEN
            array_remove(ARRAY[CASE WHEN 'd' = ANY (s.stxkind) THEN 'ndistinct' END,
                               CASE WHEN 'f' = ANY (s.stxkind) THEN 'dependencies' END,
                               CASE WHEN 'm' = ANY (s.stxkind) THEN 'mcv' END], NULL) END AS kinds,
       CASE WHEN s.stxstattarget <> -1 THEN s.stxstattarget::text END AS target,
       pg_catalog.pg_get_userbyid(s.stxowner) AS owner,
       d.description AS comment
  FROM pg_catalog.pg_statistic_ext s
  JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
  JOIN pg_catalog.pg_class c ON c.oid = s.stxrelid
  JOIN pg_catalog.pg_namespace tn ON tn.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_statistic_ext'::regclass AND d.objoid = s.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema' AND c.relpersistence <> 't'
   AND c.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_class'::regclass AND e.deptype = 'e')
