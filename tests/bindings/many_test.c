/* Many rows at once: inserted, changed, copied, in a pipeline; and which of them is to blame. */
#include "bindings_test.h"

enum { MANY = 20000 };

static samples_items *new_pairs(size_t count)
{
    samples_items *rows = calloc(count, sizeof *rows);
    assert_non_null(rows);
    for (size_t i = 0; i < count; i++) {
        rows[i].region = pgw_text_of(i % 2 ? "odd" : "even");
        rows[i].number = (int32_t)i;
        rows[i].note = pgw_opt_text_of(i % 3 ? "some" : NULL);
        rows[i].amount = (int32_t)i + 1;
    }
    return rows;
}

static void expect_pairs(const char *text)
{
    assert_string_equal(
        sql_text("SELECT count(*) || ' ' || count(note) || ' ' || coalesce(sum(amount), 0)"
                 " FROM items WHERE region = CASE number % 2 WHEN 1 THEN 'odd' ELSE"
                 " 'even' END"),
        text);
}

static void test_insert_many(void **state)
{
    samples_items *rows = new_pairs(MANY);
    const samples_items_columns keys = {.region = true, .number = true};
    (void)state;
    OK(samples_items_insert_many(&session, NULL, rows, 0, NULL));
    OK(samples_items_insert_many(&session, NULL, rows, MANY, NULL));
    expect_pairs("20000 13333 200010000");
    sql("TRUNCATE items");
    OK(samples_items_insert_many(&session, &arena, rows, 100, &keys));
    assert_int_equal(rows[99].amount, 7); /* the default, as stored */
    assert_string_equal(rows[99].region.ptr, "odd");
    expect_pairs("100 0 700");
    free(rows);
}

static void test_generated_ids(void **state)
{
    samples_made rows[3];
    (void)state;
    memset(rows, 0, sizeof rows);
    for (int i = 0; i < 3; i++)
        rows[i].base = i;
    const samples_made_columns base = {.base = true};
    OK(samples_made_insert_many(&session, &arena, rows, 3, &base));
    for (int i = 0; i < 3; i++) {
        assert_int_equal(rows[i].id, i + 1);
        assert_int_equal(rows[i].twice.value, 2 * i);
    }
}

/* A failure changes nothing, and says which row it was. */
static void test_blame(void **state)
{
    samples_items *rows = new_pairs(MANY);
    (void)state;
    rows[12345].amount = -1;
    EXPECT(PGW_CHECK_VIOLATION, samples_items_insert_many(&session, NULL, rows, MANY, NULL));
    assert_int_equal(session.error.item, 12345);
    assert_int_equal(samples_constraint_of(&session.error),
                     SAMPLES_CONSTRAINT_ITEMS_AMOUNT_POSITIVE);
    expect_pairs("0 0 0");
    rows[12345] = rows[77]; /* the later one of the two */
    sql("BEGIN; INSERT INTO items (region, number) VALUES ('mine', 1)");
    EXPECT(PGW_UNIQUE_VIOLATION, samples_items_insert_many(&session, NULL, rows, MANY, NULL));
    assert_int_equal(session.error.item, 12345);
    sql("COMMIT"); /* what was done before stays */
    assert_string_equal(sql_text("SELECT string_agg(region, ' ') FROM items"), "mine");
    rows[5].region.ptr = "a\0b";
    rows[5].region.len = 3;
    EXPECT(PGW_INVALID, samples_items_insert_many(&session, NULL, rows, MANY, NULL));
    assert_int_equal(session.error.item, 5);
    assert_string_equal(session.error.message, "public.items.region: the text holds a NUL byte");
    rows[15000] = rows[5]; /* one that cannot be sent, behind one that the server refuses */
    rows[5] = rows[7];
    EXPECT(PGW_UNIQUE_VIOLATION, samples_items_insert_many(&session, NULL, rows, MANY, NULL));
    assert_int_equal(session.error.item, 7);
    rows[5].number = 5;
    rows[12345].number = 12345;
    EXPECT(PGW_INVALID, samples_items_insert_many(&session, NULL, rows, MANY, NULL));
    assert_int_equal(session.error.item, 15000);
    assert_string_equal(sql_text("SELECT count(*) FROM items"), "1");
    free(rows);
}

