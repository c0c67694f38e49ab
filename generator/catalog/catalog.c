#include "catalog/catalog.h"

#include "base/digest.h"
#include "kind/type.h"
#include "text/quote.h"

#include <stdlib.h>
#include <string.h>

Catalog *catalog_new(Arena *arena)
{
    Catalog *catalog = NEW(arena, Catalog);
    catalog->arena = arena;
    return catalog;
}

/* --- objects by identity: a table of places, with room for twice as many --- */

static uint32_t id_hash(const ObjectId *id)
{
    const Str *parts[] = {&id->schema, &id->object, &id->sub};
    uint64_t hash = (uint64_t)id->kind;
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        hash = hash * 0x9E3779B97F4A7C15u + hash_bytes(*parts[i]);
    return (uint32_t)(hash ^ (hash >> 32));
}

static bool same_id(const ObjectId *a, const ObjectId *b)
{
    return a->kind == b->kind && str_eq(a->sub, b->sub) && str_eq(a->object, b->object) &&
           str_eq(a->schema, b->schema);
}

/* The first place of a hash that is free, or taken by an object of the identity. */
static Place *find_place(const Catalog *catalog, const ObjectId *id, uint32_t hash)
{
    size_t at = hash & (catalog->by_id_cap - 1);
    for (Place *place; (place = &catalog->by_id[at])->object;
         at = (at + 1) & (catalog->by_id_cap - 1))
        if (place->hash == hash && same_id(&place->object->id, id))
            break;
    return &catalog->by_id[at];
}

static Place *find_free(const Catalog *catalog, uint32_t hash)
{
    size_t at = hash & (catalog->by_id_cap - 1);
    while (catalog->by_id[at].object)
        at = (at + 1) & (catalog->by_id_cap - 1);
    return &catalog->by_id[at];
}

/* Room for so many. */
static void make_places(Catalog *catalog, size_t count)
{
    size_t cap = catalog->by_id_cap ? catalog->by_id_cap : 64;
    while (cap < 2 * count)
        cap *= 2;
    if (cap == catalog->by_id_cap)
        return;
    const Place *before = catalog->by_id;
    size_t places = catalog->by_id_cap;
    catalog->by_id = NEW_ARRAY(catalog->arena, Place, cap);
    catalog->by_id_cap = cap;
    for (size_t i = 0; i < places; i++)
        if (before[i].object)
            *find_free(catalog, before[i].hash) = before[i];
}

Object *catalog_add(Catalog *catalog, ObjectId id, Object **twin)
{
    uint32_t hash = id_hash(&id);
    make_places(catalog, catalog->objects.len + 1);
    Place *place = find_place(catalog, &id, hash);
    if (twin)
        *twin = place->object;
    if (place->object)
        return NULL;
    Object *object = NEW(catalog->arena, Object);
    object->id = id;
    *place = (Place){object, hash};
    vec_push(catalog->arena, &catalog->objects, object);
    return object;
}

size_t catalog_count(const Catalog *catalog, KindId kind)
{
    size_t count = 0;
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *object = catalog->objects.at[i];
        count += !object->implicit && (kind == KIND_NONE || object->id.kind == kind);
    }
    return count;
}

Object *catalog_copy_object(Catalog *catalog, const Object *from, ObjectId id)
{
    Object *copy = catalog_add(catalog, id, NULL);
    if (!copy)
        return NULL;
    copy->pos = from->pos;
    copy->implicit = from->implicit;
    copy->attrs.at = from->attrs.at;
    copy->attrs.len = from->attrs.len;
    copy->borrows = true;
    return copy;
}

Object *catalog_find(const Catalog *catalog, ObjectId id)
{
    return catalog->by_id_cap ? find_place(catalog, &id, id_hash(&id))->object : NULL;
}

Object *catalog_relation(const Catalog *catalog, Str schema, Str name)
{
    static const KindId relations[] = {KIND_TABLE, KIND_VIEW, KIND_MATERIALIZED_VIEW,
                                       KIND_FOREIGN_TABLE};
    for (size_t i = 0; i < COUNT_OF(relations); i++) {
        Object *object = catalog_find(catalog, (ObjectId){relations[i], schema, name, (Str){0}});
        if (object)
            return object;
    }
    return NULL;
}

