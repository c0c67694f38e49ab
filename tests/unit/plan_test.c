#include "unit_model.h"

#include "plan/plan.h"

#define D "database: d\n"

/* The steps, one a line: "create table public.t (+ parts)", "set object.field", "drop object". */
static Str steps(const Plan *plan)
{
    StrVec lines = {0};
    for (size_t i = 0; i < plan->len; i++) {
        const Step *step = &plan->at[i];
        const char *name = object_show(arena, step->object).ptr;
        if (step->type == STEP_DROP)
            vec_push(arena, &lines, str_format(arena, "drop %s", name));
        if (step->type == STEP_SET)
            vec_push(arena, &lines, str_format(arena, "set %s.%s", name, step->field->name));
        if (step->type != STEP_CREATE)
            continue;
        StrVec parts = {0};
        for (size_t k = 0; k < step->folded.len; k++)
            vec_push(arena, &parts, object_name(step->folded.at[k]));
        if (parts.len)
            qsort(parts.at, parts.len, sizeof(Str), compare_texts);
        vec_push(arena, &lines,
                 str_format(arena, "create %s%s%s%s", name, parts.len ? " (" : "",
                            str_join(arena, &parts, S(" ")).ptr, parts.len ? ")" : ""));
    }
    return str_join(arena, &lines, S("\n"));
}

static Str created(const char *yaml)
{
    Plan plan = plan_create(arena, draft_of(yaml), &diags);
    no_diags(L);
    return steps(&plan);
}

static Str dropped(const char *yaml)
{
    Plan plan = plan_whole(arena, draft_of(yaml), &diags).drop;
    no_diags(L);
    return steps(&plan);
}

