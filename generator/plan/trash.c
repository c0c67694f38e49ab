#include "plan/trash.h"

#include "catalog/trash.h"
#include "plan/heirs.h"

typedef struct {
    Arena *arena;
    const Catalog *have, *want;
    const PlanPolicy *policy;
    Diags *diags;
    bool *aside;         /* by index in have */
    const Object **root; /* by index in have: the loss that it is put aside for */
    bool *spoiled;       /* by index in have: a loss that cannot be put aside */
    Str *name;           /* by index in have: of a column, its new name */
    const Moves *back;
    const Move **returns; /* by index in have: how it moves back itself, the first one counts */
    Objects worklist;
    Trash *out;
} Putting;

static void put(Putting *p, const Object *object, const Object *root)
{
    if (p->aside[object->index])
        return;
    p->aside[object->index] = true;
    p->root[object->index] = root;
    vec_push(p->arena, &p->worklist, object);
}

/* Parts that would act on others, or be acted on. */
static bool stays_behind(const Object *part)
{
    return kinds[part->id.kind].flags & (KIND_BLOCKS | KIND_ACROSS);
}

static void put_whole(Putting *p, const Object *object, const Object *root)
{
    put(p, object, root);
    for (const Object *part = NULL; (part = part_next(p->have, object, part));)
        if (!stays_behind(part))
            put(p, part, root);
}

/* The loss cannot be put aside, and why. */
static void spoil(Putting *p, const Object *root, const char *why, const Object *because)
{
    if (p->spoiled[root->index])
        return;
    p->spoiled[root->index] = true;
    Str reason = str_format(p->arena, "%s %.*s", why, STR_ARG(object_show(p->arena, because)));
    if (plan_allows(p->arena, p->policy, root)) {
        vec_push(p->arena, &p->out->lost, (Loss){root, reason});
        return;
    }
    Diag *diag = diag_error(p->diags, "E0901", root->pos, "%.*s cannot be put aside: %.*s",
                            STR_ARG(object_show(p->arena, root)), STR_ARG(reason));
    diag_help(p->diags, diag, "if its rows may go: --allow-loss '%.*s'.",
              STR_ARG(object_path(p->arena, root)));
}

/* --- columns that tables inherit from each other are renamed together --- */

static Str column_name(Putting *p, const Object *column)
{
    Str digest = str_format(p->arena, "%.*s %.*s", STR_ARG(p->policy->label),
                            STR_ARG(object_show(p->arena, column)));
    for (int n = 1;; n++) {
        ObjectId id = column->id;
        id.sub = trash_name(p->arena, column->id.sub, digest);
        if (!catalog_find(p->have, id))
            return id.sub;
        digest = str_format(p->arena, "%.*s %d", STR_ARG(digest), n);
    }
}

static bool is_whole(const Putting *p, const Object *column)
{
    return column->parent && p->aside[column->parent->index];
}

/* The column that this one, put aside as well, is to be one with: that of a table in which its own
 * gets a place. Or NULL. */
static const Object *future_source(const Putting *p, const Object *column)
{
    const Object *table = column->parent ? catalog_find(p->want, column->parent->id) : NULL;
    for (size_t i = 0; column->id.kind == KIND_COLUMN && table && i < table->edges.len; i++) {
        ObjectId id = table->edges.at[i].to->id;
        bool place = id.kind == KIND_TABLE;
        id.kind = KIND_COLUMN;
        id.sub = column->id.sub;
        const Object *source = place ? catalog_find(p->have, id) : NULL;
        if (source && p->aside[source->index] && !is_whole(p, source))
            return source;
    }
    return NULL;
}

static bool is_inherited(const Object *column)
{
    for (size_t k = 0; k < column->edges.len; k++)
        if (column->edges.at[k].type == EDGE_INHERITED)
            return true;
    return false;
}

static bool same_type(const Object *a, const Object *b)
{
    return str_eq(object_text(a, "type"), object_text(b, "type")) &&
           str_eq(object_text(a, "collation"), object_text(b, "collation"));
}

/* The two are to be one column. */
static bool name_like(Putting *p, const Object *column, const Object *source)
{
    if (!p->name[source->index].ptr || p->name[column->index].ptr)
        return false;
    p->name[column->index] = p->name[source->index];
    if (!same_type(column, source))
        spoil(p, column, "it is of another type than in", source->parent);
    return true;
}

