-- What somebody makes in the database of model_kinds while nobody tells the model: an object of every
-- kind, parts of tables that are there, and several in one place.
CREATE SCHEMA audit;
COMMENT ON SCHEMA audit IS 'who did it';
CREATE EXTENSION pg_trgm SCHEMA audit;
CREATE EXTENSION hstore;
CREATE COLLATION sales.plain (provider = icu, locale = 'de');
CREATE TYPE audit.level AS ENUM ('low', 'it''s high');
CREATE TYPE sales.pair AS (a integer, b text);
CREATE TYPE state_pair AS (a sales.state, "B" numeric(10,2));
CREATE DOMAIN percent AS numeric(5,2) DEFAULT 0 CONSTRAINT least CHECK (VALUE >= 0) CONSTRAINT most CHECK (VALUE <= 100);
CREATE TYPE span AS RANGE (subtype = numeric);
CREATE SEQUENCE sales.tickets INCREMENT 5 CACHE 3;
CREATE FUNCTION audit.stamp() RETURNS trigger LANGUAGE plpgsql AS E'BEGIN\n    -- {a: b}\n\n    RETURN NEW;\nEND';
CREATE FUNCTION half(a integer, b numeric DEFAULT 1.5) RETURNS numeric LANGUAGE sql STABLE AS 'SELECT a / b';
CREATE PROCEDURE sales.tidy(days integer) LANGUAGE plpgsql AS 'BEGIN DELETE FROM sales.orders WHERE id < days; END';
CREATE AGGREGATE longest(numeric) (sfunc = later, stype = numeric);
CREATE CAST (sales.state AS json) WITH INOUT;
CREATE OPERATOR audit.<# (function = texteq, leftarg = text, rightarg = text);
CREATE TEXT SEARCH CONFIGURATION audit.words (parser = default);
CREATE FOREIGN DATA WRAPPER nowhere OPTIONS (debug 'true');
CREATE SERVER beyond FOREIGN DATA WRAPPER nowhere OPTIONS (host 'x');
CREATE USER MAPPING FOR PUBLIC SERVER beyond;
CREATE USER MAPPING FOR pg_read_all_data SERVER there OPTIONS ("user" 'u');
CREATE FOREIGN TABLE audit.far (id integer NOT NULL, t text DEFAULT 'x') SERVER beyond OPTIONS (table_name 'f');

