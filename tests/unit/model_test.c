#include "unit_model.h"

/* --- items --- */

static const char shop[] = "database: shop\n"
                           "comment: A shop\n"
                           "enums:\n"
                           "  status: [open, paid]\n"
                           "tables:\n"
                           "  orders:\n"
                           "    columns:\n"
                           "      id: uuid\n"
                           "      status: {type: status, default: open, not_null: true}\n"
                           "      total: numeric(10,2)\n"
                           "    primary_key: id\n"
                           "    checks:\n"
                           "      positive: total > 0\n"
                           "  items:\n"
                           "    comment: What was bought\n"
                           "    columns:\n"
                           "      order_id: uuid\n"
                           "      line: {type: int, unique: true}\n"
                           "    relations:\n"
                           "      order: {columns: order_id, references: orders, inverse: items}\n";

static Item *table_of(const Model *model, const char *name)
{
    Item *item = model_find(model, KIND_TABLE, S("public"), str_of(name));
    if (!item)
        fail_msg("there is no table %s", name);
    return item;
}

static Item *part_of(const Item *table, KindId kind, const char *name)
{
    Item *item = item_child(table, kind, str_of(name));
    if (!item)
        fail_msg("%s has no %s %s", table->name.ptr, kinds[kind].tag, name);
    return item;
}

static void test_items(void **state)
{
    (void)state;
    Model *model = model_of(shop);
    same_text(L, model->database, "shop");
    same_text(L, item_text(model->root, "comment"), "A shop");
    assert_int_equal(model->root->children.len, 3);
    assert_int_equal(model->root->children.at[0]->kind, KIND_ENUM);
    same_text(L, model->root->children.at[1]->name, "items"); /* by kind and name, not as written */
    Item *orders = table_of(model, "orders");
    assert_null(orders->parent);
    same_text(L, orders->schema, "public");
    Item *status = part_of(orders, KIND_COLUMN, "status");
    assert_ptr_equal(status->parent, orders);
    assert_true(item_bool(status, "not_null"));
    assert_false(item_bool(part_of(orders, KIND_COLUMN, "id"), "not_null"));
    same_text(L, item_text(status, "default"), "open");
    assert_null(item_text(status, "default_sql").ptr);
    assert_null(item_setting(status, "no_such_field"));
    same_text(L, item_text(part_of(orders, KIND_CHECK, "positive"), "expression"), "total > 0");
    Value columns = item_value(part_of(orders, KIND_PRIMARY_KEY, "orders_pkey"), "columns");
    same_text(L, value_show(arena, &columns), "[id]");
}

static void test_item_positions(void **state)
{
    (void)state;
    Model *model = model_of(shop);
    Item *status = part_of(table_of(model, "orders"), KIND_COLUMN, "status");
    assert_int_equal(status->pos.line, 9);
    assert_int_equal(status->pos.column, 7);
    assert_int_equal(item_pos(status, "default").line, 9);
    assert_int_equal(item_pos(status, "default").column, 39);
    assert_int_equal(item_pos(status, "comment").column, 7); /* not said: where the item is */
}

static void test_shorthands(void **state)
{
    (void)state;
    Model *one = model_of("database: d\n"
                          "enums: {e: a, f: [a, b], g: {labels: [a]}}\n"
                          "extensions: [pgcrypto, citext]\n"
                          "views: {v: SELECT 1 AS x}\n"
                          "tables:\n"
                          "  t:\n"
                          "    columns: {a: int, b: {type: citext}}\n"
                          "    unique: {u: [a, b], w: a}\n"
                          "    indexes: {i: a, j: [a, b desc], k: {columns: a, unique: true}}\n");
    Item *t = table_of(one, "t");
    same_text(L, item_text(part_of(t, KIND_COLUMN, "a"), "type"), "int");
    assert_int_equal(item_value(part_of(t, KIND_UNIQUE, "w"), "columns").count, 1);
    assert_int_equal(item_value(part_of(t, KIND_INDEX, "j"), "columns").count, 2);
    same_text(L, item_text(model_find(one, KIND_VIEW, S("public"), S("v")), "query"),
              "SELECT 1 AS x");
    assert_int_equal(item_value(model_find(one, KIND_ENUM, S("public"), S("e")), "labels").count,
                     1);
    assert_ptr_equal(part_of(t, KIND_COLUMN, "b")->type_item->name.ptr,
                     model_find(one, KIND_EXTENSION, S("public"), S("citext"))->name.ptr);
}

