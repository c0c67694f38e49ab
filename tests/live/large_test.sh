#!/bin/sh
# large_test.sh [PGWRIGHT]: plans for a database of which only what is near to the change is looked at
# and tried out. What was left out must not be missed.
set -u
. "$(dirname "$0")/lib.sh"

old=${prefix}_old
new=${prefix}_new
between() { # OPTION...
    run "$PGWRIGHT" diff --from "$(on "$old")" --to "$(on "$new")" --up "$work/up.sql" \
        --down "$work/down.sql" "$@"
}

# there_and_back NAME OPTION...: from the old database to the new one, and back.
there_and_back() {
    way=$1
    shift
    between "$@"
    expect "$way: a plan" 2
    same "$way: which was tried out" "" "$(cat "$work/stderr")"
    is "$way: up" run_sql "$old" "$work/up.sql"
    run "$PGWRIGHT" diff --from "$(on "$old")" --to "$(on "$new")" --no-renames
    expect "$way: arrives" 0
    is "$way: down" run_sql "$old" "$work/down.sql"
    dump "$old" >"$work/after"
    same_file "$way: and back" "$work/before" "$work/after"
}

make_database "$old"
sh ../bench/make_tables.sh 60 >"$work/tables.sql"
cat >>"$work/tables.sql" <<'SQL'
CREATE TYPE pair AS (a integer, b text);
CREATE DOMAIN short AS text CHECK (length(VALUE) < 9);
CREATE SEQUENCE numbers;
CREATE TABLE parts (id integer, day date, name short, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE of_parts (id integer, day date, FOREIGN KEY (id, day) REFERENCES parts);
CREATE TABLE pairs (id integer DEFAULT nextval('numbers') PRIMARY KEY, pair pair);
CREATE VIEW first AS SELECT id, code, position FROM item_00010;
CREATE VIEW second AS SELECT f.id, i.code FROM first f JOIN item_00030 i ON i.id = f.id WHERE f.position > 0;
CREATE STATISTICS item_00010 ON code, title FROM item_00010;
GRANT SELECT ON second TO PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
CREATE PUBLICATION published FOR TABLE item_00010, item_00050;
SQL
is "a database" run_sql "$old" "$work/tables.sql"
same "of more than a thousand objects" t \
    "$(ask "$old" "SELECT count(*) > 1000 FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')")"

dump "$old" >"$work/before"

# changed NAME SQL...: another new database.
changed() {
    new=${prefix}_$1
    shift
    make_database "$new" "$old"
    ask "$new" "$@"
}

first='CREATE VIEW first AS SELECT id, code, position FROM item_00010'
second='CREATE VIEW second AS SELECT f.id, i.code FROM first f JOIN item_00030 i ON i.id = f.id WHERE f.position > 0'
changed tables 'DROP VIEW second, first' 'ALTER TABLE item_00010 ALTER position TYPE bigint' \
    "$first" "$second" 'GRANT SELECT ON second TO PUBLIC' 'ALTER TABLE item_00020 DROP COLUMN data' \
    'ALTER TABLE item_00025 ADD extra text' 'DROP TABLE item_00060' \
    'CREATE TABLE fresh (id uuid REFERENCES item_00040)' \
    'CREATE INDEX ON item_00050 (position)' 'ALTER TABLE item_00030 DROP CONSTRAINT item_00030_code'
there_and_back "tables"
same "what a view is recreated for" 2 "$(grep -c '^CREATE VIEW' "$work/up.sql")"
same "a default privilege is known" 1 "$(ask "$new" "SELECT count(*) FROM pg_class
    WHERE relname = 'fresh' AND relacl::text ~ '[{,]=r/'")"

changed parts 'ALTER TABLE parts ADD extra integer' \
    "CREATE TABLE parts_3 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')" \
    'CREATE INDEX ON parts (name)'
there_and_back "partitions"

changed types "ALTER TYPE state ADD VALUE 'late'" 'ALTER TYPE pair ADD ATTRIBUTE c integer' \
    'ALTER DOMAIN short ADD CHECK (VALUE <> $$$$)'
there_and_back "types of many columns"

changed names 'ALTER TABLE item_00010 RENAME TO item' 'ALTER TABLE parts RENAME COLUMN name TO label' \
    'ALTER TABLE item RENAME COLUMN title TO heading'
there_and_back "names" --rename 'table public.item_00010=item' --rename public.item_00010.title=heading \
    --rename public.parts.name=label

# --- the lock of a migration has all of it ---

model=$work/model
is "a model" "$PGWRIGHT" import --from "$(on "$old")" -o "$model"
is "its first migration" "$PGWRIGHT" migrate new base -m "$model"
new=${prefix}_types
is "the model changes" "$PGWRIGHT" import --from "$(on "$new")" -o "$work/other"
mv "$model/migrations" "$work/other"
model=$work/other
run "$PGWRIGHT" migrate new types -m "$model"
expect "a migration of a large model" 0 '^0002_types: '
same "is tried out" "" "$(cat "$work/stderr")"
run "$PGWRIGHT" drift "$model/migrations/0002_types/after.lock" --db "$(on "$new")"
expect "leads to the database it was made from" 0

finish
