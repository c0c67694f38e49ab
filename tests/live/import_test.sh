#!/bin/sh
# import_test.sh [PGWRIGHT]: a database becomes a model, and the model the same database again.
#
# import, check, generate, create in an empty database: pg_dump tells no difference, drift finds none
# in either database, and importing the second gives the files of the first, byte for byte. The
# schemas of real applications are looked for in ../shared/corpus/real beside the project's root
# (PGW_CORPUS names another place); without them that part is skipped.
set -u
. "$(dirname "$0")/lib.sh"

root=$(cd ../.. && pwd)
corpus=${PGW_CORPUS:-$root/../shared/corpus}

# sorted_dump DATABASE: the lines of its dump in an order that does not depend on that of columns.
sorted_dump() {
    dump "$1" | grep -vE '^(--|SET |SELECT pg_catalog.set_config|$)' | sed 's/,$//' | sort
}

# round_trip NAME: from the database $prefix_NAME to a model, and to $prefix_NAME_again.
round_trip() {
    schema=$1 from=${prefix}_$1 to=${prefix}_${1}_again
    run "$PGWRIGHT" import --from "$(on "$from")" -o "$work/model/$schema"
    expect "$schema: import" 0 "$schema: .* files in"
    is "$schema: check" "$PGWRIGHT" check --quiet "$work/model/$schema"
    is "$schema: generate" "$PGWRIGHT" generate --quiet "$work/model/$schema" -o "$work/made/$schema"
    make_database "$to"
    is "$schema: create" run_sql "$to" "$work/made/$schema/sql/create.sql"
    sorted_dump "$from" >"$work/from"
    sorted_dump "$to" >"$work/to"
    same_file "$schema: pg_dump" "$work/from" "$work/to"
    for database in "$from" "$to"; do
        run "$PGWRIGHT" drift "$work/model/$schema" --lock "$work/made/$schema/$schema.lock" \
            --db "$(on "$database")"
        expect "$schema: no drift" 0 'in sync'
    done
    is "$schema: import again" "$PGWRIGHT" import -q --from "$(on "$to")" -o "$work/again/$schema"
    is "$schema: the same files" diff -r "$work/model/$schema" "$work/again/$schema"
}

# figures DATABASE: what is in it.
figures() {
    ask "$1" "SELECT string_agg(n || ' ' || what, ', ') FROM (
        SELECT count(*) n, CASE relkind WHEN 'i' THEN 'indexes' WHEN 'v' THEN 'views'
                                        WHEN 'm' THEN 'materialized views' ELSE 'tables' END what
          FROM pg_class WHERE relkind IN ('r', 'p', 'i', 'v', 'm') AND oid >= 16384
           AND relnamespace::regnamespace::text !~ '^pg_' GROUP BY what
        UNION ALL SELECT count(*), 'constraints' FROM pg_constraint WHERE oid >= 16384
        UNION ALL SELECT count(*), 'functions' FROM pg_proc WHERE oid >= 16384
               AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
        UNION ALL SELECT count(*), 'triggers' FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT count(*), 'enums' FROM pg_type WHERE typtype = 'e' AND oid >= 16384) x"
}

