#include "unit.h"

#include "text/writer.h"
#include "yaml/write.h"

static const Source *source;
static NodeVec documents;

static bool parse_text(Str text)
{
    source = source_of(text);
    documents = (NodeVec){0};
    return yaml_parse(arena, source, &diags, &documents);
}

static const Node *parse(const char *text)
{
    if (!parse_text(str_of(text)))
        fail_msg("%s", diags_text(&diags, 0).ptr);
    assert_int_equal(documents.len, 1);
    return documents.at[0];
}

/* A tree on one line: ["quoted"], 'plain', |literal|, >folded>, [a, b], {k: v}. */
static void write_node(Writer *w, const Node *node)
{
    static const char *const marks[] = {"'", "\"", "|", ">"};
    if (node->type == NODE_SCALAR) {
        w_printf(w, "%s%.*s%s", marks[node->style], STR_ARG(node->text), marks[node->style]);
        return;
    }
    w_text(w, node->type == NODE_SEQUENCE ? "[" : "{");
    for (size_t i = 0; i < node->items.len; i++) {
        w_text(w, i ? ", " : "");
        write_node(w, node->items.at[i]);
    }
    for (size_t i = 0; i < node->pairs.len; i++) {
        w_text(w, i ? ", " : "");
        write_node(w, node->pairs.at[i].key);
        w_text(w, ": ");
        write_node(w, node->pairs.at[i].value);
    }
    w_text(w, node->type == NODE_SEQUENCE ? "]" : "}");
}

static Str show(const Node *node)
{
    Writer w = {.arena = arena};
    write_node(&w, node);
    return w_result(&w);
}