int object_id_cmp(const ObjectId *a, const ObjectId *b)
{
    int order = str_cmp(a->schema, b->schema);
    if (!order)
        order = str_cmp(a->object, b->object);
    if (!order)
        order = (a->kind > b->kind) - (a->kind < b->kind);
    return order ? order : str_cmp(a->sub, b->sub);
}

static int compare_objects(const void *left, const void *right)
{
    return object_id_cmp(&(*(Object *const *)left)->id, &(*(Object *const *)right)->id);
}

/* A part of a table may be one of a view instead: an index, a rule, a trigger. */
static Object *find_parent(const Catalog *catalog, const Object *object)
{
    KindId kind = kinds[object->id.kind].parent;
    Object *parent =
        catalog_find(catalog, (ObjectId){kind, object->id.schema, object->id.object, {0}});
    return parent || !(kinds[kind].flags & KIND_RELATION)
               ? parent
               : catalog_relation(catalog, object->id.schema, object->id.object);
}

static bool is_sorted(const Catalog *catalog)
{
    for (size_t i = 1; i < catalog->objects.len; i++)
        if (object_id_cmp(&catalog->objects.at[i - 1]->id, &catalog->objects.at[i]->id) > 0)
            return false;
    return true;
}

/* The parts of a table stand behind it, one after the other: most have the parent of the one before
 * them, or have it for their parent. */
static Object *parent_after(const Catalog *catalog, const Object *object, Object *before)
{
    KindId kind = kinds[object->id.kind].parent;
    if (before && str_eq(before->id.object, object->id.object) &&
        str_eq(before->id.schema, object->id.schema)) {
        if (before->id.kind == kind)
            return before;
        if (before->parent && before->parent->id.kind == kind)
            return before->parent;
    }
    return find_parent(catalog, object);
}

static Object *schema_after(const Catalog *catalog, const Object *object, Object *before)
{
    if (before && before->id.kind == KIND_SCHEMA && str_eq(before->id.schema, object->id.schema))
        return before;
    return catalog_find(catalog, (ObjectId){KIND_SCHEMA, object->id.schema, {0}, {0}});
}

/* There whatever the model says. */
static bool is_always_there(const Object *object)
{
    return object->id.kind == KIND_DATABASE ||
           (object->id.kind == KIND_SCHEMA && str_is(object->id.schema, "public"));
}

void catalog_sort(Catalog *catalog)
{
    Object *before = NULL;
    if (!is_sorted(catalog))
        qsort(catalog->objects.at, catalog->objects.len, sizeof(Object *), compare_objects);
    for (size_t i = 0; i < catalog->objects.len; i++) {
        Object *object = catalog->objects.at[i];
        object->index = i;
        object->implicit |= is_always_there(object);
        if (kinds[object->id.kind].parent != KIND_NONE)
            object->parent = parent_after(catalog, object, before);
        before = object;
    }
}

void catalog_contain(Catalog *catalog)
{
    Object *schema = NULL;
    for (size_t i = 0; i < catalog->objects.len; i++) {
        Object *object = catalog->objects.at[i];
        if (!object->parent && object->id.kind != KIND_SCHEMA && object->id.schema.len) {
            schema = schema_after(catalog, object, schema);
            object_depend(catalog, object, schema, EDGE_NORMAL);
        }
        object_depend(catalog, object, object->parent, EDGE_AUTO);
    }
}

void catalog_seal(Catalog *catalog)
{
    catalog_sort(catalog);
    catalog_contain(catalog);
}

static bool same_name(const Object *a, const Object *b)
{
    return str_eq(a->id.object, b->id.object) && str_eq(a->id.schema, b->id.schema);
}

/* Parts have the name of what they are in, and stand behind it or, of a view, before it. */
const Object *part_next(const Catalog *catalog, const Object *table, const Object *part)
{
    size_t i = part ? part->index + 1 : table->index;
    while (!part && i > 0 && same_name(catalog->objects.at[i - 1], table))
        i--;
    for (; i < catalog->objects.len; i++) {
        const Object *next = catalog->objects.at[i];
        if (next->parent == table)
            return next;
        if (!same_name(next, table))
            break; /* else it shares the name: a statistics object */
    }
    return NULL;
}

