-- OR REPLACE would take a view's options away.
-- has: security_invoker
CREATE TABLE t (a int);
CREATE VIEW v WITH (security_invoker = true) AS SELECT a FROM t;
