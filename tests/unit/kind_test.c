#include "unit.h"

#include "kind/kind.h"
#include "kind/type.h"
#include "live/read.h"
#include "sql/sql.h"

#include <pg_query.h>

/* --- the registry --- */

static const char *kind_name(size_t kind)
{
    return kinds[kind].tag ? kinds[kind].tag : "?";
}

static void test_rows(void **state)
{
    (void)state;
    for (int i = 0; i < KIND_COUNT; i++) {
        const Kind *kind = &kinds[i];
        bool opaque = kind->flags & KIND_OPAQUE;
        if (!kind->tag || !kind->plural || !kind->doc || !kind->field_count != opaque)
            fail_msg("row %d (%s) is not complete", i, kind_name((size_t)i));
        for (int k = 0; k < i; k++)
            if (strcmp(kind->tag, kinds[k].tag) == 0 || strcmp(kind->plural, kinds[k].plural) == 0)
                fail_msg("%s and %s share a name", kind->tag, kinds[k].tag);
        if (strspn(kind->tag, "abcdefghijklmnopqrstuvwxyz ") != strlen(kind->tag))
            fail_msg("%s: a tag is made of small letters and blanks", kind->tag);
        assert_int_equal(kind_by_tag(str_of(kind->tag)), i);
        bool read = !(kind->flags & KIND_NOT_READ);
        if (read && !opaque && (!kind->classname || !kind->drop || !kind->absent))
            fail_msg("%s is read, but has no catalog, drop or absent", kind->tag);
        if ((kind->flags & (KIND_WITH_PARENT | KIND_IN_TABLE | KIND_CONSTRAINT)) &&
            kind->parent == KIND_NONE)
            fail_msg("%s is a part of nothing", kind->tag);
        if (kind->parent != KIND_NONE && kind->parent >= (KindId)i)
            fail_msg("%s comes before its parent", kind->tag);
    }
    assert_int_equal(kind_by_tag(S("no such kind")), KIND_NONE);
    assert_int_equal(kind_by_tag((Str){0}), KIND_NONE);
}

static void check_field(const Kind *kind, const Field *field)
{
    if (!field->name || !field->doc || !field->doc[0])
        fail_msg("%s: a field without a name or doc", kind->tag);
    bool chosen = field->form == FORM_CHOICE;
    if (field->form != FORM_GRANTS && chosen != (field->choices != NULL))
        fail_msg("%s.%s: choices are for FORM_CHOICE", kind->tag, field->name);
    if (chosen && (!field->choices[0] || !field->choices[1]))
        fail_msg("%s.%s has no choice", kind->tag, field->name);
    bool child = field->form == FORM_CHILD || field->form == FORM_CHILDREN;
    if (child && (field->child == KIND_DATABASE || field->child >= KIND_NONE))
        fail_msg("%s.%s: children of no kind", kind->tag, field->name);
    if (child && field->compare != COMPARE_AUTHOR)
        fail_msg("%s.%s: children are objects of their own", kind->tag, field->name);
    if ((field->flags & FIELD_SEPARATE) && !field->set)
        fail_msg("%s.%s has no statement that sets it", kind->tag, field->name);
    if ((field->flags & FIELD_LAST) && !(field->flags & FIELD_SEPARATE))
        fail_msg("%s.%s: last, but not separate", kind->tag, field->name);
    if ((field->flags & FIELD_REQUIRED) && field->form == FORM_NONE)
        fail_msg("%s.%s cannot be written and must", kind->tag, field->name);
    const char *dot = strchr(field->name, '.');
    if (dot && kinds[kind - kinds]
                       .fields[kind_field((KindId)(kind - kinds),
                                          (Str){field->name, (size_t)(dot - field->name)})]
                       .form != FORM_GROUP)
        fail_msg("%s.%s is in no group", kind->tag, field->name);
}

static void test_fields(void **state)
{
    (void)state;
    for (int i = 0; i < KIND_COUNT; i++) {
        const Kind *kind = &kinds[i];
        int shorthands = 0;
        for (size_t k = 0; k < kind->field_count; k++) {
            check_field(kind, &kind->fields[k]);
            shorthands += (kind->fields[k].flags & FIELD_SHORTHAND) != 0;
            /* the first of that name is itself: there is no second one */
            if (kind_field((KindId)i, str_of(kind->fields[k].name)) != (int)k)
                fail_msg("%s.%s stands there twice", kind->tag, kind->fields[k].name);
        }
        if (shorthands > 1)
            fail_msg("%s has two shorthands", kind->tag);
        assert_int_equal(kind_field((KindId)i, S("no_such_field")), -1);
        bool comment = kind_field((KindId)i, S("comment")) >= 0;
        if (!(kind->flags & KIND_NOT_READ) && comment && !kind->target)
            fail_msg("%s: a comment needs a target", kind->tag);
    }
}