/* Heirs of a renamed column have its name, whatever becomes of them. */
static void name_heirs(Putting *p)
{
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < p->have->objects.len; i++) {
            const Object *heir = p->have->objects.at[i];
            const Object *future =
                p->aside[i] && !is_whole(p, heir) ? future_source(p, heir) : NULL;
            if (future && !is_inherited(heir))
                more |= name_like(p, heir, future);
            for (size_t k = 0; k < heir->edges.len; k++) {
                const Object *from = heir->edges.at[k].to;
                if (heir->edges.at[k].type != EDGE_INHERITED || heir->id.kind != KIND_COLUMN ||
                    !p->name[from->index].ptr || p->name[i].ptr)
                    continue;
                p->name[i] = p->name[from->index];
                more = true;
                if (catalog_find(p->want, heir->id))
                    spoil(p, p->root[from->index], "it is to stay in", heir->parent);
                else
                    put(p, heir, p->root[from->index]);
            }
        }
    }
}

static const Object *first_source(const Object *column)
{
    for (size_t k = 0; k < column->edges.len; k++)
        if (column->edges.at[k].type == EDGE_INHERITED)
            return first_source(column->edges.at[k].to);
    return column;
}

/* Tables between which a partition moves, and that both lose the column, call it the same. */
static void name_both_places(Putting *p)
{
    for (size_t i = 0; i < p->have->objects.len; i++) {
        const Object *heir = p->have->objects.at[i];
        const Object *future = is_inherited(heir) ? future_source(p, heir) : NULL;
        if (!future)
            continue;
        Str old = p->name[first_source(future)->index], now = p->name[first_source(heir)->index];
        bool differ = old.ptr && now.ptr && !str_eq(old, now);
        for (size_t k = 0; differ && k < p->have->objects.len; k++)
            if (p->name[k].ptr && str_eq(p->name[k], old))
                p->name[k] = now;
    }
}

static void name_columns(Putting *p, const Objects *losses)
{
    for (size_t i = 0; i < losses->len; i++) {
        const Object *column = losses->at[i];
        if (p->aside[column->index] && column->parent && !is_whole(p, column) &&
            !is_inherited(column) && !future_source(p, column))
            p->name[column->index] = column_name(p, column);
    }
    name_both_places(p);
    name_heirs(p);
    for (size_t i = 0; i < losses->len; i++) {
        const Object *column = losses->at[i];
        if (p->aside[column->index] && column->parent && !is_whole(p, column) &&
            !p->name[column->index].ptr)
            spoil(p, column, "it is inherited in", column->parent);
    }
}

/* --- what it needs goes with it, or stays wanted --- */

static const Object *owning_table(const Object *object)
{
    for (size_t i = 0; i < object->edges.len; i++)
        if (object->edges.at[i].type == EDGE_OWNED)
            return object->edges.at[i].to->parent;
    return NULL;
}

static bool can_move(const Object *object)
{
    unsigned flags = kinds[object->id.kind].flags;
    bool type = (flags & KIND_IS_TYPE) && !(flags & (KIND_HAS_DATA | KIND_BLOCKS));
    return type || (flags & KIND_SIGNED) || object->id.kind == KIND_SEQUENCE ||
           object->id.kind == KIND_COLLATION;
}

/* What can be made again when the table is wanted again. */
static bool can_go(const Object *part)
{
    return part->parent && !(kinds[part->id.kind].flags & (KIND_HAS_DATA | KIND_LENDS)) &&
           (kinds[part->parent->id.kind].flags & KIND_HAS_DATA);
}

static void put_needed(Putting *p, const Object *object, const Edge *edge)
{
    const Object *on = edge->to;
    bool place = on->id.kind == object->id.kind && (kinds[on->id.kind].flags & KIND_HAS_DATA);
    if (edge->type == EDGE_INHERITED || edge->type == EDGE_OWNED || place ||
        on->id.kind == KIND_SCHEMA || p->aside[on->index] || catalog_find(p->want, on->id))
        return;
    if (can_go(object) && !(can_move(on) && !(kinds[on->id.kind].flags & KIND_SIGNED)))
        p->aside[object->index] = false;
    else if (can_move(on))
        put_whole(p, on, p->root[object->index]);
    else if (on->parent && can_move(on->parent))
        put_whole(p, on->parent, p->root[object->index]);
    else
        spoil(p, p->root[object->index], "it needs", on);
}

