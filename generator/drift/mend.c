#include "drift/mend.h"

#include "catalog/trash.h"
#include "sql/script.h"
#include "sql/sql.h"

static void add_settings(Arena *arena, const Object *object, StrVec *sql)
{
    for (size_t i = 0; i < object->attrs.len; i++) {
        const Field *field = &kinds[object->id.kind].fields[object->attrs.at[i].field];
        Str set = field->flags & FIELD_SEPARATE
                      ? sql_set(arena, object, field, &object->attrs.at[i])
                      : (Str){0};
        if (set.len)
            vec_push(arena, sql, set);
    }
}

/* A part of a table that is there, with the default of a column. */
static StrVec create_part(Arena *arena, const Catalog *want, const Object *object)
{
    StrVec sql = {0};
    const Object *value = catalog_find(
        want, (ObjectId){KIND_DEFAULT, object->id.schema, object->id.object, object->id.sub});
    bool with_default = object->id.kind == KIND_COLUMN && value;
    vec_push(arena, &sql, sql_create(arena, object, &value, with_default, SQL_PLAIN));
    add_settings(arena, object, &sql);
    return sql;
}

static void make_plan(Arena *arena, Mender *mender, Diags *diags)
{
    Plan plan = plan_create(arena, mender->want, diags);
    mender->steps = NEW_ARRAY(arena, Plan, mender->want->objects.len);
    for (size_t i = 0; i < plan.len; i++) {
        const Object *object = plan.at[i].object;
        const Object *whole = object->parent ? object->parent : object;
        vec_push(arena, &mender->steps[whole->index], plan.at[i]);
    }
}

/* A whole missing object: the steps of the model's plan that are about it and its parts. */
StrVec mend_missing(Arena *arena, Mender *mender, const Object *object, Diags *diags)
{
    if (object->parent)
        return create_part(arena, mender->want, object);
    if (!mender->steps)
        make_plan(arena, mender, diags);
    StrVec sql = {0};
    const Plan *plan = &mender->steps[object->index];
    for (size_t i = 0; i < plan->len; i++) {
        Str statement = sql_step(arena, &plan->at[i], SQL_PLAIN);
        if (statement.len) /* what CREATE TABLE has said already is said no more */
            vec_push(arena, &sql, statement);
    }
    return sql;
}

StrVec mend_unexpected(Arena *arena, const Object *object)
{
    StrVec sql = {0};
    vec_push(arena, &sql, sql_drop(arena, object, SQL_PLAIN));
    return sql;
}

StrVec mend_altered(Arena *arena, const Catalog *live, const Change *change)
{
    return sql_alter(arena, live, change->want, change->field, change->want_attr);
}

/* What is said of an object. */
typedef struct {
    bool drifts, named;
} Said;

static Str finding_key(Arena *arena, KindId kind, Str path)
{
    return str_format(arena, "%s %.*s", kinds[kind].tag, STR_ARG(path));
}

static Map all_said(Arena *arena, const Drift *drift)
{
    Map all = {.arena = arena};
    for (size_t i = 0; i < drift->findings.len; i++) {
        const Finding *f = &drift->findings.at[i];
        Str key = finding_key(arena, f->kind, f->object);
        Said *said = map_get(&all, key);
        if (!said) {
            said = NEW(arena, Said);
            map_put(&all, key, said);
        }
        said->drifts |= f->standing == STANDING_DRIFT;
        said->named |= f->standing == STANDING_ACCEPTED || f->standing == STANDING_PENDING;
    }
    return all;
}

/* What stays as it is: accepted, or not the model's. */
static bool is_left_alone(Arena *arena, const Map *all, const Catalog *want, const Object *object)
{
    const Said *said =
        map_get(all, finding_key(arena, object->id.kind, object_path(arena, object)));
    if (said && said->drifts)
        return false;
    return (said && said->named) || object_is_trash(object) ||
           !scope_speaks_for(arena, want, object) ||
           (object->parent && is_left_alone(arena, all, want, object->parent));
}

Str mend_all(Arena *arena, const Drift *drift, const Catalog *live, const Catalog *want,
             Templates *templates, Str *why)
{
    StrVec everything = {0}, none = {0};
    vec_push(arena, &everything, S("*")); /* who runs the script has read it */
    PlanPolicy policy = {.allow_loss = &everything, .no_renames = true};
    Diags refusals = {.arena = arena};
    Plan plan = plan_changes(arena, live, want, &policy, &refusals), ours = {0};
    Map said = all_said(arena, drift);
    for (size_t i = 0; i < plan.len; i++)
        if (!is_left_alone(arena, &said, want, plan.at[i].object))
            vec_push(arena, &ours, plan.at[i]);
    Str text = {0};
    if (!refusals.errors) {
        Script script = sql_script(arena, &ours, live, want, &none, &none);
        text = sql_plan_file(arena, &script, SCRIPT_SQL, templates, &refusals);
    }
    if (refusals.errors)
        *why = refusals.list.at[0]->message;
    return text;
}
