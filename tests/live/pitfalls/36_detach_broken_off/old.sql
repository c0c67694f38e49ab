-- DETACH … CONCURRENTLY that was broken off: PostgreSQL neither asks the partition nor lets go of it.
-- has: DETACH PARTITION public.p1 FINALIZE
-- has: DETACH PARTITION public.p2 FINALIZE
CREATE TABLE p (id int PRIMARY KEY, note text) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
INSERT INTO p VALUES (1, 'a'), (11, 'b');
UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid IN ('p1'::regclass, 'p2'::regclass);
