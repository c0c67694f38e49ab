-- audit_logs in months.
\ir ../expect.sql

SELECT pg_temp.same('entries by month', (SELECT string_agg(format('%s: %s', p, n), ', ' ORDER BY p) FROM
    (SELECT tableoid::regclass::text AS p, count(*) AS n FROM audit_logs GROUP BY 1) q),
    'audit_logs_2024_12: 1, audit_logs_2025_09: 2, audit_logs_2025_10: 4, audit_logs_2025_11: 2, audit_logs_2025_12: 2');
INSERT INTO audit_logs (action, created_at) VALUES ('late', '2026-01-31 23:59:59.999999'), ('later', '2026-02-01 00:00');
SELECT pg_temp.same('a month that nobody made', (SELECT count(*) FROM audit_logs_other), 2);
SELECT make_audit_log_month('2026-01-15');
SELECT make_audit_log_month('2026-01-20');
SELECT pg_temp.same('made when it was late', (SELECT string_agg(tableoid::regclass || ' ' || action, ', ' ORDER BY action) FROM audit_logs
    WHERE created_at >= '2026-01-01'), 'audit_logs_2026_01 late, audit_logs_other later');
SELECT pg_temp.same('with the indexes of all', (SELECT count(*) FROM pg_indexes WHERE tablename = 'audit_logs_2026_01'), 5);
DELETE FROM users WHERE username = 'bob';
SELECT pg_temp.same('the record outlives whoever it is of', (SELECT count(*) || ' ' || count(user_id) FROM audit_logs), '13 5');
DROP TABLE audit_logs_2024_12;
SELECT pg_temp.same('a month is dropped as a table', (SELECT count(*) FROM audit_logs), 12);
