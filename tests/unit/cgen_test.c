#include "cgen/cgen.h"

#include "sample_outline.h"

#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

static Arena *arena;
static Diags diags;
static Templates templates;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    diags = (Diags){.arena = arena};
    templates = (Templates){.arena = arena, .diags = &diags};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* Starts over inside a test. */
static void another(void)
{
    teardown(NULL);
    setup(NULL);
}

static CgenFiles render_with(const Outline *outline, const CgenOptions *options)
{
    CgenFiles files = cgen_render(arena, outline, options, &templates, &diags);
    if (diags.errors)
        fail_msg("%s", diags_text(&diags, 0).ptr);
    return files;
}

/* The contents of the file of that name; the test ends when there is none. */
static Str file_of(const CgenFiles *files, const char *name)
{
    for (size_t i = 0; i < files->len; i++)
        if (str_is(files->at[i].name, name))
            return files->at[i].bytes;
    fail_msg("no file %s", name);
    return (Str){0};
}

/* The header and the source of a database's bindings in one pair. */
typedef struct {
    Str header, source;
} Pair;

static Pair render(const Outline *outline)
{
    CgenFiles files = render_with(outline, &(CgenOptions){.drift = S("SELECT 1")});
    Str name = outline->database;
    return (Pair){file_of(&files, str_format(arena, "%.*s.h", STR_ARG(name)).ptr),
                  file_of(&files, str_format(arena, "%.*s.c", STR_ARG(name)).ptr)};
}

static void assert_has(Str text, const char *what)
{
    if (str_find(text, str_of(what)) < 0)
        fail_msg("missing: %s\n%s", what, text.ptr);
}

static void assert_lacks(Str text, const char *what)
{
    if (str_find(text, str_of(what)) >= 0)
        fail_msg("should not be there: %s", what);
}

/* Two tables of one column each. */
static Outline *outline_of_two(const char *first, const char *second)
{
    Outline *outline = NEW(arena, Outline);
    outline->database = S("db");
    sample_column(arena, sample_relation(arena, outline, first, NULL), "x", "integer");
    sample_column(arena, sample_relation(arena, outline, second, NULL), "x", "integer");
    return outline;
}

static void assert_clash(const Outline *outline, const char *message)
{
    CgenFiles files = cgen_render(arena, outline, &(CgenOptions){0}, &templates, &diags);
    assert_int_equal(files.len, 0);
    assert_true(diags.errors > 0);
    assert_string_equal(diags.list.at[0]->code, "E0310");
    assert_string_equal(diags.list.at[0]->message.ptr, message);
}

static void test_columns(void **state)
{
    (void)state;
    Str header = render(sample_outline(arena)).header;
    assert_has(header, "    pgw_uuid id; /**< uuid, primary key, has a default */\n");
    assert_has(header, "    pgw_text email; /**< character varying(255) */\n");
    assert_has(header, "    /** Where mail goes: \"one\" address | unique */\n");
    assert_has(header, "    pgw_text password_hash; /**< character varying(255), sensitive */\n");
    assert_has(header, "    sample_opt_user_role role; /**< user_role, has a default */\n");
    assert_has(header, "    pgw_opt_inet address; /**< inet */\n");
    assert_has(header, "    pgw_text_array keywords; /**< text[] */\n");
    assert_has(header, "    pgw_opt_numeric price; /**< numeric(10,2) */\n");
    assert_has(header, "    pgw_opt_bytea raw; /**< bytea */\n");
    assert_has(header, "    pgw_opt_text words; /**< tsvector, as text, read-only */\n");
    assert_has(header, "    pgw_timestamp at; /**< timestamp with time zone */\n");
    assert_has(header, "    pgw_opt_time to; /**< time without time zone */\n");
}

