ARRAY(
                SELECT (CASE x.grantee WHEN 0 THEN 'PUBLIC'
                             ELSE quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) END
                        || ' ' || x.privilege_type || ' (' || quote_ident(a.attname) || ')'
                        || CASE WHEN bool_or(x.is_grantable) THEN ' with grant option'
                                ELSE '' END) COLLATE "C"
                  FROM pg_catalog.pg_attribute a
                 CROSS JOIN LATERAL pg_catalog.aclexplode(a.attacl) x
                 WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attacl IS NOT NULL
                 GROUP BY x.grantee, x.privilege_type, a.attname
                 ORDER BY 1)
