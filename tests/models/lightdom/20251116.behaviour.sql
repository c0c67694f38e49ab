-- What the first version of lightdom does with the rows of 20251116.rows.sql: checks, cascades, triggers, views.
\ir ../expect.sql

-- checks: one wrong row each
SELECT pg_temp.refused('status of a campaign', $$UPDATE crawler_campaigns SET status = 'asleep'$$, 'crawler_campaigns_status');
SELECT pg_temp.refused('end before beginning', $$UPDATE crawler_campaigns SET completed_at = '2020-01-01' WHERE id = 'shop-2025'$$, 'crawler_campaigns_times');
SELECT pg_temp.refused('cron without an expression', $$INSERT INTO crawler_schedules (campaign_id, schedule_type) VALUES ('news-2025', 'cron')$$, 'crawler_schedules_type');
SELECT pg_temp.refused('interval of nothing', $$INSERT INTO crawler_schedules (campaign_id, schedule_type) VALUES ('news-2025', 'interval')$$, 'crawler_schedules_type');
SELECT pg_temp.refused('once, with an interval', $$INSERT INTO crawler_schedules (campaign_id, schedule_type, interval_minutes) VALUES ('news-2025', 'once', 5)$$, 'crawler_schedules_type');
SELECT pg_temp.refused('a schedule of no sort', $$INSERT INTO crawler_schedules (campaign_id, schedule_type) VALUES ('news-2025', 'never')$$, 'crawler_schedules_type');
SELECT pg_temp.refused('a URL that is none', $$INSERT INTO crawl_targets (campaign_id, url) VALUES ('news-2025', 'mailto:x')$$, 'crawl_targets_url');
SELECT pg_temp.refused('a target twice', $$INSERT INTO crawl_targets (campaign_id, url) VALUES ('shop-2025', 'https://shop.example/p/1')$$, 'crawl_targets_campaign_url_key');
SELECT pg_temp.done('the same target of another campaign', $$INSERT INTO crawl_targets (campaign_id, url) VALUES ('news-2025', 'https://shop.example/p/1')$$);
SELECT pg_temp.done('a URL of 100,000 bytes', $$INSERT INTO crawl_targets (campaign_id, url)
    SELECT 'news-2025', 'https://x/' || string_agg(md5(n::text), '') FROM generate_series(1, 3125) n$$);
SELECT pg_temp.refused('a score above one', $$UPDATE crawl_results SET seo_score = 1.5$$, 'score_range');
SELECT pg_temp.refused('a list where an object belongs', $$UPDATE crawler_campaigns SET configuration = '[]'$$, 'json_object_kind');
SELECT pg_temp.refused('an object where a list belongs', $$UPDATE workflow_pipelines SET stages = '{}'$$, 'json_list_kind');
SELECT pg_temp.refused('at work without a name', $$UPDATE crawl_queue SET status = 'processing'$$, 'crawl_queue_lock');
SELECT pg_temp.done('at work', $$UPDATE crawl_queue SET status = 'processing', locked_by = 'c1', locked_at = now() WHERE id = 1$$);
SELECT pg_temp.refused('a URL that waits already', $$INSERT INTO crawl_queue (url) VALUES ('https://shop.example/p/11')$$, 'crawl_queue_url_key');
SELECT pg_temp.done('done', $$UPDATE crawl_queue SET status = 'done', locked_by = NULL, locked_at = NULL WHERE id = 1$$);
SELECT pg_temp.done('… and to be done again', $$INSERT INTO crawl_queue (url) VALUES ('https://shop.example/p/11')$$);
SELECT pg_temp.refused('a second default', $$INSERT INTO crawler_configurations (name, configuration, is_default) VALUES ('rude', '{}', true)$$, 'crawler_configurations_default_key');
SELECT pg_temp.refused('more epochs than planned', $$UPDATE neural_network_training_sessions SET epochs_completed = 11$$, 'neural_network_training_sessions_epochs');
SELECT pg_temp.refused('right about the unknown', $$UPDATE neural_network_predictions SET is_correct = true WHERE prediction_id = 3$$, 'neural_network_predictions_actual');
SELECT pg_temp.refused('an endless weight', $$UPDATE training_records SET sample_weight = 'Infinity'$$, 'training_records_weight');
SELECT pg_temp.refused('a service that needs itself', $$UPDATE service_definitions SET dependencies = ARRAY[service_id]$$, 'service_definitions_itself');
SELECT pg_temp.refused('more hits than shots', $$UPDATE seed_quality_metrics SET successful_crawls = 11$$, 'seed_quality_metrics_crawls');
SELECT pg_temp.refused('a number given to what numbers itself', $$INSERT INTO service_logs (log_id, service_id, message) VALUES (1, 'api', 'x')$$, '428C9');
SELECT pg_temp.refused('a campaign that is not there', $$INSERT INTO crawler_instances (id, campaign_id) VALUES ('x', 'nowhere')$$, 'crawler_instances_campaign_id_fkey');

