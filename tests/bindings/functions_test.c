/* Functions and procedures as C functions, views, materialized views. */
#include "bindings_test.h"

static const pgw_opt_int4 null_int4 = {false, 0};
static const pgw_opt_text null_text = {false, {NULL, 0}};

static pgw_opt_int4 int4_of(int32_t value)
{
    return (pgw_opt_int4){true, value};
}

static void same_text(pgw_text text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_string_equal(text.ptr, expected);
}

static void same_opt(pgw_opt_text text, const char *expected)
{
    assert_int_equal(text.present, expected != NULL);
    if (expected)
        same_text(text.value, expected);
}

/* Three stalls, two of them with a note. */
static void some_stalls(void)
{
    sql("INSERT INTO stalls VALUES ('a', 1, 'x', 5), ('a', 2, NULL, 6), ('b', 1, 'y', 7)");
}

/* --- one value --- */

static void test_values(void **state)
{
    (void)state;
    pgw_opt_int4 sum;
    pgw_opt_int8 answer;
    OK(samples_add(&session, &arena, 40, 2, &sum));
    assert_true(sum.present);
    assert_int_equal(sum.value, 42);
    OK(samples_the_answer(&session, &arena, &answer));
    assert_int_equal(answer.value, 42);
    OK(samples_halve(&session, &arena, int4_of(10), &sum));
    assert_int_equal(sum.value, 5);
    OK(samples_nothing_at_all(&session));
}

static void test_null(void **state)
{
    (void)state;
    pgw_opt_text text;
    pgw_opt_int4 half = int4_of(1);
    OK(samples_echo(&session, &arena, pgw_opt_text_of("très"), &text));
    same_opt(text, "très");
    OK(samples_echo(&session, &arena, pgw_opt_text_of(""), &text));
    same_opt(text, "");
    OK(samples_echo(&session, &arena, null_text, &text));
    same_opt(text, NULL);
    OK(samples_halve(&session, &arena, null_int4, &half));
    assert_false(half.present);
}

/* Often enough to be prepared, and again after everything is forgotten. */
static void test_prepared(void **state)
{
    (void)state;
    pgw_opt_int4 sum;
    for (int i = 0; i < 5; i++) {
        OK(samples_add(&session, &arena, i, i, &sum));
        assert_int_equal(sum.value, 2 * i);
        if (i == 2)
            sql("DEALLOCATE ALL");
    }
}

/* --- defaults --- */

