/*
 * Steps that let others work meanwhile, in place of the plain ones. What reads all rows of a table
 * does so under a lock that neither readers nor writers notice, and apart from steps that hold
 * another:
 *
 *   an index           is made, and dropped, CONCURRENTLY
 *   … another one      the old one steps aside under another name until the new one is there
 *   a check, a foreign key   is added NOT VALID, then validated
 *   NOT NULL           is taken from a valid check, which is there for a while
 *   … of a partitioned table is taken over from its partitions
 *   a key              takes over an index that was made for it
 *   a partition        comes with a valid check that says what its bounds say
 *
 * Tables that the plan makes itself have nobody to wait; they keep the plain steps.
 */
#include "plan/planner.h"

#include "text/quote.h"

typedef struct {
    Planner *p;
    Graph *graph;
    VEC(StepSet) before; /* by number: the steps before it */
    Map slots;           /* names that relations have already */
    bool *has_rest;      /* by index in have: a table with a partition for all other rows */
    Map comers;          /* path of a table -> StepSet: what takes its place in it */
} Online;

static Step *step_of(Online *o, size_t number)
{
    return graph_step(o->graph, number);
}

static void put_before(Online *o, size_t first, size_t second)
{
    if (first == second)
        return;
    graph_before(o->graph, first, second);
    vec_push(o->p->arena, &o->before.at[second - 1], first);
}

static size_t add_step(Online *o, Step step)
{
    size_t number = graph_add(o->graph, step);
    vec_push(o->p->arena, &o->before, (StepSet){0});
    return number;
}

/* A step in front of another: after all of `before`, which that one comes after. */
static size_t add_between(Online *o, StepSet before, Step step, size_t of)
{
    size_t number = add_step(o, step);
    for (size_t i = 0; i < before.len; i++)
        put_before(o, before.at[i], number);
    put_before(o, number, of);
    return number;
}

static size_t add_in_front(Online *o, Step step, size_t of)
{
    return add_between(o, o->before.at[of - 1], step, of);
}

static size_t add_behind(Online *o, Step step, size_t of)
{
    size_t number = add_step(o, step);
    put_before(o, of, number);
    return number;
}

static const Field *field_of(const Object *object, const char *name)
{
    int at = kind_field(object->id.kind, str_of(name));
    return at < 0 ? NULL : &kinds[object->id.kind].fields[at];
}

static bool is_field(const Step *step, const char *name)
{
    return step->field && str_is(str_of(step->field->name), name);
}

/* The rows of its table were there before the plan. */
static bool has_rows(const Online *o, const Object *want)
{
    const Object *table = want->parent;
    return table && !o->p->wanted[table->index].come &&
           (table->id.kind == KIND_TABLE || table->id.kind == KIND_MATERIALIZED_VIEW);
}

static bool is_partitioned(const Object *table)
{
    return object_attr(table, "partition_by") != NULL;
}

/* An object of the plan's own, beside another one. */
static Object *aside_of(Online *o, KindId kind, const Object *of, const Object *table, Str name)
{
    ObjectId id = {kind, table->id.schema, table->id.object, name};
    Object *twin, *object = catalog_add(o->p->aside, id, &twin);
    if (!object)
        return twin;
    object->parent = (Object *)(uintptr_t)table;
    object->pos = of->pos;
    return object;
}

/* --- constraints: added without a look at the rows, validated later --- */

static Step validation(const Object *constraint)
{
    return (Step){.type = STEP_ALTER,
                  .object = constraint,
                  .field = field_of(constraint, "not_valid"),
                  .pace = PACE_APART};
}

/* What comes behind the creation finds the constraint valid, but for its own settings. */
static void validate_later(Online *o, size_t create)
{
    const Object *constraint = step_of(o, create)->object;
    StepSet after = o->graph->nodes.at[create - 1].after; /* indexes, not numbers */
    step_of(o, create)->unvalidated = true;
    size_t validate = add_behind(o, validation(constraint), create);
    for (size_t i = 0; i < after.len; i++)
        if (step_of(o, after.at[i] + 1)->object != constraint)
            put_before(o, validate, after.at[i] + 1);
}