static void test_upsert(void **state)
{
    samples_items *rows = new_pairs(10), row;
    const samples_items_columns amount = {.amount = true}, none = {.amount = false};
    (void)state;
    OK(samples_items_upsert_many(&session, rows, 5, NULL, NULL));
    for (int i = 0; i < 10; i++)
        rows[i].amount = 100;
    OK(samples_items_upsert_many(&session, rows, 10, NULL, &amount));
    expect_pairs("10 6 1000");
    row = rows[0];
    row.note = pgw_opt_text_of("other");
    row.amount = 5;
    OK(samples_items_upsert(&session, &arena, &row, NULL, &amount));
    assert_false(row.note.present); /* as stored */
    EXPECT(PGW_NOT_FOUND, samples_items_upsert(&session, &arena, &row, NULL, &none));
    row.number = 77;
    OK(samples_items_upsert(&session, &arena, &row, NULL, NULL));
    samples_things things[2];
    memset(things, 0, sizeof things);
    things[0].name = pgw_text_of("a");
    things[1].name = pgw_text_of("b");
    const samples_things_columns name = {.name = true};
    OK(samples_things_upsert_many_by_name(&session, things, 2, &name, NULL));
    OK(samples_things_upsert_by_name(&session, &arena, &things[0], &name, &name));
    assert_int_equal(things[0].id, 1);
    free(rows);
}

/* On unique indexes. */
static void test_upsert_on(void **state)
{
    const samples_people_columns slots = {.email = true, .slot = true, .active = true};
    const samples_people_columns email = {.email = true, .handle = true};
    samples_people row, rows[3], found;
    (void)state;
    memset(rows, 0, sizeof rows);
    for (int i = 0; i < 3; i++) {
        rows[i].email = pgw_text_of(i ? i == 1 ? "Bob" : "Cid" : "Ann");
        rows[i].slot = (pgw_opt_int4){true, i};
        rows[i].active = true;
    }
    OK(samples_people_upsert_many_on_people_slot(&session, rows, 3, &slots, NULL));
    row = rows[0];
    row.email = pgw_text_of("ANN");
    row.handle = pgw_opt_text_of("a");
    OK(samples_people_upsert_on_people_email(&session, &arena, &row, &email, NULL));
    assert_int_equal(row.slot.value, 0); /* the row that was there */
    OK(samples_people_get_by_handle(&session, &arena, pgw_text_of("a"), &found));
    assert_int_equal(found.id, row.id);
    row.email = pgw_text_of("anne");
    OK(samples_people_upsert_by_handle(&session, &arena, &row, &email, NULL));
    rows[1].email = pgw_text_of("bea");
    OK(samples_people_upsert_on_people_slot(&session, &arena, &rows[1], &slots, NULL));
    rows[1].active = false; /* outside of the index: another row */
    rows[1].email = pgw_text_of("bert");
    OK(samples_people_upsert_on_people_slot(&session, &arena, &rows[1], &slots, NULL));
    assert_string_equal(sql_text("SELECT string_agg(email, ' ' ORDER BY lower(email)) FROM people"),
                        "anne bea bert Cid");
}

static void test_update_many(void **state)
{
    samples_items *rows = new_pairs(MANY);
    const samples_items_columns amount = {.amount = true};
    size_t updated;
    (void)state;
    OK(samples_items_insert_many(&session, NULL, rows, MANY / 2, NULL));
    for (int i = 0; i < MANY; i++) {
        rows[i].amount = 1;
        rows[i].note.present = false;
    }
    OK(samples_items_update_many(&session, rows, MANY, &amount, &updated));
    assert_int_equal(updated, MANY / 2);
    expect_pairs("10000 6666 10000");
    rows[9000].amount = 0;
    EXPECT(PGW_CHECK_VIOLATION, samples_items_update_many(&session, rows, MANY, &amount, NULL));
    assert_int_equal(session.error.item, 9000);
    free(rows);
}

