-- What stratlogic does with the rows of rows.sql.
\ir ../expect.sql

SELECT pg_temp.refused('a username twice', $$INSERT INTO users (username, email, hashed_password) VALUES ('ada', 'a@b', 'x')$$, 'users_username_key');
SELECT pg_temp.refused('a status that is none', $$UPDATE scraping_jobs SET status = 'asleep'$$, '22P02');
SELECT pg_temp.same('found by a keyword', (SELECT j.title FROM scraping_jobs j JOIN artifacts a ON a.job_id = j.id WHERE a.keywords @> '{cats}'), 'Cats');
CREATE TEMP TABLE touched (name text, all_rows bigint, fresh_rows bigint);
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['users', 'scraping_jobs', 'artifacts', 'system_config', 'api_keys'] LOOP
        EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', t);
        EXECUTE format('UPDATE %I SET updated_at = ''2000-01-01''', t);
        EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', t);
        EXECUTE format('UPDATE %I SET created_at = created_at', t);
        EXECUTE format('INSERT INTO touched SELECT %L, count(*), count(*) FILTER (WHERE updated_at = CURRENT_TIMESTAMP::timestamp) FROM %I', t, t);
    END LOOP;
END $$;
SELECT pg_temp.same('updated_at is kept in ' || name, fresh_rows, all_rows) FROM touched ORDER BY name;
DELETE FROM users WHERE username = 'bob';
SELECT pg_temp.same('a user takes along what is theirs',
    (SELECT count(*) FROM user_sessions) || ' ' || (SELECT count(*) FROM scraping_jobs) || ' ' || (SELECT count(*) FROM job_configurations)
    || ' ' || (SELECT count(*) FROM artifacts) || ' ' || (SELECT count(*) FROM metadata_tags) || ' '
    || (SELECT count(*) FROM content_extractions) || ' ' || (SELECT count(*) FROM api_rate_limits) || ' '
    || (SELECT count(*) FROM api_keys), '1 1 1 1 1 1 1 1');
SELECT pg_temp.same('… and leaves the record of what they did', (SELECT count(*) || ' ' || count(user_id) FROM audit_logs), '11 5');
