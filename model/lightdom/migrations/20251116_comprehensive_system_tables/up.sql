-- A migration planned by pgwright: 165 statements in 1 group.
-- It locks, of what is there already:
--   public.campaign_data_streams: SHARE ROW EXCLUSIVE

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

CREATE TYPE public.dataset_split AS ENUM ('train', 'validation', 'test', 'holdout');
COMMENT ON TYPE public.dataset_split IS 'What a record of a dataset is for';
CREATE TYPE public.health_status AS ENUM ('healthy', 'degraded', 'unhealthy', 'unknown');
COMMENT ON TYPE public.health_status IS 'From best to worst; unknown is the worst';
CREATE TYPE public.log_level AS ENUM ('debug', 'info', 'warn', 'error', 'fatal');
COMMENT ON TYPE public.log_level IS 'In order: level >= ''warn'' is what one wants to read';
CREATE TYPE public.training_phase AS ENUM ('training', 'validation', 'test');
COMMENT ON TYPE public.training_phase IS 'When a metric was taken';
CREATE FUNCTION public.update_dataset_statistics()
RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    sign integer := CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END;
    changes refcursor;
    change record;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        UPDATE public.training_datasets
        SET total_records = 0, training_records = 0, validation_records = 0, test_records = 0
        WHERE total_records <> 0;
        RETURN NULL;
    ELSIF TG_OP = 'UPDATE' THEN
        OPEN changes FOR
            SELECT r.dataset_id,
                   sum(r.n) AS total,
                   coalesce(sum(r.n) FILTER (WHERE r.split_type = 'train'), 0) AS train,
                   coalesce(sum(r.n) FILTER (WHERE r.split_type = 'validation'), 0) AS validation,
                   coalesce(sum(r.n) FILTER (WHERE r.split_type = 'test'), 0) AS test
            FROM (SELECT dataset_id, split_type, -1 AS n FROM old_rows
                  UNION ALL
                  SELECT dataset_id, split_type, 1 FROM new_rows) r
            GROUP BY r.dataset_id
            ORDER BY r.dataset_id;
    ELSE
        OPEN changes FOR
            SELECT r.dataset_id,
                   sign * count(*) AS total,
                   sign * count(*) FILTER (WHERE r.split_type = 'train') AS train,
                   sign * count(*) FILTER (WHERE r.split_type = 'validation') AS validation,
                   sign * count(*) FILTER (WHERE r.split_type = 'test') AS test
            FROM changed_rows r
            GROUP BY r.dataset_id
            ORDER BY r.dataset_id;
    END IF;

    LOOP
        FETCH changes INTO change;
        EXIT WHEN NOT FOUND;
        CONTINUE WHEN change.total = 0 AND change.train = 0 AND change.validation = 0 AND change.test = 0;
        UPDATE public.training_datasets d
        SET total_records = d.total_records + change.total,
            training_records = d.training_records + change.train,
            validation_records = d.validation_records + change.validation,
            test_records = d.test_records + change.test
        WHERE d.dataset_id = change.dataset_id;
    END LOOP;
    CLOSE changes;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION public.update_dataset_statistics() IS 'Keeps total_records, training_records, validation_records and test_records of training_datasets.';
CREATE FUNCTION public.update_mining_job_progress()
RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    sign integer := CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END;
    changes refcursor;
    change record;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        UPDATE public.data_mining_jobs
        SET processed_items = 0, successful_items = 0, failed_items = 0
        WHERE processed_items <> 0;
        RETURN NULL;
    ELSIF TG_OP = 'UPDATE' THEN
        OPEN changes FOR
            SELECT r.job_id,
                   sum(r.n) AS processed,
                   coalesce(sum(r.n) FILTER (WHERE r.validation_passed), 0) AS successful,
                   coalesce(sum(r.n) FILTER (WHERE NOT r.validation_passed), 0) AS failed
            FROM (SELECT job_id, validation_passed, -1 AS n FROM old_rows
                  UNION ALL
                  SELECT job_id, validation_passed, 1 FROM new_rows) r
            GROUP BY r.job_id
            ORDER BY r.job_id;
    ELSE
        OPEN changes FOR
            SELECT r.job_id,
                   sign * count(*) AS processed,
                   sign * count(*) FILTER (WHERE r.validation_passed) AS successful,
                   sign * count(*) FILTER (WHERE NOT r.validation_passed) AS failed
            FROM changed_rows r
            GROUP BY r.job_id
            ORDER BY r.job_id;
    END IF;

    LOOP
        FETCH changes INTO change;
        EXIT WHEN NOT FOUND;
        CONTINUE WHEN change.processed = 0 AND change.successful = 0 AND change.failed = 0;
        UPDATE public.data_mining_jobs j
        SET processed_items = j.processed_items + change.processed,
            successful_items = j.successful_items + change.successful,
            failed_items = j.failed_items + change.failed
        WHERE j.job_id = change.job_id;
    END LOOP;
    CLOSE changes;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION public.update_mining_job_progress() IS 'Keeps processed_items, successful_items and failed_items of data_mining_jobs.';
