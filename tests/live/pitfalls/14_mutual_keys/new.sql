CREATE TABLE other (id int);
CREATE TABLE a (id int PRIMARY KEY, b int);
CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
CREATE TABLE tree (id int, above int);
CREATE UNIQUE INDEX tree_id ON tree (id);
ALTER TABLE tree ADD FOREIGN KEY (above) REFERENCES tree (id);
