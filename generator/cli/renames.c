#include "cli/renames.h"

#include "plan/renames.h"
#include "sql/sql.h"
#include "text/quote.h"

static bool bad(Run *run, Str rename, const char *what)
{
    Diag *diag =
        diag_error(&run->diags, "E0801", (Pos){0}, "--rename %.*s: %s", STR_ARG(rename), what);
    diag_help(&run->diags, diag,
              "it is OLD=NEW: public.users=accounts, public.users.name=full_name, or with "
              "the kind in front: \"index public.users.i=j\".");
    return false;
}

/* What a name, the path of an object or its kind and path, was found to mean. */
typedef struct {
    const Object *object; /* NULL: nothing that can be renamed */
    bool several;
} Found;

static bool split_rename(Run *run, Str rename, Str *old, Str *name)
{
    *name = rename;
    return (str_split(name, '=', old) && name->len) || bad(run, rename, "there is no new name");
}

static void find_one(Run *run, const Map *wanted, const Object *object)
{
    Str names[] = {object_path(run->arena, object), object_show(run->arena, object)};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        Found *found = map_get(wanted, names[i]);
        if (!found || found->object == object || !sql_rename(run->arena, object, S("x")).ptr)
            continue;
        found->several |= found->object != NULL;
        found->object = object;
    }
}

static void find_all(Run *run, const Catalog *from, const Map *wanted)
{
    for (size_t i = 0; wanted->len && i < from->objects.len; i++) {
        ArenaMark mark = arena_mark(run->arena);
        find_one(run, wanted, from->objects.at[i]);
        arena_rewind(run->arena, mark);
    }
}

bool renames_said(Run *run, const Catalog *from, Moves *out)
{
    const StrVec *renames = &run->options.rename;
    Map wanted = {.arena = run->arena};
    Str old, name;
    for (size_t i = 0; i < renames->len; i++) {
        if (!split_rename(run, renames->at[i], &old, &name))
            return false;
        map_put(&wanted, old, NEW(run->arena, Found));
    }
    find_all(run, from, &wanted);
    for (size_t i = 0; i < renames->len; i++) {
        split_rename(run, renames->at[i], &old, &name);
        const Found *found = map_get(&wanted, old);
        if (!found->object)
            return bad(run, renames->at[i], "the old name is not there");
        if (found->several)
            return bad(run, renames->at[i], "several objects are called so");
        ObjectId to = object_id_named(run->arena, found->object->id, name);
        vec_push(run->arena, out, (Move){found->object, to, .follows = false});
    }
    return true;
}

static void add_all(Run *run, StrVec *to, const StrVec *more)
{
    for (size_t i = 0; i < more->len; i++)
        vec_push(run->arena, to, more->at[i]);
}

/* Schemas that objects move into and that are not there yet. */
static StrVec new_schemas(Run *run, const Catalog *from, const Moves *moves)
{
    StrVec schemas = {0};
    Map there = {.arena = run->arena};
    for (size_t i = 0; i < from->objects.len; i++)
        if (from->objects.at[i]->id.kind == KIND_SCHEMA)
            map_put(&there, from->objects.at[i]->id.schema, &schemas);
    for (size_t i = 0; i < moves->len; i++) {
        Str schema = moves->at[i].to.schema;
        if (schema.len && !map_get(&there, schema) && moves->at[i].to.kind != KIND_SCHEMA &&
            !str_eq(schema, moves->at[i].object->id.schema))
            vec_push(run->arena, &schemas, schema);
        map_put(&there, schema, &schemas);
    }
    return schemas;
}

/* One after the other; the way back is put together from its end. */
static void add_moves(Run *run, const Catalog *from, const Moves *moves, Renames *out)
{
    const StrVec none = {0};
    StrVec schemas = new_schemas(run, from, moves);
    Moves inverse = plan_renames_back(run->arena, moves);
    StrVec forward = sql_moves(run->arena, &schemas, moves),
           back = sql_moves(run->arena, &none, &inverse);
    add_all(run, &out->forward, &forward);
    for (size_t i = 0; i < schemas.len; i++)
        vec_push(run->arena, &back,
                 str_format(run->arena, "DROP SCHEMA %.*s",
                            STR_ARG(sql_ident(run->arena, schemas.at[i]))));
    add_all(run, &back, &out->back);
    out->back = back;
}

static bool try_out(Run *run, const Catalog *from, Renames *out)
{
    out->from = out->forward.len ? run_simulate(run, from, &out->forward) : from;
    return out->from != NULL;
}

bool renames_apply(Run *run, const Catalog *from, const Catalog *to, const Moves *said,
                   Renames *out)
{
    *out = (Renames){.from = from};
    Moves moves = plan_renames(run->arena, from, to, said, &run->diags);
    if (run->diags.errors)
        return false;
    out->said = moves;
    add_moves(run, from, &moves, out);
    if (!try_out(run, from, out))
        return false;
    Moves following = plan_renames_following(run->arena, out->from, to, &moves);
    size_t before = out->forward.len;
    StrVec inside = {0}, back = {0};
    add_moves(run, out->from, &following, out);
    sql_renames_inside(run->arena, out->from, to, &moves, &inside, &back);
    add_all(run, &out->forward, &inside);
    add_all(run, &back, &out->back);
    out->back = back;
    return out->forward.len == before || try_out(run, from, out);
}
