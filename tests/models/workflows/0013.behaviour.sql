-- Maintenance.
\ir ../expect.sql

SELECT pg_temp.same('database_performance: a row a table', (SELECT count(*) FROM database_performance), (SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace));
CREATE TEMP TABLE old AS SELECT id FROM workflow_extraction_snapshots WHERE created_at < now() - interval '6 months';
CREATE TEMP TABLE old_workflows AS SELECT workflow_id FROM workflows WHERE created_at < now() - interval '1 year' AND unified_extraction_success;
SELECT perform_maintenance();
SELECT pg_temp.same('old workflows are in the archive', (SELECT count(*) FROM workflows_archive), (SELECT count(*) FROM old_workflows));
SELECT pg_temp.same('old snapshots are in the archive', (SELECT count(*) FROM old WHERE id NOT IN (SELECT id FROM extraction_snapshots_archive)), 0);
SELECT pg_temp.same('… and no others', (SELECT count(*) FROM extraction_snapshots_archive), (SELECT count(*) FROM old));
SELECT pg_temp.same('none is lost', (SELECT count(*) FROM workflow_extraction_snapshots) + (SELECT count(*) FROM extraction_snapshots_archive), 360);
SELECT pg_temp.same('the planner knows', (SELECT reltuples::bigint FROM pg_class WHERE relname = 'workflow_node_contexts'), (SELECT count(*) FROM workflow_node_contexts));
SELECT pg_temp.same('what to vacuum', (SELECT string_agg(statement, '; ') FROM vacuum_statements), 'VACUUM (ANALYZE) extraction_snapshots_l2; VACUUM (ANALYZE) extraction_snapshots_l3; VACUUM (ANALYZE) extraction_snapshots_other; VACUUM (ANALYZE) workflow_node_contexts; VACUUM (ANALYZE) workflow_standalone_docs; VACUUM (ANALYZE) workflows_2024; VACUUM (ANALYZE) workflows_2025; VACUUM (ANALYZE) workflows_2026; VACUUM (ANALYZE) workflows_other');
SELECT statement FROM vacuum_statements \gexec
SELECT pg_temp.same('maintenance again finds nothing', (SELECT count(*) FROM (SELECT perform_maintenance()) q), 1);
