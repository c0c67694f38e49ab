-- What goes with a column without a word comes back with it.
CREATE TABLE t (b int, c int, a int, CHECK (a > b), UNIQUE (a, b));
CREATE INDEX both_of_them ON t (a, b);
CREATE INDEX partly ON t (c) WHERE a > 0;
CREATE STATISTICS s ON b, a FROM t;
