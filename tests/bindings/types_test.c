/* Every type goes to the server and comes back: extremes included, compared with what the server
 * itself prints. */
#include "bindings_test.h"

#include <float.h>
#include <math.h>

/* Stores the row under id 1 and reads it back; what insert returned must be the same. */
static samples_optional store(samples_optional row)
{
    samples_optional back;
    row.id = 1;
    sql("DELETE FROM optional");
    OK(samples_optional_insert(&session, &arena, &row, NULL));
    memset(&back, 0x5a, sizeof back);
    OK(samples_optional_get(&session, &arena, 1, &back));
    return back;
}

/* A column of that row as the server prints it. */
static const char *stored(const char *column)
{
    char query[400];
    snprintf(query, sizeof query, "SELECT %s::text FROM optional", column);
    return sql_text(query);
}

static void expect_invalid(samples_optional row, const char *message)
{
    row.id = 1;
    EXPECT(PGW_INVALID, samples_optional_insert(&session, &arena, &row, NULL));
    assert_string_equal(session.error.message, message);
}

static void test_nulls(void **state)
{
    samples_optional row, back;
    (void)state;
    memset(&row, 0, sizeof row);
    back = store(row);
    assert_string_equal(stored("num_nulls(flag, tiny, normal, big, single, double_one, price,"
                               " amount, words, short, padded, label, document, data, bytes, token,"
                               " day, moment, instant, address, network, feeling)"),
                        "22");
    assert_int_equal(back.id, 1);
    assert_false(back.flag.present || back.tiny.present || back.normal.present || back.big.present);
    assert_false(back.single.present || back.double_one.present || back.price.present);
    assert_false(back.amount.present || back.words.present || back.short_.present);
    assert_false(back.padded.present || back.label.present || back.document.present);
    assert_false(back.data.present || back.bytes.present || back.token.present);
    assert_false(back.day.present || back.moment.present || back.instant.present);
    assert_false(back.address.present || back.network.present || back.feeling.present);
}

static void test_zero_row(void **state)
{
    samples_required row;
    (void)state;
    memset(&row, 0, sizeof row);
    EXPECT(PGW_INVALID, samples_required_insert(&session, &arena, &row, NULL));
    assert_string_equal(session.error.message,
                        "public.required.feeling: a value that is no label of its enum");
    row.feeling = SAMPLES_MOOD_OK;
    row.document = row.data = pgw_text_of("{}");
    OK(samples_required_insert(&session, &arena, &row, NULL));
    assert_int_equal(row.id, 1);
    assert_int_equal(row.price.scale, 2);
    assert_int_equal(row.words.len, 0);
    assert_string_equal(row.words.ptr, "");
    assert_string_equal(sql_text("SELECT (flag, tiny, normal, big, single, double_one, price,"
                                 " amount, words, bytes, day, moment, address, network)::text"
                                 " FROM required"),
                        "(f,0,0,0,0,0,0.00,0,\"\",\"\\\\x\",2000-01-01,\"2000-01-01 00:00:00\","
                        "0.0.0.0/0,0.0.0.0/0)");
}

static void test_integers(void **state)
{
    static const int64_t bigs[] = {INT64_MIN, INT64_MAX, 0, -1};
    static const int32_t normals[] = {INT32_MIN, INT32_MAX, 0, -1};
    static const int16_t tinies[] = {INT16_MIN, INT16_MAX, 0, -1};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        char text[40];
        samples_optional row, back;
        memset(&row, 0, sizeof row);
        row.big.present = row.normal.present = row.tiny.present = row.flag.present = true;
        row.big.value = bigs[i];
        row.normal.value = normals[i];
        row.tiny.value = tinies[i];
        row.flag.value = i % 2;
        back = store(row);
        assert_true(back.big.present && back.normal.present && back.tiny.present);
        assert_true(back.big.value == bigs[i]);
        assert_int_equal(back.normal.value, normals[i]);
        assert_int_equal(back.tiny.value, tinies[i]);
        assert_int_equal(back.flag.value, i % 2);
        snprintf(text, sizeof text, "%lld", (long long)bigs[i]);
        assert_string_equal(stored("big"), text);
        snprintf(text, sizeof text, "%d", tinies[i]);
        assert_string_equal(stored("tiny"), text);
    }
}