-- computed columns
SELECT pg_temp.same('equal input has an equal hash', (SELECT count(DISTINCT input_hash) FROM neural_network_predictions), 2);
SELECT pg_temp.same('duration of a job', (SELECT duration_seconds FROM data_mining_jobs WHERE job_id = 'job-2'), 2.5);
SELECT pg_temp.same('speed of a job', (SELECT items_per_second FROM data_mining_jobs WHERE job_id = 'job-2'), 0.4);
SELECT pg_temp.same('… that is not at its end', (SELECT items_per_second FROM data_mining_jobs WHERE job_id = 'job-1'), NULL);

-- updated_at: each table that has it
CREATE TEMP TABLE touched (name text, all_rows bigint, fresh_rows bigint);
DO $$
DECLARE
    t text;
BEGIN
    FOR t IN SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
             WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attname = 'updated_at' LOOP
        EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', t);
        EXECUTE format('UPDATE %I SET updated_at = ''2000-01-01''', t);
        EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', t);
        EXECUTE format('UPDATE %I SET created_at = created_at', t);
        EXECUTE format('INSERT INTO touched SELECT %L, count(*), count(*) FILTER (WHERE updated_at = now()) FROM %I', t, t);
    END LOOP;
END $$;
SELECT pg_temp.same('tables with updated_at, all of them with rows', (SELECT count(*) || ' ' || min(all_rows) FROM touched), '26 1');
SELECT pg_temp.same('updated_at is kept in ' || name, fresh_rows, all_rows) FROM touched ORDER BY name;

-- update_dataset_statistics()
CREATE FUNCTION pg_temp.statistics(dataset text) RETURNS text LANGUAGE sql AS $$
    SELECT format('%s = %s + %s + %s', total_records, training_records, validation_records, test_records)
    FROM training_datasets WHERE dataset_id = dataset
$$;
CREATE FUNCTION pg_temp.wrong_statistics() RETURNS bigint LANGUAGE sql AS $$
    SELECT count(*) FROM v_training_dataset_overview v JOIN training_datasets d USING (dataset_id)
    WHERE (d.total_records, d.training_records, d.validation_records, d.test_records)
        <> (v.actual_records, v.actual_training_records, v.actual_validation_records, v.actual_test_records)
$$;
SELECT pg_temp.same('inserted', pg_temp.statistics('ds-1'), '10 = 7 + 1 + 1');
SELECT pg_temp.same('nothing inserted', pg_temp.statistics('ds-2'), '0 = 0 + 0 + 0');
UPDATE training_records SET split_type = 'test' WHERE record_id IN (1, 2);
SELECT pg_temp.same('moved to another split', pg_temp.statistics('ds-1'), '10 = 5 + 1 + 3');
UPDATE training_records SET dataset_id = 'ds-2' WHERE record_id IN (1, 3, 10);
SELECT pg_temp.same('moved to another dataset: from', pg_temp.statistics('ds-1'), '7 = 4 + 1 + 2');
SELECT pg_temp.same('moved to another dataset: to', pg_temp.statistics('ds-2'), '3 = 1 + 0 + 1');
UPDATE training_records SET dataset_id = CASE dataset_id WHEN 'ds-1' THEN 'ds-2' ELSE 'ds-1' END;
SELECT pg_temp.same('changed places', pg_temp.statistics('ds-1') || ', ' || pg_temp.statistics('ds-2'),
    '3 = 1 + 0 + 1, 7 = 4 + 1 + 2');
