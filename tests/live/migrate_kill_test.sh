#!/bin/sh
# migrate_kill_test.sh PGWRIGHT SHIM: a runner, or the server process it talks to, killed at every
# step; then `migrate up` again.
#
# The migration has every kind of step: transactions, indexes built, dropped and built anew
# CONCURRENTLY, a partition detached CONCURRENTLY, a backfill in batches. It is killed (kill -9)
# before each query that the runner sends, and when it is sent and not yet answered; those that take
# long also on their way, while a writer holds them up. After each kill the next run must finish,
# nothing may be done twice, no invalid index may be left. PGW_KILL_ALL=1 takes every moment;
# otherwise some of those with less to tell are left out.
set -u
[ -n "${2:-}" ] || [ -n "${PGW_KILL_SHIM:-}" ] || { echo "usage: $0 PGWRIGHT SHIM"; exit 1; }
[ -z "${2:-}" ] || PGW_KILL_SHIM=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
export PGW_KILL_SHIM
. "$(dirname "$0")/lib.sh"

model=$work/kill
script=$model/migrations/0002_all_kinds
db=${prefix}_kill
start=${prefix}_start
points=0

if ldd "$PGWRIGHT" | grep -q libasan; then
    echo "a program with a sanitizer takes no shim"
    exit 77
fi

mkdir "$model"
cat >"$model/kill.yaml" <<'YAML'
database: kill
---
table: jobs
columns:
  id: {type: integer, identity: by default}
  state: text
  old_state: text
primary_key: id
indexes:
  jobs_old: old_state
  jobs_id_state: [id, old_state]
---
table: events
partition_by: LIST (kind)
columns: {kind: {type: integer, not_null: true}, text: text}
---
table: events_1
partition_of: [events, "FOR VALUES IN (1)"]
---
table: events_2
partition_of: [events, "FOR VALUES IN (2)"]
YAML
is "the first migration" "$PGWRIGHT" migrate new base -m "$model"
make_database "$start"
is "… is applied" "$PGWRIGHT" migrate up -m "$model" --db "$(on "$start")"
ask "$start" "INSERT INTO jobs (old_state) SELECT 'x' || g FROM generate_series(1, 5000) g" \
    "INSERT INTO events VALUES (1, 'a'), (2, 'b')" "VACUUM ANALYZE jobs"

cat >"$model/kill.yaml" <<'YAML'
database: kill
---
table: jobs
columns:
  id: {type: integer, identity: by default}
  state: text
  old_state: text
primary_key: id
indexes:
  jobs_state: state
  jobs_id_state: [id, old_state]
checks:
  state_known: state <> ''
---
table: log
columns: {id: integer, what: text}
---
table: events
partition_by: LIST (kind)
columns: {kind: {type: integer, not_null: true}, text: text}
---
table: events_1
partition_of: [events, "FOR VALUES IN (1)"]
---
table: events_2
columns: {kind: {type: integer, not_null: true}, text: text}
checks:
  events_2_kind_check: (kind IS NOT NULL) AND (kind = 2)
YAML
is "the second" "$PGWRIGHT" migrate new all_kinds -m "$model" --allow-loss '*' --no-renames
cat >"$script/up.sql" <<'SQL'
BEGIN;
CREATE TABLE public.log (id integer, what text);
INSERT INTO public.log VALUES (1, 'begun');
COMMIT;
CREATE INDEX CONCURRENTLY jobs_state ON public.jobs (state);
DROP INDEX CONCURRENTLY public.jobs_old;
REINDEX INDEX CONCURRENTLY public.jobs_id_state;
ALTER TABLE public.events DETACH PARTITION public.events_2 CONCURRENTLY;
ALTER TABLE public.jobs ADD CONSTRAINT state_known CHECK (state <> '') NOT VALID;
DO $backfill$
BEGIN
    LOOP
        UPDATE public.jobs SET state = old_state || '!'
         WHERE id IN (SELECT id FROM public.jobs WHERE state IS NULL LIMIT 1000);
        EXIT WHEN NOT FOUND;
        COMMIT;
    END LOOP;
END $backfill$;
ALTER TABLE public.jobs VALIDATE CONSTRAINT state_known;
BEGIN;
INSERT INTO public.log VALUES (2, 'ended');
INSERT INTO public.jobs VALUES (6000, 'once', 'once');
COMMIT;
SQL
cat >"$script/down.sql" <<'SQL'
BEGIN;
DROP TABLE public.log;
DELETE FROM public.jobs WHERE state = 'once';
ALTER TABLE public.jobs DROP CONSTRAINT state_known;
UPDATE public.jobs SET state = NULL;
COMMIT;
CREATE INDEX CONCURRENTLY jobs_old ON public.jobs (old_state);
DROP INDEX CONCURRENTLY public.jobs_state;
ALTER TABLE public.events_2 DROP CONSTRAINT events_2_kind_check;
ALTER TABLE public.events ATTACH PARTITION public.events_2 FOR VALUES IN (2);
SQL
is "its scripts are written by hand" "$PGWRIGHT" migrate verify --accept -m "$model"

