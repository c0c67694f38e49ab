#!/bin/sh
# reports_test.sh [PGWRIGHT]: what drift says, in every format; what it lets pass and why; verdicts of
# the server; many databases at a time.
set -u
. "$(dirname "$0")/lib.sh"

one=${prefix}_one two=${prefix}_two
lock=$work/generated/kinds.lock

# json FILE SQL: SQL over :'report'.
json() {
    printf '%s;\n' "$2" | psql -X -q -A -t -v ON_ERROR_STOP=1 -v report="$(cat "$1")" -d "$(on postgres)"
}

is "generate" "$PGWRIGHT" generate model_kinds -o "$work/generated"
[ -f "$lock" ] || finish
make_database "$one"
is "create.sql" run_sql "$one" "$work/generated/sql/create.sql"
make_database "$two" "$one"

# --- formats ---

ask "$one" "DROP INDEX sales.orders_state" "COMMENT ON TABLE egg IS 'a <b> & \"c\"'" \
    "CREATE TABLE \"x]]>&y\" (a integer)" "CREATE OR REPLACE VIEW plain_view AS SELECT id, kind FROM accounts WHERE id > 0" \
    "ALTER TABLE accounts ALTER kind SET DEFAULT 'odd'" >/dev/null
run "$PGWRIGHT" drift model_kinds --lock "$lock" --db "$(on "$one")" --report json="$work/r.json" \
    --report sarif="$work/r.sarif" --report junit="$work/r.xml" --report github="$work/r.github" \
    --report markdown="$work/r.md" --report sql="$work/r.sql" --report baseline="$work/r.yaml" \
    --report text="$work/r.txt"
expect "all formats at once" 2 '^kinds: drift: 5 differences in [0-9]* objects'
same_file "text to a file is text" "$work/stdout" "$work/r.txt"
expect "the model's line itself" 2 'model_kinds/[a-z]*\.yaml:[0-9]*: index sales.orders.orders_state: missing' '^ *[0-9]* | .*orders_state'
expect "the difference marked" 2 '\^\^\^' '^    or model '
same "json: five that fail" "5 missing,unexpected" "$(json "$work/r.json" "SELECT count(*) FILTER (WHERE (f->>'fails')::bool) || ' ' ||
    string_agg(DISTINCT f->>'problem', ',') FILTER (WHERE f->>'problem' IN ('missing', 'unexpected'))
    FROM jsonb_array_elements(:'report'::jsonb->'findings') f")"
same "sarif: rules, levels, places" "2.1.0 5 5 5" "$(json "$work/r.sarif" "SELECT concat_ws(' ', :'report'::jsonb->>'version',
    count(*) FILTER (WHERE :'report'::jsonb @@ format('\$.runs[0].tool.driver.rules[*].id == %s', r->'ruleId')::jsonpath),
    count(*) FILTER (WHERE r->>'level' = 'error' AND r->'message'->>'text' <> ''),
    count(DISTINCT r->'partialFingerprints'->>'driftObject/v1'))
    FROM jsonb_array_elements(:'report'::jsonb->'runs'->0->'results') r WHERE r->>'level' = 'error'")"
same "sarif: places are relative URIs" "0" "$(json "$work/r.sarif" "SELECT count(*) FROM jsonb_path_query(:'report', '\$.runs[0].results[*].locations[*].physicalLocation.artifactLocation.uri') u
    WHERE u#>>'{}' !~ '^[A-Za-z0-9._~%/-]+\$' OR u#>>'{}' ~ '^/'")"
same "junit is XML" "t 5" "$(json "$work/r.xml" "SELECT xml_is_well_formed_document(:'report') || ' ' ||
    array_length(xpath('//testcase/failure', :'report'::xml), 1)" | sed 's/^true/t/')"
