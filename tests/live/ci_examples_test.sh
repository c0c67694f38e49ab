#!/bin/sh
# ci_examples_test.sh [PGWRIGHT]: the examples of examples/ci/, each as far as it runs without its
# host: the commands of the workflows, the hook in a repository, the unit's command line.
set -u
. "$(dirname "$0")/lib.sh"
examples=$(cd ../../examples/ci && pwd)

# A repository with a model named shop, and its database; `pgwright` and DRIFT_URI as CI has them.
shop=${prefix}_shop
mkdir -p "$work/bin" "$work/repository/model"
ln -s "$PGWRIGHT" "$work/bin/pgwright"
PATH=$work/bin:$PATH
cp -r ../../model/stratlogic "$work/repository/model/shop"
cd "$work/repository" || exit 1
rm -rf model/shop/migrations
sed -i 's/^database: .*/database: shop/' model/shop/database.yaml
is "generate" pgwright generate model/shop -o generated/shop
make_database "$shop"
is "create.sql" run_sql "$shop" generated/shop/sql/create.sql
DRIFT_URI=$(on "$shop")
export DRIFT_URI
printf 'accepted:\n  - {object: table public.tmp, reason: the night job makes it, until: 2999-12-31}\n' >drift-baseline.yaml
ask "$shop" "CREATE TABLE tmp (a integer)" >/dev/null

# steps FILE: the commands of a workflow's `run: |`, with the database in place of the one in them.
commands() {
    awk '/^ *(run: \||script:)$/ { on = 1; next } /^ *- (name|uses)|^ ? ?[a-z]+:/ { on = 0 } on' "$1" |
        sed -e 's/^ *- //' -e 's/^"\(.*\)"$/\1/' -e "s|\"postgresql://[^\"]*\"|\"\$DRIFT_URI\"|"
}
for example in github-actions.yml gitlab-ci.yml; do
    commands "$examples/$example" >"$work/$example.sh"
    run sh -e "$work/$example.sh"
    expect "$example: in sync" 0
    ask "$shop" "ALTER TABLE users ALTER username DROP NOT NULL" >/dev/null
    run sh -e "$work/$example.sh"
    expect "$example: drift fails it" 2
    same "$example: the model is looked at too" 3 "$(grep -c 'pgwright check\|--check$\|migrate verify' "$work/$example.sh")"
    is "$example: its test report" grep -q '<failure type="different"' drift.xml
    ask "$shop" "ALTER TABLE users ALTER username SET NOT NULL" >/dev/null
done
is "github-actions.yml: SARIF for the upload" grep -q '"version": "2.1.0"' drift.sarif
sed -n 's/^ *run: \(cat .*\)/\1/p' "$examples/github-actions.yml" >"$work/summary.sh"
GITHUB_STEP_SUMMARY=$work/summary run sh -e "$work/summary.sh"
is "github-actions.yml: the summary" grep -q '^### shop' "$work/summary"
if command -v python3 >/dev/null && python3 -c 'import yaml' 2>/dev/null; then
    for example in github-actions.yml gitlab-ci.yml; do
        is "$example is YAML" python3 -c 'import sys, yaml; yaml.safe_load(open(sys.argv[1]))' "$examples/$example"
    done
fi

# The hook, in a repository.
if command -v git >/dev/null; then
    git init -q . && git config user.email a@b && git config user.name a && git add -A && git commit -qm one
    cp "$examples/pre-commit" .git/hooks/pre-commit
    echo '# nothing' >>model/shop/users.yaml
    git add -A
    run git commit -qm "a comment"
    expect "pre-commit: a comment changes nothing" 0
    sed -i 's/varchar(255)/varchar(254)/' model/shop/users.yaml
    git add -A
    run git commit -qm "a type"
    expect "pre-commit: generated files that are stale" 1 '^stale: generated/shop/shop.lock'
    sed -i 's/varchar(254)/varchr(254)/' model/shop/users.yaml
    git add -A
    run git commit -qm "a mistake"
    expect "pre-commit: a mistake" 1 E0501
    git checkout -q HEAD -- model
fi

# The unit: its command line, with the files of the machine in another place.
command=$(sed -n 's/^ExecStart=//p' "$examples/drift.service" | sed -e "s|/usr/bin/||" \
    -e "s|/etc/pgwright/baseline.yaml|drift-baseline.yaml|" -e "s|/etc/pgwright/shop.lock|generated/shop/shop.lock|" \
    -e "s|/etc/pgwright|$work|" -e "s|/var/lib/pgwright|$work|")
on "$shop" >"$work/targets"
run sh -c "$command"
expect "drift.service" 0 'shop: 1 database: in sync'
is "drift.service: its report" grep -q '"in_sync": true' "$work/drift.json"
if command -v systemd-analyze >/dev/null; then
    for unit in drift.service drift.timer; do
        sed 's|/usr/bin/pgwright|/bin/true|' "$examples/$unit" >"$work/$unit"
    done
    run systemd-analyze verify "$work/drift.service" "$work/drift.timer"
    expect "systemd takes the units" 0
fi
cd "$work" || exit 1
finish