# What a database holds that matters: schema, rows, indexes.
state() {
    dump_all "$db" -N pgwright | sed -e '/^COPY public.jobs /,/^\\\.$/d'
    ask "$db" "SELECT count(*), count(DISTINCT id), min(state), max(old_state), sum(length(state)) FROM jobs" \
        "SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid OR NOT indisready" \
        "SELECT id, state FROM pgwright.migration ORDER BY 1" "SELECT count(*) FROM pgwright.step"
}

fresh() {
    drop_database "$db" 2>/dev/null
    make_database "$db" "${1:-$start}"
}

# A killed server is back in a moment.
wait_for_server() {
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
        ! ask postgres "SELECT 1" >/dev/null 2>&1 || return 0
        sleep 0.2
    done
}

# killed WAY GOAL SETTING...: one run that is killed, and one that is not. Settings are the shim's.
killed() {
    way=$1 goal=$2
    shift 2
    points=$((points + 1))
    run env LD_PRELOAD="$PGW_KILL_SHIM" "$@" "$PGWRIGHT" migrate $way -m "$model" --db "$(on "$db")"
    [ "$status" != 0 ] || not_ok "$way: killed at $*, and nobody noticed"
    case $* in *backend*) wait_for_server ;; esac
    run "$PGWRIGHT" migrate $way -m "$model" --db "$(on "$db")"
    expect "$way after being killed at $*" 0
    same "$way, killed at $*: the same in the end" "$goal" "$(state)"
}

# often N OF: whether this is the turn of the N-th, when each OF-th has one.
often() {
    [ -n "${PGW_KILL_ALL:-}" ] || [ $(($1 % $2)) = 0 ]
}

# all_points WAY FROM: kills at all queries of a run that starts from a copy of the database FROM.
all_points() {
    fresh "$2"
    run env LD_PRELOAD="$PGW_KILL_SHIM" KILL_COUNT="$work/count" "$PGWRIGHT" migrate $1 \
        -m "$model" --db "$(on "$db")"
    expect "$1, not killed" 0
    ended=$(state)
    queries=$(cat "$work/count")
    at=1
    while [ "$at" -le "$queries" ]; do
        fresh "$2"
        killed "$1" "$ended" KILL_AT=$at
        ! often $at 4 || { fresh "$2" && killed "$1" "$ended" KILL_AT=$at KILL_DELAY=0; }
        ! often $at 10 || { fresh "$2" && killed "$1" "$ended" KILL_AT=$at KILL_WHO=backend; }
        at=$((at + 1))
    done
}

# on_the_way WAY GOAL FROM STATEMENT TABLE: killed in the middle of a statement that waits for a writer.
on_the_way() {
    for who in runner backend; do
        fresh "$3"
        psql -X -q -d "$(on "$db")" -c "BEGIN" -c "LOCK TABLE $5 IN ROW EXCLUSIVE MODE" \
            -c "SELECT pg_sleep(1)" >/dev/null 2>&1 &
        sleep 0.2
        killed "$1" "$2" KILL_ON="$4" KILL_DELAY=250 KILL_WHO=$who
        wait
    done
}

up=up down="down --yes --to 1"
all_points "$up" "$start"
up_points=$points
fresh
is "up" "$PGWRIGHT" migrate up -m "$model" --db "$(on "$db")"
ask postgres "ALTER DATABASE $db RENAME TO ${prefix}_ended"
all_points "$down" "${prefix}_ended"
down_points=$((points - up_points))
fresh
is "up once more" "$PGWRIGHT" migrate up -m "$model" --db "$(on "$db")"
ended=$(state)
on_the_way "$up" "$ended" "$start" "CREATE INDEX CONCURRENTLY" jobs
same "an index was half built" 1 "$(grep -c 'left behind.*DROP INDEX CONCURRENTLY' "$work/stdout")"
on_the_way "$up" "$ended" "$start" "DROP INDEX CONCURRENTLY" jobs
on_the_way "$up" "$ended" "$start" "REINDEX" jobs
on_the_way "$up" "$ended" "$start" "ALTER TABLE public.events DETACH" events
on_the_way "$up" "$ended" "$start" "DO " events
echo "kill points: $points: $up_points at the queries of up, $down_points at those of down," \
    "$((points - up_points - down_points)) inside of statements"
finish
