-- A migration planned by pgwright: 119 statements in 1 group.

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

CREATE DOMAIN public.json_list AS jsonb
    CONSTRAINT json_list_kind CHECK ((jsonb_typeof(VALUE) = 'array'::text));
COMMENT ON DOMAIN public.json_list IS 'A JSON array';
CREATE DOMAIN public.json_object AS jsonb
    CONSTRAINT json_object_kind CHECK ((jsonb_typeof(VALUE) = 'object'::text));
COMMENT ON DOMAIN public.json_object IS 'A JSON object; what is in it is the application''s';
CREATE DOMAIN public.percent AS numeric(5,2)
    CONSTRAINT percent_range CHECK (((VALUE >= (0)::numeric) AND (VALUE <= (100)::numeric)));
COMMENT ON DOMAIN public.percent IS 'A share of a hundred';
CREATE DOMAIN public.score AS numeric(5,4)
    CONSTRAINT score_range CHECK (((VALUE >= (0)::numeric) AND (VALUE <= (1)::numeric)));
COMMENT ON DOMAIN public.score IS 'A quality, confidence or rate: 0 is the worst, 1 the best';
CREATE SEQUENCE public.crawler_schemas_id_seq AS integer;
CREATE FUNCTION public.update_updated_at_column()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at := CURRENT_TIMESTAMP;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION public.update_updated_at_column() IS 'Sets updated_at to the time of the change.';
CREATE TABLE public.campaign_analytics (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    campaign_id character varying(255) NOT NULL,
    metric_name character varying(100) NOT NULL,
    metric_value numeric NOT NULL,
    dimensions public.json_object DEFAULT '{}'::jsonb NOT NULL,
    period_start timestamp with time zone NOT NULL,
    period_end timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT campaign_analytics_period CHECK ((period_end > period_start)),
    CONSTRAINT campaign_analytics_pkey PRIMARY KEY (id),
    CONSTRAINT campaign_analytics_period_key UNIQUE (campaign_id, metric_name, period_start, dimensions)
);
COMMENT ON TABLE public.campaign_analytics IS 'Historical metrics of campaigns: one row a campaign, metric and period.';
CREATE TABLE public.campaign_crawlers (
    id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
    campaign_id uuid NOT NULL,
    crawler_name character varying(255) NOT NULL,
    user_agent text,
    configuration public.json_object DEFAULT '{}'::jsonb NOT NULL,
    concurrency integer DEFAULT 1 NOT NULL,
    status character varying(50) DEFAULT ('idle'::character varying) NOT NULL,
    last_run_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT campaign_crawlers_concurrency CHECK (((concurrency >= 1) AND (concurrency <= 1000))),
    CONSTRAINT campaign_crawlers_status CHECK (((status)::text = ANY ((ARRAY['idle'::character varying, 'running'::character varying, 'paused'::character varying, 'failed'::character varying])::text[]))),
    CONSTRAINT campaign_crawlers_pkey PRIMARY KEY (id),
    CONSTRAINT campaign_crawlers_name_key UNIQUE (campaign_id, crawler_name)
);
COMMENT ON TABLE public.campaign_crawlers IS 'Crawlers of SEO campaigns; crawler campaigns have crawler_instances.';
CREATE TABLE public.campaign_data_streams (
    id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
    campaign_id uuid NOT NULL,
    stream_name character varying(255) NOT NULL,
    stream_type character varying(50) NOT NULL,
    source public.json_object DEFAULT '{}'::jsonb NOT NULL,
    destination public.json_object DEFAULT '{}'::jsonb NOT NULL,
    enabled boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT campaign_data_streams_type CHECK (((stream_type)::text = ANY ((ARRAY['pages'::character varying, 'rankings'::character varying, 'backlinks'::character varying, 'analytics'::character varying, 'custom'::character varying])::text[]))),
    CONSTRAINT campaign_data_streams_pkey PRIMARY KEY (id),
    CONSTRAINT campaign_data_streams_name_key UNIQUE (campaign_id, stream_name)
);
COMMENT ON TABLE public.campaign_data_streams IS 'Where the data of a campaign flow.';
CREATE TABLE public.campaign_seeds (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    campaign_id uuid NOT NULL,
    url text NOT NULL,
    seed_type character varying(50) DEFAULT ('manual'::character varying) NOT NULL,
    priority integer DEFAULT 5 NOT NULL,
    status character varying(50) DEFAULT ('active'::character varying) NOT NULL,
    metadata public.json_object DEFAULT '{}'::jsonb NOT NULL,
    last_crawled_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT campaign_seeds_status CHECK (((status)::text = ANY ((ARRAY['active'::character varying, 'paused'::character varying, 'exhausted'::character varying, 'rejected'::character varying])::text[]))),
    CONSTRAINT campaign_seeds_type CHECK (((seed_type)::text = ANY ((ARRAY['manual'::character varying, 'sitemap'::character varying, 'search'::character varying, 'competitor'::character varying, 'generated'::character varying])::text[]))),
    CONSTRAINT campaign_seeds_url CHECK ((url ~ '^https?://'::text)),
    CONSTRAINT campaign_seeds_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.campaign_seeds IS 'URLs that a campaign starts from.';
CREATE TABLE public.campaign_services (
    id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
    campaign_id uuid NOT NULL,
    service_name character varying(255) NOT NULL,
    service_type character varying(100) NOT NULL,
    configuration public.json_object DEFAULT '{}'::jsonb NOT NULL,
    enabled boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT campaign_services_pkey PRIMARY KEY (id),
    CONSTRAINT campaign_services_name_key UNIQUE (campaign_id, service_name)
);
COMMENT ON TABLE public.campaign_services IS 'Services that work for a campaign.';
CREATE TABLE public.crawl_queue (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    url text NOT NULL,
    source character varying(100),
    priority integer DEFAULT 5 NOT NULL,
    status character varying(50) DEFAULT ('queued'::character varying) NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    max_attempts integer DEFAULT 3 NOT NULL,
    locked_by character varying(255),
    locked_at timestamp with time zone,
    scheduled_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    last_error text,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT crawl_queue_attempts CHECK (((attempts >= 0) AND (max_attempts > 0))),
    CONSTRAINT crawl_queue_lock CHECK (((((status)::text = 'processing'::text) = (locked_by IS NOT NULL)) AND ((locked_by IS NULL) = (locked_at IS NULL)))),
    CONSTRAINT crawl_queue_status CHECK (((status)::text = ANY ((ARRAY['queued'::character varying, 'processing'::character varying, 'done'::character varying, 'failed'::character varying])::text[]))),
    CONSTRAINT crawl_queue_pkey PRIMARY KEY (id)
) WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02');
COMMENT ON TABLE public.crawl_queue IS 'URLs that wait for a crawler.';
CREATE TABLE public.crawl_results (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    target_id bigint,
    site_id bigint,
    url text NOT NULL,
    http_status integer NOT NULL,
    content_type character varying(100),
    content_hash character varying(64),
    title text,
    meta_description text,
    word_count integer,
    internal_links integer DEFAULT 0 NOT NULL,
    external_links integer DEFAULT 0 NOT NULL,
    load_time_ms integer,
    seo_score public.score,
    data public.json_object DEFAULT '{}'::jsonb NOT NULL,
    crawled_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT crawl_results_counts CHECK (((word_count >= 0) AND (internal_links >= 0) AND (external_links >= 0) AND (load_time_ms >= 0))),
    CONSTRAINT crawl_results_hash CHECK (((content_hash)::text ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT crawl_results_http_status CHECK (((http_status >= 100) AND (http_status <= 599))),
    CONSTRAINT crawl_results_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.crawl_results IS 'Pages that were crawled, with their SEO metrics.';
CREATE TABLE public.crawl_targets (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    campaign_id character varying(255) NOT NULL,
    url text NOT NULL,
    status character varying(50) DEFAULT ('pending'::character varying) NOT NULL,
    priority integer DEFAULT 5 NOT NULL,
    depth integer DEFAULT 0 NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    http_status integer,
    error_message text,
    result public.json_object,
    last_crawled_at timestamp with time zone,
    next_crawl_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT crawl_targets_counts CHECK (((depth >= 0) AND (attempts >= 0))),
    CONSTRAINT crawl_targets_http_status CHECK (((http_status >= 100) AND (http_status <= 599))),
    CONSTRAINT crawl_targets_status CHECK (((status)::text = ANY ((ARRAY['pending'::character varying, 'in_progress'::character varying, 'completed'::character varying, 'failed'::character varying, 'skipped'::character varying])::text[]))),
    CONSTRAINT crawl_targets_url CHECK ((url ~ '^https?://'::text)),
    CONSTRAINT crawl_targets_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.crawl_targets IS 'URLs to crawl, and how far that is.';
CREATE TABLE public.crawled_attributes (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    result_id bigint NOT NULL,
    configuration_id integer,
    attribute_name character varying(255) NOT NULL,
    attribute_value jsonb,
    selector text,
    confidence public.score,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT crawled_attributes_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.crawled_attributes IS 'Attributes that were extracted from crawled pages.';
CREATE TABLE public.crawled_sites (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    domain character varying(255) NOT NULL,
    title text,
    first_crawled_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    last_crawled_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    crawl_count integer DEFAULT 0 NOT NULL,
    pages_count bigint DEFAULT 0 NOT NULL,
    bytes_total bigint DEFAULT 0 NOT NULL,
    robots_txt text,
    metadata public.json_object DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT crawled_sites_counts CHECK (((crawl_count >= 0) AND (pages_count >= 0) AND (bytes_total >= 0))),
    CONSTRAINT crawled_sites_times CHECK ((last_crawled_at >= first_crawled_at)),
    CONSTRAINT crawled_sites_pkey PRIMARY KEY (id),
    CONSTRAINT crawled_sites_domain_key UNIQUE (domain)
);
COMMENT ON TABLE public.crawled_sites IS 'Every site that was ever crawled.';
CREATE TABLE public.crawler_campaigns (
    id character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    description text,
    client_id character varying(255),
    status character varying(50) DEFAULT ('draft'::character varying) NOT NULL,
    priority integer DEFAULT 5 NOT NULL,
    configuration public.json_object DEFAULT '{}'::jsonb NOT NULL,
    max_pages integer,
    max_depth integer DEFAULT 3 NOT NULL,
    respect_robots boolean DEFAULT true NOT NULL,
    created_by character varying(255),
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT crawler_campaigns_limits CHECK (((max_pages > 0) AND (max_depth >= 0))),
    CONSTRAINT crawler_campaigns_priority CHECK (((priority >= 1) AND (priority <= 10))),
    CONSTRAINT crawler_campaigns_status CHECK (((status)::text = ANY ((ARRAY['draft'::character varying, 'scheduled'::character varying, 'running'::character varying, 'paused'::character varying, 'completed'::character varying, 'failed'::character varying, 'cancelled'::character varying])::text[]))),
    CONSTRAINT crawler_campaigns_times CHECK ((completed_at >= started_at)),
    CONSTRAINT crawler_campaigns_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.crawler_campaigns IS 'Campaign configurations and lifecycle management.';
CREATE TABLE public.crawler_configurations (
    id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
    name character varying(255) NOT NULL,
    description text,
    crawler_type character varying(50) DEFAULT ('web'::character varying) NOT NULL,
    configuration public.json_object NOT NULL,
    is_default boolean DEFAULT false NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT crawler_configurations_pkey PRIMARY KEY (id),
    CONSTRAINT crawler_configurations_name_key UNIQUE (name)
);
COMMENT ON TABLE public.crawler_configurations IS 'Named configurations of crawlers.';
CREATE TABLE public.crawler_instances (
    id character varying(255) NOT NULL,
    campaign_id character varying(255) NOT NULL,
    name character varying(255),
    status character varying(50) DEFAULT ('idle'::character varying) NOT NULL,
    host character varying(255),
    configuration public.json_object DEFAULT '{}'::jsonb NOT NULL,
    current_url text,
    pages_crawled bigint DEFAULT 0 NOT NULL,
    errors_count bigint DEFAULT 0 NOT NULL,
    started_at timestamp with time zone,
    stopped_at timestamp with time zone,
    last_heartbeat_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT crawler_instances_counts CHECK (((pages_crawled >= 0) AND (errors_count >= 0))),
    CONSTRAINT crawler_instances_status CHECK (((status)::text = ANY ((ARRAY['idle'::character varying, 'starting'::character varying, 'running'::character varying, 'paused'::character varying, 'stopped'::character varying, 'failed'::character varying])::text[]))),
    CONSTRAINT crawler_instances_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.crawler_instances IS 'Individual crawler workers.';
CREATE TABLE public.crawler_schedules (
    id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
    campaign_id character varying(255) NOT NULL,
    schedule_type character varying(50) NOT NULL,
    cron_expression character varying(100),
    interval_minutes integer,
    timezone character varying(64) DEFAULT ('UTC'::character varying) NOT NULL,
    enabled boolean DEFAULT true NOT NULL,
    last_run_at timestamp with time zone,
    next_run_at timestamp with time zone,
    run_count integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT crawler_schedules_runs CHECK ((run_count >= 0)),
    CONSTRAINT crawler_schedules_type CHECK (
CASE schedule_type
    WHEN 'once'::text THEN ((cron_expression IS NULL) AND (interval_minutes IS NULL))
    WHEN 'interval'::text THEN ((cron_expression IS NULL) AND ((interval_minutes > 0) IS TRUE))
    WHEN 'cron'::text THEN ((cron_expression IS NOT NULL) AND (interval_minutes IS NULL))
    ELSE false
END),
    CONSTRAINT crawler_schedules_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.crawler_schedules IS 'Automated execution schedules.';
CREATE TABLE public.crawler_schemas (
    id integer DEFAULT nextval('public.crawler_schemas_id_seq'::regclass) NOT NULL,
    name character varying(255) NOT NULL,
    description text,
    version character varying(20) DEFAULT ('1.0.0'::character varying) NOT NULL,
    attributes jsonb NOT NULL,
    linked_schemas public.json_list DEFAULT '[]'::jsonb NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    created_by character varying(255),
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT crawler_schemas_pkey PRIMARY KEY (id),
    CONSTRAINT crawler_schemas_name_key UNIQUE (name)
);
COMMENT ON TABLE public.crawler_schemas IS 'Definitions of what to extract from pages.';
CREATE TABLE public.seo_campaigns (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name character varying(255) NOT NULL,
    description text,
    client_id character varying(255) NOT NULL,
    target_domain character varying(255) NOT NULL,
    target_keywords text[] DEFAULT '{}'::text[] NOT NULL,
    status character varying(50) DEFAULT ('draft'::character varying) NOT NULL,
    goals public.json_object DEFAULT '{}'::jsonb NOT NULL,
    budget numeric(12,2),
    start_date date,
    end_date date,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT seo_campaigns_budget CHECK ((budget >= (0)::numeric)),
    CONSTRAINT seo_campaigns_dates CHECK ((end_date >= start_date)),
    CONSTRAINT seo_campaigns_status CHECK (((status)::text = ANY ((ARRAY['draft'::character varying, 'active'::character varying, 'paused'::character varying, 'completed'::character varying, 'archived'::character varying])::text[]))),
    CONSTRAINT seo_campaigns_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.seo_campaigns IS 'Main records of SEO campaigns.';
CREATE TABLE public.seo_mining_results (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    campaign_id uuid NOT NULL,
    seed_id bigint,
    url text NOT NULL,
    title text,
    meta_description text,
    headings public.json_list DEFAULT '[]'::jsonb NOT NULL,
    keywords public.json_object DEFAULT '{}'::jsonb NOT NULL,
    seo_score public.score,
    extracted_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT seo_mining_results_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.seo_mining_results IS 'SEO data extracted from pages.';
CREATE TABLE public.workflow_pipelines (
    id character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    description text,
    stages public.json_list DEFAULT '[]'::jsonb NOT NULL,
    configuration public.json_object DEFAULT '{}'::jsonb NOT NULL,
    enabled boolean DEFAULT true NOT NULL,
    last_run_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT workflow_pipelines_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.workflow_pipelines IS 'Processing in several stages. Campaigns and schemas are named in its JSON.';
COMMENT ON COLUMN public.crawl_queue.locked_by IS 'the crawler that took it';
COMMENT ON COLUMN public.crawl_queue.source IS 'which part of the system wants it';
COMMENT ON COLUMN public.crawl_results.content_hash IS 'SHA-256 in hexadecimal';
COMMENT ON COLUMN public.crawled_attributes.selector IS 'the CSS or XPath selector that found it';
COMMENT ON COLUMN public.crawler_campaigns.client_id IS 'the client on whose behalf it crawls';
COMMENT ON COLUMN public.crawler_campaigns.configuration IS 'depth, politeness, filters, schemas';
COMMENT ON COLUMN public.crawler_campaigns.id IS 'chosen by whoever creates the campaign';
COMMENT ON COLUMN public.crawler_campaigns.max_pages IS 'NULL for no limit';
COMMENT ON COLUMN public.crawler_campaigns.priority IS '1 is the most urgent, 10 the least';
COMMENT ON COLUMN public.crawler_instances.host IS 'the machine it runs on';
COMMENT ON COLUMN public.crawler_instances.last_heartbeat_at IS 'an instance that is silent for long is taken for lost';
COMMENT ON COLUMN public.crawler_schemas.attributes IS 'what to extract and by which selectors';
COMMENT ON COLUMN public.crawler_schemas.linked_schemas IS 'schemas that this one goes on with';
COMMENT ON COLUMN public.seo_mining_results.seed_id IS 'the seed it was found from; NULL when that is gone';
CREATE INDEX idx_campaign_analytics_time ON public.campaign_analytics (metric_name, period_start DESC);
CREATE UNIQUE INDEX campaign_seeds_url_key ON public.campaign_seeds (campaign_id, md5(url));
CREATE UNIQUE INDEX crawl_queue_url_key ON public.crawl_queue (md5(url)) WHERE (((status)::text = ANY ((ARRAY['queued'::character varying, 'processing'::character varying])::text[])));
CREATE INDEX idx_crawl_queue_locked ON public.crawl_queue (locked_at) WHERE (((status)::text = 'processing'::text));
CREATE INDEX idx_crawl_queue_next ON public.crawl_queue (priority, scheduled_at, id) WHERE (((status)::text = 'queued'::text));
CREATE INDEX idx_crawl_results_crawled ON public.crawl_results USING brin (crawled_at);
CREATE INDEX idx_crawl_results_hash ON public.crawl_results (content_hash) WHERE ((content_hash IS NOT NULL));
CREATE INDEX idx_crawl_results_site ON public.crawl_results (site_id, crawled_at DESC);
CREATE INDEX idx_crawl_results_target ON public.crawl_results (target_id);
CREATE UNIQUE INDEX crawl_targets_campaign_url_key ON public.crawl_targets (campaign_id, md5(url));
CREATE INDEX idx_crawl_targets_next ON public.crawl_targets (campaign_id, priority, id) WHERE (((status)::text = 'pending'::text));
CREATE INDEX idx_crawl_targets_status ON public.crawl_targets (campaign_id, status);
CREATE INDEX idx_crawled_attributes_configuration ON public.crawled_attributes (configuration_id);
CREATE INDEX idx_crawled_attributes_name ON public.crawled_attributes (attribute_name, confidence DESC);
CREATE INDEX idx_crawled_attributes_result ON public.crawled_attributes (result_id);
CREATE INDEX idx_crawled_sites_last ON public.crawled_sites (last_crawled_at DESC);
CREATE INDEX idx_crawler_campaigns_active ON public.crawler_campaigns (priority, created_at) WHERE (((status)::text = ANY ((ARRAY['scheduled'::character varying, 'running'::character varying, 'paused'::character varying])::text[])));
CREATE INDEX idx_crawler_campaigns_client ON public.crawler_campaigns (client_id);
CREATE INDEX idx_crawler_campaigns_created ON public.crawler_campaigns (created_at DESC);
CREATE UNIQUE INDEX crawler_configurations_default_key ON public.crawler_configurations (crawler_type) WHERE (is_default);
CREATE INDEX idx_crawler_instances_campaign ON public.crawler_instances (campaign_id);
CREATE INDEX idx_crawler_instances_heartbeat ON public.crawler_instances (last_heartbeat_at) WHERE (((status)::text = 'running'::text));
CREATE INDEX idx_crawler_schedules_campaign ON public.crawler_schedules (campaign_id);
CREATE INDEX idx_crawler_schedules_due ON public.crawler_schedules (next_run_at) WHERE (enabled);
CREATE INDEX idx_crawler_schemas_attributes ON public.crawler_schemas USING gin (attributes);
CREATE INDEX idx_seo_campaigns_client ON public.seo_campaigns (client_id, status);
CREATE INDEX idx_seo_campaigns_keywords ON public.seo_campaigns USING gin (target_keywords);
CREATE INDEX idx_seo_mining_results_campaign ON public.seo_mining_results (campaign_id, extracted_at DESC);
CREATE INDEX idx_seo_mining_results_seed ON public.seo_mining_results (seed_id);
CREATE INDEX idx_workflow_pipelines_stages ON public.workflow_pipelines USING gin (stages jsonb_path_ops);
ALTER TABLE public.campaign_analytics ADD CONSTRAINT campaign_analytics_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.crawler_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.campaign_crawlers ADD CONSTRAINT campaign_crawlers_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.seo_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.campaign_data_streams ADD CONSTRAINT campaign_data_streams_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.seo_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.campaign_seeds ADD CONSTRAINT campaign_seeds_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.seo_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.campaign_services ADD CONSTRAINT campaign_services_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.seo_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.crawl_results ADD CONSTRAINT crawl_results_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.crawled_sites (id) ON DELETE SET NULL;
ALTER TABLE public.crawl_results ADD CONSTRAINT crawl_results_target_id_fkey FOREIGN KEY (target_id) REFERENCES public.crawl_targets (id) ON DELETE SET NULL;
ALTER TABLE public.crawl_targets ADD CONSTRAINT crawl_targets_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.crawler_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.crawled_attributes ADD CONSTRAINT crawled_attributes_configuration_id_fkey FOREIGN KEY (configuration_id) REFERENCES public.crawler_configurations (id) ON DELETE SET NULL;
ALTER TABLE public.crawled_attributes ADD CONSTRAINT crawled_attributes_result_id_fkey FOREIGN KEY (result_id) REFERENCES public.crawl_results (id) ON DELETE CASCADE;
ALTER TABLE public.crawler_instances ADD CONSTRAINT crawler_instances_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.crawler_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.crawler_schedules ADD CONSTRAINT crawler_schedules_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.crawler_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.seo_mining_results ADD CONSTRAINT seo_mining_results_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.seo_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.seo_mining_results ADD CONSTRAINT seo_mining_results_seed_id_fkey FOREIGN KEY (seed_id) REFERENCES public.campaign_seeds (id) ON DELETE SET NULL;
CREATE TRIGGER update_campaign_crawlers_updated_at BEFORE UPDATE ON public.campaign_crawlers
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_campaign_data_streams_updated_at BEFORE UPDATE ON public.campaign_data_streams
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_campaign_seeds_updated_at BEFORE UPDATE ON public.campaign_seeds
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_campaign_services_updated_at BEFORE UPDATE ON public.campaign_services
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_crawl_targets_updated_at BEFORE UPDATE ON public.crawl_targets
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_crawled_sites_updated_at BEFORE UPDATE ON public.crawled_sites
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_crawler_campaigns_updated_at BEFORE UPDATE ON public.crawler_campaigns
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_crawler_configurations_updated_at BEFORE UPDATE ON public.crawler_configurations
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_crawler_instances_updated_at BEFORE UPDATE ON public.crawler_instances
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_crawler_schedules_updated_at BEFORE UPDATE ON public.crawler_schedules
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_crawler_schemas_updated_at BEFORE UPDATE ON public.crawler_schemas
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_seo_campaigns_updated_at BEFORE UPDATE ON public.seo_campaigns
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_workflow_pipelines_updated_at BEFORE UPDATE ON public.workflow_pipelines
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
ALTER SEQUENCE public.crawler_schemas_id_seq OWNED BY public.crawler_schemas.id;

COMMIT;
