-- Rows of the schema before its improvement: 60 workflows of five years, each with nodes, documents
-- and snapshots of all layers. In the order of their numbers: every third was extracted in full.
\set ON_ERROR_STOP on
BEGIN;
INSERT INTO workflows (workflow_id, name, url, description, layer2_scraped, layer3_scraped, unified_extraction_success,
                       unified_extraction_at, metadata, created_at, updated_at)
SELECT n, CASE WHEN n % 20 <> 0 THEN 'Workflow ' || n || CASE WHEN n % 2 = 0 THEN ' sends mail' ELSE ' reads sheets' END END,
       'https://n8n.io/workflows/' || n || '-x', CASE WHEN n % 15 <> 0 THEN 'It moves what is in ' || n END,
       n % 2 = 0, n % 3 = 0, n % 3 = 0,
       CASE WHEN n % 3 = 0 THEN timestamptz '2022-03-01 00:00Z' + n * interval '30 days' + interval '90 seconds' END,
       jsonb_build_object('category', (ARRAY['mail', 'sheets', 'chat'])[1 + n % 3], 'views', n * 10),
       timestamptz '2022-03-01 00:00Z' + n * interval '30 days', timestamptz '2022-03-01 00:00Z' + n * interval '30 days'
FROM generate_series(1, 60) n;
INSERT INTO workflow_node_contexts (id, workflow_id, node_name, node_type, node_position, sticky_content, match_confidence)
SELECT n || '-' || k, n, CASE WHEN k < 3 THEN 'Node ' || k ELSE '' END, 'n8n-nodes-base.set', jsonb_build_object('x', n, 'y', k),
       CASE WHEN k = 1 THEN 'Sets ' || n END, CASE WHEN k < 3 THEN k * 0.25 END
FROM generate_series(1, 60) n, generate_series(1, 3) k;
INSERT INTO workflow_standalone_docs (id, workflow_id, doc_type, title, content, confidence_score)
SELECT n || '-' || k, n, 'note', 'Note ' || k, 'Read me, ' || n, 0.8
FROM generate_series(1, 60) n, generate_series(1, 2) k;
INSERT INTO workflow_extraction_snapshots (workflow_id, layer, payload, created_at)
SELECT n, layer, jsonb_build_object('workflow', n, 'layer', layer), timestamptz '2022-03-01 00:00Z' + n * interval '30 days'
FROM generate_series(1, 60) n, unnest(ARRAY['L1', 'L2', 'L2V2', 'L3', 'L3V3', 'UNIFIED']) layer;
COMMIT;
