-- A migration planned by pgwright: 2 statements in 1 group.
-- It locks, of what is there already:
--   "~trash_public_8eb573".audit_logs_unpartitioned: ACCESS EXCLUSIVE
-- Mind:
--   table "~trash_public_8eb573".audit_logs_unpartitioned: the rows of the table are gone (ban-drop-table)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

DROP TABLE "~trash_public_8eb573".audit_logs_unpartitioned;
DROP SCHEMA "~trash_public_8eb573";

COMMIT;
