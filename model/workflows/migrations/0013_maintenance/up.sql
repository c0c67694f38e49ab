-- A migration planned by pgwright: 9 statements in 1 group.
-- It locks, of what is there already:
--   public.workflow_node_contexts: SHARE UPDATE EXCLUSIVE
--   public.workflow_standalone_docs: SHARE UPDATE EXCLUSIVE
--   public.workflows_2026: SHARE UPDATE EXCLUSIVE

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

CREATE FUNCTION public.perform_maintenance()
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    -- Snapshots that are old: to the archive, not away.
    WITH gone AS (
        DELETE FROM public.workflow_extraction_snapshots
        WHERE created_at < CURRENT_TIMESTAMP - interval '6 months'
        RETURNING id, workflow_id, layer, payload, created_at)
    INSERT INTO public.extraction_snapshots_archive (id, workflow_id, layer, payload, created_at)
    SELECT * FROM gone;

    PERFORM public.archive_old_workflows();

    -- What is left is what the planner has to know of.
    ANALYZE public.workflows;
    ANALYZE public.workflow_node_contexts;
    ANALYZE public.workflow_standalone_docs;
    ANALYZE public.workflow_extraction_snapshots;
END;
$$;
COMMENT ON FUNCTION public.perform_maintenance() IS 'Archives what is old and brings the planner''s statistics up to date. VACUUM has to be run beside it.';
ALTER TABLE public.workflow_node_contexts SET (autovacuum_vacuum_scale_factor='0.05');
ALTER TABLE public.workflow_standalone_docs SET (autovacuum_vacuum_scale_factor='0.05');
ALTER TABLE public.workflows_2026 SET (autovacuum_vacuum_scale_factor='0.05');
CREATE VIEW public.database_performance AS
 SELECT pg_stat_user_tables.schemaname,
    pg_stat_user_tables.relname AS tablename,
    pg_stat_user_tables.n_tup_ins AS inserts,
    pg_stat_user_tables.n_tup_upd AS updates,
    pg_stat_user_tables.n_tup_del AS deletes,
    pg_stat_user_tables.n_live_tup AS live_tuples,
    pg_stat_user_tables.n_dead_tup AS dead_tuples,
    pg_stat_user_tables.last_vacuum,
    pg_stat_user_tables.last_autovacuum,
    pg_stat_user_tables.last_analyze,
    pg_stat_user_tables.last_autoanalyze
   FROM pg_stat_user_tables
  WHERE (pg_stat_user_tables.schemaname = 'public'::name)
  ORDER BY pg_stat_user_tables.n_live_tup DESC;
COMMENT ON VIEW public.database_performance IS 'What was done to the tables, and when they were vacuumed and analysed.';
CREATE VIEW public.vacuum_statements AS
 SELECT format('VACUUM (ANALYZE) %s'::text, COALESCE(p.relid, t.name)) AS statement
   FROM (unnest(ARRAY['public.workflows'::regclass, 'public.workflow_extraction_snapshots'::regclass, 'public.workflow_node_contexts'::regclass, 'public.workflow_standalone_docs'::regclass]) t(name)
     LEFT JOIN LATERAL pg_partition_tree(t.name) p(relid, parentrelid, isleaf, level) ON (true))
  WHERE (p.isleaf IS NOT FALSE)
  ORDER BY (COALESCE(p.relid, t.name))::text;
COMMENT ON VIEW public.vacuum_statements IS 'The statements that vacuum what perform_maintenance() cleans up; each must be run by itself.';

COMMIT;
