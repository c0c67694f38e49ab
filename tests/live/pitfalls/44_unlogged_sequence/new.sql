CREATE TABLE a (id serial, x int);
CREATE TABLE b (id bigint GENERATED ALWAYS AS IDENTITY, x int);
CREATE UNLOGGED TABLE c (id serial, x int);
CREATE UNLOGGED TABLE d (id serial, x int);
CREATE UNLOGGED TABLE e (id serial PRIMARY KEY, x int);
CREATE SEQUENCE q;
