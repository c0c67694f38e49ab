#include "cgen/table.h"

#include "text/name.h"
#include "text/quote.h"

void set_number(Cgen *gen, Data *map, const char *name, size_t number)
{
    data_set_text(gen->arena, map, name, str_format(gen->arena, "%zu", number));
}

Str comment_lines(Arena *arena, Str comment, const char *indent)
{
    return str_replace(arena, comment, S("\n"), str_format(arena, "\n%s * ", indent));
}

static Str number_text(Cgen *gen, size_t number)
{
    return str_format(gen->arena, "%zu", number);
}

size_t column_index(const Relation *relation, const Column *column)
{
    return (size_t)(column - relation->columns.at);
}

/* ---- columns */

bool column_is_writable(const Column *column)
{
    return !column->relation->is_view && !column->generated && !column->identity_always;
}

/* An insert has to give it. */
static bool is_required(const Column *column)
{
    return column->not_null && column_is_writable(column) && !column->has_default;
}

/* What stands behind a member: the type in SQL and what the struct does not show. */
static Str column_note(Cgen *gen, const Column *column, const CType *ctype)
{
    struct {
        bool on;
        const char *text;
    } parts[] = {
        {ctype->as_text, ", as text"},
        {column->in_primary_key, ", primary key"},
        {!column_is_writable(column) && !column->relation->is_view, ", read-only"},
        {column_is_writable(column) && column->has_default, ", has a default"},
        {column->sensitive, ", sensitive"},
    };
    Str note = column->type;
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (parts[i].on)
            note = str_format(gen->arena, "%.*s%s", STR_ARG(note), parts[i].text);
    return note;
}

static Data *column_data(Cgen *gen, const Column *column, Str member, const CType *ctype)
{
    Arena *arena = gen->arena;
    Data *map = data_map(arena);
    data_set_text(arena, map, "name", column->name);
    data_set_text(arena, map, "quoted", sql_ident(arena, column->name));
    data_set_text(arena, map, "member", member);
    data_set_text(arena, map, "c_type", column->not_null ? ctype->plain : ctype->nullable);
    data_set_text(arena, map, "descriptor", ctype->descriptor);
    data_set_text(arena, map, "note", column_note(gen, column, ctype));
    data_set_text(arena, map, "comment", comment_lines(arena, column->comment, "    "));
    data_set_bool(arena, map, "writable", column_is_writable(column));
    data_set_bool(arena, map, "nullable", !column->not_null);
    data_set_bool(arena, map, "required", is_required(column));
    data_set_bool(arena, map, "in_primary_key", column->in_primary_key);
    data_set_text(
        arena, map, "declared",
        str_format(arena, "%.*s%s", STR_ARG(column->type), column->not_null ? " NOT NULL" : ""));
    data_set_text(arena, map, "plain", ctype->plain);
    data_set_bool(arena, map, "filterable", ctype->filterable);
    data_set_bool(arena, map, "listable", ctype->filterable && !column->parsed.array);
    data_set_text(arena, map, "index", number_text(gen, column_index(column->relation, column)));
    return map;
}

static void table_columns(Cgen *gen, TableGen *table)
{
    const Relation *relation = table->relation;
    Map members = {.arena = gen->arena};
    Data *list = data_list(gen->arena);
    bool sensitive = false, writable = false, required = false;
    table->members = NEW_ARRAY(gen->arena, Str, relation->columns.len);
    table->ctypes = NEW_ARRAY(gen->arena, CType, relation->columns.len);
    for (size_t i = 0; i < relation->columns.len; i++) {
        const Column *column = &relation->columns.at[i];
        table->members[i] = name_snake(gen->arena, column->name);
        table->ctypes[i] = ctype_of(&gen->types, &column->parsed);
        Str what = str_format(gen->arena, "column %.*s.%.*s", STR_ARG(table->sql),
                              STR_ARG(sql_ident(gen->arena, column->name)));
        names_claim(&gen->names, &members, table->members[i], what, column->object);
        data_add(gen->arena, list, column_data(gen, column, table->members[i], &table->ctypes[i]));
        sensitive |= column->sensitive;
        writable |= column_is_writable(column);
        required |= is_required(column);
    }
    data_set(gen->arena, table->data, "columns", list);
    set_number(gen, table->data, "column_count", relation->columns.len);
    data_set_bool(gen->arena, table->data, "sensitive", sensitive);
    data_set_bool(gen->arena, table->data, "nothing_writable", !writable);
    data_set_bool(gen->arena, table->data, "requires", required);
}

