CREATE TYPE real_range AS RANGE (SUBTYPE = double precision);
CREATE TABLE t (id int PRIMARY KEY, a real_range DEFAULT real_range(1, 2), b real_multirange);
