#include "plan/renames.h"

#include "catalog/trash.h"
#include "model/model.h"
#include "plan/planner.h"

/* Parts go before what they stand in, schemas last. */
typedef enum { STAGE_PARTS, STAGE_WHOLES, STAGE_SCHEMAS, STAGES } Stage;

/* A move that is to be made. */
typedef struct {
    Move move;
    const Object *object; /* what it moves, as it was at first */
    Str has, wants;       /* slots of names; `has` is absent when it has stepped aside */
    Stage stage;
    bool begun, done;
    bool late; /* it waits for the name of a whole, and comes behind all of them */
} Pending;

typedef struct {
    Arena *arena;
    const Catalog *have, *want;
    Diags *diags;
    const Object **source; /* by index in want: what it is in `have`, or NULL */
    const Object **now;    /* by index in have: what it is among the wanted, or NULL */
    bool *known;           /* by index in want: its source was looked for */
    struct {
        Map names; /* keys of identities that something wanted had before */
        bool known;
    } former[STAGES];
    VEC(Pending *) todo;
    Map held; /* slot of a name -> the Pending that has it at first */
} Renaming;

static Stage stage_of(const Object *object)
{
    return object->parent                   ? STAGE_PARTS
           : object->id.kind == KIND_SCHEMA ? STAGE_SCHEMAS
                                            : STAGE_WHOLES;
}

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

/* The names that what is wanted had before. To know them of a stage takes the sources of what
 * that stands in, which are of another one. */
static const Map *former_names(Renaming *r, Stage stage)
{
    Map *all = &r->former[stage].names;
    all->arena = r->arena;
    for (size_t i = 0; !r->former[stage].known && i < r->want->objects.len; i++) {
        const Object *want = r->want->objects.at[i];
        Value names = object_value(want, "renamed_from");
        ObjectId place;
        if (!names.count || stage_of(want) != stage || !old_place(r, want, &place))
            continue;
        for (uint32_t k = 0; k < names.count; k++) {
            ObjectId id = object_id_named(r->arena, place, names.list[k]);
            map_put(all, object_id_key(r->arena, &id), r);
        }
    }
    r->former[stage].known = true;
    return all;
}

