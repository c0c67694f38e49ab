#include "openapi/openapi.h"

#include "openapi/schema.h"
#include "text/name.h"
#include "text/quote.h"

#include <string.h>

/* Where schemas stand in the document, in levels of two spaces. */
enum { IN_PROPERTY = 5, IN_QUERY_PARAMETER = 6, IN_PATH_PARAMETER = 5 };

typedef VEC(const Column *) ColumnVec;

/* A table with what decides about its operations. */
typedef struct {
    const Relation *relation;
    Str plain, id;
    Str path, item_path; /* of all rows; of one, when it is keyed */
    Data *keys;          /* the parameters of item_path */
    ColumnVec shown, writable;
    size_t unseen_required; /* sensitive columns without which there is no row */
    bool keyed;
} Table;

typedef struct {
    Arena *arena; /* of this document: gone when it is written */
    Arena *temp;  /* of one schema */
    const Outline *outline;
    Map components, paths, tags, operations; /* names that are taken */
    Map enums;                               /* qualified name to the component's name */
    VEC(Table) tables;
    bool any_keyed, any_unkeyed;
} Api;

/* Marks of names that are taken; any pointer will do. */
static char taken;

/* `base`, or base with the first number that makes it, with each of the endings, a new name. */
static Str claim(Arena *arena, Map *names, Str base, const char *const *endings, size_t count)
{
    names->arena = arena;
    for (int n = 1;; n++) {
        Str name = n == 1 ? base : str_format(arena, "%.*s%d", STR_ARG(base), n);
        bool free = true;
        for (size_t i = 0; i < count && free; i++)
            free = !map_get(names, str_format(arena, "%.*s%s", STR_ARG(name), endings[i]));
        if (!free)
            continue;
        for (size_t i = 0; i < count; i++)
            map_put(names, str_format(arena, "%.*s%s", STR_ARG(name), endings[i]), &taken);
        return name;
    }
}

static Str claim_one(Arena *arena, Map *names, Str base)
{
    static const char *const itself[] = {""};
    return claim(arena, names, base, itself, 1);
}

static Str claim_table(Api *api, Str plain)
{
    static const char *const schemas[] = {"", "Create", "Update", "Page"};
    return claim(api->arena, &api->components, name_pascal(api->arena, plain), schemas,
                 COUNT_OF(schemas));
}

/* The component of the column's enum, made known on first use so that none is unused; or absent. */
static Str enum_component(Api *api, const Column *column)
{
    const Enumeration *enumeration = column->enumeration;
    if (!enumeration)
        return (Str){0};
    Str key = sql_qualified(api->arena, enumeration->schema, enumeration->name);
    Str *name = map_get(&api->enums, key);
    if (!name) {
        name = NEW(api->arena, Str);
        *name = claim_one(api->arena, &api->components, name_pascal(api->arena, enumeration->name));
        map_put(&api->enums, key, name);
    }
    return *name;
}

static Str column_schema(Api *api, const Column *column, SchemaUse use, unsigned level)
{
    ArenaMark mark = arena_mark(api->temp);
    Writer w = {.arena = api->temp, .indent = level, .width = 2};
    schema_write(&w, column, enum_component(api, column), use);
    Str text = w_result(&w);
    text = str_copy(api->arena, str_slice(text, 0, text.len - 1)); /* the template ends the line */
    arena_rewind(api->temp, mark);
    return text;
}

static Data *column_data(Api *api, const Column *column, SchemaUse use)
{
    Data *data = data_map(api->arena);
    data_set_text(api->arena, data, "name", column->name);
    data_set_text(api->arena, data, "schema", column_schema(api, column, use, IN_PROPERTY));
    return data;
}

static bool key_starts(const Key *key, const Column *column)
{
    return key && key->column_count && key->columns[0] == column;
}

