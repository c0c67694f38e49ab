CREATE TABLE t (num int, name text, CONSTRAINT signs CHECK (num > 0 OR num <= 0),
    CONSTRAINT named CHECK (name <> 'x'));
CREATE INDEX positive ON t (name) WHERE num > 0;
CREATE VIEW v AS SELECT num + 1 AS more FROM t WHERE num > 0;
