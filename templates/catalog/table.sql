SELECT c.oid AS _oid, n.nspname AS _schema, c.relname AS _object,
       CASE WHEN c.relpersistence = 'u' THEN 'true' END AS unlogged,
       c.reloptions AS "with",
       CASE WHEN c.relrowsecurity THEN 'true' END AS row_security,
       CASE WHEN c.relforcerowsecurity THEN 'true' END AS force_row_security,
       pg_catalog.pg_get_userbyid(c.relowner) AS owner,
       {{grants|text}} AS grants,
       d.description AS comment
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT c.relacl, c.relowner, 'r'::"char") rights (acl, owner, class)
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
 WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid
                      AND e.deptype = 'e')
