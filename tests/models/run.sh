#!/bin/sh
# run.sh [PGWRIGHT]: the databases of model/ on a real server, through all of their migrations.
#
# Each migration is run up, down and up again, on the rows that earlier versions have got: down brings
# back the schema (as pg_dump sees it) and the rows of the version before, up the same schema as the
# first time. At each version the database is in sync with the lock of the migration; the rows of
# DATABASE/VERSION.rows.sql come in, and the scripts DATABASE/VERSION.*.sql are run, each on a copy. At
# the end all migrations are taken back and run once more; the database is in sync with the model, and
# the same as create.sql makes, twice. MODELS names some of the databases instead of all. Exits with 77
# (skipped) where no server programs are installed.
set -u
. "$(dirname "$0")/../live/lib.sh"
root=../..

# script DATABASE FILE: counts what the script says of itself.
script() {
    run psql -X -q -d "$(on "$1")" -f "$2"
    grep -v -e '^ok: ' -e '^$' "$work/stdout"
    good=$(grep -c '^ok: ' "$work/stdout")
    bad=$(grep -c '^not ok: ' "$work/stdout")
    passed=$((passed + good)) failures=$((failures + bad))
    [ "$status" = 0 ] || { not_ok "$2: exit status $status"; head -n 20 "$work/stderr"; }
    [ $((good + bad)) -gt 0 ] || not_ok "$2: it expects nothing"
}

copy_of() { # DATABASE: into $copy
    drop_database "$copy" >/dev/null 2>&1
    make_database "$copy" "$1"
}

in_sync() { # NAME SOURCE DATABASE
    run "$PGWRIGHT" drift "$2" --db "$(on "$3")"
    expect "$1: in sync" 0 'in sync'
}

migrate() { # up|down DATABASE [OPTION]...
    command=$1 database=$2
    shift 2
    is "$model: $command $*" "$PGWRIGHT" migrate "$command" -m "$root/model/$model" --yes \
        --db "$(on "$database")" "$@"
}

# state DATABASE FILE: its schema and its rows, without what the tool itself keeps there. Rows come in
# no order, so they are sorted.
state() {
    pg_dump -N 'pgwright*' --column-inserts "$(on "$1")" >"$2"
    sed -e '/^\\restrict /d' -e '/^\\unrestrict /d' -e '/^INSERT /d' -e '/^SELECT pg_catalog.setval/d' \
        -e '/^--/d' -e '/^$/d' "$2" >"$2.schema"
    sed -n -e '/^INSERT /p' -e '/^SELECT pg_catalog.setval/p' "$2" | sort >"$2.rows"
}

same_state() { # NAME WANTED FOUND
    same_file "$1: schema" "$2.schema" "$3.schema"
    same_file "$1: rows" "$2.rows" "$3.rows"
}

# version ID: from the version before to this one, and what there is to be seen of it.
version() {
    number=${1%%_*}
    state "$made" "$work/before"
    migrate up "$made" --to "$number"
    state "$made" "$work/after"
    migrate down "$made"
    state "$made" "$work/back"
    same_state "$model $1: up and down" "$work/before" "$work/back"
    migrate up "$made" --to "$number"
    state "$made" "$work/again"
    same_state "$model $1: up, down, up" "$work/after" "$work/again"
    in_sync "$model $1" "$root/model/$model/migrations/$1/after.lock" "$made"
    mv "$work/after.schema" "$work/$1.schema"
    for rows in "$model/$number".rows*.sql; do
        [ ! -f "$rows" ] || is "$rows" run_sql "$made" "$rows"
    done
    for file in "$model/$number".*.sql; do
        case $file in *.rows*.sql | *'*'*) continue ;; esac
        copy_of "$made"
        script "$copy" "$file"
        in_sync "$file" "$root/model/$model/migrations/$1/after.lock" "$copy"
    done
}

