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

/* A whole missing object: the steps of the model's plan that are about it and its parts. */
StrVec mend_missing(Arena *arena, Mender *mender, const Object *object, Diags *diags)
{
    if (object->parent)
        return create_part(arena, mender->want, object);
    if (!mender->planned)
        mender->plan = plan_create(arena, mender->want, diags);
    mender->planned = true;
    StrVec sql = {0};
    for (size_t i = 0; i < mender->plan.len; i++) {
        const Step *step = &mender->plan.at[i];
        if (step->object != object && step->object->parent != object)
            continue;
        Str statement = sql_step(arena, step, SQL_PLAIN);
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

/* What stays as it is: accepted, or not the model's. */
static bool is_left_alone(Arena *arena, const Drift *drift, const Catalog *want,
                          const Object *object)
{
    Str path = object_path(arena, object);
    bool named = false;
    for (size_t i = 0; i < drift->findings.len; i++) {
        const Finding *f = &drift->findings.at[i];
        if (f->kind != object->id.kind || !str_eq(f->object, path))
            continue;
        if (f->standing == STANDING_DRIFT)
            return false;
        named |= f->standing == STANDING_ACCEPTED || f->standing == STANDING_PENDING;
    }
    return named || object_is_trash(object) || !scope_speaks_for(arena, want, object) ||
           (object->parent && is_left_alone(arena, drift, want, object->parent));
}

Str mend_all(Arena *arena, const Drift *drift, const Catalog *live, const Catalog *want,
             Templates *templates, Str *why)
{
    StrVec everything = {0}, none = {0};
    vec_push(arena, &everything, S("*")); /* who runs the script has read it */
    PlanPolicy policy = {.allow_loss = &everything, .no_renames = true};
    Diags refusals = {.arena = arena};
    Plan plan = plan_changes(arena, live, want, &policy, &refusals), ours = {0};
    for (size_t i = 0; i < plan.len; i++)
        if (!is_left_alone(arena, drift, want, plan.at[i].object))
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
