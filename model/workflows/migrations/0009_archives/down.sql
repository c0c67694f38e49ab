-- A migration planned by pgwright: 8 statements in 1 group.
-- It locks, of what is there already:
--   public.extraction_snapshots_archive: ACCESS EXCLUSIVE
--   public.node_contexts_archive: ACCESS EXCLUSIVE
--   public.standalone_docs_archive: ACCESS EXCLUSIVE
--   public.workflows_archive: ACCESS EXCLUSIVE
-- Mind:
--   table public.extraction_snapshots_archive: the rows of the table are gone (ban-drop-table)
--   table public.node_contexts_archive: the rows of the table are gone (ban-drop-table)
--   table public.standalone_docs_archive: the rows of the table are gone (ban-drop-table)
--   table public.workflows_archive: the rows of the table are gone (ban-drop-table)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

SET LOCAL search_path = public;
INSERT INTO workflows (workflow_id, title, url, description, layer2_scraped, layer3_scraped,
    unified_extraction_success, unified_extraction_at, metadata, created_at, updated_at)
SELECT workflow_id, title, url, description, layer2_scraped, layer3_scraped,
    unified_extraction_success, unified_extraction_at, metadata, created_at, updated_at
FROM workflows_archive;
INSERT INTO workflow_node_contexts (node_id, workflow_id, node_name, node_type, node_position, sticky_content,
    match_confidence, created_at, updated_at)
SELECT node_id, workflow_id, node_name, node_type, node_position, sticky_content,
    match_confidence, created_at, updated_at
FROM node_contexts_archive;
INSERT INTO workflow_standalone_docs (doc_id, workflow_id, doc_type, title, content, confidence_score, created_at, updated_at)
SELECT doc_id, workflow_id, doc_type, title, content, confidence_score, created_at, updated_at
FROM standalone_docs_archive;
INSERT INTO workflow_extraction_snapshots (id, workflow_id, layer, payload, created_at) OVERRIDING SYSTEM VALUE
SELECT a.id, a.workflow_id, a.layer, a.payload, a.created_at
FROM extraction_snapshots_archive a JOIN workflow_registry r USING (workflow_id);
SET LOCAL search_path = pg_catalog;
DROP TABLE public.extraction_snapshots_archive;
DROP TABLE public.node_contexts_archive;
DROP TABLE public.standalone_docs_archive;
DROP TABLE public.workflows_archive;
DROP FUNCTION public.archive_old_workflows(interval, integer);

COMMIT;