static void test_defaults(void **state)
{
    (void)state;
    pgw_opt_text text, a = pgw_opt_text_of("A"), z = pgw_opt_text_of("Z");
    pgw_opt_text word = pgw_opt_text_of("w");
    const struct {
        bool prefix, suffix;
        const char *expected;
    } cases[] = {
        {true, true, "A-w-Z"},
        {false, true, "a-w-Z"},
        {true, false, "A-w-z"},
        {false, false, "a-w-z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const samples_described_given given = {cases[i].prefix, cases[i].suffix};
        OK(samples_described(&session, &arena, word, a, z, &given, &text));
        same_opt(text, cases[i].expected);
    }
    OK(samples_described(&session, &arena, word, a, z, NULL, &text)); /* all */
    same_opt(text, "A-w-Z");
    OK(samples_described(&session, &arena, word, null_text, z, NULL, &text)); /* NULL is a value */
    same_opt(text, "-w-Z");
}

static void test_default_without_name(void **state)
{
    (void)state;
    pgw_opt_int4 product;
    const samples_unnamed_given none = {false};
    OK(samples_unnamed(&session, &arena, 3, 5, NULL, &product));
    assert_int_equal(product.value, 15);
    OK(samples_unnamed(&session, &arena, 3, 5, &none, &product));
    assert_int_equal(product.value, 21);
}

static void test_void(void **state)
{
    (void)state;
    const samples_note_given number = {false, true};
    OK(samples_note(&session, int4_of(9), pgw_opt_text_of("n"), null_text, int4_of(4), &number));
    assert_string_equal(sql_text("SELECT p::text FROM stalls p"), "(here,4,n,9)");
    EXPECT(PGW_UNIQUE_VIOLATION, samples_note(&session, int4_of(9), pgw_opt_text_of("n"),
                                              pgw_opt_text_of("here"), int4_of(4), NULL));
    assert_int_equal(samples_constraint_of(&session.error), SAMPLES_CONSTRAINT_STALLS_PKEY);
}

/* --- lists of arguments --- */

static void test_variadic(void **state)
{
    (void)state;
    pgw_opt_text text;
    pgw_opt_int8 sum;
    const pgw_opt_text words[] = {pgw_opt_text_of("a"), null_text, pgw_opt_text_of("b")};
    const pgw_opt_int4 numbers[] = {int4_of(1), int4_of(2)};
    pgw_opt_text_array some = {true, {words, 3, NULL}}, none = {true, {NULL, 0, NULL}};
    pgw_opt_text_array null = {false, {NULL, 0, NULL}};
    pgw_opt_int4_array two = {true, {numbers, 2, NULL}};
    const samples_total_given nothing = {false, false}, numbers_alone = {false, true};
    const samples_total_given start_alone = {true, false};
    OK(samples_joined(&session, &arena, pgw_opt_text_of("+"), some, &text));
    same_opt(text, "a+b");
    OK(samples_joined(&session, &arena, pgw_opt_text_of("+"), none, &text));
    same_opt(text, "");
    OK(samples_joined(&session, &arena, pgw_opt_text_of("+"), null, &text));
    same_opt(text, NULL);
    pgw_opt_int8 ten = {true, 10};
    OK(samples_total(&session, &arena, ten, two, NULL, &sum));
    assert_int_equal(sum.value, 13);
    OK(samples_total(&session, &arena, ten, two, &start_alone, &sum));
    assert_false(sum.present);
    EXPECT(PGW_INVALID, samples_total(&session, &arena, ten, two, &numbers_alone, &sum));
    assert_non_null(
        strstr(session.error.message, "argument 2 can be given when all before it are"));
    OK(samples_total(&session, &arena, ten, two, &nothing, &sum));
    assert_false(sum.present);
}

/* --- rows --- */

static void test_out(void **state)
{
    (void)state;
    samples_divide_result result;
    OK(samples_divide(&session, &arena, 17, 5, &result));
    assert_int_equal(result.quotient.value, 3);
    assert_int_equal(result.remainder.value, 2);
    const samples_divide_result before = result;
    EXPECT(PGW_DATA_ERROR, samples_divide(&session, &arena, 1, 0, &result));
    assert_string_equal(session.error.sqlstate, "22012");
    assert_memory_equal(&result, &before, sizeof result);
}

static void test_row_of_table(void **state)
{
    (void)state;
    samples_stalls stall;
    some_stalls();
    OK(samples_stall_of(&session, &arena, pgw_text_of("a"), 2, &stall));
    same_text(stall.region, "a");
    assert_int_equal(stall.amount, 6);
    assert_false(stall.note.present);
    EXPECT(PGW_NOT_FOUND, samples_stall_of(&session, &arena, pgw_text_of("z"), 2, &stall));
    assert_int_equal(stall.amount, 6);
}

static void test_composite(void **state)
{
    (void)state;
    samples_opt_place place;
    OK(samples_home(&session, &arena, pgw_opt_text_of("here"), &place));
    assert_true(place.present);
    same_opt(place.value.name, "here");
    same_opt(place.value.code, "12345");
    assert_int_equal(place.value.tags.value.count, 2);
    assert_false(place.value.tags.value.items[1].present);
    assert_int_equal(place.value.mood.value, SAMPLES_MOOD_OK);
    OK(samples_home(&session, &arena, null_text, &place));
    assert_false(place.present);
}

/* --- sets --- */

static void test_table(void **state)
{
    (void)state;
    samples_squares_row_page page;
    int64_t count;
    OK(samples_squares_list(&session, &arena, int4_of(4), NULL, &page));
    assert_int_equal(page.count, 4);
    assert_false(page.more);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(page.rows[i].n.value, i + 1);
        assert_int_equal(page.rows[i].square.value, (i + 1) * (i + 1));
    }
    same_opt(page.rows[3].a_b, "n4");

    samples_squares_row_query query = {.limit = 2};
    samples_squares_row_where_square(&query, PGW_GE, 9);
    OK(samples_squares_list(&session, &arena, int4_of(10), &query, &page));
    assert_int_equal(page.count, 2);
    assert_true(page.more);
    assert_int_equal(page.rows[0].n.value, 3);
    OK(samples_squares_count(&session, int4_of(10), &query, &count));
    assert_int_equal(count, 8);
    samples_squares_row_where_a_b_null(&query, true);
    OK(samples_squares_count(&session, int4_of(10), &query, &count));
    assert_int_equal(count, 0);
    query.after = &page.rows[0];
    EXPECT(PGW_INVALID, samples_squares_list(&session, &arena, int4_of(10), &query, &page));
    OK(samples_squares_list(&session, &arena, null_int4, NULL, &page));
    assert_int_equal(page.count, 0);
}

