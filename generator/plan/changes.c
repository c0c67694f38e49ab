#include "plan/plan.h"

#include "catalog/orbit.h"
#include "plan/graph.h"

/* What becomes of an object of either side. */
typedef enum { FATE_KEEP, FATE_GO, FATE_REPLACE } Fate;

typedef struct {
    Arena *arena;
    const Catalog *have, *want;
    const PlanPolicy *policy;
    Diags *diags;
    Changes changes;
    Fate *fate;                   /* by index in have */
    bool *rebuilt;                /* by index in have: types made anew under their columns */
    bool *come;                   /* by index in want: is created, new or again */
    bool *altered;                /* by index in have: what makes it depend on others changes */
    VEC(const Object *) * users;  /* by index in have: who depends on it */
    VEC(const Object *) worklist; /* objects of have that go or are replaced */
    Graph graph;
    uint32_t *seen, round;           /* by index of either: visited by leads_to */
    size_t *drop_step, *create_step; /* by index; a step of the graph plus one, 0: none */
    VEC(size_t) * alter_steps;       /* by index in have */
} Planner;

static bool planned(const Object *object)
{
    return !object->implicit && !(kinds[object->id.kind].flags & KIND_NOT_READ);
}

static const Object *twin(const Catalog *catalog, const Object *object)
{
    return catalog_find(catalog, object->id);
}

/* --- who goes, who comes, who is in the way --- */

static void index_users(Planner *p)
{
    p->users = arena_alloc(p->arena, p->have->objects.len, sizeof *p->users, _Alignof(max_align_t));
    for (size_t i = 0; i < p->have->objects.len; i++) {
        const Object *object = p->have->objects.at[i];
        for (size_t k = 0; k < object->edges.len; k++)
            vec_push(p->arena, &p->users[object->edges.at[k].to->index], object);
    }
}

static bool keeps_rows(const Planner *p, const Object *object);

static void condemn(Planner *p, const Object *object, Fate fate)
{
    if (p->fate[object->index] != FATE_KEEP || !planned(object))
        return;
    bool lends = (kinds[object->id.kind].flags & KIND_LENDS) && object->parent;
    if (fate == FATE_REPLACE && lends && !keeps_rows(p, object))
        condemn(p, object->parent, FATE_REPLACE); /* or it would come back in another place */
    p->fate[object->index] = fate;
    vec_push(p->arena, &p->worklist, object);
}

static bool can_alter(const Change *change)
{
    if (change->field->flags & FIELD_SPECIAL)
        return true;
    if (change->field->flags & FIELD_SHAPED)
        return shape_stays(change->have, change->want);
    return change->want_attr ? change->field->set != NULL : change->field->reset != NULL;
}

static void refuse_replace(Planner *p, const Object *object, const Object *because)
{
    Diag *diag = diag_error(p->diags, "E0902", object->pos, "%.*s would have to be made anew",
                            STR_ARG(object_show(p->arena, object)));
    diag_help(p->diags, diag, "it holds rows, and %.*s cannot change under it.",
              STR_ARG(object_show(p->arena, because)));
}

/* A column whose values are computed can come back; one that holds values cannot. */
static bool holds_rows(const Object *object)
{
    bool elsewhere = object->parent && !(kinds[object->parent->id.kind].flags & KIND_HAS_DATA);
    return (kinds[object->id.kind].flags & KIND_HAS_DATA) && !object_attr(object, "generated") &&
           !elsewhere; /* rows of a foreign table */
}

/* An attribute of a composite type has values where a column is of that type. */
static bool keeps_rows(const Planner *p, const Object *object)
{
    if (!(kinds[object->id.kind].flags & KIND_LENDS) || !object->parent)
        return holds_rows(object);
    for (size_t i = 0; i < p->users[object->parent->index].len; i++)
        if (holds_rows(p->users[object->parent->index].at[i]))
            return true;
    return false;
}

static void condemn_user(Planner *p, const Object *user)
{
    condemn(p, user, twin(p->want, user) ? FATE_REPLACE : FATE_GO);
}

/* What has to be away while the column changes its type; `rebuilt`: to one of the same name, so
 * that keys across tables cannot follow. */
static void clear_way(Planner *p, const Object *object, bool rebuilt)
{
    for (size_t i = 0; i < p->users[object->index].len; i++) {
        const Object *user = p->users[object->index].at[i];
        unsigned flags = kinds[user->id.kind].flags;
        bool computed = user->id.kind == object->id.kind && object_attr(user, "generated");
        if ((flags & KIND_BLOCKS) || computed || user->id.kind == KIND_DEFAULT ||
            (rebuilt && (flags & KIND_ACROSS)))
            condemn_user(p, user);
    }
}

