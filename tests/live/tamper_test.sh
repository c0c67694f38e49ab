#!/bin/sh
# tamper_test.sh PGWRIGHT TAMPER_DRIVER: each kind and attribute of the registry changed in a live
# database, told by drift as just that, and mended (tamper_driver.c). Every twentieth case, or all of
# them with PGW_TAMPER_ALL=1.
set -u
[ -n "${TAMPER_DRIVER:-}" ] || TAMPER_DRIVER=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
export TAMPER_DRIVER
. "$(dirname "$0")/lib.sh"

made=${prefix}_made
is "generate" "$PGWRIGHT" generate model_kinds -o "$work/generated"
make_database "$made"
is "create.sql" run_sql "$made" "$work/generated/sql/create.sql"
run "$TAMPER_DRIVER" "$(on "$made")" "$work/generated/kinds.lock" "$([ -n "${PGW_TAMPER_ALL:-}" ] && echo 1 || echo 20)"
cat "$work/stdout"
expect "tampered with" 0 ' 0 failed$'
finish