static void check_holes(const char *where, const char *field, const char *text, bool value)
{
    static const char *const known[] = {"name",    "relation",      "schema",   "if_exists",
                                        "target",  "name'",         "name''",   "relation''",
                                        "value",   "schema.name''", "schema''", "value 1",
                                        "value 2", "column 1",      "object"};
    for (const char *p = text; p && *p; p++) {
        assert_true(*p != '}');
        if (*p != '{')
            continue;
        const char *close = strchr(p, '}');
        assert_non_null(close);
        Str hole = {p + 1, (size_t)(close - p - 1)};
        bool found = false;
        for (size_t i = 0; i < COUNT_OF(known); i++)
            found |= str_is(hole, known[i]) && (value || !str_is(hole, "value"));
        if (!found)
            fail_msg("%s.%s: unknown hole {%.*s}", where, field, STR_ARG(hole));
        p = close;
    }
}

static void test_holes(void **state)
{
    (void)state;
    for (int i = 0; i < KIND_COUNT; i++) {
        check_holes(kinds[i].tag, "target", kinds[i].target, false);
        check_holes(kinds[i].tag, "drop", kinds[i].drop, false);
        check_holes(kinds[i].tag, "absent", kinds[i].absent, false);
        for (size_t k = 0; k < kinds[i].field_count; k++) {
            check_holes(kinds[i].tag, kinds[i].fields[k].name, kinds[i].fields[k].set, true);
            check_holes(kinds[i].tag, kinds[i].fields[k].name, kinds[i].fields[k].reset,
                        kinds[i].fields[k].form == FORM_OPTIONS); /* the names of what goes */
        }
    }
}

