-- A column that a table inherits, and is to keep without its parent's. On the way back PostgreSQL can
-- only merge the two: the table's stays its own as well, with its values.
-- has: ALTER TABLE ONLY public.base DROP COLUMN e
-- down: other
CREATE TABLE base (at timestamp DEFAULT now(), e int);
CREATE TABLE heir (a int) INHERITS (base);
INSERT INTO heir (at, e, a) VALUES ('2020-01-01', 5, 1), ('2020-01-02', 6, 2);