static void block_type_change(Planner *p, const Change *change)
{
    const Object *lent = change->have->parent;
    clear_way(p, change->have, false);
    for (size_t i = 0; keeps_rows(p, change->have) && lent && i < p->users[lent->index].len; i++)
        if ((kinds[change->have->id.kind].flags & KIND_LENDS) &&
            holds_rows(p->users[lent->index].at[i]))
            refuse_replace(p, p->users[lent->index].at[i], change->have);
}

/* --- a type that has to be made anew under columns that hold rows --- */

static bool rebuilds(const Change *change)
{
    const Attr *have = change->have_attr, *want = change->want_attr;
    return (change->field->flags & FIELD_REBUILDS) &&
           !(have && want && value_grows(&have->value, &want->value));
}

/* A column that is of the type now and then: the step that makes the type anew moves it. */
static const Object *moved_column(const Planner *p, const Object *user)
{
    const Object *want = holds_rows(user) ? twin(p->want, user) : NULL;
    bool moved = want && p->fate[user->index] == FATE_KEEP &&
                 str_eq(object_text(user, "type"), object_text(want, "type"));
    return moved ? want : NULL;
}

static void rebuild_type(Planner *p, const Object *type)
{
    bool used = false;
    for (size_t i = 0; i < p->users[type->index].len; i++)
        used |= keeps_rows(p, p->users[type->index].at[i]);
    if (!used) {
        condemn(p, type, FATE_REPLACE);
        return;
    }
    p->rebuilt[type->index] = true;
    for (size_t i = 0; i < p->users[type->index].len; i++) {
        const Object *user = p->users[type->index].at[i];
        if (moved_column(p, user))
            clear_way(p, user, true);
        else if (!keeps_rows(p, user))
            condemn_user(p, user);
        else if (!holds_rows(user) && twin(p->want, user))
            refuse_replace(p, user, type);
    }
}

/* PostgreSQL looks through columns of a domain before it becomes stricter, but not into arrays and
 * composite values of it. */
static void judge_domain(Planner *p, const Object *type)
{
    bool inside = false;
    for (size_t i = 0; type && i < p->users[type->index].len; i++) {
        const Object *user = p->users[type->index].at[i];
        inside |= keeps_rows(p, user) &&
                  (!holds_rows(user) || str_ends(object_text(user, "type"), S("[]")));
    }
    if (inside && !p->rebuilt[type->index])
        rebuild_type(p, type);
}

static void judge_changes(Planner *p)
{
    for (size_t i = 0; i < p->changes.len; i++) {
        const Change *change = &p->changes.at[i];
        const Object *type = change->type == CHANGE_ADD ? change->want->parent : change->have;
        if (type && (kinds[type->id.kind].flags & KIND_GUARDS) &&
            (change->type == CHANGE_ADD || (change->field && (change->field->flags & FIELD_GUARD))))
            judge_domain(p, twin(p->have, type));
        if (change->type == CHANGE_DROP) {
            condemn(p, change->have, FATE_GO);
        } else if (change->type == CHANGE_ALTER && !change->report) {
            p->altered[change->have->index] |= !(change->field->flags & FIELD_SEPARATE);
            if (rebuilds(change)) {
                rebuild_type(p, change->have);
            } else if (!can_alter(change)) {
                if (keeps_rows(p, change->have))
                    refuse_replace(p, change->have, change->have);
                condemn(p, change->have, FATE_REPLACE);
            } else if (change->field->flags & FIELD_BLOCKED) {
                block_type_change(p, change);
            }
        }
    }
}

static bool same_name(const ObjectId *a, const ObjectId *b)
{
    return str_eq(a->schema, b->schema) && str_eq(a->object, b->object) && str_eq(a->sub, b->sub);
}

/* The user is to live on without the object, and without another one of its name: a change of its
 * own lets go of it. Without one, the same words mean another object by then, and only a new user
 * will see that. */
static bool lets_go(const Planner *p, const Object *user, const Object *object)
{
    const Object *later = twin(p->want, user);
    if (!p->altered[user->index] && !keeps_rows(p, user))
        return false;
    for (size_t i = 0; later && i < later->edges.len; i++)
        if (same_name(&later->edges.at[i].to->id, &object->id))
            return false;
    return later != NULL;
}

