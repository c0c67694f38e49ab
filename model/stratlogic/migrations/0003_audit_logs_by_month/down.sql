-- A migration planned by pgwright: 22 statements in 4 groups.
-- It locks, of what is there already:
--   public.audit_logs_unpartitioned: ACCESS EXCLUSIVE; scan, index build
--   public.audit_logs_other: ACCESS EXCLUSIVE
--   public.users: ACCESS EXCLUSIVE; scan
--   public.audit_logs: ACCESS EXCLUSIVE
-- Outside of a transaction, because PostgreSQL wants it so:
--   CREATE INDEX CONCURRENTLY idx_audit_logs_action ON public.audit_logs_unpartitioned (action)
--   CREATE INDEX CONCURRENTLY idx_audit_logs_created_at ON public.audit_logs_unpartitioned (created_at)
--   CREATE INDEX CONCURRENTLY idx_audit_logs_details ON public.audit_logs_unpartitioned USING gin (details)
--   CREATE INDEX CONCURRENTLY idx_audit_logs_user_id ON public.audit_logs_unpartitioned (user_id)
-- Mind:
--   table public.audit_logs_other: the rows of the table are gone (ban-drop-table)
--   table public.audit_logs: the rows of the table are gone (ban-drop-table)
--   ALTER TABLE public.audit_logs_unpartitioned RENAME TO audit_logs: running applications ask for the old name (renaming-table)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

SET LOCAL search_path = public;
DELETE FROM audit_logs_unpartitioned;
INSERT INTO audit_logs_unpartitioned (id, user_id, action, resource_type, resource_id, details, ip_address, user_agent, created_at)
SELECT id, user_id, action, resource_type, resource_id, details, ip_address, user_agent, created_at
FROM audit_logs;
DELETE FROM audit_logs;
SET LOCAL search_path = pg_catalog;
DROP TABLE public.audit_logs_other;
DROP TABLE public.audit_logs;
DROP FUNCTION public.make_audit_log_month(date);
ALTER TABLE public.audit_logs_unpartitioned ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE public.audit_logs_unpartitioned IS 'Track system activities for security and compliance.';
ALTER TABLE public.audit_logs_unpartitioned ADD CONSTRAINT audit_logs_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE SET NULL NOT VALID;
CREATE POLICY audit_logs_own ON public.audit_logs_unpartitioned FOR SELECT
    USING (((user_id = public.current_user_id()) OR public.is_administrator()));
CREATE POLICY audit_logs_write ON public.audit_logs_unpartitioned FOR INSERT
    WITH CHECK ((NOT (user_id IS DISTINCT FROM public.current_user_id())));

COMMIT;

BEGIN;
SET LOCAL lock_timeout = 2000;

ALTER TABLE public.audit_logs_unpartitioned VALIDATE CONSTRAINT audit_logs_user_id_fkey;

COMMIT;

SET lock_timeout = 0;

DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.idx_audit_logs_action')
    AND NOT indisvalid) THEN DROP INDEX public.idx_audit_logs_action; END IF; END $again$;
CREATE INDEX CONCURRENTLY idx_audit_logs_action ON public.audit_logs_unpartitioned (action);
DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.idx_audit_logs_created_at')
    AND NOT indisvalid) THEN DROP INDEX public.idx_audit_logs_created_at; END IF; END $again$;
CREATE INDEX CONCURRENTLY idx_audit_logs_created_at ON public.audit_logs_unpartitioned (created_at);
DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.idx_audit_logs_details')
    AND NOT indisvalid) THEN DROP INDEX public.idx_audit_logs_details; END IF; END $again$;
CREATE INDEX CONCURRENTLY idx_audit_logs_details ON public.audit_logs_unpartitioned USING gin (details);
DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.idx_audit_logs_user_id')
    AND NOT indisvalid) THEN DROP INDEX public.idx_audit_logs_user_id; END IF; END $again$;
CREATE INDEX CONCURRENTLY idx_audit_logs_user_id ON public.audit_logs_unpartitioned (user_id);

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

ALTER TABLE public.audit_logs_unpartitioned RENAME CONSTRAINT audit_logs_unpartitioned_pkey TO audit_logs_pkey;
ALTER TABLE public.audit_logs_unpartitioned RENAME TO audit_logs;

COMMIT;
