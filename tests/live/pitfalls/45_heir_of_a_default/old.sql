-- A default that is new, or another, comes after the heir that is made in the same plan: the heir gets
-- its own.
CREATE TABLE t (id bigint NOT NULL, v text, w text DEFAULT 'a');
CREATE TABLE heir () INHERITS (t);
INSERT INTO t VALUES (1, 'a');
