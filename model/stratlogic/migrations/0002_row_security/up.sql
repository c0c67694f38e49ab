-- A migration planned by pgwright: 31 statements in 1 group.
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

CREATE FUNCTION public.current_user_id()
RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
AS $$SELECT NULLIF(current_setting('stratlogic.user_id', true), '')::uuid$$;
COMMENT ON FUNCTION public.current_user_id() IS 'On whose behalf the transaction speaks; NULL for nobody.';
CREATE FUNCTION public.is_administrator()
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path TO 'pg_catalog', 'pg_temp'
AS $$SELECT EXISTS (SELECT FROM public.users
               WHERE id = public.current_user_id() AND role = 'admin' AND is_active)$$;
COMMENT ON FUNCTION public.is_administrator() IS 'Whether that is an administrator.';
ALTER TABLE public.api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.api_rate_limits ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.artifacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.content_extractions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.job_configurations ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.metadata_tags ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.scraping_jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.system_config ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.user_sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;
CREATE POLICY api_keys_own ON public.api_keys
    USING (((user_id = public.current_user_id()) OR public.is_administrator()));
CREATE POLICY api_rate_limits_own ON public.api_rate_limits
    USING (((user_id = public.current_user_id()) OR public.is_administrator()));
CREATE POLICY artifacts_own ON public.artifacts
    USING (((user_id = public.current_user_id()) OR public.is_administrator()));
CREATE POLICY artifacts_public ON public.artifacts FOR SELECT
    USING (is_public);
CREATE POLICY audit_logs_own ON public.audit_logs FOR SELECT
    USING (((user_id = public.current_user_id()) OR public.is_administrator()));
CREATE POLICY audit_logs_write ON public.audit_logs FOR INSERT
    WITH CHECK ((NOT (user_id IS DISTINCT FROM public.current_user_id())));
CREATE POLICY content_extractions_own ON public.content_extractions
    USING ((EXISTS ( SELECT
   FROM public.artifacts a
  WHERE ((a.id = content_extractions.artifact_id) AND ((a.user_id = public.current_user_id()) OR public.is_administrator())))));
CREATE POLICY content_extractions_seen ON public.content_extractions FOR SELECT
    USING ((EXISTS ( SELECT
   FROM public.artifacts a
  WHERE (a.id = content_extractions.artifact_id))));
CREATE POLICY job_configurations_own ON public.job_configurations
    USING ((EXISTS ( SELECT
   FROM public.scraping_jobs j
  WHERE (j.id = job_configurations.job_id))));
CREATE POLICY metadata_tags_own ON public.metadata_tags
    USING ((EXISTS ( SELECT
   FROM public.artifacts a
  WHERE ((a.id = metadata_tags.artifact_id) AND ((a.user_id = public.current_user_id()) OR public.is_administrator())))));
CREATE POLICY metadata_tags_seen ON public.metadata_tags FOR SELECT
    USING ((EXISTS ( SELECT
   FROM public.artifacts a
  WHERE (a.id = metadata_tags.artifact_id))));
CREATE POLICY scraping_jobs_own ON public.scraping_jobs
    USING (((user_id = public.current_user_id()) OR public.is_administrator()));
CREATE POLICY system_config_administrators ON public.system_config
    USING (public.is_administrator());
CREATE POLICY system_config_harmless ON public.system_config FOR SELECT
    USING ((is_sensitive IS NOT TRUE));
CREATE POLICY user_sessions_own ON public.user_sessions
    USING (((user_id = public.current_user_id()) OR public.is_administrator()));
CREATE POLICY users_own ON public.users
    USING (((id = public.current_user_id()) OR public.is_administrator()));

COMMIT;
