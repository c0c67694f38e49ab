-- PostgreSQL does not look into arrays of a domain that becomes stricter.
CREATE DOMAIN d AS int CONSTRAINT k CHECK (VALUE > 0);
CREATE TABLE t (a d[]);
INSERT INTO t VALUES ('{1,2}'), ('{11}');
