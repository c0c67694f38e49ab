-- The views, against values computed by hand, and over empty tables.
\ir ../expect.sql

SELECT pg_temp.same('extraction_analytics', (SELECT string_agg(format('%s: %s %s %s %s %s', extraction_date, total_workflows, successful_extractions,
        layer2_completed, layer3_completed, round(avg_extraction_time_seconds)), E'\n' ORDER BY extraction_date)
    FROM extraction_analytics WHERE extraction_date < '2022-06-01'), '2022-03-31 00:00:00+00: 1 0 0 0 
2022-04-30 00:00:00+00: 1 0 1 0 
2022-05-30 00:00:00+00: 1 1 0 1 90');
SELECT pg_temp.same('… the latest day first', (SELECT extraction_date FROM extraction_analytics LIMIT 1), timestamptz '2027-02-03Z');
SELECT pg_temp.same('performance_metrics', (SELECT string_agg(format('%s: %s %s %s %s', metric_type, total_count, round(avg_confidence, 3), min_confidence, max_confidence), E'\n' ORDER BY metric_type)
    FROM performance_metrics), 'Node Contexts: 180 0.375 0.250 0.500
Standalone Docs: 120 0.800 0.800 0.800');
SELECT pg_temp.same('data_quality_metrics', (SELECT string_agg(format('%s: %s: %s %s %s, %s %s %s', table_name, total_records, missing_titles, missing_urls, missing_descriptions,
        missing_names, missing_content, missing_confidence), E'\n' ORDER BY table_name) FROM data_quality_metrics),
    'Node Contexts: 180:   , 60 120 60
Workflows: 60: 3 0 4,   ');
TRUNCATE workflows;
SELECT pg_temp.same('no workflows', (SELECT count(*) FROM extraction_analytics), 0);
SELECT pg_temp.same('no nodes', (SELECT string_agg(format('%s %s', total_count, avg_confidence), ',') FROM performance_metrics), '0 ,0 ');
SELECT pg_temp.same('nothing missing of nothing', (SELECT string_agg(format('%s %s%s', total_records, missing_titles, missing_names), ',') FROM data_quality_metrics), '0 0,0 0');
