#include "plan/planner.h"

/* Whether an object that goes is part of a table, or owned by one of its columns. */
static bool is_inside(const Object *object, const Object *table)
{
    if (object == table || object->parent == table)
        return true;
    for (size_t i = 0; i < object->edges.len; i++)
        if (object->edges.at[i].type == EDGE_OWNED && object->edges.at[i].to->parent == table)
            return true;
    return false;
}

/* All that goes and that the object needs is inside of its table, or goes after it in any case. */
static bool needs_inside_alone(Planner *p, const Object *object)
{
    for (size_t i = 0; i < object->edges.len; i++) {
        const Object *to = object->edges.at[i].to;
        bool inside = kinds[object->id.kind].flags & KIND_IN_TABLE;
        if (!is_inside(to, object->parent) && p->live[to->index].fate != FATE_KEEP &&
            object->edges.at[i].type != EDGE_INHERITED && object->edges.at[i].type != EDGE_OWNED &&
            (!inside || planner_leads_to(p, false, to, object->parent)))
            return false;
    }
    return true;
}

/* What an object vanishes with: the part that it is inherited from, its owner, the column of a
 * default, its table; unless something else needs it gone before. NULL: it needs a drop. */
static const Object *goes_with(Planner *p, const Object *object)
{
    bool with_parent = (kinds[object->id.kind].flags & KIND_WITH_PARENT) && object->parent &&
                       p->live[object->parent->index].fate != FATE_KEEP;
    if (with_parent && needs_inside_alone(p, object))
        return object->parent;
    for (size_t i = 0; i < object->edges.len; i++) {
        const Edge *edge = &object->edges.at[i];
        const Object *to = edge->to;
        bool gone = p->live[to->index].fate != FATE_KEEP;
        bool same = str_eq(to->id.sub, object->id.sub) &&
                    str_eq(to->id.object, object->id.object) &&
                    str_eq(to->id.schema, object->id.schema);
        if (gone && ((edge->type == EDGE_INHERITED && planner_binds(p, object, edge)) ||
                     (edge->type == EDGE_OWNED && p->live[object->index].fate == FATE_GO) ||
                     (same && object->id.sub.len && needs_inside_alone(p, object))))
            return to;
    }
    return NULL;
}

static bool is_needed(const Planner *p, const Object *object)
{
    for (size_t i = 0; i < p->live[object->index].users.len; i++) {
        const Object *user = p->live[object->index].users.at[i];
        bool constraint = kinds[user->id.kind].flags & KIND_CONSTRAINT;
        for (size_t k = 0; constraint && k < user->edges.len; k++)
            if (user->edges.at[k].to == object && user->edges.at[k].type == EDGE_NORMAL)
                return true;
    }
    return false;
}

/* Whether constraints of tables refer to the columns of this one. */
static bool is_referred_to(const Planner *p, const Object *table)
{
    for (const Object *part = NULL; (part = part_next(p->have, table, part));)
        if (is_needed(p, part))
            return true;
    return false;
}

/* A table cannot be dropped out of one that is referred to. */
static void add_leave(Planner *p, const Object *table)
{
    for (size_t i = 0; i < table->attrs.len; i++) {
        const Field *field = &kinds[table->id.kind].fields[table->attrs.at[i].field];
        if (!(field->flags & FIELD_APART) || !(field->flags & FIELD_SEPARATE))
            continue;
        for (size_t k = 0; k < table->edges.len; k++) {
            const Object *place = table->edges.at[k].to;
            if (place->id.kind == table->id.kind && p->live[place->index].fate == FATE_KEEP &&
                is_referred_to(p, place))
                p->live[table->index].leave = graph_add(
                    &p->graph, (Step){.type = STEP_LEAVE, .object = table, .field = field});
        }
    }
}

/* A constraint whose index is attached to an index without one goes with that in no other way. */
static bool must_cascade(const Planner *p, const Object *object)
{
    bool constraint = kinds[object->id.kind].flags & KIND_CONSTRAINT;
    for (size_t i = 0; !constraint && i < p->live[object->index].users.len; i++) {
        const Object *user = p->live[object->index].users.at[i];
        if (part_source(user) == object && (kinds[user->id.kind].flags & KIND_CONSTRAINT) &&
            !planner_move(p, user))
            return true;
    }
    return false;
}

/* Whether parts that come from this one stay without it. */
static bool leaves_heirs(const Planner *p, const Object *object)
{
    for (size_t i = 0; i < p->live[object->index].users.len; i++) {
        const Object *user = p->live[object->index].users.at[i];
        if (part_source(user) == object && p->live[user->index].fate == FATE_KEEP &&
            !planner_move(p, user))
            return true;
    }
    return false;
}

void planner_add_drops(Planner *p)
{
    for (size_t i = 0; i < p->worklist.len; i++) {
        const Object *object = p->worklist.at[i];
        if (!goes_with(p, object))
            p->live[object->index].drop =
                graph_add(&p->graph, (Step){.type = STEP_DROP,
                                            .object = object,
                                            .cascade = must_cascade(p, object),
                                            .only = leaves_heirs(p, object)});
        add_leave(p, object);
    }
    for (size_t i = 0; i < p->worklist.len; i++) {
        const Object *object = p->worklist.at[i], *holder = object;
        while (!p->live[holder->index].drop)
            holder = goes_with(p, holder);
        p->live[object->index].drop = p->live[holder->index].drop;
    }
}