static void test_functions(void **state)
{
    (void)state;
    Str header = render(sample_outline(arena)).header;
    assert_has(header, "pgw_status sample_users_insert(");
    assert_has(header, "pgw_status sample_users_upsert_by_email(");
    assert_has(header, "static inline void sample_users_where_email_in(");
    assert_has(header, "/* By the primary key (id). */\npgw_status sample_users_get(");
    assert_has(header, "/* By users_email_key (email). */\npgw_status sample_users_get_by_email(");
    assert_has(header, "pgw_status sample_users_update(");
    assert_has(header, "pgw_status sample_users_delete(");
    assert_has(header, "pgw_status sample_users_list(");
    assert_has(header, "pgw_status sample_job_tags_delete(pgw_session *session,\n"
                       "                                pgw_uuid job_id,\n"
                       "                                pgw_text tag)");
    assert_lacks(header, "sample_job_tags_update"); /* nothing beside the key */
    assert_has(header, "pgw_status sample_logs_insert(");
    assert_has(header, "pgw_status sample_logs_list("); /* no key, and still rows */
    assert_lacks(header, "sample_logs_get");
    assert_lacks(header, "sample_logs_update");
    assert_lacks(header, "open_jobs"); /* a view */
}

static void test_read_only(void **state)
{
    (void)state;
    Pair files = render(sample_outline(arena));
    assert_has(
        files.header,
        "typedef struct sample_user_sessions_columns {\n    bool user_id;\n    bool address;\n"
        "} sample_user_sessions_columns;\n");
    assert_has(files.source, "{ \"id\", \"id\", &pgw_type_int8,\n"
                             "      offsetof(sample_user_sessions, id),\n"
                             "      PGW_READ_ONLY, false, true, \"bigint NOT NULL\" },\n");
    assert_has(files.source, "{ \"words\", \"words\", &pgw_type_other,\n"
                             "      offsetof(sample_jobs, words),\n"
                             "      PGW_READ_ONLY, true, false, \"tsvector\" },\n");
    assert_has(files.source, "columns_of_sample_users, 5, &key_0_of_sample_users, true,\n");
    assert_has(files.source, "columns_of_sample_logs, 2, NULL, false,\n");
}

static void test_only_read_only(void **state)
{
    (void)state;
    Outline *outline = NEW(arena, Outline);
    outline->database = S("db");
    Relation *relation = sample_relation(arena, outline, "numbers", NULL);
    sample_column(arena, relation, "id", "bigint")->identity_always = true;
    assert_has(render(outline).header, "    bool nothing; /*");
}

static void test_enums(void **state)
{
    static const Str labels[] = {{"a-b", 3}, {"a_b", 3}, {"unknown", 7},
                                 {"+", 1},   {"-", 1},   {"", 0}};
    (void)state;
    Outline *outline = outline_of_two("a", "b");
    Enumeration kind = {.schema = S("other"),
                        .name = S("kind"),
                        .comment = S("ends */ here"),
                        .labels = labels,
                        .label_count = COUNT_OF(labels)};
    vec_push(arena, &outline->enums, &kind);
    TypeName *type = &outline->relations.at[0]->columns.at[0].parsed, integer = *type;
    *type = (TypeName){.schema = S("other"), .name = S("kind"), .array = true};
    Pair files = render(outline);
    assert_has(files.header, "/** The enum other.kind. ends * / here */\n");
    assert_has(files.header, "    DB_OTHER_KIND_UNKNOWN = 0,");
    assert_has(files.header, "    DB_OTHER_KIND_A_B = 1, /**< a-b */");
    assert_has(files.header, "    DB_OTHER_KIND_A_B_2 = 2, /**< a_b */");
    assert_has(files.header, "    DB_OTHER_KIND_UNKNOWN_3 = 3, /**< unknown */");
    assert_has(files.header, "} db_other_kind;\n");
    assert_has(files.header, "    db_opt_other_kind_array x; /**< integer */\n");
    assert_has(files.source, "&type_of_db_other_kind_array,\n");
    *type = integer;
    files = render(outline);
    assert_lacks(files.header, "db_opt_other_kind"); /* nobody uses it */
    assert_lacks(files.source, "type_of_db_other_kind");
}