/* Of rows with a version, the first that another has changed is to blame, and none is changed. */
static void test_update_versions(void **state)
{
    enum { COUNT = 3000, STALE = 2100 };
    samples_things *rows = calloc(COUNT, sizeof *rows);
    const samples_things_columns name = {.name = true}, none = {.version = true}, id = {.id = true};
    char names[COUNT][16];
    size_t updated = 0;
    (void)state;
    for (int i = 0; i < COUNT; i++) {
        snprintf(names[i], sizeof names[i], "thing %d", i);
        rows[i].name = pgw_text_of(names[i]);
    }
    OK(samples_things_insert_many(&session, &arena, rows, COUNT, &name));
    for (int round = 1; round <= 2; round++, rows[0].version++) { /* the others are stale then */
        size_t count = round == 1 ? COUNT : 1;
        OK(samples_things_update_many(&session, rows, count, &name, &updated));
        assert_int_equal(updated, count);
    }
    assert_string_equal(sql_text("SELECT min(version) || ' ' || max(version) FROM things"), "2 3");
    for (int i = 0; i < COUNT; i++)
        rows[i].version = i == 0 ? 3 : 2;
    rows[STALE].version = rows[STALE + 5].version = 1;
    EXPECT(PGW_CONFLICT, samples_things_update_many(&session, rows, COUNT, &name, &updated));
    assert_int_equal(session.error.item, STALE);
    assert_string_equal(sql_text("SELECT min(version) || ' ' || max(version) FROM things"), "2 3");
    EXPECT(PGW_INVALID, samples_things_update_many(&session, rows, COUNT, &none, NULL));
    EXPECT(PGW_INVALID, samples_things_update_many(&session, rows, COUNT, &id, NULL));

    samples_things stale = rows[STALE];
    OK(pgw_pipeline_begin(&session, PGW_TOGETHER, 10, NULL, NULL));
    OK(samples_things_update(&session, &arena, &rows[0], &name));
    OK(samples_things_update(&session, &arena, &stale, &name));
    EXPECT(PGW_CONFLICT, pgw_pipeline_end(&session));
    assert_int_equal(session.error.item, 1);
    assert_int_equal(rows[0].version, 4);
    free(rows);
}

/* What cannot travel as an array of rows goes through a pipeline. */
static void test_one_by_one(void **state)
{
    enum { COUNT = 1000 };
    samples_others *rows = calloc(COUNT, sizeof *rows);
    size_t updated;
    (void)state;
    for (int i = 0; i < COUNT; i++) {
        rows[i].id = i;
        rows[i].words = pgw_text_of("'a' 'b'");
    }
    OK(samples_others_insert_many(&session, NULL, rows, COUNT, NULL));
    assert_string_equal(sql_text("SELECT count(*) FROM others"), "1000");
    rows[7].id = 5000;
    OK(samples_others_update_many(&session, rows, COUNT, NULL, &updated));
    assert_int_equal(updated, COUNT - 1);
    OK(samples_others_upsert_many(&session, rows, COUNT, NULL, NULL));
    assert_string_equal(sql_text("SELECT count(*) FROM others"), "1001");
    rows[500].document = pgw_opt_text_of("<");
    EXPECT(PGW_DATA_ERROR, samples_others_update_many(&session, rows, COUNT, NULL, &updated));
    assert_int_equal(session.error.item, 500);
    free(rows);
}

static void test_copy(void **state)
{
    samples_items *rows = new_pairs(MANY), bad;
    pgw_copy copy;
    size_t count;
    char *long_text = malloc(200001);
    (void)state;
    OK(samples_items_copy(&session, &copy, NULL));
    for (int i = 0; i < MANY; i++)
        OK(samples_items_copy_row(&copy, &rows[i]));
    EXPECT(PGW_INVALID, samples_things_copy_row(&copy, &(samples_things){.id = 1}));
    OK(pgw_copy_end(&copy, &count));
    assert_int_equal(count, MANY);
    EXPECT(PGW_INVALID, pgw_copy_row(&copy, &rows[0]));
    expect_pairs("20000 13333 200010000");

    memset(long_text, 'x', 200000);
    long_text[200000] = 0;
    rows[0].region = rows[1].region = pgw_text_of("long");
    rows[0].note = pgw_opt_text_of(long_text);
    bad = rows[1];
    bad.region.len = 1 + strlen(bad.region.ptr);
    OK(samples_items_copy(&session, &copy, NULL));
    OK(pgw_copy_row(&copy, &rows[0]));
    EXPECT(PGW_INVALID, pgw_copy_row(&copy, &bad));
    OK(pgw_copy_row(&copy, &rows[1]));
    OK(pgw_copy_end(&copy, &count));
    assert_int_equal(count, 2);
    assert_string_equal(sql_text("SELECT max(length(note)) FROM items"), "200000");

    OK(samples_items_copy(&session, &copy, NULL));
    OK(pgw_copy_row(&copy, &rows[0]));
    EXPECT(PGW_UNIQUE_VIOLATION, pgw_copy_end(&copy, &count));
    OK(samples_items_copy(&session, &copy, NULL));
    for (int i = 0; i < 6; i++) {
        rows[i].number += i == 4 ? 0 : 1000000;
        OK(pgw_copy_row(&copy, &rows[i]));
    }
    EXPECT(PGW_UNIQUE_VIOLATION, pgw_copy_end(&copy, &count));
    assert_int_equal(session.error.item, 4);
    OK(samples_items_copy(&session, &copy, NULL));
    OK(pgw_copy_row(&copy, &rows[2]));
    pgw_copy_cancel(&copy);
    assert_string_equal(sql_text("SELECT count(*) FROM items"), "20002");
    free(long_text);
    free(rows);
}

