-- Columns of views have rights too, which are no objects of their own.
CREATE TABLE t (id int, name text, "Odd one" text);
CREATE VIEW v AS SELECT * FROM t;
GRANT SELECT ON v TO PUBLIC;
GRANT SELECT (id), UPDATE (name) ON v TO PUBLIC;
CREATE VIEW w AS SELECT * FROM t;
CREATE MATERIALIZED VIEW m AS SELECT * FROM t;
GRANT SELECT (id, "Odd one") ON m TO PUBLIC;