static void test_odd_names(void **state)
{
    (void)state;
    Pair files = render(sample_outline(arena));
    assert_has(files.header, "} sample_Order__Items_;\n");
    assert_has(files.source, "\"public.\\\"Order \\\"\\\"Items\\\"\\\"\\\"\"");
    assert_has(files.header, "pgw_opt_text null;"); /* only NULL is a name of C */
    assert_has(files.header, " * A sample: database\n");
    assert_has(files.header, "/** What happened\n * and when */\n");
    assert_has(files.source, "#include \"sample.h\"\n");
}

static void test_parameters(void **state)
{
    (void)state;
    Outline *outline = NEW(arena, Outline);
    outline->database = S("db");
    Relation *relation = sample_relation(arena, outline, "t", NULL);
    sample_required(arena, relation, "row", "integer");
    sample_required(arena, relation, "row_", "integer");
    sample_required(arena, relation, "db_t", "integer");
    sample_required(arena, relation, "pgw_uuid", "integer");
    sample_primary_key(arena, relation, "row row_ db_t pgw_uuid");
    Pair files = render(outline);
    assert_has(files.header, "int32_t row_,\n                                int32_t row__,\n");
    assert_has(files.source, "&row_, &row__, &db_t_, &key_pgw_uuid,\n");
}

static void test_same_keys(void **state)
{
    (void)state;
    Outline *outline = outline_of_two("a", "b");
    Relation *relation = outline->relations.at[0];
    Key one = sample_key(arena, relation, "one", "x"),
        two = sample_key(arena, relation, "two", "x");
    vec_push(arena, &relation->uniques, one);
    vec_push(arena, &relation->uniques, two);
    Str header = render(outline).header;
    assert_has(header, "By one (x)");
    assert_lacks(header, "By two (x)");
}

static void test_clashes(void **state)
{
    (void)state;
    assert_clash(outline_of_two("a b", "a_b"),
                 "table public.a_b and table public.\"a b\" have the same name in C: db_a_b");
    another();
    assert_clash(outline_of_two("a", "a_insert"),
                 "table public.a_insert and table public.a have the same name in C: db_a_insert");
    another();
    assert_clash(outline_of_two("a", "database"),
                 "table public.database and the descriptor of the database have the same name in "
                 "C: db_database");
    another();
    Outline *outline = outline_of_two("a", "b");
    sample_column(arena, outline->relations.at[1], "y z", "text");
    sample_column(arena, outline->relations.at[1], "y_z", "text");
    assert_clash(outline,
                 "column public.b.y_z and column public.b.\"y z\" have the same name in C: "
                 "y_z");
    another();
    outline = outline_of_two("a", "b");
    outline->database = S("pgw_runtime");
    assert_clash(outline,
                 "the database pgw_runtime and the runtime of its bindings share names in C: "
                 "pgw");
}

static void test_same_bytes(void **state)
{
    (void)state;
    Pair one = render(sample_outline(arena)), two = render(sample_outline(arena));
    assert_true(str_eq(one.header, two.header));
    assert_true(str_eq(one.source, two.source));
    assert_lacks(one.header, "{{");
    assert_lacks(one.source, "{{");
}

static void test_empty(void **state)
{
    (void)state;
    Outline outline = {.database = S("empty")};
    Pair files = render(&outline);
    assert_has(files.header, "extern const pgw_database empty_database;");
    assert_has(files.source,
               "    \"empty\",\n    NULL, 0,\n    NULL, 0,\n    NULL, 0,\n    NULL, 0,\n};");
}

