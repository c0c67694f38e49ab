#include "unit_model.h"

#include "author/author.h"

/* All files of a model made from the catalog, each behind its name. */
static Str written_with(const Catalog *catalog, const AuthorOptions *options)
{
    Authored authored = author_write(arena, catalog, options);
    StrVec texts = {0};
    for (size_t i = 0; i < authored.files.len; i++)
        vec_push(arena, &texts,
                 str_format(arena, "# %.*s\n%.*s", STR_ARG(authored.files.at[i].name),
                            STR_ARG(authored.files.at[i].text)));
    return str_join(arena, &texts, (Str){0});
}

static Str written(const Catalog *catalog)
{
    AuthorOptions options = {.database = S("d")};
    return written_with(catalog, &options);
}

#define D "# database.yaml\ndatabase: d\n"

/* What stands here is what comes back: each a model in the author's own words, one document. */
static void test_as_written(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *document;
    } cases[] = {
        {L, "# tables/t.yaml\n"
            "table: t\n"
            "comment: 'Things: \"all\" of them.'\n"
            "columns:\n"
            "  id:       bigserial\n"
            "  email:    {type: varchar(255), not_null: true, unique: true}\n"
            "  at:       {type: timestamptz, default_sql: now()}\n"
            "  progress: {type: integer, not_null: true, default: 1}\n"
            "  rate:     {type: \"numeric(10,2)\", default: 0.5}\n"
            "  \"on\":     {type: boolean, default: false}\n"
            "  name:     {type: text, collation: C, comment: of the thing}\n"
            "primary_key: id\n"
            "checks:\n"
            "  progress_range: progress BETWEEN -1 AND 100\n"
            "indexes:\n"
            "  t_at:   {columns: [at DESC, id], where: name IS NOT NULL}\n"
            "  t_name: {columns: lower(name), unique: true}\n"},
        {L, "# tables/t.yaml\n"
            "table: t\n"
            "columns:\n"
            "  id:     {type: uuid, identity: always}\n"
            "  parent: uuid\n"
            "primary_key: {columns: id, name: t_key}\n"
            "relations:\n"
            "  parent: {columns: parent, references: t(id), on_delete: set null, inverse: t}\n"
            "row_security: true\n"
            "grants: [app all, \"reader select, update\"]\n"},
        {L, "# types.yaml\n"
            "enums:\n"
            "  mood: [sad, \"yes\"]\n"
            "types:\n"
            "  pair:\n"
            "    attributes:\n"
            "      b: text\n"
            "      a: mood\n"
            "domains:\n"
            "  age:\n"
            "    type: integer\n"
            "    checks:\n"
            "      positive: VALUE > 0\n"},
        {L, "# views/v.yaml\n"
            "view: v\n"
            "query: |\n"
            "  SELECT 1 AS a\n"
            "    FROM (VALUES (1)) x\n"},
        {L, "# functions/f.yaml\n"
            "function: f(a integer)\n"
            "returns: integer\n"
            "language: sql\n"
            "body: select a\n"
            "volatility: immutable\n"
            "---\n"
            "function: f(a text)\n"
            "returns: integer\n"
            "language: sql\n"
            "body: |2+\n"
            "    select 1;\n"
            "\n"
            "volatility: immutable\n"},
        {L, "# tables/t.yaml\n"
            "table: t\n"
            "columns:\n"
            "  id: {type: integer, default_sql: nextval('t_id'::regclass)}\n"
            "---\n"
            "sequences:\n"
            "  t_id: {start: 10, owned_by: public.t.id}\n"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str model = str_format(arena, D "---\n%s", cases[i].document);
        Str want = str_format(arena, D "%s", cases[i].document);
        same_text(cases[i].line, written(draft_of(model.ptr)), want.ptr);
    }
}

static void test_triggers_and_schemas(void **state)
{
    (void)state;
    static const char model[] =
        "database: d\n"
        "schemas: {app: }\n"
        "functions:\n"
        "  touch(): {returns: trigger, language: plpgsql, body: BEGIN RETURN NEW; END}\n"
        "---\n"
        "schema: app\n"
        "tables:\n"
        "  t:\n"
        "    columns: {id: int, a: int}\n"
        "    triggers:\n"
        "      zz: {after: [insert, update of a], each: row, execute: touch('x')}\n";
    same_text(L, written(draft_of(model)),
              "# app/tables/t.yaml\n"
              "table: t\n"
              "schema: app\n"
              "columns:\n"
              "  id: integer\n"
              "  a:  integer\n"
              "triggers:\n"
              "  zz: {after: [insert, update of a], each: row, execute: touch('x')}\n"
              "# database.yaml\n"
              "database: d\n"
              "schemas:\n"
              "  app:\n"
              "# functions/touch.yaml\n"
              "function: touch()\n"
              "returns: trigger\n"
              "language: plpgsql\n"
              "body: BEGIN RETURN NEW; END\n");
}

/* Names that no file system would take, or that differ in case alone. */
static void test_file_names(void **state)
{
    (void)state;
    Str text = written(draft_of("database: d\n"
                                "tables:\n"
                                "  a/b:  {columns: {x: int}}\n"
                                "  .a:   {columns: {x: int}}\n"
                                "  T:    {columns: {x: int}}\n"
                                "  t:    {columns: {x: int}}\n"));
    has_text(L, text, "# tables/a_b.yaml\ntable: a/b\n");
    has_text(L, text, "# tables/_a.yaml\ntable: .a\n");
    has_text(L, text, "# tables/T.yaml\ntable: T\n");
    has_text(L, text, "# tables/t-2.yaml\ntable: t\n");
}

