CREATE TABLE t (a int, b int, z int);
CREATE VIEW v AS SELECT * FROM t;
CREATE VIEW above AS SELECT a FROM v;
