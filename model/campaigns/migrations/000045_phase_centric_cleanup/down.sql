-- A migration planned by pgwright: 45 statements in 1 group.
-- It locks, of what is there already:
--   "~trash_public_b37856".analysis_phases: ACCESS EXCLUSIVE; scan
--   public.lead_generation_campaigns: ACCESS EXCLUSIVE; scan
--   "~trash_public_b37856".http_keyword_validation_phases: ACCESS EXCLUSIVE
--   "~trash_public_b37856".http_keyword_campaign_params: ACCESS EXCLUSIVE
--   "~trash_public_b37856".event_store: ACCESS EXCLUSIVE
--   "~trash_public_b37856".event_projections: ACCESS EXCLUSIVE
--   "~trash_public_b37856".domain_generation_phases: ACCESS EXCLUSIVE
--   "~trash_public_b37856".dns_validation_phases: ACCESS EXCLUSIVE
--   "~trash_public_b37856".dns_validation_campaign_params: ACCESS EXCLUSIVE
--   public.generated_domains: ACCESS EXCLUSIVE; scan
--   public.campaign_phases: ACCESS EXCLUSIVE
--   public.event_store: ACCESS EXCLUSIVE; scan
--   public.analysis_phases: SHARE ROW EXCLUSIVE; scan
--   public.dns_validation_campaign_params: SHARE ROW EXCLUSIVE; scan
--   public.dns_validation_phases: SHARE ROW EXCLUSIVE; scan
--   public.domain_generation_phases: SHARE ROW EXCLUSIVE; scan
--   public.event_projections: SHARE ROW EXCLUSIVE; scan
--   public.http_keyword_campaign_params: SHARE ROW EXCLUSIVE; scan
--   public.http_keyword_validation_phases: SHARE ROW EXCLUSIVE; scan
--   public.idx_lead_gen_campaigns_status: SHARE UPDATE EXCLUSIVE
--   public.idx_lead_gen_campaigns_user_id: SHARE UPDATE EXCLUSIVE
-- Mind:
--   ALTER TABLE "~trash_public_b37856".http_keyword_validation_phases SET SCHEMA public: running applications ask for the old name (renaming-table)
--   ALTER TABLE "~trash_public_b37856".http_keyword_campaign_params SET SCHEMA public: running applications ask for the old name (renaming-table)
--   ALTER TABLE "~trash_public_b37856".event_store SET SCHEMA public: running applications ask for the old name (renaming-table)
--   ALTER TABLE "~trash_public_b37856".event_projections SET SCHEMA public: running applications ask for the old name (renaming-table)
--   ALTER TABLE "~trash_public_b37856".domain_generation_phases SET SCHEMA public: running applications ask for the old name (renaming-table)
--   ALTER TABLE "~trash_public_b37856".dns_validation_phases SET SCHEMA public: running applications ask for the old name (renaming-table)
--   ALTER TABLE "~trash_public_b37856".dns_validation_campaign_params SET SCHEMA public: running applications ask for the old name (renaming-table)
--   ALTER TABLE "~trash_public_b37856".analysis_phases SET SCHEMA public: running applications ask for the old name (renaming-table)
--   index public.campaign_phases.idx_campaign_phases_active_phases: nobody can use the table until queries under way have ended (require-concurrent-index-deletion)
--   index public.generated_domains.idx_generated_domains_campaign_status: nobody can use the table until queries under way have ended (require-concurrent-index-deletion)
--   index public.lead_generation_campaigns.idx_lead_gen_campaigns_phase_data_counts: nobody can use the table until queries under way have ended (require-concurrent-index-deletion)
--   foreign key public.analysis_phases.analysis_phases_campaign_id_fkey: every row is looked up while nobody can write to either table (adding-foreign-key-constraint)
--   foreign key public.dns_validation_campaign_params.dns_validation_campaign_params_campaign_id_fkey: every row is looked up while nobody can write to either table (adding-foreign-key-constraint)
--   foreign key public.dns_validation_phases.dns_validation_phases_campaign_id_fkey: every row is looked up while nobody can write to either table (adding-foreign-key-constraint)
--   foreign key public.domain_generation_phases.domain_generation_phases_campaign_id_fkey: every row is looked up while nobody can write to either table (adding-foreign-key-constraint)
--   foreign key public.event_projections.event_projections_last_event_id_fkey: every row is looked up while nobody can write to either table (adding-foreign-key-constraint)
--   foreign key public.generated_domains.fk_generated_domains_generation: every row is looked up while nobody can write to either table (adding-foreign-key-constraint)
--   foreign key public.http_keyword_campaign_params.http_keyword_campaign_params_campaign_id_fkey: every row is looked up while nobody can write to either table (adding-foreign-key-constraint)
--   foreign key public.http_keyword_validation_phases.http_keyword_validation_phases_campaign_id_fkey: every row is looked up while nobody can write to either table (adding-foreign-key-constraint)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

