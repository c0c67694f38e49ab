#!/bin/sh
# The scratch server and the connection, on real servers: scratch_test.sh DRIVER
# Exits with 77 (skipped) where no PostgreSQL server programs are installed.
set -u

work=$(mktemp -d)
chmod 755 "$work"
cp "$1" "$work/driver"
failures=0
# The cache of the tests, so that they find it empty and nobody finds theirs.
export XDG_CACHE_HOME="$work/cache"
mkdir "$XDG_CACHE_HOME"
unset PGWRIGHT_PG_BINDIR

as_user=
start_stop_user=$(id -un)

end() {
    $as_user "$work/driver" stop >/dev/null 2>&1
    rm -rf "$work"
}
trap end EXIT

fail() {
    echo "not ok: $*"
    failures=$((failures + 1))
}

ok() {
    echo "ok: $*"
}

driver() {
    $as_user "$work/driver" "$@"
}

# is NAME EXPECTED ACTUAL
is() {
    if [ "$2" = "$3" ]; then
        ok "$1"
    else
        fail "$1"
        printf 'expected: %s\nactual:   %s\n' "$2" "$3"
    fi
}

# like NAME PATTERN ACTUAL
like() {
    # shellcheck disable=SC2254
    case $3 in
    $2) ok "$1" ;;
    *)
        fail "$1"
        printf 'expected: %s\nactual:   %s\n' "$2" "$3"
        ;;
    esac
}

folder_of() {
    expr "$1" : '.*host=\([^& ]*\)'
}

# Nothing of that folder's server is left, at most two seconds from now.
is_gone() {
    tries=0
    while [ -e "$1" ] || grep -qs -- "$1/data" /proc/[0-9]*/cmdline; do
        tries=$((tries + 1))
        [ $tries -gt 40 ] && return 1
        sleep 0.05
    done
}

# Starts "driver hold" in the background and sets holder, its process, as soon as that is known. The
# rest of its output can be read from descriptor 3.
begin() {
    rm -f "$work/out"
    mkfifo "$work/out"
    # shellcheck disable=SC2086
    $as_user "$work/driver" hold >"$work/out" 2>&1 &
    exec 3<"$work/out"
    read -r holder <&3
}

# Waits until it has a server, and sets url.
hold() {
    begin
    read -r _ <&3 && read -r _ <&3 && read -r url <&3
    exec 3<&-
}

test_use() {
    is "a scratch database can be used" "41
UTF8 C C" "$(driver use 2>&1)"
    is "two servers at once" "1
UTF8 C C
2
UTF8 C C
0
3" "$(driver two 2>&1)"
    is "the caller's environment does not matter" "41
UTF8 C C" "$(PGPORT=1 PGHOSTADDR=127.0.0.1 PGOPTIONS='-c default_transaction_read_only=on' \
        PGCHANNELBINDING=require PGGSSENCMODE=require PGUSER=x PGDATABASE=y LC_ALL=xx \
        TZ=Asia/Tokyo driver use 2>&1)"
    is "standard streams may be closed" "0" "$(driver use <&- >&- 2>&-; echo $?)"
}

test_cleanup() {
    url=$(ASAN_OPTIONS=detect_leaks=0 driver forget | tail -n 1)
    is "gone when the caller forgets to close" "no" \
        "$(if [ -e "$(folder_of "$url")" ]; then echo yes; else echo no; fi)"
    for signal in INT TERM HUP KILL; do
        hold
        folder=$(folder_of "$url")
        [ -d "$folder" ] || fail "there is a folder ($url)"
        kill -$signal "$holder"
        wait 2>/dev/null
        if is_gone "$folder"; then ok "gone after SIG$signal"; else fail "gone after SIG$signal"; fi
    done
    for moment in 0 0.02 0.05 0.1 0.3 0.5; do
        saved=$XDG_CACHE_HOME
        [ "${moment#0.0}" = "$moment" ] && XDG_CACHE_HOME=/proc/none
        begin
        XDG_CACHE_HOME=$saved
        sleep $moment
        kill -KILL "$holder"
        exec 3<&-
        wait 2>/dev/null
        left=
        for parent in "${XDG_RUNTIME_DIR:-/tmp}" /dev/shm "${TMPDIR:-/tmp}" /tmp; do
            for folder in "$parent/pgwright-scratch-$holder-"*; do
                is_gone "$folder" || left=$folder
            done
        done
        is "gone when killed after $moment s" "" "$left"
    done
    hold
    folder=$(folder_of "$url")
    kill -KILL "$(head -n 1 "$folder/data/postmaster.pid")"
    kill -TERM "$holder"
    wait 2>/dev/null
    if is_gone "$folder"; then ok "gone after the server crashed"; else fail "gone after a crash"; fi
}