/* What depends on something that goes has to go first; what is still wanted comes back. */
static void close_over_users(Planner *p)
{
    for (size_t i = 0; i < p->worklist.len; i++) {
        const Object *object = p->worklist.at[i];
        for (size_t k = 0; k < p->users[object->index].len; k++) {
            const Object *user = p->users[object->index].at[k];
            if (p->fate[user->index] != FATE_KEEP || !planned(user))
                continue;
            if (lets_go(p, user, object))
                continue;
            bool wanted = twin(p->want, user) != NULL;
            if (wanted && keeps_rows(p, user))
                refuse_replace(p, user, object);
            condemn(p, user, wanted ? FATE_REPLACE : FATE_GO);
        }
    }
}

static bool is_allowed(const Planner *p, const Object *object)
{
    const StrVec *allowed = p->policy->allow_loss;
    Str path = object_path(p->arena, object), shown = object_show(p->arena, object);
    for (size_t i = 0; allowed && i < allowed->len; i++)
        if (str_is(allowed->at[i], "*") || str_eq(allowed->at[i], path) ||
            str_eq(allowed->at[i], shown))
            return true;
    return false;
}

static void check_losses(Planner *p)
{
    for (size_t i = 0; i < p->worklist.len; i++) {
        const Object *object = p->worklist.at[i];
        bool with_parent = object->parent && p->fate[object->parent->index] == FATE_GO;
        if (!keeps_rows(p, object) || with_parent || is_allowed(p, object))
            continue;
        Diag *diag = diag_error(p->diags, "E0901", object->pos, "dropping %.*s loses its rows",
                                STR_ARG(object_show(p->arena, object)));
        diag_help(p->diags, diag, "if that is meant: --allow-loss '%.*s'.",
                  STR_ARG(object_path(p->arena, object)));
    }
}

/* --- renames are never guessed: what could be one is for the author to say --- */

static bool same_attributes(Planner *p, const Object *a, const Object *b)
{
    const Kind *kind = &kinds[a->id.kind];
    for (size_t i = 0; i < kind->field_count; i++) {
        const Field *field = &kind->fields[i];
        const Attr *x = object_attr(a, field->name), *y = object_attr(b, field->name);
        bool counts = field->compare != COMPARE_REPORT && field->compare != COMPARE_META &&
                      field->compare != COMPARE_AUTHOR && !(field->flags & FIELD_SEPARATE);
        if (counts && !attr_equal(p->arena, field, x, y))
            return false;
    }
    return true;
}

/* The parts of one that hold rows are those of the other. */
static bool same_parts(Planner *p, const Object *gone, const Object *come)
{
    size_t parts = 0, found = 0;
    for (size_t i = gone->index + 1; i < p->have->objects.len; i++) {
        const Object *part = p->have->objects.at[i];
        if (part->parent != gone || !holds_rows(part))
            continue;
        ObjectId id = part->id;
        id.schema = come->id.schema;
        id.object = come->id.object;
        const Object *other = catalog_find(p->want, id);
        parts++;
        found += other && same_attributes(p, part, other);
    }
    return parts > 0 && parts == found;
}

static bool looks_renamed(Planner *p, const Object *gone, const Object *come)
{
    if (gone->id.kind != come->id.kind || !holds_rows(gone))
        return false;
    bool same_table =
        str_eq(gone->id.schema, come->id.schema) && str_eq(gone->id.object, come->id.object);
    return gone->parent ? same_table && same_attributes(p, gone, come) : same_parts(p, gone, come);
}

static void check_renames(Planner *p)
{
    for (size_t i = 0; i < p->changes.len; i++) {
        const Change *drop = &p->changes.at[i];
        for (size_t k = 0;
             drop->type == CHANGE_DROP && holds_rows(drop->have) && k < p->changes.len; k++) {
            const Change *add = &p->changes.at[k];
            if (add->type != CHANGE_ADD || !looks_renamed(p, drop->have, add->want))
                continue;
            Diag *diag = diag_error(p->diags, "E0903", add->want->pos, "is %.*s the old %.*s?",
                                    STR_ARG(object_show(p->arena, add->want)),
                                    STR_ARG(object_show(p->arena, drop->have)));
            diag_help(p->diags, diag,
                      "one goes and one of the same shape comes: say --rename %.*s=%.*s, or "
                      "--no-renames when none is meant.",
                      STR_ARG(object_path(p->arena, drop->have)), STR_ARG(object_name(add->want)));
        }
    }
}