static void test_lists(void **state)
{
    (void)state;
    static const struct {
        int line;
        KindId kind;
        const char *field;
        bool list;
    } cases[] = {
        {L, KIND_ENUM, "labels", true},           {L, KIND_UNIQUE, "columns", true},
        {L, KIND_INDEX, "columns", true},         {L, KIND_TABLE, "with", true},
        {L, KIND_FOREIGN_KEY, "ref_table", true}, {L, KIND_TRIGGER, "events", true},
        {L, KIND_COLUMN, "type", false},          {L, KIND_TRIGGER, "timing", false},
        {L, KIND_CHECK, "expression", false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int field = kind_field(cases[i].kind, str_of(cases[i].field));
        assert_true(field >= 0);
        same_number(cases[i].line, field_is_list(&kinds[cases[i].kind].fields[field]),
                    cases[i].list);
    }
}

/* --- the queries: what they select is what the field lists name --- */

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Names of the columns of a SELECT: what stands behind the last AS, or behind the last dot. */
static StrVec selected(Str query)
{
    StrVec names = {0};
    Str last = {0};
    int depth = 0;
    assert_true(str_starts(query, S("SELECT ")));
    for (size_t i = 7; i < query.len; i++) {
        char c = query.ptr[i];
        if (c == '\'') {
            while (query.ptr[++i] != '\'')
                assert_true(i < query.len);
            continue;
        }
        depth += (c == '(' || c == '[') - (c == ')' || c == ']');
        if (depth == 0 && is_word(c)) {
            size_t from = i;
            while (i + 1 < query.len && is_word(query.ptr[i + 1]))
                i++;
            Str word = str_slice(query, from, i + 1);
            if (str_is(word, "FROM"))
                break;
            last = word;
        } else if (depth == 0 && c == ',') {
            vec_push(arena, &names, last);
        }
    }
    vec_push(arena, &names, last);
    return names;
}

static bool is_among(const StrVec *names, const char *name)
{
    for (size_t i = 0; i < names->len; i++)
        if (str_is(names->at[i], name))
            return true;
    return false;
}

static bool is_read(const Field *field)
{
    return field->compare == COMPARE_EXACT || field->compare == COMPARE_SET ||
           field->compare == COMPARE_EXPR || field->compare == COMPARE_DECLARED ||
           field->compare == COMPARE_REPORT;
}

/* Read, but no part of the object. */
static bool is_for_planner(Str name)
{
    return str_is(name, "shape") || str_is(name, "type_storage") || str_is(name, "immovable") ||
           str_is(name, "bounds");
}

static void check_query(KindId kind, int version)
{
    Templates templates = {.arena = arena, .diags = &diags, .parsed = {.arena = arena}};
    Str query = catalog_query(arena, kind, version, &templates, &diags);
    no_diags(L);
    StrVec names = selected(query);
    for (size_t i = 0; i < names.len; i++) {
        bool identity = str_is(names.at[i], "_oid") || str_is(names.at[i], "_subid") ||
                        str_is(names.at[i], "_schema") || str_is(names.at[i], "_object") ||
                        str_is(names.at[i], "_sub") || str_is(names.at[i], "_class") ||
                        str_is(names.at[i], "_relation") || str_is(names.at[i], "_attnum") ||
                        str_is(names.at[i], "_columns") || str_is(names.at[i], "_options");
        int field = kind_field(kind, names.at[i]);
        bool shape = is_for_planner(names.at[i]);
        if (!identity && !shape && (field < 0 || !is_read(&kinds[kind].fields[field])))
            fail_msg("%s: the query selects %.*s, which is no field that is compared",
                     kind_name((size_t)kind), STR_ARG(names.at[i]));
        for (size_t k = 0; k < i; k++)
            if (str_eq(names.at[i], names.at[k]))
                fail_msg("%s: the query selects %.*s twice", kind_name((size_t)kind),
                         STR_ARG(names.at[i]));
    }
    for (size_t i = 0; i < kinds[kind].field_count; i++) {
        const Field *field = &kinds[kind].fields[i];
        bool new_in_15 = strcmp(field->name, "nulls_not_distinct") == 0 ||
                         strcmp(field->name, "on_delete_columns") == 0;
        bool new_in_14 = strcmp(field->name, "compression") == 0 ||
                         strcmp(field->name, "multirange") == 0 ||
                         strcmp(field->name, "atomic") == 0;
        if (kind == KIND_PROCEDURE && !is_among(&names, field->name))
            continue; /* it has not all that functions have */
        bool expected = is_read(field) && (version >= 150000 || !new_in_15) &&
                        (version >= 140000 || !new_in_14);
        bool shape = is_for_planner(str_of(field->name));
        bool numbered = strcmp(field->name, "columns") == 0 && is_among(&names, "_columns");
        if (!shape && expected != (numbered || is_among(&names, field->name)))
            fail_msg("%s.%s: the query for %d %s it", kind_name((size_t)kind), field->name, version,
                     expected ? "does not select" : "selects");
    }
    assert_true(is_among(&names, "_oid"));
    bool part = is_among(&names, "_relation"); /* which stands for both names */
    if (kind != KIND_EXTENSION && !(kinds[kind].flags & KIND_GLOBAL))
        assert_true(part || is_among(&names, "_schema"));
    if (kinds[kind].parent != KIND_NONE)
        assert_true((part || is_among(&names, "_object")) && is_among(&names, "_sub"));
    PgQueryParseResult result = pg_query_parse(query.ptr);
    if (result.error)
        fail_msg("%s for %d: %s", kind_name((size_t)kind), version, result.error->message);
    pg_query_free_parse_result(result);
}

static void test_queries(void **state)
{
    (void)state;
    static const int versions[] = {130000, 140000, 150000, 160000};
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        Str file = str_replace(arena, str_of(kinds[kind].tag), S(" "), S("_"));
        Str name = str_format(arena, "catalog/%.*s.sql", STR_ARG(file));
        bool there = false;
        for (size_t i = 0; i < embedded_template_count; i++)
            there |= str_is(name, embedded_templates[i].name);
        if (there == ((kinds[kind].flags & KIND_NOT_READ) != 0))
            fail_msg("%s: %s %s", kind_name((size_t)kind), name.ptr,
                     there ? "is never sent" : "is not there");
        for (size_t i = 0; there && i < COUNT_OF(versions); i++)
            check_query((KindId)kind, versions[i]);
    }
}

/* --- statements: whatever the fields hold, PostgreSQL's grammar takes what is made of them --- */

static const struct {
    const char *field, *value;
} samples[] = {
    {"type", "integer"},
    {"timing", "after"},
    {"arguments", "a integer"},
    {"returns", "integer"},
    {"language", "sql"},
    {"owned_by", "s.t.c"},
    {"collation", "C"},
    {"version", "1.0"},
    {"position", "2"},
    {"body", "SELECT 'a$$b'"},
    {"query", "SELECT 1"},
    {"statistics", "100"},
    {"on_delete", "set null"},
    {"old_table", "before it"},
    {"invalid", "true"},
    {"disabled", "true"},
    {"relation", "r"},
    {"atomic", "RETURN 1"},
    {"default_sql", "(1 + 2)"},
    {"subtype", "integer"},
    {"opclass", "int4_ops"},
    {"canonical", "s.f"},
    {"difference", "s.f"},
    {"support", "s.f"},
    {"table", "s.t"},
    {"definition", "ON INSERT TO s.t DO INSTEAD NOTHING"},
    {"create", "CREATE OPERATOR FAMILY s.f USING btree"},
    {"handler", "s.f"},
    {"validator", "s.f"},
    {"partition_by", "LIST (a)"},
    {"of_type", "s.t"},
    {"replica_identity", "full"},
    {"attached_to", "s.i"},
    {"how", "without function"},
    {"from", "s.t"},
};

