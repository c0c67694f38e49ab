#include "catalog/move.h"

#include "text/quote.h"

typedef struct {
    Catalog *to;
    const Move **move; /* by index in the original: how the object itself moves, or NULL */
    Object **copy;     /* by index in the original; NULL: left out */
    Map paths;         /* old path of a relation or type -> Str *, the new one */
} Copying;

static Copying copying_of(Arena *arena, const Catalog *from)
{
    size_t n = from->objects.len;
    Copying c = {catalog_new(arena),
                 NEW_ARRAY(arena, const Move *, n),
                 NEW_ARRAY(arena, Object *, n),
                 {.arena = arena}};
    c.to->database = from->database;
    c.to->server_major = from->server_major;
    return c;
}

/* --- identities --- */

/* A column's default is called as the column is. */
static const Move *move_of_namesake(const Copying *c, const Object *object)
{
    for (size_t i = 0; i < object->edges.len && object->id.kind == KIND_DEFAULT; i++) {
        const Object *column = object->edges.at[i].to;
        if (column->parent == object->parent && str_eq(column->id.sub, object->id.sub))
            return c->move[column->index];
    }
    return NULL;
}

/* The table whose column a sequence belongs to. */
static const Object *owning_table(const Object *object)
{
    for (size_t i = 0; i < object->edges.len; i++)
        if (object->edges.at[i].type == EDGE_OWNED)
            return object->edges.at[i].to->parent;
    return NULL;
}

static ObjectId moved_id(const Copying *c, const Object *object)
{
    const Move *own = c->move[object->index], *namesake = move_of_namesake(c, object);
    const Move *parent = object->parent ? c->move[object->parent->index] : NULL;
    const Object *table = owning_table(object);
    ObjectId id = own ? own->to : object->id;
    if (namesake)
        id.sub = namesake->to.sub;
    if (parent) {
        id.schema = parent->to.schema;
        id.object = parent->to.object;
    }
    if (!own && table && c->move[table->index])
        id.schema = c->move[table->index]->to.schema;
    return id;
}

/* --- names that stand in attributes --- */

/* As attributes have it: of an index without the table. */
static Str path_of(Arena *arena, const ObjectId *id)
{
    return sql_qualified(arena, id->schema, id->sub.len ? id->sub : id->object);
}

/* It goes where its range goes. */
static void note_multirange(Arena *arena, Copying *c, const Object *range, const ObjectId *now)
{
    Object moved = *range;
    moved.id = *now;
    Str *path = NEW(arena, Str);
    *path = sql_qualified(arena, now->schema, object_multirange(arena, &moved));
    map_put(&c->paths, sql_qualified(arena, range->id.schema, object_multirange(arena, range)),
            path);
}

static void note_path(Arena *arena, Copying *c, const Object *object, const ObjectId *now)
{
    unsigned flags = kinds[object->id.kind].flags;
    if (!(flags & (KIND_RELATION | KIND_IS_TYPE)) || object_id_cmp(&object->id, now) == 0)
        return;
    Str *path = NEW(arena, Str);
    *path = path_of(arena, now);
    map_put(&c->paths, path_of(arena, &object->id), path);
    if (object->id.kind == KIND_RANGE)
        note_multirange(arena, c, object, now);
}

/* A path as it is now; types may have `[]` behind it. */
static Str moved_path(Arena *arena, const Copying *c, Str text)
{
    bool array = str_ends(text, S("[]"));
    const Str *path = map_get(&c->paths, array ? str_slice(text, 0, text.len - 2) : text);
    return path ? str_format(arena, "%.*s%s", STR_ARG(*path), array ? "[]" : "") : text;
}

/* name(type, type[]): the arguments' types are a part of what a function is called. */
static Str moved_signature(Arena *arena, const Copying *c, const Object *function)
{
    size_t name = object_name(function).len;
    Str rest = str_slice(function->id.object, name + 1, function->id.object.len - 1), type;
    StrVec types = {0};
    while (str_split(&rest, ',', &type))
        vec_push(arena, &types, moved_path(arena, c, str_trim(type)));
    return str_format(arena, "%.*s(%.*s)", STR_ARG(object_name(function)),
                      STR_ARG(str_join(arena, &types, S(", "))));
}

static Value moved_value(Arena *arena, const Copying *c, const Value *value)
{
    if (value->type == VALUE_TEXT)
        return value_text(moved_path(arena, c, value->text));
    StrVec texts = {0};
    for (uint32_t i = 0; i < value->count; i++)
        vec_push(arena, &texts, moved_path(arena, c, value->list[i]));
    return value_of_vec(&texts);
}

