/* The decoders take anything: what is cut short, too long or damaged is refused or is some value,
 * but never read beyond its end. Needs no server: the runtime is included, so that its inside is
 * seen. */
#include "pgw_runtime.c"

#include <setjmp.h>

#include <cmocka.h>

static const char *const labels[] = {"low", "high"};
static const pgw_enum level = {labels, 2};
static const pgw_user_type user_types[] = {{"public", "level", NULL, false, 0},
                                           {"public", "thing", "number,text", false, 1}};
static const uint32_t oids[] = {70000, 70001, 70002, 70003};
PGW_FAMILY(int, opt_level, level_array, opt_level_array);
static const pgw_type type_level = PGW_ENUM_TYPE("level", int, opt_level, user_types, &level);
static const pgw_type type_level_array =
    PGW_ARRAY_TYPE("level[]", level_array, opt_level_array, &type_level);

typedef struct {
    pgw_opt_int4 number;
    pgw_opt_text text;
} thing;
PGW_FAMILY(thing, opt_thing, thing_array, opt_thing_array);
static const pgw_column thing_fields[] = {
    {"number", "number", &pgw_type_int4, offsetof(thing, number), PGW_READ_ONLY, true, false, ""},
    {"text", "text", &pgw_type_text, offsetof(thing, text), PGW_READ_ONLY, true, false, ""},
};
static const pgw_type type_thing =
    PGW_COMPOSITE_TYPE("thing", thing, opt_thing, &user_types[1], thing_fields, 2);
static const pgw_type type_thing_array =
    PGW_ARRAY_TYPE("thing[]", thing_array, opt_thing_array, &type_thing);

/* What a server would send for some value of each type. */
static const struct {
    const pgw_type *type;
    const char *bytes;
    size_t size;
    bool any_size; /* every length is a value */
} cases[] = {
    {&pgw_type_bool, "\1", 1, false},
    {&pgw_type_int2, "\1\2", 2, false},
    {&pgw_type_int4, "\1\2\3\4", 4, false},
    {&pgw_type_int8, "\1\2\3\4\5\6\7\10", 8, false},
    {&pgw_type_float4, "\1\2\3\4", 4, false},
    {&pgw_type_float8, "\1\2\3\4\5\6\7\10", 8, false},
    {&pgw_type_text, "abcdef", 6, true},
    {&pgw_type_bytea, "abcdef", 6, true},
    {&pgw_type_jsonb, "\1{}", 3, true},
    {&pgw_type_uuid, "0123456789abcdef", 16, false},
    {&pgw_type_date, "\1\2\3\4", 4, false},
    {&pgw_type_timestamp, "\1\2\3\4\5\6\7\10", 8, false},
    {&pgw_type_numeric, "\0\2\0\0\100\0\0\4\0\1\0\2", 12, false},
    {&pgw_type_inet, "\2\40\0\4\1\2\3\4", 8, false},
    {&pgw_type_cidr,
     "\3\200\1\20"
     "0123456789abcdef",
     20, false},
    {&pgw_type_int4_array,
     "\0\0\0\1\0\0\0\1\0\0\0\27\0\0\0\2\0\0\0\1\0\0\0\4\0\0\0\7\377\377\377\377", 32, false},
    {&pgw_type_text_array, "\0\0\0\1\0\0\0\0\0\0\0\31\0\0\0\1\0\0\0\1\0\0\0\3abc", 27, false},
    {&pgw_type_numeric_array, "\0\0\0\0\0\0\0\0\0\0\6\244", 12, false},
    {&pgw_type_int2_array,
     "\0\0\0\2\0\0\0\0\0\0\0\25\0\0\0\2\0\0\0\0\0\0\0\1\0\0\0\1\0\0\0\2\0\7\0\0\0\2\0\7", 40,
     false},
    {&pgw_type_timetz, "\0\0\0\0\0\0\0\1\0\0\0\0", 12, false},
    {&pgw_type_interval, "\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0", 16, false},
    {&pgw_type_macaddr, "\1\2\3\4\5\6", 6, false},
    {&pgw_type_varbit, "\0\0\0\11\377\200", 6, false},
    {&pgw_type_tid, "\0\0\0\1\0\1", 6, false},
    {&pgw_type_circle, "123456781234567812345678", 24, false},
    {&pgw_type_path, "\1\0\0\0\1\1\2\3\4\5\6\7\10\1\2\3\4\5\6\7\10", 21, false},
    {&pgw_type_polygon, "\0\0\0\0", 4, false},
    {&pgw_type_int4range, "\2\0\0\0\4\0\0\0\1\0\0\0\4\0\0\0\5", 17, false},
    {&pgw_type_numrange, "\1", 1, false},
    {&pgw_type_int4multirange, "\0\0\0\1\0\0\0\11\22\0\0\0\4\0\0\0\1", 17, false},
    {&type_level, "high", 4, true},
    {&type_level_array, "\0\0\0\1\0\0\0\0\0\1\21\160\0\0\0\1\0\0\0\1\0\0\0\3low", 27, false},
    {&type_thing, "\0\0\0\2\0\0\0\27\0\0\0\4\0\0\0\1\0\0\0\31\0\0\0\1x", 25, false},
    {&type_thing_array,
     "\0\0\0\1\0\0\0\0\0\1\21\162\0\0\0\1\0\0\0\1\0\0\0\24\0\0\0\2\0\0\0\27\377\377\377\377"
     "\0\0\0\31\0\0\0\0",
     44, false},
};
enum { CASES = sizeof cases / sizeof cases[0] };