CREATE TEMP TABLE seen AS SELECT dataset_id, xmin::text AS seen FROM training_datasets;
UPDATE training_records SET quality_score = 0.5;
UPDATE training_records SET split_type = split_type;
SELECT pg_temp.same('what does not count touches no dataset',
    (SELECT count(*) FROM training_datasets d JOIN seen s USING (dataset_id) WHERE d.xmin::text <> s.seen), 0);
DELETE FROM training_records WHERE split_type = 'train';
SELECT pg_temp.same('deleted', pg_temp.statistics('ds-1') || ', ' || pg_temp.statistics('ds-2'),
    '2 = 0 + 0 + 1, 3 = 0 + 1 + 2');
DELETE FROM training_records WHERE false;
UPDATE training_records SET split_type = 'train' WHERE false;
INSERT INTO training_records (dataset_id, features) SELECT 'ds-1', '{}' WHERE false;
SELECT pg_temp.same('statements without rows', pg_temp.wrong_statistics(), 0);
COPY training_records (dataset_id, split_type, features) FROM stdin;
ds-1	train	{"n": 1}
ds-2	test	{"n": 2}
ds-1	holdout	{"n": 3}
ds-1	train	{"n": 4}
\.
SELECT pg_temp.same('copied', pg_temp.statistics('ds-1') || ', ' || pg_temp.statistics('ds-2'),
    '5 = 2 + 0 + 1, 4 = 0 + 1 + 3');
INSERT INTO training_records (dataset_id, split_type, features)
SELECT 'ds-' || 1 + n % 2, (ARRAY['train', 'validation', 'test', 'holdout'])[1 + n % 4]::dataset_split, '{}'
FROM generate_series(1, 20000) n;
SELECT pg_temp.same('20,000 in one statement', pg_temp.statistics('ds-1') || ', ' || pg_temp.statistics('ds-2'),
    '10005 = 5002 + 0 + 5001, 10004 = 0 + 5001 + 3');
INSERT INTO training_records (record_id, dataset_id, split_type, features) OVERRIDING SYSTEM VALUE
SELECT record_id, dataset_id, 'holdout', features FROM training_records WHERE dataset_id = 'ds-1' AND split_type = 'train' LIMIT 2
ON CONFLICT (record_id) DO UPDATE SET split_type = excluded.split_type;
SELECT pg_temp.same('upsert', pg_temp.statistics('ds-1'), '10005 = 5000 + 0 + 5001');
DELETE FROM training_datasets WHERE dataset_id = 'ds-1';
SELECT pg_temp.same('records go with their dataset', (SELECT count(*) FROM training_records WHERE dataset_id = 'ds-1'), 0);
SELECT pg_temp.same('… and sessions and metrics stay, without it',
    (SELECT count(*) FROM neural_network_training_sessions WHERE dataset_id IS NULL)
    + (SELECT count(*) FROM training_metrics WHERE dataset_id IS NULL), 13);
SELECT pg_temp.same('all in all', pg_temp.wrong_statistics(), 0);
TRUNCATE training_records;
SELECT pg_temp.same('truncated', pg_temp.statistics('ds-2'), '0 = 0 + 0 + 0');

-- update_mining_job_progress()
CREATE FUNCTION pg_temp.progress(job text) RETURNS text LANGUAGE sql AS $$
    SELECT format('%s: %s + %s', processed_items, successful_items, failed_items) FROM data_mining_jobs WHERE job_id = job
$$;
CREATE FUNCTION pg_temp.wrong_progress() RETURNS bigint LANGUAGE sql AS $$
    SELECT count(*) FROM data_mining_jobs j
    CROSS JOIN LATERAL (SELECT count(*) AS n, count(*) FILTER (WHERE validation_passed) AS good,
                               count(*) FILTER (WHERE NOT validation_passed) AS bad
                        FROM data_mining_results r WHERE r.job_id = j.job_id) r
    WHERE (processed_items, successful_items, failed_items) <> (n, good, bad)
