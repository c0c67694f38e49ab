#!/bin/sh
# check_mermaid.sh FILE...
#
# Mermaid's own parser reads diagrams; exit status 1 when it refuses one. Without npm nothing is
# looked at, and that is said.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
status=0
tools=$("$here/../npm_tools.sh" mermaid@11.17.2) || status=$?
if [ "$status" -eq 3 ]; then
    echo "skipped: reading of $* by mermaid"
    exit 0
fi
[ "$status" -eq 0 ] || exit 1
exec node "$here/check_mermaid.mjs" "$tools" "$@"