/* ---- orders */

/* An order while it is made: text for the comment, parts for the descriptor. */
typedef struct {
    StrVec titles;
    Data *parts;
    bool taken[1600]; /* columns: a table has no more */
    size_t count;
} OrderGen;

static void order_add(Cgen *gen, OrderGen *order, const TableGen *table, const Column *column,
                      bool descending, bool nulls_first)
{
    size_t index = column_index(table->relation, column);
    if (order->taken[index])
        return;
    order->taken[index] = true;
    order->count++;
    Data *map = data_map(gen->arena);
    set_number(gen, map, "index", index);
    data_set_bool(gen->arena, map, "descending", descending);
    data_set_bool(gen->arena, map, "nulls_first", nulls_first);
    data_add(gen->arena, order->parts, map);
    vec_push(gen->arena, &order->titles,
             str_format(gen->arena, "%.*s%s", STR_ARG(sql_ident(gen->arena, column->name)),
                        descending ? " desc" : ""));
}

/* Makes it total; without a key as total as it can be. */
static void order_rest(Cgen *gen, OrderGen *order, const TableGen *table)
{
    const Key *key = table->identity;
    const Relation *relation = table->relation;
    for (size_t i = 0; key && i < key->column_count; i++)
        order_add(gen, order, table, key->columns[i], false, false);
    for (size_t i = 0; !key && i < relation->columns.len; i++)
        if (ctype_sorts(&gen->types, &relation->columns.at[i].parsed))
            order_add(gen, order, table, &relation->columns.at[i], false, false);
}

/* Ends it. */
static void order_end(Cgen *gen, OrderGen *order, TableGen *table, Data *list, Str name)
{
    Arena *arena = gen->arena;
    order_rest(gen, order, table);
    Str constant = str_format(arena, "%.*s_%.*s", STR_ARG(name_upper(arena, table->type)),
                              STR_ARG(name_upper(arena, name)));
    names_claim(&gen->names, &gen->names.global, constant, table->sql, table->relation->object);
    Data *map = data_map(arena);
    data_set_text(arena, map, "constant", constant);
    data_set_text(arena, map, "title", str_join(arena, &order->titles, S(", ")));
    data_set_bool(arena, map, "loose", !table->identity);
    data_set(arena, map, "parts", order->parts);
    set_number(gen, map, "part_count", order->count);
    data_add(arena, list, map);
}

/* An index over columns alone, for all rows, is an order. Its keys read `name DESC NULLS LAST`. */
static bool order_of_index(Cgen *gen, OrderGen *order, const TableGen *table,
                           const IndexOutline *index)
{
    Value keys = object_value(index->object, "columns");
    Str method = object_text(index->object, "method");
    if ((method.len && !str_is(method, "btree")) || object_text(index->object, "where").len)
        return false;
    for (uint32_t i = 0; i < keys.count; i++) {
        Str rest = keys.list[i], word;
        str_split(&rest, ' ', &word);
        const Column *column = NULL;
        for (size_t k = 0; k < table->relation->columns.len; k++) {
            const Column *candidate = &table->relation->columns.at[k];
            if (str_eq(sql_ident(gen->arena, candidate->name), word))
                column = candidate;
        }
        Str upper = rest.len ? name_upper(gen->arena, rest) : (Str){0};
        bool descending = str_starts(upper, S("DESC"));
        bool plain = !upper.len || str_is(upper, "DESC") || str_is(upper, "ASC");
        bool last = str_ends(upper, S("NULLS_LAST")), first = str_ends(upper, S("NULLS_FIRST"));
        if (!column || (!plain && !last && !first))
            return false;
        order_add(gen, order, table, column, descending, first || (descending && !last));
    }
    return keys.count > 0;
}

static void table_orders(Cgen *gen, TableGen *table)
{
    const Relation *relation = table->relation;
    Data *list = data_list(gen->arena);
    size_t count = 0;
    if (relation->primary_key) {
        OrderGen order = {.parts = data_list(gen->arena)};
        order_end(gen, &order, table, list, S("BY_KEY"));
        count++;
    }
    for (size_t i = 0; i < relation->indexes.len; i++) {
        OrderGen order = {.parts = data_list(gen->arena)};
        const IndexOutline *index = &relation->indexes.at[i];
        if (!index->object || !order_of_index(gen, &order, table, index))
            continue;
        order_end(gen, &order, table, list,
                  str_format(gen->arena, "BY_%.*s", STR_ARG(index->name)));
        count++;
    }
    data_set(gen->arena, table->data, "orders", list);
    set_number(gen, table->data, "order_count", count);
}