static void test_floats(void **state)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0.0, "0"},
        {-0.0, "-0"},
        {0.1, "0.1"},
        {DBL_MAX, "1.7976931348623157e+308"},
        {-DBL_MIN, "-2.2250738585072014e-308"},
        {HUGE_VAL, "Infinity"},
        {-HUGE_VAL, "-Infinity"},
        {(double)NAN, "NaN"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        samples_optional row, back;
        memset(&row, 0, sizeof row);
        row.double_one.present = row.single.present = true;
        row.double_one.value = cases[i].value;
        row.single.value = FLT_MAX;
        back = store(row);
        assert_string_equal(stored("double_one"), cases[i].text);
        assert_string_equal(stored("single"), "3.4028235e+38");
        assert_true(isnan(cases[i].value) ? isnan(back.double_one.value)
                                          : back.double_one.value == cases[i].value);
        assert_int_equal(signbit(back.double_one.value), signbit(cases[i].value));
        assert_true(back.single.value == FLT_MAX);
    }
}

static void check_numeric(const char *text, const char *canonical)
{
    static char buffer[140000];
    samples_optional row, back;
    memset(&row, 0, sizeof row);
    row.amount.present = true;
    OK(pgw_numeric_from_string(&arena, text, &row.amount.value));
    back = store(row);
    if (canonical)
        assert_string_equal(stored("amount"), canonical);
    assert_true(pgw_numeric_to_string(&back.amount.value, buffer, sizeof buffer) < sizeof buffer);
    assert_string_equal(buffer, stored("amount"));
    pgw_numeric_to_string(&row.amount.value, buffer, sizeof buffer);
    assert_string_equal(buffer, stored("amount"));
}

static void test_numerics(void **state)
{
    static const char *const same[] = {
        "0",
        "0.00",
        "1",
        "-1",
        "0.5",
        "0.0001",
        "0.00001",
        "-0.00000001",
        "9999",
        "10000",
        "10001",
        "12345678901234567890.123456789",
        "100000000",
        "99999999.9999",
        "1000.0",
        "NaN",
        "Infinity",
        "-Infinity",
        "0.0000000000000000000000000000001",
        "-123456789012345678901234567890",
        "5000.0005",
        "1.2300",
    };
    static const char *const other[][2] = {
        {"+5", "5"},         {"007", "7"},         {".5", "0.5"},     {"5.", "5"},
        {"1e3", "1000"},     {"1.5e-3", "0.0015"}, {"15e-1", "1.5"},  {"1.25E+1", "12.5"},
        {"0e10", "0"},       {"-0", "0"},          {"-0.00", "0.00"}, {"12e5", "1200000"},
        {"1e-5", "0.00001"},
    };
    static char big[131073 + 16384];
    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        check_numeric(same[i], same[i]);
    for (size_t i = 0; i < sizeof other / sizeof other[0]; i++)
        check_numeric(other[i][0], other[i][1]);
    memset(big, '7', 131072); /* as many digits as numeric takes before its point */
    check_numeric(big, big);
    check_numeric("1e131071", NULL);
    check_numeric("1e-16383", NULL);
}

static void test_numeric_scale(void **state)
{
    char text[40];
    samples_optional row, back;
    (void)state;
    memset(&row, 0, sizeof row);
    row.price.present = true;
    OK(pgw_numeric_from_int64(&arena, -50, 2, &row.price.value));
    back = store(row);
    assert_string_equal(stored("price"), "-0.50");
    pgw_numeric_to_string(&back.price.value, text, sizeof text);
    assert_string_equal(text, "-0.50");
    OK(pgw_numeric_from_string(&arena, "0", &row.price.value));
    back = store(row);
    pgw_numeric_to_string(&back.price.value, text, sizeof text);
    assert_string_equal(text, "0.00");
    OK(pgw_numeric_from_string(&arena, "12.34", &row.price.value));
    row.id = 2;
    EXPECT(PGW_DATA_ERROR, samples_optional_insert(&session, &arena, &row, NULL));
    assert_string_equal(session.error.sqlstate, "22003");
}

