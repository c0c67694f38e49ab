#!/bin/sh
# tamper_test.sh PGWRIGHT TAMPER_DRIVER: each kind and attribute of the registry changed in a live
# database, told by drift and by drift.sql as just that, and mended; and what makes no difference told
# by neither (tamper_driver.c). Once for each attribute, or on every object with PGW_TAMPER_ALL=1;
# PGW_TAMPER_TELL=1 lists what takes more than its own statement to mend.
set -u
[ -n "${TAMPER_DRIVER:-}" ] || TAMPER_DRIVER=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
export TAMPER_DRIVER
. "$(dirname "$0")/lib.sh"

made=${prefix}_made
superuser=$(ask postgres "SELECT current_user")
at_end() { # what keeps a database from being dropped
    psql -X -q -d "$(on "$made")" -c "ALTER SUBSCRIPTION paper SET (slot_name = NONE)" \
        -c "DROP SUBSCRIPTION paper" -c "DROP TABLESPACE pgw_tampered" >/dev/null 2>&1
}

cp -r model_kinds "$work/model"
sed "s/SUPERUSER/$superuser/" model_shapes/shapes.yaml >"$work/model/shapes.yaml"
is "generate" "$PGWRIGHT" generate "$work/model" -o "$work/generated" --only lock,sql
make_database "$made"
is "create.sql" run_sql "$made" "$work/generated/sql/create.sql"
ask postgres "SET allow_in_place_tablespaces = on" "CREATE TABLESPACE pgw_tampered LOCATION ''" >/dev/null
run "$TAMPER_DRIVER" "$(on "$made")" "$work/generated/kinds.lock" "$work/generated/sql/drift.sql" \
    "$([ -n "${PGW_TAMPER_ALL:-}" ] && echo all || echo each)"
cat "$work/stdout"
expect "tampered with" 0 ' 0 failed$'
finish
