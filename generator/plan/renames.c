#include "plan/renames.h"

#include "catalog/trash.h"
#include "model/model.h"
#include "plan/planner.h"

typedef struct {
    Arena *arena;
    const Catalog *have, *want;
    Diags *diags;
    const Object **source; /* by index in want: what it is in `have`, or NULL */
    bool *known;           /* by index in want: its source was looked for */
    Moves todo;
} Renaming;

/* --- what is said --- */

static const Object *source_of(Renaming *r, const Object *want);

/* Its identity in `have`, but for its own renaming. False when what it stands in is not there. */
static bool old_place(Renaming *r, const Object *want, ObjectId *id)
{
    *id = want->id;
    if (want->id.kind == KIND_SCHEMA || !want->id.schema.len)
        return true;
    ObjectId schema = {KIND_SCHEMA, want->id.schema, {0}, {0}};
    const Object *in = want->parent ? want->parent : catalog_find(r->want, schema);
    const Object *old = in ? source_of(r, in) : NULL;
    if (!old)
        return false;
    id->schema = old->id.schema;
    if (want->parent)
        id->object = old->id.object;
    return true;
}

/* The last of its former names that is still there. */
static const Object *former(Renaming *r, const Object *want, const ObjectId *place)
{
    const Object *found = NULL;
    Value names = object_value(want, "renamed_from");
    Str schema = object_text(want, "moved_from");
    for (uint32_t i = 0; i < names.count || (i == 0 && schema.len); i++) {
        ObjectId id = i < names.count ? object_id_named(r->arena, *place, names.list[i]) : *place;
        for (int moved = 0; moved < 2; moved++) {
            const Object *object = catalog_find(r->have, id);
            found = object ? object : found;
            if (!schema.len)
                break;
            id.schema = schema;
        }
    }
    return found;
}

static bool is_said(const Object *want)
{
    return object_attr(want, "renamed_from") || object_attr(want, "moved_from");
}

/* Whether something is wanted that was called so before. */
static bool goes_on(Renaming *r, const Object *there)
{
    for (size_t i = 0; i < r->want->objects.len; i++) {
        const Object *want = r->want->objects.at[i];
        Value names = object_value(want, "renamed_from");
        ObjectId place;
        if (!names.count || want->id.kind != there->id.kind || !old_place(r, want, &place))
            continue;
        for (uint32_t k = 0; k < names.count; k++) {
            ObjectId id = object_id_named(r->arena, place, names.list[k]);
            if (object_id_cmp(&id, &there->id) == 0)
                return true;
        }
    }
    return false;
}

static const Object *source_of(Renaming *r, const Object *want)
{
    ObjectId place;
    if (r->known[want->index])
        return r->source[want->index];
    r->known[want->index] = true;
    if (!old_place(r, want, &place))
        return NULL;
    const Object *there = catalog_find(r->have, place),
                 *old = is_said(want) ? former(r, want, &place) : NULL;
    bool done = !old || (there && !goes_on(r, there));
    return r->source[want->index] = done ? there : old;
}

static Pos said_at(const Object *want)
{
    const Attr *attr = object_attr(want, "renamed_from");
    attr = attr ? attr : object_attr(want, "moved_from");
    return attr && attr->pos.source ? attr->pos : want->pos;
}

static void report_done(Renaming *r, const Object *want)
{
    Diag *diag = diag_warning(r->diags, "E0905", said_at(want), "%.*s has its name already",
                              STR_ARG(object_show(r->arena, want)));
    diag_help(r->diags, diag, "what it was called before need not be said any more.");
}

/* Who has its name is renamed too: so it goes on to another one, or the two have been exchanged. */
static bool was_exchanged(Renaming *r, const Object *want, const Object *old, const Object *there)
{
    const Object *other = NULL;
    for (size_t i = 0; i < r->want->objects.len; i++)
        if (r->source[i] == there)
            other = r->want->objects.at[i];
    if (!other || catalog_find(r->want, old->id) != other)
        return false; /* a chain, not an exchange */
    bool done = object_alike(r->arena, r->have, there, r->want, want),
         open = object_alike(r->arena, r->have, old, r->want, want);
    if (done == open) {
        Diag *diag =
            diag_error(r->diags, "E0906", said_at(want),
                       "whether %.*s and %.*s have exchanged their names cannot be told",
                       STR_ARG(object_show(r->arena, want)), STR_ARG(object_show(r->arena, other)));
        diag_help(r->diags, diag,
                  "say `renamed_from` of neither, and where it has to be done: --rename.");
    }
    return done;
}