static Value sample_list(const Field *field)
{
    static const Str names[] = {{"a", 1}, {"B c", 3}}, events[] = {{"update", 6}, {"insert", 6}};
    static const Str keys[] = {{"a DESC", 6}, {"lower((b)::text)", 16}};
    static const Str elements[] = {{"a WITH =", 8}, {"lower((b)::text) WITH OPERATOR(s.=)", 35}};
    static const Str type_names[] = {{"integer", 7}, {"s.t", 3}};
    static const Str parts[] = {{"sfunc=s.f", 9}, {"stype=integer", 13}, {"initcond=it's", 13}};
    static const Str options[] = {{"fillfactor=70", 13}, {"search_path=a, \"B\"", 17}};
    static const Str place[] = {{"s.t", 3}, {"FOR VALUES IN (1)", 17}}, targets[] = {{"1=500", 5}},
                     storages[] = {{"B c=external", 12}}, methods[] = {{"a=lz4", 5}};
    if (strcmp(field->name, "partition_of") == 0)
        return value_list(place, 2);
    if (strcmp(field->name, "inherits") == 0)
        return value_list(place, 1);
    if (strcmp(field->name, "storage") == 0)
        return value_list(storages, 1);
    if (strcmp(field->name, "compression") == 0)
        return value_list(methods, 1);
    if (field->flags & FIELD_EACH)
        return value_list(targets, 1);
    if (strcmp(field->name, "elements") == 0)
        return value_list(elements, 2);
    if (strcmp(field->name, "transforms") == 0)
        return value_list(type_names, 2);
    if (strcmp(field->name, "options") == 0)
        return value_list(parts, 3);
    if (strcmp(field->name, "keys") == 0)
        return value_list(names, 1);
    if (strcmp(field->name, "events") == 0)
        return value_list(events, 2);
    static const Str grants[] = {{"a SELECT", 8}, {"\"B c\" UPDATE with grant option", 30}};
    return value_list(field->form == FORM_KEYS      ? keys
                      : field->form == FORM_GRANTS  ? grants
                      : field->form == FORM_OPTIONS ? options
                                                    : names,
                      2);
}

static Value sample(const Field *field)
{
    if (field_is_list(field))
        return sample_list(field);
    for (size_t i = 0; i < COUNT_OF(samples); i++)
        if (strcmp(samples[i].field, field->name) == 0)
            return value_text(str_of(samples[i].value));
    switch (field->form) {
    case FORM_BOOL:
        return value_bool(true);
    case FORM_INT:
    case FORM_NUMBER:
        return value_text(S("7"));
    case FORM_CHOICE:
        return value_text(str_of(field->choices[1]));
    case FORM_EXPR:
        return value_text(S("(a > 1) -- so"));
    default:
        return value_text(S("It's \"odd\" \\ "));
    }
}

static void grammatical(int line, Str sql)
{
    PgQueryParseResult result = pg_query_parse(str_copy(arena, sql).ptr);
    if (result.error)
        fail_msg("line %d: %s: %.*s", line, result.error->message, STR_ARG(sql));
    pg_query_free_parse_result(result);
}

static Object *object_of(Catalog *catalog, KindId kind)
{
    ObjectId id = {kind, S("s"), S("Odd \"name"), (Str){0}};
    if (kinds[kind].parent != KIND_NONE)
        id.sub = S("it's");
    if (kinds[kind].flags & KIND_SIGNED)
        id.object = S("Odd \"name(integer)");
    if (kind == KIND_DEFAULT_PRIVILEGES)
        id = (ObjectId){kind, (Str){0}, S("\"Odd name\" tables in \"it in\""), (Str){0}};
    if (kind == KIND_CAST)
        id.object = S("json AS s.\"It's\"");
    if (kind == KIND_SQL_OBJECT)
        id.object = S("text search dictionary s.\"It's\"");
    if (kind == KIND_MEMBER)
        id = (ObjectId){kind, (Str){0}, S("odd"), S("function s.\"It's\"()")};
    if (kind == KIND_USER_MAPPING || kind == KIND_PUBLICATION_SCHEMA)
        id.sub = S("it's");
    if (kind == KIND_SCHEMA)
        id = (ObjectId){kind, S("odd 's"), (Str){0}, (Str){0}};
    if (kind == KIND_EXTENSION || (kinds[kind].flags & KIND_GLOBAL))
        id.schema = (Str){0};
    return catalog_add(catalog, id, NULL);
}

static void check_statements(int line, const Object *object)
{
    Str create = sql_create(arena, object, NULL, 0, SQL_PLAIN);
    assert_true(create.len > 5);
    grammatical(line, create);
    grammatical(line, sql_create(arena, object, NULL, 0, SQL_AGAIN));
    grammatical(line, sql_create(arena, object, NULL, 0, SQL_REPLACE));
    grammatical(line, sql_drop(arena, object, SQL_PLAIN));
    grammatical(line, sql_drop(arena, object, SQL_AGAIN));
    grammatical(line, str_format(arena, "SELECT %.*s", STR_ARG(sql_absent(arena, object))));
}

