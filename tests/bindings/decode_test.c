/* The decoders take anything: what is cut short, too long or damaged is refused or is some value,
 * but never read beyond its end. Needs no server: the runtime is included, so that its inside is
 * seen. */
#include "pgw_runtime.c"

#include <setjmp.h>

#include <cmocka.h>

static const char *const labels[] = {"low", "high"};
static const pgw_enum level = {"public", "level", labels, 2, 0};
typedef struct {
    bool present;
    int value;
} opt_level;
static const pgw_type type_level = {
    "level", PGW_CODEC_ENUM, 0, sizeof(int), sizeof(opt_level), offsetof(opt_level, value),
    NULL,    &level};

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
};
enum { CASES = sizeof cases / sizeof cases[0] };

static pgw_session session;

/* Decodes a copy that ends where the memory ends, so that a sanitizer sees what is read behind it.
 */
static const char *decode(const pgw_type *type, const unsigned char *bytes, size_t size)
{
    pgw_arena arena;
    max_align_t out[32];
    unsigned char *exact = malloc(size ? size : 1);
    memset(&arena, 0, sizeof arena);
    assert_non_null(exact);
    memcpy(exact, bytes, size);
    const char *reason = codec_of(type)->decode(&session, &arena, type, exact, size, out);
    free(exact);
    pgw_arena_free(&arena);
    return reason;
}

static void test_whole_and_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASES; i++) {
        const unsigned char *bytes = (const unsigned char *)cases[i].bytes;
        assert_null(decode(cases[i].type, bytes, cases[i].size));
        for (size_t size = 0; size < cases[i].size; size++)
            if (!cases[i].any_size)
                assert_non_null(decode(cases[i].type, bytes, size));
        unsigned char longer[64] = {0};
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
        {&pgw_type_int4_array, "\0\0\0\2\0\0\0\0\0\0\0\27\0\0\0\0\0\0\0\1", 20,
         "an array of more than one dimension"},
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
    pgw_arena arena;
    int value = 7;
    (void)state;
    memset(&arena, 0, sizeof arena);
    assert_null(
        codec_of(&type_level)
            ->decode(&session, &arena, &type_level, (const unsigned char *)"high", 4, &value));
    assert_int_equal(value, 2);
    assert_null(
        codec_of(&type_level)
            ->decode(&session, &arena, &type_level, (const unsigned char *)"hig", 3, &value));
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
