-- A new table would be born with rights that nobody asked for.
-- has: REVOKE SELECT
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pg_monitor;
