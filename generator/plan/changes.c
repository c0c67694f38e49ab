#include "plan/planner.h"

/* Who is the same in the other catalog: both are sorted by identity. */
static void link_twins(Planner *p)
{
    size_t i = 0, k = 0;
    while (i < p->have->objects.len && k < p->want->objects.len) {
        const Object *have = p->have->objects.at[i], *want = p->want->objects.at[k];
        int order = object_id_cmp(&have->id, &want->id);
        if (order == 0) {
            p->live[i].twin = want;
            p->wanted[k].twin = have;
        }
        i += order <= 0;
        k += order >= 0;
    }
}

static void link_users(Planner *p)
{
    const Objects *users = catalog_users(p->arena, p->have);
    const Objects *takers = catalog_users(p->arena, p->want);
    for (size_t i = 0; i < p->have->objects.len; i++)
        p->live[i].users = users[i];
    for (size_t i = 0; i < p->want->objects.len; i++)
        p->wanted[i].takers = takers[i];
}

static int phase_of(const Change *change)
{
    return change->want_attr ? change->field->set_phase : change->field->reset_phase;
}

/* The changes of one object, in an order that works for it. */
static void sort_by_phase(Changes *changes)
{
    for (size_t i = 1; i < changes->len; i++) {
        Change change = changes->at[i];
        size_t k = i;
        if (change.type != CHANGE_ALTER)
            continue;
        for (; k > 0; k--) {
            const Change *before = &changes->at[k - 1];
            if (before->have != change.have || before->type != CHANGE_ALTER ||
                phase_of(before) <= phase_of(&change))
                break;
            changes->at[k] = *before;
        }
        changes->at[k] = change;
    }
}

/* A wanted partition whose DETACH was broken off (the third text of its place) is attached: nobody
 * breaks one off on purpose. */
static bool is_broken_off(const Change *change)
{
    bool place = change->type == CHANGE_ALTER && (change->field->flags & FIELD_APART) &&
                 (change->field->flags & FIELD_SEPARATE);
    return place && change->have_attr && change->want_attr &&
           value_is_start(&change->have_attr->value, &change->want_attr->value);
}

static void forget_broken_off(Changes *changes)
{
    size_t kept = 0;
    for (size_t i = 0; i < changes->len; i++)
        if (!is_broken_off(&changes->at[i]))
            changes->at[kept++] = changes->at[i];
    changes->len = kept;
}

static void link_changes(Planner *p)
{
    for (size_t i = 0; i < p->changes.len; i++) {
        const Change *change = &p->changes.at[i];
        if (change->have && !p->live[change->have->index].changes)
            p->live[change->have->index].changes = change;
        if (change->type == CHANGE_ALTER && (change->field->flags & FIELD_APART))
            p->live[change->have->index].move = change;
    }
}

static Planner planner_new(Arena *arena, const Catalog *have, const Catalog *want,
                           const PlanPolicy *policy, Diags *diags)
{
    Planner p = {.arena = arena, .have = have, .want = want, .policy = policy, .diags = diags};
    size_t live = have->objects.len, wanted = want->objects.len;
    p.live = NEW_ARRAY(arena, LiveState, live);
    p.wanted = NEW_ARRAY(arena, WantedState, wanted);
    p.seen = NEW_ARRAY(arena, uint32_t, live > wanted ? live : wanted);
    p.graph.arena = arena;
    p.aside = catalog_new(arena);
    p.changes = catalog_diff(arena, have, want);
    forget_broken_off(&p.changes);
    sort_by_phase(&p.changes);
    link_twins(&p);
    link_users(&p);
    link_changes(&p);
    for (size_t i = 0; policy->aside && i < policy->aside->len; i++)
        p.live[policy->aside->at[i]->index].aside = true;
    return p;
}

Objects plan_losses(Arena *arena, const Catalog *have, const Catalog *want,
                    const PlanPolicy *policy, Diags *diags)
{
    Planner p = planner_new(arena, have, want, policy, diags);
    planner_decide(&p);
    if (!policy->no_renames)
        planner_check_renames(&p);
    return planner_losses(&p);
}

Plan plan_changes(Arena *arena, const Catalog *have, const Catalog *want, const PlanPolicy *policy,
                  Diags *diags)
{
    Planner p = planner_new(arena, have, want, policy, diags);
    planner_decide(&p);
    if (!policy->no_renames)
        planner_check_renames(&p);
    planner_check_losses(&p);
    planner_add_drops(&p);
    planner_add_rebuilds(&p);
    planner_add_creates(&p);
    planner_add_alters(&p);
    planner_add_reminders(&p);
    planner_add_stubs(&p);
    planner_order(&p);
    if (policy->online)
        planner_go_online(&p);
    return diags->errors ? (Plan){0} : graph_sort(&p.graph, diags);
}