static void put_losses(Putting *p, const Objects *losses)
{
    for (size_t i = 0; i < losses->len; i++)
        if (!p->spoiled[losses->at[i]->index])
            put_whole(p, losses->at[i], losses->at[i]);
    for (size_t i = 0; i < p->have->objects.len; i++) {
        const Object *table = owning_table(p->have->objects.at[i]);
        if (table && p->aside[table->index])
            put(p, p->have->objects.at[i], p->root[table->index]);
    }
    name_columns(p, losses);
    for (size_t i = 0; i < p->worklist.len; i++) {
        const Object *object = p->worklist.at[i];
        for (size_t k = 0; p->aside[object->index] && k < object->edges.len; k++)
            put_needed(p, object, &object->edges.at[k]);
    }
}

/* Until nothing has to be left out any more. */
static void put_all(Putting *p, const Objects *losses)
{
    size_t n = p->have->objects.len;
    p->spoiled = NEW_ARRAY(p->arena, bool, n);
    for (size_t before = SIZE_MAX, left = 0; before != left;) {
        p->aside = NEW_ARRAY(p->arena, bool, n);
        p->root = NEW_ARRAY(p->arena, const Object *, n);
        p->name = NEW_ARRAY(p->arena, Str, n);
        p->worklist = (Objects){0};
        put_losses(p, losses);
        before = left;
        left = 0;
        for (size_t i = 0; i < n; i++)
            left += p->spoiled[i];
    }
}

/* --- the catalogs --- */

/* Whether it moves by a statement of its own, into another schema. */
static bool leaves_schema(const Putting *p, const Object *object)
{
    const Object *table = owning_table(object);
    return p->aside[object->index] && !object->parent && !(table && p->aside[table->index]);
}

/* For all that leaves a schema, of which `first` is the first: the catalog is sorted by schema. */
static Str schema_name(Putting *p, const Object *first)
{
    Str schema = first->id.schema;
    StrVec names = {0};
    vec_push(p->arena, &names, p->policy->label);
    for (size_t i = first->index;
         i < p->have->objects.len && str_eq(p->have->objects.at[i]->id.schema, schema); i++)
        if (leaves_schema(p, p->have->objects.at[i]))
            vec_push(p->arena, &names, object_show(p->arena, p->have->objects.at[i]));
    Str digest = str_join(p->arena, &names, S(", "));
    for (int n = 1;; n++) {
        Str name = trash_name(p->arena, schema, digest);
        if (!catalog_find(p->have, (ObjectId){KIND_SCHEMA, name, {0}, {0}}))
            return name;
        digest = str_format(p->arena, "%.*s %d", STR_ARG(digest), n);
    }
}

static void move_aside(Putting *p, Trash *out)
{
    Str from = {0}, to = {0};
    for (size_t i = 0; i < p->have->objects.len; i++) { /* sorted by schema, tables before parts */
        const Object *object = p->have->objects.at[i];
        Move move = {object, object->id, .follows = false};
        if (leaves_schema(p, object)) {
            if (!from.ptr || !str_eq(from, object->id.schema)) {
                from = object->id.schema;
                to = schema_name(p, object);
                vec_push(p->arena, &out->schemas, to);
            }
            move.to.schema = to;
        } else if (p->name[i].ptr) {
            move.to.sub = p->name[i];
            move.follows = is_inherited(object);
            if (is_whole(p, object))
                move.to.schema = to;
        } else {
            continue;
        }
        vec_push(p->arena, &out->moves, move);
    }
}

/* --- names that are taken by the time that something comes back to them --- */

/* Relations and types share the names of a schema; columns have theirs in a table. Nothing for
 * other kinds. */
static Str name_slot(Arena *arena, const ObjectId *id)
{
    ObjectId slot = *id;
    if (kinds[id->kind].flags & (KIND_RELATION | KIND_IS_TYPE))
        slot = (ObjectId){KIND_TABLE, id->schema, id->sub.len ? id->sub : id->object, {0}};
    else if (id->kind != KIND_COLUMN)
        return (Str){0};
    return object_show(arena, &(Object){.id = slot});
}

/* The move back that an object takes part in: its own, its table's; of several the first. */
static const Move *move_with(const Putting *p, const Object *object)
{
    const Object *all[] = {object, object->parent, owning_table(object)};
    const Move *first = NULL;
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        const Move *move = all[i] ? p->returns[all[i]->index] : NULL;
        if (move && (!first || move < first))
            first = move;
    }
    return first;
}