static void test_prefix(void **state)
{
    (void)state;
    CgenFiles files = render_with(sample_outline(arena), &(CgenOptions){.prefix = S("my")});
    assert_has(file_of(&files, "sample.h"), "pgw_status my_users_insert(");
    assert_has(file_of(&files, "sample.h"), "MY_CONSTRAINT_USERS_EMAIL_KEY");
    assert_has(file_of(&files, "sample.c"), "#include \"sample.h\"");
    assert_has(file_of(&files, "sample.pc"), "Name: my_bindings\n");
    assert_has(file_of(&files, "meson.build"),
               "static_library('my_bindings',\n    'sample.c',\n    'sample_drift.c',\n"
               "    'pgw_runtime.c',\n");
}

/* The same declarations, each in its table's own files. */
/* ---- functions */

/* A function as it is read: its identity, what it returns (NULL: a procedure), and its arguments as
 * `mode type name` with tabs between, or "default 1". */
static Object *routine(Catalog *catalog, const char *identity, const char *returns,
                       const char *const *shape, size_t count)
{
    ObjectId id = {returns ? KIND_FUNCTION : KIND_PROCEDURE, S("public"), str_of(identity), {0}};
    Object *object = catalog_add(catalog, id, NULL);
    StrVec list = {0};
    for (size_t i = 0; i < count; i++)
        vec_push(arena, &list, str_of(shape[i]));
    if (returns)
        object_set(catalog, object, "returns", value_text(str_of(returns)), (Pos){0});
    object_set(catalog, object, "shape", value_of_vec(&list), (Pos){0});
    if (count)
        object_set(catalog, object, "arguments", value_text(S("…")), (Pos){0});
    return object;
}
#define SHAPE(...)                                                                                 \
    (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)

static Catalog *catalog_with_table(void)
{
    Catalog *catalog = catalog_new(arena);
    catalog->database = S("db");
    catalog->server_major = 15;
    catalog_add(catalog, (ObjectId){KIND_TABLE, S("public"), S("t"), {0}}, NULL);
    Object *column =
        catalog_add(catalog, (ObjectId){KIND_COLUMN, S("public"), S("t"), S("x")}, NULL);
    object_set(catalog, column, "type", value_text(S("integer")), (Pos){0});
    return catalog;
}

static Pair render_sealed(Catalog *catalog)
{
    catalog_seal(catalog);
    return render(outline_of(arena, catalog));
}

static void test_routines(void **state)
{
    (void)state;
    Catalog *catalog = catalog_with_table();
    Object *strict = routine(catalog, "f(integer)", "text", SHAPE("i\tinteger\ta b"));
    object_set(catalog, strict, "strict", value_bool(true), (Pos){0});
    routine(catalog, "g(character)", "void", SHAPE("v\tcharacter[]\t", "default 1"));
    routine(catalog, "rows()", "SETOF t", NULL, 0);
    routine(catalog, "own()", "TABLE(a integer)", SHAPE("t\tinteger\ta"));
    routine(catalog, "p(integer)", NULL, SHAPE("b\tinteger\tint", "o\tpublic.t\tout"));
    routine(catalog, "q(integer)", NULL, SHAPE("b\tinteger\tint"));
    Pair made = render_sealed(catalog);
    Str header = made.header, source = made.source;
    assert_has(header, "db_f(pgw_session *session, pgw_arena *arena,\n"
                       "                                int32_t a_b,\n");
    assert_has(header, "pgw_opt_text *result)");
    assert_has(source, "\"pg_catalog.int4\", &pgw_type_int4, false,\n      PGW_ALWAYS }");
    assert_has(header, "    bool argument_1;\n} db_g_given;");
    assert_has(source, "{ NULL, \"pg_catalog.bpchar[]\", &pgw_type_bpchar_array, true,\n"
                       "      offsetof(db_g_given, argument_1) }");
    assert_has(header, "db_rows_list(pgw_session *session, pgw_arena *arena,\n"
                       "                                const db_t_query *query,");
    assert_has(header, "typedef struct db_own_row {\n    pgw_opt_int4 a;");
    assert_has(source, "PGW_CALL_ROWS, \"pgw_r (a)\"");
    assert_has(header, "} db_q_result;");
    assert_has(header, "public.p(integer): results of CALL in text form");
    assert_lacks(header, "db_p(");
}

