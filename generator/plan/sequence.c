#include "plan/sequence.h"

#include "base/heap.h"
#include "plan/planner.h"

bool sequence_holds(const Object *object)
{
    return object_planned(object) && !graph_comes_with_place(object);
}

/* The tie-break: kinds in their order of creation, then names. */
static bool comes_first(const void *catalog, size_t a, size_t b)
{
    const Object *const *objects = (const Object *const *)((const Catalog *)catalog)->objects.at;
    if (objects[a]->id.kind != objects[b]->id.kind)
        return objects[a]->id.kind < objects[b]->id.kind;
    return a < b; /* catalogs are sorted by identity */
}

/* --- who waits for whom --- */

/* Who depends on the object of index i stands at users[first[i]] up to users[first[i + 1]]. */
typedef struct {
    uint32_t *waits; /* by index: dependencies not yet placed */
    size_t *first;
    const Object **users;
} Waiting;

static void add_need(Waiting *graph, const Object *object, const Object *to, bool enter)
{
    if (enter)
        graph->users[graph->first[to->index]++] = object;
    else
        graph->first[to->index + 1]++;
    graph->waits[object->index] += enter;
}

/* The circle in which the one is the user, and the other the view; or NULL. */
static const Circle *circle_of(const Sequence *s, const Object *user, const Object *view)
{
    for (size_t i = circles_from(&s->circles, user);
         i < s->circles.len && s->circles.at[i].user == user; i++)
        if (s->circles.at[i].view == view)
            return &s->circles.at[i];
    return NULL;
}

/* A stub is made where its first user is: that needs the types of its columns by then. */
static void add_types(Arena *arena, const Sequence *s, Waiting *graph, const Circle *circle,
                      bool enter)
{
    for (size_t i = 0; i < circle->view->edges.len; i++) {
        const Object *to = circle->view->edges.at[i].to;
        if (sequence_holds(to) && !object_needs(arena, s->catalog, to, circle->view))
            add_need(graph, circle->user, to, enter);
    }
}

/* Calls for each edge between objects that are planned: counts them, or enters them. */
static void each_edge(Arena *arena, const Sequence *s, Waiting *graph, bool enter)
{
    for (size_t i = 0; i < s->catalog->objects.len; i++) {
        const Object *object = s->catalog->objects.at[i];
        for (size_t k = 0; sequence_holds(object) && k < object->edges.len; k++) {
            const Object *to = object->edges.at[k].to;
            const Circle *circle = circle_of(s, object, to);
            if (circle)
                add_types(arena, s, graph, circle, enter);
            else if (sequence_holds(to) && object->edges.at[k].type != EDGE_OWNED)
                add_need(graph, object, to, enter);
        }
    }
}

static Waiting build_graph(Arena *arena, const Sequence *s)
{
    size_t n = s->catalog->objects.len;
    Waiting graph = {NEW_ARRAY(arena, uint32_t, n), NEW_ARRAY(arena, size_t, n + 1), NULL};
    each_edge(arena, s, &graph, false);
    for (size_t i = 0; i < n; i++)
        graph.first[i + 1] += graph.first[i];
    graph.users = NEW_ARRAY(arena, const Object *, graph.first[n]);
    each_edge(arena, s, &graph, true); /* moves each `first` to the next one's … */
    for (size_t i = n; i > 0; i--)
        graph.first[i] = graph.first[i - 1]; /* … and back */
    graph.first[0] = 0;
    return graph;
}

/* --- circles --- */

/* A view of the circle that is not alone with views there; or NULL. The first by name: the help is
 * the same from wherever the circle was entered. */
static const Object *stub_of_circle(const Objects *circle)
{
    const Object *view = NULL;
    bool alone = true;
    for (size_t i = 0; i < circle->len; i++) {
        const Object *object = circle->at[i];
        bool stub = kinds[object->id.kind].flags & KIND_STUB;
        if (stub && (!view || object->index < view->index))
            view = object;
        alone &= stub;
    }
    return alone ? NULL : view;
}

/* What the object waits for; itself: for the types of a stub. */
static const Object *waits_for(const Waiting *graph, const Object *object)
{
    for (size_t i = 0; i < object->edges.len; i++)
        if (sequence_holds(object->edges.at[i].to) && graph->waits[object->edges.at[i].to->index])
            return object->edges.at[i].to;
    return object;
}

