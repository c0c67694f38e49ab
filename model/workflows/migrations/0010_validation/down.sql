-- A migration planned by pgwright: 4 statements in 1 group.
-- It locks, of what is there already:
--   public.workflow_node_contexts: ACCESS EXCLUSIVE
--   public.workflow_standalone_docs: ACCESS EXCLUSIVE
--   public.workflows: ACCESS EXCLUSIVE
--   public.workflows_2024: ACCESS EXCLUSIVE
--   public.workflows_2025: ACCESS EXCLUSIVE
--   public.workflows_2026: ACCESS EXCLUSIVE
--   public.workflows_other: ACCESS EXCLUSIVE

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

ALTER TABLE public.workflow_node_contexts DROP CONSTRAINT chk_confidence_range;
ALTER TABLE public.workflow_standalone_docs DROP CONSTRAINT chk_confidence_range;
ALTER TABLE public.workflows DROP CONSTRAINT chk_url_format;
ALTER TABLE public.workflows DROP CONSTRAINT chk_workflow_id_format;

COMMIT;
