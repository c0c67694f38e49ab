-- A migration planned by pgwright: 11 statements in 5 groups.
-- It locks, of what is there already:
--   public.workflow_node_contexts: ACCESS EXCLUSIVE; scan
--   public.workflow_standalone_docs: ACCESS EXCLUSIVE; scan
--   public.workflows: ACCESS EXCLUSIVE
--   public.workflows_2024: ACCESS EXCLUSIVE; scan
--   public.workflows_2025: ACCESS EXCLUSIVE; scan
--   public.workflows_2026: ACCESS EXCLUSIVE; scan
--   public.workflows_other: ACCESS EXCLUSIVE; scan

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

DO $step$
BEGIN
    SET LOCAL search_path = public;
    IF (SELECT NOT EXISTS (SELECT FROM workflows WHERE workflow_id !~ '^[0-9]+$')
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'check "workflow_ids_are_numbers" before the migration is not true';
    END IF;
    SET LOCAL search_path = pg_catalog;
END
$step$;
DO $step$
BEGIN
    SET LOCAL search_path = public;
    IF (SELECT NOT EXISTS (SELECT FROM workflows WHERE url !~ '^https://n8n\.io/workflows/')
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'check "urls_are_of_n8n" before the migration is not true';
    END IF;
    SET LOCAL search_path = pg_catalog;
END
$step$;
DO $step$
BEGIN
    SET LOCAL search_path = public;
    IF (SELECT NOT EXISTS (SELECT FROM workflow_node_contexts WHERE match_confidence NOT BETWEEN 0 AND 1)
        AND NOT EXISTS (SELECT FROM workflow_standalone_docs WHERE confidence_score NOT BETWEEN 0 AND 1)
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'check "confidences_are_in_range" before the migration is not true';
    END IF;
    SET LOCAL search_path = pg_catalog;
END
$step$;
ALTER TABLE public.workflow_node_contexts ADD CONSTRAINT chk_confidence_range CHECK (((match_confidence >= (0)::numeric) AND (match_confidence <= (1)::numeric))) NOT VALID;
ALTER TABLE public.workflow_standalone_docs ADD CONSTRAINT chk_confidence_range CHECK (((confidence_score >= (0)::numeric) AND (confidence_score <= (1)::numeric))) NOT VALID;
ALTER TABLE public.workflows ADD CONSTRAINT chk_url_format CHECK ((url ~ '^https://n8n\.io/workflows/'::text)) NOT VALID;
ALTER TABLE public.workflows ADD CONSTRAINT chk_workflow_id_format CHECK (((workflow_id)::text ~ '^[0-9]+$'::text)) NOT VALID;

COMMIT;

BEGIN;
SET LOCAL lock_timeout = 2000;

ALTER TABLE public.workflow_node_contexts VALIDATE CONSTRAINT chk_confidence_range;

COMMIT;

BEGIN;
SET LOCAL lock_timeout = 2000;

ALTER TABLE public.workflow_standalone_docs VALIDATE CONSTRAINT chk_confidence_range;

COMMIT;

BEGIN;
SET LOCAL lock_timeout = 2000;

ALTER TABLE public.workflows VALIDATE CONSTRAINT chk_url_format;

COMMIT;

BEGIN;
SET LOCAL lock_timeout = 2000;

ALTER TABLE public.workflows VALIDATE CONSTRAINT chk_workflow_id_format;

COMMIT;