static void test_order(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *yaml, *want;
    } cases[] = {
        {L, D, ""},
        {L, D "schemas: {app: }\nenums: {e: {labels: [a], schema: app}}\n",
         "create schema app\ncreate enum app.e"},
        /* kinds, then names, where nothing else decides */
        {L, D "tables: {b: , a: }\nenums: {z: [x]}\nextensions: [pgcrypto]\n",
         "create extension pgcrypto\ncreate enum public.z\ncreate table public.a\n"
         "create table public.b"},
        {L,
         D "tables: {t: {columns: {e: {type: e, default: a}, n: int}, primary_key: n,\n"
           "  unique: {u: e}, checks: {c: n > 0}}}\nenums: {e: [a]}\n",
         "create enum public.e\ncreate table public.t (c e e n t_pkey u)"},
        /* PostgreSQL would make one of the two keys */
        {L, D "tables: {t: {columns: {n: int}, primary_key: n, unique: {u: n}}}\n",
         "create table public.t (n t_pkey)\ncreate unique public.t.u"},
        /* dependencies are stronger than kinds */
        {L,
         D "functions: {f(): {returns: setof t, language: sql, body: SELECT 1}}\n"
           "tables: {t: {columns: {a: int}}}\n",
         "create table public.t (a)\ncreate function public.f()"},
        {L, D "views: {a: SELECT x FROM b, b: SELECT x FROM t}\ntables: {t: {columns: {x: int}}}\n",
         "create table public.t (x)\ncreate view public.b\ncreate view public.a"},
        {L, D "tables: {a: {columns: {x: int}, indexes: {i: x}}, b: {columns: {y: int}}}\n",
         "create table public.a (x)\ncreate table public.b (y)\ncreate index public.a.i"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_text(cases[i].line, created(cases[i].yaml), cases[i].want);
}

static void test_folding(void **state)
{
    (void)state;
    /* what needs something that comes later stands outside of its table */
    same_text(L,
              created(D "functions:\n"
                        "  f(t): {returns: int, language: sql, body: SELECT 1}\n"
                        "  g(): {returns: int, language: sql, body: SELECT 1}\n"
                        "tables:\n"
                        "  t:\n"
                        "    columns:\n"
                        "      a: {type: int, default_sql: g()}\n"
                        "      b: {type: int, default_sql: f(NULL)}\n"
                        "    checks: {c: 'f(NULL) > 0', d: a > 0}\n"),
              "create function public.g()\n"
              "create table public.t (a a b d)\n"
              "create function public.f(public.t)\n"
              "create default public.t.b\n"
              "create check public.t.c");
    /* a constraint that is not valid cannot be said inside */
    same_text(L,
              created(D "tables: {t: {columns: {a: int},\n"
                        "  checks: {c: {expression: a > 0, not_valid: true}}}}\n"),
              "create table public.t (a)\ncreate check public.t.c");
}

static void test_settings(void **state)
{
    (void)state;
    same_text(L,
              created(D "tables:\n"
                        "  t:\n"
                        "    comment: x\n"
                        "    row_security: true\n"
                        "    columns:\n"
                        "      a: {type: int, comment: y, statistics: 5}\n"
                        "      b: serial\n"
                        "    indexes: {i: {columns: a, comment: z}}\n"),
              "create sequence public.t_b_seq\n"
              "create table public.t (a b b)\n"
              "set table public.t.row_security\n"
              "set table public.t.comment\n"
              "set column public.t.a.statistics\n"
              "set column public.t.a.comment\n"
              "create index public.t.i\n"
              "set index public.t.i.comment\n"
              "set sequence public.t_b_seq.owned_by"); /* last: the column must be there */
}

static const char mutual[] = D "tables:\n"
                               "  a:\n"
                               "    columns: {id: int, b_id: int}\n"
                               "    primary_key: id\n"
                               "    relations: {b: {columns: b_id, references: b}}\n"
                               "  b:\n"
                               "    columns: {id: int, a_id: int}\n"
                               "    primary_key: id\n"
                               "    relations: {a: {columns: a_id, references: a}}\n"
                               "  c:\n"
                               "    columns: {id: int, up: int}\n"
                               "    primary_key: id\n"
                               "    relations: {up: {columns: up, references: c}}\n";

static void test_foreign_keys(void **state)
{
    (void)state;
    same_text(L, created(mutual),
              "create table public.a (a_pkey b_id id)\n"
              "create table public.b (a_id b_pkey id)\n"
              "create table public.c (c_pkey id up)\n"
              "create foreign key public.a.a_b_id_fkey\n"
              "create foreign key public.b.b_a_id_fkey\n"
              "create foreign key public.c.c_up_fkey");
    /* one of the two must go before the table that it refers to */
    same_text(L, dropped(mutual),
              "drop foreign key public.a.a_b_id_fkey\n"
              "drop table public.c\n"
              "drop table public.b\n"
              "drop table public.a");
}

static void test_unique_index_for_a_key(void **state)
{
    (void)state;
    same_text(L,
              created(D "tables:\n"
                        "  a: {columns: {z: int}, relations: {z: {columns: z, references: z(x)}}}\n"
                        "  z: {columns: {x: int}, indexes: {z_x: {columns: x, unique: true}}}\n"),
              "create table public.a (z)\ncreate table public.z (x)\ncreate index public.z.z_x\n"
              "create foreign key public.a.a_z_fkey");
}

static void test_drop(void **state)
{
    (void)state;
    same_text(L,
              dropped(D "schemas: {app: }\n"
                        "enums: {e: [a]}\n"
                        "functions: {f(): {returns: trigger, language: plpgsql,\n"
                        "  body: 'BEGIN RETURN NEW; END;'}}\n"
                        "tables:\n"
                        "  t:\n"
                        "    columns: {e: e}\n"
                        "    indexes: {i: e}\n"
                        "    triggers: {x: {before: insert, each: row, execute: f()}}\n"
                        "views: {v: SELECT e FROM t}\n"),
              "drop view public.v\ndrop table public.t\ndrop function public.f()\n"
              "drop enum public.e\ndrop schema app");
    same_text(L, dropped(D), "");
}

/* Dropping is creating the other way round: everything goes, once, after all that needs it. */
static void test_drop_is_complete(void **state)
{
    (void)state;
    Catalog *draft = draft_of(mutual);
    Plan plan = plan_whole(arena, draft, &diags).drop;
    bool *gone = NEW_ARRAY(arena, bool, draft->objects.len);
    for (size_t i = 0; i < plan.len; i++) {
        assert_int_equal(plan.at[i].type, STEP_DROP);
        assert_false(gone[plan.at[i].object->index]);
        gone[plan.at[i].object->index] = true;
    }
    for (size_t i = 0; i < draft->objects.len; i++) {
        const Object *object = draft->objects.at[i];
        bool goes = gone[i] || (object->parent && gone[object->parent->index]);
        assert_int_equal(goes, !object->implicit);
    }
}

/* Whatever the order of insertion, the plan is the same. */
static void test_ties(void **state)
{
    (void)state;
    static const char *const names[] = {"d", "B", "a", "c", "\xC3\xA4", "b"};
    Str first = {0};
    for (size_t round = 0; round < COUNT_OF(names); round++) {
        Catalog *catalog = catalog_new(arena);
        for (size_t i = 0; i < COUNT_OF(names); i++) {
            const char *name = names[(i * 5 + round) % COUNT_OF(names)];
            catalog_add(catalog, (ObjectId){KIND_TABLE, S("public"), str_of(name), {0}}, NULL);
            catalog_add(catalog, (ObjectId){KIND_ENUM, S("public"), str_of(name), {0}}, NULL);
            catalog_add(catalog, (ObjectId){KIND_COLUMN, S("public"), str_of(name), S("x")}, NULL);
        }
        catalog_seal(catalog);
        Plan plan = plan_create(arena, catalog, &diags);
        assert_int_equal(plan.len, 2 * COUNT_OF(names));
        if (!first.ptr)
            first = steps(&plan);
        same_text(L, steps(&plan), first.ptr);
    }
    assert_true(str_starts(first, S("create enum public.\"B\"\ncreate enum public.a\n")));
    assert_true(str_ends(first, S("create table public.\"\xC3\xA4\" (x)")));
}

static void test_circle(void **state)
{
    (void)state;
    Catalog *draft = draft_of(D "tables: {t: {columns: {x: int}}}\n"
                                "views:\n"
                                "  a: {query: SELECT x FROM b}\n"
                                "  b: {query: SELECT x FROM c}\n"
                                "  c: {query: SELECT x FROM a}\n"
                                "  waits: {query: SELECT x FROM a}\n");
    Plan plan = plan_create(arena, draft, &diags);
    assert_int_equal(plan.len, 0);
    assert_int_equal(diags.errors, 1);
    assert_string_equal(diags.list.at[0]->code, "E0309");
    same_text(L, diags.list.at[0]->message,
              "these depend on each other: view public.a -> view public.b -> view public.c");
    assert_true(diags.list.at[0]->pos.line > 0);
    assert_int_equal(plan_whole(arena, draft, &diags).drop.len, 0);
    assert_int_equal(diags.errors, 2);
}

static void test_circle_that_others_wait_for(void **state)
{
    (void)state;
    Catalog *draft = draft_of(D "views:\n  a: {query: SELECT x FROM y}\n"
                                "  y: {query: SELECT x FROM z}\n  z: {query: SELECT x FROM y}\n");
    plan_create(arena, draft, &diags);
    assert_int_equal(diags.errors, 1);
    same_text(L, diags.list.at[0]->message,
              "these depend on each other: view public.y -> view public.z");
}

/* Each step comes after all that it needs, in a model of some size. */
static void test_large(void **state)
{
    (void)state;
    enum { TABLES = 200 };
    Catalog *catalog = catalog_new(arena);
    Object *tables[TABLES];
    for (int i = 0; i < TABLES; i++)
        tables[i] = catalog_add(
            catalog,
            (ObjectId){KIND_VIEW, S("public"), str_format(arena, "v%d", i * 7919 % 1000), {0}},
            NULL);
    catalog_seal(catalog);
    for (int i = 1; i < TABLES; i++)
        for (int k = 0; k < 5; k++)
            object_depend(catalog, tables[i], tables[i * (k + 3) % i], EDGE_NORMAL);
    Plan plan = plan_create(arena, catalog, &diags);
    no_diags(L);
    assert_int_equal(plan.len, TABLES);
    size_t *place = NEW_ARRAY(arena, size_t, catalog->objects.len);
    for (size_t i = 0; i < plan.len; i++)
        place[plan.at[i].object->index] = i;
    for (int i = 0; i < TABLES; i++)
        for (size_t k = 0; k < tables[i]->edges.len; k++)
            assert_true(place[tables[i]->edges.at[k].to->index] < place[tables[i]->index]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_order),
        TEST(test_folding),
        TEST(test_settings),
        TEST(test_foreign_keys),
        TEST(test_unique_index_for_a_key),
        TEST(test_drop),
        TEST(test_drop_is_complete),
        TEST(test_ties),
        TEST(test_circle),
        TEST(test_circle_that_others_wait_for),
        TEST(test_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
