-- A migration planned by pgwright: 6 statements in 1 group.

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

CREATE VIEW public.data_quality_metrics AS
 SELECT 'Workflows'::text AS table_name,
    count(*) AS total_records,
    count(*) FILTER (WHERE ((workflows.title IS NULL) OR ((workflows.title)::text = ''::text))) AS missing_titles,
    count(*) FILTER (WHERE (workflows.url = ''::text)) AS missing_urls,
    count(*) FILTER (WHERE ((workflows.description IS NULL) OR (workflows.description = ''::text))) AS missing_descriptions,
    NULL::bigint AS missing_names,
    NULL::bigint AS missing_content,
    NULL::bigint AS missing_confidence
   FROM public.workflows
UNION ALL
 SELECT 'Node Contexts'::text AS table_name,
    count(*) AS total_records,
    NULL::bigint AS missing_titles,
    NULL::bigint AS missing_urls,
    NULL::bigint AS missing_descriptions,
    count(*) FILTER (WHERE ((workflow_node_contexts.node_name IS NULL) OR ((workflow_node_contexts.node_name)::text = ''::text))) AS missing_names,
    count(*) FILTER (WHERE ((workflow_node_contexts.sticky_content IS NULL) OR (workflow_node_contexts.sticky_content = ''::text))) AS missing_content,
    count(*) FILTER (WHERE (workflow_node_contexts.match_confidence IS NULL)) AS missing_confidence
   FROM public.workflow_node_contexts;
COMMENT ON VIEW public.data_quality_metrics IS 'What is missing. For each table there are three counts, and what they count.';
CREATE VIEW public.extraction_analytics AS
 SELECT date_trunc('day'::text, workflows.created_at) AS extraction_date,
    count(*) AS total_workflows,
    count(*) FILTER (WHERE workflows.unified_extraction_success) AS successful_extractions,
    count(*) FILTER (WHERE workflows.layer2_scraped) AS layer2_completed,
    count(*) FILTER (WHERE workflows.layer3_scraped) AS layer3_completed,
    avg(EXTRACT(epoch FROM (workflows.unified_extraction_at - workflows.created_at))) AS avg_extraction_time_seconds
   FROM public.workflows
  GROUP BY (date_trunc('day'::text, workflows.created_at))
  ORDER BY (date_trunc('day'::text, workflows.created_at)) DESC;
COMMENT ON VIEW public.extraction_analytics IS 'Workflows by the day of their creation, and how their extraction went.';
CREATE VIEW public.performance_metrics AS
 SELECT 'Node Contexts'::text AS metric_type,
    count(*) AS total_count,
    avg(workflow_node_contexts.match_confidence) AS avg_confidence,
    min(workflow_node_contexts.match_confidence) AS min_confidence,
    max(workflow_node_contexts.match_confidence) AS max_confidence
   FROM public.workflow_node_contexts
UNION ALL
 SELECT 'Standalone Docs'::text AS metric_type,
    count(*) AS total_count,
    avg(workflow_standalone_docs.confidence_score) AS avg_confidence,
    min(workflow_standalone_docs.confidence_score) AS min_confidence,
    max(workflow_standalone_docs.confidence_score) AS max_confidence
   FROM public.workflow_standalone_docs;
COMMENT ON VIEW public.performance_metrics IS 'How sure the extraction is of what it found.';

COMMIT;
