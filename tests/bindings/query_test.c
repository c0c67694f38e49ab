/* Queries: conditions of every kind, orders with NULLs, pages in both directions, relations, views,
 * searches, versions; and reading without keeping. */
#include "bindings_test.h"

/* Ten things, some with NULLs where they are ordered by. */
static void add_things(void)
{
    sql("INSERT INTO things (id, name, kind, weight, made_at, tags, data, span, host)"
        " SELECT i, 'thing ' || i, CASE WHEN i % 2 = 0 THEN 'sad' ELSE 'ok' END::mood,"
        " CASE WHEN i % 3 <> 0 THEN i * 2.5 END, CASE WHEN i % 4 <> 0 THEN timestamptz '2020-01-01 "
        "UTC' +"
        " (i / 2) * interval '1 day' END, ARRAY['t' || i, 'all'], jsonb_build_object('i', i),"
        " int4range(i, i + 3), ('10.0.' || i || '.1')::inet FROM generate_series(1, 10) i");
}

/* The ids of a page: "1 2 3". */
static const char *ids_of(const samples_things_page *page)
{
    char *text = pgw_arena_alloc(&arena, page->count * 22 + 1, 1), *at = text;
    *at = 0;
    for (size_t i = 0; i < page->count; i++)
        at += sprintf(at, i ? " %lld" : "%lld", (long long)page->rows[i].id);
    return text;
}

static const char *list_ids(const samples_things_query *query)
{
    samples_things_page page;
    int64_t count;
    OK(samples_things_list(&session, &arena, query, &page));
    OK(samples_things_count(&session, query, &count));
    if (!query->limit && !query->after)
        assert_int_equal(count, page.count);
    return ids_of(&page);
}

#define QUERY(name)                                                                                \
    samples_things_query name;                                                                     \
    memset(&name, 0, sizeof name)

static void test_conditions(void **state)
{
    pgw_numeric ten;
    const int64_t some[] = {9, 2, 77};
    const pgw_opt_text all[] = {pgw_opt_text_of("all"), pgw_opt_text_of("t3")};
    const pgw_text_array tags = {all, 2, NULL};
    pgw_inet net;
    (void)state;
    add_things();
    QUERY(a);
    samples_things_where_id(&a, PGW_GT, 3);
    samples_things_where_id(&a, PGW_LE, 6);
    assert_string_equal(list_ids(&a), "4 5 6");
    samples_things_where_kind(&a, PGW_EQ, SAMPLES_MOOD_SAD);
    assert_string_equal(list_ids(&a), "4 6");
    QUERY(b);
    samples_things_where_id_in(&b, some, 3);
    assert_string_equal(list_ids(&b), "2 9");
    QUERY(c);
    samples_things_where_name(&c, PGW_LIKE, pgw_text_of("thing 1%"));
    assert_string_equal(list_ids(&c), "1 10");
    samples_things_where_name(&c, PGW_NE, pgw_text_of("thing 1"));
    assert_string_equal(list_ids(&c), "10");
    QUERY(d);
    OK(pgw_numeric_from_string(&arena, "10", &ten));
    samples_things_where_weight(&d, PGW_GE, ten);
    assert_string_equal(list_ids(&d), "4 5 7 8 10");
    QUERY(e);
    samples_things_where_weight_null(&e, true);
    assert_string_equal(list_ids(&e), "3 6 9");
    QUERY(f);
    samples_things_where_tags(&f, PGW_CONTAINS, tags);
    assert_string_equal(list_ids(&f), "3");
    QUERY(g);
    samples_things_where_data(&g, PGW_CONTAINS, pgw_text_of("{\"i\": 7}"));
    assert_string_equal(list_ids(&g), "7");
    QUERY(h);
    const pgw_int4_range span = {false, PGW_INCLUSIVE, PGW_EXCLUSIVE, 4, 5};
    samples_things_where_span(&h, PGW_OVERLAPS, span);
    assert_string_equal(list_ids(&h), "2 3 4");
    QUERY(i);
    assert_true(pgw_inet_from_string("10.0.8.0/23", &net));
    samples_things_where_host(&i, PGW_CONTAINED, net);
    assert_string_equal(list_ids(&i), "8 9");
}

static void test_refused_conditions(void **state)
{
    samples_things_page page;
    int64_t count;
    (void)state;
    QUERY(a);
    samples_things_where_id(&a, PGW_LIKE, 3);
    EXPECT(PGW_INVALID, samples_things_list(&session, &arena, &a, &page));
    assert_string_equal(session.error.message, "public.things.id has no such operator");
    QUERY(b);
    for (int i = 0; i < PGW_MAX_CONDITIONS + 1; i++)
        samples_things_where_id(&b, PGW_GT, i);
    EXPECT(PGW_INVALID, samples_things_count(&session, &b, &count));
    QUERY(c);
    c.order = (samples_things_order)77;
    EXPECT(PGW_INVALID, samples_things_list(&session, &arena, &c, &page));
}

