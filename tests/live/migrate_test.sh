#!/bin/sh
# migrate_test.sh [PGWRIGHT]: a folder of migrations, made, run, run back, and everything that can be
# wrong with the folder, the database and the server.
set -u
. "$(dirname "$0")/lib.sh"

model=$work/shop
migrations=$model/migrations
db=${prefix}_shop

fresh() {
    drop_database "$db"
    make_database "$db"
}

# add TEXT: to the model.
add() {
    printf '%s\n' "$@" >>"$model/shop.yaml"
}

# dump_tables: what pg_dump says, without the tool's own schema.
dump_tables() {
    dump "$db" -N pgwright
}

mkdir "$model"
add "database: shop" "---" "table: users" "columns:" \
    "  id: {type: integer, identity: always}" "  email: {type: text, not_null: true}" "primary_key: id"

# --- new ---

migrate new base
expect "the first migration" 0 '^0001_base: up.sql, down.sql and after.lock are in '
migrate new base
expect "nothing to do" 0 '^nothing to do'
add "---" "table: orders" "columns:" "  id: {type: integer, identity: always}" \
    "  user_id: {type: integer}" "primary_key: id" "relations:" \
    "  user: {columns: user_id, references: users(id)}"
migrate new orders
expect "the second" 0 '^0002_orders: '
add "indexes:" "  orders_user: user_id"
migrate new order_index --number 20251118
expect "a date for a number" 0 '^20251118_order_index: '
migrate new late --number 000045
expect "a number that comes too late" 1 'E1002.*20251118_order_index'
migrate new 'a b'
expect "a bad name" 1 'E0801'
migrate new
expect "no name" 1 'E0801.*NAME'
migrate new x --number 12a
expect "a bad number" 1 'E0801.*digits'
same "the files of a migration" "after.lock down.sql plan.json up.sql" \
    "$(cd "$migrations/0001_base" && echo *)"
migrate verify
expect "verify" 0 '^3 migrations, as they were made$'

# --- up, down ---

fresh
with_db status
expect "all are pending" 2 '^3 migrations, 0 applied, 3 pending$' 'pending *0001_base$'
dump_tables >"$work/at0"
with_db up --dry-run
expect "dry run" 0 '^0002_orders: up.sql would be run$' '1/1 CREATE TABLE public.orders, and 1 more$'
same "… did nothing" "$(cat "$work/at0")" "$(dump_tables)"
with_db up --to 1
expect "up to the first" 0 '^0001_base: applied'
dump_tables >"$work/at1"
with_db up --to orders
expect "up to a name" 0 '^0002_orders: applied'
dump_tables >"$work/at2"
with_db up
expect "up" 0 '^20251118_order_index: applied'
dump_tables >"$work/at3"
with_db up
expect "up again" 0 '^nothing to do'
with_db status
expect "nothing is pending" 0 '^3 migrations, 3 applied, 0 pending$'
run "$PGWRIGHT" drift "$model" --db "$(on "$db")"
expect "the history is no drift" 0 'in sync'
with_db down
expect "down wants to be sure" 1 'E0801.*--yes'
with_db down --yes
expect "down" 0 '^20251118_order_index: taken back'
same "dump after one back" "$(cat "$work/at2")" "$(dump_tables)"
with_db down 2 --yes
expect "down 2" 0 '^0002_orders: taken back' '^0001_base: taken back'
same "dump after all back" "$(cat "$work/at0")" "$(dump_tables)"
with_db down --yes
expect "no more down" 0 '^nothing to do'
with_db up --quiet
expect "up once more, quietly" 0
same "quiet is quiet" "" "$(cat "$work/stdout" "$work/stderr")"
same "dump after up once more" "$(cat "$work/at3")" "$(dump_tables)"
with_db list --format json
expect "list as JSON" 0 '"id": "0002_orders".*"state": "applied"'
is "… is JSON" python3 -m json.tool "$work/stdout"
with_db down --to 0 --yes
expect "down to nothing" 0 '^0001_base: taken back'

