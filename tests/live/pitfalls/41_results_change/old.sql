-- CREATE OR REPLACE lets arguments get defaults, but no results be more or fewer.
CREATE PROCEDURE more(i int, OUT a int) LANGUAGE plpgsql AS 'BEGIN a := i; END';
CREATE PROCEDURE first(i int) LANGUAGE plpgsql AS 'BEGIN PERFORM i; END';
CREATE FUNCTION wider(i int, OUT a int, OUT b text) LANGUAGE sql AS 'SELECT i, i::text';
CREATE FUNCTION defaulted(i int, k int) RETURNS int LANGUAGE sql AS 'SELECT i + k';
