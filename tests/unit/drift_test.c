#include "unit_model.h"

#include "drift/report.h"

#include <jansson.h>

#define D "database: d\n"

static Drift drift_between(const char *live, const char *want)
{
    static const DriftPolicy policy = {0};
    Drift drift = drift_of(arena, draft_of(live), draft_of(want), &policy, &diags);
    no_diags(L);
    return drift;
}

static Str rendered(const Drift *drift, const char *format)
{
    Report report = report_of_one(arena, drift);
    Templates templates = {.arena = arena, .diags = &diags, .parsed = {.arena = arena}};
    Str text = report_render(arena, report_format(str_of(format)), &report, &templates, &diags);
    no_diags(L);
    return text;
}

/* The report, without the folder of the model's file. */
static Str report(const char *live, const char *want)
{
    Drift drift = drift_between(live, want);
    Str text = rendered(&drift, "text");
    return str_replace(arena, text, str_format(arena, "%s/", temporary_folder().ptr), (Str){0});
}

static void test_in_sync(void **state)
{
    (void)state;
    static const char model[] = D "tables: {t: {columns: {a: int}}}\n";
    Drift drift = drift_between(model, model);
    assert_int_equal(drift.failures, 0);
    same_text(L, rendered(&drift, "text"), "d: in sync: 2 objects as the model says\n");
    same_text(L, rendered(&drift, "json"),
              "{\n"
              "  \"version\": 1,\n"
              "  \"database\": \"d\",\n"
              "  \"in_sync\": true,\n"
              "  \"compared\": 2,\n"
              "  \"in_orbit\": 0,\n"
              "  \"ignored\": 0,\n"
              "  \"findings\": [\n"
              "  ],\n"
              "  \"mend\": null\n"
              "}\n");
}

static void test_altered(void **state)
{
    (void)state;
    same_text(L,
              report(D "tables: {t: {columns: {a: int}}}\n", D
                     "tables:\n  t:\n    columns:\n      a: {type: bigint, comment: \"x\\ny\"}\n"),
              "model.yaml:5: column public.t.a: type\n"
              "    5 |       a: {type: bigint, comment: \"x\\ny\"}\n"
              "    model     bigint\n"
              "    database  integer\n"
              "    mend      ALTER TABLE public.t ALTER COLUMN a TYPE bigint;\n"
              "    or model  a: {type: integer, comment: \"x\\ny\"}\n"
              "model.yaml:5: column public.t.a: comment\n"
              "    model     x\n"
              "              y\n"
              "    database  (none)\n"
              "    mend      COMMENT ON COLUMN public.t.a IS 'x\n"
              "              y';\n"
              "    or model  a: {type: bigint}\n"
              "\n"
              "d: drift: 2 differences in 2 objects\n");
}

static void test_replaced(void **state)
{
    (void)state;
    same_text(L,
              report(D "tables: {t: {columns: {a: int}, indexes: {i: a}}}\n",
                     D "tables:\n  t:\n    columns: {a: int}\n"
                       "    indexes: {i: {columns: a, unique: true}}\n"),
              "model.yaml:5: index public.t.i: unique\n"
              "    5 |     indexes: {i: {columns: a, unique: true}}\n"
              "    model     true\n"
              "    database  (none)\n"
              "    mend      DROP INDEX public.i;\n"
              "              CREATE UNIQUE INDEX i ON public.t (a);\n"
              "    or model  indexes: {i: {columns: a}}\n"
              "\n"
              "d: drift: 1 difference in 3 objects\n");
}

/* A whole table is one difference; so is a column with its default. */
static void test_missing(void **state)
{
    (void)state;
    same_text(L,
              report(D,
                     D "tables:\n  t:\n    comment: x\n    columns: {a: {type: int, default: 1}}\n"
                       "    primary_key: a\n    indexes: {i: a}\n"),
              "model.yaml:3: table public.t: missing, with its 4 parts\n"
              "    3 |   t:\n"
              "    mend      CREATE TABLE public.t (\n"
              "                  a integer DEFAULT 1 NOT NULL,\n"
              "                  CONSTRAINT t_pkey PRIMARY KEY (a)\n"
              "              );\n"
              "              COMMENT ON TABLE public.t IS 'x';\n"
              "              CREATE INDEX i ON public.t (a);\n"
              "    or model  without these 5 lines\n"
              "\n"
              "d: drift: 1 difference in 5 objects\n");
    same_text(L,
              report(D "tables: {t: {columns: {a: int}}}\n",
                     D "tables:\n  t:\n    columns:\n      a: int\n"
                       "      b: {type: text, default: x, comment: y}\n"),
              "model.yaml:6: column public.t.b: missing\n"
              "    6 |       b: {type: text, default: x, comment: y}\n"
              "    mend      ALTER TABLE public.t ADD COLUMN b text DEFAULT 'x';\n"
              "              COMMENT ON COLUMN public.t.b IS 'y';\n"
              "    or model  without this line\n"
              "\n"
              "d: drift: 1 difference in 4 objects\n");
}

