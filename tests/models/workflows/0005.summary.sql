-- workflow_extraction_summary counts each side by itself.
\ir ../expect.sql

SELECT pg_temp.same('summary', (SELECT array_agg(DISTINCT format('%s %s %s', node_context_count, standalone_doc_count, snapshot_count))
    FROM workflow_extraction_summary), ARRAY['3 2 6']);
SELECT pg_temp.same('rows', (SELECT count(*) FROM workflow_extraction_summary), 60);
DELETE FROM workflow_standalone_docs WHERE workflow_id = '7';
SELECT pg_temp.same('a workflow without documents', (SELECT format('%s %s %s', node_context_count, standalone_doc_count, snapshot_count)
    FROM workflow_extraction_summary WHERE workflow_id = '7'), '3 0 6');
TRUNCATE workflows CASCADE;
SELECT pg_temp.same('no workflows', (SELECT count(*) FROM workflow_extraction_summary), 0);