static void test_forms(void **state)
{
    (void)state;
    Model *model =
        model_of("database: d\n"
                 "sequences:\n"
                 "  s: {increment: -2, start: +10, cycle: TRUE, type: Integer, cache: 007}\n"
                 "functions:\n"
                 "  f():\n"
                 "    returns: trigger\n"
                 "    language: plpgsql\n"
                 "    cost: 1.5\n"
                 "    volatility: volatile\n"
                 "    settings: {search_path: '', work_mem: 4MB}\n"
                 "    body: |\n"
                 "      BEGIN\n"
                 "        RETURN NEW;\n"
                 "      END;\n"
                 "tables:\n"
                 "  t:\n"
                 "    columns:\n"
                 "      a: {type: int, identity: by_default}\n"
                 "      b: {type: text, default: ~}\n"
                 "    with: {fillfactor: 70}\n"
                 "    api: {path: /tees}\n");
    Item *s = model_find(model, KIND_SEQUENCE, S("public"), S("s"));
    same_text(L, item_text(s, "increment"), "-2");
    same_text(L, item_text(s, "start"), "10");
    same_text(L, item_text(s, "cache"), "7");
    same_text(L, item_text(s, "cycle"), "true");
    same_text(L, item_text(s, "type"), "integer");
    Item *f = model_find(model, KIND_FUNCTION, S("public"), S("f()"));
    same_text(L, item_text(f, "body"), "BEGIN\n  RETURN NEW;\nEND;\n");
    assert_null(item_text(f, "volatility").ptr); /* the first choice goes without saying */
    Value settings = item_value(f, "settings");
    same_text(L, value_show(arena, &settings), "[search_path=, work_mem=4MB]");
    Item *t = table_of(model, "t");
    same_text(L, item_text(part_of(t, KIND_COLUMN, "a"), "identity"), "by default");
    assert_int_equal(item_value(part_of(t, KIND_COLUMN, "b"), "default").type, VALUE_ABSENT);
    same_text(L, item_text(t, "api.path"), "/tees");
}

/* --- files --- */

static void test_folder(void **state)
{
    (void)state;
    temporary_file("m/b.yaml", S("table: orders\ncolumns: {id: int}\nprimary_key: id\n"));
    temporary_file("m/sub/c.yaml", S("schema: app\n---\nenums: {e: [x]}\n---\n# nothing\n"));
    temporary_file("m/a.yaml", S("database: d\nschemas: {app: }\n---\nschema: app\nview: v\n"
                                 "query: SELECT 1 AS one\n"));
    temporary_file("m/.hidden.yaml", S("nonsense: [\n"));
    temporary_file("m/notes.txt", S("nonsense: [\n"));
    Model *model = model_load(arena, path_join(arena, folder, S("m")).ptr, &diags);
    no_diags(L);
    same_text(L, model->database, "d");
    assert_non_null(model_find(model, KIND_TABLE, S("public"), S("orders")));
    assert_non_null(model_find(model, KIND_VIEW, S("app"), S("v")));
    assert_non_null(model_find(model, KIND_SCHEMA, (Str){0}, S("app")));
    /* `schema:` holds for its document alone */
    assert_non_null(model_find(model, KIND_ENUM, S("public"), S("e")));
    same_text(L, table_of(model, "orders")->pos.source->relative, "b.yaml");
}

static void assert_refused(int line, const char *code, const char *says)
{
    assert_true(diags.errors > 0);
    if (strcmp(diags.list.at[0]->code, code) != 0)
        fail_msg("line %d: %s", line, diags_text(&diags, 0).ptr);
    has_text(line, diags.list.at[0]->message, says);
}

static void test_no_folder(void **state)
{
    (void)state;
    model_load(arena, "/no/such/model", &diags);
    assert_refused(L, "E0101", "there is no model");
    diags = (Diags){.arena = arena};
    model_load(arena, temporary_folder().ptr, &diags);
    assert_refused(L, "E0101", "no *.yaml files");
    diags = (Diags){.arena = arena};
    load("tables: {}\n");
    assert_refused(L, "E0203", "names the database");
    diags = (Diags){.arena = arena};
    load("database: a\n---\ndatabase: b\n");
    assert_refused(L, "E0301", "the database has two names");
}

/* --- mixins --- */

