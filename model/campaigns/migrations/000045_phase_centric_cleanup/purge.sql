-- A migration planned by pgwright: 9 statements in 1 group.
-- It locks, of what is there already:
--   "~trash_public_b37856".analysis_phases: ACCESS EXCLUSIVE
--   "~trash_public_b37856".dns_validation_campaign_params: ACCESS EXCLUSIVE
--   "~trash_public_b37856".dns_validation_phases: ACCESS EXCLUSIVE
--   "~trash_public_b37856".domain_generation_phases: ACCESS EXCLUSIVE
--   "~trash_public_b37856".event_projections: ACCESS EXCLUSIVE
--   "~trash_public_b37856".event_store: ACCESS EXCLUSIVE
--   "~trash_public_b37856".http_keyword_campaign_params: ACCESS EXCLUSIVE
--   "~trash_public_b37856".http_keyword_validation_phases: ACCESS EXCLUSIVE
-- Mind:
--   table "~trash_public_b37856".analysis_phases: the rows of the table are gone (ban-drop-table)
--   table "~trash_public_b37856".dns_validation_campaign_params: the rows of the table are gone (ban-drop-table)
--   table "~trash_public_b37856".dns_validation_phases: the rows of the table are gone (ban-drop-table)
--   table "~trash_public_b37856".domain_generation_phases: the rows of the table are gone (ban-drop-table)
--   table "~trash_public_b37856".event_projections: the rows of the table are gone (ban-drop-table)
--   table "~trash_public_b37856".event_store: the rows of the table are gone (ban-drop-table)
--   table "~trash_public_b37856".http_keyword_campaign_params: the rows of the table are gone (ban-drop-table)
--   table "~trash_public_b37856".http_keyword_validation_phases: the rows of the table are gone (ban-drop-table)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

DROP TABLE "~trash_public_b37856".analysis_phases;
DROP TABLE "~trash_public_b37856".dns_validation_campaign_params;
DROP TABLE "~trash_public_b37856".dns_validation_phases;
DROP TABLE "~trash_public_b37856".domain_generation_phases;
DROP TABLE "~trash_public_b37856".event_projections;
DROP TABLE "~trash_public_b37856".event_store;
DROP TABLE "~trash_public_b37856".http_keyword_campaign_params;
DROP TABLE "~trash_public_b37856".http_keyword_validation_phases;
DROP SCHEMA "~trash_public_b37856";

COMMIT;
