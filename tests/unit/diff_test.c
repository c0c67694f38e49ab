#include "unit_model.h"

#include "diff/diff.h"
#include "diff/emission.h"
#include "diff/verdict.h"

/* The differences, one a line: "+ object", "- object", "object.field: have -> want (note)". */
static Str differences(const Catalog *have, const Catalog *want)
{
    Changes changes = catalog_diff(arena, have, want);
    StrVec lines = {0};
    Value none = {0};
    for (size_t i = 0; i < changes.len; i++) {
        const Change *c = &changes.at[i];
        if (c->type == CHANGE_ADD) {
            assert_null(c->have);
            vec_push(arena, &lines, str_format(arena, "+ %s", object_show(arena, c->want).ptr));
        } else if (c->type == CHANGE_DROP) {
            assert_null(c->want);
            vec_push(arena, &lines, str_format(arena, "- %s", object_show(arena, c->have).ptr));
        } else {
            assert_int_equal(object_id_cmp(&c->have->id, &c->want->id), 0);
            Str old = value_show(arena, c->have_attr ? &c->have_attr->value : &none);
            Str new = value_show(arena, c->want_attr ? &c->want_attr->value : &none);
            vec_push(arena, &lines,
                     str_format(arena, "%s.%s: %.*s -> %.*s%s", object_show(arena, c->want).ptr,
                                c->field->name, STR_ARG(old), STR_ARG(new),
                                c->report ? " (note)" : ""));
        }
    }
    return str_join(arena, &lines, S("\n"));
}

static Str between(const char *have, const char *want)
{
    return differences(draft_of(have), draft_of(want));
}

#define D "database: d\n"

static const char rich[] =
    D "extensions: [pgcrypto]\nenums: {e: [a, b]}\n"
      "functions: {f(): {returns: trigger, language: plpgsql, body: 'BEGIN RETURN NEW; END;'}}\n"
      "tables:\n"
      "  t:\n"
      "    columns: {id: serial, e: {type: e, default: a}, n: {type: int, not_null: true}}\n"
      "    primary_key: id\n"
      "    checks: {c: n > 0}\n"
      "    indexes: {i: {columns: [n desc], where: n > 1}}\n"
      "    triggers: {x: {before: [insert, update], each: row, execute: f()}}\n"
      "views: {v: SELECT 1 AS x}\n";

static void test_same(void **state)
{
    (void)state;
    same_text(L, between(rich, rich), "");
    same_text(L, between(D, D), "");
    Catalog *draft = draft_of(rich);
    same_text(L, differences(draft, draft), "");
}

static void test_whole_objects(void **state)
{
    (void)state;
    same_text(L, between(D "enums: {a: [x], c: [x]}\n", D "enums: {b: [x], c: [x]}\n"),
              "- enum public.a\n+ enum public.b");
    same_text(L, between(D, D "tables: {t: {columns: {a: int}, primary_key: a}}\n"),
              "+ table public.t\n+ column public.t.a\n+ primary key public.t.t_pkey");
    same_text(L, between(D "tables: {t: {columns: {a: int}}}\n", D),
              "- table public.t\n- column public.t.a");
    /* of another kind is another object */
    same_text(L, between(D "views: {v: SELECT 1 AS x}\n", D "tables: {v: {columns: {x: int}}}\n"),
              "+ table public.v\n+ column public.v.x\n- view public.v");
}

