#include "sql/reading.h"

#include "text/quote.h"

#include <stdint.h>

const Object *scene_relation(const Catalog *catalog, const Name *name)
{
    return name->name.ptr ? catalog_relation(catalog, name->schema, name->name) : NULL;
}

bool scene_is_fresh(const Scene *scene, const Name *name)
{
    return map_get(&scene->fresh, name->shown) != NULL;
}

static void put_number(Reading *r, Map *map, Str relation, size_t number)
{
    map->arena = r->scene->arena;
    map_put(map, relation, (void *)(uintptr_t)number);
}

void reading_lock(Reading *r, LockLevel level, Str relation)
{
    size_t known = (size_t)(uintptr_t)map_get(&r->locked, relation);
    if (known) {
        Lock *lock = &r->out->locks.at[known - 1];
        lock->level = lock->level < level ? level : lock->level;
    } else if (level != LOCK_NONE && relation.ptr && !map_get(&r->scene->fresh, relation)) {
        vec_push(r->scene->arena, &r->out->locks, (Lock){level, relation});
        put_number(r, &r->locked, relation, r->out->locks.len);
    }
}

/* What a look takes back stays in the map: the number is too high by then, or another's. */
static bool has_work(const Reading *r, WorkType type, Str relation)
{
    size_t known = (size_t)(uintptr_t)map_get(&r->worked[type], relation);
    return known && known <= r->out->works.len && r->out->works.at[known - 1].type == type &&
           str_eq(r->out->works.at[known - 1].relation, relation);
}

void reading_work(Reading *r, WorkType type, Str relation)
{
    if (type == WORK_NONE || !relation.ptr || map_get(&r->scene->fresh, relation) ||
        has_work(r, type, relation))
        return;
    vec_push(r->scene->arena, &r->out->works, (Work){type, relation});
    put_number(r, &r->worked[type], relation, r->out->works.len);
}

void reading_hazard(Reading *r, const char *id)
{
    const Rule *rule = rule_find(str_of(id));
    for (size_t i = 0; i < r->out->hazards.len; i++)
        if (r->out->hazards.at[i].rule == rule)
            return;
    vec_push(r->scene->arena, &r->out->hazards, (Hazard){rule, r->out->object});
}

void reading_class(Reading *r, ReverseClass class)
{
    if (r->out->class < class)
        r->out->class = class;
}

Str scene_shown(Arena *arena, const Object *object)
{
    return sql_qualified(arena, object->id.schema, object->id.object);
}

Str scene_referenced(Arena *arena, const Object *key)
{
    Value to = object_value(key, "ref_table");
    return to.count == 2 ? sql_qualified(arena, to.list[0], to.list[1]) : (Str){0};
}

static void enter(Scene *scene, Map *map, Str name, const Object *object)
{
    Objects *list = map_get(map, name);
    if (!list) {
        list = NEW(scene->arena, Objects);
        map_put(map, name, list);
    }
    if (!list->len || list->at[list->len - 1] != object)
        vec_push(scene->arena, list, object);
}

void scene_add_heir(Scene *scene, Str whole, const Object *table)
{
    Value place = object_value(table, "partition_of");
    enter(scene, &scene->heirs, whole, table);
    if (place.count == 2 && str_eq_nocase(place.list[1], S("default")))
        map_put(&scene->rests, whole, (void *)(uintptr_t)table);
}

static void enter_table(Scene *scene, const Object *table)
{
    Value part = object_value(table, "partition_of"), heir = object_value(table, "inherits");
    if (part.count)
        scene_add_heir(scene, part.list[0], table);
    for (uint32_t k = 0; k < heir.count; k++)
        scene_add_heir(scene, heir.list[k], table);
}

static void enter_indexes(Scene *scene, const Catalog *catalog)
{
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *object = catalog->objects.at[i];
        if (object->parent && (kinds[object->id.kind].flags & KIND_RELATION))
            enter(scene, &scene->indexed,
                  sql_qualified(scene->arena, object->id.schema, object->id.sub), object->parent);
    }
}

static void enter_all(Scene *scene)
{
    for (size_t i = 0; i < scene->live->objects.len; i++) {
        const Object *object = scene->live->objects.at[i];
        if (object->id.kind == KIND_TABLE)
            enter_table(scene, object);
        if (object->id.kind != KIND_FOREIGN_KEY)
            continue;
        enter(scene, &scene->keys, scene_shown(scene->arena, object), object);
        enter(scene, &scene->keys, scene_referenced(scene->arena, object), object);
    }
    enter_indexes(scene, scene->live);
    enter_indexes(scene, scene->want);
}

void reading_table(Reading *r, LockLevel level, WorkType work, Str shown, bool only)
{
    reading_lock(r, level, shown);
    const Objects *heirs = only ? NULL : map_get(&r->scene->heirs, shown);
    for (size_t i = 0; heirs && i < heirs->len; i++)
        reading_table(r, level, work, scene_shown(r->scene->arena, heirs->at[i]), false);
    bool partitioned = heirs && object_attr(heirs->at[0], "partition_of");
    if (!partitioned) /* which has no rows of its own */
        reading_work(r, work, shown);
}

const Object *scene_part(const Catalog *catalog, const Name *table, Str name, unsigned flags)
{
    const Object *relation = scene_relation(catalog, table);
    for (size_t i = relation ? relation->index + 1 : 0; relation && i < catalog->objects.len; i++) {
        const Object *part = catalog->objects.at[i];
        if (part->parent != relation)
            break;
        if (str_eq(part->id.sub, name) && (kinds[part->id.kind].flags & flags))
            return part;
    }
    return NULL;
}

const Object *scene_column(const Catalog *catalog, const Name *table, Str name)
{
    ObjectId id = {KIND_COLUMN, table->schema, table->name, name};
    return catalog_find(catalog, id);
}

const Object *scene_indexed(const Scene *scene, const Name *index)
{
    const Objects *tables = map_get(&scene->indexed, index->shown);
    return tables ? tables->at[0] : NULL;
}

static bool names(Value list, Str name)
{
    for (uint32_t i = 0; i < list.count; i++)
        if (str_eq(list.list[i], name))
            return true;
    return false;
}

void reading_keys(Reading *r, const Name *table, Str column, LockLevel level)
{
    const Objects *keys = map_get(&r->scene->keys, table->shown);
    for (size_t i = 0; keys && i < keys->len; i++) {
        const Object *key = keys->at[i];
        Str own = scene_shown(r->scene->arena, key), to = scene_referenced(r->scene->arena, key);
        bool from = str_eq(own, table->shown), at = str_eq(to, table->shown);
        if (from && (!column.ptr || names(object_value(key, "columns"), column)))
            reading_lock(r, level, to);
        if (at && (!column.ptr || names(object_value(key, "ref_columns"), column)))
            reading_lock(r, level, own);
    }
}

Scene *scene_new(Arena *arena, const Catalog *live, const Catalog *want)
{
    Scene *scene = NEW(arena, Scene);
    *scene = (Scene){.arena = arena,
                     .live = live,
                     .want = want,
                     .fresh = {.arena = arena},
                     .heirs = {.arena = arena},
                     .rests = {.arena = arena},
                     .keys = {.arena = arena},
                     .indexed = {.arena = arena},
                     .promised = {.arena = arena},
                     .proven = {.arena = arena}};
    enter_all(scene);
    return scene;
}
