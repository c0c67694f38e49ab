#!/bin/sh
# errors_test.sh [PGWRIGHT]: an environment at fault.
#
# Servers that are not there or do not let one in, disks that are full, files that somebody changed,
# signals: pgwright says what is wrong, ends with status 1, and leaves everything as it was.
set -u
. "$(dirname "$0")/lib.sh"

made=$work/generated lock=$work/generated/kinds.lock
tiny=
second=$work/second
at_end() {
    rm -f "$second"
    [ -z "$tiny" ] || umount "$tiny"
}

# tree FOLDER: what is in it.
tree() {
    (cd "$1" && find . -type f | sort | while IFS= read -r file; do cksum "$file"; done)
}

# silent_about WORD NAME: the last run did not print it.
silent_about() {
    if grep -q -e "$1" "$work/stdout" "$work/stderr"; then not_ok "$2: \"$1\" is shown"; else
        ok "$2: \"$1\" is not shown"
    fi
}

# unchanged NAME FOLDER: it is as it was when `tree` was kept in $work/tree.
unchanged() {
    tree "$2" >"$work/tree.now"
    same_file "$1: nothing changed" "$work/tree" "$work/tree.now"
}

is "generate" "$PGWRIGHT" generate model_kinds -o "$made"
[ -f "$lock" ] || finish

connections() {
    for uri in 'postgresql://who:s3cret@127.0.0.1:1/there' 'host=/nowhere user=who password=s3cret' \
        'host=127.0.0.1 port=1 user=who password=s3cret dbname=there connect_timeout=2'; do
        run "$PGWRIGHT" drift "$lock" --db "$uri"
        expect "nobody there" 1 E0701
        silent_about s3cret "nobody there"
        run "$PGWRIGHT" generate model_kinds -o "$work/new" --scratch "$uri"
        expect "no scratch server there" 1 E0701
        silent_about s3cret "no scratch server there"
    done
    for uri in 'postgresql://who:s3cret%zz@host/db' 'postgresql://who:s3/cret@host/db' \
        'postgresql://who:s3@cret@host/db' "host=h password='s3cret" 'host=h s3cret' \
        'postgresql://host:s3cret/db'; do
        run "$PGWRIGHT" drift "$lock" --db "$uri"
        expect "malformed: $uri" 1 E0701
        silent_about 's3\|cret' "malformed: $uri"
        PGWRIGHT_SCRATCH=$uri run "$PGWRIGHT" generate model_kinds -o "$work/new"
        expect "malformed for scratch: $uri" 1 E0701
        silent_about 's3\|cret' "malformed for scratch: $uri"
    done
    run "$PGWRIGHT" drift "$lock" --db "$(on "${prefix}_nowhere")"
    expect "no such database" 1 E0701 "${prefix}_nowhere"
    is "nothing was written" [ ! -e "$work/new" ]
}

# What is no UTF-8, and what a terminal would obey.
encodings() {
    strange=$(printf '%s_\377\033' "$prefix")
    on "$strange" >"$work/targets"
    on postgres >>"$work/targets"
    for format in text json junit sarif github markdown; do
        run "$PGWRIGHT" drift "$lock" --targets "$work/targets" --report "$format=$work/strange.$format"
        expect "a name that is no UTF-8, as $format" 1
        is "$format is UTF-8" iconv -f UTF-8 -t UTF-8 "$work/strange.$format"
        is "$format gives a terminal no orders" [ -z "$(LC_ALL=C tr -cd '\033' <"$work/strange.$format")" ]
    done
    ask postgres "CREATE DATABASE ${prefix}_bytes ENCODING SQL_ASCII TEMPLATE template0"
    printf 'SET client_encoding = SQL_ASCII;CREATE TABLE "caf\351" (a integer)' | psql -X -q -d "$(on "${prefix}_bytes")"
    run "$PGWRIGHT" drift "$lock" --db "$(on "${prefix}_bytes")"
    expect "a database of bytes" 1 'E0704.*invalid byte sequence' 'it is SQL_ASCII'
}