static void test_unexpected(void **state)
{
    (void)state;
    same_text(
        L, report(D "tables: {t: {columns: {a: {type: int, default: 1}}, indexes: {i: a}}}\n", D),
        "table public.t: unexpected, with its 3 parts\n"
        "    mend      DROP TABLE public.t;\n"
        "    or model  at model.yaml:2:\n"
        "              tables:\n"
        "                t:\n"
        "                  columns:\n"
        "                    a: {type: integer, default: 1}\n"
        "                  indexes:\n"
        "                    i: a\n"
        "\n"
        "d: drift: 1 difference in 0 objects\n");
    same_text(L,
              report(D "tables: {t: {columns: {a: int, b: {type: int, default: 1}},\n"
                       "  checks: {c: a > 0}}}\n",
                     D "\ntables: {t: {columns: {a: int}}}\n"),
              "model.yaml:3: column public.t.b: unexpected\n"
              "    3 | tables: {t: {columns: {a: int}}}\n"
              "    mend      ALTER TABLE public.t DROP COLUMN b;\n"
              "    or model  tables: {t: {columns: {a: int, b: {type: integer, default: 1}}}}\n"
              "\n"
              "model.yaml:3: check public.t.c: unexpected\n"
              "    3 | tables: {t: {columns: {a: int}}}\n"
              "    mend      ALTER TABLE public.t DROP CONSTRAINT c;\n"
              "    or model  tables: {t: {columns: {a: int}, checks: {c: a > 0}}}\n"
              "\n"
              "d: drift: 2 differences in 2 objects\n");
}

/* The diff with which the second model says what the first one does. */
static Str patch(const char *live, const char *want)
{
    Drift drift = drift_between(live, want);
    Str path = str_format(arena, "%s/", temporary_folder().ptr);
    return str_replace(arena, rendered(&drift, "patch"), path, (Str){0});
}

