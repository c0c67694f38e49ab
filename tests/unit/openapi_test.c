#include "openapi/openapi.h"

#include "sample_outline.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static Arena *arena;
static Diags diags;
static Str yaml;

static Str render(const Outline *outline)
{
    Templates templates = {.arena = arena, .diags = &diags};
    Str text = openapi_render(arena, outline, &templates, &diags);
    if (!text.ptr)
        fail_msg("%s", diags_text(&diags, 0).ptr);
    return text;
}

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    diags = (Diags){.arena = arena};
    yaml = render(sample_outline(arena));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void assert_has(const char *text)
{
    if (str_find(yaml, str_of(text)) < 0)
        fail_msg("not there: %s", text);
}

static void assert_lacks(const char *text)
{
    if (str_find(yaml, str_of(text)) >= 0)
        fail_msg("there: %s", text);
}

static size_t count(const char *text)
{
    Str rest = yaml, what = str_of(text);
    size_t found = 0;
    for (ptrdiff_t at; (at = str_find(rest, what)) >= 0; found++)
        rest = str_slice(rest, (size_t)at + what.len, rest.len);
    return found;
}

static void test_frame(void **state)
{
    (void)state;
    assert_true(str_starts(yaml, S("# Made by pgwright from the model. Do not edit.\n"
                                   "openapi: 3.1.0\n"
                                   "info:\n"
                                   "  title: \"A sample: database\"\n"
                                   "  version: \"1\"\n"
                                   "servers:\n"
                                   "  - url: /\n"
                                   "security: []\n"
                                   "tags:\n"
                                   "  - name: users\n"
                                   "    description: People who log in\n")));
    assert_has("\n  - name: logs\n    description: \"What happened\\nand when\"\n");
    assert_has("\n    Problem:\n");
}

static void test_operations(void **state)
{
    (void)state;
    assert_has("\n  /users:\n    get:\n      tags:\n        - users\n"
               "      operationId: listUsers\n      summary: List rows of users\n");
    assert_has("\n    post:\n      tags:\n        - users\n      operationId: createUsers\n");
    assert_has("\n  \"/users/{id}\":\n    parameters:\n      - name: id\n        in: path\n"
               "        required: true\n");
    assert_has("operationId: getUsers\n");
    assert_has("operationId: replaceUsers\n");
    assert_has("operationId: updateUsers\n");
    assert_has("operationId: deleteUsers\n");
    assert_has("          application/merge-patch+json:\n            schema:\n"
               "              $ref: \"#/components/schemas/UsersUpdate\"\n");
}

static void test_composite_key(void **state)
{
    (void)state;
    assert_has("\n  \"/job_tags/{job_id}/{tag}\":\n");
    /* nothing but the key: nothing to change */
    assert_has("operationId: deleteJobTags\n");
    assert_lacks("updateJobTags");
    assert_lacks("replaceJobTags");
    assert_lacks("JobTagsUpdate");
}

static void test_without_key(void **state)
{
    (void)state;
    assert_has("operationId: listLogs\n");
    assert_lacks("createLogs");
    assert_lacks("/logs/{");
    assert_lacks("LogsCreate");
    assert_has("        - $ref: \"#/components/parameters/Offset\"\n");
    assert_has("        \"null\":\n"); /* a column of that name */
}

static void test_views_are_left_out(void **state)
{
    (void)state;
    assert_lacks("open_jobs");
    assert_lacks("OpenJobs");
}

static void test_sensitive(void **state)
{
    (void)state;
    assert_lacks("password_hash");
    assert_has("\n      operationId: createUsers\n      summary: Create a row of users\n"
               "      description: The server adds required values that are no part of this "
               "interface.\n");
    assert_has("\n    UsersCreate:\n      description: A new row of users.\n      type: object\n"
               "      required:\n        - email\n      properties:\n");
}

static void test_read_schema(void **state)
{
    (void)state;
    assert_has("\n    Users:\n      description: People who log in\n      type: object\n"
               "      required:\n        - id\n        - email\n        - role\n"
               "        - created_at\n      properties:\n        id:\n          type: string\n"
               "          format: uuid\n        email:\n          type: string\n"
               "          maxLength: 255\n"
               "          description: \"Where mail goes: \\\"one\\\" address | unique\"\n"
               "        role:\n          anyOf:\n"
               "            - $ref: \"#/components/schemas/UserRole\"\n"
               "            - type: \"null\"\n");
}

