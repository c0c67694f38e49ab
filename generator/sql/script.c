#include "sql/script.h"

#include "live/server.h"
#include "sql/differences.h"
#include "sql/grants.h"
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
    Str sql = str_join(arena, &all, S(";\n"));
    return step->stubbed ? sql_on_stub(arena, step->object, sql)
                         : sql_guarded(arena, step->object, true, sql);
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

/* Those that have to be there, as literals. */
static void set_roles(Arena *arena, Data *root, const Catalog *draft)
{
    StrVec roles = sql_roles(arena, draft), literals = {0};
    for (size_t i = 0; i < roles.len; i++)
        vec_push(arena, &literals, sql_literal(arena, roles.at[i]));
    Str list = str_join(arena, &literals, S(", "));
    data_set_text(arena, root, "roles", list);
    data_set_text(arena, root, "roles_quote", sql_dollar_quote(arena, list, S("roles")));
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
    set_roles(arena, root, draft);
    Differences differences = sql_differences(arena, read, templates, diags);
    data_set_text(arena, root, "own", differences.own);
    data_set_text(arena, root, "quote", sql_dollar_quote(arena, differences.own, S("check")));
    data_set_text(arena, root, "all", differences.all);
    if (diags->errors)
        return files;
    files.create = templates_fill(arena, templates, "sql/create.sql", root, diags);
    files.drop = templates_fill(arena, templates, "sql/drop.sql", root, diags);
    files.drift = templates_fill(arena, templates, "sql/drift.sql", root, diags);
    return files;
}

/* --- scripts of plans --- */

static Str counted(Arena *arena, size_t count, const char *one, const char *many)
{
    return str_format(arena, "%zu %s", count, count == 1 ? one : many);
}

static void set_number(Arena *arena, Data *row, const char *name, int64_t number)
{
    data_set_text(arena, row, name, str_format(arena, "%lld", (long long)number));
}

static Str class_name(Arena *arena, ReverseClass class)
{
    return str_format(arena, "R%d", (int)class);
}

static Str about(Arena *arena, const Statement *statement)
{
    return statement->object ? object_show(arena, statement->object) : S("");
}

static Str first_line(Str sql)
{
    Str line = sql;
    str_split(&sql, '\n', &line);
    return line;
}

static Data *hazard_row(Arena *arena, const Statement *statement, const Hazard *hazard)
{
    const Rule *rule = hazard->rule;
    Data *row = data_map(arena);
    data_set_text(arena, row, "about",
                  hazard->object ? object_show(arena, hazard->object) : first_line(statement->sql));
    data_set_text(arena, row, "rule", str_of(rule->id));
    data_set_text(arena, row, "severity", str_of(severity_names[rule->severity]));
    data_set_text(arena, row, "sentence", str_of(rule->sentence));
    data_set_text(arena, row, "recipe", rule->recipe ? str_of(rule->recipe) : S(""));
    return row;
}

static Data *hazard_rows(Arena *arena, const Statement *statement)
{
    Data *list = data_list(arena);
    for (size_t i = 0; i < statement->hazards.len; i++) {
        bool told = false; /* of another of its actions */
        for (size_t k = 0; k < i; k++)
            told |= statement->hazards.at[k].rule == statement->hazards.at[i].rule;
        if (!told)
            data_add(arena, list, hazard_row(arena, statement, &statement->hazards.at[i]));
    }
    return list;
}

static Data *lock_rows(Arena *arena, const Statement *statement)
{
    Data *list = data_list(arena);
    for (size_t i = 0; i < statement->locks.len; i++) {
        Data *row = data_map(arena);
        data_set_text(arena, row, "relation", statement->locks.at[i].relation);
        data_set_text(arena, row, "level", str_of(lock_names[statement->locks.at[i].level]));
        data_add(arena, list, row);
    }
    return list;
}

static Data *work_rows(Arena *arena, const Statement *statement)
{
    Data *list = data_list(arena);
    for (size_t i = 0; i < statement->works.len; i++) {
        Data *row = data_map(arena);
        data_set_text(arena, row, "relation", statement->works.at[i].relation);
        data_set_text(arena, row, "work", str_of(work_names[statement->works.at[i].type]));
        data_add(arena, list, row);
    }
    return list;
}

static Data *statement_row(Arena *arena, const Statement *statement, size_t number)
{
    Data *row = data_map(arena);
    set_number(arena, row, "number", (int64_t)number);
    data_set_text(arena, row, "sql", statement->sql);
    data_set_text(arena, row, "sql_indented",
                  str_replace(arena, statement->sql, S("\n"), S("\n     ")));
    data_set_text(arena, row, "about", about(arena, statement));
    data_set(arena, row, "locks", lock_rows(arena, statement));
    data_set(arena, row, "works", work_rows(arena, statement));
    data_set(arena, row, "hazards", hazard_rows(arena, statement));
    data_set_text(arena, row, "class", class_name(arena, statement->class));
    return row;
}

static Data *acknowledged_rows(Arena *arena, const Script *script)
{
    Data *list = data_list(arena);
    for (size_t i = 0; i < script->acknowledged.len; i++) {
        Data *row = data_map(arena);
        data_set_text(arena, row, "rule", str_of(script->acknowledged.at[i].rule->id));
        data_set_text(arena, row, "reason", script->acknowledged.at[i].reason);
        data_add(arena, list, row);
    }
    return list;
}

