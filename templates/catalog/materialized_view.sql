SELECT c.oid AS _oid, n.nspname AS _schema, c.relname AS _object,
       rtrim(pg_catalog.pg_get_viewdef(c.oid), ';') AS query,
       c.reloptions AS "with",
       CASE WHEN m.amname <> 'heap' THEN m.amname END AS method,
       CASE WHEN NOT c.relispopulated THEN 'true' END AS no_data,
       pg_catalog.pg_get_userbyid(c.relowner) AS owner,
       {{grants|text}} AS grants,
       d.description AS comment
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
 CROSS JOIN LATERAL (SELECT c.relacl, c.relowner, 'r'::"char") rights (acl, owner, class)
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
 WHERE c.relkind = 'm' AND n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid
                      AND e.deptype = 'e')