$$;
SELECT pg_temp.same('stored', pg_temp.progress('job-1'), '4: 2 + 1');
UPDATE data_mining_results SET validation_passed = true WHERE validation_passed IS NULL;
SELECT pg_temp.same('validated', pg_temp.progress('job-1'), '4: 3 + 1');
UPDATE data_mining_results SET job_id = 'job-3' WHERE result_id IN (2, 3);
SELECT pg_temp.same('moved: from', pg_temp.progress('job-1'), '2: 2 + 0');
SELECT pg_temp.same('moved: to', pg_temp.progress('job-3'), '2: 1 + 1');
UPDATE data_mining_results SET validation_passed = NULL WHERE result_id = 2;
SELECT pg_temp.same('taken back', pg_temp.progress('job-3'), '2: 0 + 1');
DELETE FROM data_mining_results WHERE result_id = 3;
SELECT pg_temp.same('deleted', pg_temp.progress('job-3'), '1: 0 + 0');
INSERT INTO data_mining_results (job_id, validation_passed)
SELECT 'job-' || 1 + n % 3, n % 4 <> 0 FROM generate_series(1, 12000) n;
SELECT pg_temp.same('12,000 in one statement', pg_temp.wrong_progress(), 0);
SELECT pg_temp.same('speed follows', (SELECT items_per_second FROM data_mining_jobs WHERE job_id = 'job-2'), 4001 / 2.5);
DELETE FROM data_mining_jobs WHERE job_id = 'job-3';
SELECT pg_temp.same('results go with their job', (SELECT count(*) FROM data_mining_results WHERE job_id = 'job-3'), 0);
DELETE FROM data_mining_jobs WHERE job_id = 'job-1';
SELECT pg_temp.same('… and schedules', (SELECT count(*) FROM data_mining_schedules), 0);
SELECT pg_temp.same('all in all', pg_temp.wrong_progress(), 0);

-- cascades and set null
DELETE FROM crawler_campaigns WHERE id = 'shop-2025';
SELECT pg_temp.same('a campaign takes along what is its own',
    (SELECT count(*) FROM crawler_instances) || ' ' || (SELECT count(*) FROM crawler_schedules) || ' '
    || (SELECT count(*) FROM crawl_targets) || ' ' || (SELECT count(*) FROM campaign_analytics), '1 2 2 0');
SELECT pg_temp.same('… and leaves what was found', (SELECT count(*) FROM crawl_results WHERE target_id IS NULL), 3);
DELETE FROM campaign_seeds WHERE id = 1;
SELECT pg_temp.same('results outlive their seed', (SELECT array_agg(seed_id ORDER BY id) FROM seo_mining_results), ARRAY[NULL, 2]::bigint[]);
DELETE FROM attribute_templates;
SELECT pg_temp.same('attributes outlive their template', (SELECT count(*) FROM stream_attributes WHERE template_id IS NULL), 1);
DELETE FROM seo_campaigns;
SELECT pg_temp.same('an SEO campaign takes along all of its own',
    (SELECT count(*) FROM campaign_services) + (SELECT count(*) FROM campaign_crawlers) + (SELECT count(*) FROM campaign_seeds)
    + (SELECT count(*) FROM campaign_data_streams) + (SELECT count(*) FROM seo_mining_results)
    + (SELECT count(*) FROM stream_attributes) + (SELECT count(*) FROM attribute_extraction_history), 0);
DELETE FROM neural_network_instances WHERE instance_id = 'nn-1';
SELECT pg_temp.same('a network takes along its training', (SELECT string_agg(session_id, ' ') FROM neural_network_training_sessions), 'ts-3');
SELECT pg_temp.same('… with its metrics, and its predictions',
    (SELECT count(*) FROM training_metrics) + (SELECT count(*) FROM neural_network_predictions), 0);
DELETE FROM crawler_configurations;
DELETE FROM crawl_results WHERE id = 1;
SELECT pg_temp.same('attributes go with their page, not with the configuration',
    (SELECT count(*) || ' ' || count(configuration_id) FROM crawled_attributes), '2 0');
DELETE FROM seeding_strategies;
SELECT pg_temp.same('seeds outlive their strategy', (SELECT count(*) FROM url_seeds WHERE strategy_id IS NULL), 1);
DELETE FROM url_seeds;
SELECT pg_temp.same('… and take along their metrics', (SELECT count(*) FROM seed_quality_metrics), 0);
DELETE FROM service_definitions WHERE service_id = 'crawler';
SELECT pg_temp.same('a service takes along its checks and logs',
    (SELECT count(*) FROM service_health_checks) || ' ' || (SELECT count(*) FROM service_logs), '2 1');
