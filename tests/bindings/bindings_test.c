#include "bindings_test.h"

PGconn *conn;
pgw_session session;
pgw_arena arena;

void sql(const char *text)
{
    PGresult *result = PQexec(conn, text);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        fail_msg("%s: %s", text, PQerrorMessage(conn));
    PQclear(result);
}

const char *sql_text(const char *query)
{
    PGresult *result = PQexec(conn, query);
    if (PQresultStatus(result) != PGRES_TUPLES_OK || PQntuples(result) != 1)
        fail_msg("%s: %d rows, %s", query, PQntuples(result), PQerrorMessage(conn));
    const char *value = PQgetisnull(result, 0, 0) ? "<null>" : PQgetvalue(result, 0, 0);
    char *copy = pgw_arena_alloc(&arena, strlen(value) + 1, 1);
    assert_non_null(copy);
    strcpy(copy, value);
    PQclear(result);
    return copy;
}

void expect(pgw_status status, pgw_status wanted, const char *file, int line)
{
    if (status != wanted) {
        print_error("%s:%d: %s where %s was wanted: %s (%s)\n", file, line, pgw_status_name(status),
                    pgw_status_name(wanted), session.error.message, session.error.sqlstate);
        _fail(file, line);
    }
}

int test_setup(void **state)
{
    (void)state;
    sql("TRUNCATE required, optional, arrays, others, composed, rare, pairs, children, secrets,"
        " \"Order\", events, made, wide, audit.entries, things, parts, items, stalls RESTART "
        "IDENTITY "
        "CASCADE");
    return 0;
}

int test_teardown(void **state)
{
    (void)state;
    pgw_arena_free(&arena);
    return 0;
}

int run_bindings_tests(int argc, char **argv, const struct CMUnitTest *tests, size_t count)
{
    const char *uri = argc > 1 ? argv[1] : getenv("PGW_TEST_URI");
    if (!uri) {
        fprintf(stderr, "no database: set PGW_TEST_URI\n");
        return 77;
    }
    conn = PQconnectdb(uri);
    if (PQstatus(conn) != CONNECTION_OK) {
        fprintf(stderr, "%s", PQerrorMessage(conn));
        return 1;
    }
    sql("SET client_min_messages = warning; SET TimeZone = 'UTC'; SET DateStyle = 'ISO'");
    sql("SET client_encoding = 'LATIN1'"); /* the session puts that right */
    if (pgw_session_init(&session, conn, &samples_database, NULL) != PGW_OK) {
        fprintf(stderr, "%s\n", session.error.message);
        return 1;
    }
    int failed = _cmocka_run_group_tests("bindings", tests, count, NULL, NULL);
    pgw_session_close(&session);
    pgw_session_close(&session);
    PQfinish(conn);
    return failed ? 1 : 0;
}