CREATE TABLE public.attribute_extraction_history (
    history_id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    attribute_id character varying(255) NOT NULL,
    source_url text NOT NULL,
    extraction_method character varying(100) NOT NULL,
    extracted_value jsonb,
    confidence_score public.score,
    validation_passed boolean,
    error_message text,
    extraction_time_ms integer,
    extracted_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT attribute_extraction_history_time CHECK ((extraction_time_ms >= 0)),
    CONSTRAINT attribute_extraction_history_pkey PRIMARY KEY (history_id)
);
COMMENT ON TABLE public.attribute_extraction_history IS 'How the extraction of attributes went.';
CREATE TABLE public.attribute_templates (
    template_id character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    description text,
    attribute_type character varying(50) NOT NULL,
    extraction_template public.json_object DEFAULT '{}'::jsonb NOT NULL,
    validation_template public.json_object DEFAULT '{}'::jsonb NOT NULL,
    enrichment_template public.json_object DEFAULT '{}'::jsonb NOT NULL,
    default_config public.json_object DEFAULT '{}'::jsonb NOT NULL,
    usage_count bigint DEFAULT 0 NOT NULL,
    success_rate public.score,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT attribute_templates_type CHECK (((attribute_type)::text = ANY ((ARRAY['seo'::character varying, 'content'::character varying, 'technical'::character varying, 'performance'::character varying, 'business'::character varying, 'custom'::character varying])::text[]))),
    CONSTRAINT attribute_templates_usage CHECK ((usage_count >= 0)),
    CONSTRAINT attribute_templates_pkey PRIMARY KEY (template_id),
    CONSTRAINT attribute_templates_name_key UNIQUE (name)
);
COMMENT ON TABLE public.attribute_templates IS 'Reusable configurations of attribute extraction.';
CREATE TABLE public.data_mining_jobs (
    job_id character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    description text,
    job_type character varying(50) NOT NULL,
    status character varying(50) DEFAULT ('pending'::character varying) NOT NULL,
    priority integer DEFAULT 5 NOT NULL,
    source_config public.json_object DEFAULT '{}'::jsonb NOT NULL,
    extraction_config public.json_object DEFAULT '{}'::jsonb NOT NULL,
    processing_config public.json_object DEFAULT '{}'::jsonb NOT NULL,
    output_config public.json_object DEFAULT '{}'::jsonb NOT NULL,
    schedule_config public.json_object DEFAULT '{}'::jsonb NOT NULL,
    total_items integer DEFAULT 0 NOT NULL,
    processed_items integer DEFAULT 0 NOT NULL,
    successful_items integer DEFAULT 0 NOT NULL,
    failed_items integer DEFAULT 0 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    max_retries integer DEFAULT 3 NOT NULL,
    error_message text,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    duration_seconds numeric(12,3) GENERATED ALWAYS AS (EXTRACT(epoch FROM (completed_at - started_at))) STORED,
    items_per_second numeric(14,4) GENERATED ALWAYS AS (((processed_items)::numeric / NULLIF(EXTRACT(epoch FROM (completed_at - started_at)), (0)::numeric))) STORED,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT data_mining_jobs_items CHECK (((total_items >= 0) AND (successful_items >= 0) AND (failed_items >= 0) AND ((successful_items + failed_items) <= processed_items))),
    CONSTRAINT data_mining_jobs_retries CHECK (((retry_count >= 0) AND (retry_count <= max_retries))),
    CONSTRAINT data_mining_jobs_status CHECK (((status)::text = ANY ((ARRAY['pending'::character varying, 'scheduled'::character varying, 'running'::character varying, 'paused'::character varying, 'completed'::character varying, 'failed'::character varying, 'cancelled'::character varying, 'retrying'::character varying])::text[]))),
    CONSTRAINT data_mining_jobs_times CHECK ((completed_at >= started_at)),
    CONSTRAINT data_mining_jobs_type CHECK (((job_type)::text = ANY ((ARRAY['web_scraping'::character varying, 'api_extraction'::character varying, 'database_mining'::character varying, 'file_processing'::character varying, 'stream_processing'::character varying, 'custom'::character varying])::text[]))),
    CONSTRAINT data_mining_jobs_pkey PRIMARY KEY (job_id)
);
COMMENT ON TABLE public.data_mining_jobs IS 'The life of data mining jobs.';
CREATE TABLE public.data_mining_results (
    result_id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    job_id character varying(255) NOT NULL,
    source_url text,
    raw_data jsonb,
    processed_data jsonb,
    extraction_quality public.score,
    data_completeness public.score,
    validation_passed boolean,
    validation_errors public.json_list DEFAULT '[]'::jsonb NOT NULL,
    category character varying(100),
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    extracted_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT data_mining_results_pkey PRIMARY KEY (result_id)
);
COMMENT ON TABLE public.data_mining_results IS 'What jobs extracted, raw and processed, with its quality.';
CREATE TABLE public.data_mining_schedules (
    schedule_id character varying(255) NOT NULL,
    job_template_id character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    schedule_type character varying(50) NOT NULL,
    cron_expression character varying(100),
    interval_minutes integer,
    interval_hours integer,
    interval_days integer,
    event_trigger character varying(255),
    timezone character varying(64) DEFAULT ('UTC'::character varying) NOT NULL,
    enabled boolean DEFAULT true NOT NULL,
    last_run_at timestamp with time zone,
    next_run_at timestamp with time zone,
    run_count integer DEFAULT 0 NOT NULL,
    consecutive_failures integer DEFAULT 0 NOT NULL,
    pause_on_failure boolean DEFAULT false NOT NULL,
    max_failures integer DEFAULT 3 NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT data_mining_schedules_counts CHECK (((run_count >= 0) AND (consecutive_failures >= 0) AND (max_failures > 0))),
    CONSTRAINT data_mining_schedules_interval CHECK (((interval_minutes > 0) AND (interval_hours > 0) AND (interval_days > 0))),
    CONSTRAINT data_mining_schedules_type CHECK (
CASE schedule_type
    WHEN 'once'::text THEN ((cron_expression IS NULL) AND (event_trigger IS NULL))
    WHEN 'interval'::text THEN (num_nonnulls(interval_minutes, interval_hours, interval_days) > 0)
    WHEN 'cron'::text THEN (cron_expression IS NOT NULL)
    WHEN 'event_driven'::text THEN (event_trigger IS NOT NULL)
    ELSE false
END),
    CONSTRAINT data_mining_schedules_pkey PRIMARY KEY (schedule_id)
);
COMMENT ON TABLE public.data_mining_schedules IS 'Jobs that recur.';
CREATE TABLE public.neural_network_instances (
    instance_id character varying(255) NOT NULL,
    client_id character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    description text,
    model_type character varying(50) NOT NULL,
    status character varying(50) DEFAULT ('initializing'::character varying) NOT NULL,
    version character varying(20) DEFAULT ('1.0.0'::character varying) NOT NULL,
    training_config public.json_object DEFAULT '{}'::jsonb NOT NULL,
    data_config public.json_object DEFAULT '{}'::jsonb NOT NULL,
    architecture public.json_object DEFAULT '{}'::jsonb NOT NULL,
    performance public.json_object DEFAULT '{}'::jsonb NOT NULL,
    last_trained_at timestamp with time zone,
    last_used_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT neural_network_instances_status CHECK (((status)::text = ANY ((ARRAY['initializing'::character varying, 'training'::character varying, 'ready'::character varying, 'predicting'::character varying, 'paused'::character varying, 'error'::character varying, 'archived'::character varying])::text[]))),
    CONSTRAINT neural_network_instances_type CHECK (((model_type)::text = ANY ((ARRAY['classification'::character varying, 'regression'::character varying, 'timeseries'::character varying, 'nlp'::character varying, 'cv'::character varying, 'custom'::character varying])::text[]))),
    CONSTRAINT neural_network_instances_pkey PRIMARY KEY (instance_id)
);
COMMENT ON TABLE public.neural_network_instances IS 'Per-client neural network instances with isolated training.';
CREATE TABLE public.neural_network_predictions (
    prediction_id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    instance_id character varying(255) NOT NULL,
    input_features jsonb NOT NULL,
    input_hash character varying(32) GENERATED ALWAYS AS (md5((input_features)::text)) STORED,
    prediction_result jsonb NOT NULL,
    confidence public.score,
    actual_result jsonb,
    is_correct boolean,
    feedback_score integer,
    predicted_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT neural_network_predictions_actual CHECK (((is_correct IS NULL) OR (actual_result IS NOT NULL))),
    CONSTRAINT neural_network_predictions_feedback CHECK (((feedback_score >= 1) AND (feedback_score <= 5))),
    CONSTRAINT neural_network_predictions_pkey PRIMARY KEY (prediction_id)
);
COMMENT ON TABLE public.neural_network_predictions IS 'Predictions, and what people and time said of them.';
CREATE TABLE public.neural_network_training_sessions (
    session_id character varying(255) NOT NULL,
    instance_id character varying(255) NOT NULL,
    dataset_id character varying(255),
    status character varying(50) DEFAULT ('pending'::character varying) NOT NULL,
    epochs_planned integer NOT NULL,
    epochs_completed integer DEFAULT 0 NOT NULL,
    training_metrics public.json_list DEFAULT '[]'::jsonb NOT NULL,
    best_epoch integer,
    best_loss double precision,
    best_accuracy public.score,
    training_time_seconds integer,
    gpu_utilized boolean DEFAULT false NOT NULL,
    error_message text,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT neural_network_training_sessions_best CHECK (((best_epoch >= 1) AND (best_epoch <= epochs_completed))),
    CONSTRAINT neural_network_training_sessions_epochs CHECK (((epochs_planned > 0) AND ((epochs_completed >= 0) AND (epochs_completed <= epochs_planned)))),
    CONSTRAINT neural_network_training_sessions_status CHECK (((status)::text = ANY ((ARRAY['pending'::character varying, 'running'::character varying, 'completed'::character varying, 'failed'::character varying, 'cancelled'::character varying])::text[]))),
    CONSTRAINT neural_network_training_sessions_times CHECK (((completed_at >= started_at) AND (training_time_seconds >= 0))),
    CONSTRAINT neural_network_training_sessions_pkey PRIMARY KEY (session_id)
);
COMMENT ON TABLE public.neural_network_training_sessions IS 'Training runs with their metrics.';
CREATE TABLE public.seed_quality_metrics (
    metric_id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    seed_id character varying(255) NOT NULL,
    overall_quality public.score,
    content_quality public.score,
    relevance_score public.score,
    freshness_score public.score,
    authority_score public.score,
    avg_response_time_ms integer,
    success_rate public.score,
    error_rate public.score,
    total_crawls integer DEFAULT 0 NOT NULL,
    successful_crawls integer DEFAULT 0 NOT NULL,
    data_points_extracted bigint DEFAULT 0 NOT NULL,
    conversion_rate public.score,
    roi_score numeric(12,4),
    measured_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT seed_quality_metrics_crawls CHECK (((successful_crawls >= 0) AND (successful_crawls <= total_crawls))),
    CONSTRAINT seed_quality_metrics_yield CHECK (((data_points_extracted >= 0) AND (avg_response_time_ms >= 0))),
    CONSTRAINT seed_quality_metrics_pkey PRIMARY KEY (metric_id)
);
COMMENT ON TABLE public.seed_quality_metrics IS 'Quality and yield of seeds over time.';
CREATE TABLE public.seeding_strategies (
    strategy_id character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    description text,
    strategy_type character varying(50) NOT NULL,
    algorithm_config public.json_object DEFAULT '{}'::jsonb NOT NULL,
    url_scoring_rules public.json_list DEFAULT '[]'::jsonb NOT NULL,
    priority_rules public.json_list DEFAULT '[]'::jsonb NOT NULL,
    max_depth integer DEFAULT 3 NOT NULL,
    max_urls_per_domain integer DEFAULT 1000 NOT NULL,
    rate_limit_ms integer DEFAULT 1000 NOT NULL,
    url_filters public.json_list DEFAULT '[]'::jsonb NOT NULL,
    domain_filters public.json_list DEFAULT '[]'::jsonb NOT NULL,
    enabled boolean DEFAULT true NOT NULL,
    avg_quality_score public.score,
    success_rate public.score,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT seeding_strategies_limits CHECK (((max_depth >= 0) AND (max_urls_per_domain > 0) AND (rate_limit_ms >= 0))),
    CONSTRAINT seeding_strategies_type CHECK (((strategy_type)::text = ANY ((ARRAY['breadth_first'::character varying, 'depth_first'::character varying, 'priority'::character varying, 'smart'::character varying, 'neural'::character varying, 'custom'::character varying])::text[]))),
    CONSTRAINT seeding_strategies_pkey PRIMARY KEY (strategy_id),
    CONSTRAINT seeding_strategies_name_key UNIQUE (name)
);
COMMENT ON TABLE public.seeding_strategies IS 'Algorithms and strategies of URL seeding.';
CREATE TABLE public.service_definitions (
    service_id character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    description text,
    service_type character varying(50) NOT NULL,
    category character varying(50) NOT NULL,
    version character varying(20) DEFAULT ('1.0.0'::character varying) NOT NULL,
    status character varying(50) DEFAULT ('active'::character varying) NOT NULL,
    configuration public.json_object DEFAULT '{}'::jsonb NOT NULL,
    default_config public.json_object DEFAULT '{}'::jsonb NOT NULL,
    deployment_type character varying(50) DEFAULT ('internal'::character varying) NOT NULL,
    endpoint_url text,
    health_check_url text,
    capabilities text[] DEFAULT '{}'::text[] NOT NULL,
    supported_operations text[] DEFAULT '{}'::text[] NOT NULL,
    dependencies text[] DEFAULT '{}'::text[] NOT NULL,
    resource_requirements public.json_object DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT service_definitions_category CHECK (((category)::text = ANY ((ARRAY['seo'::character varying, 'analytics'::character varying, 'ml'::character varying, 'automation'::character varying, 'infrastructure'::character varying])::text[]))),
    CONSTRAINT service_definitions_deployment CHECK (((deployment_type)::text = ANY ((ARRAY['internal'::character varying, 'docker'::character varying, 'kubernetes'::character varying, 'serverless'::character varying, 'external'::character varying])::text[]))),
    CONSTRAINT service_definitions_itself CHECK ((NOT ((service_id)::text = ANY (dependencies)))),
    CONSTRAINT service_definitions_status CHECK (((status)::text = ANY ((ARRAY['active'::character varying, 'inactive'::character varying, 'deprecated'::character varying])::text[]))),
    CONSTRAINT service_definitions_type CHECK (((service_type)::text = ANY ((ARRAY['crawler'::character varying, 'neural_network'::character varying, 'data_mining'::character varying, 'api'::character varying, 'worker'::character varying, 'scheduler'::character varying, 'monitor'::character varying])::text[]))),
    CONSTRAINT service_definitions_pkey PRIMARY KEY (service_id),
    CONSTRAINT service_definitions_name_key UNIQUE (name)
);
COMMENT ON TABLE public.service_definitions IS 'Registry of services with capabilities and dependencies.';
CREATE TABLE public.service_health_checks (
    check_id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    service_id character varying(255) NOT NULL,
    status public.health_status NOT NULL,
    response_time_ms integer,
    cpu_usage_percent public.percent,
    memory_usage_mb integer,
    disk_usage_percent public.percent,
    active_connections integer,
    error_rate public.score,
    throughput_rps numeric(12,2),
    error_message text,
    warnings public.json_list DEFAULT '[]'::jsonb NOT NULL,
    checked_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT service_health_checks_measures CHECK (((response_time_ms >= 0) AND (memory_usage_mb >= 0) AND (active_connections >= 0) AND (throughput_rps >= (0)::numeric))),
    CONSTRAINT service_health_checks_pkey PRIMARY KEY (check_id)
);
COMMENT ON TABLE public.service_health_checks IS 'Health and performance of services over time.';
CREATE TABLE public.service_logs (
    log_id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    service_id character varying(255) NOT NULL,
    level public.log_level DEFAULT 'info'::public.log_level NOT NULL,
    message text NOT NULL,
    details public.json_object,
    request_id character varying(255),
    user_id character varying(255),
    session_id character varying(255),
    error_code character varying(50),
    error_stack text,
    source_file character varying(500),
    source_line integer,
    source_function character varying(255),
    logged_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT service_logs_line CHECK ((source_line > 0)),
    CONSTRAINT service_logs_pkey PRIMARY KEY (log_id)
);
COMMENT ON TABLE public.service_logs IS 'What services say.';
CREATE TABLE public.stream_attributes (
    attribute_id character varying(255) NOT NULL,
    stream_id integer NOT NULL,
    template_id character varying(255),
    name character varying(255) NOT NULL,
    data_type character varying(50) DEFAULT ('text'::character varying) NOT NULL,
    required boolean DEFAULT false NOT NULL,
    configuration public.json_object DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT stream_attributes_type CHECK (((data_type)::text = ANY ((ARRAY['text'::character varying, 'number'::character varying, 'boolean'::character varying, 'date'::character varying, 'url'::character varying, 'json'::character varying])::text[]))),
    CONSTRAINT stream_attributes_pkey PRIMARY KEY (attribute_id),
    CONSTRAINT stream_attributes_name_key UNIQUE (stream_id, name)
);
COMMENT ON TABLE public.stream_attributes IS 'Attributes that a data stream carries.';
CREATE TABLE public.training_datasets (
    dataset_id character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    description text,
    dataset_type character varying(50) NOT NULL,
    domain character varying(50) NOT NULL,
    task character varying(100),
    version character varying(20) DEFAULT ('1.0.0'::character varying) NOT NULL,
    status character varying(50) DEFAULT ('draft'::character varying) NOT NULL,
    features_schema public.json_object DEFAULT '{}'::jsonb NOT NULL,
    labels_schema public.json_object DEFAULT '{}'::jsonb NOT NULL,
    split_config public.json_object DEFAULT '{"test": 0.15, "train": 0.7, "validation": 0.15}'::jsonb NOT NULL,
    total_records bigint DEFAULT 0 NOT NULL,
    training_records bigint DEFAULT 0 NOT NULL,
    validation_records bigint DEFAULT 0 NOT NULL,
    test_records bigint DEFAULT 0 NOT NULL,
    quality_score public.score,
    completeness public.score,
    balance_score public.score,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT training_datasets_records CHECK (((training_records >= 0) AND (validation_records >= 0) AND (test_records >= 0) AND (((training_records + validation_records) + test_records) <= total_records))),
    CONSTRAINT training_datasets_status CHECK (((status)::text = ANY ((ARRAY['draft'::character varying, 'ready'::character varying, 'frozen'::character varying, 'archived'::character varying])::text[]))),
    CONSTRAINT training_datasets_type CHECK (((dataset_type)::text = ANY ((ARRAY['classification'::character varying, 'regression'::character varying, 'timeseries'::character varying, 'nlp'::character varying, 'cv'::character varying, 'custom'::character varying])::text[]))),
    CONSTRAINT training_datasets_pkey PRIMARY KEY (dataset_id),
    CONSTRAINT training_datasets_version_key UNIQUE (name, version)
);
COMMENT ON TABLE public.training_datasets IS 'Training data in versioned datasets.';
CREATE TABLE public.training_metrics (
    metric_id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    session_id character varying(255) NOT NULL,
    dataset_id character varying(255),
    metric_type character varying(50) NOT NULL,
    epoch integer NOT NULL,
    step integer DEFAULT 0 NOT NULL,
    value double precision NOT NULL,
    phase public.training_phase DEFAULT 'training'::public.training_phase NOT NULL,
    recorded_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT training_metrics_place CHECK (((epoch >= 0) AND (step >= 0))),
    CONSTRAINT training_metrics_type CHECK (((metric_type)::text = ANY ((ARRAY['loss'::character varying, 'accuracy'::character varying, 'precision'::character varying, 'recall'::character varying, 'f1'::character varying, 'mse'::character varying, 'mae'::character varying, 'r2'::character varying, 'auc'::character varying])::text[]))),
    CONSTRAINT training_metrics_pkey PRIMARY KEY (metric_id),
    CONSTRAINT training_metrics_step_key UNIQUE (session_id, phase, metric_type, epoch, step)
);
COMMENT ON TABLE public.training_metrics IS 'Metrics of training over time.';
CREATE TABLE public.training_records (
    record_id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    dataset_id character varying(255) NOT NULL,
    split_type public.dataset_split DEFAULT 'train'::public.dataset_split NOT NULL,
    features jsonb NOT NULL,
    labels jsonb,
    raw_features jsonb,
    engineered_features jsonb,
    feature_vector real[],
    quality_score public.score,
    is_outlier boolean DEFAULT false NOT NULL,
    is_synthetic boolean DEFAULT false NOT NULL,
    sample_weight double precision DEFAULT 1 NOT NULL,
    source_url text,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT training_records_weight CHECK (((sample_weight >= (0)::double precision) AND (sample_weight < 'Infinity'::double precision))),
    CONSTRAINT training_records_pkey PRIMARY KEY (record_id)
);
COMMENT ON TABLE public.training_records IS 'Single records with features and labels.';
CREATE TABLE public.url_seeds (
    seed_id character varying(255) NOT NULL,
    strategy_id character varying(255),
    url text NOT NULL,
    domain character varying(255) NOT NULL,
    status character varying(50) DEFAULT ('active'::character varying) NOT NULL,
    priority integer DEFAULT 5 NOT NULL,
    metadata public.json_object DEFAULT '{}'::jsonb NOT NULL,
    last_crawled_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT url_seeds_status CHECK (((status)::text = ANY ((ARRAY['active'::character varying, 'paused'::character varying, 'exhausted'::character varying, 'rejected'::character varying])::text[]))),
    CONSTRAINT url_seeds_url CHECK ((url ~ '^https?://'::text)),
    CONSTRAINT url_seeds_pkey PRIMARY KEY (seed_id)
);
COMMENT ON TABLE public.url_seeds IS 'URLs that crawling starts from.';
COMMENT ON COLUMN public.attribute_extraction_history.validation_passed IS 'NULL until it was validated';
COMMENT ON COLUMN public.data_mining_jobs.extraction_config IS 'selectors, extractors, filters';
COMMENT ON COLUMN public.data_mining_jobs.failed_items IS '… and those that did not';
COMMENT ON COLUMN public.data_mining_jobs.output_config IS 'destination and storage';
COMMENT ON COLUMN public.data_mining_jobs.processed_items IS 'kept by update_mining_job_progress()';
COMMENT ON COLUMN public.data_mining_jobs.processing_config IS 'cleaning, validation, enrichment';
COMMENT ON COLUMN public.data_mining_jobs.source_config IS 'URL, endpoint and so on';
COMMENT ON COLUMN public.data_mining_jobs.successful_items IS '… of them those that passed validation';
COMMENT ON COLUMN public.data_mining_jobs.total_items IS 'as far as known; 0 when it is not';
COMMENT ON COLUMN public.data_mining_results.validation_passed IS 'NULL until it was validated';
COMMENT ON COLUMN public.data_mining_schedules.event_trigger IS 'the event that starts it';
COMMENT ON COLUMN public.data_mining_schedules.job_template_id IS 'the job that is run again';
COMMENT ON COLUMN public.data_mining_schedules.max_failures IS '… so many in a row';
COMMENT ON COLUMN public.neural_network_instances.client_id IS 'the client that owns it';
COMMENT ON COLUMN public.neural_network_instances.data_config IS 'source and isolation of the data';
COMMENT ON COLUMN public.neural_network_instances.performance IS 'accuracy, loss and so on';
COMMENT ON COLUMN public.neural_network_instances.training_config IS 'epochs, batch size, learning rate';
COMMENT ON COLUMN public.neural_network_predictions.actual_result IS 'what came out in the end';
COMMENT ON COLUMN public.neural_network_predictions.feedback_score IS 'what people say of it';
COMMENT ON COLUMN public.neural_network_predictions.input_hash IS 'the same input of the same instance has the same prediction';
COMMENT ON COLUMN public.neural_network_training_sessions.training_metrics IS 'one element an epoch';
COMMENT ON COLUMN public.seed_quality_metrics.roi_score IS 'what came of it over what it cost';
COMMENT ON COLUMN public.seeding_strategies.rate_limit_ms IS 'between two requests to one host';
COMMENT ON COLUMN public.service_definitions.default_config IS 'what configuration leaves open';
COMMENT ON COLUMN public.service_definitions.dependencies IS 'service_ids it needs';
COMMENT ON COLUMN public.service_definitions.resource_requirements IS 'CPU, memory, disk';
COMMENT ON COLUMN public.training_datasets.domain IS 'seo, ecommerce, nlp, cv …';
COMMENT ON COLUMN public.training_datasets.task IS 'sentiment_analysis, price_prediction …';
COMMENT ON COLUMN public.training_datasets.test_records IS '… for tests; the rest is held out';
COMMENT ON COLUMN public.training_datasets.total_records IS 'kept by update_dataset_statistics()';
COMMENT ON COLUMN public.training_datasets.training_records IS '… of them for training';
COMMENT ON COLUMN public.training_datasets.validation_records IS '… for validation';
COMMENT ON COLUMN public.training_records.engineered_features IS '… and what it added';
COMMENT ON COLUMN public.training_records.feature_vector IS 'normalized and vectorized';
COMMENT ON COLUMN public.training_records.raw_features IS 'before feature engineering';
CREATE INDEX idx_attribute_extraction_history_attribute ON public.attribute_extraction_history (attribute_id, extracted_at DESC);
CREATE INDEX idx_attribute_extraction_history_failed ON public.attribute_extraction_history (attribute_id, extracted_at DESC) WHERE ((validation_passed = false));
CREATE INDEX idx_attribute_templates_type ON public.attribute_templates (attribute_type);
CREATE INDEX idx_data_mining_jobs_created ON public.data_mining_jobs (created_at DESC);
CREATE INDEX idx_data_mining_jobs_status ON public.data_mining_jobs (status, priority);
CREATE INDEX idx_data_mining_jobs_type ON public.data_mining_jobs (job_type);
CREATE INDEX idx_data_mining_results_category ON public.data_mining_results (category);
CREATE INDEX idx_data_mining_results_data ON public.data_mining_results USING gin (processed_data jsonb_path_ops);
CREATE INDEX idx_data_mining_results_job ON public.data_mining_results (job_id, extracted_at DESC);
CREATE INDEX idx_data_mining_results_tags ON public.data_mining_results USING gin (tags);
CREATE INDEX idx_data_mining_schedules_due ON public.data_mining_schedules (next_run_at) WHERE (enabled);
CREATE INDEX idx_data_mining_schedules_job ON public.data_mining_schedules (job_template_id);
CREATE INDEX idx_neural_network_instances_client ON public.neural_network_instances (client_id, status);
CREATE INDEX idx_neural_network_instances_type ON public.neural_network_instances (model_type);
CREATE INDEX idx_neural_network_predictions_input ON public.neural_network_predictions (instance_id, input_hash);
CREATE INDEX idx_neural_network_predictions_instance ON public.neural_network_predictions (instance_id, predicted_at DESC);
CREATE INDEX idx_neural_network_training_sessions_dataset ON public.neural_network_training_sessions (dataset_id);
CREATE INDEX idx_neural_network_training_sessions_instance ON public.neural_network_training_sessions (instance_id, started_at DESC);
CREATE INDEX idx_neural_network_training_sessions_open ON public.neural_network_training_sessions (status) WHERE (((status)::text = ANY ((ARRAY['pending'::character varying, 'running'::character varying])::text[])));
CREATE INDEX idx_seed_quality_metrics_best ON public.seed_quality_metrics (overall_quality DESC NULLS LAST);
CREATE INDEX idx_seed_quality_metrics_seed ON public.seed_quality_metrics (seed_id, measured_at DESC);
CREATE INDEX idx_service_definitions_capabilities ON public.service_definitions USING gin (capabilities);
CREATE INDEX idx_service_definitions_dependencies ON public.service_definitions USING gin (dependencies);
CREATE INDEX idx_service_definitions_type ON public.service_definitions (service_type, category);
CREATE INDEX idx_service_health_checks_bad ON public.service_health_checks (checked_at DESC) WHERE ((status <> 'healthy'::public.health_status));
CREATE INDEX idx_service_health_checks_latest ON public.service_health_checks (service_id, checked_at DESC, check_id DESC);
CREATE INDEX idx_service_logs_bad ON public.service_logs (level, logged_at DESC) WHERE ((level >= 'warn'::public.log_level));
CREATE INDEX idx_service_logs_request ON public.service_logs (request_id) WHERE ((request_id IS NOT NULL));
CREATE INDEX idx_service_logs_service ON public.service_logs (service_id, logged_at DESC);
CREATE INDEX idx_service_logs_time ON public.service_logs USING brin (logged_at);
CREATE INDEX idx_stream_attributes_template ON public.stream_attributes (template_id);
CREATE INDEX idx_training_datasets_domain ON public.training_datasets (domain, task);
CREATE INDEX idx_training_metrics_dataset ON public.training_metrics (dataset_id, metric_type);
CREATE INDEX idx_training_records_dataset ON public.training_records (dataset_id, split_type);
CREATE INDEX idx_training_records_suspect ON public.training_records (dataset_id) WHERE ((is_outlier OR is_synthetic));
CREATE INDEX idx_url_seeds_domain ON public.url_seeds (domain);
CREATE INDEX idx_url_seeds_strategy ON public.url_seeds (strategy_id);
CREATE UNIQUE INDEX url_seeds_url_key ON public.url_seeds (md5(url));
ALTER TABLE public.attribute_extraction_history ADD CONSTRAINT attribute_extraction_history_attribute_id_fkey FOREIGN KEY (attribute_id) REFERENCES public.stream_attributes (attribute_id) ON DELETE CASCADE;
ALTER TABLE public.data_mining_results ADD CONSTRAINT data_mining_results_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.data_mining_jobs (job_id) ON DELETE CASCADE;
ALTER TABLE public.data_mining_schedules ADD CONSTRAINT data_mining_schedules_job_template_id_fkey FOREIGN KEY (job_template_id) REFERENCES public.data_mining_jobs (job_id) ON DELETE CASCADE;
ALTER TABLE public.neural_network_predictions ADD CONSTRAINT neural_network_predictions_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES public.neural_network_instances (instance_id) ON DELETE CASCADE;
ALTER TABLE public.neural_network_training_sessions ADD CONSTRAINT neural_network_training_sessions_dataset_id_fkey FOREIGN KEY (dataset_id) REFERENCES public.training_datasets (dataset_id) ON DELETE SET NULL;
ALTER TABLE public.neural_network_training_sessions ADD CONSTRAINT neural_network_training_sessions_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES public.neural_network_instances (instance_id) ON DELETE CASCADE;
ALTER TABLE public.seed_quality_metrics ADD CONSTRAINT seed_quality_metrics_seed_id_fkey FOREIGN KEY (seed_id) REFERENCES public.url_seeds (seed_id) ON DELETE CASCADE;
ALTER TABLE public.service_health_checks ADD CONSTRAINT service_health_checks_service_id_fkey FOREIGN KEY (service_id) REFERENCES public.service_definitions (service_id) ON DELETE CASCADE;
ALTER TABLE public.service_logs ADD CONSTRAINT service_logs_service_id_fkey FOREIGN KEY (service_id) REFERENCES public.service_definitions (service_id) ON DELETE CASCADE;
ALTER TABLE public.stream_attributes ADD CONSTRAINT stream_attributes_stream_id_fkey FOREIGN KEY (stream_id) REFERENCES public.campaign_data_streams (id) ON DELETE CASCADE;
ALTER TABLE public.stream_attributes ADD CONSTRAINT stream_attributes_template_id_fkey FOREIGN KEY (template_id) REFERENCES public.attribute_templates (template_id) ON DELETE SET NULL;
ALTER TABLE public.training_metrics ADD CONSTRAINT training_metrics_dataset_id_fkey FOREIGN KEY (dataset_id) REFERENCES public.training_datasets (dataset_id) ON DELETE SET NULL;
ALTER TABLE public.training_metrics ADD CONSTRAINT training_metrics_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.neural_network_training_sessions (session_id) ON DELETE CASCADE;
ALTER TABLE public.training_records ADD CONSTRAINT training_records_dataset_id_fkey FOREIGN KEY (dataset_id) REFERENCES public.training_datasets (dataset_id) ON DELETE CASCADE;
ALTER TABLE public.url_seeds ADD CONSTRAINT url_seeds_strategy_id_fkey FOREIGN KEY (strategy_id) REFERENCES public.seeding_strategies (strategy_id) ON DELETE SET NULL;
CREATE VIEW public.v_active_neural_networks AS
 SELECT i.instance_id,
    i.client_id,
    i.name,
    i.model_type,
    i.status,
    i.version,
    t.sessions AS training_sessions,
    t.completed AS completed_sessions,
    t.best_accuracy,
    p.predictions,
    p.avg_confidence,
    p.correct AS correct_predictions,
    i.last_trained_at,
    i.last_used_at,
    i.created_at
   FROM ((public.neural_network_instances i
     CROSS JOIN LATERAL ( SELECT count(*) AS sessions,
            count(*) FILTER (WHERE ((s.status)::text = 'completed'::text)) AS completed,
            max((s.best_accuracy)::numeric) AS best_accuracy
           FROM public.neural_network_training_sessions s
          WHERE ((s.instance_id)::text = (i.instance_id)::text)) t)
     CROSS JOIN LATERAL ( SELECT count(*) AS predictions,
            round(avg((q.confidence)::numeric), 4) AS avg_confidence,
            count(*) FILTER (WHERE q.is_correct) AS correct
           FROM public.neural_network_predictions q
          WHERE ((q.instance_id)::text = (i.instance_id)::text)) p)
  WHERE ((i.status)::text = ANY ((ARRAY['initializing'::character varying, 'training'::character varying, 'ready'::character varying, 'predicting'::character varying])::text[]));
