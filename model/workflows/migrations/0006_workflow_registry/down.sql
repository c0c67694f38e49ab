-- A migration planned by pgwright: 9 statements in 1 group.
-- It locks, of what is there already:
--   public.workflow_registry: ACCESS EXCLUSIVE; scan
--   public.workflows: ACCESS EXCLUSIVE
-- Mind:
--   table public.workflow_registry: the rows of the table are gone (ban-drop-table)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

SET LOCAL search_path = public;
DELETE FROM workflow_registry;
SET LOCAL search_path = pg_catalog;
DROP TRIGGER workflows_emptied ON public.workflows;
DROP TRIGGER workflows_register ON public.workflows;
DROP TRIGGER workflows_unregister ON public.workflows;
DROP TABLE public.workflow_registry;
DROP FUNCTION public.register_workflow();
DROP FUNCTION public.unregister_workflow();

COMMIT;
