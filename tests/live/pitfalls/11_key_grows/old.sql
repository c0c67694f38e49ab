-- All that would block the new type of a key goes and comes back with rights and comments.
CREATE TABLE parent (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) STORED);
CREATE TABLE child (id int, parent int REFERENCES parent);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g BEFORE UPDATE OF id ON parent FOR EACH ROW WHEN (NEW.id > 1) EXECUTE FUNCTION f();
CREATE VIEW v AS SELECT id FROM parent;
COMMENT ON VIEW v IS 'kept';
GRANT SELECT ON v TO pg_monitor;
CREATE POLICY p ON parent USING (id > 0);
COMMENT ON POLICY p ON parent IS 'kept as well';
CREATE PUBLICATION news FOR TABLE parent (id) WHERE (id > 5);
ALTER TABLE parent REPLICA IDENTITY DEFAULT;
INSERT INTO parent VALUES (1), (7);
INSERT INTO child VALUES (1, 7);
