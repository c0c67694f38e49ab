-- A migration planned by pgwright: 33 statements in 1 group.
-- It locks, of what is there already:
--   public.campaign_phases: ACCESS EXCLUSIVE
--   public.event_projections: ACCESS EXCLUSIVE
--   public.lead_generation_campaigns: ACCESS EXCLUSIVE
--   public.personas: ACCESS EXCLUSIVE
--   public.proxies: ACCESS EXCLUSIVE
--   public.users: ACCESS EXCLUSIVE
--   public.analysis_phases: ACCESS EXCLUSIVE
--   public.dns_validation_campaign_params: ACCESS EXCLUSIVE
--   public.dns_validation_phases: ACCESS EXCLUSIVE
--   public.domain_generation_phases: ACCESS EXCLUSIVE
--   public.event_store: ACCESS EXCLUSIVE
--   public.generated_domains: ACCESS EXCLUSIVE
--   public.http_keyword_campaign_params: ACCESS EXCLUSIVE
--   public.http_keyword_validation_phases: ACCESS EXCLUSIVE
-- Mind:
--   table public.analysis_phases: the rows of the table are gone (ban-drop-table)
--   table public.campaign_phases: the rows of the table are gone (ban-drop-table)
--   table public.dns_validation_campaign_params: the rows of the table are gone (ban-drop-table)
--   table public.dns_validation_phases: the rows of the table are gone (ban-drop-table)
--   table public.domain_generation_phases: the rows of the table are gone (ban-drop-table)
--   table public.event_projections: the rows of the table are gone (ban-drop-table)
--   table public.event_store: the rows of the table are gone (ban-drop-table)
--   table public.generated_domains: the rows of the table are gone (ban-drop-table)
--   table public.http_keyword_campaign_params: the rows of the table are gone (ban-drop-table)
--   table public.http_keyword_validation_phases: the rows of the table are gone (ban-drop-table)
--   table public.lead_generation_campaigns: the rows of the table are gone (ban-drop-table)
--   table public.personas: the rows of the table are gone (ban-drop-table)
--   table public.proxies: the rows of the table are gone (ban-drop-table)
--   table public.users: the rows of the table are gone (ban-drop-table)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

DROP TRIGGER update_campaign_phases_updated_at ON public.campaign_phases;
DROP TRIGGER update_event_projections_updated_at ON public.event_projections;
DROP TRIGGER update_lead_generation_campaigns_updated_at ON public.lead_generation_campaigns;
DROP TRIGGER update_personas_updated_at ON public.personas;
DROP TRIGGER update_proxies_updated_at ON public.proxies;
DROP TRIGGER update_users_updated_at ON public.users;
ALTER TABLE public.analysis_phases DROP CONSTRAINT analysis_phases_campaign_id_fkey;
ALTER TABLE public.campaign_phases DROP CONSTRAINT fk_campaign_phases_campaigns;
ALTER TABLE public.dns_validation_campaign_params DROP CONSTRAINT dns_validation_campaign_params_campaign_id_fkey;
ALTER TABLE public.dns_validation_phases DROP CONSTRAINT dns_validation_phases_campaign_id_fkey;
ALTER TABLE public.domain_generation_phases DROP CONSTRAINT domain_generation_phases_campaign_id_fkey;
ALTER TABLE public.event_projections DROP CONSTRAINT event_projections_last_event_id_fkey;
ALTER TABLE public.generated_domains DROP CONSTRAINT fk_generated_domains_generation;
ALTER TABLE public.http_keyword_campaign_params DROP CONSTRAINT http_keyword_campaign_params_campaign_id_fkey;
ALTER TABLE public.http_keyword_validation_phases DROP CONSTRAINT http_keyword_validation_phases_campaign_id_fkey;
ALTER TABLE public.lead_generation_campaigns DROP CONSTRAINT campaigns_user_id_fkey;
DROP TABLE public.analysis_phases;
DROP TABLE public.campaign_phases;
DROP TABLE public.dns_validation_campaign_params;
DROP TABLE public.dns_validation_phases;
DROP TABLE public.domain_generation_phases;
DROP TABLE public.event_projections;
DROP TABLE public.event_store;
DROP TABLE public.generated_domains;
DROP TABLE public.http_keyword_campaign_params;
DROP TABLE public.http_keyword_validation_phases;
DROP TABLE public.lead_generation_campaigns;
DROP TABLE public.personas;
DROP TABLE public.proxies;
DROP TABLE public.users;
DROP FUNCTION public.update_updated_at_column();
DROP TYPE public.campaign_phase_type;
DROP TYPE public.phase_status;

COMMIT;
