#include "inventory/inventory.h"

#include "text/quote.h"

#include <stdlib.h>

const char *const inventory_names[INVENTORY_COUNT] = {"missing", "legacy", "unmanaged", "orphaned",
                                                      "managed"};

typedef struct {
    Arena *arena;
    const Catalog *live, *draft;
    const Sizes *sizes;
    Value ignore, legacy, managed; /* patterns of the model */
    StrVec defaults;               /* expressions in the database, where sequences are drawn from */
    Inventory inventory;
} Taking;

static Value patterns(const Catalog *catalog, const char *field)
{
    const Object *database = catalog_find(catalog, (ObjectId){KIND_DATABASE, {0}, {0}, {0}});
    return database ? object_value(database, field) : (Value){0};
}

/* Whether a pattern means the object, or what it belongs to: schema.name, in public the name alone
 * too. */
static bool matches_any(const Taking *t, Value list, const Object *object)
{
    Str name = object->id.kind == KIND_SCHEMA ? S("*") : object->id.object;
    Str path = str_format(t->arena, "%.*s.%.*s", STR_ARG(object->id.schema), STR_ARG(name));
    for (uint32_t i = 0; i < list.count; i++)
        if (str_like(path, list.list[i]) ||
            (object->id.schema.len && str_like(object->id.schema, list.list[i])) ||
            (str_is(object->id.schema, "public") && str_like(name, list.list[i])))
            return true;
    return false;
}

/* Details that a report on drift tells of, not an inventory. */
static bool is_counted(const Object *object)
{
    KindId kind = object->id.kind;
    return !(kinds[kind].flags & KIND_NOT_READ) && !object->implicit && kind != KIND_DEFAULT &&
           kind != KIND_COLUMN_COMMENT;
}

static size_t count_parts(const Catalog *catalog, const Object *object)
{
    size_t parts = 0; /* they stand behind it in the order of identities */
    for (size_t i = object->index + 1; !object->parent && i < catalog->objects.len; i++) {
        const Object *part = catalog->objects.at[i];
        if (!str_eq(part->id.schema, object->id.schema) ||
            !str_eq(part->id.object, object->id.object))
            break;
        parts += part->parent == object && is_counted(part);
    }
    return parts;
}

static const Size *size_of(const Taking *t, const Object *live)
{
    const Kind *kind = &kinds[live->id.kind];
    if (!(kind->flags & KIND_RELATION) && live->id.kind != KIND_FOREIGN_TABLE)
        return NULL;
    return sizes_find(t->sizes, live->id.schema, object_name(live));
}

static void add_entry(Taking *t, InventoryStanding standing, const Object *live, const Object *want,
                      const char *reason)
{
    InventoryEntry entry = {.standing = standing, .object = live ? live : want, .reason = reason};
    entry.pos = want ? want->pos : (Pos){0};
    entry.size = live ? size_of(t, live) : NULL;
    entry.parts = count_parts(live ? t->live : t->draft, entry.object);
    t->inventory.counts[standing]++;
    vec_push(t->arena, &t->inventory.entries, entry);
}

/* --- what nothing seems to need --- */

static bool is_drawn_from(const Taking *t, const Object *sequence)
{
    Str path =
        sql_literal(t->arena, sql_qualified(t->arena, sequence->id.schema, sequence->id.object));
    for (size_t i = 0; i < t->defaults.len; i++)
        if (str_find(t->defaults.at[i], path) >= 0)
            return true;
    return false;
}

static const char *orphan_reason(const Taking *t, const Object *live)
{
    static const char *const needs[] = {"unique", "attached_to", "replica_identity", "clustered"};
    if (object_bool(live, "invalid"))
        return "invalid: its build was broken off";
    if (object_bool(live, "not_valid"))
        return "not valid: old rows were never looked at";
    if (live->id.kind == KIND_SEQUENCE)
        return object_attr(live, "owned_by") || is_drawn_from(t, live)
                   ? NULL
                   : "no column owns it or draws from it";
    const Size *size = live->id.kind == KIND_INDEX ? size_of(t, live) : NULL;
    for (size_t i = 0; i < COUNT_OF(needs); i++)
        if (object_attr(live, needs[i]))
            return NULL;
    return size && !size->scans ? "no query has used it since the statistics were reset" : NULL;
}

