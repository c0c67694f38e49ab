#!/bin/sh
# layers.sh: the rooms of generator/ keep their order.
#
# Data flows from the first room to the last; a room includes only itself and rooms before it. Rooms
# of one rank do not know each other. Foreign libraries have one room each, and only cli/ prints or
# exits.
set -u

cd "$(dirname "$0")/../generator" || exit 1
broken=0

# One room a word; rooms with the same number are siblings.
ranks="base:1 diag:2 text:3 tmpl:4 yaml:5 kind:6 model:7 catalog:8 author:9 live:9 diff:10 plan:11 sql:12
    cgen:13 openapi:13 docs:13 drift:13 inventory:13 prove:13 lint:14 migrate:14 cli:15"

complain() {
    echo "layers: $*"
    broken=1
}

rank_of() {
    for pair in $ranks; do
        [ "${pair%:*}" = "$1" ] && echo "${pair#*:}" && return
    done
}

check_room() {
    room=$1
    rank=$(rank_of "$room")
    [ -n "$rank" ] || { complain "$room/ is not in the list of rooms"; return; }
    grep -nH '^ *# *include *"' "$room"/*.[ch] 2>/dev/null |
        sed 's/^\([^:]*\):\([0-9]*\):[^"]*"\([^"]*\)".*/\1:\2 \3/' |
        while read -r place header; do
            other=${header%%/*}
            other_rank=$(rank_of "$other")
            if [ "$other" = "$header" ] || [ -z "$other_rank" ]; then
                echo "layers: generator/$place: \"$header\" is not written as room/file.h"
            elif [ "$other" != "$room" ] && [ "$other_rank" -ge "$rank" ]; then
                echo "layers: generator/$place: $room/ may not include $header"
            fi
        done
}

# only ROOM PATTERN WHAT: nothing outside of that room matches.
only() {
    grep -rnE --include='*.[ch]' "$2" . | sed 's|^\./||' | grep -v "^$1/" |
        sed "s|^|layers: generator/|; s|\$|  ($3: only in $1/)|"
}

# Comments and strings taken out, so that what is left is code; file and line kept in front.
code() {
    for file in */*.[ch]; do
        awk -v file="$file" '{
            line = $0
            gsub(/\\./, "", line)
            gsub(/"[^"]*"/, "\"\"", line)
            if (inside) {
                if (!index(line, "*/")) next
                sub(/^.*\*\//, "", line)
                inside = 0
            }
            gsub(/\/\*([^*]|\*[^\/])*\*\//, "", line)
            if (index(line, "/*")) { sub(/\/\*.*/, "", line); inside = 1 }
            print file ":" FNR ": " line
        }' "$file"
    done
}

# Printing and exiting. Out of memory ends the program where it happens; a child process that could
# not become another program has nothing left to do; the template embedder is a program of its own.
check_prints() {
    code | grep -E '[^a-zA-Z0-9_](printf|vprintf|puts|putchar|perror|exit|_exit|_Exit|abort)\(|[^a-zA-Z0-9_](stdout|stderr)[^a-zA-Z0-9_]' |
        grep -vE '^(cli/|base/arena\.c:|tmpl/embed\.c:)' |
        grep -vE '^live/[a-z_]*\.c:.*[^a-zA-Z0-9_]_exit\(' |
        sed 's|^|layers: generator/|; s|$|  (only cli/ prints or exits)|'
}

{
    for folder in */; do
        check_room "${folder%/}"
    done
    only yaml '^ *# *include *<yaml\.h>' "libyaml"
    only live '^ *# *include *<(libpq-fe|libpq/.*|pg_config.*)\.h>' "libpq"
    only model '^ *# *include *<pg_query\.h>' "libpg_query"
    check_prints
} >"${TMPDIR:-/tmp}/layers.$$"
cat "${TMPDIR:-/tmp}/layers.$$"
[ -s "${TMPDIR:-/tmp}/layers.$$" ] && broken=1
rm -f "${TMPDIR:-/tmp}/layers.$$"
exit $broken
