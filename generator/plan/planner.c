#include "plan/planner.h"

#include "catalog/orbit.h"

bool object_planned(const Object *object)
{
    return !object->implicit && !(kinds[object->id.kind].flags & (KIND_NOT_READ | KIND_OPAQUE));
}

const Object *part_source(const Object *object)
{
    for (size_t i = 0; i < object->edges.len; i++)
        if (object->edges.at[i].type == EDGE_INHERITED)
            return object->edges.at[i].to;
    return NULL;
}

static bool is_own_setting(const Field *field)
{
    return !(field->flags & FIELD_SEPARATE) && field->compare == COMPARE_EXACT;
}

void part_own_settings(Arena *arena, const Object *part, Plan *out)
{
    const Field *fields = kinds[part->id.kind].fields;
    const Object *source = part_source(part);
    for (size_t i = 0; i < part->attrs.len; i++) {
        const Attr *attr = &part->attrs.at[i];
        const Field *field = &fields[attr->field];
        if (field->set && is_own_setting(field) && !object_attr(source, field->name))
            vec_push(arena, out, (Step){STEP_SET, part, .field = field, .attr = attr});
    }
    for (size_t i = 0; i < source->attrs.len; i++) {
        const Field *field = &fields[source->attrs.at[i].field];
        if (field->reset && is_own_setting(field) && !(field->flags & FIELD_SPECIAL) &&
            !object_attr(part, field->name))
            vec_push(arena, out, (Step){STEP_SET, part, .field = field});
    }
}

const Change *planner_move(const Planner *p, const Object *object)
{
    const Object *table = object->parent ? object->parent : object;
    return p->live[table->index].move;
}

bool planner_binds(const Planner *p, const Object *object, const Edge *edge)
{
    return edge->type == EDGE_INHERITED ? !planner_move(p, object) : edge->type != EDGE_OWNED;
}

bool object_holds_rows(const Object *object)
{
    bool elsewhere = object->parent && !(kinds[object->parent->id.kind].flags & KIND_HAS_DATA);
    return (kinds[object->id.kind].flags & KIND_HAS_DATA) && !object_attr(object, "generated") &&
           !elsewhere; /* rows of a foreign table */
}

bool planner_keeps_rows(const Planner *p, const Object *object)
{
    if (!(kinds[object->id.kind].flags & KIND_LENDS) || !object->parent)
        return object_holds_rows(object);
    const Objects *users = &p->live[object->parent->index].users;
    for (size_t i = 0; i < users->len; i++)
        if (object_holds_rows(users->at[i]))
            return true;
    return false;
}

const Object *planner_moved_column(const Planner *p, const Object *user)
{
    const Object *want = object_holds_rows(user) ? p->live[user->index].twin : NULL;
    bool moved = want && p->live[user->index].fate == FATE_KEEP &&
                 str_eq(object_text(user, "type"), object_text(want, "type"));
    return moved ? want : NULL;
}

bool planner_rebuilds(const Planner *p, const Object *want)
{
    const Object *old = p->wanted[want->index].twin;
    return old && p->live[old->index].rebuilt && p->live[old->index].fate == FATE_KEEP;
}

bool planner_comes_along(const Planner *p, const Object *object)
{
    if (!object_bool(object, "inherited") || !part_source(object))
        return false;
    if (!(kinds[object->id.kind].flags & KIND_IN_TABLE))
        return true;
    const Object *old = p->wanted[object->parent->index].twin;
    if (p->wanted[object->parent->index].come)
        return !graph_enters_later(object->parent);
    return !(old && p->live[old->index].move);
}

/* --- who needs whom --- */

static bool leads_to_one(Planner *p, bool wanted, const Object *from, const Object *target);

static bool under_way(const Planner *p, bool wanted, const Object *object)
{
    return wanted ? p->wanted[object->index].come || planner_rebuilds(p, object)
                  : p->live[object->index].fate != FATE_KEEP;
}

/* What stands inside a table's statement needs its place in the order; parts of an object follow it
 * in the catalog. */
static bool part_leads_to(Planner *p, bool wanted, const Object *from, const Object *target)
{
    const Catalog *catalog = wanted ? p->want : p->have;
    for (size_t i = from->index; i < catalog->objects.len; i++) {
        const Object *part = catalog->objects.at[i];
        if (!str_eq(part->id.object, from->id.object) || !str_eq(part->id.schema, from->id.schema))
            break;
        if (part->parent == from && (kinds[part->id.kind].flags & KIND_IN_TABLE) &&
            under_way(p, wanted, part) && leads_to_one(p, wanted, part, target))
            return true;
    }
    return false;
}

static bool leads_to_one(Planner *p, bool wanted, const Object *from, const Object *target)
{
    if (from == target || from->parent == target)
        return true;
    if (p->seen[from->index] == p->round)
        return false;
    p->seen[from->index] = p->round;
    for (size_t i = 0; i < from->edges.len; i++) {
        const Object *to = from->edges.at[i].to;
        if (from->edges.at[i].type == EDGE_OWNED)
            continue;
        if (under_way(p, wanted, to) && leads_to_one(p, wanted, to, target))
            return true;
    }
    return part_leads_to(p, wanted, from, target);
}

bool planner_leads_to(Planner *p, bool wanted, const Object *from, const Object *target)
{
    p->round++;
    return leads_to_one(p, wanted, from, target);
}