test_programs() {
    rm -rf "$work/empty"
    mkdir "$work/empty"
    out=$(PGWRIGHT_PG_BINDIR="$work/empty" driver use 2>&1)
    is "no server programs: status" 1 "$(PGWRIGHT_PG_BINDIR="$work/empty" driver use >/dev/null 2>&1
        echo $?)"
    like "no server programs" '*E0702*apt-get install postgresql*' "$out"
    # shellcheck disable=SC2016
    printf '#!/bin/sh\n[ "$1" = --version ] && echo "postgres (PostgreSQL) 15.0"\necho "initdb: error: no luck" >&2\nexit 1\n' \
        >"$work/empty/initdb"
    cp "$work/empty/initdb" "$work/empty/postgres"
    sed -i 's/exit 1/exit 0/' "$work/empty/postgres"
    chmod 755 "$work/empty/initdb" "$work/empty/postgres"
    like "initdb fails" '*E0703*: no luck*' "$(PGWRIGHT_PG_BINDIR="$work/empty" driver use 2>&1)"
}

test_cache() {
    is "one template is kept" 1 \
        "$(find "$XDG_CACHE_HOME/pgwright" -maxdepth 1 -name 'cluster-*' | wc -l)"
    is "nowhere to keep a template" "41
UTF8 C C" "$(XDG_CACHE_HOME=/proc/none driver use 2>&1)"
    is "no home" "41
UTF8 C C" "$(unset HOME XDG_CACHE_HOME; driver use 2>&1)"
    for file in "$XDG_CACHE_HOME"/pgwright/cluster-*/global/pg_control; do
        : >"$file"
    done
    is "a spoilt template is made anew" "41
UTF8 C C" "$(driver use 2>&1)"
    rm -rf "$XDG_CACHE_HOME/pgwright"
    driver use >"$work/one" 2>&1 &
    driver use >"$work/two" 2>&1
    wait
    is "two make the template at once" "41
UTF8 C C
41
UTF8 C C" "$(cat "$work/one" "$work/two")"
    is "one of them is kept" 1 "$(find "$XDG_CACHE_HOME/pgwright" -mindepth 1 -maxdepth 1 | wc -l)"
}

test_daemon() {
    [ "$(driver url)" = none ] || { # there is one for each user, and it is not ours to stop
        echo "skipped: the lasting server, since one of yours is running"
        return
    }
    is "no daemon yet" none "$(driver url)"
    is "nothing to stop" "not running" "$(driver stop)"
    url=$(driver start 2>&1)
    like "started" 'postgresql:///postgres?host=/*&user=pgwright' "$url"
    is "started twice: the same" "$url" "$(driver start)"
    is "found" "$url" "$(driver url)"
    is "usable" "done" "$(echo 'CREATE TABLE public.t (n int)' | driver sql "$url" 2>&1)"
    is "still there" "relation \"t\" already exists" \
        "$(echo 'CREATE TABLE public.t (n int)' | driver sql "$url" 2>&1)"
    is "as a named scratch server" "41
UTF8 C C" "$(driver use "$url" 2>&1)"
    is "which is left as it was" "done" "$(echo "DO \$\$BEGIN
        IF EXISTS (SELECT FROM pg_database WHERE datname LIKE 'pgwright%') THEN
            RAISE 'databases are left'; END IF; END\$\$" | driver sql "$url" 2>&1)"
    driver stop >"$work/one" 2>&1 &
    driver stop >"$work/two" 2>&1
    wait
    like "stopped, by one or by both" '*stopped*' "$(cat "$work/one" "$work/two")"
    if is_gone "$(folder_of "$url")"; then ok "and gone"; else fail "and gone"; fi
    is "none" none "$(driver url)"
    driver start >"$work/one" 2>&1 &
    driver start >"$work/two" 2>&1
    wait
    is "started by two at once: the same" "$(cat "$work/one")" "$(cat "$work/two")"
    kill -KILL "$(head -n 1 "$(folder_of "$(cat "$work/one")")/data/postmaster.pid")"
    sleep 0.3
    is "crashed" none "$(driver url)"
    is "started again" "$url" "$(driver start 2>&1)"
    is "stopped again" stopped "$(driver stop 2>&1)"
}

