-- Order of columns, and columns that are gone, are no difference.
-- expect: equal
CREATE TABLE parent (a int, b text) PARTITION BY RANGE (a);
CREATE TABLE part (gone int, b text, a int);
ALTER TABLE part DROP COLUMN gone;
ALTER TABLE parent ATTACH PARTITION part FOR VALUES FROM (0) TO (10);
