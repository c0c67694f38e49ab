-- Life goes on: a campaign ends, another gets its first domains, a service writes into a jsonb column. The
-- way back has to get along with that.
\set ON_ERROR_STOP on
BEGIN;
INSERT INTO generated_domains (campaign_id, domain_name, offset_index)
SELECT '00000000-0000-0000-0000-000000000003', 'new' || n || '.net', n FROM generate_series(1, 2) n;
UPDATE lead_generation_campaigns SET dns_results = dns_results || '{"seen": true}' WHERE name = 'Whole';
INSERT INTO lead_generation_campaigns (name, analysis_results) VALUES ('Fresh', '{"leads": 7}');
DELETE FROM lead_generation_campaigns WHERE name = 'Half';
COMMIT;