static void find_comers(Planner *p)
{
    for (size_t i = 0; i < p->want->objects.len; i++) {
        const Object *object = p->want->objects.at[i];
        const Object *old = twin(p->have, object);
        p->come[i] = planned(object) && (!old || p->fate[old->index] == FATE_REPLACE);
    }
}

/* --- steps --- */

static bool leads_to_one(Planner *p, bool wanted, const Object *from, const Object *target);

static bool is_rebuilt(const Planner *p, const Object *want)
{
    const Object *old = twin(p->have, want);
    return old && p->rebuilt[old->index] && p->fate[old->index] == FATE_KEEP;
}

static bool under_way(const Planner *p, bool wanted, const Object *object)
{
    return wanted ? p->come[object->index] || is_rebuilt(p, object)
                  : p->fate[object->index] != FATE_KEEP;
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
        if (under_way(p, wanted, to) && leads_to_one(p, wanted, to, target))
            return true;
    }
    return part_leads_to(p, wanted, from, target);
}

/* Whether, among what comes (or, of the live objects, what goes), the object needs the target. */
static bool leads_to(Planner *p, bool wanted, const Object *from, const Object *target)
{
    p->round++;
    return leads_to_one(p, wanted, from, target);
}

/* Drops vanish in the drop of the parent; unless something else needs the object gone before. */
static bool vanishes(Planner *p, const Object *object)
{
    for (size_t i = 0; i < object->edges.len; i++) { /* a default, with its column */
        const Object *to = object->edges.at[i].to;
        if (p->fate[to->index] != FATE_KEEP && str_eq(to->id.sub, object->id.sub) &&
            str_eq(to->id.object, object->id.object) && str_eq(to->id.schema, object->id.schema))
            return true;
    }
    if (!(kinds[object->id.kind].flags & KIND_WITH_PARENT) || !object->parent ||
        p->fate[object->parent->index] == FATE_KEEP)
        return false;
    for (size_t i = 0; i < object->edges.len; i++) {
        const Object *to = object->edges.at[i].to;
        const Object *holder = to->parent ? to->parent : to;
        bool inside = kinds[object->id.kind].flags & KIND_IN_TABLE;
        if (holder != object->parent && p->fate[to->index] != FATE_KEEP &&
            (!inside || leads_to(p, false, to, object->parent)))
            return false;
    }
    return true;
}

static void add_drops(Planner *p)
{
    for (size_t i = 0; i < p->worklist.len; i++) {
        const Object *object = p->worklist.at[i];
        if (!vanishes(p, object))
            p->drop_step[object->index] =
                graph_add(&p->graph, (Step){.type = STEP_DROP, .object = object}) + 1;
    }
}

/* What a part stands inside when it is created: its new table, or the new column of a default. */
static const Object *folds_into(const Planner *p, const Object *object)
{
    if (!(kinds[object->id.kind].flags & KIND_IN_TABLE) || !object->parent)
        return NULL;
    bool inside = object->parent->id.kind == kinds[object->id.kind].parent; /* no view's */
    if (inside && (p->come[object->parent->index] || is_rebuilt(p, object->parent)))
        return object_bool(object, "not_valid") ? NULL : object->parent;
    ObjectId column = object->id;
    column.kind = KIND_COLUMN;
    const Object *of = object->id.kind == KIND_DEFAULT ? catalog_find(p->want, column) : NULL;
    return of && p->come[of->index] ? of : NULL;
}

/* A part is folded unless something it needs is made in this plan and needs the whole itself. */
static bool is_free(Planner *p, const Object *part, const Object *into)
{
    for (size_t i = 0; i < part->edges.len; i++) {
        const Object *to = part->edges.at[i].to;
        bool inside =
            to == into || (to->parent == into && (kinds[to->id.kind].flags & KIND_IN_TABLE));
        if (!inside && p->come[to->index] && leads_to(p, true, to, into))
            return false;
    }
    return true;
}

static void add_settings(Planner *p, const Object *object, size_t after, bool last)
{
    for (size_t i = 0; i < object->attrs.len; i++) {
        const Attr *attr = &object->attrs.at[i];
        const Field *field = &kinds[object->id.kind].fields[attr->field];
        if (!(field->flags & FIELD_SEPARATE) || !!(field->flags & FIELD_LAST) != last)
            continue;
        size_t step = graph_add(
            &p->graph, (Step){.type = STEP_SET, .object = object, .field = field, .attr = attr});
        graph_before(&p->graph, after, step);
        if (last)
            graph_last(&p->graph, step);
    }
}

