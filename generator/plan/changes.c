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
    uint32_t *seen, round;        /* by index of either: visited by leads_to */
    VEC(const Object *) * takers; /* by index in want: who depends on it */
    const Change **move;          /* by index in have: the table gets another place (FIELD_APART) */
    size_t *drop_step, *create_step; /* by index; a step of the graph plus one, 0: none */
    size_t *leave_step;              /* by index in have */
    size_t *enter_step;              /* by index in want */
    size_t *attach_step;             /* by index in want: of FIELD_FOLLOWS */
    StepSet *alter_steps;            /* by index in have */
    StepSet *last_steps;             /* … of FIELD_LAST, which nothing waits for */
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
    p->takers =
        arena_alloc(p->arena, p->want->objects.len, sizeof *p->takers, _Alignof(max_align_t));
    for (size_t i = 0; i < p->have->objects.len; i++) {
        const Object *object = p->have->objects.at[i];
        for (size_t k = 0; k < object->edges.len; k++)
            vec_push(p->arena, &p->users[object->edges.at[k].to->index], object);
    }
    for (size_t i = 0; i < p->want->objects.len; i++) {
        const Object *object = p->want->objects.at[i];
        for (size_t k = 0; k < object->edges.len; k++)
            vec_push(p->arena, &p->takers[object->edges.at[k].to->index], object);
    }
}

/* --- parts of tables that have a place in others: partitions and heirs --- */

/* The same part of the table that the object's table belongs to. */
static const Object *source_of(const Object *object)
{
    for (size_t i = 0; i < object->edges.len; i++)
        if (object->edges.at[i].type == EDGE_INHERITED)
            return object->edges.at[i].to;
    return NULL;
}

/* The change of place of a live table, or of the table of a part. */
static const Change *move_of(const Planner *p, const Object *object)
{
    const Object *table = object->parent ? object->parent : object;
    return p->move[table->index];
}

/* Whether what becomes of an edge's end matters to a live object. */
static bool binds(const Planner *p, const Object *object, const Edge *edge)
{
    return edge->type == EDGE_OWNED ? false : edge->type != EDGE_INHERITED || !move_of(p, object);
}

static void find_moves(Planner *p)
{
    for (size_t i = 0; i < p->changes.len; i++) {
        const Change *change = &p->changes.at[i];
        if (change->type == CHANGE_ALTER && (change->field->flags & FIELD_APART))
            p->move[change->have->index] = change;
    }
}

/* The parts of a table stand behind it. */
static const Object *next_part(const Catalog *catalog, const Object *table, const Object *part)
{
    size_t i = (part ? part : table)->index + 1;
    const Object *next = i < catalog->objects.len ? catalog->objects.at[i] : NULL;
    return next && next->parent == table ? next : NULL;
}

static const Attr *attachment_of(const Object *object)
{
    for (size_t i = 0; i < object->attrs.len; i++)
        if (kinds[object->id.kind].fields[object->attrs.at[i].field].flags & FIELD_FOLLOWS)
            return &object->attrs.at[i];
    return NULL;
}

static bool same_shape(Planner *p, const Object *a, const Object *b)
{
    if (a->id.kind != b->id.kind) { /* an index of one kind of key serves for another */
        const Attr *x = object_attr(a, "columns"), *y = object_attr(b, "columns");
        return x && y && value_eq(&x->value, &y->value) && !object_attr(a, "where");
    }
    for (size_t i = 0; i < kinds[a->id.kind].field_count; i++) {
        const Field *field = &kinds[a->id.kind].fields[i];
        if (!(field->flags & FIELD_SEPARATE) &&
            !attr_equal(p->arena, field, object_attr(a, field->name), object_attr(b, field->name)))
            return false;
    }
    return true;
}