static void test_routines_left_out(void **state)
{
    (void)state;
    static const struct {
        const char *identity, *returns, *argument, *said; /* NULL: nothing is said */
    } cases[] = {
        {"a()", "trigger", NULL, NULL},
        {"b()", "event_trigger", NULL, NULL},
        {"c(anyelement)", "integer", "i\tanyelement\tx", "an argument has no type of its own"},
        {"d()", "record", NULL, "its result has no type of its own"},
        {"e()", "language_handler", NULL, "its result has no type of its own"},
        {"f()", "SETOF record", NULL, "its result has no type of its own"},
        {"f2()", "SETOF elsewhere", NULL, "its rows are those of a table that has no bindings"},
        {"g(internal)", "boolean", "i\tinternal\t", "an argument has no type of its own"},
    };
    Catalog *catalog = catalog_with_table();
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        routine(catalog, cases[i].identity, cases[i].returns, &cases[i].argument,
                cases[i].argument != NULL);
    catalog_add(catalog, (ObjectId){KIND_FOREIGN_TABLE, S("public"), S("elsewhere"), {0}}, NULL);
    object_set(catalog, routine(catalog, "w()", "bigint", NULL, 0), "window", value_bool(true),
               (Pos){0});
    Str header = render_sealed(catalog).header;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (cases[i].said)
            assert_has(header,
                       str_format(arena, "public.%s: %s", cases[i].identity, cases[i].said).ptr);
        else
            assert_lacks(header, cases[i].identity);
    assert_has(header, "public.w(): a window function");
    assert_lacks(header, "db_a(");
}

