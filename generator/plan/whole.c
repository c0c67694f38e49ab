#include "plan/plan.h"

#include "plan/planner.h"
#include "plan/sequence.h"

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
            if (sequence_holds(catalog->objects.at[i]) && late[i] == (pass == 1))
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
    if (sequence_make(arena, catalog, &s, diags)) {
        whole.create = creation(arena, &s);
        whole.drop = removal(arena, &s);
    }
    return whole;
}

Plan plan_create(Arena *arena, const Catalog *catalog, Diags *diags)
{
    return plan_whole(arena, catalog, diags).create;
}
