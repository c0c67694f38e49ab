CREATE TABLE new (id serial PRIMARY KEY, a int);
