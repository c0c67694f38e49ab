#include "catalog/inherit.h"

#include "model/model.h"
#include "text/quote.h"

#include <string.h>

typedef VEC(Object *) Parts;

typedef struct {
    Catalog *catalog;
    Map parts; /* "schema.table" -> Parts of that table */
    Map done;  /* tables whose parents are in */
} Inheritance;

static Str table_path(Arena *arena, const Object *object)
{
    return sql_qualified(arena, object->id.schema, object->id.object);
}

static Parts *parts_of(Inheritance *in, const Object *table)
{
    return map_get(&in->parts, table_path(in->catalog->arena, table));
}

static void add_part(Inheritance *in, Object *part)
{
    Str path = table_path(in->catalog->arena, part);
    Parts *parts = map_get(&in->parts, path);
    if (!parts) {
        parts = NEW(in->catalog->arena, Parts);
        map_put(&in->parts, path, parts);
    }
    vec_push(in->catalog->arena, parts, part);
}

static bool has_index(const Object *object)
{
    return (kinds[object->id.kind].flags & KIND_RELATION) && object->id.sub.len;
}

/* What an heir's part does not take over. */
static const char *const own_fields[] = {
    "comment", "identity", "identity_sequence", "partition_key", "relation", "inverse", "grants"};

bool catalog_is_own(const char *field)
{
    for (size_t i = 0; i < COUNT_OF(own_fields); i++)
        if (strcmp(field, own_fields[i]) == 0)
            return true;
    return false;
}

/* Attributes and dependencies of the part go to its copy, columns of the parent becoming those of
 * the heir. */
static void copy_part(Inheritance *in, const Object *from, Object *to)
{
    for (size_t i = 0; i < from->attrs.len; i++)
        object_set(in->catalog, to, kinds[from->id.kind].fields[from->attrs.at[i].field].name,
                   from->attrs.at[i].value, from->attrs.at[i].pos);
    for (size_t i = 0; i < COUNT_OF(own_fields); i++)
        object_unset(in->catalog, to, own_fields[i]);
    to->pos = from->pos;
    for (size_t i = 0; i < from->edges.len; i++) {
        Object *on = from->edges.at[i].to;
        bool sibling = on->id.sub.len && str_eq(on->id.object, from->id.object) &&
                       str_eq(on->id.schema, from->id.schema) && !has_index(on);
        ObjectId id = {on->id.kind, to->id.schema, to->id.object, on->id.sub};
        Object *own_sibling = sibling ? catalog_find(in->catalog, id) : on;
        object_depend(in->catalog, to, own_sibling, from->edges.at[i].type);
    }
}

Str catalog_heir_name(Arena *arena, const Catalog *catalog, const Object *table, const Object *from)
{
    const char *label = from->id.kind == KIND_PRIMARY_KEY ? "pkey"
                        : from->id.kind == KIND_INDEX     ? "idx"
                                                          : "key";
    Value columns = object_value(from, "columns");
    StrVec names = {0}; /* an expression has no name */
    for (uint32_t i = 0; i < columns.count; i++) {
        Str name = columns.list[i];
        if (from->id.kind == KIND_INDEX) /* SQL, with its options behind it */
            name = sql_unquoted(arena, sql_take_ident(&name));
        ObjectId id = {KIND_COLUMN, table->id.schema, table->id.object, name};
        vec_push(arena, &names, catalog_find(catalog, id) ? name : S("expr"));
    }
    Value chosen = value_of_vec(&names);
    bool primary = from->id.kind == KIND_PRIMARY_KEY;
    return model_chosen_name(arena, table->id.object, primary ? NULL : &chosen, label);
}

