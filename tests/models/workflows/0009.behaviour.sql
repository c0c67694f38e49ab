-- Archives: nothing is lost on the way, and nothing is taken that is not old and done.
\ir ../expect.sql

CREATE TEMP TABLE before AS SELECT workflow_id, title, url, metadata, created_at, updated_at FROM workflows;
SELECT pg_temp.same('how many are old and done', (SELECT count(*) FROM workflows WHERE created_at < now() - interval '1 year' AND unified_extraction_success), archive_old_workflows(interval '100 years') + (SELECT count(*) FROM workflows WHERE created_at < now() - interval '1 year' AND unified_extraction_success));
CREATE TEMP TABLE expected AS SELECT workflow_id FROM workflows WHERE created_at < now() - interval '1 year' AND unified_extraction_success;
SELECT pg_temp.same('not more than 5 at once', archive_old_workflows(at_most => 5), 5);
SELECT pg_temp.same('the rest', archive_old_workflows(), (SELECT count(*) - 5 FROM expected));
SELECT pg_temp.same('no more', archive_old_workflows(), 0);
SELECT pg_temp.same('all that is old and done is in the archive', (SELECT count(*) FROM workflows_archive JOIN expected USING (workflow_id)), (SELECT count(*) FROM expected));
SELECT pg_temp.same('… as it was', (SELECT count(*) FROM (SELECT * FROM before EXCEPT (SELECT workflow_id, title, url, metadata, created_at, updated_at FROM workflows
    UNION ALL SELECT workflow_id, title, url, metadata, created_at, updated_at FROM workflows_archive)) q), 0);
SELECT pg_temp.same('nothing is in both', (SELECT count(*) FROM workflows JOIN workflows_archive USING (workflow_id)), 0);
SELECT pg_temp.same('what belongs to them is there or there', (SELECT count(*) FROM workflow_node_contexts) + (SELECT count(*) FROM node_contexts_archive) || ' '
    || (SELECT count(*) FROM workflow_standalone_docs) + (SELECT count(*) FROM standalone_docs_archive) || ' '
    || (SELECT count(*) FROM workflow_extraction_snapshots) + (SELECT count(*) FROM extraction_snapshots_archive), '180 120 360');
SELECT pg_temp.same('… three nodes of each', (SELECT count(*) FROM node_contexts_archive), 3 * (SELECT count(*) FROM expected));
