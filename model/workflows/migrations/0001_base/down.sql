-- A migration planned by pgwright: 8 statements in 1 group.
-- It locks, of what is there already:
--   public.workflow_node_contexts: ACCESS EXCLUSIVE
--   public.workflow_standalone_docs: ACCESS EXCLUSIVE
--   public.workflows: ACCESS EXCLUSIVE
--   public.workflow_extraction_snapshots: ACCESS EXCLUSIVE
-- Mind:
--   table public.workflow_extraction_snapshots: the rows of the table are gone (ban-drop-table)
--   table public.workflow_node_contexts: the rows of the table are gone (ban-drop-table)
--   table public.workflow_standalone_docs: the rows of the table are gone (ban-drop-table)
--   table public.workflows: the rows of the table are gone (ban-drop-table)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

DROP TRIGGER update_workflow_node_contexts_updated_at ON public.workflow_node_contexts;
DROP TRIGGER update_workflow_standalone_docs_updated_at ON public.workflow_standalone_docs;
DROP TRIGGER update_workflows_updated_at ON public.workflows;
DROP TABLE public.workflow_extraction_snapshots;
DROP TABLE public.workflow_node_contexts;
DROP TABLE public.workflow_standalone_docs;
DROP TABLE public.workflows;
DROP FUNCTION public.update_updated_at_column();

COMMIT;