# A server that wants passwords: one more, since the one of the tests trusts everybody.
passwords() {
    (unset PGW_TEST_SERVER && sh ../server.sh sh -c 'echo "$PGW_TEST_SERVER" >"$1.new"
        mv "$1.new" "$1" && while [ -e "$1" ]; do sleep 0.1; done' sh "$second") >/dev/null 2>&1 &
    other=$!
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ ! -e "$second" ] || break
        sleep 0.5
    done
    server=$(cat "$second") folder=$(sed 's/^host=\([^ ]*\) .*/\1/' "$second")
    printf "CREATE ROLE who LOGIN PASSWORD 's3cret';\nCREATE ROLE creator LOGIN CREATEDB PASSWORD 's3cret'" |
        psql -X -q -d "$server dbname=postgres"
    printf 'local all who,creator scram-sha-256\nlocal all all trust\n' >"$folder/data/pg_hba.conf"
    echo "SELECT pg_reload_conf()" | psql -X -q -A -t -d "$server dbname=postgres" >/dev/null
    sleep 0.3
    for password in 'password=n0t-it' ''; do
        run "$PGWRIGHT" drift "$lock" --db "host=$folder user=who dbname=postgres $password"
        expect "a wrong password, or none" 1 E0701 password
        silent_about n0t-it "a wrong password"
    done
    run "$PGWRIGHT" drift "$lock" --db "postgresql://who:n0t-it@/postgres?host=$folder"
    expect "a wrong password in a URI" 1 E0701 'password authentication failed'
    silent_about n0t-it "a wrong password in a URI"
    PGPASSWORD=n0t-it run "$PGWRIGHT" drift "$lock" --db "postgresql://who@/postgres?host=$folder"
    expect "a wrong password in the environment" 1 E0701
    silent_about n0t-it "a wrong password in the environment"
    PGPASSWORD=s3cret run "$PGWRIGHT" drift "$lock" --db "postgresql://who@/postgres?host=$folder" --format json
    expect "the right one" 2 '"in_sync": false'
    silent_about s3cret "the right one"
    run "$PGWRIGHT" generate model_kinds -o "$work/new" --scratch "host=$folder user=who password=s3cret dbname=postgres"
    expect "somebody who may not create databases" 1 E0703
    is "nothing was written" [ ! -e "$work/new" ]
    printf 'database: d\ntables: {t: {columns: {a: text}}}\n' >"$work/small.yaml"
    run "$PGWRIGHT" generate "$work/small.yaml" -o "$work/new" \
        --scratch "host=$folder user=creator password=s3cret dbname=postgres"
    expect "somebody who may, and is no superuser" 0
    rm -rf "$work/new" "$second"
    wait "$other"
}

programs() {
    mkdir -p "$work/empty"
    PGWRIGHT_SCRATCH='' PGWRIGHT_PG_BINDIR="$work/empty" run "$PGWRIGHT" generate model_kinds -o "$work/new"
    expect "no server programs" 1 E0702 PGWRIGHT_PG_BINDIR 'apt-get install'
    is "nothing was written" [ ! -e "$work/new" ]
    PGWRIGHT_SCRATCH='' PGWRIGHT_PG_BINDIR="$work/empty" run "$PGWRIGHT" generate model_kinds -o "$work/new" --offline
    expect "--offline needs none" 0
    is "and makes no lock" [ ! -e "$work/new/kinds.lock" ]
    rm -rf "$work/new"
    PGWRIGHT_SCRATCH='' PGWRIGHT_PG_BINDIR="$work/empty" run "$PGWRIGHT" drift "$lock" --db "$(on postgres)" --quiet
    expect "a lock needs none" 2
}