static void test_numeric_functions(void **state)
{
    static const struct {
        const char *text;
        unsigned scale;
        bool fits;
        int64_t value;
    } cases[] = {
        {"19.99", 2, true, 1999},
        {"19.99", 3, true, 19990},
        {"19.99", 1, false, 0},
        {"19.90", 1, true, 199},
        {"-0.05", 2, true, -5},
        {"9223372036854775807", 0, true, INT64_MAX},
        {"-9223372036854775808", 0, true, INT64_MIN},
        {"9223372036854775808", 0, false, 0},
        {"-9223372036854775809", 0, false, 0},
        {"1e100", 0, false, 0},
        {"1e-100", 2, false, 0},
        {"0", 9, true, 0},
        {"NaN", 0, false, 0},
        {"100000", 0, true, 100000},
    };
    static const char *const wrong[] = {"",         " 1",  "1 ",  "1.2.3", "e5",
                                        "1e",       "-",   ".",   "0x1",   "1e99999999999",
                                        "1e-20000", "nan", "1,5", "--1"};
    pgw_numeric n;
    char text[8];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t value = 0;
        OK(pgw_numeric_from_string(&arena, cases[i].text, &n));
        assert_int_equal(pgw_numeric_to_int64(&n, cases[i].scale, &value), cases[i].fits);
        assert_true(value == cases[i].value);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(pgw_numeric_from_string(&arena, wrong[i], &n), PGW_INVALID);
    OK(pgw_numeric_from_string(&arena, "-1234567.89", &n));
    assert_int_equal(pgw_numeric_to_string(&n, text, sizeof text), 11);
    assert_string_equal(text, "-123456");
    assert_int_equal(pgw_numeric_to_string(&n, NULL, 0), 11);
}

static void test_texts(void **state)
{
    static const char *const texts[] = {
        "",        "plain",   "\xf0\x9f\x98\x80 \xe2\x82\xac \xc3\xbc", "quote ' \" \\ $1 ; --",
        "\n\t\r ", "\x01\x7f"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        samples_optional row, back;
        memset(&row, 0, sizeof row);
        row.words = row.short_ = row.label = pgw_opt_text_of(texts[i]);
        row.padded = pgw_opt_text_of("ab");
        back = store(row);
        assert_true(back.words.present && back.short_.present && back.label.present);
        assert_true(pgw_text_equal(back.words.value, pgw_text_of(texts[i])));
        assert_string_equal(back.words.value.ptr, texts[i]);
        assert_string_equal(back.short_.value.ptr, texts[i]);
        assert_string_equal(back.label.value.ptr, texts[i]);
        assert_string_equal(stored("words"), texts[i]);
        assert_string_equal(back.padded.value.ptr, "ab   ");
    }
}

static void test_text_limits(void **state)
{
    enum { LENGTH = 1 << 20 };
    char *big = malloc(LENGTH);
    samples_optional row, back;
    (void)state;
    assert_non_null(big);
    memset(big, 'x', LENGTH);
    memset(&row, 0, sizeof row);
    row.words.present = true;
    row.words.value.ptr = big;
    row.words.value.len = LENGTH; /* without a NUL behind it */
    back = store(row);
    assert_int_equal(back.words.value.len, LENGTH);
    assert_memory_equal(back.words.value.ptr, big, LENGTH);
    assert_int_equal(back.words.value.ptr[LENGTH], 0);
    big[5] = '\0';
    expect_invalid(row, "public.optional.words: the text holds a NUL byte");
    row.words.value.ptr = NULL;
    expect_invalid(row, "public.optional.words: a text with a length but without bytes");
    row.words.value.ptr = "\xff\xfe";
    row.words.value.len = 2;
    row.id = 1;
    EXPECT(PGW_DATA_ERROR, samples_optional_insert(&session, &arena, &row, NULL));
    assert_string_equal(session.error.sqlstate, "22021");
    memset(big, 'y', 51);
    memset(&row, 0, sizeof row);
    row.id = 1;
    row.short_.present = true;
    row.short_.value.ptr = big;
    row.short_.value.len = 51;
    EXPECT(PGW_DATA_ERROR, samples_optional_insert(&session, &arena, &row, NULL));
    assert_string_equal(session.error.sqlstate, "22001");
    free(big);
}

