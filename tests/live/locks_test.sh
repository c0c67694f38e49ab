#!/bin/sh
# locks_test.sh [PGWRIGHT]: what plans say that their statements lock, read, build and write anew, against
# what the server does: pg_locks, the counters of scans and the files of relations, in every transaction of
# both ways. locks/ has an object for each form of statement.
set -u
. "$(dirname "$0")/lib.sh"

# measured NAME OLD NEW OPTION...
measured() {
    name=$1 old=$2 new=$3
    shift 3
    run "$PGWRIGHT" prove --from "$old" --to "$new" --allow-loss '*' --drop now --no-renames "$@"
    if grep -q '^ok  *locks and work as told' "$work/stdout"; then ok "$name"; else
        not_ok "$name"
        sed -n '/locks and work/,/^[a-z]/p' "$work/stdout" | head -n 40
        head -n 10 "$work/stderr"
    fi
}

measured "every form, one transaction" locks/old.sql locks/new.sql --online off
expect "… and it holds" 0 '^ok  *catalog after down' '^proven'
measured "every form, while others work" locks/old.sql locks/new.sql --online auto
expect "… and it holds" 0 '^ok  *catalog after down' '^proven'

# What was inherited becomes a table's own, and stays so when it is inherited again.
cat >"$work/old.sql" <<'SQL'
CREATE TABLE parent (a int NOT NULL);
CREATE TABLE heir () INHERITS (parent);
SQL
cat >"$work/new.sql" <<'SQL'
CREATE TABLE parent (a int NOT NULL);
CREATE TABLE heir (a int NOT NULL);
SQL
measured "an heir no more" "$work/old.sql" "$work/new.sql"

# Nothing was measured would be as good as nothing was wrong.
grep -q 'as told  *[1-9][0-9]* locks' "$work/stdout" && ok "locks were seen" || not_ok "locks were seen"

finish
