-- A migration planned by pgwright: 2 statements in 1 group.

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

CREATE VIEW public.workflow_extraction_summary AS
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
           FROM public.workflow_extraction_snapshots es
          WHERE ((es.workflow_id)::text = (w.workflow_id)::text)) AS snapshot_count
   FROM public.workflows w;
COMMENT ON VIEW public.workflow_extraction_summary IS 'Workflows with what was extracted of them.';

COMMIT;
