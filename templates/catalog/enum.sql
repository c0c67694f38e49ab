SELECT t.oid AS _oid, n.nspname AS _schema, t.typname AS _object,
       l.labels, pg_catalog.pg_get_userbyid(t.typowner) AS owner,
       {{grants|text}} AS grants,
       d.description AS comment
  FROM pg_catalog.pg_type t
  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  JOIN (SELECT enumtypid, array_agg(enumlabel::text ORDER BY enumsortorder) AS labels
          FROM pg_catalog.pg_enum GROUP BY enumtypid) l ON l.enumtypid = t.oid
 CROSS JOIN LATERAL (SELECT t.typacl, t.typowner, 'T'::"char") rights (acl, owner, class)
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_type'::regclass AND d.objoid = t.oid AND d.objsubid = 0
 WHERE t.typtype = 'e' AND n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND t.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_type'::regclass AND e.deptype = 'e')