Objects *catalog_users(Arena *arena, const Catalog *catalog)
{
    size_t count = 0;
    Objects *users = NEW_ARRAY(arena, Objects, catalog->objects.len);
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *object = catalog->objects.at[i];
        count += object->edges.len;
        for (size_t k = 0; k < object->edges.len; k++)
            users[object->edges.at[k].to->index].cap++;
    }
    const Object **all = NEW_ARRAY(arena, const Object *, count);
    for (size_t i = 0; i < catalog->objects.len; all += users[i++].cap)
        users[i].at = all;
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *object = catalog->objects.at[i];
        for (size_t k = 0; k < object->edges.len; k++) {
            Objects *of = &users[object->edges.at[k].to->index];
            of->at[of->len++] = object;
        }
    }
    return users;
}

/* Attributes that are to change are the object's own. */
static void own_attrs(Catalog *catalog, Object *object)
{
    if (!object->borrows)
        return;
    size_t len = object->attrs.len;
    object->attrs.at =
        arena_copy(catalog->arena, object->attrs.at, len * sizeof(Attr), _Alignof(Attr));
    object->attrs.cap = len;
    object->borrows = false;
}

void object_reserve(Catalog *catalog, Object *object, size_t count)
{
    object->attrs.at = NEW_ARRAY(catalog->arena, Attr, count);
    object->attrs.cap = count;
}

void object_set(Catalog *catalog, Object *object, const char *field, Value value, Pos pos)
{
    int at = kind_field(object->id.kind, str_of(field));
    if (at < 0 || value.type == VALUE_ABSENT)
        return;
    own_attrs(catalog, object);
    size_t i = 0;
    while (i < object->attrs.len && object->attrs.at[i].field < at)
        i++;
    Attr attr = {.field = (uint16_t)at, .value = value, .pos = pos};
    if (i < object->attrs.len && object->attrs.at[i].field == at) {
        object->attrs.at[i] = attr;
        return;
    }
    vec_push(catalog->arena, &object->attrs, attr);
    for (size_t k = object->attrs.len - 1; k > i; k--)
        object->attrs.at[k] = object->attrs.at[k - 1];
    object->attrs.at[i] = attr;
}

void object_unset(Catalog *catalog, Object *object, const char *field)
{
    int at = kind_field(object->id.kind, str_of(field));
    size_t kept = 0;
    own_attrs(catalog, object);
    for (size_t i = 0; i < object->attrs.len; i++)
        if (object->attrs.at[i].field != at)
            object->attrs.at[kept++] = object->attrs.at[i];
    object->attrs.len = kept;
}

void object_detach(Object *object, EdgeType type)
{
    size_t kept = 0;
    for (size_t i = 0; i < object->edges.len; i++)
        if (object->edges.at[i].type != type)
            object->edges.at[kept++] = object->edges.at[i];
    object->edges.len = kept;
}

const Attr *object_attr(const Object *object, const char *field)
{
    int at = kind_field(object->id.kind, str_of(field));
    for (size_t i = 0; i < object->attrs.len; i++)
        if (object->attrs.at[i].field == at)
            return &object->attrs.at[i];
    return NULL;
}

Value object_value(const Object *object, const char *field)
{
    const Attr *attr = object_attr(object, field);
    return attr ? attr->value : (Value){0};
}

Str object_text(const Object *object, const char *field)
{
    Value value = object_value(object, field);
    return value.type == VALUE_TEXT ? value.text : (Str){0};
}

bool object_bool(const Object *object, const char *field)
{
    return str_is(object_text(object, field), "true");
}

int64_t object_int(const Object *object, const char *field, int64_t fallback)
{
    int64_t number;
    return str_to_int(object_text(object, field), &number) ? number : fallback;
}

bool object_is_table(const Object *object)
{
    return object->id.kind == KIND_TABLE || object->id.kind == KIND_FOREIGN_TABLE;
}

static const char edge_letters[] = {
    [EDGE_NORMAL] = 'n', [EDGE_AUTO] = 'a', [EDGE_OWNED] = 'o', [EDGE_INHERITED] = 'p'};

