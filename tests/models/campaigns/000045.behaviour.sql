-- After migration 000045.
\ir ../expect.sql

SELECT pg_temp.same('tables', (SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'),
    'campaign_phases generated_domains lead_generation_campaigns personas proxies users');
SELECT pg_temp.same('legacy rows wait in the trash', (SELECT count(*) FROM pg_tables WHERE schemaname ~ '^~trash_public_'), 8);
SELECT pg_temp.same('what came of them', (SELECT domains_data - 'legacy' || dns_results - 'legacy' - 'parameters' || http_results - 'legacy' - 'parameters' || analysis_results - 'legacy'
    FROM lead_generation_campaigns WHERE name = 'Whole'),
    '{"total_domains": 5, "pattern": "prefix", "servers": ["192.0.2.1"], "checked": 5, "valid": 4, "seen": true,
      "keywords": {"anvil": 2}, "visited": 4, "matched": 2, "best": "acme1.com", "leads": 2, "average_score": 61.5}'::jsonb);
SELECT pg_temp.same('parameters', (SELECT dns_results #>> '{parameters,batch_size}' || ' ' || (http_results #>> '{parameters,keywords}') FROM lead_generation_campaigns WHERE name = 'Whole'), '25 ["anvil", "rocket"]');
SELECT pg_temp.same('parameters without a phase', (SELECT dns_results #>> '{parameters,batch_size}' FROM lead_generation_campaigns WHERE name = 'New'), '50');
SELECT pg_temp.same('rows as they were', (SELECT domains_data #>> '{legacy,rows,domain_generation_phases,constant_string}' FROM lead_generation_campaigns WHERE name = 'Whole'), 'acme');
SELECT pg_temp.same('nobody took that for a change', (SELECT count(*) FROM lead_generation_campaigns WHERE name = 'New' AND updated_at <> created_at), 0);
SELECT pg_temp.same('names', (SELECT string_agg(conname, ' ' ORDER BY conname) FROM pg_constraint WHERE conname ~ 'campaigns' AND connamespace = 'public'::regnamespace),
    'fk_campaign_phases_lead_generation_campaigns fk_generated_domains_lead_generation_campaigns lead_generation_campaigns_pkey lead_generation_campaigns_progress_check lead_generation_campaigns_user_id_fkey');
SELECT pg_temp.same('indexes', (SELECT count(*) FROM pg_indexes WHERE indexname IN
    ('idx_lead_gen_campaigns_phase_data_counts', 'idx_campaign_phases_active_phases', 'idx_generated_domains_campaign_status')), 3);
DELETE FROM lead_generation_campaigns WHERE name = 'Whole';
SELECT pg_temp.same('domains go with their campaign', (SELECT count(*) FROM generated_domains), 2);
