-- A migration planned by pgwright: 3 statements in 1 group.
-- It locks, of what is there already:
--   public.workflow_standalone_docs: ACCESS EXCLUSIVE
--   public.workflow_node_contexts: ACCESS EXCLUSIVE
--   public.workflows: ACCESS EXCLUSIVE
-- Mind:
--   ALTER TABLE public.workflow_standalone_docs RENAME COLUMN doc_id TO id: running applications ask for the old name (renaming-column)
--   ALTER TABLE public.workflow_node_contexts RENAME COLUMN node_id TO id: running applications ask for the old name (renaming-column)
--   ALTER TABLE public.workflows RENAME COLUMN title TO name: running applications ask for the old name (renaming-column)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

ALTER TABLE public.workflow_standalone_docs RENAME COLUMN doc_id TO id;
ALTER TABLE public.workflow_node_contexts RENAME COLUMN node_id TO id;
ALTER TABLE public.workflows RENAME COLUMN title TO name;

COMMIT;