static void test_json(void **state)
{
    samples_optional row, back;
    (void)state;
    memset(&row, 0, sizeof row);
    row.document = row.data = pgw_opt_text_of("{\"b\": [1, null, \"\\u00e9\"],  \"a\": {}}");
    back = store(row);
    assert_string_equal(back.document.value.ptr, row.document.value.ptr);
    assert_string_equal(back.data.value.ptr, "{\"a\": {}, \"b\": [1, null, \"\xc3\xa9\"]}");
    assert_string_equal(back.data.value.ptr, stored("data"));
    row.data = pgw_opt_text_of("{");
    EXPECT(PGW_DATA_ERROR, samples_optional_insert(&session, &arena, &row, NULL));
    assert_string_equal(session.error.sqlstate, "22P02");
    row.data = pgw_opt_text_of("null"); /* is not SQL NULL */
    back = store(row);
    assert_true(back.data.present);
    assert_string_equal(back.data.value.ptr, "null");
}

static void test_bytea(void **state)
{
    uint8_t bytes[256];
    samples_optional row, back;
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)i;
    memset(&row, 0, sizeof row);
    row.bytes.present = true;
    back = store(row);
    assert_true(back.bytes.present);
    assert_int_equal(back.bytes.value.len, 0);
    row.bytes.value.ptr = bytes;
    row.bytes.value.len = sizeof bytes;
    back = store(row);
    assert_int_equal(back.bytes.value.len, sizeof bytes);
    assert_memory_equal(back.bytes.value.ptr, bytes, sizeof bytes);
    assert_string_equal(stored("encode(substr(bytes, 1, 4), 'hex')"), "00010203");
}

static void test_uuid(void **state)
{
    static const char *const wrong[] = {"",
                                        "f",
                                        "00000000-0000-0000-0000-00000000000",
                                        "00000000-0000-0000-0000-0000000000000",
                                        "0000000000000-0000-0000-000000000000",
                                        "g0000000000000000000000000000000"};
    char text[PGW_UUID_SIZE];
    samples_optional row, back;
    pgw_uuid uuid;
    (void)state;
    memset(&row, 0, sizeof row);
    row.token.present = true;
    assert_true(pgw_uuid_from_string("01234567-89aB-CDEF-fedc-ba9876543210", &row.token.value));
    back = store(row);
    assert_memory_equal(back.token.value.bytes, row.token.value.bytes, 16);
    assert_int_equal(pgw_uuid_to_string(&back.token.value, text, sizeof text), 36);
    assert_string_equal(text, stored("token"));
    assert_true(pgw_uuid_from_string("0123456789abcdeffedcba9876543210", &uuid));
    assert_memory_equal(&uuid, &row.token.value, sizeof uuid);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(pgw_uuid_from_string(wrong[i], &uuid));
}

static void check_time(pgw_timestamp moment, const char *text)
{
    char ours[PGW_TIMESTAMP_SIZE];
    samples_optional row, back;
    memset(&row, 0, sizeof row);
    row.moment.present = row.instant.present = true;
    row.moment.value = row.instant.value = moment;
    back = store(row);
    assert_true(back.moment.value == moment && back.instant.value == moment);
    assert_true(pgw_timestamp_to_string(moment, ours, sizeof ours) < sizeof ours);
    assert_string_equal(ours, stored("moment"));
    if (text)
        assert_string_equal(ours, text);
}

static void test_timestamps(void **state)
{
    const int64_t second = 1000000, day = 86400 * second;
    samples_optional row;
    (void)state;
    check_time(0, "2000-01-01 00:00:00");
    check_time(1, "2000-01-01 00:00:00.000001");
    check_time(-1, "1999-12-31 23:59:59.999999");
    check_time(500000, "2000-01-01 00:00:00.5");
    check_time(PGW_TIMESTAMP_INFINITY, "infinity");
    check_time(PGW_TIMESTAMP_MINUS_INFINITY, "-infinity");
    check_time(-211813488000000000, "4714-11-24 00:00:00 BC");
    check_time(9223371331199999999, "294276-12-31 23:59:59.999999");
    for (int64_t at = -800000; at < 800000; at += 9973)
        check_time(at * day + at * 123457, NULL);
    memset(&row, 0, sizeof row);
    row.id = 1;
    row.moment.present = true;
    row.moment.value = PGW_TIMESTAMP_INFINITY - 1;
    EXPECT(PGW_DATA_ERROR, samples_optional_insert(&session, &arena, &row, NULL));
}