CREATE TABLE audit.entries (
    id bigserial PRIMARY KEY,
    what text NOT NULL UNIQUE,
    level audit.level DEFAULT 'low',
    kind varchar(20) CHECK (kind IN ('a', 'b')),
    at timestamptz DEFAULT now() NOT NULL,
    account bigint REFERENCES accounts
);
CREATE INDEX entries_what ON audit.entries (lower(what), at DESC) WHERE level = 'low';
COMMENT ON TABLE audit.entries IS E'a table\nof two lines';
COMMENT ON COLUMN audit.entries.what IS 'it''s: {this}';
CREATE TRIGGER entries_stamp BEFORE UPDATE ON audit.entries FOR EACH ROW EXECUTE FUNCTION audit.stamp();
ALTER TABLE audit.entries ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON audit.entries FOR SELECT TO pg_monitor USING (account > 0);
GRANT SELECT, INSERT ON audit.entries TO pg_monitor;
GRANT UPDATE (what) ON audit.entries TO pg_monitor;
CREATE TABLE loose (a integer, "B c" text);
CREATE TABLE "Odd Schema"."no: one" ("#a" integer, "- b" integer GENERATED ALWAYS AS IDENTITY);
CREATE TABLE parts (id integer, day date NOT NULL, n integer, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE INDEX parts_n ON parts (n);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE parts_rest PARTITION OF parts DEFAULT;
CREATE TABLE heir (more text) INHERITS (loose);
CREATE TABLE drawers_2 PARTITION OF drawers FOR VALUES IN (2);

-- parts of tables that are there
ALTER TABLE hen ADD name text NOT NULL DEFAULT 'nobody', ADD born date, ADD CONSTRAINT hen_named CHECK (name <> ''), ADD CONSTRAINT hen_once UNIQUE (name, born);
CREATE INDEX hen_born ON hen (born);
CREATE INDEX hen_lower ON hen (lower(name));
CREATE TRIGGER hen_touch AFTER INSERT OR DELETE ON hen FOR EACH ROW EXECUTE FUNCTION note();
ALTER TABLE hen ADD boss integer REFERENCES hen (id) ON DELETE SET NULL;
ALTER TABLE empty ADD a integer PRIMARY KEY, ADD b serial;
ALTER TABLE accounts ADD nick varchar(30) COLLATE "C", ADD weight numeric(10,2) DEFAULT -1.5;
ALTER TABLE accounts ADD CONSTRAINT weight_fine CHECK (weight > -2);
ALTER TABLE accounts ALTER boss SET DEFAULT 7, ALTER number SET STATISTICS 300;
ALTER TABLE sales.lines ALTER account SET DEFAULT 1, ALTER number SET DEFAULT 2;
CREATE INDEX accounts_nick ON accounts (nick);
CREATE INDEX accounts_weight ON accounts (weight) INCLUDE (nick);
ALTER TABLE sales.lines ADD entry bigint REFERENCES audit.entries (id);
ALTER TABLE sales.orders ADD CONSTRAINT orders_no_overlap EXCLUDE USING gist (int8range(id, id, '[]') WITH &&);
CREATE RULE orders_keep AS ON DELETE TO sales.orders DO INSTEAD NOTHING;
CREATE POLICY all_of_it ON sales.orders USING (account > 0) WITH CHECK (true);
ALTER TABLE "Odd Schema"."Odd Table" ADD "new: one" text, ADD CONSTRAINT "so it: is" CHECK ("new: one" <> 'x''y');
ALTER TABLE literals ADD x_more text DEFAULT E'a\nb', ADD CONSTRAINT literals_pkey PRIMARY KEY (a_bigint);
CREATE INDEX literals_text ON literals (a_text, x_more);
COMMENT ON COLUMN literals.a_text IS 'plain';
ALTER TABLE drawers ADD label text;

CREATE VIEW sales.open_orders AS SELECT id, amount FROM sales.orders WHERE state IN ('new', 'open');
COMMENT ON COLUMN sales.open_orders.amount IS 'in €';
CREATE VIEW audit.last_entries AS SELECT what, at FROM audit.entries ORDER BY at DESC LIMIT 10;
COMMENT ON COLUMN plain_view.kind IS 'what it is';
CREATE MATERIALIZED VIEW totals AS SELECT kind, count(*) AS n FROM accounts GROUP BY kind;
CREATE UNIQUE INDEX totals_kind ON totals (kind);
CREATE INDEX tuned_number ON tuned (number);
CREATE STATISTICS sales.orders_stat (dependencies) ON account, number FROM sales.orders;
CREATE PUBLICATION some_of_it FOR TABLE parcels (id), hen;
ALTER PUBLICATION "guarded news" ADD TABLES IN SCHEMA audit, public;
CREATE EVENT TRIGGER watcher2 ON ddl_command_start EXECUTE FUNCTION guarded.watch();
ALTER DEFAULT PRIVILEGES IN SCHEMA sales GRANT SELECT ON TABLES TO pg_monitor;
REVOKE EXECUTE ON FUNCTION digest(text, text) FROM PUBLIC;

-- what follows from other words of the model
DROP TRIGGER accounts_replica ON accounts;
CREATE TRIGGER accounts_replica AFTER INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION note();
ALTER TABLE egg DROP CONSTRAINT egg_hen_fkey, ADD CONSTRAINT egg_hen_fkey FOREIGN KEY (hen) REFERENCES egg (id);
ALTER TABLE egg ALTER hen SET NOT NULL;
ALTER TABLE drawers_1 DROP CONSTRAINT drawers_1_pkey;