COMMENT ON VIEW public.v_active_neural_networks IS 'Neural networks at work, with how often they were trained and asked.';
CREATE VIEW public.v_mining_job_summary AS
 SELECT j.job_id,
    j.name,
    j.job_type,
    j.status,
    j.total_items,
    j.processed_items,
    j.successful_items,
    j.failed_items,
        CASE
            WHEN (j.total_items > 0) THEN LEAST(round(((100.0 * (j.processed_items)::numeric) / (j.total_items)::numeric), 2), 100.00)
            WHEN ((j.status)::text = 'completed'::text) THEN 100.00
            ELSE 0.00
        END AS progress_percentage,
    round(((100.0 * (j.successful_items)::numeric) / (NULLIF(j.processed_items, 0))::numeric), 2) AS success_percentage,
    r.avg_quality,
    r.avg_completeness,
    j.duration_seconds,
    j.items_per_second,
    j.started_at,
    j.completed_at,
    j.created_at
   FROM (public.data_mining_jobs j
     CROSS JOIN LATERAL ( SELECT round(avg((q.extraction_quality)::numeric), 4) AS avg_quality,
            round(avg((q.data_completeness)::numeric), 4) AS avg_completeness
           FROM public.data_mining_results q
          WHERE ((q.job_id)::text = (j.job_id)::text)) r);
