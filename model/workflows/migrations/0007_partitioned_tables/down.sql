-- A migration planned by pgwright: 44 statements in 6 groups.
-- It locks, of what is there already:
--   public.extraction_snapshots_unpartitioned: ACCESS EXCLUSIVE; scan, index build
--   public.workflows_unpartitioned: ACCESS EXCLUSIVE; scan, index build
--   public.workflow_node_contexts: ACCESS EXCLUSIVE; scan
--   public.workflow_registry: ACCESS EXCLUSIVE
--   public.workflow_standalone_docs: ACCESS EXCLUSIVE; scan
--   public.extraction_snapshots_l2: ACCESS EXCLUSIVE
--   public.workflow_extraction_snapshots: ACCESS EXCLUSIVE
--   public.extraction_snapshots_other: ACCESS EXCLUSIVE
--   public.extraction_snapshots_l3: ACCESS EXCLUSIVE
--   public.workflows_2024: ACCESS EXCLUSIVE
--   public.workflows: ACCESS EXCLUSIVE
--   public.workflows_other: ACCESS EXCLUSIVE
--   public.workflows_2025: ACCESS EXCLUSIVE
--   public.workflows_2026: ACCESS EXCLUSIVE
--   public.workflow_extraction_summary: ACCESS EXCLUSIVE
-- Outside of a transaction, because PostgreSQL wants it so:
--   CREATE INDEX CONCURRENTLY idx_extraction_snapshots_payload_gin ON public.extraction_snapshots_unpartitioned USING gin (payload)
--   CREATE INDEX CONCURRENTLY idx_extraction_snapshots_workflow_layer ON public.extraction_snapshots_unpartitioned (workflow_id, layer)
--   CREATE INDEX CONCURRENTLY idx_workflows_created_at ON public.workflows_unpartitioned (created_at)
--   CREATE INDEX CONCURRENTLY idx_workflows_extraction_status ON public.workflows_unpartitioned (unified_extraction_success, layer2_scraped, layer3_scraped)
--   CREATE INDEX CONCURRENTLY idx_workflows_metadata_gin ON public.workflows_unpartitioned USING gin (metadata)
-- Mind:
--   table public.extraction_snapshots_l2: the rows of the table are gone (ban-drop-table)
--   table public.extraction_snapshots_l3: the rows of the table are gone (ban-drop-table)
--   table public.extraction_snapshots_other: the rows of the table are gone (ban-drop-table)
--   table public.workflows_2024: the rows of the table are gone (ban-drop-table)
--   table public.workflows_2025: the rows of the table are gone (ban-drop-table)
--   table public.workflows_2026: the rows of the table are gone (ban-drop-table)
--   table public.workflows_other: the rows of the table are gone (ban-drop-table)
--   table public.workflow_extraction_snapshots: the rows of the table are gone (ban-drop-table)
--   table public.workflows: the rows of the table are gone (ban-drop-table)
--   ALTER TABLE public.extraction_snapshots_unpartitioned RENAME TO workflow_extraction_snapshots: running applications ask for the old name (renaming-table)
--   ALTER TABLE public.workflows_unpartitioned RENAME TO workflows: running applications ask for the old name (renaming-table)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

SET LOCAL search_path = public;
DELETE FROM extraction_snapshots_unpartitioned;
INSERT INTO extraction_snapshots_unpartitioned (id, workflow_id, layer, payload, created_at) OVERRIDING SYSTEM VALUE
SELECT id, workflow_id, layer, payload, created_at FROM workflow_extraction_snapshots;
SELECT setval('workflow_extraction_snapshots_id_seq', last_value, is_called)
FROM extraction_snapshots_id_seq;
SET LOCAL search_path = pg_catalog;
SET LOCAL search_path = public;
DELETE FROM workflows_unpartitioned;
INSERT INTO workflows_unpartitioned (workflow_id, title, url, description, layer2_scraped, layer3_scraped,
    unified_extraction_success, unified_extraction_at, metadata, created_at, updated_at)
SELECT workflow_id, title, url, description, layer2_scraped, layer3_scraped,
    unified_extraction_success, unified_extraction_at, metadata, created_at, updated_at
