#include "tmpl/tmpl.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static Arena *arena;
static Diags diags;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    diags = (Diags){.arena = arena};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static Template *parse(const char *text)
{
    Source *source = NEW(arena, Source);
    *source = (Source){.name = S("test.tmpl"), .text = str_of(text)};
    return template_parse(arena, source, &diags);
}

static void assert_renders(const char *text, const Data *data, const char *expected)
{
    Template *template = parse(text);
    Writer w = {.arena = arena};
    bool done = template && template_render(&w, template, data, &diags);
    if (!done)
        fail_msg("%s", diags_text(&diags, 0).ptr);
    assert_string_equal(w_result(&w).ptr, expected);
}

/* Parsing or rendering fails at that place, with that message. */
static void assert_fails(const char *text, const Data *data, unsigned line, unsigned column,
                         const char *message)
{
    size_t before = diags.list.len;
    Template *template = parse(text);
    Writer w = {.arena = arena};
    assert_false(template && template_render(&w, template, data, &diags));
    assert_int_equal(diags.list.len, before + 1);
    const Diag *diag = diags.list.at[before];
    assert_string_equal(diag->code, "E0604");
    assert_string_equal(diag->message.ptr, message);
    assert_int_equal(diag->pos.line, line);
    assert_int_equal(diag->pos.column, column);
    assert_string_equal(diag->pos.source->name.ptr, "test.tmpl");
}

/* {name: "a b", none: absent, no: false, yes: true, table: {name: "t"}, empty: [],
 *  rows: [{x: "1"}, {x: "2"}, {x: "3"}], texts: ["p", "q"]} */
static Data *sample(void)
{
    Data *root = data_map(arena), *table = data_map(arena), *rows = data_list(arena);
    Data *texts = data_list(arena);
    data_set_text(arena, root, "name", S("a b"));
    data_set_text(arena, root, "none", (Str){0});
    data_set_bool(arena, root, "no", false);
    data_set_bool(arena, root, "yes", true);
    data_set_text(arena, table, "name", S("t"));
    data_set(arena, root, "table", table);
    data_set(arena, root, "empty", data_list(arena));
    for (int i = 1; i <= 3; i++) {
        Data *row = data_map(arena);
        data_set_text(arena, row, "x", str_format(arena, "%d", i));
        data_add(arena, rows, row);
    }
    data_set(arena, root, "rows", rows);
    data_add(arena, texts, data_text(arena, S("p")));
    data_add(arena, texts, data_text(arena, S("q")));
    data_set(arena, root, "texts", texts);
    return root;
}

static void test_holes(void **state)
{
    (void)state;
    assert_renders("", sample(), "");
    assert_renders("plain } text {\n", sample(), "plain } text {\n");
    assert_renders("<{{name|text}}>{{ table.name | text }}", sample(), "<a b>t");
    assert_renders("[{{none|text}}]", sample(), "[]");
    assert_renders("{{name|text}}\n{{name|text}}\n", sample(), "a b\na b\n");
}

static void test_filters(void **state)
{
    (void)state;
    assert_renders("{{name|ident}} {{name|literal}} {{name|c_string}} {{name|json}}", sample(),
                   "\"a b\" 'a b' \"a b\" \"a b\"");
    assert_renders("{{name|snake}} {{name|pascal}} {{name|upper}} {{name|kebab}}", sample(),
                   "a_b AB A_B a-b");
    Data *data = data_map(arena);
    data_set_text(arena, data, "v", S("*/ <|"));
    assert_renders("{{v|c_comment}} {{v|md}} {{v|html}} {{v|yaml}}", data,
                   "* / <| \\*/ &lt;\\| */ &lt;| \"*/ <|\"");
}

