-- The sequence behind a serial column of an unlogged table is unlogged, and changes with the table.
CREATE UNLOGGED TABLE a (id serial, x int);
CREATE UNLOGGED TABLE b (id bigint GENERATED ALWAYS AS IDENTITY, x int);
CREATE TABLE c (id serial, x int);
CREATE UNLOGGED TABLE d (id serial, x int);
ALTER SEQUENCE d_id_seq SET LOGGED;
CREATE UNLOGGED SEQUENCE q;
INSERT INTO a (x) VALUES (1), (2);
INSERT INTO c (x) VALUES (1), (2);
