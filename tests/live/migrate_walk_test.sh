#!/bin/sh
# migrate_walk_test.sh [PGWRIGHT]: a history of twelve migrations, walked up, down and up again, while
# clients write to the table that all of them are about.
#
# PGW_WALK_ROWS rows are in the table (20000; 1000000 for the full size). No migration writes the table
# anew in either direction: a column that becomes narrower on the way back would, and plans say so. No write may fail, but for
# what may be tried again; none may wait longer than lock_timeout and a moment for the catalog. The
# schema must be the same at each version, in both directions.
set -u
. "$(dirname "$0")/lib.sh"

model=$work/walk
db=${prefix}_walk
rows=${PGW_WALK_ROWS:-20000}
longest_wait=${PGW_WALK_WAIT:-3000} # milliseconds: lock_timeout is 2000
command -v pgbench >/dev/null || { echo "pgbench is not there"; exit 77; }

# from N TEXT: the text when the version that is written is N or later; until N TEXT: before it.
from() { [ "$version" -lt "$1" ] || printf '%s\n' "$2"; }
until_() { [ "$version" -ge "$1" ] || printf '%s\n' "$2"; }

write_model() { # VERSION
    version=$1
    {
        echo "database: walk"
        from 12 'functions:
  touch():
    returns: trigger
    language: plpgsql
    body: BEGIN NEW.score := NEW.score + 0; RETURN NEW; END
views:
  kinds: {query: "SELECT kind, count(*) AS events FROM events GROUP BY kind"}'
        echo '---
table: users
columns: {id: bigint, name: text}
primary_key: id
---
table: events
columns:
  id: {type: bigint, identity: by default}
  kind: {type: integer, not_null: true, default: 1}'
        echo '  payload: text'
        [ "$version" -lt 2 ] || until_ 11 '  note: text'
        from 4 '  score: {type: integer, not_null: true, default: 0}'
        from 6 '  user_id: bigint'
        from 9 '  label: text'
        echo 'primary_key: id'
        from 8 'with: {fillfactor: 90}'
        from 5 'checks: {kind_is_positive: kind > 0}'
        from 6 'relations:
  of_user: {columns: user_id, references: users(id), on_delete: set null}'
        from 3 'indexes:
  events_kind: kind'
        from 10 '  events_id_kind: {columns: [id, kind], unique: true}'
        from 12 'triggers:
  touched: {before: update, each: row, execute: touch()}'
        from 7 '---
table: tags
columns: {event: bigint, tag: text}
primary_key: [event, tag]
relations:
  of_event: {columns: event, references: events(id), on_delete: cascade}'
    } >"$model/walk.yaml"
}

# The schema, but for the tool's own and for the trash, which holds what clients wrote.
schema() {
    dump "$db" -N pgwright -N '~trash*' | sed -e '/~trash/d' -e 's/,$//'
}

mkdir "$model"
names="base note kind_index score check user tags fillfactor label unique_index drop_note touch"
number=0
for name in $names; do
    number=$((number + 1))
    write_model "$number"
    [ "$number" != 9 ] || cat >"$model/migrations/next.yaml" <<'YAML'
backfill:
  labels: {table: events, set: {label: upper(payload)}, where: label IS NULL AND payload IS NOT NULL, batch: 5000}
YAML
    migrate new "$name"
    expect "migration $number" 0 "^00[01][0-9]_$name: "
done
make_database "$db"
with_db up --to 1
expect "the first" 0
ask "$db" "INSERT INTO events (payload) SELECT 'payload ' || g FROM generate_series(1, $rows) g" \
    "VACUUM ANALYZE events"

# The writers.
cat >"$work/write.sql" <<SQL
\\set id random(1, $rows)
INSERT INTO events (payload) VALUES ('written');
UPDATE events SET payload = payload WHERE id = :id;
SELECT count(*) FROM events WHERE id = :id;
SQL
(cd "$work" && exec pgbench -n -c 2 -j 1 -T 3000 -l --log-prefix=writes --max-tries=5 -f write.sql "$(on "$db")" \
    >"$work/pgbench.out" 2>&1) &
writers=$!
at_end() {
    kill "$writers" 2>/dev/null
    wait "$writers" 2>/dev/null
}

walk_up() { # ROUND
    number=1
    while [ "$number" -lt 12 ]; do
        number=$((number + 1))
        with_db up --to "$number"
        expect "round $1: up to $number" 0
        [ "$1" != 1 ] || schema >"$work/schema$number"
        [ "$1" = 1 ] || same "round $1: the schema of version $number" "$(cat "$work/schema$number")" "$(schema)"
    done
}

schema >"$work/schema1"
walk_up 1
number=12
while [ "$number" -gt 1 ]; do
    number=$((number - 1))
    with_db down --yes
    expect "down to $number" 0
    same "the schema of version $number" "$(cat "$work/schema$number")" "$(schema)"
done
walk_up 2
sleep 0.5
if kill -0 "$writers" 2>/dev/null; then ok "the writers are still at it"; else
    not_ok "the writers have stopped: $(tail -3 "$work/pgbench.out")"
fi
kill "$writers"
wait "$writers" 2>/dev/null
if grep -q -i 'error\|aborted' "$work/pgbench.out"; then
    not_ok "a write failed: $(grep -i 'error\|aborted' "$work/pgbench.out" | head -3)"
else ok "no write failed"; fi
# Of each transaction: client, number, microseconds …
writes=$(cat "$work"/writes.* | wc -l)
worst=$(cat "$work"/writes.* | awk '$3 > most { most = $3 } END { printf "%d", most / 1000 }')
[ "$writes" -gt 100 ] && ok "enough was written" || not_ok "only $writes transactions"
[ "$worst" -le "$longest_wait" ] && ok "nobody waited long" || not_ok "a writer waited $worst ms"
echo "$rows rows at the start, $writes transactions beside the migrations, the slowest in $worst ms"
finish
