#!/bin/sh
# pitfalls_test.sh [PGWRIGHT]: where tools of this kind go wrong, proven in both directions.
#
# Each folder of pitfalls/ holds two schemas. The plan from old.sql to new.sql is run on a database with
# the rows that old.sql inserts; pg_dump must see new.sql's schema, a second diff nothing to do, no
# table may have been made anew or have lost rows, and `down` must bring back what pg_dump saw before,
# with the rows as they were. Lines at the top of old.sql say what else is expected:
#
#   -- expect: equal             there is nothing to do
#   -- says: TEXT                (of what is equal) the diagnostics say TEXT
#   -- expect: refused TEXT      exit status 1, and the diagnostics say TEXT
#   -- options: --rename …       in place of: --no-renames
#   -- has: TEXT, -- lacks: TEXT a fixed text that `up` has, or has not
#   -- up: fails TEXT            psql stops with TEXT, and nothing has happened
#   -- after: SQL                runs behind `up`; the rows of `down` are not compared then
#   -- down: other               `down` runs, but pg_dump sees something else
#
# PITFALLS=PATTERN picks some of them. Others of their list stand elsewhere: 2 (frozen defaults) in
# errors/e0403_frozen.yaml, 31 (a run that was killed) in live/migrate_test.sh.
set -u
. "$(dirname "$0")/lib.sh"

said() { # CASE KEY: what old.sql says of it, a line each
    sed -n "/^-- /!q; s/^-- $2: //p" "pitfalls/$1/old.sql"
}

# Lines in any order: the place of a column in its table is not planned.
shape() { # DATABASE
    dump "$1" | sed -e 's/,$//' -e '/^--/d' -e '/^$/d' | LC_ALL=C sort
}

tables="SELECT c.oid::regclass, c.oid, c.relkind,
       (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM ONLY %s', c.oid::regclass),
              false, true, '')))[1]
  FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY 1"

rows="SELECT c.oid::regclass, md5(query_to_xml(format('SELECT * FROM ONLY %s t ORDER BY t::text',
              c.oid::regclass), true, true, '')::text)
  FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1"

# kept BEFORE AFTER: every table of both that had rows is the same one, and has as many.
kept() {
    awk -F'|' 'NR == FNR { was[$1] = $2; count[$1] = $4; next }
               $1 in was && (was[$1] != $2 || count[$1] > $4) { print $1; bad = 1 }
               END { exit bad }' "$1" "$2"
}

ran() { # DATABASE FILE
    psql -X -q -v ON_ERROR_STOP=1 -v VERBOSITY=terse -d "$(on "$1")" -f "$2" >"$here/psql" 2>&1
}

planned() { # CASE STATUS: what the two databases differ in, with that exit status
    eval "set -- \"\$1\" \"\$2\" $(said "$1" options | grep . || echo --no-renames)"
    case=$1 wanted=$2
    shift 2
    "$PGWRIGHT" diff --from "$(on "$old")" --to "$(on "$new")" --up "$here/up.sql" \
        --down "$here/down.sql" --drop now --allow-loss '*' "$@" >"$here/stdout" 2>"$here/stderr"
    status=$?
    [ "$status" = "$wanted" ] && return
    not_ok "$case: diff ends with $status, not $wanted"
    head -n 5 "$here/stderr" "$here/stdout"
    return 1
}

texts() { # CASE: `up` has and lacks what it should
    said "$1" has | while read -r text; do
        grep -q -F -e "$text" "$here/up.sql" || echo "lacks $text"
    done
    said "$1" lacks | while read -r text; do
        grep -v '^--' "$here/up.sql" | grep -q -F -e "$text" && echo "has $text"
    done
}

