-- A migration planned by pgwright: 48 statements in 1 group.
-- It locks, of what is there already:
--   public.lead_generation_campaigns: ACCESS EXCLUSIVE; scan, index build
--   public.campaign_phases: ACCESS EXCLUSIVE; index build
--   public.analysis_phases: ACCESS EXCLUSIVE
--   public.dns_validation_campaign_params: ACCESS EXCLUSIVE
--   public.dns_validation_phases: ACCESS EXCLUSIVE
--   public.domain_generation_phases: ACCESS EXCLUSIVE
--   public.event_projections: ACCESS EXCLUSIVE
--   public.event_store: ACCESS EXCLUSIVE
--   public.http_keyword_campaign_params: ACCESS EXCLUSIVE
--   public.http_keyword_validation_phases: ACCESS EXCLUSIVE
--   "~trash_public_b37856".event_projections: ACCESS EXCLUSIVE
--   public.generated_domains: ACCESS EXCLUSIVE; scan, index build
--   "~trash_public_b37856".analysis_phases: ACCESS EXCLUSIVE
--   "~trash_public_b37856".dns_validation_campaign_params: ACCESS EXCLUSIVE
--   "~trash_public_b37856".dns_validation_phases: ACCESS EXCLUSIVE
--   "~trash_public_b37856".domain_generation_phases: ACCESS EXCLUSIVE
--   "~trash_public_b37856".http_keyword_campaign_params: ACCESS EXCLUSIVE
--   "~trash_public_b37856".http_keyword_validation_phases: ACCESS EXCLUSIVE
-- Mind:
--   ALTER TABLE public.analysis_phases SET SCHEMA "~trash_public_b37856": running applications ask for the old name (renaming-table)
--   ALTER TABLE public.dns_validation_campaign_params SET SCHEMA "~trash_public_b37856": running applications ask for the old name (renaming-table)
--   ALTER TABLE public.dns_validation_phases SET SCHEMA "~trash_public_b37856": running applications ask for the old name (renaming-table)
--   ALTER TABLE public.domain_generation_phases SET SCHEMA "~trash_public_b37856": running applications ask for the old name (renaming-table)
--   ALTER TABLE public.event_projections SET SCHEMA "~trash_public_b37856": running applications ask for the old name (renaming-table)
--   ALTER TABLE public.event_store SET SCHEMA "~trash_public_b37856": running applications ask for the old name (renaming-table)
--   ALTER TABLE public.http_keyword_campaign_params SET SCHEMA "~trash_public_b37856": running applications ask for the old name (renaming-table)
--   ALTER TABLE public.http_keyword_validation_phases SET SCHEMA "~trash_public_b37856": running applications ask for the old name (renaming-table)
--   index public.campaign_phases.idx_campaign_phases_active_phases: nobody can write to the table while the index is built (require-concurrent-index-creation)
--   index public.generated_domains.idx_generated_domains_campaign_status: nobody can write to the table while the index is built (require-concurrent-index-creation)
--   index public.lead_generation_campaigns.idx_lead_gen_campaigns_phase_data_counts: nobody can write to the table while the index is built (require-concurrent-index-creation)
--   foreign key public.generated_domains.fk_generated_domains_lead_generation_campaigns: every row is looked up while nobody can write to either table (adding-foreign-key-constraint)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

