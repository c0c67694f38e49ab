-- A migration planned by pgwright: 56 statements in 1 group.
-- It locks, of what is there already:
--   public.crawler_campaigns: SHARE ROW EXCLUSIVE
--   public.crawler_instances: SHARE ROW EXCLUSIVE
--   public.crawler_schemas: SHARE ROW EXCLUSIVE

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

CREATE SEQUENCE public.campaign_errors_id_seq AS integer;
CREATE SEQUENCE public.campaign_executions_id_seq AS integer;
CREATE SEQUENCE public.crawler_performance_metrics_id_seq AS integer;
CREATE SEQUENCE public.crawler_schema_versions_id_seq AS integer;
CREATE SEQUENCE public.url_discovery_log_id_seq AS integer;
CREATE TABLE public.campaign_errors (
    id integer DEFAULT nextval('public.campaign_errors_id_seq'::regclass) NOT NULL,
    campaign_id character varying(255) NOT NULL,
    crawler_id character varying(255),
    error_type character varying(100) NOT NULL,
    severity character varying(20) DEFAULT ('error'::character varying),
    error_code character varying(50),
    error_message text NOT NULL,
    error_stack text,
    url text,
    http_status_code integer,
    retry_count integer DEFAULT 0,
    resolved boolean DEFAULT false,
    resolved_at timestamp without time zone,
    resolution_notes text,
    occurred_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT campaign_errors_severity CHECK (((severity)::text = ANY ((ARRAY['info'::character varying, 'warning'::character varying, 'error'::character varying, 'critical'::character varying])::text[]))),
    CONSTRAINT campaign_errors_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.campaign_errors IS 'Error and warning tracking for campaign debugging';
CREATE TABLE public.campaign_executions (
    id integer DEFAULT nextval('public.campaign_executions_id_seq'::regclass) NOT NULL,
    campaign_id character varying(255) NOT NULL,
    execution_type character varying(50) NOT NULL,
    status character varying(50) DEFAULT ('running'::character varying),
    started_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    completed_at timestamp without time zone,
    duration_seconds integer,
    pages_crawled integer DEFAULT 0,
    errors_encountered integer DEFAULT 0,
    crawlers_used integer,
    memory_peak_mb integer,
    triggered_by character varying(255),
    trigger_reason text,
    result_summary jsonb,
    error_log jsonb,
    created_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT campaign_executions_status CHECK (((status)::text = ANY ((ARRAY['running'::character varying, 'completed'::character varying, 'failed'::character varying, 'cancelled'::character varying])::text[]))),
    CONSTRAINT campaign_executions_type CHECK (((execution_type)::text = ANY ((ARRAY['manual'::character varying, 'scheduled'::character varying, 'api'::character varying, 'event_driven'::character varying])::text[]))),
    CONSTRAINT campaign_executions_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.campaign_executions IS 'Historical record of campaign execution runs';
CREATE TABLE public.crawler_performance_metrics (
    id integer DEFAULT nextval('public.crawler_performance_metrics_id_seq'::regclass) NOT NULL,
    crawler_id character varying(255) NOT NULL,
    campaign_id character varying(255),
    recorded_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    pages_per_second numeric(10,4),
    average_response_time_ms integer,
    success_rate numeric(5,2),
    error_rate numeric(5,2),
    cpu_usage_percent numeric(5,2),
    memory_usage_mb integer,
    queue_size integer,
    processed_count integer,
    pending_count integer,
    bandwidth_mbps numeric(10,2),
    requests_per_minute integer,
    CONSTRAINT crawler_performance_metrics_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.crawler_performance_metrics IS 'Time-series performance data for crawler instances';
CREATE TABLE public.crawler_schema_versions (
    id integer DEFAULT nextval('public.crawler_schema_versions_id_seq'::regclass) NOT NULL,
    schema_id integer NOT NULL,
    version character varying(20) NOT NULL,
    attributes jsonb NOT NULL,
    linked_schemas jsonb,
    changed_by character varying(255),
    change_description text,
    change_type character varying(50),
    is_active boolean DEFAULT true,
    validation_status character varying(50),
    created_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT crawler_schema_versions_change CHECK (((change_type)::text = ANY ((ARRAY['creation'::character varying, 'minor_update'::character varying, 'major_update'::character varying, 'deprecation'::character varying])::text[]))),
    CONSTRAINT crawler_schema_versions_validation CHECK (((validation_status)::text = ANY ((ARRAY['draft'::character varying, 'testing'::character varying, 'production'::character varying, 'deprecated'::character varying])::text[]))),
    CONSTRAINT crawler_schema_versions_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.crawler_schema_versions IS 'Version history for data extraction schemas';
CREATE TABLE public.url_discovery_log (
    id integer DEFAULT nextval('public.url_discovery_log_id_seq'::regclass) NOT NULL,
    campaign_id character varying(255) NOT NULL,
    discovered_url text NOT NULL,
    source_url text NOT NULL,
    discovery_method character varying(50),
    url_depth integer DEFAULT 0,
    is_internal boolean DEFAULT true,
    url_hash character varying(64),
    should_crawl boolean DEFAULT true,
    skip_reason character varying(100),
    priority_score integer DEFAULT 5,
    discovered_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT url_discovery_log_method CHECK (((discovery_method)::text = ANY ((ARRAY['link'::character varying, 'sitemap'::character varying, 'api'::character varying, 'seed'::character varying])::text[]))),
    CONSTRAINT url_discovery_log_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.url_discovery_log IS 'Log of discovered URLs and crawl decisions';
COMMENT ON COLUMN public.campaign_errors.error_type IS 'network, parsing, validation, timeout, robot_blocked …';
COMMENT ON COLUMN public.campaign_errors.severity IS 'info, warning, error, critical';
COMMENT ON COLUMN public.campaign_executions.execution_type IS 'manual, scheduled, api, event_driven';
COMMENT ON COLUMN public.campaign_executions.status IS 'running, completed, failed, cancelled';
COMMENT ON COLUMN public.campaign_executions.triggered_by IS 'a user''s id, or system';
COMMENT ON COLUMN public.crawler_performance_metrics.error_rate IS 'in percent';
COMMENT ON COLUMN public.crawler_performance_metrics.success_rate IS 'in percent';
COMMENT ON COLUMN public.crawler_schema_versions.change_type IS 'creation, minor_update, major_update, deprecation';
COMMENT ON COLUMN public.crawler_schema_versions.validation_status IS 'draft, testing, production, deprecated';
COMMENT ON COLUMN public.url_discovery_log.discovery_method IS 'link, sitemap, api, seed';
COMMENT ON COLUMN public.url_discovery_log.skip_reason IS 'duplicate, depth_limit, excluded_pattern, robots_txt …';
COMMENT ON COLUMN public.url_discovery_log.url_hash IS 'MD5 or SHA, to find duplicates';
CREATE INDEX idx_errors_campaign ON public.campaign_errors (campaign_id);
CREATE INDEX idx_errors_occurred ON public.campaign_errors (occurred_at DESC);
CREATE INDEX idx_errors_severity ON public.campaign_errors (severity);
CREATE INDEX idx_errors_type ON public.campaign_errors (error_type);
CREATE INDEX idx_errors_unresolved ON public.campaign_errors (resolved) WHERE ((resolved = false));
CREATE INDEX idx_executions_campaign ON public.campaign_executions (campaign_id);
CREATE INDEX idx_executions_started ON public.campaign_executions (started_at DESC);
CREATE INDEX idx_executions_status ON public.campaign_executions (status);
CREATE INDEX idx_metrics_campaign_time ON public.crawler_performance_metrics (campaign_id, recorded_at DESC);
CREATE INDEX idx_metrics_crawler ON public.crawler_performance_metrics (crawler_id);
CREATE INDEX idx_metrics_recorded ON public.crawler_performance_metrics (recorded_at DESC);
CREATE INDEX idx_schema_versions_active ON public.crawler_schema_versions (is_active);
CREATE INDEX idx_schema_versions_created ON public.crawler_schema_versions (created_at DESC);
CREATE INDEX idx_schema_versions_schema ON public.crawler_schema_versions (schema_id);
CREATE INDEX idx_discovery_campaign ON public.url_discovery_log (campaign_id);
CREATE INDEX idx_discovery_discovered ON public.url_discovery_log (discovered_at DESC);
CREATE INDEX idx_discovery_hash ON public.url_discovery_log (url_hash);
ALTER TABLE public.campaign_errors ADD CONSTRAINT campaign_errors_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.crawler_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.campaign_errors ADD CONSTRAINT campaign_errors_crawler_id_fkey FOREIGN KEY (crawler_id) REFERENCES public.crawler_instances (id) ON DELETE SET NULL;
ALTER TABLE public.campaign_executions ADD CONSTRAINT campaign_executions_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.crawler_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.crawler_performance_metrics ADD CONSTRAINT crawler_performance_metrics_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.crawler_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.crawler_performance_metrics ADD CONSTRAINT crawler_performance_metrics_crawler_id_fkey FOREIGN KEY (crawler_id) REFERENCES public.crawler_instances (id) ON DELETE CASCADE;
ALTER TABLE public.crawler_schema_versions ADD CONSTRAINT crawler_schema_versions_schema_id_fkey FOREIGN KEY (schema_id) REFERENCES public.crawler_schemas (id) ON DELETE CASCADE;
ALTER TABLE public.url_discovery_log ADD CONSTRAINT url_discovery_log_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.crawler_campaigns (id) ON DELETE CASCADE;
ALTER SEQUENCE public.campaign_errors_id_seq OWNED BY public.campaign_errors.id;
ALTER SEQUENCE public.campaign_executions_id_seq OWNED BY public.campaign_executions.id;
ALTER SEQUENCE public.crawler_performance_metrics_id_seq OWNED BY public.crawler_performance_metrics.id;
ALTER SEQUENCE public.crawler_schema_versions_id_seq OWNED BY public.crawler_schema_versions.id;
ALTER SEQUENCE public.url_discovery_log_id_seq OWNED BY public.url_discovery_log.id;

COMMIT;
