SELECT u.umid AS _oid, u.srvname AS _object, u.usename AS _sub, u.umoptions AS options
  FROM pg_catalog.pg_user_mappings u
