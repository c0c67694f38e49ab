#include "plan/planner.h"

/* --- who is in the way --- */

static void judge_domain(Planner *p, const Object *type);

static void condemn(Planner *p, const Object *object, Fate fate)
{
    if (p->live[object->index].fate != FATE_KEEP || !object_planned(object))
        return;
    bool lends = (kinds[object->id.kind].flags & KIND_LENDS) && object->parent;
    if (fate == FATE_REPLACE && lends && !planner_keeps_rows(p, object))
        condemn(p, object->parent, FATE_REPLACE); /* or it would come back in another place */
    p->live[object->index].fate = fate;
    vec_push(p->arena, &p->worklist, object);
    if (fate == FATE_REPLACE && object->parent &&
        (kinds[object->parent->id.kind].flags & KIND_GUARDS))
        judge_domain(p, object->parent); /* a condition that comes back is looked at again */
}

static bool can_alter(const Planner *p, const Change *change)
{
    if (change->field->flags & FIELD_FIXED)
        return false;
    if ((change->field->flags & FIELD_MOVES) && object_bool(change->have, "immovable"))
        return false;
    if (change->field->flags & (FIELD_SPECIAL | FIELD_APART | FIELD_TOGETHER))
        return true;
    if (change->field->flags & FIELD_SHAPED)
        return shape_stays(change->have, change->want);
    if (change->field->flags & FIELD_FOLLOWS)
        return !change->have_attr || planner_move(p, change->have);
    return change->want_attr ? change->field->set != NULL : change->field->reset != NULL;
}

static void refuse_replace(Planner *p, const Object *object, const Object *because)
{
    LiveState *own = &p->live[object->index];
    if (own->refused || (object->parent && p->live[object->parent->index].refused))
        return;
    own->refused = true;
    Diag *diag = diag_error(p->diags, "E0902", object->pos, "%.*s would have to be made anew",
                            STR_ARG(object_show(p->arena, object)));
    diag_help(p->diags, diag, "it holds rows, and %.*s cannot change under it.",
              STR_ARG(object_show(p->arena, because)));
}

/* Comes back where it is still wanted. */
static void condemn_as_wanted(Planner *p, const Object *user)
{
    condemn(p, user, p->live[user->index].twin ? FATE_REPLACE : FATE_GO);
}

/* What has to be away while the column changes its type; `rebuilt`: to one of the same name, so
 * that keys across tables cannot follow. */
static void clear_way(Planner *p, const Object *object, bool rebuilt)
{
    for (size_t i = 0; i < p->live[object->index].users.len; i++) {
        const Object *user = p->live[object->index].users.at[i];
        unsigned flags = kinds[user->id.kind].flags;
        if (part_source(user) == object)
            continue;
        bool computed = user->id.kind == object->id.kind && object_attr(user, "generated");
        if ((flags & KIND_BLOCKS) || computed || user->id.kind == KIND_DEFAULT ||
            (rebuilt && (flags & KIND_ACROSS)))
            condemn_as_wanted(p, user);
    }
}

static void block_type_change(Planner *p, const Change *change)
{
    const Object *have = change->have, *lent = have->parent;
    if (object_bool(have, "partition_key"))
        refuse_replace(p, have->parent, have);
    clear_way(p, have, false);
    if (!(kinds[have->id.kind].flags & KIND_LENDS) || !lent)
        return;
    const Objects *users = &p->live[lent->index].users;
    for (size_t i = 0; i < users->len; i++)
        if (object_holds_rows(users->at[i]))
            refuse_replace(p, users->at[i], have);
}

/* --- a type that has to be made anew under columns that hold rows --- */

static bool rebuilds(const Change *change)
{
    const Attr *have = change->have_attr, *want = change->want_attr;
    return (change->field->flags & FIELD_REBUILDS) &&
           !(have && want && value_grows(&have->value, &want->value));
}

static void rebuild_type(Planner *p, const Object *type)
{
    const Objects *users = &p->live[type->index].users;
    bool used = false;
    for (size_t i = 0; i < users->len; i++)
        used |= planner_keeps_rows(p, users->at[i]);
    if (!used) {
        condemn(p, type, FATE_REPLACE);
        return;
    }
    p->live[type->index].rebuilt = true;
    for (size_t i = 0; i < users->len; i++) {
        const Object *user = users->at[i];
        if (planner_moved_column(p, user))
            clear_way(p, user, true);
        else if (!planner_keeps_rows(p, user))
            condemn_as_wanted(p, user);
        else if (!object_holds_rows(user) && p->live[user->index].twin)
            refuse_replace(p, user, type);
    }
}

/* PostgreSQL looks through columns of a domain before it becomes stricter, but not into arrays and
 * composite values of it. */
static void judge_domain(Planner *p, const Object *type)
{
    bool inside = false;
    for (size_t i = 0; i < p->live[type->index].users.len; i++) {
        const Object *user = p->live[type->index].users.at[i];
        inside |= planner_keeps_rows(p, user) &&
                  (!object_holds_rows(user) || str_ends(object_text(user, "type"), S("[]")));
    }
    if (inside && !p->live[type->index].rebuilt)
        rebuild_type(p, type);
}