/* The first key of an index over all rows that knows an order or at least equality. */
static bool index_starts(Arena *arena, const IndexOutline *index, const Column *column)
{
    if (!index->object || object_attr(index->object, "where"))
        return false;
    Str method = object_text(index->object, "method");
    if (method.len && !str_is(method, "btree") && !str_is(method, "hash"))
        return false;
    Value keys = object_value(index->object, "columns");
    Str first = keys.type == VALUE_LIST ? keys.list[0] : keys.text;
    Str name = sql_ident(arena, column->name);
    return keys.type != VALUE_ABSENT && str_starts(first, name) &&
           (first.len == name.len || first.ptr[name.len] == ' ');
}

/* Rows can be found by the column without reading the whole table. */
static bool is_indexed(Arena *arena, const Relation *relation, const Column *column)
{
    bool found = key_starts(relation->primary_key, column);
    for (size_t i = 0; i < relation->uniques.len && !found; i++)
        found = key_starts(&relation->uniques.at[i], column);
    for (size_t i = 0; i < relation->references.len && !found; i++)
        found = relation->references.at[i].columns[0] == column;
    for (size_t i = 0; i < relation->indexes.len && !found; i++)
        found = index_starts(arena, &relation->indexes.at[i], column);
    return found;
}

static bool is_uuid(const Column *column)
{
    return column->parsed.builtin && strcmp(column->parsed.builtin->name, "uuid") == 0;
}

static Data *filters_data(Api *api, const Table *table)
{
    static const char *const parameters[] = {"limit", "cursor", "offset", "sort", "q"};
    Arena *arena = api->arena;
    Map names = {.arena = arena};
    Data *list = data_list(arena);
    for (size_t i = 0; i < COUNT_OF(parameters); i++)
        map_put(&names, str_of(parameters[i]), &taken);
    for (size_t i = 0; i < table->shown.len; i++) {
        const Column *column = table->shown.at[i];
        if (!schema_can_filter(column) ||
            !(column->enumeration || is_uuid(column) || is_indexed(arena, table->relation, column)))
            continue;
        Data *item = data_map(arena);
        Str name = column->name;
        if (map_get(&names, name))
            name = claim_one(arena, &names, str_format(arena, "%.*s.eq", STR_ARG(name)));
        map_put(&names, name, &taken);
        data_set_text(arena, item, "parameter", name);
        data_set_text(arena, item, "description",
                      str_format(arena, "Only rows with this %.*s.", STR_ARG(column->name)));
        data_set_text(arena, item, "schema",
                      column_schema(api, column, SCHEMA_PARAMETER, IN_QUERY_PARAMETER));
        data_add(arena, list, item);
    }
    return list;
}

static Data *sorts_data(Api *api, const Table *table)
{
    Arena *arena = api->arena;
    Data *list = data_list(arena);
    for (size_t i = 0; i < table->shown.len; i++) {
        const Column *column = table->shown.at[i];
        bool leads = key_starts(table->relation->primary_key, column);
        if (!leads && !(schema_can_sort(column) && is_indexed(arena, table->relation, column)))
            continue;
        Data *item = data_map(arena);
        data_set_text(arena, item, "ascending", column->name);
        data_set_text(arena, item, "descending", str_format(arena, "-%.*s", STR_ARG(column->name)));
        data_add(arena, list, item);
    }
    return list;
}

/* A name that may stand between braces in a path. */
static Str path_parameter(Arena *arena, Str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-",
                    name.ptr[i]))
            return name_snake(arena, name);
    return name;
}

/* The parameters of the path to one row; the path itself goes into *path. */
static Data *keys_data(Api *api, const Table *table, Str *path)
{
    Arena *arena = api->arena;
    Map names = {.arena = arena};
    Data *list = data_list(arena);
    const Key *key = table->relation->primary_key;
    for (size_t i = 0; i < key->column_count; i++) {
        const Column *column = key->columns[i];
        Str name = claim_one(arena, &names, path_parameter(arena, column->name));
        Data *item = data_map(arena);
        data_set_text(arena, item, "parameter", name);
        data_set_text(arena, item, "description",
                      column->comment.len
                          ? column->comment
                          : str_format(arena, "The row's %.*s.", STR_ARG(column->name)));
        data_set_text(arena, item, "schema",
                      column_schema(api, column, SCHEMA_PARAMETER, IN_PATH_PARAMETER));
        data_add(arena, list, item);
        *path = str_format(arena, "%.*s/{%.*s}", STR_ARG(*path), STR_ARG(name));
    }
    return list;
}

