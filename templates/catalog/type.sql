SELECT c.oid AS _oid, n.nspname AS _schema, c.relname AS _object,
       pg_catalog.pg_get_userbyid(c.relowner) AS owner,
       {{grants|text}} AS grants,
       d.description AS comment
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT t.typacl, t.typowner, 'T'::"char"
                      FROM pg_catalog.pg_type t WHERE t.oid = c.reltype) rights (acl, owner, class)
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_type'::regclass AND d.objoid = c.reltype AND d.objsubid = 0
 WHERE c.relkind = 'c' AND n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND c.reltype NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_type'::regclass AND e.deptype = 'e')
