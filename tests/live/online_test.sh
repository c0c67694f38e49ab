#!/bin/sh
# online_test.sh [PGWRIGHT]: plans that let others work meanwhile, on a live database with rows: builds that are
# broken off, locks that cannot be had, and what is left to do after that.
set -u
. "$(dirname "$0")/lib.sh"

db=${prefix}_online
diff_to() { # FILE OPTION...: the plan from the live database, in $work/up.sql
    to=$1
    shift
    run "$PGWRIGHT" diff --from "$(on "$db")" --to "$to" --up "$work/up.sql" "$@"
}

# --- an index whose build fails half way ---

cat >"$work/old.sql" <<'SQL'
CREATE TABLE t (id int, a int);
CREATE UNIQUE INDEX kept ON t (a);
INSERT INTO t VALUES (1, 1), (1, 2);
SQL
cat >"$work/new.sql" <<'SQL'
CREATE TABLE t (id int, a int, CONSTRAINT u UNIQUE (id));
CREATE UNIQUE INDEX kept ON t (a, id);
SQL
make_database "$db"
run_sql "$db" "$work/old.sql"
diff_to "$work/new.sql"
expect "a unique constraint is planned" 2
same "its index is built by itself" 2 "$(grep -c '^CREATE UNIQUE INDEX CONCURRENTLY' "$work/up.sql")"
run run_sql "$db" "$work/up.sql"
expect "rows bar the way" 3 'could not create unique index "u"'
same "half an index is left" f "$(ask "$db" "SELECT indisvalid FROM pg_index WHERE indexrelid = 'u'::regclass")"
same "an index of the old name is there all the time" 1 \
    "$(ask "$db" "SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass AND indisvalid AND
        indisunique")"
ask "$db" "DELETE FROM t WHERE a = 2"
sed -n '/^SET lock_timeout = 0/,/^BEGIN/p' "$work/up.sql" | sed -e '/^BEGIN/d' -e '/kept/d' >"$work/again.sql"
is "the same statements again make room first" run_sql "$db" "$work/again.sql"
same "and the index is whole" t "$(ask "$db" "SELECT indisvalid FROM pg_index WHERE indexrelid = 'u'::regclass")"
diff_to "$work/new.sql"
is "a plan from there goes on" run_sql "$db" "$work/up.sql"
diff_to "$work/new.sql"
expect "and arrives" 0
drop_database "$db"

# --- a lock that somebody else has ---

make_database "$db"
run_sql "$db" "$work/old.sql"
sed 's/a int);/a int, b int);/' "$work/old.sql" >"$work/wider.sql"
diff_to "$work/wider.sql"
ask "$db" "BEGIN; SELECT count(*) FROM t; SELECT pg_sleep(8)" >/dev/null 2>&1 &
reader=$!
until [ "$(ask "$db" "SELECT count(*) FROM pg_locks WHERE relation = 't'::regclass")" -gt 0 ]; do sleep 0.1; done
run run_sql "$db" "$work/up.sql"
expect "the plan does not wait behind a reader for long" 3 'canceling statement due to lock timeout'
same "and nothing was changed" 0 "$(ask "$db" "SELECT count(*) FROM pg_attribute WHERE attrelid = 't'::regclass AND
    attname = 'b'")"
kill "$reader" 2>/dev/null
wait "$reader" 2>/dev/null
ask postgres "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$db'" >/dev/null
is "later it goes through" run_sql "$db" "$work/up.sql"

# --- scans that the server is spared ---

cat >"$work/old.sql" <<'SQL'
CREATE TABLE o (id int PRIMARY KEY);
CREATE TABLE t (id int NOT NULL, a int, b int);
CREATE TABLE whole (r int, k text) PARTITION BY RANGE (r, k);
CREATE TABLE part (r int, k text);
CREATE TABLE p (id int PRIMARY KEY, o int) PARTITION BY LIST (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1, 2);
CREATE TABLE p2 PARTITION OF p FOR VALUES IN (3) PARTITION BY LIST (id);
CREATE TABLE p3 PARTITION OF p2 FOR VALUES IN (3);
INSERT INTO o SELECT generate_series(1, 9);
INSERT INTO t SELECT n, n, n FROM generate_series(1, 99) AS n;
INSERT INTO part SELECT n, 'k' FROM generate_series(1, 99) AS n;
INSERT INTO p VALUES (1, 1), (3, 2);
SQL
cat >"$work/new.sql" <<'SQL'
CREATE TABLE o (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b int CHECK (b > 0));
CREATE TABLE whole (r int, k text) PARTITION BY RANGE (r, k);
CREATE TABLE part PARTITION OF whole FOR VALUES FROM (0, 'a') TO (100, 'b');
CREATE TABLE p (id int PRIMARY KEY, o int REFERENCES o) PARTITION BY LIST (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1, 2);
CREATE TABLE p2 PARTITION OF p FOR VALUES IN (3) PARTITION BY LIST (id);
CREATE TABLE p3 PARTITION OF p2 FOR VALUES IN (3);
SQL
drop_database "$db"
make_database "$db"
run_sql "$db" "$work/old.sql"
diff_to "$work/new.sql"
sed '/^SET LOCAL client_min/d' "$work/up.sql" >"$work/loud.sql"
run env PGOPTIONS='-c client_min_messages=debug1' psql -X -v ON_ERROR_STOP=1 -d "$(on "$db")" -f "$work/loud.sql"
expect "the whole plan runs" 0
# Rows are read for checks where they are validated, and nowhere else.
same "each check is proven once" "$(grep -o 'VALIDATE CONSTRAINT' "$work/up.sql" | wc -l)" \
    "$(grep -c 'verifying table\|validating foreign key' "$work/stderr")"