static void test_dates(void **state)
{
    static const pgw_date days[] = {
        0, -1, 59, 60, 366, PGW_DATE_INFINITY, PGW_DATE_MINUS_INFINITY, -2451545, 2145031948};
    (void)state;
    for (size_t i = 0; i < sizeof days / sizeof days[0] + 400; i++) {
        char ours[PGW_DATE_SIZE];
        samples_optional row, back;
        memset(&row, 0, sizeof row);
        row.day.present = true;
        row.day.value = i < 9 ? days[i] : (pgw_date)((int64_t)i * 3653 - 730487);
        back = store(row);
        assert_int_equal(back.day.value, row.day.value);
        assert_true(pgw_date_to_string(row.day.value, ours, sizeof ours) < sizeof ours);
        assert_string_equal(ours, stored("day"));
    }
}

static void test_clock(void **state)
{
    struct timespec time;
    pgw_timestamp stamp;
    time_t seconds;
    (void)state;
    assert_true(pgw_timestamp_from_time(0, &stamp));
    check_time(stamp, "1970-01-01 00:00:00");
    assert_true(pgw_timestamp_to_time(0, &seconds));
    assert_true(seconds == 946684800);
    assert_true(pgw_timestamp_to_timespec(-1, &time));
    assert_true(time.tv_sec == 946684799 && time.tv_nsec == 999999000);
    assert_true(pgw_timestamp_from_timespec(&time, &stamp));
    assert_true(stamp == -1);
    time.tv_nsec = 1000000000;
    assert_false(pgw_timestamp_from_timespec(&time, &stamp));
    time.tv_nsec = 0;
    time.tv_sec = (time_t)(INT64_MAX / 2);
    assert_false(pgw_timestamp_from_timespec(&time, &stamp));
    assert_false(pgw_timestamp_to_timespec(PGW_TIMESTAMP_INFINITY, &time));
    assert_false(pgw_timestamp_to_time(PGW_TIMESTAMP_MINUS_INFINITY, &seconds));
}

static void test_inet(void **state)
{
    static const char *const texts[] = {
        "0.0.0.0",
        "255.255.255.255",
        "192.168.1.5/24",
        "10.0.0.0/8",
        "1.2.3.4/0",
        "::",
        "::1",
        "2001:db8::1/64",
        "fe80::1:2:3:4",
        "::ffff:1.2.3.4",
        "1:2:3:4:5:6:7:8/127",
        "::1.2.3.4",
    };
    static const char *const wrong[] = {"",  "1.2.3",      "1.2.3.4/33", "::/129", "1.2.3.4/",
                                        "x", "1.2.3.4/1x", "1.2.3.4/-1", "::1::2", "1.2.3.4 "};
    pgw_inet inet;
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char text[PGW_INET_SIZE];
        samples_optional row, back;
        memset(&row, 0, sizeof row);
        row.address.present = true;
        assert_true(pgw_inet_from_string(texts[i], &row.address.value));
        back = store(row);
        pgw_inet_to_string(&back.address.value, text, sizeof text);
        assert_string_equal(text, texts[i]);
        assert_string_equal(sql_text("SELECT address FROM optional"), texts[i]);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(pgw_inet_from_string(wrong[i], &inet));
}

static void test_cidr(void **state)
{
    samples_optional row, back;
    (void)state;
    memset(&row, 0, sizeof row);
    row.network.present = true;
    assert_true(pgw_inet_from_string("10.1.0.0/16", &row.network.value));
    back = store(row);
    assert_int_equal(back.network.value.bits, 16);
    assert_string_equal(stored("network"), "10.1.0.0/16");
    row.network.value.bits = 8; /* bits beyond the network */
    EXPECT(PGW_DATA_ERROR, samples_optional_insert(&session, &arena, &row, NULL));
    row.network.value.bits = 33;
    expect_invalid(row, "public.optional.network: an address of an unknown family or with too many "
                        "bits");
}

