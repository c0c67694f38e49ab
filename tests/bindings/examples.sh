#!/bin/sh
# examples.sh ROOT: the programs of examples/crawl and examples/app are compiled with every compiler that
# is there, and run: what they print is what is expected, and valgrind, where it is installed, finds nothing.
set -u

root=$1
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
[ -n "${PGW_TEST_SERVER:-}" ] || exec sh "$here/../server.sh" sh "$here/examples.sh" "$root"
work=$(mktemp -d)
database=pgw_examples_$$
end() {
    psql -q "$PGW_TEST_SERVER dbname=postgres" -c "DROP DATABASE IF EXISTS $database" >/dev/null 2>&1
    rm -rf "$work"
}
trap end EXIT
trap 'exit 1' HUP INT TERM

# build DATABASE SOURCE PROGRAM
build() {
    bindings=$root/generated/$1/c
    for compiler in gcc clang; do
        command -v $compiler >/dev/null 2>&1 || continue
        $compiler -std=c11 -gdwarf-4 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -I"$bindings" \
            -I"$(pg_config --includedir)" -o "$work/$3" "$root/examples/$2" "$bindings/$1.c" \
            "$bindings/pgw_runtime.c" -lpq -pthread || exit 1
    done
}
build lightdom crawl/crawl.c crawl
build lightdom crawl/load.c load
build stratlogic app/main.c app

# create DATABASE: makes it afresh.
create() {
    psql -q "$PGW_TEST_SERVER dbname=postgres" -c "DROP DATABASE IF EXISTS $database" \
        -c "CREATE DATABASE $database TEMPLATE template0" 2>/dev/null || exit 1
    psql -q -v ON_ERROR_STOP=1 "$PGW_URI" -f "$root/generated/$1/sql/create.sql" >/dev/null || exit 1
}
PGW_URI="$PGW_TEST_SERVER dbname=$database"
export PGW_URI
create lightdom

if command -v valgrind >/dev/null 2>&1; then
    watched='valgrind -q --leak-check=full --errors-for-leak-kinds=definite,indirect,possible
        --error-exitcode=99'
else
    watched=
fi
# says STATUS TEXT COMMAND...: it ends with that status, and the text is in what it prints.
says() {
    wanted=$1
    text=$2
    shift 2
    # shellcheck disable=SC2086
    $watched "$@" >"$work/out" 2>&1 <"$work/in"
    status=$?
    [ $status -eq "$wanted" ] && grep -qF -- "$text" "$work/out" && echo "ok: $*" && return
    cat "$work/out"
    echo "not ok: $* (status $status): no \"$text\""
    exit 1
}

: >"$work/in"
cd "$work" || exit 1
says 1 'usage: crawl' ./crawl
says 0 'spring, draft: created' ./crawl start spring 'Spring cleaning'
says 1 'there is a campaign spring already' ./crawl start spring again
i=0
while [ $i -lt 3000 ]; do
    echo "$((i % 4)) https://example.org/page/$i"
    i=$((i + 1))
done >"$work/in"
says 0 '3000 addresses' ./load spring
echo "1 https://example.org/page/7" >"$work/in"
says 1 'load: line 1: duplicate key' ./load spring
{ echo "0 https://example.org/a"; echo "0 gopher://example.org"; } >"$work/in"
says 1 'load: line 2: new row' ./load spring
: >"$work/in"
says 0 '3000 addresses, 3000 waiting' ./crawl campaigns
says 0 'https://example.org/page/' ./crawl next spring
id=$(sed -n 's/ .*//p' "$work/out")
says 0 ' completed' ./crawl done "$id" 200
says 0 '2999 waiting' ./crawl campaigns
says 0 'completed  https://example.org' ./crawl targets spring completed
says 0 'page/2999' ./crawl targets spring
[ "$(grep -c page "$work/out")" -eq 3000 ] || { echo "not ok: not every address is listed"; exit 1; }
says 0 'spring is gone' ./crawl drop spring
says 1 'no such row' ./crawl drop spring

create stratlogic
says 0 'the audit log has a part for the month of' ./app "$PGW_URI"
says 0 'listed 7 jobs on 3 pages' ./app "$PGW_URI" # what it left behind is not in its way
