-- What the campaigns of 20251116.rows.sql left behind them.
\set ON_ERROR_STOP on
BEGIN;
INSERT INTO campaign_executions (campaign_id, execution_type, status, started_at, completed_at, duration_seconds, pages_crawled,
                                 errors_encountered, triggered_by, result_summary)
VALUES ('shop-2025', 'scheduled', 'completed', '2025-11-01 06:00', '2025-11-01 07:00', 3600, 1600, 3, 'system', '{"new": 12}'),
       ('shop-2025', 'manual', 'running', '2025-11-02 06:00', NULL, NULL, 10, 0, 'ada', NULL),
       ('news-2025', 'api', 'failed', '2025-11-02 06:00', '2025-11-02 06:01', 60, 0, 1, 'ada', NULL);
INSERT INTO crawler_performance_metrics (crawler_id, campaign_id, recorded_at, pages_per_second, success_rate, error_rate)
SELECT 'shop-' || 1 + n % 2, 'shop-2025', timestamp '2025-11-01 06:00' + n * interval '1 minute', 0.4444, 99.5, 0.5
FROM generate_series(0, 9) n;
INSERT INTO campaign_errors (campaign_id, crawler_id, error_type, severity, error_message, url, http_status_code, resolved)
VALUES ('shop-2025', 'shop-1', 'network', 'error', 'connection reset', 'https://shop.example/p/4', NULL, false),
       ('shop-2025', 'shop-2', 'timeout', 'warning', 'slow', 'https://shop.example/p/5', 504, true),
       ('news-2025', NULL, 'robot_blocked', 'info', 'robots.txt', NULL, NULL, false);
INSERT INTO url_discovery_log (campaign_id, discovered_url, source_url, discovery_method, url_hash, should_crawl, skip_reason)
VALUES ('shop-2025', 'https://shop.example/p/11', 'https://shop.example/', 'link', md5('11'), true, NULL),
       ('shop-2025', 'https://shop.example/p/1', 'https://shop.example/', 'sitemap', md5('1'), false, 'duplicate');
INSERT INTO crawler_schema_versions (schema_id, version, attributes, change_type, validation_status)
VALUES (1, '1.0.0', '[]', 'creation', 'deprecated'), (1, '1.1.0', '[{"name": "price"}]', 'minor_update', 'production'),
       (2, '1.0.0', '[]', 'creation', 'draft');
COMMIT;
