/* Transactions, pools, listening, verification. */
#include "bindings_test.h"

#include <pthread.h>

static const char *uri(void)
{
    return getenv("PGW_TEST_URI");
}

static samples_pairs new_pair(int32_t number)
{
    samples_pairs pair;
    memset(&pair, 0, sizeof pair);
    pair.region = pgw_text_of("here");
    pair.number = number;
    pair.amount = 1;
    return pair;
}

static void test_transactions(void **state)
{
    samples_pairs pair = new_pair(1);
    (void)state;
    OK(pgw_begin(&session, PGW_SERIALIZABLE));
    EXPECT(PGW_INVALID, pgw_begin(&session, PGW_SERIALIZABLE));
    assert_string_equal(sql_text("SHOW transaction_isolation"), "serializable");
    OK(samples_pairs_insert(&session, &arena, &pair, NULL));
    OK(pgw_rollback(&session));
    OK(pgw_rollback(&session));
    assert_string_equal(sql_text("SELECT count(*) FROM pairs"), "0");
    EXPECT(PGW_INVALID, pgw_commit(&session));
    OK(pgw_begin(&session, PGW_READ_COMMITTED));
    pair.amount = -1;
    EXPECT(PGW_CHECK_VIOLATION, samples_pairs_insert(&session, &arena, &pair, NULL));
    EXPECT(PGW_SERVER_ERROR, pgw_commit(&session));
    OK(pgw_begin(&session, PGW_READ_ONLY_SNAPSHOT));
    EXPECT(PGW_SERVER_ERROR, samples_pairs_insert(&session, &arena, &pair, NULL));
    OK(pgw_rollback(&session));
}

/* The first attempts meet a change made by another since the snapshot was taken. */
typedef struct {
    PGconn *other;
    unsigned attempts, conflicts;
} race;

static pgw_status race_body(pgw_session *s, void *context)
{
    race *r = context;
    samples_pairs pair;
    pgw_status status = samples_pairs_get(s, &arena, pgw_text_of("here"), 1, &pair);
    if (status != PGW_OK)
        return status;
    if (r->attempts++ < r->conflicts)
        PQclear(PQexec(r->other, "UPDATE pairs SET amount = amount + 10"));
    pair.amount++;
    return samples_pairs_update(s, &arena, &pair, NULL);
}

static void test_retries(void **state)
{
    samples_pairs pair = new_pair(1);
    race r = {PQconnectdb(uri()), 0, 2};
    (void)state;
    OK(samples_pairs_insert(&session, &arena, &pair, NULL));
    OK(pgw_transaction(&session, PGW_REPEATABLE_READ, 5, race_body, &r));
    assert_int_equal(r.attempts, 3);
    assert_string_equal(sql_text("SELECT amount FROM pairs"), "22");
    r.attempts = 0;
    r.conflicts = 99;
    EXPECT(PGW_RETRY, pgw_transaction(&session, PGW_REPEATABLE_READ, 2, race_body, &r));
    assert_int_equal(r.attempts, 2);
    assert_true(session.error.retryable);
    assert_int_equal(PQtransactionStatus(conn), PQTRANS_IDLE);
    PQfinish(r.other);
}

static pgw_pool *open_pool(size_t size, size_t overflow, unsigned timeout)
{
    pgw_pool_options options;
    pgw_error error;
    pgw_pool *pool = NULL;
    memset(&options, 0, sizeof options);
    options.conninfo = uri();
    options.database = &samples_database;
    options.size = size;
    options.overflow = overflow;
    options.timeout = timeout;
    options.verify = PGW_VERIFY_ENFORCE;
    pgw_status status = pgw_pool_open(&pool, &options, &error);
    if (status != PGW_OK)
        fail_msg("%s: %s", pgw_status_name(status), error.message);
    return pool;
}

static pgw_session *take(pgw_pool *pool)
{
    pgw_session *taken = NULL;
    pgw_error error;
    pgw_status status = pgw_pool_take(pool, &taken, &error);
    if (status != PGW_OK)
        fail_msg("%s: %s", pgw_status_name(status), error.message);
    return taken;
}

static void test_pool(void **state)
{
    pgw_pool *pool = open_pool(1, 1, 50);
    pgw_error error;
    pgw_session *a = take(pool), *b = take(pool), *c = NULL;
    samples_pairs pair = new_pair(1);
    (void)state;
    assert_true(a != b);
    assert_int_equal(pgw_pool_take(pool, &c, &error), PGW_TIMEOUT);
    assert_int_equal(pgw_begin(a, PGW_READ_COMMITTED), PGW_OK);
    assert_int_equal(samples_pairs_insert(a, &arena, &pair, NULL), PGW_OK);
    int backend = PQbackendPID(a->conn);
    assert_true(pgw_pool_give(pool, a)); /* rolled back */
    assert_false(pgw_pool_give(pool, a));
    assert_string_equal(sql_text("SELECT count(*) FROM pairs"), "0");
    assert_true(pgw_pool_give(pool, b)); /* more than stay open */
    a = take(pool);
    assert_int_equal(PQbackendPID(a->conn), backend);
    char kill[80];
    assert_true(pgw_pool_give(pool, a));
    snprintf(kill, sizeof kill, "SELECT pg_terminate_backend(%d, 5000)", backend);
    sql(kill);
    a = take(pool); /* another connection, since that one is dead */
    assert_true(PQbackendPID(a->conn) != backend);
    assert_int_equal(pgw_listen(a, "a \"channel"), PGW_OK);
    sql("NOTIFY \"a \"\"channel\"");
    assert_true(pgw_pool_give(pool, a));
    a = take(pool);
    PGresult *result = PQexec(a->conn, "SELECT pg_listening_channels()");
    assert_int_equal(PQntuples(result), 0);
    assert_null(PQnotifies(a->conn));
    PQclear(result);
    assert_true(pgw_pool_give(pool, a));
    pgw_pool_close(pool);
}