static bool add_up(void *context, const samples_squares_row *row)
{
    int64_t *sum = context;
    *sum += row->square.value;
    return row->n.value < 1000;
}

static void test_stream(void **state)
{
    (void)state;
    int64_t sum = 0;
    OK(samples_squares_each(&session, int4_of(10), NULL, add_up, &sum));
    assert_int_equal(sum, 385);
    sum = 0;
    OK(samples_squares_each(&session, int4_of(100000), NULL, add_up, &sum));
    assert_int_equal(sum, 333833500); /* it stopped there */
    OK(samples_squares_each(&session, int4_of(0), NULL, add_up, &sum));
}

static void test_set_of_values(void **state)
{
    (void)state;
    samples_words_of_row_page words;
    samples_letters_row_page letters;
    OK(samples_words_of_list(&session, &arena, pgw_opt_text_of("to be or"), NULL, &words));
    assert_int_equal(words.count, 3);
    same_opt(words.rows[2].value, "or");
    OK(samples_letters_list(&session, &arena, int4_of(3), NULL, &letters));
    assert_int_equal(letters.count, 3);
    same_opt(letters.rows[2].letter, "c");
}

/* With the table's own struct, filters and orders. */
static void test_set_of_table(void **state)
{
    (void)state;
    samples_stalls_page page;
    samples_stalls_query query = {.order = SAMPLES_STALLS_BY_KEY, .backwards = true, .limit = 1};
    const samples_stalls_above_given none = {false};
    some_stalls();
    OK(samples_stalls_above_list(&session, &arena, int4_of(5), NULL, &query, &page));
    assert_int_equal(page.count, 1);
    assert_true(page.more);
    same_text(page.rows[0].region, "b");
    query.after = &page.rows[0];
    OK(samples_stalls_above_list(&session, &arena, int4_of(5), NULL, &query, &page));
    assert_int_equal(page.count, 1);
    assert_false(page.more);
    same_text(page.rows[0].region, "a");
    assert_int_equal(page.rows[0].number, 2);
    OK(samples_stalls_above_list(&session, &arena, null_int4, &none, NULL, &page));
    assert_int_equal(page.count, 3);
}

static void test_set_of_view(void **state)
{
    (void)state;
    samples_stall_notes_page page;
    int64_t count;
    some_stalls();
    OK(samples_quiet_stalls_list(&session, &arena, NULL, &page));
    assert_int_equal(page.count, 2);
    same_opt(page.rows[0].note, "x");
    OK(samples_quiet_stalls_count(&session, NULL, &count));
    assert_int_equal(count, 2);
}

static void test_set_of_composite(void **state)
{
    (void)state;
    samples_homes_row_page page;
    const pgw_opt_text names[] = {pgw_opt_text_of("x"), pgw_opt_text_of("y")};
    pgw_opt_text_array two = {true, {names, 2, NULL}};
    samples_homes_row_query query = {.limit = 0};
    OK(samples_homes_list(&session, &arena, two, NULL, &page));
    assert_int_equal(page.count, 2);
    same_opt(page.rows[1].name, "y");
    assert_true(page.rows[1].spot.value.x == 2);
    samples_homes_row_where_name(&query, PGW_EQ, pgw_text_of("x"));
    OK(samples_homes_list(&session, &arena, two, &query, &page));
    assert_int_equal(page.count, 1);
}

