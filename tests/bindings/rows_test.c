/* What can be done with rows: insert, get, update, delete, list; and how each error comes out. */
#include "bindings_test.h"

static samples_pairs new_pair(const char *region, int32_t number, int32_t amount)
{
    samples_pairs pair;
    memset(&pair, 0, sizeof pair);
    pair.region = pgw_text_of(region);
    pair.number = number;
    pair.amount = amount;
    return pair;
}

static void add_pair(const char *region, int32_t number)
{
    samples_pairs pair = new_pair(region, number, number + 1);
    OK(samples_pairs_insert(&session, &arena, &pair, NULL));
}

static void test_insert_defaults(void **state)
{
    const samples_pairs_columns keys = {.region = true, .number = true};
    samples_pairs pair = new_pair("north", 1, 99);
    samples_made made;
    const samples_made_columns base = {.base = true}, none = {.base = false};
    (void)state;
    OK(samples_pairs_insert(&session, &arena, &pair, &keys));
    assert_int_equal(pair.amount, 7); /* the default, not what the struct held */
    assert_string_equal(pair.region.ptr, "north");

    memset(&made, 0, sizeof made);
    made.base = 21;
    OK(samples_made_insert(&session, &arena, &made, &base));
    assert_int_equal(made.id, 1);
    assert_true(made.twice.present);
    assert_int_equal(made.twice.value, 42);
    assert_int_equal(made.serial_number, 1);
    EXPECT(PGW_NOT_NULL_VIOLATION, samples_made_insert(&session, &arena, &made, &none));
    assert_string_equal(session.error.column, "base");
    assert_string_equal(session.error.table, "made");
}

static void test_default_values(void **state)
{
    const samples_events_columns none = {.happened = false};
    samples_events event;
    (void)state;
    memset(&event, 0, sizeof event);
    OK(samples_events_insert(&session, &arena, &event, &none));
    assert_true(event.happened > 0);
    assert_false(event.what.present);
}

static void test_get(void **state)
{
    samples_pairs pair;
    (void)state;
    add_pair("north", 1);
    add_pair("north", 2);
    OK(samples_pairs_get(&session, &arena, pgw_text_of("north"), 2, &pair));
    assert_int_equal(pair.amount, 3);
    memset(&pair, 0x11, sizeof pair);
    EXPECT(PGW_NOT_FOUND, samples_pairs_get(&session, &arena, pgw_text_of("south"), 2, &pair));
    assert_string_equal(session.error.message, "no such row in public.pairs");
    assert_int_equal(pair.number, 0x11111111);
    sql("UPDATE pairs SET note = 'here' WHERE number = 1");
    OK(samples_pairs_get_by_note_and_amount(&session, &arena, pgw_text_of("here"), 2, &pair));
    assert_int_equal(pair.number, 1);
    assert_string_equal(session.error.message, "");
}

static void test_update(void **state)
{
    const samples_pairs_columns note = {.note = true}, number = {.number = true},
                                none = {.note = false};
    samples_pairs pair;
    (void)state;
    add_pair("north", 1);
    add_pair("north", 2);
    pair = new_pair("north", 1, 555);
    pair.note = pgw_opt_text_of("changed");
    OK(samples_pairs_update(&session, &arena, &pair, &note));
    assert_int_equal(pair.amount, 2); /* as stored: it was not chosen */
    assert_string_equal(sql_text("SELECT string_agg(pairs::text, ' ' ORDER BY number) FROM pairs"),
                        "(north,1,changed,2) (north,2,,3)");
    pair.note.present = false;
    pair.amount = 8;
    OK(samples_pairs_update(&session, &arena, &pair, NULL));
    assert_string_equal(sql_text("SELECT pairs::text FROM pairs WHERE number = 1"), "(north,1,,8)");
    EXPECT(PGW_INVALID, samples_pairs_update(&session, &arena, &pair, &none));
    EXPECT(PGW_INVALID, samples_pairs_update(&session, &arena, &pair, &number));
    assert_string_equal(session.error.message,
                        "public.pairs.number: update does not change columns of the primary key");
    pair.number = 3;
    EXPECT(PGW_NOT_FOUND, samples_pairs_update(&session, &arena, &pair, &note));
}