/* The description of the parameter q; absent when the table has none. */
static Str search_text(Api *api, const Relation *relation)
{
    StrVec names = {0};
    Value search = relation->api_search;
    size_t count = search.type == VALUE_LIST ? search.count : search.type == VALUE_TEXT;
    for (size_t i = 0; i < count; i++) {
        Str name = search.type == VALUE_LIST ? search.list[i] : search.text;
        const Column *column = outline_column(relation, name);
        if (column && !column->sensitive)
            vec_push(api->arena, &names, name);
    }
    if (!names.len)
        return (Str){0};
    return str_format(api->arena, "Words to look for in %.*s.",
                      STR_ARG(str_join(api->arena, &names, S(", "))));
}

static bool is_sensitive_key(const Key *key)
{
    for (size_t i = 0; i < key->column_count; i++)
        if (key->columns[i]->sensitive)
            return true;
    return false;
}

static Table table_of(Api *api, const Relation *relation)
{
    Table table = {.relation = relation, .plain = relation_plain_name(api->arena, relation)};
    for (size_t i = 0; i < relation->columns.len; i++) {
        const Column *column = &relation->columns.at[i];
        if (column->sensitive) {
            table.unseen_required += column->not_null && !column->has_default;
            continue;
        }
        vec_push(api->arena, &table.shown, column);
        if (!column->generated && !column->identity_always)
            vec_push(api->arena, &table.writable, column);
    }
    table.keyed = relation->primary_key && !is_sensitive_key(relation->primary_key);
    return table;
}

static void set_texts(Api *api, Data *data, const Table *table)
{
    static const struct {
        const char *name, *text; /* {}: the table */
    } texts[] = {
        {"create_summary", "Create a row of {}"},
        {"bulk_summary", "Create many rows of {}"},
        {"get_summary", "Get a row of {}"},
        {"replace_summary", "Replace a row of {}"},
        {"update_summary", "Change a row of {}"},
        {"delete_summary", "Delete a row of {}"},
        {"create_description", "A new row of {}."},
        {"update_description", "What is to change in a row of {}."},
        {"page_description", "Some rows of {}."},
    };
    Arena *arena = api->arena;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        data_set_text(arena, data, texts[i].name,
                      str_replace(arena, str_of(texts[i].text), S("{}"), table->plain));
    Str comment = table->relation->comment;
    data_set_text(arena, data, "description",
                  comment.len ? comment
                              : str_format(arena, "Rows of %.*s.", STR_ARG(table->plain)));
    data_set_text(arena, data, "create_note",
                  table->unseen_required
                      ? S("The server adds required values that are no part of this interface.")
                      : (Str){0});
}

static Str table_path(Api *api, const Table *table)
{
    Str path = table->relation->api_path;
    if (!path.len)
        path = str_format(api->arena, "/%.*s", STR_ARG(name_kebab(api->arena, table->plain)));
    return claim_one(api->arena, &api->paths, path);
}

/* What requests say: all columns that can be written to create a row, those outside the key to
 * change one. */
static void set_written(Api *api, Data *data, const Table *table)
{
    Arena *arena = api->arena;
    Data *create = data_list(arena), *update = data_list(arena), *required = data_list(arena);
    for (size_t i = 0; i < table->writable.len; i++) {
        const Column *column = table->writable.at[i];
        Data *item = column_data(api, column, SCHEMA_WRITE);
        data_add(arena, create, item);
        if (!column->in_primary_key)
            data_add(arena, update, item);
        if (column->not_null && !column->has_default)
            data_add(arena, required, data_text(arena, column->name));
    }
    data_set(arena, data, "create_columns", create);
    data_set(arena, data, "create_required", required);
    data_set(arena, data, "update_columns", update);
}