static const char mixed[] =
    "database: d\n"
    "functions:\n"
    "  touch(): {returns: trigger, language: plpgsql, body: 'BEGIN RETURN "
    "NEW; END;'}\n"
    "mixins:\n"
    "  stamps:\n"
    "    columns:\n"
    "      created_at: {type: timestamp, default_sql: now()}\n"
    "      kept: {type: text, comment: \"of {table} and {table}\"}\n"
    "    indexes:\n"
    "      \"{table}_created\": created_at\n"
    "    triggers:\n"
    "      \"touch_{table}\": {before: update, each: row, execute: touch()}\n"
    "  soft: {columns: {deleted: bool}}\n"
    "tables:\n"
    "  a: {use: [stamps, soft], columns: {id: int}}\n"
    "  b: {use: soft, columns: {id: int}}\n"
    "  c: {columns: {x: '\"{table}\"', id: int}}\n"
    "enums: {\"{table}\": [x]}\n";

static void test_mixins(void **state)
{
    (void)state;
    Model *model = model_of(mixed);
    Item *a = table_of(model, "a"), *b = table_of(model, "b");
    same_text(L, item_text(part_of(a, KIND_COLUMN, "kept"), "comment"), "of a and a");
    assert_true(part_of(a, KIND_COLUMN, "kept")->from_mixin);
    assert_false(part_of(a, KIND_COLUMN, "id")->from_mixin);
    part_of(a, KIND_INDEX, "a_created");
    assert_ptr_equal(part_of(a, KIND_TRIGGER, "touch_a")->target,
                     model_find(model, KIND_FUNCTION, S("public"), S("touch()")));
    part_of(a, KIND_COLUMN, "deleted");
    part_of(b, KIND_COLUMN, "deleted");
    assert_null(item_child(b, KIND_COLUMN, S("kept")));
    /* outside of mixins it is a name like any other */
    same_text(L, part_of(table_of(model, "c"), KIND_COLUMN, "x")->type.name, "{table}");
}

static void test_mixin_mistakes(void **state)
{
    (void)state;
    load("database: d\nmixins: {stamps: {columns: {a: nonsense}}}\n"
         "tables:\n  t: {use: stamp}\n  u: {use: [stamps]}\n  v: {use: [stamps]}\n");
    assert_int_equal(diags.errors, 2); /* the type is told once, for all who use it */
    assert_refused(L, "E0206", "there is no mixin \"stamp\"");
    same_text(L, diags.list.at[0]->help, "did you mean \"stamps\"?");
    assert_string_equal(diags.list.at[1]->code, "E0501");
}

/* --- names --- */

