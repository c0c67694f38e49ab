CREATE TABLE t (v varchar(10), CONSTRAINT k CHECK (v IN ('a', 'b')));
