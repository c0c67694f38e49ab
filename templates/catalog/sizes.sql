-- How many rows and bytes relations have, and how often their indexes were used.
SELECT n.nspname AS schema, c.relname AS name,
       CASE WHEN c.reltuples >= 0 AND c.relkind IN ('r', 'm', 'f') THEN c.reltuples::bigint::text END
           AS rows,
       CASE WHEN c.relkind IN ('r', 'm', 't') THEN pg_catalog.pg_total_relation_size(c.oid)
            WHEN c.relkind IN ('i', 'S') THEN pg_catalog.pg_relation_size(c.oid) END AS bytes,
       pg_catalog.pg_stat_get_numscans(c.oid) AS scans
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
