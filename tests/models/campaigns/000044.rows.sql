-- Three campaigns: one through all phases, one in the middle, one without any phase. The legacy
-- tables hold what the jsonb columns do not have yet.
\set ON_ERROR_STOP on
BEGIN;
INSERT INTO users (id, email, password_hash) VALUES ('00000000-0000-0000-0000-0000000000a1', 'ada@example.org', 'x');
INSERT INTO personas (id, name, persona_type) VALUES ('00000000-0000-0000-0000-0000000000b1', 'Quiet', 'dns'),
    ('00000000-0000-0000-0000-0000000000b2', 'Browser', 'http');
INSERT INTO proxies (id, name, host, port) VALUES ('00000000-0000-0000-0000-0000000000c1', 'Door', 'proxy.example', 3128);
INSERT INTO lead_generation_campaigns (id, user_id, name, current_phase, phase_status, progress, domains_data)
VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-0000000000a1', 'Whole', 'analysis', 'completed', 100, NULL),
       ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-0000000000a1', 'Half', 'dns_validation', 'in_progress', 40,
        '{"total_domains": 3, "note": "set by a service"}'),
       ('00000000-0000-0000-0000-000000000003', NULL, 'New', 'domain_generation', 'not_started', 0, NULL);
INSERT INTO domain_generation_phases (campaign_id, status, pattern_type, constant_string, tld, domains_requested, domains_generated)
VALUES ('00000000-0000-0000-0000-000000000001', 'completed', 'prefix', 'acme', 'com', 5, 5),
       ('00000000-0000-0000-0000-000000000002', 'completed', 'suffix', 'shop', 'org', 3, 3);
INSERT INTO dns_validation_phases (campaign_id, status, domains_checked, domains_valid, results)
VALUES ('00000000-0000-0000-0000-000000000001', 'completed', 5, 4, '{"servers": ["192.0.2.1"]}'),
       ('00000000-0000-0000-0000-000000000002', 'in_progress', 1, 1, '{}');
INSERT INTO http_keyword_validation_phases (campaign_id, status, domains_visited, domains_matched, results)
VALUES ('00000000-0000-0000-0000-000000000001', 'completed', 4, 2, '{"keywords": {"anvil": 2}}');
INSERT INTO analysis_phases (campaign_id, status, leads_found, average_score, results)
VALUES ('00000000-0000-0000-0000-000000000001', 'completed', 2, 61.5, '{"best": "acme1.com"}');
INSERT INTO dns_validation_campaign_params (campaign_id, persona_ids, batch_size, rotation_interval)
VALUES ('00000000-0000-0000-0000-000000000001', '{00000000-0000-0000-0000-0000000000b1}', 25, '90 seconds'),
       ('00000000-0000-0000-0000-000000000003', '{}', 50, NULL);
INSERT INTO http_keyword_campaign_params (campaign_id, keywords, persona_ids, proxy_ids)
VALUES ('00000000-0000-0000-0000-000000000001', '{anvil,rocket}', '{00000000-0000-0000-0000-0000000000b2}',
        '{00000000-0000-0000-0000-0000000000c1}');
INSERT INTO campaign_phases (campaign_id, phase_type, phase_order, status)
SELECT c.id, p.phase, p.n,
       (CASE WHEN c.name = 'Whole' OR c.name = 'Half' AND p.n = 1 THEN 'completed' WHEN c.name = 'Half' AND p.n = 2 THEN 'in_progress'
             ELSE 'not_started' END)::phase_status
FROM lead_generation_campaigns c,
     (SELECT phase, row_number() OVER (ORDER BY phase) AS n FROM unnest(enum_range(NULL::campaign_phase_type)) phase) p;
INSERT INTO generated_domains (campaign_id, domain_name, offset_index, dns_status, http_status, http_status_code, lead_score)
SELECT '00000000-0000-0000-0000-000000000001'::uuid, 'acme' || n || '.com', n, CASE WHEN n < 5 THEN 'ok' ELSE 'error' END,
       CASE WHEN n < 3 THEN 'ok' ELSE 'pending' END, CASE WHEN n < 3 THEN 200 END, CASE WHEN n < 3 THEN 60 + n END
FROM generate_series(1, 5) n
UNION ALL
SELECT '00000000-0000-0000-0000-000000000002', n || 'shop.org', n, 'pending', 'pending', NULL, NULL FROM generate_series(1, 3) n;
INSERT INTO event_store (aggregate_id, aggregate_type, event_type, event_version, payload, occurred_at)
SELECT '00000000-0000-0000-0000-000000000001', 'campaign', 'phase_completed', n, jsonb_build_object('phase', n), '2025-07-01Z'
FROM generate_series(1, 4) n;
INSERT INTO event_projections (projection_name, last_event_id, state, updated_at) VALUES ('campaign_list', 3, '{"lag": 1}', '2025-07-02Z');
COMMIT;