static Data *group_row(Arena *arena, const Script *script, size_t index)
{
    const Group *group = &script->groups.at[index];
    Data *row = data_map(arena), *settings = data_list(arena), *list = data_list(arena);
    set_number(arena, row, "number", (int64_t)index + 1);
    data_set_bool(arena, row, "transactional", group->transactional);
    set_number(arena, row, "lock_timeout", group->lock_timeout);
    data_set_bool(arena, row, "waits_briefly", group->lock_timeout > 0);
    for (size_t i = 0; i < group->settings.len; i++)
        data_add(arena, settings, data_text(arena, group->settings.at[i]));
    for (size_t i = group->first; i < group->first + group->count; i++)
        data_add(arena, list, statement_row(arena, &script->statements.at[i], i + 1));
    data_set(arena, row, "settings", settings);
    data_set(arena, row, "statements", list);
    return row;
}

/* --- … and what they come to --- */

/* What becomes of a relation in all of the script. */
typedef struct {
    Str relation;
    LockLevel lock;
    bool works[WORK_REWRITE + 1];
} Burden;

typedef struct {
    VEC(Burden *) list;
    Map known; /* by relation */
} Burdens;

static Burden *burden_of(Arena *arena, Burdens *all, Str relation)
{
    Burden *burden = map_get(&all->known, relation);
    if (burden)
        return burden;
    burden = NEW(arena, Burden);
    burden->relation = relation;
    vec_push(arena, &all->list, burden);
    map_put(&all->known, relation, burden);
    return burden;
}

static Burdens sum_up(Arena *arena, const Script *script)
{
    Burdens all = {.known = {.arena = arena}};
    for (size_t i = 0; i < script->statements.len; i++) {
        const Statement *statement = &script->statements.at[i];
        for (size_t k = 0; k < statement->locks.len; k++) {
            Burden *burden = burden_of(arena, &all, statement->locks.at[k].relation);
            if (statement->locks.at[k].level > burden->lock)
                burden->lock = statement->locks.at[k].level;
        }
        for (size_t k = 0; k < statement->works.len; k++)
            burden_of(arena, &all, statement->works.at[k].relation)
                ->works[statement->works.at[k].type] = true;
    }
    return all;
}

static Str works_of(Arena *arena, const Burden *burden)
{
    StrVec words = {0};
    for (int type = WORK_SCAN; type <= WORK_REWRITE; type++)
        if (burden->works[type])
            vec_push(arena, &words, str_of(work_names[type]));
    return str_join(arena, &words, S(", "));
}

static Data *burden_rows(Arena *arena, const Script *script)
{
    Data *list = data_list(arena);
    Burdens all = sum_up(arena, script);
    for (size_t i = 0; i < all.list.len; i++) {
        const Burden *burden = all.list.at[i];
        Data *row = data_map(arena);
        data_set_text(arena, row, "relation", burden->relation);
        data_set_text(arena, row, "lock", str_of(lock_names[burden->lock]));
        data_set_text(arena, row, "work", works_of(arena, burden));
        data_add(arena, list, row);
    }
    return list;
}

static Data *script_data(Arena *arena, const Script *script)
{
    Data *root = data_map(arena), *groups = data_list(arena), *alone = data_list(arena);
    Data *hazards = data_list(arena);
    WorkType work = script_work(script);
    for (size_t i = 0; i < script->groups.len; i++)
        data_add(arena, groups, group_row(arena, script, i));
    for (size_t i = 0; i < script->statements.len; i++) {
        const Statement *statement = &script->statements.at[i];
        for (size_t k = 0; k < statement->hazards.len; k++)
            data_add(arena, hazards, hazard_row(arena, statement, &statement->hazards.at[k]));
        if (statement->tx != TX_NEVER)
            continue;
        Data *row = data_map(arena);
        data_set_text(arena, row, "first_line", first_line(statement->sql));
        data_add(arena, alone, row);
    }
    data_set(arena, root, "acknowledged", acknowledged_rows(arena, script));
    data_set(arena, root, "groups", groups);
    data_set(arena, root, "alone", alone);
    data_set(arena, root, "hazards", hazards);
    data_set(arena, root, "relations", burden_rows(arena, script));
    data_set_text(arena, root, "class", class_name(arena, script_class(script)));
    data_set_text(arena, root, "work", work ? str_of(work_names[work]) : S(""));
    data_set_text(arena, root, "statement_count",
                  counted(arena, script->statements.len, "statement", "statements"));
    data_set_text(arena, root, "group_count",
                  counted(arena, script->groups.len, "group", "groups"));
    return root;
}

Str sql_plan_file(Arena *arena, const Script *script, ScriptFormat format, Templates *templates,
                  Diags *diags)
{
    static const char *const names[] = {
        [SCRIPT_SQL] = "sql/plan.sql",
        [SCRIPT_TEXT] = "sql/plan.txt",
        [SCRIPT_JSON] = "sql/plan.json",
    };
    return templates_fill(arena, templates, names[format], script_data(arena, script), diags);
}
