-- CREATE TABLE ignores NOT VALID: such a check is added by itself, and what is there is not looked at.
-- has: NOT VALID
CREATE TABLE t (c int);
INSERT INTO t VALUES (-1);
