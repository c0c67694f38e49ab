#!/bin/sh
# migrate_steps_test.sh [PGWRIGHT]: the author's own steps: checks before and after, columns that are
# filled before the plan demands it, data with its undo; in one transaction or in batches.
set -u
. "$(dirname "$0")/lib.sh"

model=$work/steps
migrations=$model/migrations
db=${prefix}_steps
start=${prefix}_start

fresh() {
    drop_database "$db" 2>/dev/null
    make_database "$db" "$start"
}

steps() { # TEXT: next.yaml
    cat >"$migrations/next.yaml"
}

rows() {
    ask "$db" "SELECT * FROM workflows ORDER BY id LIMIT 3" "SELECT count(*) FROM workflows"
}

contents() { # schema and rows, without the tool's own
    dump_all "$db" -N pgwright
}

mkdir "$model"
cat >"$model/model.yaml" <<'YAML'
database: steps
---
table: workflows
columns:
  id: {type: integer, not_null: true}
  name: text
  total: integer
primary_key: id
YAML
is "the first migration" "$PGWRIGHT" migrate new base -m "$model"
make_database "$start"
is "up" "$PGWRIGHT" migrate up -m "$model" --db "$(on "$start")"
ask "$start" "INSERT INTO workflows SELECT g, 'name ' || g, g FROM generate_series(1, 5000) g" \
    "CREATE FUNCTION dressed(t text) RETURNS text LANGUAGE sql AS 'SELECT ''<'' || t || ''>'''" \
    "VACUUM ANALYZE"
ask "$start" "DROP FUNCTION dressed"

# A column takes the place of another, is never NULL, and is filled on the way.
cat >"$model/model.yaml" <<'YAML'
database: steps
---
table: workflows
columns:
  id: {type: integer, not_null: true}
  title: {type: text, not_null: true}
  total: integer
primary_key: id
checks:
  title_is_long: length(title) > 3
---
table: roles
columns: {name: {type: text, not_null: true}}
primary_key: name
YAML
steps <<'YAML'
before:
  there_are_workflows: SELECT count(*) = 5000 FROM workflows
backfill:
  titles:
    table: workflows
    set: {title: initcap(name)}
    undo: UPDATE workflows SET name = title WHERE name IS NULL
data:
  roles: {do: "INSERT INTO roles VALUES ('admin'), ('user')", undo: DELETE FROM roles}
after:
  no_title_is_lost: SELECT NOT EXISTS (SELECT FROM workflows WHERE title IS NULL)
  roles_are_there: SELECT count(*) = 2 FROM roles
one_transaction: true
acknowledge:
  adding-not-nullable-field: the table is small
  constraint-missing-not-valid: the table is small
YAML
migrate new titles --no-renames
expect "a migration with steps" 0 '^0002_titles'
same "next.yaml has become its own" "migration.yaml no" \
    "$(cd "$migrations/0002_titles" && echo mig*) $([ -e "$migrations/next.yaml" ] && echo yes || echo no)"
same "one transaction" 1 "$(grep -c '^BEGIN;' "$migrations/0002_titles/up.sql")"
fresh
contents >"$work/before"
with_db up
expect "up" 0 '^0002_titles: applied'
same "the rows are filled" "1|Name 1 2|Name 2" \
    "$(ask "$db" "SELECT id || '|' || title FROM workflows WHERE id < 3 ORDER BY id" | tr '\n' ' ' | sed 's/ $//')"
ask "$db" "INSERT INTO workflows (id, title) VALUES (6000, 'written since')"
with_db down --yes
expect "down" 0 'taken back'
same "a row written since has its value" "written since" "$(ask "$db" "SELECT name FROM workflows WHERE id = 6000")"
ask "$db" "DELETE FROM workflows WHERE id = 6000"
# What was written meanwhile is kept in the trash; somebody has to throw it away.
kept=$(ask "$db" "SELECT attname FROM pg_attribute WHERE attrelid = 'workflows'::regclass AND attname LIKE '~trash%'")
same "… and what was written is in the trash" "~trash_title" "${kept%_*}"
ask "$db" "ALTER TABLE workflows DROP COLUMN \"$kept\""
with_db up
expect "up again" 0
with_db down --yes
expect "down again" 0 "taken back"
same "rows and schema are as before" "$(ask "$db" "SELECT count(*), min(name), sum(total) FROM workflows")" \
    "5000|name 1|12502500"
fresh
ask "$db" "DELETE FROM workflows WHERE id = 77"
contents >"$work/before"
with_db up
expect "a check before" 1 'E1008.*check "there_are_workflows" before the migration is not true'
contents >"$work/after"
same_file "… leaves nothing changed" "$work/before" "$work/after"
ask "$db" "INSERT INTO workflows VALUES (77, NULL, 1)"
contents >"$work/before"
with_db up
expect "a row that cannot be filled" 1 'E1008.*null values'
contents >"$work/after"
same_file "… leaves nothing changed either" "$work/before" "$work/after"
fresh
is "with psql too" run_sql "$db" "$migrations/0002_titles/up.sql"
same "… it is the same" 2 "$(ask "$db" "SELECT count(*) FROM roles")"
fresh
sed -i 's/count(\*) = 2 FROM roles/count(*) = 3 FROM roles/' "$migrations/0002_titles/migration.yaml"
migrate new --again --no-renames
expect "made again" 0 '^0002_titles'
contents >"$work/before"
with_db up
expect "a check after" 1 'E1008.*check "roles_are_there" after the migration is not true'
contents >"$work/after"
same_file "… leaves nothing changed" "$work/before" "$work/after"