# The message of a failed connection; the secret must not be in it.
connect_fails() {
    out=$(driver connect "$2" 2>&1)
    like "$1" "$3" "$out"
    case $out in
    *s3cret*) fail "$1: the password is shown: $out" ;;
    esac
}

test_connect() {
    hold
    folder=$(folder_of "$url")
    like "the session profile" 'search_path=pg_catalog
timezone=UTC
datestyle=ISO, YMD
intervalstyle=postgres
row_security=off
extra_float_digits=1
client_min_messages=warning
jit=off
application_name=pgwright' "$(PGOPTIONS='-c datestyle=German' driver connect "$url" 2>&1)"
    is "errors of queries" '42703 @13 column "nothing" does not exist
42601 @11 syntax error at or near "SELEC"
 @0 COPY from or to the client is not possible here
 @0 the SQL text holds a NUL byte
22012 @0 division by zero
fine
fine
2 rows of 2, a b, 1' "$(driver errors "$url" 2>&1)"

    is "a warning at login" "done" "$(echo "UPDATE pg_database SET datcollversion = '1'
        WHERE datname = 'postgres'" | driver sql "$url" 2>&1)"
    is "is not printed" "done" "$(echo 'SELECT 1' | driver sql "$url" 2>&1)"
    is "an account with a password" "done" "$(echo "CREATE ROLE u LOGIN PASSWORD 's3cret'" |
        driver sql "$url" 2>&1)"
    echo 'local all u scram-sha-256
local all all trust' >"$folder/data/pg_hba.conf"
    is "reload" "done" "$(echo 'SELECT pg_reload_conf()' | driver sql "$url" 2>&1)"
    sleep 0.2
    connect_fails "right password" "postgresql:///postgres?host=$folder&user=u&password=s3cret" \
        'search_path=pg_catalog*'
    connect_fails "wrong password" "postgresql://u:s3cret2@/postgres?host=$folder" \
        "*E0701*cannot connect to database \"postgres\" on host \"$folder\" port 5432 as user \"u\": password authentication failed for user \"u\"*"
    connect_fails "no password" "host=$folder user=u dbname=postgres" '*E0701*no password supplied*'
    connect_fails "missing database" "host=$folder user=pgwright dbname=nope password=s3cret" \
        '*E0701*"nope"*: database "nope" does not exist*'
    is "may not create databases" 1 "$(driver use \
        "host=$folder user=u dbname=postgres password=s3cret" >"$work/one" 2>&1; echo $?)"
    like "and why" '*E0703*role "u" may not create databases*' "$(cat "$work/one")"
    kill "$holder"
    wait 2>/dev/null

    connect_fails "nobody listens" "postgresql://u:s3cret@127.0.0.1:1/db" \
        '*E0701*cannot connect to database "db" on host "127.0.0.1" port 1 as user "u": *onnection refused*'
    connect_fails "an unknown service" "service=nowhere password=s3cret" \
        '*E0701*cannot connect: definition of service "nowhere" not found*'
    connect_fails "no such host" "host=nowhere.invalid user=u password=s3cret" \
        '*E0701*host "nowhere.invalid"*'
    for bad in 'postgresql://u:s3cret%zz@h/db' 'postgresql://u:pw@s3cret@h/db' \
        'postgresql://u:pw/s3cret@h/db' 'postgresql://u:12/s3cret@h/db' \
        'postgresql://u:s3cret/x' 'postgresql://u:1?a@s3cret@h/db' 'postgresql://[s3cret/db' \
        'host=h password=a s3cret' "password='s3cret" 'postgres:u:s3cret@h' \
        'host=h s3cret=1' 'postgresql://h/db?s3cret=1' 'postgresql://u@h:s3cret/db'; do
        connect_fails "malformed: $bad" "$bad" '*E0701*malformed*percent-encoded*'
    done
}

test_all() {
    test_use
    test_cleanup
    test_programs
    test_cache
    test_daemon
    test_connect
}

if driver use 2>&1 | grep -q E0702; then
    echo "skipped: no PostgreSQL server programs"
    exit 77
fi
echo "# as $start_stop_user"
test_all
if [ "$(id -u)" = 0 ] && command -v runuser >/dev/null && id nobody >/dev/null 2>&1; then
    echo "# as nobody"
    as_user="runuser -u nobody --"
    rm -rf "$XDG_CACHE_HOME"
    mkdir "$XDG_CACHE_HOME"
    chown nobody "$XDG_CACHE_HOME"
    test_all
fi
[ "$failures" = 0 ]
