-- Words that mean the same today mean something else for another type: the check is made anew.
CREATE TABLE t (num numeric, name varchar(20), CONSTRAINT signs CHECK (num > 0 OR num <= 0),
    CONSTRAINT named CHECK (name <> 'x'));
CREATE INDEX positive ON t (name) WHERE num > 0;
CREATE VIEW v AS SELECT num + 1 AS more FROM t WHERE num > 0;
INSERT INTO t VALUES (1, 'a'), (2, 'b');
