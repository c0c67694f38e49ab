#include "unit_model.h"

#include "catalog/lock.h"
#include "catalog/orbit.h"
#include "catalog/outline.h"

/* --- objects --- */

static ObjectId id_of(KindId kind, const char *schema, const char *object, const char *sub)
{
    return (ObjectId){kind, str_of(schema), str_of(object), str_of(sub)};
}

static void test_add_and_find(void **state)
{
    (void)state;
    Catalog *catalog = catalog_new(arena);
    Object *twin, *t = catalog_add(catalog, id_of(KIND_TABLE, "public", "t", NULL), &twin);
    assert_null(twin);
    assert_null(catalog_add(catalog, id_of(KIND_TABLE, "public", "t", NULL), &twin));
    assert_ptr_equal(twin, t);
    assert_non_null(catalog_add(catalog, id_of(KIND_VIEW, "public", "t", NULL), NULL));
    assert_non_null(catalog_add(catalog, id_of(KIND_TABLE, "public", "", "t"), NULL));
    assert_ptr_equal(catalog_find(catalog, id_of(KIND_TABLE, "public", "t", "")), t);
    assert_null(catalog_find(catalog, id_of(KIND_TABLE, "publi", "ct", NULL)));
    assert_ptr_equal(catalog_relation(catalog, S("public"), S("t")), t);
    assert_null(catalog_relation(catalog, S("public"), S("u")));
    assert_int_equal(catalog->objects.len, 3);
}

static void test_order(void **state)
{
    (void)state;
    const ObjectId ascending[] = {
        id_of(KIND_EXTENSION, NULL, "z", NULL),   id_of(KIND_SCHEMA, "a", NULL, NULL),
        id_of(KIND_TABLE, "a", "B", NULL),        id_of(KIND_TABLE, "a", "b", NULL),
        id_of(KIND_COLUMN, "a", "b", "A"),        id_of(KIND_COLUMN, "a", "b", "a"),
        id_of(KIND_CHECK, "a", "b", "a"),         id_of(KIND_TABLE, "a", "b_", NULL),
        id_of(KIND_TABLE, "a", "\xC3\xA4", NULL), id_of(KIND_SCHEMA, "b", NULL, NULL),
    };
    Catalog *catalog = catalog_new(arena);
    for (size_t i = COUNT_OF(ascending); i-- > 0;)
        catalog_add(catalog, ascending[i], NULL);
    catalog_seal(catalog);
    for (size_t i = 0; i < COUNT_OF(ascending); i++) {
        assert_int_equal(object_id_cmp(&catalog->objects.at[i]->id, &ascending[i]), 0);
        assert_int_equal(catalog->objects.at[i]->index, i);
        for (size_t k = 0; k < i; k++)
            assert_true(object_id_cmp(&ascending[k], &ascending[i]) < 0);
    }
}

static void test_seal(void **state)
{
    (void)state;
    Catalog *catalog = catalog_new(arena);
    Object *column = catalog_add(catalog, id_of(KIND_COLUMN, "app", "t", "c"), NULL);
    Object *lost = catalog_add(catalog, id_of(KIND_COLUMN, "app", "nowhere", "c"), NULL);
    Object *table = catalog_add(catalog, id_of(KIND_TABLE, "app", "t", NULL), NULL);
    Object *app = catalog_add(catalog, id_of(KIND_SCHEMA, "app", NULL, NULL), NULL);
    Object *public = catalog_add(catalog, id_of(KIND_SCHEMA, "public", NULL, NULL), NULL);
    Object *trigger = catalog_add(catalog, id_of(KIND_TRIGGER, "app", "v", "x"), NULL);
    Object *view = catalog_add(catalog, id_of(KIND_VIEW, "app", "v", NULL), NULL);
    catalog_seal(catalog);
    assert_ptr_equal(column->parent, table);
    assert_ptr_equal(trigger->parent, view);
    assert_null(lost->parent);
    assert_null(table->parent);
    assert_true(public->implicit);
    assert_false(app->implicit);
    same_text(L, edges_of(column), "~> table app.t");
    same_text(L, edges_of(table), "-> schema app");
    same_text(L, edges_of(app), "");
}

static void test_attributes(void **state)
{
    (void)state;
    Catalog *catalog = catalog_new(arena);
    Object *column = catalog_add(catalog, id_of(KIND_COLUMN, "public", "t", "c"), NULL);
    const char *const fields[] = {"comment", "type", "position", "not_null", "statistics"};
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        object_set(catalog, column, fields[i], value_text(str_of(fields[i])), (Pos){.line = 7});
    object_set(catalog, column, "no_such_field", value_text(S("x")), (Pos){0});
    object_set(catalog, column, "storage", (Value){0}, (Pos){0});
    assert_int_equal(column->attrs.len, 5);
    for (size_t i = 1; i < column->attrs.len; i++)
        assert_true(column->attrs.at[i - 1].field < column->attrs.at[i].field);
    same_text(L, object_text(column, "position"), "position");
    assert_int_equal(object_attr(column, "type")->pos.line, 7);
    object_set(catalog, column, "type", value_text(S("uuid")), (Pos){0});
    assert_int_equal(column->attrs.len, 5);
    same_text(L, object_text(column, "type"), "uuid");
    object_unset(catalog, column, "type");
    object_unset(catalog, column, "storage");
    assert_int_equal(column->attrs.len, 4);
    assert_null(object_attr(column, "type"));
    assert_null(object_text(column, "type").ptr);
    object_set(catalog, column, "position", value_text(S("12")), (Pos){0});
    object_set(catalog, column, "not_null", value_bool(true), (Pos){0});
    assert_int_equal(object_int(column, "position", -1), 12);
    assert_int_equal(object_int(column, "statistics", -1), -1); /* no number */
    assert_int_equal(object_int(column, "storage", 5), 5);
    assert_true(object_bool(column, "not_null"));
    assert_false(object_bool(column, "sensitive"));
}

