SELECT n.oid AS _oid, n.nspname AS _schema,
       pg_catalog.pg_get_userbyid(n.nspowner) AS owner,
       {{grants|text}} AS grants,
       CASE WHEN n.nspname <> 'public' OR d.description <> 'standard public schema'
            THEN d.description END AS comment
  FROM pg_catalog.pg_namespace n
 CROSS JOIN LATERAL (SELECT n.nspacl, n.nspowner, 'n'::"char") rights (acl, owner, class)
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_namespace'::regclass AND d.objoid = n.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND n.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_namespace'::regclass AND e.deptype = 'e')
