-- Partitions: every row is where it belongs, keys hold across them, and what is written is found again.
\ir ../expect.sql

SELECT pg_temp.same('workflows by year', (SELECT string_agg(format('%s: %s', p, n), ', ' ORDER BY p) FROM
    (SELECT tableoid::regclass::text AS p, count(*) AS n FROM workflows GROUP BY 1) q),
    'workflows_2024: 12, workflows_2025: 12, workflows_2026: 12, workflows_other: 24');
SELECT pg_temp.same('… each in its own', (SELECT count(*) FROM workflows WHERE tableoid::regclass::text NOT IN
    ('workflows_' || EXTRACT(year FROM created_at), 'workflows_other')), 0);
SELECT pg_temp.same('snapshots by layer', (SELECT string_agg(format('%s: %s', p, n), ', ' ORDER BY p) FROM
    (SELECT tableoid::regclass::text AS p, count(*) AS n FROM workflow_extraction_snapshots GROUP BY 1) q),
    'extraction_snapshots_l2: 120, extraction_snapshots_l3: 180, extraction_snapshots_other: 60');
SELECT pg_temp.same('every workflow is registered', (SELECT count(*) FROM workflows w JOIN workflow_registry r USING (workflow_id, created_at)), 60);
SELECT pg_temp.refused('a number twice, in another year', $$INSERT INTO workflows (workflow_id, url) VALUES ('1', 'https://n8n.io/workflows/1')$$, 'workflow_registry_pkey');
SELECT pg_temp.refused('another year for a workflow', $$UPDATE workflows SET created_at = '2024-06-01' WHERE workflow_id = '1'$$, 'workflow_registry_pkey');
SELECT pg_temp.done('a new workflow', $$INSERT INTO workflows (workflow_id, title, url, created_at) VALUES ('100', 'New', 'https://n8n.io/workflows/100', '2025-05-05Z')$$);
SELECT pg_temp.done('the same once more, as an upsert', $$INSERT INTO workflows (workflow_id, title, url, created_at) VALUES ('100', 'Newer', 'https://n8n.io/workflows/100', '2025-05-05Z')
    ON CONFLICT (workflow_id, created_at) DO UPDATE SET title = excluded.title$$);
SELECT pg_temp.same('… is one row', (SELECT string_agg(tableoid::regclass || ' ' || title, ', ') FROM workflows WHERE workflow_id = '100'), 'workflows_2025 Newer');
SELECT pg_temp.refused('the same once more, without', $$INSERT INTO workflows (workflow_id, title, url, created_at) VALUES ('100', 'Newer', 'https://n8n.io/workflows/100', '2025-05-05Z')$$, 'workflows_2025_pkey');
INSERT INTO workflow_extraction_snapshots (workflow_id, layer, payload) VALUES ('100', 'L3V3', '{}') RETURNING pg_temp.same('numbers of snapshots go on', id, 361);
SELECT pg_temp.same('its partition', (SELECT tableoid::regclass::text FROM workflow_extraction_snapshots WHERE id = 361), 'extraction_snapshots_l3');
SELECT pg_temp.refused('a node of nothing', $$INSERT INTO workflow_node_contexts (node_id, workflow_id) VALUES ('x', 'nowhere')$$, 'fk_node_contexts_workflow');
DELETE FROM workflows WHERE workflow_id IN ('1', '100');
SELECT pg_temp.same('what belongs to a workflow goes with it', (SELECT count(*) FROM workflow_node_contexts) || ' '
    || (SELECT count(*) FROM workflow_standalone_docs) || ' ' || (SELECT count(*) FROM workflow_extraction_snapshots) || ' '
    || (SELECT count(*) FROM workflow_registry), '177 118 354 59');
DELETE FROM workflow_registry WHERE workflow_id = '2';
SELECT pg_temp.same('… from the registry as well', (SELECT count(*) FROM workflows) || ' ' || (SELECT count(*) FROM workflow_node_contexts), '58 174');
UPDATE workflows SET description = 'changed' WHERE workflow_id = '30';
SELECT pg_temp.same('updated_at', (SELECT updated_at > '2026-01-01' FROM workflows WHERE workflow_id = '30'), true);
SELECT pg_temp.same('the summary reads all partitions', (SELECT count(*) FROM workflow_extraction_summary), 58);
CREATE TEMP TABLE plan (line text);
DO $$ DECLARE l text; BEGIN FOR l IN EXPLAIN SELECT * FROM workflows WHERE created_at >= '2025-01-01Z' AND created_at < '2026-01-01Z' LOOP INSERT INTO plan VALUES (l); END LOOP; END $$;
SELECT pg_temp.same('a year is read from its partition alone', (SELECT string_agg(DISTINCT substring(line FROM 'workflows_\w+?(?=_created|\s|$)'), ' ') FROM plan WHERE line ~ ' on workflows_'), 'workflows_2025');
TRUNCATE workflows;
SELECT pg_temp.same('emptied, with all that belonged to them', (SELECT count(*) FROM workflow_registry) || ' '
    || (SELECT count(*) FROM workflow_extraction_snapshots), '0 0');