static void test_each(void **state)
{
    (void)state;
    assert_renders("{{#each rows}}{{x|text}}{{#between}}, {{/each}}.", sample(), "1, 2, 3.");
    assert_renders("{{#each rows}}{{x|text}}{{/each}}", sample(), "123");
    assert_renders("{{#each empty}}x{{#between}},{{/each}}", sample(), "");
    assert_renders("{{#each texts}}{{.|json}}{{#between}}, {{/each}}", sample(), "\"p\", \"q\"");
}

static void test_outer_names(void **state)
{
    (void)state;
    assert_renders("{{#each rows}}{{table.name|text}}{{x|text}} {{/each}}", sample(), "t1 t2 t3 ");
    assert_renders("{{#each rows}}{{#each texts}}{{x|text}}{{.|text}}{{/each}};{{/each}}", sample(),
                   "1p1q;2p2q;3p3q;");
    /* the tail between items belongs to the outside */
    assert_fails("{{#each rows}}{{#between}}{{x|text}}{{/each}}", sample(), 1, 27,
                 "unknown name \"x\"");
}

static void test_if(void **state)
{
    (void)state;
    assert_renders("{{#if name}}y{{else}}n{{/if}}", sample(), "y");
    assert_renders("{{#if none}}y{{else}}n{{/if}}", sample(), "n");
    assert_renders("{{#if no}}y{{/if}}", sample(), "");
    assert_renders("{{#if yes}}y{{/if}}", sample(), "y");
    assert_renders("{{#if rows}}y{{else}}n{{/if}}", sample(), "y");
    assert_renders("{{#if empty}}y{{else}}n{{/if}}", sample(), "n");
    assert_renders("{{#if table}}y{{else}}n{{/if}}", sample(), "y");
    assert_renders("{{#if yes}}{{#if no}}a{{else}}b{{/if}}{{else}}c{{/if}}", sample(), "b");
}

static void test_standalone_lines(void **state)
{
    (void)state;
    assert_renders("a\n{{#if yes}}\n  b\n{{else}}\n  c\n{{/if}}\nd\n", sample(), "a\n  b\nd\n");
    assert_renders("a\n  {{#each rows}}  \n- {{x|text}}\n\t{{/each}}\nz", sample(),
                   "a\n- 1\n- 2\n- 3\nz");
    assert_renders("{{! a\n comment }}\r\nx\n{{! at the end }}", sample(), "x\n");
    assert_renders("{{#each rows}}\n{{x|text}}\n{{#between}}\n\n{{/each}}\n", sample(),
                   "1\n\n2\n\n3\n");
    /* not alone: everything else on the line stays */
    assert_renders("a {{! c }}\n {{#if yes}}b{{/if}}\n", sample(), "a \n b\n");
    assert_renders(" {{#if no}} {{/if}}\n", sample(), " \n");
    /* a hole is never a block */
    assert_renders("  {{none|text}}  \n", sample(), "    \n");
}

static void test_writer_indents(void **state)
{
    (void)state;
    Writer w = {.arena = arena, .indent = 1, .width = 2};
    assert_true(template_render(&w, parse("a\n\n{{name|text}}\n"), sample(), &diags));
    assert_string_equal(w_result(&w).ptr, "  a\n\n  a b\n");
}

static void test_unknown(void **state)
{
    (void)state;
    assert_fails("a\n é {{nam|text}}", sample(), 2, 4, "unknown name \"nam\"");
    assert_string_equal(diags.list.at[0]->help.ptr, "did you mean \"name\"?");
    assert_fails("{{table.nope|text}}", sample(), 1, 1, "unknown name \"nope\"");
    assert_fails("{{#if nope}}{{/if}}", sample(), 1, 1, "unknown name \"nope\"");
    assert_fails("\n{{#each nope}}{{/each}}", sample(), 2, 1, "unknown name \"nope\"");
    assert_fails("{{name|jsn}}", sample(), 1, 1, "unknown filter \"jsn\"");
    assert_string_equal(diags.list.at[4]->help.ptr, "did you mean \"json\"?");
    assert_fails("\n\n  {{#for x}}", sample(), 3, 3, "unknown block {{#for x}}");
    assert_fails("{{/with}}", sample(), 1, 1, "unknown block {{/with}}");
}

