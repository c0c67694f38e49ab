-- A table with rows gets its place among partitions as it is.
-- has: ATTACH PARTITION
-- lacks: DROP TABLE
CREATE TABLE parent (a int NOT NULL, b text) PARTITION BY RANGE (a);
CREATE TABLE part (a int NOT NULL, b text, CONSTRAINT bound CHECK (a >= 0 AND a < 10));
INSERT INTO part VALUES (1, 'x');
