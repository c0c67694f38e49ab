-- A migration planned by pgwright: 7 statements in 1 group.
-- It locks, of what is there already:
--   public.workflows: ACCESS EXCLUSIVE
--   public.workflows_2024: ACCESS EXCLUSIVE
--   public.workflows_2025: ACCESS EXCLUSIVE
--   public.workflows_2026: ACCESS EXCLUSIVE
--   public.workflows_other: ACCESS EXCLUSIVE
-- Mind:
--   index public.workflows.idx_workflows_search: nobody can use the table until queries under way have ended (require-concurrent-index-deletion)
--   column public.workflows.search_vector: the values of the column are gone (ban-drop-column)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

SET LOCAL search_path = public;
SELECT 'the column goes, and what is in it';
SET LOCAL search_path = pg_catalog;
DROP TRIGGER trigger_update_workflow_search_vector ON public.workflows;
DROP INDEX public.idx_workflows_search;
ALTER TABLE public.workflows DROP COLUMN search_vector;
DROP FUNCTION public.update_workflow_search_vector();

COMMIT;