# The same with plain psql.
is "up.sql in psql" run_sql "$db" "$migrations/0001_base/up.sql"
same "… makes the same" "$(cat "$work/at1")" "$(dump_tables)"
with_db up
expect "a database that existed before" 1 'E1006' 'table public.users: unexpected' 'baseline'
with_db baseline 2
expect "a baseline that is not so" 1 'E1006' 'table public.orders: missing'
with_db baseline 1
expect "baseline" 0 '1 migration, up to 0001_base'
with_db list
expect "… is in the list" 0 'baseline *0001_base'
with_db up
expect "up from there" 0 '^0002_orders: applied'
same "… reaches the same" "$(cat "$work/at3")" "$(dump_tables)"

# --- databases in another state ---

ask "$db" "ALTER TABLE users ADD COLUMN by_hand integer" "DROP INDEX orders_user"
with_db down --yes
expect "drift stops the runner" 1 'E1006.*2 differences' 'column public.users.by_hand: unexpected' \
    'index public.orders.orders_user: missing'
fresh
with_db up --quiet
ask "$db" "UPDATE pgwright.migration SET chain = 'other' WHERE number = 2"
with_db status
expect "another form" 1 'E1005.*0002_orders.*another form'
ask "$db" "DELETE FROM pgwright.migration WHERE number = 2"
with_db up
expect "a gap" 1 'E1005.*has migration 20251118_order_index and lacks 0002_orders'
ask "$db" "INSERT INTO pgwright.migration VALUES (2, '0002_other', 'x', 'applied')"
with_db up
expect "another branch" 1 'E1005.*0002_other.*on another branch'
ask "$db" "DELETE FROM pgwright.migration WHERE number = 2" \
    "INSERT INTO pgwright.migration VALUES (20251119, '20251119_more', 'x', 'applied')" \
    "UPDATE pgwright.migration SET number = 2, id = '0002_orders' WHERE false"
fresh
with_db up --quiet
ask "$db" "INSERT INTO pgwright.migration VALUES (20251119, '20251119_more', 'x', 'applied')"
with_db up
expect "a database ahead" 1 'E1005.*20251119_more.*ahead of the folder'
ask "$db" "UPDATE pgwright.format SET version = 2"
with_db up
expect "a newer history" 1 'E1005.*format 2'

# --- servers and roles ---

run "$PGWRIGHT" migrate up -m "$model" --db "host=$work/nowhere dbname=x password=s3cret"
expect "no server" 1 'E0701'
if grep -q s3cret "$work/stdout" "$work/stderr"; then not_ok "the password is shown"; else
    ok "the password is not shown"
fi
migrate up
expect "no --db" 1 'E0801.*--db'
fresh
ask "$db" "DROP ROLE IF EXISTS ${prefix}_weak" "CREATE ROLE ${prefix}_weak LOGIN"
run "$PGWRIGHT" migrate up -m "$model" --db "$(on "$db") user=${prefix}_weak"
expect "a role without rights" 1 "E1007.*${prefix}_weak"
ask "$db" "DROP ROLE ${prefix}_weak"

ask "$db" "CREATE ROLE ${prefix}_half LOGIN" "GRANT CREATE ON DATABASE $db TO ${prefix}_half" \
    "GRANT CREATE ON SCHEMA public TO ${prefix}_half"
with_db up --to 1
ask "$db" "GRANT ALL ON SCHEMA pgwright TO ${prefix}_half" \
    "GRANT ALL ON ALL TABLES IN SCHEMA pgwright TO ${prefix}_half" "REVOKE CREATE ON SCHEMA public FROM ${prefix}_half"
sed -i 's/^BEGIN;/&\nALTER TABLE public.users ADD COLUMN more integer;/' "$migrations/0002_orders/up.sql"
"$PGWRIGHT" migrate verify --accept -m "$model" >/dev/null
run "$PGWRIGHT" migrate up -m "$model" --db "$(on "$db") user=${prefix}_half"
expect "rights are asked for before the first step" 1 \
    'up.sql:[0-9]*:1: error.E1007.*table users belongs to role' \
    'E1007.*may not create anything in schema public'
same "… and nothing was begun" 1 "$(ask "$db" "SELECT count(*) FROM pgwright.migration")"
sed -i '/ADD COLUMN more/d' "$migrations/0002_orders/up.sql"
"$PGWRIGHT" migrate verify --accept -m "$model" >/dev/null
ask "$db" "DROP OWNED BY ${prefix}_half" "DROP ROLE ${prefix}_half"

