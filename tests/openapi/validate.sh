#!/bin/sh
# validate.sh FILE...
#
# Two independent validators look at OpenAPI documents; exit status 1 when one finds an error.
# Without npm nothing is looked at, and that is said.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
status=0
tools=$("$here/../npm_tools.sh" \
    @redocly/cli@2.77.0 @seriousme/openapi-schema-validator@2.11.0) || status=$?
if [ "$status" -eq 3 ]; then
    echo "skipped: validation of $* by @redocly/cli and @seriousme/openapi-schema-validator"
    exit 0
fi
[ "$status" -eq 0 ] || exit 1

export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
quietly() { # prints what the command said only when it fails
    said=$("$@" 2>&1) || { echo "$said" >&2; return 1; }
}
for file in "$@"; do
    for validator in "redocly lint --extends=recommended" validate-api; do
        # $validator is split into the program and its arguments on purpose.
        if quietly "$tools/node_modules/.bin/"$validator "$file"; then
            echo "ok: $file (${validator%% *})"
        else
            echo "FAILED: $file (${validator%% *})" >&2
            status=1
        fi
    done
done
exit "$status"