/* ---- links */

static TableGen *table_of(Cgen *gen, const Relation *relation)
{
    for (size_t i = 0; i < gen->tables.len; i++)
        if (gen->tables.at[i].relation == relation)
            return &gen->tables.at[i];
    return NULL;
}

/* How the way back is called: as the model says, else by the table and, where it has several ways
 * there, the way. */
static Str inverse_name(Cgen *gen, const Reference *reference)
{
    size_t same = 0;
    if (reference->inverse.len)
        return name_snake(gen->arena, reference->inverse);
    for (size_t i = 0; i < reference->to->referenced_by.len; i++)
        same += reference->to->referenced_by.at[i]->from == reference->from;
    Str table = name_snake(gen->arena, relation_plain_name(gen->arena, reference->from));
    if (same < 2)
        return table;
    return str_format(gen->arena, "%.*s_by_%.*s", STR_ARG(table),
                      STR_ARG(name_snake(gen->arena, reference->name)));
}

static Data *link_parts(Cgen *gen, const Relation *relation, const Column *const *columns,
                        size_t count)
{
    Data *list = data_list(gen->arena);
    for (size_t i = 0; i < count; i++) {
        Data *map = data_map(gen->arena);
        set_number(gen, map, "index", column_index(relation, columns[i]));
        data_add(gen->arena, list, map);
    }
    return list;
}

static Data *link_data(Cgen *gen, const TableGen *from, const TableGen *to, Str name,
                       const Reference *reference, bool back)
{
    Arena *arena = gen->arena;
    Data *map = data_map(arena);
    size_t count = reference->column_count;
    data_set_text(arena, map, "name", name);
    data_set_text(arena, map, "other", to->type);
    data_set_text(arena, map, "other_sql", to->sql);
    data_set_text(arena, map, "constraint", reference->constraint);
    data_set_text(arena, map, "symbol",
                  str_format(arena, "link_%.*s_%.*s", STR_ARG(from->type), STR_ARG(name)));
    data_set(arena, map, "from",
             link_parts(gen, back ? reference->to : reference->from,
                        back ? reference->to_columns : reference->columns, count));
    data_set(arena, map, "to",
             link_parts(gen, back ? reference->from : reference->to,
                        back ? reference->columns : reference->to_columns, count));
    set_number(gen, map, "column_count", count);
    return map;
}

static void link_claim(Cgen *gen, const TableGen *table, const char *verb, Str name,
                       const Object *object)
{
    Str full = str_format(gen->arena, "%.*s_%s_%.*s", STR_ARG(table->type), verb, STR_ARG(name));
    names_claim(&gen->names, &gen->names.global, full,
                str_format(gen->arena, "relation %.*s of %.*s", STR_ARG(name), STR_ARG(table->sql)),
                object);
}

void table_links(Cgen *gen, TableGen *table)
{
    const Relation *relation = table->relation;
    Data *parents = data_list(gen->arena), *children = data_list(gen->arena);
    for (size_t i = 0; i < relation->references.len; i++) {
        const Reference *reference = &relation->references.at[i];
        const TableGen *to = table_of(gen, reference->to);
        Str name = name_snake(gen->arena, reference->name);
        if (!to)
            continue;
        link_claim(gen, table, "fetch", name, reference->object);
        vec_push(gen->arena, &table->others, to->type);
        data_add(gen->arena, parents, link_data(gen, table, to, name, reference, false));
    }
    for (size_t i = 0; i < relation->referenced_by.len; i++) {
        const Reference *reference = relation->referenced_by.at[i];
        const TableGen *from = table_of(gen, reference->from);
        Str name = inverse_name(gen, reference);
        if (!from)
            continue;
        link_claim(gen, table, "list", name, reference->object);
        link_claim(gen, table, "load", name, reference->object);
        vec_push(gen->arena, &table->others, from->type);
        data_add(gen->arena, children, link_data(gen, table, from, name, reference, true));
    }
    data_set(gen->arena, table->data, "parents", parents);
    data_set(gen->arena, table->data, "children", children);
}

/* ---- tables */

/* There is a key to find the row by, and a column beside it that can change. */
static bool is_updatable(const Relation *relation)
{
    for (size_t i = 0; relation->primary_key && i < relation->columns.len; i++)
        if (column_is_writable(&relation->columns.at[i]) && !relation->columns.at[i].in_primary_key)
            return true;
    return false;
}

