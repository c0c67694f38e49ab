#!/bin/sh
# quickstart.sh: pgwright from a fresh clone to a database under watch, in one go.
#
# It installs what is missing (apt-get, as root or with sudo), builds pgwright, and walks through its
# main job on a PostgreSQL server of its own, which is gone again at the end. Your checkout stays as
# it is, but for the folder build-quickstart/. Every step checks what it claims; the first that is
# not true ends the tour with a message and a non-zero exit status.
set -u

cd "$(dirname "$0")/.." || exit 1
build=build-quickstart
work=$(mktemp -d) || exit 1
chmod 755 "$work"
server=
database=quickstart_$$

leave() {
    status=$?
    trap - EXIT
    if [ "$server" = ours ]; then
        "$pgwright" scratch stop >/dev/null 2>&1
    elif [ "$server" = yours ]; then
        dropdb --if-exists --maintenance-db="$url" "$database" >/dev/null 2>&1
        dropdb --if-exists --maintenance-db="$url" "${database}_empty" >/dev/null 2>&1
    fi
    rm -rf "$work"
    exit $status
}
trap leave EXIT
trap 'exit 1' HUP INT TERM

# A heading, and a line or two on what is going on.
number=0
step() {
    number=$((number + 1))
    printf '\n%d. %s\n' "$number" "$1"
}

tell() {
    printf '   %s\n' "$@"
}

stop_here() {
    echo
    echo "quickstart: $*" >&2
    exit 1
}

indented() {
    sed 's/^/   | /' "$1"
}

# show COMMAND...: the command as you would type it, then what it says. It must succeed.
show() {
    expect 0 "$@"
}

# expect STATUS COMMAND...: the same, with that exit status.
expect() {
    wanted=$1
    shift
    printf '   $'
    for word; do
        case $word in
        "$pgwright") printf ' pgwright' ;;
        *[!a-zA-Z0-9_./=:-]*) printf " '%s'" "$word" ;;
        *) printf ' %s' "$word" ;;
        esac
    done
    echo
    status=0
    "$@" >"$work/out" 2>&1 </dev/null || status=$?
    indented "$work/out"
    [ "$status" = "$wanted" ] || stop_here "exit status $status, not $wanted"
}

# quietly WHAT COMMAND...: it must succeed; its output is only shown when it does not.
quietly() {
    what=$1
    shift
    "$@" >"$work/out" 2>&1 </dev/null && return
    indented "$work/out"
    stop_here "$what failed"
}

dump() {
    pg_dump --schema-only "$1" | sed -e '/^\\restrict /d' -e '/^\\unrestrict /d' -e '/^--/d'
}

step "Install what is missing, and build"
sh tests/packages.sh build || stop_here "packages are missing"
[ -f "$build/build.ninja" ] ||
    quietly "meson setup" meson setup "$build" --buildtype=release
quietly "the build" meson compile -C "$build"
pgwright=$PWD/$build/generator/pgwright
tell "Built $build/generator/pgwright."

step "Check a model"
tell "A model is a folder of YAML files. This one describes the database of a scraping system:" \
    "$(ls model/stratlogic/*.yaml | wc -l | tr -d ' ') files. Checking needs no server."
show "$pgwright" check model/stratlogic

