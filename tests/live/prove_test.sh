#!/bin/sh
# prove_test.sh [PGWRIGHT]: the proof says yes to what is right, and finds what is not.
set -u
. "$(dirname "$0")/lib.sh"

cat >"$work/old.sql" <<'SQL'
CREATE TYPE mood AS ENUM ('sad', 'fine', 'glad');
CREATE TABLE people (id int PRIMARY KEY, email text NOT NULL, age int CHECK (age BETWEEN 18 AND 99),
    mood mood NOT NULL DEFAULT 'fine', code varchar(8) CHECK (code ~ '^[A-Z]'));
CREATE TABLE posts (id bigserial PRIMARY KEY, author int NOT NULL REFERENCES people, title varchar(50),
    at timestamptz NOT NULL DEFAULT now()) PARTITION BY RANGE (id);
CREATE TABLE posts_1 PARTITION OF posts FOR VALUES FROM (0) TO (2000);
CREATE TABLE posts_2 PARTITION OF posts DEFAULT;
CREATE TABLE nodes (id int PRIMARY KEY, parent int REFERENCES nodes, name text UNIQUE);
CREATE VIEW titles AS SELECT id, title FROM posts;
SQL
sed 's/varchar(50)/varchar(80)/; s/id int PRIMARY KEY, email/id bigint PRIMARY KEY, email/; s/author int/author bigint/
    s/email text/score numeric NOT NULL DEFAULT 0, email text/' "$work/old.sql" >"$work/new.sql"
echo "CREATE INDEX ON nodes (name, parent);" >>"$work/new.sql"

run "$PGWRIGHT" prove --from "$work/old.sql" --to "$work/new.sql"
expect "a change of types, columns and indexes" 0 '^proven' 'catalog after down' 'rows before  *1[0-9] rows in 4 tables'
run "$PGWRIGHT" prove --from "$work/new.sql" --to "$work/old.sql" --allow-loss '*' --drop now --format json
expect "the other way, and columns are dropped" 0 '"proven": true'
is "the report is JSON" python3 -m json.tool "$work/stdout"
run "$PGWRIGHT" prove --from "$work/new.sql" --to "$work/old.sql" --allow-loss '*'
expect "and put aside" 0 '^proven' 'catalog after purge'
run "$PGWRIGHT" prove --from "$work/old.sql" --to "$work/old.sql"
expect "nothing to do" 0 '^proven'

# A table that is put aside takes its row type along, and with it what functions are called.
echo 'CREATE TABLE t (a int); CREATE FUNCTION f(t, t[], int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;' >"$work/row.sql"
run "$PGWRIGHT" prove --from "$work/row.sql" --to empty
expect "a function of a table's rows" 0 '^proven'

# A column goes, or comes, while tables enter their places among partitions and leave them.
run "$PGWRIGHT" prove --from pitfalls/39_parts_come_and_go/new.sql --to pitfalls/39_parts_come_and_go/old.sql --no-renames
expect "columns are put aside where partitions come" 0 '^proven' 'catalog after purge'
run "$PGWRIGHT" prove --from pitfalls/39_parts_come_and_go/old.sql --to pitfalls/39_parts_come_and_go/new.sql --no-renames
expect "and where they go" 0 '^proven'

# A check that rows do not fulfil is no fault of the plan, but it is told.
sed 's/BETWEEN 18 AND 99/> 90/' "$work/old.sql" >"$work/strict.sql"
run "$PGWRIGHT" prove --from "$work/old.sql" --to "$work/strict.sql"
expect "rows that bar the way" 0 'public.people goes on without rows' 'violated by some row'
echo 'CREATE DOMAIN d AS text; CREATE TABLE t (a d, b int);' >"$work/domain.sql"
echo 'CREATE DOMAIN d AS text NOT NULL; CREATE TABLE t (a d, b int);' >"$work/stricter.sql"
run "$PGWRIGHT" prove --from "$work/domain.sql" --to "$work/stricter.sql"
expect "rows of a domain that bar the way" 0 'all goes on without rows' 'catalog after down' '^proven'
run "$PGWRIGHT" prove --from "$work/strict.sql" --to "$work/old.sql"
expect "rows that bar the way back" 0 'are right in the new schema alone'

run "$PGWRIGHT" prove --from "$work/old.sql"
expect "one source" 1 E0801
run "$PGWRIGHT" prove --from "$work/none.sql" --to "$work/old.sql"
expect "a source that is not there" 1 E0101

finish
