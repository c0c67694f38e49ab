-- A sequence outlives the table, or column, that it belonged to.
CREATE TABLE less (id serial, b int);
CREATE TABLE gone (id serial, b int);
