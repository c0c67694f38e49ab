-- Bounds of an identity change after its type when they widen, before it when they narrow.
CREATE TABLE t (a smallint GENERATED ALWAYS AS IDENTITY, b text);
INSERT INTO t (b) VALUES ('x'), ('y');