static void test_depend(void **state)
{
    (void)state;
    Catalog *catalog = catalog_new(arena);
    Object *a = catalog_add(catalog, id_of(KIND_TABLE, "public", "a", NULL), NULL);
    Object *b = catalog_add(catalog, id_of(KIND_TABLE, "public", "b", NULL), NULL);
    object_depend(catalog, a, NULL, EDGE_NORMAL);
    object_depend(catalog, a, a, EDGE_NORMAL);
    assert_int_equal(a->edges.len, 0);
    object_depend(catalog, a, b, EDGE_AUTO);
    object_depend(catalog, a, b, EDGE_AUTO);
    same_text(L, edges_of(a), "~> table public.b");
    object_depend(catalog, a, b, EDGE_NORMAL); /* the stronger one stays */
    object_depend(catalog, a, b, EDGE_AUTO);
    same_text(L, edges_of(a), "-> table public.b");
}

static void test_show(void **state)
{
    (void)state;
    const struct {
        int line;
        ObjectId id;
        const char *name, *want;
    } cases[] = {
        {L, id_of(KIND_SCHEMA, "My app", NULL, NULL), "My app", "schema \"My app\""},
        {L, id_of(KIND_EXTENSION, NULL, "uuid-ossp", NULL), "uuid-ossp", "extension \"uuid-ossp\""},
        {L, id_of(KIND_TABLE, "public", "order", NULL), "order", "table public.\"order\""},
        {L, id_of(KIND_COLUMN, "public", "t", "Id"), "Id", "column public.t.\"Id\""},
        {L, id_of(KIND_PRIMARY_KEY, "a", "t", "t_pkey"), "t_pkey", "primary key a.t.t_pkey"},
        {L, id_of(KIND_FUNCTION, "a", "f(integer, text)", NULL), "f",
         "function a.f(integer, text)"},
        {L, id_of(KIND_FUNCTION, "a", "F x()", NULL), "F x", "function a.\"F x\"()"},
        {L, id_of(KIND_FUNCTION, "a", "odd(name(a.\"T(\")", NULL), "odd(name",
         "function a.\"odd(name\"(a.\"T(\")"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const Object *object = catalog_add(catalog_new(arena), cases[i].id, NULL);
        same_text(cases[i].line, object_name(object), cases[i].name);
        same_text(cases[i].line, object_show(arena, object), cases[i].want);
    }
}

/* --- lowering --- */

static const char shop[] =
    "database: shop\n"
    "comment: A shop\n"
    "ignore: ['tmp.*']\n"
    "schemas: {app: {comment: Ours, publications: {news: }}}\n"
    "extensions: {citext: app}\n"
    "enums: {status: [open, paid]}\n"
    "collations: {german: {provider: icu, locale: de}}\n"
    "types: {place: {attributes: {street: text, state: status}}}\n"
    "domains: {amount: {type: numeric, not_null: true, checks: {positive: value > 0}}}\n"
    "ranges: {amounts: {subtype: amount}}\n"
    "procedures: {clean(): {language: sql, body: SELECT 1}}\n"
    "aggregates: {total(int): {options: {sfunc: int4pl, stype: int}}}\n"
    "statistics: {both: {table: public.orders, keys: [id, total]}}\n"
    "materialized_views: {m: SELECT id FROM orders}\n"
    "sequences: {numbers: {start: 1, increment: 2}}\n"
    "functions:\n"
    "  touch(): {returns: trigger, language: plpgsql, body: 'BEGIN RETURN NEW; END;'}\n"
    "  tax(numeric, s status): {returns: numeric, language: sql, body: SELECT $1}\n"
    "  paid_orders(): {returns: setof orders, language: sql, body: SELECT 1, depends_on: items}\n"
    "tables:\n"
    "  orders:\n"
    "    columns:\n"
    "      id: {type: uuid, default_sql: gen_random_uuid()}\n"
    "      status: {type: status, default: open}\n"
    "      mail: {type: citext, not_null: true, sensitive: true}\n"
    "      total: {type: 'numeric(10,2)', default: 0}\n"
    "      taxed: {type: numeric, generated: 'tax(total, status)'}\n"
    "      number: {type: bigint, default_sql: nextval('numbers')}\n"
    "      done: {type: bool, default: false}\n"
    "    primary_key: id\n"
    "    checks: {positive: total > 0}\n"
    "    indexes: {orders_mail: [lower(mail) desc, id], orders_h: {columns: id, method: btree}}\n"
    "    triggers:\n"
    "      touch: {before: [update of total, insert], each: row, execute: \"touch('x', 2)\"}\n"
    "  items:\n"
    "    columns: {order_id: uuid, line: serial, made: {type: int, identity: always}}\n"
    "    relations: {order: {columns: order_id, references: orders, inverse: items}}\n"
    "    unique: {items_line: line}\n"
    "    policies: {own: {for: select, using: line > 0}}\n"
    "    publications: {news: {columns: [line], where: line > 0}}\n"
    "    owner: keeper\n"
    "    grants: ['public select, insert', '\"A b\" all with grant option', OWNER without delete]\n"
    "    exclusions: {apart: 'line with ='}\n"
    "    rules: {quiet: on delete to items do instead nothing}\n"
    "wrappers: {far: }\n"
    "servers: {there: {wrapper: far, mappings: {public: {options: {user: me}}}}}\n"
    "foreign_tables: {away: {server: there}}\n"
    "publications: {news: {publish: [insert]}}\n"
    "subscriptions: {paper: {connection: host=there, publications: news}}\n"
    "event_triggers: {watch: {event: sql_drop, execute: touch()}}\n"
    "default_privileges: {keeper tables in app: public select}\n"
    "views:\n"
    "  v:\n"
    "    query: SELECT o.id FROM orders o, tax(1)\n"
    "    depends_on: items\n"
    "    column_comments: {id: Its number}\n";

/* One of each kind that the shop has no need of. */
static const char others[] =
    "database: others\n"
    "schemas: {app: {publications: {news: }}}\n"
    "extensions: {hstore: {members: {'function public.hstore(text,text)': {revoked: PUBLIC "
    "execute}}}}\n"
    "collations: {german: {provider: icu, locale: de}}\n"
    "types: {pair: {attributes: {a: int, b: text}}}\n"
    "domains: {positive: {type: int, checks: {is_positive: VALUE > 0}}}\n"
    "ranges: {floats: {subtype: float8}}\n"
    "procedures: {p(int): {language: sql, body: SELECT 1}}\n"
    "functions:\n"
    "  add(int, int): {returns: int, language: sql, body: 'SELECT $1 + $2'}\n"
    "  watch(): {returns: event_trigger, language: plpgsql, body: BEGIN END}\n"
    "aggregates: {total(int): {options: {sfunc: add, stype: int}}}\n"
    "casts: {json AS character varying: without function}\n"
    "sql: {'text search configuration public.c': CREATE TEXT SEARCH CONFIGURATION c (COPY = "
    "simple)}\n"
    "tables:\n"
    "  t:\n"
    "    columns: {a: int, b: int4range}\n"
    "    exclusions: {x: {elements: [b with &&], method: gist}}\n"
    "    rules: {r: on insert to t do instead nothing}\n"
    "    policies: {own: a > 0}\n"
    "    publications: {news: }\n"
    "views: {v: {query: SELECT a FROM t, column_comments: {a: An a}}}\n"
    "materialized_views: {m: SELECT a FROM t}\n"
    "statistics: {s: {table: t, keys: [a, b]}}\n"
    "wrappers: {far: }\n"
    "servers: {there: {wrapper: far, mappings: {public: }}}\n"
    "foreign_tables: {f: {server: there, columns: {a: int}}}\n"
    "publications: {news: }\n"
    "subscriptions: {paper: {connection: host=x, publications: news}}\n"
    "event_triggers: {watcher: {event: ddl_command_end, execute: watch()}}\n"
    "default_privileges: {pg_database_owner tables: [PUBLIC select]}\n";

static void count_kinds(const Catalog *draft, size_t *count)
{
    for (size_t i = 0; i < draft->objects.len; i++)
        count[draft->objects.at[i]->id.kind]++;
}

static void test_kinds_are_lowered(void **state)
{
    (void)state;
    Catalog *draft = draft_of(shop);
    size_t count[KIND_COUNT] = {0};
    count_kinds(draft, count);
    assert_int_equal(count[KIND_TABLE], 2);
    assert_int_equal(count[KIND_COLUMN], 10);
    assert_int_equal(count[KIND_DEFAULT], 6);
    assert_int_equal(count[KIND_SEQUENCE], 2);
    assert_int_equal(draft->server_major, 0);
    same_text(L, draft->database, "shop");
    count_kinds(draft_of(others), count);
    for (int kind = 0; kind < KIND_COUNT; kind++)
        if (!count[kind] && !(kinds[kind].flags & KIND_OPAQUE))
            fail_msg("no %s came of models that have one", kinds[kind].tag);
}

static void same_field(int line, const Catalog *catalog, const char *name, const char *field,
                       const char *want)
{
    const Object *object = shown(catalog, name);
    assert_true(kind_field(object->id.kind, str_of(field)) >= 0);
    Value value = object_value(object, field);
    same_text(line, value_show(arena, &value), want ? want : "(none)");
}

static void test_lowered_fields(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *object, *field, *want;
    } cases[] = {
        {L, "schema app", "comment", "Ours"},
        {L, "extension citext", "in_schema", "app"},
        {L, "enum public.status", "labels", "[open, paid]"},
        {L, "sequence public.numbers", "increment", "2"},
        {L, "sequence public.numbers", "start", NULL}, /* what goes without saying */
        {L, "sequence public.items_line_seq", "type", "integer"},
        {L, "sequence public.items_line_seq", "owned_by", "public.items.line"},
        {L, "function public.tax(numeric, public.status)", "arguments", "numeric, s status"},
        {L, "function public.touch()", "arguments", NULL},
        {L, "table public.orders", "api.path", "/orders"},
        {L, "column public.orders.id", "type", "uuid"},
        {L, "column public.orders.id", "not_null", "true"},
        {L, "column public.orders.status", "not_null", NULL},
        {L, "column public.orders.status", "type", "public.status"},
        {L, "column public.orders.mail", "type", "app.citext"},
        {L, "column public.orders.mail", "sensitive", "true"},
        {L, "column public.orders.total", "type", "numeric(10,2)"},
        {L, "column public.orders.total", "position", "4"},
        {L, "column public.orders.taxed", "generated", "tax(total, status)"},
        {L, "column public.items.line", "type", "integer"},
        {L, "column public.items.line", "not_null", "true"},
        {L, "column public.items.made", "identity", "always"},
        {L, "column public.items.made", "not_null", "true"},
        {L, "default public.orders.id", "expression", "gen_random_uuid()"},
        {L, "default public.orders.status", "expression", "'open'"},
        {L, "default public.orders.total", "expression", "0"},
        {L, "default public.orders.done", "expression", "false"},
        {L, "default public.items.line", "expression",
         "nextval('public.items_line_seq'::regclass)"},
        {L, "primary key public.orders.orders_pkey", "columns", "[id]"},
        {L, "index public.orders.orders_mail", "columns", "[lower(mail) DESC, id]"},
        {L, "index public.orders.orders_h", "method", NULL},
        {L, "foreign key public.items.items_order_id_fkey", "ref_table", "[public, orders]"},
        {L, "foreign key public.items.items_order_id_fkey", "ref_columns", "[id]"},
        {L, "foreign key public.items.items_order_id_fkey", "relation", "order"},
        {L, "foreign key public.items.items_order_id_fkey", "inverse", "items"},
        {L, "trigger public.orders.touch", "timing", "before"},
        {L, "trigger public.orders.touch", "events", "[update, insert]"},
        {L, "trigger public.orders.touch", "update_columns", "[total]"},
        {L, "trigger public.orders.touch", "function", "[public, touch]"},
        {L, "trigger public.orders.touch", "arguments", "[x, 2]"},
        {L, "database \"\"", "comment", "A shop"},
        {L, "database \"\"", "ignore", "[tmp.*]"},
    };
    Catalog *draft = draft_of(shop);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_field(cases[i].line, draft, cases[i].object, cases[i].field, cases[i].want);
}

