#!/bin/sh
# odd_models_test.sh [PGWRIGHT]: models that look odd, on a real server.
#
# Each model of errors/good is created twice, is in sync, compiles in C, and leaves nothing behind.
set -u

PGWRIGHT=${1:-${PGWRIGHT:?the pgwright program}}
case $PGWRIGHT in */*) PGWRIGHT=$(cd "$(dirname "$PGWRIGHT")" && pwd)/$(basename "$PGWRIGHT") ;; esac
cd "$(dirname "$0")" || exit 1
[ -n "${PGW_TEST_SERVER:-}" ] || exec sh ../server.sh sh "$(basename "$0")" "$PGWRIGHT"
work=$(mktemp -d) || exit 1
failures=0

on() { # DATABASE: how to connect to it
    echo "$PGW_TEST_SERVER dbname=$1"
}

end() {
    for name in odd_model odd_empty; do
        psql -X -q "$(on postgres)" -c "DROP DATABASE IF EXISTS $name" >/dev/null 2>&1
    done
    rm -rf "$work"
}
trap end EXIT
trap 'exit 1' HUP INT TERM

is() { # WHAT COMMAND...
    what=$1
    shift
    if "$@" >"$work/out" 2>&1; then echo "ok: $name: $what"; else
        echo "not ok: $name: $what"
        head -n 25 "$work/out"
        failures=$((failures + 1))
    fi
}

run_sql() {
    psql -X -q -v ON_ERROR_STOP=1 "$(on odd_model)" -f "$1"
}

dump() {
    pg_dump --schema-only "$(on "$1")" | sed -e '/^\\restrict /d' -e '/^\\unrestrict /d'
}

is_empty() {
    dump odd_model >"$work/model.dump" && diff "$work/empty.dump" "$work/model.dump"
}

compiles() {
    for file in "$work/out.d"/c/*.c; do
        cc -std=c11 -Wall -Wextra -Werror -fsyntax-only "-I$work/out.d/c" \
            $(pkg-config --cflags libpq) "$file" || return
    done
}

psql -X -q "$(on postgres)" -c "CREATE DATABASE odd_empty" || exit 1
dump odd_empty >"$work/empty.dump" || exit 1
for model in ../errors/good/*; do
    name=$(basename "$model" .yaml)
    rm -rf "$work/out.d"
    psql -X -q "$(on postgres)" -c "DROP DATABASE IF EXISTS odd_model" \
        -c "CREATE DATABASE odd_model" 2>/dev/null || exit 1
    is "generate" "$PGWRIGHT" generate "$model" -o "$work/out.d" --scratch "$(on postgres)"
    [ -d "$work/out.d" ] || continue
    is "fresh" "$PGWRIGHT" generate "$model" -o "$work/out.d" --scratch "$(on postgres)" --check
    is "create.sql" run_sql "$work/out.d/sql/create.sql"
    is "create.sql again" run_sql "$work/out.d/sql/create.sql"
    is "in sync" "$PGWRIGHT" drift "$(ls "$work/out.d"/*.lock)" --db "$(on odd_model)"
    is "the bindings compile" compiles
    is "drop.sql" run_sql "$work/out.d/sql/drop.sql"
    is "nothing is left" is_empty
done
[ "$failures" = 0 ]
