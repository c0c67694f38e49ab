-- The five tables of migration 20251118, as the document has them: columns, 17 indexes, cascades.
\ir ../expect.sql

SELECT pg_temp.same('columns of ' || c.relname, string_agg(format('%s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attnotnull THEN ' not null' END, ' ' || pg_get_expr(d.adbin, d.adrelid)), ', ' ORDER BY a.attnum),
    CASE c.relname
    WHEN 'campaign_executions' THEN 'id integer not null nextval(''campaign_executions_id_seq''::regclass), campaign_id character varying(255) not null, execution_type character varying(50) not null, status character varying(50) ''running''::character varying, started_at timestamp without time zone not null CURRENT_TIMESTAMP, completed_at timestamp without time zone, duration_seconds integer, pages_crawled integer 0, errors_encountered integer 0, crawlers_used integer, memory_peak_mb integer, triggered_by character varying(255), trigger_reason text, result_summary jsonb, error_log jsonb, created_at timestamp without time zone CURRENT_TIMESTAMP'
    WHEN 'crawler_performance_metrics' THEN 'id integer not null nextval(''crawler_performance_metrics_id_seq''::regclass), crawler_id character varying(255) not null, campaign_id character varying(255), recorded_at timestamp without time zone not null CURRENT_TIMESTAMP, pages_per_second numeric(10,4), average_response_time_ms integer, success_rate numeric(5,2), error_rate numeric(5,2), cpu_usage_percent numeric(5,2), memory_usage_mb integer, queue_size integer, processed_count integer, pending_count integer, bandwidth_mbps numeric(10,2), requests_per_minute integer'
    WHEN 'campaign_errors' THEN 'id integer not null nextval(''campaign_errors_id_seq''::regclass), campaign_id character varying(255) not null, crawler_id character varying(255), error_type character varying(100) not null, severity character varying(20) ''error''::character varying, error_code character varying(50), error_message text not null, error_stack text, url text, http_status_code integer, retry_count integer 0, resolved boolean false, resolved_at timestamp without time zone, resolution_notes text, occurred_at timestamp without time zone CURRENT_TIMESTAMP'
    WHEN 'url_discovery_log' THEN 'id integer not null nextval(''url_discovery_log_id_seq''::regclass), campaign_id character varying(255) not null, discovered_url text not null, source_url text not null, discovery_method character varying(50), url_depth integer 0, is_internal boolean true, url_hash character varying(64), should_crawl boolean true, skip_reason character varying(100), priority_score integer 5, discovered_at timestamp without time zone CURRENT_TIMESTAMP'
    WHEN 'crawler_schema_versions' THEN 'id integer not null nextval(''crawler_schema_versions_id_seq''::regclass), schema_id integer not null, version character varying(20) not null, attributes jsonb not null, linked_schemas jsonb, changed_by character varying(255), change_description text, change_type character varying(50), is_active boolean true, validation_status character varying(50), created_at timestamp without time zone CURRENT_TIMESTAMP'
    END)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relname IN ('campaign_executions', 'crawler_performance_metrics', 'campaign_errors', 'url_discovery_log', 'crawler_schema_versions')
GROUP BY c.relname ORDER BY c.relname;
SELECT pg_temp.same('the 17 indexes', (SELECT string_agg(regexp_replace(indexdef, '^CREATE INDEX (\S+) ON public\.', '\1 '), E'\n' ORDER BY indexname)
    FROM pg_indexes WHERE indexname ~ '^idx_(executions|metrics|errors|discovery|schema_versions)_'),
'idx_discovery_campaign url_discovery_log USING btree (campaign_id)
idx_discovery_discovered url_discovery_log USING btree (discovered_at DESC)
idx_discovery_hash url_discovery_log USING btree (url_hash)
idx_errors_campaign campaign_errors USING btree (campaign_id)
idx_errors_occurred campaign_errors USING btree (occurred_at DESC)
idx_errors_severity campaign_errors USING btree (severity)
idx_errors_type campaign_errors USING btree (error_type)
idx_errors_unresolved campaign_errors USING btree (resolved) WHERE (resolved = false)
idx_executions_campaign campaign_executions USING btree (campaign_id)
idx_executions_started campaign_executions USING btree (started_at DESC)
idx_executions_status campaign_executions USING btree (status)
idx_metrics_campaign_time crawler_performance_metrics USING btree (campaign_id, recorded_at DESC)
idx_metrics_crawler crawler_performance_metrics USING btree (crawler_id)
idx_metrics_recorded crawler_performance_metrics USING btree (recorded_at DESC)
idx_schema_versions_active crawler_schema_versions USING btree (is_active)
idx_schema_versions_created crawler_schema_versions USING btree (created_at DESC)
idx_schema_versions_schema crawler_schema_versions USING btree (schema_id)');
SELECT pg_temp.same('comments', (SELECT string_agg(obj_description(c.oid), E'\n' ORDER BY relname) FROM pg_class c WHERE relname IN
    ('campaign_executions', 'crawler_performance_metrics', 'campaign_errors', 'url_discovery_log', 'crawler_schema_versions')),
'Error and warning tracking for campaign debugging
Historical record of campaign execution runs
Time-series performance data for crawler instances
Version history for data extraction schemas
Log of discovered URLs and crawl decisions');

SELECT pg_temp.refused('a severity that is none', $$UPDATE campaign_errors SET severity = 'bad'$$, 'campaign_errors_severity');
DELETE FROM crawler_instances WHERE id = 'shop-1';
SELECT pg_temp.same('an instance takes along its metrics', (SELECT count(*) FROM crawler_performance_metrics), 5);
SELECT pg_temp.same('… and leaves its errors', (SELECT count(*) || ' ' || count(crawler_id) FROM campaign_errors), '3 1');
DELETE FROM crawler_schemas WHERE name = 'product';
SELECT pg_temp.same('a schema takes along its versions', (SELECT count(*) FROM crawler_schema_versions), 1);
DELETE FROM crawler_campaigns WHERE id = 'shop-2025';
SELECT pg_temp.same('a campaign takes along all of its history', (SELECT count(*) FROM campaign_executions) || ' '
    || (SELECT count(*) FROM crawler_performance_metrics) || ' ' || (SELECT count(*) FROM campaign_errors) || ' '
    || (SELECT count(*) FROM url_discovery_log), '1 0 1 0');
