SELECT m.objid AS _oid, x.extname AS _object,
       o.type || CASE o.class WHEN 'pg_catalog.pg_proc'::regclass THEN o.oid::regprocedure::text
                              WHEN 'pg_catalog.pg_class'::regclass THEN o.oid::regclass::text
                              ELSE pg_catalog.format_type(o.oid, NULL) END AS _sub,
       d.granted, d.revoked
  FROM pg_catalog.pg_depend m
  JOIN pg_catalog.pg_extension x ON x.oid = m.refobjid
{{! From each member to its object by its oid: without statistics of the catalogs (a database just
    made) the planner would read all objects for every member. }}
 CROSS JOIN LATERAL (
        SELECT m.classid AS class, oid, proacl AS acl, proowner AS owner, 'f'::"char" AS rights,
               CASE prokind WHEN 'p' THEN 'procedure ' ELSE 'function ' END AS type
          FROM pg_catalog.pg_proc
         WHERE m.classid = 'pg_catalog.pg_proc'::regclass AND oid = m.objid
        UNION ALL
        SELECT m.classid, oid, relacl, relowner,
               CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char",
               CASE relkind WHEN 'S' THEN 'sequence ' ELSE 'table ' END
          FROM pg_catalog.pg_class
         WHERE m.classid = 'pg_catalog.pg_class'::regclass AND oid = m.objid
           AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        UNION ALL
        SELECT m.classid, oid, typacl, typowner, 'T', 'type '
          FROM pg_catalog.pg_type
         WHERE m.classid = 'pg_catalog.pg_type'::regclass AND oid = m.objid) o
  LEFT JOIN pg_catalog.pg_init_privs p
    ON p.classoid = m.classid AND p.objoid = m.objid AND p.objsubid = 0
 CROSS JOIN LATERAL ( -- rights that are there, and those that were there at first: the owner has all
        SELECT array_agg(r.entry ORDER BY r.entry) FILTER (WHERE r.now > r.first) AS granted,
               array_agg(r.entry ORDER BY r.entry) FILTER (WHERE r.now < r.first) AS revoked
          FROM (SELECT (CASE a.grantee WHEN 0 THEN 'PUBLIC'
                             ELSE quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END
                        || ' ' || a.privilege_type
                        || CASE WHEN a.is_grantable THEN ' with grant option' ELSE '' END) COLLATE "C" AS entry,
                       count(*) FILTER (WHERE a.now) AS now, count(*) FILTER (WHERE NOT a.now) AS first
                  FROM (SELECT e.*, true AS now
                          FROM pg_catalog.aclexplode(coalesce(o.acl, pg_catalog.acldefault(o.rights, o.owner))) e
                        UNION ALL
                        SELECT e.*, false
                          FROM pg_catalog.aclexplode(coalesce(p.initprivs, pg_catalog.acldefault(o.rights, o.owner))) e
                       ) a
                 WHERE a.grantee <> a.grantor
                 GROUP BY 1) r) d
 WHERE m.refclassid = 'pg_catalog.pg_extension'::regclass AND m.deptype = 'e' AND m.objid >= 16384
   AND o.acl IS DISTINCT FROM p.initprivs AND (d.granted IS NOT NULL OR d.revoked IS NOT NULL)