static void test_lowered_edges(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *object, *want;
    } cases[] = {
        {L, "table public.orders", "-> schema public"},
        {L, "column public.orders.id", "~> table public.orders"},
        {L, "column public.orders.status", "-> enum public.status\n~> table public.orders"},
        {L, "column public.orders.mail", "-> extension citext\n~> table public.orders"},
        {L, "column public.orders.taxed",
         "-> function public.tax(numeric, public.status)\n~> table public.orders"},
        {L, "default public.orders.number",
         "-> sequence public.numbers\n~> column public.orders.number\n~> table public.orders"},
        {L, "default public.items.line",
         "-> sequence public.items_line_seq\n~> column public.items.line\n~> table public.items"},
        {L, "check public.orders.positive",
         "~> column public.orders.total\n~> table public.orders"},
        {L, "index public.orders.orders_mail",
         "~> column public.orders.id\n~> column public.orders.mail\n~> table public.orders"},
        {L, "foreign key public.items.items_order_id_fkey",
         "-> column public.orders.id\n-> primary key public.orders.orders_pkey\n"
         "-> table public.orders\n~> column public.items.order_id\n~> table public.items"},
        {L, "trigger public.orders.touch",
         "-> function public.touch()\n~> column public.orders.total\n~> table public.orders"},
        {L, "view public.v",
         "-> function public.tax(numeric, public.status)\n-> schema public\n-> table public.items\n"
         "-> table public.orders"},
        {L, "function public.tax(numeric, public.status)",
         "-> enum public.status\n-> schema public"},
        {L, "function public.paid_orders()",
         "-> schema public\n-> table public.items\n-> table public.orders"},
        {L, "extension citext", "-> schema app"},
    };
    Catalog *draft = draft_of(shop);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_text(cases[i].line, edges_of(shown(draft, cases[i].object)), cases[i].want);
}

