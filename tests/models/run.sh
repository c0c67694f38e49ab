#!/bin/sh
# run.sh [PGWRIGHT]: the databases of model/ on a real server.
#
# Each is created twice (the second time changes nothing), filled with the rows of DATABASE/rows.sql
# and put through the scripts of its folder, each on a copy of its own; what they find is in sync with
# the model before and after. MODELS names some of them instead of all. Exits with 77 (skipped) where no server programs are installed.
set -u
. "$(dirname "$0")/../live/lib.sh"
root=../..

# script DATABASE FILE [OPTION...]: counts what the script says of itself.
script() {
    database=$1 file=$2
    shift 2
    run psql -X -q -d "$(on "$database")" "$@" -f "$file"
    grep -v '^ok: ' "$work/stdout"
    good=$(grep -c '^ok: ' "$work/stdout")
    bad=$(grep -c '^not ok: ' "$work/stdout")
    passed=$((passed + good)) failures=$((failures + bad))
    [ "$status" = 0 ] || { not_ok "$file: exit status $status"; head -n 20 "$work/stderr"; }
    [ $((good + bad)) -gt 0 ] || not_ok "$file: it expects nothing"
}

in_sync() { # NAME MODEL DATABASE
    run "$PGWRIGHT" drift "$root/model/$2" --db "$(on "$3")"
    expect "$1" 0 'in sync'
}

# first_version MODEL: from nothing, twice, with rows; then each script of its folder.
first_version() {
    model=$1 made=${prefix}_$1 copy=${prefix}_copy
    create=$root/generated/$model/sql/create.sql
    make_database "$made"
    is "$model: create.sql" run_sql "$made" "$create"
    dump "$made" >"$work/first"
    is "$model: create.sql again" run_sql "$made" "$create"
    dump "$made" >"$work/second"
    same_file "$model: … which changes nothing" "$work/first" "$work/second"
    is "$model: rows" run_sql "$made" "$model/rows.sql"
    for file in "$model"/*.sql; do
        case $file in */rows.sql | */loader.sql) continue ;; esac
        drop_database "$copy" 2>/dev/null
        make_database "$copy" "$made"
        script "$copy" "$file"
        in_sync "$model: in sync after $(basename "$file")" "$model" "$copy"
    done
    is "$model: create.sql over rows" run_sql "$made" "$create"
    in_sync "$model: in sync" "$model" "$made"
}

# Two writers at one time: their sums arrive, and neither waits for the other for ever.
loaders() {
    made=${prefix}_lightdom
    psql -X -q -d "$(on "$made")" -v first=1 -f lightdom/loader.sql >"$work/one" 2>&1 &
    psql -X -q -d "$(on "$made")" -v first=2 -f lightdom/loader.sql >"$work/two" 2>&1
    wait $! || not_ok "the first of two loaders"
    same "two loaders at one time" "" "$(cat "$work/one" "$work/two")"
    same "… and all of it is counted" 0 "$(ask "$made" "SELECT count(*) FROM data_mining_jobs j WHERE
        (processed_items, successful_items, failed_items) <> (SELECT count(*), count(*) FILTER (WHERE validation_passed),
            count(*) FILTER (WHERE NOT validation_passed) FROM data_mining_results r WHERE r.job_id = j.job_id)")"
}

for model in ${MODELS:-lightdom workflows stratlogic campaigns}; do
    first_version "$model"
    [ "$model" != lightdom ] || loaders
done
finish
