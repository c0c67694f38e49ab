#!/bin/sh
# models.sh [PGWRIGHT]: what the plans behind the models claimed, measured on the models themselves.
#
#   - queries on 1 million workflows, with the indexes of the model and without (claimed: 50 to 80% faster)
#   - an upsert of many rows in one statement against row by row (claimed: 3 times as fast)
#   - connections from a pool against one made for each query (claimed: 90% less overhead)
#   - the phases of a campaign in jsonb columns against joined tables (claimed: 25 to 40% faster)
#
# Everything is run on one private server (fsync off), one after the other, and printed as Markdown tables;
# times are medians of this machine and this minute, the ratios are what counts. ROWS (1000000) is the size.
set -u

PGWRIGHT=${1:-${PGWRIGHT:?the pgwright program}}
case $PGWRIGHT in */*) PGWRIGHT=$(cd "$(dirname "$PGWRIGHT")" && pwd)/$(basename "$PGWRIGHT") ;; esac
cd "$(dirname "$0")" || exit 1
[ -n "${PGW_TEST_SERVER:-}" ] || exec sh ../server.sh sh "$(basename "$0")" "$PGWRIGHT"
rows=${ROWS:-1000000}
model=../../model
for bin in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV); do # psql itself, not Debian's script
    [ ! -x "$bin/psql" ] || PATH=$bin:$PATH
    [ ! -x "$bin/psql" ] || break
done
work=$(mktemp -d) || exit 1
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

on() {
    echo "$PGW_TEST_SERVER dbname=$1"
}

sql() { # DATABASE: SQL from standard input
    psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$(on "$1")" || exit 1
}

# at DATABASE MODEL VERSION: a database at that version of its model.
at() {
    echo "CREATE DATABASE $1;" | sql postgres
    "$PGWRIGHT" migrate up -q --yes -m "$model/$2" --to "$3" --db "$(on "$1")" || exit 1
}

# takes DATABASE ROUNDS QUERY: the server's own time for it in milliseconds, the median, after a first run.
takes() {
    {
        echo "SET max_parallel_workers_per_gather = 0; SET jit = off;"
        i=0
        while [ $i -le "$2" ]; do
            echo "EXPLAIN (ANALYZE, TIMING OFF, SUMMARY ON, COSTS OFF) $3;"
            i=$((i + 1))
        done
    } | sql "$1" | sed -n 's/^Execution Time: \([0-9.]*\) ms$/\1/p' | sed 1d | median
}

median() {
    sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# wall COMMAND...: its time in milliseconds.
wall() {
    from=$(date +%s%N)
    "$@" >"$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }
    echo $((($(date +%s%N) - from) / 1000)) | awk '{ printf "%.1f", $1 / 1000 }'
}

# line CLAIM WHAT BEFORE AFTER: a row of the table; how much less time it takes, and how many times as fast.
line() {
    awk -v claim="$1" -v what="$2" -v b="$3" -v a="$4" 'BEGIN {
        printf "| %s | %s | %.3f | %.3f | %.1f%% | %.1f |\n", claim, what, b, a, 100 * (b - a) / b, b / a }'
}

heading() {
    printf '\n%s\n\n| claim | what | before, ms | after, ms | less time | times as fast |\n' "$1"
    echo '| --- | --- | ---: | ---: | ---: | ---: |'
}

# --- queries with and without indexes ---

queries() {
    cat <<'END'
a workflow by number among its nodes|SELECT * FROM workflow_node_contexts WHERE workflow_id = '4711'
snapshots of a workflow and layer|SELECT * FROM workflow_extraction_snapshots WHERE workflow_id = '4711' AND layer = 'L2'
workflows of one day|SELECT count(*) FROM workflows WHERE created_at >= '2024-06-01Z' AND created_at < '2024-06-02Z'
metadata of a rare category (jsonb, 1 in 1,000)|SELECT count(*) FROM workflows WHERE metadata @> '{"category": 7}'
status that 1 of 1,000 has|SELECT count(*) FROM workflows WHERE unified_extraction_success AND layer2_scraped AND NOT layer3_scraped
status that a half has|SELECT count(*) FROM workflows WHERE NOT unified_extraction_success
the latest 50|SELECT * FROM workflows ORDER BY created_at DESC LIMIT 50
all, counted by category|SELECT metadata -> 'category', count(*) FROM workflows GROUP BY 1
END
}

indexes() {
    at plain workflows 2
    sql plain <<END
INSERT INTO workflows (workflow_id, title, url, layer2_scraped, layer3_scraped, unified_extraction_success, metadata, created_at)
SELECT n, 'Workflow ' || n, 'https://n8n.io/workflows/' || n, n % 2 = 0, n % 1000 <> 0, n % 2 = 0,
       jsonb_build_object('category', n % 1000), timestamptz '2022-01-01Z' + n * interval '2 minutes'
FROM generate_series(1, $rows) n;
INSERT INTO workflow_node_contexts (node_id, workflow_id, node_name) SELECT n, n % ($rows / 3) , 'x' FROM generate_series(1, $rows) n;
INSERT INTO workflow_extraction_snapshots (workflow_id, layer, payload)
SELECT n % ($rows / 3), (ARRAY['L2', 'L3', 'UNIFIED'])[1 + n % 3], '{"n": 1}' FROM generate_series(1, $rows) n;
VACUUM ANALYZE;
END
    queries >"$work/queries"
    while IFS='|' read -r what query; do takes plain 5 "$query"; done <"$work/queries" >"$work/plain"
    "$PGWRIGHT" migrate up -q --yes -m $model/workflows --to 3 --db "$(on plain)" || exit 1
    echo "VACUUM ANALYZE;" | sql plain
    while IFS='|' read -r what query; do takes plain 5 "$query"; done <"$work/queries" >"$work/indexed"
    heading "Queries on $rows workflows, nodes and snapshots: at 0002_aligned_names, and with the indexes of 0003_missing_indexes"
    paste -d '|' "$work/queries" "$work/plain" "$work/indexed" | while IFS='|' read -r what query before after; do
        line "50 to 80% faster" "$what" "$before" "$after"
    done
}

# --- upserts ---

upserts() {
    awk 'BEGIN { for (n = 1; n <= 10000; n++) printf "INSERT INTO workflows (workflow_id, title, url) VALUES (\047%d\047, \047T %d\047, \047https://n8n.io/workflows/%d\047) ON CONFLICT (workflow_id) DO UPDATE SET title = excluded.title, updated_at = now();\n", n, n, n }' >"$work/single.sql"
    { echo "BEGIN;"; cat "$work/single.sql"; echo "COMMIT;"; } >"$work/together.sql"
    awk 'BEGIN { printf "INSERT INTO workflows (workflow_id, title, url) VALUES "; for (n = 1; n <= 10000; n++) printf "%s(\047%d\047, \047T %d\047, \047https://n8n.io/workflows/%d\047)", (n > 1 ? ", " : ""), n, n, n; print " ON CONFLICT (workflow_id) DO UPDATE SET title = excluded.title, updated_at = now();" }' >"$work/many.sql"
    for way in single together many; do
        for round in 1 2 3; do wall psql -X -q -d "$(on plain)" -f "$work/$way.sql"; echo; done | median >"$work/$way.ms"
    done
    heading "10,000 upserts into those $rows workflows through psql"
    line "3 times as fast" "one statement, against a transaction a row" "$(cat "$work/single.ms")" "$(cat "$work/many.ms")"
    line "3 times as fast" "one statement, against a row a statement in one transaction" "$(cat "$work/together.ms")" "$(cat "$work/many.ms")"
}

# --- connections ---

connections() {
    echo "SELECT title FROM workflows WHERE workflow_id = '4711';" >"$work/one.sql"
    export PGDATABASE=plain PGHOST="${PGW_TEST_SERVER#host=}" PGUSER=tester
    PGHOST=${PGHOST%% *}
    for round in 1 2 3; do
        pgbench -n -c 2 -t 300 -C -f "$work/one.sql" 2>"$work/out" | sed -n 's/^latency average = \([0-9.]*\) ms$/\1/p'
    done | median >"$work/each"
    for round in 1 2 3; do
        pgbench -n -c 2 -t 3000 -f "$work/one.sql" 2>"$work/out" | sed -n 's/^latency average = \([0-9.]*\) ms$/\1/p'
    done | median >"$work/kept"
    unset PGDATABASE PGHOST PGUSER
    heading "A query by primary key over a Unix socket, two clients: a connection for each query, and connections that stay"
    line "90% less overhead" "connect and ask, against ask" "$(cat "$work/each")" "$(cat "$work/kept")"
}

# --- phases in jsonb ---

phases() {
    at phases campaigns 44
    campaigns=$((rows / 10))
    sql phases <<END
INSERT INTO lead_generation_campaigns (id, name) SELECT md5(n::text)::uuid, 'C ' || n FROM generate_series(1, $campaigns) n;
INSERT INTO domain_generation_phases (campaign_id, status, pattern_type, tld, domains_requested, domains_generated)
SELECT md5(n::text)::uuid, 'completed', 'both', 'com', n, n FROM generate_series(1, $campaigns) n;
INSERT INTO dns_validation_phases (campaign_id, status, domains_checked, domains_valid) SELECT md5(n::text)::uuid, 'completed', n, n / 2 FROM generate_series(1, $campaigns) n;
INSERT INTO http_keyword_validation_phases (campaign_id, status, domains_visited, domains_matched) SELECT md5(n::text)::uuid, 'completed', n / 2, n / 3 FROM generate_series(1, $campaigns) n;
INSERT INTO analysis_phases (campaign_id, status, leads_found, average_score) SELECT md5(n::text)::uuid, 'completed', n / 4, 50 FROM generate_series(1, $campaigns) n;
VACUUM ANALYZE;
END
    joins="lead_generation_campaigns c LEFT JOIN domain_generation_phases g ON g.campaign_id = c.id LEFT JOIN dns_validation_phases d ON d.campaign_id = c.id
        LEFT JOIN http_keyword_validation_phases h ON h.campaign_id = c.id LEFT JOIN analysis_phases a ON a.campaign_id = c.id"
    one="SELECT c.name, g.domains_generated, d.domains_valid, h.domains_matched, a.leads_found FROM $joins WHERE c.id = md5('4711')::uuid"
    all="SELECT sum(g.domains_generated), sum(d.domains_valid), sum(h.domains_matched), sum(a.leads_found) FROM $joins"
    some="SELECT c.name, a.leads_found FROM lead_generation_campaigns c JOIN analysis_phases a ON a.campaign_id = c.id ORDER BY a.leads_found DESC LIMIT 20"
    one_joined=$(takes phases 21 "$one") all_joined=$(takes phases 5 "$all") some_joined=$(takes phases 5 "$some")
    size_before=$(echo "SELECT sum(pg_total_relation_size(oid)) / 1048576.0 FROM pg_class WHERE relkind = 'r' AND relname ~ '(_phases|campaigns)\$' AND relname <> 'campaign_phases'" | sql phases)
    "$PGWRIGHT" migrate up -q --yes -m $model/campaigns --db "$(on phases)" || exit 1
    echo "VACUUM FULL lead_generation_campaigns; VACUUM ANALYZE;" | sql phases
    one="SELECT name, domains_data -> 'total_domains', dns_results -> 'valid', http_results -> 'matched', analysis_results -> 'leads' FROM lead_generation_campaigns WHERE id = md5('4711')::uuid"
    all="SELECT sum((domains_data -> 'total_domains')::bigint), sum((dns_results -> 'valid')::bigint), sum((http_results -> 'matched')::bigint), sum((analysis_results -> 'leads')::bigint) FROM lead_generation_campaigns"
    some="SELECT name, analysis_results -> 'leads' FROM lead_generation_campaigns WHERE analysis_results IS NOT NULL ORDER BY (analysis_results -> 'leads') DESC LIMIT 20"
    heading "The phases of $campaigns campaigns: joined tables (000044), jsonb columns (000045)"
    line "25 to 40% faster" "one campaign with its four phases" "$one_joined" "$(takes phases 21 "$one")"
    line "25 to 40% faster" "sums over all campaigns" "$all_joined" "$(takes phases 5 "$all")"
    line "25 to 40% faster" "the 20 with the most leads" "$some_joined" "$(takes phases 5 "$some")"
    size_after=$(echo "SELECT pg_total_relation_size('lead_generation_campaigns') / 1048576.0" | sql phases)
    printf '\nSize of campaigns and phases with their indexes: %.0f MB in tables, %.0f MB in jsonb (claimed: 30%% less).\n' "$size_before" "$size_after"
}

indexes
upserts
connections
phases
