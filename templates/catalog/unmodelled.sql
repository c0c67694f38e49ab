SELECT u.oid AS _oid, coalesce(u.what || ' ', '') || i.type || ' ' || i.identity AS _object
  FROM (SELECT NULL AS what, 'pg_catalog.pg_operator'::regclass AS class, oid FROM pg_catalog.pg_operator
       -- Objects of the kinds that no model can speak of, named as pg_identify_object() does, which no
       -- locale translates. Rights on what an extension has brought count when they are not those it came with.
        UNION ALL SELECT NULL, 'pg_catalog.pg_opclass'::regclass, oid FROM pg_catalog.pg_opclass
        UNION ALL SELECT NULL, 'pg_catalog.pg_opfamily'::regclass, oid FROM pg_catalog.pg_opfamily
        UNION ALL SELECT NULL, 'pg_catalog.pg_conversion'::regclass, oid FROM pg_catalog.pg_conversion
        UNION ALL SELECT NULL, 'pg_catalog.pg_language'::regclass, oid FROM pg_catalog.pg_language
        UNION ALL SELECT NULL, 'pg_catalog.pg_transform'::regclass, oid FROM pg_catalog.pg_transform
        UNION ALL SELECT NULL, 'pg_catalog.pg_am'::regclass, oid FROM pg_catalog.pg_am
        UNION ALL SELECT NULL, 'pg_catalog.pg_ts_config'::regclass, oid FROM pg_catalog.pg_ts_config
        UNION ALL SELECT NULL, 'pg_catalog.pg_ts_dict'::regclass, oid FROM pg_catalog.pg_ts_dict
        UNION ALL SELECT NULL, 'pg_catalog.pg_ts_parser'::regclass, oid FROM pg_catalog.pg_ts_parser
        UNION ALL SELECT NULL, 'pg_catalog.pg_ts_template'::regclass, oid FROM pg_catalog.pg_ts_template
        UNION ALL SELECT NULL, 'pg_catalog.pg_type'::regclass, oid FROM pg_catalog.pg_type
                   WHERE typtype IN ('b', 'p') AND typcategory <> 'A'
        UNION ALL SELECT 'security label of', l.classoid, l.objoid FROM pg_catalog.pg_seclabel l
                   WHERE l.objsubid = 0) u
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(u.class, u.oid, 0) i
 WHERE u.oid >= 16384 AND coalesce(i.schema, '') !~ '^(pg_|pgwright)'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = u.class AND e.objid = u.oid AND e.deptype IN ('e', 'i'))
UNION ALL
SELECT m.objid, 'rights on ' || i.type || ' ' || i.identity
  FROM pg_catalog.pg_depend m
  JOIN (SELECT 'pg_catalog.pg_proc'::regclass AS class, oid, proacl AS acl FROM pg_catalog.pg_proc
        UNION ALL SELECT 'pg_catalog.pg_class'::regclass, oid, relacl FROM pg_catalog.pg_class
        UNION ALL SELECT 'pg_catalog.pg_type'::regclass, oid, typacl FROM pg_catalog.pg_type) o
    ON o.class = m.classid AND o.oid = m.objid
  LEFT JOIN pg_catalog.pg_init_privs p
    ON p.classoid = m.classid AND p.objoid = m.objid AND p.objsubid = 0
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(m.classid, m.objid, 0) i
 WHERE m.refclassid = 'pg_catalog.pg_extension'::regclass AND m.deptype = 'e'
   AND o.oid >= 16384 AND o.acl IS DISTINCT FROM p.initprivs
