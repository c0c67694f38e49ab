#include "sql/differences.h"

#include "catalog/trash.h"
#include "live/read.h"
#include "text/escape.h"
#include "text/quote.h"

enum { OFFLINE_VERSION = 150000 };

static void write_json_value(Writer *w, const Value *value)
{
    if (value->type == VALUE_TEXT) {
        w_raw(w, json_literal(w->arena, value->text));
        return;
    }
    w_raw(w, S("["));
    for (uint32_t i = 0; i < value->count; i++) {
        w_raw(w, i ? S(", ") : (Str){0});
        w_raw(w, json_literal(w->arena, value->list[i]));
    }
    w_raw(w, S("]"));
}

static bool is_checked(const Catalog *catalog, const Field *field)
{
    bool plain = field->compare == COMPARE_EXACT || field->compare == COMPARE_SET ||
                 field->compare == COMPARE_DECLARED;
    return plain || (field->compare == COMPARE_EXPR && catalog->server_major);
}

/* {"type": "uuid", …} */
static Str attributes_json(Arena *arena, const Catalog *catalog, const Object *object)
{
    Writer w = {.arena = arena};
    w_raw(&w, S("{"));
    for (size_t i = 0; i < object->attrs.len; i++) {
        const Field *field = &kinds[object->id.kind].fields[object->attrs.at[i].field];
        if (!is_checked(catalog, field))
            continue;
        w_raw(&w, w.len > 1 ? S(", ") : (Str){0});
        w_raw(&w, str_format(arena, "\"%s\": ", field->name));
        write_json_value(&w, &object->attrs.at[i].value);
    }
    w_raw(&w, S("}"));
    return w_result(&w);
}

/* {"expression": [other texts of its orbit]} */
static Str orbits_json(Arena *arena, const Object *object)
{
    Writer w = {.arena = arena};
    w_raw(&w, S("{"));
    for (size_t i = 0; i < object->attrs.len; i++) {
        const Attr *attr = &object->attrs.at[i];
        if (!attr->orbit_count)
            continue;
        w_raw(&w, w.len > 1 ? S(", ") : (Str){0});
        w_raw(&w, str_format(arena, "\"%s\": [", kinds[object->id.kind].fields[attr->field].name));
        for (uint32_t k = 0; k < attr->orbit_count; k++) {
            w_raw(&w, k ? S(", ") : (Str){0});
            write_json_value(&w, &attr->orbit[k]);
        }
        w_raw(&w, S("]"));
    }
    w_raw(&w, S("}"));
    return w_result(&w);
}

static void write_literal(Writer *w, Arena *scratch, Str text, const char *behind)
{
    w_raw(w, sql_literal(scratch, text));
    w_raw(w, str_of(behind));
}

/* The rows of a VALUES list; the first gives the columns their types. */
static Str expected_rows(Arena *arena, const Catalog *catalog)
{
    Writer w = {.arena = arena};
    Arena *scratch = arena_new();
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *object = catalog->objects.at[i];
        ArenaMark mark = arena_mark(scratch);
        if (kinds[object->id.kind].flags & (KIND_NOT_READ | KIND_OPAQUE))
            continue;
        const char *cast = w.len ? "" : "::jsonb";
        w_raw(&w, w.len ? S(",\n    (") : S("    ("));
        write_literal(&w, scratch, str_of(kinds[object->id.kind].tag), ", ");
        write_literal(&w, scratch, object->id.schema, ", ");
        write_literal(&w, scratch, object->id.object, ", ");
        write_literal(&w, scratch, object->id.sub, ", ");
        write_literal(&w, scratch, attributes_json(scratch, catalog, object), cast);
        w_raw(&w, S(", "));
        write_literal(&w, scratch, orbits_json(scratch, object), cast);
        w_raw(&w, S(")"));
        arena_rewind(scratch, mark);
    }
    arena_free(scratch);
    return w_result(&w);
}

/* The model's patterns of what it speaks for, or does not, as LIKE has them. */
static Data *pattern_rows(Arena *arena, const Catalog *catalog, const char *field)
{
    const Object *database = catalog_find(catalog, (ObjectId){KIND_DATABASE, {0}, {0}, {0}});
    Value patterns = database ? object_value(database, field) : (Value){0};
    Data *rows = data_list(arena);
    for (uint32_t i = 0; i < patterns.count; i++) {
        Str text = str_replace(arena, patterns.list[i], S("\\"), S("\\\\"));
        text = str_replace(arena, str_replace(arena, text, S("%"), S("\\%")), S("_"), S("\\_"));
        text = str_replace(arena, str_replace(arena, text, S("*"), S("%")), S("?"), S("_"));
        Data *row = data_map(arena);
        data_set_text(arena, row, "pattern", text);
        data_add(arena, rows, row);
    }
    return rows;
}

