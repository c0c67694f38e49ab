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
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_namespace'::regclass AND e.objid = n.oid
                      AND e.deptype = 'e')
