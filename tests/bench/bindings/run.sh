#!/bin/sh
# run.sh PGWRIGHT [ROWS [ROUNDS]]: the speed of the bindings, against libpq by hand in the same run.
# BENCH=TEXT runs the lines with that text in their name alone. BENCH_DRIVERS=1 adds the same lists
# through other drivers, those that are installed; nothing is installed here.
set -u

PGWRIGHT=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$(dirname "$0")" || exit 1
[ -n "${PGW_TEST_SERVER:-}" ] || exec sh ../../server.sh sh run.sh "$PGWRIGHT" "${2:-200000}" "${3:-5}"
rows=${2:-200000}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

mkdir "$work/model" && cp bench.yaml "$work/model/"
"$PGWRIGHT" generate "$work/model" -o "$work/out" --quiet || exit 1
${CC:-cc} -std=c11 -O2 -D_POSIX_C_SOURCE=200809L -I"$work/out/c" -I"$(pg_config --includedir)" \
    -o "$work/bench" bench.c measure.c others.c "$work/out/c/bench.c" "$work/out/c/pgw_runtime.c" \
    -lpq -pthread || exit 1
psql -q "$PGW_TEST_SERVER dbname=postgres" -c "CREATE DATABASE bench TEMPLATE template0" || exit 1
PGW_TEST_URI="$PGW_TEST_SERVER dbname=bench"
export PGW_TEST_URI
psql -q -v ON_ERROR_STOP=1 "$PGW_TEST_URI" -f "$work/out/sql/create.sql" >/dev/null || exit 1

# The same gets by pgbench.
for pgbench in "$(command -v pgbench)" "$(pg_config --bindir)/pgbench"; do
    [ -x "$pgbench" ] || continue
    printf '%s\n' "\\set id random(0, $rows - 1)" "SELECT id, name, made_at, amount, ratio, number, \
flag, data FROM public.narrow WHERE id = :id;" >"$work/get.sql"
    echo "exec '$pgbench' -n -M prepared -t 5000 -f '$work/get.sql' \"\$PGW_TEST_URI\" 2>&1" \
        >"$work/pgbench.sh"
    BENCH_PGBENCH="sh $work/pgbench.sh"
    export BENCH_PGBENCH
    break
done

# driver NAME REACH TEST COMMAND HOW: one more driver where TEST is true, else how to install it.
driver() {
    if eval "$3" >/dev/null 2>&1; then
        echo "$1 $2 $4" >>"$work/drivers"
    else
        echo "$1: skipped, it is not installed: $5"
    fi
}

build_libpqtypes() {
    ${CC:-cc} -std=c11 -O2 -D_POSIX_C_SOURCE=200809L -I"$(pg_config --includedir)" \
        -o "$work/libpqtypes_list" \
        drivers/libpqtypes_list.c -lpqtypes -lpq
}

build_pgx() {
    GOPATH=${GOPATH:-/usr/share/gocode} GO111MODULE=off GOCACHE=$work/gocache \
        go build -o "$work/pgx_list" drivers/pgx/main.go
}

if [ -n "${BENCH_DRIVERS:-}" ]; then
    modules=${XDG_CACHE_HOME:-$HOME/.cache}/pgwright-tests/pg
    NODE_PATH=${NODE_PATH:-$modules/node_modules:/usr/share/nodejs}
    export NODE_PATH
    : >"$work/drivers"
    driver libpqtypes 1.6 build_libpqtypes "'$work/libpqtypes_list'" \
        'apt-get install libpqtypes-dev'
    driver pgx 1 build_pgx "'$work/pgx_list'" \
        'apt-get install golang-go golang-github-jackc-pgx-v4-dev'
    python=python3 # the distribution's packages are those of its own one
    "$python" -c 'import psycopg2' 2>/dev/null || python=/usr/bin/python3
    driver psycopg2 4 "$python -c 'import psycopg2'" "$python drivers/psycopg2_list.py" \
        'apt-get install python3-psycopg2'
    driver node-postgres 4 "node -e 'require(\"pg\")'" 'node drivers/node_list.js' \
        "npm install --prefix $modules pg"
    BENCH_DRIVERS=$work/drivers
fi
"$work/bench" "$rows" "${3:-5}"
psql -q "$PGW_TEST_SERVER dbname=postgres" -c "DROP DATABASE bench"
