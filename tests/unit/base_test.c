#include "unit.h"

#include "base/digest.h"
#include "base/heap.h"
#include "base/map.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

/* --- arena --- */

static void test_arena_alignment(void **state)
{
    (void)state;
    static const size_t aligns[] = {1, 2, 4, 8, 16};
    for (size_t i = 0; i < 200; i++) {
        size_t align = aligns[i % COUNT_OF(aligns)], size = 1 + i * 7 % 40;
        unsigned char *memory = arena_alloc(arena, 1, size, align);
        assert_int_equal((uintptr_t)memory % align, 0);
        for (size_t k = 0; k < size; k++)
            assert_int_equal(memory[k], 0);
        memset(memory, 0xAA, size);
    }
}

static void test_arena_rewind(void **state)
{
    (void)state;
    Str before = str_copy(arena, S("before"));
    ArenaMark mark = arena_mark(arena);
    size_t sizes[10];
    for (size_t round = 0; round < COUNT_OF(sizes); round++) {
        for (int i = 0; i < 1000; i++) {
            char *memory = NEW_ARRAY(arena, char, 1000);
            for (int k = 0; k < 1000; k++)
                assert_int_equal(memory[k], 0); /* also what is given out once more */
            memset(memory, 0xFF, 1000);
        }
        arena_rewind(arena, mark);
        assert_string_equal(before.ptr, "before");
        sizes[round] = arena_size(arena);
    }
    assert_true(sizes[9] <= 2 * sizes[4]); /* the same space again and again */
}

static void test_arena_rewind_to_nothing(void **state)
{
    (void)state;
    ArenaMark empty = arena_mark(arena);
    assert_null(empty.block);
    memset(NEW_ARRAY(arena, char, 100000), 0xFF, 100000);
    arena_rewind(arena, empty);
    assert_null(arena_mark(arena).block);
    assert_int_equal(*NEW(arena, int), 0);
}

static void test_arena_nested_marks(void **state)
{
    (void)state;
    ArenaMark outer = arena_mark(arena);
    int *one = NEW(arena, int);
    *one = 1;
    ArenaMark inner = arena_mark(arena);
    int *two = NEW(arena, int);
    *two = 2;
    arena_rewind(arena, inner);
    assert_int_equal(*NEW(arena, int), 0);
    assert_int_equal(*one, 1);
    arena_rewind(arena, outer);
    assert_int_equal(*NEW(arena, int), 0);
}

#if defined(__SANITIZE_ADDRESS__)
/* A pointer that outlived a rewind is caught when it is used. */
static void test_arena_poison(void **state)
{
    (void)state;
    char *kept = NEW_ARRAY(arena, char, 100);
    ArenaMark mark = arena_mark(arena);
    char *lost = NEW_ARRAY(arena, char, 100);
    assert_int_equal(__asan_address_is_poisoned(lost), 0);
    arena_rewind(arena, mark);
    assert_int_equal(__asan_address_is_poisoned(lost), 1);
    assert_int_equal(__asan_address_is_poisoned(kept), 0);
    assert_int_equal(__asan_address_is_poisoned(kept + 200), 1);
}
#endif

static void test_arena_large(void **state)
{
    (void)state;
    enum { LARGE = 40 * 1024 * 1024 };
    char *large = NEW_ARRAY(arena, char, LARGE);
    assert_int_equal(large[0], 0);
    assert_int_equal(large[LARGE - 1], 0);
    large[LARGE - 1] = 'x';
    char *small = NEW_ARRAY(arena, char, 3);
    small[2] = 'y';
    assert_int_equal(large[LARGE - 1], 'x');
    assert_true(arena_size(arena) >= LARGE);
    assert_non_null(arena_alloc(arena, 0, 8, 8)); /* nothing, but a place */
}

/* The latest grows and shrinks in its place, what lies below others moves, and what is given back
 * is zeroed again. */