/* --- types --- */

static void test_types(void **state)
{
    (void)state;
    samples_moods_row_page page;
    const samples_opt_mood list[] = {{true, SAMPLES_MOOD_SAD}, {false, SAMPLES_MOOD_UNKNOWN}};
    samples_opt_mood_array moods = {true, {list, 2, NULL}};
    samples_opt_place place = {.present = true};
    place.value.code = pgw_opt_text_of("777");
    OK(samples_moods_list(&session, &arena, (samples_opt_mood){true, SAMPLES_MOOD_OK}, moods,
                          (samples_opt_mood){true, SAMPLES_MOOD_SAD}, place, NULL, &page));
    assert_int_equal(page.count, 1);
    assert_int_equal(page.rows[0].mood.value, SAMPLES_MOOD_OK);
    assert_int_equal(page.rows[0].moods.value.count, 2);
    assert_int_equal(page.rows[0].feeling.value, SAMPLES_MOOD_SAD);
    same_opt(page.rows[0].spot.value.code, "777");
    same_opt(page.rows[0].code, "777");
    EXPECT(PGW_INVALID,
           samples_moods_list(&session, &arena, (samples_opt_mood){true, SAMPLES_MOOD_UNKNOWN},
                              moods, list[0], place, NULL, &page));
}

static void test_types_as_text(void **state)
{
    (void)state;
    pgw_opt_text query;
    samples_parts_of_row_page page;
    OK(samples_matching(&session, &arena, pgw_opt_text_of("a | b"), pgw_opt_text_of("<a/>"),
                        &query));
    same_opt(query, "( 'a' | 'b' ) & 'x'");
    OK(samples_parts_of_list(&session, &arena, pgw_opt_text_of("'one':1 'two':2"), NULL, &page));
    assert_int_equal(page.count, 2);
    same_opt(page.rows[1].vector, "'two'");
    EXPECT(PGW_DATA_ERROR,
           samples_matching(&session, &arena, null_text, pgw_opt_text_of("<a>"), &query));
}

/* --- names --- */

/* What search_path holds has no say. */
static void test_overloads(void **state)
{
    (void)state;
    pgw_opt_text text;
    const pgw_opt_int4 one[] = {int4_of(1)};
    sql("CREATE SCHEMA trap; CREATE TYPE trap.text AS (a int); SET search_path = trap, pg_catalog");
    OK(samples_size_of_integer(&session, &arena, int4_of(1), &text));
    same_opt(text, "integer");
    OK(samples_size_of_bigint(&session, &arena, (pgw_opt_int8){true, 1}, &text));
    same_opt(text, "bigint");
    OK(samples_size_of_text_integer(&session, &arena, null_text, int4_of(1), &text));
    same_opt(text, "text by integer");
    OK(samples_size_of_integer_array(&session, &arena, (pgw_opt_int4_array){true, {one, 1, NULL}},
                                     &text));
    same_opt(text, "array");
    OK(samples_size_of_integer_array(&session, &arena, (pgw_opt_int4_array){false, {NULL, 0, NULL}},
                                     &text));
    same_opt(text, "array");
    OK(samples_size_of_character(&session, &arena, pgw_opt_text_of("long"), &text));
    same_opt(text, "char 4"); /* not cut to one character */
    OK(samples_echo(&session, &arena, pgw_opt_text_of("e"), &text));
    same_opt(text, "e");
    sql("RESET search_path; DROP SCHEMA trap CASCADE");
}

