#!/bin/sh
# run.sh PGWRIGHT [ROWS [ROUNDS]]: the speed of the bindings, against libpq by hand in the same run.
# BENCH=TEXT runs the lines with that text in their name alone.
set -u

PGWRIGHT=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$(dirname "$0")" || exit 1
[ -n "${PGW_TEST_SERVER:-}" ] || exec sh ../../server.sh sh run.sh "$PGWRIGHT" "${2:-200000}" "${3:-5}"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

mkdir "$work/model" && cp bench.yaml "$work/model/"
"$PGWRIGHT" generate "$work/model" -o "$work/out" --quiet || exit 1
${CC:-cc} -std=c11 -O2 -D_POSIX_C_SOURCE=200809L -I"$work/out/c" -I"$(pg_config --includedir)" \
    -o "$work/bench" bench.c "$work/out/c/bench.c" "$work/out/c/pgw_runtime.c" -lpq -pthread || exit 1
psql -q "$PGW_TEST_SERVER dbname=postgres" -c "CREATE DATABASE bench TEMPLATE template0" || exit 1
PGW_TEST_URI="$PGW_TEST_SERVER dbname=bench"
export PGW_TEST_URI
psql -q -v ON_ERROR_STOP=1 "$PGW_TEST_URI" -f "$work/out/sql/create.sql" >/dev/null || exit 1
"$work/bench" "${2:-200000}" "${3:-5}"
psql -q "$PGW_TEST_SERVER dbname=postgres" -c "DROP DATABASE bench"