static void note_names(const Putting *p, Map *taken)
{
    for (size_t i = 0; i < p->have->objects.len; i++) {
        const Object *object = p->have->objects.at[i];
        const Move *move = move_with(p, object);
        if (!move)
            continue;
        ObjectId id = move->object == object ? move->to : object->id;
        id.schema = move->to.schema;
        Str slot = name_slot(p->arena, &id);
        if (slot.ptr)
            map_put(taken, slot, NEW(p->arena, bool));
    }
}

/* What has such a name goes in this plan; until then it is called otherwise. */
static void clear_names(Putting *p, Trash *out)
{
    Map taken = {.arena = p->arena};
    if (!p->back->len)
        return;
    p->returns = NEW_ARRAY(p->arena, const Move *, p->have->objects.len);
    for (size_t i = p->back->len; i-- > 0;)
        p->returns[p->back->at[i].object->index] = &p->back->at[i];
    note_names(p, &taken);
    for (size_t i = 0; i < p->have->objects.len; i++) {
        const Object *object = p->have->objects.at[i];
        Move move = {object, object->id, .follows = false};
        Str slot = name_slot(p->arena, &object->id);
        if (p->aside[i] || move_with(p, object) || !slot.ptr || !map_get(&taken, slot))
            continue;
        Str *name = object->id.sub.len ? &move.to.sub : &move.to.object;
        *name = trash_old_name(p->arena, *name, slot);
        vec_push(p->arena, &out->moves, move);
    }
}

static void move_back(Putting *p, Trash *out)
{
    for (size_t i = 0; i < p->back->len; i++) {
        const Move *move = &p->back->at[i];
        ObjectId schema = {KIND_SCHEMA, move->to.schema, {0}, {0}};
        bool made = catalog_find(p->have, schema) != NULL;
        for (size_t k = 0; k < out->schemas.len; k++)
            made |= str_eq(out->schemas.at[k], schema.schema);
        if (!made)
            vec_push(p->arena, &out->schemas, schema.schema);
        vec_push(p->arena, &out->moves, *move);
    }
}

static void end_rights(Catalog *catalog, Object *object)
{
    bool type = (kinds[object->id.kind].flags & KIND_IS_TYPE) && object->id.kind != KIND_TABLE;
    if (object_value(object, "grants").count && !type)
        object_set(catalog, object, "grants", VALUE_EMPTY_LIST, (Pos){0});
}

/* Of its places in other tables those remain that are trash as well; one that is not even there any
 * more has left no edge. */
static void leave_places(Catalog *catalog, Object *object)
{
    StrVec left = {0};
    size_t kept = 0;
    bool leaves = false, stays = false;
    for (size_t i = 0; i < object->edges.len; i++) {
        const Edge edge = object->edges.at[i];
        bool place = edge.type == EDGE_INHERITED ||
                     (edge.to->id.kind == KIND_TABLE && object->id.kind == KIND_TABLE);
        if (place && object_is_trash(edge.to) && object->id.kind == KIND_TABLE)
            vec_push(catalog->arena, &left, object_path(catalog->arena, edge.to));
        leaves |= place && !object_is_trash(edge.to);
        stays |= place && object_is_trash(edge.to);
        if (!place || object_is_trash(edge.to))
            object->edges.at[kept++] = edge;
    }
    object->edges.len = kept;
    if (stays && !leaves)
        return;
    object_unset(catalog, object, "partition_of");
    object_unset(catalog, object, "inherits");
    object_unset(catalog, object, "attached_to");
    object_unset(catalog, object, "inherited");
    if (left.len)
        object_set(catalog, object, "inherits", value_of_vec(&left), (Pos){0});
}

static void strip(Catalog *catalog, Object *object)
{
    static const char *const ended[] = {"not_null", "identity", "identity_sequence", "comment"};
    end_rights(catalog, object);
    leave_places(catalog, object);
    bool bare = object->id.kind == KIND_COLUMN && !str_starts(object->id.schema, S("~"));
    for (size_t i = 0; bare && i < COUNT_OF(ended); i++)
        object_unset(catalog, object, ended[i]);
}

/* A sequence is moved only when no column owns it. */
static void free_sequence(Catalog *catalog, Object *object)
{
    if (object->id.kind != KIND_SEQUENCE)
        return;
    object_unset(catalog, object, "owned_by");
    object_detach(object, EDGE_OWNED);
}

