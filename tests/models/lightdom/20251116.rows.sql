-- A small world: two crawler campaigns, one SEO campaign, a network with its training, a mining job,
-- three services. Identity columns count from 1, so that other scripts can name rows.
\set ON_ERROR_STOP on
BEGIN;

INSERT INTO crawler_campaigns (id, name, client_id, status, priority, configuration, max_pages, started_at)
VALUES ('shop-2025', 'Shops', 'acme', 'running', 2, '{"politeness_ms": 500}', 10000, '2025-11-01 06:00Z'),
       ('news-2025', 'News', 'acme', 'draft', 5, '{}', NULL, NULL);
INSERT INTO crawler_instances (id, campaign_id, name, status, host, started_at, last_heartbeat_at, pages_crawled)
VALUES ('shop-1', 'shop-2025', 'first', 'running', 'crawler-01', '2025-11-01 06:00Z', '2025-11-01 07:00Z', 1200),
       ('shop-2', 'shop-2025', 'second', 'stopped', 'crawler-02', '2025-11-01 06:00Z', '2025-11-01 06:30Z', 400),
       ('news-1', 'news-2025', NULL, 'idle', NULL, NULL, NULL, 0);
INSERT INTO crawler_schedules (campaign_id, schedule_type, cron_expression, interval_minutes)
VALUES ('shop-2025', 'cron', '0 6 * * *', NULL), ('news-2025', 'interval', NULL, 30), ('news-2025', 'once', NULL, NULL);
INSERT INTO crawl_targets (campaign_id, url, status, priority, depth)
SELECT 'shop-2025', 'https://shop.example/p/' || n, CASE WHEN n <= 3 THEN 'completed' ELSE 'pending' END, 5, 1
FROM generate_series(1, 10) n;
INSERT INTO crawler_schemas (name, attributes, linked_schemas)
VALUES ('product', '[{"name": "price", "selector": ".price"}]', '[]'), ('review', '[{"name": "stars"}]', '[1]');
INSERT INTO workflow_pipelines (id, name, stages)
VALUES ('clean', 'Clean and store', '[{"schema_id": 1, "do": "clean"}, {"do": "store"}]');
INSERT INTO campaign_analytics (campaign_id, metric_name, metric_value, period_start, period_end)
VALUES ('shop-2025', 'pages', 1600, '2025-11-01Z', '2025-11-02Z'), ('shop-2025', 'errors', 3, '2025-11-01Z', '2025-11-02Z');

INSERT INTO seo_campaigns (id, name, client_id, target_domain, target_keywords, status, start_date, end_date)
VALUES ('11111111-1111-1111-1111-111111111111', 'Acme in search', 'acme', 'acme.example', '{anvil,rocket}', 'active',
        '2025-10-01', '2025-12-31');
INSERT INTO campaign_services (campaign_id, service_name, service_type)
VALUES ('11111111-1111-1111-1111-111111111111', 'ranks', 'monitor');
INSERT INTO campaign_crawlers (campaign_id, crawler_name, concurrency)
VALUES ('11111111-1111-1111-1111-111111111111', 'polite', 4);
INSERT INTO campaign_seeds (campaign_id, url)
VALUES ('11111111-1111-1111-1111-111111111111', 'https://acme.example/'),
       ('11111111-1111-1111-1111-111111111111', 'https://acme.example/blog');
INSERT INTO campaign_data_streams (campaign_id, stream_name, stream_type)
VALUES ('11111111-1111-1111-1111-111111111111', 'pages', 'pages');
INSERT INTO seo_mining_results (campaign_id, seed_id, url, title, headings, seo_score)
VALUES ('11111111-1111-1111-1111-111111111111', 1, 'https://acme.example/', 'Acme', '["Anvils"]', 0.82),
       ('11111111-1111-1111-1111-111111111111', 2, 'https://acme.example/blog', 'Blog', '[]', 0.4);

INSERT INTO crawled_sites (domain, crawl_count, pages_count) VALUES ('shop.example', 2, 3);
INSERT INTO crawl_results (target_id, site_id, url, http_status, content_hash, seo_score)
SELECT n, 1, 'https://shop.example/p/' || n, 200, encode(sha256(n::text::bytea), 'hex'), n / 10.0
FROM generate_series(1, 3) n;
INSERT INTO crawler_configurations (name, configuration, is_default) VALUES ('gentle', '{"delay": 2}', true);
INSERT INTO crawled_attributes (result_id, configuration_id, attribute_name, attribute_value, confidence)
VALUES (1, 1, 'price', '9.95', 0.99), (2, 1, 'price', '19.95', 0.97), (2, NULL, 'title', '"Rocket"', 1);
INSERT INTO crawl_queue (url, source) VALUES ('https://shop.example/p/11', 'sitemap'), ('https://shop.example/p/12', 'sitemap');

INSERT INTO training_datasets (dataset_id, name, dataset_type, domain, task)
VALUES ('ds-1', 'Reviews', 'classification', 'nlp', 'sentiment_analysis'),
       ('ds-2', 'Prices', 'regression', 'ecommerce', 'price_prediction');
