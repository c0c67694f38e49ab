#include "sql/script.h"

#include "live/server.h"
#include "sql/differences.h"
#include "sql/sql.h"
#include "text/quote.h"

/* The schema that unqualified names of an author's fragments mean. */
static Str schema_of(const Object *object)
{
    return object->id.schema.len ? object->id.schema : S("public");
}

/* The step's statement. What is set of an object that a condition stands around goes inside it: run
 * again, it is not touched. *i moves to the last step that was taken. */
static Str statement(Arena *arena, const Plan *plan, size_t *i)
{
    const Step *step = &plan->at[*i];
    bool guarded =
        step->type == STEP_CREATE && !(kinds[step->object->id.kind].flags & KIND_IF_NOT_EXISTS);
    if (!guarded)
        return sql_step(arena, step, SQL_AGAIN);
    StrVec all = {0};
    vec_push(arena, &all, sql_step(arena, step, SQL_PLAIN));
    while (*i + 1 < plan->len && plan->at[*i + 1].type == STEP_SET &&
           plan->at[*i + 1].object == step->object &&
           !(plan->at[*i + 1].field->flags & FIELD_LAST)) {
        Str sql = sql_step(arena, &plan->at[++*i], SQL_PLAIN);
        if (sql.len)
            vec_push(arena, &all, sql);
    }
    return sql_guarded(arena, step->object, true, str_join(arena, &all, S(";\n")));
}

static Data *statements(Arena *arena, const Plan *plan)
{
    Data *list = data_list(arena);
    Str schema = S("public");
    KindId kind = KIND_NONE;
    for (size_t i = 0; i < plan->len; i++) {
        const Step *step = &plan->at[i];
        Str sql = statement(arena, plan, &i);
        if (!sql.len)
            continue; /* is so without being told */
        Data *row = data_map(arena);
        bool moved = !str_eq(schema, schema_of(step->object));
        schema = schema_of(step->object);
        data_set_bool(arena, row, "moved", moved && step->type != STEP_DROP);
        data_set_text(arena, row, "schema", schema);
        data_set_bool(arena, row, "elsewhere", !str_is(schema, "public"));
        bool heading = step->type == STEP_CREATE && step->object->id.kind != kind;
        if (heading)
            kind = step->object->id.kind;
        data_set_text(arena, row, "heading", heading ? str_of(kinds[kind].plural) : (Str){0});
        data_set_bool(arena, row, "apart", step->type == STEP_CREATE && !heading);
        data_set_text(arena, row, "sql", sql);
        data_add(arena, list, row);
    }
    return list;
}

static Str render(Arena *arena, Templates *templates, const char *name, const Data *root,
                  Diags *diags)
{
    Writer w = {.arena = arena};
    const Template *template = templates_get(templates, name);
    if (!template || !template_render(&w, template, root, diags))
        return (Str){0};
    return w_result(&w);
}

static Data *profile(Arena *arena)
{
    Data *list = data_list(arena);
    for (size_t i = 0; i < server_profile_count; i++) {
        Data *row = data_map(arena);
        data_set_text(arena, row, "name", str_of(server_profile[i].name));
        data_set_text(arena, row, "value", str_of(server_profile[i].value));
        data_add(arena, list, row);
    }
    return list;
}

SqlFiles sql_files(Arena *arena, const Catalog *draft, const Catalog *read, Templates *templates,
                   Diags *diags)
{
    SqlFiles files = {{0}, {0}, {0}};
    WholePlan whole = plan_whole(arena, draft, diags);
    Data *root = data_map(arena);
    data_set_text(arena, root, "database", draft->database);
    data_set(arena, root, "create", statements(arena, &whole.create));
    data_set(arena, root, "drop", statements(arena, &whole.drop));
    data_set(arena, root, "profile", profile(arena));
    Differences differences = sql_differences(arena, read, templates, diags);
    data_set_text(arena, root, "own", differences.own);
    data_set_text(arena, root, "quote", sql_dollar_quote(arena, differences.own, S("check")));
    data_set_text(arena, root, "all", differences.all);
    if (diags->errors)
        return files;
    files.create = render(arena, templates, "sql/create.sql", root, diags);
    files.drop = render(arena, templates, "sql/drop.sql", root, diags);
    files.drift = render(arena, templates, "sql/drift.sql", root, diags);
    return files;
}

static void add_statement(Arena *arena, Data *list, Str sql, bool commits)
{
    Data *row = data_map(arena);
    data_set_text(arena, row, "sql", sql);
    data_set_bool(arena, row, "commits", commits);
    data_add(arena, list, row);
}

static void add_statements(Arena *arena, Data *list, const StrVec *sql)
{
    for (size_t i = 0; i < sql->len; i++)
        add_statement(arena, list, sql->at[i], false);
}

Str sql_plan_file(Arena *arena, const Plan *plan, const Catalog *live, const StrVec *before,
                  const StrVec *after, Templates *templates, Diags *diags)
{
    Data *root = data_map(arena), *list = data_list(arena);
    add_statements(arena, list, before);
    for (size_t i = 0; i < plan->len; i++) {
        StrVec sql = sql_statements(arena, &plan->at[i], live);
        bool commits = i + 1 < plan->len && sql_must_commit(&plan->at[i], live);
        for (size_t k = 0; k < sql.len; k++)
            add_statement(arena, list, sql.at[k], commits && k + 1 == sql.len);
    }
    add_statements(arena, list, after);
    data_set(arena, root, "statements", list);
    return render(arena, templates, "sql/plan.sql", root, diags);
}