static void move_owner(Arena *arena, const Copying *c, const Object *from, Object *to)
{
    for (size_t i = 0; i < from->edges.len; i++) {
        ObjectId owner = moved_id(c, from->edges.at[i].to);
        Str table = sql_qualified(arena, owner.schema, owner.object);
        Str path =
            str_format(arena, "%.*s.%.*s", STR_ARG(table), STR_ARG(sql_ident(arena, owner.sub)));
        if (from->edges.at[i].type == EDGE_OWNED)
            object_set(c->to, to, "owned_by", value_text(path), (Pos){0});
    }
}

static void move_texts(Arena *arena, const Copying *c, const Object *from, Object *to)
{
    static const char *const fields[] = {"type", "attached_to", "inherits", "table",
                                         "partition_of"};
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        const Attr *attr = object_attr(to, fields[i]);
        if (attr)
            object_set(c->to, to, fields[i], moved_value(arena, c, &attr->value), attr->pos);
    }
    if (object_attr(to, "owned_by"))
        move_owner(arena, c, from, to);
}

/* --- copies --- */

/* What the object stands in is found anew when the catalog is sealed. */
static bool is_container(const Object *object, const Object *on)
{
    return !object->parent && on->id.kind == KIND_SCHEMA &&
           str_eq(on->id.schema, object->id.schema);
}

static void link_copies(Copying *c, const Catalog *from)
{
    for (size_t i = 0; i < from->objects.len; i++) {
        const Object *object = from->objects.at[i];
        for (size_t k = 0; c->copy[i] && k < object->edges.len; k++) {
            const Edge *edge = &object->edges.at[k];
            if (c->copy[edge->to->index] && !is_container(object, edge->to))
                object_depend(c->to, c->copy[i], c->copy[edge->to->index], edge->type);
        }
    }
}

static void copy_all(Arena *arena, Copying *c, const Catalog *from, const bool *without)
{
    ObjectId *ids = NEW_ARRAY(arena, ObjectId, from->objects.len);
    for (size_t i = 0; i < from->objects.len; i++) {
        ids[i] = moved_id(c, from->objects.at[i]);
        note_path(arena, c, from->objects.at[i], &ids[i]);
    }
    for (size_t i = 0; i < from->objects.len; i++) {
        const Object *object = from->objects.at[i];
        bool is_signed = (kinds[object->id.kind].flags & KIND_SIGNED) && c->paths.len;
        if (is_signed && !c->move[i])
            ids[i].object = moved_signature(arena, c, object);
        if (!without || !without[i])
            c->copy[i] = catalog_copy_object(c->to, object, ids[i]);
    }
    link_copies(c, from);
}

Catalog *catalog_moved(Arena *arena, const Catalog *catalog, const Moves *moves, Object ***copies)
{
    Copying c = copying_of(arena, catalog);
    for (size_t i = 0; i < moves->len; i++)
        c.move[moves->at[i].object->index] = &moves->at[i];
    copy_all(arena, &c, catalog, NULL);
    for (size_t i = 0; moves->len && i < catalog->objects.len; i++)
        if (c.copy[i])
            move_texts(arena, &c, catalog->objects.at[i], c.copy[i]);
    if (copies)
        *copies = c.copy;
    return c.to;
}

Catalog *catalog_with(Arena *arena, const Catalog *catalog, const Objects *more)
{
    Copying c = copying_of(arena, catalog);
    copy_all(arena, &c, catalog, NULL);
    Object **added = NEW_ARRAY(arena, Object *, more->len);
    for (size_t i = 0; i < more->len; i++)
        added[i] = catalog_copy_object(c.to, more->at[i], more->at[i]->id);
    for (size_t i = 0; i < more->len; i++) {
        const Object *object = more->at[i];
        for (size_t k = 0; added[i] && k < object->edges.len; k++) {
            const Edge *edge = &object->edges.at[k];
            Object *on = catalog_find(c.to, edge->to->id);
            if (on && !is_container(object, edge->to))
                object_depend(c.to, added[i], on, edge->type);
        }
    }
    return c.to;
}