/* Whether something is wanted that was called so before. */
static bool goes_on(Renaming *r, const Object *there)
{
    return map_get(former_names(r, stage_of(there)), object_id_key(r->arena, &there->id)) != NULL;
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
    const Object *other = r->now[there->index];
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

/* What would be in the way of a name: relations and types share those of a schema. */
static Str slot(Arena *arena, const ObjectId *id)
{
    ObjectId shared = *id;
    if (kinds[id->kind].flags & (KIND_RELATION | KIND_IS_TYPE))
        shared = (ObjectId){KIND_TABLE, id->schema, id->sub.len ? id->sub : id->object, {0}};
    return object_show(arena, &(Object){.id = shared});
}

static void add(Renaming *r, const Object *object, ObjectId to)
{
    if (object_id_cmp(&object->id, &to) == 0)
        return;
    Pending *pending = NEW(r->arena, Pending);
    *pending = (Pending){.move = {object, to, .follows = false},
                         .object = object,
                         .has = slot(r->arena, &object->id),
                         .wants = slot(r->arena, &to),
                         .stage = stage_of(object)};
    r->held.arena = r->arena;
    map_put(&r->held, pending->has, pending);
    vec_push(r->arena, &r->todo, pending);
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
    for (size_t i = 0; i < r->want->objects.len; i++) {
        const Object *old = source_of(r, r->want->objects.at[i]);
        if (old)
            r->now[old->index] = r->want->objects.at[i];
    }
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

/* Another move that has the name still, or NULL. */
static Pending *holder(Renaming *r, const Pending *pending)
{
    Pending *other = map_get(&r->held, pending->wants);
    bool holds = other && other != pending && !other->done && str_eq(other->has, pending->wants);
    return holds ? other : NULL;
}

/* The first half of a move that has to wait for its name. */
static void step_aside(Renaming *r, Pending *pending, Moves *out)
{
    const Object *object = pending->move.object;
    Str name = trash_old_name(r->arena, object_name(object), pending->has);
    ObjectId aside = object_id_named(r->arena, object->id, name);
    vec_push(r->arena, out, (Move){object, aside, .follows = false});
    pending->move.object = called(r, object, aside);
    pending->has = (Str){0};
}

/* Whoever has the name goes first; in a circle the first one steps aside. */
static void make_move(Renaming *r, Pending *pending, Moves *out)
{
    Pending *other = holder(r, pending);
    pending->begun = true;
    if (other && other->stage != pending->stage) {
        step_aside(r, pending, out);
        pending->late = true;
        return;
    }
    if (other && other->begun)
        step_aside(r, other, out);
    else if (other)
        make_move(r, other, out);
    vec_push(r->arena, out, pending->move);
    pending->done = true;
}

/* The second half of a part's move, when its table has its name already. */
static void make_late_move(Renaming *r, Pending *pending, Moves *out)
{
    const Object *part = pending->move.object;
    ObjectId from = part->id;
    for (size_t i = 0; i < r->todo.len; i++) {
        const Move *move = &r->todo.at[i]->move;
        if (!r->todo.at[i]->done || r->todo.at[i]->object != part->parent)
            continue;
        from.schema = pending->move.to.schema = move->to.schema;
        from.object = pending->move.to.object = move->to.object;
    }
    vec_push(r->arena, out, (Move){called(r, part, from), pending->move.to, .follows = false});
}

static Moves in_order(Renaming *r)
{
    Moves out = {0};
    for (Stage stage = STAGE_PARTS; stage < STAGES; stage++) {
        for (size_t i = 0; i < r->todo.len; i++)
            if (r->todo.at[i]->stage == stage && !r->todo.at[i]->begun)
                make_move(r, r->todo.at[i], &out);
        for (size_t i = 0; stage == STAGE_WHOLES && i < r->todo.len; i++)
            if (r->todo.at[i]->late)
                make_late_move(r, r->todo.at[i], &out);
    }
    return out;
}

/* Into other schemas, when all is called as it should be. */
static void add_schema_moves(Renaming *r, Moves *out)
{
    Moves schemas = {0};
    for (size_t i = 0; i < out->len; i++)
        if (out->at[i].to.kind == KIND_SCHEMA)
            vec_push(r->arena, &schemas, out->at[i]);
    for (size_t i = 0; i < r->want->objects.len; i++) {
        const Object *want = r->want->objects.at[i], *old = r->source[i];
        if (!old || want->parent || !object_attr(want, "moved_from") ||
            object_attr(old, "owned_by"))
            continue;
        ObjectId from = want->id;
        ObjectId home = {KIND_SCHEMA, old->id.schema, {0}, {0}};
        const Object *schema = catalog_find(r->have, home);
        from.schema = old->id.schema;
        for (size_t k = 0; schema && k < schemas.len; k++)
            if (str_eq(schemas.at[k].object->id.schema, from.schema))
                from.schema = schemas.at[k].to.schema;
        if (!str_eq(from.schema, want->id.schema))
            vec_push(r->arena, out, (Move){called(r, old, from), want->id, .follows = false});
    }
}

Moves plan_renames(Arena *arena, const Catalog *have, const Catalog *want, const Moves *said,
                   Diags *diags)
{
    Renaming r = {.arena = arena, .have = have, .want = want, .diags = diags};
    r.source = NEW_ARRAY(arena, const Object *, want->objects.len);
    r.now = NEW_ARRAY(arena, const Object *, have->objects.len);
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

/* Moves that were made, to be followed back. */
typedef struct {
    Map by_new;    /* key of what an object became -> the Move */
    Moves schemas; /* those of schemas */
} History;

static History history_of(Arena *arena, const Moves *moves)
{
    History history = {{.arena = arena}, {0}};
    for (size_t i = 0; i < moves->len; i++) {
        map_put(&history.by_new, object_id_key(arena, &moves->at[i].to), &moves->at[i]);
        if (moves->at[i].to.kind == KIND_SCHEMA)
            vec_push(arena, &history.schemas, moves->at[i]);
    }
    return history;
}

/* What a table or column was before the moves: schemas are renamed when all else is called as it
 * should be, but for what goes into another schema. */
static ObjectId id_before(Arena *arena, const History *history, ObjectId id)
{
    const Move *move, *last = NULL;
    for (int pass = 0; pass < 2; pass++) {
        while ((move = map_get(&history->by_new, object_id_key(arena, &id))) &&
               (!last || move < last)) {
            id = move->object->id;
            last = move;
        }
        for (size_t i = history->schemas.len; pass == 0 && i-- > 0;)
            if (str_eq(history->schemas.at[i].to.schema, id.schema))
                id.schema = history->schemas.at[i].object->id.schema;
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
                              const Catalog *want, const History *done)
{
    const Object *table = table_of(part);
    if (!table || table->id.kind != KIND_TABLE || catalog_find(want, part->id))
        return NULL;
    Value columns = name_columns(arena, part);
    StrVec before = {0};
    ObjectId was = id_before(arena, done, table->id);
    for (uint32_t i = 0; i < columns.count; i++) { /* renamed while their table had its old name */
        ObjectId column = {KIND_COLUMN, was.schema, was.object, columns.list[i]};
        vec_push(arena, &before, id_before(arena, done, column).sub);
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
    const History history = history_of(arena, done);
    for (size_t i = 0; done->len && i < have->objects.len; i++) {
        const Object *part = have->objects.at[i];
        const Object *now = follower(arena, part, have, want, &history);
        if (now)
            add(&r, part, now->id);
    }
    return in_order(&r);
}
