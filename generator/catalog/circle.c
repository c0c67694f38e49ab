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

/* What is peeled off has nothing left that it needs, and so is on no circle; what needed that alone
 * comes next. Tells what is left, by index. */
static bool *peel(Arena *arena, const Catalog *catalog)
{
    size_t n = catalog->objects.len, ready = 0;
    const Objects *users = catalog_users(arena, catalog);
    const Object **peeled = NEW_ARRAY(arena, const Object *, n);
    size_t *needs = NEW_ARRAY(arena, size_t, n);
    bool *left = NEW_ARRAY(arena, bool, n);
    for (size_t i = 0; i < n; i++) {
        needs[i] = catalog->objects.at[i]->edges.len;
        left[i] = needs[i] > 0;
        if (!left[i])
            peeled[ready++] = catalog->objects.at[i];
    }
    for (size_t i = 0; i < ready; i++) {
        const Objects *of = &users[peeled[i]->index];
        for (size_t k = 0; k < of->len; k++) {
            size_t user = of->at[k]->index;
            left[user] = --needs[user] > 0;
            if (!left[user])
                peeled[ready++] = of->at[k];
        }
    }
    return left;
}

static void find_circles(Arena *arena, const Catalog *catalog, const Object *user, const bool *left,
                         Circles *circles)
{
    for (size_t k = 0; k < user->edges.len; k++) {
        const Object *view = user->edges.at[k].to;
        if (left[view->index] && (kinds[view->id.kind].flags & KIND_STUB) && user->parent != view &&
            object_attr(view, "shape") && object_needs(arena, catalog, view, user))
            vec_push(arena, circles, (Circle){view, user});
    }
}

Circles catalog_circles(Arena *arena, const Catalog *catalog)
{
    Circles circles = {0};
    const bool *left = peel(arena, catalog);
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *user = catalog->objects.at[i];
        if (left[i] && !(kinds[user->id.kind].flags & KIND_STUB))
            find_circles(arena, catalog, user, left, &circles);
    }
    return circles;
}

size_t circles_from(const Circles *circles, const Object *user)
{
    size_t from = 0, to = circles->len;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (circles->at[middle].user->index < user->index)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

bool circles_have(const Circles *circles, const Object *view)
{
    for (size_t i = 0; i < circles->len; i++)
        if (circles->at[i].view == view)
            return true;
    return false;
}
