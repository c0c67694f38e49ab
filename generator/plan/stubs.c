#include "plan/planner.h"

/* Whether anything is done to a live object. */
static bool moves(const Planner *p, const Object *have)
{
    const LiveState *state = &p->live[have->index];
    return state->fate != FATE_KEEP || state->alters.len;
}

/* … to a wanted one. */
static bool moves_or_comes(const Planner *p, const Object *want)
{
    const WantedState *state = &p->wanted[want->index];
    return state->come || (state->twin && moves(p, state->twin));
}

/* The stub has the wanted columns: their types come first. */
static void wait_for_types(Planner *p, size_t stub, const Object *view)
{
    for (size_t i = 0; i < view->edges.len; i++) {
        const Object *to = view->edges.at[i].to;
        const Object *old = p->wanted[to->index].twin;
        if (object_needs(p->arena, p->want, to, view))
            continue;
        graph_before(&p->graph, p->wanted[to->index].create, stub);
        for (size_t k = 0; old && k < p->live[old->index].alters.len; k++)
            graph_before(&p->graph, p->live[old->index].alters.at[k], stub);
    }
}

/* A view that stays: its own query comes back when the stub has served. */
static void stub_of_kept(Planner *p, const Object *have)
{
    LiveState *live = &p->live[have->index];
    WantedState *wanted = &p->wanted[live->twin->index];
    if (live->stub)
        return;
    live->stub = wanted->stub =
        graph_add(&p->graph, (Step){.type = STEP_STUB, .object = live->twin, .stubbed = true});
    wait_for_types(p, live->stub, live->twin);
    graph_before(&p->graph, live->stub, planner_replace_whole(p, live->twin));
    for (size_t i = 0; i < live->alters.len; i++)
        graph_before(&p->graph, live->stub, live->alters.at[i]);
}

static void stub_of_leaver(Planner *p, const Object *have)
{
    LiveState *live = &p->live[have->index];
    if (live->stub)
        return;
    live->stub = graph_add(&p->graph, (Step){.type = STEP_STUB, .object = have, .stubbed = true});
    graph_before(&p->graph, live->stub, live->drop);
}

static void stub_of_comer(Planner *p, const Object *want)
{
    WantedState *wanted = &p->wanted[want->index];
    if (wanted->stub)
        return;
    wanted->stub = graph_add(&p->graph, (Step){.type = STEP_STUB, .object = want});
    wait_for_types(p, wanted->stub, want);
    graph_step(&p->graph, wanted->create)->stubbed = true;
    graph_before(&p->graph, wanted->stub, wanted->create);
    if (wanted->twin)
        graph_before(&p->graph, p->live[wanted->twin->index].drop, wanted->stub);
}

void planner_add_stubs(Planner *p)
{
    Circles have = catalog_circles(p->arena, p->have), want = catalog_circles(p->arena, p->want);
    for (size_t i = 0; i < want.len; i++) {
        const Object *view = want.at[i].view, *old = p->wanted[view->index].twin;
        if (!moves_or_comes(p, view) || !moves_or_comes(p, want.at[i].user))
            continue;
        if (p->wanted[view->index].come)
            stub_of_comer(p, view);
        else
            stub_of_kept(p, old);
    }
    for (size_t i = 0; i < have.len; i++) {
        const Object *view = have.at[i].view;
        if (!moves(p, view) || !moves(p, have.at[i].user))
            continue;
        if (p->live[view->index].fate == FATE_KEEP)
            stub_of_kept(p, view);
        else
            stub_of_leaver(p, view);
    }
}