/* Columns that travel as text, through a temporary table. */
static void test_copy_texts(void **state)
{
    enum { COUNT = 1000 };
    samples_others row;
    pgw_copy copy;
    size_t count = 0;
    (void)state;
    for (int round = 0; round < 2; round++) { /* by itself, then twice in a transaction */
        if (round)
            OK(pgw_begin(&session, PGW_READ_COMMITTED));
        for (int twice = 0; twice <= round; twice++) {
            OK(samples_others_copy(&session, &copy, NULL));
            for (int i = 0; i < COUNT; i++) {
                memset(&row, 0, sizeof row);
                row.id = (round + twice) * COUNT + i;
                row.words = pgw_text_of("'a':1 'b''c':2A");
                row.query = pgw_opt_text_of("'a' & !'b'");
                row.documents.present = i % 2;
                row.documents.value = pgw_text_of("{<a/>,NULL,\"<b c=\\\"1\\\"/>\"}");
                OK(pgw_copy_row(&copy, &row));
            }
            OK(pgw_copy_end(&copy, &count));
            assert_int_equal(count, COUNT);
        }
        if (round)
            OK(pgw_commit(&session));
    }
    assert_string_equal(
        sql_text("SELECT count(*) || ' ' || min(words::text) || ' ' || max(documents::text)"
                 " || count(documents) FROM others WHERE path IS NULL"),
        "3000 'a':1 'b''c':2A {<a/>,NULL,\"<b c=\\\"1\\\"/>\"}1500");
    OK(samples_others_copy(&session, &copy, NULL));
    row.id = 77777;
    row.document = pgw_opt_text_of("<");
    OK(pgw_copy_row(&copy, &row));
    EXPECT(PGW_DATA_ERROR, pgw_copy_end(&copy, &count));
    OK(samples_others_copy(&session, &copy, NULL));
    OK(pgw_copy_row(&copy, &row));
    pgw_copy_cancel(&copy);
    assert_int_equal(PQtransactionStatus(conn), PQTRANS_IDLE);
    assert_string_equal(sql_text("SELECT count(*) FROM others"), "3000");
}

typedef struct {
    size_t done, failed, not_run, last;
} tally;

static void count_item(void *context, size_t item, pgw_status status, const pgw_error *error)
{
    tally *t = context;
    assert_int_equal(item, t->done + t->failed + t->not_run);
    t->done += status == PGW_OK;
    t->not_run += status == PGW_NOT_RUN;
    t->failed += status != PGW_OK && status != PGW_NOT_RUN;
    t->last = status != PGW_OK && status != PGW_NOT_RUN ? item : t->last;
    assert_true(status == PGW_OK || error->message[0]);
}

static void run_pipeline(pgw_pipeline_kind kind, samples_items *rows, size_t count, size_t depth,
                         tally *t, pgw_status wanted)
{
    memset(t, 0, sizeof *t);
    OK(pgw_pipeline_begin(&session, kind, depth, count_item, t));
    for (size_t i = 0; i < count; i++)
        OK(samples_items_insert(&session, &arena, &rows[i], NULL));
    EXPECT(wanted, pgw_pipeline_end(&session));
}

