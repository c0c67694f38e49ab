SELECT g.oid AS _oid, n.nspname AS _schema, c.relname AS _object, a.attname AS _sub,
       pg_catalog.pg_get_expr(g.adbin, g.adrelid) AS expression
  FROM pg_catalog.pg_attrdef g
  JOIN pg_catalog.pg_class c ON c.oid = g.adrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = g.adrelid AND a.attnum = g.adnum
 WHERE a.attgenerated = '' AND c.relkind IN ('r', 'p', 'v', 'f')
   AND n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND c.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_class'::regclass AND e.deptype = 'e')
