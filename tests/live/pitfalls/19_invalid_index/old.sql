-- An index whose build was broken off is there and is not: it is made anew, and never passed over by
-- IF NOT EXISTS. pg_dump does not show it, and nobody wants it back.
-- lacks: IF NOT EXISTS
-- down: other
CREATE TABLE t (a int);
INSERT INTO t VALUES (1), (1);
\set ON_ERROR_STOP off
CREATE UNIQUE INDEX CONCURRENTLY i ON t (a);
\set ON_ERROR_STOP on
DELETE FROM t WHERE ctid = (SELECT max(ctid) FROM t);
