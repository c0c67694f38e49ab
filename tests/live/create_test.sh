#!/bin/sh
# create_test.sh [PGWRIGHT]: create.sql and drop.sql on a real server.
#
# The model is model_kinds. What PostgreSQL has afterwards is seen through pg_dump, and through the
# transaction numbers of the rows of the system catalogs.
set -u
. "$(dirname "$0")/lib.sh"

made=${prefix}_made copy=${prefix}_copy empty=${prefix}_empty
sql=$work/generated/sql

# catalogs DATABASE: how many rows each system catalog has, and which transactions wrote them.
catalogs() {
    for table in pg_proc pg_constraint pg_trigger pg_type pg_attrdef pg_index pg_rewrite pg_enum \
        pg_namespace pg_extension; do
        echo "SELECT '$table', count(*), md5(string_agg(xmin::text, ' ' ORDER BY oid_)) FROM
              (SELECT t.xmin, t.ctid::text AS oid_ FROM $table t) q;"
    done | psql -X -q -A -t -d "$(on "$1")"
    for table in pg_class pg_attribute pg_depend pg_description pg_sequence; do
        echo "SELECT '$table', count(*) FROM $table;"
    done | psql -X -q -A -t -d "$(on "$1")"
    ask "$1" "SELECT md5(string_agg(relfilenode::text, ' ' ORDER BY oid)) FROM pg_class"
}

refused() { # NAME SQL DETAIL...: create.sql fails on a copy that was changed so, and changes nothing
    name=$1
    drop_database "$copy" 2>/dev/null
    make_database "$copy" "$made"
    ask "$copy" "$2" >/dev/null || not_ok "$name: $2"
    shift 2
    dump "$copy" >"$work/before"
    run run_sql "$copy" "$sql/create.sql"
    expect "$name" 3 'the database is not what the model says' "$@"
    dump "$copy" >"$work/after"
    same_file "$name: nothing changed" "$work/before" "$work/after"
}

is "generate" "$PGWRIGHT" generate model_kinds -o "$work/generated"
[ -f "$sql/create.sql" ] || finish
make_database "$empty"
make_database "$made"
dump "$empty" >"$work/empty.dump"

is "create.sql on an empty database" run_sql "$made" "$sql/create.sql"
dump "$made" >"$work/first.dump"
catalogs "$made" >"$work/first"
is "create.sql again" run_sql "$made" "$sql/create.sql"
dump "$made" >"$work/second.dump"
catalogs "$made" >"$work/second"
same_file "the second run changes nothing that pg_dump sees" "$work/first.dump" "$work/second.dump"
same_file "the second run writes no rows of catalogs anew" "$work/first" "$work/second"

refused "another type" "ALTER TABLE egg ALTER hen TYPE bigint" \
    'column public.egg.hen: type: model integer: database bigint'
refused "another default" "ALTER TABLE literals ALTER a_text SET DEFAULT 'it'" \
    'default public.literals.a_text: expression'
refused "another check" "ALTER TABLE accounts DROP CONSTRAINT fine,
    ADD CONSTRAINT fine CHECK (tax > 0)" 'check public.accounts.fine: expression'
refused "another function" "CREATE OR REPLACE FUNCTION note() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN RETURN NEW; END'" 'function public.note(): body'
refused "another view" 'CREATE OR REPLACE VIEW "Odd Schema"."Odd View" AS
    SELECT "Select", '"'x'"'::text AS "a b" FROM "Odd Schema"."Odd Table"' \
    'view Odd Schema.Odd View: query'
refused "another enum" "ALTER TYPE mood ADD VALUE 'furious'" 'enum public.mood: labels'
refused "a disabled trigger" "ALTER TABLE accounts DISABLE TRIGGER accounts_when" \
    'trigger public.accounts.accounts_when: enabled: database disabled'
refused "one column more" "ALTER TABLE sales.orders ADD COLUMN more text" \
    'column sales.orders.more: unexpected'
refused "another index" "DROP INDEX accounts_open; CREATE INDEX accounts_open ON accounts (kind)" \
    'index public.accounts.accounts_open: columns' 'index public.accounts.accounts_open: where'