/* Lowering always sets these, or others make no sense without them. */
static bool is_needed(const char *field)
{
    static const char *const needed[] = {"events",   "timing",    "each",
                                         "function", "ref_table", "on_delete"};
    for (size_t i = 0; i < COUNT_OF(needed); i++)
        if (strcmp(field, needed[i]) == 0)
            return true;
    return false;
}

static bool is_deferral(const Field *field)
{
    return strcmp(field->name, "deferrable") == 0 || strcmp(field->name, "initially_deferred") == 0;
}

/* An object with what its kind needs and the field `only`, or with all fields. */
static Object *sample_object(KindId kind, const Field *only)
{
    Catalog *catalog = catalog_new(arena);
    Object *object = object_of(catalog, kind);
    for (size_t k = 0; k < kinds[kind].field_count; k++) {
        const Field *field = &kinds[kind].fields[k];
        bool wanted =
            !only || field == only || (field->flags & FIELD_REQUIRED) || is_needed(field->name);
        /* a constraint trigger can wait, but takes no transition tables */
        if (kind == KIND_TRIGGER && strcmp(field->name, "constraint") == 0 && only)
            wanted = is_deferral(only);
        if (kind == KIND_TRIGGER && str_ends(str_of(field->name), S("_table")) && !only)
            wanted = false;
        if (is_read(field) && wanted)
            object_set(catalog, object, field->name, sample(field), (Pos){0});
    }
    return object;
}

static void test_statements(void **state)
{
    (void)state;
    for (int i = 0; i < KIND_COUNT; i++) {
        if (kinds[i].flags & (KIND_NOT_READ | KIND_OPAQUE))
            continue;
        for (size_t k = 0; k < kinds[i].field_count; k++)
            check_statements(L, sample_object((KindId)i, &kinds[i].fields[k]));
        check_statements(L, sample_object((KindId)i, NULL));
    }
}

/* What sets a field, and what puts it back. */
static size_t check_setting(KindId kind, const Field *field)
{
    Catalog *with = catalog_new(arena), *without = catalog_new(arena);
    Object *object = object_of(with, kind), *bare = object_of(without, kind);
    object_set(with, object, field->name, sample(field), (Pos){0});
    StrVec sql = {0};
    if (field->form == FORM_OPTIONS && field->set) { /* one by one */
        sql = sql_alter(arena, without, object, field, object_attr(object, field->name));
        StrVec back = sql_alter(arena, with, bare, field, NULL);
        assert_int_equal(sql.len, 1);
        assert_int_equal(back.len, field->reset != NULL);
        if (back.len)
            vec_push(arena, &sql, back.at[0]);
    } else {
        Str set = sql_set(arena, object, field, object_attr(object, field->name));
        Str reset = sql_set(arena, object, field, NULL);
        assert_int_equal(set.ptr != NULL, field->set != NULL);
        assert_int_equal(reset.ptr != NULL, field->reset != NULL);
        if (set.ptr)
            vec_push(arena, &sql, set);
        if (reset.ptr)
            vec_push(arena, &sql, reset);
    }
    for (size_t i = 0; i < sql.len; i++)
        grammatical(L, sql.at[i]);
    return sql.len;
}

static void test_settings(void **state)
{
    (void)state;
    size_t statements = 0;
    for (int i = 0; i < KIND_COUNT; i++)
        for (size_t k = 0; k < kinds[i].field_count; k++)
            statements += check_setting((KindId)i, &kinds[i].fields[k]);
    assert_true(statements > 60);
}

/* --- types --- */

/* Left: how one may write it. Right: what format_type() of the server says of such a column, under
 * search_path = pg_catalog (PostgreSQL 15). */
