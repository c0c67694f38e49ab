-- A migration planned by pgwright: 3 statements in 1 group.
-- It locks, of what is there already:
--   public.workflow_extraction_snapshots: ACCESS EXCLUSIVE
--   public.workflows: ACCESS EXCLUSIVE
--   public.workflow_node_contexts: ACCESS EXCLUSIVE
--   public.workflow_standalone_docs: ACCESS EXCLUSIVE

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

ALTER TABLE public.workflow_extraction_snapshots DROP CONSTRAINT fk_extraction_snapshots_workflow;
ALTER TABLE public.workflow_node_contexts DROP CONSTRAINT fk_node_contexts_workflow;
ALTER TABLE public.workflow_standalone_docs DROP CONSTRAINT fk_standalone_docs_workflow;

COMMIT;
