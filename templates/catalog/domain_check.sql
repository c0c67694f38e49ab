SELECT k.oid AS _oid, n.nspname AS _schema, t.typname AS _object, k.conname AS _sub,
       pg_catalog.pg_get_expr(k.conbin, 0) AS expression,
       CASE WHEN NOT k.convalidated THEN 'true' END AS not_valid,
       d.description AS comment
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_type t ON t.oid = k.contypid
  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_constraint'::regclass AND d.objoid = k.oid AND d.objsubid = 0
 WHERE k.contype = 'c' AND n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND t.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_type'::regclass AND e.deptype = 'e')