SET LOCAL search_path = public;
INSERT INTO "~trash_public_b37856".domain_generation_phases (campaign_id, status, pattern_type, tld, domains_requested, domains_generated)
SELECT d.campaign_id, 'completed', 'both', substring(min(d.domain_name) FROM '[^.]+$'), count(*), count(*)
FROM generated_domains d
WHERE NOT EXISTS (SELECT FROM "~trash_public_b37856".domain_generation_phases p WHERE p.campaign_id = d.campaign_id)
GROUP BY d.campaign_id;
SET LOCAL search_path = pg_catalog;
SET LOCAL search_path = public;
DELETE FROM "~trash_public_b37856".analysis_phases t WHERE NOT EXISTS (SELECT FROM lead_generation_campaigns c WHERE c.id = t.campaign_id);
DELETE FROM "~trash_public_b37856".dns_validation_campaign_params t WHERE NOT EXISTS (SELECT FROM lead_generation_campaigns c WHERE c.id = t.campaign_id);
DELETE FROM "~trash_public_b37856".dns_validation_phases t WHERE NOT EXISTS (SELECT FROM lead_generation_campaigns c WHERE c.id = t.campaign_id);
DELETE FROM "~trash_public_b37856".domain_generation_phases t WHERE NOT EXISTS (SELECT FROM lead_generation_campaigns c WHERE c.id = t.campaign_id);
DELETE FROM "~trash_public_b37856".http_keyword_campaign_params t WHERE NOT EXISTS (SELECT FROM lead_generation_campaigns c WHERE c.id = t.campaign_id);
DELETE FROM "~trash_public_b37856".http_keyword_validation_phases t WHERE NOT EXISTS (SELECT FROM lead_generation_campaigns c WHERE c.id = t.campaign_id);
SET LOCAL search_path = pg_catalog;
SET LOCAL search_path = public;
ALTER TABLE lead_generation_campaigns DISABLE TRIGGER update_lead_generation_campaigns_updated_at;
UPDATE lead_generation_campaigns c
SET domains_data = (SELECT CASE WHEN v <> '{}' OR NOT (c.domains_data #>> '{legacy,alone}')::boolean THEN v END
        FROM (SELECT c.domains_data - 'legacy' - ARRAY(SELECT jsonb_array_elements_text(c.domains_data #> '{legacy,keys}')) AS v) x)
WHERE c.domains_data ? 'legacy';
UPDATE lead_generation_campaigns c
SET dns_results = (SELECT CASE WHEN v <> '{}' OR NOT (c.dns_results #>> '{legacy,alone}')::boolean THEN v END
        FROM (SELECT c.dns_results - 'legacy' - ARRAY(SELECT jsonb_array_elements_text(c.dns_results #> '{legacy,keys}')) AS v) x)
WHERE c.dns_results ? 'legacy';
UPDATE lead_generation_campaigns c
SET http_results = (SELECT CASE WHEN v <> '{}' OR NOT (c.http_results #>> '{legacy,alone}')::boolean THEN v END
        FROM (SELECT c.http_results - 'legacy' - ARRAY(SELECT jsonb_array_elements_text(c.http_results #> '{legacy,keys}')) AS v) x)
WHERE c.http_results ? 'legacy';
UPDATE lead_generation_campaigns c
SET analysis_results = (SELECT CASE WHEN v <> '{}' OR NOT (c.analysis_results #>> '{legacy,alone}')::boolean THEN v END
        FROM (SELECT c.analysis_results - 'legacy' - ARRAY(SELECT jsonb_array_elements_text(c.analysis_results #> '{legacy,keys}')) AS v) x)
WHERE c.analysis_results ? 'legacy';
ALTER TABLE lead_generation_campaigns ENABLE TRIGGER update_lead_generation_campaigns_updated_at;
SET LOCAL search_path = pg_catalog;
ALTER TABLE "~trash_public_b37856".http_keyword_validation_phases SET SCHEMA public;
ALTER TABLE "~trash_public_b37856".http_keyword_campaign_params SET SCHEMA public;
ALTER TABLE "~trash_public_b37856".event_store SET SCHEMA public;
ALTER TABLE "~trash_public_b37856".event_projections SET SCHEMA public;
ALTER TABLE "~trash_public_b37856".domain_generation_phases SET SCHEMA public;
ALTER TABLE "~trash_public_b37856".dns_validation_phases SET SCHEMA public;
ALTER TABLE "~trash_public_b37856".dns_validation_campaign_params SET SCHEMA public;
ALTER TABLE "~trash_public_b37856".analysis_phases SET SCHEMA public;
ALTER TABLE public.generated_domains DROP CONSTRAINT fk_generated_domains_lead_generation_campaigns;
DROP INDEX public.idx_campaign_phases_active_phases;
DROP INDEX public.idx_generated_domains_campaign_status;
DROP INDEX public.idx_lead_gen_campaigns_phase_data_counts;
DROP SCHEMA "~trash_public_b37856";
COMMENT ON TABLE public.campaign_phases IS 'The phases of campaigns.';
COMMENT ON TABLE public.generated_domains IS 'Domains of campaigns.';
COMMENT ON TABLE public.lead_generation_campaigns IS 'Campaigns.';
COMMENT ON COLUMN public.lead_generation_campaigns.analysis_results IS NULL;
COMMENT ON COLUMN public.lead_generation_campaigns.dns_results IS NULL;
COMMENT ON COLUMN public.lead_generation_campaigns.domains_data IS NULL;
COMMENT ON COLUMN public.lead_generation_campaigns.http_results IS NULL;
ALTER TABLE ONLY public.event_store ALTER COLUMN event_id SET DEFAULT nextval('public.event_store_event_id_seq'::regclass);
ALTER TABLE public.analysis_phases ADD CONSTRAINT analysis_phases_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.lead_generation_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.dns_validation_campaign_params ADD CONSTRAINT dns_validation_campaign_params_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.lead_generation_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.dns_validation_phases ADD CONSTRAINT dns_validation_phases_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.lead_generation_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.domain_generation_phases ADD CONSTRAINT domain_generation_phases_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.lead_generation_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.event_projections ADD CONSTRAINT event_projections_last_event_id_fkey FOREIGN KEY (last_event_id) REFERENCES public.event_store (event_id) ON DELETE SET NULL;
ALTER TABLE public.generated_domains ADD CONSTRAINT fk_generated_domains_generation FOREIGN KEY (campaign_id) REFERENCES public.domain_generation_phases (campaign_id) ON DELETE CASCADE;
ALTER TABLE public.http_keyword_campaign_params ADD CONSTRAINT http_keyword_campaign_params_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.lead_generation_campaigns (id) ON DELETE CASCADE;
ALTER TABLE public.http_keyword_validation_phases ADD CONSTRAINT http_keyword_validation_phases_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.lead_generation_campaigns (id) ON DELETE CASCADE;
CREATE TRIGGER update_event_projections_updated_at BEFORE UPDATE ON public.event_projections
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
ALTER TABLE public.campaign_phases RENAME CONSTRAINT fk_campaign_phases_lead_generation_campaigns TO fk_campaign_phases_campaigns;
ALTER INDEX public.idx_lead_gen_campaigns_status RENAME TO idx_campaigns_status;
ALTER INDEX public.idx_lead_gen_campaigns_user_id RENAME TO idx_campaigns_user_id;
ALTER TABLE public.lead_generation_campaigns RENAME CONSTRAINT lead_generation_campaigns_user_id_fkey TO campaigns_user_id_fkey;
ALTER TABLE public.lead_generation_campaigns RENAME CONSTRAINT lead_generation_campaigns_progress_check TO campaigns_progress_check;
ALTER TABLE public.lead_generation_campaigns RENAME CONSTRAINT lead_generation_campaigns_pkey TO campaigns_pkey;

COMMIT;
