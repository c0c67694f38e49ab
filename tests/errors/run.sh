#!/bin/sh
# run.sh [PGWRIGHT]: bad models, and what pgwright says about them.
#
# Each *.yaml file and each folder beside this script is a model with
# mistakes. Its comments tell all errors that `pgwright check` must report, and no others:
#     # expect: LINE:COLUMN CODE     (- in place of LINE:COLUMN: nowhere in particular)
#     # says: TEXT                   somewhere in the report
# Below good/ stand models that look odd and are right. What cannot be committed (bytes that are no
# text, files too large or unreadable, an environment at fault) is made here in a temporary folder.
set -u

PGWRIGHT=${1:-${PGWRIGHT:?the pgwright program}}
case $PGWRIGHT in */*) PGWRIGHT=$(cd "$(dirname "$PGWRIGHT")" && pwd)/$(basename "$PGWRIGHT") ;; esac
cd "$(dirname "$0")" || exit 1
work=$(mktemp -d) || exit 1
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
passed=0 failed=0
LC_ALL=C
export LC_ALL

ok() {
    passed=$((passed + 1))
    [ -z "${VERBOSE:-}" ] || echo "ok: $*"
}

not_ok() {
    failed=$((failed + 1))
    echo "not ok: $*"
}

# run COMMAND...: its output in $work/out, its status in $status.
run() {
    status=0
    timeout 60 "$@" >"$work/out" 2>&1 </dev/null || status=$?
}

# The errors in $work/out as "FILE LINE:COLUMN CODE" and "- CODE", in order.
reported() {
    sed -n -e 's/^pgwright: error\[\(E[0-9]*\)\].*/- \1/p' \
        -e 's/^\(.*\):\([0-9]*:[0-9]*\): error\[\(E[0-9]*\)\]: .*/\1 \2 \3/p' \
        -e 's/^\([^ ]*\.yaml\): error\[\(E[0-9]*\)\]: .*/\1 - \2/p' "$work/out"
}

# says NAME FILE...: every `# says:` text is in the output.
says() {
    name=$1
    shift
    sed -n 's/^# says: //p' "$@" >"$work/says"
    while IFS= read -r text; do
        if grep -qF -e "$text" "$work/out"; then ok "$name: $text"; else
            not_ok "$name does not say: $text"
        fi
    done <"$work/says"
}

# expect NAME ERRORS: the last run failed with these errors and wrote nothing to $work/written.
expect() {
    reported >"$work/reported"
    printf '%s\n' "$2" >"$work/expected"
    if [ "$status" = 1 ] && cmp -s "$work/expected" "$work/reported"; then ok "$1"; else
        not_ok "$1: exit status $status, expected (-) and reported (+):"
        diff -u "$work/expected" "$work/reported" | sed 1,2d
        head -n 40 "$work/out"
    fi
}

# The expectations of files, in the form of `reported`.
expectations() {
    for file; do
        sed -n -e 's/^# expect: - \(E[0-9]*\)$/- \1/p' \
            -e "s|^# expect: \([0-9]*:[0-9]* E[0-9]*\)\$|$file \1|p" "$file"
    done
}

check_model() { # MODEL FILE...
    model=$1
    shift
    run "$PGWRIGHT" check "$model"
    expect "$model" "$(expectations "$@")"
    says "$model" "$@"
    # The same as JSON, on standard output and whole even when it is long.
    count=$("$PGWRIGHT" check "$model" --format json 2>/dev/null | grep -c '"severity": "error"')
    [ "$count" = "$(expectations "$@" | grep -c .)" ] || not_ok "$model: $count errors in JSON"
    run "$PGWRIGHT" generate "$model" -o "$work/written" --offline
    if [ "$status" = 1 ] && [ ! -e "$work/written" ]; then ok "$model: nothing written"; else
        not_ok "$model: generate exits with $status or writes something"
        rm -rf "$work/written"
    fi
}