static bool is_done(Renaming *r, const Object *want, const Object *old)
{
    ObjectId place;
    old_place(r, want, &place);
    const Object *there = catalog_find(r->have, place);
    return there && (there == old || was_exchanged(r, want, old, there));
}

/* --- what is to be done --- */

static void add(Renaming *r, const Object *object, ObjectId to)
{
    if (object_id_cmp(&object->id, &to) != 0)
        vec_push(r->arena, &r->todo, (Move){object, to, .follows = false});
}

static Object *called(Renaming *r, const Object *object, ObjectId id)
{
    Object *copy = NEW(r->arena, Object);
    *copy = *object;
    copy->id = id;
    return copy;
}

static void add_said(Renaming *r)
{
    for (size_t i = 0; i < r->want->objects.len; i++)
        source_of(r, r->want->objects.at[i]);
    for (size_t i = 0; i < r->want->objects.len; i++) {
        const Object *want = r->want->objects.at[i], *old = r->source[i];
        if (!old || !is_said(want))
            continue;
        if (is_done(r, want, old))
            report_done(r, want);
        else
            add(r, old, object_id_named(r->arena, old->id, object_name(want)));
    }
}

/* --- order --- */

/* What would be in the way of a name: relations and types share those of a schema. */
static Str slot(Arena *arena, const ObjectId *id)
{
    ObjectId shared = *id;
    if (kinds[id->kind].flags & (KIND_RELATION | KIND_IS_TYPE))
        shared = (ObjectId){KIND_TABLE, id->schema, id->sub.len ? id->sub : id->object, {0}};
    return object_show(arena, &(Object){.id = shared});
}

/* Another move that has the name still, or NULL. */
static const Move *holder(Renaming *r, const Move *move, const bool *done)
{
    Str wanted = slot(r->arena, &move->to);
    for (size_t i = 0; i < r->todo.len; i++)
        if (!done[i] && &r->todo.at[i] != move &&
            str_eq(slot(r->arena, &r->todo.at[i].object->id), wanted))
            return &r->todo.at[i];
    return NULL;
}

/* The first half of a move that has to wait for its name. */
static Move step_aside(Renaming *r, Move *move)
{
    const Object *object = move->object;
    Str name = trash_old_name(r->arena, object_name(object), slot(r->arena, &object->id));
    ObjectId aside = object_id_named(r->arena, object->id, name);
    move->object = called(r, object, aside);
    return (Move){object, aside, .follows = false};
}

/* Parts before what they stand in, schemas last. */
static int rank(const Move *move)
{
    return move->object->parent ? 0 : move->object->id.kind == KIND_SCHEMA ? 2 : 1;
}

/* The moves of a stage that can be made now; with `force`, one that cannot steps aside. Tells how
 * many are left. */
static size_t make_moves(Renaming *r, int stage, bool force, bool *done, Moves *out)
{
    size_t left = 0;
    for (size_t i = 0; i < r->todo.len; i++) {
        Move *move = &r->todo.at[i];
        if (done[i] || rank(move) != stage)
            continue;
        if (!holder(r, move, done)) {
            vec_push(r->arena, out, *move);
            done[i] = true;
            continue;
        }
        if (force)
            vec_push(r->arena, out, step_aside(r, move));
        force = false;
        left++;
    }
    return left;
}

static Moves in_order(Renaming *r)
{
    Moves out = {0};
    bool *done = NEW_ARRAY(r->arena, bool, r->todo.len);
    for (int stage = 0; stage < 3; stage++) {
        size_t left = r->todo.len, before = 0;
        while (left) {
            bool stuck = left == before;
            before = left;
            left = make_moves(r, stage, stuck, done, &out);
        }
    }
    return out;
}

/* Into other schemas, when all is called as it should be. */
static void add_schema_moves(Renaming *r, Moves *out)
{
    for (size_t i = 0; i < r->want->objects.len; i++) {
        const Object *want = r->want->objects.at[i], *old = r->source[i];
        if (!old || want->parent || !object_attr(want, "moved_from") ||
            object_attr(old, "owned_by"))
            continue;
        ObjectId from = want->id;
        ObjectId home = {KIND_SCHEMA, old->id.schema, {0}, {0}};
        const Object *schema = catalog_find(r->have, home);
        from.schema = old->id.schema;
        for (size_t k = 0; schema && k < out->len; k++)
            if (out->at[k].object->id.kind == KIND_SCHEMA &&
                str_eq(out->at[k].object->id.schema, from.schema))
                from.schema = out->at[k].to.schema;
        if (!str_eq(from.schema, want->id.schema))
            vec_push(r->arena, out, (Move){called(r, old, from), want->id, .follows = false});
    }
}