# Roles are the server's. Its own server, and one that keeps nothing, get those that a source names.
roles() {
    printf '%s\n' 'database: d' 'tables:' '  t: {owner: a "role", grants: [reader select], columns: {a: text}}' \
        >"$work/roles.yaml"
    printf '%s\n' 'CREATE TABLE t (a text);' 'ALTER TABLE t OWNER TO "a ""role""";' \
        'GRANT SELECT ON t TO reader;' >"$work/roles.sql"
    run env PGWRIGHT_SCRATCH= "$PGWRIGHT" diff --from "$work/roles.sql" --to "$work/roles.yaml"
    expect "roles that nobody has made" 0
}

# What only PostgreSQL finds: told with its place; the database for it goes.
refusals() {
    printf '%s\n' 'database: d' 'tables:' '  t:' '    columns: {a: text, b: integer}' '    checks:' \
        '      c: a + b > 0' >"$work/refused.yaml"
    run "$PGWRIGHT" generate "$work/refused.yaml" -o "$work/new"
    expect "a check that has no meaning" 1 'refused.yaml:6:7: error\[E0601\]' 'operator does not exist'
    printf '%s\n' 'database: d' 'extensions: [no_such_thing]' >"$work/refused.yaml"
    run "$PGWRIGHT" generate "$work/refused.yaml" -o "$work/new"
    expect "an extension that is not there" 1 'refused.yaml:2:14: error\[E0601\]' no_such_thing
    printf '%s\n' 'database: d' 'tables:' '  t:' '    columns: {a: {type: text, storage: plain}, b: {type: int, storage: main}}' \
        >"$work/refused.yaml"
    run "$PGWRIGHT" generate "$work/refused.yaml" -o "$work/new"
    expect "storage that the type does not have" 1 'refused.yaml:4:.*E0601' 'can only have storage PLAIN'
    printf '%s\n' 'database: d' 'tables: {t: {columns: {a: text}}}' 'views: {v: SELECT nothing FROM t}' \
        >"$work/refused.yaml"
    run "$PGWRIGHT" generate "$work/refused.yaml" -o "$work/new"
    expect "a view of what is not there" 1 'refused.yaml:3:.*E0601' 'column "nothing" does not exist'
    is "nothing was written" [ ! -e "$work/new" ]
    same "no database is left" "" "$(ask postgres "SELECT datname FROM pg_database WHERE datname LIKE 'pgwright%'")"
}

outputs() {
    cp -R "$made" "$work/out"
    tree "$work/out" >"$work/tree"
    run "$PGWRIGHT" generate model_kinds -o "$work/out" --check
    expect "fresh" 0 fresh
    echo >>"$work/out/docs/schema.md"
    rm "$work/out/c/kinds.h"
    run "$PGWRIGHT" generate model_kinds -o "$work/out" --check
    expect "stale" 2 '^stale: .*/docs/schema.md$' '^stale: .*/c/kinds.h$' '^2 stale'
    is "--check writes nothing" [ ! -e "$work/out/c/kinds.h" ]
    run "$PGWRIGHT" generate model_kinds -o "$work/out"
    expect "made fresh" 0 ' 2 changed'
    unchanged "made fresh" "$work/out"
    mkdir "$work/out/old"
    echo old >"$work/out/old/file.txt"
    echo theirs >"$work/out/theirs.txt"
    sed 's|^  "files": {$|&\n    "../outside.txt": "0", "/etc/outside": "0", "old/file.txt": "0",|' \
        "$made/manifest.json" >"$work/out/manifest.json"
    echo outside >"$work/outside.txt"
    run "$PGWRIGHT" generate model_kinds -o "$work/out" --check
    expect "a file of an earlier run" 2 '^stale: .*/old/file.txt$'
    run "$PGWRIGHT" generate model_kinds -o "$work/out"
    expect "is removed" 0
    is "it alone" [ ! -e "$work/out/old/file.txt" ] && is "somebody's own stays" [ -e "$work/out/theirs.txt" ]
    is "nothing outside is touched" [ -e "$work/outside.txt" ]
    rm -rf "$work/out/theirs.txt" "$work/out/old"
    unchanged "after that" "$work/out"
    echo '{"files": [' >"$work/out/manifest.json"
    run "$PGWRIGHT" generate model_kinds -o "$work/out"
    expect "a broken manifest" 0 ' 1 changed'
    unchanged "a broken manifest" "$work/out"

    run "$PGWRIGHT" generate model_kinds -o "$work/some" --only sql,lock
    expect "--only" 0
    same "--only makes those" "kinds.lock manifest.json sql/create.sql sql/drift.sql sql/drop.sql" \
        "$(cd "$work/some" && find . -type f | sed 's|^\./||' | sort | tr '\n' ' ' | sed 's/ $//')"
    is "and the same" cmp "$work/some/kinds.lock" "$lock"
    run "$PGWRIGHT" generate model_kinds -o "$work/some"
    expect "the rest later" 0
    tree "$work/some" >"$work/tree.now"
    same_file "the rest later" "$work/tree" "$work/tree.now"
    for words in "--only sql,nothing" "--only ''" "--only ,"; do
        run sh -c "exec \"\$1\" generate model_kinds -o \"\$2\" $words" sh "$PGWRIGHT" "$work/out"
        expect "$words" 1 E0801
    done
    unchanged "wrong words" "$work/out"
}

