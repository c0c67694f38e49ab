#include "unit.h"

#include <jansson.h>

static Source *file_named(const char *name, const char *text)
{
    Source *source = NEW(arena, Source);
    *source = (Source){.name = str_of(name), .text = str_of(text), .relative = str_of(name)};
    return source;
}

static Pos at(const Source *source, uint32_t line, uint32_t column, uint32_t width)
{
    return (Pos){source, line, column, width};
}

static void test_counts(void **state)
{
    (void)state;
    diag_error(&diags, "E0201", (Pos){0}, "one %d", 1);
    diag_warning(&diags, "E0403", (Pos){0}, "two");
    diag_error(&diags, "E0201", (Pos){0}, "three");
    assert_int_equal(diags.errors, 2);
    assert_int_equal(diags.warnings, 1);
    assert_int_equal(diags.list.len, 3);
    same_text(L, diags.list.at[0]->message, "one 1");
    same_text(L, diags_text(&diags, 0),
              "pgwright: error[E0201]: one 1\n"
              "pgwright: warning[E0403]: two\n"
              "pgwright: error[E0201]: three\n");
}

static void test_order(void **state)
{
    (void)state;
    const Source *b = file_named("b.yaml", "x\ny\n"), *a = file_named("a.yaml", "x\ny\n");
    diag_error(&diags, "E0201", (Pos){0}, "nowhere");
    diag_error(&diags, "E0201", at(b, 1, 1, 1), "b 1 1, first");
    diag_error(&diags, "E0201", at(b, 1, 1, 1), "b 1 1, second");
    diag_error(&diags, "E0201", at(a, 2, 1, 1), "a 2 1");
    diag_error(&diags, "E0201", at(a, 1, 2, 1), "a 1 2");
    diag_error(&diags, "E0201", at(a, 1, 1, 1), "a 1 1");
    diag_error(&diags, "E0201", (Pos){.source = a}, "a, no line");
    diags_text(&diags, 0);
    static const char *const order[] = {"a, no line",   "a 1 1",         "a 1 2",  "a 2 1",
                                        "b 1 1, first", "b 1 1, second", "nowhere"};
    for (size_t i = 0; i < COUNT_OF(order); i++)
        same_text(L, diags.list.at[i]->message, order[i]);
}

/* What stands below the heading of an error at that place. */
static Str excerpt(const char *text, uint32_t line, uint32_t column, uint32_t width)
{
    Diags own = {.arena = arena};
    diag_error(&own, "E0201", at(file_named("f.yaml", text), line, column, width), "m");
    Str all = diags_text(&own, 0);
    Str head = str_format(arena, "f.yaml:%u:%u: error[E0201]: m\n", line, column);
    assert_true(str_starts(all, head));
    return str_slice(all, head.len, all.len);
}

static void test_caret(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *text;
        uint32_t at, column, width;
        const char *want;
    } cases[] = {
        {L, "a: b\n", 1, 4, 1, "    1 | a: b\n      |    ^\n"},
        {L, "a: b", 1, 1, 0, "    1 | a: b\n      | ^\n"},
        {L, "one\ntwo three\n", 2, 5, 5, "    2 | two three\n      |     ^~~~~\n"},
        {L, "a: mony\r\nb: c\r\n", 1, 4, 4, "    1 | a: mony\n      |    ^~~~\n"},
        /* tabs are kept, so that the caret stands below its place at any width */
        {L, "\ta\tb: c", 1, 4, 1, "    1 | \ta\tb: c\n      | \t \t^\n"},
        /* columns count code points */
        {L, "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80: x", 1, 6, 1,
         "    1 | \xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80: x\n      |      ^\n"},
        {L, "a\xC3\xA4\xC3\xA4z", 1, 2, 2, "    1 | a\xC3\xA4\xC3\xA4z\n      |  ^~\n"},
        /* the underline ends with the line */
        {L, "ab\n", 1, 2, 50, "    1 | ab\n      |  ^\n"},
        {L, "ab\n", 1, 3, 1, "    1 | ab\n      |   ^\n"},
        {L, "ab\n", 1, 99, 1, "    1 | ab\n      |   ^\n"},
        /* no such line: only the heading */
        {L, "ab", 7, 1, 1, ""},
        {L, "", 1, 1, 1, "    1 | \n      | ^\n"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_text(cases[i].line,
                  excerpt(cases[i].text, cases[i].at, cases[i].column, cases[i].width),
                  cases[i].want);
}

static void test_long_line(void **state)
{
    (void)state;
    char line[1001];
    for (size_t i = 0; i < 1000; i++)
        line[i] = (char)('0' + i % 10);
    line[1000] = '\0';
    line[500] = '!';
    Str text = excerpt(line, 1, 501, 3), upper, lower;
    assert_true(str_split(&text, '\n', &upper));
    assert_true(str_split(&text, '\n', &lower));
    assert_true(upper.len <= 170);
    assert_int_equal(str_find(upper, S("!")), str_find(lower, S("^")));
    has_text(L, lower, "^~~");
}

static void test_notes_and_help(void **state)
{
    (void)state;
    const Source *f = file_named("f.yaml", "a: 1\na: 2\n");
    Diag *diag = diag_error(&diags, "E0105", at(f, 2, 1, 1), "twice");
    diag_note(&diags, diag, at(f, 1, 1, 1), "the first %s", "one");
    diag_note(&diags, diag, (Pos){0}, "and so on");
    diag_help(&diags, diag, "take %d away.", 1);
    same_text(L, diags_text(&diags, 0),
              "f.yaml:2:1: error[E0105]: twice\n"
              "    2 | a: 2\n      | ^\n"
              "f.yaml:1:1: note: the first one\n"
              "    1 | a: 1\n      | ^\n"
              "pgwright: note: and so on\n"
              "      = help: take 1 away.\n");
}

static void test_cap(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++)
        diag_error(&diags, "E0201", (Pos){0}, "m%d", i);
    same_text(
        L, diags_text(&diags, 2),
        "pgwright: error[E0201]: m0\npgwright: error[E0201]: m1\npgwright: 3 more not shown\n");
    lacks_text(L, diags_text(&diags, 5), "not shown");
    has_text(L, diags_text(&diags, 0), "m4");
    Diags none = {.arena = arena};
    same_text(L, diags_text(&none, 50), "");
}