Catalog *catalog_without(Arena *arena, const Catalog *catalog, const Objects *gone)
{
    Copying c = copying_of(arena, catalog);
    bool *without = NEW_ARRAY(arena, bool, catalog->objects.len);
    for (size_t i = 0; i < gone->len; i++)
        without[gone->at[i]->index] = true;
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *parent = catalog->objects.at[i]->parent;
        without[i] |= parent && without[parent->index];
    }
    copy_all(arena, &c, catalog, without);
    return c.to;
}

Catalog *catalog_part(Arena *arena, const Catalog *catalog, const bool *kept)
{
    Copying c = copying_of(arena, catalog);
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *object = catalog->objects.at[i];
        if (kept[i])
            c.copy[i] = catalog_copy_object(c.to, object, object->id);
    }
    link_copies(&c, catalog);
    return c.to;
}

static void link_by_id(Catalog *to, const Object *object)
{
    Object *copy = catalog_find(to, object->id);
    for (size_t i = 0; i < object->edges.len; i++) {
        const Edge *edge = &object->edges.at[i];
        object_depend(to, copy, catalog_find(to, edge->to->id), edge->type);
    }
}

Catalog *catalog_with_part(Arena *arena, const Catalog *catalog, const Catalog *old,
                           const Catalog *part)
{
    Catalog *to = copying_of(arena, catalog).to;
    Objects all = {0};
    for (size_t i = 0; i < catalog->objects.len; i++)
        if (!catalog_find(old, catalog->objects.at[i]->id))
            vec_push(arena, &all, catalog->objects.at[i]);
    for (size_t i = 0; i < part->objects.len; i++)
        vec_push(arena, &all, part->objects.at[i]);
    for (size_t i = 0; i < all.len; i++)
        catalog_copy_object(to, all.at[i], all.at[i]->id);
    for (size_t i = 0; i < all.len; i++)
        link_by_id(to, all.at[i]);
    return to;
}

/* --- the way back --- */

typedef struct {
    Arena *arena;
    const Objects *users; /* by index */
    Map forth;            /* what it became, as a key -> the Move */
    bool *moved;          /* by index: is in `back` */
    Moves back;
} WayBack;

static const Object *column_source(const Object *column)
{
    for (size_t i = 0; i < column->edges.len; i++)
        if (column->edges.at[i].type == EDGE_INHERITED)
            return column->edges.at[i].to;
    return NULL;
}

/* What the object was called before the moves; another column gets the name of the one it moves
 * with. */
static ObjectId id_before(const WayBack *way, const Object *object, Str name)
{
    const Move *forth = map_get(&way->forth, object_id_key(way->arena, &object->id));
    ObjectId id = forth ? forth->object->id : object->id;
    if (!forth)
        id.sub = name;
    return id;
}

/* A column, and those that inherit it by now. */
static void column_back(WayBack *way, const Object *column, Str name)
{
    if (way->moved[column->index])
        return;
    way->moved[column->index] = true;
    Move move = {column, id_before(way, column, name), column_source(column) != NULL};
    vec_push(way->arena, &way->back, move);
    const Objects *users = &way->users[column->index];
    for (size_t i = 0; i < users->len; i++)
        if (users->at[i]->id.kind == KIND_COLUMN && column_source(users->at[i]))
            for (size_t k = 0; k < users->at[i]->edges.len; k++)
                if (users->at[i]->edges.at[k].type == EDGE_INHERITED &&
                    users->at[i]->edges.at[k].to == column)
                    column_back(way, users->at[i], name);
}

static void move_back(WayBack *way, const Move *move, const Object *object)
{
    if (object->id.kind == KIND_COLUMN) {
        while (column_source(object))
            object = column_source(object);
        column_back(way, object, move->object->id.sub);
    } else {
        vec_push(way->arena, &way->back, (Move){object, move->object->id, move->follows});
    }
}

Moves moves_back(Arena *arena, const Moves *moves, const Catalog *catalog)
{
    if (!moves->len)
        return (Moves){0};
    WayBack way = {.arena = arena,
                   .users = catalog_users(arena, catalog),
                   .forth = {.arena = arena},
                   .moved = NEW_ARRAY(arena, bool, catalog->objects.len)};
    for (size_t i = moves->len; i-- > 0;)
        map_put(&way.forth, object_id_key(arena, &moves->at[i].to), &moves->at[i]);
    for (size_t i = moves->len; i-- > 0;) {
        const Object *object = catalog_find(catalog, moves->at[i].to);
        if (object)
            move_back(&way, &moves->at[i], object);
    }
    return way.back;
}