# In batches, outside of the transaction.
sed -i 's/count(\*) = 3 FROM roles/count(*) = 2 FROM roles/; s/^one_transaction.*//
    s/^    table: workflows/&\n    batch: 1000/' "$migrations/0002_titles/migration.yaml"
migrate new --again --no-renames
expect "made again, with batches" 0 '^0002_titles'
fresh
with_db up
expect "up in batches" 0 'backfill titles: 5000 rows, page' '^0002_titles: applied'
same "… fills all" "5000" "$(ask "$db" "SELECT count(*) FROM workflows WHERE title = initcap('name ' || id)")"
same "… in several transactions" t "$(ask "$db" "SELECT count(DISTINCT xmin::text) >= 5 FROM workflows")"
fresh
ask "$db" "UPDATE workflows SET name = NULL WHERE id = 4000"
with_db up
expect "a batch that would never end" 1 'backfill titles: 1 rows would have to be filled again'
ask "$db" "UPDATE workflows SET name = 'mended' WHERE id = 4000"
with_db up
expect "goes on when mended" 0 'done before' '^0002_titles: applied'
same "… where it stopped" "5000" "$(ask "$db" "SELECT count(*) FROM workflows WHERE title IS NOT NULL")"

# --- bad input ---

bad() { # NAME PATTERN; the file on standard input
    steps
    migrate new bad
    expect "$1" 1 "$2"
}

bad "an unknown key" 'next.yaml:1:1: error.E0201.*befor' <<'YAML'
befor: {x: SELECT true}
YAML
bad "not a query" 'next.yaml:1:14: error.E040[12]' <<'YAML'
before: {x: "UPDATE t SET a = 1"}
YAML
bad "a syntax error" 'next.yaml:2:[0-9]*: error.E0401' <<'YAML'
before:
  x: SELECT count(* FROM t
YAML
bad "a backfill of nothing" 'next.yaml:1:.*error.E0203.*`set`' <<'YAML'
backfill: {x: {table: workflows}}
YAML
bad "a backfill of no table" 'next.yaml:1:.*error.E0303.*nowhere' <<'YAML'
backfill: {x: {table: nowhere, set: {a: "1"}}}
YAML
bad "a backfill of no column" 'next.yaml:1:.*error.E0304.*"a"' <<'YAML'
backfill: {x: {table: workflows, set: {a: "1"}}}
YAML
bad "a bad batch" 'error.E0202.*batch' <<'YAML'
backfill: {x: {table: workflows, set: {title: "'x'"}, batch: many}}
YAML
bad "data without undo" 'error.E0203.*undo' <<'YAML'
data: {x: {do: DELETE FROM roles}}
YAML
bad "an acknowledgement without a reason" 'error.E0203.*reason' <<'YAML'
acknowledge: {ban-drop-table: ""}
YAML
bad "one transaction, and batches" 'E1010.*one transaction' <<'YAML'
backfill: {x: {table: workflows, set: {total: "1"}, batch: 10}}
one_transaction: true
YAML

# What comes back NOT NULL is filled by the undo of the backfill before that is demanded of it.
model=$work/demand
migrations=$model/migrations
db=${prefix}_demand
mkdir "$model"
people() { # COLUMNS
    printf 'database: demand\ntables:\n  people: {columns: {id: integer, %s}, primary_key: id}\n' "$1" >"$model/model.yaml"
}
people 'name: {type: text, not_null: true}'
is "the first migration" "$PGWRIGHT" migrate new base -m "$model"
people 'given: {type: text, not_null: true}, family: {type: text, not_null: true}'
steps <<'YAML'
backfill:
  names:
    table: people
    set: {given: "split_part(name, ' ', 1)", family: "split_part(name, ' ', 2)"}
    undo: UPDATE people SET name = concat_ws(' ', given, family) WHERE name IS NULL AND given <> 'X'
YAML
migrate new names --no-renames
expect "a column is split" 0 '^0002_names'
make_database "$db"
with_db up --to 1
ask "$db" "INSERT INTO people VALUES (1, 'Ada Lovelace')"
with_db up
expect "up" 0 '0002_names: applied'
ask "$db" "INSERT INTO people (id, given, family) VALUES (2, 'Grace', 'Hopper'), (3, 'X', 'Y')"
with_db down --yes
expect "a row that the undo leaves out" 1 'E1008.*no value for column name' 'no undo of a backfill fills them'
aside=$(ask "$db" "SELECT attname FROM pg_attribute WHERE attrelid = 'people'::regclass AND attname LIKE '~trash_name%'")
ask "$db" "UPDATE people SET \"$aside\" = '' WHERE id = 3"
with_db down --yes
expect "with a value it goes on" 0 'taken back'
same "what was written since is there" "Ada Lovelace,Grace Hopper,|t" \
    "$(ask "$db" "SELECT string_agg(name, ',' ORDER BY id) FROM people")|$(ask "$db" "SELECT attnotnull FROM pg_attribute
        WHERE attrelid = 'people'::regclass AND attname = 'name'")"
with_db up
expect "up again" 0 'applied'
ask "$db" "INSERT INTO people (id, given, family) VALUES (4, 'Alan', '')"
people 'given: {type: text, not_null: true}, family: {type: text, not_null: true}}, checks: {named: length(family) > 0'
steps <<'YAML'
backfill: {spaces: {table: people, set: {given: trim(given)}, where: given <> trim(given), batch: 100}}
YAML
migrate new checked
expect "a check on rows" 0 '^0003_checked'
with_db up
expect "that are against it" 1 '^  1/3 backfill spaces: [0-9.]* s' 'E1008.*named.*violated by some row' 'have to be changed first; then .pgwright migrate up'
ask "$db" "UPDATE people SET family = 'Turing' WHERE family = ''"
with_db up
expect "and then are not" 0 'applied'
finish