static void test_trees(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *text, *want;
    } cases[] = {
        {L, "a: 1\nb: [x, \"y\", 'z']\n", "{'a': '1', 'b': ['x', \"y\", \"z\"]}"},
        {L, "- a\n-\n  b: c\n", "['a', {'b': 'c'}]"},
        {L, "k: |\n  one\n  two\n", "{'k': |one\ntwo\n|}"},
        {L, "k: |-\n  one\n\n  two\n", "{'k': |one\n\ntwo|}"},
        {L, "k: >\n  one\n  two\n", "{'k': >one two\n>}"},
        {L, "k: one\n  two\n", "{'k': 'one two'}"},
        {L, "k:\nl: ~\n", "{'k': '', 'l': '~'}"},
        {L, "{}", "{}"},
        {L, "[]", "[]"},
        {L, "yes", "'yes'"},
        {L, "010", "'010'"},
        {L, "k: \"a\\nb\\u20ac\"", "{'k': \"a\nb\xE2\x82\xAC\"}"},
        {L, "\xEF\xBB\xBFk: v", "{'k': 'v'}"},
        {L, "k: v\r\nl: w\r\n", "{'k': 'v', 'l': 'w'}"},
        {L, "%YAML 1.1\n---\nk: v\n...\n", "{'k': 'v'}"},
        {L, "k: !!str 1", "{'k': '1'}"},
        {L, "# only\nk: v # a comment\n", "{'k': 'v'}"},
        {L, "? k\n: v\n", "{'k': 'v'}"},
        {L, "a: &x [1, 2]\nb: *x\n", "{'a': ['1', '2'], 'b': ['1', '2']}"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_text(cases[i].line, show(parse(cases[i].text)), cases[i].want);
    no_diags(L);
}

static void test_documents(void **state)
{
    (void)state;
    assert_true(parse_text(S("a: 1\n---\nb: 2\n---\n[3]\n")));
    assert_int_equal(documents.len, 3);
    same_text(L, show(documents.at[1]), "{'b': '2'}");
    assert_int_equal(documents.at[2]->pos.line, 5);
    assert_true(parse_text(S("")));
    assert_int_equal(documents.len, 0);
    assert_true(parse_text(S("# nothing\n\n")));
    assert_int_equal(documents.len, 0);
    assert_true(parse_text((Str){0}));
    assert_int_equal(documents.len, 0);
}

static void same_pos(int line, Pos pos, uint32_t at, uint32_t column, uint32_t width)
{
    if (pos.line != at || pos.column != column || pos.width != width)
        fail_msg("line %d: %u:%u width %u, not %u:%u width %u", line, pos.line, pos.column,
                 pos.width, at, column, width);
}

static void test_positions(void **state)
{
    (void)state;
    const Node *root = parse("a: one\n"
                             "\xC3\xA4\xE2\x82\xAC: \"two words\"\n"
                             "list: [x, {yy: z}]\n"
                             "deep:\n"
                             "  - item\n"
                             "  - |\n"
                             "    text\n");
    same_pos(L, root->pos, 1, 1, 1);
    same_pos(L, root->pairs.at[0].key->pos, 1, 1, 1);
    same_pos(L, root->pairs.at[0].value->pos, 1, 4, 3);
    same_pos(L, root->pairs.at[1].key->pos, 2, 1, 2); /* code points */
    same_pos(L, root->pairs.at[1].value->pos, 2, 5, 11);
    const Node *list = root->pairs.at[2].value;
    same_pos(L, list->pos, 3, 7, 1);
    same_pos(L, list->items.at[1]->pairs.at[0].key->pos, 3, 12, 2);
    const Node *deep = root->pairs.at[3].value;
    same_pos(L, deep->items.at[0]->pos, 5, 5, 4);
    same_pos(L, deep->items.at[1]->pos, 6, 5, 1);
    assert_ptr_equal(deep->pos.source, source);
}

/* Where the byte of the value of `k` that is the first 'X' stands. */
static Pos pos_of_x(const char *text)
{
    const Node *node = node_get(parse(text), S("k"));
    ptrdiff_t at = str_find(node->text, S("X"));
    assert_true(at >= 0);
    return node_pos_at(node, (size_t)at);
}

static void test_places_in_scalars(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *text;
        uint32_t at, column;
    } exact[] = {
        {L, "k: aaX", 1, 6},
        {L, "k:    aX", 1, 8},
        {L, "k: \"aaX\"", 1, 7},
        {L, "k: 'aaX'", 1, 7},
        {L, "k: \xC3\xA4\xE2\x82\xACX", 1, 6},
        {L, "k:\n  aX", 2, 4},
        {L, "{k: X}", 1, 5},
        {L, "k: |\n  X\n", 2, 3},
        {L, "k: |\n  one\n  twoX\n", 3, 6},
        {L, "k: |\n\n\n    one\n      twoX\n", 5, 10},
        {L, "k: |-\n \n  \xC3\xA4X\n", 3, 4},
        {L, "k: | # comment\n  X\n", 2, 3},
        {L, "j: |\n  one\nk: |\n      X\n", 4, 7},
        {L, "k: |\r\n  one\r\n  X\r\n", 3, 3},
        /* an indentation that is told: the other blanks are text */
        {L, "k: |2\n    one\n   X\n", 3, 4},
        {L, "k: |1-\n  X\n", 2, 3},
        {L, "k: |2\n\n     one\n  X\n", 4, 3},
    };
    for (size_t i = 0; i < COUNT_OF(exact); i++) {
        Pos pos = pos_of_x(exact[i].text);
        if (pos.line != exact[i].at || pos.column != exact[i].column)
            fail_msg("line %d: %u:%u, not %u:%u", exact[i].line, pos.line, pos.column, exact[i].at,
                     exact[i].column);
    }
    /* where the text is not what stands in the file, the beginning is the place */
    same_pos(L, pos_of_x("k: \"a\\tX\""), 1, 4, 6);
    same_pos(L, pos_of_x("k: 'a''X'"), 1, 4, 6);
    same_pos(L, pos_of_x("k: >\n  one\n  X\n"), 1, 4, 1);
    same_pos(L, pos_of_x("k: one\n  X\n"), 1, 4, 1);
    same_pos(L, pos_of_x("k: 'one\n  X'\n"), 1, 4, 1);
}

static void test_get_and_null(void **state)
{
    (void)state;
    const Node *root =
        parse("a: 1\nb: ~\nc: null\nd: NULL\ne:\nf: '~'\ng: 'null'\nh: ''\ni: nUll\n");
    same_text(L, node_get(root, S("a"))->text, "1");
    assert_null(node_get(root, S("z")));
    assert_null(node_get(node_get(root, S("a")), S("a")));
    static const char nulls[] = "bcde", others[] = "afghi";
    for (size_t i = 0; nulls[i]; i++)
        assert_true(node_is_null(node_get(root, (Str){nulls + i, 1})));
    for (size_t i = 0; others[i]; i++)
        assert_false(node_is_null(node_get(root, (Str){others + i, 1})));
    assert_string_equal(node_type_name(root), "a mapping");
    assert_string_equal(node_type_name(node_get(root, S("a"))), "a string");
    assert_string_equal(node_type_name(parse("[]")), "a list");
}

/* The text is refused: that code, there, saying that. */
static void refused(int line, Str text, const char *code, uint32_t at, uint32_t column,
                    const char *says)
{
    diags = (Diags){.arena = arena};
    if (parse_text(text))
        fail_msg("line %d: accepted", line);
    const Diag *diag = diags.list.at[0];
    if (strcmp(diag->code, code) != 0)
        fail_msg("line %d: %s, not %s", line, diag->code, code);
    if (diag->pos.line != at || diag->pos.column != column)
        fail_msg("line %d: %u:%u, not %u:%u", line, diag->pos.line, diag->pos.column, at, column);
    has_text(line, diag->message, says);
    diags_text(&diags, 0);
}