step "See a mistake found"
mkdir "$work/mistaken"
cp model/stratlogic/*.yaml "$work/mistaken/"
sed 's/{type: varchar(255), not_null: true}/{type: varchr(255), not_null: true}/' \
    model/stratlogic/jobs.yaml >"$work/mistaken/jobs.yaml"
tell "The same model with one letter missing. Exit status 1: the input is at fault."
expect 1 "$pgwright" check "$work/mistaken"
grep -q 'E0501.*varchr' "$work/out" || stop_here "the mistake was not found"

step "Generate everything"
tell "SQL, C bindings, an OpenAPI document, documentation, and the lock: what PostgreSQL itself says" \
    "the model means. For that pgwright starts a private server for a moment; it leaves no traces."
generated=$work/generated
show "$pgwright" generate model/stratlogic -o "$generated"
(cd "$generated" && find . -type f | sed 's|^\./||' | sort) >"$work/out"
indented "$work/out"
tell "Nothing in there depends on the day or the machine, so it can be committed and checked:"
show "$pgwright" generate model/stratlogic -o "$generated" --check

step "Start a server to play with"
tell "A server without network, in a private folder, ready for experiments:"
if url=$("$pgwright" scratch url 2>/dev/null) && [ -n "$url" ]; then
    server=yours
    tell "you have one running already; it is used, and left as it is."
else
    show "$pgwright" scratch start
    server=ours
    url=$(cat "$work/out")
fi
quietly "createdb" createdb --maintenance-db="$url" "$database"
quietly "createdb" createdb --maintenance-db="$url" "${database}_empty"
db=$(printf '%s' "$url" | sed "s|///postgres?|///$database?|")
empty=$(printf '%s' "$url" | sed "s|///postgres?|///${database}_empty?|")
dump "$empty" >"$work/empty.sql" || stop_here "pg_dump failed"

step "Create the database, twice"
tell "create.sql is one transaction. It may be run again, and proves at its end that the database is" \
    "what the model says."
for time in first second; do
    quietly "create.sql ($time run)" psql -X -q -v ON_ERROR_STOP=1 "$db" -f "$generated/sql/create.sql"
    dump "$db" >"$work/$time.sql" || stop_here "pg_dump failed"
    tell "$time run: $(grep -c '^CREATE ' "$work/$time.sql") objects are there"
done
cmp -s "$work/first.sql" "$work/second.sql" || stop_here "the second run changed something"
cmp -s "$work/first.sql" "$work/empty.sql" && stop_here "nothing was created"

step "Is the database what the model says?"
tell "Exit status 0: in sync. One read-only transaction, nothing is changed."
show "$pgwright" drift model/stratlogic --db "$db"

step "Use the database from C"
tell "The generated bindings need libpq and nothing else. The example stores a user, runs into a" \
    "duplicate, lists jobs page by page, and cleans up:"
# shellcheck disable=SC2046
quietly "compiling the example" cc -std=c11 -Wall -Wextra "-I$generated/c" examples/app/main.c \
    "$generated"/c/*.c -o "$work/app" $(pkg-config --cflags --libs libpq)
printf '   $ cc -std=c11 -IDIR/c examples/app/main.c DIR/c/*.c -lpq -o app && ./app URI\n'
status=0
"$work/app" "$db" >"$work/out" 2>&1 </dev/null || status=$?
indented "$work/out"
[ $status = 0 ] || stop_here "the example failed"

step "Change the database by hand"
cat >"$work/change.sql" <<'END'
ALTER TABLE users ALTER COLUMN email TYPE varchar(100);
ALTER TABLE scraping_jobs ALTER COLUMN progress SET DEFAULT 1;
DROP INDEX idx_artifacts_tags;
CREATE TABLE leftovers (note text);
END
tell "Somebody was here with psql:"
indented "$work/change.sql"
quietly "psql" psql -X -q -v ON_ERROR_STOP=1 "$db" -f "$work/change.sql"

step "Find out what happened"
tell "Exit status 2: the database differs. Each difference says what the model wants and where it says" \
    "so, what the database has, and the SQL that would mend it."
expect 2 "$pgwright" drift model/stratlogic --db "$db"
for word in 'email' 'progress' 'idx_artifacts_tags' 'leftovers'; do
    grep -q "$word" "$work/out" || stop_here "the report does not mention $word"
done

awk 'sub(/^    mend      /, "") { on = 1; print; next }
    on && sub(/^              /, "") { print; next }
    { on = 0 }' "$work/out" >"$work/mend.sql"

step "Mend it"
tell "With the SQL that the report proposes:"
indented "$work/mend.sql"
quietly "psql" psql -X -q -v ON_ERROR_STOP=1 "$db" -f "$work/mend.sql"
show "$pgwright" drift model/stratlogic --db "$db"

step "Take it all down"
tell "drop.sql is the exact inverse of create.sql: what pg_dump says afterwards is what it says of an" \
    "empty database."
quietly "drop.sql" psql -X -q -v ON_ERROR_STOP=1 "$db" -f "$generated/sql/drop.sql"
dump "$db" >"$work/dropped.sql" || stop_here "pg_dump failed"
cmp -s "$work/dropped.sql" "$work/empty.sql" ||
    { diff "$work/empty.sql" "$work/dropped.sql"; stop_here "something was left over"; }
tell "Nothing is left."

step "Stop the server"
quietly "dropdb" dropdb --maintenance-db="$url" "$database"
quietly "dropdb" dropdb --maintenance-db="$url" "${database}_empty"
if [ "$server" = ours ]; then
    show "$pgwright" scratch stop
    server=
else
    tell "Yours goes on running."
fi

echo
echo "That was pgwright. The model is in model/stratlogic, what was made from it in"
echo "generated/stratlogic, the example in examples/app; README.md goes on from here."
