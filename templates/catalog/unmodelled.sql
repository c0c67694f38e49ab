SELECT u.oid AS _oid, coalesce(u.what || ' ', '') || i.type || ' ' || i.identity AS _object
  FROM (SELECT NULL AS what, 'pg_catalog.pg_language'::regclass AS class, oid FROM pg_catalog.pg_language
       -- Objects of which the catalogs keep no words that could make them again, named as
       -- pg_identify_object() does, which no locale translates (sql_object.sql has the others).
        UNION ALL SELECT NULL, 'pg_catalog.pg_transform'::regclass, oid FROM pg_catalog.pg_transform
        UNION ALL SELECT NULL, 'pg_catalog.pg_operator'::regclass, oid FROM pg_catalog.pg_operator
                   WHERE oprcode = 0
        UNION ALL SELECT NULL, 'pg_catalog.pg_type'::regclass, oid FROM pg_catalog.pg_type
                   WHERE typtype IN ('b', 'p') AND typcategory <> 'A'
        UNION ALL SELECT 'security label of', l.classoid, l.objoid FROM pg_catalog.pg_seclabel l
                   WHERE l.objsubid = 0) u
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(u.class, u.oid, 0) i
 WHERE u.oid >= 16384 AND coalesce(i.schema, '') !~ '^(pg_|pgwright)'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = u.class AND e.objid = u.oid AND e.deptype IN ('e', 'i'))
UNION ALL
SELECT m.objid, 'what its owner may not do with ' || i.type || ' ' || i.identity
  FROM pg_catalog.pg_depend m
  JOIN (SELECT 'pg_catalog.pg_proc'::regclass AS class, oid, proacl AS acl, proowner AS owner, 'f'::"char" AS rights
          FROM pg_catalog.pg_proc
        UNION ALL SELECT 'pg_catalog.pg_class'::regclass, oid, relacl, relowner,
                         CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char" FROM pg_catalog.pg_class
        UNION ALL SELECT 'pg_catalog.pg_type'::regclass, oid, typacl, typowner, 'T' FROM pg_catalog.pg_type) o
    ON o.class = m.classid AND o.oid = m.objid
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(m.classid, m.objid, 0) i
 WHERE m.refclassid = 'pg_catalog.pg_extension'::regclass AND m.deptype = 'e' AND o.oid >= 16384 AND o.acl IS NOT NULL
   AND EXISTS (SELECT x.privilege_type FROM pg_catalog.aclexplode(pg_catalog.acldefault(o.rights, o.owner)) x
                WHERE x.grantee = o.owner
               EXCEPT
               SELECT x.privilege_type FROM pg_catalog.aclexplode(o.acl) x WHERE x.grantee = o.owner)
