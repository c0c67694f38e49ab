SELECT t.oid AS _oid, n.nspname AS _schema, t.typname AS _object,
       pg_catalog.format_type(t.typbasetype, t.typtypmod) AS type,
       CASE WHEN t.typcollation <> b.typcollation THEN
            CASE WHEN o.collnamespace = 'pg_catalog'::regnamespace THEN quote_ident(o.collname)
                 ELSE o.collnamespace::regnamespace || '.' || quote_ident(o.collname) END END AS collation,
       pg_catalog.pg_get_expr(t.typdefaultbin, 0) AS default_sql,
       CASE WHEN t.typnotnull THEN 'true' END AS not_null,
       pg_catalog.pg_get_userbyid(t.typowner) AS owner,
       {{grants|text}} AS grants,
       d.description AS comment
  FROM pg_catalog.pg_type t
  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
  LEFT JOIN pg_catalog.pg_collation o ON o.oid = t.typcollation
 CROSS JOIN LATERAL (SELECT t.typacl, t.typowner, 'T'::"char") rights (acl, owner, class)
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_type'::regclass AND d.objoid = t.oid AND d.objsubid = 0
 WHERE t.typtype = 'd' AND n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND t.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_type'::regclass AND e.deptype = 'e')
