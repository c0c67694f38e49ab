#include "plan/plan.h"

#include "plan/planner.h"

#include <stdint.h>
#include <stdlib.h>

/* The objects of a catalog in an order in which each comes after what it depends on. */
typedef struct {
    const Catalog *catalog;
    const Object **order; /* by place */
    size_t count;
    size_t *place; /* by Object.index: its place in the order, or of the table it is folded into */
    const Object **into; /* by Object.index: the table that says it, or NULL */
    Circles circles;
} Sequence;

static bool planned(const Object *object)
{
    return !object->implicit && !(kinds[object->id.kind].flags & (KIND_NOT_READ | KIND_OPAQUE)) &&
           !graph_comes_with_place(object);
}

/* The tie-break: kinds in their order of creation, then names. */
static bool comes_first(const Object *a, const Object *b)
{
    if (a->id.kind != b->id.kind)
        return a->id.kind < b->id.kind;
    return a->index < b->index; /* catalogs are sorted by identity */
}

/* --- a heap of objects that are ready, first one on top --- */

typedef struct {
    const Object **at;
    size_t len;
} Heap;

static void heap_push(Heap *heap, const Object *object)
{
    size_t i = heap->len++;
    while (i > 0 && comes_first(object, heap->at[(i - 1) / 2])) {
        heap->at[i] = heap->at[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    heap->at[i] = object;
}

static const Object *heap_pop(Heap *heap)
{
    const Object *top = heap->at[0], *last = heap->at[--heap->len];
    size_t i = 0;
    for (size_t child; (child = 2 * i + 1) < heap->len; i = child) {
        child += child + 1 < heap->len && comes_first(heap->at[child + 1], heap->at[child]);
        if (!comes_first(heap->at[child], last))
            break;
        heap->at[i] = heap->at[child];
    }
    heap->at[i] = last;
    return top;
}

/* --- the sort --- */

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
        if (planned(to) && !object_needs(arena, s->catalog, to, circle->view))
            add_need(graph, circle->user, to, enter);
    }
}

