-- Two users, each with a job, artifacts and what hangs on them; audit logs of three months.
\set ON_ERROR_STOP on
BEGIN;
INSERT INTO users (id, username, email, hashed_password, role)
VALUES ('00000000-0000-0000-0000-00000000000a', 'ada', 'ada@example.org', 'x', 'admin'),
       ('00000000-0000-0000-0000-00000000000b', 'bob', 'bob@example.org', 'y', 'user');
INSERT INTO user_sessions (user_id, token_hash, expires_at) SELECT id, md5(username), '2026-01-01' FROM users;
INSERT INTO scraping_jobs (id, user_id, job_type, keywords, title, status)
VALUES ('00000000-0000-0000-0001-00000000000a', '00000000-0000-0000-0000-00000000000a', 'web', '{schema,compiler}', 'Schemas', 'running'),
       ('00000000-0000-0000-0001-00000000000b', '00000000-0000-0000-0000-00000000000b', 'web', '{cats}', 'Cats', 'pending');
INSERT INTO job_configurations (job_id, config_key, config_value) SELECT id, 'depth', '3' FROM scraping_jobs;
INSERT INTO artifacts (id, job_id, user_id, artifact_type, content_hash, minio_path, keywords)
SELECT ('00000000-0000-0000-0002-00000000000' || right(user_id::text, 1))::uuid, id, user_id, 'web_page', md5(title), '/a/' || title, keywords
FROM scraping_jobs;
INSERT INTO metadata_tags (artifact_id, tag_type, tag_key, tag_value) SELECT id, 'lang', 'lang', 'en' FROM artifacts;
INSERT INTO content_extractions (artifact_id, extraction_type, extracted_data, confidence_score)
SELECT id, 'words', '{"n": 5}', 0.9 FROM artifacts;
INSERT INTO system_config (key, value, is_sensitive) VALUES ('smtp_password', 'secret', true), ('theme', 'dark', false);
INSERT INTO api_rate_limits (user_id, endpoint, window_start) SELECT id, '/jobs', '2025-11-01' FROM users;
INSERT INTO api_keys (user_id, key_name, key_hash) SELECT id, 'laptop', md5(email) FROM users;
INSERT INTO audit_logs (user_id, action, resource_type, details, ip_address, created_at)
SELECT u.id, 'login', 'user', jsonb_build_object('try', n), '192.0.2.1', timestamp '2025-09-15 12:00' + n * interval '20 days'
FROM users u, generate_series(0, 4) n;
INSERT INTO audit_logs (user_id, action, created_at) VALUES (NULL, 'started', '2024-12-31 23:59:59.999999');
COMMIT;
