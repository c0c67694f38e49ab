#!/bin/sh
# read_only_test.sh [PGWRIGHT]: drift where little is allowed: behind a transaction pooler, on a
# standby, while somebody holds a lock; and what it leaves behind.
set -u
. "$(dirname "$0")/lib.sh"

made=${prefix}_made
lock=$work/generated/kinds.lock
as_user=
[ "$(id -u)" != 0 ] || as_user="runuser -u nobody --"
socket=$(echo "$PGW_TEST_SERVER" | sed 's/.*host=\([^ ]*\).*/\1/')
user=$(echo "$PGW_TEST_SERVER" | sed 's/.*user=\([^ ]*\).*/\1/')

is "generate" "$PGWRIGHT" generate model_kinds -o "$work/generated"
make_database "$made"
is "create.sql" run_sql "$made" "$work/generated/sql/create.sql"

# --- locks ---

{ sed '/^COMMIT;$/d' "$work/generated/sql/drift.sql" &&
    echo "SELECT 'mode', string_agg(DISTINCT mode, ',') FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation';"; } >"$work/locks.sql"
same "drift.sql holds ACCESS SHARE alone" "mode|AccessShareLock" "$(psql -X -q -A -t -d "$(on "$made")" -f "$work/locks.sql")"

# The server waits for a lock to print a view: a time-out ends that.
mkfifo "$work/hold"
psql -X -q -d "$(on "$made")" <"$work/hold" >/dev/null 2>&1 &
holder=$!
exec 4>"$work/hold"
echo "BEGIN; LOCK TABLE accounts;" >&4
for round in 1 2 3 4 5 6 7 8 9 10; do
    [ "$(ask "$made" "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted
                         AND relation = 'accounts'::regclass::oid")" = 0 ] || break
    sleep 0.2
done
run timeout 30 "$PGWRIGHT" drift "$lock" --db "$(on "$made")" --timeout 1
expect "a lock in the way, and a time-out" 1 E0704 'waits for a lock: session [0-9]* holds public.accounts exclusively'

# interrupted CONDITION [OPTION]...: as `run`, and the server ends our sessions once one of them is at that.
interrupted() {
    condition="application_name = 'pgwright' AND $1"
    shift
    rm -f "$work/lost.json"
    timeout 30 "$PGWRIGHT" drift "$@" --report json="$work/lost.json" >"$work/stdout" 2>"$work/stderr" &
    check=$!
    for round in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ "$(ask postgres "SELECT count(*) FROM pg_stat_activity WHERE $condition")" = 0 ] || break
        sleep 0.2
    done
    ask postgres "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pgwright'" >/dev/null
    status=0
    wait $check || status=$?
}

interrupted "wait_event_type = 'Lock'" "$lock" --db "$(on "$made")"
expect "a session ended while the database is read" 1 'error.E0704'
same "… makes no report" "no " "$([ -e "$work/lost.json" ] && echo yes || echo no) $(cat "$work/stdout")"
exec 4>&-
wait $holder
run "$PGWRIGHT" drift "$lock" --db "$(on "$made")" --timeout 60
expect "without the lock" 0

# A view that is made again while it is waited for: the snapshot still shows the old one, of which
# the server knows nothing any more. What was there before and after is no difference.
pg_dump --schema-only -t a_over_rich "$(on "$made")" | sed '/^\\/d' >"$work/view.sql"
{ echo "BEGIN; DROP VIEW a_over_rich; SELECT pg_sleep(0.4);" && cat "$work/view.sql" && echo "COMMIT;"; } |
    psql -X -q -d "$(on "$made")" >/dev/null &
sleep 0.1
run "$PGWRIGHT" drift "$lock" --db "$(on "$made")" --timeout 20
expect "a view made again meanwhile" 0 '^kinds: in sync'
wait $!
# A session's own, and tables that come and go, are nobody's difference.
(echo "CREATE TEMP TABLE mine (a integer DEFAULT 1 CHECK (a > 0), b text); CREATE STATISTICS mine_too ON a, b FROM mine;
    CREATE OPERATOR pg_temp.=== (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq);
    CREATE TEXT SEARCH DICTIONARY pg_temp.words (TEMPLATE = simple); CREATE TYPE pg_temp.pair AS (a integer);"
for round in 1 2 3 4 5 6 7 8 9 10 11 12; do
    echo "CREATE TABLE brief (a integer DEFAULT 1 CHECK (a > 0)); CREATE INDEX ON brief ((a + 1)); DROP TABLE brief;
        BEGIN; ALTER TABLE hen RENAME egg TO shell; ALTER TABLE hen RENAME shell TO egg; COMMIT; SELECT pg_sleep(0.05);"
done) | psql -X -q -d "$(on "$made")" >/dev/null &
for round in 1 2 3 4 5; do
    run "$PGWRIGHT" drift "$lock" --db "$(on "$made")" --ignore 'table:public.brief'
    expect "tables that come and go" 0 '^kinds: in sync'
done
wait $!

# Texts that differ are planned by the server, and planning may take its time.
ask "$made" "CREATE FUNCTION slow() RETURNS integer LANGUAGE plpgsql IMMUTABLE AS 'BEGIN PERFORM pg_sleep(20); RETURN 7; END'" \
    "ALTER TABLE hen ALTER egg SET DEFAULT slow()"
interrupted "query LIKE 'EXPLAIN%slow%'" "$lock" --db "$(on "$made")"
expect "a session ended while the server is asked" 1 'error.E0701.*lost in the middle'
same "… makes no report" "no " "$([ -e "$work/lost.json" ] && echo yes || echo no) $(cat "$work/stdout")"
on "$made" >"$work/targets"
interrupted "query LIKE 'EXPLAIN%slow%'" "$lock" --targets "$work/targets"
expect "… of a fleet" 1 "^not checked: $made on .*: the connection was lost in the middle"
same "… is told as such" "1" "$(grep -c '"failures": .{"target"' "$work/lost.json")"
ask "$made" "ALTER TABLE hen ALTER egg SET DEFAULT 7" "DROP FUNCTION slow"