/* Trash that stays: not what belongs to something that goes, nor a schema that is empty by now. */
static bool remains(const Catalog *have, const Catalog *want, const Object *trash)
{
    if (trash->parent && !object_is_trash(trash->parent))
        return catalog_find(want, trash->parent->id) != NULL;
    for (size_t i = trash->index + 1; trash->id.kind == KIND_SCHEMA; i++) {
        const Object *next = i < have->objects.len ? have->objects.at[i] : NULL;
        if (!next || !str_eq(next->id.schema, trash->id.schema))
            return false;
        if (next->id.kind != KIND_SCHEMA)
            return true;
    }
    return true;
}

/* What came into a new schema of the trash without being put aside is on its way out. */
static bool is_left_behind(const Trash *trash, const Object *object, const bool *aside)
{
    if (aside[object->index])
        return false;
    for (size_t i = 0; i < trash->schemas.len; i++)
        if (str_eq(trash->schemas.at[i], object->id.schema))
            return object->id.kind != KIND_SCHEMA;
    return false;
}

void trash_settle(Arena *arena, Trash *trash, const Catalog *have, const Catalog *want)
{
    Objects all = catalog_trash(arena, have), kept = {0}, aside = {0};
    bool *put = NEW_ARRAY(arena, bool, have->objects.len);
    for (size_t i = 0; i < trash->aside.len; i++) {
        const Object *object = catalog_find(have, trash->aside.at[i]->id);
        if (object)
            put[object->index] = true;
    }
    for (size_t i = 0; i < all.len; i++)
        if (remains(have, want, all.at[i]) && !is_left_behind(trash, all.at[i], put))
            vec_push(arena, &kept, all.at[i]);
    trash->have = have;
    trash->want = want;
    if (!kept.len && !trash->aside.len)
        return;
    Catalog *wanted = catalog_with(arena, want, &kept);
    for (size_t i = 0; i < trash->aside.len; i++) {
        const Object *object = catalog_find(have, trash->aside.at[i]->id);
        Object *copy = object ? catalog_find(wanted, object->id) : NULL;
        if (copy)
            vec_push(arena, &aside, object);
        if (copy)
            strip(wanted, copy);
    }
    heirs_share_trash(wanted);
    catalog_seal(wanted);
    trash->want = wanted;
    trash->aside = aside;
}

/* A schema as CREATE SCHEMA leaves it: nobody's but of whoever runs the plan, so that an owner and
 * rights which are wanted differ from what is there. */
static void add_bare_schema(Catalog *catalog, Str name)
{
    Object *schema = catalog_add(catalog, (ObjectId){KIND_SCHEMA, name, {0}, {0}}, NULL);
    object_set(catalog, schema, "owner", value_text(S("")), (Pos){0});
    object_set(catalog, schema, "grants", VALUE_EMPTY_LIST, (Pos){0});
}

/* The live catalog as it is after the moves; what was put aside of it goes into trash->aside. */
static const Catalog *move_all(Putting *p, Trash *out)
{
    const Catalog *have = p->have;
    if (!out->moves.len && !out->schemas.len && !p->worklist.len)
        return have;
    Object **copies;
    Catalog *moved = catalog_moved(p->arena, have, &out->moves, &copies);
    for (size_t i = 0; i < have->objects.len; i++) {
        if (p->aside[i])
            vec_push(p->arena, &out->aside, copies[i]);
        if (leaves_schema(p, have->objects.at[i]))
            free_sequence(moved, copies[i]);
    }
    for (size_t i = 0; i < out->schemas.len; i++)
        add_bare_schema(moved, out->schemas.at[i]);
    catalog_seal(moved);
    return moved;
}

Trash plan_trash(Arena *arena, const Catalog *have, const Catalog *want, const Objects *losses,
                 const Moves *back, const PlanPolicy *policy, Diags *diags)
{
    static const Moves none;
    Trash out = {.have = have, .want = want};
    Putting p = {.arena = arena,
                 .have = have,
                 .want = want,
                 .policy = policy,
                 .diags = diags,
                 .back = back ? back : &none,
                 .out = &out};
    put_all(&p, losses);
    move_aside(&p, &out);
    clear_names(&p, &out);
    move_back(&p, &out);
    trash_settle(arena, &out, move_all(&p, &out), want);
    return out;
}
