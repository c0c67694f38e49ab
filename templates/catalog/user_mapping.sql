SELECT u.umid AS _oid, u.srvname AS _object, u.usename AS _sub,
       /* NULL: hidden by the rules of the view */
       coalesce(u.umoptions, CASE
           WHEN u.umuser = 0 AND pg_catalog.pg_has_role(s.srvowner, 'USAGE')
                OR u.usename = current_user AND (pg_catalog.pg_has_role(s.srvowner, 'USAGE')
                                                 OR pg_catalog.has_server_privilege(s.oid, 'USAGE'))
                OR (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user)
           THEN '{}'::text[] END) AS options
  FROM pg_catalog.pg_user_mappings u
  JOIN pg_catalog.pg_foreign_server s ON s.oid = u.srvid
