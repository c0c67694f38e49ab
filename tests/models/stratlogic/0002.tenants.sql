-- Row security: what ada (an administrator), bob and nobody can see and do, under a role that owns nothing.
\ir ../expect.sql
BEGIN;
CREATE ROLE stratlogic_tenant_test;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO stratlogic_tenant_test;
UPDATE artifacts SET is_public = true WHERE user_id = '00000000-0000-0000-0000-00000000000a';
CREATE FUNCTION public.seen_by_test() RETURNS text LANGUAGE sql AS $$
    SELECT format('%s users, %s sessions, %s jobs, %s configurations, %s artifacts, %s tags, %s extractions, %s settings, %s limits, %s logs, %s keys',
        (SELECT count(*) FROM users), (SELECT count(*) FROM user_sessions), (SELECT count(*) FROM scraping_jobs),
        (SELECT count(*) FROM job_configurations), (SELECT count(*) FROM artifacts), (SELECT count(*) FROM metadata_tags),
        (SELECT count(*) FROM content_extractions), (SELECT count(*) FROM system_config), (SELECT count(*) FROM api_rate_limits),
        (SELECT count(*) FROM audit_logs), (SELECT count(*) FROM api_keys))
$$;
CREATE FUNCTION public.try_test(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    n bigint;
BEGIN
    EXECUTE statement;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END
$$;
SET LOCAL ROLE stratlogic_tenant_test;
SELECT seen_by_test() AS nobody \gset
SET LOCAL stratlogic.user_id = '00000000-0000-0000-0000-00000000000b';
SELECT seen_by_test() AS bob,
       try_test('UPDATE scraping_jobs SET title = ''mine''') AS bob_updates,
       try_test('UPDATE metadata_tags SET tag_value = ''de''') AS bob_tags,
       try_test('INSERT INTO scraping_jobs (user_id, job_type, keywords, title) VALUES (''00000000-0000-0000-0000-00000000000a'', ''web'', ''{}'', ''hers'')') AS bob_forges,
       try_test('INSERT INTO audit_logs (user_id, action) VALUES (''00000000-0000-0000-0000-00000000000b'', ''test'')') AS bob_logs,
       try_test('INSERT INTO audit_logs (user_id, action) VALUES (''00000000-0000-0000-0000-00000000000a'', ''test'')') AS bob_slanders,
       try_test('DELETE FROM audit_logs') AS bob_hides,
       try_test('UPDATE users SET role = ''admin'' WHERE username = ''ada''') AS bob_meddles \gset
SET LOCAL stratlogic.user_id = '00000000-0000-0000-0000-00000000000a';
SELECT seen_by_test() AS ada, try_test('UPDATE scraping_jobs SET title = ''ours''') AS ada_updates \gset
RESET ROLE;
SELECT pg_temp.same('nobody', :'nobody', '0 users, 0 sessions, 0 jobs, 0 configurations, 1 artifacts, 1 tags, 1 extractions, 1 settings, 0 limits, 0 logs, 0 keys');
SELECT pg_temp.same('a user', :'bob', '1 users, 1 sessions, 1 jobs, 1 configurations, 2 artifacts, 2 tags, 2 extractions, 1 settings, 1 limits, 5 logs, 1 keys');
SELECT pg_temp.same('an administrator', :'ada', '2 users, 2 sessions, 2 jobs, 2 configurations, 2 artifacts, 2 tags, 2 extractions, 2 settings, 2 limits, 12 logs, 2 keys');
SELECT pg_temp.same('a user changes what is theirs', :'bob_updates', '1');
SELECT pg_temp.same('… and not what is public', :'bob_tags', '1');
SELECT pg_temp.same('nobody makes rows of others', :'bob_forges', '42501');
SELECT pg_temp.same('a user is logged', :'bob_logs', '1');
SELECT pg_temp.same('… as themselves alone', :'bob_slanders', '42501');
SELECT pg_temp.same('nobody changes the log', :'bob_hides', '0');
SELECT pg_temp.same('nor users', :'bob_meddles', '0');
SELECT pg_temp.same('an administrator changes all', :'ada_updates', '2');
ROLLBACK;
SELECT pg_temp.same('each table is guarded', (SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT relrowsecurity), 0);