static void test_long_serial(void **state)
{
    (void)state;
    Catalog *draft = draft_of("database: d\ntables:\n"
                              "  a_table_with_a_name_that_is_about_as_long_as_names_can_be:\n"
                              "    columns: {and_a_column_with_a_long_name: serial}\n");
    /* as PostgreSQL names it */
    Object *sequence = shown(draft, "sequence public.a_table_with_a_name_that_is_a_"
                                    "and_a_column_with_a_long_name_seq");
    assert_int_equal(sequence->id.object.len, 63);
    has_text(L,
             object_text(shown(draft, "default public.a_table_with_a_name_that_is_about_as_long_as_"
                                      "names_can_be.and_a_column_with_a_long_name"),
                         "expression"),
             "nextval('public.a_table_with_a_name_that_is_a_and_a_column_with_a_long_name_seq'");
}

/* --- adopting --- */

static void test_adopt(void **state)
{
    (void)state;
    Catalog *draft = draft_of("database: d\nignore: [x]\ntables:\n  t:\n"
                              "    columns: {a: {type: int, sensitive: true, default_sql: 1+1}}\n");
    Catalog *read = catalog_new(arena);
    catalog_add(read, id_of(KIND_SCHEMA, "public", NULL, NULL), NULL);
    catalog_add(read, id_of(KIND_TABLE, "public", "t", NULL), NULL);
    Object *a = catalog_add(read, id_of(KIND_COLUMN, "public", "t", "a"), NULL);
    object_set(read, a, "type", value_text(S("integer")), (Pos){0});
    Object *value = catalog_add(read, id_of(KIND_DEFAULT, "public", "t", "a"), NULL);
    object_set(read, value, "expression", value_text(S("(1 + 1)")), (Pos){0});
    Object *stranger = catalog_add(read, id_of(KIND_COLUMN, "public", "t", "b"), NULL);
    catalog_seal(read);
    catalog_adopt(read, draft);
    same_text(L, read->database, "d");
    assert_true(object_bool(a, "sensitive"));
    assert_int_equal(a->pos.line, 5);
    same_text(L, object_text(value, "expression"), "(1 + 1)");
    same_text(L, object_attr(value, "expression")->source, "1+1");
    assert_int_equal(object_attr(a, "type")->pos.line, 5);
    assert_int_equal(stranger->pos.line, 0);
    same_field(L, read, "database \"\"", "ignore", "[x]"); /* of a kind that no query reads */
    assert_true(shown(read, "database \"\"")->implicit);
}

/* --- lock --- */

static Str lock_of(const Catalog *catalog)
{
    return lock_write(arena, catalog, S("0123"));
}

static Catalog *read_lock(Str text, Str *digest)
{
    Source *source = NEW(arena, Source);
    *source = (Source){.name = S("d.lock"), .text = text};
    return lock_read(arena, source, digest, &diags);
}

