#!/bin/sh
# catalog_columns_test.sh [PGWRIGHT]: no column of a catalog is overlooked.
#
# catalog_columns.txt says of every column of every catalog that a reader's query looks into what
# becomes of it: `read` (a query names it, which is checked here), or why it is not read. A column that
# the list does not know, as a new version of the server brings them, fails the test; so do one that is
# no longer there, one that is `read` and is not, and one that is read although the list gives a reason
# not to.
#
# Which columns a query names is found by its aliases: `pg_catalog.pg_class c` and `c.relname`.
set -u
. "$(dirname "$0")/lib.sh"

queries=../../templates/catalog

# CATALOG COLUMN, as the queries name them.
named() {
    for file in "$queries"/*.sql; do
        sed -e 's/--.*//' "$file" | tr -s ' \n\t' '   ' | awk '
            {   text = $0
                while (match(text, /(FROM|JOIN|,) pg_catalog\.pg_[a-z_]+( [a-z]+)?/)) {
                    split(substr(text, RSTART, RLENGTH), word, " ")
                    table = substr(word[2], 12)
                    alias = word[3] ~ /^(where|on|group|join|left|cross|order)?$/ ? table : word[3]
                    of[alias] = of[alias] " " table
                    text = substr(text, RSTART + RLENGTH)
                }
                text = $0
                while (match(text, /[a-z]+\.[a-z_]+/)) {
                    split(substr(text, RSTART, RLENGTH), part, ".")
                    n = split(of[part[1]], tables, " ")
                    for (i = 1; i <= n; i++) print tables[i], part[2]
                    text = substr(text, RSTART + RLENGTH)
                }
                # a catalog without an alias: every word may be one of its columns
                for (alias in of) if (alias ~ /^pg_/) {
                    n = split($0, word, /[^a-z_]+/)
                    for (i = 1; i <= n; i++) print alias, word[i]
                }
            }'
    done | LC_ALL=C sort -u
}

# What the server has of the catalogs that are named.
columns() {
    {
        echo 'CREATE TEMP TABLE looked_into (name text);'
        named | awk '!seen[$1]++ { print "INSERT INTO looked_into VALUES (\047" $1 "\047);" }'
        echo "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
               WHERE c.relnamespace = 'pg_catalog'::regnamespace AND a.attnum > 0
                 AND (a.attname <> 'oid' OR c.relkind = 'v') AND c.relname IN (SELECT name FROM looked_into);"
    } | psql -X -q -A -t -F ' ' -d "$(on postgres)" | LC_ALL=C sort
}

named >"$work/named"
columns >"$work/columns"
LC_ALL=C comm -12 "$work/named" "$work/columns" >"$work/read"
sed -e '/^#/d' -e '/^$/d' catalog_columns.txt >"$work/list"
cut -d ' ' -f 1,2 "$work/list" | LC_ALL=C sort >"$work/listed"
awk 'NF == 3 && $3 == "read" { print $1, $2 }' "$work/list" | LC_ALL=C sort >"$work/said"
LC_ALL=C comm -23 "$work/listed" "$work/said" >"$work/reasons"

none() { # NAME LINES
    same "$1" "" "$2"
}

[ "$(wc -l <"$work/read")" -gt 200 ] || not_ok "queries name $(wc -l <"$work/read") columns only"
none "twice in the list" "$(uniq -d "$work/listed")"
none "columns that the list does not know" "$(LC_ALL=C comm -13 "$work/listed" "$work/columns")"
none "columns that are no longer there" "$(LC_ALL=C comm -23 "$work/listed" "$work/columns")"
none "columns that no query reads after all" "$(LC_ALL=C comm -23 "$work/said" "$work/read")"
none "columns that are read, whatever the list says" "$(LC_ALL=C comm -12 "$work/reasons" "$work/read")"
# What `drift --since` goes by has to look wherever the readers look.
none "catalogs that the digest of a database leaves out" "$(cut -d ' ' -f 1 "$work/said" | uniq |
    while read -r catalog; do
        cat "$queries/digest.sql" ../../generator/live/digest.c | grep -q -w "$catalog" || echo "$catalog"
    done)"
none "reasons that say nothing" "$(grep -vE '^[^ ]+ [^ ]+ (read|(follows|ignored): .{8,})$' "$work/list")"
finish
