SELECT s.oid AS _oid, s.srvname AS _object, w.fdwname AS wrapper,
       s.srvtype AS type, s.srvversion AS version, s.srvoptions AS options,
       pg_catalog.pg_get_userbyid(s.srvowner) AS owner,
       {{grants|text}} AS grants,
       d.description AS comment
  FROM pg_catalog.pg_foreign_server s
  JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
 CROSS JOIN LATERAL (SELECT s.srvacl, s.srvowner, 'S'::"char") rights (acl, owner, class)
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_foreign_server'::regclass AND d.objoid = s.oid AND d.objsubid = 0
 WHERE s.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_foreign_server'::regclass AND e.deptype = 'e')