/* An index that PostgreSQL would take for the one that is to be attached. */
static bool is_double(Planner *p, const Object *object)
{
    if (!(kinds[object->id.kind].flags & KIND_RELATION) || attachment_of(object))
        return false;
    for (const Object *part = NULL; (part = next_part(p->want, object->parent, part));)
        if ((kinds[part->id.kind].flags & KIND_RELATION) && attachment_of(part) &&
            same_shape(p, part, object))
            return true;
    return false;
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

static bool can_alter(const Planner *p, const Change *change)
{
    if (change->field->flags & FIELD_FIXED)
        return false;
    if (change->field->flags & (FIELD_SPECIAL | FIELD_APART | FIELD_TOGETHER))
        return true;
    if (change->field->flags & FIELD_SHAPED)
        return shape_stays(change->have, change->want);
    if (change->field->flags & FIELD_FOLLOWS)
        return !change->have_attr || move_of(p, change->have);
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
        if (source_of(user) == object)
            continue;
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
            } else if (!can_alter(p, change)) {
                if (keeps_rows(p, change->have) && keeps_rows(p, change->want))
                    refuse_replace(p, change->have, change->have);
                condemn(p, change->have, FATE_REPLACE);
            } else if (change->field->flags & FIELD_BLOCKED) {
                if (object_bool(change->have, "partition_key"))
                    refuse_replace(p, change->have->parent, change->have);
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

/* A column that is to stay without the one it comes from becomes the table's own. */
static bool is_bound(const Planner *p, const Object *user, const Object *object)
{
    for (size_t i = 0; i < user->edges.len; i++)
        if (user->edges.at[i].to == object)
            return binds(p, user, &user->edges.at[i]) &&
                   !(user->edges.at[i].type == EDGE_INHERITED && holds_rows(user) &&
                     twin(p->want, user) && p->fate[object->index] == FATE_GO);
    return false;
}

/* A part of a table that stays in its place goes only together with the part it comes from. */
static void condemn_source(Planner *p, const Object *object)
{
    const Object *source = source_of(object);
    if (!source || holds_rows(source) || p->fate[source->index] != FATE_KEEP ||
        move_of(p, object) || (object->parent && p->fate[object->parent->index] != FATE_KEEP))
        return;
    condemn(p, source, twin(p->want, source) ? FATE_REPLACE : FATE_GO);
}

/* Indexes of a table that enters a place, which would be taken for others there, come afterwards.
 */
static void replace_doubles(Planner *p)
{
    for (size_t i = 0; i < p->have->objects.len; i++) {
        const Object *object = p->have->objects.at[i], *now = twin(p->want, object);
        if (now && object->parent && move_of(p, object) && is_double(p, now))
            condemn(p, object, FATE_REPLACE);
    }
}

/* What depends on something that goes has to go first; what is still wanted comes back. */
static void close_over_users(Planner *p)
{
    for (size_t i = 0; i < p->worklist.len; i++) {
        const Object *object = p->worklist.at[i];
        for (size_t k = 0; k < p->users[object->index].len; k++) {
            const Object *user = p->users[object->index].at[k];
            if (p->fate[user->index] != FATE_KEEP || !planned(user) || !is_bound(p, user, object))
                continue;
            if (lets_go(p, user, object))
                continue;
            bool wanted = twin(p->want, user) != NULL;
            if (wanted && keeps_rows(p, user))
                refuse_replace(p, user, object);
            condemn(p, user, wanted ? FATE_REPLACE : FATE_GO);
        }
        condemn_source(p, object);
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
        if (from->edges.at[i].type == EDGE_OWNED)
            continue;
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
        if (!is_inside(to, object->parent) && p->fate[to->index] != FATE_KEEP &&
            object->edges.at[i].type != EDGE_INHERITED && object->edges.at[i].type != EDGE_OWNED &&
            (!inside || leads_to(p, false, to, object->parent)))
            return false;
    }
    return true;
}

/* What an object vanishes with: the part that it is inherited from, its owner, the column of a
 * default, its table; unless something else needs it gone before. NULL: it needs a drop. */
static const Object *goes_with(Planner *p, const Object *object)
{
    bool with_parent = (kinds[object->id.kind].flags & KIND_WITH_PARENT) && object->parent &&
                       p->fate[object->parent->index] != FATE_KEEP;
    if (with_parent && needs_inside_alone(p, object))
        return object->parent;
    for (size_t i = 0; i < object->edges.len; i++) {
        const Edge *edge = &object->edges.at[i];
        const Object *to = edge->to;
        bool gone = p->fate[to->index] != FATE_KEEP;
        bool same = str_eq(to->id.sub, object->id.sub) &&
                    str_eq(to->id.object, object->id.object) &&
                    str_eq(to->id.schema, object->id.schema);
        if (gone && ((edge->type == EDGE_INHERITED && binds(p, object, edge)) ||
                     (edge->type == EDGE_OWNED && p->fate[object->index] == FATE_GO) ||
                     (same && object->id.sub.len && needs_inside_alone(p, object))))
            return to;
    }
    return NULL;
}

static bool is_needed(const Planner *p, const Object *object)
{
    for (size_t i = 0; i < p->users[object->index].len; i++) {
        const Object *user = p->users[object->index].at[i];
        for (size_t k = 0; k < user->edges.len; k++)
            if (user->edges.at[k].to == object && user->edges.at[k].type == EDGE_NORMAL &&
                (kinds[user->id.kind].flags & KIND_CONSTRAINT))
                return true;
    }
    return false;
}

/* Whether constraints of tables refer to the columns of this one. */
static bool is_referred_to(const Planner *p, const Object *table)
{
    for (const Object *part = NULL; (part = next_part(p->have, table, part));)
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
            if (place->id.kind == table->id.kind && p->fate[place->index] == FATE_KEEP &&
                is_referred_to(p, place))
                p->leave_step[table->index] =
                    graph_add(&p->graph,
                              (Step){.type = STEP_LEAVE, .object = table, .field = field}) +
                    1;
        }
    }
}