static void test_names(void **state)
{
    (void)state;
    samples_Grow_it__row_page page;
    pgw_opt_int8 count;
    samples_opt_audit_level level;
    const samples_Grow_it__given no_class = {false};
    OK(samples_Grow_it__list(&session, &arena, int4_of(1), null_text, &no_class, NULL, &page));
    assert_int_equal(page.rows[0].the_Value.value, 2);
    same_opt(page.rows[0].int_, "c");
    some_stalls();
    OK(samples_call_stalls(&session, &arena, pgw_opt_text_of("a"), &count));
    assert_int_equal(count.value, 2);
    sql("INSERT INTO audit.entries (id, severity) VALUES"
        " ('00000000-0000-0000-0000-000000000001', 'high')");
    pgw_opt_uuid id = {true, {{0}}};
    id.value.bytes[15] = 1;
    OK(samples_audit_severity(&session, &arena, id, &level));
    assert_int_equal(level.value, SAMPLES_AUDIT_LEVEL_HIGH);
}

/* --- errors --- */

static void test_errors(void **state)
{
    (void)state;
    pgw_opt_text code = pgw_opt_text_of("P0099"), detail = pgw_opt_text_of("secret");
    EXPECT(PGW_SERVER_ERROR, samples_fails(&session, code, detail));
    assert_string_equal(session.error.sqlstate, "P0099");
    assert_string_equal(session.error.message, "as asked");
    assert_string_equal(session.error.detail, ""); /* some table of the database has secrets */
    EXPECT(PGW_RETRY, samples_fails(&session, pgw_opt_text_of("40001"), detail));
    assert_true(session.error.retryable);
    pgw_opt_text text, broken = {true, {"a\0b", 3}};
    EXPECT(PGW_INVALID, samples_echo(&session, &arena, broken, &text));
    assert_non_null(strstr(session.error.message, "public.echo(text)"));
}

/* What verify finds of that name; NULL: nothing. */
static const pgw_difference *difference_of(const char *what)
{
    pgw_differences found;
    OK(samples_verify(&session, PGW_VERIFY_WARN, &arena, &found));
    for (size_t i = 0; i < found.count; i++)
        if (strcmp(found.items[i].what, what) == 0)
            return &found.items[i];
    return NULL;
}

static void test_missing(void **state)
{
    (void)state;
    static const char function[] = "public.add(integer, integer)";
    static const char procedure[] = "public.store(text, integer)";
    pgw_opt_int4 sum;
    assert_null(difference_of(function));
    assert_null(difference_of(procedure));
    sql("ALTER FUNCTION add(integer, integer) RENAME TO gone");
    const pgw_difference *difference = difference_of(function);
    assert_non_null(difference);
    assert_string_equal(difference->expected, "function");
    assert_string_equal(difference->found, "");
    EXPECT(PGW_SERVER_ERROR, samples_add(&session, &arena, 1, 2, &sum));
    assert_string_equal(session.error.sqlstate, "42883");
    sql("ALTER FUNCTION gone(integer, integer) RENAME TO add");
    OK(samples_add(&session, &arena, 1, 2, &sum));
    sql("ALTER PROCEDURE store(text, integer) RENAME TO gone;"
        "CREATE FUNCTION store(text, integer) RETURNS void LANGUAGE sql AS ''");
    difference = difference_of(procedure);
    assert_non_null(difference);
    assert_string_equal(difference->expected, "procedure");
    assert_string_equal(difference->found, "function");
    sql("DROP FUNCTION store(text, integer);"
        "ALTER PROCEDURE gone(text, integer) RENAME TO store");
}

/* --- procedures --- */

static void test_procedures(void **state)
{
    (void)state;
    samples_settle_result settled;
    samples_tell_result told;
    const samples_settle_given none = {false};
    OK(samples_settle(&session, &arena, int4_of(5), pgw_opt_text_of("hm"), int4_of(10), NULL,
                      &settled));
    assert_int_equal(settled.amount.value, 15);
    same_opt(settled.note, "hm!");
    OK(samples_settle(&session, &arena, int4_of(5), null_text, int4_of(10), &none, &settled));
    assert_int_equal(settled.amount.value, 6);
    assert_false(settled.note.present);
    OK(samples_tell(&session, &arena, int4_of(21), &told));
    assert_int_equal(told.twice.value, 42);
    OK(samples_store(&session, pgw_opt_text_of("p"), int4_of(3)));
    assert_string_equal(sql_text("SELECT p::text FROM stalls p"), "(p,3,,7)");
    EXPECT(PGW_UNIQUE_VIOLATION, samples_store(&session, pgw_opt_text_of("p"), int4_of(3)));
}