/* Calls for each edge between objects that are planned: counts them, or enters them. */
static void each_edge(Arena *arena, const Sequence *s, Waiting *graph, bool enter)
{
    for (size_t i = 0; i < s->catalog->objects.len; i++) {
        const Object *object = s->catalog->objects.at[i];
        for (size_t k = 0; planned(object) && k < object->edges.len; k++) {
            const Object *to = object->edges.at[k].to;
            const Circle *circle = circle_of(s, object, to);
            if (circle)
                add_types(arena, s, graph, circle, enter);
            else if (planned(to) && object->edges.at[k].type != EDGE_OWNED)
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

/* Among what is on the circle, a view that is not alone with views there; or NULL. */
static const Object *stub_of_circle(const Catalog *catalog, const bool *seen)
{
    const Object *view = NULL;
    bool alone = true;
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *object = catalog->objects.at[i];
        bool stub = kinds[object->id.kind].flags & KIND_STUB;
        if (seen[i] && stub && !view)
            view = object;
        alone &= !seen[i] || stub;
    }
    return alone ? NULL : view;
}

static void report_circle(Arena *arena, const Catalog *catalog, const Waiting *graph, Diags *diags)
{
    const Object *object = NULL;
    for (size_t i = 0; i < catalog->objects.len && !object; i++)
        if (graph->waits[i] && planned(catalog->objects.at[i]))
            object = catalog->objects.at[i];
    /* walk among the waiting until one comes again: that is on a circle */
    bool *seen = NEW_ARRAY(arena, bool, catalog->objects.len);
    const Object *start = object;
    for (int round = 0; round < 2; round++) {
        StrVec names = {0};
        while (!seen[start->index]) {
            seen[start->index] = true;
            vec_push(arena, &names, object_show(arena, start));
            for (size_t k = 0; k < start->edges.len; k++)
                if (planned(start->edges.at[k].to) && graph->waits[start->edges.at[k].to->index]) {
                    start = start->edges.at[k].to;
                    break;
                }
        }
        if (round == 1) {
            Str all = str_join(arena, &names, S(" -> "));
            Diag *diag = diag_error(diags, "E0309", start->pos, "these depend on each other: %.*s",
                                    STR_ARG(all));
            const Object *view = stub_of_circle(catalog, seen);
            if (view)
                diag_help(diags, diag,
                          "say the columns of %.*s with their types: `shape: [id "
                          "bigint, …]`; then it can be made first, without its query.",
                          STR_ARG(object_show(arena, view)));
            else
                diag_help(diags, diag,
                          "none of them can be made first; break the circle at one of them.");
        }
        for (size_t i = 0; i < catalog->objects.len; i++)
            seen[i] = false;
    }
}

static bool sort_objects(Arena *arena, Sequence *s, Diags *diags)
{
    const Catalog *catalog = s->catalog;
    size_t n = catalog->objects.len, wanted = 0;
    Waiting graph = build_graph(arena, s);
    Heap ready = {NEW_ARRAY(arena, const Object *, n), 0};
    s->order = NEW_ARRAY(arena, const Object *, n);
    s->place = NEW_ARRAY(arena, size_t, n);
    for (size_t i = 0; i < n; i++) {
        const Object *object = catalog->objects.at[i];
        wanted += planned(object);
        if (planned(object) && !graph.waits[i])
            heap_push(&ready, object);
    }
    while (ready.len) {
        const Object *object = heap_pop(&ready);
        s->place[object->index] = s->count;
        s->order[s->count++] = object;
        for (size_t k = graph.first[object->index]; k < graph.first[object->index + 1]; k++) {
            const Object *next = graph.users[k];
            if (--graph.waits[next->index] == 0)
                heap_push(&ready, next);
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
        if (to == table || !planned(to) || s->into[to->index] == table)
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
           planned(object->parent) && !object_bool(object, "not_valid") &&
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

static bool sequence_of(Arena *arena, const Catalog *catalog, Sequence *s, Diags *diags)
{
    *s = (Sequence){.catalog = catalog, .circles = catalog_circles(arena, catalog)};
    if (!sort_objects(arena, s, diags))
        return false;
    fold_parts(arena, s);
    return true;
}

static void add_settings(Arena *arena, Plan *plan, const Object *object, bool last)
{
    for (size_t i = 0; i < object->attrs.len; i++) {
        const Attr *attr = &object->attrs.at[i];
        const Field *field = &kinds[object->id.kind].fields[attr->field];
        if ((field->flags & FIELD_SEPARATE) && !!(field->flags & FIELD_LAST) == last)
            vec_push(arena, plan,
                     (Step){.type = STEP_SET, .object = object, .field = field, .attr = attr});
    }
}

/* The stubs of the views that the object uses, those that are not there yet. */
static void add_stubs(Arena *arena, Plan *plan, const Sequence *s, const Object *user, bool *made)
{
    for (size_t i = circles_from(&s->circles, user);
         i < s->circles.len && s->circles.at[i].user == user; i++) {
        const Object *view = s->circles.at[i].view;
        if (made[view->index])
            continue;
        made[view->index] = true;
        vec_push(arena, plan, (Step){.type = STEP_STUB, .object = view});
    }
}

/* Whether the object waits until tables and indexes have their places, as would be taken for an
 * index that is to have one; or needs what waits. */
static bool is_late(Arena *arena, const Catalog *catalog, const Object *object, const bool *late)
{
    bool waits = object->parent && graph_is_double(arena, catalog, object);
    for (size_t i = 0; i < object->edges.len; i++)
        waits |= late[object->edges.at[i].to->index];
    return waits;
}

static void add_whole_step(Arena *arena, Plan *plan, const Step *step)
{
    vec_push(arena, plan, *step);
    if (step->type == STEP_CREATE)
        add_settings(arena, plan, step->object, false);
    for (size_t k = 0; k < step->folded.len; k++)
        add_settings(arena, plan, step->folded.at[k], false);
}

/* Of the parts that come with their table's place: what they have for themselves. */
static void add_own_settings(Arena *arena, Plan *plan, const Catalog *catalog)
{
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *part = catalog->objects.at[i];
        if (part->implicit || !graph_comes_with_place(part) || !part_source(part))
            continue;
        part_own_settings(arena, part, plan);
        add_settings(arena, plan, part, false);
        add_settings(arena, plan, part, true);
    }
}

static Plan creation(Arena *arena, const Sequence *s)
{
    const Catalog *catalog = s->catalog;
    Plan plan = {0};
    size_t *step_of = NEW_ARRAY(arena, size_t, catalog->objects.len); /* of a table, plus one */
    bool *stubs = NEW_ARRAY(arena, bool, catalog->objects.len);
    bool *late = NEW_ARRAY(arena, bool, catalog->objects.len);
    for (size_t i = 0; i < s->count; i++) { /* who is folded where, before settings follow */
        const Object *object = s->order[i];
        if (s->into[object->index])
            continue;
        add_stubs(arena, &plan, s, object, stubs);
        vec_push(arena, &plan,
                 (Step){.type = STEP_CREATE, .object = object, .stubbed = stubs[object->index]});
        step_of[object->index] = plan.len;
        late[object->index] = is_late(arena, catalog, object, late);
    }
    for (size_t i = 0; i < s->count; i++)
        if (s->into[s->order[i]->index]) {
            Step *step = &plan.at[step_of[s->into[s->order[i]->index]->index] - 1];
            vec_push(arena, &step->folded, s->order[i]);
        }
    Plan full = {0};
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < plan.len; i++)
            if (late[plan.at[i].object->index] == (pass == 1))
                add_whole_step(arena, &full, &plan.at[i]);
        for (size_t i = 0; i < catalog->objects.len; i++)
            if (planned(catalog->objects.at[i]) && late[i] == (pass == 1))
                add_settings(arena, &full, catalog->objects.at[i], true);
    }
    add_own_settings(arena, &full, catalog);
    return full;
}

/* Goes with its table; unless what it needs goes before, as a table does that a foreign key refers
 * to. */
static bool goes_with_parent(const Sequence *s, const Object *object)
{
    if (!(kinds[object->id.kind].flags & KIND_WITH_PARENT) || !object->parent)
        return false;
    for (size_t i = 0; i < object->edges.len; i++) {
        const Object *to = object->edges.at[i].to;
        const Object *holder = to->parent ? to->parent : to;
        bool goes_before = s->place[holder->index] > s->place[object->parent->index];
        if (object->edges.at[i].type == EDGE_NORMAL && goes_before)
            return false;
    }
    return true;
}

/* Stubs go behind the last of their users, which is the first that was made. */
static void drop_stubs(Arena *arena, Plan *plan, const Sequence *s, const Object *user)
{
    for (size_t i = circles_from(&s->circles, user);
         i < s->circles.len && s->circles.at[i].user == user; i++) {
        bool last = true;
        for (size_t k = 0; k < s->circles.len; k++)
            last &= s->circles.at[k].view != s->circles.at[i].view ||
                    s->place[s->circles.at[k].user->index] >= s->place[user->index];
        if (last)
            vec_push(arena, plan, (Step){.type = STEP_DROP, .object = s->circles.at[i].view});
    }
}

static Plan removal(Arena *arena, const Sequence *s)
{
    Plan plan = {0};
    for (size_t i = s->count; i-- > 0;)
        if (circles_have(&s->circles, s->order[i]))
            vec_push(arena, &plan,
                     (Step){.type = STEP_STUB, .object = s->order[i], .stubbed = true});
    for (size_t i = s->count; i-- > 0;) {
        const Object *object = s->order[i];
        if (!circles_have(&s->circles, object) && !goes_with_parent(s, object))
            vec_push(arena, &plan, (Step){.type = STEP_DROP, .object = object});
        drop_stubs(arena, &plan, s, object);
    }
    return plan;
}

WholePlan plan_whole(Arena *arena, const Catalog *catalog, Diags *diags)
{
    WholePlan whole = {{0}, {0}};
    Sequence s;
    if (sequence_of(arena, catalog, &s, diags)) {
        whole.create = creation(arena, &s);
        whole.drop = removal(arena, &s);
    }
    return whole;
}

Plan plan_create(Arena *arena, const Catalog *catalog, Diags *diags)
{
    return plan_whole(arena, catalog, diags).create;
}
