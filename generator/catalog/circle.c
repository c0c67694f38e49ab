#include "catalog/circle.h"

/* Going from need to need, each object once. */
typedef struct {
    const Object *target;
    bool *seen; /* by Object.index */
} Search;

static bool reaches(Search *s, const Object *from)
{
    if (from == s->target)
        return true;
    if (s->seen[from->index])
        return false;
    s->seen[from->index] = true;
    for (size_t i = 0; i < from->edges.len; i++)
        if (from->edges.at[i].type != EDGE_OWNED && reaches(s, from->edges.at[i].to))
            return true;
    return false;
}

bool object_needs(Arena *arena, const Catalog *catalog, const Object *object, const Object *other)
{
    ArenaMark mark = arena_mark(arena);
    Search s = {other, NEW_ARRAY(arena, bool, catalog->objects.len)};
    bool found = reaches(&s, object);
    arena_rewind(arena, mark);
    return found;
}

Circles catalog_circles(Arena *arena, const Catalog *catalog)
{
    Circles circles = {0};
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *user = catalog->objects.at[i];
        unsigned flags = kinds[user->id.kind].flags;
        for (size_t k = 0; !(flags & KIND_STUB) && k < user->edges.len; k++) {
            const Object *view = user->edges.at[k].to;
            if ((kinds[view->id.kind].flags & KIND_STUB) && user->parent != view &&
                object_attr(view, "shape") && object_needs(arena, catalog, view, user))
                vec_push(arena, &circles, (Circle){view, user});
        }
    }
    return circles;
}

bool circles_have(const Circles *circles, const Object *view)
{
    for (size_t i = 0; i < circles->len; i++)
        if (circles->at[i].view == view)
            return true;
    return false;
}
