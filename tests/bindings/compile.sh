#!/bin/sh
# compile.sh FOLDER...
#
# Generated bindings compile without a warning, as C11 and as C++17, with every compiler that is
# installed; each header stands on its own. Exit status 1 when one does not.
set -u

warnings='-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wcast-qual -Wwrite-strings -Werror'
include=$(pg_config --includedir 2>/dev/null || echo /usr/include/postgresql)
status=0
tried=0

# compile COMPILER STANDARD LANGUAGE FILE
compile() {
    command -v "$1" >/dev/null 2>&1 || return 0
    tried=$((tried + 1))
    case $4 in
    *.h) set -- "$1" "$2" "$3" /dev/null -include "$4" ;;
    esac
    # shellcheck disable=SC2086
    "$1" -x "$3" "-std=$2" $warnings -I"$include" -c -o /dev/null "$4" ${5+"$5" "$6"} && return 0
    echo "not ok: $*"
    status=1
}

for folder; do
    for file in "$folder"/*.c "$folder"/*.h; do
        compile gcc c11 c "$file"
        compile clang c11 c "$file"
        compile g++ c++17 c++ "$file"
        compile clang++ c++17 c++ "$file"
    done
done
[ "$status" -eq 0 ] && echo "ok: compiled $tried times without a warning"
exit "$status"