static bool may_be_unvalidated(const Object *constraint)
{
    bool key = constraint->id.kind == KIND_FOREIGN_KEY;
    return (key || constraint->id.kind == KIND_CHECK) && !object_bool(constraint, "not_valid") &&
           constraint->parent->id.kind == KIND_TABLE &&
           !(key && is_partitioned(constraint->parent)); /* PostgreSQL refuses that */
}

/* The partition had its rows in that place before. */
static bool may_have_key(const Online *o, const Object *part)
{
    return !is_partitioned(part->parent) && has_rows(o, part) && o->p->wanted[part->index].come &&
           !o->p->live[o->p->wanted[part->parent->index].twin->index].move;
}

/* The keys that partitions get from that of a whole, and theirs from them. */
static void bring_keys_of(Online *o, const Object *whole, StepSet before, size_t create)
{
    const Objects *takers = &o->p->wanted[whole->index].takers;
    for (size_t i = 0; i < takers->len; i++) {
        const Object *part = takers->at[i];
        if (part->id.kind != whole->id.kind || part_source(part) != whole)
            continue;
        if (may_have_key(o, part)) {
            Step step = {.type = STEP_CREATE, .object = part, .unvalidated = true};
            size_t made = add_between(o, before, step, create);
            put_before(o, add_behind(o, validation(part), made), create);
        }
        bring_keys_of(o, part, before, create);
    }
}

/* PostgreSQL takes no foreign key of a partitioned table without a look at its rows; but partitions
 * that have it already, it takes over. */
static void bring_keys(Online *o, size_t create)
{
    bring_keys_of(o, step_of(o, create)->object, o->before.at[create - 1], create);
}

/* --- a check of the plan's own, from which PostgreSQL takes what it would look for in the rows ---
 */

static void prove_first(Online *o, size_t step, const Object *of, const Object *table,
                        Str expression)
{
    Str name = object_name_aside(o->p->arena, of);
    Object *check = aside_of(o, KIND_CHECK, of, table, name);
    object_set(o->p->aside, check, "expression", value_text(expression), check->pos);
    Step create = {.type = STEP_CREATE, .object = check, .unvalidated = true};
    size_t made = add_in_front(o, create, step);
    size_t valid = add_behind(o, validation(check), made);
    put_before(o, valid, step);
    add_behind(o, (Step){.type = STEP_DROP, .object = check}, step);
}

/* Whether a check of the live table says just that. */
static bool is_proven(const Online *o, const Object *table, Str expression)
{
    const Object *live = o->p->wanted[table->index].twin;
    Str wrapped = str_format(o->p->arena, "(%.*s)", STR_ARG(expression));
    for (const Object *part = NULL; live && (part = part_next(o->p->have, live, part));) {
        Str text = object_text(part, "expression");
        if (part->id.kind == KIND_CHECK && !object_bool(part, "not_valid") &&
            o->p->live[part->index].fate == FATE_KEEP &&
            (str_eq(text, expression) || str_eq(text, wrapped)))
            return true;
    }
    return false;
}

static void prove_not_null(Online *o, size_t number)
{
    const Object *column = step_of(o, number)->object;
    Str name = sql_ident(o->p->arena, column->id.sub);
    Str expression = str_format(o->p->arena, "%.*s IS NOT NULL", STR_ARG(name));
    if (!is_proven(o, column->parent, expression))
        prove_first(o, number, column, column->parent, expression);
}

/* The bounds of hash partitions name the table by its number, those of the rest depend on others.
 */
static void prove_bounds(Online *o, size_t number)
{
    const Object *table = step_of(o, number)->object;
    const Attr *place = step_of(o, number)->attr;
    Str bounds = object_text(table, "bounds");
    bool rest = place->value.count == 2 && str_eq_nocase(place->value.list[1], S("default"));
    if (bounds.ptr && !rest && str_find(bounds, S("satisfies_hash_partition")) < 0 &&
        !is_proven(o, table, bounds))
        prove_first(o, number, table, table, bounds);
}

