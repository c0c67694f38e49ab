#include "docs/docs.h"
#include "docs/layout.h"

#include "sample_outline.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static Arena *arena;
static Diags diags;
static Str page, diagram, picture, html;

static void render(const Outline *outline)
{
    Templates templates = {.arena = arena, .diags = &diags};
    page = docs_schema_md(arena, outline, &templates, &diags);
    diagram = docs_er_mmd(arena, outline, &templates, &diags);
    picture = docs_er_svg(arena, outline, &templates, &diags);
    html = docs_index_html(arena, outline, picture, &templates, &diags);
    if (!page.ptr || !diagram.ptr || !picture.ptr || !html.ptr)
        fail_msg("%s", diags_text(&diags, 0).ptr);
}

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    diags = (Diags){.arena = arena};
    render(sample_outline(arena));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void assert_has(Str text, const char *what)
{
    if (str_find(text, str_of(what)) < 0)
        fail_msg("not there: %s", what);
}

static void assert_lacks(Str text, const char *what)
{
    if (str_find(text, str_of(what)) >= 0)
        fail_msg("there: %s", what);
}

static bool overlap(const Box *a, const Box *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

/* A chain, a star, a circle, a link to itself, and boxes alone. */
static void test_layout(void **state)
{
    (void)state;
    enum { BOXES = 40 };
    static const Link links[] = {{1, 0},   {2, 1},   {3, 2},   {3, 0},   {10, 4},  {11, 4},
                                 {12, 4},  {13, 4},  {14, 4},  {20, 21}, {21, 22}, {22, 20},
                                 {30, 30}, {31, 30}, {15, 14}, {15, 10}};
    Box boxes[BOXES] = {{0}};
    int64_t width, height;
    for (int i = 0; i < BOXES; i++) {
        boxes[i].width = 100 + 17 * (i % 5);
        boxes[i].height = 60 + 31 * (i % 11);
    }
    layout_place(arena, boxes, BOXES, links, COUNT_OF(links), &width, &height);
    for (int i = 0; i < BOXES; i++) {
        assert_true(boxes[i].x >= 0 && boxes[i].x + boxes[i].width <= width);
        assert_true(boxes[i].y >= 0 && boxes[i].y + boxes[i].height <= height);
        for (int k = 0; k < i; k++)
            assert_false(overlap(&boxes[i], &boxes[k]));
    }
    for (size_t i = 0; i < 9; i++) /* those without a circle */
        assert_true(boxes[links[i].to].x + boxes[links[i].to].width < boxes[links[i].from].x);
}

static void test_picture(void **state)
{
    (void)state;
    assert_has(picture, "<a href=\"index.html#table-users\">");
    assert_has(picture, "class=\"name\"");
    assert_has(html, "<h3 id=\"table-users\">users</h3>");
    assert_has(html, picture.ptr);
    assert_lacks(html, "`users`");
}

static void test_contents(void **state)
{
    (void)state;
    assert_true(str_starts(page, S("<!-- Made by pgwright from the model. Do not edit. -->\n"
                                   "# sample\n\nA sample: database\n\n## Contents\n\n"
                                   "- [Tables](#tables)\n  - [`users`](#table-users)\n")));
    assert_has(page, "\n- [Views](#views)\n  - [`open_jobs`](#view-open_jobs)\n");
    assert_has(page, "\n- [Enums](#enums)\n  - [`user_role`](#enum-user_role)\n");
    assert_has(page, "\n<a id=\"table-users\"></a>\n### `users`\n\nPeople who log in\n\n"
                     "| Column | Type |");
}

static void test_columns(void **state)
{
    (void)state;
    assert_has(page, "\n| `id` | `uuid` | no | `gen_random_uuid()` | primary |  |\n");
    assert_has(page, "\n| `email` | `character varying(255)` | no |  | unique | "
                     "Where mail goes: \"one\" address \\| unique |\n");
    assert_has(page, "\n| `role` | [`user_role`](#enum-user_role) | yes | "
                     "`'viewer'::user_role` |  |  |\n");
    assert_has(page, "\n| `id` | `bigint` | no | identity | primary |  |\n");
    assert_has(page, "| generated `to_tsvector(title)` |");
}

static void test_keys_and_references(void **state)
{
    (void)state;
    assert_has(page, "\n- `job_tags_pkey`: primary key (`job_id`, `tag`)\n");
    assert_has(page, "\n- `users_email_key`: unique (`email`)\n");
    assert_has(page, "\n- `user`: `user_id` → [`users`](#table-users) (`id`), on delete cascade\n");
    assert_has(page, "\n- `owner`: `owner_id` → [`users`](#table-users) (`id`), one to one\n");
    assert_has(page, "\nReferenced by:\n\n- [`user_sessions`](#table-user_sessions) (`user_id`) "
                     "as `sessions`, on delete cascade\n");
}

static void test_details(void **state)
{
    (void)state;
    assert_has(page, "\n- `idx_users_created_at`: `btree (created_at desc)`\n");
    assert_has(page, "\n- `progress_range`: `progress >= 0 AND (progress | 0) <= 100`\n");
    assert_has(page, "\n- `jobs_touch`: `before update, each row: touch()`\n");
    assert_has(page, "\n```sql\nSELECT id\n   FROM jobs\n  WHERE progress < 100;\n```\n");
    assert_has(page, "\n- `admin`\n- `viewer`\n- `no`\n");
    assert_has(page, "\n- `public.touch()` returns trigger, in plpgsql: Sets updated\\_at\n");
    assert_lacks(page, "\n\n\n");
}

static void test_sensitive(void **state)
{
    (void)state;
    assert_lacks(page, "password_hash");
    assert_lacks(page, "idx_users_hash");
    assert_lacks(diagram, "password_hash");
    assert_lacks(picture, "password_hash");
    assert_lacks(html, "password_hash");
    assert_has(page, "\n1 sensitive column is not shown.\n");
}

static void test_secret_view(void **state)
{
    (void)state;
    Outline *outline = sample_outline(arena);
    Relation *view = outline->relations.at[outline->relations.len - 1];
    view->query = S("SELECT password_hash FROM users");
    render(outline);
    assert_lacks(page, "password_hash");
    assert_lacks(html, "password_hash");
    assert_has(page, "\nIts query uses sensitive columns and is not shown.\n");
    view->query = S("SELECT my_password_hash FROM other");
    render(outline);
    assert_has(page, "SELECT my_password_hash FROM other");
}

static void test_back_quotes(void **state)
{
    (void)state;
    Outline *outline = sample_outline(arena);
    Relation *view = outline->relations.at[outline->relations.len - 1];
    view->query = S("SELECT '```'");
    outline->relations.at[0]->columns.at[0].default_expression = S("'`|`'");
    render(outline);
    assert_has(page, "\n````sql\nSELECT '```'\n````\n");
    assert_has(page, "| ``'`\\|`'`` |");
}

static void test_entities(void **state)
{
    (void)state;
    assert_true(str_starts(diagram, S("%% Made by pgwright from the model. Do not edit.\n"
                                      "erDiagram\n"
                                      "    users {\n"
                                      "        uuid id PK\n"
                                      "        varchar(255) email UK\n"
                                      "        user_role role\n"
                                      "        timestamp created_at\n"
                                      "    }\n"
                                      "    user_sessions {\n"
                                      "        bigint id PK\n"
                                      "        uuid user_id FK\n")));
    assert_has(diagram, "\n        text[] keywords\n");
    assert_has(diagram, "\n        numeric(10_2) price\n");
    assert_has(diagram, "\n    \"Order -22Items-22\" {\n        integer the_id PK\n"
                        "        time to\n        double_precision pk_\n    }\n");
    assert_lacks(diagram, "open_jobs");
}

static void test_relations(void **state)
{
    (void)state;
    assert_has(diagram, "\n    users |o--o{ user_sessions : \"sessions\"\n");
    assert_has(diagram, "\n    users ||--o| jobs : \"job\"\n");
}

static void test_empty(void **state)
{
    (void)state;
    Outline outline = {.database = S("none")};
    render(&outline);
    assert_true(str_ends(diagram, S("\nerDiagram\n")));
    assert_true(str_ends(page, S("# none\n\n## Contents\n\n")));
}

/* A partition is not drawn beside the whole, nor what it refers to with it. */
static void test_partitions(void **state)
{
    (void)state;
    Outline *outline = sample_outline(arena);
    assert_has(diagram, "{");
    assert_has(picture, "class=\"box\"");
    assert_has(picture, "class=\"link\"");
    for (size_t i = 0; i < outline->relations.len; i++)
        outline->relations.at[i]->is_partition = true;
    render(outline);
    assert_lacks(diagram, "{");
    assert_lacks(picture, "class=\"box\"");
    assert_lacks(picture, "class=\"link\"");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_contents),    TEST(test_columns),     TEST(test_keys_and_references),
        TEST(test_layout),      TEST(test_picture),     TEST(test_details),
        TEST(test_sensitive),   TEST(test_secret_view), TEST(test_entities),
        TEST(test_back_quotes), TEST(test_relations),   TEST(test_empty),
        TEST(test_partitions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