/* What a procedure has committed stays; it cannot commit inside a transaction. */
static void test_procedure_that_commits(void **state)
{
    (void)state;
    const pgw_opt_int4 numbers[] = {int4_of(1), int4_of(2), int4_of(2)};
    pgw_opt_int4_array two = {true, {numbers, 2, NULL}}, three = {true, {numbers, 3, NULL}};
    for (int i = 0; i < 3; i++) {
        sql("TRUNCATE stalls CASCADE");
        OK(samples_store_each(&session, pgw_opt_text_of("c"), two));
        assert_string_equal(sql_text("SELECT count(*) FROM stalls"), "2");
    }
    sql("TRUNCATE stalls CASCADE");
    EXPECT(PGW_UNIQUE_VIOLATION, samples_store_each(&session, pgw_opt_text_of("c"), three));
    assert_string_equal(sql_text("SELECT count(*) FROM stalls"), "2");
    OK(pgw_begin(&session, PGW_READ_COMMITTED));
    EXPECT(PGW_SERVER_ERROR, samples_store_each(&session, pgw_opt_text_of("d"), two));
    assert_string_equal(session.error.sqlstate, "2D000");
    (void)pgw_rollback(&session);
}

/* --- pipelines --- */

static void test_pipeline(void **state)
{
    (void)state;
    enum { MANY = 50 };
    pgw_opt_int4 sums[MANY];
    samples_divide_result result = {.quotient = {false, 0}};
    samples_stalls stall;
    samples_squares_row_page page;
    some_stalls();
    OK(pgw_pipeline_begin(&session, PGW_INDEPENDENT, 10, NULL, NULL));
    for (int i = 0; i < MANY; i++)
        OK(samples_add(&session, &arena, i, 1, &sums[i]));
    OK(samples_divide(&session, &arena, 9, 4, &result));
    OK(samples_store(&session, pgw_opt_text_of("q"), int4_of(1)));
    OK(samples_nothing_at_all(&session));
    OK(samples_stall_of(&session, &arena, pgw_text_of("z"), 1, &stall));
    EXPECT(PGW_INVALID, samples_squares_list(&session, &arena, int4_of(1), NULL, &page));
    EXPECT(PGW_NOT_FOUND, pgw_pipeline_end(&session));
    assert_int_equal(session.error.item, MANY + 3);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(sums[i].value, i + 1);
    assert_int_equal(result.remainder.value, 1);
    assert_string_equal(sql_text("SELECT count(*) FROM stalls"), "4");
}

/* --- views --- */

static bool count_notes(void *context, const samples_stall_notes *row)
{
    *(int *)context += row->note.present;
    return true;
}

static void test_view(void **state)
{
    (void)state;
    samples_stall_notes_page page;
    samples_stall_notes_query query = {.limit = 1};
    int64_t count;
    int notes = 0;
    some_stalls();
    samples_stall_notes_where_region(&query, PGW_EQ, pgw_text_of("b"));
    OK(samples_stall_notes_list(&session, &arena, &query, &page));
    assert_int_equal(page.count, 1);
    same_opt(page.rows[0].note, "y");
    OK(samples_stall_notes_count(&session, NULL, &count));
    assert_int_equal(count, 2);
    OK(samples_stall_notes_each(&session, NULL, count_notes, &notes));
    OK(samples_stall_notes_copy_out(&session, count_notes, &notes));
    assert_int_equal(notes, 4);
}

static bool count_sums(void *context, const samples_stall_sums *row)
{
    *(int64_t *)context += row->amount.value;
    return true;
}

