SELECT k.oid AS _oid, n.nspname AS _schema, c.relname AS _object, k.conname AS _sub,
       pg_catalog.pg_get_expr(k.conbin, k.conrelid) AS expression,
       CASE WHEN k.connoinherit THEN 'true' END AS no_inherit,
       CASE WHEN k.coninhcount > 0 AND NOT k.conislocal THEN 'true' END AS inherited,
       CASE WHEN NOT k.convalidated THEN 'true' END AS not_valid,
       d.description AS comment
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_constraint'::regclass AND d.objoid = k.oid AND d.objsubid = 0
 WHERE k.contype = 'c' AND n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND c.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_class'::regclass AND e.deptype = 'e')