same "github: a line a difference" "5" "$(grep -c '^::error ' "$work/r.github")"
same "github: no line but commands" "0" "$(grep -vc '^::' "$work/r.github")"
same "markdown: a row a difference" "5" "$(grep -c '^<details>' "$work/r.md")"
drift "$one" --color always
expect "in colour" 2 "$(printf '\033\\[31m')"
drift "$one" --color auto
same "a pipe has no colour" "0" "$(grep -c "$(printf '\033')" "$work/stdout")"

# Fingerprints stay when lines move.
cp -r model_kinds "$work/moved"
for file in "$work"/moved/*.yaml; do
    { printf '# moved\n\n\n' && cat "$file"; } >"$work/file" && cp "$work/file" "$file"
done
run "$PGWRIGHT" drift "$work/moved" --lock "$lock" --db "$(on "$one")" --format sarif
fingerprints() {
    json "$1" "SELECT jsonb_path_query(:'report', '\$.runs[0].results[*].partialFingerprints')"
}
same "fingerprints stay when lines move" "$(fingerprints "$work/r.sarif")" "$(fingerprints "$work/stdout")"

# --- what lets pass ---

drift "$one" --ignore 'index:sales.*' --ignore '*:public.*'
expect "--ignore" 0 '^kinds: in sync: .*, 5 accepted' '^accepted: index sales.orders.orders_state: missing (--ignore index:sales'
drift "$one" --ignore 'idnex:sales.*'
expect "--ignore of no kind" 1 'E0801' 'did you mean "index"'
drift "$one" --ignore 'index'
expect "--ignore without a pattern" 1 'E0801' 'KIND:PATTERN'
drift "$one" --baseline "$work/r.yaml"
expect "a baseline without reasons" 1 'r.yaml:3:.*E0203' 'reason'
sed -e 's/reason: ""/reason: known to us/' -e 's/until: ""/until: 2999-01-31/' "$work/r.yaml" >"$work/b.yaml"
drift "$one" --baseline "$work/b.yaml"
expect "a baseline" 0 '^kinds: in sync: .*, 5 accepted' 'accepted until 2999-01-31: known to us'
ask "$one" "COMMENT ON TABLE egg IS 'else'"
drift "$one" --baseline "$work/b.yaml"
expect "a baseline is of a value" 2 '^kinds: drift: 1 difference .*, 4 accepted' 'nothing is accepted by this any more'
sed -e 's/2999/1999/' "$work/b.yaml" >"$work/old.yaml"
drift "$one" --baseline "$work/old.yaml"
expect "a baseline that is over" 2 'was accepted until 1999-01-31: known to us'
printf 'accepted:\n  - {object: table x, reason: y, until: tomorrow, problm: z}\n' >"$work/bad.yaml"
drift "$one" --baseline "$work/bad.yaml"
expect "a baseline with mistakes" 1 'bad.yaml:2:[0-9]*: error.E0201' 'did you mean "problem"' 'bad.yaml:2:[0-9]*: error.E0202.*tomorrow'
drift "$one" --baseline "$work/nowhere.yaml"
expect "a baseline that is not there" 1 E0101
drift "$one" --report sarfi=x
expect "an unknown format" 1 'E0801' 'sarif'
drift "$one" --report json="$work/no/where.json"
expect "a report that cannot be written" 1 E0705
drift "$one" --format yaml
expect "an unknown --format" 1 E0801

# --- scope and trash ---

cp -r model_kinds "$work/scoped"
run "$PGWRIGHT" generate "$work/scoped" -o "$work/scope" --only lock,sql
printf 'managed: [public, sales]\n' >>"$work/scoped/database.yaml"
run "$PGWRIGHT" generate "$work/scoped" -o "$work/scope" --only lock,sql
ask "$two" "CREATE SCHEMA elsewhere" "CREATE TABLE elsewhere.t (a integer)" 'CREATE SCHEMA "~trash_public_1f2e3d"' \
    'CREATE TABLE "~trash_public_1f2e3d".gone (a integer)' 'ALTER TABLE hen ADD "~trash_eggs_1f2e3d" integer' >/dev/null
run "$PGWRIGHT" drift "$work/scope/kinds.lock" --db "$(on "$two")"
expect "managed, and trash" 0 '^kinds: in sync: .*, 1 to be purged' '^pending purge: column public.hen."~trash_eggs_1f2e3d"$'
same "drift.sql agrees" "" "$(psql -X -q -A -t -d "$(on "$two")" -f "$work/scope/sql/drift.sql")"
ask "$two" "CREATE TABLE sales.t (a integer)"
run "$PGWRIGHT" drift "$work/scope/kinds.lock" --db "$(on "$two")"
expect "what is managed is told" 2 '^table sales.t: unexpected'
same "drift.sql too" "table sales.t|unexpected||" "$(psql -X -q -A -t -d "$(on "$two")" -f "$work/scope/sql/drift.sql")"
drop_database "$two"

# --- mending, and the model's edit ---

is "the script mends it" run_sql "$one" "$work/r.sql"
ask "$one" "COMMENT ON TABLE egg IS NULL" >/dev/null
drift "$one" --format sql >"$work/mend.sql"
is "… what came meanwhile" run_sql "$one" "$work/stdout"
drift "$one"
expect "mended" 0 '^kinds: in sync'
cp -r model_kinds "$work/edited"
ask "$one" "ALTER TABLE egg ALTER laid SET DEFAULT now()" 2>/dev/null
ask "$one" "ALTER TABLE accounts ALTER kind SET DEFAULT 'odd'" "ALTER SEQUENCE all_options CACHE 7" \
    "DROP INDEX sales.orders_state" >/dev/null
# accept DATABASE MODEL LOCK: the diff that drift gives makes $work/MODEL what the database is.
accept() {
    (cd "$work" && "$PGWRIGHT" drift "$2" --lock "$3" --db "$(on "$1")" --report patch="$work/edits.diff" >"$work/told")
    same "$2: an edit for each" "" "$(grep -e 'no edit' -e '^# not' "$work/told" "$work/edits.diff")"
    cp -r "$work/$2" "$work/$2.git"
    is "$2: patch" sh -c 'cd "$1" && patch -p0 --no-backup-if-mismatch <edits.diff' patch "$work"
    if command -v git >/dev/null; then
        sed -e "s#^\([-+]*\) $2/#\1 $2.git/#" "$work/edits.diff" >"$work/git.diff"
        is "$2: git apply" sh -c 'cd "$1" && git apply -p0 git.diff' git "$work"
        is "$2: both are the same" diff -r "$work/$2" "$work/$2.git"
    fi
    rm -rf "$work/$2.git"
    run "$PGWRIGHT" generate "$work/$2" -o "$work/$2_out" --only lock
    run "$PGWRIGHT" drift "$work/$2_out/kinds.lock" --db "$(on "$1")"
    expect "$2: the edited model is what the database is" 0 '^kinds: in sync'
}

accept "$one" edited "$lock"

# What stands on several lines, or comes to.
edits=${prefix}_edits
make_database "$edits" "$one"
ask "$edits" "DROP INDEX accounts_open" "DROP TRIGGER accounts_when ON accounts" \
    "ALTER TABLE sales.orders DROP CONSTRAINT orders_pair_fkey" "ALTER TABLE accounts DROP CONSTRAINT accounts_pair" \
    "CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS E'BEGIN\n  RETURN NEW; -- it''s\n\nEND'" \
    "CREATE OR REPLACE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS E'\n  BEGIN\n    RETURN OLD;\n  END\n\n'" \
    "CREATE OR REPLACE VIEW with_cte AS SELECT n, NULL::integer AS before, 7.5::numeric AS heavy FROM generate_series(1, 3) n" \
    "CREATE OR REPLACE VIEW plain_view AS SELECT id, kind FROM accounts WHERE id > 0" \
    "COMMENT ON TABLE hen IS E'two\nlines'" >/dev/null
cp -r "$work/edited" "$work/blocks"
accept "$edits" blocks "$work/edited_out/kinds.lock"
ask "$edits" "COMMENT ON TABLE literals IS 'plain'" "ALTER TABLE literals SET (fillfactor = 77)" >/dev/null
accept "$edits" blocks "$work/blocks_out/kinds.lock"
drop_database "$edits"

# --- what the server says of texts ---

pg_dump "$(on "$one")" >"$work/dump.sql"
make_database "$two"
is "restore" run_sql "$two" "$work/dump.sql"
run "$PGWRIGHT" generate model_kinds -o "$work/generated" --quiet
sed -e '/^ [a-z_]*|/d' "$lock" >"$work/orbitless.lock"
run "$PGWRIGHT" drift "$work/orbitless.lock" --db "$(on "$two")" --ignore 'sequence:*' --ignore 'default:*' --ignore 'index:*' --format json
same "without orbits the server decides" "0|t" "$(json "$work/stdout" "SELECT count(*) FILTER (WHERE (f->>'fails')::bool),
    count(*) FILTER (WHERE f->>'verdict' = 'same(server)') > 3 FROM jsonb_array_elements(:'report'::jsonb->'findings') f")"
sed -e 's/^postgresql .*/postgresql 14/' "$work/orbitless.lock" >"$work/other.lock"
run "$PGWRIGHT" drift "$work/other.lock" --db "$(on "$two")" --ignore 'sequence:*' --ignore 'default:*' --ignore 'index:*'
expect "a lock of another major version" 0 'put before the server' '^same: '
role=${prefix}_nobody
ask postgres "CREATE ROLE $role LOGIN"
at_end() {
    ask postgres "DROP ROLE IF EXISTS $role" >/dev/null 2>&1
}
run "$PGWRIGHT" drift "$work/orbitless.lock" --db "$(on "$two" | sed "s/user=[^ ]*/user=$role/")" --format json
same "views are not for everybody to ask about" "t" "$(json "$work/stdout" "SELECT bool_and(f->>'verdict' = 'undecided' AND
    f->>'reason' LIKE 'permission denied%') FROM jsonb_array_elements(:'report'::jsonb->'findings') f WHERE f->>'kind' = 'view'")"