/* A part of the heir by the name that PostgreSQL would choose, or the one that is there already. */
static Object *own_index(Inheritance *in, const Object *table, const Object *from)
{
    Parts *parts = parts_of(in, table);
    Value columns = object_value(from, "columns");
    Str path = sql_qualified(in->catalog->arena, from->id.schema, from->id.sub);
    for (size_t i = 0; parts && i < parts->len; i++)
        if (str_eq(object_text(parts->at[i], "attached_to"), path))
            return parts->at[i]; /* a key may be a part of a mere index */
    for (size_t i = 0; parts && i < parts->len; i++) {
        Value have = object_value(parts->at[i], "columns");
        if (parts->at[i]->id.kind == from->id.kind && value_eq(&have, &columns) &&
            !object_attr(parts->at[i], "attached_to"))
            return parts->at[i];
    }
    Arena *arena = in->catalog->arena;
    Str name = catalog_heir_name(arena, in->catalog, table, from);
    ObjectId id = {from->id.kind, table->id.schema, table->id.object, name};
    for (int n = 1; catalog_find(in->catalog, id); n++)
        id.sub = str_format(arena, "%.*s%d", STR_ARG(name), n);
    Object *made = catalog_add(in->catalog, id, NULL);
    copy_part(in, from, made);
    add_part(in, made);
    return made;
}

static void attach_index(Inheritance *in, const Object *table, Object *from)
{
    Object *part = own_index(in, table, from);
    Str path = sql_qualified(in->catalog->arena, from->id.schema, from->id.sub);
    object_unset(in->catalog, part, "replica_identity");
    object_unset(in->catalog, part, "clustered");
    object_set(in->catalog, part, "attached_to", value_text(path), from->pos);
    object_depend(in->catalog, part, from, EDGE_INHERITED);
}

static void inherit_part(Inheritance *in, const Object *table, Object *from)
{
    ObjectId id = {from->id.kind, table->id.schema, table->id.object, from->id.sub};
    Object *part = catalog_find(in->catalog, id);
    if (!part) {
        part = catalog_add(in->catalog, id, NULL);
        copy_part(in, from, part);
        add_part(in, part);
    }
    if (from->id.kind == KIND_DEFAULT)
        return;
    if (object_bool(from, "not_null"))
        object_set(in->catalog, part, "not_null", value_bool(true), from->pos);
    object_set(in->catalog, part, "inherited", value_bool(true), from->pos);
    object_depend(in->catalog, part, from, EDGE_INHERITED);
}

static void inherit_parts(Inheritance *in, Object *table, const Object *parent, bool partition)
{
    Parts *parts = parts_of(in, parent);
    for (int pass = 0; parts && pass < 2; pass++) /* columns, then what refers to them */
        for (size_t i = 0; i < parts->len; i++) {
            Object *part = parts->at[i];
            bool column = part->id.kind == KIND_COLUMN;
            bool rule = part->id.kind == KIND_CHECK && !object_bool(part, "no_inherit");
            if (column != (pass == 0))
                continue;
            if (column || part->id.kind == KIND_DEFAULT || rule ||
                (partition && part->id.kind == KIND_FOREIGN_KEY))
                inherit_part(in, table, part);
            else if (partition && has_index(part))
                attach_index(in, table, part);
        }
}

/* Parents first. */
static void inherit_table(Inheritance *in, Object *table)
{
    Str path = table_path(in->catalog->arena, table);
    if (map_get(&in->done, path))
        return;
    map_put(&in->done, path, table);
    for (size_t i = 0; i < table->edges.len; i++) {
        Object *parent = table->edges.at[i].to;
        if (parent->id.kind != table->id.kind)
            continue;
        inherit_table(in, parent);
        inherit_parts(in, table, parent, object_attr(table, "partition_of"));
    }
}

void catalog_inherit(Catalog *catalog)
{
    Inheritance in = {
        .catalog = catalog, .parts.arena = catalog->arena, .done.arena = catalog->arena};
    size_t count = catalog->objects.len;
    bool any = false;
    for (size_t i = 0; i < count; i++)
        any |= object_attr(catalog->objects.at[i], "partition_of") ||
               object_attr(catalog->objects.at[i], "inherits");
    for (size_t i = 0; any && i < count; i++)
        if (kinds[catalog->objects.at[i]->id.kind].parent == KIND_TABLE)
            add_part(&in, catalog->objects.at[i]);
    for (size_t i = 0; any && i < count; i++)
        if (catalog->objects.at[i]->id.kind == KIND_TABLE)
            inherit_table(&in, catalog->objects.at[i]);
}
