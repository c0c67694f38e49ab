-- A migration planned by pgwright: 8 statements in 1 group.
-- It locks, of what is there already:
--   public.workflow_extraction_snapshots: SHARE UPDATE EXCLUSIVE
--   public.workflow_node_contexts: SHARE UPDATE EXCLUSIVE
--   public.workflow_standalone_docs: SHARE UPDATE EXCLUSIVE
--   public.workflows: SHARE UPDATE EXCLUSIVE
-- Outside of a transaction, because PostgreSQL wants it so:
--   DROP INDEX CONCURRENTLY public.idx_extraction_snapshots_payload_gin
--   DROP INDEX CONCURRENTLY public.idx_extraction_snapshots_workflow_layer
--   DROP INDEX CONCURRENTLY public.idx_node_contexts_position_gin
--   DROP INDEX CONCURRENTLY public.idx_node_contexts_workflow_id
--   DROP INDEX CONCURRENTLY public.idx_standalone_docs_workflow_id
--   DROP INDEX CONCURRENTLY public.idx_workflows_created_at
--   DROP INDEX CONCURRENTLY public.idx_workflows_extraction_status
--   DROP INDEX CONCURRENTLY public.idx_workflows_metadata_gin

SET lock_timeout = 0;

DROP INDEX CONCURRENTLY public.idx_extraction_snapshots_payload_gin;
DROP INDEX CONCURRENTLY public.idx_extraction_snapshots_workflow_layer;
DROP INDEX CONCURRENTLY public.idx_node_contexts_position_gin;
DROP INDEX CONCURRENTLY public.idx_node_contexts_workflow_id;
DROP INDEX CONCURRENTLY public.idx_standalone_docs_workflow_id;
DROP INDEX CONCURRENTLY public.idx_workflows_created_at;
DROP INDEX CONCURRENTLY public.idx_workflows_extraction_status;
DROP INDEX CONCURRENTLY public.idx_workflows_metadata_gin;
