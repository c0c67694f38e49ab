-- A migration planned by pgwright: 29 statements in 1 group.
-- It locks, of what is there already:
--   public.api_keys: ACCESS EXCLUSIVE
--   public.api_rate_limits: ACCESS EXCLUSIVE
--   public.artifacts: ACCESS EXCLUSIVE
--   public.audit_logs: ACCESS EXCLUSIVE
--   public.content_extractions: ACCESS EXCLUSIVE
--   public.job_configurations: ACCESS EXCLUSIVE
--   public.metadata_tags: ACCESS EXCLUSIVE
--   public.scraping_jobs: ACCESS EXCLUSIVE
--   public.system_config: ACCESS EXCLUSIVE
--   public.user_sessions: ACCESS EXCLUSIVE
--   public.users: ACCESS EXCLUSIVE

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

DROP POLICY api_keys_own ON public.api_keys;
DROP POLICY api_rate_limits_own ON public.api_rate_limits;
DROP POLICY artifacts_own ON public.artifacts;
DROP POLICY artifacts_public ON public.artifacts;
DROP POLICY audit_logs_own ON public.audit_logs;
DROP POLICY audit_logs_write ON public.audit_logs;
DROP POLICY content_extractions_own ON public.content_extractions;
DROP POLICY content_extractions_seen ON public.content_extractions;
DROP POLICY job_configurations_own ON public.job_configurations;
DROP POLICY metadata_tags_own ON public.metadata_tags;
DROP POLICY metadata_tags_seen ON public.metadata_tags;
DROP POLICY scraping_jobs_own ON public.scraping_jobs;
DROP POLICY system_config_administrators ON public.system_config;
DROP POLICY system_config_harmless ON public.system_config;
DROP POLICY user_sessions_own ON public.user_sessions;
DROP POLICY users_own ON public.users;
DROP FUNCTION public.current_user_id();
DROP FUNCTION public.is_administrator();
ALTER TABLE public.api_keys DISABLE ROW LEVEL SECURITY;
ALTER TABLE public.api_rate_limits DISABLE ROW LEVEL SECURITY;
ALTER TABLE public.artifacts DISABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_logs DISABLE ROW LEVEL SECURITY;
ALTER TABLE public.content_extractions DISABLE ROW LEVEL SECURITY;
ALTER TABLE public.job_configurations DISABLE ROW LEVEL SECURITY;
ALTER TABLE public.metadata_tags DISABLE ROW LEVEL SECURITY;
ALTER TABLE public.scraping_jobs DISABLE ROW LEVEL SECURITY;
ALTER TABLE public.system_config DISABLE ROW LEVEL SECURITY;
ALTER TABLE public.user_sessions DISABLE ROW LEVEL SECURITY;
ALTER TABLE public.users DISABLE ROW LEVEL SECURITY;

COMMIT;
