#!/bin/sh
# renames_test.sh [PGWRIGHT]: what a model says was called otherwise is renamed, rows and all, and back.
#
# renames/new is renames/old with another name on everything that has one, exchanged names, a table
# in another schema, and names that PostgreSQL made from others.
set -u
. "$(dirname "$0")/lib.sh"

old=${prefix}_old

diff_to() { # DATABASE TARGET [OPTION]...
    from=$1 to=$2
    shift 2
    run "$PGWRIGHT" diff --from "$(on "$from")" --to "$to" "$@"
}

is "the old model" "$PGWRIGHT" generate renames/old -o "$work/old" --quiet
make_database "$old"
is "its database" run_sql "$old" "$work/old/sql/create.sql"
ask "$old" "INSERT INTO users (name, m, n) VALUES ('a', 'ok', 1), ('b', 'sad', 2)" \
    "INSERT INTO posts (user_id, was_a, was_b) VALUES (1, 'x', 5)" \
    "INSERT INTO old_s.s VALUES (DEFAULT)"
dump_all "$old" >"$work/before"

# --- there and back ---

diff_to "$old" renames/new --up "$work/up.sql" --down "$work/down.sql"
expect "the plan" 2
same "is renames alone" "" \
    "$(grep -E '^(CREATE|DROP|ALTER)' "$work/up.sql" | grep -v -e ' RENAME ' -e ' SET SCHEMA ')"
is "up" run_sql "$old" "$work/up.sql"
same "rows are there" "a fine 1 x 5" \
    "$(ask "$old" "SELECT concat_ws(' ', full_name, m, n, was_b, was_a) FROM accounts a
                     JOIN articles p ON account_id = a.id")"
diff_to "$old" renames/new
expect "renamed before: a hint" 0 'new/database.yaml:13:19: warning.E0905.: table public.accounts'
is "down" run_sql "$old" "$work/down.sql"
dump_all "$old" >"$work/after"
same_file "the very catalog and the very rows" "$work/before" "$work/after"

# --- with --rename, of two databases ---

new=${prefix}_new
make_database "$new" "$old"
ask "$new" 'ALTER TABLE users RENAME TO "the users"' 'ALTER TABLE "the users" RENAME name TO title' \
    'ALTER TABLE left_ RENAME TO l' 'ALTER TABLE right_ RENAME TO left_' 'ALTER TABLE l RENAME TO right_'
diff_to "$old" "$(on "$new")" --rename 'public.users=the users' --rename public.users.name=title \
    --rename public.left_=right_ --rename public.right_=left_ --up "$work/up.sql" --down "$work/down.sql"
expect "said in any order, and an exchange" 2
is "up" run_sql "$old" "$work/up.sql"
diff_to "$old" "$(on "$new")"
expect "is equal" 0
is "down" run_sql "$old" "$work/down.sql"
dump_all "$old" >"$work/after"
same_file "and back" "$work/before" "$work/after"

# --- an index gets the name that a table had, and its table another one ---

echo 'CREATE TABLE a (id integer); CREATE TABLE c (y integer); CREATE INDEX i ON c (y);' >"$work/taken.sql"
echo 'CREATE TABLE b (id integer); CREATE TABLE d (y integer); CREATE INDEX a ON d (y);' >"$work/taken_to.sql"
taken=${prefix}_taken
make_database "$taken"
is "a table and an index" run_sql "$taken" "$work/taken.sql"
dump "$taken" >"$work/before"
run timeout 60 "$PGWRIGHT" diff --from "$(on "$taken")" --to "$work/taken_to.sql" --rename public.a=b \
    --rename public.c=d --rename "index public.c.i=a" --up "$work/up.sql" --down "$work/down.sql"
expect "a name that is free when the table has left it" 2
is "up" run_sql "$taken" "$work/up.sql"
run "$PGWRIGHT" diff --from "$(on "$taken")" --to "$work/taken_to.sql"
expect "is equal" 0
is "down" run_sql "$taken" "$work/down.sql"
dump "$taken" >"$work/after"
same_file "and back" "$work/before" "$work/after"
drop_database "$taken"

# --- never guessed ---

cat >"$work/twin.yaml" <<'YAML'
database: twin
tables:
  kept: {columns: {a: integer, renamed: text}}
YAML
sed -e 's/renamed: text/new: text/' "$work/twin.yaml" >"$work/twin2.yaml"
run "$PGWRIGHT" diff --from "$work/twin.yaml" --to "$work/twin2.yaml"
expect "a drop and an add of one shape" 1 'twin2.yaml:3:32: error.E0903.*public.kept.new.*public.kept.renamed' \
    'renamed_from: renamed'
sed -e 's/renamed: text/new: {type: text, renamed_from: renamed}/' "$work/twin.yaml" >"$work/twin2.yaml"
run "$PGWRIGHT" diff --from "$work/twin.yaml" --to "$work/twin2.yaml"
expect "said" 2 'RENAME COLUMN renamed TO new'

# --- the scratch server's own role owns nothing of what is planned ---

cat >"$work/one.sql" <<'SQL'
CREATE TABLE t (id integer PRIMARY KEY, body text, a varchar(9));
CREATE VIEW v AS SELECT id, a FROM t;
SQL
sed -e 's/body/content/' -e 's/varchar(9)/text/' "$work/one.sql" >"$work/two.sql"
run "$PGWRIGHT" diff --from "$work/one.sql" --to "$work/two.sql" --rename public.t.body=content \
    --up "$work/up.sql" --down "$work/down.sql"
expect "a view that is made again, and a rename" 2
same "its owner is whoever runs the script" "2 0" \
    "$(cat "$work/up.sql" "$work/down.sql" | grep -c '^CREATE VIEW') $(cat "$work/up.sql" "$work/down.sql" |
        grep -c 'OWNER TO')"

cat >"$work/same.yaml" <<'YAML'
database: twin
tables:
  t:
    columns: {a: {type: integer, renamed_from: b}, b: {type: integer, renamed_from: a}}
YAML
printf 'CREATE TABLE t (a integer, b integer)' >"$work/same.sql"
run "$PGWRIGHT" diff --from "$work/same.sql" --to "$work/same.yaml"
expect "an exchange that may have been" 1 'same.yaml:4:48: error.E0906'
drop_database "$new"
drop_database "$old"

finish