/* --- indexes --- */

static bool is_free_index(const Object *index)
{
    return index->id.kind == KIND_INDEX && index->parent && !is_partitioned(index->parent);
}

/* Something changes that the index would notice; one that tells rows apart for replication notices
 * all of it. */
static bool is_reworked(Online *o, const LiveState *state, const Object *index)
{
    for (size_t i = 0; i < state->alters.len; i++) {
        const Field *field = step_of(o, state->alters.at[i])->field;
        if (!field || (field->flags & FIELD_BLOCKED) || object_bool(index, "replica_identity"))
            return true;
    }
    return false;
}

/* What the live index needs stays as it is, so that it can stay as long as wanted. */
static bool can_stay(Online *o, const Object *index)
{
    for (size_t i = 0; i < index->edges.len; i++) {
        const Object *to = index->edges.at[i].to;
        const LiveState *state = &o->p->live[to->index];
        if (state->fate != FATE_KEEP || (to != index->parent && is_reworked(o, state, index)))
            return false;
    }
    return true;
}

/* Nothing but the index itself waits for its end, so that it can go by itself. */
static bool goes_alone(const Online *o, const Object *index)
{
    return is_free_index(index) && o->p->live[index->parent->index].fate == FATE_KEEP &&
           !object_attr(index, "attached_to") && !planner_move(o->p, index);
}

/* The old one under another name, the new one, and only then no old one any more. */
static void swap_index(Online *o, size_t drop, size_t create)
{
    const Object *old = step_of(o, drop)->object, *new = step_of(o, create)->object;
    Str name = object_name_aside(o->p->arena, old);
    const Object *aside = aside_of(o, KIND_INDEX, old, old->parent, name);
    *step_of(o, drop) = (Step){.type = STEP_RENAME, .object = old, .name = name};
    Step last = {.type = STEP_DROP, .object = aside, .pace = PACE_OUTSIDE};
    size_t gone = add_behind(o, last, create);
    StepSet after = o->graph->nodes.at[create - 1].after;
    for (size_t i = 0; i < after.len; i++)
        if (after.at[i] + 1 != gone && step_of(o, after.at[i] + 1)->object == new)
            put_before(o, after.at[i] + 1, gone);
}

static void drop_index(Online *o, size_t drop)
{
    const Object *index = step_of(o, drop)->object;
    const Object *new = o->p->live[index->index].twin;
    size_t create = new ? o->p->wanted[new->index].create : 0;
    if (!goes_alone(o, index))
        return;
    if (create && step_of(o, create)->object == new &&can_stay(o, index))
        swap_index(o, drop, create);
    else if (can_stay(o, index))
        step_of(o, drop)->pace = PACE_OUTSIDE;
}

/* --- keys --- */

/* The index that a key will take over. */
static Object *index_for(Online *o, const Object *key, Str name)
{
    Object *index = aside_of(o, KIND_INDEX, key, key->parent, name);
    Value columns = object_value(key, "columns");
    Str *quoted = NEW_ARRAY(o->p->arena, Str, columns.count);
    for (uint32_t i = 0; i < columns.count; i++)
        quoted[i] = sql_ident(o->p->arena, columns.list[i]);
    object_set(o->p->aside, index, "columns", value_list(quoted, columns.count), key->pos);
    object_set(o->p->aside, index, "unique", value_text(S("true")), key->pos);
    static const char *const same[] = {"include", "with", "tablespace", "nulls_not_distinct"};
    for (size_t i = 0; i < COUNT_OF(same); i++)
        if (object_attr(key, same[i]))
            object_set(o->p->aside, index, same[i], object_value(key, same[i]), key->pos);
    return index;
}

