-- A column that changes its type forgets how it is stored, its indexes and statistics objects forget
-- their targets; the plan says them again, of heirs and partitions too.
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE t (num int, name varchar(20), size int);
ALTER TABLE t ALTER name SET STORAGE external, ALTER name SET COMPRESSION lz4, ALTER name SET STATISTICS 44;
CREATE INDEX by_sum ON t ((num + 1), (num - 1));
ALTER INDEX by_sum ALTER COLUMN 1 SET STATISTICS 200;
CREATE STATISTICS together ON num, size FROM t;
ALTER STATISTICS together SET STATISTICS 60;
CREATE TABLE heir (own int) INHERITS (t);
CREATE TABLE whole (k int, v varchar(20)) PARTITION BY LIST (k);
ALTER TABLE whole ALTER v SET COMPRESSION pglz, ALTER v SET STORAGE external;
CREATE TABLE part PARTITION OF whole FOR VALUES IN (1);
CREATE TABLE moods (x int, y mood[], z mood);
ALTER TABLE moods ALTER y SET STORAGE external, ALTER y SET COMPRESSION lz4;
CREATE INDEX by_mood ON moods (coalesce(z, 'happy'), x);
ALTER INDEX by_mood ALTER COLUMN 1 SET STATISTICS 22;
CREATE STATISTICS of_moods ON x, z FROM moods;
ALTER STATISTICS of_moods SET STATISTICS 11;
INSERT INTO t VALUES (1, 'a', 2);
INSERT INTO heir VALUES (1, 'b', 3, 4);
INSERT INTO whole VALUES (1, 'c');
INSERT INTO moods VALUES (1, '{sad,happy}', 'sad');