Moves plan_renames(Arena *arena, const Catalog *have, const Catalog *want, const Moves *said,
                   Diags *diags)
{
    Renaming r = {.arena = arena, .have = have, .want = want, .diags = diags};
    r.source = NEW_ARRAY(arena, const Object *, want->objects.len);
    r.known = NEW_ARRAY(arena, bool, want->objects.len);
    for (size_t i = 0; i < said->len; i++)
        add(&r, said->at[i].object, said->at[i].to);
    add_said(&r);
    Moves out = in_order(&r);
    add_schema_moves(&r, &out);
    return out;
}

Moves plan_renames_back(Arena *arena, const Moves *moves)
{
    Renaming r = {.arena = arena};
    Moves back = {0};
    for (size_t i = moves->len; i-- > 0;)
        vec_push(arena, &back,
                 (Move){called(&r, moves->at[i].object, moves->at[i].to), moves->at[i].object->id,
                        moves->at[i].follows});
    return back;
}

/* --- names that were made from others --- */

/* What PostgreSQL calls it when nobody does. */
static Str chosen(Arena *arena, const Object *part, Str table, const Value *columns)
{
    bool whole =
        part->id.kind == KIND_PRIMARY_KEY || (part->id.kind == KIND_CHECK && columns->count != 1);
    static const struct {
        KindId kind;
        const char *label;
    } labels[] = {{KIND_PRIMARY_KEY, "pkey"}, {KIND_UNIQUE, "key"},     {KIND_FOREIGN_KEY, "fkey"},
                  {KIND_INDEX, "idx"},        {KIND_EXCLUSION, "excl"}, {KIND_CHECK, "check"},
                  {KIND_SEQUENCE, "seq"}};
    for (size_t i = 0; i < COUNT_OF(labels); i++)
        if (labels[i].kind == part->id.kind)
            return model_chosen_name(arena, table, whole ? NULL : columns, labels[i].label);
    return (Str){0};
}

/* The columns that go into the name: those of a key, the owner of a sequence, those that a check
 * mentions. */
static Value name_columns(Arena *arena, const Object *part)
{
    StrVec columns = {0};
    Value listed = object_value(part, "columns");
    for (size_t i = 0; !listed.count && i < part->edges.len; i++)
        if (part->edges.at[i].to->id.kind == KIND_COLUMN)
            vec_push(arena, &columns, part->edges.at[i].to->id.sub);
    return listed.count ? listed : value_of_vec(&columns);
}

/* What a table or column was before the moves. */
static ObjectId id_before(const Moves *done, ObjectId id)
{
    for (size_t i = done->len; i-- > 0;) {
        const Move *move = &done->at[i];
        if (object_id_cmp(&move->to, &id) == 0)
            id = move->object->id;
        else if (move->to.kind == KIND_SCHEMA && str_eq(move->to.schema, id.schema))
            id.schema = move->object->id.schema;
    }
    return id;
}

static const Object *table_of(const Object *part)
{
    const Object *table = part->parent;
    for (size_t i = 0; i < part->edges.len && !table; i++)
        if (part->edges.at[i].type == EDGE_OWNED)
            table = part->edges.at[i].to->parent;
    return table;
}

/* The wanted part that this one is, if both are called as PostgreSQL would call them. */
static const Object *follower(Arena *arena, const Object *part, const Catalog *have,
                              const Catalog *want, const Moves *done)
{
    const Object *table = table_of(part);
    if (!table || table->id.kind != KIND_TABLE || catalog_find(want, part->id))
        return NULL;
    Value columns = name_columns(arena, part);
    StrVec before = {0};
    ObjectId was = id_before(done, table->id);
    for (uint32_t i = 0; i < columns.count; i++) { /* renamed while their table had its old name */
        ObjectId column = {KIND_COLUMN, was.schema, was.object, columns.list[i]};
        vec_push(arena, &before, id_before(done, column).sub);
    }
    Value old = value_of_vec(&before);
    Str now = chosen(arena, part, table->id.object, &columns);
    if (!now.ptr || !str_eq(object_name(part), chosen(arena, part, was.object, &old)))
        return NULL;
    ObjectId id = object_id_named(arena, part->id, now);
    const Object *twin = catalog_find(want, id);
    return twin && !catalog_find(have, id) ? twin : NULL;
}

Moves plan_renames_following(Arena *arena, const Catalog *have, const Catalog *want,
                             const Moves *done)
{
    Renaming r = {.arena = arena};
    for (size_t i = 0; done->len && i < have->objects.len; i++) {
        const Object *part = have->objects.at[i];
        const Object *now = follower(arena, part, have, want, done);
        if (now)
            add(&r, part, now->id);
    }
    return in_order(&r);
}