static void test_delete(void **state)
{
    (void)state;
    add_pair("north", 1);
    add_pair("north", 2);
    OK(samples_pairs_delete(&session, pgw_text_of("north"), 1));
    EXPECT(PGW_NOT_FOUND, samples_pairs_delete(&session, pgw_text_of("north"), 1));
    assert_string_equal(sql_text("SELECT count(*) FROM pairs"), "1");
}

static void test_list(void **state)
{
    static const char *const regions[] = {"a", "b", "c"};
    samples_pairs_page page;
    samples_pairs_query query;
    size_t pages = 0, rows = 0;
    (void)state;
    memset(&query, 0, sizeof query);
    query.limit = 5;
    OK(samples_pairs_list(&session, &arena, &query, &page));
    assert_int_equal(page.count, 0);
    assert_false(page.more);
    for (size_t region = 0; region < 3; region++)
        for (int32_t number = 4; number > 0; number--)
            add_pair(regions[region], number);
    for (;; query.after = &page.rows[page.count - 1], pages++) {
        OK(samples_pairs_list(&session, &arena, &query, &page));
        for (size_t i = 0; i < page.count; i++, rows++) {
            assert_string_equal(page.rows[i].region.ptr, regions[rows / 4]);
            assert_int_equal(page.rows[i].number, rows % 4 + 1);
        }
        if (!page.more)
            break;
        assert_int_equal(page.count, 5);
    }
    assert_int_equal(pages, 2);
    assert_int_equal(rows, 12);
    OK(samples_pairs_list(&session, &arena, NULL, &page));
    assert_false(page.more);
    query.limit = SIZE_MAX;
    EXPECT(PGW_INVALID, samples_pairs_list(&session, &arena, &query, &page));
    assert_int_equal(page.count, 12);
}

static samples_children new_child(int32_t id, const char *code)
{
    samples_children child;
    memset(&child, 0, sizeof child);
    child.id = id;
    child.code = pgw_opt_text_of(code);
    child.name = pgw_text_of("child");
    return child;
}

static void test_violations(void **state)
{
    samples_children child = new_child(1, "x");
    samples_pairs pair = new_pair("north", 1, 0);
    (void)state;
    OK(samples_children_insert(&session, &arena, &child, NULL));
    child.id = 2;
    EXPECT(PGW_UNIQUE_VIOLATION, samples_children_insert(&session, &arena, &child, NULL));
    assert_string_equal(session.error.constraint, "children_code_key");
    assert_string_equal(session.error.sqlstate, "23505");
    assert_string_equal(session.error.table, "children");
    assert_string_equal(session.error.schema, "public");
    assert_string_equal(session.error.detail, "Key (code)=(x) already exists.");
    assert_false(session.error.retryable);
    child.code.present = false;
    child.region = pgw_opt_text_of("nowhere");
    child.number.present = true;
    EXPECT(PGW_FOREIGN_KEY_VIOLATION, samples_children_insert(&session, &arena, &child, NULL));
    assert_string_equal(session.error.constraint, "children_region_number_fkey");
    EXPECT(PGW_CHECK_VIOLATION, samples_pairs_insert(&session, &arena, &pair, NULL));
    assert_string_equal(session.error.constraint, "pairs_amount_positive");
    OK(samples_children_get_by_code(&session, &arena, pgw_text_of("x"), &child));
    assert_int_equal(child.id, 1);
    assert_string_equal(session.error.constraint, "");
}

/* No value of a table with a sensitive column gets into an error. */
static void test_secrets(void **state)
{
    samples_secrets secret;
    (void)state;
    memset(&secret, 0, sizeof secret);
    secret.id = 1;
    secret.email = pgw_text_of("a@example.org");
    secret.password_hash = pgw_text_of("correct horse");
    OK(samples_secrets_insert(&session, &arena, &secret, NULL));
    assert_string_equal(secret.password_hash.ptr, "correct horse");
    secret.id = 2;
    EXPECT(PGW_UNIQUE_VIOLATION, samples_secrets_insert(&session, &arena, &secret, NULL));
    assert_string_equal(session.error.constraint, "secrets_email_key");
    assert_string_equal(session.error.detail, "");
    secret.password_hash = pgw_text_of("longer than twenty characters");
    EXPECT(PGW_DATA_ERROR, samples_secrets_insert(&session, &arena, &secret, NULL));
    assert_null(strstr(session.error.message, "twenty"));
    assert_string_equal(session.error.sqlstate, "22001");
}