enum { THREADS = 8, ROUNDS = 50 };

static void *pool_thread(void *context)
{
    pgw_pool *pool = context;
    for (int i = 0; i < ROUNDS; i++) {
        pgw_session *s = NULL;
        pgw_error error;
        pgw_arena own = {NULL, NULL, {NULL, NULL, NULL}};
        samples_pairs pair;
        if (pgw_pool_take(pool, &s, &error) != PGW_OK ||
            samples_pairs_get(s, &own, pgw_text_of("here"), 1, &pair) != PGW_OK ||
            pair.amount != 1 || !pgw_pool_give(pool, s))
            return "failed";
        pgw_arena_free(&own);
    }
    return NULL;
}

static void test_pool_threads(void **state)
{
    pgw_pool *pool = open_pool(2, 1, 20000);
    pthread_t threads[THREADS];
    samples_pairs pair = new_pair(1);
    (void)state;
    OK(samples_pairs_insert(&session, &arena, &pair, NULL));
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, pool_thread, pool), 0);
    for (int i = 0; i < THREADS; i++) {
        void *failed;
        pthread_join(threads[i], &failed);
        assert_null(failed);
    }
    pgw_pool_close(pool);
}

static void test_verify(void **state)
{
    pgw_differences found;
    (void)state;
    assert_int_equal(strlen(SAMPLES_FINGERPRINT), 64);
    OK(samples_verify(&session, PGW_VERIFY_ENFORCE, &arena, &found));
    assert_int_equal(found.count, 0);
    sql("BEGIN; ALTER TABLE pairs ALTER note TYPE varchar(40), ALTER amount DROP NOT NULL,"
        " ADD unknown int; ALTER TABLE things DROP COLUMN data;"
        " ALTER TYPE mood RENAME VALUE 'ok' TO 'okay'; SET LOCAL search_path = audit");
    OK(samples_verify(&session, PGW_VERIFY_OFF, &arena, &found));
    assert_int_equal(found.count, 0);
    OK(samples_verify(&session, PGW_VERIFY_WARN, &arena, &found));
    assert_int_equal(found.count, 4);
    assert_string_equal(found.items[0].what, "public.pairs.note");
    assert_string_equal(found.items[0].expected, "text");
    assert_string_equal(found.items[0].found, "character varying(40)");
    assert_string_equal(found.items[1].expected, "integer NOT NULL");
    assert_string_equal(found.items[2].what, "public.things.data");
    assert_string_equal(found.items[2].found, "");
    assert_string_equal(found.items[3].what, "\"public\".\"mood\"");
    EXPECT(PGW_MISMATCH, samples_verify(&session, PGW_VERIFY_ENFORCE, &arena, &found));
    assert_string_equal(session.error.message,
                        "public.pairs.note is character varying(40), where these bindings want "
                        "text (4 differences)");
    sql("ROLLBACK");
}

static void test_drift(void **state)
{
    pgw_differences differences;
    (void)state;
    OK(samples_drift(&session, &arena, &differences));
    for (size_t i = 0; i < differences.count; i++)
        fprintf(stderr, "%s\n", differences.items[i].what);
    assert_int_equal(differences.count, 0);
    sql("ALTER TABLE items ALTER note SET DEFAULT 'tampered'; CREATE TABLE \"more \" (a integer)");
    OK(samples_drift(&session, &arena, &differences));
    assert_int_equal(differences.count, 2);
    assert_string_equal(differences.items[0].what, "default public.items.note: unexpected");
    assert_string_equal(differences.items[1].what, "table public.more : unexpected");
    assert_string_equal(differences.items[1].found, "");
    sql("ALTER TABLE items ALTER note DROP DEFAULT; DROP TABLE \"more \"");
    sql("COMMENT ON TABLE items IS 'tampered'");
    OK(samples_drift(&session, &arena, &differences));
    assert_int_equal(differences.count, 1);
    assert_string_equal(differences.items[0].what, "table public.items: comment");
    assert_string_equal(differences.items[0].found, "tampered");
    sql("COMMENT ON TABLE items IS NULL");
    OK(pgw_begin(&session, PGW_READ_COMMITTED));
    EXPECT(PGW_INVALID, samples_drift(&session, &arena, &differences));
    OK(pgw_rollback(&session));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(test_transactions), TEST(test_retries), TEST(test_pool),
        TEST(test_pool_threads), TEST(test_verify),  TEST(test_drift),
    };
    return run_bindings_tests(argc, argv, tests, sizeof tests / sizeof tests[0]);
}
