-- A migration planned by pgwright: 2 statements in 1 group.
-- It locks, of what is there already:
--   public.audit_logs_unpartitioned: ACCESS EXCLUSIVE
-- Mind:
--   ALTER TABLE public.audit_logs_unpartitioned SET SCHEMA "~trash_public_8eb573": running applications ask for the old name (renaming-table)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

CREATE SCHEMA "~trash_public_8eb573";
ALTER TABLE public.audit_logs_unpartitioned SET SCHEMA "~trash_public_8eb573";

COMMIT;