static void test_classes_of_comparison(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *have, *want, *says;
    } cases[] = {
        /* exact */
        {L, D "enums: {e: [a, b]}\n", D "enums: {e: [b, a]}\n",
         "enum public.e.labels: [a, b] -> [b, a]"},
        {L, D "tables: {t: {columns: {a: int}}}\n",
         D "tables: {t: {columns: {a: {type: bigint, not_null: true}}}}\n",
         "column public.t.a.type: integer -> bigint\ncolumn public.t.a.not_null: (none) -> true"},
        {L, D "tables: {t: {comment: x}}\n", D "tables: {t: }\n",
         "table public.t.comment: x -> (none)"},
        {L, D "tables: {t: {comment: ''}}\n", D "tables: {t: }\n",
         "table public.t.comment:  -> (none)"},
        /* sets */
        {L, D "tables: {t: {with: {fillfactor: 70, autovacuum_enabled: false}}}\n",
         D "tables: {t: {with: {autovacuum_enabled: false, fillfactor: 70}}}\n", ""},
        {L, D "tables: {t: {with: {fillfactor: 70}}}\n",
         D "tables: {t: {with: {fillfactor: 80}}}\n",
         "table public.t.with: [fillfactor=70] -> [fillfactor=80]"},
        /* expressions */
        {L, D "tables: {t: {columns: {a: int}, checks: {c: a > 1}}}\n",
         D "tables: {t: {columns: {a: int}, checks: {c: a > 2}}}\n",
         "check public.t.c.expression: a > 1 -> a > 2"},
        /* notes */
        {L, D "tables: {t: {columns: {a: int, b: int}}}\n",
         D "tables: {t: {columns: {b: int, a: int}}}\n",
         "column public.t.a.position: 1 -> 2 (note)\ncolumn public.t.b.position: 2 -> 1 (note)"},
        /* what only the model says */
        {L, D "tables: {t: {columns: {a: {type: int, sensitive: true}}, api: {path: /x}}}\n",
         D "tables: {t: {columns: {a: int}}}\n", ""},
        /* the database itself is no object of a database */
        {L, D "comment: x\n", "database: other\nignore: [y]\n", ""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_text(cases[i].line, between(cases[i].have, cases[i].want), cases[i].says);
}

static void test_orbits(void **state)
{
    (void)state;
    Catalog *have = draft_of(D "tables: {t: {columns: {a: int}, checks: {c: (a > 1)}}}\n");
    Catalog *want = draft_of(D "tables: {t: {columns: {a: int}, checks: {c: a > 1}}}\n");
    Value again = value_text(S("(a > 1)"));
    Object *check = shown(want, "check public.t.c");
    check->attrs.at[0].orbit = &again;
    check->attrs.at[0].orbit_count = 1;
    same_text(L, differences(have, want), "");
    same_text(L, differences(want, have), "");
}

static void test_emission(void **state)
{
    (void)state;
    Catalog *draft = draft_of(rich), *read = draft_of(rich);
    emission_check(arena, draft, read, &diags);
    no_diags(L);
    /* the text of expressions is PostgreSQL's, positions are where columns went */
    object_set(read, shown(read, "check public.t.c"), "expression", value_text(S("(n > 0)")),
               (Pos){0});
    object_set(read, shown(read, "column public.t.n"), "position", value_text(S("9")), (Pos){0});
    emission_check(arena, draft, read, &diags);
    no_diags(L);
    object_set(read, shown(read, "column public.t.n"), "type", value_text(S("bigint")), (Pos){0});
    object_unset(read, shown(read, "check public.t.c"), "expression");
    object_set(read, shown(read, "table public.t"), "comment", value_text(S("x")), (Pos){0});
    emission_check(arena, draft, read, &diags);
    assert_int_equal(diags.errors, 3);
    Str text = diags_text(&diags, 0);
    has_text(L, text,
             "E0602]: emission: column public.t.n: the model says type integer, "
             "PostgreSQL has bigint");
    has_text(L, text, "check public.t.c: the model says expression n > 0, PostgreSQL has (none)");
    has_text(L, text, "table public.t: the model says comment (none), PostgreSQL has x");
    has_text(L, text, "model.yaml:6:");
}

static void test_emission_of_objects(void **state)
{
    (void)state;
    emission_check(arena, draft_of(D "enums: {e: [a]}\n"), draft_of(D "enums: {f: [a]}\n"), &diags);
    assert_int_equal(diags.errors, 2);
    Str text = diags_text(&diags, 0);
    has_text(L, text, "emission: enum public.e did not come to be");
    has_text(L, text, "emission: enum public.f came to be, but is not in the model");
}

#define F "functions:\n  "
#define T D "tables:\n  t:\n    columns: "

/* Without renames on the way. */
static Verdicts verdicts_between(const Catalog *have, const Catalog *want)
{
    const Moves none = {0};
    return verdicts_of(arena, have, &none, have, want);
}

static void test_verdicts(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *have, *want, *says;
    } cases[] = {
        {L, T "{a: text}\n", T "{a: text}\n", ""},
        {L, T "{a: text}\n", T "{a: text}\n    indexes: {i: a}\n",
         "version step: patch (C bindings: patch, API: patch)\n"},
        {L, T "{a: text}\n", T "{a: text, b: text}\n",
         "  column public.t.b is new: the struct grows, answers have one more (C bindings: minor, "
         "API: minor)\nversion step: minor (C bindings: minor, API: minor)\n"},
        {L, T "{a: text}\n", T "{a: text, b: {type: text, not_null: true}}\n",
         "  column public.t.b is new, and every write has to give it (C bindings: major, API: "
         "major)\nversion step: major (C bindings: major, API: major)\n"},
        {L, T "{a: text}\n", T "{a: text, b: {type: text, not_null: true, default: x}}\n",
         "  column public.t.b is new: the struct grows, answers have one more (C bindings: minor, "
         "API: minor)\nversion step: minor (C bindings: minor, API: minor)\n"},
        {L, T "{a: text, b: text}\n", T "{a: text}\n",
         "  column public.t.b is gone from struct and answers (C bindings: major, API: major)\n"
         "version step: major (C bindings: major, API: major)\n"},
        {L, T "{a: text, ~trash_b_1f2e3d: text}\n", T "{a: text}\n", ""},
        {L, T "{a: integer}\n", T "{a: bigint}\n",
         "  column public.t.a has another type (C bindings: major, API: major)\n"
         "version step: major (C bindings: major, API: major)\n"},
        {L, T "{a: text}\n", T "{a: text}\n    checks: {c: a > ''}\n",
         "  check public.t.c is new: writes may be refused (C bindings: patch, API: minor)\n"
         "version step: minor (C bindings: patch, API: minor)\n"},
        {L, D "enums: {e: [a, b]}\n", D "enums: {e: [a, c, b]}\n",
         "  enum public.e has more labels (C bindings: minor, API: minor)\n"
         "version step: minor (C bindings: minor, API: minor)\n"},
        {L, D "enums: {e: [a, b]}\n", D "enums: {e: [b, a]}\n",
         "  enum public.e lost labels, or has them in another order (C bindings: major, API: "
         "major)\n"
         "version step: major (C bindings: major, API: major)\n"},
        {L, D, T "{a: text}\n",
         "  table public.t is new (C bindings: minor, API: minor)\n"
         "version step: minor (C bindings: minor, API: minor)\n"},
        {L, D, D F "f(): {returns: int, language: sql, body: SELECT 1}\n",
         "  function public.f() is new (C bindings: minor, API: patch)\n"
         "version step: minor (C bindings: minor, API: patch)\n"},
        {L, D F "f(): {returns: int, language: sql, body: SELECT 1}\n",
         D F "f(): {returns: int, language: sql, body: SELECT 1}\n  f(int): {returns: int, "
             "language: sql, "
             "body: SELECT 1}\n",
         "  function public.f(integer) is new: those of its name have their types behind it in C "
         "(C "
         "bindings: major, API: patch)\nversion step: major (C bindings: major, API: patch)\n"},
        {L, D F "f(): {returns: int, language: sql, body: SELECT 1}\n",
         D F "f(): {returns: text, language: sql, body: SELECT 1}\n",
         "  function public.f() has another result (C bindings: major, API: patch)\n"
         "version step: major (C bindings: major, API: patch)\n"},
        {L, D F "f(): {returns: int, language: sql, body: SELECT 1}\n",
         D F "f(): {returns: int, language: sql, body: SELECT 2}\n",
         "version step: patch (C bindings: patch, API: patch)\n"},
        {L, D F "f(): {returns: trigger, language: plpgsql, body: BEGIN END}\n", D,
         "version step: patch (C bindings: patch, API: patch)\n"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Verdicts verdicts = verdicts_between(draft_of(cases[i].have), draft_of(cases[i].want));
        same_text(cases[i].line, verdicts_text(arena, &verdicts), cases[i].says);
    }
}

/* A view as it is read, with columns of these names. */
static Catalog *view_of(const char *query, const char *names)
{
    Catalog *catalog = catalog_new(arena);
    StrVec shape = {0};
    Object *view = catalog_add(catalog, (ObjectId){KIND_VIEW, S("public"), S("v"), {0}}, NULL);
    for (const char *name = names; *name; name++)
        vec_push(arena, &shape, str_format(arena, "%c\ttext\t-", *name));
    object_set(catalog, view, "query", value_text(str_of(query)), (Pos){0});
    object_set(catalog, view, "shape", value_of_vec(&shape), (Pos){0});
    catalog_seal(catalog);
    return catalog;
}

static void test_verdicts_of_views(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *have, *want;
        VersionStep bindings;
    } cases[] = {
        {L, "ab", "ab", VERSION_PATCH},
        {L, "ab", "abc", VERSION_MINOR},
        {L, "ab", "a", VERSION_MAJOR},
        {L, "ab", "ba", VERSION_MAJOR},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Verdicts verdicts =
            verdicts_between(view_of("x", cases[i].have), view_of("y", cases[i].want));
        same_number(cases[i].line, verdicts.bindings, cases[i].bindings);
        same_number(cases[i].line, verdicts.api, VERSION_PATCH);
    }
}

