CREATE TABLE parent (a int, b text) PARTITION BY RANGE (a);
CREATE TABLE part (a int, b text);
ALTER TABLE parent ATTACH PARTITION part FOR VALUES FROM (0) TO (10);
