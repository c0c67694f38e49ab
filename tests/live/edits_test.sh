#!/bin/sh
# edits_test.sh [PGWRIGHT]: how the model comes to say what the database has. What somebody has made there
# goes into the model by the diff that drift gives, and then they are the same again.
set -u
. "$(dirname "$0")/lib.sh"

cp edits.sql "$work"
cp -r model_kinds "$work/kinds"
cd "$work" || exit 1

# made MODEL: a lock of it, and a database as it says.
made() {
    run "$PGWRIGHT" generate "$1" -o "$1.out" --only lock,sql --quiet
    expect "$1: generate" 0
    make_database "${prefix}_$1"
    is "$1: create.sql" run_sql "${prefix}_$1" "$1.out"/sql/create.sql
}

# drift MODEL [OPTION]...
drift() {
    model=$1
    shift
    run "$PGWRIGHT" drift "$model" --lock "$(ls "$model.out"/*.lock)" --db "$(on "${prefix}_$model")" "$@"
}

# told MODEL PATTERN...: what drift says of it.
told() {
    model=$1
    shift
    drift "$model"
    expect "$model: the report" 2 "$@"
}

# alone MODEL: each finding's own patch can be applied to the model by itself.
alone() {
    printf '%s\n' "SELECT p#>>'{}' || '=== ' FROM jsonb_path_query(:'report', '\$.findings[*].patch') p;" |
        psql -X -q -A -t -v ON_ERROR_STOP=1 -v report="$(cat "$1.json")" -d "$(on postgres)" |
        awk '/^=== $/ { n++; next } { print >("'"$1"'.alone." n + 0) }'
    for patch in "$1".alone.*; do
        patch -p0 --dry-run <"$patch" >is.out 2>&1 || { not_ok "$1: a patch alone"; cat "$patch" is.out; }
    done
}

# accept MODEL: the diff is applied, by patch and by git, and the model is what the database is.
accept() {
    drift "$1" --report patch="$1.diff" --report json="$1.json"
    same "$1: an edit for each" "" "$(grep -e '^# not in it' "$1.diff")"
    alone "$1"
    cp -r "$1" "$1.git"
    is "$1: patch" patch -p0 --no-backup-if-mismatch -i "$1.diff"
    sed -e "s#^\([-+]*\) $1/#\1 $1.git/#" "$1.diff" >"$1.git.diff"
    is "$1: git apply" git apply -p0 "$1.git.diff"
    is "$1: both are the same" diff -r "$1" "$1.git"
    run "$PGWRIGHT" lint "$1" --offline
    same "$1: lint has no errors" "1" "$(grep -c '^0 errors, ' "$work/stdout")"
    run "$PGWRIGHT" generate "$1" -o "$1.out" --only lock,sql --quiet
    expect "$1: generate from the edited model" 0
    drift "$1"
    expect "$1: the edited model is what the database is" 0 ': in sync: '
}

# model NAME: a model of one file, from standard input.
model() {
    mkdir -p "$1"
    cat >"$1/model.yaml"
}

command -v patch >/dev/null && command -v git >/dev/null || { echo "skipped: no patch, or no git"; exit 77; }

# --- an object of every kind ---

made kinds
is "kinds: edits.sql" run_sql "${prefix}_kinds" edits.sql
told kinds '^    or model  comes with column audit.entries.id$' '^    or model  comes with server beyond$' \
    '^    or model  at kinds/tables.yaml:[0-9]*:$' '^    or model  accounts_nick: nick$'
accept kinds
finish