templates() {
    mkdir -p "$work/templates/sql"
    { echo "-- a line in front" && cat ../../templates/sql/drop.sql; } >"$work/templates/sql/drop.sql"
    run "$PGWRIGHT" generate model_kinds -o "$work/templated" --templates "$work/templates"
    expect "templates of one's own" 0
    same "are used" "-- a line in front" "$(head -n 1 "$work/templated/sql/drop.sql")"
    is "the others are built in" cmp "$work/templated/sql/create.sql" "$made/sql/create.sql"
    cp -R "$made" "$work/untouched"
    tree "$work/untouched" >"$work/tree"
    printf 'BEGIN;\n{{#each drop}}\n  {{sql|nonsense}};\n{{/each}}\n' >"$work/templates/sql/drop.sql"
    run "$PGWRIGHT" generate model_kinds -o "$work/untouched" --templates "$work/templates"
    expect "an unknown filter" 1 'sql/drop.sql:3:[0-9]*: error\[E0604\]' nonsense
    printf 'BEGIN;\n{{#each drop}}\n' >"$work/templates/sql/drop.sql"
    run "$PGWRIGHT" generate model_kinds -o "$work/untouched" --templates "$work/templates"
    expect "a block that is not closed" 1 'sql/drop.sql:2:[0-9]*: error\[E0604\]'
    unchanged "broken templates" "$work/untouched"
    run "$PGWRIGHT" generate model_kinds -o "$work/untouched" --templates "$work/nowhere"
    expect "no such folder of templates" 1 nowhere
}