static const struct {
    int line;
    const char *text, *canonical;
} types[] = {
    {L, "bigint", "bigint"},
    {L, "int8", "bigint"},
    {L, "INT8", "bigint"},
    {L, "bit", "bit(1)"},
    {L, "bit(3)", "bit(3)"},
    {L, "bit varying", "bit varying"},
    {L, "bit varying(5)", "bit varying(5)"},
    {L, "varbit", "bit varying"},
    {L, "varbit(7)", "bit varying(7)"},
    {L, "bool", "boolean"},
    {L, "boolean", "boolean"},
    {L, "bytea", "bytea"},
    {L, "char", "character(1)"},
    {L, "char(1)", "character(1)"},
    {L, "character", "character(1)"},
    {L, "character(10)", "character(10)"},
    {L, "bpchar", "bpchar"},
    {L, "bpchar(5)", "character(5)"},
    {L, "varchar", "character varying"},
    {L, "varchar(255)", "character varying(255)"},
    {L, "character varying", "character varying"},
    {L, "character varying(3)", "character varying(3)"},
    {L, "char varying(4)", "character varying(4)"},
    {L, "national character varying(5)", "character varying(5)"},
    {L, "national character(6)", "character(6)"},
    {L, "national char(6)", "character(6)"},
    {L, "nchar(7)", "character(7)"},
    {L, "nchar", "character(1)"},
    {L, "nchar varying(8)", "character varying(8)"},
    {L, "national char varying(9)", "character varying(9)"},
    {L, "cidr", "cidr"},
    {L, "date", "date"},
    {L, "float", "double precision"},
    {L, "float(1)", "real"},
    {L, "float(24)", "real"},
    {L, "float(25)", "double precision"},
    {L, "float(53)", "double precision"},
    {L, "float4", "real"},
    {L, "float8", "double precision"},
    {L, "double precision", "double precision"},
    {L, "DOUBLE   PRECISION", "double precision"},
    {L, "inet", "inet"},
    {L, "int", "integer"},
    {L, "int2", "smallint"},
    {L, "int4", "integer"},
    {L, "integer", "integer"},
    {L, "Integer", "integer"},
    {L, "smallint", "smallint"},
    {L, "int4range", "int4range"},
    {L, "int4multirange", "int4multirange"},
    {L, "tstzrange", "tstzrange"},
    {L, "interval", "interval"},
    {L, "interval(3)", "interval(3)"},
    {L, "interval year", "interval year"},
    {L, "interval month", "interval month"},
    {L, "interval day", "interval day"},
    {L, "interval hour", "interval hour"},
    {L, "interval minute", "interval minute"},
    {L, "interval second", "interval second"},
    {L, "interval second(3)", "interval second(3)"},
    {L, "interval year to month", "interval year to month"},
    {L, "interval day to hour", "interval day to hour"},
    {L, "interval day to minute", "interval day to minute"},
    {L, "interval day to second", "interval day to second"},
    {L, "interval day to second(3)", "interval day to second(3)"},
    {L, "interval hour to minute", "interval hour to minute"},
    {L, "interval hour to second", "interval hour to second"},
    {L, "interval hour to second(2)", "interval hour to second(2)"},
    {L, "interval minute to second", "interval minute to second"},
    {L, "interval minute to second(0)", "interval minute to second(0)"},
    {L, "json", "json"},
    {L, "jsonb", "jsonb"},
    {L, "jsonpath", "jsonpath"},
    {L, "macaddr", "macaddr"},
    {L, "macaddr8", "macaddr8"},
    {L, "money", "money"},
    {L, "name", "name"},
    {L, "numeric", "numeric"},
    {L, "numeric(5)", "numeric(5,0)"},
    {L, "numeric(5,2)", "numeric(5,2)"},
    {L, "numeric ( 10 , 2 )", "numeric(10,2)"},
    {L, "numeric(3,5)", "numeric(3,5)"},
    {L, "numeric(5,-2)", "numeric(5,-2)"},
    {L, "decimal", "numeric"},
    {L, "decimal(8,3)", "numeric(8,3)"},
    {L, "dec(4,1)", "numeric(4,1)"},
    {L, "oid", "oid"},
    {L, "pg_lsn", "pg_lsn"},
    {L, "point", "point"},
    {L, "real", "real"},
    {L, "regclass", "regclass"},
    {L, "text", "text"},
    {L, "time", "time without time zone"},
    {L, "time(0)", "time(0) without time zone"},
    {L, "time with time zone", "time with time zone"},
    {L, "time(3) with time zone", "time(3) with time zone"},
    {L, "time without time zone", "time without time zone"},
    {L, "time(6) without time zone", "time(6) without time zone"},
    {L, "timetz", "time with time zone"},
    {L, "timetz(2)", "time(2) with time zone"},
    {L, "timestamp", "timestamp without time zone"},
    {L, "timestamp(3)", "timestamp(3) without time zone"},
    {L, "timestamp with time zone", "timestamp with time zone"},
    {L, "timestamp (4) with time zone", "timestamp(4) with time zone"},
    {L, "timestamp without time zone", "timestamp without time zone"},
    {L, "timestamp(0) without time zone", "timestamp(0) without time zone"},
    {L, "timestamptz", "timestamp with time zone"},
    {L, "timestamptz(6)", "timestamp(6) with time zone"},
    {L, "tsquery", "tsquery"},
    {L, "tsvector", "tsvector"},
    {L, "uuid", "uuid"},
    {L, "xid8", "xid8"},
    {L, "xml", "xml"},
    {L, "\"char\"", "\"char\""},
    {L, "pg_catalog.int4", "integer"},
    {L, "pg_catalog.varchar(10)", "character varying(10)"},
    {L, "pg_catalog.varchar", "character varying"},
    {L, "pg_catalog.bpchar", "bpchar"},
    {L, "pg_catalog.char", "\"char\""},
    {L, "pg_catalog.\"char\"", "\"char\""},
    {L, "pg_catalog.timestamptz", "timestamp with time zone"},
    {L, "pg_catalog.timestamptz(3)", "timestamp(3) with time zone"},
    {L, "pg_catalog.numeric(4)", "numeric(4,0)"},
    {L, "pg_catalog.interval", "interval"},
    {L, "text[]", "text[]"},
    {L, "text[][]", "text[]"},
    {L, "integer[3]", "integer[]"},
    {L, "integer[3][4]", "integer[]"},
    {L, "int array", "integer[]"},
    {L, "int array[4]", "integer[]"},
    {L, "varchar(10)[]", "character varying(10)[]"},
    {L, "timestamp(3)[]", "timestamp(3) without time zone[]"},
    {L, "timestamptz(3)[]", "timestamp(3) with time zone[]"},
    {L, "interval day to second(3)[]", "interval day to second(3)[]"},
    {L, "\"char\"[]", "\"char\"[]"},
    {L, "numeric(5,2)[]", "numeric(5,2)[]"},
    {L, "serial", "integer"},
    {L, "bigserial", "bigint"},
    {L, "smallserial", "smallint"},
    {L, "serial2", "smallint"},
    {L, "serial4", "integer"},
    {L, "serial8", "bigint"},
    {L, "pg_catalog.float8", "double precision"},
    {L, "pg_catalog.bool", "boolean"},
    {L, "bit(1)[]", "bit(1)[]"},
    {L, "char[]", "character(1)[]"},
};

