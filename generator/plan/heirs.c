#include "plan/heirs.h"

#include "catalog/trash.h"
#include "text/quote.h"

/* The tables that stand in others, by the path of those. */
typedef struct {
    Catalog *catalog;
    Map heirs; /* path -> Objects */
} Sharing;

static Str path_of(const Sharing *s, const Object *object)
{
    return sql_qualified(s->catalog->arena, object->id.schema, object->id.object);
}

/* A column that is trash in a table that is not. */
static bool is_trash_column(const Object *object)
{
    return object->id.kind == KIND_COLUMN && object_is_trash(object) &&
           !str_starts(object->id.schema, S(TRASH_PREFIX));
}

static bool in_table(const Object *column, const Object *table)
{
    return str_eq(column->id.schema, table->id.schema) &&
           str_eq(column->id.object, table->id.object);
}

static bool stands_in(const Object *table, const Object *column)
{
    for (size_t i = 0; i < table->edges.len; i++)
        if (table->edges.at[i].to->id.kind == KIND_TABLE && in_table(column, table->edges.at[i].to))
            return true;
    return false;
}

static bool inherits(const Object *column, const Object *from)
{
    for (size_t i = 0; i < column->edges.len; i++)
        if (column->edges.at[i].type == EDGE_INHERITED && column->edges.at[i].to == from)
            return true;
    return false;
}

/* The table's column of that name, made like the one given where there is none. */
static Object *same_column(Catalog *catalog, const Object *column, const Object *table)
{
    static const char *const own[] = {"inherited", "position", "comment", "not_null", "grants"};
    ObjectId id = {KIND_COLUMN, table->id.schema, table->id.object, column->id.sub};
    Object *made = catalog_copy_object(catalog, column, id);
    if (!made)
        return catalog_find(catalog, id);
    for (size_t i = 0; i < COUNT_OF(own); i++)
        object_unset(catalog, made, own[i]);
    for (size_t i = 0; i < column->edges.len; i++) { /* its type, its collation */
        const Edge *edge = &column->edges.at[i];
        if (edge->type != EDGE_INHERITED && !object_is_table(edge->to))
            object_depend(catalog, made, edge->to, edge->type);
    }
    return made;
}

static void inherit(Catalog *catalog, Object *column, const Object *table)
{
    Object *heir = same_column(catalog, column, table);
    if (inherits(heir, column))
        return;
    object_depend(catalog, heir, column, EDGE_INHERITED);
    if (object_attr(table, "partition_of")) /* others keep what they have as their own */
        object_set(catalog, heir, "inherited", value_bool(true), column->pos);
}

/* Of a table that is to stand elsewhere, or alone. */
static void disinherit(Catalog *catalog, Object *column, const Object *table)
{
    size_t kept = 0, all = column->edges.len;
    for (size_t i = 0; i < all; i++) {
        const Edge edge = column->edges.at[i];
        if (edge.type != EDGE_INHERITED || stands_in(table, edge.to))
            column->edges.at[kept++] = edge;
    }
    column->edges.len = kept;
    if (kept < all)
        object_unset(catalog, column, "inherited");
}

static void enter_heir(Sharing *s, const Object *table, const Object *whole)
{
    Str path = path_of(s, whole);
    Objects *heirs = map_get(&s->heirs, path);
    if (!heirs) {
        heirs = NEW(s->catalog->arena, Objects);
        map_put(&s->heirs, path, heirs);
    }
    vec_push(s->catalog->arena, heirs, table);
}

static void enter_heirs(Sharing *s)
{
    for (size_t i = 0; i < s->catalog->objects.len; i++) {
        const Object *table = s->catalog->objects.at[i];
        for (size_t k = 0; object_is_table(table) && k < table->edges.len; k++)
            if (table->edges.at[k].to->id.kind == KIND_TABLE)
                enter_heir(s, table, table->edges.at[k].to);
    }
}

static void share(Sharing *s, Object *column)
{
    const Object *table = catalog_relation(s->catalog, column->id.schema, column->id.object);
    if (table && object_is_table(table)) {
        disinherit(s->catalog, column, table);
        for (size_t k = 0; object_attr(table, "partition_of") && k < table->edges.len; k++)
            if (object_is_table(table->edges.at[k].to))
                same_column(s->catalog, column, table->edges.at[k].to);
    }
    const Objects *heirs = map_get(&s->heirs, path_of(s, column));
    for (size_t i = 0; heirs && i < heirs->len; i++)
        inherit(s->catalog, column, heirs->at[i]);
}

void heirs_share_trash(Catalog *catalog)
{
    Sharing s = {catalog, {.arena = catalog->arena}};
    bool any = false;
    for (size_t i = 0; i < catalog->objects.len && !any; i++)
        any = is_trash_column(catalog->objects.at[i]);
    if (any)
        enter_heirs(&s);
    for (size_t i = 0; any && i < catalog->objects.len; i++) /* grows meanwhile */
        if (is_trash_column(catalog->objects.at[i]))
            share(&s, catalog->objects.at[i]);
}