/* A constraint whose index is attached to an index without one goes with that in no other way. */
static bool must_cascade(const Planner *p, const Object *object)
{
    bool constraint = kinds[object->id.kind].flags & KIND_CONSTRAINT;
    for (size_t i = 0; !constraint && i < p->users[object->index].len; i++) {
        const Object *user = p->users[object->index].at[i];
        if (source_of(user) == object && (kinds[user->id.kind].flags & KIND_CONSTRAINT) &&
            !move_of(p, user))
            return true;
    }
    return false;
}

/* Whether parts that come from this one stay without it. */
static bool leaves_heirs(const Planner *p, const Object *object)
{
    for (size_t i = 0; i < p->users[object->index].len; i++) {
        const Object *user = p->users[object->index].at[i];
        if (source_of(user) == object && p->fate[user->index] == FATE_KEEP && !move_of(p, user))
            return true;
    }
    return false;
}

static void add_drops(Planner *p)
{
    for (size_t i = 0; i < p->worklist.len; i++) {
        const Object *object = p->worklist.at[i];
        if (!goes_with(p, object))
            p->drop_step[object->index] =
                graph_add(&p->graph, (Step){.type = STEP_DROP,
                                            .object = object,
                                            .cascade = must_cascade(p, object),
                                            .only = leaves_heirs(p, object)}) +
                1;
        add_leave(p, object);
    }
    for (size_t i = 0; i < p->worklist.len; i++) {
        const Object *object = p->worklist.at[i], *holder = object;
        while (!p->drop_step[holder->index])
            holder = goes_with(p, holder);
        p->drop_step[object->index] = p->drop_step[holder->index];
    }
}

/* A new part of a table that is made by making it elsewhere: at the parent, or by the table's
 * taking its place there. */
static bool comes_along(const Planner *p, const Object *object)
{
    if (!object_bool(object, "inherited") || !source_of(object))
        return false;
    if (!(kinds[object->id.kind].flags & KIND_IN_TABLE))
        return true;
    const Object *old = twin(p->have, object->parent);
    if (p->come[object->parent->index])
        return !graph_enters_later(object->parent);
    return !(old && p->move[old->index]);
}

static const Object *column_of(const Catalog *catalog, const Object *object)
{
    ObjectId column = object->id;
    column.kind = KIND_COLUMN;
    return object->id.kind == KIND_DEFAULT ? catalog_find(catalog, column) : NULL;
}

/* A new default of a column that comes along comes along too, where it is the same. */
static bool default_comes_along(const Planner *p, const Object *object)
{
    const Object *column = column_of(p->want, object), *value = NULL;
    if (!column || !p->come[column->index] || !comes_along(p, column))
        return false;
    ObjectId id = source_of(column)->id;
    id.kind = KIND_DEFAULT;
    value = catalog_find(p->want, id);
    return value && value_eq(&value->attrs.at[0].value, &object->attrs.at[0].value);
}

