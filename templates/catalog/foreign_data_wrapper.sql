SELECT w.oid AS _oid, w.fdwname AS _object,
       (SELECT format('%I.%I', n.nspname, f.proname)
          FROM pg_catalog.pg_proc f JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
         WHERE f.oid = w.fdwhandler) AS handler,
       (SELECT format('%I.%I', n.nspname, f.proname)
          FROM pg_catalog.pg_proc f JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
         WHERE f.oid = w.fdwvalidator) AS validator,
       w.fdwoptions AS options,
       pg_catalog.pg_get_userbyid(w.fdwowner) AS owner,
       {{grants|text}} AS grants,
       d.description AS comment
  FROM pg_catalog.pg_foreign_data_wrapper w
 CROSS JOIN LATERAL (SELECT w.fdwacl, w.fdwowner, 'F'::"char") rights (acl, owner, class)
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_foreign_data_wrapper'::regclass AND d.objoid = w.oid AND d.objsubid = 0
 WHERE w.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_foreign_data_wrapper'::regclass AND e.deptype = 'e')