static void test_lock_text(void **state)
{
    (void)state;
    Catalog *draft = draft_of("database: d\nenums: {e: [a, 'b\\c']}\ntables:\n  t:\n"
                              "    comment: \"two\\nlines\\tand \\\\\"\n"
                              "    columns: {a: {type: e, sensitive: true}}\n");
    draft->server_major = 15;
    same_text(L, lock_of(draft),
              "pgwright-lock 1\n"
              "database d\n"
              "postgresql 15\n"
              "profile 1\n"
              "model 0123\n"
              "\n"
              "database\t\t\t\n"
              "schema\tpublic\t\t\n"
              "enum\tpublic\te\t\n"
              " labels[] a\n"
              " labels[] b\\\\c\n"
              " -> schema\tpublic\t\t\tn\n"
              "table\tpublic\tt\t\n"
              " comment two\\nlines\\tand \\\\\n"
              " -> schema\tpublic\t\t\tn\n"
              "column\tpublic\tt\ta\n"
              " type public.e\n"
              " position 1\n"
              " -> enum\tpublic\te\t\tn\n"
              " -> table\tpublic\tt\t\ta\n");
}

static void test_lock_round_trip(void **state)
{
    (void)state;
    Catalog *draft = draft_of(shop);
    draft->server_major = 15;
    Object *check = shown(draft, "check public.orders.positive");
    Value texts[] = {value_text(S("(total > 0)")), value_text(S("((total) > (0))\n\t\\n"))};
    check->attrs.at[0].orbit = texts;
    check->attrs.at[0].orbit_count = 2;
    Object *index = shown(draft, "index public.orders.orders_mail");
    static const Str one[] = {{"lower((mail)::text) DESC", 24}, {"id", 2}};
    static const Str two[] = {{"x", 1}, {"", 0}};
    Value lists[] = {value_list(one, 2), value_list(two, 2)};
    index->attrs.at[0].orbit = lists;
    index->attrs.at[0].orbit_count = 2;
    object_set(draft, shown(draft, "table public.items"), "comment", value_text(S("")), (Pos){0});
    Str text = lock_of(draft), digest;
    Catalog *again = read_lock(text, &digest);
    no_diags(L);
    same_text(L, digest, "0123");
    assert_int_equal(again->server_major, 15);
    same_text(L, again->database, "shop");
    assert_int_equal(again->objects.len, draft->objects.len);
    /* from a catalog that was read, the same bytes every time */
    text = lock_write(arena, again, digest);
    same_text(L, lock_write(arena, read_lock(text, &digest), digest), text.ptr);
    const Attr *attr = object_attr(shown(again, "index public.orders.orders_mail"), "columns");
    assert_int_equal(attr->orbit_count, 2);
    assert_true(value_eq(&attr->orbit[1], &lists[1]));
    attr = object_attr(shown(again, "check public.orders.positive"), "expression");
    same_text(L, attr->orbit[1].text, "((total) > (0))\n\t\\n");
    assert_ptr_equal(shown(again, "column public.items.line")->parent,
                     shown(again, "table public.items"));
    assert_non_null(object_attr(shown(again, "table public.items"), "comment"));
    same_text(L, edges_of(shown(again, "view public.v")),
              edges_of(shown(draft, "view public.v")).ptr);
}

static void test_bad_locks(void **state)
{
    (void)state;
#define HEAD "pgwright-lock 1\ndatabase d\npostgresql 15\nprofile 1\nmodel 0\n\n"
    static const struct {
        int line;
        const char *text;
        uint32_t at;
        const char *says;
    } cases[] = {
        {L, "", 1, "not a lock"},
        {L, "something else\n", 1, "not a lock"},
        {L, "pgwright-lock 2\ndatabase d\npostgresql 15\nprofile 1\nmodel 0\n\n", 5,
         "another format"},
        {L, "pgwright-lock 1\ndatabase d\npostgresql 15\nprofile 9\nmodel 0\n\n", 5,
         "session profile"},
        {L, "pgwright-lock 1\ndatabase d\npostgresql x\nprofile 1\nmodel 0\n\n", 5,
         "which PostgreSQL"},
        {L, "pgwright-lock 1\npostgresql 15\n", 2, "not a lock"},
        {L, HEAD "table\tpublic\tt\n", 7, "four parts"},
        {L, HEAD "tabel\tpublic\tt\t\n", 7, "unknown kind"},
        {L, HEAD "table\tpublic\tt\t\n nonsense 1\n", 8, "unknown attribute"},
        {L, HEAD " comment 1\n", 7, "an attribute without an object"},
        {L, HEAD "table\tpublic\tt\t\ntable\tpublic\tt\t\n", 8, "twice"},
        {L, HEAD "table\tpublic\tt\t\n -> table\tpublic\n", 8, "four parts"},
        {L, HEAD "check\tpublic\tt\tc\n expression| x\n", 8, "an orbit without its attribute"},
        {L, HEAD "enum\tpublic\te\t\n labels a\n", 8, "a text where a list should be"},
        {L, HEAD "table\tpublic\tt\t\n comment[] a\n", 8, "a list where a text should be"},
        {L, HEAD "column\tpublic\tt\ta\n not_null true\n type x\n", 9, "out of order"},
        {L, HEAD "column\tpublic\tt\ta\n type y\n type x\n", 9, "out of order"},
        {L, "pgwright-lock 1\ndatabase d\npostgresql 15\nprofile 1\nmodel 0", 6, "too early"},
        {L, HEAD "table\tpublic\tt\xFF\t\n", 1, "not a text"},
    };
#undef HEAD
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str digest;
        diags = (Diags){.arena = arena};
        if (read_lock(str_of(cases[i].text), &digest))
            fail_msg("line %d: taken", cases[i].line);
        same_number(cases[i].line, (long long)diags.errors, 1);
        assert_string_equal(diags.list.at[0]->code, "E0706");
        has_text(cases[i].line, diags.list.at[0]->message, cases[i].says);
        same_number(cases[i].line, diags.list.at[0]->pos.line, cases[i].at);
    }
    Str digest;
    diags = (Diags){.arena = arena};
    assert_null(read_lock(S("pgwright-lock 1\ndatabase a\0b\n"), &digest));
    assert_int_equal(diags.errors, 1);
}

