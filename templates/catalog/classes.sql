-- The names of the catalogs, which dependencies tell by their oids.
SELECT c.oid, c.relname
  FROM pg_catalog.pg_class c
 WHERE c.relkind = 'r' AND c.relnamespace = 'pg_catalog'::regnamespace
