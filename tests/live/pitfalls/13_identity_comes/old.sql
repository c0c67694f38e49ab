-- An identity wants NOT NULL first, and numbers behind those that are there.
-- after: INSERT INTO t (b) VALUES ('new')
CREATE TABLE t (a int, b text);
INSERT INTO t VALUES (41, 'x'), (42, 'y');
