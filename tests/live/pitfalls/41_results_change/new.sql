CREATE PROCEDURE more(i int, OUT a int, OUT b text) LANGUAGE plpgsql AS 'BEGIN a := i; END';
CREATE PROCEDURE first(i int, OUT a int) LANGUAGE plpgsql AS 'BEGIN PERFORM i; END';
CREATE FUNCTION wider(i int, OUT a int, OUT b text, OUT c date) LANGUAGE sql AS 'SELECT i, i::text, now()::date';
CREATE FUNCTION defaulted(i int, k int DEFAULT 1) RETURNS int LANGUAGE sql AS 'SELECT i + k';