/* Functions of one name have their types behind it; a function gives way to a table. */
static void test_routine_names(void **state)
{
    (void)state;
    Catalog *catalog = catalog_with_table();
    routine(catalog, "f()", "integer", NULL, 0);
    routine(catalog, "f(integer)", "integer", SHAPE("i\tinteger\tx"));
    routine(catalog, "f(integer[])", "integer", SHAPE("i\tinteger[]\tx"));
    routine(catalog, "f(text, numeric)", "integer",
            SHAPE("i\ttext\tx", "i\tnumeric\ty", "default 1"));
    routine(catalog, "t()", "integer", NULL, 0);
    routine(catalog, "t_count(integer)", "integer", SHAPE("i\tinteger\tx", "default 1"));
    Str header = render_sealed(catalog).header;
    static const char *const names[] = {
        "db_f(",      "db_f_integer(",    "db_f_integer_array(",     "db_f_text_numeric(",
        "db_call_t(", "db_call_t_count(", "} db_call_t_count_given;"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_has(header, names[i]);
    assert_lacks(header, "db_f_text_numeric_given"); /* f(text) could be f(integer) */
    assert_has(header, "Its defaults cannot be left to the server");

    another();
    catalog = catalog_with_table();
    routine(catalog, "f g()", "integer", NULL, 0);
    routine(catalog, "f-g()", "integer", NULL, 0);
    routine(catalog, "f_g()", "integer", NULL, 0);
    catalog_seal(catalog);
    assert_clash(outline_of(arena, catalog),
                 "function public.f_g() and function public.\"f-g\"() have the same name in C: "
                 "db_call_f_g");
}

/* What a model alone says of functions and views is not enough. */
static void test_routines_of_a_draft(void **state)
{
    (void)state;
    Catalog *catalog = catalog_with_table();
    catalog->server_major = 0;
    routine(catalog, "f()", "integer", NULL, 0);
    Str header = render_sealed(catalog).header;
    assert_lacks(header, "db_f(");
}

static void test_by_table(void **state)
{
    (void)state;
    CgenFiles files = render_with(sample_outline(arena), &(CgenOptions){.by_table = true});
    Str users = file_of(&files, "sample_users.h"), all = file_of(&files, "sample.h");
    assert_has(all, "#include \"sample_database.h\"\n");
    assert_has(all, "#include \"sample_users.h\"\n");
    assert_lacks(all, "pgw_status");
    assert_has(users, "pgw_status sample_users_insert(");
    assert_has(users, "typedef struct sample_jobs sample_jobs;\n"); /* for sample_users_list_jobs */
    assert_lacks(users, "sample_jobs_insert");
    assert_has(file_of(&files, "sample_users.c"), "#include \"sample_jobs.h\"\n");
    assert_has(file_of(&files, "sample_users.c"), "\nconst pgw_table table_of_sample_users = {");
    assert_has(file_of(&files, "CMakeLists.txt"), "  sample_users.c\n");
    assert_has(file_of(&files, "man3/sample_users.3"), "\n.B #include <sample.h>\n");
}

/* Files whose names differ in the case of letters alone would be one on some file systems. */
static void test_same_files(void **state)
{
    (void)state;
    Outline *outline = outline_of_two("Jobs", "jobs");
    assert_int_equal(render_with(outline, &(CgenOptions){0}).len, 12);
    cgen_render(arena, outline, &(CgenOptions){.by_table = true}, &templates, &diags);
    assert_int_equal(diags.errors, 1);
    assert_string_equal(diags.list.at[0]->code, "E0310");
}

/* Pages are made from what the headers say. */
static void test_manual(void **state)
{
    (void)state;
    CgenFiles files = render_with(sample_outline(arena), &(CgenOptions){0});
    Str users = file_of(&files, "man3/sample_users.3"), all = file_of(&files, "man3/sample.3");
    assert_has(users, ".SH NAME\nsample_users \\- rows of public.users\n");
    assert_has(users, "\npgw_status sample_users_insert(pgw_session *session,");
    assert_has(users, ".TP\n.B sample_users_insert\nstores the chosen columns of *row,");
    assert_has(users, "\nSAMPLE_CONSTRAINT_USERS_EMAIL_KEY, users_email_key\n");
    assert_lacks(users, "PGW_NONNULL");
    assert_lacks(users, "pgw_filter_value");
    assert_has(all, ".TP\n.B T_insert\nstores the chosen columns of *row,");
    assert_has(all, "\nThe label, \"\" for a value that has none.\n");
    Str runtime = file_of(&files, "man3/pgw_runtime.3");
    assert_has(runtime, ".SS Transactions\n");
    assert_has(runtime, "\n#define PGW_DATE_INFINITY       INT32_MAX\n");
    assert_lacks(runtime, "For generated code");
}

static void test_languages(void **state)
{
    (void)state;
    assert_ptr_equal(cgen_language(S("c")), &cgen_languages[0]);
    assert_null(cgen_language(S("cobol")));
}

static void test_runtime(void **state)
{
    (void)state;
    CgenFiles files = render_with(sample_outline(arena), &(CgenOptions){0});
    assert_has(file_of(&files, "pgw_runtime.h"), "#ifndef PGW_RUNTIME_H");
    assert_has(file_of(&files, "pgw_runtime.c"), "#include \"pgw_runtime.h\"");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_columns),           TEST(test_functions),     TEST(test_read_only),
        TEST(test_only_read_only),    TEST(test_enums),         TEST(test_odd_names),
        TEST(test_parameters),        TEST(test_same_keys),     TEST(test_clashes),
        TEST(test_same_bytes),        TEST(test_empty),         TEST(test_runtime),
        TEST(test_by_table),          TEST(test_same_files),    TEST(test_manual),
        TEST(test_languages),         TEST(test_prefix),        TEST(test_routines),
        TEST(test_routines_left_out), TEST(test_routine_names), TEST(test_routines_of_a_draft),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
