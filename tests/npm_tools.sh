#!/bin/sh
# npm_tools.sh PACKAGE@VERSION...
#
# Installs packages from npm into a cache folder outside the checkout, once, and prints the folder.
# Exit status 3, with the reason on standard error: there is no npm, or its node is too old.
set -eu

command -v npm >/dev/null 2>&1 || { echo "npm is not installed" >&2; exit 3; }
node -e 'const [a, b] = process.versions.node.split(".").map(Number);
         process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' ||
    { echo "node 20.19 or later is needed, this is $(node --version)" >&2; exit 3; }

cache=${XDG_CACHE_HOME:-$HOME/.cache}/pgwright-tests
folder=$cache/npm-$(printf '%s\n' "$@" | cksum | cut -d ' ' -f 1)
if [ ! -e "$folder" ]; then
    # Installed beside and renamed, so that a broken off installation is never taken for a whole one.
    mkdir -p "$cache"
    fresh=$(mktemp -d "$cache/new.XXXXXX")
    trap 'rm -rf "$fresh"' EXIT
    echo '{"private": true}' >"$fresh/package.json"
    npm install --prefix "$fresh" --ignore-scripts --no-audit --no-fund --loglevel=error \
        "$@" >&2
    mv -T "$fresh" "$folder" 2>/dev/null || [ -e "$folder" ]
fi
echo "$folder"