# Down to nothing with all rows there are, and up again.
all_the_way() {
    copy_of "$made"
    for id in $(echo "$ids" | tac); do
        state "$copy" "$work/found"
        same_file "$model $id: schema on the way down" "$work/$id.schema" "$work/found.schema"
        migrate down "$copy"
    done
    state "$copy" "$work/found"
    same_file "$model: nothing is left" "$work/empty.schema" "$work/found.schema"
    migrate up "$copy"
    migrate up "$copy"
    state "$copy" "$work/found"
    # What the model ignores (partitions made for rows) is not there without rows.
    grep -q '^ignore:' "$root/model/$model/database.yaml" ||
        same_file "$model: up again" "$work/$last.schema" "$work/found.schema"
    in_sync "$model: up again" "$root/model/$model" "$copy"
}

# create.sql makes the same in one step, and changes nothing when it is run again, rows or not.
created() {
    create=$root/generated/$model/sql/create.sql
    drop_database "$copy" >/dev/null 2>&1
    make_database "$copy"
    is "$model: create.sql" run_sql "$copy" "$create"
    in_sync "$model: create.sql" "$root/model/$model" "$copy"
    is "$model: create.sql again" run_sql "$copy" "$create"
    in_sync "$model: create.sql again" "$root/model/$model" "$copy"
    is "$model: create.sql over rows" run_sql "$made" "$create"
    state "$made" "$work/found"
    same_file "$model: … changes nothing" "$work/$last.schema" "$work/found.schema"
}

# Two writers at one time: their sums arrive, and neither waits for the other for ever.
loaders() {
    copy_of "$made"
    psql -X -q -d "$(on "$copy")" -v first=1 -f lightdom/loader.sql >"$work/one" 2>&1 &
    psql -X -q -d "$(on "$copy")" -v first=2 -f lightdom/loader.sql >"$work/two" 2>&1
    wait $! || not_ok "the first of two loaders"
    same "two loaders at one time" "" "$(cat "$work/one" "$work/two")"
    same "… and all of it is counted" 0 "$(ask "$copy" "SELECT count(*) FROM data_mining_jobs j WHERE
        (processed_items, successful_items, failed_items) <> (SELECT count(*), count(*) FILTER (WHERE validation_passed),
            count(*) FILTER (WHERE NOT validation_passed) FROM data_mining_results r WHERE r.job_id = j.job_id)")"
}

# What the checks of 000045 are for: nothing is changed when one of them is not true; and what an audit says
# before and after.
cleanup() {
    copy_of "$made"
    migrate down "$copy"
    run "$PGWRIGHT" inventory "$root/model/$model" --db "$(on "$copy")"
    expect "inventory before it" 2 'legacy' 'event_projections'
    same "… and the rows that can be are back" '4 2 1 7 {"seen": true}' "$(ask "$copy" "SELECT (SELECT count(*) FROM event_store) || ' '
        || (SELECT count(*) FROM domain_generation_phases) || ' ' || (SELECT count(*) FROM analysis_phases) || ' '
        || (SELECT analysis_results ->> 'leads' FROM lead_generation_campaigns WHERE name = 'Fresh') || ' '
        || (SELECT dns_results FROM lead_generation_campaigns WHERE name = 'Whole')")"
    ask "$copy" "ALTER TABLE lead_generation_campaigns DROP COLUMN http_results" >/dev/null
    state "$copy" "$work/before"
    run run_sql "$copy" "$root/model/$model/migrations/000045_phase_centric_cleanup/up.sql"
    expect "a column is missing" 3 'jsonb_columns_are_there'
    state "$copy" "$work/after"
    same_state "… nothing is changed" "$work/before" "$work/after"
}

for model in ${MODELS:-lightdom workflows stratlogic campaigns}; do
    made=${prefix}_$model copy=${prefix}_copy
    ids=$(cd "$root/model/$model/migrations" && ls -d [0-9]*/ | tr -d /)
    last=$(echo "$ids" | tail -n 1)
    make_database "$made"
    state "$made" "$work/empty"
    is "$model: the migrations are as they were made" "$PGWRIGHT" migrate verify -m "$root/model/$model"
    for id in $ids; do
        version "$id"
    done
    in_sync "$model" "$root/model/$model" "$made"
    run "$PGWRIGHT" inventory "$root/model/$model" --db "$(on "$made")"
    expect "$model: inventory" 0
    all_the_way
    created
    [ "$model" != lightdom ] || loaders
    [ "$model" != campaigns ] || cleanup
done
finish
