-- A migration planned by pgwright: 3 statements in 1 group.
-- It locks, of what is there already:
--   public.extraction_snapshots_unpartitioned: ACCESS EXCLUSIVE
--   public.workflows_unpartitioned: ACCESS EXCLUSIVE
-- Mind:
--   ALTER TABLE public.extraction_snapshots_unpartitioned SET SCHEMA "~trash_public_437d29": running applications ask for the old name (renaming-table)
--   ALTER TABLE public.workflows_unpartitioned SET SCHEMA "~trash_public_437d29": running applications ask for the old name (renaming-table)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

CREATE SCHEMA "~trash_public_437d29";
ALTER TABLE public.extraction_snapshots_unpartitioned SET SCHEMA "~trash_public_437d29";
ALTER TABLE public.workflows_unpartitioned SET SCHEMA "~trash_public_437d29";

COMMIT;