/* All rows page by page give the same as all at once, in every order and both directions. */
static void check_pages(samples_things_order order, bool backwards, const char *wanted)
{
    samples_things_page page;
    char got[200] = "";
    QUERY(query);
    query.order = order;
    query.backwards = backwards;
    assert_string_equal(list_ids(&query), wanted);
    query.limit = 3;
    for (;; query.after = &page.rows[page.count - 1]) {
        OK(samples_things_list(&session, &arena, &query, &page));
        if (*got && page.count)
            strcat(got, " ");
        strcat(got, ids_of(&page));
        if (!page.more)
            break;
    }
    assert_string_equal(got, wanted);
}

static void test_pages(void **state)
{
    (void)state;
    add_things();
    check_pages(SAMPLES_THINGS_BY_KEY, false, "1 2 3 4 5 6 7 8 9 10");
    check_pages(SAMPLES_THINGS_BY_KEY, true, "10 9 8 7 6 5 4 3 2 1");
    check_pages(SAMPLES_THINGS_BY_THINGS_WEIGHT, false, "1 2 4 5 7 8 10 3 6 9");
    check_pages(SAMPLES_THINGS_BY_THINGS_WEIGHT, true, "9 6 3 10 8 7 5 4 2 1");
    check_pages(SAMPLES_THINGS_BY_THINGS_MADE, false, "4 8 10 9 6 7 5 2 3 1");
    check_pages(SAMPLES_THINGS_BY_THINGS_MADE, true, "1 3 2 5 7 6 9 10 8 4");
    assert_string_equal(sql_text("SELECT string_agg(id::text, ' ' ORDER BY made_at DESC, name, id)"
                                 " FROM things"),
                        "4 8 10 9 6 7 5 2 3 1");
}

static void test_search(void **state)
{
    (void)state;
    add_things();
    QUERY(query);
    query.search = "thing 7";
    assert_string_equal(list_ids(&query), "7");
    samples_pairs_query none;
    samples_pairs_page page;
    memset(&none, 0, sizeof none);
    none.search = "x";
    EXPECT(PGW_INVALID, samples_pairs_list(&session, &arena, &none, &page));
}

typedef struct {
    size_t count, stop;
    int64_t sum;
} walk;

static bool walk_thing(void *context, const samples_things *row)
{
    walk *w = context;
    char name[40];
    sprintf(name, "thing %lld", (long long)row->id);
    assert_string_equal(row->name.ptr, name);
    assert_int_equal(row->tags.count, 2);
    assert_string_equal(row->tags.items[1].value.ptr, "all");
    w->sum += row->id;
    return ++w->count != w->stop;
}

static void test_each(void **state)
{
    walk all = {0, 0, 0}, some = {0, 3, 0}, big = {0, 5, 0};
    (void)state;
    add_things();
    QUERY(query);
    OK(samples_things_each(&session, NULL, walk_thing, &all));
    assert_int_equal(all.count, 10);
    assert_int_equal(all.sum, 55);
    OK(samples_things_each(&session, NULL, walk_thing, &some));
    assert_int_equal(some.sum, 6);
    query.limit = 1;
    all.count = 0;
    OK(samples_things_each(&session, &query, walk_thing, &all));
    assert_int_equal(all.count, 1);
    sql("INSERT INTO things (id, name, tags) SELECT i, 'thing ' || i, '{x,all}' FROM"
        " generate_series(11, 20000) i");
    OK(samples_things_each(&session, NULL, walk_thing, &big)); /* the rest is thrown away */
    OK(samples_things_list(&session, &arena, &query, &(samples_things_page){0}));
}

static void test_copy_out(void **state)
{
    walk all = {0, 0, 0}, some = {0, 3, 0}, none = {0, 0, 0};
    (void)state;
    OK(samples_things_copy_out(&session, walk_thing, &none));
    assert_int_equal(none.count, 0);
    add_things();
    OK(samples_things_copy_out(&session, walk_thing, &all));
    assert_int_equal(all.count, 10);
    assert_int_equal(all.sum, 55);
    OK(samples_things_copy_out(&session, walk_thing, &some));
    assert_int_equal(some.count, 3);
    QUERY(query);
    assert_string_equal(list_ids(&query), "1 2 3 4 5 6 7 8 9 10");
}

