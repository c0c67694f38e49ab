/*
 * What PostgreSQL forgets, or takes along, when something else changes: it is said again behind
 * that change.
 */
#include "plan/planner.h"

static void come_after(Planner *p, size_t step, const Object *have)
{
    const StepSet *alters = have ? &p->live[have->index].alters : NULL;
    for (size_t i = 0; alters && i < alters->len; i++)
        graph_before(&p->graph, alters->at[i], step);
}

/* The live columns that get another type, or one that is made anew, by index in `have`. */
static bool *find_retyped(Planner *p)
{
    bool *retyped = NEW_ARRAY(p->arena, bool, p->have->objects.len);
    for (size_t i = 0; i < p->changes.len; i++) {
        const Change *change = &p->changes.at[i];
        if (change->type == CHANGE_ALTER && (change->field->flags & FIELD_BLOCKED))
            retyped[change->have->index] = true;
    }
    for (size_t i = 0; i < p->have->objects.len; i++)
        for (size_t k = 0; p->live[i].rebuilt && k < p->live[i].users.len; k++)
            if (planner_moved_column(p, p->live[i].users.at[k]))
                retyped[p->live[i].users.at[k]->index] = true;
    return retyped;
}

static bool is_changed(const Planner *p, const Object *have, const Field *field)
{
    const Change *end = p->changes.at + p->changes.len;
    for (const Change *c = p->live[have->index].changes; c && c < end && c->have == have; c++)
        if (c->field == field)
            return true;
    return false;
}

/* The setting of a wanted object is said again, behind all that changes it and `other`. */
static size_t say_again(Planner *p, const Object *want, const Attr *attr, const Object *other)
{
    const Field *field = &kinds[want->id.kind].fields[attr->field];
    size_t step =
        graph_add(&p->graph, (Step){STEP_SET, .object = want, .field = field, .attr = attr});
    graph_before(&p->graph, p->wanted[want->index].create, step);
    come_after(p, step, p->wanted[want->index].twin);
    come_after(p, step, other);
    return step;
}

static void remember(Planner *p, const Object *want, const Attr *attr, const Objects *retyped)
{
    size_t step = say_again(p, want, attr, NULL);
    for (size_t i = 0; i < retyped->len; i++)
        come_after(p, step, retyped->at[i]);
}

/* A column forgets how it is stored when it changes its type, an index of it its statistics. */
static void remember_settings(Planner *p)
{
    const bool *retyped = find_retyped(p);
    for (size_t i = 0; i < p->have->objects.len; i++) {
        const Object *have = p->have->objects.at[i], *want = p->live[i].twin;
        Objects columns = {0};
        if (!want || p->live[i].fate != FATE_KEEP)
            continue;
        if (retyped[i])
            vec_push(p->arena, &columns, have);
        for (size_t k = 0; k < have->edges.len; k++)
            if (retyped[have->edges.at[k].to->index])
                vec_push(p->arena, &columns, have->edges.at[k].to);
        for (size_t k = 0; columns.len && k < want->attrs.len; k++) {
            const Field *field = &kinds[want->id.kind].fields[want->attrs.at[k].field];
            if ((field->flags & FIELD_FORGOTTEN) && !is_changed(p, have, field))
                remember(p, want, &want->attrs.at[k], &columns);
        }
    }
}

/* A setting that PostgreSQL takes from the heirs of a part along with the part's own stays where an
 * heir is to keep it. */
static void keep_settings_of_heirs(Planner *p, const Change *change)
{
    const LiveState *live = &p->live[change->have->index];
    for (size_t i = 0; i < live->users.len; i++) {
        const Object *heir = live->users.at[i], *want = p->live[heir->index].twin;
        const Attr *have = object_attr(heir, change->field->name);
        const Attr *kept = want ? object_attr(want, change->field->name) : NULL;
        if (part_source(heir) == change->have && p->live[heir->index].fate == FATE_KEEP && have &&
            kept)
            say_again(p, want, kept, change->have);
    }
}

static bool takes_from_heirs(const Planner *p, const Change *change)
{
    return change->type == CHANGE_ALTER && !change->report && !change->want_attr &&
           p->live[change->have->index].fate == FATE_KEEP &&
           change->field->compare == COMPARE_EXACT &&
           !(change->field->flags & (FIELD_SEPARATE | FIELD_SPECIAL));
}

/* Of `ROLE right with grant option`: without the option. */
static Str bare_right(Str entry)
{
    Str option = S(" with grant option");
    return str_ends(entry, option) ? str_slice(entry, 0, entry.len - option.len) : entry;
}

/* Whether an entry of the first list is not in the second, and what it is about in the third. */
static bool loses(Value have, Value want, Value of)
{
    for (uint32_t i = 0; i < have.count; i++) {
        bool kept = false, about = false;
        for (uint32_t k = 0; k < want.count; k++)
            kept |= str_eq(want.list[k], have.list[i]);
        for (uint32_t k = 0; k < of.count; k++)
            about |= str_eq(bare_right(of.list[k]), bare_right(have.list[i]));
        if (!kept && about)
            return true;
    }
    return false;
}

/* A right taken from a table is taken from its columns as well. */
static void keep_rights_of_columns(Planner *p, const Change *change)
{
    Value have = object_value(change->have, change->field->name);
    Value want = object_value(change->want, change->field->name);
    for (const Object *part = NULL; (part = part_next(p->want, change->want, part));) {
        int field = kind_field(part->id.kind, str_of(change->field->name));
        const Attr *kept = field < 0 ? NULL : object_attr(part, change->field->name);
        if (kept && loses(have, want, kept->value))
            say_again(p, part, kept, change->have);
    }
}

void planner_add_reminders(Planner *p)
{
    remember_settings(p);
    for (size_t i = 0; i < p->changes.len; i++) {
        const Change *change = &p->changes.at[i];
        if (takes_from_heirs(p, change))
            keep_settings_of_heirs(p, change);
        if (change->type == CHANGE_ALTER && change->field->form == FORM_GRANTS &&
            p->live[change->have->index].fate == FATE_KEEP)
            keep_rights_of_columns(p, change);
    }
}