committed() {
    for model in *.yaml; do
        check_model "$model" "$model"
    done
    for model in */; do
        model=${model%/}
        [ "$model" = good ] || check_model "$model" "$model"/*.yaml
    done
}

good() {
    for model in good/*; do
        run "$PGWRIGHT" check "$model" --quiet
        if [ "$status" = 0 ] && [ ! -s "$work/out" ]; then ok "$model"; else
            not_ok "$model: exit status $status"
            head -n 40 "$work/out"
        fi
    done
}

# made NAME LINE:COLUMN CODE: checks the file that was just made.
made() {
    run "$PGWRIGHT" check "$work/made.yaml"
    expect "$1" "$work/made.yaml $2 $3"
}

bytes() {
    printf 'database: x\ncomment: a\000b\n' >"$work/made.yaml"
    made "a NUL byte" 2:11 E0103
    printf 'database: x\ncomment: \303\244\377\n' >"$work/made.yaml"
    made "a byte that is not UTF-8" 2:11 E0103
    printf 'database: x\ncomment: \300\257\n' >"$work/made.yaml"
    made "an overlong form" 2:10 E0103
    printf 'database: x\ncomment: \355\240\200\n' >"$work/made.yaml"
    made "a surrogate" 2:10 E0103
    printf 'database: x\ncomment: \303' >"$work/made.yaml"
    made "cut inside a character" 2:10 E0103
    printf '\377\376d\000b\000' >"$work/made.yaml"
    made "UTF-16" 1:1 E0103
    printf 'database: x\ncomment: a\001b\n' >"$work/made.yaml"
    made "a control character" 2:11 E0102
}

limits() {
    { printf 'database: x\ncomment: ' && head -c 200000 /dev/zero | tr '\000' '['; } \
        >"$work/made.yaml"
    made "200,000 brackets" 2:73 E0104
    { printf 'database: x\ncomment: ' && head -c 200000 /dev/zero | tr '\000' '{'; } \
        >"$work/made.yaml"
    made "200,000 braces" 2:73 E0104
    awk 'BEGIN { s = "- "
        for (i = 0; i < 17; i++) s = s s
        print s }' >"$work/made.yaml"
    made "131,072 dashes" 1:129 E0104
    { printf 'database: x\ncomment: ' && head -c 8400000 /dev/zero | tr '\000' 'x'; } \
        >"$work/made.yaml"
    made "more than 8 MiB" - E0104
    awk 'BEGIN { print "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"
        for (i = 1; i < 20; i++) {
            printf "a%d: &a%d [", i, i
            for (k = 0; k < 10; k++) printf "%s*a%d", k ? ", " : "", i - 1
            print "]" } }' >"$work/made.yaml"
    made "aliases that multiply" 7:20 E0104
    awk 'BEGIN { print "database: x\ntables:\n  t:\n    columns:"
        for (i = 0; i < 1601; i++) print "      c" i ": text" }' >"$work/made.yaml"
    made "1,601 columns" 3:3 E0505
    awk 'BEGIN { print "database: x\ntables:"
        for (i = 0; i < 60; i++) print "  t" i ": {columns: {id: uid}}" }' >"$work/made.yaml"
    run "$PGWRIGHT" check "$work/made.yaml"
    if [ "$status" = 1 ] && grep -q '^pgwright: 10 more not shown$' "$work/out"; then
        ok "fifty errors are enough"
    else
        not_ok "fifty errors are enough"
        tail -n 3 "$work/out"
    fi
}

files() {
    run "$PGWRIGHT" check "$work/nowhere"
    expect "a missing folder" "- E0101"
    mkdir "$work/folder"
    run "$PGWRIGHT" check "$work/folder"
    expect "a folder without models" "- E0101"
    echo "database: x" >"$work/folder/a.yaml"
    ln -s nowhere "$work/folder/b.yaml"
    run "$PGWRIGHT" check "$work/folder"
    expect "a link to nowhere" "$work/folder/b.yaml - E0101"
    rm "$work/folder/b.yaml"
    mkdir "$work/folder/b.yaml"
    run "$PGWRIGHT" check "$work/folder"
    if [ "$status" = 1 ] || [ "$status" = 0 ]; then ok "a folder with the name of a file"; else
        not_ok "a folder with the name of a file: exit status $status"
    fi
    rmdir "$work/folder/b.yaml"
    [ "$(id -u)" != 0 ] || return 0 # who may read everything has no unreadable files
    chmod 0 "$work/folder/a.yaml"
    run "$PGWRIGHT" check "$work/folder"
    expect "an unreadable file" "$(printf '%s\n' "$work/folder/a.yaml - E0101")"
    chmod 0 "$work/folder"
    run "$PGWRIGHT" check "$work/folder"
    expect "an unreadable folder" "- E0101"
    chmod 755 "$work/folder"
}

# The tree below a folder as one text.
tree() {
    (cd "$1" && find . -type f | sort | while IFS= read -r file; do cksum "$file"; done)
}

writing() {
    model=../../model/stratlogic
    run "$PGWRIGHT" generate $model -o "$work/full" --offline
    [ "$status" = 0 ] || not_ok "generate --offline: exit status $status"
    echo "by hand" >>"$work/full/sql/create.sql"
    tree "$work/full" >"$work/before"
    # A full disk, as far as a program can tell: no file may grow beyond 512 bytes or a few more.
    run sh -c 'trap "" XFSZ; ulimit -f 1; exec "$@"' sh \
        "$PGWRIGHT" generate $model -o "$work/full" --offline
    tree "$work/full" >"$work/after"
    if [ "$status" = 1 ] && grep -q E0705 "$work/out" && cmp -s "$work/before" "$work/after"; then
        ok "a full disk: said, and nothing changed"
    else
        not_ok "a full disk: exit status $status"
        cat "$work/out"
        diff "$work/before" "$work/after"
    fi
    # Without a server the lock is what there is to know; one of another model says nothing.
    sed 's/^model .*/model 0000/' ../../generated/stratlogic/stratlogic.lock >"$work/full/stratlogic.lock"
    run "$PGWRIGHT" generate $model -o "$work/full" --offline
    if [ "$status" = 0 ] && ! grep -q stratlogic_current_user_id "$work/full/c/stratlogic.h"; then
        ok "a stale lock"
    else
        not_ok "a stale lock: exit status $status"
    fi
    cp ../../generated/stratlogic/stratlogic.lock "$work/full/stratlogic.lock"
    run "$PGWRIGHT" generate $model -o "$work/full" --offline
    if [ "$status" = 0 ] && grep -q stratlogic_current_user_id "$work/full/c/stratlogic.h"; then
        ok "a fresh lock"
    else
        not_ok "a fresh lock: exit status $status"
    fi
    sed 's/^function\tpublic/function public/' ../../generated/stratlogic/stratlogic.lock \
        >"$work/full/stratlogic.lock"
    run "$PGWRIGHT" generate $model -o "$work/full" --offline
    expect "a damaged lock" "$work/full/stratlogic.lock $(grep -n -m 1 '^function public' \
        "$work/full/stratlogic.lock" | cut -d: -f1):1 E0706"
    run "$PGWRIGHT" generate $model -o /proc/nowhere/at/all --offline
    expect "a place where nothing can be written" "- E0705"
    run "$PGWRIGHT" generate $model -o /dev/null/there --offline
    expect "a place below a file" "- E0705"
}