# --- two runners, locks, lost connections ---

# hold SECONDS SQL: another session is at it for so long.
hold() {
    psql -X -q -d "$(on "$db")" -c "BEGIN" -c "$2" -c "SELECT pg_sleep($1)" >/dev/null 2>&1 &
    sleep 0.3
}

cp -R "$model" "$work/before_locks"
fresh
hold 3 "SELECT pg_advisory_lock(8099573788127488116)"
with_db up --wait 0
expect "another runner is at work" 1 'E1009.*process [0-9]*, connected since' 'wait'
with_db up --wait 20 --to 1
expect "… and is waited for" 0 'waiting up to 20 s' '^0001_base: applied'
wait
hold 1 "LOCK TABLE users IN SHARE MODE"
with_db up --lock-timeout 100
expect "a lock that is not to be had at once" 0 'lock timeout; again in' '^20251118_order_index: applied'
wait
with_db down --to 1 --yes
hold 3 "LOCK TABLE users IN SHARE MODE"
with_db up --lock-timeout 50 --retries 1
expect "… or not at all" 1 'E1008.*lock timeout' 'nothing of this step was done'
wait
with_db up
expect "… and later" 0 '^20251118_order_index: applied'
for way in down up; do # both at the same time: one does it, the other finds it done
    "$PGWRIGHT" migrate $way --yes -m "$model" --db "$(on "$db")" --to 1 >"$work/one" 2>&1 &
    with_db $way --yes --to 1
    expect "two runners, $way" 0
    wait $!
    same "… the other one is content too" 0 $?
    same "… it was done once" "$([ $way = down ] && echo 2 || echo 0)" \
        "$(cat "$work/one" "$work/stdout" | grep -c 'taken back\|: applied')"
done
printf "BEGIN;\nSELECT pg_terminate_backend(pg_backend_pid());\nCOMMIT;\n" >"$migrations/0002_orders/up.sql"
"$PGWRIGHT" migrate verify --accept -m "$model" >/dev/null
fresh
with_db up
expect "a connection that is lost" 1 '0002_orders/up.sql:2:1: error.E0701' '0001_base: applied' \
    'whether this step was done is found out by the next run'
rm -r "$model"
cp -R "$work/before_locks" "$model"

# --- the folder ---

cp -R "$model" "$work/kept"
restore() {
    rm -rf "$model"
    cp -R "$work/kept" "$model"
}

sed -i 's/CREATE TABLE/-- a comment\n CREATE   TABLE/' "$migrations/0001_base/up.sql"
migrate verify
expect "a comment and blanks change nothing" 0
sed -i 's/email text/email varchar/' "$migrations/0001_base/up.sql"
migrate verify
expect "a changed statement does" 1 '0001_base/up.sql: error.E1003.: its statements were changed'
migrate verify --accept
expect "unless it is accepted" 0 'written anew'
migrate verify
expect "… then it is right" 0
restore
echo x >>"$migrations/0002_orders/after.lock"
migrate verify
expect "a changed lock" 1 'after.lock: error.E1003'
restore
rm "$migrations/0002_orders/down.sql"
migrate verify
expect "a missing file" 1 'down.sql: error.E1001.*missing'
restore
touch "$migrations/0002_orders/notes.txt" "$migrations/README" && mkdir "$migrations/other" &&
    touch "$migrations/other/up.sql"
migrate verify
expect "foreign files" 1 '0002_orders/notes.txt: error.E1001' 'README: error.E1001' \
    'other: error.E1001.*no migration'
restore
rm -r "$migrations/0002_orders"
migrate verify
expect "a migration that is gone" 1 'E1003.*0002_orders is gone'
restore
mv "$migrations/0002_orders" "$migrations/20251119_orders"
migrate verify
expect "a migration under another number" 1 'E1003.*0002_orders is gone' \
    'E1003.*does not know migration 20251119_orders'
restore
cp -R "$migrations/0002_orders" "$migrations/0002_other"
migrate verify
expect "two of one number" 1 'E1002.*0002_orders and 0002_other' 'two branches'
restore