FROM workflows;
SET LOCAL search_path = pg_catalog;
ALTER TABLE public.workflow_node_contexts DROP CONSTRAINT fk_node_contexts_workflow;
ALTER TABLE public.workflow_standalone_docs DROP CONSTRAINT fk_standalone_docs_workflow;
DROP TABLE public.extraction_snapshots_l2;
DROP TABLE public.extraction_snapshots_l3;
DROP TABLE public.extraction_snapshots_other;
DROP TABLE public.workflows_2024;
DROP TABLE public.workflows_2025;
DROP TABLE public.workflows_2026;
DROP TABLE public.workflows_other;
COMMENT ON TABLE public.extraction_snapshots_unpartitioned IS 'What a layer saw, as it saw it.';
COMMENT ON TABLE public.workflows_unpartitioned IS 'Workflows, and how far their extraction is.';
ALTER TABLE public.extraction_snapshots_unpartitioned ADD CONSTRAINT fk_extraction_snapshots_workflow FOREIGN KEY (workflow_id) REFERENCES public.workflows_unpartitioned (workflow_id) ON DELETE CASCADE NOT VALID;
ALTER TABLE public.workflow_node_contexts ADD CONSTRAINT fk_node_contexts_workflow FOREIGN KEY (workflow_id) REFERENCES public.workflows_unpartitioned (workflow_id) ON DELETE CASCADE NOT VALID;
ALTER TABLE public.workflow_standalone_docs ADD CONSTRAINT fk_standalone_docs_workflow FOREIGN KEY (workflow_id) REFERENCES public.workflows_unpartitioned (workflow_id) ON DELETE CASCADE NOT VALID;
CREATE OR REPLACE VIEW public.workflow_extraction_summary AS
 SELECT w.workflow_id,
    w.title,
    w.url,
    w.unified_extraction_success,
    w.layer2_scraped,
    w.layer3_scraped,
    w.unified_extraction_at,
    ( SELECT count(*) AS count
           FROM public.workflow_node_contexts nc
          WHERE ((nc.workflow_id)::text = (w.workflow_id)::text)) AS node_context_count,
    ( SELECT count(*) AS count
           FROM public.workflow_standalone_docs sd
          WHERE ((sd.workflow_id)::text = (w.workflow_id)::text)) AS standalone_doc_count,
    ( SELECT count(*) AS count
           FROM public.extraction_snapshots_unpartitioned es
          WHERE ((es.workflow_id)::text = (w.workflow_id)::text)) AS snapshot_count
   FROM public.workflows_unpartitioned w;
DROP TABLE public.workflow_extraction_snapshots;
DROP TABLE public.workflows;
CREATE TRIGGER update_workflows_updated_at BEFORE UPDATE ON public.workflows_unpartitioned
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER workflows_emptied AFTER TRUNCATE ON public.workflows_unpartitioned
    FOR EACH STATEMENT EXECUTE FUNCTION public.unregister_workflow();
CREATE TRIGGER workflows_register BEFORE INSERT ON public.workflows_unpartitioned
    FOR EACH ROW EXECUTE FUNCTION public.register_workflow();
CREATE TRIGGER workflows_unregister AFTER DELETE ON public.workflows_unpartitioned
    FOR EACH ROW EXECUTE FUNCTION public.unregister_workflow();

COMMIT;

BEGIN;
SET LOCAL lock_timeout = 2000;

ALTER TABLE public.extraction_snapshots_unpartitioned VALIDATE CONSTRAINT fk_extraction_snapshots_workflow;

COMMIT;

BEGIN;
SET LOCAL lock_timeout = 2000;

ALTER TABLE public.workflow_node_contexts VALIDATE CONSTRAINT fk_node_contexts_workflow;

COMMIT;

BEGIN;
SET LOCAL lock_timeout = 2000;

ALTER TABLE public.workflow_standalone_docs VALIDATE CONSTRAINT fk_standalone_docs_workflow;

COMMIT;

SET lock_timeout = 0;

DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.idx_extraction_snapshots_payload_gin')
    AND NOT indisvalid) THEN DROP INDEX public.idx_extraction_snapshots_payload_gin; END IF; END $again$;
CREATE INDEX CONCURRENTLY idx_extraction_snapshots_payload_gin ON public.extraction_snapshots_unpartitioned USING gin (payload);
DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.idx_extraction_snapshots_workflow_layer')
    AND NOT indisvalid) THEN DROP INDEX public.idx_extraction_snapshots_workflow_layer; END IF; END $again$;
CREATE INDEX CONCURRENTLY idx_extraction_snapshots_workflow_layer ON public.extraction_snapshots_unpartitioned (workflow_id, layer);
DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.idx_workflows_created_at')
    AND NOT indisvalid) THEN DROP INDEX public.idx_workflows_created_at; END IF; END $again$;
CREATE INDEX CONCURRENTLY idx_workflows_created_at ON public.workflows_unpartitioned (created_at);
DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.idx_workflows_extraction_status')
    AND NOT indisvalid) THEN DROP INDEX public.idx_workflows_extraction_status; END IF; END $again$;
CREATE INDEX CONCURRENTLY idx_workflows_extraction_status ON public.workflows_unpartitioned (unified_extraction_success, layer2_scraped, layer3_scraped);
DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.idx_workflows_metadata_gin')
    AND NOT indisvalid) THEN DROP INDEX public.idx_workflows_metadata_gin; END IF; END $again$;
CREATE INDEX CONCURRENTLY idx_workflows_metadata_gin ON public.workflows_unpartitioned USING gin (metadata);

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

ALTER TABLE public.workflows_unpartitioned RENAME CONSTRAINT workflows_unpartitioned_pkey TO workflows_pkey;
ALTER TABLE public.extraction_snapshots_unpartitioned RENAME CONSTRAINT extraction_snapshots_unpartitioned_pkey TO workflow_extraction_snapshots_pkey;
ALTER TABLE public.extraction_snapshots_unpartitioned RENAME TO workflow_extraction_snapshots;
ALTER TABLE public.workflows_unpartitioned RENAME TO workflows;

COMMIT;