/* PostgreSQL makes one of two keys of the same columns that stand in one CREATE TABLE. */
static bool is_second_key(const Planner *p, const Object *object)
{
    const Attr *columns = object_attr(object, "columns");
    if (!columns || !(kinds[object->id.kind].flags & KIND_RELATION))
        return false;
    for (const Object *part = NULL;
         (part = next_part(p->want, object->parent, part)) && part != object;) {
        const Attr *other = object_attr(part, "columns");
        unsigned flags = kinds[part->id.kind].flags;
        if (other && (flags & KIND_RELATION) && (flags & KIND_IN_TABLE) &&
            value_eq(&columns->value, &other->value))
            return true;
    }
    return false;
}

/* What a part stands inside when it is created: its new table, or the new column of a default. */
static const Object *folds_into(Planner *p, const Object *object)
{
    if (!(kinds[object->id.kind].flags & KIND_IN_TABLE) || !object->parent ||
        comes_along(p, object))
        return NULL;
    const Object *of = column_of(p->want, object);
    if (of && p->come[of->index] && comes_along(p, of))
        return NULL;
    bool inside = object->parent->id.kind == kinds[object->id.kind].parent; /* no view's */
    if (inside && (p->come[object->parent->index] || is_rebuilt(p, object->parent)))
        return object_bool(object, "not_valid") || is_second_key(p, object) || is_double(p, object)
                   ? NULL
                   : object->parent;
    return of && p->come[of->index] ? of : NULL;
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
        if (!inside && p->come[to->index] && leads_to(p, true, to, into))
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
        p->attach_step[object->index] = step + 1;
    if (apart)
        p->enter_step[object->index] = step + 1;
}

