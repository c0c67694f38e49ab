#include "unit.h"

#include "text/escape.h"
#include "text/keywords.h"
#include "text/name.h"
#include "text/quote.h"
#include "text/tokens.h"
#include "text/writer.h"
#include "yaml/yaml.h"

/* select string_agg(word, ' ' order by word) from pg_get_keywords()
 *  where quote_ident(word) <> word;  (PostgreSQL 15) */
static const char quoted_words[] =
    "all analyse analyze and any array as asc asymmetric authorization between bigint "
    "binary bit boolean both case cast char character check coalesce collate collation "
    "column concurrently constraint create cross current_catalog current_date current_role "
    "current_schema current_time current_timestamp current_user dec decimal default "
    "deferrable desc distinct do else end except exists extract false fetch float for "
    "foreign freeze from full grant greatest group grouping having ilike in initially inner "
    "inout int integer intersect interval into is isnull join lateral leading least left "
    "like limit localtime localtimestamp national natural nchar none normalize not notnull "
    "null nullif numeric offset on only or order out outer overlaps overlay placing "
    "position precision primary real references returning right row select session_user "
    "setof similar smallint some substring symmetric table tablesample then time timestamp "
    "to trailing treat trim true union unique user using values varchar variadic verbose "
    "when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest "
    "xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable";

/* … where quote_ident(word) = word */
static const char plain_words[] =
    "abort absolute access action add admin after aggregate also alter always asensitive "
    "assertion assignment at atomic attach attribute backward before begin breadth by cache "
    "call called cascade cascaded catalog chain characteristics checkpoint class close "
    "cluster columns comment comments commit committed compression configuration conflict "
    "connection constraints content continue conversion copy cost csv cube current cursor "
    "cycle data database day deallocate declare defaults deferred definer delete delimiter "
    "delimiters depends depth detach dictionary disable discard document domain double drop "
    "each enable encoding encrypted enum escape event exclude excluding exclusive execute "
    "explain expression extension external family filter finalize first following force "
    "forward function functions generated global granted groups handler header hold hour "
    "identity if immediate immutable implicit import include including increment index "
    "indexes inherit inherits inline input insensitive insert instead invoker isolation key "
    "label language large last leakproof level listen load local location lock locked "
    "logged mapping match matched materialized maxvalue merge method minute minvalue mode "
    "month move name names new next nfc nfd nfkc nfkd no normalized nothing notify nowait "
    "nulls object of off oids old operator option options ordinality others over overriding "
    "owned owner parallel parameter parser partial partition passing password plans policy "
    "preceding prepare prepared preserve prior privileges procedural procedure procedures "
    "program publication quote range read reassign recheck recursive ref referencing "
    "refresh reindex relative release rename repeatable replace replica reset restart "
    "restrict return returns revoke role rollback rollup routine routines rows rule "
    "savepoint schema schemas scroll search second security sequence sequences serializable "
    "server session set sets share show simple skip snapshot sql stable standalone start "
    "statement statistics stdin stdout storage stored strict strip subscription support "
    "sysid system tables tablespace temp template temporary text ties transaction transform "
    "trigger truncate trusted type types uescape unbounded uncommitted unencrypted unknown "
    "unlisten unlogged until update vacuum valid validate validator value varying version "
    "view views volatile whitespace within without work wrapper write xml year yes zone";

static void test_key_words(void **state)
{
    (void)state;
    Str rest = str_of(quoted_words), word;
    size_t count = 0;
    for (; str_split(&rest, ' ', &word); count++) {
        if (!sql_is_reserved(word))
            fail_msg("\"%.*s\" is not reserved", STR_ARG(word));
        same_text(L, sql_ident(arena, word), str_format(arena, "\"%.*s\"", STR_ARG(word)).ptr);
    }
    assert_int_equal(count, 151);
    for (rest = str_of(plain_words), count = 0; str_split(&rest, ' ', &word); count++)
        same_text(L, sql_ident(arena, word), str_copy(arena, word).ptr);
    assert_int_equal(count, 309);
    assert_false(sql_is_reserved(S("")));
}

