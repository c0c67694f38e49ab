-- A migration planned by pgwright: 61 statements in 1 group.

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

CREATE TYPE public.campaign_phase_type AS ENUM ('domain_generation', 'dns_validation', 'http_keyword_validation', 'analysis');
COMMENT ON TYPE public.campaign_phase_type IS 'The phases of a campaign, in their order';
CREATE TYPE public.phase_status AS ENUM ('not_started', 'ready', 'configured', 'in_progress', 'paused', 'completed', 'failed');
COMMENT ON TYPE public.phase_status IS 'How far a phase is';
CREATE SEQUENCE public.event_store_event_id_seq;
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
CREATE TABLE public.analysis_phases (
    leads_found bigint DEFAULT 0 NOT NULL,
    average_score numeric(5,2),
    results jsonb DEFAULT '{}'::jsonb NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    campaign_id uuid NOT NULL,
    status public.phase_status DEFAULT 'not_started'::public.phase_status NOT NULL,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT analysis_phases_pkey PRIMARY KEY (id),
    CONSTRAINT analysis_phases_campaign_id_key UNIQUE (campaign_id)
);
COMMENT ON TABLE public.analysis_phases IS 'Results of the analysis; see analysis_results.';
CREATE TABLE public.campaign_phases (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    campaign_id uuid NOT NULL,
    phase_type public.campaign_phase_type NOT NULL,
    phase_order integer NOT NULL,
    status public.phase_status DEFAULT 'not_started'::public.phase_status NOT NULL,
    progress numeric(5,2) DEFAULT 0 NOT NULL,
    configuration jsonb DEFAULT '{}'::jsonb NOT NULL,
    total_items bigint DEFAULT 0 NOT NULL,
    processed_items bigint DEFAULT 0 NOT NULL,
    successful_items bigint DEFAULT 0 NOT NULL,
    failed_items bigint DEFAULT 0 NOT NULL,
    error_message text,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT campaign_phases_phase_order_check CHECK (((phase_order >= 1) AND (phase_order <= 4))),
    CONSTRAINT campaign_phases_progress_check CHECK (((progress >= (0)::numeric) AND (progress <= (100)::numeric))),
    CONSTRAINT campaign_phases_pkey PRIMARY KEY (id),
    CONSTRAINT campaign_phases_type_key UNIQUE (campaign_id, phase_type)
);
COMMENT ON TABLE public.campaign_phases IS 'The phases of campaigns.';
CREATE TABLE public.dns_validation_campaign_params (
    campaign_id uuid NOT NULL,
    persona_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    batch_size integer DEFAULT 50 NOT NULL,
    retry_attempts integer DEFAULT 1 NOT NULL,
    rotation_interval interval,
    CONSTRAINT dns_validation_campaign_params_batch_size_check CHECK ((batch_size > 0)),
    CONSTRAINT dns_validation_campaign_params_pkey PRIMARY KEY (campaign_id)
);
COMMENT ON TABLE public.dns_validation_campaign_params IS 'Parameters of DNS validation.';
CREATE TABLE public.dns_validation_phases (
    domains_checked bigint DEFAULT 0 NOT NULL,
    domains_valid bigint DEFAULT 0 NOT NULL,
    results jsonb DEFAULT '{}'::jsonb NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    campaign_id uuid NOT NULL,
    status public.phase_status DEFAULT 'not_started'::public.phase_status NOT NULL,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT dns_validation_phases_pkey PRIMARY KEY (id),
    CONSTRAINT dns_validation_phases_campaign_id_key UNIQUE (campaign_id)
);
COMMENT ON TABLE public.dns_validation_phases IS 'Results of DNS validation; see dns_results.';
CREATE TABLE public.domain_generation_phases (
    pattern_type character varying(50) NOT NULL,
    constant_string character varying(255),
    character_set character varying(255),
    tld character varying(63) NOT NULL,
    domains_requested bigint NOT NULL,
    domains_generated bigint DEFAULT 0 NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    campaign_id uuid NOT NULL,
    status public.phase_status DEFAULT 'not_started'::public.phase_status NOT NULL,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT domain_generation_phases_pattern_check CHECK (((pattern_type)::text = ANY ((ARRAY['prefix'::character varying, 'suffix'::character varying, 'both'::character varying])::text[]))),
    CONSTRAINT domain_generation_phases_pkey PRIMARY KEY (id),
    CONSTRAINT domain_generation_phases_campaign_id_key UNIQUE (campaign_id)
);
COMMENT ON TABLE public.domain_generation_phases IS 'Results of domain generation; see domains_data.';
CREATE TABLE public.event_projections (
    projection_name character varying(255) NOT NULL,
    last_event_id bigint,
    state jsonb DEFAULT '{}'::jsonb NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT event_projections_pkey PRIMARY KEY (projection_name)
);
COMMENT ON TABLE public.event_projections IS 'How far projections have read the event store.';
CREATE TABLE public.event_store (
    event_id bigint DEFAULT nextval('public.event_store_event_id_seq'::regclass) NOT NULL,
    aggregate_id uuid NOT NULL,
    aggregate_type character varying(100) NOT NULL,
    event_type character varying(100) NOT NULL,
    event_version integer NOT NULL,
    payload jsonb NOT NULL,
    occurred_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT event_store_pkey PRIMARY KEY (event_id),
    CONSTRAINT event_store_version_key UNIQUE (aggregate_id, event_version)
);
COMMENT ON TABLE public.event_store IS 'Events of campaigns. No service reads it.';
CREATE TABLE public.generated_domains (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    campaign_id uuid NOT NULL,
    domain_name character varying(253) NOT NULL,
    offset_index bigint NOT NULL,
    dns_status character varying(20) DEFAULT ('pending'::character varying) NOT NULL,
    http_status character varying(20) DEFAULT ('pending'::character varying) NOT NULL,
    http_status_code integer,
    http_keywords text,
    lead_score numeric(5,2),
    last_validated_at timestamp with time zone,
    generated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT generated_domains_dns_status_check CHECK (((dns_status)::text = ANY ((ARRAY['pending'::character varying, 'ok'::character varying, 'error'::character varying, 'timeout'::character varying])::text[]))),
    CONSTRAINT generated_domains_http_status_check CHECK (((http_status)::text = ANY ((ARRAY['pending'::character varying, 'ok'::character varying, 'error'::character varying, 'timeout'::character varying])::text[]))),
    CONSTRAINT generated_domains_http_status_code_check CHECK (((http_status_code >= 100) AND (http_status_code <= 599))),
    CONSTRAINT generated_domains_pkey PRIMARY KEY (id),
    CONSTRAINT generated_domains_name_key UNIQUE (campaign_id, domain_name)
);
COMMENT ON TABLE public.generated_domains IS 'Domains of campaigns.';
CREATE TABLE public.http_keyword_campaign_params (
    campaign_id uuid NOT NULL,
    keywords text[] DEFAULT '{}'::text[] NOT NULL,
    persona_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    proxy_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    batch_size integer DEFAULT 10 NOT NULL,
    retry_attempts integer DEFAULT 1 NOT NULL,
    CONSTRAINT http_keyword_campaign_params_pkey PRIMARY KEY (campaign_id)
);
COMMENT ON TABLE public.http_keyword_campaign_params IS 'Parameters of HTTP keyword validation.';
CREATE TABLE public.http_keyword_validation_phases (
    domains_visited bigint DEFAULT 0 NOT NULL,
    domains_matched bigint DEFAULT 0 NOT NULL,
    results jsonb DEFAULT '{}'::jsonb NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    campaign_id uuid NOT NULL,
    status public.phase_status DEFAULT 'not_started'::public.phase_status NOT NULL,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT http_keyword_validation_phases_pkey PRIMARY KEY (id),
    CONSTRAINT http_keyword_validation_phases_campaign_id_key UNIQUE (campaign_id)
);
COMMENT ON TABLE public.http_keyword_validation_phases IS 'Results of HTTP keyword validation; see http_results.';
CREATE TABLE public.lead_generation_campaigns (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid,
    name character varying(255) NOT NULL,
    current_phase public.campaign_phase_type DEFAULT 'domain_generation'::public.campaign_phase_type NOT NULL,
    phase_status public.phase_status DEFAULT 'not_started'::public.phase_status NOT NULL,
    progress numeric(5,2) DEFAULT 0 NOT NULL,
    domains_data jsonb,
    dns_results jsonb,
    http_results jsonb,
    analysis_results jsonb,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT campaigns_progress_check CHECK (((progress >= (0)::numeric) AND (progress <= (100)::numeric))),
    CONSTRAINT campaigns_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.lead_generation_campaigns IS 'Campaigns.';
CREATE TABLE public.personas (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name character varying(255) NOT NULL,
    persona_type character varying(50) NOT NULL,
    config_details jsonb DEFAULT '{}'::jsonb NOT NULL,
    is_enabled boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT personas_persona_type_check CHECK (((persona_type)::text = ANY ((ARRAY['dns'::character varying, 'http'::character varying])::text[]))),
    CONSTRAINT personas_pkey PRIMARY KEY (id),
    CONSTRAINT personas_name_key UNIQUE (name)
);
COMMENT ON TABLE public.personas IS 'Whom a campaign pretends to be: resolvers and headers.';
CREATE TABLE public.proxies (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name character varying(255) NOT NULL,
    protocol character varying(20) DEFAULT ('http'::character varying) NOT NULL,
    host character varying(255) NOT NULL,
    port integer NOT NULL,
    username character varying(255),
    password character varying(255),
    is_enabled boolean DEFAULT true NOT NULL,
    is_healthy boolean DEFAULT true NOT NULL,
    last_checked_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT proxies_port_check CHECK (((port >= 1) AND (port <= 65535))),
    CONSTRAINT proxies_protocol_check CHECK (((protocol)::text = ANY ((ARRAY['http'::character varying, 'https'::character varying, 'socks5'::character varying])::text[]))),
    CONSTRAINT proxies_pkey PRIMARY KEY (id),
    CONSTRAINT proxies_address_key UNIQUE (protocol, host, port),
    CONSTRAINT proxies_name_key UNIQUE (name)
);
COMMENT ON TABLE public.proxies IS 'Doors to the outside.';
CREATE TABLE public.users (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    email character varying(255) NOT NULL,
    password_hash character varying(255) NOT NULL,
    full_name character varying(255),
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_email_key UNIQUE (email)
);
COMMENT ON TABLE public.users IS 'Accounts.';
COMMENT ON COLUMN public.generated_domains.offset_index IS 'its place in the order of generation';
CREATE INDEX idx_campaign_phases_status ON public.campaign_phases (status);
CREATE INDEX idx_event_store_type ON public.event_store (event_type, occurred_at);
CREATE INDEX idx_generated_domains_offset ON public.generated_domains (campaign_id, offset_index);
CREATE INDEX idx_http_keyword_campaign_params_keywords ON public.http_keyword_campaign_params USING gin (keywords);
CREATE INDEX idx_campaigns_status ON public.lead_generation_campaigns (current_phase, phase_status);
CREATE INDEX idx_campaigns_user_id ON public.lead_generation_campaigns (user_id);
CREATE INDEX idx_personas_enabled ON public.personas (persona_type) WHERE (is_enabled);
CREATE INDEX idx_proxies_usable ON public.proxies (last_checked_at) WHERE ((is_enabled AND is_healthy));
ALTER TABLE public.analysis_phases ADD CONSTRAINT analysis_phases_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.lead_generation_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.campaign_phases ADD CONSTRAINT fk_campaign_phases_campaigns FOREIGN KEY (campaign_id) REFERENCES public.lead_generation_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.dns_validation_campaign_params ADD CONSTRAINT dns_validation_campaign_params_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.lead_generation_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.dns_validation_phases ADD CONSTRAINT dns_validation_phases_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.lead_generation_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.domain_generation_phases ADD CONSTRAINT domain_generation_phases_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.lead_generation_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.event_projections ADD CONSTRAINT event_projections_last_event_id_fkey FOREIGN KEY (last_event_id) REFERENCES public.event_store (event_id) ON DELETE SET NULL;
ALTER TABLE public.generated_domains ADD CONSTRAINT fk_generated_domains_generation FOREIGN KEY (campaign_id) REFERENCES public.domain_generation_phases (campaign_id) ON DELETE CASCADE;
ALTER TABLE public.http_keyword_campaign_params ADD CONSTRAINT http_keyword_campaign_params_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.lead_generation_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.http_keyword_validation_phases ADD CONSTRAINT http_keyword_validation_phases_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.lead_generation_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.lead_generation_campaigns ADD CONSTRAINT campaigns_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE SET NULL;
CREATE TRIGGER update_campaign_phases_updated_at BEFORE UPDATE ON public.campaign_phases
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_event_projections_updated_at BEFORE UPDATE ON public.event_projections
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_lead_generation_campaigns_updated_at BEFORE UPDATE ON public.lead_generation_campaigns
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_personas_updated_at BEFORE UPDATE ON public.personas
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_proxies_updated_at BEFORE UPDATE ON public.proxies
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_users_updated_at BEFORE UPDATE ON public.users
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
ALTER SEQUENCE public.event_store_event_id_seq OWNED BY public.event_store.event_id;

COMMIT;