/* --- digest --- */

static Str digest_of(const char *columns)
{
    Str yaml = str_format(arena, "database: d\nenums: {e: [a]}\ntables:\n  t:\n%s", columns);
    return catalog_digest(arena, draft_of(yaml.ptr));
}

static void test_digest(void **state)
{
    (void)state;
#define TABLE "    columns: {a: int, b: int, include: int, x: int}\n"
    Str base = digest_of(TABLE "    unique: {u: [a, b]}\n");
    static const struct {
        int line;
        const char *columns;
        bool same;
    } cases[] = {
        {L, TABLE "    unique: {u: [a, b]}\n", true},
        {L, "\n\n# comment\n    unique:\n      u: [ a, 'b' ]\n" TABLE, true},
        {L, TABLE "    unique: {u: [b, a]}\n", false},
        {L, TABLE "    unique: {u: ['a']}\n", false},
        {L, TABLE "    unique: {v: [a, b]}\n", false},
        {L, TABLE "    unique: {u: [a, b]}\n    comment: x\n", false},
        {L, "    columns: {a: bigint, b: int, include: int, x: int}\n    unique: {u: [a, b]}\n",
         false},
        {L, "    columns: {b: int, a: int, include: int, x: int}\n    unique: {u: [a, b]}\n",
         false},
        {L, TABLE "    unique: {u: [a, b]}\nignore: [x]\n", false}, /* the lock holds it */
    };
    assert_int_equal(base.len, 64);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (str_eq(digest_of(cases[i].columns), base) != cases[i].same)
            fail_msg("line %d: the digest is %s", cases[i].line,
                     cases[i].same ? "another one" : "the same");
    /* what stands in which list is told apart */
    assert_false(str_eq(digest_of(TABLE "    unique: {u: {columns: [a, include, x]}}\n"),
                        digest_of(TABLE "    unique: {u: {columns: a, include: x}}\n")));
#undef TABLE
}

/* --- equality and orbits --- */

static const Field *field_of(KindId kind, const char *name)
{
    return &kinds[kind].fields[kind_field(kind, str_of(name))];
}

static void test_attr_equal(void **state)
{
    (void)state;
    static const Str ab[] = {{"a", 1}, {"b", 1}}, ba[] = {{"b", 1}, {"a", 1}};
    Attr x = {.value = value_text(S("x"))}, y = {.value = value_text(S("y"))};
    Attr list = {.value = value_list(ab, 2)}, turned = {.value = value_list(ba, 2)};
    Value orbit[] = {value_text(S("z")), value_text(S("y"))};
    Attr grown = {.value = value_text(S("x")), .orbit = orbit, .orbit_count = 2};
    const Field *exact = field_of(KIND_ENUM, "labels"), *set = field_of(KIND_TRIGGER, "events");
    const Field *expr = field_of(KIND_CHECK, "expression");
    const Field *meta = field_of(KIND_COLUMN, "sensitive");
    const struct {
        int line;
        const Field *field;
        const Attr *a, *b;
        bool want;
    } cases[] = {
        {L, exact, &x, &x, true},       {L, exact, &x, &y, false},
        {L, exact, NULL, NULL, true},   {L, exact, &x, NULL, false},
        {L, exact, NULL, &x, false},    {L, exact, &list, &turned, false},
        {L, set, &list, &turned, true}, {L, set, &list, &x, false},
        {L, expr, &x, &y, false},       {L, expr, &grown, &y, true},
        {L, expr, &y, &grown, true},    {L, expr, &grown, &x, true},
        {L, expr, &grown, NULL, false}, {L, exact, &grown, &y, false},
        {L, meta, &x, &y, true},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        same_number(cases[i].line, attr_equal(arena, cases[i].field, cases[i].a, cases[i].b),
                    cases[i].want);
}

/* What has expressions, with the columns of its table; keys of columns alone are left out. */
static void test_expressions(void **state)
{
    (void)state;
    static const struct {
        int line;
        KindId kind;
        const char *table, *name, *field, *text;
        bool kept;
    } parts[] = {
        {L, KIND_TABLE, "t", "", NULL, "", true},
        {L, KIND_COLUMN, "t", "a", "type", "integer", true},
        {L, KIND_COLUMN, "t", "b", "type", "text", true},
        {L, KIND_CHECK, "t", "c", "expression", "(a > 0)", true},
        {L, KIND_INDEX, "t", "i", "columns", "a DESC", false},
        {L, KIND_INDEX, "t", "j", "columns", "lower(b)", true},
        {L, KIND_TABLE, "u", "", NULL, "", false},
        {L, KIND_COLUMN, "u", "a", "type", "integer", false},
    };
    Catalog *catalog = catalog_new(arena);
    catalog_add(catalog, id_of(KIND_SCHEMA, "public", "", ""), NULL);
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        ObjectId id = id_of(parts[i].kind, "public", parts[i].table, parts[i].name);
        Object *object = catalog_add(catalog, id, NULL);
        Str *text = NEW(arena, Str);
        *text = str_of(parts[i].text);
        bool list = parts[i].kind == KIND_INDEX;
        if (parts[i].field)
            object_set(catalog, object, parts[i].field,
                       list ? value_list(text, 1) : value_text(*text), (Pos){0});
    }
    catalog_seal(catalog);
    const Catalog *kept = catalog_expressions(arena, catalog);
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        ObjectId id = id_of(parts[i].kind, "public", parts[i].table, parts[i].name);
        same_number(parts[i].line, catalog_find(kept, id) != NULL, parts[i].kept);
    }
}