static void test_sql_ident(void **state)
{
    (void)state;
    /* right: what quote_ident() of the server says */
    static const struct {
        int line;
        const char *name, *want;
    } cases[] = {
        {L, "a", "a"},
        {L, "_", "_"},
        {L, "_a1", "_a1"},
        {L, "a1_2", "a1_2"},
        {L, "A", "\"A\""},
        {L, "aB", "\"aB\""},
        {L, "1a", "\"1a\""},
        {L, "a b", "\"a b\""},
        {L, "a\"b", "\"a\"\"b\""},
        {L, "\"", "\"\"\"\""},
        {L, "", "\"\""},
        {L, "a$b", "\"a$b\""},
        {L, "a-b", "\"a-b\""},
        {L, "a.b", "\"a.b\""},
        {L, "a\nb", "\"a\nb\""},
        {L, "\xC3\xA9", "\"\xC3\xA9\""},
        {L, "\\", "\"\\\""},
        {L, "'", "\"'\""},
        {L, "user", "\"user\""},
        {L, "SELECT", "\"SELECT\""},
        {L, "name", "name"},
        {L, "selects", "selects"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_text(cases[i].line, sql_ident(arena, str_of(cases[i].name)), cases[i].want);
    same_text(L, sql_qualified(arena, S("a"), S("B c")), "a.\"B c\"");
    same_text(L, sql_qualified(arena, S("user"), S("x")), "\"user\".x");
    same_text(L, sql_qualified(arena, (Str){0}, S("x")), "x");
    same_text(L, sql_qualified(arena, S(""), S("x")), "x");
}

static void test_sql_literal(void **state)
{
    (void)state;
    /* right: what quote_literal() of the server says */
    static const struct {
        int line;
        const char *text, *want;
    } cases[] = {
        {L, "", "''"},
        {L, "a", "'a'"},
        {L, "it's", "'it''s'"},
        {L, "'", "''''"},
        {L, "a\\b", "E'a\\\\b'"},
        {L, "\\'", "E'\\\\'''"},
        {L, "\n", "'\n'"},
        {L, "\"", "'\"'"},
        {L, "$$", "'$$'"},
        {L, "\xE2\x82\xAC", "'\xE2\x82\xAC'"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_text(cases[i].line, sql_literal(arena, str_of(cases[i].text)), cases[i].want);
}

static void test_sql_dollar(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *text, *tag, *want;
    } cases[] = {
        {L, "", "", "$$$$"},
        {L, "a", "", "$$a$$"},
        {L, "a $1 b", "", "$$a $1 b$$"},
        {L, "a $$ b", "", "$_1$a $$ b$_1$"},
        {L, "$$ $_1$ $_2$ x", "", "$_3$$$ $_1$ $_2$ x$_3$"},
        {L, "a $do$ b", "do", "$do_1$a $do$ b$do_1$"},
        /* the end of the text and the first bytes of the quote must not make one */
        {L, "a$", "", "$_1$a$$_1$"},
        {L, "a $do", "do", "$do_1$a $do$do_1$"},
        {L, "a $do$do_1", "do", "$do_2$a $do$do_1$do_2$"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_text(cases[i].line, sql_dollar(arena, str_of(cases[i].text), str_of(cases[i].tag)),
                  cases[i].want);
}

static Str names_of(const char *list)
{
    StrVec names = {0};
    sql_split_names(arena, str_of(list), &names);
    for (size_t i = 0; i < names.len; i++)
        names.at[i] = str_format(arena, "[%.*s]", STR_ARG(names.at[i]));
    return str_join(arena, &names, (Str){0});
}

static void test_name_lists(void **state)
{
    (void)state;
    same_text(L, names_of(""), "");
    same_text(L, names_of("a"), "[a]");
    same_text(L, names_of("a,b , c"), "[a][b][c]");
    same_text(L, names_of("a, \"b, \"\"C\"\"\", d"), "[a][b, \"C\"][d]");
    same_text(L, names_of("\"\""), "[]");
    same_text(L, names_of("\"$user\", public"), "[$user][public]");
    assert_true(sql_setting_is_list(S("Search_Path")));
    assert_false(sql_setting_is_list(S("work_mem")));
}

/* --- C --- */

static const Str c_texts[] = {
    {"", 0},
    {"plain", 5},
    {"quote \" and ' and \\", 19},
    {"\n\r\t\a\b\f\v", 7},
    {"?\?=?\?/?\?'", 9},
    {"????", 4},
    {"\0001", 2}, /* an octal escape with a digit behind it */
    {"\1777", 2},
    {"a\0b", 3},
    {"\xC3\xA4\xE2\x82\xAC"
     "9",
     6},
    {"\xFF\x80", 2},
    {"%d %s", 5},
    {"*/ /* //", 8},
    {"\\n", 2},
    {"\x7F", 1},
};

/* What a compiler makes of our literals: their bytes in hexadecimal, a line each. */
static void test_c_string_compiled(void **state)
{
    (void)state;
    const char *compiler = getenv("CC");
    Writer w = {.arena = arena}, want = {.arena = arena};
    w_text(&w, "#include <stdio.h>\n");
    w_text(&w, "static void put(const char *s, unsigned long n)\n{\n");
    w_text(&w, "for (; n; n--) printf(\"%02x\", (unsigned char)*s++);\nputchar('\\n');\n}\n");
    w_text(&w, "int main(void)\n{\n");
    for (size_t i = 0; i < COUNT_OF(c_texts); i++) {
        Str literal = c_string(arena, c_texts[i]);
        w_line(&w, "put(%.*s, sizeof %.*s - 1);", STR_ARG(literal), STR_ARG(literal));
        for (size_t k = 0; k < c_texts[i].len; k++)
            w_printf(&want, "%02x", (unsigned char)c_texts[i].ptr[k]);
        w_newline(&want);
    }
    w_text(&w, "return 0;\n}\n");
    Str source = temporary_file("literals.c", w_result(&w));
    Str program = path_join(arena, folder, S("literals")),
        output = path_join(arena, folder, S("o"));
    /* C11 without GNU's extensions has trigraphs */
    Str command =
        str_format(arena, "%s -std=c11 -trigraphs -Wall -Werror -o %s %s && %s >%s",
                   compiler ? compiler : "cc", program.ptr, source.ptr, program.ptr, output.ptr);
    assert_int_equal(system(command.ptr), 0);
    Str got, why;
    assert_true(file_read(arena, output.ptr, 1 << 16, &got, &why));
    same_text(L, got, w_result(&want).ptr);
}

static void test_c_comment(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *text, *want;
    } cases[] = {
        {L, "a */ b", "a * / b"},
        {L, "/* a", "/ * a"},
        {L, "**//", "** //"},
        {L, "?\?/", "? ?/"},
        {L, "plain; a/b*c", "plain; a/b*c"},
        {L, "*/*/", "* / * /"},
        {L, "/*/", "/ * /"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str got = c_comment(arena, str_of(cases[i].text));
        same_text(cases[i].line, got, cases[i].want);
        lacks_text(cases[i].line, got, "*/");
        lacks_text(cases[i].line, got, "/*");
    }
}

static void test_sql_comment(void **state)
{
    (void)state;
    same_text(L, sql_comment(arena, S("table \"a\nDROP TABLE b;\r--\"")),
              "table \"a DROP TABLE b; --\"");
}

/* --- JSON, YAML, Markdown, HTML --- */

static void test_json(void **state)
{
    (void)state;
    static const struct {
        int line;
        Str text;
        const char *want;
    } cases[] = {
        {L, {"", 0}, "\"\""},
        {L, {"a\"b\\c/", 6}, "\"a\\\"b\\\\c/\""},
        {L, {"\b\f\n\r\t", 5}, "\"\\b\\f\\n\\r\\t\""},
        {L, {"\0\1\x1F\x7F", 4}, "\"\\u0000\\u0001\\u001f\\u007f\""},
        {L, {"\xE2\x82\xAC", 3}, "\"\xE2\x82\xAC\""},
        {L, {NULL, 0}, "\"\""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_text(cases[i].line, json_literal(arena, cases[i].text), cases[i].want);
}

/* The first node that our own reader finds where the scalar was put. */
static const Node *read_yaml(int line, const char *before, Str scalar, const char *after)
{
    Str text = str_format(arena, "%s%.*s%s\n", before, STR_ARG(scalar), after);
    NodeVec documents = {0};
    bool good = yaml_parse(arena, source_of(text), &diags, &documents);
    no_diags(line);
    if (!good || documents.len != 1)
        fail_msg("line %d: unreadable: %s", line, text.ptr);
    const Node *root = documents.at[0];
    return root->type == NODE_MAPPING ? root->pairs.at[0].value : root->items.at[0];
}

/* Texts that are no strings to some YAML reader unless they stand in quotes. */
static const char typed_words[] =
    "y Y n N yes Yes NO no true True TRUE false on Off null Null NULL ~ = << .inf -.INF +.inf .nan "
    ".NaN 1 -1 +1 0 007 0o17 0x1F 1.5 .5 -.5 1e3 1_000 12:30:45 2020-01-02 ? - ! & * | > % @ ` --- "
    "... # , : [ ] { } [] {} 0b1 +.5";

static void test_yaml_typed_words(void **state)
{
    (void)state;
    Str rest = str_of(typed_words), word;
    while (str_split(&rest, ' ', &word)) {
        const Node *node = read_yaml(L, "k: ", yaml_scalar(arena, word), "");
        same_text(L, node->text, str_copy(arena, word).ptr);
        if (node->style != STYLE_QUOTED)
            fail_msg("%.*s stands without quotes", STR_ARG(word));
    }
    same_text(L, yaml_scalar(arena, S("")), "\"\"");
}

static void test_yaml_round_trip(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "a",
        "plain words with blanks",
        "path/to.x",
        "/scraping-jobs",
        "(a + b) * c",
        "a: b",
        "a:b",
        "ends with:",
        "a #b",
        "a#b",
        "# comment",
        " leading",
        "trailing ",
        "two\nlines",
        "ends\n",
        "\n",
        "tab\there",
        "it's",
        "\"quoted\"",
        "back\\slash",
        "a, b",
        "[a, b]",
        "{a: b}",
        "a]",
        "a}",
        "&anchor",
        "*alias",
        "!tag",
        "a ! b",
        "%percent",
        "@at",
        "`tick",
        "- item",
        "? key",
        "--- a",
        "\x01\x1F\x7F",
        "\xC3\xA4 \xE2\x82\xAC \xF0\x9F\x98\x80",
        "\xC2\x80 \xC2\x85 \xC2\x9F \xC2\xA0",
        "a\xE2\x80\xA8-\xE2\x80\xA9.",
        "\xEF\xBB\xBF bom",
        "\xEF\xBF\xBE \xEF\xBF\xBF \xEF\xBF\xBD",
        "\r\n",
        "x'y\"z\\",
        "a\\u0041",
        "very long very long very long very long very long very long very long very long very long",
    };
    static const struct {
        const char *before, *after;
    } places[] = {{"k: ", ""}, {"- ", ""}, {"[", ", x]"}, {"{k: ", ", x: y}"}, {"k:\n  ", ""}};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        for (size_t k = 0; k < COUNT_OF(places); k++)
            same_text(L,
                      read_yaml(L, places[k].before, yaml_scalar(arena, str_of(texts[i])),
                                places[k].after)
                          ->text,
                      texts[i]);
    same_text(L, yaml_scalar(arena, S("plain words")), "plain words");
    same_text(L, yaml_scalar(arena, S("a: b")), "\"a: b\"");
}

static void test_markdown(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *text, *want;
    } cases[] = {
        {L, "plain text.", "plain text."},
        {L, "a|b", "a\\|b"},
        {L, "two\nlines\r\n", "two lines  "},
        {L, "*b* _i_ `c` ~s~ #h", "\\*b\\* \\_i\\_ \\`c\\` \\~s\\~ \\#h"},
        {L, "[a](b) \\", "\\[a\\](b) \\\\"},
        {L, "<b> & x", "&lt;b> &amp; x"},
        {L, "\xE2\x82\xAC", "\xE2\x82\xAC"},
        {L, "\x1b[31m\x7f", "\xE2\x90\x9B\\[31m\xE2\x90\xA1"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_text(cases[i].line, md_text(arena, str_of(cases[i].text)), cases[i].want);
}

/* What a terminal, a log and XML do not bear. */
static void test_controls(void **state)
{
    (void)state;
    same_text(L, plain_text(arena, S("a\x1b[0m\r\n\tb\x7f")),
              "a\xE2\x90\x9B[0m\xE2\x90\x8D\n\tb\xE2\x90\xA1");
    same_text(L, github_text(arena, S("100%\n\x01")), "100%25%0A\xE2\x90\x81");
    same_text(L, xml_text(arena, S("<\x01\n\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBE\xBE")),
              "&lt;\xEF\xBF\xBD&#10;\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBE\xBE");
}

static void test_html(void **state)
{
    (void)state;
    same_text(L, html_text(arena, S("<a href='x' title=\"y\">&</a>")),
              "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;&lt;/a&gt;");
    same_text(L, html_text(arena, S("a\xE2\x82\xAC|*")), "a\xE2\x82\xAC|*");
}

/* --- names --- */

static void test_names(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *name, *snake, *pascal, *upper, *kebab;
    } cases[] = {
        {L, "scraping_jobs", "scraping_jobs", "ScrapingJobs", "SCRAPING_JOBS", "scraping-jobs"},
        {L, "a", "a", "A", "A", "a"},
        {L, "userId", "userId", "UserId", "USERID", "userid"},
        {L, "class", "class_", "Class", "CLASS", "class"},
        {L, "Order Items", "Order_Items", "OrderItems", "ORDER_ITEMS", "order-items"},
        {L, "1st", "_1st", "_1st", "_1ST", "-1st"},
        {L, "\xC3\xA4\xE2\x82\xAC", "__", "_", "__", "--"},
        {L, "a\xC3\xA4z", "a_z", "AZ", "A_Z", "a-z"},
        {L, "", "_", "_", "_", "-"},
        {L, "a__b", "a__b", "AB", "A__B", "a--b"},
        {L, "x$1", "x_1", "X1", "X_1", "x-1"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str name = str_of(cases[i].name);
        same_text(cases[i].line, name_snake(arena, name), cases[i].snake);
        same_text(cases[i].line, name_pascal(arena, name), cases[i].pascal);
        same_text(cases[i].line, name_upper(arena, name), cases[i].upper);
        same_text(cases[i].line, name_kebab(arena, name), cases[i].kebab);
    }
}

static void test_c_words(void **state)
{
    (void)state;
    static const char words[] =
        "auto break case char const continue default do double else enum extern float for goto if "
        "inline int long register restrict return short signed sizeof static struct switch typedef "
        "union unsigned void volatile while _Bool _Complex _Alignas _Generic _Static_assert class "
        "new delete this template typename namespace operator private public protected virtual try "
        "catch throw using friend bool true false nullptr concept requires co_await constexpr "
        "decltype and or not xor bitand compl and_eq NULL errno stdin assert";
    Str rest = str_of(words), word;
    while (str_split(&rest, ' ', &word))
        if (!c_is_reserved(word))
            fail_msg("\"%.*s\" is free", STR_ARG(word));
    rest = S("name status id users Class INT Auto types value data");
    while (str_split(&rest, ' ', &word))
        if (c_is_reserved(word))
            fail_msg("\"%.*s\" is reserved", STR_ARG(word));
}

/* --- writer --- */

static void test_writer(void **state)
{
    (void)state;
    Writer w = {.arena = arena};
    same_text(L, w_result(&w), "");
    w_line(&w, "a %d", 1);
    w_open(&w);
    w_line(&w, "b");
    w_line(&w, "%s", "");
    w_open(&w);
    w_text(&w, "c\n\nd");
    w_text(&w, " e");
    w_newline(&w);
    w_raw(&w, S("raw\n"));
    w_close(&w);
    w_close(&w);
    w_printf(&w, "%s|%s", "x", "y");
    same_text(L, w_result(&w), "a 1\n    b\n\n        c\n\n        d e\nraw\nx|y");
}

static void test_writer_width(void **state)
{
    (void)state;
    Writer w = {.arena = arena, .width = 2};
    w_line(&w, "a");
    w_open(&w);
    w_line(&w, "b");
    same_text(L, w_result(&w), "a\n  b\n");
    assert_int_equal(w_result(&w).ptr[w_result(&w).len], 0);
}

static void test_writer_long(void **state)
{
    (void)state;
    Writer w = {.arena = arena};
    for (int i = 0; i < 10000; i++)
        w_printf(&w, "%d,", i % 10);
    assert_int_equal(w_result(&w).len, 20000);
    assert_true(str_starts(w_result(&w), S("0,1,2,")) && str_ends(w_result(&w), S("8,9,")));
    w_printf(&w, "%5000d|", 1);
    assert_int_equal(w_result(&w).len, 25001);
    assert_true(str_ends(w_result(&w), S("  1|")));
}

static void test_tokens(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *sql, *want;
    } cases[] = {
        {L, "", ""},
        {L, "a.b(\"C\"\"d\")", "a|.|b|(|\"C\"\"d\"|)"},
        {L, "'it''s'||E'\\''", "'it''s'|||||E'\\''"},
        {L, "$$a;b$$;$x$ $$ $x$ $1", "$$a;b$$|;|$x$ $$ $x$|$|1"},
        {L, "a--b\nc/* /* d */ */e", "a|c|e"},
        {L, "1.5e3, x1", "1.5e3|,|x1"},
        {L, "'open", "'open"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Tokens tokens = sql_tokens(arena, str_of(cases[i].sql));
        StrVec texts = {0};
        for (size_t k = 0; k < tokens.len; k++)
            vec_push(arena, &texts, tokens.at[k].text);
        same_text(cases[i].line, str_join(arena, &texts, S("|")), cases[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_key_words),
        TEST(test_sql_ident),
        TEST(test_sql_literal),
        TEST(test_sql_dollar),
        TEST(test_name_lists),
        TEST(test_c_string_compiled),
        TEST(test_sql_comment),
        TEST(test_c_comment),
        TEST(test_json),
        TEST(test_yaml_typed_words),
        TEST(test_yaml_round_trip),
        TEST(test_markdown),
        TEST(test_html),
        TEST(test_controls),
        TEST(test_names),
        TEST(test_c_words),
        TEST(test_writer),
        TEST(test_writer_width),
        TEST(test_writer_long),
        TEST(test_tokens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
