#!/bin/sh
# run.sh [PGWRIGHT]: how fast pgwright is, as ratios.
#
# The program is to be an optimised build. Times are of this machine and this minute and are
# only printed; what is compared with a target is the ratio of two times taken in the same run.
# PGW_BENCH_DRIVER names bench_driver (driver.c) for what is inside of the program; it is not built
# with the rest: ninja -C build tests/bench/bench_driver
# BENCH=generate, drift, fleet or catalogs runs one part alone; BENCH_LARGE=1 adds the drift of 10,000
# tables, BENCH_FLEET=N says of how many databases the fleet is.
# Exit status 1: a step failed; a missed target is printed, and fails only with BENCH_STRICT=1.
set -u

PGWRIGHT=${1:-${PGWRIGHT:?the pgwright program}}
case $PGWRIGHT in */*) PGWRIGHT=$(cd "$(dirname "$PGWRIGHT")" && pwd)/$(basename "$PGWRIGHT") ;; esac
[ -z "${PGW_BENCH_DRIVER:-}" ] || PGW_BENCH_DRIVER=$(cd "$(dirname "$PGW_BENCH_DRIVER")" && pwd)/bench_driver
export PGW_BENCH_DRIVER
cd "$(dirname "$0")" || exit 1
[ -n "${PGW_TEST_SERVER:-}" ] || exec sh ../server.sh sh "$(basename "$0")" "$PGWRIGHT"
work=$(mktemp -d) || exit 1
chmod 755 "$work"
missed=0

end() {
    rm -rf "$work"
}
trap end EXIT
trap 'exit 1' HUP INT TERM

die() {
    echo "bench: $*" >&2
    exit 1
}

# milliseconds COMMAND...: wall time, into $took.
milliseconds() {
    from=$(date +%s%N)
    "$@" >"$work/out" 2>&1 || { cat "$work/out" >&2; die "failed: $*"; }
    took=$((($(date +%s%N) - from) / 1000))
    took=$(awk -v us="$took" 'BEGIN { printf "%.1f", us / 1000 }')
}

# pair ROUNDS FIRST SECOND: medians of two commands (names of functions), taken in turns, into
# $first and $second.
pair() {
    : >"$work/first"
    : >"$work/second"
    "$2" >/dev/null 2>&1 || die "failed: $2"
    "$3" >/dev/null 2>&1 || die "failed: $3"
    round=0
    while [ $round -lt "$1" ]; do
        milliseconds "$2"
        echo "$took" >>"$work/first"
        milliseconds "$3"
        echo "$took" >>"$work/second"
        round=$((round + 1))
    done
    first=$(median "$work/first")
    second=$(median "$work/second")
}

median() {
    sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

heading() {
    printf '%-44s %12s %12s %7s  %s\n' "what" "pgwright" "compared" "ratio" "target"
}

# row WHAT MS MS COMPARED-WITH TARGET: the ratio of the two times.
row() {
    ratio=$(awk -v a="$2" -v b="$3" 'BEGIN { printf "%.2f", a / b }')
    verdict=$(awk -v r="$ratio" -v t="$4" 'BEGIN { print r <= t ? "met" : "missed" }')
    [ "$verdict" = met ] || missed=$((missed + 1))
    printf '%-44s %9s ms %9s ms %7s  <= %s, %s\n' "$1" "$2" "$3" "$ratio" "$4" "$verdict"
}

generate() { # TABLES
    timeout 120 "$PGWRIGHT" generate "$work/$1" -o "$work/made/$1/$round" --offline
}

bench_generate() {
    ./make_model.sh 1000 "$work/1000"
    ./make_model.sh 10000 "$work/10000"
    # Each into a folder of its own, as the first run of a model is; what the runs before made stays
    # until the end, since a file system may be slow where much was just deleted.
    : >"$work/thousand"
    : >"$work/ten"
    for round in 1 2 3; do
        milliseconds generate 1000
        echo "$took" >>"$work/thousand"
        milliseconds generate 10000
        echo "$took" >>"$work/ten"
    done
    thousand=$(median "$work/thousand")
    row "generate --offline, 1,000 tables, to 1 s" "$thousand" 1000 1
    row "generate --offline, 10,000 to 1,000 tables" "$(median "$work/ten")" "$thousand" 11
    rm -rf "$work/made" "$work/10000"
}

drift() {
    "$PGWRIGHT" drift "$subject" --db "$db"
}

drift_since() {
    "$PGWRIGHT" drift "$subject" --db "$db" --since "$work/since"
}

fleet_of() { # JOBS
    "$PGWRIGHT" drift "$subject" --targets "$work/targets" --jobs "$1" --quiet
}

fleet_together() {
    fleet_of 8
}

fleet_in_turn() {
    fleet_of 1
}

dump() {
    "$pg_dump" --schema-only "$db" >/dev/null
}

# What has to be asked at the least to compare a database, as it stands in the catalogs.
raw() {
    PGOPTIONS='-c search_path=pg_catalog -c jit=off -c work_mem=64MB' \
        "$psql" -X -q -A -t -d "$db" -f raw.sql -o /dev/null
}

# database NAME CREATE.SQL: makes it, with the statistics that one in use has; how to connect to it
# into $db.
database() {
    psql -X -q -v ON_ERROR_STOP=1 "$PGW_TEST_SERVER dbname=postgres" -c "CREATE DATABASE $1" ||
        die "no database $1"
    db="$PGW_TEST_SERVER dbname=$1"
    psql -X -q -v ON_ERROR_STOP=1 "$db" -f "$2" >"$work/out" 2>&1 ||
        { tail -n 5 "$work/out" >&2; die "create.sql of $1"; }
    psql -X -q "$db" -c 'VACUUM ANALYZE' || die "analyze $1"
}

# The programs that belong to the server, not wrappers that look for them first.
find_programs() {
    bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    pg_dump=${bin:+$bin/}pg_dump
    psql=${bin:+$bin/}psql
}

# A database as it is in the world, where its file is there.
bench_drift_of_getlago() {
    real=../../../shared/corpus/real/getlago.sql
    [ -f "$real" ] || { echo "skipped: drift of getlago (no $real)"; return; }
    "$PGWRIGHT" import --from "$real" -o "$work/getlago" >"$work/out" 2>&1 &&
        "$PGWRIGHT" generate "$work/getlago" -o "$work/out_getlago" --only lock,sql >"$work/out" 2>&1 ||
        { cat "$work/out" >&2; die "a model of getlago"; }
    database bench_getlago "$work"/out_getlago/sql/create.sql
    subject=$(ls "$work"/out_getlago/*.lock)
    pair 9 drift dump
    row "drift of getlago (lock), to pg_dump -s" "$first" "$second" 0.45
    pair 9 drift raw
    row "drift of getlago (lock), to raw queries" "$first" "$second" 1.2
    rm -f "$work/since"
    pair 9 drift_since dump
    row "drift --since of getlago, to pg_dump -s" "$first" "$second" 0.15
    rm -f "$work/since"
    psql -X -q "$PGW_TEST_SERVER dbname=postgres" -c "DROP DATABASE bench_getlago" || die "drop"
}

# With BENCH_LARGE=1: it takes minutes to make them.
bench_drift_of_ten_thousand() { # MILLISECONDS OF A THOUSAND
    ./make_model.sh 10000 "$work/10000"
    "$PGWRIGHT" generate "$work/10000" -o "$work/large" --only lock,sql >"$work/out" 2>&1 ||
        { cat "$work/out" >&2; die "generate of 10,000 tables"; }
    database bench_large "$work/large/sql/create.sql"
    subject=$work/large/synthetic.lock
    pair 3 drift dump
    row "drift of 10,000 tables, to pg_dump -s" "$first" "$second" 0.35
    row "drift, 10,000 to 1,000 tables" "$first" "$1" 11
    pair 3 drift raw
    row "drift of 10,000 tables, to raw queries" "$first" "$second" 1.2
    if [ -x /usr/bin/time ]; then
        kilobytes "$PGWRIGHT" drift "$subject" --db "$db"
        printf '%-44s %9s kB  <= 307200\n' "memory of drift, 10,000 tables" "$peak"
    fi
}

# each_of_fleet N SQL: a statement for each number, in one session.
each_of_fleet() {
    seq "$1" | sed "s/.*/$2/" | psql -X -q -v ON_ERROR_STOP=1 "$PGW_TEST_SERVER dbname=postgres" ||
        die "no fleet"
}