/* The old key, and what goes because of it, are there until the index of the new one is. */
static void stay_until(Online *o, size_t drop, size_t build)
{
    StepSet before = o->before.at[drop - 1];
    put_before(o, build, drop);
    for (size_t i = 0; i < before.len; i++)
        if (step_of(o, before.at[i])->type == STEP_DROP &&
            !graph_leads_to(o->graph, before.at[i], build))
            put_before(o, build, before.at[i]);
}

/* The live key of that name stays until the index of the new one is there, where it can. */
static void build_key(Online *o, size_t create)
{
    const Object *key = step_of(o, create)->object, *old = o->p->wanted[key->index].twin;
    bool taken = map_get(&o->slots, graph_name_slot(o->p->arena, key)) != NULL;
    Str name = taken ? object_name_aside(o->p->arena, key) : key->id.sub;
    Step step = {.type = STEP_CREATE, .object = index_for(o, key, name), .pace = PACE_OUTSIDE};
    size_t drop = old ? o->p->live[old->index].drop : 0;
    size_t build = add_step(o, step);
    StepSet before = o->before.at[create - 1];
    bool stays = drop != 0;
    for (size_t i = 0; i < before.len; i++) {
        if (before.at[i] == drop)
            continue;
        stays = stays && !graph_leads_to(o->graph, drop, before.at[i]);
        put_before(o, before.at[i], build);
    }
    put_before(o, build, create);
    if (stays)
        stay_until(o, drop, build);
    else if (drop)
        put_before(o, drop, build);
    step_of(o, create)->by = step.object;
}

/* --- partitions that go --- */

/* What comes into the table may have the bounds of what leaves it. */
static void make_room(Online *o, size_t leave, const Object *place)
{
    Str name = sql_qualified(o->p->arena, place->id.schema, place->id.object);
    const StepSet *comers = map_get(&o->comers, name);
    for (size_t i = 0; comers && i < comers->len; i++)
        put_before(o, leave, comers->at[i]);
}

/* A partition leaves before it goes: that locks its table for nobody. */
static void leave_first(Online *o, size_t drop)
{
    const Object *table = step_of(o, drop)->object, *place = NULL;
    size_t leave = o->p->live[table->index].leave;
    for (size_t i = 0; i < table->edges.len; i++)
        if (table->edges.at[i].to->id.kind == KIND_TABLE)
            place = table->edges.at[i].to;
    if (!place || o->p->live[place->index].fate != FATE_KEEP || o->has_rest[place->index])
        return;
    if (!leave) {
        Step step = {.type = STEP_LEAVE, .object = table, .field = field_of(table, "partition_of")};
        leave = add_in_front(o, step, drop);
    }
    step_of(o, leave)->pace = PACE_OUTSIDE;
    make_room(o, leave, place);
}

/* --- a column of another type has no statistics --- */

static void analyze_later(Online *o, Map *tables, const Object *column)
{
    if (!column->parent || column->parent->id.kind != KIND_TABLE)
        return;
    Str path = object_path(o->p->arena, column->parent);
    size_t *known = map_get(tables, path);
    if (!known) {
        known = NEW(o->p->arena, size_t);
        *known =
            add_step(o, (Step){.type = STEP_ANALYZE, .object = column->parent, .pace = PACE_APART});
        graph_last(o->graph, *known);
        map_put(tables, path, known);
    }
    vec_push(o->p->arena, &step_of(o, *known)->folded, column);
}

static void analyze_types(Online *o)
{
    Map tables = {.arena = o->p->arena};
    size_t count = o->graph->nodes.len;
    for (size_t i = 1; i <= count; i++) {
        Step step = *step_of(o, i);
        if (step.type != STEP_ALTER)
            continue;
        if (step.object->id.kind == KIND_COLUMN && is_field(&step, "type"))
            analyze_later(o, &tables, step.object);
        for (size_t k = 0; k < step.folded.len; k++)
            if (step.folded.at[k]->id.kind == KIND_COLUMN)
                analyze_later(o, &tables, step.folded.at[k]);
    }
}

/* --- all of them --- */

