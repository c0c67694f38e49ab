-- A foreign key goes and comes back around the key that it needs.
CREATE TABLE u (id int CONSTRAINT pk PRIMARY KEY);
CREATE TABLE t (u int CONSTRAINT fk REFERENCES u);
INSERT INTO u VALUES (1);
INSERT INTO t VALUES (1);
