-- With foreign keys.
\ir ../expect.sql

SELECT pg_temp.refused('a node of nothing', $$INSERT INTO workflow_node_contexts (node_id, workflow_id) VALUES ('x', 'nowhere')$$, 'fk_node_contexts_workflow');
SELECT pg_temp.refused('a document of nothing', $$INSERT INTO workflow_standalone_docs (doc_id, workflow_id) VALUES ('x', 'nowhere')$$, 'fk_standalone_docs_workflow');
SELECT pg_temp.refused('a snapshot of nothing', $$INSERT INTO workflow_extraction_snapshots (workflow_id, layer, payload) VALUES ('nowhere', 'L2', '{}')$$, 'fk_extraction_snapshots_workflow');
DELETE FROM workflows WHERE workflow_id IN ('1', '2');
SELECT pg_temp.same('what belongs to a workflow goes with it', (SELECT count(*) FROM workflow_node_contexts) || ' '
    || (SELECT count(*) FROM workflow_standalone_docs) || ' ' || (SELECT count(*) FROM workflow_extraction_snapshots), '174 116 348');
SELECT pg_temp.same('indexes of the document', (SELECT count(*) FROM pg_indexes WHERE indexname ~ '^idx_' AND schemaname = 'public'), 8);
SELECT pg_temp.same('… three of them GIN', (SELECT count(*) FROM pg_indexes WHERE indexname ~ '^idx_' AND indexdef ~ 'USING gin'), 3);
