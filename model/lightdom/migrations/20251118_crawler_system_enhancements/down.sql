-- A migration planned by pgwright: 5 statements in 1 group.
-- It locks, of what is there already:
--   public.campaign_errors: ACCESS EXCLUSIVE
--   public.crawler_campaigns: ACCESS EXCLUSIVE
--   public.crawler_instances: ACCESS EXCLUSIVE
--   public.campaign_executions: ACCESS EXCLUSIVE
--   public.crawler_performance_metrics: ACCESS EXCLUSIVE
--   public.crawler_schema_versions: ACCESS EXCLUSIVE
--   public.crawler_schemas: ACCESS EXCLUSIVE
--   public.url_discovery_log: ACCESS EXCLUSIVE
-- Mind:
--   table public.campaign_errors: the rows of the table are gone (ban-drop-table)
--   table public.campaign_executions: the rows of the table are gone (ban-drop-table)
--   table public.crawler_performance_metrics: the rows of the table are gone (ban-drop-table)
--   table public.crawler_schema_versions: the rows of the table are gone (ban-drop-table)
--   table public.url_discovery_log: the rows of the table are gone (ban-drop-table)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

DROP TABLE public.campaign_errors;
DROP TABLE public.campaign_executions;
DROP TABLE public.crawler_performance_metrics;
DROP TABLE public.crawler_schema_versions;
DROP TABLE public.url_discovery_log;

COMMIT;
