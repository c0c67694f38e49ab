/* What the tests of the bindings share: one connection and session for all, an arena for each test.
 * The database comes from PGW_TEST_URI or the first argument; its schema is that of model/. */
#ifndef PGW_TESTS_BINDINGS_TEST_H
#define PGW_TESTS_BINDINGS_TEST_H

#include "samples.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

extern PGconn *conn;
extern pgw_session session;
extern pgw_arena arena;

/* Runs SQL that must succeed. */
void sql(const char *text);
/* The one value of a query as the server prints it, in the test's arena; "<null>" for NULL. */
const char *sql_text(const char *query);
/* Fails the test with the session's error unless it went as wanted. */
void expect(pgw_status status, pgw_status wanted, const char *file, int line);

#define EXPECT(wanted, call) expect((call), (wanted), __FILE__, __LINE__)
#define OK(call)             EXPECT(PGW_OK, call)

/* For main: connects, runs the tests, says goodbye. */
int run_bindings_tests(int argc, char **argv, const struct CMUnitTest *tests, size_t count);

int test_setup(void **state);
int test_teardown(void **state);
#define TEST(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

#endif