INSERT INTO training_records (dataset_id, split_type, features, labels, quality_score, is_outlier, is_synthetic)
SELECT 'ds-1', (CASE WHEN n <= 7 THEN 'train' WHEN n = 8 THEN 'validation' WHEN n = 9 THEN 'test' ELSE 'holdout' END)::dataset_split,
       jsonb_build_object('text', n), '{"good": true}', 0.5 + n / 100.0, n = 3, n IN (4, 5)
FROM generate_series(1, 10) n;

INSERT INTO neural_network_instances (instance_id, client_id, name, model_type, status)
VALUES ('nn-1', 'acme', 'Moods', 'nlp', 'ready'), ('nn-2', 'acme', 'Old moods', 'nlp', 'archived'),
       ('nn-3', 'other', 'Never asked', 'regression', 'initializing');
INSERT INTO neural_network_training_sessions
    (session_id, instance_id, dataset_id, status, epochs_planned, epochs_completed, best_epoch, best_loss, best_accuracy)
VALUES ('ts-1', 'nn-1', 'ds-1', 'completed', 10, 10, 8, 0.21, 0.93), ('ts-2', 'nn-1', 'ds-1', 'failed', 10, 2, 1, 0.9, 0.51),
       ('ts-3', 'nn-2', NULL, 'completed', 5, 5, 5, 0.3, 0.8);
INSERT INTO neural_network_predictions (instance_id, input_features, prediction_result, confidence, actual_result, is_correct)
VALUES ('nn-1', '{"a": 1}', '"good"', 0.9, '"good"', true), ('nn-1', '{"a": 2}', '"bad"', 0.6, '"good"', false),
       ('nn-1', '{"a": 1}', '"good"', 0.75, NULL, NULL);
INSERT INTO training_metrics (session_id, dataset_id, metric_type, epoch, value)
SELECT 'ts-1', 'ds-1', 'loss', n, 1.0 / n FROM generate_series(1, 10) n;

INSERT INTO data_mining_jobs (job_id, name, job_type, status, total_items, started_at, completed_at)
VALUES ('job-1', 'Prices of shops', 'web_scraping', 'running', 8, '2025-11-01 06:00Z', NULL),
       ('job-2', 'Exchange rates', 'api_extraction', 'completed', 0, '2025-11-01 06:00Z', '2025-11-01 06:00:02.5Z'),
       ('job-3', 'Later', 'custom', 'pending', 0, NULL, NULL);
INSERT INTO data_mining_results (job_id, source_url, processed_data, extraction_quality, validation_passed)
VALUES ('job-1', 'https://shop.example/p/1', '{"price": 9.95}', 0.9, true),
       ('job-1', 'https://shop.example/p/2', '{"price": 19.95}', 0.8, true),
       ('job-1', 'https://shop.example/p/3', '{}', 0.1, false),
       ('job-1', 'https://shop.example/p/4', NULL, NULL, NULL),
       ('job-2', 'https://rates.example/', '{"usd": 1.1}', 1, true);
INSERT INTO data_mining_schedules (schedule_id, job_template_id, name, schedule_type, interval_hours)
VALUES ('sch-1', 'job-1', 'Every six hours', 'interval', 6);

INSERT INTO service_definitions (service_id, name, service_type, category, capabilities, dependencies)
VALUES ('crawler', 'Crawler', 'crawler', 'seo', '{fetch,render}', '{}'), ('api', 'API', 'api', 'infrastructure', '{rest}', '{crawler}'),
       ('idle', 'Never checked', 'worker', 'automation', '{}', '{}');
INSERT INTO service_health_checks (service_id, status, response_time_ms, cpu_usage_percent, checked_at)
VALUES ('crawler', 'unhealthy', 900, 99.5, '2025-11-01 06:00Z'), ('crawler', 'healthy', 20, 12, '2025-11-01 06:05Z'),
       ('crawler', 'degraded', 300, 70, '2025-11-01 06:04Z'), ('api', 'healthy', 5, 3, '2025-11-01 06:05Z'),
       ('api', 'degraded', 50, 30, '2025-11-01 06:05Z');
INSERT INTO service_logs (service_id, level, message, source_line)
VALUES ('crawler', 'info', 'started', 12), ('crawler', 'error', 'timed out', 80), ('api', 'warn', 'slow', NULL);

INSERT INTO seeding_strategies (strategy_id, name, strategy_type) VALUES ('broad', 'Broad', 'breadth_first');
INSERT INTO url_seeds (seed_id, strategy_id, url, domain) VALUES ('s-1', 'broad', 'https://shop.example/', 'shop.example');
INSERT INTO seed_quality_metrics (seed_id, overall_quality, total_crawls, successful_crawls) VALUES ('s-1', 0.7, 10, 9);

INSERT INTO attribute_templates (template_id, name, attribute_type) VALUES ('price', 'Price', 'business');
INSERT INTO stream_attributes (attribute_id, stream_id, template_id, name, data_type)
VALUES ('pages.price', 1, 'price', 'price', 'number');
INSERT INTO attribute_extraction_history (attribute_id, source_url, extraction_method, extracted_value, confidence_score, validation_passed)
VALUES ('pages.price', 'https://acme.example/', 'css', '9.95', 0.9, true),
       ('pages.price', 'https://acme.example/blog', 'css', NULL, 0, false);
COMMIT;
