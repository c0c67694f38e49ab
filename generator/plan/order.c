#include "plan/planner.h"

/* All of a set before the step. */
static void after_all(Planner *p, size_t step, const StepSet *set)
{
    for (size_t i = 0; i < set->len; i++)
        graph_before(&p->graph, set->at[i], step);
}

/* … behind it. */
static void before_all(Planner *p, size_t step, const StepSet *set)
{
    for (size_t i = 0; i < set->len; i++)
        graph_before(&p->graph, step, set->at[i]);
}

/* Whether the object goes along with what the step drops unless it is let go before. */
static bool is_owned_by(const Planner *p, const Object *object, size_t drop)
{
    for (size_t i = 0; drop && i < object->edges.len; i++)
        if (object->edges.at[i].type == EDGE_OWNED &&
            p->live[object->edges.at[i].to->index].drop == drop)
            return true;
    return false;
}

static void order_drops(Planner *p, const Object *object)
{
    size_t own = p->live[object->index].drop, stub = p->live[object->index].stub;
    for (size_t i = 0; i < object->edges.len; i++) {
        const Object *to = object->edges.at[i].to;
        size_t drop = p->live[to->index].drop;
        if (stub && object_needs(p->arena, p->have, to, object)) {
            graph_before(&p->graph, stub, drop); /* a stub needs it no more */
            before_all(p, stub, &p->live[to->index].alters);
            continue;
        }
        if (planner_binds(p, object, &object->edges.at[i]))
            graph_before(&p->graph, own, drop);
        if (!is_owned_by(p, to, own))
            before_all(p, own, &p->live[to->index].alters);
        if (!own) {
            after_all(p, drop, &p->live[object->index].alters);
            after_all(p, drop, &p->live[object->index].last_alters);
        }
    }
}

/* What changes on both comes first on the one that the other needs. */
static void order_alters(Planner *p, const LiveState *needed, const LiveState *user)
{
    if (!user->alters.len)
        return;
    size_t first = user->alters.at[0];
    for (size_t i = 0; i < needed->alters.len; i++) {
        if (needed->alters.at[i] == first)
            return; /* one step changes both */
        graph_before(&p->graph, needed->alters.at[i], first);
    }
}

/* A constraint of a part that is there before that of the whole, which takes it over as it is. */
static bool is_taken_over(const Object *object)
{
    unsigned flags = kinds[object->id.kind].flags;
    return (flags & KIND_CONSTRAINT) && !(flags & KIND_RELATION);
}

/* An object that comes, or changes, and one that it will need. */
static void order_need(Planner *p, const Object *object, const Edge *edge)
{
    static const LiveState none;
    const WantedState *own = &p->wanted[object->index], *other = &p->wanted[edge->to->index];
    const LiveState *old = own->twin ? &p->live[own->twin->index] : &none;
    const LiveState *other_old = other->twin ? &p->live[other->twin->index] : &none;
    if (other->stub && object_needs(p->arena, p->want, edge->to, object)) {
        graph_before(&p->graph, other->stub, own->create); /* the stub will do */
        before_all(p, other->stub, &old->alters);
        return;
    }
    if (edge->type != EDGE_OWNED)
        graph_before(&p->graph, other->create, own->create);
    if (edge->type == EDGE_INHERITED && is_taken_over(object))
        after_all(p, other->create, &old->alters);
    else if (edge->type != EDGE_OWNED)
        before_all(p, other->create, &old->alters);
    before_all(p, other->create, &old->last_alters);
    if (edge->type != EDGE_INHERITED)
        after_all(p, own->create, &other_old->alters);
    if (edge->type != EDGE_INHERITED && edge->type != EDGE_OWNED)
        order_alters(p, other_old, old);
}

static void order_creates(Planner *p, const Object *object)
{
    const WantedState *own = &p->wanted[object->index];
    if (own->twin)
        graph_before(&p->graph, p->live[own->twin->index].drop, own->create);
    for (size_t i = 0; i < object->edges.len; i++)
        order_need(p, object, &object->edges.at[i]);
}

/* The tables in which a table has its place. */
static bool is_place(const Object *table, const Edge *edge)
{
    return edge->to->id.kind == table->id.kind;
}

/* A table leaves its place before the two stop to look alike. */
static void leave_before(Planner *p, size_t leave, const Object *table, bool place)
{
    graph_before(&p->graph, leave, p->live[table->index].drop);
    for (const Object *part = NULL; (part = part_next(p->have, table, part));) {
        const LiveState *state = &p->live[part->index];
        graph_before(&p->graph, leave, state->drop);
        before_all(p, leave, &state->alters);
        if (place && state->twin)
            graph_before(&p->graph, leave, p->wanted[state->twin->index].create);
    }
}

static void order_leave(Planner *p, const Object *table)
{
    size_t leave = p->live[table->index].leave;
    if (!leave)
        return;
    leave_before(p, leave, table, false);
    for (size_t i = 0; i < table->edges.len; i++)
        if (is_place(table, &table->edges.at[i]))
            leave_before(p, leave, table->edges.at[i].to, true);
}

