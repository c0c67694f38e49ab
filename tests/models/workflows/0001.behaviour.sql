-- What the schema of workflows did before its improvement: little.
\ir ../expect.sql

SELECT pg_temp.same('rows', (SELECT count(*) FROM workflows) || ' ' || (SELECT count(*) FROM workflow_node_contexts) || ' '
    || (SELECT count(*) FROM workflow_standalone_docs) || ' ' || (SELECT count(*) FROM workflow_extraction_snapshots), '60 180 120 360');
SELECT pg_temp.done('a node of nothing', $$INSERT INTO workflow_node_contexts (id, workflow_id, match_confidence) VALUES ('x', 'nowhere', 7)$$);
UPDATE workflows SET description = 'new' WHERE workflow_id = '1';
SELECT pg_temp.same('updated_at', (SELECT updated_at > created_at + interval '1 year' FROM workflows WHERE workflow_id = '1'), true);
DELETE FROM workflows;
SELECT pg_temp.same('what belongs to a workflow stays behind', (SELECT count(*) FROM workflow_standalone_docs), 120);
