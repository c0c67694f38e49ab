-- NOT NULL that the whole no longer has stays in a partition, or an heir, which is to keep it.
CREATE TABLE whole (k int NOT NULL, v int NOT NULL) PARTITION BY LIST (k);
CREATE TABLE part PARTITION OF whole FOR VALUES IN (1);
CREATE TABLE below PARTITION OF whole FOR VALUES IN (2) PARTITION BY LIST (k);
CREATE TABLE below_part PARTITION OF below DEFAULT;
CREATE TABLE parent (v int NOT NULL);
CREATE TABLE heir () INHERITS (parent);
CREATE TABLE other () INHERITS (parent);
INSERT INTO whole VALUES (1, 2), (2, 3);
INSERT INTO heir VALUES (4);