static Catalog *check_of(const char *expression)
{
    Catalog *catalog = catalog_new(arena);
    Object *check = catalog_add(catalog, id_of(KIND_CHECK, "public", "t", "c"), NULL);
    object_set(catalog, check, "expression", value_text(str_of(expression)), (Pos){0});
    object_set(catalog, check, "comment", value_text(str_of(expression)), (Pos){0});
    catalog_seal(catalog);
    return catalog;
}

static void test_orbits(void **state)
{
    (void)state;
    bool grew;
    Catalog *catalog = check_of("a");
    catalog_grow_orbits(catalog, check_of("a"), &grew);
    assert_false(grew);
    catalog_grow_orbits(catalog, check_of("b"), &grew);
    assert_true(grew);
    catalog_grow_orbits(catalog, check_of("c"), &grew);
    assert_true(grew);
    catalog_grow_orbits(catalog, check_of("b"), &grew);
    assert_false(grew);
    catalog_grow_orbits(catalog, catalog_new(arena), &grew);
    assert_false(grew);
    const Attr *attr = object_attr(catalog->objects.at[0], "expression");
    same_text(L, attr->value.text, "a");
    assert_int_equal(attr->orbit_count, 2);
    same_text(L, attr->orbit[0].text, "b");
    same_text(L, attr->orbit[1].text, "c");
    assert_int_equal(object_attr(catalog->objects.at[0], "comment")->orbit_count, 0);
}

/* --- outline --- */

static const Relation *relation_named(const Outline *outline, const char *name)
{
    for (size_t i = 0; i < outline->relations.len; i++)
        if (str_is(outline->relations.at[i]->name, name))
            return outline->relations.at[i];
    fail_msg("there is no relation %s", name);
    return NULL;
}

static void test_outline(void **state)
{
    (void)state;
    Outline *outline = outline_of(arena, draft_of(shop));
    same_text(L, outline->database, "shop");
    same_text(L, outline->comment, "A shop");
    assert_int_equal(outline->enums.len, 1);
    assert_int_equal(outline->enums.at[0]->label_count, 2);
    assert_int_equal(outline->functions.len, 3);
    static const char *const relations[] = {"items", "orders", "m", "v"}; /* views last */
    assert_int_equal(outline->relations.len, COUNT_OF(relations));
    for (size_t i = 0; i < COUNT_OF(relations); i++)
        same_text(L, outline->relations.at[i]->name, relations[i]);
    assert_true(outline->relations.at[2]->is_view && outline->relations.at[2]->is_materialized);
    assert_true(outline->relations.at[3]->is_view && !outline->relations.at[3]->is_materialized);
    const Relation *orders = relation_named(outline, "orders");
    static const char *const columns[] = {"id",    "status", "mail", "total",
                                          "taxed", "number", "done"};
    assert_int_equal(orders->columns.len, COUNT_OF(columns));
    for (size_t i = 0; i < COUNT_OF(columns); i++) /* in the order of their positions */
        same_text(L, orders->columns.at[i].name, columns[i]);
    assert_int_equal(orders->indexes.len, 2);
    same_text(L, orders->indexes.at[1].definition, "btree (lower(mail) DESC, id)");
    assert_int_equal(orders->checks.len, 1);
    same_text(L, orders->triggers.at[0].definition, "before update or insert, each row: touch()");
    same_text(L, orders->api_path, "/orders");
}

/* What PostgreSQL says of a view's columns is in the lock; the model says nothing of them. */
static void test_outline_view(void **state)
{
    (void)state;
    static const Str shape[] = {{"a integer", 9},
                                {"\"two words\" numeric(10,2)[]", 27},
                                {"t app.\"T\" COLLATE \"C\"", 21},
                                {"\"x COLLATE y\" text", 18}};
    static const char *const names[] = {"a", "two words", "t", "x COLLATE y"};
    static const char *const types[] = {"integer", "numeric(10,2)[]", "app.\"T\"", "text"};
    Catalog *catalog = catalog_new(arena);
    Object *view = catalog_add(catalog, id_of(KIND_VIEW, "public", "v", NULL), NULL);
    Object *comment = catalog_add(catalog, id_of(KIND_COLUMN_COMMENT, "public", "v", "t"), NULL);
    catalog->database = S("d");
    object_set(catalog, view, "shape", value_list(shape, COUNT_OF(shape)), (Pos){0});
    object_set(catalog, comment, "text", value_text(S("Said of it")), (Pos){0});
    catalog_seal(catalog);
    Str digest;
    Source source = {.text = lock_write(arena, catalog, S("0"))};
    Catalog *read = lock_read(arena, &source, &digest, &diags);
    no_diags(L);
    const Relation *relation = relation_named(outline_of(arena, read), "v");
    assert_int_equal(relation->columns.len, COUNT_OF(shape));
    for (size_t i = 0; i < COUNT_OF(shape); i++) {
        same_text(L, relation->columns.at[i].name, names[i]);
        same_text(L, relation->columns.at[i].type, types[i]);
    }
    assert_true(relation->columns.at[1].parsed.array);
    same_text(L, relation->columns.at[2].comment, "Said of it");
}

