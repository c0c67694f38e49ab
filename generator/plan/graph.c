#include "plan/graph.h"

#include "base/heap.h"
#include "catalog/orbit.h"

size_t graph_add(Graph *graph, Step step)
{
    vec_push(graph->arena, &graph->nodes, (GraphNode){.step = step});
    return graph->nodes.len;
}

Step *graph_step(Graph *graph, size_t number)
{
    return &graph->nodes.at[number - 1].step;
}

void graph_before(Graph *graph, size_t first, size_t second)
{
    if (!first || !second || first == second)
        return;
    vec_push(graph->arena, &graph->nodes.at[first - 1].after, second - 1);
    graph->nodes.at[second - 1].waits++;
}

void graph_last(Graph *graph, size_t number)
{
    graph->nodes.at[number - 1].last = true;
}

bool graph_enters_later(const Object *table)
{
    for (size_t i = 0; i < table->attrs.len; i++) {
        const Field *field = &kinds[table->id.kind].fields[table->attrs.at[i].field];
        if ((field->flags & FIELD_APART) && (field->flags & FIELD_SEPARATE))
            return true;
    }
    return false;
}

bool graph_comes_with_place(const Object *part)
{
    return object_bool(part, "inherited") && part->parent &&
           (!(kinds[part->id.kind].flags & KIND_IN_TABLE) || !graph_enters_later(part->parent));
}

const Attr *part_attachment(const Object *object)
{
    for (size_t i = 0; i < object->attrs.len; i++)
        if (kinds[object->id.kind].fields[object->attrs.at[i].field].flags & FIELD_FOLLOWS)
            return &object->attrs.at[i];
    return NULL;
}

static bool same_shape(Arena *arena, const Object *a, const Object *b)
{
    if (a->id.kind != b->id.kind) { /* an index of one kind of key serves for another */
        const Attr *x = object_attr(a, "columns"), *y = object_attr(b, "columns");
        return x && y && value_eq(&x->value, &y->value) && !object_attr(a, "where");
    }
    for (size_t i = 0; i < kinds[a->id.kind].field_count; i++) {
        const Field *field = &kinds[a->id.kind].fields[i];
        if (!(field->flags & FIELD_SEPARATE) &&
            !attr_equal(arena, field, object_attr(a, field->name), object_attr(b, field->name)))
            return false;
    }
    return true;
}

bool graph_is_double(Arena *arena, const Catalog *catalog, const Object *object)
{
    if (!(kinds[object->id.kind].flags & KIND_RELATION) || part_attachment(object))
        return false;
    for (const Object *part = NULL; (part = part_next(catalog, object->parent, part));)
        if ((kinds[part->id.kind].flags & KIND_RELATION) && part_attachment(part) &&
            same_shape(arena, part, object))
            return true;
    return false;
}

bool graph_is_second_key(const Catalog *catalog, const Object *key)
{
    const Attr *columns = object_attr(key, "columns");
    if (!columns || !(kinds[key->id.kind].flags & KIND_RELATION))
        return false;
    for (const Object *part = NULL;
         (part = part_next(catalog, key->parent, part)) && part != key;) {
        const Attr *other = object_attr(part, "columns");
        unsigned flags = kinds[part->id.kind].flags;
        if (other && (flags & KIND_RELATION) && (flags & KIND_IN_TABLE) &&
            value_eq(&columns->value, &other->value))
            return true;
    }
    return false;
}

Str graph_name_slot(Arena *arena, const Object *object)
{
    return str_format(arena, "%.*s%c%.*s", STR_ARG(object->id.schema), 0,
                      STR_ARG(object->id.sub.len ? object->id.sub : object->id.object));
}

/* Smaller comes first: drops (dependents' kinds first), then the rest by kind and name, then
 * settings right behind their objects, then what is to be last. */
static int compare(const GraphNode *a, const GraphNode *b)
{
    if (a->last != b->last)
        return a->last ? 1 : -1;
    bool a_drops = a->step.type == STEP_DROP, b_drops = b->step.type == STEP_DROP;
    if (a_drops != b_drops)
        return a_drops ? -1 : 1;
    const Object *x = a->step.object, *y = b->step.object;
    if (a->rank != b->rank)
        return (a->rank < b->rank ? -1 : 1) * (a_drops ? -1 : 1);
    int order = object_id_cmp(&x->id, &y->id);
    return order ? order : (a->step.type > b->step.type) - (a->step.type < b->step.type);
}

