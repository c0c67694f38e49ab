# lib.sh: what the live tests share. Read it with `.` as the first thing, when the arguments of the test
# are still in place: TEST [PGWRIGHT]. It goes to the folder of the test.
#
# It needs a server that may be filled with databases: PGW_TEST_SERVER as ../server.sh sets it, which
# is called when it is not there. The test is then run again, with the server. Exit status 77 means
# that no server programs are installed.

PGWRIGHT=${1:-${PGWRIGHT:?the pgwright program}}
case $PGWRIGHT in */*) PGWRIGHT=$(cd "$(dirname "$PGWRIGHT")" && pwd)/$(basename "$PGWRIGHT") ;; esac
cd "$(dirname "$0")" || exit 1
[ -n "${PGW_TEST_SERVER:-}" ] || exec sh ../server.sh sh "$(basename "$0")" "$PGWRIGHT"

# The programs themselves: Debian's psql is a script that looks for them each time.
for bin in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV); do
    [ ! -x "$bin/psql" ] || PATH=$bin:$PATH
    [ ! -x "$bin/psql" ] || break
done
unset PGHOST PGPORT PGUSER PGDATABASE PGPASSWORD PGOPTIONS PGSERVICE PGWRIGHT_PG_BINDIR
work=$(mktemp -d) || exit 1
chmod 755 "$work"
prefix=$(basename "$0" .sh)_$$
passed=0
failures=0
# Nobody's cache and nobody's scratch server but our own.
XDG_CACHE_HOME=$work/cache
XDG_RUNTIME_DIR=$work/run
PGWRIGHT_SCRATCH="$PGW_TEST_SERVER dbname=postgres"
export XDG_CACHE_HOME XDG_RUNTIME_DIR PGWRIGHT_SCRATCH PGWRIGHT
mkdir "$XDG_CACHE_HOME" "$XDG_RUNTIME_DIR"

# What a test does at its end, beside what is done here.
at_end() {
    :
}

end() {
    status=$?
    trap - EXIT
    at_end
    ask postgres "SELECT format('DROP DATABASE %I WITH (FORCE);', datname) FROM pg_database
                   WHERE datname LIKE '$prefix%' ORDER BY datistemplate" >"$work/drop" 2>/dev/null &&
        psql -X -q -d "$(on postgres)" -f "$work/drop" >/dev/null 2>&1
    chmod -R u+rwX "$work"
    rm -rf "$work"
    exit $status
}
trap end EXIT
trap 'exit 1' HUP INT TERM

ok() {
    passed=$((passed + 1))
    [ -z "${VERBOSE:-}" ] || echo "ok: $*"
}

not_ok() {
    failures=$((failures + 1))
    echo "not ok: $*"
}

# is NAME COMMAND...: the command succeeds.
is() {
    name=$1
    shift
    if "$@" >"$work/is.out" 2>&1 </dev/null; then ok "$name"; else
        not_ok "$name (exit status $?)"
        head -n 40 "$work/is.out"
    fi
}

# same NAME EXPECTED ACTUAL: two texts are equal.
same() {
    if [ "$2" = "$3" ]; then ok "$1"; else
        not_ok "$1: expected (-) and found (+):"
        printf '%s\n' "$2" >"$work/expected"
        printf '%s\n' "$3" >"$work/found"
        diff -U 1 "$work/expected" "$work/found" | sed 1,2d | head -n 40
    fi
}

# same_file NAME EXPECTED ACTUAL: two files are.
same_file() {
    if cmp -s "$2" "$3"; then ok "$1"; else
        not_ok "$1: expected (-) and found (+):"
        diff -U 1 "$2" "$3" | sed 1,2d | head -n 40
    fi
}

# run COMMAND...: its output in $work/stdout and $work/stderr, its status in $status.
run() {
    status=0
    "$@" >"$work/stdout" 2>"$work/stderr" </dev/null || status=$?
}

# expect NAME STATUS [PATTERN]...: the last `run` ended so, and what it said matches each pattern.
expect() {
    name=$1 wanted=$2
    shift 2
    if [ "$status" != "$wanted" ]; then
        not_ok "$name: exit status $status, not $wanted"
        head -n 20 "$work/stdout" "$work/stderr"
        return
    fi
    for pattern; do
        if ! cat "$work/stdout" "$work/stderr" | grep -q -e "$pattern"; then
            not_ok "$name: does not say \"$pattern\""
            head -n 20 "$work/stdout" "$work/stderr"
            return
        fi
    done
    ok "$name"
}

# on DATABASE: how to connect to it. Names of test databases are $prefix and more.
on() {
    echo "$PGW_TEST_SERVER dbname=$1"
}

# ask DATABASE SQL...: rows as they are, columns between |.
ask() {
    database=$1
    shift
    printf '%s;\n' "$@" | psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$(on "$database")"
}

run_sql() { # DATABASE FILE
    psql -X -q -v ON_ERROR_STOP=1 -d "$(on "$1")" -f "$2"
}

make_database() { # NAME [TEMPLATE]
    ask postgres "CREATE DATABASE $1 TEMPLATE ${2:-template0}"
}

drop_database() { # NAME
    ask postgres "DROP DATABASE IF EXISTS $1 WITH (FORCE)"
}

# dump_all DATABASE [OPTION]...: what pg_dump says of it, without the random key of \restrict.
dump_all() {
    dumped=$1
    shift
    pg_dump "$@" "$(on "$dumped")" | sed -e '/^\\restrict /d' -e '/^\\unrestrict /d'
}

# dump DATABASE [OPTION]...: of its schema alone.
dump() {
    dump_all "$@" --schema-only
}

# drift DATABASE [OPTION]...: against $lock.
drift() {
    database=$1
    shift
    run "$PGWRIGHT" drift "$lock" --db "$(on "$database")" "$@"
}

# migrate SUBCOMMAND [ARGUMENT]...: in the folder of $model; with_db: on the database $db.
migrate() {
    run "$PGWRIGHT" migrate "$@" -m "$model"
}

with_db() {
    migrate "$@" --db "$(on "$db")"
}

finish() {
    echo "$passed passed, $failures failed"
    [ "$failures" = 0 ]
    exit $?
}