# --- nothing changed since ---

make_database "${prefix}_since" "$one"
run "$PGWRIGHT" generate "$work/edited" -o "$work/edited_out" --only lock
since() { # [OPTION]...
    run "$PGWRIGHT" drift "$work/edited_out/kinds.lock" --db "$(on "${prefix}_since")" --since "$work/since" "$@"
}
since
expect "--since: the first time" 0 'says\(, [0-9]* written otherwise\)\{0,1\}$'
since
expect "--since: the second" 0 'nothing has changed since the last check'
ask "${prefix}_since" "INSERT INTO hen SELECT g, NULL FROM generate_series(1, 1000) g" "ANALYZE" >/dev/null
psql -X -q -d "$(on "${prefix}_since")" -c "VACUUM" -c "CREATE TEMP TABLE x (a integer)" -c "SELECT setval('egg_id_seq', 77)" >/dev/null
since
expect "--since: rows, VACUUM, ANALYZE" 0 'nothing has changed since the last check'
run "$PGWRIGHT" drift "$work/edited_out/kinds.lock" --db "$(on "$two")" --since "$work/since"
same "--since: of another database" "0 0" "$status $(grep -c 'nothing has changed' "$work/stdout")"
run "$PGWRIGHT" drift "$work/edited_out/kinds.lock" --db "$(on "${prefix}_since" | sed "s/user=[^ ]*/user=$role/")" --since "$work/mine"
expect "--since: as somebody who may only connect" 0
# What another transaction has written, and not yet committed, while the file was made.
rm -f "$work/since" "$work/orders"
mkfifo "$work/orders"
psql -X -q -d "$(on "${prefix}_since")" <"$work/orders" >/dev/null &
exec 7>"$work/orders"
echo "BEGIN; COMMENT ON COLUMN hen.id IS 'tampered';" >&7
until [ "$(ask "${prefix}_since" "SELECT count(*) FROM pg_stat_activity
    WHERE state = 'idle in transaction' AND query ~ '^COMMENT' AND datname = current_database()")" = 1 ]; do
    sleep 0.05