char edge_letter(EdgeType type)
{
    return edge_letters[type];
}

EdgeType edge_type(Str letter)
{
    for (size_t i = 0; i < sizeof edge_letters; i++)
        if (letter.len == 1 && letter.ptr[0] == edge_letters[i])
            return (EdgeType)i;
    return EDGE_AUTO;
}

void object_depend(Catalog *catalog, Object *object, Object *on, EdgeType type)
{
    if (!on || on == object)
        return;
    for (size_t i = 0; i < object->edges.len; i++)
        if (object->edges.at[i].to == on) {
            if (type == EDGE_NORMAL)
                object->edges.at[i].type = type;
            return;
        }
    if (!object->edges.cap) { /* most have just what contains them */
        object->edges.at = NEW(catalog->arena, Edge);
        object->edges.cap = 1;
    }
    vec_push(catalog->arena, &object->edges, (Edge){on, type});
}

/* Where the list of arguments at the end of a signature begins. Types have no parentheses outside
 * of quotes; names, in front, stand as they are. */
static size_t arguments_at(Str signature)
{
    bool quoted = false;
    for (size_t i = signature.len; i-- > 0;) {
        quoted ^= signature.ptr[i] == '"';
        if (!quoted && signature.ptr[i] == '(')
            return i;
    }
    return signature.len;
}

Str object_name(const Object *object)
{
    if (object->id.sub.len)
        return object->id.sub;
    if (object->id.kind == KIND_SCHEMA)
        return object->id.schema;
    Str name = object->id.object;
    bool is_signed = kinds[object->id.kind].flags & KIND_SIGNED;
    return is_signed ? str_slice(name, 0, arguments_at(name)) : name;
}

Str object_multirange(Arena *arena, const Object *range)
{
    Str own = object_text(range, "multirange");
    return own.len ? own : type_multirange_name(arena, range->id.object);
}

ObjectId object_id_named(Arena *arena, ObjectId id, Str name)
{
    Str own = object_name(&(Object){.id = id});
    if (id.sub.len)
        id.sub = name;
    else if (id.kind == KIND_SCHEMA)
        id.schema = name;
    else
        id.object = str_format(arena, "%.*s%.*s", STR_ARG(name),
                               STR_ARG(str_slice(id.object, own.len, id.object.len)));
    return id;
}

Str object_id_key(Arena *arena, const ObjectId *id)
{
    return str_format(arena, "%d%c%.*s%c%.*s%c%.*s", (int)id->kind, 0, STR_ARG(id->schema), 0,
                      STR_ARG(id->object), 0, STR_ARG(id->sub));
}

Str object_path(Arena *arena, const Object *object)
{
    StrVec parts = {0};
    Str name = object_name(object), arguments = {0};
    if (kinds[object->id.kind].flags & KIND_OPAQUE)
        return name; /* as the server says it */
    if (kinds[object->id.kind].flags & KIND_SIGNED)
        arguments = str_slice(object->id.object, name.len, object->id.object.len);
    if (object->id.schema.len)
        vec_push(arena, &parts, sql_ident(arena, object->id.schema));
    if (object->id.sub.len && object->id.object.len)
        vec_push(arena, &parts, sql_ident(arena, object->id.object));
    if (object->id.kind != KIND_SCHEMA)
        vec_push(arena, &parts, sql_ident(arena, name));
    if (arguments.len)
        parts.at[parts.len - 1] =
            str_format(arena, "%.*s%.*s", STR_ARG(parts.at[parts.len - 1]), STR_ARG(arguments));
    return str_join(arena, &parts, S("."));
}

Str object_name_aside(Arena *arena, const Object *object)
{
    Str digest = digest_hex(arena, object_path(arena, object));
    return str_format(arena, "%.*s_%.*s", STR_ARG(str_clip(object_name(object), 56)), 6,
                      digest.ptr);
}

Str object_show(Arena *arena, const Object *object)
{
    Str path = object_path(arena, object);
    bool opaque = kinds[object->id.kind].flags & KIND_OPAQUE;
    return opaque ? path : str_format(arena, "%s %.*s", kinds[object->id.kind].tag, STR_ARG(path));
}
