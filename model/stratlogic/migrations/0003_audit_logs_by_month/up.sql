-- A migration planned by pgwright: 40 statements in 3 groups.
-- It locks, of what is there already:
--   public.audit_logs: ACCESS EXCLUSIVE
--   public.audit_logs_unpartitioned: ACCESS EXCLUSIVE
--   public.users: ACCESS EXCLUSIVE
--   public.idx_audit_logs_action: SHARE UPDATE EXCLUSIVE
--   public.idx_audit_logs_created_at: SHARE UPDATE EXCLUSIVE
--   public.idx_audit_logs_details: SHARE UPDATE EXCLUSIVE
--   public.idx_audit_logs_user_id: SHARE UPDATE EXCLUSIVE
-- Outside of a transaction, because PostgreSQL wants it so:
--   DROP INDEX CONCURRENTLY public.idx_audit_logs_action
--   DROP INDEX CONCURRENTLY public.idx_audit_logs_created_at
--   DROP INDEX CONCURRENTLY public.idx_audit_logs_details
--   DROP INDEX CONCURRENTLY public.idx_audit_logs_user_id
-- Mind:
--   ALTER TABLE public.audit_logs RENAME TO audit_logs_unpartitioned: running applications ask for the old name (renaming-table)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

DO $step$
BEGIN
    SET LOCAL search_path = public;
    IF (SELECT NOT EXISTS (SELECT FROM audit_logs WHERE created_at IS NULL)
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'check "every_entry_has_a_time" before the migration is not true';
    END IF;
    SET LOCAL search_path = pg_catalog;
END
$step$;
ALTER TABLE public.audit_logs RENAME TO audit_logs_unpartitioned;
ALTER TABLE public.audit_logs_unpartitioned RENAME CONSTRAINT audit_logs_pkey TO audit_logs_unpartitioned_pkey;
DROP POLICY audit_logs_own ON public.audit_logs_unpartitioned;
DROP POLICY audit_logs_write ON public.audit_logs_unpartitioned;
ALTER TABLE public.audit_logs_unpartitioned DROP CONSTRAINT audit_logs_user_id_fkey;
CREATE FUNCTION public.make_audit_log_month(month date)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    first_day CONSTANT timestamp := date_trunc('month', month::timestamp);
    next_month CONSTANT timestamp := first_day + interval '1 month';
    name CONSTANT text := 'audit_logs_' || to_char(first_day, 'YYYY_MM');
BEGIN
    IF to_regclass('public.' || name) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE public.%I (LIKE public.audit_logs INCLUDING DEFAULTS)', name);
    EXECUTE format('WITH moved AS (DELETE FROM public.audit_logs_other
                                   WHERE created_at >= %L AND created_at < %L RETURNING *)
                    INSERT INTO public.%I SELECT * FROM moved', first_day, next_month, name);
    EXECUTE format('ALTER TABLE public.audit_logs ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
                   name, first_day, next_month);
END;
$$;
COMMENT ON FUNCTION public.make_audit_log_month(date) IS 'Makes the partition of audit_logs for a month, unless it is there, and moves into it what was waiting.';
CREATE TABLE public.audit_logs (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid,
    action character varying(100) NOT NULL,
    resource_type character varying(50),
    resource_id uuid,
    details jsonb,
    ip_address inet,
    user_agent text,
    created_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT audit_logs_pkey PRIMARY KEY (id, created_at)
) PARTITION BY RANGE (created_at);
ALTER TABLE public.audit_logs ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE public.audit_logs IS 'Track system activities for security and compliance.';
CREATE TABLE public.audit_logs_other (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid,
    action character varying(100) NOT NULL,
    resource_type character varying(50),
    resource_id uuid,
    details jsonb,
    ip_address inet,
    user_agent text,
    created_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT audit_logs_other_pkey PRIMARY KEY (id, created_at)
);
COMMENT ON TABLE public.audit_logs_other IS 'Entries of months that have no partition yet.';
ALTER TABLE public.audit_logs ADD CONSTRAINT audit_logs_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE SET NULL;
CREATE POLICY audit_logs_own ON public.audit_logs FOR SELECT
    USING (((user_id = public.current_user_id()) OR public.is_administrator()));
CREATE POLICY audit_logs_write ON public.audit_logs FOR INSERT
    WITH CHECK ((NOT (user_id IS DISTINCT FROM public.current_user_id())));

COMMIT;

SET lock_timeout = 0;

DROP INDEX CONCURRENTLY public.idx_audit_logs_action;
DROP INDEX CONCURRENTLY public.idx_audit_logs_created_at;
DROP INDEX CONCURRENTLY public.idx_audit_logs_details;
DROP INDEX CONCURRENTLY public.idx_audit_logs_user_id;

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

ALTER TABLE public.audit_logs_unpartitioned DISABLE ROW LEVEL SECURITY;
COMMENT ON TABLE public.audit_logs_unpartitioned IS 'audit_logs before it was partitioned.';
CREATE INDEX idx_audit_logs_action ON ONLY public.audit_logs (action);
CREATE INDEX idx_audit_logs_created_at ON ONLY public.audit_logs (created_at);
CREATE INDEX idx_audit_logs_details ON ONLY public.audit_logs USING gin (details);
CREATE INDEX idx_audit_logs_user_id ON ONLY public.audit_logs (user_id);
CREATE INDEX audit_logs_other_action_idx ON public.audit_logs_other (action);
CREATE INDEX audit_logs_other_created_at_idx ON public.audit_logs_other (created_at);
CREATE INDEX audit_logs_other_details_idx ON public.audit_logs_other USING gin (details);
CREATE INDEX audit_logs_other_user_id_idx ON public.audit_logs_other (user_id);
ALTER TABLE ONLY public.audit_logs ATTACH PARTITION public.audit_logs_other DEFAULT;
ALTER INDEX public.audit_logs_pkey ATTACH PARTITION public.audit_logs_other_pkey;
ALTER INDEX public.idx_audit_logs_action ATTACH PARTITION public.audit_logs_other_action_idx;
ALTER INDEX public.idx_audit_logs_created_at ATTACH PARTITION public.audit_logs_other_created_at_idx;
ALTER INDEX public.idx_audit_logs_details ATTACH PARTITION public.audit_logs_other_details_idx;
ALTER INDEX public.idx_audit_logs_user_id ATTACH PARTITION public.audit_logs_other_user_id_idx;
SET LOCAL search_path = public;
INSERT INTO audit_logs (id, user_id, action, resource_type, resource_id, details, ip_address, user_agent, created_at)
SELECT id, user_id, action, resource_type, resource_id, details, ip_address, user_agent, created_at
FROM audit_logs_unpartitioned;
SELECT make_audit_log_month(m.month)
FROM (SELECT DISTINCT date_trunc('month', created_at)::date AS month FROM audit_logs_other) m
ORDER BY m.month;
SET LOCAL search_path = pg_catalog;
DO $step$
BEGIN
    SET LOCAL search_path = public;
    IF (SELECT (SELECT count(*) FROM audit_logs) = (SELECT count(*) FROM audit_logs_unpartitioned)
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'check "no_entry_is_lost" after the migration is not true';
    END IF;
    SET LOCAL search_path = pg_catalog;
END
$step$;

COMMIT;