# Whatever the tests of this project have a model of.
for model in "$root/tests/live/model_kinds" "$root"/model/*/; do
    schema=$(basename "$model")
    make_database "${prefix}_$schema"
    is "$schema: generate from the author's model" "$PGWRIGHT" generate --quiet --only sql "$model" \
        -o "$work/author/$schema"
    is "$schema: create it" run_sql "${prefix}_$schema" "$work/author/$schema/sql/create.sql"
    round_trip "$schema"
done

# Objects that have no grammar of their own; and those that nothing can be said of.
make_database "${prefix}_sql_objects"
is "operators and others" run_sql "${prefix}_sql_objects" sql_objects.sql
round_trip sql_objects
is "drop them" run_sql "${prefix}_sql_objects_again" "$work/made/sql_objects/sql/drop.sql"
same "all are gone" 0 "$(dump "${prefix}_sql_objects_again" | grep -c '^CREATE')"
ask "${prefix}_sql_objects" "CREATE TYPE s.shell"
run "$PGWRIGHT" import --from "$(on "${prefix}_sql_objects")" -o "$work/unsaid"
expect "what no model can say is listed" 2 'warning.E0907.*left out: type s.shell'
is "the rest is a model" "$PGWRIGHT" check "$work/unsaid"

# What is easily lost on the way.
make_database "${prefix}_particulars"
is "particulars" run_sql "${prefix}_particulars" particulars.sql
round_trip particulars

# The schemas of real applications.
for file in "$corpus"/real/*.sql; do
    if [ ! -f "$file" ]; then
        echo "skipped: no schemas in $corpus/real"
        break
    fi
    schema=$(basename "$file" .sql)
    make_database "${prefix}_$schema"
    if ! run_sql "${prefix}_$schema" "$file" >"$work/load" 2>&1; then
        echo "skipped: $schema cannot be loaded here: $(head -n 1 "$work/load")"
        continue
    fi
    echo "$schema: $(figures "${prefix}_$schema")"
    round_trip "$schema"
    is "$schema: import the file" "$PGWRIGHT" import -q --from "$file" -o "$work/file/$schema"
    is "$schema: as from the database" diff -r -I '^rights: complete$' "$work/model/$schema" \
        "$work/file/$schema"
done

# A part of a database: the model says what it speaks for, and drift looks at that alone.
parts=${prefix}_parts
make_database "$parts"
ask "$parts" "CREATE SCHEMA app" "CREATE TYPE app.mood AS ENUM ('a', 'b')" \
    "CREATE TABLE users (id int PRIMARY KEY)" \
    "CREATE TABLE app.posts (id int PRIMARY KEY, mood app.mood, user_id int REFERENCES users)" \
    "CREATE TABLE other (id int, user_id int REFERENCES users)" \
    "CREATE TABLE log (at date NOT NULL, what text) PARTITION BY RANGE (at)" "CREATE INDEX ON log (what)" \
    "CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')"
of_part() { # NAME STATUS PATTERN OPTIONS...: imports so; the model is good, and the database in sync
    part=$1 wanted=$2 pattern=$3
    shift 3
    run "$PGWRIGHT" import --from "$(on "$parts")" -o "$work/part/$part" "$@"
    expect "$part: import $*" "$wanted" "$pattern"
    is "$part: check" "$PGWRIGHT" check "$work/part/$part"
    run "$PGWRIGHT" drift "$work/part/$part" --db "$(on "$parts")"
    expect "$part: no drift" 0 'in sync'
}
files() {
    (cd "$work/part/$1" && find . -name '*.yaml' | LC_ALL=C sort | tr '\n' ' ')
}
of_part table 0 'table: ' --table app.posts
same "what a table needs" "./app/tables/posts.yaml ./app/types.yaml ./database.yaml ./tables/users.yaml " \
    "$(files table)"
of_part excluded 0 'excluded: ' --exclude 'oth*' --exclude app
same "what is left" "./database.yaml ./tables/log.yaml ./tables/log_1.yaml ./tables/users.yaml " \
    "$(files excluded)"
of_part schema 0 'schema: ' --schema public
of_part run_time 0 'run_time: ' --no-partitions
same "partitions made at run time" "0" "$(find "$work/part/run_time" -name 'log_1*' | grep -c .)"
run "$PGWRIGHT" import --from "$(on "$parts")" -o "$work/part/none" --schema ap --table posts --table users
expect "patterns that mean nothing" 1 'E0801.*there is no schema "ap"' 'E0801.*there is no table "posts"' \
    'needs its schema'
same "and no model" "no" "$([ -e "$work/part/none" ] && echo yes || echo no)"
run "$PGWRIGHT" import --from "$(on "$parts")" -o "$work/part/lost" --exclude users
expect "what needs what is left out" 2 'left out: foreign key public.other.other_user_id_fkey: it needs table public.users, which is not wanted'
is "lost: check" "$PGWRIGHT" check "$work/part/lost"

# What an author has written is not overwritten, and half a model is never left.
run "$PGWRIGHT" import --from "$(on postgres)" -o "$work/model/model_kinds"
expect "a model is there" 1 'E0705.*there is a model in'
run "$PGWRIGHT" import --from "$(on "${prefix}_none")" -o "$work/none"
expect "no database" 1 E0701
same "nothing is left" "no" "$([ -e "$work/none" ] && echo yes || echo no)"
run "$PGWRIGHT" import
expect "usage" 1 'needs --from' 'needs -o'

finish
