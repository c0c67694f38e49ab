#include "plan/planner.h"

/* The step comes behind those that change the object already. */
static void chain_alter(Planner *p, const Object *have, size_t step)
{
    StepSet *alters = &p->live[have->index].alters;
    if (alters->len)
        graph_before(&p->graph, alters->at[alters->len - 1], step);
    vec_push(p->arena, alters, step);
}

/* One step makes the type anew, with its parts, and moves the columns. */
static void add_rebuild(Planner *p, const Object *have)
{
    Step step = {.type = STEP_ALTER, .object = p->live[have->index].twin};
    for (size_t i = 0; i < p->live[have->index].users.len; i++) {
        const Object *moved = planner_moved_column(p, p->live[have->index].users.at[i]);
        bool along = moved && object_bool(moved, "inherited") && part_source(moved);
        if (moved && !along)
            vec_push(p->arena, &step.folded, moved);
    }
    size_t number = graph_add(&p->graph, step);
    p->wanted[step.object->index].create = number;
    chain_alter(p, have, number);
    for (size_t i = 0; i < step.folded.len; i++)
        chain_alter(p, p->wanted[step.folded.at[i]->index].twin, number);
}

void planner_add_rebuilds(Planner *p)
{
    for (size_t i = 0; i < p->have->objects.len; i++)
        if (p->live[i].rebuilt && p->live[i].fate == FATE_KEEP)
            add_rebuild(p, p->have->objects.at[i]);
}

static void add_alter(Planner *p, const Change *change, bool whole)
{
    bool last = change->want_attr && (change->field->flags & FIELD_LAST);
    size_t step = graph_add(&p->graph, (Step){.type = STEP_ALTER,
                                              .object = change->want,
                                              .field = whole ? NULL : change->field,
                                              .attr = whole ? NULL : change->want_attr});
    if (change->field->flags & FIELD_FOLLOWS)
        p->wanted[change->want->index].attach = step;
    if (last) {
        graph_last(&p->graph, step);
        vec_push(p->arena, &p->live[change->have->index].last_alters, step);
        return;
    }
    chain_alter(p, change->have, step);
}

/* Out of the old place early, into the new one late. */
static void add_move(Planner *p, const Change *change)
{
    Step leave = {STEP_LEAVE, change->have, change->field, .attr = change->want_attr};
    Step enter = {STEP_ENTER, change->want, change->field, .attr = change->want_attr};
    LiveState *live = &p->live[change->have->index];
    WantedState *wanted = &p->wanted[change->want->index];
    live->leave = graph_add(&p->graph, leave);
    wanted->enter = graph_add(&p->graph, enter);
    graph_before(&p->graph, live->leave, wanted->enter);
}

static bool same_value(const Attr *a, const Attr *b)
{
    return a && b ? value_eq(&a->value, &b->value) : !a && !b;
}

/* The change that PostgreSQL makes to the part that an inherited one comes from makes it here too.
 */
static bool follows(const Planner *p, const Change *change)
{
    const Object *have = part_source(change->have), *want = part_source(change->want);
    if (!have || !want || (change->field->flags & FIELD_SEPARATE) ||
        planner_move(p, change->have) || !object_bool(change->have, "inherited") ||
        !object_bool(change->want, "inherited") || object_id_cmp(&have->id, &want->id) != 0)
        return false;
    return same_value(object_attr(have, change->field->name), change->have_attr) &&
           same_value(object_attr(want, change->field->name), change->want_attr);
}

/* One statement makes all such changes of the object (OR REPLACE, and what goes together). */
static bool changes_whole(const Change *change)
{
    bool has_own = change->want_attr ? change->field->set : change->field->reset;
    return (change->field->flags & FIELD_TOGETHER) ||
           ((kinds[change->have->id.kind].flags & KIND_OR_REPLACE) && !has_own);
}

static bool needs_alter(const Planner *p, const Change *change)
{
    if (change->type != CHANGE_ALTER || change->report)
        return false;
    const LiveState *state = &p->live[change->have->index];
    return state->fate == FATE_KEEP && !state->rebuilt && !follows(p, change);
}

size_t planner_replace_whole(Planner *p, const Object *want)
{
    const Object *have = p->wanted[want->index].twin;
    const StepSet *alters = &p->live[have->index].alters;
    for (size_t i = 0; i < alters->len; i++) {
        const Step *step = graph_step(&p->graph, alters->at[i]);
        if (step->type == STEP_ALTER && step->object == want && !step->field)
            return alters->at[i];
    }
    size_t number = graph_add(&p->graph, (Step){.type = STEP_ALTER, .object = want});
    chain_alter(p, have, number);
    return number;
}

static void add_changes(Planner *p)
{
    const Object *replaced = NULL; /* whose change of all is there already */
    for (size_t i = 0; i < p->changes.len; i++) {
        const Change *change = &p->changes.at[i];
        if (!needs_alter(p, change))
            continue;
        bool whole = changes_whole(change);
        if (change->field->flags & FIELD_APART)
            add_move(p, change);
        else if ((change->field->flags & FIELD_FOLLOWS) && !change->want_attr)
            continue;
        else if (!whole || replaced != change->have)
            add_alter(p, change, whole);
        if (whole)
            replaced = change->have;
    }
}

/* Indexes of a table that moves are attached anew, even where the name they had there is the same.
 */
static void add_attachments(Planner *p)
{
    for (size_t i = 0; i < p->want->objects.len; i++) {
        const Object *object = p->want->objects.at[i], *old = p->wanted[i].twin;
        const Attr *attr = part_attachment(object);
        if (!attr || !old || p->live[old->index].fate != FATE_KEEP || p->wanted[i].attach ||
            !planner_move(p, old))
            continue;
        const Field *field = &kinds[object->id.kind].fields[attr->field];
        p->wanted[i].attach = graph_add(&p->graph, (Step){STEP_SET, object, field, .attr = attr});
        graph_last(&p->graph, p->wanted[i].attach);
    }
}

/* What must be before or after a change of the part that an inherited one follows. */
static void share_alters(Planner *p)
{
    for (size_t i = 0; i < p->changes.len; i++) {
        const Change *change = &p->changes.at[i];
        if (change->type != CHANGE_ALTER || change->report || !follows(p, change))
            continue;
        const Object *source = part_source(change->have);
        while (!p->live[source->index].alters.len && part_source(source))
            source = part_source(source);
        const StepSet *alters = &p->live[source->index].alters;
        for (size_t k = 0; k < alters->len; k++)
            vec_push(p->arena, &p->live[change->have->index].alters, alters->at[k]);
    }
}

void planner_add_alters(Planner *p)
{
    add_changes(p);
    add_attachments(p);
    share_alters(p);
}
