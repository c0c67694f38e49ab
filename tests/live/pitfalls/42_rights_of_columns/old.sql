-- A right that is taken from a table is taken from its columns along with it: they get theirs again.
CREATE TABLE t (a int, b int, c int);
GRANT SELECT, UPDATE ON t TO PUBLIC;
GRANT SELECT (a), REFERENCES (b) ON t TO PUBLIC;
CREATE TABLE grown (a int);
GRANT SELECT ON grown TO PUBLIC;
CREATE TABLE wider (a int, b int);
GRANT SELECT (a, b) ON wider TO PUBLIC;