/* The step comes behind those that change the object already. */
static void chain_alter(Planner *p, const Object *have, size_t step)
{
    size_t count = p->alter_steps[have->index].len;
    if (count)
        graph_before(&p->graph, p->alter_steps[have->index].at[count - 1], step);
    vec_push(p->arena, &p->alter_steps[have->index], step);
}

/* One step makes the type anew, with its parts, and moves the columns. */
static void add_rebuild(Planner *p, const Object *have)
{
    Step step = {.type = STEP_ALTER, .object = twin(p->want, have)};
    for (size_t i = 0; i < p->users[have->index].len; i++) {
        const Object *moved = moved_column(p, p->users[have->index].at[i]);
        if (moved)
            vec_push(p->arena, &step.folded, moved);
    }
    size_t number = graph_add(&p->graph, step);
    p->create_step[step.object->index] = number + 1;
    chain_alter(p, have, number);
    for (size_t i = 0; i < step.folded.len; i++)
        chain_alter(p, twin(p->have, step.folded.at[i]), number);
}

static void add_rebuilds(Planner *p)
{
    for (size_t i = 0; i < p->have->objects.len; i++)
        if (p->rebuilt[i] && p->fate[i] == FATE_KEEP)
            add_rebuild(p, p->have->objects.at[i]);
}

static void add_creates(Planner *p)
{
    for (size_t i = 0; i < p->want->objects.len; i++) {
        const Object *object = p->want->objects.at[i];
        const Object *into = p->come[i] ? folds_into(p, object) : NULL;
        if (p->come[i] && !(into && is_free(p, object, into)))
            p->create_step[i] =
                graph_add(&p->graph, (Step){.type = STEP_CREATE, .object = object}) + 1;
    }
    for (size_t i = 0; i < p->want->objects.len; i++) {
        const Object *object = p->want->objects.at[i];
        if (!p->come[i])
            continue;
        if (!p->create_step[i]) { /* an into that is itself folded has the step of its table */
            const Object *into = folds_into(p, object);
            if (!p->create_step[into->index])
                into = into->parent;
            p->create_step[i] = p->create_step[into->index];
            Step *step = graph_step(&p->graph, p->create_step[i] - 1);
            vec_push(p->arena, &step->folded, object);
        }
        add_settings(p, object, p->create_step[i] - 1, false);
        add_settings(p, object, p->create_step[i] - 1, true);
    }
}

static void add_alter(Planner *p, const Change *change, bool whole)
{
    size_t step = graph_add(&p->graph, (Step){.type = STEP_ALTER,
                                              .object = change->want,
                                              .field = whole ? NULL : change->field,
                                              .attr = whole ? NULL : change->want_attr});
    chain_alter(p, change->have, step);
}

static void add_alters(Planner *p)
{
    const Object *replaced = NULL; /* whose OR REPLACE is there already */
    for (size_t i = 0; i < p->changes.len; i++) {
        const Change *change = &p->changes.at[i];
        if (change->type != CHANGE_ALTER || change->report ||
            p->fate[change->have->index] != FATE_KEEP || p->rebuilt[change->have->index])
            continue;
        bool has_own = change->want_attr ? change->field->set : change->field->reset;
        bool whole = (kinds[change->have->id.kind].flags & KIND_OR_REPLACE) && !has_own;
        if (whole && replaced == change->have)
            continue;
        if (whole)
            replaced = change->have;
        add_alter(p, change, whole);
    }
}

/* --- order --- */

/* The step with which the object goes: its own, its column's or its parent's; or 0. */
static size_t gone_by(const Planner *p, const Object *object)
{
    if (p->drop_step[object->index] || p->fate[object->index] == FATE_KEEP)
        return p->drop_step[object->index];
    for (size_t i = 0; i < object->edges.len; i++) { /* a default, with its column */
        const Object *to = object->edges.at[i].to;
        if (to->parent == object->parent && str_eq(to->id.sub, object->id.sub) &&
            p->drop_step[to->index])
            return p->drop_step[to->index];
    }
    return object->parent ? p->drop_step[object->parent->index] : 0;
}

static void order_drops(Planner *p, const Object *object)
{
    size_t own = gone_by(p, object);
    for (size_t i = 0; i < object->edges.len; i++) {
        const Object *to = object->edges.at[i].to;
        size_t drop = gone_by(p, to);
        if (own && drop)
            graph_before(&p->graph, own - 1, drop - 1);
        for (size_t k = 0; own && k < p->alter_steps[to->index].len; k++)
            graph_before(&p->graph, own - 1, p->alter_steps[to->index].at[k]);
        for (size_t k = 0; drop && k < p->alter_steps[object->index].len; k++)
            graph_before(&p->graph, p->alter_steps[object->index].at[k], drop - 1);
    }
}

