-- No rights, and rights given and taken away, are the same.
-- expect: equal
CREATE TABLE t (a int);
GRANT SELECT ON t TO pg_monitor;
REVOKE SELECT ON t FROM pg_monitor;