static bool goes_first(const void *context, size_t a, size_t b)
{
    const Graph *graph = context;
    int order = compare(&graph->nodes.at[a], &graph->nodes.at[b]);
    return order ? order < 0 : a < b;
}

static void report_circle(Graph *graph, Diags *diags)
{
    StrVec names = {0};
    for (size_t i = 0; i < graph->nodes.len && names.len < 10; i++)
        if (graph->nodes.at[i].waits)
            vec_push(graph->arena, &names,
                     object_show(graph->arena, graph->nodes.at[i].step.object));
    Str all = str_join(graph->arena, &names, S(", "));
    Diag *diag =
        diag_error(diags, "E0309", (Pos){0}, "no order of the steps works for: %.*s", STR_ARG(all));
    diag_help(diags, diag, "make the change in two parts.");
}

static bool leads_to(const Graph *graph, size_t from, size_t to, bool *seen)
{
    if (from == to)
        return true;
    const StepSet *after = &graph->nodes.at[from].after;
    seen[from] = true;
    for (size_t i = 0; i < after->len; i++)
        if (!seen[after->at[i]] && leads_to(graph, after->at[i], to, seen))
            return true;
    return false;
}

bool graph_leads_to(const Graph *graph, size_t first, size_t second)
{
    bool *seen = NEW_ARRAY(graph->arena, bool, graph->nodes.len);
    return leads_to(graph, first - 1, second - 1, seen);
}

/* Steps that are ready, a heap for each pace. */
typedef struct {
    Heap heaps[PACE_OUTSIDE + 1];
    StepPace pace; /* of the step before */
} Ready;

static void make_ready(Ready *ready, const Graph *graph, size_t number)
{
    heap_push(&ready->heaps[graph->nodes.at[number].step.pace], number);
}

/* Something of that pace is ready: of what is to be `last`, or of the rest. */
static bool has_next(const Ready *ready, const Graph *graph, StepPace pace, bool last)
{
    const Heap *heap = &ready->heaps[pace];
    return heap->list.len && graph->nodes.at[heap->list.at[0]].last == last;
}

/* The pace of the last step where there is more of it, else another; -1: nothing is ready. */
static int next_pace(const Ready *ready, const Graph *graph)
{
    for (int last = 0; last < 2; last++) {
        if (has_next(ready, graph, ready->pace, last))
            return (int)ready->pace;
        for (int pace = 0; pace <= PACE_OUTSIDE; pace++)
            if (has_next(ready, graph, (StepPace)pace, last))
                return pace;
    }
    return -1;
}

static Plan plan_of(Graph *graph, const size_t *order)
{
    Plan plan = {0};
    for (size_t i = 0; i < graph->nodes.len; i++)
        vec_push(graph->arena, &plan, graph->nodes.at[order[i]].step);
    return plan;
}

Plan graph_sort(Graph *graph, Diags *diags)
{
    size_t *order = NEW_ARRAY(graph->arena, size_t, graph->nodes.len), count = 0;
    Ready ready = {0};
    for (int pace = 0; pace <= PACE_OUTSIDE; pace++)
        ready.heaps[pace] = (Heap){.arena = graph->arena, .order = goes_first, .context = graph};
    for (size_t i = 0; i < graph->nodes.len; i++) {
        GraphNode *node = &graph->nodes.at[i]; /* what goes through a table's rows is together */
        node->rank = step_goes_through_rows(&node->step) ? KIND_COLUMN : node->step.object->id.kind;
    }
    for (size_t i = 0; i < graph->nodes.len; i++)
        if (!graph->nodes.at[i].waits)
            make_ready(&ready, graph, i);
    for (int pace; (pace = next_pace(&ready, graph)) >= 0;) {
        ready.pace = (StepPace)pace;
        order[count] = heap_pop(&ready.heaps[pace]);
        GraphNode *node = &graph->nodes.at[order[count++]];
        for (size_t i = 0; i < node->after.len; i++)
            if (--graph->nodes.at[node->after.at[i]].waits == 0)
                make_ready(&ready, graph, node->after.at[i]);
    }
    if (count < graph->nodes.len) {
        report_circle(graph, diags);
        return (Plan){0};
    }
    graph_join(graph, order, count);
    return plan_of(graph, order);
}