# --- one connection instead of two ---

ask "$made" "CREATE ROLE free LOGIN" "CREATE ROLE alone LOGIN CONNECTION LIMIT 1" "CREATE ROLE unsure LOGIN" \
    "REVOKE EXECUTE ON FUNCTION pg_export_snapshot() FROM PUBLIC" \
    "GRANT EXECUTE ON FUNCTION pg_export_snapshot() TO free, alone" >/dev/null
for role in free alone unsure; do
    run "$PGWRIGHT" import --from "$(on "$made" | sed "s/user=[^ ]*/user=$role/")" -o "$work/imported_$role/made"
    expect "import as $role" 0
    same "what $role reads" "" "$(diff -r "$work/imported_free" "$work/imported_$role" 2>&1)"
done
ask "$made" "REVOKE EXECUTE ON FUNCTION pg_export_snapshot() FROM free, alone" \
    "GRANT EXECUTE ON FUNCTION pg_export_snapshot() TO PUBLIC" "DROP ROLE free, alone, unsure" >/dev/null

# --- a transaction pooler ---

if command -v pgbouncer >/dev/null; then
    mkdir "$work/pool" && printf '"%s" ""\n' "$user" >"$work/pool/users"
    cat >"$work/pool/ini" <<INI
[databases]
* = host=$socket
[pgbouncer]
unix_socket_dir = $work/pool
listen_port = 6432
listen_addr =
auth_type = any
pool_mode = transaction
default_pool_size = 1
logfile = $work/pool/log
pidfile = $work/pool/pid
INI
    sed -i "s/^\* = .*/* = host=$(echo "$socket" | sed 's|/|\\/|g') user=$user/" "$work/pool/ini"
    chmod 777 "$work/pool"
    $as_user pgbouncer -q "$work/pool/ini" >"$work/pool/out" 2>&1 &
    pooler=$!
    at_end() {
        kill $pooler 2>/dev/null
    }
    pooled="host=$work/pool port=6432 user=$user dbname=$made"
    for round in 1 2 3 4 5 6 7 8 9 10; do
        psql -X -q -d "$pooled" -c 'SELECT 1' >/dev/null 2>&1 && break
        sleep 0.2
    done
    before=$(psql -X -q -A -t -d "$pooled" -c "SELECT name, setting FROM pg_settings WHERE source = 'session'")
    run "$PGWRIGHT" drift "$lock" --db "$pooled"
    expect "behind a pooler" 0 '^kinds: in sync'
    run "$PGWRIGHT" drift "$lock" --db "$pooled" --since "$work/since"
    expect "… once more" 0 '^kinds: in sync'
    run "$PGWRIGHT" import --from "$pooled" -o "$work/imported_pooled/made"
    expect "import through it" 0
    run "$PGWRIGHT" inventory model_kinds --db "$pooled"
    expect "inventory through it" 0
    same "nothing is left in the session" "$before" \
        "$(psql -X -q -A -t -d "$pooled" -c "SELECT name, setting FROM pg_settings WHERE source = 'session'")"
    psql -X -q -d "$pooled" >/dev/null 2>&1 <<'SQL' &
BEGIN; SELECT pg_sleep(4);
SQL
    sleep 0.3
    run timeout 30 "$PGWRIGHT" drift "$lock" --db "$pooled" --timeout 1
    expect "behind a pooler that has no session left" 1 'E0704.*the server did not answer within 1 s'
    wait $!
    ask "$made" "COMMENT ON TABLE egg IS 'else'" "ALTER TABLE accounts ALTER kind SET DEFAULT 'odd'"
    run "$PGWRIGHT" drift "$lock" --db "$pooled" --format sql
    expect "differences, texts and a script through it" 2 'COMMENT ON TABLE public.egg IS'
    cp "$work/stdout" "$work/mend.sql"
    is "the script" run_sql "$made" "$work/mend.sql"
    kill $pooler
    wait $pooler 2>/dev/null
    at_end() {
        :
    }
else
    echo "skipped: a transaction pooler (no pgbouncer)"
fi

# --- a standby ---

mkdir "$work/standby" && chmod 777 "$work/standby" && [ -z "$as_user" ] || chown nobody "$work/standby"
chmod 700 "$work/standby"
if $as_user pg_basebackup -D "$work/standby" -R -X stream -c fast -d "$PGW_TEST_SERVER" >"$work/backup" 2>&1; then
    mkdir "$work/sock" && chmod 777 "$work/sock"
    $as_user pg_ctl -D "$work/standby" -l "$work/sock/log" -w -t 30 \
        -o "-c listen_addresses= -c unix_socket_directories=$work/sock -c hot_standby=on -c max_locks_per_transaction=1024" \
        start >"$work/start" 2>&1 </dev/null
    at_end() {
        $as_user pg_ctl -D "$work/standby" -m immediate stop >/dev/null 2>&1
    }
    same "it is a standby" "t" "$(psql -X -q -A -t -d "host=$work/sock user=$user dbname=$made" -c 'SELECT pg_is_in_recovery()')"
    run "$PGWRIGHT" drift "$lock" --db "host=$work/sock user=$user dbname=$made" --since "$work/since_standby"
    expect "on a standby" 0 '^kinds: in sync'
    run "$PGWRIGHT" drift "$lock" --db "host=$work/sock user=$user dbname=$made" --since "$work/since_standby"
    expect "… and its digest" 0 'nothing has changed'
else
    cat "$work/backup"
    not_ok "no standby"
fi
finish
