SELECT x.oid AS _oid, x.extname AS _object,
       n.nspname AS in_schema, x.extversion AS version,
       CASE WHEN NOT x.extrelocatable THEN 'true' END AS immovable
  FROM pg_catalog.pg_extension x
  JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace
 WHERE x.extname <> 'plpgsql'
