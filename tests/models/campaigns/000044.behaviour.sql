-- What the schema of campaigns did before migration 000045.
\ir ../expect.sql

SELECT pg_temp.refused('a campaign beyond its end', $$UPDATE lead_generation_campaigns SET progress = 101$$, 'campaigns_progress_check');
SELECT pg_temp.refused('a phase twice', $$INSERT INTO campaign_phases (campaign_id, phase_type, phase_order)
    VALUES ('00000000-0000-0000-0000-000000000001', 'analysis', 4)$$, 'campaign_phases_type_key');
SELECT pg_temp.refused('a domain without a generation', $$INSERT INTO generated_domains (campaign_id, domain_name, offset_index)
    VALUES ('00000000-0000-0000-0000-000000000003', 'x.com', 1)$$, 'fk_generated_domains_generation');
SELECT pg_temp.refused('a door to nowhere', $$UPDATE proxies SET port = 0$$, 'proxies_port_check');
DELETE FROM event_store WHERE event_id = 3;
SELECT pg_temp.same('a projection outlives its event', (SELECT count(*) FROM event_projections WHERE last_event_id IS NULL), 1);
UPDATE event_projections SET state = '{}';
SELECT pg_temp.same('updated_at', (SELECT updated_at > '2025-07-02Z' FROM event_projections), true);
DELETE FROM users;
SELECT pg_temp.same('campaigns outlive their user', (SELECT count(*) || ' ' || count(user_id) FROM lead_generation_campaigns), '3 0');
DELETE FROM domain_generation_phases WHERE pattern_type = 'suffix';
SELECT pg_temp.same('domains go with their generation', (SELECT count(*) FROM generated_domains), 5);
DELETE FROM lead_generation_campaigns WHERE name = 'Whole';
SELECT pg_temp.same('a campaign takes along all phases and domains', (SELECT count(*) FROM campaign_phases) || ' '
    || (SELECT count(*) FROM generated_domains) || ' ' || (SELECT count(*) FROM dns_validation_phases) || ' '
    || (SELECT count(*) FROM analysis_phases) || ' ' || (SELECT count(*) FROM http_keyword_validation_phases) || ' '
    || (SELECT count(*) FROM dns_validation_campaign_params) || ' ' || (SELECT count(*) FROM http_keyword_campaign_params), '8 0 1 0 0 1 0');
