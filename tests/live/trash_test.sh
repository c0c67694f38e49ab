#!/bin/sh
# trash_test.sh [PGWRIGHT]: what holds rows is put aside, comes back as it was, and is purged for ever.
#
# trash/from.sql, with the rows of trash/rows.sql, becomes trash/to.sql, in which tables, columns and
# types are missing that all sorts of things depend on. pg_dump, rows included, is the judge.
set -u
. "$(dirname "$0")/lib.sh"

old=${prefix}_old copy=${prefix}_copy

whole() { # DATABASE: schema, rows and where sequences stand
    pg_dump "$(on "$1")" | sed -e '/^\\restrict /d' -e '/^\\unrestrict /d'
}

diff_to() { # DATABASE TARGET [OPTION]...
    from=$1 to=$2
    shift 2
    run "$PGWRIGHT" diff --from "$(on "$from")" --to "$to" --no-renames "$@"
}

make_database "$old"
is "the old schema" run_sql "$old" trash/from.sql
is "its rows" run_sql "$old" trash/rows.sql
whole "$old" >"$work/before"
diff_to "$old" trash/to.sql --up "$work/up.sql" --down "$work/down.sql" --purge "$work/purge.sql"
expect "the plan" 2
make_database "$copy" "$old"

# --- there and back ---

is "up" run_sql "$old" "$work/up.sql"
diff_to "$old" trash/to.sql
expect "what is put aside is no difference" 0
is "down" run_sql "$old" "$work/down.sql"
whole "$old" >"$work/after"
same_file "the very catalog and the very rows" "$work/before" "$work/after"
is "up once more" run_sql "$old" "$work/up.sql"
is "and down" run_sql "$old" "$work/down.sql"
whole "$old" >"$work/after"
same_file "twice" "$work/before" "$work/after"
same "the plan is the same each time" "$(cat "$work/up.sql")" \
    "$("$PGWRIGHT" diff --from "$(on "$old")" --to trash/to.sql --no-renames)"

# --- purged ---

run run_sql "$copy" "$work/purge.sql"
expect "there is nothing to purge before" 3 'does not exist'
is "up on a copy" run_sql "$copy" "$work/up.sql"
is "purge" run_sql "$copy" "$work/purge.sql"
same "nothing is left of it" "" "$(dump "$copy" | grep -i trash)"
diff_to "$copy" trash/to.sql
expect "and nothing else is gone" 0
drop_database "$copy"

# --- rows that are written meanwhile ---

is "up" run_sql "$old" "$work/up.sql"
ask "$old" "INSERT INTO fresh (a) VALUES (11)" "UPDATE users SET filled = 4 WHERE id = 1" \
    "INSERT INTO users (name) VALUES ('late')" "INSERT INTO refs (id, other) VALUES (7, 8)"
is "down" run_sql "$old" "$work/down.sql"
same "a column that came back has its default in them" "3 late 7" \
    "$(ask "$old" "SELECT concat_ws(' ', id, name, m, old) FROM users WHERE name = 'late'")"
schema=$(ask "$old" "SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname LIKE '~trash%'")
same "a new table with rows is put aside" 11 "$(ask "$old" "SELECT a FROM $schema.fresh")"
same "a new column with values too, others go" '"~trash_filled_ce3a86"' \
    "$(ask "$old" "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = 'users'::regclass
                      AND attnum > 4 AND NOT attisdropped")"
diff_to "$old" trash/from.sql
expect "the catalog is the old one" 0

# --- … and have no value for what comes back ---

demanding=${prefix}_demanding
echo 'CREATE TABLE d (a int PRIMARY KEY, b text);' >"$work/less.sql"
make_database "$demanding"
ask "$demanding" "CREATE TABLE d (a int PRIMARY KEY, b text, c int NOT NULL)" "INSERT INTO d VALUES (1, 'x', 5)"
whole "$demanding" >"$work/before"
diff_to "$demanding" "$work/less.sql" --up "$work/up.sql" --down "$work/down.sql"
is "up" run_sql "$demanding" "$work/up.sql"
ask "$demanding" "INSERT INTO d VALUES (2, 'y')"
whole "$demanding" >"$work/up"
run run_sql "$demanding" "$work/down.sql"
expect "down says what is missing before it begins" 3 'rows of public.d have no value for column c' \
    'HINT: .*UPDATE public.d SET "~trash_c_[0-9a-f]*" = '
