#!/bin/sh
# inventory_test.sh [PGWRIGHT]: a model to begin with, and the inventory of what became of it.
set -u
. "$(dirname "$0")/lib.sh"

run "$PGWRIGHT" init "$work/shop"
expect "init" 0 'shop: a model to begin with'
is "it is good" "$PGWRIGHT" check "$work/shop"
is "it can be made" "$PGWRIGHT" generate -q "$work/shop" -o "$work/made"
run "$PGWRIGHT" init "$work/shop"
expect "not twice" 1 'E0705.*there is a model in'

shop=${prefix}_shop
make_database "$shop"
is "create" run_sql "$shop" "$work/made/sql/create.sql"
run "$PGWRIGHT" inventory "$work/shop" --db "$(on "$shop")"
expect "all is managed" 0 'managed .* table public.tasks .*shop/tables.yaml:' '^shop: 4 managed$'

ask "$shop" "INSERT INTO people (name, email) SELECT 'p' || n, n || '@x' FROM generate_series(1, 1234) n" \
    "ANALYZE people" "CREATE TABLE old_tasks (a int, b int)" "CREATE TABLE stray (a int)" \
    "CREATE INDEX stray_idx ON tasks (title)" "CREATE SEQUENCE lonely" \
    "ALTER TABLE tasks DROP COLUMN labels" "DROP FUNCTION touch_updated_at() CASCADE"
echo 'legacy: [old_*]' >>"$work/shop/database.yaml"
echo 'ignore: [public.ign*]' >>"$work/shop/database.yaml"
ask "$shop" "CREATE TABLE ignored (a int)"

run "$PGWRIGHT" inventory "$work/shop" --db "$(on "$shop")"
expect "what is wrong" 2 'missing *column public.tasks.labels' 'missing *index public.tasks.tasks_labels' \
    'missing *function public.touch_updated_at()' 'missing *trigger public.people.touch_people' \
    'legacy *table public.old_tasks, with 2 parts' 'unmanaged *table public.stray, with 1 part' \
    'unmanaged *index public.tasks.stray_idx' 'unmanaged *sequence public.lonely' \
    'managed *table public.people *1,234  *[0-9]* kB' \
    '^shop: 3 managed, 3 unmanaged, 1 legacy, 5 missing, 2 ignored$'
run "$PGWRIGHT" inventory "$work/shop" --orphans --db "$(on "$shop")"
expect "orphans" 2 'orphaned *index public.tasks.tasks_open .*no query has used it' \
    'orphaned *sequence public.lonely .*no column owns it'
ask "$shop" "CREATE INDEX $(printf 'i%.0s' $(seq 63)) ON tasks (title)"
run "$PGWRIGHT" inventory "$work/shop" --orphans --db "$(on "$shop")"
same "columns below each other, however long a name" "1" \
    "$(awk '/ [0-9]+ (bytes|kB) / { match($0, / (bytes|kB)  /); print RSTART + RLENGTH }' "$work/stdout" | sort -u | grep -c .)"
ask "$shop" "DROP INDEX $(printf 'i%.0s' $(seq 63))"
run "$PGWRIGHT" inventory "$work/shop" --format markdown --db "$(on "$shop")"
expect "Markdown" 2 '^## legacy$' '^| table public.old\\_tasks, with 2 parts |'
run "$PGWRIGHT" inventory "$work/shop" --format json --db "$(on "$shop")"
expect "JSON" 2 '"missing": 5, "legacy": 1, "unmanaged": 3' '"rows": 1234, "bytes": '
if command -v python3 >/dev/null; then
    is "the JSON is JSON" python3 -m json.tool "$work/stdout"
fi
run "$PGWRIGHT" inventory "$work/shop"
expect "usage" 1 'needs --db'

finish