static void test_syntax_errors(void **state)
{
    (void)state;
    refused(L, S("a: [1, 2\nb: 3\n"), "E0102", 2, 2, "expected");
    refused(L, S("a: 'open\n"), "E0102", 1, 4, "unexpected end of stream");
    refused(L, S("a: b: c\n"), "E0102", 1, 5, "mapping values are not allowed");
    refused(L, S("a:\n\t- b\n"), "E0102", 2, 1, "cannot start any token");
    refused(L, S("a: *nothing\n"), "E0102", 1, 4, "alias");
    refused(L, S("a: &x [*x]\n"), "E0102", 1, 8, "alias");
    refused(L, S("a: 1\n<<: {b: 2}\n"), "E0102", 2, 1, "merge keys");
    refused(L, S("? [a]\n: b\n"), "E0102", 1, 3, "a key is a string, not a list");
    refused(L, S("? {a: b}\n: b\n"), "E0102", 1, 3, "a key is a string, not a mapping");
    refused(L, S("a: %x\n"), "E0102", 1, 4, "cannot start any token");
}

static void test_duplicate_keys(void **state)
{
    (void)state;
    refused(L, S("a: 1\nb: 2\na: 3\n"), "E0105", 3, 1, "\"a\" stands here twice");
    assert_int_equal(diags.list.at[0]->notes->pos.line, 1);
    refused(L, S("x: {a: 1, \"a\": 2}\n"), "E0105", 1, 11, "twice");
    refused(L, S("~: 1\n~: 2\n"), "E0105", 2, 1, "twice");
    same_text(L, show(parse("x: {a: 1}\ny: {a: 1}\nA: 1\n")),
              "{'x': {'a': '1'}, 'y': {'a': '1'}, 'A': '1'}");
}

static void test_bytes(void **state)
{
    (void)state;
    refused(L, S("a: \xFF\n"), "E0103", 1, 4, "byte 0xFF");
    refused(L, S("ok: \xC3\xA4\nb: \xC3\n"), "E0103", 2, 4, "byte 0xC3");
    refused(L, S("a: b\0c\n"), "E0103", 1, 5, "NUL");
    refused(L, S("a: \"\\0\"\n"), "E0103", 1, 4, "NUL");
    refused(L, S("a: b\nc: \x01\n"), "E0102", 2, 4, "control characters");
    refused(L, S("\xEF\xBB\xBF\xC3\xA4: \x01\n"), "E0102", 1, 5, "control characters");
    refused(L,
            S("\xFF\xFE"
              "a\0"),
            "E0103", 1, 1, "not valid UTF-8"); /* UTF-16 */
}

static Str repeated(const char *what, size_t times)
{
    Writer w = {.arena = arena};
    for (size_t i = 0; i < times; i++)
        w_raw(&w, str_of(what));
    return w_result(&w);
}

static void test_depth(void **state)
{
    (void)state;
    Str deep =
        str_format(arena, "%s%s", repeated("[", YAML_DEEPEST).ptr, repeated("]", YAML_DEEPEST).ptr);
    assert_true(parse_text(deep));
    assert_int_equal(documents.at[0]->weight, YAML_DEEPEST);
    refused(L, repeated("[", YAML_DEEPEST + 1), "E0104", 1, YAML_DEEPEST + 1, "nested too deeply");
    assert_int_equal(diags.list.len, 1);
    refused(L, repeated("[", 200000), "E0104", 1, YAML_DEEPEST + 1, "nested too deeply");
    refused(L, repeated("a: {", 200), "E0104", 1, YAML_DEEPEST * 4 - 3, "nested too deeply");
}

static void test_size(void **state)
{
    (void)state;
    refused(L, repeated("# 345678", YAML_LARGEST / 8 + 1), "E0104", 0, 0, "larger than");
    /* aliases that multiply */
    Writer w = {.arena = arena};
    w_text(&w, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
        w_printf(&w, "a%d: &a%d [", i, i);
        for (int k = 0; k < 10; k++)
            w_printf(&w, "%s*a%d", k ? ", " : "", i - 1);
        w_text(&w, "]\n");
    }
    diags = (Diags){.arena = arena};
    assert_false(parse_text(w_result(&w)));
    assert_string_equal(diags.list.at[0]->code, "E0104");
    assert_int_equal(diags.list.len, 1);
    same_text(L, diags.list.at[0]->message, "the aliases make the file too large");
}