static void test_odd_names(void **state)
{
    samples_Order order;
    (void)state;
    memset(&order, 0, sizeof order);
    order.select = 5;
    order.a_b = pgw_opt_text_of("ab");
    order.Gr__e.present = true;
    order.Gr__e.value = 180;
    order.class_ = order.session = order.row = order.quote_d = pgw_opt_text_of("q");
    order.session_.present = true;
    OK(samples_Order_insert(&session, &arena, &order, NULL));
    order.quote_d = pgw_opt_text_of("changed");
    OK(samples_Order_update(&session, &arena, &order, NULL));
    assert_string_equal(sql_text("SELECT \"Order\"::text FROM \"Order\""),
                        "(5,ab,180,q,q,q,changed,0)");
    OK(samples_Order_get_by_session_and_row_and_session_(&session, &arena, pgw_text_of("q"),
                                                         pgw_text_of("q"), 0, &order));
    assert_string_equal(order.quote_d.value.ptr, "changed");
    order.select = 6;
    EXPECT(PGW_UNIQUE_VIOLATION, samples_Order_insert(&session, &arena, &order, NULL));
    assert_string_equal(session.error.constraint, "Order's key");
    OK(samples_Order_delete(&session, 5));
}

static void test_wide(void **state)
{
    const samples_wide_columns some = {.id = true, .c1 = true, .c70 = true, .c150 = true};
    const samples_wide_columns one = {.c149 = true};
    samples_wide wide;
    (void)state;
    memset(&wide, 0, sizeof wide);
    wide.id = 1;
    OK(samples_wide_insert(&session, &arena, &wide, &some));
    assert_false(wide.c1.present || wide.c70.present || wide.c150.present);
    assert_true(wide.c2.present && wide.c69.present && wide.c149.present);
    assert_int_equal(wide.c149.value, 149);
    wide.c149.value = -1;
    OK(samples_wide_update(&session, &arena, &wide, &one));
    assert_int_equal(wide.c149.value, -1);
    assert_int_equal(wide.c148.value, 148);
}

static void test_other_schema(void **state)
{
    const samples_audit_entries_columns severity = {.severity = true};
    samples_audit_entries entry;
    (void)state;
    memset(&entry, 0, sizeof entry);
    entry.severity = SAMPLES_AUDIT_LEVEL_HIGH;
    sql("SET search_path = audit"); /* nothing depends on it */
    OK(samples_audit_entries_insert(&session, &arena, &entry, &severity));
    sql("RESET search_path");
    assert_string_equal(sql_text("SELECT severity FROM audit.entries"), "high");
    OK(samples_audit_entries_get(&session, &arena, entry.id, &entry));
}

/* Operators of the same name elsewhere are not found. */
static void test_search_path(void **state)
{
    samples_pairs pair;
    samples_pairs_page page;
    samples_pairs first = new_pair("north", 1, 1);
    samples_pairs_query behind;
    (void)state;
    memset(&behind, 0, sizeof behind);
    behind.after = &first;
    behind.limit = 10;
    add_pair("north", 1);
    add_pair("north", 2);
    sql("CREATE SCHEMA trap");
    sql("CREATE FUNCTION trap.always(integer, integer) RETURNS boolean LANGUAGE sql"
        " AS 'SELECT true'");
    sql("CREATE OPERATOR trap.= (LEFTARG = integer, RIGHTARG = integer, FUNCTION = trap.always)");
    sql("CREATE OPERATOR trap.> (LEFTARG = integer, RIGHTARG = integer, FUNCTION = trap.always)");
    sql("SET search_path = trap, pg_catalog");
    pgw_status status = samples_pairs_get(&session, &arena, pgw_text_of("north"), 2, &pair);
    pgw_status listed = samples_pairs_list(&session, &arena, &behind, &page);
    sql("RESET search_path");
    sql("DROP SCHEMA trap CASCADE");
    OK(status);
    OK(listed);
    assert_int_equal(pair.number, 2);
    assert_int_equal(page.count, 1);
}

