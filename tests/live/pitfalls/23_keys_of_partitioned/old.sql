-- A foreign key of a partitioned table cannot be NOT VALID.
CREATE TABLE other (id int PRIMARY KEY);
CREATE TABLE parent (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE part PARTITION OF parent FOR VALUES FROM (0) TO (10);
INSERT INTO other VALUES (1);
INSERT INTO parent VALUES (1, 1);