refused "several at once" "ALTER TABLE literals DROP COLUMN a_text; ALTER TABLE hen ADD b int, ADD c int;
    ALTER SEQUENCE all_options CACHE 3" 'column public.literals.a_text: missing' \
    'column public.hen.b: unexpected' 'column public.hen.c: unexpected' \
    'sequence public.all_options: cache: model 20: database 3'

# What is missing is made; what others have put beside it is left alone.
drop_database "$copy"
make_database "$copy" "$made"
ask "$copy" "DROP VIEW a_over_rich; DROP TABLE sales.lines;
    DROP TRIGGER accounts_when ON accounts; DROP INDEX accounts_hash; DROP FUNCTION weigh(text);
    CREATE TABLE beside (a integer); CREATE VIEW beside_too AS SELECT * FROM beside"
is "create.sql on a half of it" run_sql "$copy" "$sql/create.sql"
run "$PGWRIGHT" drift "$work/generated/kinds.lock" --db "$(on "$copy")"
expect "and all is there" 2 'table public.beside: unexpected' 'view public.beside_too: unexpected' \
    'drift: 2 differences'

is "drop.sql" run_sql "$copy" "$sql/drop.sql"
ask "$copy" "DROP VIEW beside_too; DROP TABLE beside"
dump "$copy" >"$work/after"
same_file "drop.sql leaves nothing" "$work/empty.dump" "$work/after"
is "drop.sql again" run_sql "$copy" "$sql/drop.sql"
dump "$copy" >"$work/after"
same_file "drop.sql again leaves nothing" "$work/empty.dump" "$work/after"

drop_database "$copy"
make_database "$copy" "$made"
ask "$copy" "CREATE SCHEMA theirs; CREATE VIEW theirs.v AS SELECT id FROM sales.orders"
dump "$copy" >"$work/before"
run run_sql "$copy" "$sql/drop.sql"
expect "drop.sql with somebody's view on a table" 3 'view theirs.v depends on'
dump "$copy" >"$work/after"
same_file "drops nothing" "$work/before" "$work/after"

# The same model without a server: the same statements, a check that leaves expressions out.
is "generate --offline" "$PGWRIGHT" generate model_kinds -o "$work/offline" --offline
is "no lock" [ ! -e "$work/offline/kinds.lock" ]
drop_database "$copy"
make_database "$copy"
is "create.sql of --offline" run_sql "$copy" "$work/offline/sql/create.sql"
dump "$copy" >"$work/after"
same_file "makes the same database" "$work/first.dump" "$work/after"
is "create.sql of --offline again" run_sql "$copy" "$work/offline/sql/create.sql"
is "drift.sql of --offline" run_sql "$copy" "$work/offline/sql/drift.sql"
ask "$copy" "ALTER TABLE egg ALTER hen TYPE bigint"
run run_sql "$copy" "$work/offline/sql/create.sql"
expect "create.sql of --offline checks itself" 3 'column public.egg.hen: type'
ask "$copy" "ALTER TABLE egg ALTER hen TYPE integer"
is "drop.sql of --offline" run_sql "$copy" "$work/offline/sql/drop.sql"
dump "$copy" >"$work/after"
same_file "drop.sql of --offline leaves nothing" "$work/empty.dump" "$work/after"
# Roles are nobody's to make here, but to be missed in time.
nobody=${prefix}_nobody
cat >"$work/roles.yaml" <<YAML
database: roles
tables:
  t:
    columns: {a: text}
    grants: ["$nobody select", PUBLIC select]
    policies: {p: {to: ["$nobody odd", "$nobody"], using: a = CURRENT_USER}}
YAML
is "roles that nobody has made" "$PGWRIGHT" generate "$work/roles.yaml" -o "$work/roles"
ask "$empty" "DROP ROLE IF EXISTS $nobody" "DROP ROLE IF EXISTS \"$nobody odd\"" # the scratch server is this one
run run_sql "$empty" "$work/roles/sql/create.sql"
expect "are asked for before anything is made" 3 "there are no roles $nobody, \"$nobody odd\"" 'CREATE ROLE makes each'
ask "$empty" "CREATE ROLE $nobody" "CREATE ROLE \"$nobody odd\""
is "with them it works" run_sql "$empty" "$work/roles/sql/create.sql"
is "… and goes away" run_sql "$empty" "$work/roles/sql/drop.sql"
ask "$empty" "DROP ROLE $nobody" "DROP ROLE \"$nobody odd\""
finish
