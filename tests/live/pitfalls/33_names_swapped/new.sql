CREATE TABLE t (b int, a text);
