#!/bin/sh
# stratlogic_document_test.sh [PGWRIGHT]: the model, at its first version, and the schema that it was written
# from are the same.
#
# stratlogic.sql holds the schema in plain SQL; pg_dump must not see a difference, comments aside, between
# a database made from it and one made from create.sql.
set -u
. "$(dirname "$0")/lib.sh"

written=${prefix}_written
made=${prefix}_made
empty=${prefix}_empty

same_dump() {
    dump "$1" --no-comments >"$work/$1.dump" && dump "$2" --no-comments >"$work/$2.dump" &&
        diff "$work/$1.dump" "$work/$2.dump"
}

# The first version of the model is the schema as it was written; later ones are what it became.
is "import of the first version" \
    "$PGWRIGHT" import --from ../../model/stratlogic/migrations/0001_base/after.lock -o "$work/model"
is "generate" "$PGWRIGHT" generate "$work/model" -o "$work/generated"
for name in "$written" "$made" "$empty"; do
    make_database "$name"
done

is "the SQL as it was written runs" run_sql "$written" stratlogic.sql
is "create.sql runs" run_sql "$made" "$work/generated/sql/create.sql"
is "pg_dump sees no difference" same_dump "$written" "$made"
is "create.sql runs again" run_sql "$made" "$work/generated/sql/create.sql"
is "and changes nothing" same_dump "$written" "$made"
is "the model is in sync with its own database" "$PGWRIGHT" drift "$work/model" --db "$(on "$made")"

# Only the comments are missing where the schema was made from plain SQL.
run "$PGWRIGHT" drift "$work/model" --db "$(on "$written")" --format json
expect "drift against the plain SQL: there are differences" 2 '"problem": "comment"'
same "drift against the plain SQL: comments alone" "" \
    "$(grep '"problem": ' "$work/stdout" | grep -v '"problem": "comment"')"

for name in "$made" "$written"; do
    run run_sql "$name" "$work/generated/sql/drop.sql"
    is "drop.sql on $name leaves an empty database" same_dump "$name" "$empty"
done
finish
