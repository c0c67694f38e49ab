-- A migration planned by pgwright: 80 statements in 1 group.

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

CREATE TYPE public.artifact_type AS ENUM ('web_page', 'paper', 'government_doc', 'social_media', 'pdf', 'image', 'video', 'audio');
COMMENT ON TYPE public.artifact_type IS 'Artifact type enumeration';
CREATE TYPE public.job_status AS ENUM ('pending', 'running', 'completed', 'failed', 'cancelled');
COMMENT ON TYPE public.job_status IS 'Job status enumeration';
CREATE TYPE public.user_role AS ENUM ('user', 'admin', 'moderator');
COMMENT ON TYPE public.user_role IS 'User role enumeration';
CREATE FUNCTION public.update_updated_at_column()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at = CURRENT_TIMESTAMP;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION public.update_updated_at_column() IS 'Sets updated_at to the time of the change.';
CREATE TABLE public.api_keys (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid,
    key_name character varying(100) NOT NULL,
    key_hash character varying(255) NOT NULL,
    permissions text,
    is_active boolean DEFAULT true,
    expires_at timestamp without time zone,
    created_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT api_keys_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.api_keys IS 'Store API keys for external integrations.';
CREATE TABLE public.api_rate_limits (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid,
    endpoint character varying(100) NOT NULL,
    request_count integer DEFAULT 0,
    window_start timestamp without time zone NOT NULL,
    created_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT api_rate_limits_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.api_rate_limits IS 'Track API usage and enforce rate limits.';
CREATE TABLE public.artifacts (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    job_id uuid,
    user_id uuid,
    artifact_type public.artifact_type NOT NULL,
    source_url text,
    title character varying(500),
    description text,
    content_hash character varying(64) NOT NULL,
    file_size bigint,
    mime_type character varying(100),
    minio_path character varying(500) NOT NULL,
    content_text text,
    keywords text[],
    tags text[],
    is_public boolean DEFAULT false,
    created_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT artifacts_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.artifacts IS 'Store scraped content and metadata.';
CREATE TABLE public.audit_logs (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid,
    action character varying(100) NOT NULL,
    resource_type character varying(50),
    resource_id uuid,
    details jsonb,
    ip_address inet,
    user_agent text,
    created_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT audit_logs_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.audit_logs IS 'Track system activities for security and compliance.';
CREATE TABLE public.content_extractions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    artifact_id uuid,
    extraction_type character varying(50) NOT NULL,
    extracted_data jsonb,
    confidence_score numeric(3,2),
    created_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT content_extractions_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.content_extractions IS 'Store extracted content and analysis results.';
CREATE TABLE public.job_configurations (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    job_id uuid,
    config_key character varying(100) NOT NULL,
    config_value text,
    created_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT job_configurations_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.job_configurations IS 'Store job-specific configuration parameters.';
CREATE TABLE public.metadata_tags (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    artifact_id uuid,
    tag_type character varying(50) NOT NULL,
    tag_key character varying(100) NOT NULL,
    tag_value text,
    created_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT metadata_tags_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.metadata_tags IS 'Store flexible metadata tags for artifacts.';
CREATE TABLE public.scraping_jobs (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid,
    job_type character varying(50) NOT NULL,
    keywords text[] NOT NULL,
    expanded_keywords text[],
    title character varying(255) NOT NULL,
    description text,
    status public.job_status DEFAULT 'pending'::public.job_status,
    progress integer DEFAULT 0,
    total_items integer DEFAULT 0,
    processed_items integer DEFAULT 0,
    failed_items integer DEFAULT 0,
    error_message text,
    started_at timestamp without time zone,
    completed_at timestamp without time zone,
    created_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT scraping_jobs_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.scraping_jobs IS 'Store scraping job information and status.';
CREATE TABLE public.system_config (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    key character varying(100) NOT NULL,
    value text,
    type character varying(20) DEFAULT ('string'::character varying),
    description text,
    is_sensitive boolean DEFAULT false,
    created_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT system_config_pkey PRIMARY KEY (id),
    CONSTRAINT system_config_key_key UNIQUE (key)
);
COMMENT ON TABLE public.system_config IS 'Store system-wide configuration settings.';
CREATE TABLE public.user_sessions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid,
    token_hash character varying(255) NOT NULL,
    expires_at timestamp without time zone NOT NULL,
    created_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT user_sessions_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.user_sessions IS 'Store user session tokens for authentication.';
CREATE TABLE public.users (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    username character varying(50) NOT NULL,
    email character varying(255) NOT NULL,
    hashed_password character varying(255) NOT NULL,
    full_name character varying(100),
    role public.user_role DEFAULT 'user'::public.user_role,
    is_active boolean DEFAULT true,
    is_verified boolean DEFAULT false,
    last_login timestamp without time zone,
    created_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_email_key UNIQUE (email),
    CONSTRAINT users_username_key UNIQUE (username)
);
COMMENT ON TABLE public.users IS 'Store user account information and authentication data.';
CREATE INDEX idx_api_keys_active ON public.api_keys (is_active);
CREATE INDEX idx_api_keys_hash ON public.api_keys (key_hash);
CREATE INDEX idx_api_keys_user_id ON public.api_keys (user_id);
CREATE INDEX idx_api_rate_limits_user_endpoint ON public.api_rate_limits (user_id, endpoint);
CREATE INDEX idx_api_rate_limits_window ON public.api_rate_limits (window_start);
CREATE INDEX idx_artifacts_content_hash ON public.artifacts (content_hash);
CREATE INDEX idx_artifacts_created_at ON public.artifacts (created_at);
CREATE INDEX idx_artifacts_job_id ON public.artifacts (job_id);
CREATE INDEX idx_artifacts_keywords ON public.artifacts USING gin (keywords);
CREATE INDEX idx_artifacts_tags ON public.artifacts USING gin (tags);
CREATE INDEX idx_artifacts_type ON public.artifacts (artifact_type);
CREATE INDEX idx_artifacts_user_id ON public.artifacts (user_id);
CREATE INDEX idx_audit_logs_action ON public.audit_logs (action);
CREATE INDEX idx_audit_logs_created_at ON public.audit_logs (created_at);
CREATE INDEX idx_audit_logs_details ON public.audit_logs USING gin (details);
CREATE INDEX idx_audit_logs_user_id ON public.audit_logs (user_id);
CREATE INDEX idx_content_extractions_artifact_id ON public.content_extractions (artifact_id);
CREATE INDEX idx_content_extractions_data ON public.content_extractions USING gin (extracted_data);
CREATE INDEX idx_content_extractions_type ON public.content_extractions (extraction_type);
CREATE INDEX idx_job_configurations_job_id ON public.job_configurations (job_id);
CREATE INDEX idx_job_configurations_key ON public.job_configurations (config_key);
CREATE INDEX idx_metadata_tags_artifact_id ON public.metadata_tags (artifact_id);
CREATE INDEX idx_metadata_tags_type_key ON public.metadata_tags (tag_type, tag_key);
CREATE INDEX idx_scraping_jobs_created_at ON public.scraping_jobs (created_at);
CREATE INDEX idx_scraping_jobs_status ON public.scraping_jobs (status);
CREATE INDEX idx_scraping_jobs_type ON public.scraping_jobs (job_type);
CREATE INDEX idx_scraping_jobs_user_id ON public.scraping_jobs (user_id);
CREATE INDEX idx_system_config_key ON public.system_config (key);
CREATE INDEX idx_user_sessions_expires_at ON public.user_sessions (expires_at);
CREATE INDEX idx_user_sessions_token_hash ON public.user_sessions (token_hash);
CREATE INDEX idx_user_sessions_user_id ON public.user_sessions (user_id);
CREATE INDEX idx_users_active ON public.users (is_active);
CREATE INDEX idx_users_email ON public.users (email);
CREATE INDEX idx_users_role ON public.users (role);
CREATE INDEX idx_users_username ON public.users (username);
ALTER TABLE public.api_keys ADD CONSTRAINT api_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE;
ALTER TABLE public.api_rate_limits ADD CONSTRAINT api_rate_limits_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE;
ALTER TABLE public.artifacts ADD CONSTRAINT artifacts_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.scraping_jobs (id) ON DELETE CASCADE;
ALTER TABLE public.artifacts ADD CONSTRAINT artifacts_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE;
ALTER TABLE public.audit_logs ADD CONSTRAINT audit_logs_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE SET NULL;
ALTER TABLE public.content_extractions ADD CONSTRAINT content_extractions_artifact_id_fkey FOREIGN KEY (artifact_id) REFERENCES public.artifacts (id) ON DELETE CASCADE;
ALTER TABLE public.job_configurations ADD CONSTRAINT job_configurations_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.scraping_jobs (id) ON DELETE CASCADE;
ALTER TABLE public.metadata_tags ADD CONSTRAINT metadata_tags_artifact_id_fkey FOREIGN KEY (artifact_id) REFERENCES public.artifacts (id) ON DELETE CASCADE;
ALTER TABLE public.scraping_jobs ADD CONSTRAINT scraping_jobs_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE;
ALTER TABLE public.user_sessions ADD CONSTRAINT user_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE;
CREATE TRIGGER update_api_keys_updated_at BEFORE UPDATE ON public.api_keys
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_artifacts_updated_at BEFORE UPDATE ON public.artifacts
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_scraping_jobs_updated_at BEFORE UPDATE ON public.scraping_jobs
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_system_config_updated_at BEFORE UPDATE ON public.system_config
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_users_updated_at BEFORE UPDATE ON public.users
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

COMMIT;