static void test_types(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        TypeName type;
        bool modifiers = true;
        Str why = {0};
        if (!type_parse(arena, str_of(types[i].text), &type, &modifiers, &why))
            fail_msg("line %d: %s: %.*s", types[i].line, types[i].text, STR_ARG(why));
        same_number(types[i].line, modifiers, false);
        same_text(types[i].line, type_canonical(arena, &type, S("public")), types[i].canonical);
        if (!type.builtin)
            fail_msg("line %d: %s is built in", types[i].line, types[i].text);
        same_number(types[i].line, type.array, str_ends(str_of(types[i].canonical), S("[]")));
        same_number(types[i].line, type.serial, str_find(str_of(types[i].text), S("serial")) >= 0);
        /* the canonical name is one that is understood, and means itself */
        assert_true(type_parse(arena, str_of(types[i].canonical), &type, &modifiers, &why));
        same_text(types[i].line, type_canonical(arena, &type, S("public")), types[i].canonical);
    }
}

static void test_other_types(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *text, *schema, *name, *canonical;
    } cases[] = {
        {L, "job_status", NULL, "job_status", "app.job_status"},
        {L, "Job_Status[]", NULL, "job_status", "app.job_status[]"},
        {L, "\"Job Status\"", NULL, "Job Status", "app.\"Job Status\""},
        {L, "\"a\"\"b\"", NULL, "a\"b", "app.\"a\"\"b\""},
        {L, "audit.kind", "audit", "kind", "audit.kind"},
        {L, "\"Audit\".\"Kind\"[]", "Audit", "Kind", "\"Audit\".\"Kind\"[]"},
        {L, "\"a.b\"", NULL, "a.b", "app.\"a.b\""},
        {L, "x.\"a (b\"(3)", "x", "a (b", "x.\"a (b\"(3)"},
        {L, "\"numeric\"(3,1)", NULL, "numeric", "app.\"numeric\"(3,1)"},
        {L, "geometry(Point, 4326)", NULL, "geometry", "app.geometry(Point,4326)"},
        {L, "vector(3)[]", NULL, "vector", "app.vector(3)[]"},
        {L, "\xC3\xA4_1$", NULL, "\xC3\xA4_1$", "app.\"\xC3\xA4_1$\""},
        {L, "user", NULL, "user", "app.\"user\""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        TypeName type;
        bool modifiers;
        Str why = {0};
        if (!type_parse(arena, str_of(cases[i].text), &type, &modifiers, &why))
            fail_msg("line %d: %.*s", cases[i].line, STR_ARG(why));
        assert_null(type.builtin);
        same_text(cases[i].line, type.schema, cases[i].schema);
        same_text(cases[i].line, type.name, cases[i].name);
        same_text(cases[i].line, type_canonical(arena, &type, S("app")), cases[i].canonical);
    }
}

