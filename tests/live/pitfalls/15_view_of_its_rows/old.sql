-- A function gives rows of the view that asks it: neither can be made, or dropped, first.
-- has: NULL::public.mood AS "how old"
CREATE TABLE t (a int);
INSERT INTO t VALUES (1), (2);
CREATE TABLE kept (a int);
CREATE VIEW grown AS SELECT a FROM kept;