# kilobytes COMMAND...: its peak of memory, into $peak.
kilobytes() {
    /usr/bin/time -f %M -o "$work/kilobytes" "$@" >/dev/null 2>&1
    peak=$(tail -n 1 "$work/kilobytes")
}

bench_fleet() { # DATABASES
    each_of_fleet "$1" "CREATE DATABASE bench_fleet_& TEMPLATE bench_stratlogic;"
    seq "$1" | sed "s|.*|$PGW_TEST_SERVER dbname=bench_fleet_&|" >"$work/targets"
    pair 2 fleet_together fleet_in_turn
    row "fleet of $1: --jobs 8, to --jobs 1" "$first" "$second" 0.59
    if [ -x /usr/bin/time ]; then
        kilobytes "$PGWRIGHT" drift "$subject" --targets "$work/targets" --jobs 8
        all=$peak
        head -n $(($1 / 10)) "$work/targets" >"$work/tenth"
        kilobytes "$PGWRIGHT" drift "$subject" --targets "$work/tenth" --jobs 8
        printf '%-44s %9s kB %9s kB  (a tenth of them)\n' "memory of drift, a fleet of $1" "$all" "$peak"
    fi
    each_of_fleet "$1" "DROP DATABASE bench_fleet_&;"
}

make_stratlogic() {
    "$PGWRIGHT" generate ../../model/stratlogic -o "$work/stratlogic" >"$work/out" 2>&1 ||
        { cat "$work/out" >&2; die "generate stratlogic"; }
    database bench_stratlogic "$work/stratlogic/sql/create.sql"
    subject=$work/stratlogic/stratlogic.lock
}