# Two branches, each with a migration of its own on top of the second one.
rm -r "$migrations/20251118_order_index"
sed -i '/^20251118/,$d' "$migrations/pgwright.sum"
cp -R "$model" "$work/left"
add "  orders_both: {columns: [id, user_id]}"
migrate new right --number 0004
cp -R "$work/left" "$work/right"
mv "$model" "$work/right_model"
cp -R "$work/left" "$model"
sed -i 's/^  email:.*/&\n  name: text/' "$model/shop.yaml"
migrate new left
cp -R "$work/right_model/migrations/0004_right" "$migrations/"
grep -A 3 '^0004_right' "$work/right_model/migrations/pgwright.sum" >>"$migrations/pgwright.sum"
migrate verify
expect "two branches" 1 'E1003.*0004_right was made on top of 0002_orders, and now comes after 0003_left'
printf '<<<<<<< HEAD\n' >>"$migrations/pgwright.sum"
migrate verify
expect "a conflict in the sum file" 1 'E1003.*not a line' 'two branches'
rm "$migrations/pgwright.sum"
migrate verify
expect "no sum file" 1 'pgwright.sum: error.E1001'
restore

# --- scripts ---

printf 'BEGIN;\nSELECT 1;\n' >"$migrations/0001_base/up.sql"
"$PGWRIGHT" migrate verify --accept -m "$model" >/dev/null
migrate verify
expect "a transaction without an end" 1 'up.sql:1:1: error.E1004.*never ended'
printf 'BEGIN;\nCREATE INDEX CONCURRENTLY i ON t (a);\nCOMMIT;\n' >"$migrations/0001_base/up.sql"
"$PGWRIGHT" migrate verify --accept -m "$model" >/dev/null
migrate verify
expect "what cannot be in one" 1 'up.sql:2:1: error.E1004.*inside of a transaction'
printf 'CREATE TABLE t (a integer;\n' >"$migrations/0001_base/up.sql"
"$PGWRIGHT" migrate verify --accept -m "$model" >/dev/null
fresh
with_db up
expect "no SQL" 1 'up.sql:1:26: error.E1004.*syntax error'
printf 'BEGIN;\nCREATE TABLE t (a integer);\nINSERT INTO t VALUES (1/0);\nCOMMIT;\n' \
    >"$migrations/0001_base/up.sql"
"$PGWRIGHT" migrate verify --accept -m "$model" >/dev/null
with_db up
expect "a failing step" 1 'up.sql:3:1: error.E1008.*step 1 of 1: division by zero' \
    'nothing of this step was done'
same "… leaves nothing" "" "$(ask "$db" "SELECT to_regclass('public.t')")"
with_db list
expect "… and was not begun" 0 'pending *0001_base'
with_db down --yes
expect "… with nothing to take back" 0 'nothing to do'
printf 'BEGIN;\nCREATE TABLE t (a integer);\nCOMMIT;\nBEGIN;\nINSERT INTO t VALUES (1/0);\nCOMMIT;\n' \
    >"$migrations/0001_base/up.sql"
"$PGWRIGHT" migrate verify --accept -m "$model" >/dev/null
with_db up
expect "another form of it, which fails at its second step" 1 'step 2 of 2: division by zero' 'steps 1 to 1 are done'
with_db list
expect "… is half way" 0 'half way up *0001_base: 1 step'
with_db down --yes
expect "no way back from half way" 1 'E1005.*0001_base is half way up' 'what was not run of it may be changed'
sed -i 's/CREATE TABLE t (a/CREATE TABLE t (b/' "$migrations/0001_base/up.sql"
"$PGWRIGHT" migrate verify --accept -m "$model" >/dev/null
with_db up
expect "what was run cannot be changed" 1 'up.sql:2:1: error.E1005.*step 1 of migration 0001_base was done in another form'
sed -i -e 's/CREATE TABLE t (b/CREATE TABLE t (a/' -e 's/1\/0/1/' "$migrations/0001_base/up.sql"
"$PGWRIGHT" migrate verify --accept -m "$model" >/dev/null
run "$PGWRIGHT" migrate up --to 1 -m "$model" --db "$(on "$db")"
same "what comes behind it can" 1 "$(ask "$db" "SELECT a FROM t")"
with_db list
expect "… and is applied in that form" 0 'applied *0001_base'
restore
fresh
finish