/* The live domain that a change makes stricter, or NULL. */
static const Object *stricter_domain(const Planner *p, const Change *change)
{
    bool add = change->type == CHANGE_ADD;
    const Object *type = add                            ? change->want->parent
                         : change->type == CHANGE_ALTER ? change->have
                                                        : NULL;
    if (!type || !(kinds[type->id.kind].flags & KIND_GUARDS) ||
        (!add && !(change->field->flags & FIELD_GUARD)))
        return NULL;
    return add ? p->wanted[type->index].twin : type;
}

static void judge_alter(Planner *p, const Change *change)
{
    const Object *have = change->have;
    p->live[have->index].altered |= !(change->field->flags & FIELD_SEPARATE);
    if (rebuilds(change)) {
        rebuild_type(p, have);
    } else if (!can_alter(p, change)) {
        if (planner_keeps_rows(p, have) && !object_attr(change->want, "generated"))
            refuse_replace(p, have, have);
        condemn(p, have, FATE_REPLACE);
    } else if (change->field->flags & FIELD_BLOCKED) {
        block_type_change(p, change);
    }
}

static void judge_changes(Planner *p)
{
    for (size_t i = 0; i < p->changes.len; i++) {
        const Change *change = &p->changes.at[i];
        const Object *domain = stricter_domain(p, change);
        if (domain)
            judge_domain(p, domain);
        if (change->type == CHANGE_DROP)
            condemn(p, change->have, FATE_GO);
        else if (change->type == CHANGE_ALTER && !change->report)
            judge_alter(p, change);
    }
}

/* --- who goes along --- */

static bool same_name(const ObjectId *a, const ObjectId *b)
{
    return str_eq(a->schema, b->schema) && str_eq(a->object, b->object) && str_eq(a->sub, b->sub);
}

/* The user is to live on without the object, and without another one of its name: a change of its
 * own lets go of it. Without one, the same words mean another object by then, and only a new user
 * will see that. */
static bool lets_go(const Planner *p, const Object *user, const Object *object)
{
    const Object *later = p->live[user->index].twin;
    if (!p->live[user->index].altered && !planner_keeps_rows(p, user))
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
            return planner_binds(p, user, &user->edges.at[i]) &&
                   !(user->edges.at[i].type == EDGE_INHERITED && object_holds_rows(user) &&
                     p->live[user->index].twin &&
                     (p->live[object->index].fate == FATE_GO || p->live[object->index].aside));
    return false;
}

/* A part of a table that stays in its place goes only together with the part it comes from. */
static void condemn_source(Planner *p, const Object *object)
{
    const Object *source = part_source(object);
    if (!source || object_holds_rows(source) || p->live[source->index].fate != FATE_KEEP ||
        planner_move(p, object) ||
        (object->parent && p->live[object->parent->index].fate != FATE_KEEP))
        return;
    condemn_as_wanted(p, source);
}

/* Indexes of a table that enters a place, which would be taken for others there, come afterwards.
 */
static void replace_doubles(Planner *p)
{
    for (size_t i = 0; i < p->have->objects.len; i++) {
        const Object *object = p->have->objects.at[i], *now = p->live[object->index].twin;
        if (now && object->parent && planner_move(p, object) &&
            graph_is_double(p->arena, p->want, now))
            condemn(p, object, FATE_REPLACE);
    }
}

/* What depends on something that goes has to go first; what is still wanted comes back. */
static void condemn_users(Planner *p, const Object *object)
{
    for (size_t k = 0; k < p->live[object->index].users.len; k++) {
        const Object *user = p->live[object->index].users.at[k];
        const LiveState *state = &p->live[user->index];
        if (state->fate != FATE_KEEP || state->aside || !object_planned(user) ||
            !is_bound(p, user, object) || lets_go(p, user, object))
            continue;
        if (state->twin && planner_keeps_rows(p, user))
            refuse_replace(p, user, object);
        condemn_as_wanted(p, user);
    }
}

static void close_over_users(Planner *p)
{
    for (size_t i = 0; p->policy->aside && i < p->policy->aside->len; i++)
        condemn_users(p, p->policy->aside->at[i]);
    for (size_t i = 0; i < p->worklist.len; i++) {
        condemn_users(p, p->worklist.at[i]);
        condemn_source(p, p->worklist.at[i]);
    }
}

static void find_comers(Planner *p)
{
    for (size_t i = 0; i < p->want->objects.len; i++) {
        const Object *object = p->want->objects.at[i];
        const Object *old = p->wanted[object->index].twin;
        p->wanted[i].come =
            object_planned(object) && (!old || p->live[old->index].fate == FATE_REPLACE);
    }
}

void planner_decide(Planner *p)
{
    judge_changes(p);
    replace_doubles(p);
    close_over_users(p);
    find_comers(p);
}
