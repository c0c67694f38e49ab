#!/bin/sh
# drift_test.sh [PGWRIGHT]: nothing reported where nothing was changed, everything where something was.
#
# tampering.txt holds what somebody may do to a database by hand, and what drift must say of it: in
# text, in JSON, and with sql/drift.sql in plain psql. The SQL that drift gives is then run, and must
# bring the database back in sync.
set -u
. "$(dirname "$0")/lib.sh"

made=${prefix}_made copy=${prefix}_copy
lock=$work/generated/kinds.lock

in_sync() { # NAME DATABASE
    drift "$2"
    expect "$1" 0 '^kinds: in sync: [0-9]* objects as the model says\(, [0-9]* written otherwise\)\{0,1\}$'
}

# --- in sync ---

is "generate" "$PGWRIGHT" generate model_kinds -o "$work/generated"
[ -f "$lock" ] || finish
make_database "$made"
is "create.sql" run_sql "$made" "$work/generated/sql/create.sql"
in_sync "just created" "$made"
run "$PGWRIGHT" drift model_kinds --db "$(on "$made")"
expect "with the model in place of its lock" 0 '^kinds: in sync'
run "$PGWRIGHT" drift model_kinds --lock "$lock" --db "$(on "$made")" --quiet
expect "with both, quietly" 0
same "quiet is quiet" "" "$(cat "$work/stdout" "$work/stderr")"
run "$PGWRIGHT" check model_kinds
same "as many objects as \`check\` counts" "$(grep -o '[0-9]* objects' "$work/stdout")" \
    "$("$PGWRIGHT" drift "$lock" --db "$(on "$made")" | grep -o '[0-9]* objects')"
run psql -X -q -A -t -d "$(on "$made")" -f "$work/generated/sql/drift.sql"
same "drift.sql has no rows" "0 " "$status $(cat "$work/stdout")"

# Restored, and restored once more: texts of expressions change on the way.
from=$made
for round in 1 2; do
    to=${prefix}_restored$round
    make_database "$to"
    pg_dump "$(on "$from")" >"$work/dump.sql"
    is "restore $round" run_sql "$to" "$work/dump.sql"
    in_sync "restored from its pg_dump, round $round" "$to"
    is "create.sql on it, round $round" run_sql "$to" "$work/generated/sql/create.sql"
    from=$to
done
drop_database "${prefix}_restored1"
drop_database "${prefix}_restored2"

make_database "$copy" "$made"
ask "$copy" "INSERT INTO hen SELECT g, NULL FROM generate_series(1, 1000) g" \
    "INSERT INTO egg (hen) SELECT id FROM hen" "DELETE FROM egg WHERE id % 2 = 0" \
    "INSERT INTO accounts (email, number, kind) VALUES ('a@b', 1, 'plain'), ('b@c', 2, 'odd')" \
    "UPDATE accounts SET tax = 7 WHERE number = 2" \
    "VACUUM FULL hen" "VACUUM (ANALYZE)" "ANALYZE" "CLUSTER egg USING egg_pkey" "ALTER TABLE egg SET WITHOUT CLUSTER" \
    "REINDEX DATABASE $copy" "REINDEX TABLE CONCURRENTLY accounts" \
    "SELECT setval('egg_id_seq', 5000), nextval('all_options')" >/dev/null
in_sync "after rows, VACUUM, ANALYZE and REINDEX" "$copy"

# What a database, a role or the environment may set.
for setting in "timezone = 'Asia/Tokyo'" "datestyle = 'German'" "intervalstyle = 'iso_8601'" \
    "quote_all_identifiers = on" "search_path = sales, public, pg_catalog" "search_path = ''" \
    "standard_conforming_strings = off" "bytea_output = 'escape'" "extra_float_digits = -5" \
    "lc_monetary = 'C'" "xmloption = document" "client_encoding = 'LATIN1'" "array_nulls = off" \
    "default_transaction_isolation = 'serializable'" "default_transaction_deferrable = on" \
    "backslash_quote = on" "escape_string_warning = on" "client_min_messages = debug1" \
    "row_security = off" "default_transaction_read_only = on" "statement_timeout = '10s'" \
    "check_function_bodies = off" "plan_cache_mode = force_custom_plan" "from_collapse_limit = 1"; do
    ask postgres "ALTER DATABASE $copy SET $setting"
    in_sync "with $setting" "$copy"
    run psql -X -q -A -t -d "$(on "$copy")" -f "$work/generated/sql/drift.sql"
    same "drift.sql with $setting" "0 " "$status $(grep -v '^DEBUG\|DEBUG: ' "$work/stdout")"
    ask postgres "ALTER DATABASE $copy RESET ALL"
done
PGOPTIONS='-c datestyle=German -c search_path=sales' PGTZ=Asia/Tokyo PGCLIENTENCODING=LATIN1
export PGOPTIONS PGTZ PGCLIENTENCODING
in_sync "with settings in the environment" "$copy"
unset PGOPTIONS PGTZ PGCLIENTENCODING

# Somebody who may connect and nothing else. Roles are the server's; ours goes with the test.
role=${prefix}_nobody
ask postgres "CREATE ROLE $role LOGIN PASSWORD 'secret' NOINHERIT"
at_end() {
    ask postgres "DROP ROLE IF EXISTS $role" >/dev/null 2>&1
}
ask "$copy" "REVOKE ALL ON SCHEMA public FROM PUBLIC"
run "$PGWRIGHT" drift "$lock" --db "$(on "$copy" | sed "s/user=[^ ]*/user=$role/")"
expect "as somebody who may only connect" 0 '^kinds: in sync' \
    '^note: user mapping there.public: options (not compared: this role may not see it)'
