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
-- Collations whose names need quotes, with and without a schema.
CREATE SCHEMA "Odd Place";
CREATE COLLATION "German" (provider = icu, locale = 'de');
CREATE COLLATION "Odd Place"."by number" (provider = icu, locale = 'und-u-kn');
CREATE TABLE words (x text COLLATE "de-x-icu", y text COLLATE "German", z text COLLATE "Odd Place"."by number");
CREATE DOMAIN word AS text COLLATE "German";
CREATE TYPE pair AS (x text COLLATE "German", y text COLLATE "Odd Place"."by number");
CREATE TYPE span AS RANGE (subtype = text, collation = "German");
CREATE INDEX words_y ON words (y COLLATE "Odd Place"."by number", (lower(z) COLLATE "de-x-icu"));
-- A key that is no name may be longer than one.
CREATE TYPE a_type_with_a_name_that_is_almost_as_long_as_names_can_be AS ENUM ('a');
CREATE CAST (a_type_with_a_name_that_is_almost_as_long_as_names_can_be AS varchar) WITH INOUT AS ASSIGNMENT;
-- Columns of views have rights too.
CREATE VIEW all_words AS SELECT x, y, z AS "Odd one" FROM words;
GRANT SELECT (x), SELECT ("Odd one"), UPDATE (y) ON all_words TO PUBLIC;
CREATE MATERIALIZED VIEW some_words AS SELECT x FROM words;
GRANT SELECT (x), REFERENCES (x) ON some_words TO PUBLIC;