COMMENT ON VIEW public.v_mining_job_summary IS 'Data mining jobs, how far they are and how fast.';
CREATE VIEW public.v_service_health_dashboard AS
 SELECT s.service_id,
    s.name,
    s.service_type,
    s.category,
    s.status AS service_status,
    COALESCE(c.status, 'unknown'::public.health_status) AS health_status,
    c.response_time_ms,
    c.cpu_usage_percent,
    c.memory_usage_mb,
    c.disk_usage_percent,
    c.active_connections,
    c.error_rate,
    c.throughput_rps,
    c.error_message,
    c.checked_at AS last_checked_at
   FROM (public.service_definitions s
     LEFT JOIN LATERAL ( SELECT h.check_id,
            h.service_id,
            h.status,
            h.response_time_ms,
            h.cpu_usage_percent,
            h.memory_usage_mb,
            h.disk_usage_percent,
            h.active_connections,
            h.error_rate,
            h.throughput_rps,
            h.error_message,
            h.warnings,
            h.checked_at
           FROM public.service_health_checks h
          WHERE ((h.service_id)::text = (s.service_id)::text)
          ORDER BY h.checked_at DESC, h.check_id DESC
         LIMIT 1) c ON (true));
COMMENT ON VIEW public.v_service_health_dashboard IS 'Every service with its latest check; one that was never checked is unknown.';
CREATE VIEW public.v_training_dataset_overview AS
 SELECT d.dataset_id,
    d.name,
    d.dataset_type,
    d.domain,
    d.task,
    d.version,
    d.status,
    d.total_records,
    r.total AS actual_records,
    r.train AS actual_training_records,
    r.validation AS actual_validation_records,
    r.test AS actual_test_records,
    r.holdout AS actual_holdout_records,
    r.outliers AS outlier_records,
    r.synthetic AS synthetic_records,
    r.avg_quality,
    d.quality_score,
    d.completeness,
    d.balance_score,
    d.created_at,
    d.updated_at
   FROM (public.training_datasets d
     CROSS JOIN LATERAL ( SELECT count(*) AS total,
            count(*) FILTER (WHERE (q.split_type = 'train'::public.dataset_split)) AS train,
            count(*) FILTER (WHERE (q.split_type = 'validation'::public.dataset_split)) AS validation,
            count(*) FILTER (WHERE (q.split_type = 'test'::public.dataset_split)) AS test,
            count(*) FILTER (WHERE (q.split_type = 'holdout'::public.dataset_split)) AS holdout,
            count(*) FILTER (WHERE q.is_outlier) AS outliers,
            count(*) FILTER (WHERE q.is_synthetic) AS synthetic,
            round(avg((q.quality_score)::numeric), 4) AS avg_quality
           FROM public.training_records q
          WHERE ((q.dataset_id)::text = (d.dataset_id)::text)) r);
