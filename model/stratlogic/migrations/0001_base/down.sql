-- A migration planned by pgwright: 30 statements in 1 group.
-- It locks, of what is there already:
--   public.api_keys: ACCESS EXCLUSIVE
--   public.artifacts: ACCESS EXCLUSIVE
--   public.scraping_jobs: ACCESS EXCLUSIVE
--   public.system_config: ACCESS EXCLUSIVE
--   public.users: ACCESS EXCLUSIVE
--   public.api_rate_limits: ACCESS EXCLUSIVE
--   public.audit_logs: ACCESS EXCLUSIVE
--   public.content_extractions: ACCESS EXCLUSIVE
--   public.job_configurations: ACCESS EXCLUSIVE
--   public.metadata_tags: ACCESS EXCLUSIVE
--   public.user_sessions: ACCESS EXCLUSIVE
-- Mind:
--   table public.api_keys: the rows of the table are gone (ban-drop-table)
--   table public.api_rate_limits: the rows of the table are gone (ban-drop-table)
--   table public.artifacts: the rows of the table are gone (ban-drop-table)
--   table public.audit_logs: the rows of the table are gone (ban-drop-table)
--   table public.content_extractions: the rows of the table are gone (ban-drop-table)
--   table public.job_configurations: the rows of the table are gone (ban-drop-table)
--   table public.metadata_tags: the rows of the table are gone (ban-drop-table)
--   table public.scraping_jobs: the rows of the table are gone (ban-drop-table)
--   table public.system_config: the rows of the table are gone (ban-drop-table)
--   table public.user_sessions: the rows of the table are gone (ban-drop-table)
--   table public.users: the rows of the table are gone (ban-drop-table)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

DROP TRIGGER update_api_keys_updated_at ON public.api_keys;
DROP TRIGGER update_artifacts_updated_at ON public.artifacts;
DROP TRIGGER update_scraping_jobs_updated_at ON public.scraping_jobs;
DROP TRIGGER update_system_config_updated_at ON public.system_config;
DROP TRIGGER update_users_updated_at ON public.users;
ALTER TABLE public.api_keys DROP CONSTRAINT api_keys_user_id_fkey;
ALTER TABLE public.api_rate_limits DROP CONSTRAINT api_rate_limits_user_id_fkey;
ALTER TABLE public.artifacts DROP CONSTRAINT artifacts_job_id_fkey;
ALTER TABLE public.artifacts DROP CONSTRAINT artifacts_user_id_fkey;
ALTER TABLE public.audit_logs DROP CONSTRAINT audit_logs_user_id_fkey;
ALTER TABLE public.content_extractions DROP CONSTRAINT content_extractions_artifact_id_fkey;
ALTER TABLE public.job_configurations DROP CONSTRAINT job_configurations_job_id_fkey;
ALTER TABLE public.metadata_tags DROP CONSTRAINT metadata_tags_artifact_id_fkey;
ALTER TABLE public.scraping_jobs DROP CONSTRAINT scraping_jobs_user_id_fkey;
ALTER TABLE public.user_sessions DROP CONSTRAINT user_sessions_user_id_fkey;
DROP TABLE public.api_keys;
DROP TABLE public.api_rate_limits;
DROP TABLE public.artifacts;
DROP TABLE public.audit_logs;
DROP TABLE public.content_extractions;
DROP TABLE public.job_configurations;
DROP TABLE public.metadata_tags;
DROP TABLE public.scraping_jobs;
DROP TABLE public.system_config;
DROP TABLE public.user_sessions;
DROP TABLE public.users;
DROP FUNCTION public.update_updated_at_column();
DROP TYPE public.artifact_type;
DROP TYPE public.job_status;
DROP TYPE public.user_role;

COMMIT;