static void test_malformed(void **state)
{
    (void)state;
    assert_fails("x {{name|text", sample(), 1, 3, "\"{{\" without \"}}\"");
    assert_fails("{{name}}", sample(), 1, 1, "a hole without a filter");
    assert_fails("{{|text}}", sample(), 1, 1, "a hole without a name");
    assert_fails("{{}}", sample(), 1, 1, "a hole without a name");
    assert_fails("{{#if}}{{/if}}", sample(), 1, 1, "{{#if}} needs a name");
    assert_fails("{{#each rows}}{{/each rows}}", sample(), 1, 15, "{{/each}} takes no name");
    assert_fails("a\n{{#if yes}}\n", sample(), 2, 1, "{{#if}} without its {{/if}}");
    assert_fails("{{/if}}", sample(), 1, 1, "{{/if}} without its {{#if}}");
    assert_fails("{{#each rows}}{{/if}}", sample(), 1, 15, "{{/if}} without its {{#if}}");
    assert_fails("{{#if yes}}{{else}}{{else}}{{/if}}", sample(), 1, 20,
                 "{{else}} without its {{#if}}");
    assert_fails("{{#if yes}}{{#between}}{{/if}}", sample(), 1, 12,
                 "{{#between}} without its {{#each}}");
}

static void test_wrong_type(void **state)
{
    (void)state;
    assert_fails("{{rows|text}}", sample(), 1, 1, "\"rows\" is a list where a text is needed");
    assert_fails("{{table|text}}", sample(), 1, 1, "\"table\" is a map where a text is needed");
    assert_fails("{{#each name}}{{/each}}", sample(), 1, 1,
                 "\"name\" is a text where a list is needed");
}

static void test_depth(void **state)
{
    (void)state;
    Writer w = {.arena = arena};
    for (int i = 0; i < 33; i++)
        w_text(&w, "{{#if yes}}");
    assert_fails(w_result(&w).ptr, sample(), 1, 353, "blocks nested more than 32 deep");
}

static void test_folder(void **state)
{
    (void)state;
    char folder[] = "/tmp/tmpl_test.XXXXXX";
    bool changed;
    Str why;
    assert_non_null(mkdtemp(folder));
    Str path = path_join(arena, str_of(folder), S("x.md"));
    assert_true(file_write(arena, path.ptr, S("{{name|text}}"), &changed, &why));
    Templates templates = {.arena = arena, .diags = &diags, .folder = folder};
    const Template *template = templates_get(&templates, "x.md");
    assert_non_null(template);
    assert_ptr_equal(templates_get(&templates, "x.md"), template);
    assert_true(str_is(templates_text(&templates, "x.md"), "{{name|text}}"));
    assert_null(templates_get(&templates, "no/such.md"));
    assert_string_equal(diags.list.at[0]->message.ptr, "there is no template \"no/such.md\"");
    assert_null(templates_text(&templates, "no/such.md").ptr);
    file_remove_tree(arena, folder);
}

static void test_embedded(void **state)
{
    (void)state;
    Templates templates = {.arena = arena, .diags = &diags};
    for (size_t i = 0; i < embedded_template_count; i++) {
        const EmbeddedTemplate *row = &embedded_templates[i];
        if (i)
            assert_true(strcmp(embedded_templates[i - 1].name, row->name) < 0);
        Str text = templates_text(&templates, row->name);
        assert_int_equal(text.len, row->size);
        assert_int_equal(row->bytes[row->size], 0);
    }
    assert_int_equal(diags.errors, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_holes),     TEST(test_filters),
        TEST(test_each),      TEST(test_outer_names),
        TEST(test_if),        TEST(test_standalone_lines),
        TEST(test_unknown),   TEST(test_writer_indents),
        TEST(test_malformed), TEST(test_wrong_type),
        TEST(test_depth),     TEST(test_folder),
        TEST(test_embedded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