/* From a waiting object to what it waits for, until one comes again: that one is on a circle. */
static const Object *follow(const Waiting *graph, const Object *object, bool *seen, Objects *path,
                            Arena *arena)
{
    for (; !seen[object->index]; object = waits_for(graph, object)) {
        seen[object->index] = true;
        vec_push(arena, path, object);
    }
    return object;
}

static void report_circle(Arena *arena, const Catalog *catalog, const Waiting *graph, Diags *diags)
{
    size_t n = catalog->objects.len, first = 0;
    bool *seen = NEW_ARRAY(arena, bool, n), *there = NEW_ARRAY(arena, bool, n);
    Objects way = {0}, circle = {0};
    StrVec names = {0};
    while (!graph->waits[first] || !sequence_holds(catalog->objects.at[first]))
        first++;
    const Object *start = follow(graph, catalog->objects.at[first], seen, &way, arena);
    follow(graph, start, there, &circle, arena);
    for (size_t i = 0; i < circle.len; i++)
        vec_push(arena, &names, object_show(arena, circle.at[i]));
    Diag *diag = diag_error(diags, "E0309", start->pos, "these depend on each other: %.*s",
                            STR_ARG(str_join(arena, &names, S(" -> "))));
    const Object *view = stub_of_circle(&circle);
    if (view)
        diag_help(diags, diag,
                  "say the columns of %.*s with their types: `shape: [id "
                  "bigint, …]`; then it can be made first, without its query.",
                  STR_ARG(object_show(arena, view)));
    else
        diag_help(diags, diag, "none of them can be made first; break the circle at one of them.");
}

/* --- the sort --- */

static bool sort_objects(Arena *arena, Sequence *s, Diags *diags)
{
    const Catalog *catalog = s->catalog;
    size_t n = catalog->objects.len, wanted = 0;
    Waiting graph = build_graph(arena, s);
    Heap ready = {.arena = arena, .order = comes_first, .context = catalog};
    s->order = NEW_ARRAY(arena, const Object *, n);
    s->place = NEW_ARRAY(arena, size_t, n);
    for (size_t i = 0; i < n; i++) {
        bool is_planned = sequence_holds(catalog->objects.at[i]);
        wanted += is_planned;
        if (is_planned && !graph.waits[i])
            heap_push(&ready, i);
    }
    while (ready.list.len) {
        const Object *object = catalog->objects.at[heap_pop(&ready)];
        s->place[object->index] = s->count;
        s->order[s->count++] = object;
        for (size_t k = graph.first[object->index]; k < graph.first[object->index + 1]; k++) {
            const Object *next = graph.users[k];
            if (--graph.waits[next->index] == 0)
                heap_push(&ready, next->index);
        }
    }
    if (s->count == wanted)
        return true;
    report_circle(arena, catalog, &graph, diags);
    return false;
}

/* A part may stand inside CREATE TABLE when all else it needs is there by then. */
static bool can_fold(const Sequence *s, const Object *part)
{
    const Object *table = part->parent;
    for (size_t i = 0; i < part->edges.len; i++) {
        const Object *to = part->edges.at[i].to;
        if (graph_comes_with_place(to) && to->parent == table)
            return false; /* the table's statement does not say the column */
        if (to == table || !sequence_holds(to) || s->into[to->index] == table)
            continue;
        if (s->place[to->index] >= s->place[table->index])
            return false;
    }
    return true;
}

static bool may_fold(Arena *arena, const Catalog *catalog, const Object *object)
{
    return (kinds[object->id.kind].flags & KIND_IN_TABLE) && object->parent &&
           object->parent->id.kind == kinds[object->id.kind].parent && /* no view's */
           sequence_holds(object->parent) && !object_bool(object, "not_valid") &&
           !graph_is_second_key(catalog, object) && !graph_is_double(arena, catalog, object);
}

/* In the order of creation, so that a default comes after its column. */
static void fold_parts(Arena *arena, Sequence *s)
{
    s->into = NEW_ARRAY(arena, const Object *, s->catalog->objects.len);
    for (size_t i = 0; i < s->count; i++) {
        const Object *part = s->order[i];
        if (may_fold(arena, s->catalog, part) && can_fold(s, part)) {
            s->into[part->index] = part->parent;
            s->place[part->index] = s->place[part->parent->index];
        }
    }
}

bool sequence_make(Arena *arena, const Catalog *catalog, Sequence *s, Diags *diags)
{
    *s = (Sequence){.catalog = catalog, .circles = catalog_circles(arena, catalog)};
    if (!sort_objects(arena, s, diags))
        return false;
    fold_parts(arena, s);
    return true;
}