static void test_bad_types(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *text;
        bool modifiers;
        const char *why;
    } cases[] = {
        {L, "", false, "not the name of a type"},
        {L, " ", false, "not the name of a type"},
        {L, "two words", false, "not the name of a type"},
        {L, "a.b.c", false, "not the name of a type"},
        {L, "1a", false, "not the name of a type"},
        {L, "a-b", false, "not the name of a type"},
        {L, "\"open", false, "not the name of a type"},
        {L, "\"\"", false, "not the name of a type"},
        {L, "a.", false, "not the name of a type"},
        {L, ".a", false, "not the name of a type"},
        {L, "[]", false, "not the name of a type"},
        {L, "text; drop table x", false, "not the name of a type"},
        {L, "varchar(10", false, "parenthesis is not closed"},
        {L, "varchar(0)", true, "from 1 to 10485760"},
        {L, "varchar(10485761)", true, "from 1 to 10485760"},
        {L, "varchar(a)", true, "from 1 to 10485760"},
        {L, "varchar()", true, "from 1 to 10485760"},
        {L, "varchar(1,2)", true, "from 1 to 10485760"},
        {L, "bit(0)", true, "from 1 to 83886080"},
        {L, "text(5)", true, "text takes no modifiers"},
        {L, "integer(4)", true, "integer takes no modifiers"},
        {L, "serial(4)", true, "integer takes no modifiers"},
        {L, "numeric(0)", true, "a precision from 1 to 1000"},
        {L, "numeric(1001)", true, "a precision from 1 to 1000"},
        {L, "numeric(5,1001)", true, "a scale from -1000 to 1000"},
        {L, "numeric(5,2,1)", true, "a precision from 1 to 1000"},
        {L, "timestamp(7)", true, "from 0 to 6"},
        {L, "time(-1)", true, "from 0 to 6"},
        {L, "interval(7)", true, "from 0 to 6"},
        {L, "interval second(7)", true, "from 0 to 6"},
        {L, "interval year(3)", true, "only seconds have a precision"},
        {L, "interval minute to hour", false, "not the name of a type"},
        {L, "float(0)", true, "bits from 1 to 53"},
        {L, "float(54)", true, "bits from 1 to 53"},
        {L, "serial[]", false, "no arrays of serial types"},
        {L, "\"char\"(3)", true, "takes no modifiers"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        TypeName type;
        bool modifiers = !cases[i].modifiers;
        Str why = {0};
        if (type_parse(arena, str_of(cases[i].text), &type, &modifiers, &why))
            fail_msg("line %d: %s is taken", cases[i].line, cases[i].text);
        same_number(cases[i].line, modifiers, cases[i].modifiers);
        has_text(cases[i].line, why, cases[i].why);
    }
}

static void test_type_candidates(void **state)
{
    (void)state;
    StrVec names = {0};
    type_candidates(arena, &names);
    assert_true(names.len > 80);
    for (size_t i = 0; i < names.len; i++) {
        TypeName type;
        bool modifiers;
        Str why;
        if (!type_parse(arena, names.at[i], &type, &modifiers, &why) || !type.builtin)
            fail_msg("%.*s is suggested, but not known", STR_ARG(names.at[i]));
    }
    same_text(L, diag_nearest(S("timestmap"), &names), "timestamp");
    same_text(L, diag_nearest(S("mony"), &names), "money");
}

/* --- values --- */

static void test_values(void **state)
{
    (void)state;
    static const Str ab[] = {{"a", 1}, {"b", 1}}, ba[] = {{"b", 1}, {"a", 1}},
                     aab[] = {{"a", 1}, {"a", 1}, {"b", 1}};
    Value none = {0}, text = value_text(S("a")), list = value_list(ab, 2);
    Value other = value_list(ba, 2), more = value_list(aab, 3), one = value_list(ab, 1);
    assert_int_equal(value_list(ab, 0).type, VALUE_ABSENT);
    assert_int_equal(value_bool(false).type, VALUE_ABSENT);
    same_text(L, value_bool(true).text, "true");
    const Value *all[] = {&none, &text, &list, &other, &more, &one};
    for (size_t i = 0; i < COUNT_OF(all); i++)
        for (size_t k = 0; k < COUNT_OF(all); k++) {
            assert_int_equal(value_eq(all[i], all[k]), i == k);
            bool same_set = i == k || (i == 2 && k == 3) || (i == 3 && k == 2);
            assert_int_equal(value_eq_set(arena, all[i], all[k]), same_set);
        }
    same_text(L, list.list[0], "a"); /* comparing as sets sorts nobody's list */
    same_text(L, other.list[0], "b");
    same_text(L, value_show(arena, &none), "(none)");
    same_text(L, value_show(arena, &text), "a");
    same_text(L, value_show(arena, &more), "[a, a, b]");
    StrVec vec = {0};
    vec_push(arena, &vec, S("x"));
    Value of_vec = value_of_vec(&vec);
    same_text(L, value_show(arena, &of_vec), "[x]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_rows),      TEST(test_fields),          TEST(test_holes),
        TEST(test_lists),     TEST(test_queries),         TEST(test_statements),
        TEST(test_settings),  TEST(test_types),           TEST(test_other_types),
        TEST(test_bad_types), TEST(test_type_candidates), TEST(test_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