whole "$demanding" >"$work/after"
same_file "and changes nothing" "$work/up" "$work/after"
ask "$demanding" "DELETE FROM d WHERE a = 2"
is "down" run_sql "$demanding" "$work/down.sql"
whole "$demanding" >"$work/after"
same_file "without them it does its work" "$work/before" "$work/after"
drop_database "$demanding"

# --- … or cannot be put aside: its type goes with an extension ---

bound=${prefix}_bound
echo 'CREATE EXTENSION citext; CREATE TABLE c (a citext, b int);' >"$work/more.sql"
make_database "$bound"
run "$PGWRIGHT" diff --from empty --to "$work/more.sql" --up "$work/up.sql" --down "$work/down.sql"
expect "the plan says that rows bar the way back" 2 'warning.E0901.*table public.c holds rows by then.*extension citext' \
    "allow-loss 'public.c'"
is "up" run_sql "$bound" "$work/up.sql"
ask "$bound" "INSERT INTO c VALUES ('x', 1)"
run run_sql "$bound" "$work/down.sql"
expect "down loses no rows" 3 'table public.c would be lost with its rows'
ask "$bound" "DELETE FROM c"
is "without them it goes" run_sql "$bound" "$work/down.sql"
same "all of it" "" "$(ask "$bound" "SELECT to_regclass('c')::text || to_regtype('citext')::text")"
run "$PGWRIGHT" diff --from empty --to "$work/more.sql" --allow-loss public.c --up "$work/up.sql" --down "$work/down.sql"
expect "what may go bars nothing" 2
same "… not even there" 0 "$(grep -c 'would be lost' "$work/down.sql")"
drop_database "$bound"

# --- put aside twice under one name ---

diff_to "$old" trash/to.sql --up "$work/up.sql" --down "$work/down.sql"
is "up beside that" run_sql "$old" "$work/up.sql"
ask "$old" "CREATE TABLE app_t (id int)" "CREATE TABLE pol (id int)" "INSERT INTO pol VALUES (5)" \
    "CREATE TYPE mood AS ENUM ('new')" "ALTER TABLE users ADD old int" "UPDATE users SET old = 1"
diff_to "$old" trash/to.sql --up "$work/up2.sql" --down "$work/down2.sql"
expect "the same names again" 2
whole "$old" >"$work/before"
is "up" run_sql "$old" "$work/up2.sql"
is "down" run_sql "$old" "$work/down2.sql"
whole "$old" >"$work/after"
same_file "they come back" "$work/before" "$work/after"

# --- up and down again and again, with rows in what is new each time ---

echo 'CREATE TABLE k (a int PRIMARY KEY);' >"$work/small.sql"
echo 'CREATE TABLE k (a int PRIMARY KEY, b text); CREATE TABLE n (x int REFERENCES k);' >"$work/large.sql"
is "planned" sh -c '"$0" diff --from "$1/small.sql" --to "$1/large.sql" --up "$1/up.sql" --down "$1/down.sql"
    [ $? = 2 ]' "$PGWRIGHT" "$work"
again=${prefix}_again
make_database "$again"
is "the small one" run_sql "$again" "$work/small.sql"
for i in 1 2 3; do
    is "up, time $i" run_sql "$again" "$work/up.sql"
    ask "$again" "INSERT INTO k VALUES ($i, 'x')" "INSERT INTO n VALUES ($i)"
    is "down, time $i" run_sql "$again" "$work/down.sql"
done
same "what was written is in the trash of its time" 3 \
    "$(ask "$again" "SELECT count(*) FROM pg_namespace WHERE nspname LIKE '~trash%'")"
drop_database "$again"

# --- a partition that comes back finds room: those that have its bounds leave first ---

