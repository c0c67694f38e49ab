#!/bin/sh
# determinism_test.sh [PGWRIGHT]: the same model makes the same bytes.
#
# However its files are named, ordered and divided, wherever it stands, whoever asks, and whatever the
# locale, the time zone and the server are.
set -u
. "$(dirname "$0")/lib.sh"

# What another user must be able to read.
cp "$PGWRIGHT" "$work/pgwright"
cp -R model_kinds "$work/model"
chmod -R go+rX "$work/pgwright" "$work/model"
PGWRIGHT=$work/pgwright
first=$work/first

# makes NAME [COMMAND...] MODEL: generates from it, and finds the same as the first time.
makes() {
    name=$1
    shift
    rm -rf "$work/other"
    run "$@" -o "$work/other"
    expect "$name" 0
    same "$name: the same" "" "$(diff -r "$first" "$work/other" 2>&1 | head -n 20)"
}

# quickly NAME [COMMAND...] MODEL: the same without a server, and so without a lock.
quickly() {
    first=$work/offline
    makes "$@" --offline
    first=$work/first
}

# entries FILE...: each entry below a heading as a file of its own in $work/entries, heading on top.
entries() {
    rm -rf "$work/entries"
    mkdir "$work/entries"
    for file; do
        awk -v to="$work/entries/$(basename "$file" .yaml)" '
            function shut() { if (out != "") close(out); out = "" }
            /^#/ || /^$/ || /^  #/ { next }
            /^[^ ]/ && /:$/ { shut(); heading = $0; next }
            /^[^ ]/ { shut(); heading = ""; out = to "_top.yaml"; print >> out; next }
            /^  [^ ]/ && heading != "" { shut(); out = to "_" ++n ".yaml"; print heading > out }
            { print >> out }' "$file"
    done
}

is "generate" "$PGWRIGHT" generate "$work/model" -o "$first"
[ -d "$first" ] || finish
is "generate --offline" "$PGWRIGHT" generate "$work/model" -o "$work/offline" --offline
is "all is there" [ -f "$first/kinds.lock" ]

makes "again" "$PGWRIGHT" generate "$work/model"
run "$PGWRIGHT" generate "$work/model" -o "$first"
expect "nothing is written twice" 0 ' 0 changed'
run "$PGWRIGHT" generate "$work/model" -o "$first" --check
expect "and it is fresh" 0

cp -R "$first" "$work/locked"
run "$PGWRIGHT" generate "$work/model" -o "$work/locked" --check --offline
expect "without a server, from a fresh lock" 0
rm -rf "$work/locked/c" "$work/locked/docs" "$work/locked/sql"
run "$PGWRIGHT" generate "$work/model" -o "$work/locked" --offline
expect "it makes what is missing" 0
same "as with a server" "" "$(diff -r "$first" "$work/locked" 2>&1 | head -n 20)"

# --- how the model is divided ---

mkdir "$work/renamed"
i=99
for file in $(ls -r model_kinds | sed "s/\.yaml$//"); do
    i=$((i - 1))
    cp "model_kinds/$file.yaml" "$work/renamed/$i-$file.yaml"
done
quickly "files in another order" "$PGWRIGHT" generate "$work/renamed"

mkdir "$work/documents"
for file in $(ls -r model_kinds | sed "s/\.yaml$//"); do
    echo "---"
    cat "model_kinds/$file.yaml"
    echo "..."
done >"$work/documents/all.yaml"
quickly "one file of many documents" "$PGWRIGHT" generate "$work/documents/all.yaml"