static void rework_create(Online *o, size_t number)
{
    const Object *object = step_of(o, number)->object;
    bool key = object->id.kind == KIND_PRIMARY_KEY || object->id.kind == KIND_UNIQUE;
    if (!has_rows(o, object))
        return;
    if (is_free_index(object))
        step_of(o, number)->pace = PACE_OUTSIDE;
    else if (key && !is_partitioned(object->parent))
        build_key(o, number);
    else if (may_be_unvalidated(object))
        validate_later(o, number);
    else if (object->id.kind == KIND_FOREIGN_KEY && is_partitioned(object->parent))
        bring_keys(o, number);
}

static void rework(Online *o, size_t number)
{
    const Step step = *step_of(o, number);
    const Object *object = step.object;
    bool column = object->id.kind == KIND_COLUMN && step.type == STEP_ALTER && step.attr;
    if (step.type == STEP_CREATE)
        rework_create(o, number);
    else if (step.type == STEP_DROP && object->id.kind == KIND_INDEX)
        drop_index(o, number);
    else if (step.type == STEP_DROP && object->id.kind == KIND_TABLE &&
             object_attr(object, "partition_of"))
        leave_first(o, number);
    else if (column && is_field(&step, "not_null") && has_rows(o, object))
        prove_not_null(o, number);
    else if (step.type == STEP_ALTER && is_field(&step, "not_valid"))
        step_of(o, number)->pace = PACE_APART;
}

/* … when all others are there, which it comes after. */
static void rework_places(Online *o)
{
    size_t count = o->graph->nodes.len;
    for (size_t i = 1; i <= count; i++) {
        const Step step = *step_of(o, i);
        if (step.type == STEP_ENTER && is_field(&step, "partition_of") && step.attr &&
            !o->p->wanted[step.object->index].come)
            prove_bounds(o, i);
    }
}

static void enter_comer(Online *o, size_t number)
{
    const Step *step = step_of(o, number);
    if (step->type != STEP_ENTER || !step->attr || step->attr->value.count != 2)
        return;
    Str whole = step->attr->value.list[0];
    StepSet *comers = map_get(&o->comers, whole);
    if (!comers) {
        comers = NEW(o->p->arena, StepSet);
        map_put(&o->comers, whole, comers);
    }
    vec_push(o->p->arena, comers, number);
}

static void enter_rest(Online *o, const Object *table)
{
    Value place = object_value(table, "partition_of");
    for (size_t i = 0; place.count == 2 && i < table->edges.len; i++)
        if (table->edges.at[i].to->id.kind == KIND_TABLE &&
            str_eq_nocase(place.list[1], S("default")))
            o->has_rest[table->edges.at[i].to->index] = true;
}

static void index_graph(Online *o)
{
    size_t count = o->graph->nodes.len;
    for (size_t i = 0; i < count; i++)
        vec_push(o->p->arena, &o->before, (StepSet){0});
    for (size_t i = 0; i < count; i++) {
        const StepSet *after = &o->graph->nodes.at[i].after;
        for (size_t k = 0; k < after->len; k++)
            vec_push(o->p->arena, &o->before.at[after->at[k]], i + 1);
        enter_comer(o, i + 1);
    }
    o->has_rest = NEW_ARRAY(o->p->arena, bool, o->p->have->objects.len);
    for (size_t i = 0; i < o->p->have->objects.len; i++) {
        Object *object = o->p->have->objects.at[i];
        enter_rest(o, object);
        if (kinds[object->id.kind].flags & KIND_RELATION)
            map_put(&o->slots, graph_name_slot(o->p->arena, object), object);
    }
}

void planner_go_online(Planner *p)
{
    Online o = {
        .p = p, .graph = &p->graph, .slots = {.arena = p->arena}, .comers = {.arena = p->arena}};
    size_t count = p->graph.nodes.len;
    index_graph(&o);
    for (size_t i = 1; i <= count; i++)
        rework(&o, i);
    rework_places(&o);
    analyze_types(&o);
}
