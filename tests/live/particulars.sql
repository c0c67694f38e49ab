-- What import has to say, and generate to make: an heir has for itself what its parent lacks, and does
-- without what its parent has.
CREATE TABLE parent (num int, name text, v text DEFAULT 'a');
GRANT SELECT (num) ON parent TO PUBLIC;
CREATE TABLE heir (own int) INHERITS (parent);
ALTER TABLE heir ALTER name SET NOT NULL, ALTER name SET STATISTICS 77, ALTER v SET COMPRESSION pglz,
    ALTER num SET (n_distinct = 3);
ALTER TABLE heir ALTER name SET STORAGE external;
COMMENT ON COLUMN heir.num IS 'of the heir';
GRANT SELECT (name) ON heir TO PUBLIC;
-- The sequence behind a serial column is as its table, or else the model says it.
CREATE UNLOGGED TABLE fleeting (id serial, x int);
CREATE UNLOGGED TABLE mixed (id serial, x int);
ALTER SEQUENCE mixed_id_seq SET LOGGED;
CREATE UNLOGGED SEQUENCE lost_numbers;
