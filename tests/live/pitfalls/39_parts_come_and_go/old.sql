-- A column comes while partitions come or go: on the way back it is put aside, and a partition that
-- returns must have it, one that leaves must get its own name back.
-- options: --no-renames --drop trash
-- has: DETACH PARTITION public.gone_2
-- lacks: DROP TABLE
CREATE TABLE gone (id int NOT NULL, v text) PARTITION BY LIST (id); -- the partition goes without it
CREATE TABLE gone_1 PARTITION OF gone FOR VALUES IN (1);
CREATE TABLE gone_2 PARTITION OF gone FOR VALUES IN (2) PARTITION BY LIST (v);
CREATE TABLE gone_3 PARTITION OF gone_2 DEFAULT;
CREATE TABLE pair (id int NOT NULL, v text) PARTITION BY LIST (id); -- … and gets it as well
CREATE TABLE pair_1 PARTITION OF pair FOR VALUES IN (1);
CREATE TABLE pair_2 PARTITION OF pair FOR VALUES IN (2);
CREATE TABLE own (id int NOT NULL, v text) PARTITION BY LIST (id); -- … and alone gets it
CREATE TABLE own_1 PARTITION OF own FOR VALUES IN (1);
CREATE TABLE own_2 PARTITION OF own FOR VALUES IN (2);
CREATE TABLE come (id int NOT NULL, v text) PARTITION BY LIST (id); -- a table becomes a partition
CREATE TABLE come_1 PARTITION OF come FOR VALUES IN (1);
CREATE TABLE come_2 (id int NOT NULL, v text);
CREATE TABLE here (id int NOT NULL, v text) PARTITION BY LIST (id); -- … of another table than before
CREATE TABLE there (id int NOT NULL, v text) PARTITION BY LIST (id);
CREATE TABLE moved PARTITION OF here FOR VALUES IN (1);
INSERT INTO here VALUES (1, 'a');
INSERT INTO gone VALUES (1, 'a'), (2, 'b');
INSERT INTO pair VALUES (1, 'a'), (2, 'b');
INSERT INTO own VALUES (1, 'a'), (2, 'b');
INSERT INTO come VALUES (1, 'a');
INSERT INTO come_2 VALUES (2, 'b');