done
since
expect "--since: a comment that is not committed" 0 'as the model says'
since
expect "--since: still not" 0 'nothing has changed since the last check'
echo "COMMIT;" >&7
exec 7>&-
wait $!
since
expect "--since: a comment" 2 '^kinds: drift: 1 difference'
printf 'what is this' >"$work/since"
since
expect "--since: a file that is not ours" 2 '^kinds: drift: 1 difference'
drop_database "${prefix}_since"

# --- many databases ---

for n in 1 2 3 4; do
    make_database "${prefix}_f$n" "$two"
done
ask "${prefix}_f2" "CREATE TABLE extra (a integer)" >/dev/null
ask "${prefix}_f4" "CREATE TABLE extra (a integer)" >/dev/null
{
    printf '# the shop of each town\n\n'
    for n in 1 2 3 4; do on "${prefix}_f$n"; done
    printf 'postgresql://who:s3cret@/no_such?host=/nowhere\n  \nno_such_service\n'
} >"$work/targets"
run "$PGWRIGHT" drift "$lock" --targets "$work/targets" --jobs 3 --ignore 'sequence:*' --ignore 'default:*' --ignore 'index:*' --report json="$work/fleet.json" \
    --report junit="$work/fleet.xml" --report sarif="$work/fleet.sarif"
