-- A migration planned by pgwright: 3 statements in 1 group.
-- It locks, of what is there already:
--   "~trash_public_437d29".workflows_unpartitioned: ACCESS EXCLUSIVE
--   "~trash_public_437d29".extraction_snapshots_unpartitioned: ACCESS EXCLUSIVE
-- Mind:
--   ALTER TABLE "~trash_public_437d29".workflows_unpartitioned SET SCHEMA public: running applications ask for the old name (renaming-table)
--   ALTER TABLE "~trash_public_437d29".extraction_snapshots_unpartitioned SET SCHEMA public: running applications ask for the old name (renaming-table)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

ALTER TABLE "~trash_public_437d29".workflows_unpartitioned SET SCHEMA public;
ALTER TABLE "~trash_public_437d29".extraction_snapshots_unpartitioned SET SCHEMA public;
DROP SCHEMA "~trash_public_437d29";

COMMIT;