/* Decodes a copy that ends, with the byte that libpq puts behind every value, where the memory
 * ends, so that a sanitizer sees what is read behind it. */
static const char *decode(const pgw_type *type, const unsigned char *bytes, size_t size)
{
    pgw_arena arena;
    max_align_t out[32];
    unsigned char *exact = malloc(size + 1);
    const decoding d = {&arena, oids};
    memset(&arena, 0, sizeof arena);
    assert_non_null(exact);
    memcpy(exact, bytes, size);
    exact[size] = 0;
    const char *reason = codec_of(type)->decode(&d, type, exact, size, out);
    free(exact);
    pgw_arena_free(&arena);
    return reason;
}

static void test_whole_and_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASES; i++) {
        const unsigned char *bytes = (const unsigned char *)cases[i].bytes;
        const char *reason = decode(cases[i].type, bytes, cases[i].size);
        if (reason)
            fail_msg("%s: %s", cases[i].type->name, reason);
        for (size_t size = 0; size < cases[i].size; size++)
            if (!cases[i].any_size)
                assert_non_null(decode(cases[i].type, bytes, size));
        unsigned char longer[64] = {0}; /* by one byte */
        memcpy(longer, bytes, cases[i].size);
        if (!cases[i].any_size)
            assert_non_null(decode(cases[i].type, longer, cases[i].size + 1));
    }
}

static void test_damaged(void **state)
{
    uint32_t seed = 1;
    (void)state;
    for (size_t round = 0; round < 200000; round++) {
        unsigned char bytes[64];
        size_t i = round % CASES, size = cases[i].size;
        memcpy(bytes, cases[i].bytes, size);
        for (size_t change = 0; change <= round % 3; change++) {
            seed = seed * 1664525U + 1013904223U;
            bytes[(seed >> 8) % size] = (unsigned char)(seed >> 24);
        }
        (void)decode(cases[i].type, bytes, size);
    }
}

static void test_refused(void **state)
{
    static const struct {
        const pgw_type *type;
        const char *bytes;
        size_t size;
        const char *reason;
    } wrong[] = {
        {&pgw_type_jsonb, "\2{}", 3, "an unknown version of jsonb"},
        {&pgw_type_numeric, "\0\1\0\0\22\64\0\0\0\1", 10, "a number with an unknown sign"},
        {&pgw_type_numeric, "\0\1\0\0\0\0\0\0\47\20", 10,
         "a digit of a number that is not from 0 to 9999"},
        {&pgw_type_inet, "\2\41\0\4\1\2\3\4", 8,
         "an address of an unknown family or with too many bits"},
        {&pgw_type_int4_array, "\0\0\0\1\0\0\0\0\0\0\0\31\0\0\0\0\0\0\0\1", 20,
         "an array with elements of another type"},
        {&pgw_type_int4_array, "\0\0\0\7\0\0\0\0\0\0\0\27\0\0\0\0\0\0\0\1", 20,
         "an array of too many dimensions"},
        {&pgw_type_int4_array, "\0\0\0\2\0\0\0\0\0\0\0\27\0\0\0\1\0\0\0\1", 20,
         "a value of the wrong size"},
        {&pgw_type_int4range, "\2\377\377\377\377\0\0\0\4\0\0\0\5", 13, "a bound that is NULL"},
        {&type_thing, "\0\0\0\1\0\0\0\27\377\377\377\377", 12,
         "a row with another number of fields"},
        {&type_thing, "\0\0\0\2\0\0\0\31\377\377\377\377\0\0\0\31\377\377\377\377", 20,
         "a row with a field of another type"},
        {&pgw_type_int4_array, "\0\0\0\1\0\0\0\0\0\0\0\27\177\377\377\377\0\0\0\1", 20,
         "a value of the wrong size"},
        {&pgw_type_int4_array, "\0\0\0\1\0\0\0\0\0\0\0\27\0\0\0\1\0\0\0\1\377\377\377\376", 24,
         "a value of the wrong size"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const char *reason =
            decode(wrong[i].type, (const unsigned char *)wrong[i].bytes, wrong[i].size);
        assert_non_null(reason);
        assert_string_equal(reason, wrong[i].reason);
    }
}

static void test_unknown_label(void **state)
{
    unsigned char high[] = "high";
    const decoding d = {NULL, oids};
    int value = 7;
    (void)state;
    assert_null(decode_enum(&d, &type_level, high, 4, &value));
    assert_int_equal(value, 2);
    assert_null(decode_enum(&d, &type_level, high, 3, &value));
    assert_int_equal(value, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_and_cut),
        cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_unknown_label),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
