CREATE TABLE t (a int, b int, c int);
GRANT SELECT (a), REFERENCES (b), UPDATE (c) ON t TO PUBLIC;
CREATE TABLE grown (a int, b int);
GRANT SELECT (b) ON grown TO PUBLIC;
CREATE TABLE wider (a int, b int);
GRANT SELECT (a) ON wider TO PUBLIC;
GRANT SELECT, DELETE ON wider TO PUBLIC;
