#!/bin/sh
# lint_test.sh [PGWRIGHT]: every rule finds what it is about, and nothing in a good model; what a model
# switches off stays off; a plan that lint refuses is not made.
set -u
. "$(dirname "$0")/lib.sh"

model=$work/model
mkdir "$model"

lint() { # [ARGUMENT]...
    run "$PGWRIGHT" lint "$model" "$@"
}

# finds RULE SEVERITY PATTERN
finds() {
    if grep -q "$2\[$1\]: .*$3" "$work/stdout"; then ok "$1"; else
        not_ok "$1: no $2 that says \"$3\""
        grep "\[$1\]" "$work/stdout"
    fi
}

cat >"$model/model.yaml" <<'YAML'
database: lint
domains:
  positive: {type: integer, checks: {is_positive: VALUE > 0}}
functions:
  tidy():
    returns: void
    language: plpgsql
    body: |
      BEGIN
          VACUUM t;
          EXECUTE 'VACUUM ' || 'u';
          IF true THEN
              EXECUTE format('CREATE INDEX CONCURRENTLY ON %I (a)', 'u');
          END IF;
          COMMIT;
          EXECUTE 'ANALYZE t';
      END;
  anybody():
    returns: integer
    language: sql
    security_definer: true
    body: SELECT 1
  somebody():
    returns: integer
    language: sql
    security_definer: true
    settings: {search_path: pg_catalog}
    body: SELECT 1
  broken():
    returns: integer
    language: sql
    body: SELECT no_such_column FROM t
procedures:
  may_commit():
    language: plpgsql
    body: BEGIN COMMIT; END
---
table: t
columns:
  id: {type: integer, identity: always}
  code: char(2)
  name: varchar(20)
  at: timestamp
  data: json
  price: money
  other: integer
  good: text
primary_key: id
relations:
  to_u: {columns: other, references: u(id)}
policies:
  own: {using: "true"}
indexes:
  t_a: name
  t_ab: [name, at]
  t_wide: [name, at, code, price]
---
table: u
comment: Good in every way.
columns:
  id: {type: smallserial}
primary_key: id
---
table: v
columns: {a: text}
YAML
lint
expect "lint" 2 '^2 errors\|errors, '
finds ban-char-field warning 'column public.t.code'
finds prefer-text-field note 'column public.t.name'
finds prefer-timestamp-tz note 'column public.t.at'
finds prefer-jsonb warning 'column public.t.data'
finds ban-money-field warning 'column public.t.price'
finds prefer-bigint-over-int note 'column public.t.id'
finds prefer-bigint-over-smallint warning 'column public.u.id'
finds prefer-identity note 'column public.u.id'
finds require-primary-key warning 'table public.v'
finds require-comment note 'table public.v'
finds require-foreign-key-index warning 'public.t'
finds policy-without-row-security error 'table public.t'
finds duplicate-index warning 'index public.t.t_a, beside index public.t.t_ab:'
finds wide-index note 'index public.t.t_wide'
finds ban-create-domain-with-constraint note 'positive'
finds security-definer-search-path error 'anybody'
finds forbidden-in-function error 'tidy.*line 2 of its body: VACUUM t'
finds forbidden-in-function error "line 3 of its body: EXECUTE VACUUM"
finds forbidden-in-function error 'line 5 of its body: EXECUTE CREATE INDEX CONCURRENTLY'
finds forbidden-in-function error 'line 7 of its body: COMMIT'
finds function-does-not-compile error 'broken().*no_such_column'
same "no more than these in functions" 4 "$(grep -c 'forbidden-in-function' "$work/stdout")"
for good in somebody may_commit 'column public.t.good' 'table public.u:'; do
    if grep -q "$good" "$work/stdout"; then not_ok "$good is found fault with"; else ok "$good"; fi
done
cp "$work/stdout" "$work/all"
lint --offline --format json
expect "as JSON" 2
is "… is JSON" python3 -m json.tool "$work/stdout"

# --- settings ---

sed -i '1s/$/\nlint:\n  ban-char-field: "off public.t.code: two letters, always"\n  prefer-jsonb: error\n  prefer-text-field: "off: lengths are part of the contract"\n  prefer-timestamp-tz: "off public.nowhere: none"/' "$model/model.yaml"
lint --offline
if grep -q 'ban-char-field\|prefer-text-field' "$work/stdout"; then not_ok "switched off"; else
    ok "switched off"
