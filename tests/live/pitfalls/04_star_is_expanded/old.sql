-- A view over * does not see columns that come later.
-- expect: equal
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT * FROM t;
ALTER TABLE t ADD z int;