static void test_transactions(void **state)
{
    samples_pairs pair = new_pair("north", 1, 1);
    (void)state;
    sql("BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY");
    EXPECT(PGW_SERVER_ERROR, samples_pairs_insert(&session, &arena, &pair, NULL));
    assert_string_equal(session.error.sqlstate, "25006");
    EXPECT(PGW_SERVER_ERROR, samples_pairs_insert(&session, &arena, &pair, NULL));
    assert_string_equal(session.error.sqlstate, "25P02");
    sql("ROLLBACK");
    OK(samples_pairs_insert(&session, &arena, &pair, NULL));
}

static void test_retryable(void **state)
{
    samples_pairs pair;
    (void)state;
    add_pair("north", 1);
    sql("CREATE FUNCTION pg_temp.fail() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RAISE SQLSTATE ''40001''; END'");
    sql("CREATE TRIGGER fail BEFORE UPDATE ON pairs EXECUTE FUNCTION pg_temp.fail()");
    pair = new_pair("north", 1, 9);
    pgw_status status = samples_pairs_update(&session, &arena, &pair, NULL);
    bool retryable = session.error.retryable;
    sql("DROP TRIGGER fail ON pairs");
    assert_int_equal(status, PGW_RETRY);
    assert_true(retryable);
}

static void test_mismatch(void **state)
{
    samples_pairs pair;
    pgw_status renamed, retyped;
    (void)state;
    add_pair("north", 1);
    sql("BEGIN; ALTER TABLE pairs RENAME note TO remark");
    renamed = samples_pairs_get(&session, &arena, pgw_text_of("north"), 1, &pair);
    sql("ROLLBACK; ALTER TABLE pairs ALTER amount DROP DEFAULT, ALTER amount TYPE bigint");
    retyped = samples_pairs_get(&session, &arena, pgw_text_of("north"), 1, &pair);
    sql("ALTER TABLE pairs ALTER amount TYPE integer, ALTER amount SET DEFAULT 7");
    assert_int_equal(renamed, PGW_MISMATCH);
    EXPECT(PGW_MISMATCH, retyped);
    assert_non_null(strstr(session.error.message, "public.pairs.amount has the type with oid 20"));
}

/* Prepared statements that the server has lost, or that fit no more, are prepared again. */
static void test_stale_statements(void **state)
{
    samples_pairs pair;
    (void)state;
    add_pair("north", 1);
    for (int i = 0; i < 3; i++)
        OK(samples_pairs_get(&session, &arena, pgw_text_of("north"), 1, &pair));
    assert_string_equal(sql_text("SELECT (count(*) > 0)::text FROM pg_prepared_statements"
                                 " WHERE statement LIKE 'SELECT%pairs%'"),
                        "true");
    sql("DEALLOCATE ALL");
    OK(samples_pairs_get(&session, &arena, pgw_text_of("north"), 1, &pair));
    sql("ALTER TABLE pairs ALTER note TYPE varchar(40)");
    EXPECT(PGW_MISMATCH, samples_pairs_get(&session, &arena, pgw_text_of("north"), 1, &pair));
    sql("ALTER TABLE pairs ALTER note TYPE text");
    OK(samples_pairs_get(&session, &arena, pgw_text_of("north"), 1, &pair));
    sql("DEALLOCATE ALL; BEGIN");
    EXPECT(PGW_RETRY, samples_pairs_get(&session, &arena, pgw_text_of("north"), 1, &pair));
    assert_true(session.error.retryable);
    sql("ROLLBACK; BEGIN");
    OK(samples_pairs_get(&session, &arena, pgw_text_of("north"), 1, &pair));
    sql("COMMIT");
}

