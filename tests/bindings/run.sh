#!/bin/sh
# run.sh PGWRIGHT
#
# Generates bindings from model/, compiles them with every compiler, creates the model's database and
# runs the tests against it, under the sanitizers. The server is that of PGW_TEST_SERVER (key=value
# form; a database is created there and dropped), else the scratch server. Exits with 77 (skipped)
# where there is neither.
set -u

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
pgwright=$1
work=$(mktemp -d)
database=pgw_bindings_$$
server=${PGW_TEST_SERVER:-}
started=

# conninfo DATABASE: how to connect to it, whatever form the server was given in.
conninfo() {
    case $server in
    postgresql://*) printf '%s' "$server" | sed "s|///postgres?|///$1?|" ;;
    *) printf '%s dbname=%s' "$server" "$1" ;;
    esac
}

end() {
    [ -z "$server" ] || psql -q "$(conninfo postgres)" \
        -c "DROP DATABASE IF EXISTS $database" >/dev/null 2>&1
    [ -z "$started" ] || "$pgwright" scratch stop >/dev/null 2>&1
    rm -rf "$work"
}
trap end EXIT
trap 'exit 1' HUP INT TERM

if [ -z "$server" ] && ! server=$("$pgwright" scratch url 2>/dev/null); then
    "$pgwright" scratch start >/dev/null || exit 77
    started=1
    server=$("$pgwright" scratch url) || exit 77
fi

"$pgwright" generate "$here/model" -o "$work/out" || exit 1
sh "$here/compile.sh" "$work/out/c" || exit 1

# The files for those who build with something else give a library that links.
if command -v pkg-config >/dev/null 2>&1; then
    (
        cd "$work/out/c" && ${CC:-cc} -std=c11 -I"$(pg_config --includedir)" -c samples.c samples_drift.c pgw_runtime.c &&
            ar rc libsamples_bindings.a samples.o samples_drift.o pgw_runtime.o &&
            # shellcheck disable=SC2046
            ${CC:-cc} -std=c11 -o "$work/linked" "$here/abi_test.c" \
                $(PKG_CONFIG_PATH="$PWD" pkg-config --cflags --libs samples) &&
            rm -f ./*.o ./*.a
    ) && echo "ok: linked by samples.pc" || exit 1
fi
psql -q "$(conninfo postgres)" -c "CREATE DATABASE $database TEMPLATE template0 ENCODING 'UTF8'" ||
    exit 1
PGW_TEST_URI=$(conninfo "$database")
export PGW_TEST_URI
psql -q -v ON_ERROR_STOP=1 "$PGW_TEST_URI" -f "$work/out/sql/create.sql" >/dev/null || exit 1

status=0
# build_and_run NAME SOURCE...
build_and_run() {
    name=$1
    shift
    ${CC:-cc} -std=c11 -g -Wall -Wextra -fsanitize=address,undefined -fno-sanitize-recover=all \
        -I"$here" -I"$work/out/c" -I"$(pg_config --includedir)" -o "$work/$name" "$@" \
        -lcmocka -lpq -lm -pthread || exit 1
    "$work/$name" >"$work/$name.log" 2>&1 && echo "ok: $name" && return
    cat "$work/$name.log"
    echo "not ok: $name"
    status=1
}

build_and_run decode_test "$here/decode_test.c"
build_and_run abi_test "$here/abi_test.c" "$work/out/c/samples.c" "$work/out/c/pgw_runtime.c"
build_and_run property_test "$here/property_test.c"
for name in session_test types_test arrays_test rows_test query_test many_test; do
    build_and_run $name "$here/$name.c" "$here/bindings_test.c" "$work/out/c/samples.c" \
        "$work/out/c/samples_drift.c" \
        "$work/out/c/pgw_runtime.c"
done
exit "$status"