static void test_outline_columns(void **state)
{
    (void)state;
    Outline *outline = outline_of(arena, draft_of(shop));
    const Relation *orders = relation_named(outline, "orders"),
                   *items = relation_named(outline, "items");
    const Column *id = outline_column(orders, S("id")),
                 *status = outline_column(orders, S("status"));
    const Column *taxed = outline_column(orders, S("taxed")),
                 *made = outline_column(items, S("made"));
    assert_null(outline_column(orders, S("nope")));
    assert_true(id->in_primary_key && id->not_null && id->has_default);
    same_text(L, id->default_expression, "gen_random_uuid()");
    assert_false(status->in_primary_key || status->not_null);
    assert_ptr_equal(status->enumeration, outline->enums.at[0]);
    assert_null(id->enumeration);
    assert_string_equal(id->parsed.builtin->name, "uuid");
    assert_true(taxed->generated && taxed->has_default);
    assert_true(made->identity_always && made->has_default && !made->default_expression.ptr);
    assert_true(outline_column(orders, S("mail"))->sensitive);
    assert_ptr_equal(id->relation, orders);
}

static void test_outline_references(void **state)
{
    (void)state;
    Outline *outline = outline_of(
        arena,
        draft_of("database: d\nschemas: {app: }\ntables:\n"
                 "  a: {columns: {x: int, y: int}, primary_key: [x, y], unique: {u: x}}\n"
                 "  b:\n"
                 "    columns: {p: {type: int, not_null: true}, q: int, r: int, s: int}\n"
                 "    primary_key: p\n"
                 "    unique: {rs: [s, r]}\n"
                 "    relations:\n"
                 "      one: {columns: p, references: a(x)}\n"
                 "      two: {columns: [r, s], references: a, inverse: bs, on_delete: cascade}\n"
                 "      many: {columns: q, references: a(x)}\n"
                 "---\nschema: app\ntables: {c: {columns: {x: int}}}\n"));
    const Relation *a = relation_named(outline, "a"), *b = relation_named(outline, "b");
    assert_int_equal(a->primary_key->column_count, 2);
    assert_int_equal(b->references.len, 3);
    static const struct {
        int line;
        const char *name, *constraint, *inverse, *on_delete;
        bool unique, required;
    } cases[] = {
        {L, "one", "b_p_fkey", NULL, NULL, true, true},
        {L, "many", "b_q_fkey", NULL, NULL, false, false},
        {L, "two", "b_r_s_fkey", "bs", "cascade", true, false}, /* a key in another order */
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const Reference *r = &b->references.at[i];
        same_text(cases[i].line, r->name, cases[i].name);
        same_text(cases[i].line, r->constraint, cases[i].constraint);
        same_text(cases[i].line, r->inverse, cases[i].inverse);
        same_text(cases[i].line, r->on_delete, cases[i].on_delete);
        same_number(cases[i].line, r->unique, cases[i].unique);
        same_number(cases[i].line, r->required, cases[i].required);
        assert_ptr_equal(r->to, a);
        assert_ptr_equal(r->from, b);
    }
    same_text(L, b->references.at[2].to_columns[1]->name, "y");
    assert_int_equal(a->referenced_by.len, 3);
    assert_int_equal(b->referenced_by.len, 0);
    same_text(L, relation_plain_name(arena, a), "a");
    same_text(L, relation_plain_name(arena, relation_named(outline, "c")), "app_c");
}

/* A lock can be damaged: what names a column that is not there is left out. */
static void test_outline_of_damage(void **state)
{
    (void)state;
    static const Str columns[] = {{"a", 1}, {"lost", 4}}, target[] = {{"public", 6}, {"gone", 4}};
    Catalog *catalog = catalog_new(arena);
    catalog_add(catalog, id_of(KIND_TABLE, "public", "t", NULL), NULL);
    catalog_add(catalog, id_of(KIND_COLUMN, "public", "t", "a"), NULL);
    catalog_add(catalog, id_of(KIND_COLUMN, "public", "gone", "a"), NULL);
    catalog_add(catalog, id_of(KIND_DEFAULT, "public", "t", "lost"), NULL);
    Object *key = catalog_add(catalog, id_of(KIND_PRIMARY_KEY, "public", "t", "k"), NULL);
    object_set(catalog, key, "columns", value_list(columns, 2), (Pos){0});
    Object *fk = catalog_add(catalog, id_of(KIND_FOREIGN_KEY, "public", "t", "f"), NULL);
    object_set(catalog, fk, "columns", value_list(columns, 1), (Pos){0});
    object_set(catalog, fk, "ref_columns", value_list(columns, 1), (Pos){0});
    object_set(catalog, fk, "ref_table", value_list(target, 2), (Pos){0});
    catalog_add(catalog, id_of(KIND_TRIGGER, "public", "t", "x"), NULL);
    catalog_add(catalog, id_of(KIND_INDEX, "public", "t", "i"), NULL);
    catalog_seal(catalog);
    Outline *outline = outline_of(arena, catalog);
    const Relation *t = relation_named(outline, "t");
    assert_int_equal(t->columns.len, 1);
    assert_null(t->primary_key);
    assert_int_equal(t->references.len, 0);
    assert_int_equal(t->triggers.len, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_add_and_find),
        TEST(test_order),
        TEST(test_seal),
        TEST(test_attributes),
        TEST(test_depend),
        TEST(test_show),
        TEST(test_kinds_are_lowered),
        TEST(test_lowered_fields),
        TEST(test_lowered_edges),
        TEST(test_long_serial),
        TEST(test_adopt),
        TEST(test_lock_text),
        TEST(test_lock_round_trip),
        TEST(test_bad_locks),
        TEST(test_digest),
        TEST(test_attr_equal),
        TEST(test_orbits),
        TEST(test_expressions),
        TEST(test_outline),
        TEST(test_outline_view),
        TEST(test_outline_columns),
        TEST(test_outline_references),
        TEST(test_outline_of_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
