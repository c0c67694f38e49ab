-- A migration planned by pgwright: 50 statements in 1 group.
-- It locks, of what is there already:
--   public.campaign_crawlers: ACCESS EXCLUSIVE
--   public.campaign_data_streams: ACCESS EXCLUSIVE
--   public.campaign_seeds: ACCESS EXCLUSIVE
--   public.campaign_services: ACCESS EXCLUSIVE
--   public.crawl_targets: ACCESS EXCLUSIVE
--   public.crawled_sites: ACCESS EXCLUSIVE
--   public.crawler_campaigns: ACCESS EXCLUSIVE
--   public.crawler_configurations: ACCESS EXCLUSIVE
--   public.crawler_instances: ACCESS EXCLUSIVE
--   public.crawler_schedules: ACCESS EXCLUSIVE
--   public.crawler_schemas: ACCESS EXCLUSIVE
--   public.seo_campaigns: ACCESS EXCLUSIVE
--   public.workflow_pipelines: ACCESS EXCLUSIVE
--   public.campaign_analytics: ACCESS EXCLUSIVE
--   public.crawl_results: ACCESS EXCLUSIVE
--   public.crawled_attributes: ACCESS EXCLUSIVE
--   public.seo_mining_results: ACCESS EXCLUSIVE
--   public.crawl_queue: ACCESS EXCLUSIVE
-- Mind:
--   table public.campaign_analytics: the rows of the table are gone (ban-drop-table)
--   table public.campaign_crawlers: the rows of the table are gone (ban-drop-table)
--   table public.campaign_data_streams: the rows of the table are gone (ban-drop-table)
--   table public.campaign_seeds: the rows of the table are gone (ban-drop-table)
--   table public.campaign_services: the rows of the table are gone (ban-drop-table)
--   table public.crawl_queue: the rows of the table are gone (ban-drop-table)
--   table public.crawl_results: the rows of the table are gone (ban-drop-table)
--   table public.crawl_targets: the rows of the table are gone (ban-drop-table)
--   table public.crawled_attributes: the rows of the table are gone (ban-drop-table)
--   table public.crawled_sites: the rows of the table are gone (ban-drop-table)
--   table public.crawler_campaigns: the rows of the table are gone (ban-drop-table)
--   table public.crawler_configurations: the rows of the table are gone (ban-drop-table)
--   table public.crawler_instances: the rows of the table are gone (ban-drop-table)
--   table public.crawler_schedules: the rows of the table are gone (ban-drop-table)
--   table public.crawler_schemas: the rows of the table are gone (ban-drop-table)
--   table public.seo_campaigns: the rows of the table are gone (ban-drop-table)
--   table public.seo_mining_results: the rows of the table are gone (ban-drop-table)
--   table public.workflow_pipelines: the rows of the table are gone (ban-drop-table)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

DROP TRIGGER update_campaign_crawlers_updated_at ON public.campaign_crawlers;
DROP TRIGGER update_campaign_data_streams_updated_at ON public.campaign_data_streams;
DROP TRIGGER update_campaign_seeds_updated_at ON public.campaign_seeds;
DROP TRIGGER update_campaign_services_updated_at ON public.campaign_services;
DROP TRIGGER update_crawl_targets_updated_at ON public.crawl_targets;
DROP TRIGGER update_crawled_sites_updated_at ON public.crawled_sites;
DROP TRIGGER update_crawler_campaigns_updated_at ON public.crawler_campaigns;
DROP TRIGGER update_crawler_configurations_updated_at ON public.crawler_configurations;
DROP TRIGGER update_crawler_instances_updated_at ON public.crawler_instances;
DROP TRIGGER update_crawler_schedules_updated_at ON public.crawler_schedules;
DROP TRIGGER update_crawler_schemas_updated_at ON public.crawler_schemas;
DROP TRIGGER update_seo_campaigns_updated_at ON public.seo_campaigns;
DROP TRIGGER update_workflow_pipelines_updated_at ON public.workflow_pipelines;
ALTER TABLE public.campaign_analytics DROP CONSTRAINT campaign_analytics_campaign_id_fkey;
ALTER TABLE public.campaign_crawlers DROP CONSTRAINT campaign_crawlers_campaign_id_fkey;
ALTER TABLE public.campaign_data_streams DROP CONSTRAINT campaign_data_streams_campaign_id_fkey;
ALTER TABLE public.campaign_seeds DROP CONSTRAINT campaign_seeds_campaign_id_fkey;
ALTER TABLE public.campaign_services DROP CONSTRAINT campaign_services_campaign_id_fkey;
ALTER TABLE public.crawl_results DROP CONSTRAINT crawl_results_site_id_fkey;
ALTER TABLE public.crawl_results DROP CONSTRAINT crawl_results_target_id_fkey;
ALTER TABLE public.crawl_targets DROP CONSTRAINT crawl_targets_campaign_id_fkey;
ALTER TABLE public.crawled_attributes DROP CONSTRAINT crawled_attributes_configuration_id_fkey;
ALTER TABLE public.crawled_attributes DROP CONSTRAINT crawled_attributes_result_id_fkey;
ALTER TABLE public.crawler_instances DROP CONSTRAINT crawler_instances_campaign_id_fkey;
ALTER TABLE public.crawler_schedules DROP CONSTRAINT crawler_schedules_campaign_id_fkey;
ALTER TABLE public.seo_mining_results DROP CONSTRAINT seo_mining_results_campaign_id_fkey;
ALTER TABLE public.seo_mining_results DROP CONSTRAINT seo_mining_results_seed_id_fkey;
DROP TABLE public.campaign_analytics;
DROP TABLE public.campaign_crawlers;
DROP TABLE public.campaign_data_streams;
DROP TABLE public.campaign_seeds;
DROP TABLE public.campaign_services;
DROP TABLE public.crawl_queue;
DROP TABLE public.crawl_results;
DROP TABLE public.crawl_targets;
DROP TABLE public.crawled_attributes;
DROP TABLE public.crawled_sites;
DROP TABLE public.crawler_campaigns;
DROP TABLE public.crawler_configurations;
DROP TABLE public.crawler_instances;
DROP TABLE public.crawler_schedules;
DROP TABLE public.crawler_schemas;
DROP TABLE public.seo_campaigns;
DROP TABLE public.seo_mining_results;
DROP TABLE public.workflow_pipelines;
DROP FUNCTION public.update_updated_at_column();
DROP DOMAIN public.json_list;
DROP DOMAIN public.json_object;
DROP DOMAIN public.percent;
DROP DOMAIN public.score;

COMMIT;