DO $step$
BEGIN
    SET LOCAL search_path = public;
    IF (SELECT count(*) = 4 FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = 'lead_generation_campaigns' AND data_type = 'jsonb'
        AND column_name IN ('domains_data', 'dns_results', 'http_results', 'analysis_results')
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'check "jsonb_columns_are_there" before the migration is not true';
    END IF;
    SET LOCAL search_path = pg_catalog;
END
$step$;
ALTER TABLE public.lead_generation_campaigns RENAME CONSTRAINT campaigns_pkey TO lead_generation_campaigns_pkey;
ALTER TABLE public.lead_generation_campaigns RENAME CONSTRAINT campaigns_progress_check TO lead_generation_campaigns_progress_check;
ALTER TABLE public.lead_generation_campaigns RENAME CONSTRAINT campaigns_user_id_fkey TO lead_generation_campaigns_user_id_fkey;
ALTER INDEX public.idx_campaigns_user_id RENAME TO idx_lead_gen_campaigns_user_id;
ALTER INDEX public.idx_campaigns_status RENAME TO idx_lead_gen_campaigns_status;
ALTER TABLE public.campaign_phases RENAME CONSTRAINT fk_campaign_phases_campaigns TO fk_campaign_phases_lead_generation_campaigns;
CREATE SCHEMA "~trash_public_b37856";
ALTER TABLE public.analysis_phases SET SCHEMA "~trash_public_b37856";
ALTER TABLE public.dns_validation_campaign_params SET SCHEMA "~trash_public_b37856";
ALTER TABLE public.dns_validation_phases SET SCHEMA "~trash_public_b37856";
ALTER TABLE public.domain_generation_phases SET SCHEMA "~trash_public_b37856";
ALTER TABLE public.event_projections SET SCHEMA "~trash_public_b37856";
ALTER TABLE public.event_store SET SCHEMA "~trash_public_b37856";
ALTER TABLE public.http_keyword_campaign_params SET SCHEMA "~trash_public_b37856";
ALTER TABLE public.http_keyword_validation_phases SET SCHEMA "~trash_public_b37856";
DROP TRIGGER update_event_projections_updated_at ON "~trash_public_b37856".event_projections;
ALTER TABLE public.generated_domains DROP CONSTRAINT fk_generated_domains_generation;
ALTER TABLE "~trash_public_b37856".analysis_phases DROP CONSTRAINT analysis_phases_campaign_id_fkey;
ALTER TABLE "~trash_public_b37856".dns_validation_campaign_params DROP CONSTRAINT dns_validation_campaign_params_campaign_id_fkey;
ALTER TABLE "~trash_public_b37856".dns_validation_phases DROP CONSTRAINT dns_validation_phases_campaign_id_fkey;
ALTER TABLE "~trash_public_b37856".domain_generation_phases DROP CONSTRAINT domain_generation_phases_campaign_id_fkey;
ALTER TABLE "~trash_public_b37856".event_projections DROP CONSTRAINT event_projections_last_event_id_fkey;
ALTER TABLE "~trash_public_b37856".http_keyword_campaign_params DROP CONSTRAINT http_keyword_campaign_params_campaign_id_fkey;
ALTER TABLE "~trash_public_b37856".http_keyword_validation_phases DROP CONSTRAINT http_keyword_validation_phases_campaign_id_fkey;
COMMENT ON TABLE public.campaign_phases IS 'The four phases of each campaign, and how far they are.';
COMMENT ON TABLE public.generated_domains IS 'Domains of campaigns; the only place where they are.';
COMMENT ON TABLE public.lead_generation_campaigns IS 'Campaigns, with the results of their phases: one jsonb column for each.';
COMMENT ON COLUMN public.lead_generation_campaigns.analysis_results IS 'phase 4, analysis: leads, average_score';
COMMENT ON COLUMN public.lead_generation_campaigns.dns_results IS 'phase 2, DNS validation: checked, valid, parameters';
COMMENT ON COLUMN public.lead_generation_campaigns.domains_data IS 'phase 1, domain generation: total_domains, pattern';
COMMENT ON COLUMN public.lead_generation_campaigns.http_results IS 'phase 3, HTTP keyword validation: visited, matched, parameters';
CREATE INDEX idx_campaign_phases_active_phases ON public.campaign_phases (campaign_id, phase_order) WHERE ((status = ANY (ARRAY['ready'::public.phase_status, 'configured'::public.phase_status, 'in_progress'::public.phase_status, 'paused'::public.phase_status])));
CREATE INDEX idx_generated_domains_campaign_status ON public.generated_domains (campaign_id, dns_status, http_status);
CREATE INDEX idx_lead_gen_campaigns_phase_data_counts ON public.lead_generation_campaigns (((domains_data -> 'total_domains'::text)), ((dns_results -> 'valid'::text)), ((http_results -> 'matched'::text)), ((analysis_results -> 'leads'::text)));
ALTER TABLE public.generated_domains ADD CONSTRAINT fk_generated_domains_lead_generation_campaigns FOREIGN KEY (campaign_id) REFERENCES public.lead_generation_campaigns (id) ON DELETE CASCADE;
SET LOCAL search_path = public;
ALTER TABLE lead_generation_campaigns DISABLE TRIGGER update_lead_generation_campaigns_updated_at;
UPDATE lead_generation_campaigns c
SET domains_data = l.facts || coalesce(c.domains_data, '{}') || jsonb_build_object('legacy', jsonb_build_object(
        'rows', l.rows, 'alone', c.domains_data IS NULL,
        'keys', (SELECT coalesce(jsonb_agg(k), '[]') FROM jsonb_object_keys(l.facts) k WHERE NOT coalesce(c.domains_data, '{}') ? k)))
FROM (SELECT p.campaign_id, jsonb_build_object('domain_generation_phases', to_jsonb(p)) AS rows,
             jsonb_build_object('total_domains', p.domains_generated, 'pattern', p.pattern_type) AS facts
      FROM "~trash_public_b37856".domain_generation_phases p) l
WHERE c.id = l.campaign_id;
UPDATE lead_generation_campaigns c
SET dns_results = l.facts || coalesce(c.dns_results, '{}') || jsonb_build_object('legacy', jsonb_build_object(
        'rows', l.rows, 'alone', c.dns_results IS NULL,
        'keys', (SELECT coalesce(jsonb_agg(k), '[]') FROM jsonb_object_keys(l.facts) k WHERE NOT coalesce(c.dns_results, '{}') ? k)))
FROM (SELECT coalesce(p.campaign_id, q.campaign_id) AS campaign_id,
             jsonb_strip_nulls(jsonb_build_object('dns_validation_phases', to_jsonb(p), 'dns_validation_campaign_params', to_jsonb(q))) AS rows,
             coalesce(p.results || jsonb_build_object('checked', p.domains_checked, 'valid', p.domains_valid), '{}')
                 || coalesce(jsonb_build_object('parameters', to_jsonb(q) - 'campaign_id') , '{}') AS facts
      FROM "~trash_public_b37856".dns_validation_phases p FULL JOIN "~trash_public_b37856".dns_validation_campaign_params q ON q.campaign_id = p.campaign_id) l
WHERE c.id = l.campaign_id;
UPDATE lead_generation_campaigns c
SET http_results = l.facts || coalesce(c.http_results, '{}') || jsonb_build_object('legacy', jsonb_build_object(
        'rows', l.rows, 'alone', c.http_results IS NULL,
        'keys', (SELECT coalesce(jsonb_agg(k), '[]') FROM jsonb_object_keys(l.facts) k WHERE NOT coalesce(c.http_results, '{}') ? k)))
FROM (SELECT coalesce(p.campaign_id, q.campaign_id) AS campaign_id,
             jsonb_strip_nulls(jsonb_build_object('http_keyword_validation_phases', to_jsonb(p), 'http_keyword_campaign_params', to_jsonb(q))) AS rows,
             coalesce(p.results || jsonb_build_object('visited', p.domains_visited, 'matched', p.domains_matched), '{}')
                 || coalesce(jsonb_build_object('parameters', to_jsonb(q) - 'campaign_id'), '{}') AS facts
      FROM "~trash_public_b37856".http_keyword_validation_phases p FULL JOIN "~trash_public_b37856".http_keyword_campaign_params q ON q.campaign_id = p.campaign_id) l
WHERE c.id = l.campaign_id;
UPDATE lead_generation_campaigns c
SET analysis_results = l.facts || coalesce(c.analysis_results, '{}') || jsonb_build_object('legacy', jsonb_build_object(
        'rows', l.rows, 'alone', c.analysis_results IS NULL,
        'keys', (SELECT coalesce(jsonb_agg(k), '[]') FROM jsonb_object_keys(l.facts) k WHERE NOT coalesce(c.analysis_results, '{}') ? k)))
FROM (SELECT p.campaign_id, jsonb_build_object('analysis_phases', to_jsonb(p)) AS rows,
             p.results || jsonb_build_object('leads', p.leads_found, 'average_score', p.average_score) AS facts
      FROM "~trash_public_b37856".analysis_phases p) l
WHERE c.id = l.campaign_id;
ALTER TABLE lead_generation_campaigns ENABLE TRIGGER update_lead_generation_campaigns_updated_at;
SET LOCAL search_path = pg_catalog;
SET LOCAL search_path = public;
SELECT 'every legacy row has its campaign';
SET LOCAL search_path = pg_catalog;
SET LOCAL search_path = public;
SELECT 'every domain has its phase';
SET LOCAL search_path = pg_catalog;
DO $step$
BEGIN
    SET LOCAL search_path = public;
    IF (SELECT count(*) = 0
    FROM (SELECT campaign_id, 'domain_generation_phases' AS name, to_jsonb(t) AS line FROM "~trash_public_b37856".domain_generation_phases t
          UNION ALL SELECT campaign_id, 'dns_validation_phases', jsonb_strip_nulls(to_jsonb(t)) FROM "~trash_public_b37856".dns_validation_phases t
          UNION ALL SELECT campaign_id, 'dns_validation_campaign_params', jsonb_strip_nulls(to_jsonb(t)) FROM "~trash_public_b37856".dns_validation_campaign_params t
          UNION ALL SELECT campaign_id, 'http_keyword_validation_phases', jsonb_strip_nulls(to_jsonb(t)) FROM "~trash_public_b37856".http_keyword_validation_phases t
          UNION ALL SELECT campaign_id, 'http_keyword_campaign_params', jsonb_strip_nulls(to_jsonb(t)) FROM "~trash_public_b37856".http_keyword_campaign_params t
          UNION ALL SELECT campaign_id, 'analysis_phases', to_jsonb(t) FROM "~trash_public_b37856".analysis_phases t) l
    LEFT JOIN lead_generation_campaigns c ON c.id = l.campaign_id
    WHERE coalesce(c.domains_data #> ARRAY['legacy', 'rows', l.name], c.dns_results #> ARRAY['legacy', 'rows', l.name],
                   c.http_results #> ARRAY['legacy', 'rows', l.name], c.analysis_results #> ARRAY['legacy', 'rows', l.name])
        IS DISTINCT FROM l.line
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'check "no_legacy_row_is_forgotten" after the migration is not true';
    END IF;
    SET LOCAL search_path = pg_catalog;
END
$step$;
DO $step$
BEGIN
    SET LOCAL search_path = public;
    IF (SELECT count(*) = 0 FROM pg_catalog.pg_tables
    WHERE schemaname = 'public' AND tablename IN
        ('analysis_phases', 'http_keyword_validation_phases', 'dns_validation_phases', 'domain_generation_phases',
         'event_store', 'event_projections', 'dns_validation_campaign_params', 'http_keyword_campaign_params')
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'check "legacy_tables_are_gone" after the migration is not true';
    END IF;
    SET LOCAL search_path = pg_catalog;
END
$step$;
DO $step$
BEGIN
    SET LOCAL search_path = public;
    IF (SELECT NOT EXISTS (SELECT FROM generated_domains d
                       WHERE NOT EXISTS (SELECT FROM lead_generation_campaigns c WHERE c.id = d.campaign_id))
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'check "every_domain_has_its_campaign" after the migration is not true';
    END IF;
    SET LOCAL search_path = pg_catalog;
END
$step$;

COMMIT;