static void test_arena_resize(void **state)
{
    (void)state;
    char *first = NEW_ARRAY(arena, char, 10);
    memset(first, 0xFF, 10);
    assert_ptr_equal(arena_resize(arena, first, 10, 1000), first);
    assert_ptr_equal(arena_resize(arena, first, 1000, 4), first);
    char *second = NEW_ARRAY(arena, char, 100);
    assert_ptr_equal(second, first + 4);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(second[i], 0);
    assert_ptr_equal(arena_resize(arena, first, 4, 2), first);
    char *moved = arena_resize(arena, first, 4, 8);
    assert_ptr_not_equal(moved, first);
    assert_memory_equal(moved, first, 4);
}

static void test_arena_copy(void **state)
{
    (void)state;
    static const int numbers[] = {3, 1, 4};
    int *copy = arena_copy(arena, numbers, sizeof numbers, _Alignof(int));
    assert_memory_equal(copy, numbers, sizeof numbers);
    assert_non_null(arena_copy(arena, NULL, 0, 1));
    arena_free(NULL);
}

static void test_vec(void **state)
{
    (void)state;
    VEC(size_t) v = {0};
    for (size_t i = 0; i < 10000; i++)
        vec_push(arena, &v, i * i);
    assert_int_equal(v.len, 10000);
    assert_true(v.cap >= v.len);
    for (size_t i = 0; i < v.len; i++)
        assert_int_equal(v.at[i], i * i);
    VEC(struct {
        char c;
        double d;
    })
    pairs = {0};
    for (int i = 0; i < 20; i++)
        vec_push(arena, &pairs, (__typeof__(*pairs.at)){(char)('a' + i), i / 2.0});
    assert_int_equal(pairs.at[19].c, 't');
    assert_true(pairs.at[19].d > 9.4 && pairs.at[19].d < 9.6);
}

/* --- strings --- */

static void test_str_making(void **state)
{
    (void)state;
    assert_null(str_of(NULL).ptr);
    assert_int_equal(str_of(NULL).len, 0);
    Str copy = str_copy(arena, str_slice(S("abcdef"), 1, 3));
    assert_int_equal(copy.len, 2);
    assert_string_equal(copy.ptr, "bc");
    assert_string_equal(str_copy(arena, (Str){0}).ptr, "");
    assert_string_equal(str_format(arena, "%d-%s", 7, "x").ptr, "7-x");
    assert_string_equal(str_format(arena, "%s", "").ptr, "");
    for (int len = 510; len < 515; len++) /* where texts are no longer small */
        assert_int_equal(strlen(str_format(arena, "%*d", len, 1).ptr), len);
    assert_string_equal(str_lower(arena, S("AZ az\xC3\x84")).ptr, "az az\xC3\x84");
    assert_string_equal(str_upper(arena, S("AZ az\xC3\xA4_1")).ptr, "AZ AZ\xC3\xA4_1");
    assert_null(str_upper(arena, (Str){0}).ptr);
}

static void test_str_join(void **state)
{
    (void)state;
    StrVec parts = {0};
    assert_string_equal(str_join(arena, &parts, S(", ")).ptr, "");
    vec_push(arena, &parts, S("a"));
    assert_string_equal(str_join(arena, &parts, S(", ")).ptr, "a");
    vec_push(arena, &parts, (Str){0});
    vec_push(arena, &parts, S("ccc"));
    assert_string_equal(str_join(arena, &parts, S(", ")).ptr, "a, , ccc");
    assert_string_equal(str_join(arena, &parts, (Str){0}).ptr, "accc");
}