static const Table *table_at(const Api *api, const Relation *relation)
{
    for (size_t i = 0; i < api->tables.len; i++)
        if (api->tables.at[i].relation == relation)
            return &api->tables.at[i];
    return NULL;
}

/* Whether the reference leads to the one row that a path names. */
static bool is_nested(const Reference *reference, const Table *parent)
{
    const Key *key = parent && parent->keyed ? parent->relation->primary_key : NULL;
    bool is_key = key && reference->inverse.len && key->column_count == reference->column_count;
    for (size_t i = 0; is_key && i < key->column_count; i++)
        is_key = reference->to_columns[i] == key->columns[i] && !reference->columns[i]->sensitive;
    return is_key;
}

/* The lists of a table: all rows, and for each table that it refers to the rows of one of those. */
static Data *lists_data(Api *api, const Table *table)
{
    Arena *arena = api->arena;
    Data *lists = data_list(arena), *own = data_map(arena);
    data_set_bool(arena, own, "own", true);
    data_set_text(arena, own, "list_path", table->path);
    data_set_text(arena, own, "list_id", str_format(arena, "list%.*s", STR_ARG(table->id)));
    data_set_text(arena, own, "list_summary",
                  str_format(arena, "List rows of %.*s", STR_ARG(table->plain)));
    data_set(arena, own, "parent_keys", data_list(arena));
    data_add(arena, lists, own);
    for (size_t i = 0; i < table->relation->references.len; i++) {
        const Reference *reference = &table->relation->references.at[i];
        const Table *parent = table_at(api, reference->to);
        if (!is_nested(reference, parent))
            continue;
        Data *list = data_map(arena);
        Str name = name_kebab(arena, reference->inverse);
        Str path = str_format(arena, "%.*s/%.*s", STR_ARG(parent->item_path), STR_ARG(name));
        Str id = str_format(arena, "list%.*s%.*s", STR_ARG(parent->id),
                            STR_ARG(name_pascal(arena, reference->inverse)));
        data_set_bool(arena, list, "own", false);
        data_set_text(arena, list, "list_path", claim_one(arena, &api->paths, path));
        data_set_text(arena, list, "list_id", claim_one(arena, &api->operations, id));
        data_set_text(arena, list, "list_summary",
                      str_format(arena, "List %.*s of a row of %.*s", STR_ARG(reference->inverse),
                                 STR_ARG(parent->plain)));
        data_set(arena, list, "parent_keys", parent->keys);
        data_add(arena, lists, list);
    }
    return lists;
}

/* What can be done with a row beside changing it, by the names that the model gives. */
static Data *actions_data(Api *api, const Table *table)
{
    Arena *arena = api->arena;
    Data *list = data_list(arena);
    Value actions = table->relation->api_actions;
    size_t count = actions.type == VALUE_LIST ? actions.count : actions.type == VALUE_TEXT;
    for (size_t i = 0; i < count; i++) {
        Str name = actions.type == VALUE_LIST ? actions.list[i] : actions.text;
        Data *item = data_map(arena);
        Str path = str_format(arena, "%.*s/%.*s", STR_ARG(table->item_path),
                              STR_ARG(name_kebab(arena, name)));
        Str id =
            str_format(arena, "do%.*s%.*s", STR_ARG(table->id), STR_ARG(name_pascal(arena, name)));
        data_set_text(arena, item, "action_path", claim_one(arena, &api->paths, path));
        data_set_text(arena, item, "action_id", claim_one(arena, &api->operations, id));
        data_set_text(arena, item, "action_summary",
                      str_format(arena, "Do `%.*s` with a row of %.*s", STR_ARG(name),
                                 STR_ARG(table->plain)));
        data_add(arena, list, item);
    }
    return list;
}