static void test_suggestions(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *name, *want;
    } cases[] = {
        {L, "colums", "columns"},
        {L, "COLUMNS", "columns"},
        {L, "primary_kye", "primary_key"},
        {L, "us", "use"},
        {L, "x", NULL},
        {L, "completely_other", NULL},
        {L, "", NULL},
        {L, "indices", "indexes"},
        {L, "checks", "checks"},
    };
    StrVec names = {0};
    static const char *const keys[] = {"use", "columns", "primary_key", "checks", "indexes"};
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        vec_push(arena, &names, str_of(keys[i]));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Diag *diag = diag_error(&diags, "E0201", (Pos){0}, "m");
        diag_suggest(&diags, diag, str_of(cases[i].name), &names);
        same_text(cases[i].line, diag_nearest(str_of(cases[i].name), &names), cases[i].want);
        Str help =
            cases[i].want ? str_format(arena, "did you mean \"%s\"?", cases[i].want) : (Str){0};
        same_text(cases[i].line, diag->help, help.ptr);
    }
    StrVec none = {0};
    assert_null(diag_nearest(S("x"), &none).ptr);
}

static void test_json(void **state)
{
    (void)state;
    Str nasty = S("quote \" backslash \\ tab \t newline \n bell \a \xC3\xA4");
    const Source *f = file_named("dir/\"f\".yaml", "a: 1\n");
    Diag *diag = diag_error(&diags, "E0201", at(f, 1, 4, 2), "%s", nasty.ptr);
    diag_help(&diags, diag, "%s", nasty.ptr);
    diag_warning(&diags, "E0403", (Pos){0}, "plain");
    diag_error(&diags, "E0101", (Pos){.source = f}, "no line");
    Str text = diags_json(&diags);
    json_error_t why;
    json_t *list = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &why);
    if (!list)
        fail_msg("%s at %d: %s", why.text, why.line, text.ptr);
    assert_int_equal(json_array_size(list), 3);
    const char *code, *severity, *message, *file, *help;
    int line, column;
    assert_int_equal(json_unpack_ex(json_array_get(list, 1), &why, JSON_STRICT,
                                    "{s:s,s:s,s:s,s:s,s:i,s:i,s:s}", "code", &code, "severity",
                                    &severity, "message", &message, "file", &file, "line", &line,
                                    "column", &column, "help", &help),
                     0);
    assert_string_equal(code, "E0201");
    assert_string_equal(severity, "error");
    assert_string_equal(message, nasty.ptr);
    assert_string_equal(file, "dir/\"f\".yaml");
    assert_string_equal(help, nasty.ptr);
    assert_int_equal(line, 1);
    assert_int_equal(column, 4);
    const json_t *last = json_array_get(list, 2);
    assert_string_equal(json_string_value(json_object_get(last, "severity")), "warning");
    assert_null(json_object_get(last, "file"));
    json_decref(list);
    Diags none = {.arena = arena};
    same_text(L, diags_json(&none), "[]\n");
}

static void test_codes(void **state)
{
    (void)state;
    assert_true(diag_code_count > 30);
    for (size_t i = 0; i < diag_code_count; i++) {
        const DiagCode *row = &diag_codes[i];
        assert_int_equal(strlen(row->code), 5);
        assert_int_equal(row->code[0], 'E');
        assert_int_equal(strspn(row->code + 1, "0123456789"), 4);
        assert_true(strlen(row->title) > 10);
        if (i)
            assert_true(strcmp(diag_codes[i - 1].code, row->code) < 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_counts),    TEST(test_order),          TEST(test_caret),
        TEST(test_long_line), TEST(test_notes_and_help), TEST(test_cap),
        TEST(test_json),      TEST(test_suggestions),    TEST(test_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
