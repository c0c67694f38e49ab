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
    catalog->by_id.arena = arena;
    return catalog;
}

/* Kinds and parts joined by NUL, which no name can hold. */
static size_t id_key_size(const ObjectId *id)
{
    return id->schema.len + id->object.len + id->sub.len + 4;
}

static Str id_key(char *text, const ObjectId *id)
{
    char *to = text;
    *to++ = (char)('A' + id->kind);
    const Str *parts[] = {&id->schema, &id->object, &id->sub};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (parts[i]->len)
            memcpy(to, parts[i]->ptr, parts[i]->len);
        to += parts[i]->len;
        if (i < 2)
            *to++ = '\0';
    }
    return (Str){text, (size_t)(to - text)};
}

Object *catalog_add(Catalog *catalog, ObjectId id, Object **twin)
{
    Str key = id_key(NEW_ARRAY(catalog->arena, char, id_key_size(&id)), &id);
    Object *there = map_get(&catalog->by_id, key);
    if (twin)
        *twin = there;
    if (there)
        return NULL;
    Object *object = NEW(catalog->arena, Object);
    object->id = id;
    map_put(&catalog->by_id, key, object);
    vec_push(catalog->arena, &catalog->objects, object);
    return object;
}

/* Looks into memory of its own: many may look at a time. */
size_t catalog_count(const Catalog *catalog, KindId kind)
{
    size_t count = 0;
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *object = catalog->objects.at[i];
        count += !object->implicit && (kind == KIND_NONE || object->id.kind == kind);
    }
    return count;
}

Object *catalog_find(const Catalog *catalog, ObjectId id)
{
    char near[512];
    size_t size = id_key_size(&id);
    if (size <= sizeof near)
        return map_get(&catalog->by_id, id_key(near, &id));
    Arena *arena = arena_new();
    Object *object = map_get(&catalog->by_id, id_key(NEW_ARRAY(arena, char, size), &id));
    arena_free(arena);
    return object;
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

void catalog_seal(Catalog *catalog)
{
    if (catalog->objects.len)
        qsort(catalog->objects.at, catalog->objects.len, sizeof(Object *), compare_objects);
    for (size_t i = 0; i < catalog->objects.len; i++) {
        Object *object = catalog->objects.at[i];
        object->index = i;
        object->implicit |= object->id.kind == KIND_SCHEMA && str_is(object->id.schema, "public");
        if (kinds[object->id.kind].parent != KIND_NONE)
            object->parent = find_parent(catalog, object);
        Object *container = object->parent;
        if (!container && object->id.kind != KIND_SCHEMA && object->id.schema.len)
            container = catalog_find(catalog, (ObjectId){KIND_SCHEMA, object->id.schema, {0}, {0}});
        object_depend(catalog, object, container, object->parent ? EDGE_AUTO : EDGE_NORMAL);
    }
}

void object_set(Catalog *catalog, Object *object, const char *field, Value value, Pos pos)
{
    int at = kind_field(object->id.kind, str_of(field));
    if (at < 0 || value.type == VALUE_ABSENT)
        return;
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

void object_unset(Object *object, const char *field)
{
    int at = kind_field(object->id.kind, str_of(field));
    size_t kept = 0;
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
