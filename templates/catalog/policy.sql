SELECT p.oid AS _oid, n.nspname AS _schema, c.relname AS _object, p.polname AS _sub,
       CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert'
                     WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' END AS "for",
       CASE WHEN NOT p.polpermissive THEN 'true' END AS restrictive,
       CASE WHEN p.polroles <> '{0}' THEN
            ARRAY(SELECT pg_catalog.pg_get_userbyid(r.oid)::text COLLATE "C"
                    FROM unnest(p.polroles) r (oid) ORDER BY 1) END AS "to",
       pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS "using",
       pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS "check",
       d.description AS comment
  FROM pg_catalog.pg_policy p
  JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_policy'::regclass AND d.objoid = p.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND c.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_class'::regclass AND e.deptype = 'e')