static void test_str_replace(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *text, *what, *with, *want;
    } cases[] = {
        {L, "a.b.c", ".", "::", "a::b::c"},
        {L, "aaa", "aa", "b", "ba"},
        {L, "abc", "x", "y", "abc"},
        {L, "", "x", "y", ""},
        {L, "xx", "x", "", ""},
        {L, "abc", "", "y", "abc"},
        {L, "{t}_{t}", "{t}", "a{t}", "a{t}_a{t}"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_text(
            cases[i].line,
            str_replace(arena, str_of(cases[i].text), str_of(cases[i].what), str_of(cases[i].with)),
            cases[i].want);
}

static void test_str_trim(void **state)
{
    (void)state;
    same_text(L, str_trim(S("  a b\t\r\n")), "a b");
    same_text(L, str_trim(S("\n\n")), "");
    same_text(L, str_trim(S("x")), "x");
    assert_null(str_trim((Str){0}).ptr);
    same_text(L, str_trim(S("\va\f")), "\va\f"); /* only what YAML and SQL files hold */
}

static void test_str_comparing(void **state)
{
    (void)state;
    assert_true(str_eq((Str){0}, S("")));
    assert_false(str_eq(S("a"), S("ab")));
    assert_true(str_eq_nocase(S("aBc_1"), S("AbC_1")));
    assert_false(str_eq_nocase(S("\xC3\xA4"), S("\xC3\x84"))); /* ASCII alone */
    assert_false(str_eq_nocase(S("[\\"), S("{|")));            /* next to the letters */
    assert_true(str_starts(S("abc"), S("ab")) && str_starts(S("abc"), S("")));
    assert_false(str_starts(S("a"), S("ab")));
    assert_true(str_ends(S("abc"), S("bc")) && str_ends(S("abc"), (Str){0}));
    assert_false(str_ends(S("c"), S("bc")));
}

static int sign(int n)
{
    return (n > 0) - (n < 0);
}

static void test_str_cmp(void **state)
{
    (void)state;
    static const char *const ascending[] = {"", "A", "Z", "_", "a", "a.", "ab", "b", "\xC3\xA4"};
    for (size_t i = 0; i < COUNT_OF(ascending); i++)
        for (size_t k = 0; k < COUNT_OF(ascending); k++)
            assert_int_equal(sign(str_cmp(str_of(ascending[i]), str_of(ascending[k]))),
                             (i > k) - (i < k));
    assert_int_equal(str_cmp((Str){0}, S("")), 0);
    assert_true(str_cmp(S("a\0b"), S("a\0c")) < 0);
}

static void test_str_find(void **state)
{
    (void)state;
    assert_int_equal(str_find(S("abcabc"), S("ca")), 2);
    assert_int_equal(str_find(S("abcabc"), S("abc")), 0);
    assert_int_equal(str_find(S("abc"), S("abcd")), -1);
    assert_int_equal(str_find(S("aab"), S("ab")), 1);
    assert_int_equal(str_find((Str){0}, S("a")), -1);
    assert_int_equal(str_find(S("a\0b"), S("b")), 2);
}

static void test_str_slice(void **state)
{
    (void)state;
    same_text(L, str_slice(S("abcdef"), 2, 4), "cd");
    same_text(L, str_slice(S("abc"), 1, 100), "bc");
    same_text(L, str_slice(S("abc"), 100, 200), "");
    same_text(L, str_slice(S("abc"), 2, 1), "");
    assert_null(str_slice((Str){0}, 1, 2).ptr);
}

/* What str_split makes of a text, pieces in brackets. */
static Str pieces(Str text, char separator)
{
    StrVec out = {0};
    for (Str piece; str_split(&text, separator, &piece);)
        vec_push(arena, &out, str_format(arena, "[%.*s]", STR_ARG(piece)));
    return str_join(arena, &out, (Str){0});
}

static void test_str_like(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *text, *pattern;
        bool like;
    } cases[] = {
        {L, "", "", true},           {L, "", "*", true},      {L, "a", "", false},
        {L, "abc", "abc", true},     {L, "abc", "a?c", true}, {L, "abc", "a*", true},
        {L, "abc", "*c", true},      {L, "abc", "*b", false}, {L, "aabab", "*ab", true},
        {L, "a.b.c", "*.?.*", true}, {L, "ab", "a?b", false}, {L, "ab", "**b", true},
        {L, "ABC", "abc", false},    {L, "a*c", "a*c", true},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_number(cases[i].line, str_like(str_of(cases[i].text), str_of(cases[i].pattern)),
                    cases[i].like);
}

static void test_str_split(void **state)
{
    (void)state;
    same_text(L, pieces(S("a,b"), ','), "[a][b]");
    same_text(L, pieces(S("a"), ','), "[a]");
    same_text(L, pieces(S("a,"), ','), "[a][]");
    same_text(L, pieces(S(",a"), ','), "[][a]");
    same_text(L, pieces(S(",,"), ','), "[][][]");
    same_text(L, pieces(S(""), ','), "[]");
    same_text(L, pieces((Str){0}, ','), "");
    Str rest = S("k=v=w"), key;
    assert_true(str_split(&rest, '=', &key));
    same_text(L, rest, "v=w");
    rest = S("k=");
    assert_true(str_split(&rest, '=', &key));
    assert_non_null(rest.ptr); /* an empty value is not an absent one */
    rest = S("k");
    assert_true(str_split(&rest, '=', &key));
    assert_null(rest.ptr);
}

static void test_str_to_int(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *text;
        bool good;
        int64_t want;
    } cases[] = {
        {L, "0", true, 0},
        {L, "-0", true, 0},
        {L, "+7", true, 7},
        {L, "007", true, 7},
        {L, "9223372036854775807", true, INT64_MAX},
        {L, "-9223372036854775808", true, INT64_MIN},
        {L, "-9223372036854775807", true, -INT64_MAX},
        {L, "9223372036854775808", false, 0},
        {L, "-9223372036854775809", false, 0},
        {L, "9223372036854775810", false, 0},
        {L, "99999999999999999999", false, 0},
        {L, "000000000000000000000000000001", true, 1},
        {L, "", false, 0},
        {L, "-", false, 0},
        {L, "+", false, 0},
        {L, "+-1", false, 0},
        {L, "1 ", false, 0},
        {L, " 1", false, 0},
        {L, "1e3", false, 0},
        {L, "0x10", false, 0},
        {L, "1.0", false, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t number = 42;
        same_number(cases[i].line, str_to_int(str_of(cases[i].text), &number), cases[i].good);
        same_number(cases[i].line, number, cases[i].good ? cases[i].want : 42);
    }
}

static void test_utf8(void **state)
{
    (void)state;
    static const struct {
        int line;
        Str text;
        size_t want; /* offset of the first bad byte */
    } cases[] = {
        {L, {"", 0}, 0},
        {L, {"abc", 3}, 3},
        {L, {"a\0b", 3}, 3},
        {L, {"\x7F", 1}, 1},
        {L, {"\xC2\x80", 2}, 2},
        {L, {"\xDF\xBF", 2}, 2},
        {L, {"\xE0\xA0\x80", 3}, 3},
        {L, {"\xED\x9F\xBF", 3}, 3},
        {L, {"\xEE\x80\x80", 3}, 3},
        {L, {"\xEF\xBF\xBF", 3}, 3},
        {L, {"\xF0\x90\x80\x80", 4}, 4},
        {L, {"\xF4\x8F\xBF\xBF", 4}, 4},
        {L, {"\xEF\xBB\xBFx", 4}, 4},
        /* bytes that begin nothing */
        {L, {"ab\x80", 3}, 2},
        {L, {"a\xBF", 2}, 1},
        {L, {"\xC0\x80", 2}, 0},
        {L, {"\xC1\xBF", 2}, 0},
        {L, {"\xF5\x80\x80\x80", 4}, 0},
        {L, {"\xFE", 1}, 0},
        {L, {"\xFF", 1}, 0},
        /* overlong, surrogates, beyond U+10FFFF */
        {L, {"\xE0\x9F\xBF", 3}, 0},
        {L, {"\xED\xA0\x80", 3}, 0},
        {L, {"\xED\xBF\xBF", 3}, 0},
        {L, {"\xF0\x8F\xBF\xBF", 4}, 0},
        {L, {"\xF4\x90\x80\x80", 4}, 0},
        /* cut short */
        {L, {"a\xC3", 2}, 1},
        {L, {"a\xE2\x82", 3}, 1},
        {L, {"a\xF0\x9F\x98", 4}, 1},
        {L, {"\xC3(", 2}, 0},
        {L, {"\xE2\x82(", 3}, 0},
        {L, {"\xE2(\xAC", 3}, 0},
        {L, {"\xF0\x9F\x98(", 4}, 0},
        {L, {"\xF0\x9F(\x80", 4}, 0},
        {L, {"\xC3\xA4\xE2\x82\xAC\xFF", 6}, 5},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_number(cases[i].line, (long long)str_utf8_error(cases[i].text),
                    (long long)cases[i].want);
}

static void test_str_columns(void **state)
{
    (void)state;
    assert_int_equal(str_columns(S("a\xC3\xA4\xF0\x9F\x98\x80z"), 8), 4);
    assert_int_equal(str_columns(S("a\xC3\xA4z"), 3), 2);
    assert_int_equal(str_columns(S("abc"), 100), 3);
    assert_int_equal(str_columns((Str){0}, 10), 0);
}

static void test_str_distance(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *a, *b;
        size_t limit, want;
    } cases[] = {
        {L, "", "", 3, 0},
        {L, "", "abc", 3, 3},
        {L, "abc", "", 2, 3},
        {L, "kitten", "sitting", 5, 3},
        {L, "form", "from", 3, 1}, /* neighbours swapped */
        {L, "ca", "abc", 5, 3},
        {L, "Name", "nAME", 1, 0},
        {L, "abcdef", "uvwxyz", 2, 3},
        {L, "columns", "column", 2, 1},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_number(cases[i].line,
                    (long long)str_distance(str_of(cases[i].a), str_of(cases[i].b), cases[i].limit),
                    (long long)cases[i].want);
    char long_name[66];
    memset(long_name, 'x', sizeof long_name);
    Str longest = {long_name, 64}, longer = {long_name, 65};
    assert_int_equal(str_distance(longest, longest, 2), 0);
    assert_int_equal(str_distance(longer, longer, 2), 3); /* not even looked at */
}

/* --- map, digest --- */

static void test_map(void **state)
{
    (void)state;
    Map map = {.arena = arena};
    int values[1000];
    assert_null(map_get(&map, S("x")));
    for (int i = 0; i < 1000; i++)
        assert_null(map_put(&map, str_format(arena, "key %d", i), &values[i]));
    assert_int_equal(map.len, 1000);
    for (int i = 0; i < 1000; i++)
        assert_ptr_equal(map_get(&map, str_format(arena, "key %d", i)), &values[i]);
    assert_null(map_get(&map, S("key 1000")));
    assert_ptr_equal(map_put(&map, S("key 7"), &values[0]), &values[7]);
    assert_ptr_equal(map_get(&map, S("key 7")), &values[0]);
    assert_int_equal(map.len, 1000);
}

static void test_map_odd_keys(void **state)
{
    (void)state;
    Map map = {.arena = arena};
    int a, b, c;
    map_put(&map, (Str){0}, &a);
    map_put(&map, S("x\0y"), &b);
    map_put(&map, S("x"), &c);
    assert_ptr_equal(map_get(&map, S("")), &a);
    assert_ptr_equal(map_get(&map, S("x\0y")), &b);
    assert_ptr_equal(map_get(&map, S("x")), &c);
    assert_null(map_get(&map, S("x\0")));
}

/* Texts that differ in one byte, wherever it stands, or in their length alone, are told apart; by
 * the lowest bits too, which places in a map are taken from. */
static void test_hash(void **state)
{
    (void)state;
    enum { LONGEST = 24, PLACES = 4096 };
    char bytes[LONGEST] = {0};
    bool taken[PLACES] = {false};
    size_t texts = 0, places = 0;
    Map seen = {.arena = arena};
    for (size_t len = 0; len <= LONGEST; len++)
        for (size_t at = 0; at < len; at++)
            for (char c = 1; c < 10; c++) {
                bytes[at] = c;
                uint64_t hash = hash_bytes((Str){bytes, len});
                bytes[at] = '\0';
                texts++;
                places += !taken[hash % PLACES];
                taken[hash % PLACES] = true;
                assert_null(
                    map_put(&seen, str_format(arena, "%llx", (unsigned long long)hash), &seen));
            }
    assert_int_equal(texts, 2700);
    assert_in_range(places, 1900, 2050); /* by chance it is 1,977 */
}

static void test_digest(void **state)
{
    (void)state;
    char *million = NEW_ARRAY(arena, char, 1000000);
    memset(million, 'a', 1000000);
    same_text(L, digest_hex(arena, S("")),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    same_text(L, digest_hex(arena, (Str){0}),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    same_text(L, digest_hex(arena, S("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    same_text(L, digest_hex(arena, S("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    same_text(L, digest_hex(arena, (Str){million, 1000000}),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* --- files --- */

static void test_file_read(void **state)
{
    (void)state;
    Str got, why;
    Str path = temporary_file("a", S("12345\0x"));
    assert_true(file_read(arena, path.ptr, 7, &got, &why));
    assert_int_equal(got.len, 7);
    assert_memory_equal(got.ptr, "12345\0x", 8); /* with a NUL behind it */
    assert_false(file_read(arena, path.ptr, 6, &got, &why));
    same_text(L, why, "larger than 6 bytes");
    assert_false(file_read(arena, path_join(arena, folder, S("b")).ptr, 6, &got, &why));
    same_text(L, why, "no such file or directory");
    assert_false(file_read(arena, folder.ptr, 6, &got, &why));
    same_text(L, why, "is a directory");
    path = temporary_file("empty", (Str){0});
    assert_true(file_read(arena, path.ptr, 0, &got, &why));
    assert_int_equal(got.len, 0);
    assert_true(
        file_read(arena, "/proc/self/status", 1 << 20, &got, &why)); /* says it has 0 bytes */
    assert_true(got.len > 100);
}

static void test_file_write_stream(void **state)
{
    (void)state;
    struct stat before, after;
    bool changed;
    Str why;
    assert_int_equal(stat("/dev/null", &before), 0);
    assert_true(file_write(arena, "/dev/null", S("gone"), &changed, &why));
    assert_true(changed);
    assert_int_equal(stat("/dev/null", &after), 0);
    assert_true(before.st_ino == after.st_ino && before.st_rdev == after.st_rdev);
    assert_false(file_write(arena, "/dev/full", S("x"), &changed, &why));
    assert_false(changed);
    same_text(L, why, "no space left on device");
}

static void test_file_write_open(void **state)
{
    (void)state;
    Str path = temporary_file("a", S("before,")), why, got;
    bool changed;
    int fd = open(path.ptr, O_WRONLY);
    assert_true(fd >= 0 && lseek(fd, 0, SEEK_END) == 7);
    Str name = str_format(arena, "/dev/fd/%d", fd);
    assert_true(file_write(arena, name.ptr, S("one,"), &changed, &why));
    assert_int_equal(write(fd, "after", 5), 5);
    close(fd);
    assert_true(file_read(arena, path.ptr, 100, &got, &why));
    same_text(L, got, "before,one,after");
}

/* A file in memory is one like others. */
static void test_file_write_memory(void **state)
{
    (void)state;
    Str path = str_format(arena, "/dev/shm/pgwright-test-%ld", (long)getpid()), why, got;
    bool changed;
    if (access("/dev/shm", W_OK) != 0)
        skip();
    assert_true(file_write(arena, path.ptr, S("a long text"), &changed, &why));
    assert_true(file_write(arena, path.ptr, S("short"), &changed, &why));
    bool read = file_read(arena, path.ptr, 100, &got, &why);
    unlink(path.ptr);
    assert_true(read);
    same_text(L, got, "short");
    assert_true(changed);
}

static void test_file_write_if_different(void **state)
{
    (void)state;
    Str path = path_join(arena, temporary_folder(), S("a")), why, got;
    bool changed = false;
    struct stat first, second;
    assert_true(file_write(arena, path.ptr, S("one"), &changed, &why));
    assert_true(changed);
    assert_int_equal(stat(path.ptr, &first), 0);
    assert_true(file_write(arena, path.ptr, S("one"), &changed, &why));
    assert_false(changed);
    assert_int_equal(stat(path.ptr, &second), 0);
    assert_int_equal(first.st_ino, second.st_ino);
    assert_true(file_write(arena, path.ptr, S("two"), &changed, &why));
    assert_true(changed);
    assert_true(file_read(arena, path.ptr, 10, &got, &why));
    same_text(L, got, "two");
    assert_true(file_holds(path.ptr, S("two")));
    assert_false(file_holds(path.ptr, S("tw")));
    assert_false(file_holds(path.ptr, S("twoo")));
    StrVec names = {0};
    assert_true(file_list(arena, folder.ptr, (Str){0}, &names, &why));
    assert_int_equal(names.len, 1); /* no temporary file is left */
}

static void test_file_stage(void **state)
{
    (void)state;
    Str path = temporary_file("a", S("old")), temporary, why, got;
    assert_true(file_stage(arena, path.ptr, S("new"), &temporary, &why));
    assert_non_null(temporary.ptr);
    assert_true(file_exists(temporary.ptr));
    assert_true(file_holds(path.ptr, S("old"))); /* nothing happens before the commit */
    file_discard(temporary);
    assert_false(file_exists(temporary.ptr));
    assert_true(file_holds(path.ptr, S("old")));
    assert_true(file_stage(arena, path.ptr, S("new"), &temporary, &why));
    assert_true(file_commit(arena, temporary, path.ptr, &why));
    assert_false(file_exists(temporary.ptr));
    assert_true(file_read(arena, path.ptr, 10, &got, &why));
    same_text(L, got, "new");
    assert_true(file_stage(arena, path.ptr, S("new"), &temporary, &why));
    assert_null(temporary.ptr); /* it holds that already */
    assert_true(file_commit(arena, temporary, path.ptr, &why));
    file_discard(temporary);
    assert_true(file_exists(path.ptr));
}

static void test_file_failures(void **state)
{
    (void)state;
    Str temporary, why;
    Str nowhere = path_join(arena, temporary_folder(), S("no/such/folder/a"));
    assert_false(file_stage(arena, nowhere.ptr, S("x"), &temporary, &why));
    same_text(L, why, "no such file or directory");
    assert_null(temporary.ptr);
    /* a folder in the way is found out at once; one that comes later, by the commit */
    temporary_file("taken/x", S(""));
    assert_false(
        file_stage(arena, path_join(arena, folder, S("taken")).ptr, S("x"), &temporary, &why));
    same_text(L, why, "is a directory");
    assert_null(temporary.ptr);
    Str path = path_join(arena, folder, S("later"));
    assert_true(file_stage(arena, path.ptr, S("x"), &temporary, &why));
    temporary_file("later/x", S(""));
    assert_false(file_commit(arena, temporary, path.ptr, &why));
    assert_false(file_exists(temporary.ptr));
    bool changed;
    assert_false(file_write(arena, "/dev/full/x", S("x"), &changed, &why));
    same_text(L, why, "not a directory");
}

static void test_file_list(void **state)
{
    (void)state;
    static const char *const names[] = {"b.yaml",   "a/z.yaml",     "a.yaml",    "a/b/c.yaml",
                                        "c.txt",    ".hidden.yaml", ".d/e.yaml", "B.yaml",
                                        "a-b.yaml", "yaml"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        temporary_file(names[i], S(""));
    StrVec found = {0};
    Str why;
    assert_true(file_list(arena, folder.ptr, S(".yaml"), &found, &why));
    same_text(L, str_join(arena, &found, S(" ")),
              "B.yaml a-b.yaml a.yaml a/b/c.yaml a/z.yaml b.yaml");
    found = (StrVec){0};
    assert_false(file_list(arena, "/no/such/folder", S(".yaml"), &found, &why));
    same_text(L, why, "no such file or directory");
}

static void test_file_folders(void **state)
{
    (void)state;
    Str why, deep = path_join(arena, temporary_folder(), S("x/y//z/"));
    assert_true(file_make_folder(arena, deep.ptr, &why));
    assert_true(file_make_folder(arena, deep.ptr, &why)); /* again */
    assert_true(file_is_folder(deep.ptr));
    Str file = temporary_file("x/file", S("1"));
    assert_false(file_is_folder(file.ptr));
    assert_false(file_make_folder(arena, file.ptr, &why));
    same_text(L, why, "not a folder");
    assert_false(file_make_folder(arena, path_join(arena, file, S("below")).ptr, &why));
    same_text(L, why, "not a directory");
}

static void test_file_remove_tree(void **state)
{
    (void)state;
    temporary_file("x/y/z", S("1"));
    temporary_file("x/.hidden", S("1"));
    Str outside = temporary_file("outside/kept", S("1"));
    Str link = path_join(arena, folder, S("x/link"));
    assert_int_equal(symlink(path_join(arena, folder, S("outside")).ptr, link.ptr), 0);
    Str x = path_join(arena, folder, S("x"));
    assert_true(file_remove_tree(arena, x.ptr));
    assert_false(file_exists(x.ptr));
    assert_true(file_exists(outside.ptr));             /* links are not followed */
    assert_true(file_remove_tree(arena, x.ptr));       /* not there: fine */
    assert_true(file_remove_tree(arena, outside.ptr)); /* a file alone */
    assert_false(file_exists(outside.ptr));
}

static void test_paths(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *path, *folder, *name;
    } cases[] = {
        {L, "a/b/c.yaml", "a/b", "c.yaml"},
        {L, "c.yaml", ".", "c.yaml"},
        {L, "/c.yaml", "/", "c.yaml"},
        {L, "/a/b", "/a", "b"},
        {L, "a/", "a", ""},
        {L, "", ".", ""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        same_text(cases[i].line, path_folder(str_of(cases[i].path)), cases[i].folder);
        same_text(cases[i].line, path_name(str_of(cases[i].path)), cases[i].name);
    }
    same_text(L, path_join(arena, S("a"), S("b")), "a/b");
    same_text(L, path_join(arena, S("a//"), S("b/c")), "a/b/c");
    same_text(L, path_join(arena, S("/"), S("b")), "/b");
    same_text(L, path_join(arena, S("."), S("b")), "./b");
}

static bool by_remainder(const void *context, size_t a, size_t b)
{
    size_t by = *(const size_t *)context;
    return a % by != b % by ? a % by < b % by : a < b;
}

static void test_heap(void **state)
{
    (void)state;
    size_t by = 10;
    Heap heap = {.arena = arena, .order = by_remainder, .context = &by};
    for (size_t i = 0; i < 100; i++)
        heap_push(&heap, i * 37 % 100); /* each number once */
    for (size_t i = 0; i < 100; i++) {
        assert_int_equal(heap.list.at[0], i / 10 + i % 10 * 10);
        assert_int_equal(heap_pop(&heap), i / 10 + i % 10 * 10);
        if (i == 49) { /* what comes late may go first */
            heap_push(&heap, 100);
            assert_int_equal(heap_pop(&heap), 100);
        }
    }
    assert_int_equal(heap.list.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_arena_alignment),
        TEST(test_arena_rewind),
        TEST(test_arena_rewind_to_nothing),
        TEST(test_arena_nested_marks),
#if defined(__SANITIZE_ADDRESS__)
        TEST(test_arena_poison),
#endif
        TEST(test_arena_large),
        TEST(test_heap),
        TEST(test_arena_resize),
        TEST(test_arena_copy),
        TEST(test_vec),
        TEST(test_str_making),
        TEST(test_str_join),
        TEST(test_str_replace),
        TEST(test_str_trim),
        TEST(test_str_comparing),
        TEST(test_str_cmp),
        TEST(test_str_find),
        TEST(test_str_slice),
        TEST(test_str_like),
        TEST(test_str_split),
        TEST(test_str_to_int),
        TEST(test_utf8),
        TEST(test_str_columns),
        TEST(test_str_distance),
        TEST(test_map),
        TEST(test_map_odd_keys),
        TEST(test_hash),
        TEST(test_digest),
        TEST(test_file_read),
        TEST(test_file_write_if_different),
        TEST(test_file_write_stream),
        TEST(test_file_write_open),
        TEST(test_file_write_memory),
        TEST(test_file_stage),
        TEST(test_file_failures),
        TEST(test_file_list),
        TEST(test_file_folders),
        TEST(test_file_remove_tree),
        TEST(test_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