full() {
    cp -R model_kinds "$work/changed"
    sed -i 's/^comment: .*/comment: another/; s/fillfactor: 70/fillfactor: 75/' "$work/changed"/*.yaml
    run "$PGWRIGHT" generate model_kinds -o "$work/there" --quiet >/dev/full
    expect "quiet does not need standard output" 0
    for words in "check model_kinds" "generate model_kinds -o $work/there" "drift $lock --db '$(on postgres)'" \
        "drift $lock --format json --db '$(on postgres)'" "help"; do
        status=0
        sh -c "exec \"\$1\" $words >/dev/full" sh "$PGWRIGHT" >"$work/stdout" 2>"$work/stderr" || status=$?
        expect "standard output is full: $words" 1 E0705
    done
    rm -rf "$work/there"
    mkdir "$work/tiny"
    if [ "$(id -u)" != 0 ] || ! mount -t tmpfs -o size=4m none "$work/tiny" 2>/dev/null; then
        echo "not tried: a full disk; no file system can be mounted here"
        return
    fi
    tiny=$work/tiny
    run "$PGWRIGHT" generate model_kinds -o "$tiny/out"
    expect "on a small disk" 0
    dd if=/dev/zero of="$tiny/filler" bs=1k >/dev/null 2>&1
    tree "$tiny/out" >"$work/tree"
    run "$PGWRIGHT" generate "$work/changed" -o "$tiny/out"
    expect "a full disk" 1 E0705 'o space left on device'
    unchanged "a full disk" "$tiny/out"
    rm "$tiny/filler"
    dd if=/dev/zero of="$tiny/filler" bs=1k count=$(($(df -k "$tiny" | awk 'END { print $4 }') - 100)) >/dev/null 2>&1
    run "$PGWRIGHT" generate "$work/changed" -o "$tiny/out"
    expect "a disk that is full half way" 1 E0705 'o space left on device'
    unchanged "a disk that is full half way" "$tiny/out"
    rm "$tiny/filler"
    run "$PGWRIGHT" generate "$work/changed" -o "$tiny/out"
    expect "with room again" 0
    umount "$tiny"
    tiny=
}

places() {
    echo "a file" >"$work/file"
    run "$PGWRIGHT" generate model_kinds -o "$work/file"
    expect "a file where the folder should be" 1 E0705
    same "it stays" "a file" "$(cat "$work/file")"
    mkdir -p "$work/in_the_way/sql/create.sql/x"
    run "$PGWRIGHT" generate model_kinds -o "$work/in_the_way"
    expect "a folder where a file should be" 1 E0705
    same "nothing else is made" "." "$(cd "$work/in_the_way" && find . -type f -o -name . | sort)"
    as=
    chmod 755 "$work"
    [ "$(id -u)" != 0 ] || as="runuser -u nobody --"
    if [ -n "$as" ] && ! { command -v runuser && id nobody; } >/dev/null 2>&1; then return; fi
    cp -R model_kinds "$work/readable" && cp "$PGWRIGHT" "$work/pgwright" && chmod -R go+rX "$work/readable" "$work/pgwright"
    mkdir "$work/closed" && chmod 555 "$work/closed"
    run $as "$work/pgwright" generate "$work/readable" -o "$work/closed" --offline
    expect "a folder that may not be written" 1 E0705 'ermission denied'
    run $as "$work/pgwright" generate "$work/readable" -o "$work/closed/below" --offline
    expect "or below it" 1 E0705 'ermission denied'
    same "nothing is made" "" "$(ls -A "$work/closed")"
}

locks() {
    spoil() { # NAME SED-COMMAND PATTERN
        sed "$2" "$lock" >"$work/spoiled.lock"
        run "$PGWRIGHT" drift "$work/spoiled.lock" --db "$(on postgres)"
        expect "a lock $1" 1 'spoiled.lock.*E0706' "$3"
    }
    spoil "of another format" '1s/.*/pgwright-lock 99/' 'another format'
    spoil "of another profile" 's/^profile .*/profile 99/' 'profile'
    spoil "that is none" '1s/.*/hello/' 'not a lock'
    spoil "that ends in its head" '3,$d' 'not a lock'
    spoil "with an unknown kind" 's/^table\t/tabel\t/' 'unknown kind'
    spoil "with an unknown attribute" 's/^ type uuid/ tpye uuid/; s/^ type text/ tpye text/' 'unknown attribute'
    spoil "with an object twice" '/^table\tpublic\tegg/{p;}' 'twice'
    spoil "with conflicts" '20s/.*/<<<<<<< HEAD/' E0706
    spoil "with lines of Windows" 's/$/\r/' E0706
    sed 's/^postgresql .*/postgresql 9/' "$lock" >"$work/spoiled.lock"
    run "$PGWRIGHT" drift "$work/spoiled.lock" --db "$(on postgres)"
    expect "a lock of another PostgreSQL" 2 E0706 'PostgreSQL 9'
    : >"$work/spoiled.lock"
    run "$PGWRIGHT" drift "$work/spoiled.lock" --db "$(on postgres)"
    expect "an empty lock" 1 E0706
    head -c 100000 /dev/urandom >"$work/spoiled.lock"
    run "$PGWRIGHT" drift "$work/spoiled.lock" --db "$(on postgres)"
    expect "noise" 1 E0706
    head -c 3000 "$lock" >"$work/spoiled.lock"
    run "$PGWRIGHT" drift "$work/spoiled.lock" --db "$(on postgres)"
    is "half a lock is not in sync" [ "$status" != 0 ]
    run "$PGWRIGHT" drift "$work/nowhere.lock" --db "$(on postgres)"
    expect "no lock" 1 'nowhere.lock.*E0706'
    run "$PGWRIGHT" drift model_kinds --lock "$work/nowhere.lock" --db "$(on postgres)"
    expect "no lock of the model" 1 'nowhere.lock.*E0706'

    # An older lock: said, and the model is asked itself.
    make_database "${prefix}_stale"
    "$PGWRIGHT" generate "$work/changed" -o "$work/new" --quiet
    is "create.sql" run_sql "${prefix}_stale" "$work/new/sql/create.sql"
    run "$PGWRIGHT" drift "$work/changed" --lock "$lock" --db "$(on "${prefix}_stale")"
    expect "a lock that is older than the model" 0 'warning\[E0706\]: .* is older than the model' 'in sync'
    PGWRIGHT_SCRATCH='' PGWRIGHT_PG_BINDIR="$work/empty" \
        run "$PGWRIGHT" drift "$work/changed" --lock "$lock" --db "$(on "${prefix}_stale")"
    expect "and no scratch server either" 1 E0702
    rm -rf "$work/new"
}

