/* Arrays: empty, with NULLs, of every type, of any dimensions. */
#include "bindings_test.h"

static samples_arrays new_row(void)
{
    samples_arrays row;
    memset(&row, 0, sizeof row);
    row.id = 1;
    return row;
}

static samples_arrays store(samples_arrays row)
{
    samples_arrays back;
    sql("DELETE FROM arrays");
    OK(samples_arrays_insert(&session, &arena, &row, NULL));
    memset(&back, 0x5a, sizeof back);
    OK(samples_arrays_get(&session, &arena, 1, &back));
    return back;
}

static const char *stored(const char *column)
{
    char query[200];
    snprintf(query, sizeof query, "SELECT %s::text FROM arrays", column);
    return sql_text(query);
}

static void test_empty(void **state)
{
    samples_arrays row = new_row(), back;
    (void)state;
    row.words.present = row.big.present = row.feeling.present = true;
    back = store(row);
    assert_int_equal(back.tags.count, 0);
    assert_null(back.tags.items);
    assert_true(back.words.present && back.big.present && back.feeling.present);
    assert_int_equal(back.words.value.count + back.big.value.count + back.feeling.value.count, 0);
    assert_false(back.normal.present);
    assert_string_equal(stored("tags"), "{}");
    assert_string_equal(stored("big"), "{}");
    assert_string_equal(stored("normal"), "<null>");
}

static void test_texts(void **state)
{
    pgw_opt_text items[] = {pgw_opt_text_of("one"),       pgw_opt_text_of(NULL),
                            pgw_opt_text_of(""),          pgw_opt_text_of("NULL"),
                            pgw_opt_text_of("a,b{}\"\\"), pgw_opt_text_of("\xf0\x9f\x98\x80")};
    samples_arrays row = new_row(), back;
    (void)state;
    row.tags.items = items;
    row.tags.count = 6;
    back = store(row);
    assert_int_equal(back.tags.count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(back.tags.items[i].present, items[i].present);
        assert_true(pgw_text_equal(back.tags.items[i].value, items[i].value));
    }
    assert_string_equal(stored("tags"),
                        "{one,NULL,\"\",\"NULL\",\"a,b{}\\\"\\\\\",\xf0\x9f\x98\x80}");
    assert_string_equal(sql_text("SELECT array_dims(tags) FROM arrays"), "[1:6]");
}

static void test_every_type(void **state)
{
    const pgw_opt_bool flags[] = {{true, true}, {false, false}, {true, false}};
    const pgw_opt_int2 tinies[] = {{true, INT16_MIN}, {false, 0}};
    const pgw_opt_int4 normals[] = {{true, INT32_MAX}, {false, 0}};
    const pgw_opt_int8 bigs[] = {{true, INT64_MIN}, {false, 0}};
    const pgw_opt_float4 singles[] = {{true, 0.5F}, {false, 0}};
    const pgw_opt_float8 doubles[] = {{true, -0.25}, {false, 0}};
    const pgw_opt_timestamp moments[] = {{true, PGW_TIMESTAMP_INFINITY}, {false, 0}, {true, 0}};
    const pgw_opt_date days[] = {{true, PGW_DATE_MINUS_INFINITY}, {false, 0}, {true, 1}};
    const pgw_opt_bytea blobs[] = {{true, {(const uint8_t *)"\0\1", 2}}, {false, {NULL, 0}}};
    const pgw_opt_uuid tokens[] = {{true, {{1, 2, 3}}}, {false, {{0}}}};
    const samples_opt_mood moods[] = {{true, SAMPLES_MOOD_SAD}, {false, SAMPLES_MOOD_UNKNOWN}};
    pgw_opt_numeric amounts[3] = {{false, {PGW_NUMERIC_FINITE, false, 0, 0, 0, NULL}}};
    pgw_opt_inet hosts[1] = {{true, {PGW_INET4, 0, {0}}}};
    pgw_opt_text words[] = {pgw_opt_text_of("{}"), pgw_opt_text_of(NULL)};
    samples_arrays row = new_row();
    (void)state;
    amounts[0].present = amounts[2].present = true;
    OK(pgw_numeric_from_string(&arena, "1.50", &amounts[0].value));
    OK(pgw_numeric_from_string(&arena, "NaN", &amounts[2].value));
    assert_true(pgw_inet_from_string("10.0.0.0/8", &hosts[0].value));
#define SET(member, array)                                                                         \
    row.member.present = true, row.member.value.items = (array),                                   \
    row.member.value.count = sizeof(array) / sizeof((array)[0])
    SET(flag, flags), SET(tiny, tinies), SET(normal, normals), SET(big, bigs);
    SET(single, singles), SET(double_one, doubles), SET(amount, amounts), SET(price, amounts);
    SET(words, words), SET(short_, words), SET(padded, words), SET(label, words);
    SET(document, words), SET(data, words), SET(bytes, blobs), SET(token, tokens);
    SET(day, days), SET(moment, moments), SET(instant, moments), SET(address, hosts);
    SET(network, hosts), SET(feeling, moods);
#undef SET
    samples_arrays back = store(row);
    assert_string_equal(stored("flag"), "{t,NULL,f}");
    assert_string_equal(stored("tiny"), "{-32768,NULL}");
    assert_string_equal(stored("normal"), "{2147483647,NULL}");
    assert_string_equal(stored("big"), "{-9223372036854775808,NULL}");
    assert_string_equal(stored("single"), "{0.5,NULL}");
    assert_string_equal(stored("double_one"), "{-0.25,NULL}");
    assert_string_equal(stored("amount"), "{1.50,NULL,NaN}");
    assert_string_equal(stored("words"), "{\"{}\",NULL}");
    assert_string_equal(stored("padded"), "{\"{}   \",NULL}");
    assert_string_equal(stored("data"), "{\"{}\",NULL}");
    assert_string_equal(stored("bytes"), "{\"\\\\x0001\",NULL}");
    assert_string_equal(stored("token"), "{01020300-0000-0000-0000-000000000000,NULL}");
    assert_string_equal(stored("day"), "{-infinity,NULL,2000-01-02}");
    assert_string_equal(stored("moment"), "{infinity,NULL,\"2000-01-01 00:00:00\"}");
    assert_string_equal(stored("address"), "{10.0.0.0/8}");
    assert_string_equal(stored("network"), "{10.0.0.0/8}");
    assert_string_equal(stored("feeling"), "{sad,NULL}");

    /* Sent back as read, nothing changes. */
    const char *before = sql_text("SELECT arrays::text FROM arrays");
    OK(samples_arrays_update(&session, &arena, &back, NULL));
    assert_string_equal(sql_text("SELECT arrays::text FROM arrays"), before);
    assert_int_equal(back.feeling.value.items[0].value, SAMPLES_MOOD_SAD);
    assert_false(back.amount.value.items[1].present);
    assert_int_equal(back.amount.value.items[2].value.kind, PGW_NUMERIC_NAN);
    assert_int_equal(back.bytes.value.items[0].value.ptr[1], 1);
}