/* Kinds that there are objects of, and of parts that those can have. */
static bool is_in_use(const bool used[KIND_COUNT], KindId kind)
{
    KindId parent = kinds[kind].parent;
    return used[kind] || (parent != KIND_NONE && used[parent]);
}

/* Which parts of the identity a kind's query has is seen from its text. */
static bool has_column(Str query, const char *name)
{
    return str_find(query, str_of(name)) >= 0;
}

static Data *kind_row(Arena *arena, const Catalog *catalog, KindId kind, Templates *templates,
                      Diags *diags)
{
    int version = catalog->server_major ? catalog->server_major * 10000 : OFFLINE_VERSION;
    Str query = catalog_query(arena, kind, version, templates, diags);
    if (!query.ptr)
        return NULL;
    Data *row = data_map(arena);
    data_set_text(arena, row, "kind", str_of(kinds[kind].tag));
    data_set_text(arena, row, "query", str_trim(query));
    data_set_bool(arena, row, "is_part", has_column(query, "AS _relation"));
    data_set_bool(arena, row, "has_attnum", has_column(query, "AS _attnum"));
    data_set_bool(arena, row, "has_columns", has_column(query, "AS _columns"));
    data_set_bool(arena, row, "has_options", has_column(query, "AS _options"));
    int columns = kind_field(kind, S("columns"));
    data_set_bool(arena, row, "has_keys",
                  columns >= 0 && kinds[kind].fields[columns].form == FORM_KEYS);
    data_set_bool(arena, row, "has_schema", has_column(query, "AS _schema"));
    data_set_bool(arena, row, "has_object", has_column(query, "AS _object"));
    data_set_bool(arena, row, "has_sub",
                  has_column(query, "AS _sub,") || has_column(query, "AS _sub\n"));
    StrVec fields = {0}, sets = {0}, declared = {0};
    for (size_t i = 0; i < kinds[kind].field_count; i++) {
        const Field *field = &kinds[kind].fields[i];
        if (is_checked(catalog, field))
            vec_push(arena, &fields, str_of(field->name));
        if (field->compare == COMPARE_SET || field->compare == COMPARE_DECLARED)
            vec_push(arena, &sets, str_of(field->name));
        if (field->compare == COMPARE_DECLARED)
            vec_push(arena, &declared, str_of(field->name));
    }
    data_set_text(arena, row, "fields", str_join(arena, &fields, S(",")));
    data_set_text(arena, row, "sets", str_join(arena, &sets, S(",")));
    data_set_text(arena, row, "declared", str_join(arena, &declared, S(",")));
    return row;
}

Differences sql_differences(Arena *arena, const Catalog *catalog, Templates *templates,
                            Diags *diags)
{
    Data *root = data_map(arena), *queries = data_list(arena), *own = data_list(arena);
    bool used[KIND_COUNT] = {false};
    for (size_t i = 0; i < catalog->objects.len; i++)
        used[catalog->objects.at[i]->id.kind] = true;
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        if (kinds[kind].flags & (KIND_NOT_READ | KIND_OPAQUE))
            continue;
        Data *row = kind_row(arena, catalog, (KindId)kind, templates, diags);
        if (!row)
            return (Differences){{0}, {0}};
        data_add(arena, queries, row);
        if (is_in_use(used, (KindId)kind))
            data_add(arena, own, row);
    }
    data_set(arena, root, "kinds", queries);
    data_set(arena, root, "ignored", pattern_rows(arena, catalog, "ignore"));
    data_set(arena, root, "managed", pattern_rows(arena, catalog, "managed"));
    data_set_text(arena, root, "trash", S(TRASH_PREFIX));
    data_set_text(arena, root, "expected", expected_rows(arena, catalog));
    data_set_bool(arena, root, "own", false);
    Differences differences;
    differences.all = templates_fill(arena, templates, "sql/differences.sql", root, diags);
    data_set_bool(arena, root, "own", true);
    data_set(arena, root, "kinds", own);
    differences.own = templates_fill(arena, templates, "sql/differences.sql", root, diags);
    return differences;
}