static void test_patch(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *live, *want, *patch;
    } cases[] = {
        {L, "tables: {t: {columns: {a: int, bb: text}, checks: {c: a > 0}, primary_key: a}}\n",
         "tables:\n    t:\n        columns:\n            a:   int\n            ab:  int\n\nenums:\n"
         "    e: x # end",
         "--- model.yaml\n+++ model.yaml\n@@ -2,8 +2,10 @@\n tables:\n     t:\n         columns:\n"
         "-            a:   int\n-            ab:  int\n"
         "+            a:   {type: int, not_null: true}\n+            bb:  text\n"
         "+        primary_key: a\n+        checks:\n+            c: a > 0\n \n enums:\n"
         "-    e: x # end\n\\ No newline at end of file\n"},
        {L, "domains: {d: {type: 'numeric(3,1)', default_sql: '1', not_null: true}}\n",
         "domains:\n  d: numeric(3,1)\n",
         "--- model.yaml\n+++ model.yaml\n@@ -1,3 +1,3 @@\n database: d\n domains:\n"
         "-  d: numeric(3,1)\n"
         "+  d: {type: \"numeric(3,1)\", default_sql: \"1\", not_null: true}\n"},
        {L, "tables: {t: {columns: {b: int, c: int}}}\n", "tables: {t: {columns: {a: int}}, }\n",
         "--- model.yaml\n+++ model.yaml\n@@ -1,2 +1,2 @@\n database: d\n"
         "-tables: {t: {columns: {a: int}}, }\n"
         "+tables: {t: {columns: {b: integer, c: integer}}, }\n"},
        {L, "tables: {t: {columns: {a: int}}, u: {columns: {a: int, b: int}}}\n",
         "tables:\n  t: &same {columns: {a: int}}\n  u: *same\n",
         "# not in it: column public.u.b: unexpected (an anchor shares its place in the model with "
         "others)\n"},
        {L, "sequences: {s: , t: {increment: 2}}\n", "sequences: {s}\n",
         "--- model.yaml\n+++ model.yaml\n@@ -1,2 +1,2 @@\n database: d\n-sequences: {s}\n"
         "+sequences: {s, t: {increment: 2}}\n"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_text(cases[i].line,
                  patch(str_format(arena, D "%s", cases[i].live).ptr,
                        str_format(arena, D "%s", cases[i].want).ptr),
                  cases[i].patch);
}

static void test_notes(void **state)
{
    (void)state;
    same_text(L,
              report(D "tables: {t: {columns: {a: int, b: int}}}\n",
                     D "tables: {t: {columns: {b: int, a: int}}}\n"),
              "note: column public.t.a: position is 2 in the model, 1 in the database\n"
              "note: column public.t.b: position is 1 in the model, 2 in the database\n"
              "d: in sync: 3 objects as the model says\n");
    /* where a column came or went, places have changed for that reason */
    Drift drift = drift_between(D "tables: {t: {columns: {b: int}}}\n",
                                D "tables: {t: {columns: {a: int, b: int}}}\n");
    assert_int_equal(drift.failures, 1);
    assert_int_equal(drift.findings.len, 1);
}

static void test_ignore(void **state)
{
    (void)state;
    static const char live[] =
        D "schemas: {tmp: }\ntables: {part_1: , part_2: , part: , t: }\n"
          "---\nschema: tmp\nenums: {e: [a]}\ntables: {x: {columns: {a: int}}}\n";
    static const struct {
        int line;
        const char *patterns, *left;
        size_t ignored;
    } cases[] = {
        {L, "[]",
         "schema tmp|table public.part|table public.part_1|table public.part_2|"
         "table public.t|enum tmp.e|table tmp.x",
         0},
        {L, "['tmp.*']", "table public.part|table public.part_1|table public.part_2|table public.t",
         4},
        {L, "['public.part_?', 'tmp.*']", "table public.part|table public.t", 6},
        {L, "'*.part*'", "schema tmp|table public.t|enum tmp.e|table tmp.x", 3},
        {L, "'*.t'",
         "schema tmp|table public.part|table public.part_1|table public.part_2|"
         "enum tmp.e|table tmp.x",
         1},
        {L, "'public.*_*'", "schema tmp|table public.part|table public.t|enum tmp.e|table tmp.x",
         2},
        {L, "'*'", "", 8},
        {L, "'part_1'",
         "schema tmp|table public.part|table public.part_1|table public.part_2|"
         "table public.t|enum tmp.e|table tmp.x",
         0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str want = str_format(arena, "%signore: %s\n", D, cases[i].patterns);
        Drift drift = drift_between(live, want.ptr);
        StrVec names = {0};
        for (size_t k = 0; k < drift.findings.len; k++)
            vec_push(arena, &names,
                     str_format(arena, "%s %.*s", kinds[drift.findings.at[k].kind].tag,
                                STR_ARG(drift.findings.at[k].object)));
        if (names.len)
            qsort(names.at, names.len, sizeof(Str), compare_texts);
        StrVec wanted = {0};
        Str rest = str_of(cases[i].left), name;
        while (str_split(&rest, '|', &name))
            if (name.len)
                vec_push(arena, &wanted, name);
        if (wanted.len)
            qsort(wanted.at, wanted.len, sizeof(Str), compare_texts);
        same_text(cases[i].line, str_join(arena, &names, S("|")),
                  str_join(arena, &wanted, S("|")).ptr);
        same_number(cases[i].line, (long long)drift.ignored, (long long)cases[i].ignored);
        Str text = rendered(&drift, "text");
        if (cases[i].ignored)
            has_text(cases[i].line, text,
                     str_format(arena, ", %zu ignored\n", cases[i].ignored).ptr);
        else
            lacks_text(cases[i].line, text, "ignored");
    }
}

static void test_json(void **state)
{
    (void)state;
    Drift drift = drift_between(
        D "tables: {t: {comment: \"quote \\\" back \\\\ tab \\t line \\n \\u20ac\", columns: {a: "
          "int, b: int}}}\n"
          "views: {gone: SELECT 1 AS x}\n",
        D "tables:\n  t: {columns: {b: int, a: int}}\n  \"odd \\\"t\": {columns: {a: int}}\n");
    Str text = rendered(&drift, "json");
    json_error_t why;
    json_t *root = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &why);
    if (!root)
        fail_msg("%d: %s\n%s", why.line, why.text, text.ptr);
    assert_string_equal(json_string_value(json_object_get(root, "database")), "d");
    assert_true(json_is_false(json_object_get(root, "in_sync")));
    assert_int_equal(json_integer_value(json_object_get(root, "compared")), 5);
    const json_t *list = json_object_get(root, "findings");
    assert_int_equal(json_array_size(list), 5);
    /* sorted by identity: view gone, the odd table, the comment, two notes */
    const json_t *gone = json_array_get(list, 0), *odd = json_array_get(list, 1),
                 *comment = json_array_get(list, 2);
    assert_string_equal(json_string_value(json_object_get(gone, "kind")), "view");
    assert_string_equal(json_string_value(json_object_get(gone, "problem")), "unexpected");
    assert_null(json_object_get(gone, "file"));
    assert_null(json_object_get(gone, "model"));
    assert_string_equal(json_string_value(json_object_get(odd, "object")), "public.\"odd \"\"t\"");
    assert_string_equal(json_string_value(json_object_get(odd, "problem")), "missing");
    assert_int_equal(json_integer_value(json_object_get(odd, "line")), 4);
    assert_string_equal(json_string_value(json_array_get(json_object_get(odd, "sql"), 0)),
                        "CREATE TABLE public.\"odd \"\"t\" (\n    a integer\n)");
    assert_string_equal(json_string_value(json_object_get(comment, "problem")), "comment");
    assert_string_equal(json_string_value(json_object_get(comment, "model")), "(none)");
    assert_string_equal(json_string_value(json_object_get(comment, "database")),
                        "quote \" back \\ tab \t line \n \xE2\x82\xAC");
    assert_string_equal(json_string_value(json_array_get(json_object_get(comment, "sql"), 0)),
                        "COMMENT ON TABLE public.t IS NULL");
    json_decref(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_in_sync), TEST(test_altered), TEST(test_replaced),
        TEST(test_missing), TEST(test_notes),   TEST(test_unexpected),
        TEST(test_ignore),  TEST(test_json),    TEST(test_patch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
