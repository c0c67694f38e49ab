#!/bin/sh
# bad_input_test.sh [PGWRIGHT]: databases and servers that are not as one would wish. The answer is right, or
# it is a clear refusal; there is no crash, no waiting without end, and no half of a file.
#
# Others of this sort are among the pitfalls: invalid indexes (19), foreign keys in a circle (14), names
# with quotes, line breaks and of 63 bytes (27).
set -u
. "$(dirname "$0")/lib.sh"

here=${prefix}_here there=${prefix}_there
many=${BAD_INPUT_MANY:-1000} # PostgreSQL takes minutes to make 10,000 partitions

diff_into() { # FROM TO [OPTION]...: writes $work/up.sql; no longer than two minutes
    rm -f "$work/up.sql" "$work/down.sql"
    from=$1 to=$2
    shift 2
    run timeout 120 "$PGWRIGHT" diff --from "$from" --to "$to" --up "$work/up.sql" \
        --down "$work/down.sql" --drop now --allow-loss '*' --no-renames "$@"
}

no_files() { # NAME
    same "$1: no file is written" "" "$(ls "$work" | grep -E '^(up|down)')"
}

# converges NAME: the plan from $here to $there leads there, and back.
converges() {
    dump "$here" | grep -v '^--' >"$work/before"
    diff_into "$(on "$here")" "$(on "$there")"
    expect "$1: there is a plan" 2
    is "$1: up" run_sql "$here" "$work/up.sql"
    cp "$work/down.sql" "$work/back.sql"
    diff_into "$(on "$here")" "$(on "$there")"
    expect "$1: and then nothing to do" 0
    is "$1: down" run_sql "$here" "$work/back.sql"
    dump "$here" | grep -v '^--' >"$work/after"
    same_file "$1: as before" "$work/before" "$work/after"
    drop_database "$here"
    drop_database "$there"
}

make_database "$here"
make_database "$there"
ask "$there" "CREATE TABLE t (a int)"

# --- servers ---

diff_into "$(on "$here") port=1" "$(on "$there")"
expect "nobody listens" 1 'E0701'
no_files "nobody listens"

# A server that takes the connection and never says a word.
if command -v python3 >/dev/null; then
    python3 -c 'import socket, sys, time
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(5)
print(s.getsockname()[1], flush=True); time.sleep(90)' >"$work/port" &
    silent=$!
    until [ -s "$work/port" ]; do sleep 0.1; done
    diff_into "host=127.0.0.1 port=$(cat "$work/port") dbname=x user=x connect_timeout=3" "$(on "$there")"
    expect "a server that says nothing" 1 'E0701'
    no_files "a server that says nothing"
    kill "$silent"
    wait "$silent" 2>/dev/null
fi

ask "$there" "SELECT format('CREATE TABLE many_%s (a int PRIMARY KEY, b text DEFAULT %L)', n, n)
                FROM generate_series(1, 1000) n" | sed 's/$/;/' >"$work/many.sql"
run_sql "$there" "$work/many.sql" >"$work/psql" 2>&1 || not_ok "a thousand tables: $(cat "$work/psql")"
(
    while [ -d "$work" ] && [ ! -f "$work/stop" ]; do
        ask postgres "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                       WHERE datname = '$there' AND query LIKE 'SELECT %_oid%'" >/dev/null 2>&1
    done
) &
killer=$!
diff_into "$(on "$here")" "$(on "$there")"
expect "a server that ends the connection in the middle" 1 'E0704'
no_files "a server that ends the connection in the middle"
touch "$work/stop"
wait "$killer"

# --- what may not be seen, and what cannot be read ---

reader=${prefix}_reader
ask postgres "CREATE ROLE $reader LOGIN"
ask "$there" "REVOKE SELECT ON pg_catalog.pg_policy FROM PUBLIC"
diff_into "$(on "$here")" "$(on "$there") user=$reader"
expect "no right to see a catalog" 1 'E0704' 'permission denied for table pg_policy'
no_files "no right to see a catalog"
drop_database "$there"
ask postgres "DROP ROLE $reader"

make_database "$there"
ask "$there" "CREATE TABLE t (a int)" "CREATE VIEW v AS SELECT a FROM t" \
    "DELETE FROM pg_depend WHERE refobjid = 't'::regclass AND deptype = 'n'" "DROP TABLE t"
diff_into "$(on "$here")" "$(on "$there")"
expect "a view of a table that is gone" 1 'E0704' 'views'
no_files "a view of a table that is gone"
drop_database "$there"
drop_database "$here"

# --- another version ---

make_database "$here"
ask "$here" "CREATE TABLE t (a int CHECK (a IN (1, 2)))"
mkdir "$work/model"
printf 'database: m\ntables: {t: {columns: {a: int}, checks: {t_a_check: "a IN (1, 2)"}}}\n' \
    >"$work/model/m.yaml"
is "a lock" "$PGWRIGHT" generate "$work/model" -o "$work/generated" --only lock
sed -e 's/^postgresql [0-9]*$/postgresql 13/' "$work/generated/m.lock" >"$work/old.lock"
if cmp -s "$work/old.lock" "$work/generated/m.lock"; then not_ok "the lock does not tell the version"; fi
diff_into "$(on "$here")" "$work/old.lock"
expect "a lock of another version" 0 'E0706' 'PostgreSQL 13'
drop_database "$here"

# --- sizes ---

make_database "$here"
make_database "$there"
ask "$there" "DO \$\$ BEGIN EXECUTE (SELECT 'CREATE TABLE wide (' || string_agg(format('c%s int', n), ', ' ORDER BY n)
    || ')' FROM generate_series(1, 1600) n); END \$\$"
converges "1,600 columns"

make_database "$here"
make_database "$there"
{
    echo "CREATE TABLE parent (a int, b text) PARTITION BY LIST (a);"
    echo "BEGIN;"
    n=0
    while [ $n -lt "$many" ]; do
        n=$((n + 1))
        echo "CREATE TABLE part_$n PARTITION OF parent FOR VALUES IN ($n);"
        [ $((n % 200)) != 0 ] || echo "COMMIT; BEGIN;"
    done
    echo "COMMIT;"
} >"$work/partitions.sql"
is "$many partitions" run_sql "$there" "$work/partitions.sql"
diff_into "$(on "$there")" "$(on "$there")"
expect "$many partitions are equal to themselves" 0
diff_into "$(on "$here")" "$(on "$there")"
expect "$many partitions: there is a plan" 2
same "$many partitions: all of them" "$many" "$(grep -c 'PARTITION OF\|ATTACH PARTITION' "$work/up.sql")"
finish