bench_fleet_alone() {
    make_stratlogic
    bench_fleet "${BENCH_FLEET:-200}"
    psql -X -q "$PGW_TEST_SERVER dbname=postgres" -c "DROP DATABASE bench_stratlogic" || die "drop"
}

bench_drift() {
    make_stratlogic
    pair 15 drift dump
    row "drift of stratlogic (lock), to pg_dump -s" "$first" "$second" 1
    bench_fleet "${BENCH_FLEET:-200}"
    bench_drift_of_getlago

    [ -d "$work/1000" ] || ./make_model.sh 1000 "$work/1000"
    "$PGWRIGHT" generate "$work/1000" -o "$work/synthetic" >"$work/out" 2>&1 ||
        { cat "$work/out" >&2; die "generate of 1,000 tables"; }
    database bench_synthetic "$work/synthetic/sql/create.sql"
    subject=$work/synthetic/synthetic.lock
    pair 5 drift dump
    row "drift of 1,000 tables (lock), to pg_dump -s" "$first" "$second" 0.35
    thousand=$first
    pair 5 drift raw
    row "drift of 1,000 tables, to raw queries" "$first" "$second" 1.2
    pair 5 drift_since dump
    row "drift --since of 1,000 tables, to pg_dump -s" "$first" "$second" 0.15
    [ -z "${BENCH_LARGE:-}" ] || bench_drift_of_ten_thousand "$thousand"
    for name in bench_stratlogic bench_synthetic; do
        psql -X -q "$PGW_TEST_SERVER dbname=postgres" -c "DROP DATABASE $name" || die "drop $name"
    done
}

# --- reading a catalog: against the same queries sent with psql, and against pg_dump ---

read_catalog() {
    "$driver" read "$db"
}

send_queries() {
    PGOPTIONS='-c search_path=pg_catalog -c jit=off -c work_mem=64MB' \
        "$psql" -X -q -A -t -d "$db" -f "$work/queries.sql" -o /dev/null
}

bench_reading() { # TABLES ROUNDS: of the database $db
    "$driver" queries "$db" >"$work/queries.sql" || die "queries"
    pair "$2" read_catalog send_queries
    read_time=$first
    row "reading $1 tables, to its queries in psql" "$first" "$second" 1.5
    pair "$2" read_catalog dump
    row "reading $1 tables, to pg_dump -s" "$first" "$second" 0.5
}

# tables NAME N [CHANGED]: a database of many tables; how to connect to it into $db.
tables() {
    name=$1
    shift
    sh ./make_tables.sh "$@" >"$work/$name.sql"
    database "$name" "$work/$name.sql"
    rm "$work/$name.sql"
}

bench_catalogs() {
    driver=${PGW_BENCH_DRIVER:?}
    lago=../../../shared/corpus/real/getlago.sql
    if [ -f "$lago" ]; then
        database bench_lago "$lago"
        bench_reading 139 9
    else
        echo "skipped: reading 139 tables ($lago is not there)"
    fi
    tables bench_1000 1000
    bench_reading 1,000 5
    thousand=$read_time
    tables bench_10000 10000
    bench_reading 10,000 3
    row "reading 10,000 to 1,000 tables" "$read_time" "$thousand" 11
    whole=$db
    tables bench_changed 10000 100
    set -- $("$driver" plan "$whole" "$db") || die "plan"
    [ "$2" -ge 100 ] || die "a plan of $2 steps"
    row "diff and plan, 10,000 tables, 100 changes, to 500 ms" "$1" 500 1
    for name in bench_lago bench_1000 bench_10000 bench_changed; do
        psql -X -q "$PGW_TEST_SERVER dbname=postgres" -c "DROP DATABASE IF EXISTS $name"
    done
}

wanted() {
    [ "${BENCH:-$1}" = "$1" ]
}

heading
! wanted generate || bench_generate
if [ -n "${BENCH_OFFLINE:-}" ]; then
    echo "skipped: drift and catalogs (BENCH_OFFLINE)"
else
    find_programs
    ! wanted drift || bench_drift
    [ "${BENCH:-}" != fleet ] || bench_fleet_alone
    if [ -z "${PGW_BENCH_DRIVER:-}" ]; then
        echo "skipped: catalogs (PGW_BENCH_DRIVER)"
    elif wanted catalogs; then
        bench_catalogs
    fi
fi
[ "$missed" = 0 ] || echo "$missed targets missed"
[ "$missed" = 0 ] || [ -z "${BENCH_STRICT:-}" ]