# The order of files, and where in them things stand, makes no difference.
shuffled() {
    mkdir "$work/shuffled"
    number=99
    for file in ../../model/stratlogic/*.yaml; do
        cp "$file" "$work/shuffled/$number.yaml"
        number=$((number - 1))
    done
    run "$PGWRIGHT" generate ../../model/stratlogic -o "$work/one" --offline
    LC_ALL=tr_TR.UTF-8 TZ=Asia/Tokyo run "$PGWRIGHT" generate "$work/shuffled" -o "$work/two" --offline
    if diff -r "$work/one" "$work/two" >"$work/out"; then ok "shuffled files"; else
        not_ok "shuffled files give another output"
        head -n 20 "$work/out"
    fi
}

environment() {
    model=../../model/stratlogic
    run "$PGWRIGHT" drift $model --db 'postgresql://u:s3cret@127.0.0.1:1/x'
    expect "connection refused" "- E0701"
    if grep -q s3cret "$work/out"; then not_ok "the password is shown"; else ok "no password"; fi
    run "$PGWRIGHT" generate $model -o "$work/written" --scratch 'host=127.0.0.1 port=1 password=s3cret'
    expect "the named scratch server is not there" "- E0701"
    if grep -q s3cret "$work/out"; then not_ok "the password is shown"; else ok "no password"; fi
    mkdir "$work/empty"
    PGWRIGHT_PG_BINDIR="$work/empty" run "$PGWRIGHT" generate $model -o "$work/written"
    expect "no server programs" "- E0702"
    [ ! -e "$work/written" ] || not_ok "something was written"
    for words in "frobnicate" "check" "check a b" "generate $model" "check $model --frmat json" \
        "check $model --format xml" "drift $model" "drift $model --db" "scratch" "scratch begin"; do
        # shellcheck disable=SC2086
        run "$PGWRIGHT" $words
        if [ "$status" = 1 ] && [ -s "$work/out" ]; then ok "usage: $words"; else
            not_ok "wrong usage, \"$words\": exit status $status"
        fi
    done
}

# What only shows when the output is made: names that C cannot tell apart.
output_names() {
    printf 'database: x\ntables:\n  t: {columns: {"a b": text, a-b: text}}\n' >"$work/made.yaml"
    run "$PGWRIGHT" generate "$work/made.yaml" -o "$work/written" --offline
    expect "one name in C for two columns" "$work/made.yaml 3:30 E0310"
    [ ! -e "$work/written" ] || not_ok "something was written"
}

# Every code that a model can provoke has a case.
codes() {
    for code in $(sed -n 's/^    {"\(E0[1-5][0-9]*\)".*/\1/p' ../../generator/diag/codes.c); do
        grep -qrs -e "$code" --include='*.yaml' --include=run.sh . || not_ok "no case for $code"
    done
}

committed
good
bytes
limits
files
writing
shuffled
environment
output_names
codes
echo "errors: $passed passed, $failed failed"
[ "$failed" = 0 ]