static void find_orphans(Taking *t)
{
    for (size_t i = 0; i < t->live->objects.len; i++) {
        const Object *object = t->live->objects.at[i];
        if (object->id.kind == KIND_DEFAULT)
            vec_push(t->arena, &t->defaults, object_text(object, "expression"));
    }
    for (size_t i = 0; i < t->live->objects.len; i++) {
        const Object *object = t->live->objects.at[i];
        const char *reason = matches_any(t, t->ignore, object) ? NULL : orphan_reason(t, object);
        if (reason)
            add_entry(t, INVENTORY_ORPHANED, object, catalog_find(t->draft, object->id), reason);
    }
}

/* --- all objects of both sides --- */

/* What an object belongs to: its table; of a sequence that a column owns, the column's table. */
static const Object *whole_of(const Taking *t, const Catalog *catalog, const Object *object)
{
    StrVec names = {0};
    if (object->parent || object->id.kind != KIND_SEQUENCE)
        return object->parent;
    sql_split_path(t->arena, object_text(object, "owned_by"), &names);
    return names.len == 3 ? catalog_relation(catalog, names.at[0], names.at[1]) : NULL;
}

/* A part of something that is not there on one side goes with it. */
static bool is_told(const Taking *t, const Object *object, const Catalog *own, const Catalog *other)
{
    const Object *whole = whole_of(t, own, object);
    return whole && !catalog_find(other, whole->id);
}

static void take(Taking *t, const Object *live, const Object *want)
{
    const Object *object = live ? live : want;
    if (!is_counted(object))
        return;
    bool outside = t->managed.count && object->id.schema.len && !matches_any(t, t->managed, object);
    if (outside || matches_any(t, t->ignore, object))
        t->inventory.ignored++;
    else if (live && !object->parent && matches_any(t, t->legacy, object))
        add_entry(t, INVENTORY_LEGACY, live, want, NULL);
    else if (live && want && !whole_of(t, t->live, object))
        add_entry(t, INVENTORY_MANAGED, live, want, NULL);
    else if (!live && !is_told(t, want, t->draft, t->live))
        add_entry(t, INVENTORY_MISSING, NULL, want, NULL);
    else if (live && !want && !is_told(t, live, t->live, t->draft))
        add_entry(t, INVENTORY_UNMANAGED, live, NULL, NULL);
}

static int compare_entries(const void *left, const void *right)
{
    const InventoryEntry *a = left, *b = right;
    if (a->standing != b->standing)
        return a->standing < b->standing ? -1 : 1;
    return object_id_cmp(&a->object->id, &b->object->id);
}

Inventory inventory_of(Arena *arena, const Catalog *live, const Catalog *draft, const Sizes *sizes,
                       bool orphans)
{
    Taking t = {.arena = arena,
                .live = live,
                .draft = draft,
                .sizes = sizes,
                .ignore = patterns(draft, "ignore"),
                .managed = patterns(draft, "managed"),
                .legacy = patterns(draft, "legacy")};
    t.inventory.database = draft->database;
    size_t l = 0, d = 0;
    while (l < live->objects.len || d < draft->objects.len) {
        const Object *a = l < live->objects.len ? live->objects.at[l] : NULL;
        const Object *b = d < draft->objects.len ? draft->objects.at[d] : NULL;
        int order = !a ? 1 : !b ? -1 : object_id_cmp(&a->id, &b->id);
        l += order <= 0;
        d += order >= 0;
        take(&t, order <= 0 ? a : NULL, order >= 0 ? b : NULL);
    }
    if (orphans)
        find_orphans(&t);
    if (t.inventory.entries.len)
        qsort(t.inventory.entries.at, t.inventory.entries.len, sizeof(InventoryEntry),
              compare_entries);
    return t.inventory;
}
