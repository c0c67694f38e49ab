-- Rights on what an extension has brought, beside those that it gives itself.
CREATE EXTENSION hstore;
REVOKE EXECUTE ON FUNCTION hstore_in(cstring) FROM PUBLIC;
CREATE EXTENSION pg_stat_statements;
