#!/bin/sh
# server.sh COMMAND...
#
# Runs a command with a PostgreSQL server of its own, which pgwright knows nothing about: a private
# folder, a Unix socket, no network, gone at the end. PGW_TEST_SERVER tells the command how to connect
# as superuser, in key=value form without a database. A server that is named there already is used as
# it is. Exits with 77 (skipped) where no server programs are installed.
set -u

[ -z "${PGW_TEST_SERVER:-}" ] || exec "$@"

for bin in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) \
    "$(pg_config --bindir 2>/dev/null)"; do
    [ ! -x "$bin/initdb" ] || break
done
[ -x "$bin/initdb" ] || { echo "skipped: no PostgreSQL server programs"; exit 77; }

folder=$(mktemp -d) || exit 1
chmod 755 "$folder"
as_user=
if [ "$(id -u)" = 0 ]; then # the server refuses to run as root
    as_user="runuser -u nobody --"
    chown nobody "$folder"
fi

end() {
    status=$?
    trap - EXIT
    [ ! -f "$folder/data/postmaster.pid" ] ||
        $as_user "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1
    rm -rf "$folder"
    exit $status
}
trap end EXIT
trap 'exit 1' HUP INT TERM

# What a thousand tables in one transaction need; nothing of this server has to outlive a crash.
settings="-c listen_addresses= -c unix_socket_directories=$folder -c fsync=off
    -c full_page_writes=off -c synchronous_commit=off -c max_locks_per_transaction=1024"

cd "$folder" || exit 1
$as_user "$bin/initdb" -D "$folder/data" -U tester -A trust -E UTF8 --locale=C --no-sync \
    >"$folder/log" 2>&1 </dev/null &&
    $as_user "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/log" -w -t 30 \
        -o "$(echo $settings)" start >>"$folder/log" 2>&1 </dev/null || {
    cat "$folder/log" "$folder/data/log" >&2
    exit 1
}
cd "$OLDPWD" || exit 1
PGW_TEST_SERVER="host=$folder user=tester"
export PGW_TEST_SERVER
"$@"
