#!/bin/sh
# odd_models_test.sh [PGWRIGHT]: models that look odd, on a real server.
#
# Each model of errors/good is created twice, is in sync, compiles in C, and leaves nothing behind.
set -u
. "$(dirname "$0")/lib.sh"

made=${prefix}_model
empty=${prefix}_empty

is_empty() {
    dump "$made" >"$work/model.dump" && diff "$work/empty.dump" "$work/model.dump"
}

compiles() {
    for file in "$work/out.d"/c/*.c; do
        cc -std=c11 -Wall -Wextra -Werror -fsyntax-only "-I$work/out.d/c" \
            $(pkg-config --cflags libpq) "$file" || return
    done
}

make_database "$empty"
dump "$empty" >"$work/empty.dump" || exit 1
for model in ../errors/good/*; do
    odd=$(basename "$model" .yaml)
    rm -rf "$work/out.d"
    drop_database "$made" 2>/dev/null
    make_database "$made"
    is "$odd: generate" "$PGWRIGHT" generate "$model" -o "$work/out.d"
    [ -d "$work/out.d" ] || continue
    is "$odd: fresh" "$PGWRIGHT" generate "$model" -o "$work/out.d" --check
    is "$odd: create.sql" run_sql "$made" "$work/out.d/sql/create.sql"
    is "$odd: create.sql again" run_sql "$made" "$work/out.d/sql/create.sql"
    is "$odd: in sync" "$PGWRIGHT" drift "$(ls "$work/out.d"/*.lock)" --db "$(on "$made")"
    is "$odd: the bindings compile" compiles
    is "$odd: drop.sql" run_sql "$made" "$work/out.d/sql/drop.sql"
    is "$odd: nothing is left" is_empty
done
finish