static void table_claim(Cgen *gen, const TableGen *table)
{
    static const char *const always[] = {"",       "_columns", "_query",   "_order",
                                         "_page",  "_each",    "_groups",  "_function",
                                         "_count", "_list",    "_copy_out"};
    static const char *const refreshed[] = {"_refresh"};
    static const char *const written[] = {"_insert", "_insert_many", "_copy", "_copy_row"};
    static const char *const keyed[] = {"_update", "_update_many", "_delete", "_delete_many",
                                        "_get_many"};
    Str what = str_format(gen->arena, "%s %.*s", table->relation->is_view ? "view" : "table",
                          STR_ARG(table->sql));
    const Object *object = table->relation->object;
    names_claim_all(&gen->names, table->type, always, COUNT_OF(always), what, object);
    if (!table->relation->is_view)
        names_claim_all(&gen->names, table->type, written, COUNT_OF(written), what, object);
    if (table->relation->is_materialized)
        names_claim_all(&gen->names, table->type, refreshed, COUNT_OF(refreshed), what, object);
    if (table->relation->primary_key)
        names_claim_all(&gen->names, table->type, keyed, COUNT_OF(keyed), what, object);
}

/* The tsvector that a search goes through, from the columns that the model names for it. */
static Str search_expression(Cgen *gen, const Relation *relation)
{
    StrVec columns = {0};
    for (uint32_t i = 0; i < relation->api_search.count; i++)
        vec_push(gen->arena, &columns, sql_ident(gen->arena, relation->api_search.list[i]));
    if (!columns.len)
        return (Str){0};
    Str list = str_join(gen->arena, &columns, S(", "));
    return str_format(gen->arena,
                      "pg_catalog.to_tsvector('pg_catalog.simple', pg_catalog.concat_ws(' ', "
                      "%.*s))",
                      STR_ARG(list));
}

static Str column_names(Cgen *gen, const Relation *relation)
{
    StrVec names = {0};
    for (size_t i = 0; i < relation->columns.len; i++)
        vec_push(gen->arena, &names, relation->columns.at[i].name);
    return str_join(gen->arena, &names, S(","));
}

static void table_flags(Cgen *gen, TableGen *table)
{
    Arena *arena = gen->arena;
    const Relation *relation = table->relation;
    const Column *version = outline_column(relation, relation->api_version);
    Str column = version ? str_format(arena, "&columns_of_%.*s[%zu]", STR_ARG(table->type),
                                      column_index(relation, version))
                         : S("NULL");
    data_set_text(arena, table->data, "version", column);
    data_set_text(arena, table->data, "version_name", version ? version->name : (Str){0});
    data_set_text(arena, table->data, "search", search_expression(gen, relation));
    data_set_text(arena, table->data, "column_names", column_names(gen, relation));
    data_set_bool(arena, table->data, "updatable", is_updatable(relation));
    data_set_bool(arena, table->data, "is_table", !relation->is_view);
    data_set_bool(arena, table->data, "is_materialized", relation->is_materialized);
}

/* A table whose names and columns are known. */
static TableGen table_make(Cgen *gen, const Relation *relation, Str type, Str sql)
{
    Arena *arena = gen->arena;
    TableGen table = {.relation = relation, .type = type, .sql = sql, .data = data_map(arena)};
    table_claim(gen, &table);
    data_set_text(arena, table.data, "type", table.type);
    data_set_text(arena, table.data, "sql", table.sql);
    data_set_text(arena, table.data, "schema", relation->schema);
    data_set_text(arena, table.data, "name", relation->name);
    data_set_text(arena, table.data, "comment", comment_lines(arena, relation->comment, ""));
    table_columns(gen, &table);
    table_keys(gen, &table);
    table_orders(gen, &table);
    table_flags(gen, &table);
    data_set_bool(arena, table.data, "is_relation", true);
    data_set_bool(arena, table.data, "is_listed", true);
    return table;
}

void table_open(Cgen *gen, const Relation *relation)
{
    Str sql = sql_qualified(gen->arena, relation->schema, relation->name);
    vec_push(gen->arena, &gen->tables,
             table_make(gen, relation, names_relation(&gen->names, relation), sql));
}

TableGen rows_open(Cgen *gen, const Relation *rows, Str type, Str title, bool listed)
{
    TableGen table = table_make(gen, rows, type, title);
    table_links(gen, &table);
    data_set_bool(gen->arena, table.data, "is_relation", false);
    data_set_bool(gen->arena, table.data, "is_listed", listed);
    return table;
}