/* What changes on both comes first on the one that the other needs. */
static void order_alters(Planner *p, const Object *needed, const Object *user)
{
    size_t count = needed && user ? p->alter_steps[user->index].len : 0;
    for (size_t i = 0; count && i < p->alter_steps[needed->index].len; i++) {
        size_t first = p->alter_steps[user->index].at[0];
        if (p->alter_steps[needed->index].at[i] == first)
            return; /* one step changes both */
        graph_before(&p->graph, p->alter_steps[needed->index].at[i], first);
    }
}

static void order_creates(Planner *p, const Object *object)
{
    size_t own = p->create_step[object->index];
    const Object *old = twin(p->have, object);
    if (old && own && p->drop_step[old->index])
        graph_before(&p->graph, p->drop_step[old->index] - 1, own - 1);
    for (size_t i = 0; i < object->edges.len; i++) {
        const Object *to = object->edges.at[i].to;
        const Object *to_old = twin(p->have, to);
        size_t create = p->create_step[to->index];
        if (own && create && own != create)
            graph_before(&p->graph, create - 1, own - 1);
        for (size_t k = 0; own && to_old && k < p->alter_steps[to_old->index].len; k++)
            graph_before(&p->graph, p->alter_steps[to_old->index].at[k], own - 1);
        for (size_t k = 0; create && old && k < p->alter_steps[old->index].len; k++)
            graph_before(&p->graph, create - 1, p->alter_steps[old->index].at[k]);
        order_alters(p, to_old, old);
    }
}

/* A name must be free before it is taken by another object. */
static void order_names(Planner *p)
{
    Map gone = {.arena = p->arena};
    for (size_t i = 0; i < p->have->objects.len; i++) {
        const Object *object = p->have->objects.at[i];
        if ((kinds[object->id.kind].flags & KIND_RELATION) && p->fate[i] != FATE_KEEP)
            map_put(&gone, graph_name_slot(p->arena, object), (void *)(uintptr_t)object);
    }
    for (size_t i = 0; i < p->want->objects.len; i++) {
        const Object *object = p->want->objects.at[i];
        if (!(kinds[object->id.kind].flags & KIND_RELATION) || !p->create_step[i])
            continue;
        const Object *old = map_get(&gone, graph_name_slot(p->arena, object));
        if (!old)
            continue;
        size_t drop = p->drop_step[old->index];
        if (!drop && old->parent)
            drop = p->drop_step[old->parent->index];
        if (drop)
            graph_before(&p->graph, drop - 1, p->create_step[i] - 1);
    }
}

Plan plan_changes(Arena *arena, const Catalog *have, const Catalog *want, const PlanPolicy *policy,
                  Diags *diags)
{
    Planner p = {.arena = arena, .have = have, .want = want, .policy = policy, .diags = diags};
    p.changes = catalog_diff(arena, have, want);
    p.fate = NEW_ARRAY(arena, Fate, have->objects.len);
    p.rebuilt = NEW_ARRAY(arena, bool, have->objects.len);
    p.altered = NEW_ARRAY(arena, bool, have->objects.len);
    p.come = NEW_ARRAY(arena, bool, want->objects.len);
    size_t most = have->objects.len > want->objects.len ? have->objects.len : want->objects.len;
    p.seen = NEW_ARRAY(arena, uint32_t, most);
    p.drop_step = NEW_ARRAY(arena, size_t, have->objects.len);
    p.create_step = NEW_ARRAY(arena, size_t, want->objects.len);
    p.alter_steps =
        arena_alloc(arena, have->objects.len, sizeof *p.alter_steps, _Alignof(max_align_t));
    p.graph.arena = arena;
    index_users(&p);
    judge_changes(&p);
    close_over_users(&p);
    if (!policy->no_renames)
        check_renames(&p);
    check_losses(&p);
    find_comers(&p);
    add_drops(&p);
    add_rebuilds(&p);
    add_creates(&p);
    add_alters(&p);
    for (size_t i = 0; i < have->objects.len; i++)
        order_drops(&p, have->objects.at[i]);
    for (size_t i = 0; i < want->objects.len; i++)
        order_creates(&p, want->objects.at[i]);
    order_names(&p);
    return diags->errors ? (Plan){0} : graph_sort(&p.graph, diags);
}
