-- A migration planned by pgwright: 52 statements in 1 group.
-- It locks, of what is there already:
--   public.data_mining_results: ACCESS EXCLUSIVE
--   public.training_records: ACCESS EXCLUSIVE
--   public.v_active_neural_networks: ACCESS EXCLUSIVE
--   public.v_mining_job_summary: ACCESS EXCLUSIVE
--   public.v_service_health_dashboard: ACCESS EXCLUSIVE
--   public.v_training_dataset_overview: ACCESS EXCLUSIVE
--   public.attribute_extraction_history: ACCESS EXCLUSIVE
--   public.stream_attributes: ACCESS EXCLUSIVE
--   public.data_mining_jobs: ACCESS EXCLUSIVE
--   public.data_mining_schedules: ACCESS EXCLUSIVE
--   public.neural_network_predictions: ACCESS EXCLUSIVE
--   public.neural_network_instances: ACCESS EXCLUSIVE
--   public.neural_network_training_sessions: ACCESS EXCLUSIVE
--   public.training_datasets: ACCESS EXCLUSIVE
--   public.seed_quality_metrics: ACCESS EXCLUSIVE
--   public.url_seeds: ACCESS EXCLUSIVE
--   public.service_health_checks: ACCESS EXCLUSIVE
--   public.service_definitions: ACCESS EXCLUSIVE
--   public.service_logs: ACCESS EXCLUSIVE
--   public.attribute_templates: ACCESS EXCLUSIVE
--   public.training_metrics: ACCESS EXCLUSIVE
--   public.seeding_strategies: ACCESS EXCLUSIVE
--   public.campaign_data_streams: ACCESS EXCLUSIVE
-- Mind:
--   index public.service_health_checks.idx_service_health_checks_bad: nobody can use the table until queries under way have ended (require-concurrent-index-deletion)
--   index public.service_logs.idx_service_logs_bad: nobody can use the table until queries under way have ended (require-concurrent-index-deletion)
--   table public.attribute_extraction_history: the rows of the table are gone (ban-drop-table)
--   table public.attribute_templates: the rows of the table are gone (ban-drop-table)
--   table public.data_mining_jobs: the rows of the table are gone (ban-drop-table)
--   table public.data_mining_results: the rows of the table are gone (ban-drop-table)
--   table public.data_mining_schedules: the rows of the table are gone (ban-drop-table)
--   table public.neural_network_instances: the rows of the table are gone (ban-drop-table)
--   table public.neural_network_predictions: the rows of the table are gone (ban-drop-table)
--   table public.neural_network_training_sessions: the rows of the table are gone (ban-drop-table)
--   table public.seed_quality_metrics: the rows of the table are gone (ban-drop-table)
--   table public.seeding_strategies: the rows of the table are gone (ban-drop-table)
--   table public.service_definitions: the rows of the table are gone (ban-drop-table)
--   table public.service_health_checks: the rows of the table are gone (ban-drop-table)
--   table public.service_logs: the rows of the table are gone (ban-drop-table)
--   table public.stream_attributes: the rows of the table are gone (ban-drop-table)
--   table public.training_datasets: the rows of the table are gone (ban-drop-table)
--   table public.training_metrics: the rows of the table are gone (ban-drop-table)
--   table public.training_records: the rows of the table are gone (ban-drop-table)
--   table public.url_seeds: the rows of the table are gone (ban-drop-table)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

DROP TRIGGER data_mining_results_deleted ON public.data_mining_results;
DROP TRIGGER data_mining_results_emptied ON public.data_mining_results;
DROP TRIGGER data_mining_results_inserted ON public.data_mining_results;
DROP TRIGGER data_mining_results_updated ON public.data_mining_results;
DROP TRIGGER training_records_deleted ON public.training_records;
DROP TRIGGER training_records_emptied ON public.training_records;
DROP TRIGGER training_records_inserted ON public.training_records;
DROP TRIGGER training_records_updated ON public.training_records;
DROP VIEW public.v_active_neural_networks;
DROP VIEW public.v_mining_job_summary;
DROP VIEW public.v_service_health_dashboard;
DROP VIEW public.v_training_dataset_overview;
ALTER TABLE public.attribute_extraction_history DROP CONSTRAINT attribute_extraction_history_attribute_id_fkey;
ALTER TABLE public.data_mining_results DROP CONSTRAINT data_mining_results_job_id_fkey;
ALTER TABLE public.data_mining_schedules DROP CONSTRAINT data_mining_schedules_job_template_id_fkey;
ALTER TABLE public.neural_network_predictions DROP CONSTRAINT neural_network_predictions_instance_id_fkey;
ALTER TABLE public.neural_network_training_sessions DROP CONSTRAINT neural_network_training_sessions_dataset_id_fkey;
ALTER TABLE public.neural_network_training_sessions DROP CONSTRAINT neural_network_training_sessions_instance_id_fkey;
ALTER TABLE public.seed_quality_metrics DROP CONSTRAINT seed_quality_metrics_seed_id_fkey;
ALTER TABLE public.service_health_checks DROP CONSTRAINT service_health_checks_service_id_fkey;
ALTER TABLE public.service_logs DROP CONSTRAINT service_logs_service_id_fkey;
ALTER TABLE public.stream_attributes DROP CONSTRAINT stream_attributes_template_id_fkey;
ALTER TABLE public.training_metrics DROP CONSTRAINT training_metrics_dataset_id_fkey;
ALTER TABLE public.training_metrics DROP CONSTRAINT training_metrics_session_id_fkey;
ALTER TABLE public.training_records DROP CONSTRAINT training_records_dataset_id_fkey;
ALTER TABLE public.url_seeds DROP CONSTRAINT url_seeds_strategy_id_fkey;
DROP INDEX public.idx_service_health_checks_bad;
DROP INDEX public.idx_service_logs_bad;
DROP TABLE public.attribute_extraction_history;
DROP TABLE public.attribute_templates;
DROP TABLE public.data_mining_jobs;
DROP TABLE public.data_mining_results;
DROP TABLE public.data_mining_schedules;
DROP TABLE public.neural_network_instances;
DROP TABLE public.neural_network_predictions;
DROP TABLE public.neural_network_training_sessions;
DROP TABLE public.seed_quality_metrics;
DROP TABLE public.seeding_strategies;
DROP TABLE public.service_definitions;
DROP TABLE public.service_health_checks;
DROP TABLE public.service_logs;
DROP TABLE public.stream_attributes;
DROP TABLE public.training_datasets;
DROP TABLE public.training_metrics;
DROP TABLE public.training_records;
DROP TABLE public.url_seeds;
DROP FUNCTION public.update_dataset_statistics();
DROP FUNCTION public.update_mining_job_progress();
DROP TYPE public.dataset_split;
DROP TYPE public.health_status;
DROP TYPE public.log_level;
DROP TYPE public.training_phase;

COMMIT;