same "NOT NULL and bounds are known by then" 2 "$(grep -c 'sufficient to prove\|is implied by existing constraints' \
    "$work/stderr")"
diff_to "$work/new.sql"
expect "and arrives at what was wanted" 0
same "with one key on each partition" "p p1 p2 p3" "$(ask "$db" "SELECT string_agg(conrelid::regclass::text, ' '
    ORDER BY 1) FROM pg_constraint WHERE contype = 'f'")"
run "$PGWRIGHT" prove --from "$work/old.sql" --to "$work/new.sql"
expect "proven" 0 '^proven' '^ok  *broken off'

# --- several changes of one table write it anew once ---

cat >"$work/old.sql" <<'SQL'
CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b varchar(20), c numeric DEFAULT 1, d text, e int,
    s int DEFAULT 3, g int GENERATED ALWAYS AS (a * 2) STORED, CHECK (a < e));
CREATE INDEX ON t (a);
CREATE TABLE u (id int REFERENCES t, x int, y int);
CREATE VIEW v AS SELECT id, a, b FROM t;
CREATE UNLOGGED TABLE l (id int, x int);
CREATE TABLE p (id int, k int, v int) PARTITION BY RANGE (k);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE heir (own int) INHERITS (u);
SQL
cat >"$work/new.sql" <<'SQL'
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 7';
CREATE TABLE t (id bigint PRIMARY KEY, a bigint NOT NULL, b varchar(30), c int DEFAULT 2, d text NOT NULL,
    e bigint, s text DEFAULT '3', g bigint GENERATED ALWAYS AS (a * 3) STORED, CHECK (a < e),
    h int DEFAULT f(), k int GENERATED BY DEFAULT AS IDENTITY);
CREATE INDEX ON t (a);
CREATE TABLE u (id bigint REFERENCES t, x bigint, y int NOT NULL);
CREATE VIEW v AS SELECT id, a, b FROM t;
CREATE TABLE l (id bigint, x bigint);
CREATE TABLE p (id bigint, k int, v bigint NOT NULL) PARTITION BY RANGE (k);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE heir (own int) INHERITS (u);
SQL
cat >"$work/rows.sql" <<'SQL'
INSERT INTO t SELECT i, i, 'x', i, 'y', i + 1, i FROM generate_series(1, 50) i;
INSERT INTO u SELECT i, i, i FROM generate_series(1, 50) i;
INSERT INTO l SELECT i, i FROM generate_series(1, 50) i;
INSERT INTO p SELECT i, i % 10, i FROM generate_series(1, 50) i;
INSERT INTO heir SELECT i, i, i, i FROM generate_series(1, 50) i;
SQL
cat >"$work/count.sql" <<'SQL'
CREATE SCHEMA seen;
CREATE TABLE seen.rewrites (relation name);
CREATE FUNCTION seen.note() RETURNS event_trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO seen.rewrites
        SELECT relname FROM pg_class WHERE oid = pg_event_trigger_table_rewrite_oid(); END';
CREATE EVENT TRIGGER note ON table_rewrite EXECUTE FUNCTION seen.note();
SQL
rewrites() { # table:count, and forgets them
    ask "$db" "SELECT string_agg(format('%s:%s', relation, n), ' ' ORDER BY relation)
        FROM (SELECT relation, count(*) AS n FROM seen.rewrites GROUP BY 1) AS r" "TRUNCATE seen.rewrites"
}
drop_database "$db"
for online in auto off; do
    make_database "$db"
    run_sql "$db" "$work/old.sql" && run_sql "$db" "$work/rows.sql"
    dump "$db" >"$work/before"
    diff_to "$work/new.sql" --down "$work/down.sql" --online $online --drop now --allow-loss '*'
    expect "$online: many changes of a table" 2
    run_sql "$db" "$work/count.sql"
    is "$online: up" run_sql "$db" "$work/up.sql"
    same "$online: each table is written anew once" "heir:1 l:1 p1:1 t:1 u:1" "$(rewrites)"
    same "$online: its rows are there" "50 50 50 50 100" \
        "$(ask "$db" "SELECT concat_ws(' ', (SELECT count(*) FROM t WHERE g = a * 3 AND s = id::text AND h = 7),
            (SELECT count(*) FROM l), (SELECT count(*) FROM p), (SELECT count(*) FROM heir),
            (SELECT count(*) FROM u WHERE x = y))")"
    is "$online: down" run_sql "$db" "$work/down.sql"
    same "$online: … and once on the way back" "heir:1 l:1 p1:1 t:1 u:1" "$(rewrites)"
    ask "$db" "DROP EVENT TRIGGER note" "DROP SCHEMA seen CASCADE" >/dev/null 2>&1
    dump "$db" >"$work/after"
    same_file "$online: all is as it was" "$work/before" "$work/after"
    drop_database "$db"
done

finish