static void test_read_only_columns(void **state)
{
    (void)state;
    assert_has("        words:\n          type:\n            - string\n            - \"null\"\n"
               "          readOnly: true\n");
    assert_int_equal(count("\n        words:\n"), 1);
    /* the identity is in the read schema alone */
    assert_has("\n    UserSessionsCreate:\n      description: A new row of user_sessions.\n"
               "      type: object\n      properties:\n        user_id:\n");
}

static void test_types(void **state)
{
    (void)state;
    assert_has("        keywords:\n          type: array\n          items:\n            type:\n"
               "              - string\n              - \"null\"\n");
    assert_has("        price:\n          type:\n            - string\n            - \"null\"\n"
               "          format: decimal\n          pattern: ");
    assert_has("        payload:\n          description: Any JSON value.\n");
    assert_has("          contentEncoding: base64\n");
    assert_has("          format: int32\n          minimum: -2147483648\n"
               "          maximum: 2147483647\n");
    assert_has("        at:\n          type: string\n          format: date-time\n");
    assert_has("          description: A date and time without a time zone.\n");
}

static void test_enums(void **state)
{
    (void)state;
    assert_has("\n    UserRole:\n      type: string\n      enum:\n        - admin\n"
               "        - viewer\n        - \"no\"\n");
}

static void test_filters_and_sort(void **state)
{
    (void)state;
    assert_has("            enum:\n              - id\n              - \"-id\"\n"
               "              - email\n              - \"-email\"\n"
               "              - created_at\n              - \"-created_at\"\n");
    assert_has("        - name: role\n          in: query\n"
               "          description: Only rows with this role.\n          schema:\n"
               "            $ref: \"#/components/schemas/UserRole\"\n");
    assert_has("        - name: user_id\n          in: query\n");
    /* a column with the name of another parameter */
    assert_has("        - name: limit.eq\n          in: query\n"
               "          description: Only rows with this limit.\n");
    assert_lacks("        - name: created_at\n          in: query\n");
    assert_lacks("        - name: progress\n          in: query\n");
}

static void test_search(void **state)
{
    (void)state;
    assert_has("        - name: q\n          in: query\n"
               "          description: Words to look for in title.\n");
    assert_int_equal(count("- name: q\n"), 2); /* in both lists of the table */
}

static void test_more_paths(void **state)
{
    (void)state;
    assert_has("/bulk:\n    post:\n");
    assert_has("      description: All of them, or none when one is refused.\n");
    assert_has("/start\":\n    parameters:\n");
    assert_has("      operationId: doJobsStart\n");
    assert_has("      operationId: listUsersJob\n");
}

static void test_odd_names(void **state)
{
    (void)state;
    assert_has("\n  - name: \"Order \\\"Items\\\"\"\n");
    assert_has("\n  \"/order-items/{the_id}\":\n");
    assert_has("operationId: listOrderItems\n");
}

static void test_names_that_collide(void **state)
{
    (void)state;
    Outline *outline = NEW(arena, Outline);
    static const char *const names[] = {"a_b", "a b", "a_b_create", "problem"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        Relation *relation = sample_relation(arena, outline, names[i], NULL);
        relation->api_path = S("/same");
        sample_required(arena, relation, "id", "integer");
        sample_column(arena, relation, "text", "text");
        sample_primary_key(arena, relation, "id");
    }
    yaml = render(outline);
    assert_int_equal(count("operationId: listAB\n"), 1);
    assert_int_equal(count("operationId: listAB2\n"), 1);
    assert_int_equal(count("operationId: listABCreate2\n"), 1);
    assert_int_equal(count("operationId: listProblem2\n"), 1);
    assert_int_equal(count("\n    ABCreate:\n"), 1);
    assert_int_equal(count("\n    ABCreate2:\n"), 1);
    assert_int_equal(count("\n  /same:\n"), 1);
    assert_int_equal(count("\n  /same4:\n"), 1);
}

static void test_empty(void **state)
{
    (void)state;
    Outline outline = {.database = S("none"), .comment = S("Title\n\nMore\n")};
    yaml = render(&outline);
    assert_has("  title: Title\n  description: More\n");
    assert_has("\npaths: {}\n");
    assert_lacks("\ntags:");
}

static void test_deterministic(void **state)
{
    (void)state;
    assert_true(str_eq(yaml, render(sample_outline(arena))));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_frame),       TEST(test_operations),         TEST(test_composite_key),
        TEST(test_without_key), TEST(test_views_are_left_out), TEST(test_sensitive),
        TEST(test_read_schema), TEST(test_read_only_columns),  TEST(test_types),
        TEST(test_enums),       TEST(test_filters_and_sort),   TEST(test_search),
        TEST(test_more_paths),  TEST(test_odd_names),          TEST(test_names_that_collide),
        TEST(test_empty),       TEST(test_deterministic),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
