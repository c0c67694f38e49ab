#!/bin/sh
# run.sh: builds pgwright and runs all tests. Its last line counts them; see it fail by the status.
#
# Works from a fresh clone, as root or as a user with sudo, without a terminal. What is missing is
# installed first (tests/packages.sh). The builds stay in build-test/ for the next time.
set -u

cd "$(dirname "$0")/.." || exit 1
root=$(pwd)
builds=${PGWRIGHT_TEST_BUILDS:-$root/build-test}
passed=0 failed=0 skipped=0
begun=$(date +%s)
mkdir -p "$builds" || exit 1
log=$builds/log
: >"$log"

say() {
    printf '%4ds  %s\n' $(($(date +%s) - begun)) "$*"
}

finish() {
    echo
    printf '%d passed, %d failed' "$passed" "$failed"
    [ "$skipped" = 0 ] || printf ', %d skipped' "$skipped"
    echo
    [ "$failed" = 0 ]
    exit $?
}

# step NAME COMMAND...: one test. Its output is shown when it fails; a line that begins with
# "skipped" makes it skipped, and so does exit status 77.
step() {
    name=$1
    shift
    status=0
    "$@" >"$log" 2>&1 </dev/null || status=$?
    if [ $status = 77 ] || { [ $status = 0 ] && grep -q '^skipped' "$log"; }; then
        skipped=$((skipped + 1))
        say "skipped: $name ($(grep -m 1 '^skipped' "$log"))"
    elif [ $status = 0 ]; then
        passed=$((passed + 1))
        say "ok: $name"
    else
        failed=$((failed + 1))
        say "FAILED: $name"
        tail -n 60 "$log" | sed 's/^/       | /'
    fi
    return $status
}

# suites NAME MESON-ARGUMENT...: adds up what meson test counts.
suites() {
    name=$1
    shift
    meson test "$@" --no-rebuild --print-errorlogs >"$log" 2>&1 </dev/null
    status=$?
    counts=$(awk -F: '
        /^Ok:/ { ok += $2 } /^Expected Fail:/ { ok += $2 } /^Skipped:/ { skip += $2 }
        /^(Fail|Unexpected Pass|Timeout):/ { bad += $2 }
        END { print ok + 0, bad + 0, skip + 0 }' "$log")
    # shellcheck disable=SC2086
    set -- $counts
    # An end without counts, or a status that the counts do not explain, is a failure too.
    [ $status = 0 ] || [ "$2" != 0 ] || set -- "$1" 1 "$3"
    [ "$1$2$3" != 000 ] || set -- 0 1 0
    passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
    say "$name: $1 passed, $2 failed, $3 skipped"
    [ "$2" = 0 ] || tail -n 150 "$log" | sed 's/^/       | /'
}

# build FOLDER MESON-OPTION...: the tree compiled there.
build() {
    folder=$1
    shift
    [ -f "$folder/build.ninja" ] || { rm -rf "$folder" && meson setup "$folder" "$@"; } || return
    meson compile -C "$folder"
}

build_gcc() {
    CC=gcc build "$builds/gcc" -Dwerror=true
}

build_clang() {
    CC=clang build "$builds/clang" -Dwerror=true -Db_sanitize=address,undefined -Db_lundef=false
}

formatted() {
    case $(clang-format --version 2>/dev/null) in
    *"version 14."*) ;;
    *)
        echo "skipped: formatting is what clang-format 14 says"
        return 77
        ;;
    esac
    find generator templates tests examples \( -name '*.c' -o -name '*.h' \) -print |
        sort | xargs clang-format --dry-run -Werror
}

fresh() {
    stale=0
    for model in model/*/; do
        model=${model%/}
        "$PGWRIGHT" generate "$model" -o "generated/${model#model/}" --check || stale=1
    done
    return $stale
}

under_valgrind() {
    out=$(mktemp -d) || return 1
    valgrind -q --error-exitcode=9 "$PGWRIGHT" generate model/stratlogic -o "$out/one" --offline &&
        { valgrind -q --error-exitcode=9 "$PGWRIGHT" check tests/errors/e0401_block.yaml ||
            [ $? = 1 ]; }
    found=$?
    rm -rf "$out"
    return $found
}

validated() {
    sh tests/openapi/validate.sh generated/*/openapi.yaml
}

drawn() {
    sh tests/docs/check_mermaid.sh generated/*/docs/er.mmd
}

# What a browser forgives: tags that do not end, quotes that are not closed.
well_formed() {
    python3 -c 'import sys, xml.dom.minidom
for name in sys.argv[1:]:
    print(name, len(xml.dom.minidom.parse(name).getElementsByTagName("rect")) // 2, "tables")' \
        generated/*/docs/er.svg
}

# The part that takes seconds; all of it takes minutes: sh tests/bench/run.sh PGWRIGHT.
bench() {
    echo
    status=0
    BENCH=${BENCH:-generate} sh tests/bench/run.sh >"$log" 2>&1 </dev/null || status=$?
    sed 's/^/       /' "$log"
    echo
    if [ $status = 0 ]; then passed=$((passed + 1)) && say "ok: bench"; else
        failed=$((failed + 1))
        say "FAILED: bench"
    fi
}

sh tests/packages.sh test || { failed=1; finish; }

say "building with gcc"
step "build with gcc, warnings are errors" build_gcc || finish
PGWRIGHT=$builds/gcc/generator/pgwright
export PGWRIGHT
say "running the tests"
suites "tests, gcc" -C "$builds/gcc"
say "building with clang and sanitizers"
if step "build with clang, address and undefined sanitizers" build_clang; then
    # Whatever the sanitizers find ends the program, and so the test.
    UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
    LSAN_OPTIONS=suppressions=$root/tests/lsan.supp
    export UBSAN_OPTIONS LSAN_OPTIONS
    suites "tests, sanitizers" -C "$builds/clang" --suite unit --suite fuzz --suite errors -t 4
fi
step "formatting" formatted
step "generated/ is fresh" fresh
step "valgrind" under_valgrind
step "openapi.yaml, two public validators" validated
step "er.mmd, mermaid's own parser" drawn
step "er.svg" well_formed
bench
finish
