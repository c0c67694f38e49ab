-- The views, with the rows of 20251116.rows.sql, against values that were computed by hand; then without rows.
\ir ../expect.sql

SELECT pg_temp.same('v_active_neural_networks', (SELECT string_agg(format('%s: %s sessions, %s completed, best %s; %s predictions, %s, %s right',
        instance_id, training_sessions, completed_sessions, best_accuracy, predictions, avg_confidence, correct_predictions), E'\n' ORDER BY instance_id)
    FROM v_active_neural_networks), 'nn-1: 2 sessions, 1 completed, best 0.9300; 3 predictions, 0.7500, 1 right
nn-3: 0 sessions, 0 completed, best ; 0 predictions, , 0 right');
SELECT pg_temp.same('v_mining_job_summary', (SELECT string_agg(format('%s: %s%% %s%% %s %s/s', job_id, progress_percentage, success_percentage,
        avg_quality, items_per_second), E'\n' ORDER BY job_id) FROM v_mining_job_summary),
    'job-1: 50.00% 50.00% 0.6000 /s
job-2: 100.00% 100.00% 1.0000 0.4000/s
job-3: 0.00% %  /s');
UPDATE data_mining_jobs SET total_items = 3 WHERE job_id = 'job-1';
SELECT pg_temp.same('never more than 100%', (SELECT progress_percentage FROM v_mining_job_summary WHERE job_id = 'job-1'), 100.00);
UPDATE data_mining_jobs SET total_items = 7 WHERE job_id = 'job-1';
SELECT pg_temp.same('rounded', (SELECT progress_percentage FROM v_mining_job_summary WHERE job_id = 'job-1'), 57.14);
SELECT pg_temp.same('v_training_dataset_overview', (SELECT string_agg(format('%s: %s = %s: %s %s %s %s, %s outlier, %s synthetic, %s', dataset_id,
        total_records, actual_records, actual_training_records, actual_validation_records, actual_test_records,
        actual_holdout_records, outlier_records, synthetic_records, avg_quality), E'\n' ORDER BY dataset_id) FROM v_training_dataset_overview),
    'ds-1: 10 = 10: 7 1 1 1, 1 outlier, 2 synthetic, 0.5550
ds-2: 0 = 0: 0 0 0 0, 0 outlier, 0 synthetic, ');
SELECT pg_temp.same('v_service_health_dashboard: the latest check, of two at one time the later one',
    (SELECT string_agg(format('%s: %s %sms %s', service_id, health_status, response_time_ms, last_checked_at), E'\n' ORDER BY service_id)
     FROM v_service_health_dashboard), 'api: degraded 50ms 2025-11-01 06:05:00+00
crawler: healthy 20ms 2025-11-01 06:05:00+00
idle: unknown ms ');

TRUNCATE neural_network_instances, data_mining_jobs, training_datasets, service_definitions CASCADE;
SELECT pg_temp.same('no networks', (SELECT count(*) FROM v_active_neural_networks), 0);
SELECT pg_temp.same('no jobs', (SELECT count(*) FROM v_mining_job_summary), 0);
SELECT pg_temp.same('no datasets', (SELECT count(*) FROM v_training_dataset_overview), 0);
SELECT pg_temp.same('no services', (SELECT count(*) FROM v_service_health_dashboard), 0);
INSERT INTO data_mining_jobs (job_id, name, job_type) VALUES ('new', 'New', 'custom');
SELECT pg_temp.same('a job without anything', (SELECT progress_percentage FROM v_mining_job_summary), 0.00);
