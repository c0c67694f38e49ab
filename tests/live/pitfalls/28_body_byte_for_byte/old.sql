-- Blanks in a body count; a function that pins its search path is read all the same.
CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = 'public', pg_temp AS 'SELECT 1 ';
CREATE FUNCTION same() RETURNS int LANGUAGE plpgsql AS E'BEGIN\r\n RETURN 1;  \nEND';