static void test_without_names(void **state)
{
    samples_pairs pair;
    pgw_session other;
    (void)state;
    sql("DEALLOCATE ALL");
    OK(pgw_session_init(&other, conn, &samples_database, NULL));
    pgw_session_without_names(&other);
    for (int i = 0; i < 3; i++)
        assert_int_equal(samples_pairs_get(&other, &arena, pgw_text_of("north"), 1, &pair),
                         PGW_NOT_FOUND);
    assert_string_equal(sql_text("SELECT count(*) FROM pg_prepared_statements"), "0");
    pgw_session_close(&other);
}

static void test_busy(void **state)
{
    samples_pairs pair;
    PGresult *result;
    (void)state;
    assert_int_equal(PQsendQuery(conn, "SELECT 1"), 1);
    EXPECT(PGW_INVALID, samples_pairs_get(&session, &arena, pgw_text_of("north"), 1, &pair));
    while ((result = PQgetResult(conn)) != NULL)
        PQclear(result);
    assert_int_equal(PQenterPipelineMode(conn), 1);
    EXPECT(PGW_INVALID, samples_pairs_get(&session, &arena, pgw_text_of("north"), 1, &pair));
    assert_int_equal(PQexitPipelineMode(conn), 1);
    EXPECT(PGW_NOT_FOUND, samples_pairs_get(&session, &arena, pgw_text_of("north"), 1, &pair));
}

static void test_encoding(void **state)
{
    samples_pairs pair;
    (void)state;
    sql("SET client_encoding = 'LATIN1'");
    EXPECT(PGW_INVALID, samples_pairs_get(&session, &arena, pgw_text_of("north"), 1, &pair));
    sql("SET client_encoding = 'UTF8'");
    EXPECT(PGW_NOT_FOUND, samples_pairs_get(&session, &arena, pgw_text_of("north"), 1, &pair));
}

static void test_lost_connection(void **state)
{
    const char *uri = getenv("PGW_TEST_URI");
    char query[80];
    samples_pairs pair;
    pgw_session second;
    PGconn *other = PQconnectdb(uri ? uri : "");
    (void)state;
    if (PQstatus(other) != CONNECTION_OK) {
        PQfinish(other);
        return; /* the address came as an argument */
    }
    OK(pgw_session_init(&second, other, &samples_database, NULL));
    snprintf(query, sizeof query, "SELECT pg_terminate_backend(%d)", PQbackendPID(other));
    sql_text(query);
    EXPECT(PGW_CONNECTION, samples_pairs_get(&second, &arena, pgw_text_of("north"), 1, &pair));
    assert_true(strlen(second.error.message) > 0);
    assert_true(second.error.message[strlen(second.error.message) - 1] != '\n');
    EXPECT(PGW_CONNECTION, samples_pairs_get(&second, &arena, pgw_text_of("north"), 1, &pair));
    pgw_session_close(&second);
    PQfinish(other);
}

static void test_other_database(void **state)
{
    static const pgw_user_type missing[] = {{"public", "not there", NULL, false, 0}};
    static const pgw_user_type changed[] = {{"public", "place", "name,spot", false, 0}};
    static const pgw_database other = {"other", missing, 1, NULL, 0, NULL, 0, NULL, 0};
    static const pgw_database old = {"old", changed, 1, NULL, 0, NULL, 0, NULL, 0};
    static const pgw_database empty = {"empty", NULL, 0, NULL, 0, NULL, 0, NULL, 0};
    samples_pairs pair;
    pgw_session second;
    (void)state;
    assert_int_equal(pgw_session_init(&second, conn, &other, NULL), PGW_MISMATCH);
    assert_string_equal(second.error.message, "the database has no type public.not there");
    pgw_session_close(&second);
    assert_int_equal(pgw_session_init(&second, conn, &old, NULL), PGW_MISMATCH);
    assert_string_equal(
        second.error.message,
        "public.place has the attributes name,spot,tags,price,mood,code, where these "
        "bindings want name,spot");
    pgw_session_close(&second);
    OK(pgw_session_init(&second, conn, &empty, NULL));
    assert_int_equal(samples_pairs_get(&second, &arena, pgw_text_of("north"), 1, &pair),
                     PGW_INVALID);
    pgw_session_close(&second);
}

