-- A migration planned by pgwright: 3 statements in 1 group.
-- It locks, of what is there already:
--   "~trash_public_437d29".extraction_snapshots_unpartitioned: ACCESS EXCLUSIVE
--   "~trash_public_437d29".workflows_unpartitioned: ACCESS EXCLUSIVE
-- Mind:
--   table "~trash_public_437d29".extraction_snapshots_unpartitioned: the rows of the table are gone (ban-drop-table)
--   table "~trash_public_437d29".workflows_unpartitioned: the rows of the table are gone (ban-drop-table)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

DROP TABLE "~trash_public_437d29".extraction_snapshots_unpartitioned;
DROP TABLE "~trash_public_437d29".workflows_unpartitioned;
DROP SCHEMA "~trash_public_437d29";

COMMIT;