prove() { # CASE
    case=$1 expected=$(said "$1" expect) fails=$(said "$1" up) after=$(said "$1" after)
    make_database "$old" && make_database "$new" || return
    for side in old new; do
        eval "ran \$$side pitfalls/$case/$side.sql" || { not_ok "$case: $side.sql: $(cat "$here/psql")"; return; }
    done
    case $expected in
    equal)
        planned "$case" 0 || return
        wrong=$(said "$case" says | while read -r text; do
            grep -q -F -e "$text" "$here/stderr" || echo "does not say $text"
        done)
        if [ -z "$wrong" ]; then ok "$case"; else not_ok "$case: $wrong"; fi
        return ;;
    refused*)
        planned "$case" 1 || return
        if grep -q -F -e "${expected#refused }" "$here/stderr"; then ok "$case"; else
            not_ok "$case: refused otherwise: $(head -n 3 "$here/stderr")"
        fi
        return ;;
    esac
    shape "$old" >"$here/before"
    shape "$new" >"$here/wanted"
    ask "$old" "$tables" >"$here/tables"
    ask "$old" "$rows" >"$here/rows"
    planned "$case" 2 || return
    wrong=$(texts "$case")
    [ -z "$wrong" ] || { not_ok "$case: up $wrong"; return; }
    if [ -n "$fails" ]; then
        ran "$old" "$here/up.sql" && { not_ok "$case: up does not fail"; return; }
        grep -q -F -e "${fails#fails }" "$here/psql" || { not_ok "$case: $(cat "$here/psql")"; return; }
        shape "$old" >"$here/found"
        same_file "$case: nothing has happened" "$here/before" "$here/found"
        ask "$old" "$rows" >"$here/found"
        same_file "$case: rows" "$here/rows" "$here/found"
        return
    fi
    ran "$old" "$here/up.sql" || { not_ok "$case: up: $(cat "$here/psql")"; return; }
    shape "$old" >"$here/found"
    same_file "$case: after up" "$here/wanted" "$here/found"
    ask "$old" "$tables" >"$here/found"
    lost=$(kept "$here/tables" "$here/found") || not_ok "$case: made anew, or lost rows: $lost"
    [ -z "$after" ] || ask "$old" "$after" >"$here/psql" 2>&1 || not_ok "$case: after: $(cat "$here/psql")"
    mv "$here/down.sql" "$here/back.sql"
    planned_again "$case"
    ran "$old" "$here/back.sql" || { not_ok "$case: down: $(cat "$here/psql")"; return; }
    shape "$old" >"$here/found"
    if [ "$(said "$case" down)" = other ]; then
        cmp -s "$here/before" "$here/found" && not_ok "$case: down restores it after all"
    else
        same_file "$case: after down" "$here/before" "$here/found"
    fi
    [ -n "$after" ] && return
    ask "$old" "$rows" >"$here/found"
    same_file "$case: rows after down" "$here/rows" "$here/found"
}

planned_again() { # CASE: nothing is left to do
    "$PGWRIGHT" diff --from "$(on "$old")" --to "$(on "$new")" --no-renames >"$here/stdout" 2>&1
    status=$?
    [ "$status" = 0 ] && return
    not_ok "$1: a second diff ends with $status"
    head -n 12 "$here/stdout"
}

# Two at a time, each with a folder and databases of its own.
worker() { # NUMBER
    here=$work/$1 old=${prefix}_old$1 new=${prefix}_new$1 number=0
    passed=0 failures=0
    mkdir "$here"
    for case in $(ls pitfalls); do
        number=$((number + 1))
        [ $((number % 2)) = "$1" ] || continue
        case $case in ${PITFALLS:-*}) ;; *) continue ;; esac
        prove "$case"
        drop_database "$old"
        drop_database "$new"
    done
    echo "$passed $failures" >"$here/result"
}

trap - EXIT
worker 0 >"$work/out0" 2>&1 &
worker 1 >"$work/out1" 2>&1
wait
trap end EXIT
cat "$work/out0" "$work/out1"
while read -r good bad; do
    passed=$((passed + good)) failures=$((failures + bad))
done <<END
$(cat "$work/0/result" "$work/1/result")
END
finish