/* A unique index tells no rows apart whose keys are NULL: none may be left out. */
static void walk_places(samples_stall_places_order order, bool backwards)
{
    samples_stall_places_page page;
    samples_stall_places_query query = {.order = order, .backwards = backwards, .limit = 1};
    int64_t numbers = 0;
    for (size_t i = 0; i < 4; i++) {
        OK(samples_stall_places_list(&session, &arena, &query, &page));
        assert_int_equal(page.count, 1);
        assert_int_equal(page.more, i < 3);
        assert_false(page.rows[0].region.present);
        numbers += page.rows[0].number.value;
        query.after = &page.rows[0];
    }
    assert_int_equal(numbers, 5);
    OK(samples_stall_places_list(&session, &arena, &query, &page));
    assert_int_equal(page.count, 0);
}

static void test_rows_without_key(void **state)
{
    (void)state;
    some_stalls();
    sql("INSERT INTO stalls VALUES ('c', 1, NULL, 11)"); /* numbers 1, 2, 1, 1; notes x, -, y, - */
    OK(samples_stall_places_refresh(&session, false));
    for (int backwards = 0; backwards < 2; backwards++) {
        walk_places(SAMPLES_STALL_PLACES_BY_STALL_PLACES_REGION, backwards);
        walk_places(SAMPLES_STALL_PLACES_BY_STALL_PLACES_NUMBER, backwards);
    }
}

static void test_materialized_view(void **state)
{
    (void)state;
    samples_stall_sums_page page;
    samples_stall_sums sums;
    samples_stall_sums_query query = {.order = SAMPLES_STALL_SUMS_BY_STALL_SUMS_AMOUNT, .limit = 1};
    int64_t amount = 0;
    bool exists;
    some_stalls();
    sql("INSERT INTO stalls VALUES ('c', 1, NULL, 11)");
    OK(samples_stall_sums_refresh(&session, false));
    OK(samples_stall_sums_refresh(&session, true));
    OK(samples_stall_sums_get_by_region(&session, &arena, pgw_text_of("b"), &sums));
    assert_int_equal(sums.amount.value, 7);
    OK(samples_stall_sums_exists_by_region(&session, pgw_text_of("z"), &exists));
    assert_false(exists);
    static const char *const regions[] = {"a", "c", "b"}; /* by amount, then by region */
    for (size_t i = 0; i < 3; i++) {
        OK(samples_stall_sums_list(&session, &arena, &query, &page));
        assert_int_equal(page.count, 1);
        assert_int_equal(page.more, i < 2);
        same_opt(page.rows[0].region, regions[i]);
        query.after = &page.rows[0];
    }
    OK(samples_stall_sums_copy_out(&session, count_sums, &amount));
    assert_int_equal(amount, 29);
    EXPECT(PGW_SERVER_ERROR, samples_stall_moods_list(&session, &arena, NULL,
                                                      &(samples_stall_moods_page){.count = 0}));
    assert_string_equal(session.error.sqlstate, "55000"); /* not filled yet */
    OK(samples_stall_moods_refresh(&session, false));
    samples_stall_moods_page moods;
    OK(samples_stall_moods_list(&session, &arena, NULL, &moods));
    assert_int_equal(moods.count, 4);
    assert_int_equal(moods.rows[0].mood.value, SAMPLES_MOOD_OK);
    EXPECT(PGW_SERVER_ERROR, samples_stall_moods_refresh(&session, true)); /* no unique index */
    sql("REFRESH MATERIALIZED VIEW stall_moods WITH NO DATA");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(test_values),
        TEST(test_null),
        TEST(test_prepared),
        TEST(test_defaults),
        TEST(test_default_without_name),
        TEST(test_void),
        TEST(test_variadic),
        TEST(test_out),
        TEST(test_row_of_table),
        TEST(test_composite),
        TEST(test_table),
        TEST(test_stream),
        TEST(test_set_of_values),
        TEST(test_set_of_table),
        TEST(test_set_of_view),
        TEST(test_set_of_composite),
        TEST(test_types),
        TEST(test_types_as_text),
        TEST(test_overloads),
        TEST(test_names),
        TEST(test_errors),
        TEST(test_missing),
        TEST(test_procedures),
        TEST(test_procedure_that_commits),
        TEST(test_pipeline),
        TEST(test_view),
        TEST(test_materialized_view),
        TEST(test_rows_without_key),
    };
    return run_bindings_tests(argc, argv, tests, sizeof tests / sizeof tests[0]);
}
