-- A migration planned by pgwright: 1 statement in 1 group.
-- It locks, of what is there already:
--   public.workflow_extraction_summary: ACCESS EXCLUSIVE

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

DROP VIEW public.workflow_extraction_summary;

COMMIT;