run psql -X -q -A -t -d "$(on "$copy" | sed "s/user=[^ ]*/user=$role/")" -f "$work/generated/sql/drift.sql"
same "drift.sql as somebody who may only connect" "0 " "$status $(cat "$work/stdout")"
ask "$copy" "ALTER USER MAPPING FOR public SERVER there OPTIONS (ADD password 'n0t-4-logs')"
run "$PGWRIGHT" drift "$lock" --db "$(on "$copy")" --report json="$work/secret.json"
expect "a password of somebody" 2 'user=guest, password=(not shown)'
same "is not shown" "" "$(grep n0t-4-logs "$work/stdout" "$work/secret.json")"
drop_database "$copy"

# --- tampering ---

# The differences that the last report in $work/stdout tells, in its two forms, and those of drift.sql.
of_text() {
    sed -n -e '/^ /d' -e '/^note: /d' -e '/^same: /d' -e '/^kinds: /d' -e '/^$/d' \
        -e 's/, with its [0-9]* parts*$//' -e 's/^[^ ]*\.yaml:[0-9]*: //' -e p "$work/stdout" | sort
}

of_json() {
    sql_of_json "SELECT concat(d->>'kind', ' ', d->>'object', ': ', d->>'problem')
                   FROM jsonb_path_query(:'report', '\$.findings[*] ? (@.fails == true)') d" | sort
}

sql_of_json() { # SQL over :'report'
    printf '%s;\n' "$1" |
        psql -X -q -A -t -v ON_ERROR_STOP=1 -v report="$(cat "$work/stdout")" -d "$(on "$made")"
}

of_drift_sql() {
    psql -X -q -A -t -F "$cell" -R "$row" -v ON_ERROR_STOP=1 -d "$(on "$copy")" \
        -f "$work/generated/sql/drift.sql" 2>&1 |
        awk -v RS="$row" -v FS="$cell" 'NF > 1 { print $1 ": " $2; next } $0 != "\n" { print }' | sort
}

# Names as they are, in place of names in SQL.
unquoted() {
    sed -e 's/""/\x01/g' -e 's/"//g' -e 's/\x01/"/g' | sort
}

# The script that mends what the last report tells.
mending() {
    sql_of_json "SELECT :'report'::jsonb->>'mend'"
}

fresh_copy() {
    drop_database "$copy" 2>/dev/null
    make_database "$copy" "$made"
}

# mend: the script is run once, and the database is in sync.
mend() {
    mending >"$work/mend.sql"
    psql -X -q -d "$(on "$copy")" -f "$work/mend.sql" >"$work/mend.out" 2>&1
    drift "$copy" --format json
    [ "$status" = 0 ]
}

# tamper SQL EXPECTED: the report tells that and no more, and its script mends it.
tamper() {
    tampered=$((tampered + 1))
    what=$(printf '%s' "$1" | tr '\n' ' ')
    if ! ask "$copy" "$1" >"$work/tampering" 2>&1; then
        not_ok "the SQL itself fails: $what"
        cat "$work/tampering"
        fresh_copy
        return
    fi
    expected=$(printf '%s' "$2" | sort)
    wanted=2
    [ -n "$expected" ] || wanted=0
    drift "$copy"
    same "$what (text)" "$wanted $expected" "$status $(of_text)"
    same "$what (no empty statement)" "" "$(grep '^ *;$' "$work/stdout")"
    drift "$copy" --format json
    same "$what (JSON)" "$wanted $expected" "$status $(of_json)"
    same "$what (drift.sql)" "$(printf '%s\n' "$expected" | unquoted)" "$(of_drift_sql)"
    [ -n "$expected" ] || return
    if ! mend; then
        not_ok "$what: is not mended by this"
        cat "$work/mend.sql" "$work/mend.out"
        fresh_copy
    fi
}

cell=$(printf '\037') row=$(printf '\036')
tampered=0 sql='' expected=''
fresh_copy
{ grep -v '^#' tampering.txt && echo; } >"$work/tampering.txt"
while IFS= read -r line <&3; do
    case $line in
    '=> '*) expected="$expected${line#=> }
" ;;
    '')
        [ -z "$sql" ] || tamper "$sql" "$expected"
        sql='' expected=''
        ;;
    *) sql="$sql$line
" ;;
    esac
done 3<"$work/tampering.txt"
same "as many as there are" "$(awk 'BEGIN { RS = "" } END { print NR }' "$work/tampering.txt")" "$tampered"

# --- never writes ---

transactions() {
    ask postgres "SELECT pg_snapshot_xmax(pg_current_snapshot())"
}

# A transaction that writes has a number; autovacuum may take one at any time, but not each time.
for round in 1 2 3; do
    before=$(transactions)
    drift "$copy"
    drift "$copy" --format json
    psql -X -q -A -t -d "$(on "$copy")" -f "$work/generated/sql/drift.sql" >/dev/null
    after=$(transactions)
    [ "$before" != "$after" ] || break
done
same "drift takes no transaction number" "$before" "$after"
finish
