#!/bin/sh
# packages.sh build|test: sees to the Debian packages that building, or testing, needs.
#
# Says what it installs, with apt-get, as root or with sudo; says nothing and does nothing when all of
# it is there. Where there is no dpkg the build tells by itself what it misses.
set -u

build="build-essential meson ninja-build pkg-config libyaml-dev libpq-dev libssl-dev libjansson-dev
    libpg-query-dev postgresql"
test="clang libclang-rt-dev clang-format libcmocka-dev valgrind mandoc bsdextrautils"

installed() {
    case $1 in
    postgresql) # any version's server, and psql
        command -v psql >/dev/null 2>&1 &&
            { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb; } \
                >/dev/null 2>&1
        ;;
    *) dpkg-query -W -f='${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed ;;
    esac
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n env DEBIAN_FRONTEND=noninteractive "$@"; fi
}

refresh() {
    [ -n "${refreshed:-}" ] && return
    refreshed=yes
    as_root apt-get update -qq >/dev/null
}

install() {
    as_root apt-get install -y -qq --no-install-recommends "$@" >"$log" 2>&1 && return
    tail -n 20 "$log" >&2
    return 1
}

case ${1:-} in
build) wanted=$build ;;
test) wanted="$build $test" ;;
*)
    echo "usage: packages.sh build|test" >&2
    exit 1
    ;;
esac
export DEBIAN_FRONTEND=noninteractive
if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "No dpkg here; needed are (by their Debian names):" $wanted
    exit 0
fi
missing=
for package in $wanted; do
    installed "$package" || missing="$missing $package"
done
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
if [ -n "$missing" ]; then
    echo "Installing with apt-get:$missing"
    if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
        echo "This needs root, or sudo without a password. Please install them and try again." >&2
        exit 1
    fi
    refresh || echo "apt-get update failed; trying with the lists that are here." >&2
    # shellcheck disable=SC2086
    install $missing || { echo "apt-get could not install them." >&2; exit 1; }
fi

# The public validators come from npm and want node 20.19 or later. They are not worth a failure.
if [ "$1" = test ] && ! command -v npm >/dev/null 2>&1; then
    refresh || true
    candidate=$(apt-cache policy nodejs 2>/dev/null | sed -n 's/.*Candidate: \([0-9]*\)\..*/\1/p')
    if [ "${candidate:-0}" -ge 20 ]; then
        echo "Installing with apt-get: npm"
        install npm || echo "npm could not be installed; its validators will be skipped."
    else
        echo "No npm here, and apt-get has no node that is new enough: its validators are skipped."
    fi
fi
exit 0
