#include "plan/planner.h"

/* The column of a default, or NULL. */
static const Object *column_of(const Planner *p, const Object *object)
{
    ObjectId column = object->id;
    column.kind = KIND_COLUMN;
    return object->id.kind == KIND_DEFAULT ? catalog_find(p->want, column) : NULL;
}

/* It is there, or made together with its column: not a new one of a column that is there already,
 * which an heir made before that would lack. */
static bool is_there_in_time(const Planner *p, const Object *value)
{
    const Object *old = p->wanted[value->index].twin;
    if (p->wanted[column_of(p, value)->index].come)
        return true;
    return old && p->live[old->index].fate == FATE_KEEP &&
           value_eq(&old->attrs.at[0].value, &value->attrs.at[0].value);
}

/* A new default of a column that comes along comes along too, where it is the same. */
static bool default_comes_along(const Planner *p, const Object *object)
{
    const Object *column = column_of(p, object);
    if (!column || !p->wanted[column->index].come || !planner_comes_along(p, column))
        return false;
    ObjectId id = part_source(column)->id;
    id.kind = KIND_DEFAULT;
    const Object *value = catalog_find(p->want, id);
    return value && is_there_in_time(p, value) &&
           value_eq(&value->attrs.at[0].value, &object->attrs.at[0].value);
}

/* What a part stands inside when it is created: its new table, or the new column of a default. */
static const Object *folds_into(Planner *p, const Object *object)
{
    if (!(kinds[object->id.kind].flags & KIND_IN_TABLE) || !object->parent ||
        planner_comes_along(p, object))
        return NULL;
    const Object *of = column_of(p, object);
    if (of && p->wanted[of->index].come && planner_comes_along(p, of))
        return NULL;
    bool inside = object->parent->id.kind == kinds[object->id.kind].parent; /* no view's */
    if (inside && (p->wanted[object->parent->index].come || planner_rebuilds(p, object->parent)))
        return object_bool(object, "not_valid") || graph_is_second_key(p->want, object) ||
                       graph_is_double(p->arena, p->want, object)
                   ? NULL
                   : object->parent;
    return of && p->wanted[of->index].come ? of : NULL;
}

/* A part is folded unless something it needs is made in this plan and needs the whole itself. */
static bool is_free(Planner *p, const Object *part, const Object *into)
{
    for (size_t i = 0; i < part->edges.len; i++) {
        const Object *to = part->edges.at[i].to;
        if (part->edges.at[i].type == EDGE_INHERITED)
            continue;
        bool inside =
            to == into || (to->parent == into && (kinds[to->id.kind].flags & KIND_IN_TABLE));
        if (!inside && p->wanted[to->index].come && planner_leads_to(p, true, to, into))
            return false;
    }
    return true;
}

static void add_setting(Planner *p, const Object *object, const Attr *attr, size_t after)
{
    const Field *field = &kinds[object->id.kind].fields[attr->field];
    bool apart = field->flags & FIELD_APART;
    size_t step = graph_add(&p->graph, (Step){.type = apart ? STEP_ENTER : STEP_SET,
                                              .object = object,
                                              .field = field,
                                              .attr = attr});
    graph_before(&p->graph, after, step);
    if (field->flags & FIELD_LAST)
        graph_last(&p->graph, step);
    if (field->flags & FIELD_FOLLOWS)
        p->wanted[object->index].attach = step;
    if (apart)
        p->wanted[object->index].enter = step;
}

static void add_settings(Planner *p, const Object *object, size_t after)
{
    for (size_t i = 0; i < object->attrs.len; i++) {
        const Attr *attr = &object->attrs.at[i];
        if (kinds[object->id.kind].fields[attr->field].flags & FIELD_SEPARATE)
            add_setting(p, object, attr, after);
    }
}

/* What a part that comes along has beside what it comes from, or lacks of it. */
static void add_own_settings(Planner *p, const Object *object, size_t after)
{
    Plan own = {0};
    part_own_settings(p->arena, object, &own);
    for (size_t i = 0; i < own.len; i++)
        graph_before(&p->graph, after, graph_add(&p->graph, own.at[i]));
}

/* The step by which an object is made; 0: it comes with what is there already. */
static size_t step_of_creation(Planner *p, const Object *object)
{
    size_t *step = &p->wanted[object->index].create;
    if (*step || !p->wanted[object->index].come)
        return *step;
    if (planner_comes_along(p, object)) {
        const Object *source = part_source(object);
        const WantedState *table = &p->wanted[object->parent->index];
        *step = table->come && !table->enter    ? step_of_creation(p, object->parent)
                : p->wanted[source->index].come ? step_of_creation(p, source)
                                                : table->enter;
    } else if (default_comes_along(p, object)) {
        *step = step_of_creation(p, column_of(p, object));
    } else {
        *step = step_of_creation(p, folds_into(p, object));
        vec_push(p->arena, &graph_step(&p->graph, *step)->folded, object);
    }
    return *step;
}

static void add_create(Planner *p, const Object *object)
{
    WantedState *state = &p->wanted[object->index];
    if (!state->come || planner_comes_along(p, object) || default_comes_along(p, object))
        return;
    const Object *into = folds_into(p, object);
    if (!into || !is_free(p, object, into))
        state->create = graph_add(&p->graph, (Step){.type = STEP_CREATE, .object = object});
}

/* What its creation cannot say. */
static void add_rest(Planner *p, const Object *object)
{
    const WantedState *state = &p->wanted[object->index];
    if (!state->come || (graph_enters_later(object) && state->enter))
        return;
    size_t step = step_of_creation(p, object);
    if (step && planner_comes_along(p, object))
        add_own_settings(p, object, step);
    if (step)
        add_settings(p, object, step);
}

void planner_add_creates(Planner *p)
{
    size_t n = p->want->objects.len;
    for (size_t i = 0; i < n; i++)
        add_create(p, p->want->objects.at[i]);
    for (size_t i = 0; i < n; i++) /* places first: parts come along with them */
        if (p->wanted[i].create && graph_enters_later(p->want->objects.at[i]))
            add_settings(p, p->want->objects.at[i], p->wanted[i].create);
    for (size_t i = 0; i < n; i++)
        add_rest(p, p->want->objects.at[i]);
}