# shellcheck disable=SC2046
entries $(ls model_kinds/*.yaml | grep -v literals)
mkdir "$work/shattered"
cp model_kinds/literals.yaml "$work/shattered/"
for file in "$work/entries"/*; do # names that have nothing to do with what is inside
    cp "$file" "$work/shattered/$(cksum <"$file" | tr ' ' _)$(basename "$file")"
done
is "enough pieces" [ "$(ls "$work/shattered" | wc -l)" -gt 45 ]
makes "every object in a file of its own" "$PGWRIGHT" generate "$work/shattered"

mkdir "$work/backward"
{
    cat model_kinds/literals.yaml
    ls -r "$work/entries" | while read -r file; do
        echo "---"
        cat "$work/entries/$file"
    done
} >"$work/backward/backward.yaml"
makes "all of them backward" "$PGWRIGHT" generate "$work/backward"

rm "$work"/renamed/*-views.yaml
sed 's/$/\r/' model_kinds/views.yaml >"$work/renamed/1-views.yaml"
mkdir "$work/renamed/.hidden"
echo "not: [yaml" >"$work/renamed/.hidden/x.yaml"
echo "not: [yaml" >"$work/renamed/views.yaml~"
quickly "lines that end in CR LF, other files around" "$PGWRIGHT" generate "$work/renamed"

# --- where, and in which surroundings ---

cd "$work" || exit 1
quickly "a relative path" "$PGWRIGHT" generate model
quickly "a relative path with a slash" "$PGWRIGHT" generate ./model//
cd model || exit 1
quickly "from inside" "$PGWRIGHT" generate .
cd / || exit 1
ln -s "$work/model" "$work/link"
quickly "through a link" "$PGWRIGHT" generate "$work/link"
quickly "in another time zone" env TZ=Pacific/Kiritimati "$PGWRIGHT" generate "$work/model"
quickly "with another umask" sh -c 'umask 077; exec "$@"' sh "$PGWRIGHT" generate "$work/model"
makes "with almost no environment" env -i "PATH=$PATH" "$PGWRIGHT" generate "$work/model" \
    --scratch "$PGWRIGHT_SCRATCH"
makes "with settings for PostgreSQL" env PGTZ=Asia/Tokyo PGDATESTYLE=German \
    "PGOPTIONS=-c quote_all_identifiers=on -c search_path=pg_temp" "$PGWRIGHT" generate "$work/model"
for locale in tr_TR.utf8 de_DE.utf8 ja_JP.utf8; do
    if locale -a 2>/dev/null | grep -q -x -i "$locale"; then
        makes "in the locale $locale" env LC_ALL=$locale LANG=$locale LANGUAGE=de \
            "$PGWRIGHT" generate "$work/model"
    else
        echo "not tried: there is no locale $locale"
    fi
done

# --- on which server, as whom ---

unset PGWRIGHT_SCRATCH
makes "on a server of its own" "$PGWRIGHT" generate "$work/model"
makes "on one that is warm" env LC_ALL="$(locale -a 2>/dev/null | grep -x -i 'tr_TR.utf8' || echo C)" \
    "$PGWRIGHT" generate "$work/model"
if [ "$(id -u)" = 0 ] && command -v runuser >/dev/null && id nobody >/dev/null 2>&1; then
    mkdir "$work/nobody"
    chown nobody "$work/nobody"
    run runuser -u nobody -- env HOME="$work/nobody" XDG_CACHE_HOME="$work/nobody" XDG_RUNTIME_DIR= \
        "$PGWRIGHT" generate "$work/model" -o "$work/nobody/made"
    expect "as nobody" 0
    same "as nobody: the same" "" "$(diff -r "$first" "$work/nobody/made" 2>&1 | head -n 20)"
else
    echo "not tried: not root, or no account nobody"
fi

# Two at once.
"$PGWRIGHT" generate "$work/model" -o "$work/one" >/dev/null 2>&1 &
one=$!
"$PGWRIGHT" generate "$work/model" -o "$work/two" >/dev/null 2>&1 &
two=$!
wait "$one"
same "the first of two at once" 0 $?
wait "$two"
same "the second" 0 $?
same "both the same" "" "$(diff -r "$first" "$work/one" 2>&1; diff -r "$first" "$work/two" 2>&1)"
cd "$work" || exit 1
finish