static void test_dimensions(void **state)
{
    samples_arrays row;
    pgw_dimensions wrong = {2, {{2, 1}, {3, 1}}};
    (void)state;
    sql("INSERT INTO arrays (id, tags) VALUES (1, '{{a,b},{c,d}}'), (2, '[0:1]={a,NULL}')");
    OK(samples_arrays_get(&session, &arena, 1, &row));
    assert_int_equal(row.tags.count, 4);
    assert_string_equal(row.tags.items[2].value.ptr, "c");
    assert_non_null(row.tags.dimensions);
    assert_int_equal(row.tags.dimensions->count, 2);
    assert_int_equal(row.tags.dimensions->at[1].size, 2);
    OK(samples_arrays_update(&session, &arena, &row, NULL));
    assert_string_equal(sql_text("SELECT tags FROM arrays WHERE id = 1"), "{{a,b},{c,d}}");
    row.tags.dimensions = &wrong;
    EXPECT(PGW_INVALID, samples_arrays_update(&session, &arena, &row, NULL));
    assert_string_equal(session.error.message,
                        "public.arrays.tags: an array whose dimensions do not fit its count");
    OK(samples_arrays_get(&session, &arena, 2, &row));
    assert_int_equal(row.tags.dimensions->at[0].lower, 0);
    assert_false(row.tags.items[1].present);
    OK(samples_arrays_update(&session, &arena, &row, NULL));
    assert_string_equal(sql_text("SELECT tags FROM arrays WHERE id = 2"), "[0:1]={a,NULL}");
}

static void test_wrong_elements(void **state)
{
    pgw_opt_text items[] = {{true, {"a\0b", 3}}};
    samples_arrays row = new_row();
    (void)state;
    row.tags.count = 1;
    EXPECT(PGW_INVALID, samples_arrays_insert(&session, &arena, &row, NULL));
    row.tags.items = items;
    EXPECT(PGW_INVALID, samples_arrays_insert(&session, &arena, &row, NULL));
    assert_string_equal(session.error.message, "public.arrays.tags: the text holds a NUL byte");
}

static void test_large(void **state)
{
    enum { COUNT = 100000 };
    pgw_opt_int8 *items = calloc(COUNT, sizeof *items);
    samples_arrays row = new_row(), back;
    (void)state;
    assert_non_null(items);
    for (size_t i = 0; i < COUNT; i++) {
        items[i].present = i % 7 != 0;
        items[i].value = items[i].present ? (int64_t)i * 1000003 : 0;
    }
    row.big.present = true;
    row.big.value.items = items;
    row.big.value.count = COUNT;
    back = store(row);
    assert_int_equal(back.big.value.count, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(back.big.value.items[i].present, items[i].present);
        assert_true(back.big.value.items[i].value == items[i].value);
    }
    free(items);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(test_empty),      TEST(test_texts),          TEST(test_every_type),
        TEST(test_dimensions), TEST(test_wrong_elements), TEST(test_large),
    };
    return run_bindings_tests(argc, argv, tests, sizeof tests / sizeof tests[0]);
}