fi
expect "… and counted" 2 ' 2 switched off$'
finds prefer-jsonb error 'column public.t.data'
finds prefer-timestamp-tz note 'column public.t.at'
sed -i 's/^  prefer-jsonb: error/  prefer-jsonbb: error/' "$model/model.yaml"
lint --offline
expect "an unknown rule" 1 'model.yaml:.*error.E1012.*prefer-jsonbb' 'did you mean "prefer-jsonb"'
sed -i 's/^  prefer-jsonbb: error/  prefer-jsonb: "off:"/' "$model/model.yaml"
lint --offline
expect "no reason" 1 'E1012'

# --- rules ---

run "$PGWRIGHT" explain
expect "all rules" 0 '^adding-required-field *error' '^wide-index'
missing=
for rule in $(cut -d ' ' -f 1 "$work/stdout"); do
    run "$PGWRIGHT" explain "$rule"
    [ "$status" = 0 ] && grep -q '^  Instead: ' "$work/stdout" || missing="$missing $rule"
done
same "each has a page" "" "$missing"
run "$PGWRIGHT" explain prefer-json
expect "an unknown one" 1 'E0801.*prefer-json' 'did you mean "prefer-jsonb"'

# --- plans and migrations ---

plan=$work/plan
mkdir "$plan"
printf '%s\n' "database: plan" "---" "table: t" "columns: {id: bigint}" "primary_key: id" >"$plan/plan.yaml"
is "a first migration" "$PGWRIGHT" migrate new base -m "$plan"
printf '%s\n' "database: plan" "---" "table: t" "columns: {id: bigint, must: {type: text, not_null: true}}" \
    "primary_key: id" >"$plan/plan.yaml"
run "$PGWRIGHT" migrate new must -m "$plan"
expect "a plan that would fail on rows" 1 'E1011.*adding-required-field' 'acknowledge: {adding-required-field'
same "… is not written" 0001_base "$(cd "$plan/migrations" && ls -d 0*)"
printf 'acknowledge: {adding-required-feld: x}\n' >"$plan/migrations/next.yaml"
run "$PGWRIGHT" migrate new must -m "$plan"
expect "a slip of the pen" 1 'next.yaml:1:15: error.E1012' 'did you mean "adding-required-field"'
printf 'acknowledge: {adding-required-field: the table is empty}\n' >"$plan/migrations/next.yaml"
run "$PGWRIGHT" migrate new must -m "$plan"
expect "acknowledged" 0 '^0002_must'
is "… and recorded" grep -q '"rule": "adding-required-field", "reason": "the table is empty"' \
    "$plan/migrations/0002_must/plan.json"
is "… in JSON" python3 -m json.tool "$plan/migrations/0002_must/plan.json"
cat >"$plan/migrations/0002_must/up.sql" <<'SQL'
CREATE INDEX t_must ON t (must);
BEGIN;
ALTER TABLE t ALTER COLUMN id TYPE integer;
UPDATE t SET must = 'x';
TRUNCATE t;
ALTER TABLE t RENAME COLUMN must TO might;
COMMIT;
ALTER SCHEMA public RENAME TO private;
SQL
"$PGWRIGHT" migrate verify --accept -m "$plan" >/dev/null
run "$PGWRIGHT" lint "$plan/migrations/0002_must"
expect "lint of a migration" 2 'up.sql:1:1: warning.require-concurrent-index-creation' \
    'up.sql:3:1: warning.changing-column-type' 'up.sql:3:1: warning.require-lock-timeout' \
    'up.sql:4:1: warning.backfill-in-ddl-transaction' 'up.sql:5:1: warning.ban-truncate' \
    'up.sql:6:1: warning.renaming-column' 'up.sql:8:1: warning.renaming-schema'
cp "$work/stdout" "$work/folder"
run "$PGWRIGHT" lint "$plan/migrations/0002_must/up.sql"
same_file "its script says the same as its folder" "$work/folder" "$work/stdout"
run "$PGWRIGHT" lint "$plan/migrations/0001_base"
expect "a good one" 0 '^0 errors, 0 warnings'
finish
