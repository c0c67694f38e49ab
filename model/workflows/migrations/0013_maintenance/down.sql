-- A migration planned by pgwright: 6 statements in 1 group.
-- It locks, of what is there already:
--   public.database_performance: ACCESS EXCLUSIVE
--   public.vacuum_statements: ACCESS EXCLUSIVE
--   public.workflow_node_contexts: SHARE UPDATE EXCLUSIVE
--   public.workflow_standalone_docs: SHARE UPDATE EXCLUSIVE
--   public.workflows_2026: SHARE UPDATE EXCLUSIVE

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

DROP VIEW public.database_performance;
DROP VIEW public.vacuum_statements;
DROP FUNCTION public.perform_maintenance();
ALTER TABLE public.workflow_node_contexts RESET (autovacuum_vacuum_scale_factor);
ALTER TABLE public.workflow_standalone_docs RESET (autovacuum_vacuum_scale_factor);
ALTER TABLE public.workflows_2026 RESET (autovacuum_vacuum_scale_factor);

COMMIT;