COMMENT ON VIEW public.v_training_dataset_overview IS 'Datasets with the records that are there, beside those the statistics know of.';
CREATE TRIGGER update_attribute_templates_updated_at BEFORE UPDATE ON public.attribute_templates
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_data_mining_jobs_updated_at BEFORE UPDATE ON public.data_mining_jobs
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER data_mining_results_deleted AFTER DELETE ON public.data_mining_results REFERENCING OLD TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.update_mining_job_progress();
CREATE TRIGGER data_mining_results_emptied AFTER TRUNCATE ON public.data_mining_results
    FOR EACH STATEMENT EXECUTE FUNCTION public.update_mining_job_progress();
CREATE TRIGGER data_mining_results_inserted AFTER INSERT ON public.data_mining_results REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.update_mining_job_progress();
CREATE TRIGGER data_mining_results_updated AFTER UPDATE ON public.data_mining_results REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.update_mining_job_progress();
CREATE TRIGGER update_data_mining_results_updated_at BEFORE UPDATE ON public.data_mining_results
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_data_mining_schedules_updated_at BEFORE UPDATE ON public.data_mining_schedules
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_neural_network_instances_updated_at BEFORE UPDATE ON public.neural_network_instances
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_neural_network_predictions_updated_at BEFORE UPDATE ON public.neural_network_predictions
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_neural_network_training_sessions_updated_at BEFORE UPDATE ON public.neural_network_training_sessions
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_seeding_strategies_updated_at BEFORE UPDATE ON public.seeding_strategies
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_service_definitions_updated_at BEFORE UPDATE ON public.service_definitions
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_stream_attributes_updated_at BEFORE UPDATE ON public.stream_attributes
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_training_datasets_updated_at BEFORE UPDATE ON public.training_datasets
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER training_records_deleted AFTER DELETE ON public.training_records REFERENCING OLD TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.update_dataset_statistics();
CREATE TRIGGER training_records_emptied AFTER TRUNCATE ON public.training_records
    FOR EACH STATEMENT EXECUTE FUNCTION public.update_dataset_statistics();
CREATE TRIGGER training_records_inserted AFTER INSERT ON public.training_records REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.update_dataset_statistics();
CREATE TRIGGER training_records_updated AFTER UPDATE ON public.training_records REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.update_dataset_statistics();
CREATE TRIGGER update_training_records_updated_at BEFORE UPDATE ON public.training_records
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_url_seeds_updated_at BEFORE UPDATE ON public.url_seeds
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

COMMIT;