/* What is renamed is neither gone nor new. */
static void test_verdicts_of_renames(void **state)
{
    (void)state;
    static const char before[] = D "enums: {e: [a, b]}\ntables: {t: {columns: {a: e, b: text}}}\n";
    static const char after[] = D "enums: {e: [a, c]}\ntables: {u: {columns: {a: e, d: text}}}\n";
    const Catalog *have = draft_of(before), *want = draft_of(after);
    ObjectId table = {KIND_TABLE, S("public"), S("t"), {0}}, column = table;
    column.kind = KIND_COLUMN;
    column.sub = S("b");
    Moves moves = {0};
    vec_push(arena, &moves, (Move){.object = catalog_find(have, table), .to = table});
    vec_push(arena, &moves, (Move){.object = catalog_find(have, column), .to = column});
    moves.at[0].to.object = moves.at[1].to.object = S("u");
    moves.at[1].to.sub = S("d");
    Verdicts verdicts = verdicts_of(arena, have, &moves, want, want);
    same_text(__LINE__, verdicts_text(arena, &verdicts),
              "  table public.u was called public.t (C bindings: major, API: major)\n"
              "  column public.u.d was called public.t.b (C bindings: major, API: major)\n"
              "  enum public.e has labels under other names (C bindings: major, API: major)\n"
              "version step: major (C bindings: major, API: major)\n");
}

/* Whose a table is says which rights a model need not have given; what it does say is held to. */
static void test_rights_of_owners(void **state)
{
    (void)state;
    const char *model = D "tables: {t: {columns: {a: int}, grants: [\"r-1 select\", s select]}}\n";
    same_text(
        L, between(D "tables: {t: {columns: {a: int}, owner: r-1, grants: [s select]}}\n", model),
        "");
    same_text(L, between(D "tables: {t: {columns: {a: int}, owner: r-1, grants: []}}\n", model),
              "table public.t.grants: [] -> [\"r-1\" SELECT, s SELECT]");
    same_text(L,
              between(D "tables: {t: {columns: {a: int}, owner: s, grants: [s select]}}\n", model),
              "table public.t.grants: [s SELECT] -> [\"r-1\" SELECT, s SELECT]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_same),
        TEST(test_verdicts),
        TEST(test_verdicts_of_views),
        TEST(test_verdicts_of_renames),
        TEST(test_whole_objects),
        TEST(test_classes_of_comparison),
        TEST(test_orbits),
        TEST(test_rights_of_owners),
        TEST(test_emission),
        TEST(test_emission_of_objects),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