expect "a fleet" 1 '^not checked: no_such on /nowhere: ' '^not checked: no_such_service' \
    '^kinds: 2 databases: drift: 1 difference' '^kinds: 2 databases: in sync' "^In 2 databases: ${prefix}_f2 on .*, ${prefix}_f4 on "
same "no password in it" "0" "$(cat "$work/stdout" "$work/stderr" "$work/fleet.json" | grep -c s3cret)"
same "as JSON" "6|2|2" "$(json "$work/fleet.json" "SELECT :'report'::jsonb->>'targets', jsonb_array_length(:'report'::jsonb->'failures'),
    jsonb_array_length(:'report'::jsonb->'groups')")"
same "as XML" "t" "$(json "$work/fleet.xml" "SELECT xml_is_well_formed_document(:'report')")"
cp "$work/stdout" "$work/first"
run "$PGWRIGHT" drift "$lock" --targets "$work/targets" --jobs 1 --ignore 'sequence:*' --ignore 'default:*' --ignore 'index:*'
same_file "the same whoever is first" "$work/first" "$work/stdout"
for n in 1 2 3 4 5 6 7 8; do echo "$(on "${prefix}_f2") application_name=a$n"; done >"$work/eight"
run "$PGWRIGHT" drift "$lock" --targets "$work/eight" --jobs 8 --ignore 'sequence:*' --ignore 'default:*' --ignore 'index:*' \
    --report json="$work/eight.json" --report github="$work/eight.github"
expect "many of them" 2 '^In 8 databases: .* and 3 more$'
same "… all in JSON, some in a log" "8 8|1" "$(json "$work/eight.json" "SELECT concat_ws(' ', jsonb_array_length(r->'groups'->0->'targets'),
    jsonb_array_length(r->'findings'->0->'targets')) FROM (SELECT :'report'::jsonb) _ (r)")|$(grep -c 'In 8\|in 8 databases: .* and 3 more' "$work/eight.github")"
run "$PGWRIGHT" drift "$lock" --targets "$work/targets" --report sql="$work/fleet.sql"
expect "no one script mends many databases" 1 'E0801.*as sql mends one database'
on "${prefix}_f1" >>"$work/targets"
run "$PGWRIGHT" drift "$lock" --targets "$work/targets"
expect "a target twice" 1 'targets:10:1: error.E0801' 'twice'
: >"$work/targets"
run "$PGWRIGHT" drift "$lock" --targets "$work/targets"
expect "no targets" 1 E0801
run "$PGWRIGHT" drift "$lock" --targets "$work/targets" --db x
expect "both" 1 E0801
finish
