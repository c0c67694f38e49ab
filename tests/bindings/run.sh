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

# The manual pages are well-formed, but for dates, which they have none of; their examples compile.
if command -v mandoc >/dev/null 2>&1; then
    mandoc -Tlint -Wwarning "$work"/out/c/man3/*.3 | grep -v 'missing date' && exit 1
    number=0
    for page in "$work"/out/c/man3/*.3; do
        number=$((number + 1))
        echo "void example_$number(pgw_session, pgw_arena, void (*)(const void *));"
        echo "void example_$number(pgw_session session, pgw_arena arena, void (*use)(const void *))"
        echo '{ (void)session, (void)arena, (void)use; {'
        mandoc -Tutf8 -O width=200 "$page" | col -b | sed -n '/^EXAMPLE/,/^SEE/{/^[ES]/!p;}'
        echo '} }'
    done >"$work/examples.inc"
    { printf '#include "samples.h"\n#include <stdio.h>\n'; cat "$work/examples.inc"; } |
        ${CC:-cc} -std=c11 -Wall -Wextra -Werror -I"$work/out/c" -I"$(pg_config --includedir)" \
            -fsyntax-only -x c - || exit 1
    echo "ok: manual pages"
fi

# A pair of files for each table: the same symbols, and no file too many when they are one again.
symbols() {
    ${CC:-cc} -std=c11 -Wall -Wextra -Wpedantic -Werror -fPIC -shared -I"$(pg_config --includedir)" \
        -o "$work/$1.so" "$work/$1"/c/*.c -lpq &&
        nm -D --defined-only "$work/$1.so" | cut -d' ' -f3 | sort >"$work/$1.symbols"
}
cp -R "$work/out" "$work/tables"
"$pgwright" generate "$here/model" -q -o "$work/tables" --c-layout tables || exit 1
symbols out && symbols tables && [ -s "$work/out.symbols" ] &&
    cmp "$work/out.symbols" "$work/tables.symbols" || exit 1
"$pgwright" generate "$here/model" -q -o "$work/tables" --check >/dev/null
[ $? -eq 2 ] || { echo "not ok: the other layout is not stale"; exit 1; }
cp -R "$work/tables" "$work/again"
"$pgwright" generate "$here/model" -q -o "$work/again" && diff -r "$work/out" "$work/again" || exit 1
echo "ok: a pair of files for each table"

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
for name in session_test types_test arrays_test rows_test query_test many_test functions_test; do
    build_and_run $name "$here/$name.c" "$here/bindings_test.c" "$work/out/c/samples.c" \
        "$work/out/c/samples_drift.c" \
        "$work/out/c/pgw_runtime.c"
done

# With a pair for each table: every header stands on its own, and the same test passes.
for header in "$work/tables"/c/*.h; do
    ${CC:-cc} -std=c11 -Wall -Wextra -Wpedantic -Werror -I"$(pg_config --includedir)" -fsyntax-only \
        -include "$header" -x c /dev/null || status=1
done
build_and_run rows_by_table "$here/rows_test.c" "$here/bindings_test.c" "$work/tables"/c/*.c
exit "$status"
