-- A migration planned by pgwright: 3 statements in 1 group.
-- It locks, of what is there already:
--   public.data_quality_metrics: ACCESS EXCLUSIVE
--   public.extraction_analytics: ACCESS EXCLUSIVE
--   public.performance_metrics: ACCESS EXCLUSIVE

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

DROP VIEW public.data_quality_metrics;
DROP VIEW public.extraction_analytics;
DROP VIEW public.performance_metrics;

COMMIT;
