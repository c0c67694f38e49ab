-- A migration planned by pgwright: 16 statements in 1 group.
-- It locks, of what is there already:
--   public.workflow_extraction_snapshots: SHARE UPDATE EXCLUSIVE; index build
--   public.workflow_node_contexts: SHARE UPDATE EXCLUSIVE; index build
--   public.workflow_standalone_docs: SHARE UPDATE EXCLUSIVE; index build
--   public.workflows: SHARE UPDATE EXCLUSIVE; index build
-- Outside of a transaction, because PostgreSQL wants it so:
--   CREATE INDEX CONCURRENTLY idx_extraction_snapshots_payload_gin ON public.workflow_extraction_snapshots USING gin (payload)
--   CREATE INDEX CONCURRENTLY idx_extraction_snapshots_workflow_layer ON public.workflow_extraction_snapshots (workflow_id, layer)
--   CREATE INDEX CONCURRENTLY idx_node_contexts_position_gin ON public.workflow_node_contexts USING gin (node_position)
--   CREATE INDEX CONCURRENTLY idx_node_contexts_workflow_id ON public.workflow_node_contexts (workflow_id)
--   CREATE INDEX CONCURRENTLY idx_standalone_docs_workflow_id ON public.workflow_standalone_docs (workflow_id)
--   CREATE INDEX CONCURRENTLY idx_workflows_created_at ON public.workflows (created_at)
--   CREATE INDEX CONCURRENTLY idx_workflows_extraction_status ON public.workflows (unified_extraction_success, layer2_scraped, layer3_scraped)
--   CREATE INDEX CONCURRENTLY idx_workflows_metadata_gin ON public.workflows USING gin (metadata)

SET lock_timeout = 0;

DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.idx_extraction_snapshots_payload_gin')
    AND NOT indisvalid) THEN DROP INDEX public.idx_extraction_snapshots_payload_gin; END IF; END $again$;
CREATE INDEX CONCURRENTLY idx_extraction_snapshots_payload_gin ON public.workflow_extraction_snapshots USING gin (payload);
DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.idx_extraction_snapshots_workflow_layer')
    AND NOT indisvalid) THEN DROP INDEX public.idx_extraction_snapshots_workflow_layer; END IF; END $again$;
CREATE INDEX CONCURRENTLY idx_extraction_snapshots_workflow_layer ON public.workflow_extraction_snapshots (workflow_id, layer);
DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.idx_node_contexts_position_gin')
    AND NOT indisvalid) THEN DROP INDEX public.idx_node_contexts_position_gin; END IF; END $again$;
CREATE INDEX CONCURRENTLY idx_node_contexts_position_gin ON public.workflow_node_contexts USING gin (node_position);
DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.idx_node_contexts_workflow_id')
    AND NOT indisvalid) THEN DROP INDEX public.idx_node_contexts_workflow_id; END IF; END $again$;
CREATE INDEX CONCURRENTLY idx_node_contexts_workflow_id ON public.workflow_node_contexts (workflow_id);
DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.idx_standalone_docs_workflow_id')
    AND NOT indisvalid) THEN DROP INDEX public.idx_standalone_docs_workflow_id; END IF; END $again$;
CREATE INDEX CONCURRENTLY idx_standalone_docs_workflow_id ON public.workflow_standalone_docs (workflow_id);
DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.idx_workflows_created_at')
    AND NOT indisvalid) THEN DROP INDEX public.idx_workflows_created_at; END IF; END $again$;
CREATE INDEX CONCURRENTLY idx_workflows_created_at ON public.workflows (created_at);
DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.idx_workflows_extraction_status')
    AND NOT indisvalid) THEN DROP INDEX public.idx_workflows_extraction_status; END IF; END $again$;
CREATE INDEX CONCURRENTLY idx_workflows_extraction_status ON public.workflows (unified_extraction_success, layer2_scraped, layer3_scraped);
DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.idx_workflows_metadata_gin')
    AND NOT indisvalid) THEN DROP INDEX public.idx_workflows_metadata_gin; END IF; END $again$;
CREATE INDEX CONCURRENTLY idx_workflows_metadata_gin ON public.workflows USING gin (metadata);
