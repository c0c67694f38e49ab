-- A migration planned by pgwright: 7 statements in 4 groups.
-- It locks, of what is there already:
--   public.workflow_extraction_snapshots: SHARE ROW EXCLUSIVE; scan
--   public.workflows: SHARE ROW EXCLUSIVE; scan
--   public.workflow_node_contexts: SHARE ROW EXCLUSIVE; scan
--   public.workflow_standalone_docs: SHARE ROW EXCLUSIVE; scan

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

DO $step$
BEGIN
    SET LOCAL search_path = public;
    IF (SELECT NOT EXISTS (SELECT FROM workflow_node_contexts c WHERE NOT EXISTS (SELECT FROM workflows w WHERE w.workflow_id = c.workflow_id))
        AND NOT EXISTS (SELECT FROM workflow_standalone_docs d WHERE NOT EXISTS (SELECT FROM workflows w WHERE w.workflow_id = d.workflow_id))
        AND NOT EXISTS (SELECT FROM workflow_extraction_snapshots s WHERE NOT EXISTS (SELECT FROM workflows w WHERE w.workflow_id = s.workflow_id))
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'check "nothing_is_left_of_workflows_that_are_gone" before the migration is not true';
    END IF;
    SET LOCAL search_path = pg_catalog;
END
$step$;
ALTER TABLE public.workflow_extraction_snapshots ADD CONSTRAINT fk_extraction_snapshots_workflow FOREIGN KEY (workflow_id) REFERENCES public.workflows (workflow_id) ON DELETE CASCADE NOT VALID;
ALTER TABLE public.workflow_node_contexts ADD CONSTRAINT fk_node_contexts_workflow FOREIGN KEY (workflow_id) REFERENCES public.workflows (workflow_id) ON DELETE CASCADE NOT VALID;
ALTER TABLE public.workflow_standalone_docs ADD CONSTRAINT fk_standalone_docs_workflow FOREIGN KEY (workflow_id) REFERENCES public.workflows (workflow_id) ON DELETE CASCADE NOT VALID;

COMMIT;

BEGIN;
SET LOCAL lock_timeout = 2000;

ALTER TABLE public.workflow_extraction_snapshots VALIDATE CONSTRAINT fk_extraction_snapshots_workflow;

COMMIT;

BEGIN;
SET LOCAL lock_timeout = 2000;

ALTER TABLE public.workflow_node_contexts VALIDATE CONSTRAINT fk_node_contexts_workflow;

COMMIT;

BEGIN;
SET LOCAL lock_timeout = 2000;

ALTER TABLE public.workflow_standalone_docs VALIDATE CONSTRAINT fk_standalone_docs_workflow;

COMMIT;
