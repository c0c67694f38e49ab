CREATE TABLE "Mixed" ("select" int, "a""b" int DEFAULT 1, "it's" text, "new
line" int);
CREATE TABLE "äääääääääääääääääääääääääääääääz" (id serial PRIMARY KEY);
CREATE INDEX "select" ON "Mixed" ("a""b") WHERE "it's" = 'it''s';
CREATE VIEW "from" AS SELECT "select" AS "Select", "a""b" AS "table" FROM "Mixed";
CREATE FUNCTION "do"("in" int) RETURNS int LANGUAGE sql AS $do$ SELECT length($$a$$) $do$;
CREATE TYPE "Enum" AS ENUM ('it''s', 'a"b', E'new\nline', '');
COMMENT ON COLUMN "Mixed"."a""b" IS E'it''s\na \\ comment';
