#!/bin/sh
# stratlogic_document_test.sh [PGWRIGHT]: the model, at its first version, and the schema that it was written
# from are the same.
#
# stratlogic.sql holds the schema in plain SQL; pg_dump must not see a
# difference, comments aside, between a database made from it and one made from create.sql. Exits
# with 77 (skipped) where no PostgreSQL server programs are installed.
set -u

PGWRIGHT=${1:-${PGWRIGHT:?the pgwright program}}
case $PGWRIGHT in */*) PGWRIGHT=$(cd "$(dirname "$PGWRIGHT")" && pwd)/$(basename "$PGWRIGHT") ;; esac
cd "$(dirname "$0")" || exit 1
[ -n "${PGW_TEST_SERVER:-}" ] || exec sh ../server.sh sh "$(basename "$0")" "$PGWRIGHT"
work=$(mktemp -d) || exit 1
failures=0
databases="document_written document_model document_empty"

end() {
    for name in $databases; do
        psql -X -q "$(on postgres)" -c "DROP DATABASE IF EXISTS $name" >/dev/null 2>&1
    done
    rm -rf "$work"
}
trap end EXIT
trap 'exit 1' HUP INT TERM

# is NAME COMMAND...
is() {
    name=$1
    shift
    if "$@" >"$work/out" 2>&1; then echo "ok: $name"; else
        echo "not ok: $name"
        head -n 25 "$work/out"
        failures=$((failures + 1))
    fi
}

on() { # DATABASE: how to connect to it
    echo "$PGW_TEST_SERVER dbname=$1"
}

run_sql() { # DATABASE FILE
    psql -X -q -v ON_ERROR_STOP=1 "$(on "$1")" -f "$2"
}

# What pg_dump says of a database, without the random key of \restrict and without comments.
dump() {
    pg_dump --schema-only --no-comments "$(on "$1")" |
        sed -e '/^\\restrict /d' -e '/^\\unrestrict /d'
}

same_dump() {
    dump "$1" >"$work/$1.dump" && dump "$2" >"$work/$2.dump" && diff "$work/$1.dump" "$work/$2.dump"
}

# The first version of the model is the schema as it was written; later ones are what it became.
"$PGWRIGHT" import --from ../../model/stratlogic/migrations/0001_base/after.lock -o "$work/model" || exit 1
"$PGWRIGHT" generate "$work/model" -o "$work/generated" --scratch "$(on postgres)" || exit 1
for name in $databases; do
    psql -X -q "$(on postgres)" -c "CREATE DATABASE $name" || exit 1
done

is "the SQL as it was written runs" run_sql document_written stratlogic.sql
is "create.sql runs" run_sql document_model "$work/generated/sql/create.sql"
is "pg_dump sees no difference" same_dump document_written document_model
is "create.sql runs again" run_sql document_model "$work/generated/sql/create.sql"
is "and changes nothing" same_dump document_written document_model
is "the model is in sync with its own database" \
    "$PGWRIGHT" drift "$work/model" --db "$(on document_model)"

# Only the comments are missing where the schema was made from plain SQL.
status=0
"$PGWRIGHT" drift "$work/model" --db "$(on document_written)" --format json \
    >"$work/drift" 2>&1 || status=$?
is "drift against the plain SQL: exit status 2" [ "$status" = 2 ]
is "drift against the plain SQL: there are differences" grep -q '"problem": "comment"' "$work/drift"
is "drift against the plain SQL: comments alone" \
    sh -c '! grep "\"problem\": " "$1" | grep -v "\"problem\": \"comment\""' sh "$work/drift"

for name in document_model document_written; do
    run_sql $name "$work/generated/sql/drop.sql" >"$work/out" 2>&1
    is "drop.sql on $name leaves an empty database" same_dump $name document_empty
done
[ "$failures" = 0 ]
