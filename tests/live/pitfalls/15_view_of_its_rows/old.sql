-- A function gives rows of the view that asks it: neither can be made first.
-- expect: refused no order of the steps works for
CREATE TABLE t (a int);
