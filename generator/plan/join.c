/*
 * Steps that read or write all rows of a table come to stand next to each other, so that one
 * statement says them and the rows are gone through once.
 *
 * In the sorted order the steps of a table are groups. A step joins the last group of its table
 * where nothing between the two has to come behind the group and before the step.
 */
#include "plan/graph.h"

#include "text/quote.h"

typedef struct {
    size_t first, last, count; /* nodes, and how many they were with those between them */
} JoinedGroup;

typedef struct {
    const Graph *graph;
    size_t *order;   /* nodes, by place */
    size_t *place;   /* by node */
    uint32_t *leads; /* by node: leads to the step of that round */
    uint32_t round;
    Map groups; /* path of a table -> JoinedGroup */
} Joining;

bool step_goes_through_rows(const Step *step)
{
    const Object *object = step->object, *table = object->parent ? object->parent : object;
    if (step->pace != PACE_TOGETHER || table->id.kind != KIND_TABLE)
        return false;
    if (step->type == STEP_CREATE) /* a column with values from the start */
        return object->id.kind == KIND_COLUMN &&
               (object_attr(object, "generated") || object_attr(object, "identity") ||
                step->folded.len);
    if (step->type != STEP_ALTER || !step->field || !(step->field->flags & FIELD_ROWS))
        return false;
    /* of an identity it takes several statements; without NOT NULL nothing is looked for */
    return object == table ||
           !(object_attr(object, "identity") || (!step->attr && step->field->set));
}

static Str table_of(const Joining *j, size_t node)
{
    const Object *object = j->graph->nodes.at[node].step.object;
    return sql_qualified(j->graph->arena, object->id.schema, object->id.object);
}

/* Marks what between two places leads to the step at the later one. */
static void mark_needs(Joining *j, size_t from, size_t step)
{
    j->leads[j->order[step]] = ++j->round;
    for (size_t i = step; i-- > from;) {
        const StepSet *after = &j->graph->nodes.at[j->order[i]].after;
        for (size_t k = 0; k < after->len && j->leads[j->order[i]] != j->round; k++)
            if (j->leads[after->at[k]] == j->round)
                j->leads[j->order[i]] = j->round;
    }
}

/* Whether a step of the group has to come before something that is marked, but for the step. */
static bool is_needed(const Joining *j, size_t from, size_t to, size_t step)
{
    for (size_t i = from; i <= to; i++) {
        const StepSet *after = &j->graph->nodes.at[j->order[i]].after;
        for (size_t k = 0; k < after->len; k++)
            if (after->at[k] != step && j->leads[after->at[k]] == j->round)
                return true;
    }
    return false;
}

/* What the step needs goes before the group, the step behind it, then all else. */
static void bring_together(Joining *j, size_t from, size_t to, size_t at)
{
    size_t *moved = NEW_ARRAY(j->graph->arena, size_t, at - from + 1), count = 0;
    size_t step = j->order[at];
    for (size_t i = to + 1; i < at; i++)
        if (j->leads[j->order[i]] == j->round)
            moved[count++] = j->order[i];
    for (size_t i = from; i <= to; i++)
        moved[count++] = j->order[i];
    moved[count++] = step;
    for (size_t i = to + 1; i < at; i++)
        if (j->leads[j->order[i]] != j->round)
            moved[count++] = j->order[i];
    for (size_t i = 0; i < count; i++) {
        j->order[from + i] = moved[i];
        j->place[moved[i]] = from + i;
    }
}

static bool join(Joining *j, JoinedGroup *group, size_t at)
{
    if (j->place[group->last] - j->place[group->first] + 1 != group->count)
        *group = (JoinedGroup){group->last, group->last, 1}; /* torn apart for another one */
    size_t from = j->place[group->first], to = j->place[group->last], step = j->order[at];
    if (to + 1 < at) {
        mark_needs(j, to + 1, at);
        if (is_needed(j, from, to, step))
            return false;
        bring_together(j, from, to, at);
    }
    group->last = step;
    group->count++;
    return true;
}

void graph_join(const Graph *graph, size_t *order, size_t count)
{
    Joining j = {.graph = graph, .order = order, .groups = {.arena = graph->arena}};
    j.place = NEW_ARRAY(graph->arena, size_t, count);
    j.leads = NEW_ARRAY(graph->arena, uint32_t, count);
    for (size_t i = 0; i < count; i++)
        j.place[order[i]] = i;
    for (size_t i = 0; i < count; i++) {
        size_t step = order[i];
        if (!step_goes_through_rows(&graph->nodes.at[step].step))
            continue;
        Str table = table_of(&j, step);
        JoinedGroup *group = map_get(&j.groups, table);
        if (!group) {
            group = NEW(graph->arena, JoinedGroup);
            map_put(&j.groups, table, group);
        } else if (join(&j, group, i)) {
            continue;
        }
        *group = (JoinedGroup){step, step, 1};
    }
}