static Data *table_data(Api *api, const Table *table)
{
    Arena *arena = api->arena;
    Data *data = data_map(arena), *columns = data_list(arena);
    for (size_t i = 0; i < table->shown.len; i++)
        data_add(arena, columns, column_data(api, table->shown.at[i], SCHEMA_READ));
    set_texts(api, data, table);
    data_set_text(arena, data, "id", table->id);
    data_set_text(arena, data, "tag", claim_one(arena, &api->tags, table->plain));
    data_set_text(arena, data, "search", search_text(api, table->relation));
    data_set(arena, data, "filters", filters_data(api, table));
    data_set(arena, data, "columns", columns);
    data_set(arena, data, "lists", lists_data(api, table));
    data_set_bool(arena, data, "keyed", table->keyed);
    if (!table->keyed)
        return data;
    data_set(arena, data, "sorts", sorts_data(api, table));
    data_set(arena, data, "keys", table->keys);
    data_set_text(arena, data, "item_path", table->item_path);
    data_set_text(
        arena, data, "bulk_path",
        claim_one(arena, &api->paths, str_format(arena, "%.*s/bulk", STR_ARG(table->path))));
    data_set(arena, data, "actions", actions_data(api, table));
    set_written(api, data, table);
    return data;
}

/* Names are given before anything else is made: tables come before the enums they use, and paths
 * before those that go on from them. */
static Data *tables_data(Api *api)
{
    Data *list = data_list(api->arena);
    for (size_t i = 0; i < api->outline->relations.len; i++) {
        Table table = table_of(api, api->outline->relations.at[i]);
        if (table.relation->is_view || !table.shown.len)
            continue;
        table.id = claim_table(api, table.plain);
        table.path = table.item_path = table_path(api, &table);
        if (table.keyed)
            table.keys = keys_data(api, &table, &table.item_path);
        *(table.keyed ? &api->any_keyed : &api->any_unkeyed) = true;
        vec_push(api->arena, &api->tables, table);
    }
    for (size_t i = 0; i < api->tables.len; i++)
        data_add(api->arena, list, table_data(api, &api->tables.at[i]));
    return list;
}

/* The enums that some column uses. */
static Data *enums_data(Api *api)
{
    Arena *arena = api->arena;
    Data *list = data_list(arena);
    for (size_t i = 0; i < api->outline->enums.len; i++) {
        const Enumeration *enumeration = api->outline->enums.at[i];
        const Str *name =
            map_get(&api->enums, sql_qualified(arena, enumeration->schema, enumeration->name));
        if (!name)
            continue;
        Data *item = data_map(arena), *labels = data_list(arena);
        for (size_t k = 0; k < enumeration->label_count; k++)
            data_add(arena, labels, data_text(arena, enumeration->labels[k]));
        data_set_text(arena, item, "id", *name);
        data_set_text(arena, item, "description", enumeration->comment);
        data_set(arena, item, "labels", labels);
        data_add(arena, list, item);
    }
    return list;
}

/* A comment's first line is a title; the rest, if any, tells more. */
static void set_title(Arena *arena, Data *root, const Outline *outline)
{
    Str rest = outline->comment, title = {0};
    str_split(&rest, '\n', &title);
    title = str_trim(title);
    data_set_text(arena, root, "title", title.len ? title : outline->database);
    data_set_text(arena, root, "description", str_trim(rest));
}

static Data *document_data(Api *api)
{
    Data *root = data_map(api->arena);
    map_put(&api->components, S("Problem"), &taken);
    set_title(api->arena, root, api->outline);
    data_set(api->arena, root, "tables", tables_data(api));
    data_set(api->arena, root, "enums", enums_data(api));
    data_set_bool(api->arena, root, "any_keyed", api->any_keyed);
    data_set_bool(api->arena, root, "any_unkeyed", api->any_unkeyed);
    return root;
}

Str openapi_render(Arena *arena, const Outline *outline, Templates *templates, Diags *diags)
{
    Arena *own = arena_new(), *temp = arena_new();
    Api api = {.arena = own,
               .temp = temp,
               .outline = outline,
               .enums.arena = own,
               .components.arena = own};
    Str text = templates_fill(arena, templates, "openapi/openapi.yaml", document_data(&api), diags);
    arena_free(temp);
    arena_free(own);
    return text;
}