static void add_settings(Planner *p, const Object *object, size_t after)
{
    for (size_t i = 0; i < object->attrs.len; i++) {
        const Attr *attr = &object->attrs.at[i];
        if (kinds[object->id.kind].fields[attr->field].flags & FIELD_SEPARATE)
            add_setting(p, object, attr, after);
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
        bool along = moved && object_bool(moved, "inherited") && source_of(moved);
        if (moved && !along)
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

/* What a part that comes along has beside what it comes from. */
static void add_own_settings(Planner *p, const Object *object, size_t after)
{
    const Object *source = source_of(object);
    for (size_t i = 0; source && i < object->attrs.len; i++) {
        const Attr *attr = &object->attrs.at[i];
        const Field *field = &kinds[object->id.kind].fields[attr->field];
        const Attr *other = object_attr(source, field->name);
        if (field->set && !(field->flags & FIELD_SEPARATE) && field->compare == COMPARE_EXACT &&
            !other)
            add_setting(p, object, attr, after);
    }
    for (size_t i = 0; source && i < source->attrs.len; i++) {
        const Field *field = &kinds[object->id.kind].fields[source->attrs.at[i].field];
        if (field->reset && !(field->flags & (FIELD_SEPARATE | FIELD_SPECIAL)) &&
            field->compare == COMPARE_EXACT && !object_attr(object, field->name)) {
            size_t step =
                graph_add(&p->graph, (Step){.type = STEP_SET, .object = object, .field = field});
            graph_before(&p->graph, after, step);
        }
    }
}

/* The step by which an object is made; plus one, 0: it comes with what is there already. */
static size_t step_of_creation(Planner *p, const Object *object)
{
    size_t *step = &p->create_step[object->index];
    if (*step || !p->come[object->index])
        return *step;
    if (comes_along(p, object)) {
        const Object *source = source_of(object);
        bool parent_comes = p->come[object->parent->index];
        size_t enter = p->enter_step[object->parent->index];
        *step = parent_comes && !enter   ? step_of_creation(p, object->parent)
                : p->come[source->index] ? step_of_creation(p, source)
                                         : enter;
    } else if (default_comes_along(p, object)) {
        *step = step_of_creation(p, column_of(p->want, object));
    } else {
        *step = step_of_creation(p, folds_into(p, object));
        vec_push(p->arena, &graph_step(&p->graph, *step - 1)->folded, object);
    }
    return *step;
}

static void add_creates(Planner *p)
{
    size_t n = p->want->objects.len;
    for (size_t i = 0; i < n; i++) {
        const Object *object = p->want->objects.at[i];
        if (!p->come[i] || comes_along(p, object) || default_comes_along(p, object))
            continue;
        const Object *into = folds_into(p, object);
        if (!(into && is_free(p, object, into)))
            p->create_step[i] =
                graph_add(&p->graph, (Step){.type = STEP_CREATE, .object = object}) + 1;
    }
    for (size_t i = 0; i < n; i++) { /* places first: parts come along with them */
        const Object *object = p->want->objects.at[i];
        if (p->come[i] && p->create_step[i] && graph_enters_later(object))
            add_settings(p, object, p->create_step[i] - 1);
    }
    for (size_t i = 0; i < n; i++) {
        const Object *object = p->want->objects.at[i];
        if (!p->come[i] || (graph_enters_later(object) && p->enter_step[i]))
            continue;
        size_t step = step_of_creation(p, object);
        if (step && comes_along(p, object))
            add_own_settings(p, object, step - 1);
        if (step)
            add_settings(p, object, step - 1);
    }
}

static void add_alter(Planner *p, const Change *change, bool whole)
{
    bool last = change->want_attr && (change->field->flags & FIELD_LAST);
    size_t step = graph_add(&p->graph, (Step){.type = STEP_ALTER,
                                              .object = change->want,
                                              .field = whole ? NULL : change->field,
                                              .attr = whole ? NULL : change->want_attr});
    if (change->field->flags & FIELD_FOLLOWS)
        p->attach_step[change->want->index] = step + 1;
    if (last) {
        graph_last(&p->graph, step);
        vec_push(p->arena, &p->last_steps[change->have->index], step);
        return;
    }
    chain_alter(p, change->have, step);
}

/* Out of the old place early, into the new one late. */
static void add_move(Planner *p, const Change *change)
{
    p->leave_step[change->have->index] = graph_add(&p->graph, (Step){.type = STEP_LEAVE,
                                                                     .object = change->have,
                                                                     .field = change->field,
                                                                     .attr = change->want_attr}) +
                                         1;
    p->enter_step[change->want->index] = graph_add(&p->graph, (Step){.type = STEP_ENTER,
                                                                     .object = change->want,
                                                                     .field = change->field,
                                                                     .attr = change->want_attr}) +
                                         1;
    graph_before(&p->graph, p->leave_step[change->have->index] - 1,
                 p->enter_step[change->want->index] - 1);
}

static int phase_of(const Change *change)
{
    return change->want_attr ? change->field->set_phase : change->field->reset_phase;
}

/* The changes of one object, in an order that works for it. */
static void sort_by_phase(Planner *p)
{
    for (size_t i = 1; i < p->changes.len; i++) {
        Change change = p->changes.at[i];
        size_t k = i;
        if (change.type != CHANGE_ALTER)
            continue;
        for (; k > 0 && p->changes.at[k - 1].have == change.have &&
               p->changes.at[k - 1].type == CHANGE_ALTER &&
               phase_of(&p->changes.at[k - 1]) > phase_of(&change);
             k--)
            p->changes.at[k] = p->changes.at[k - 1];
        p->changes.at[k] = change;
    }
}

/* The change that PostgreSQL makes to the part that an inherited one comes from makes it here too.
 */
static bool follows(const Planner *p, const Change *change)
{
    const Object *have = source_of(change->have), *want = source_of(change->want);
    if (!have || !want || (change->field->flags & FIELD_SEPARATE) || move_of(p, change->have) ||
        !object_bool(change->have, "inherited") || !object_bool(change->want, "inherited") ||
        object_id_cmp(&have->id, &want->id) != 0)
        return false;
    const Attr *before = object_attr(have, change->field->name),
               *after = object_attr(want, change->field->name);
    bool same_before = before && change->have_attr
                           ? value_eq(&before->value, &change->have_attr->value)
                           : !before && !change->have_attr;
    bool same_after = after && change->want_attr
                          ? value_eq(&after->value, &change->want_attr->value)
                          : !after && !change->want_attr;
    return same_before && same_after;
}

static void add_alters(Planner *p)
{
    const Object *replaced = NULL; /* whose change of all is there already */
    for (size_t i = 0; i < p->changes.len; i++) {
        const Change *change = &p->changes.at[i];
        if (change->type != CHANGE_ALTER || change->report ||
            p->fate[change->have->index] != FATE_KEEP || p->rebuilt[change->have->index] ||
            follows(p, change))
            continue;
        if (change->field->flags & FIELD_APART) {
            add_move(p, change);
            continue;
        }
        if ((change->field->flags & FIELD_FOLLOWS) && !change->want_attr)
            continue;
        bool has_own = change->want_attr ? change->field->set : change->field->reset;
        bool whole = (change->field->flags & FIELD_TOGETHER) ||
                     ((kinds[change->have->id.kind].flags & KIND_OR_REPLACE) && !has_own);
        if (whole && replaced == change->have)
            continue;
        if (whole)
            replaced = change->have;
        add_alter(p, change, whole);
    }
}

/* Indexes of a table that moves are attached anew, even where the name they had there is the same.
 */
static void add_attachments(Planner *p)
{
    for (size_t i = 0; i < p->want->objects.len; i++) {
        const Object *object = p->want->objects.at[i], *old = twin(p->have, object);
        const Attr *attr = attachment_of(object);
        if (!attr || !old || p->fate[old->index] != FATE_KEEP || p->attach_step[i] ||
            !move_of(p, old))
            continue;
        size_t step =
            graph_add(&p->graph, (Step){.type = STEP_SET,
                                        .object = object,
                                        .field = &kinds[object->id.kind].fields[attr->field],
                                        .attr = attr});
        graph_last(&p->graph, step);
        p->attach_step[i] = step + 1;
    }
}

/* What must be before or after a change of the part that an inherited one follows. */
static void share_alters(Planner *p)
{
    for (size_t i = 0; i < p->changes.len; i++) {
        const Change *change = &p->changes.at[i];
        if (change->type != CHANGE_ALTER || change->report || !follows(p, change))
            continue;
        const Object *source = source_of(change->have);
        while (!p->alter_steps[source->index].len && source_of(source))
            source = source_of(source);
        for (size_t k = 0; k < p->alter_steps[source->index].len; k++)
            vec_push(p->arena, &p->alter_steps[change->have->index],
                     p->alter_steps[source->index].at[k]);
    }
}

/* --- order --- */

/* All of a set before a step, or behind it. */
static void all_before(Planner *p, size_t step, const StepSet *set, bool before)
{
    for (size_t i = 0; i < set->len; i++)
        if (before)
            graph_before(&p->graph, set->at[i], step);
        else
            graph_before(&p->graph, step, set->at[i]);
}

static void order_drops(Planner *p, const Object *object)
{
    size_t own = p->drop_step[object->index];
    for (size_t i = 0; i < object->edges.len; i++) {
        const Object *to = object->edges.at[i].to;
        size_t drop = p->drop_step[to->index];
        if (own && drop && binds(p, object, &object->edges.at[i]))
            graph_before(&p->graph, own - 1, drop - 1);
        if (own)
            all_before(p, own - 1, &p->alter_steps[to->index], false);
        if (drop && !own) {
            all_before(p, drop - 1, &p->alter_steps[object->index], true);
            all_before(p, drop - 1, &p->last_steps[object->index], true);
        }
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
        bool orders = object->edges.at[i].type != EDGE_OWNED;
        if (own && create && own != create && orders)
            graph_before(&p->graph, create - 1, own - 1);
        if (own && to_old && object->edges.at[i].type != EDGE_INHERITED)
            all_before(p, own - 1, &p->alter_steps[to_old->index], true);
        if (create && old && orders)
            all_before(p, create - 1, &p->alter_steps[old->index], false);
        if (create && old)
            all_before(p, create - 1, &p->last_steps[old->index], false);
        if (orders && object->edges.at[i].type != EDGE_INHERITED)
            order_alters(p, to_old, old);
    }
}

/* The tables in which a table has its place. */
static bool is_place(const Object *table, const Edge *edge)
{
    return edge->to->id.kind == table->id.kind;
}

static void order_leave(Planner *p, const Object *table)
{
    size_t leave = p->leave_step[table->index];
    if (!leave)
        return;
    if (p->drop_step[table->index])
        graph_before(&p->graph, leave - 1, p->drop_step[table->index] - 1);
    for (const Object *part = NULL; (part = next_part(p->have, table, part));) {
        if (p->drop_step[part->index])
            graph_before(&p->graph, leave - 1, p->drop_step[part->index] - 1);
        all_before(p, leave - 1, &p->alter_steps[part->index], false);
    }
    for (size_t i = 0; i < table->edges.len; i++) {
        const Object *place = table->edges.at[i].to;
        if (!is_place(table, &table->edges.at[i]))
            continue;
        if (p->drop_step[place->index])
            graph_before(&p->graph, leave - 1, p->drop_step[place->index] - 1);
        for (const Object *part = NULL; (part = next_part(p->have, place, part));) {
            const Object *now = twin(p->want, part);
            if (p->drop_step[part->index])
                graph_before(&p->graph, leave - 1, p->drop_step[part->index] - 1);
            all_before(p, leave - 1, &p->alter_steps[part->index], false);
            if (now && p->create_step[now->index])
                graph_before(&p->graph, leave - 1, p->create_step[now->index] - 1);
        }
    }
}

/* A table enters its place when it looks like it: its own keys and indexes are there to be taken,
 * or PostgreSQL would make others. */
static void order_enter(Planner *p, const Object *table)
{
    size_t enter = p->enter_step[table->index];
    if (!enter)
        return;
    for (const Object *part = NULL; (part = next_part(p->want, table, part));) {
        const Object *old = twin(p->have, part);
        unsigned flags = kinds[part->id.kind].flags;
        size_t create = p->create_step[part->index], attach = p->attach_step[part->index];
        if (attach)
            graph_before(&p->graph, enter - 1, attach - 1);
        if (!(flags & (KIND_IN_TABLE | KIND_RELATION)))
            continue;
        if (create && create != enter && is_double(p, part))
            graph_before(&p->graph, enter - 1, create - 1);
        else if (create && create != enter)
            graph_before(&p->graph, create - 1, enter - 1);
        if (old)
            all_before(p, enter - 1, &p->alter_steps[old->index], true);
    }
    for (size_t i = 0; i < table->edges.len; i++) {
        const Object *place = table->edges.at[i].to;
        if (!is_place(table, &table->edges.at[i]))
            continue;
        if (p->create_step[place->index])
            graph_before(&p->graph, p->create_step[place->index] - 1, enter - 1);
        for (const Object *part = NULL; (part = next_part(p->want, place, part));) {
            const Object *old = twin(p->have, part);
            unsigned flags = kinds[part->id.kind].flags;
            if (!(flags & KIND_IN_TABLE))
                continue;
            if (p->create_step[part->index])
                graph_before(&p->graph, p->create_step[part->index] - 1, enter - 1);
            if (old)
                all_before(p, enter - 1, &p->alter_steps[old->index], true);
        }
    }
}

/* The key of a partitioned table can be referred to when all partitions have theirs in it. */
static void order_attach(Planner *p, const Object *object)
{
    size_t attach = p->attach_step[object->index];
    for (const Object *of = source_of(object); attach && of; of = source_of(of)) {
        if (p->create_step[of->index])
            graph_before(&p->graph, p->create_step[of->index] - 1, attach - 1);
        for (size_t i = 0; i < p->takers[of->index].len; i++) {
            const Object *taker = p->takers[of->index].at[i];
            if (source_of(taker) != of && !comes_along(p, taker) && p->create_step[taker->index])
                graph_before(&p->graph, attach - 1, p->create_step[taker->index] - 1);
        }
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
    p.move = NEW_ARRAY(arena, const Change *, have->objects.len);
    p.leave_step = NEW_ARRAY(arena, size_t, have->objects.len);
    p.enter_step = NEW_ARRAY(arena, size_t, want->objects.len);
    p.attach_step = NEW_ARRAY(arena, size_t, want->objects.len);
    p.alter_steps = NEW_ARRAY(arena, StepSet, have->objects.len);
    p.last_steps = NEW_ARRAY(arena, StepSet, have->objects.len);
    p.graph.arena = arena;
    index_users(&p);
    sort_by_phase(&p);
    find_moves(&p);
    judge_changes(&p);
    replace_doubles(&p);
    close_over_users(&p);
    if (!policy->no_renames)
        check_renames(&p);
    check_losses(&p);
    find_comers(&p);
    add_drops(&p);
    add_rebuilds(&p);
    add_creates(&p);
    add_alters(&p);
    add_attachments(&p);
    share_alters(&p);
    for (size_t i = 0; i < have->objects.len; i++) {
        order_drops(&p, have->objects.at[i]);
        order_leave(&p, have->objects.at[i]);
    }
    for (size_t i = 0; i < want->objects.len; i++) {
        order_creates(&p, want->objects.at[i]);
        order_enter(&p, want->objects.at[i]);
        order_attach(&p, want->objects.at[i]);
    }
    order_names(&p);
    return diags->errors ? (Plan){0} : graph_sort(&p.graph, diags);
}