static void test_pipeline(void **state)
{
    samples_items *rows = new_pairs(MANY), back;
    int64_t count;
    tally t;
    (void)state;
    run_pipeline(PGW_TOGETHER, rows, MANY, 64, &t, PGW_OK);
    assert_int_equal(t.done, MANY);
    expect_pairs("20000 13333 200010000");
    sql("TRUNCATE items");
    rows[300].amount = -1;
    run_pipeline(PGW_INDEPENDENT, rows, 1000, 7, &t, PGW_CHECK_VIOLATION);
    assert_int_equal(session.error.item, 300);
    assert_int_equal(t.done, 999);
    assert_int_equal(t.last, 300);
    sql("TRUNCATE items");
    run_pipeline(PGW_TOGETHER, rows, 1000, 7, &t, PGW_CHECK_VIOLATION);
    assert_string_equal(session.error.constraint, "items_amount_positive");
    assert_int_equal(t.done, 300); /* sent before, and rolled back with it */
    assert_int_equal(t.not_run, 699);
    expect_pairs("0 0 0");
    run_pipeline(PGW_TOGETHER, rows, 5, 1, &t, PGW_OK);
    OK(pgw_pipeline_begin(&session, PGW_INDEPENDENT, 10, NULL, NULL));
    OK(samples_items_get(&session, &arena, pgw_text_of("odd"), 1, &back));
    OK(samples_items_delete(&session, pgw_text_of("odd"), 1));
    EXPECT(PGW_INVALID, samples_items_count(&session, NULL, &count));
    OK(samples_items_get(&session, &arena, pgw_text_of("odd"), 1, &back));
    EXPECT(PGW_NOT_FOUND, pgw_pipeline_end(&session));
    assert_int_equal(session.error.item, 2);
    assert_int_equal(back.amount, 2);
    OK(samples_items_count(&session, NULL, &count));
    assert_int_equal(count, 4);
    free(rows);
}

/* Statements that the server has lost are prepared again, for the next time. The last test: others
 * would be in for it too. */
static void test_stale(void **state)
{
    samples_items *rows = new_pairs(MANY);
    tally t;
    (void)state;
    run_pipeline(PGW_TOGETHER, rows, 10, 4, &t, PGW_OK);
    sql("TRUNCATE items");
    OK(samples_items_insert_many(&session, NULL, rows, MANY, NULL));
    sql("DEALLOCATE ALL; TRUNCATE items");
    run_pipeline(PGW_TOGETHER, rows, 10, 4, &t, PGW_RETRY);
    run_pipeline(PGW_TOGETHER, rows, 10, 4, &t, PGW_OK);
    assert_int_equal(t.done, 10);
    sql("TRUNCATE items");
    EXPECT(PGW_RETRY, samples_items_insert_many(&session, NULL, rows, MANY, NULL));
    assert_true(session.error.retryable);
    OK(samples_items_insert_many(&session, NULL, rows, MANY, NULL));
    expect_pairs("20000 13333 200010000");
    free(rows);
}

/* More in both directions than sockets hold: a client that only sent would wait for ever. */
static void test_no_deadlock(void **state)
{
    enum { COUNT = 300, SIZE = 100000, LARGE = 3 << 20 };
    char *text = malloc(SIZE + 1);
    samples_items *rows = new_pairs(COUNT);
    tally t;
    (void)state;
    memset(text, 'y', SIZE);
    text[SIZE] = 0;
    for (int i = 0; i < COUNT; i++)
        rows[i].note = pgw_opt_text_of(text);
    run_pipeline(PGW_TOGETHER, rows, COUNT, COUNT, &t, PGW_OK);
    assert_int_equal(t.done, COUNT);
    assert_int_equal(rows[COUNT - 1].note.value.len, SIZE);
    char *large = malloc(LARGE);
    memset(large, 'z', LARGE);
    for (int i = 0; i < COUNT; i++) {
        rows[i].note.value.ptr = i % 100 ? text : large;
        rows[i].note.value.len = i % 100 ? SIZE : LARGE;
    }
    sql("TRUNCATE items");
    OK(samples_items_insert_many(&session, NULL, rows, COUNT, NULL));
    assert_string_equal(sql_text("SELECT sum(length(note)) || ' ' || max(length(note)) FROM items"),
                        "39137184 3145728");
    sql("TRUNCATE items");
    rows[200].amount = -1;
    EXPECT(PGW_CHECK_VIOLATION, samples_items_insert_many(&session, NULL, rows, COUNT, NULL));
    assert_int_equal(session.error.item, 200);
    free(large);
    free(rows);
    free(text);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(test_insert_many),     TEST(test_generated_ids), TEST(test_blame),
        TEST(test_upsert),          TEST(test_upsert_on),     TEST(test_update_many),
        TEST(test_update_versions), TEST(test_one_by_one),    TEST(test_copy),
        TEST(test_copy_texts),      TEST(test_pipeline),      TEST(test_no_deadlock),
        TEST(test_stale),
    };
    return run_bindings_tests(argc, argv, tests, sizeof tests / sizeof tests[0]);
}