#define A63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define C62 "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
/* Right: what the server chose (PostgreSQL 15). */
static void test_chosen_names(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *table, *columns, *label, *want;
    } cases[] = {
        {L, "t", NULL, "pkey", "t_pkey"},
        {L, "t", "b a", "key", "t_b_a_key"},
        {L, "t", "a b", "fkey", "t_a_b_fkey"},
        {L, "ein_sehr_langer_tabellenname_der_fast_dreiundsechzig_bytes_hat_", NULL, "pkey",
         "ein_sehr_langer_tabellenname_der_fast_dreiundsechzig_bytes_pkey"},
        {L, "ein_sehr_langer_tabellenname_der_fast_dreiundsechzig_bytes_hat_",
         "a_rather_long_column_name_number_one", "key",
         "ein_sehr_langer_tabellenname__a_rather_long_column_name_num_key"},
        {L, A63, NULL, "pkey", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_pkey"},
        {L, A63, "b", "fkey", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_b_fkey"},
        {L, A63, C62, "key", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa_ccccccccccccccccccccccccccccc_key"},
        {L, A63, "id", "seq", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_id_seq"},
        {L, A63, "ssssssssssssssssssssssssssssssssssssssssssssss", "seq",
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa_sssssssssssssssssssssssssssss_seq"},
        {L, "m",
         "first_long_column_name_for_the_key second_long_column_name_for_the_key "
         "third_long_column_name_for_the_key",
         "key", "m_first_long_column_name_for_the_key_second_long_column_nam_key"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        StrVec names = {0};
        Str rest = str_of(cases[i].columns), name;
        while (str_split(&rest, ' ', &name))
            vec_push(arena, &names, name);
        Value columns = value_of_vec(&names);
        same_text(cases[i].line,
                  model_chosen_name(arena, str_of(cases[i].table), names.len ? &columns : NULL,
                                    cases[i].label),
                  cases[i].want);
    }
}

static Str repeated(const char *what, int times)
{
    StrVec parts = {0};
    for (int i = 0; i < times; i++)
        vec_push(arena, &parts, str_of(what));
    return str_join(arena, &parts, (Str){0});
}

/* No letter is cut in two. */
static void test_chosen_names_in_utf8(void **state)
{
    (void)state;
    static const char o[] = "\xC3\xB6", a[] = "\xC3\xA4", euro[] = "\xE2\x82\xAC";
    Str table = repeated(o, 30), column = repeated(a, 31), b = S("b");
    Value one = value_list(&column, 1), short_one = value_list(&b, 1);
    static const struct {
        int line;
        int first, second;
        const char *label;
    } cases[] = {{L, 14, 14, "key"}, {L, 14, 14, "fkey"}, {L, 29, 0, "pkey"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_text(cases[i].line,
                  model_chosen_name(arena, table, cases[i].second ? &one : NULL, cases[i].label),
                  str_format(arena, "%s%s%s_%s", repeated(o, cases[i].first).ptr,
                             cases[i].second ? "_" : "", repeated(a, cases[i].second).ptr,
                             cases[i].label)
                      .ptr);
    same_text(L, model_chosen_name(arena, table, &short_one, "seq"),
              str_format(arena, "%s_b_seq", repeated(o, 28).ptr).ptr);
    table = str_format(arena, "x%s", repeated(euro, 20).ptr);
    same_text(L, model_chosen_name(arena, table, NULL, "pkey"),
              str_format(arena, "x%s_pkey", repeated(euro, 19).ptr).ptr);
}

static void test_names_in_place(void **state)
{
    (void)state;
    Model *model = model_of("database: d\n"
                            "tables:\n"
                            "  t:\n"
                            "    columns: {a: int, b: {type: int, unique: true}, c: int}\n"
                            "    primary_key: [a, b]\n"
                            "    unique: {u: c}\n"
                            "    relations:\n"
                            "      self: {columns: [b, a], references: 't(a, b)'}\n"
                            "      other: {columns: c, references: s, name: my_name}\n"
                            "  s:\n"
                            "    columns: {id: int}\n"
                            "    primary_key: {columns: id, name: s_key}\n");
    Item *t = table_of(model, "t");
    part_of(t, KIND_PRIMARY_KEY, "t_pkey");
    part_of(t, KIND_UNIQUE, "u");
    assert_int_equal(item_value(part_of(t, KIND_UNIQUE, "t_b_key"), "columns").count, 1);
    same_text(L, part_of(t, KIND_FOREIGN_KEY, "t_b_a_fkey")->label, "self");
    same_text(L, part_of(t, KIND_FOREIGN_KEY, "my_name")->label, "other");
    part_of(table_of(model, "s"), KIND_PRIMARY_KEY, "s_key");
}

/* --- references --- */

static void test_relations(void **state)
{
    (void)state;
    Model *model =
        model_of("database: d\n"
                 "schemas: {app: }\n"
                 "tables:\n"
                 "  users: {columns: {id: int, mail: text}, primary_key: id, unique: {m: mail}}\n"
                 "  a b: {columns: {'x\"y': int}, primary_key: 'x\"y'}\n"
                 "---\n"
                 "schema: app\n"
                 "tables:\n"
                 "  users: {columns: {id: bigint}, primary_key: id}\n"
                 "  t:\n"
                 "    columns: {a: bigint, b: int, c: text, d: int}\n"
                 "    relations:\n"
                 "      near: {columns: a, references: users}\n"
                 "      far: {columns: b, references: public.users}\n"
                 "      named: {columns: c, references: 'public.users( mail )'}\n"
                 "      odd: {columns: d, references: '\"a b\"(\"x\"\"y\")'}\n");
    Item *t = model_find(model, KIND_TABLE, S("app"), S("t"));
    static const struct {
        int line;
        const char *label, *schema, *table, *column;
    } cases[] = {
        {L, "near", "app", "users", "id"},
        {L, "far", "public", "users", "id"},
        {L, "named", "public", "users", "mail"},
        {L, "odd", "public", "a b", "x\"y"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const Item *found = NULL;
        for (size_t k = 0; k < t->children.len; k++)
            if (str_is(t->children.at[k]->label, cases[i].label))
                found = t->children.at[k];
        assert_non_null(found);
        same_text(cases[i].line, found->target->schema, cases[i].schema);
        same_text(cases[i].line, found->target->name, cases[i].table);
        same_number(cases[i].line, (long long)found->target_columns.len, 1);
        same_text(cases[i].line, found->target_columns.at[0], cases[i].column);
    }
}

static void test_types(void **state)
{
    (void)state;
    Model *model = model_of("database: d\n"
                            "schemas: {app: }\n"
                            "enums: {state: [x], other: [y]}\n"
                            "extensions: {geo: {types: [place]}, citext: }\n"
                            "---\n"
                            "schema: app\n"
                            "enums: {state: [z]}\n"
                            "tables:\n"
                            "  t:\n"
                            "    columns:\n"
                            "      a: state\n"
                            "      b: public.state\n"
                            "      c: 'other[]'\n"
                            "      d: place(3)\n"
                            "      e: varchar(10)\n"
                            "      f: bigserial\n"
                            "      g: t\n");
    Item *t = model_find(model, KIND_TABLE, S("app"), S("t"));
    static const struct {
        int line;
        const char *column, *type;
        KindId kind;
    } cases[] = {
        {L, "a", "app.state", KIND_ENUM},
        {L, "b", "public.state", KIND_ENUM},
        {L, "c", "public.other[]", KIND_ENUM},
        {L, "d", "public.place(3)", KIND_EXTENSION},
        {L, "e", "character varying(10)", KIND_NONE},
        {L, "f", "bigint", KIND_NONE},
        {L, "g", "app.t", KIND_TABLE},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const Item *column = part_of(t, KIND_COLUMN, cases[i].column);
        same_text(cases[i].line, item_type_text(arena, column), cases[i].type);
        same_number(cases[i].line, column->type_item ? column->type_item->kind : KIND_NONE,
                    cases[i].kind);
    }
    assert_true(part_of(t, KIND_COLUMN, "f")->type.serial);
}

static void test_functions(void **state)
{
    (void)state;
    Model *model =
        model_of("database: d\n"
                 "enums: {e: [x]}\n"
                 "functions:\n"
                 "  f(): {returns: int, language: sql, body: SELECT 1}\n"
                 "  f(int): {returns: int, language: sql, body: SELECT 1}\n"
                 "  'g(a varchar(10), inout b e = ''x'', out c int4, variadic d text[])':\n"
                 "    {returns: record, language: sql, body: \"SELECT 1\"}\n"
                 "  'h(\"My Arg\" timestamp with time zone DEFAULT now(), double precision)':\n"
                 "    {returns: int, language: sql, body: SELECT 1}\n");
    assert_non_null(model_find(model, KIND_FUNCTION, S("public"), S("f()")));
    assert_non_null(model_find(model, KIND_FUNCTION, S("public"), S("f(integer)")));
    Item *g =
        model_find(model, KIND_FUNCTION, S("public"), S("g(character varying, public.e, text[])"));
    assert_non_null(g);
    static const struct {
        int line;
        const char *mode, *name, *type, *fallback;
    } arguments[] = {
        {L, "in", "a", "varchar(10)", NULL},
        {L, "inout", "b", "e", "'x'"},
        {L, "out", "c", "int4", NULL},
        {L, "variadic", "d", "text[]", NULL},
    };
    assert_int_equal(g->arguments.len, COUNT_OF(arguments));
    for (size_t i = 0; i < COUNT_OF(arguments); i++) {
        const Argument *argument = &g->arguments.at[i];
        same_text(arguments[i].line, argument->mode, arguments[i].mode);
        same_text(arguments[i].line, argument->name, arguments[i].name);
        same_text(arguments[i].line, argument->type, arguments[i].type);
        same_text(arguments[i].line, argument->fallback, arguments[i].fallback);
    }
    Item *h = model_find(model, KIND_FUNCTION, S("public"),
                         S("h(timestamp with time zone, double precision)"));
    assert_non_null(h);
    same_text(L, h->arguments.at[0].name, "\"My Arg\"");
    same_text(L, h->arguments.at[0].fallback, "now()");
    same_text(L, h->arguments.at[1].name, NULL);
}

/* --- fragments --- */

static Fragments fragments(void)
{
    return (Fragments){.arena = arena, .diags = &diags, .known = {.arena = arena}};
}

/* What a fragment mentions: "r:schema.name f:name t:… c:…". */
static Str mentions(FragmentForm form, const char *text)
{
    static const char *const types[] = {"r", "f", "t", "c"};
    Fragments all = fragments();
    const Fragment *fragment = fragment_parse(&all, form, str_of(text), NULL, (Pos){0}, "it");
    if (!fragment)
        return (Str){0};
    StrVec out = {0};
    for (size_t i = 0; i < fragment->mentions.len; i++) {
        const Mention *m = &fragment->mentions.at[i];
        vec_push(arena, &out,
                 str_format(arena, "%s:%.*s%s%.*s@%zu", types[m->type], STR_ARG(m->schema),
                            m->schema.ptr ? "." : "", STR_ARG(m->name), m->offset));
    }
    assert_ptr_equal(fragment_parse(&all, form, str_of(text), NULL, (Pos){0}, "it"), fragment);
    return str_join(arena, &out, S(" "));
}

static void test_mentions(void **state)
{
    (void)state;
    static const struct {
        int line;
        FragmentForm form;
        const char *text, *want;
    } cases[] = {
        {L, FRAGMENT_EXPR, "1", ""},
        {L, FRAGMENT_EXPR, "a > b", "c:a@0 c:b@4"},
        {L, FRAGMENT_EXPR, "lower(\"A b\")", "f:lower@0 c:A b@6"},
        {L, FRAGMENT_EXPR, "'x'::app.e", "t:app.e@5"},
        {L, FRAGMENT_EXPR, "nextval('app.s'::regclass)", "f:nextval@0 r:app.s@0 t:regclass@17"},
        {L, FRAGMENT_EXPR, "f() -- so", "f:f@0"},
        {L, FRAGMENT_EXPR, "t.a", ""}, /* a qualified column belongs to whatever t is */
        {L, FRAGMENT_QUERY, "SELECT a FROM app.t JOIN u ON true", "c:a@7 r:app.t@14 r:u@25"},
        {L, FRAGMENT_QUERY, "VALUES (1)", ""},
        {L, FRAGMENT_RETURNS, "SETOF app.t", "t:app.t@6"},
        {L, FRAGMENT_SQL, "SELECT 1; SELECT 2", ""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        same_text(cases[i].line, mentions(cases[i].form, cases[i].text), cases[i].want);
        no_diags(cases[i].line);
    }
}

static void test_bad_fragments(void **state)
{
    (void)state;
    static const struct {
        int line;
        FragmentForm form;
        const char *text, *code, *says;
    } cases[] = {
        {L, FRAGMENT_EXPR, "a >", "E0401", "syntax error"},
        {L, FRAGMENT_EXPR, "'open", "E0401", "unterminated quoted string"},
        {L, FRAGMENT_EXPR, "/* open", "E0401", "unterminated"},
        {L, FRAGMENT_EXPR, "$x$ open", "E0401", "unterminated"},
        {L, FRAGMENT_EXPR, "", "E0401", "syntax error"},
        {L, FRAGMENT_EXPR, "1, 2", "E0402", "is not one expression"},
        {L, FRAGMENT_EXPR, "1) AS (x", "E0402", "is not one expression"},
        {L, FRAGMENT_EXPR, "1); DROP TABLE x; SELECT (1", "E0402", "is not one expression"},
        {L, FRAGMENT_EXPR, "1) FROM (SELECT 1", "E0402", "is not one expression"},
        {L, FRAGMENT_EXPR, "1; SELECT 2", "E0401", "syntax error"},
        {L, FRAGMENT_QUERY, "SELECT 1; SELECT 2", "E0402", "is not one query"},
        {L, FRAGMENT_QUERY, "DELETE FROM t", "E0402", "is not one query"},
        {L, FRAGMENT_QUERY, "SELECT 1 INTO t", "E0402", "is not one query"},
        {L, FRAGMENT_RETURNS, "int LANGUAGE c", "E0402", "is not one type"},
        {L, FRAGMENT_ARGUMENTS, "a int) RETURNS text LANGUAGE sql AS '' --", "E0401",
         "syntax error"},
        {L, FRAGMENT_SQL, "SELEC 1", "E0401", "syntax error"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        diags = (Diags){.arena = arena};
        if (mentions(cases[i].form, cases[i].text).ptr)
            fail_msg("line %d: taken", cases[i].line);
        assert_refused(cases[i].line, cases[i].code, cases[i].says);
        same_number(cases[i].line, (long long)diags.list.len, 1);
    }
}

/* Its parser guesses what it cannot know; only what it says of the syntax is an error. */
static void test_plpgsql_bodies(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *header, *body, *says;
    } cases[] = {
        {L, "f() RETURNS trigger", "nothing", "syntax error"},
        {L, "f() RETURNS void", "BEGIN IF a THEN NULL; END IF END", "syntax error"},
        {L, "f() RETURNS void", "BEGIN RAISE 'open; END", "unterminated quoted string"},
        {L, "f() RETURNS void", "BEGIN IF a b := 1; END IF; END", "missing \"THEN\""},
        {L, "f(n int, OUT sum int)", "BEGIN sum := n + $1; END", NULL},
        {L, "f(n int) RETURNS SETOF int", "BEGIN RETURN NEXT n; RETURN QUERY SELECT 1; END", NULL},
        {L, "f() RETURNS SETOF record", "BEGIN a := 1; RETURN NEXT; END", NULL},
        {L, "f() RETURNS void", "DECLARE c refcursor; BEGIN OPEN c FOR SELECT 1; END", NULL},
        {L, "f(r t) RETURNS t", "BEGIN r.a := 1; RETURN r; END", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        diags = (Diags){.arena = arena};
        Fragments all = fragments();
        Node node = {.text = str_of(cases[i].body)};
        fragment_plpgsql(&all, str_format(arena, "CREATE FUNCTION %s", cases[i].header), node.text,
                         &node, "it");
        same_number(cases[i].line, (long long)diags.list.len, cases[i].says != NULL);
        if (cases[i].says)
            assert_refused(cases[i].line, "E0401", cases[i].says);
    }
}

/* libpg_query would use up the stack. */
static void test_deep_fragments(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *begin, *more;
        int times;
        const char *code, *says;
    } cases[] = {
        {L, "a", "+a", 600, NULL, NULL},
        {L, "a", "+a", 5000, "E0104", "it is nested too deeply"},
        {L, "a", "+a", 200000, "E0104", "more than 30000 words and operators"},
        {L, "", "not ", 200000, "E0104", "more than 30000"},
        {L, "'", "+a ", 200000, "E0401", "unterminated"}, /* one word */
        {L, "", "(", 20000, "E0401", "memory exhausted"},
        {L, "a", " and a", 5000, NULL, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        diags = (Diags){.arena = arena};
        Str text =
            str_format(arena, "%s%s", cases[i].begin, repeated(cases[i].more, cases[i].times).ptr);
        bool good = mentions(FRAGMENT_EXPR, text.ptr).ptr != NULL;
        same_number(cases[i].line, good, cases[i].code == NULL);
        if (cases[i].code)
            assert_refused(cases[i].line, cases[i].code, cases[i].says);
    }
    Fragments all = fragments();
    IndexKey key;
    diags = (Diags){.arena = arena};
    assert_false(fragment_index_key(&all, repeated("- ", 200000), (Pos){0}, &key));
    assert_refused(L, "E0104", "index key has more than");
}

static void test_index_keys(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *text, *column, *expression, *options;
    } cases[] = {
        {L, "a", "a", NULL, ""},
        {L, "\"A b\"", "A b", NULL, ""},
        {L, "a asc", "a", NULL, ""},
        {L, "a ASC NULLS LAST", "a", NULL, ""},
        {L, "a desc", "a", NULL, "DESC"},
        {L, "a DESC nulls last", "a", NULL, "DESC NULLS LAST"},
        {L, "a desc nulls first", "a", NULL, "DESC"},
        {L, "a nulls first", "a", NULL, "NULLS FIRST"},
        {L, "a collate \"C\" text_pattern_ops desc", "a", NULL,
         "COLLATE \"C\" text_pattern_ops DESC"},
        {L, "a collate app.\"de\"", "a", NULL, "COLLATE app.de"},
        {L, "a app.my_ops", "a", NULL, "app.my_ops"},
        {L, "a gist_trgm_ops(siglen=32)", "a", NULL, "gist_trgm_ops(siglen=32)"},
        {L, "lower(a)", NULL, "lower(a)", ""},
        {L, "lower(a) desc", NULL, "lower(a)", "DESC"},
        {L, "(a || b)", NULL, "(a || b)", ""},
        {L, " ( a->>'desc' ) DESC NULLS LAST ", NULL, "( a->>'desc' )", "DESC NULLS LAST"},
        {L, "((a + 1)) collate \"C\" int4_ops", NULL, "((a + 1))", "COLLATE \"C\" int4_ops"},
        {L, "(description) text_ops", NULL, "(description)", "text_ops"},
        {L, "(a) \"My_ops\"", NULL, "(a)", "\"My_ops\""},
        {L, "(a) collate \"x collate\"", NULL, "(a)", "COLLATE \"x collate\""},
    };
    Fragments all = fragments();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        IndexKey key = {0};
        if (!fragment_index_key(&all, str_of(cases[i].text), (Pos){0}, &key))
            fail_msg("line %d: %s", cases[i].line, diags_text(&diags, 0).ptr);
        same_text(cases[i].line, key.column, cases[i].column);
        same_text(cases[i].line, key.expression, cases[i].expression);
        same_text(cases[i].line, key.options, cases[i].options);
    }
    static const char *const bad[] = {
        "", "a, b", "a + b", "a desc desc", "a) where (true", "a;", "a)", "a) include (b", "'a'"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        IndexKey key;
        diags = (Diags){.arena = arena};
        if (fragment_index_key(&all, str_of(bad[i]), (Pos){0}, &key))
            fail_msg("\"%s\" is taken", bad[i]);
        assert_int_equal(diags.errors, 1);
    }
}

static void test_trigger_calls(void **state)
{
    (void)state;
    Fragments all = fragments();
    Str schema, function;
    StrVec arguments = {0};
    assert_true(fragment_trigger_call(&all, S("app.\"F x\"('it''s', 3, word)"), NULL, (Pos){0},
                                      &schema, &function, &arguments));
    same_text(L, schema, "app");
    same_text(L, function, "F x");
    assert_int_equal(arguments.len, 3);
    same_text(L, arguments.at[0], "it's");
    same_text(L, arguments.at[1], "3");
    same_text(L, arguments.at[2], "word");
    arguments = (StrVec){0};
    assert_true(
        fragment_trigger_call(&all, S("f()"), NULL, (Pos){0}, &schema, &function, &arguments));
    assert_null(schema.ptr);
    assert_int_equal(arguments.len, 0);
    no_diags(L);
    static const char *const bad[] = {"f", "f(", "f() WHEN (x)", "f(); DROP TABLE t", "", "f(a+b)"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        diags = (Diags){.arena = arena};
        if (fragment_trigger_call(&all, str_of(bad[i]), NULL, (Pos){0}, &schema, &function,
                                  &arguments))
            fail_msg("\"%s\" is taken", bad[i]);
        assert_int_equal(diags.errors, 1);
    }
}

/* Errors in fragments are placed inside the YAML. */
static void test_fragment_places(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *check;
        uint32_t at, column;
    } cases[] = {
        {L, "a > 1 AND", 6, 19},
        {L, "a >> > 1", 6, 15},
        {L, "\"a = '\\u20ac' AND nope\"", 6, 10}, /* escapes: the beginning */
        {L, "'nope > 1'", 6, 11},
        {L, "|\n        a > 1\n        AND nope", 8, 13},
        {L, ">\n        a > 1\n        AND nope", 6, 10},
        {L, "a = '\xC3\xA4\xE2\x82\xAC' AND nope", 6, 23},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        diags = (Diags){.arena = arena};
        load(str_format(arena,
                        "database: d\n---\ntable: t\ncolumns: {a: text}\nchecks:\n      c: %s\n",
                        cases[i].check)
                 .ptr);
        if (diags.list.len != 1)
            fail_msg("line %d: %s", cases[i].line, diags_text(&diags, 0).ptr);
        Pos pos = diags.list.at[0]->pos;
        if (pos.line != cases[i].at || pos.column != cases[i].column)
            fail_msg("line %d: %u:%u, not %u:%u\n%s", cases[i].line, pos.line, pos.column,
                     cases[i].at, cases[i].column, diags_text(&diags, 0).ptr);
    }
}

/* An aggregate's direct arguments, and behind ORDER BY those that are sorted. */
static void test_sorted_arguments(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *key;
        size_t direct, sorted;
    } cases[] = {
        {L, "f(int, text)", 2, 0},
        {L, "f(int ORDER BY text)", 1, 1},
        {L, "f(order by text, int)", 0, 2},
        {L, "f(int\\tOrder\\n By\\ttext)", 1, 1},
        {L, "f(\\\"order by \\\" int ORDER BY \\\"by\\\" text)", 1, 1},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t counts[2] = {0, 0};
        Model *model = load(str_format(arena,
                                       "database: d\naggregates: {\"%s\": {options: {sfunc: s, "
                                       "stype: int}}}\n",
                                       cases[i].key)
                                .ptr);
        no_diags(cases[i].line);
        const Item *aggregate = model->root->children.at[0];
        for (size_t k = 0; k < aggregate->arguments.len; k++)
            counts[aggregate->arguments.at[k].sorted]++;
        if (counts[0] != cases[i].direct || counts[1] != cases[i].sorted)
            fail_msg("line %d: %zu and %zu", cases[i].line, counts[0], counts[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_items),
        TEST(test_item_positions),
        TEST(test_shorthands),
        TEST(test_forms),
        TEST(test_folder),
        TEST(test_no_folder),
        TEST(test_mixins),
        TEST(test_mixin_mistakes),
        TEST(test_chosen_names),
        TEST(test_names_in_place),
        TEST(test_chosen_names_in_utf8),
        TEST(test_relations),
        TEST(test_types),
        TEST(test_functions),
        TEST(test_mentions),
        TEST(test_bad_fragments),
        TEST(test_index_keys),
        TEST(test_plpgsql_bodies),
        TEST(test_deep_fragments),
        TEST(test_trigger_calls),
        TEST(test_fragment_places),
        TEST(test_sorted_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