static void test_weight(void **state)
{
    (void)state;
    assert_int_equal(parse("a: [b, {c: d}]")->weight, 7);
    assert_int_equal(parse("x")->weight, 1);
}

/* What is written is read as the same text again, as a value, in a list and as a key. */
static void test_written_texts(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        " ",
        "a",
        "a b",
        " a",
        "a ",
        "null",
        "~",
        "yes",
        "No",
        "1",
        "-1.5",
        "0x1F",
        "1e3",
        "e",
        "2024-01-01",
        "12:30:00",
        "a: b",
        "a:b",
        "a::text",
        "a:",
        ":a",
        "a #b",
        "a#b",
        "#a",
        "- a",
        "-",
        "-a",
        "?",
        "[a]",
        "a[]",
        "{a}",
        "a, b",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a`",
        "|",
        ">",
        "'a'",
        "\"a\"",
        "a'b\"c",
        "a\\b",
        "a\tb",
        "\ta",
        "a\nb",
        "a\nb\n",
        "a\n\n\nb\n\n",
        "\n",
        "\n\n",
        "\na",
        "\n  a\nb",
        "  a\nb",
        "\ta\nb",
        "a\n  \nb",
        "   \n\na",
        "a\r\nb",
        "a\x01",
        "a\x7F",
        "\xC2\x85",
        "\xE2\x80\xA8x",
        "\xEF\xBB\xBFx",
        "\xC3\xA9",
        "=",
        "<<",
        "---",
        "...",
        "a\n---\nb",
        "(a = 1) AND (b <> 'x: y')",
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        Str text = str_of(texts[i]);
        Node *mapping = yaml_mapping(arena, false), *list = yaml_list(arena, true);
        Node *inner = yaml_mapping(arena, true), *block = yaml_mapping(arena, false);
        yaml_add(arena, list, yaml_string(arena, text));
        yaml_put(arena, inner, text, list);
        yaml_put(arena, mapping, S("string"), yaml_string(arena, text));
        yaml_put(arena, mapping, S("body"), yaml_body(arena, text));
        yaml_put(arena, mapping, S("inner"), inner);
        yaml_put(arena, block, S("body"), yaml_body(arena, text));
        yaml_put(arena, mapping, S("block"), block);
        Str written = yaml_document(arena, mapping);
        const Node *read = parse(written.ptr);
        const Node *pair = node_get(read, S("inner"));
        same_text((int)i, node_get(read, S("string"))->text, texts[i]);
        same_text((int)i, node_get(read, S("body"))->text, texts[i]);
        same_text((int)i, node_get(node_get(read, S("block")), S("body"))->text, texts[i]);
        same_text((int)i, pair->pairs.at[0].key->text, texts[i]);
        same_text((int)i, pair->pairs.at[0].value->items.at[0]->text, texts[i]);
        assert_false(text.len && node_is_null(node_get(read, S("string"))));
    }
}

static void test_written_forms(void **state)
{
    (void)state;
    Node *document = yaml_mapping(arena, false), *names = yaml_mapping(arena, false);
    Node *short_one = yaml_mapping(arena, true), *long_one = yaml_mapping(arena, true);
    yaml_put(arena, short_one, S("type"), yaml_string(arena, S("text[]")));
    yaml_put(arena, short_one, S("default"), yaml_word(arena, S("0")));
    yaml_put(arena, names, S("id"), yaml_string(arena, S("uuid")));
    yaml_put(arena, names, S("keywords"), short_one);
    yaml_put(arena, names, S("nothing"), yaml_word(arena, (Str){0}));
    Str words = repeated("word and ", 12);
    yaml_put(arena, long_one, S("where"), yaml_prose(arena, words));
    yaml_put(arena, names, S("long"), long_one);
    yaml_put(arena, document, S("columns"), names);
    same_text(L, yaml_document(arena, document),
              "columns:\n"
              "  id:       uuid\n"
              "  keywords: {type: \"text[]\", default: 0}\n"
              "  nothing:\n"
              "  long:\n"
              "    where: >\n"
              "      word and word and word and word and word and word and word and word and word "
              "and word and word\n"
              "      and word and\n");
    const Node *where = node_get(parse(yaml_document(arena, document).ptr), S("columns"));
    where = node_get(node_get(where, S("long")), S("where"));
    same_text(L, str_trim(where->text), str_copy(arena, str_trim(words)).ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_trees),          TEST(test_documents),
        TEST(test_positions),      TEST(test_places_in_scalars),
        TEST(test_get_and_null),   TEST(test_syntax_errors),
        TEST(test_duplicate_keys), TEST(test_bytes),
        TEST(test_depth),          TEST(test_size),
        TEST(test_weight),         TEST(test_written_texts),
        TEST(test_written_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
