/* What of the catalog goes into the model. */
#include "author/author.h"
#include "author/entry.h"

/* Whether a pattern means the object: its schema, schema.name, in public the name alone too. */
static bool matches(Arena *arena, Str pattern, const Object *object)
{
    Str schema = object->id.schema, name = object->id.object;
    Str path = str_format(arena, "%.*s.%.*s", STR_ARG(schema), STR_ARG(name));
    return str_like(path, pattern) || (schema.len && str_like(schema, pattern)) ||
           (str_is(schema, "public") && str_like(name, pattern));
}

static bool matches_any(const Author *a, const StrVec *patterns, const Object *object)
{
    for (size_t i = 0; i < patterns->len; i++)
        if (matches(a->arena, patterns->at[i], object))
            return true;
    return false;
}

/* Whether the command line leaves the object out by name. */
static bool is_unwanted(const Author *a, const Object *object)
{
    const AuthorOptions *o = a->options;
    const Object *whole = object->parent ? object->parent : object;
    if (matches_any(a, &o->exclude, whole))
        return true;
    if (o->no_partitions && object_is_table(whole) && object_attr(whole, "partition_of"))
        return true;
    bool elsewhere = o->schemas.len && whole->id.schema.len;
    for (size_t i = 0; elsewhere && i < o->schemas.len; i++)
        elsewhere = !str_like(whole->id.schema, o->schemas.at[i]);
    return elsewhere;
}

/* A table that was asked for, and all that it needs. */
static void take(Author *a, const Object *object)
{
    Thought *thought = thought_of(a, object);
    if (thought->taken)
        return;
    thought->taken = true;
    for (size_t i = 0; i < thought->parts.len; i++)
        take(a, thought->parts.at[i]);
    for (size_t i = 0; i < object->edges.len; i++) {
        const Object *to = object->edges.at[i].to;
        take(a, to->parent ? to->parent : to);
    }
}

static void take_tables(Author *a)
{
    const Catalog *catalog = a->catalog;
    for (size_t i = 0; i < catalog->objects.len; i++)
        if (object_is_table(catalog->objects.at[i]) &&
            matches_any(a, &a->options->tables, catalog->objects.at[i]))
            take(a, catalog->objects.at[i]);
    for (size_t i = 0; i < catalog->objects.len; i++)
        a->thoughts[i].left_out |= !a->thoughts[i].taken;
}

/* What needs something that is left out is left out as well; told, since nobody asked for that. */
static bool spread(Author *a)
{
    bool more = false;
    for (size_t i = 0; i < a->catalog->objects.len; i++) {
        const Object *object = a->catalog->objects.at[i];
        Thought *thought = &a->thoughts[i];
        for (size_t k = 0; !thought->left_out && k < object->edges.len; k++) {
            const Object *to = object->edges.at[k].to;
            bool with_it = object->parent && thought_of(a, object->parent)->left_out;
            if (!thought_of(a, to)->left_out || object->edges.at[k].type == EDGE_OWNED)
                continue;
            thought->left_out = more = true;
            if (!with_it)
                vec_push(a->arena, &a->lost, ((AuthorLost){object, to}));
        }
    }
    return more;
}

bool author_knows(Arena *arena, const Catalog *catalog, Str pattern, bool tables)
{
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *object = catalog->objects.at[i];
        if (tables ? object_is_table(object) && matches(arena, pattern, object)
                   : object->id.kind == KIND_SCHEMA && str_like(object->id.schema, pattern))
            return true;
    }
    return false;
}

void author_choose(Author *a)
{
    for (size_t i = 0; i < a->catalog->objects.len; i++)
        a->thoughts[i].left_out = is_unwanted(a, a->catalog->objects.at[i]);
    if (a->options->tables.len)
        take_tables(a);
    while (spread(a))
        continue;
    for (size_t i = 0; i < a->catalog->objects.len; i++)
        a->thoughts[i].said |= a->thoughts[i].left_out;
}