cat >"$work/year.sql" <<'END'
CREATE TABLE m (d date NOT NULL, v int) PARTITION BY RANGE (d);
CREATE TABLE m_2024 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
END
cat >"$work/halves.sql" <<'END'
CREATE TABLE m (d date NOT NULL, v int) PARTITION BY RANGE (d);
CREATE TABLE m_1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2024-07-01');
CREATE TABLE m_2 PARTITION OF m FOR VALUES FROM ('2024-07-01') TO ('2025-01-01');
END
for online in auto off; do
    make_database "$again"
    is "a year" run_sql "$again" "$work/year.sql"
    ask "$again" "INSERT INTO m VALUES ('2024-03-01', 1), ('2024-08-01', 2)"
    whole "$again" >"$work/before"
    diff_to "$again" "$work/halves.sql" --online $online --up "$work/up.sql" --down "$work/down.sql"
    is "in two halves, --online $online" run_sql "$again" "$work/up.sql"
    is "and as it was" run_sql "$again" "$work/down.sql"
    whole "$again" >"$work/after"
    same_file "with its rows" "$work/before" "$work/after"
    drop_database "$again"
done

# --- partitions that come back find the columns of the whole, those in the trash as well ---

parts=pitfalls/39_parts_come_and_go
is "planned" sh -c '"$0" diff --from "$1/old.sql" --to "$1/new.sql" --no-renames --up "$2/up.sql" --down "$2/down.sql"
    [ $? = 2 ]' "$PGWRIGHT" "$parts" "$work"
make_database "$again"
is "partitions" run_sql "$again" "$parts/old.sql"
for i in 1 2 3; do
    is "partitions up, time $i" run_sql "$again" "$work/up.sql"
    ask "$again" "UPDATE gone SET extra = $i" "UPDATE pair SET extra = $i" "UPDATE pair_2 SET extra = $i" \
        "UPDATE own_2 SET extra = $i" "UPDATE come SET extra = $i"
    is "partitions down, time $i" run_sql "$again" "$work/down.sql"
done
same "what was written is in the trash of its time" "(2,b,1,2,3)" "$(ask "$again" "SELECT o FROM own_2 o")"
diff_to "$again" "$parts/new.sql" --up "$work/up.sql"
expect "planned with the trash there" 2
is "and run" run_sql "$again" "$work/up.sql"
drop_database "$again"

# And the other way, with rows in the columns that go.
make_database "$again"
is "partitions with columns" run_sql "$again" "$parts/new.sql"
ask "$again" "INSERT INTO gone VALUES (1, 'a', 10)" "INSERT INTO gone_2 VALUES (2, 'b')" \
    "INSERT INTO pair VALUES (1, 'a', 11)" "INSERT INTO pair_2 VALUES (2, 'b', 12)" \
    "INSERT INTO own VALUES (1, 'a')" "INSERT INTO own_2 VALUES (2, 'b', 13)" \
    "INSERT INTO come VALUES (1, 'a', 14), (2, 'b', 15)" "INSERT INTO there VALUES (1, 'a', 16)"
whole "$again" | LC_ALL=C sort >"$work/before"
diff_to "$again" "$parts/old.sql" --up "$work/up.sql" --down "$work/down.sql"
expect "partitions lose columns" 2
for i in 1 2; do
    is "up, time $i" run_sql "$again" "$work/up.sql"
    diff_to "$again" "$parts/old.sql"
    expect "and that is all, time $i" 0
    is "down, time $i" run_sql "$again" "$work/down.sql"
    whole "$again" | LC_ALL=C sort >"$work/after"
    same_file "all rows are back, time $i" "$work/before" "$work/after"
done
drop_database "$again"

# --- refused ---

diff_to "$old" empty --drop now
expect "dropping loses rows" 1 'E0901.*dropping table public.pol loses its rows' '--drop trash'
diff_to "$old" empty --drop now --allow-loss '*'
expect "unless that is meant" 2
cat >"$work/parents.sql" <<'SQL'
CREATE TABLE p (a int, b int);
CREATE TABLE h (c int) INHERITS (p);
SQL
cat >"$work/heirs.sql" <<'SQL'
CREATE TABLE p (b int);
CREATE TABLE h (a int, c int) INHERITS (p);
SQL
run "$PGWRIGHT" diff --from "$work/parents.sql" --to "$work/heirs.sql"
expect "a column that an heir keeps" 1 'E0901.*public.p.a cannot be put aside.*public.h'
drop_database "$old"

finish