/* What PostgreSQL keeps of IN; and what only looks like it. */
static void test_phrases(void **state)
{
    (void)state;
#define V(x) "'" x "'::character varying"
    static const struct {
        int line;
        const char *kept, *written;
    } cases[] = {
        {L, "(kind)::text = ANY ((ARRAY[" V("a") ", " V("b") "])::text[])", "kind IN ('a', 'b')"},
        {L, "(kind)::text <> ALL ((ARRAY[" V("a") ", " V("b") "])::text[])",
         "kind NOT IN ('a', 'b')"},
        {L, "(((kind)::text = ANY ((ARRAY[" V("it''s, ok") ", " V("b") "])::text[])) AND (n > 1))",
         "(kind IN ('it''s, ok', 'b')) AND (n > 1)"},
        {L, "((kind || 'x'))::text = ANY ((ARRAY[" V("a") ", " V("b") "])::text[])",
         "(kind || 'x') IN ('a', 'b')"},
        {L, "lower((kind)::text) = ANY ((ARRAY[" V("a") ", " V("b") "])::text[])",
         "lower((kind)::text) = ANY (ARRAY[" V("a") ", " V("b") "])"},
        {L, "(kind)::text ~~ ANY ((ARRAY[" V("a") ", " V("b") "])::text[])",
         "(kind)::text ~~ ANY (ARRAY[" V("a") ", " V("b") "])"},
        {L, "(kind)::text = ANY ((ARRAY[" V("a") "])::text[])",
         "(kind)::text = ANY ((ARRAY[" V("a") "])::text[])"},
        {L,
         "(kind)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character "
         "varying)::text])",
         "(kind)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character "
         "varying)::text])"},
        {L, "word = ANY (ARRAY['a'::text, 'b'::text])", "word IN ('a', 'b')"},
        {L, "(kind)::text = ANY (ARRAY['a'::text, 'b'::text])", "(kind)::text IN ('a', 'b')"},
        {L, "other = ANY (ARRAY['a'::text, 'b'::text])",
         "other = ANY (ARRAY['a'::text, 'b'::text])"},
        {L, "n = ANY (ARRAY[1, 2])", "n = ANY (ARRAY[1, 2])"},
        {L, "word = 'x = ANY (ARRAY[''a''::text, ''b''::text])'",
         "word = 'x = ANY (ARRAY[''a''::text, ''b''::text])'"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Catalog *catalog =
            draft_of("database: d\n"
                     "tables:\n"
                     "  t:\n"
                     "    columns: {kind: varchar, word: text, other: name, n: int}\n"
                     "    checks: {c: n > 0}\n");
        object_set(catalog, shown(catalog, "check public.t.c"), "expression",
                   value_text(str_of(cases[i].kept)), (Pos){0});
        Model *again =
            model_of(str_replace(arena, written(catalog), S("# tables"), S("---\n# tables")).ptr);
        Item *check =
            item_child(model_find(again, KIND_TABLE, S("public"), S("t")), KIND_CHECK, S("c"));
        same_text(cases[i].line, item_text(check, "expression"), cases[i].written);
    }
}

/* Several keys to one table: each way back has a name of its own. */
static void test_inverses(void **state)
{
    (void)state;
    Str text = written(draft_of("database: d\n"
                                "tables:\n"
                                "  users: {columns: {id: int}, primary_key: id}\n"
                                "  posts:\n"
                                "    columns: {author_id: int, editor_id: int}\n"
                                "    relations:\n"
                                "      author: {columns: author_id, references: users}\n"
                                "      editor: {columns: editor_id, references: users}\n"));
    has_text(L, text,
             "author: {columns: author_id, references: users(id), inverse: posts_by_author}");
    has_text(L, text,
             "editor: {columns: editor_id, references: users(id), inverse: posts_by_editor}");
}

/* Equal last columns of three tables; two are too few, and a column between is in the way. */
static void test_mixins(void **state)
{
    (void)state;
#define TIMES "created_at: {type: timestamptz, not_null: true}, updated_at: timestamptz"
    AuthorOptions options = {.database = S("d"), .mixins = true};
    Str text = written_with(draft_of("database: d\n"
                                     "tables:\n"
                                     "  a: {columns: {id: int, " TIMES "}}\n"
                                     "  b: {columns: {id: int, x: int, " TIMES "}}\n"
                                     "  c: {columns: {y: int, " TIMES "}}\n"
                                     "  d: {columns: {id: int, " TIMES ", z: int}}\n"
                                     "  e: {columns: {" TIMES "}}\n"),
                            &options);
    has_text(L, text,
             "mixins:\n"
             "  timestamps:\n"
             "    columns:\n"
             "      created_at: {type: timestamptz, not_null: true}\n"
             "      updated_at: timestamptz\n");
    has_text(L, text, "table: a\nuse: timestamps\ncolumns:\n  id: integer\n#");
    has_text(L, text, "table: b\nuse: timestamps\ncolumns:\n  id: integer\n  x:  integer\n#");
    has_text(L, text, "table: d\ncolumns:\n  id:         integer\n  created_at:");
    has_text(L, text, "table: e\ncolumns:\n  created_at:");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_as_written), TEST(test_triggers_and_schemas),
        TEST(test_file_names), TEST(test_inverses),
        TEST(test_phrases),    TEST(test_mixins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