/* Where a part is there already: all that changes it before the step. */
static void after_alters(Planner *p, size_t step, const Object *part)
{
    const Object *old = p->wanted[part->index].twin;
    if (old)
        after_all(p, step, &p->live[old->index].alters);
}

static void enter_with(Planner *p, size_t enter, const Object *part)
{
    const WantedState *state = &p->wanted[part->index];
    graph_before(&p->graph, enter, state->attach);
    if (!(kinds[part->id.kind].flags & (KIND_IN_TABLE | KIND_RELATION)))
        return;
    if (graph_is_double(p->arena, p->want, part))
        graph_before(&p->graph, enter, state->create);
    else
        graph_before(&p->graph, state->create, enter);
    after_alters(p, enter, part);
}

static void enter_into(Planner *p, size_t enter, const Object *place)
{
    graph_before(&p->graph, p->wanted[place->index].create, enter);
    for (const Object *part = NULL; (part = part_next(p->want, place, part));) {
        if (!(kinds[part->id.kind].flags & KIND_IN_TABLE))
            continue;
        graph_before(&p->graph, p->wanted[part->index].create, enter);
        after_alters(p, enter, part);
    }
}

/* A table enters its place when it looks like it: its own keys and indexes are there to be taken,
 * or PostgreSQL would make others. */
static void order_enter(Planner *p, const Object *table)
{
    size_t enter = p->wanted[table->index].enter;
    if (!enter)
        return;
    for (const Object *part = NULL; (part = part_next(p->want, table, part));)
        enter_with(p, enter, part);
    for (size_t i = 0; i < table->edges.len; i++)
        if (is_place(table, &table->edges.at[i]))
            enter_into(p, enter, table->edges.at[i].to);
}

/* The key of a partitioned table can be referred to when all partitions have theirs in it. */
static void order_attach(Planner *p, const Object *object)
{
    size_t attach = p->wanted[object->index].attach;
    for (const Object *of = part_source(object); attach && of; of = part_source(of)) {
        const WantedState *whole = &p->wanted[of->index];
        graph_before(&p->graph, whole->create, attach);
        for (size_t i = 0; i < whole->takers.len; i++) {
            const Object *taker = whole->takers.at[i];
            if (part_source(taker) != of && !planner_comes_along(p, taker))
                graph_before(&p->graph, attach, p->wanted[taker->index].create);
        }
    }
}

/* What comes into a table may have the bounds of what leaves it, or goes. */
static void order_places(Planner *p)
{
    StepSet *leavers = NEW_ARRAY(p->arena, StepSet, p->have->objects.len); /* of each table */
    for (size_t i = 0; i < p->have->objects.len; i++) {
        const Object *table = p->have->objects.at[i];
        size_t step = p->live[i].leave ? p->live[i].leave : p->live[i].drop;
        for (size_t k = 0; step && graph_enters_later(table) && k < table->edges.len; k++)
            if (is_place(table, &table->edges.at[k]))
                vec_push(p->arena, &leavers[table->edges.at[k].to->index], step);
    }
    for (size_t i = 0; i < p->want->objects.len; i++) {
        const Object *table = p->want->objects.at[i];
        for (size_t k = 0; p->wanted[i].enter && k < table->edges.len; k++) {
            const Object *place = table->edges.at[k].to, *old = p->wanted[place->index].twin;
            if (old && is_place(table, &table->edges.at[k]))
                after_all(p, p->wanted[i].enter, &leavers[old->index]);
        }
    }
}

/* A name must be free before it is taken by another object. */
static void order_names(Planner *p)
{
    Map gone = {.arena = p->arena};
    for (size_t i = 0; i < p->have->objects.len; i++) {
        const Object *object = p->have->objects.at[i];
        if ((kinds[object->id.kind].flags & KIND_RELATION) && p->live[i].fate != FATE_KEEP)
            map_put(&gone, graph_name_slot(p->arena, object), (void *)(uintptr_t)object);
    }
    for (size_t i = 0; i < p->want->objects.len; i++) {
        const Object *object = p->want->objects.at[i];
        if (!(kinds[object->id.kind].flags & KIND_RELATION) || !p->wanted[i].create)
            continue;
        const Object *old = map_get(&gone, graph_name_slot(p->arena, object));
        if (!old)
            continue;
        size_t drop = p->live[old->index].drop;
        if (!drop && old->parent)
            drop = p->live[old->parent->index].drop;
        graph_before(&p->graph, drop, p->wanted[i].create);
    }
}

void planner_order(Planner *p)
{
    for (size_t i = 0; i < p->have->objects.len; i++) {
        order_drops(p, p->have->objects.at[i]);
        order_leave(p, p->have->objects.at[i]);
    }
    for (size_t i = 0; i < p->want->objects.len; i++) {
        order_creates(p, p->want->objects.at[i]);
        order_enter(p, p->want->objects.at[i]);
        order_attach(p, p->want->objects.at[i]);
    }
    order_places(p);
    order_names(p);
}