# leftovers: what runs on in $XDG_RUNTIME_DIR, and what is left there.
leftovers() {
    ls -A "$XDG_RUNTIME_DIR"
    for file in /proc/[0-9]*/cmdline; do
        { tr '\000' ' ' <"$file"; } 2>/dev/null | grep -e "$XDG_RUNTIME_DIR" | grep -v '^grep '
    done
}

gone() { # NAME: within five seconds nothing is left
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ -n "$(leftovers)" ] || break
        sleep 0.25
    done
    same "$1: nothing is left" "" "$(leftovers)"
}

signals() {
    chmod 1777 "$XDG_RUNTIME_DIR"
    tree "$made" >"$work/tree"
    unset PGWRIGHT_SCRATCH
    for signal in INT TERM KILL; do
        for after in 0.1 0.5; do
            status=0
            timeout -s $signal $after "$PGWRIGHT" generate "$work/changed" -o "$made" >"$work/stdout" 2>"$work/stderr" ||
                status=$?
            [ "$status" != 0 ] || "$PGWRIGHT" generate model_kinds -o "$made" --quiet # it was quicker
            gone "SIG$signal after $after s"
            unchanged "SIG$signal after $after s" "$made"
        done
    done
}

# With PGW_KILLS=N in the environment: N runs, killed at any time of their first second.
kills() {
    unset PGWRIGHT_SCRATCH
    killed=0
    while [ $killed -lt "${PGW_KILLS:-0}" ]; do
        killed=$((killed + 1))
        case $((killed % 3)) in 0) signal=KILL ;; 1) signal=TERM ;; *) signal=INT ;; esac
        after=$(awk -v seed="$killed$$" 'BEGIN { srand(seed); printf "%.3f", rand() }')
        timeout -s $signal "$after" "$PGWRIGHT" generate model_kinds -o "$work/killed" --quiet >"$work/stdout" 2>&1
        gone "kill $killed: SIG$signal after $after s"
    done
}

connections
encodings
passwords
programs
roles
refusals
outputs
templates
full
places
locks
signals
kills
finish