/* An allocator that gives memory `left` times. */
static void *scarce_alloc(void *context, size_t size)
{
    size_t *left = context;
    if (*left == 0)
        return NULL;
    --*left;
    return malloc(size);
}

static void scarce_release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

static void test_no_memory(void **state)
{
    (void)state;
    add_pair("north", 1);
    bool succeeded = false;
    for (size_t memory = 0; memory < 40 && !succeeded; memory++) {
        size_t left = memory;
        const pgw_allocator scarce = {scarce_alloc, scarce_release, &left};
        pgw_session poor;
        pgw_arena small;
        samples_pairs_page page;
        pgw_arena_init(&small, &scarce);
        pgw_status status = pgw_session_init(&poor, conn, &samples_database, &scarce);
        if (status == PGW_OK)
            status = samples_pairs_list(&poor, &small, NULL, &page);
        succeeded = status == PGW_OK;
        if (!succeeded) {
            assert_int_equal(status, PGW_NO_MEMORY);
            assert_string_equal(poor.error.message, "out of memory");
        }
        pgw_arena_free(&small);
        pgw_session_close(&poor);
    }
    assert_true(succeeded);
}

static void *counted_alloc(void *context, size_t size)
{
    ++*(size_t *)context;
    return malloc(size);
}

static void counted_release(void *context, void *memory)
{
    --*(size_t *)context;
    free(memory);
}

/* The same work after a reset finds all its memory in the arena; less work gives some back. */
static void test_arena_reset(void **state)
{
    size_t blocks = 0, first = 0;
    const pgw_allocator counted = {counted_alloc, counted_release, &blocks};
    pgw_arena own;
    (void)state;
    pgw_arena_init(&own, &counted);
    for (int round = 0; round < 3; round++) {
        assert_non_null(pgw_arena_alloc(&own, 20 << 20, 8));
        for (int i = 0; i < 100000; i++)
            assert_non_null(pgw_arena_alloc(&own, 100, 8));
        first = first ? first : blocks;
        assert_int_equal(blocks, first);
        pgw_arena_reset(&own);
        assert_int_equal(blocks, first);
    }
    assert_true(first > 2);
    for (int round = 0; round < 2; round++) {
        assert_non_null(pgw_arena_alloc(&own, 100, 8));
        pgw_arena_reset(&own);
    }
    assert_in_range(blocks, 1, 2); /* what was used, and the largest */
    pgw_arena_free(&own);
    assert_int_equal(blocks, 0);
}

static void test_arena(void **state)
{
    pgw_arena own;
    (void)state;
    memset(&own, 0, sizeof own);
    for (size_t round = 0; round < 3; round++) {
        for (size_t size = 0; size < 100000; size = size * 3 + 1)
            for (size_t align = 1; align <= 64; align *= 2) {
                char *memory = pgw_arena_alloc(&own, size, align);
                assert_non_null(memory);
                assert_int_equal((uintptr_t)memory % align, 0);
                memset(memory, 0xee, size);
            }
        pgw_arena_reset(&own);
    }
    assert_null(pgw_arena_alloc(&own, SIZE_MAX - 3, 8));
    pgw_arena_free(&own);
    pgw_arena_free(&own);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(test_insert_defaults),
        TEST(test_default_values),
        TEST(test_get),
        TEST(test_update),
        TEST(test_delete),
        TEST(test_list),
        TEST(test_violations),
        TEST(test_secrets),
        TEST(test_odd_names),
        TEST(test_wide),
        TEST(test_other_schema),
        TEST(test_search_path),
        TEST(test_transactions),
        TEST(test_retryable),
        TEST(test_mismatch),
        TEST(test_stale_statements),
        TEST(test_without_names),
        TEST(test_busy),
        TEST(test_lost_connection),
        TEST(test_other_database),
        TEST(test_encoding),
        TEST(test_no_memory),
        TEST(test_arena),
        TEST(test_arena_reset),
    };
    return run_bindings_tests(argc, argv, tests, sizeof tests / sizeof tests[0]);
}
