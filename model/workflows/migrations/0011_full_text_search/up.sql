-- A migration planned by pgwright: 22 statements in 3 groups.
-- It locks, of what is there already:
--   public.workflows: ACCESS EXCLUSIVE
--   public.workflows_2024: ACCESS EXCLUSIVE; index build
--   public.workflows_2025: ACCESS EXCLUSIVE; index build
--   public.workflows_2026: ACCESS EXCLUSIVE; index build
--   public.workflows_other: ACCESS EXCLUSIVE; index build
-- Outside of a transaction, because PostgreSQL wants it so:
--   CREATE INDEX CONCURRENTLY workflows_2024_search_vector_idx ON public.workflows_2024 USING gin (search_vector)
--   CREATE INDEX CONCURRENTLY workflows_2025_search_vector_idx ON public.workflows_2025 USING gin (search_vector)
--   CREATE INDEX CONCURRENTLY workflows_2026_search_vector_idx ON public.workflows_2026 USING gin (search_vector)
--   CREATE INDEX CONCURRENTLY workflows_other_search_vector_idx ON public.workflows_other USING gin (search_vector)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

CREATE FUNCTION public.update_workflow_search_vector()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.search_vector :=
        setweight(to_tsvector('pg_catalog.english', COALESCE(NEW.title, '')), 'A') ||
        setweight(to_tsvector('pg_catalog.english', COALESCE(NEW.description, '')), 'B');
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION public.update_workflow_search_vector() IS 'Keeps what a workflow can be found by: its title weighs more than its description.';
ALTER TABLE public.workflows ADD COLUMN search_vector tsvector;
COMMENT ON COLUMN public.workflows.search_vector IS 'kept by update_workflow_search_vector(): title A, description B';
CREATE INDEX idx_workflows_search ON ONLY public.workflows USING gin (search_vector);
CREATE TRIGGER trigger_update_workflow_search_vector BEFORE INSERT OR UPDATE OF description, search_vector, title ON public.workflows
    FOR EACH ROW EXECUTE FUNCTION public.update_workflow_search_vector();

COMMIT;

SET lock_timeout = 0;

DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.workflows_2024_search_vector_idx')
    AND NOT indisvalid) THEN DROP INDEX public.workflows_2024_search_vector_idx; END IF; END $again$;
CREATE INDEX CONCURRENTLY workflows_2024_search_vector_idx ON public.workflows_2024 USING gin (search_vector);
DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.workflows_2025_search_vector_idx')
    AND NOT indisvalid) THEN DROP INDEX public.workflows_2025_search_vector_idx; END IF; END $again$;
CREATE INDEX CONCURRENTLY workflows_2025_search_vector_idx ON public.workflows_2025 USING gin (search_vector);
DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.workflows_2026_search_vector_idx')
    AND NOT indisvalid) THEN DROP INDEX public.workflows_2026_search_vector_idx; END IF; END $again$;
CREATE INDEX CONCURRENTLY workflows_2026_search_vector_idx ON public.workflows_2026 USING gin (search_vector);
DO $again$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.workflows_other_search_vector_idx')
    AND NOT indisvalid) THEN DROP INDEX public.workflows_other_search_vector_idx; END IF; END $again$;
CREATE INDEX CONCURRENTLY workflows_other_search_vector_idx ON public.workflows_other USING gin (search_vector);

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

ALTER INDEX public.idx_workflows_search ATTACH PARTITION public.workflows_2024_search_vector_idx;
ALTER INDEX public.idx_workflows_search ATTACH PARTITION public.workflows_2025_search_vector_idx;
ALTER INDEX public.idx_workflows_search ATTACH PARTITION public.workflows_2026_search_vector_idx;
ALTER INDEX public.idx_workflows_search ATTACH PARTITION public.workflows_other_search_vector_idx;
SET LOCAL search_path = public;
ALTER TABLE workflows DISABLE TRIGGER update_workflows_updated_at;
UPDATE workflows SET search_vector = NULL;
ALTER TABLE workflows ENABLE TRIGGER update_workflows_updated_at;
SET LOCAL search_path = pg_catalog;
DO $step$
BEGIN
    SET LOCAL search_path = public;
    IF (SELECT NOT EXISTS (SELECT FROM workflows WHERE search_vector IS NULL)
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'check "every_workflow_can_be_found" after the migration is not true';
    END IF;
    SET LOCAL search_path = pg_catalog;
END
$step$;

COMMIT;
