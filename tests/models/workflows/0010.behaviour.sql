-- Checks.
\ir ../expect.sql

SELECT pg_temp.refused('letters in a number', $$INSERT INTO workflows (workflow_id, url) VALUES ('12a', 'https://n8n.io/workflows/12')$$, 'chk_workflow_id_format');
SELECT pg_temp.refused('the backslash stands', $$UPDATE workflows SET url = 'https://n8nxio/workflows/12' WHERE workflow_id = '12'$$, 'chk_url_format');
SELECT pg_temp.refused('surer than sure', $$UPDATE workflow_node_contexts SET match_confidence = 1.001$$, 'chk_confidence_range');
SELECT pg_temp.refused('less than not at all', $$UPDATE workflow_standalone_docs SET confidence_score = -0.1$$, 'chk_confidence_range');
SELECT pg_temp.done('not known', $$UPDATE workflow_node_contexts SET match_confidence = NULL$$);
