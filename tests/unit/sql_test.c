#include "unit_model.h"

#include "sql/script.h"
#include "sql/sql.h"

#define D "database: d\n"

/* The statement that creates the object, with what is folded into it. */
static Str created(const Catalog *draft, const char *name, SqlMode mode)
{
    Plan plan = plan_create(arena, draft, &diags);
    no_diags(L);
    for (size_t i = 0; i < plan.len; i++)
        if (plan.at[i].type == STEP_CREATE && str_is(object_show(arena, plan.at[i].object), name))
            return sql_step(arena, &plan.at[i], mode);
    const Object *object = shown(draft, name);
    return sql_create(arena, object, NULL, 0, mode);
}

static void test_create(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *yaml, *object, *want;
    } cases[] = {
        {L, D "schemas: {My app: }\n", "schema \"My app\"", "CREATE SCHEMA \"My app\""},
        {L, D "extensions: [pgcrypto]\n", "extension pgcrypto",
         "CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA public"},
        {L, D "enums: {e: [a, \"it's\", 'b\\c']}\n", "enum public.e",
         "CREATE TYPE public.e AS ENUM ('a', 'it''s', E'b\\\\c')"},
        {L, D "sequences: {s: }\n", "sequence public.s", "CREATE SEQUENCE public.s"},
        {L,
         D "sequences: {s: {type: integer, start: 5, increment: 2, minimum: 3, maximum: 99,\n"
           "  cache: 4, cycle: true}}\n",
         "sequence public.s",
         "CREATE SEQUENCE public.s AS integer INCREMENT BY 2 MINVALUE 3 MAXVALUE 99 START WITH 5 "
         "CACHE 4 CYCLE"},
        {L, D "functions: {f(): {language: plpgsql, body: \"BEGIN END\", returns: trigger}}\n",
         "function public.f()",
         "CREATE FUNCTION public.f()\nRETURNS trigger\nLANGUAGE plpgsql\nAS $$BEGIN END$$"},
        {L,
         D "functions:\n"
           "  'F(a int, \"B b\" text DEFAULT ''x'')':\n"
           "    {language: sql, body: SELECT '$$', returns: setof int, volatility: stable,\n"
           "     strict: true, security_definer: true, leakproof: true, parallel: safe, cost: 5,\n"
           "     rows: 7, settings: {search_path: 'app, \"B c\"', work_mem: 4MB}}\n",
         "function public.\"F\"(integer, text)",
         "CREATE FUNCTION public.\"F\"(a int, \"B b\" text DEFAULT 'x')\nRETURNS setof int\n"
         "LANGUAGE sql STABLE STRICT SECURITY DEFINER LEAKPROOF PARALLEL SAFE COST 5 ROWS 7\n"
         "SET search_path TO 'app', 'B c'\nSET work_mem TO '4MB'\nAS $_1$SELECT '$$'$_1$"},
        {L, D "tables: {t: }\n", "table public.t", "CREATE TABLE public.t ()"},
        {L,
         D "tables:\n"
           "  Order:\n"
           "    unlogged: true\n"
           "    with: {fillfactor: 70}\n"
           "    columns:\n"
           "      id: {type: int, identity: always}\n"
           "      b: {type: text, default: \"it's\", not_null: true, collation: C}\n"
           "      a: {type: int, generated: length(b)}\n"
           "      t: {type: timestamp, default_sql: now() AT TIME ZONE 'utc'}\n"
           "    primary_key: {columns: [id, b], include: a, deferrable: true}\n"
           "    unique: {u: {columns: b, nulls_not_distinct: true, with: {fillfactor: 50}}}\n"
           "    checks: {c: {expression: a > 0, no_inherit: true}}\n",
         "table public.\"Order\"",
         "CREATE UNLOGGED TABLE public.\"Order\" (\n"
         "    id integer GENERATED ALWAYS AS IDENTITY NOT NULL,\n"
         "    b text COLLATE \"C\" DEFAULT 'it''s' NOT NULL,\n"
         "    a integer GENERATED ALWAYS AS (length(b)) STORED,\n"
         "    t timestamp without time zone DEFAULT (now() AT TIME ZONE 'utc'),\n"
         "    CONSTRAINT c CHECK (a > 0) NO INHERIT,\n"
         "    CONSTRAINT \"Order_pkey\" PRIMARY KEY (id, b) INCLUDE (a) DEFERRABLE,\n"
         "    CONSTRAINT u UNIQUE NULLS NOT DISTINCT (b) WITH (fillfactor='50')\n"
         ") WITH (fillfactor='70')"},
        {L,
         D "tables:\n"
           "  a: {columns: {x: int, y: int}, primary_key: [x, y]}\n"
           "  b:\n"
           "    columns: {x: int, y: int}\n"
           "    relations:\n"
           "      a: {columns: [x, y], references: a, on_delete: set null, on_update: cascade,\n"
           "          on_delete_columns: y, match: full, deferrable: true,\n"
           "          initially_deferred: true, not_valid: true, name: fk}\n",
         "foreign key public.b.fk",
         "ALTER TABLE public.b ADD CONSTRAINT fk FOREIGN KEY (x, y) REFERENCES public.a (x, y) "
         "MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL (y) DEFERRABLE INITIALLY DEFERRED "
         "NOT VALID"},
        {L,
         D "tables:\n  t:\n    columns: {a: text, b: int}\n    indexes:\n"
           "      i: {columns: [lower(a) desc, b], unique: true, method: gist, include: b,\n"
           "          nulls_not_distinct: true, where: b > 0, with: {fillfactor: 60}}\n",
         "index public.t.i",
         "CREATE UNIQUE INDEX i ON public.t USING gist (lower(a) DESC, b) INCLUDE (b) "
         "NULLS NOT DISTINCT WITH (fillfactor='60') WHERE (b > 0)"},
        {L, D "views: {v: {query: SELECT 1, columns: [a], with: {security_barrier: true}}}\n",
         "view public.v", "CREATE VIEW public.v (a) WITH (security_barrier='true') AS\nSELECT 1"},
        {L,
         D "functions: {f(): {language: plpgsql, body: \"BEGIN END\", returns: trigger}}\n"
           "tables:\n  t:\n    columns: {a: int, b: int}\n    triggers:\n"
           "      x: {after: [update of b, \"UPDATE OF a\", insert, delete], each: row, when: "
           "NEW.a > 0,\n"
           "          execute: \"f('it''s', 2)\", constraint: true, deferrable: true}\n",
         "trigger public.t.x",
         "CREATE CONSTRAINT TRIGGER x AFTER INSERT OR UPDATE OF b, a OR DELETE ON public.t "
         "DEFERRABLE\n    FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION public.f('it''s', '2')"},
        {L,
         D "functions: {f(): {language: plpgsql, body: \"BEGIN END\", returns: trigger}}\n"
           "tables:\n  t:\n    columns: {a: int}\n    triggers:\n"
           "      x: {after: update, old_table: old rows, new_table: new_rows, execute: f()}\n",
         "trigger public.t.x",
         "CREATE TRIGGER x AFTER UPDATE ON public.t REFERENCING OLD TABLE AS \"old rows\" NEW "
         "TABLE "
         "AS new_rows\n    FOR EACH STATEMENT EXECUTE FUNCTION public.f()"},
        {L, D "tables: {t: {columns: {a: {type: int, not_null: true, default: -5}}}}\n",
         "column public.t.a", "ALTER TABLE public.t ADD COLUMN a integer NOT NULL"},
        {L, D "tables: {t: {columns: {a: {type: int, default: -5}}}}\n", "default public.t.a",
         "ALTER TABLE ONLY public.t ALTER COLUMN a SET DEFAULT -5"},
        {L,
         D "tables: {t: {columns: {a: int}, checks: {c: {expression: a > 0, not_valid: true}}}}\n",
         "check public.t.c", "ALTER TABLE public.t ADD CONSTRAINT c CHECK (a > 0) NOT VALID"},
        {L, D "tables: {t: {columns: {a: int}, primary_key: a}}\n", "primary key public.t.t_pkey",
         "ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (a)"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_text(cases[i].line, created(draft_of(cases[i].yaml), cases[i].object, SQL_PLAIN),
                  cases[i].want);
}

/* A comment at the end of an expression must not take in what follows it. */
static void test_comments_in_fragments(void **state)
{
    (void)state;
    Catalog *draft = draft_of(D "tables:\n  t:\n    columns:\n"
                                "      a: {type: int, default_sql: \"1 -- one\", not_null: true}\n"
                                "    checks: {c: \"a > 0 -- so\"}\n");
    same_text(L, created(draft, "table public.t", SQL_PLAIN),
              "CREATE TABLE public.t (\n"
              "    a integer DEFAULT (1 -- one\n) NOT NULL,\n"
              "    CONSTRAINT c CHECK (a > 0 -- so\n)\n)");
}

static void test_again(void **state)
{
    (void)state;
    Catalog *draft =
        draft_of(D "schemas: {s: }\nenums: {e: [a$do$b]}\nsequences: {q: }\n"
                   "functions: {f(): {language: sql, body: SELECT 1, returns: int}}\n"
                   "tables:\n  t:\n    columns: {a: int}\n    indexes: {i: a}\n"
                   "    checks: {c: {expression: a > 0, not_valid: true}}\nviews: {v: SELECT 1}\n");
    static const struct {
        int line;
        const char *object, *want;
    } cases[] = {
        {L, "schema s",
         "DO $do$ BEGIN IF to_regnamespace('s') IS NULL THEN\nCREATE SCHEMA s;\nEND IF; END $do$"},
        {L, "sequence public.q", "CREATE SEQUENCE IF NOT EXISTS public.q"},
        {L, "table public.t", "CREATE TABLE IF NOT EXISTS public.t (\n    a integer\n)"},
        {L, "index public.t.i", "CREATE INDEX IF NOT EXISTS i ON public.t (a)"},
        {L, "enum public.e",
         "DO $do_1$ BEGIN IF to_regtype('public.e') IS NULL THEN\n"
         "CREATE TYPE public.e AS ENUM ('a$do$b');\nEND IF; END $do_1$"},
        {L, "function public.f()",
         "DO $do$ BEGIN IF to_regprocedure('public.f()') IS NULL THEN\n"
         "CREATE FUNCTION public.f()\nRETURNS int\nLANGUAGE sql\nAS $$SELECT 1$$;\nEND IF; END "
         "$do$"},
        {L, "view public.v",
         "DO $do$ BEGIN IF to_regclass('public.v') IS NULL THEN\n"
         "CREATE VIEW public.v AS\nSELECT 1;\nEND IF; END $do$"},
        {L, "check public.t.c",
         "DO $do$ BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conrelid = "
         "to_regclass('public.t') AND conname = 'c') THEN\n"
         "ALTER TABLE public.t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;\nEND IF; END $do$"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_text(cases[i].line, created(draft, cases[i].object, SQL_AGAIN), cases[i].want);
    has_text(L, created(draft, "function public.f()", SQL_REPLACE), "CREATE OR REPLACE FUNCTION");
}

static void test_drop(void **state)
{
    (void)state;
    Catalog *draft =
        draft_of(D "schemas: {S: }\nenums: {e: [a]}\nextensions: [citext]\nsequences: {q: }\n"
                   "functions: {'f(int, e)': {language: sql, body: SELECT 1, returns: trigger},\n"
                   "  g(): {language: plpgsql, body: BEGIN END, returns: trigger}}\n"
                   "tables:\n  a b:\n    columns: {\"it's\": {type: int, default: 1}, x: int}\n"
                   "    indexes: {i: x}\n    primary_key: x\n"
                   "    triggers: {t: {before: insert, execute: g()}}\nviews: {v: SELECT 1}\n");
    static const struct {
        int line;
        const char *object, *plain, *again;
    } cases[] = {
        {L, "schema \"S\"", "DROP SCHEMA \"S\"", "DROP SCHEMA IF EXISTS \"S\""},
        {L, "extension citext", "DROP EXTENSION citext", "DROP EXTENSION IF EXISTS citext"},
        {L, "enum public.e", "DROP TYPE public.e", "DROP TYPE IF EXISTS public.e"},
        {L, "sequence public.q", "DROP SEQUENCE public.q", "DROP SEQUENCE IF EXISTS public.q"},
        {L, "function public.f(integer, public.e)", "DROP FUNCTION public.f(integer, public.e)",
         "DROP FUNCTION IF EXISTS public.f(integer, public.e)"},
        {L, "table public.\"a b\"", "DROP TABLE public.\"a b\"",
         "DROP TABLE IF EXISTS public.\"a b\""},
        {L, "column public.\"a b\".\"it's\"", "ALTER TABLE public.\"a b\" DROP COLUMN \"it's\"",
         "ALTER TABLE IF EXISTS public.\"a b\" DROP COLUMN IF EXISTS \"it's\""},
        {L, "default public.\"a b\".\"it's\"",
         "ALTER TABLE ONLY public.\"a b\" ALTER COLUMN \"it's\" DROP DEFAULT",
         "ALTER TABLE IF EXISTS ONLY public.\"a b\" ALTER COLUMN \"it's\" DROP DEFAULT"},
        {L, "primary key public.\"a b\".\"a b_pkey\"",
         "ALTER TABLE public.\"a b\" DROP CONSTRAINT \"a b_pkey\"",
         "ALTER TABLE IF EXISTS public.\"a b\" DROP CONSTRAINT IF EXISTS \"a b_pkey\""},
        {L, "index public.\"a b\".i", "DROP INDEX public.i", "DROP INDEX IF EXISTS public.i"},
        {L, "trigger public.\"a b\".t", "DROP TRIGGER t ON public.\"a b\"",
         "DROP TRIGGER IF EXISTS t ON public.\"a b\""},
        {L, "view public.v", "DROP VIEW public.v", "DROP VIEW IF EXISTS public.v"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const Object *object = shown(draft, cases[i].object);
        same_text(cases[i].line, sql_drop(arena, object, SQL_PLAIN), cases[i].plain);
        same_text(cases[i].line, sql_drop(arena, object, SQL_AGAIN), cases[i].again);
    }
    same_text(L, sql_absent(arena, shown(draft, "column public.\"a b\".\"it's\"")),
              "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = "
              "to_regclass('public.\"a b\"') AND attname = 'it''s' AND NOT attisdropped)");
    same_text(L, sql_absent(arena, shown(draft, "index public.\"a b\".i")),
              "to_regclass('public.i') IS NULL");
    same_text(L, sql_absent(arena, shown(draft, "schema \"S\"")),
              "to_regnamespace('\"S\"') IS NULL");
}

static void test_set(void **state)
{
    (void)state;
    static const struct {
        int line;
        KindId kind;
        const char *field, *value, *set, *reset;
    } cases[] = {
        {L, KIND_TABLE, "comment", "it's", "COMMENT ON TABLE s.o IS 'it''s'",
         "COMMENT ON TABLE s.o IS NULL"},
        {L, KIND_COLUMN, "comment", "\\", "COMMENT ON COLUMN s.o.p IS E'\\\\'",
         "COMMENT ON COLUMN s.o.p IS NULL"},
        {L, KIND_CHECK, "comment", "x", "COMMENT ON CONSTRAINT p ON s.o IS 'x'",
         "COMMENT ON CONSTRAINT p ON s.o IS NULL"},
        {L, KIND_INDEX, "comment", "x", "COMMENT ON INDEX s.p IS 'x'",
         "COMMENT ON INDEX s.p IS NULL"},
        {L, KIND_TRIGGER, "comment", "x", "COMMENT ON TRIGGER p ON s.o IS 'x'",
         "COMMENT ON TRIGGER p ON s.o IS NULL"},
        {L, KIND_COLUMN, "not_null", "true", "ALTER TABLE s.o ALTER COLUMN p SET NOT NULL",
         "ALTER TABLE s.o ALTER COLUMN p DROP NOT NULL"},
        {L, KIND_COLUMN, "statistics", "7", "ALTER TABLE ONLY s.o ALTER COLUMN p SET STATISTICS 7",
         "ALTER TABLE ONLY s.o ALTER COLUMN p SET STATISTICS -1"},
        {L, KIND_COLUMN, "storage", "external",
         "ALTER TABLE ONLY s.o ALTER COLUMN p SET STORAGE EXTERNAL", NULL},
        {L, KIND_COLUMN, "position", "3", NULL, NULL},
        {L, KIND_DEFAULT, "expression", "now()",
         "ALTER TABLE ONLY s.o ALTER COLUMN p SET DEFAULT now()", NULL},
        {L, KIND_CHECK, "expression", "a > 0", NULL, NULL},
        {L, KIND_CHECK, "not_valid", "true", NULL, "ALTER TABLE s.o VALIDATE CONSTRAINT p"},
        {L, KIND_SEQUENCE, "owned_by", "s.\"T\".c", "ALTER SEQUENCE s.o OWNED BY s.\"T\".c",
         "ALTER SEQUENCE s.o OWNED BY NONE"},
        {L, KIND_SEQUENCE, "increment", "2", NULL, NULL},
        {L, KIND_TRIGGER, "enabled", "disabled", "ALTER TABLE s.o DISABLE TRIGGER p",
         "ALTER TABLE s.o ENABLE TRIGGER p"},
        {L, KIND_TRIGGER, "enabled", "always", "ALTER TABLE s.o ENABLE ALWAYS TRIGGER p",
         "ALTER TABLE s.o ENABLE TRIGGER p"},
        {L, KIND_TRIGGER, "enabled", "replica", "ALTER TABLE s.o ENABLE REPLICA TRIGGER p",
         "ALTER TABLE s.o ENABLE TRIGGER p"},
        {L, KIND_EXTENSION, "in_schema", "My app", "ALTER EXTENSION o SET SCHEMA \"My app\"", NULL},
        {L, KIND_FOREIGN_KEY, "deferrable", "true", "ALTER TABLE s.o ALTER CONSTRAINT p DEFERRABLE",
         "ALTER TABLE s.o ALTER CONSTRAINT p NOT DEFERRABLE"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Catalog *catalog = catalog_new(arena);
        ObjectId id = {cases[i].kind, S("s"), S("o"), (Str){0}};
        if (kinds[id.kind].parent != KIND_NONE)
            id.sub = S("p");
        if (id.kind == KIND_EXTENSION)
            id.schema = (Str){0};
        Object *object = catalog_add(catalog, id, NULL);
        object_set(catalog, object, cases[i].field, value_text(str_of(cases[i].value)), (Pos){0});
        const Field *field = &kinds[id.kind].fields[kind_field(id.kind, str_of(cases[i].field))];
        same_text(cases[i].line, sql_set(arena, object, field, object_attr(object, cases[i].field)),
                  cases[i].set);
        same_text(cases[i].line, sql_set(arena, object, field, NULL), cases[i].reset);
    }
}

/* What makes `have` like `want`, in the field of an object. */
static Str altered(const char *have, const char *want, const char *name, const char *field)
{
    Catalog *live = draft_of(have), *wanted = draft_of(want);
    const Object *object = shown(wanted, name);
    const Field *f = &kinds[object->id.kind].fields[kind_field(object->id.kind, str_of(field))];
    StrVec sql = sql_alter(arena, live, object, f, object_attr(object, field));
    return str_join(arena, &sql, S(";\n"));
}

static void test_alter(void **state)
{
    (void)state;
#define TABLE "tables: {t: {columns: {e: {type: e, default: a}, l: 'e[]', n: int}, "
    static const struct {
        int line;
        const char *have, *want, *object, *field, *sql;
    } cases[] = {
        {L, D "enums: {e: [b]}\n", D "enums: {e: [a, b, c]}\n", "enum public.e", "labels",
         "ALTER TYPE public.e ADD VALUE 'a' BEFORE 'b';\n"
         "ALTER TYPE public.e ADD VALUE 'c' AFTER 'b'"},
        {L, D "enums: {e: [a, b]}\n" TABLE "}}\n", D "enums: {e: [a]}\n" TABLE "}}\n",
         "enum public.e", "labels",
         "ALTER TABLE ONLY public.t ALTER COLUMN e DROP DEFAULT;\n"
         "ALTER TYPE public.e RENAME TO e_62831a;\n"
         "CREATE TYPE public.e AS ENUM ('a');\n"
         "ALTER TABLE public.t\n"
         "    ALTER COLUMN e TYPE public.e USING e::text::public.e,\n"
         "    ALTER COLUMN l TYPE public.e[] USING l::text[]::public.e[];\n"
         "ALTER TABLE ONLY public.t ALTER COLUMN e SET DEFAULT 'a';\n"
         "DROP TYPE public.e_62831a"},
        {L, D "functions: {f(): {language: sql, body: SELECT 1, returns: int}}\n",
         D "functions: {f(): {language: sql, body: SELECT 2, returns: int}}\n",
         "function public.f()", "body",
         "CREATE OR REPLACE FUNCTION public.f()\nRETURNS int\nLANGUAGE sql\nAS $$SELECT 2$$"},
        {L, D "functions: {f(): {language: sql, body: SELECT 1, returns: int}}\n",
         D "functions: {f(): {language: sql, body: SELECT 1, returns: text, comment: x}}\n",
         "function public.f()", "returns",
         "DROP FUNCTION public.f();\n"
         "CREATE FUNCTION public.f()\nRETURNS text\nLANGUAGE sql\nAS $$SELECT 1$$;\n"
         "COMMENT ON FUNCTION public.f() IS 'x'"},
        {L, D "tables: {t: {columns: {a: int}}}\n", D "tables: {t: {columns: {a: text}}}\n",
         "column public.t.a", "type", "ALTER TABLE public.t ALTER COLUMN a TYPE text"},
        {L, D "tables: {t: {columns: {a: int}, indexes: {i: a}}}\n",
         D
         "tables: {t: {columns: {a: int}, indexes: {i: {columns: a, unique: true, comment: x}}}}\n",
         "index public.t.i", "unique",
         "DROP INDEX public.i;\nCREATE UNIQUE INDEX i ON public.t (a);\n"
         "COMMENT ON INDEX public.i IS 'x'"},
        {L, D "tables: {t: {with: {fillfactor: 70, autovacuum_enabled: false}}}\n",
         D "tables: {t: {with: {fillfactor: 80}}}\n", "table public.t", "with",
         "ALTER TABLE public.t RESET (autovacuum_enabled);\n"
         "ALTER TABLE public.t SET (fillfactor='80')"},
        {L, D "tables: {t: {columns: {a: {type: int, generated: 1+1}}}}\n",
         D "tables: {t: {columns: {a: {type: int, generated: 1+2}}}}\n", "column public.t.a",
         "generated", ""}, /* a column is never dropped for that */
    };
#undef TABLE
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_text(cases[i].line,
                  altered(cases[i].have, cases[i].want, cases[i].object, cases[i].field),
                  cases[i].sql);
}

static void test_fill(void **state)
{
    (void)state;
    Catalog *catalog = catalog_new(arena);
    const Object *column =
        catalog_add(catalog, (ObjectId){KIND_COLUMN, S("My s"), S("t"), S("c'")}, NULL);
    const Object *function =
        catalog_add(catalog, (ObjectId){KIND_FUNCTION, S("s"), S("F(text)"), {0}}, NULL);
    static const struct {
        int line;
        const char *text, *column, *function;
    } cases[] = {
        {L, "no holes", "no holes", "no holes"},
        {L, "{name}", "\"c'\"", "s.\"F\"(text)"},
        {L, "{relation}.{schema}", "\"My s\".t.\"My s\"", "s.\"F(text)\".s"},
        {L, "{name'}", "'c'''", "'F'"},
        {L, "{name''}", "'\"c''\"'", "'s.\"F\"(text)'"},
        {L, "{relation''}", "'\"My s\".t'", "'s.\"F(text)\"'"},
        {L, "{schema.name''}", "'\"My s\".\"c''\"'", NULL},
        {L, "{value}{value}", "vv", "vv"},
        {L, "x {if_exists}y", "x y", "x y"},
        {L, "{target}", "COLUMN \"My s\".t.\"c'\"", "FUNCTION s.\"F\"(text)"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        same_text(cases[i].line, sql_fill(arena, cases[i].text, column, S("v")), cases[i].column);
        if (cases[i].function)
            same_text(cases[i].line, sql_fill(arena, cases[i].text, function, S("v")),
                      cases[i].function);
    }
    same_text(L, sql_fill(arena, "x {if_exists}y", column, S("if exists")), "x IF EXISTS y");
}

static void test_files(void **state)
{
    (void)state;
    Templates templates = {.arena = arena, .diags = &diags, .parsed = {.arena = arena}};
    Catalog *draft = draft_of(D "schemas: {app: }\nenums: {e: [a]}\n"
                                "tables: {t: {columns: {e: e}}}\n---\nschema: app\n"
                                "tables: {u: {columns: {a: int}, comment: \"It's\"}}\n");
    SqlFiles files = sql_files(arena, draft, draft, &templates, &diags);
    no_diags(L);
    has_text(L, files.create, "CREATE TABLE IF NOT EXISTS public.t (\n    e public.e\n);");
    has_text(L, files.create, "COMMENT ON TABLE app.u IS 'It''s';");
    has_text(L, files.drop, "DROP TABLE IF EXISTS public.t;");
    assert_true(str_find(files.drop, S("DROP TABLE IF EXISTS public.t;")) <
                str_find(files.drop, S("DROP TYPE IF EXISTS public.e;")));
    assert_true(str_find(files.create, S("CREATE TYPE public.e")) <
                str_find(files.create, S("CREATE TABLE IF NOT EXISTS public.t")));
    lacks_text(L, files.drop, "public;"); /* what is in every database stays */
    assert_true(files.drift.len > 1000);
    lacks_text(L, files.drift, "\nCREATE ");
    lacks_text(L, files.drift, "{{");
}

/* What becomes of the values, and of the files, when a column gets another type. */
static void test_type_changes(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *from, *to;
        bool rewrites, loses;
    } cases[] = {
        {L, "integer", "integer", false, false},
        {L, "character varying(10)", "character varying(20)", false, false},
        {L, "character varying(20)", "character varying(10)", true, true},
        {L, "character varying(20)", "text", false, false},
        {L, "text", "character varying(20)", true, true},
        {L, "integer", "bigint", true, false},
        {L, "numeric(8,2)", "numeric(10,2)", false, false},
        {L, "numeric(8,2)", "numeric(10,3)", true, false},
        {L, "numeric(8,2)", "numeric(9,4)", true, true},
        {L, "integer", "numeric", true, false},
        {L, "smallint", "numeric(5)", true, false},
        {L, "smallint", "numeric(5,1)", true, true},
        {L, "integer", "numeric(12,2)", true, false},
        {L, "integer", "numeric(11,2)", true, true},
        {L, "bigint", "numeric(19,0)", true, false},
        {L, "bigint", "numeric(18,-1)", true, true},
        {L, "real", "numeric(30,2)", true, true},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        TypeChange change = sql_type_change(arena, str_of(cases[i].from), str_of(cases[i].to));
        if (change.rewrites != cases[i].rewrites || change.loses != cases[i].loses)
            fail_msg("%d: from %s to %s", cases[i].line, cases[i].from, cases[i].to);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_create),       TEST(test_comments_in_fragments),
        TEST(test_again),        TEST(test_drop),
        TEST(test_set),          TEST(test_alter),
        TEST(test_fill),         TEST(test_files),
        TEST(test_type_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
