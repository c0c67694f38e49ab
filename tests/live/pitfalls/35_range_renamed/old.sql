-- What comes with a range type, a multirange type and the functions that make values, keeps its name as well.
-- options: --rename public.float_range=real_range
-- lacks: DROP
CREATE TYPE float_range AS RANGE (SUBTYPE = double precision);
CREATE TABLE t (id int PRIMARY KEY, a float_range DEFAULT float_range(1, 2), b float_multirange);
INSERT INTO t (id, b) VALUES (1, float_multirange(float_range(1, 2))), (2, '{[3,4),[5,6]}');