static void test_enums(void **state)
{
    static const char *const labels[] = {"sad", "ok", "tr\xc3\xa8s bien", "unknown", "<", ">"};
    samples_optional row, back;
    (void)state;
    memset(&row, 0, sizeof row);
    row.feeling.present = true;
    for (size_t i = 0; i < 6; i++) {
        row.feeling.value = samples_mood_from_string(labels[i]);
        back = store(row);
        assert_int_equal(back.feeling.value, i + 1);
        assert_string_equal(stored("feeling"), labels[i]);
        assert_string_equal(samples_mood_to_string(back.feeling.value), labels[i]);
    }
    assert_int_equal(samples_mood_from_string("none"), SAMPLES_MOOD_UNKNOWN);
    assert_string_equal(samples_mood_to_string(SAMPLES_MOOD_UNKNOWN), "");
    row.feeling.value = SAMPLES_MOOD_UNKNOWN;
    expect_invalid(row, "public.optional.feeling: a value that is no label of its enum");
    row.feeling.value = (samples_mood)77;
    expect_invalid(row, "public.optional.feeling: a value that is no label of its enum");
}

/* A label that was added after these bindings were made. */
static void test_new_label(void **state)
{
    samples_audit_entries_page page;
    (void)state;
    sql("ALTER TYPE audit.level ADD VALUE IF NOT EXISTS 'later'");
    sql("INSERT INTO audit.entries (severity) VALUES ('later')");
    OK(samples_audit_entries_list(&session, &arena, NULL, &page));
    assert_int_equal(page.count, 1);
    assert_int_equal(page.rows[0].severity, SAMPLES_AUDIT_LEVEL_UNKNOWN);
}

/* What has no form of its own travels as text. */
static void test_other_types(void **state)
{
    samples_others row;
    (void)state;
    memset(&row, 0, sizeof row);
    row.id = 1;
    row.words = pgw_text_of("'a' 'b':1");
    row.query = pgw_opt_text_of("'a' & 'b'");
    row.document = pgw_opt_text_of("<a>1</a>");
    row.documents = pgw_opt_text_of("{<a>1</a>,NULL}");
    OK(samples_others_insert(&session, &arena, &row, NULL));
    assert_string_equal(row.words.ptr, "'a' 'b':1");
    assert_string_equal(row.documents.value.ptr, "{<a>1</a>,NULL}");
    assert_false(row.path.present);
    assert_string_equal(sql_text("SELECT others::text FROM others"),
                        "(1,\"'a' 'b':1\",\"'a' & 'b'\",<a>1</a>,\"{<a>1</a>,NULL}\",)");
    row.query.present = false;
    OK(samples_others_update(&session, &arena, &row, NULL));
    assert_false(row.query.present);
    row.document = pgw_opt_text_of("<a>");
    EXPECT(PGW_DATA_ERROR, samples_others_update(&session, &arena, &row, NULL));
    row.path = pgw_opt_text_of("$.");
    row.document.present = false;
    EXPECT(PGW_SERVER_ERROR, samples_others_update(&session, &arena, &row, NULL));
    assert_string_equal(session.error.sqlstate, "42601");
}

