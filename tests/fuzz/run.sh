#!/bin/sh
# run.sh SECONDS [TARGET...]: runs the fuzz targets with libFuzzer, that long each.
#
# Wants clang. Builds into build-fuzz/ (or $PGWRIGHT_FUZZ_BUILD), where the growing corpora stay too;
# tests/fuzz/corpus/ is what they start from. An input that breaks something is left there, and its
# place is told. Ends with status 1 then.
set -u

cd "$(dirname "$0")/../.." || exit 1
seconds=${1:?"run.sh SECONDS [TARGET...]"}
shift
[ $# -gt 0 ] || set -- model lock template type fragment decode rows values
build=${PGWRIGHT_FUZZ_BUILD:-$PWD/build-fuzz}
sanitizers=address,undefined

command -v clang >/dev/null 2>&1 || { echo "skipped: fuzzing wants clang"; exit 77; }
if [ ! -f "$build/build.ninja" ]; then
    CC=clang meson setup "$build" -Db_sanitize=$sanitizers -Db_lundef=false \
        -Dc_args='-fsanitize=fuzzer-no-link' >/dev/null || exit 1
fi
meson compile -C "$build" pgwright:static_library >"$build/log" 2>&1 ||
    { tail -n 40 "$build/log"; exit 1; }

UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
LSAN_OPTIONS=suppressions=$PWD/tests/lsan.supp
export UBSAN_OPTIONS LSAN_OPTIONS
status=0
for target; do
    # shellcheck disable=SC2046
    clang -std=c11 -D_GNU_SOURCE -g -O1 -Wall -Wextra -fsanitize=fuzzer,$sanitizers -Igenerator \
        -Itests/fuzz "tests/fuzz/fuzz_$target.c" "$build/generator/libpgwright.a" \
        -o "$build/fuzz_$target" \
        $(pkg-config --cflags --libs yaml-0.1 libpq libcrypto jansson) -lpg_query -lm -lpthread ||
        exit 1
    mkdir -p "$build/corpus/$target" "$build/found"
    dictionary=
    [ ! -f "tests/fuzz/$target.dict" ] || dictionary=-dict=tests/fuzz/$target.dict
    # shellcheck disable=SC2086
    if "$build/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=3000 \
        -max_len=4096 -print_final_stats=1 $dictionary \
        -artifact_prefix="$build/found/$target-" \
        "$build/corpus/$target" "tests/fuzz/corpus/$target" >"$build/$target.log" 2>&1; then
        echo "ok: $target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$target.log") inputs"
    else
        status=1
        echo "FAILED: $target, see $build/$target.log and $build/found/"
        grep -m 1 -E '^SUMMARY|broken:|ERROR' "$build/$target.log"
    fi
done
exit $status
