CASE WHEN rights.acl IS NULL
            THEN CASE rights.class WHEN 'f' THEN '{PUBLIC EXECUTE}' WHEN 'T' THEN '{PUBLIC USAGE}'
                              ELSE '{}' END::text[]
            ELSE ARRAY(
                SELECT (CASE x.grantee WHEN 0 THEN 'PUBLIC'
                             ELSE quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) END
                        || ' ' || x.privilege_type
                        || CASE WHEN bool_or(x.is_grantable) THEN ' with grant option'
                                ELSE '' END) COLLATE "C"
                  FROM pg_catalog.aclexplode(rights.acl) x
                 WHERE x.grantee <> rights.owner OR rights.class = 'c'
                 GROUP BY x.grantee, x.privilege_type
                UNION ALL
                SELECT ('OWNER without ' || x.privilege_type) COLLATE "C"
                  FROM pg_catalog.aclexplode(pg_catalog.acldefault(rights.class, rights.owner)) x
                 WHERE x.grantee = rights.owner
                   AND NOT EXISTS (SELECT FROM pg_catalog.aclexplode(rights.acl) y
                                    WHERE y.grantee = rights.owner
                                      AND y.privilege_type = x.privilege_type)
                 ORDER BY 1) END