static void test_rare_types(void **state)
{
    samples_rare row;
    const pgw_point corners[] = {{0, 0}, {1, 0}, {0, 1}};
    const uint8_t bits[] = {0xa8};
    (void)state;
    memset(&row, 0, sizeof row);
    row.id = 1;
#define SET(member, ...) row.member.present = true, row.member.value = __VA_ARGS__
    SET(letter, 'x');
    SET(clock, 45000500000);
    SET(zoned, (pgw_timetz){3600000000, -3600});
    SET(span, (pgw_interval){1, 2, 14});
    SET(price, 1234);
    SET(mac, (pgw_macaddr){{8, 0, 0x2b, 1, 2, 3}});
    SET(flags, (pgw_bit){bits, 5});
    SET(spot, (pgw_point){1, -2.5});
    SET(area, (pgw_polygon){corners, 3});
    SET(way, (pgw_path){corners, 2, false});
    SET(row, (pgw_tid){7, 8});
    SET(ints, (pgw_int4_range){false, PGW_EXCLUSIVE, PGW_INCLUSIVE, 1, 5});
    SET(dates, (pgw_date_range){false, PGW_INFINITE, PGW_EXCLUSIVE, 0, 1});
#undef SET
    OK(samples_rare_insert(&session, &arena, &row, NULL));
    assert_string_equal(
        sql_text("SELECT (letter, clock, zoned, span, price, mac, flags, spot, area, way,"
                 " \"row\", ints, dates)::text FROM rare"),
        "(x,12:30:00.5,01:00:00+01,\"1 year 2 mons 2 days 00:00:00.000001\",$12.34,"
        "08:00:2b:01:02:03,10101,\"(1,-2.5)\",\"((0,0),(1,0),(0,1))\",\"[(0,0),(1,0)]\",\"(7,8)\","
        "\"[2,6)\",\"(,2000-01-02)\")");
    assert_int_equal(row.ints.value.lower, 2); /* as the server has it */
    assert_int_equal(row.ints.value.lower_bound, PGW_INCLUSIVE);
    assert_int_equal(row.dates.value.lower_bound, PGW_INFINITE);
    assert_int_equal(row.area.value.count, 3);
    row.flags.value.bits = 4;
    EXPECT(PGW_DATA_ERROR, samples_rare_update(&session, &arena, &row, NULL));
}

static void test_composed_types(void **state)
{
    samples_composed row, back;
    samples_opt_place places[2];
    samples_opt_visit visits[1];
    (void)state;
    memset(&row, 0, sizeof row);
    memset(places, 0, sizeof places);
    memset(visits, 0, sizeof visits);
    row.id = 1;
    row.required = 5;
    places[0].present = true;
    places[0].value.name = pgw_opt_text_of("home");
    places[0].value.mood.present = true;
    places[0].value.mood.value = SAMPLES_MOOD_OK;
    visits[0].present = visits[0].value.places.present = true;
    visits[0].value.places.value.items = places;
    visits[0].value.places.value.count = 2;
    row.visits.present = true;
    row.visits.value.items = visits;
    row.visits.value.count = 1;
    row.home = places[0];
    row.names.present = true;
    row.names.value.upper_bound = PGW_INCLUSIVE;
    row.names.value.upper = pgw_text_of("m");
    OK(samples_composed_insert(&session, &arena, &row, NULL));
    assert_string_equal(sql_text("SELECT (home, visits, names, required)::text FROM composed"),
                        "(\"(home,,,,ok,)\",\"{\"\"(,,\\\\\"\"{\\\\\"\"\\\\\"\"(home,,,,ok,)"
                        "\\\\\"\"\\\\\"\",NULL}\\\\\"\")\"\"}\",\"(,m]\",5)");
    OK(samples_composed_get(&session, &arena, 1, &back));
    assert_string_equal(back.visits.value.items[0].value.places.value.items[0].value.name.value.ptr,
                        "home");
    assert_false(back.visits.value.items[0].value.places.value.items[1].present);
    assert_int_equal(back.home.value.mood.value, SAMPLES_MOOD_OK);
    row.required = -1;
    EXPECT(PGW_CHECK_VIOLATION, samples_composed_update(&session, &arena, &row, NULL));
    assert_string_equal(session.error.constraint, "above_zero");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(test_nulls),
        TEST(test_zero_row),
        TEST(test_integers),
        TEST(test_floats),
        TEST(test_numerics),
        TEST(test_numeric_scale),
        TEST(test_numeric_functions),
        TEST(test_texts),
        TEST(test_text_limits),
        TEST(test_json),
        TEST(test_bytea),
        TEST(test_uuid),
        TEST(test_timestamps),
        TEST(test_dates),
        TEST(test_clock),
        TEST(test_inet),
        TEST(test_cidr),
        TEST(test_enums),
        TEST(test_new_label),
        TEST(test_other_types),
        TEST(test_rare_types),
        TEST(test_composed_types),
    };
    return run_bindings_tests(argc, argv, tests, sizeof tests / sizeof tests[0]);
}