static void test_relations(void **state)
{
    samples_things_page things;
    samples_parts_groups groups;
    samples_parts_page parts;
    samples_parts_query query;
    samples_things thing;
    (void)state;
    add_things();
    sql("INSERT INTO parts (id, thing, other, label) VALUES (1, 3, 4, 'a'), (2, 1, NULL, 'b'), (3, "
        "3, 4, 'c')");
    OK(samples_things_list(&session, &arena, NULL, &things));
    OK(samples_things_load_parts(&session, &arena, things.rows, things.count, &groups));
    assert_int_equal(groups.count, 3);
    assert_int_equal(groups.starts[0], 0);
    assert_int_equal(groups.starts[1], 1);
    assert_int_equal(groups.starts[2], 1);
    assert_int_equal(groups.starts[3], 3);
    assert_int_equal(groups.starts[10], 3);
    assert_string_equal(groups.rows[2].label.ptr, "c");
    memset(&query, 0, sizeof query);
    samples_parts_where_label(&query, PGW_GT, pgw_text_of("a"));
    OK(samples_things_list_parts(&session, &arena, &things.rows[2], &query, &parts));
    assert_int_equal(parts.count, 1);
    assert_int_equal(parts.rows[0].id, 3);
    OK(samples_parts_fetch_thing(&session, &arena, &parts.rows[0], &thing));
    assert_string_equal(thing.name.ptr, "thing 3");
    OK(samples_parts_fetch_other(&session, &arena, &parts.rows[0], &thing));
    assert_int_equal(thing.id, 4);
    EXPECT(PGW_NOT_FOUND,
           samples_parts_fetch_other(&session, &arena, &groups.rows[0], &thing)); /* NULL */
    OK(samples_things_load_parts_by_other(&session, &arena, things.rows, things.count, &groups));
    assert_int_equal(groups.starts[4] - groups.starts[3], 2);
    samples_pairs_page none;
    samples_children_groups children;
    OK(samples_pairs_list(&session, &arena, NULL, &none));
    OK(samples_pairs_load_children(&session, &arena, none.rows, none.count, &children));
    assert_int_equal(children.count, 0);
}

static void test_version(void **state)
{
    const samples_things_columns name = {.name = true};
    samples_things first, second;
    (void)state;
    add_things();
    OK(samples_things_get(&session, &arena, 1, &first));
    second = first;
    first.name = pgw_text_of("mine");
    OK(samples_things_update(&session, &arena, &first, &name));
    assert_int_equal(first.version, 2);
    second.name = pgw_text_of("theirs");
    EXPECT(PGW_CONFLICT, samples_things_update(&session, &arena, &second, &name));
    assert_string_equal(sql_text("SELECT name FROM things WHERE id = 1"), "mine");
    OK(samples_things_update(&session, &arena, &first, &name));
    assert_int_equal(first.version, 3);
}

static void test_views(void **state)
{
    samples_heavy_things_page page;
    samples_heavy_things_query query;
    int64_t count;
    (void)state;
    add_things();
    memset(&query, 0, sizeof query);
    samples_heavy_things_where_id(&query, PGW_GT, 7);
    OK(samples_heavy_things_list(&session, &arena, &query, &page));
    assert_int_equal(page.count, 2);
    OK(samples_heavy_things_count(&session, NULL, &count));
    assert_int_equal(count, 4);
}

static void test_keys(void **state)
{
    bool exists;
    samples_things_page page;
    size_t deleted;
    const int64_t ids[] = {3, 99, 5};
    const pgw_text regions[] = {pgw_text_of("a"), pgw_text_of("b")};
    const int32_t numbers[] = {1, 1};
    samples_pairs_page pairs;
    (void)state;
    add_things();
    OK(samples_things_exists(&session, 3, &exists));
    assert_true(exists);
    OK(samples_things_exists_by_name(&session, pgw_text_of("nothing"), &exists));
    assert_false(exists);
    OK(samples_things_get_many(&session, &arena, ids, 3, &page));
    assert_int_equal(page.count, 2);
    OK(samples_things_delete_many(&session, ids, 3, &deleted));
    assert_int_equal(deleted, 2);
    sql("INSERT INTO pairs (region, number) VALUES ('a', 1), ('b', 2), ('b', 1)");
    OK(samples_pairs_get_many(&session, &arena, regions, numbers, 2, &pairs));
    assert_int_equal(pairs.count, 2);
    OK(samples_pairs_delete_many(&session, regions, numbers, 2, NULL));
    assert_string_equal(sql_text("SELECT string_agg(pairs::text, ' ') FROM pairs"), "(b,2,,7)");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(test_conditions), TEST(test_refused_conditions),
        TEST(test_pages),      TEST(test_search),
        TEST(test_each),       TEST(test_copy_out),
        TEST(test_relations),  TEST(test_version),
        TEST(test_views),      TEST(test_keys),
    };
    return run_bindings_tests(argc, argv, tests, sizeof tests / sizeof tests[0]);
}
