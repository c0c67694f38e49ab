#include "migrate/steps.h"

#include "text/quote.h"

static Str without_semicolon(Str sql)
{
    sql = str_trim(sql);
    while (sql.len && sql.ptr[sql.len - 1] == ';')
        sql = str_trim(str_slice(sql, 0, sql.len - 1));
    return sql;
}

/* Its first line says what it is, `what` and the author's `name`; the runner tells that (unit.h).
 */
static Str block(Arena *arena, Templates *templates, const char *template, const Data *data,
                 const char *what, Str name)
{
    Str body = templates_fill(arena, templates, template, data, templates->diags);
    Str line = str_replace(arena, name, S("\n"), S(" "));
    Str all = str_format(arena, " -- %s %.*s\n%.*s", what, STR_ARG(line), STR_ARG(body));
    return str_format(arena, "DO %.*s", STR_ARG(sql_dollar(arena, all, S("step"))));
}

Str steps_check(Arena *arena, Templates *templates, const StepCheck *check, bool after)
{
    Data *data = data_map(arena);
    data_set_text(arena, data, "path", S(AUTHORS_PATH));
    data_set_text(arena, data, "query", without_semicolon(check->query));
    data_set_text(arena, data, "message",
                  str_format(arena, "check \"%.*s\" %s the migration is not true",
                             STR_ARG(check->name), after ? "after" : "before"));
    return block(arena, templates, "migrate/check.sql", data,
                 after ? "check after:" : "check before:", check->name);
}

static Str set_list(Arena *arena, const StepBackfill *b)
{
    StrVec parts = {0};
    for (size_t i = 0; i < b->sets.len; i++)
        vec_push(arena, &parts,
                 str_format(arena, "%.*s = (%.*s)", STR_ARG(sql_ident(arena, b->sets.at[i].column)),
                            STR_ARG(str_trim(b->sets.at[i].value))));
    return str_join(arena, &parts, S(", "));
}

/* Which rows are to be filled. */
static Str condition(Arena *arena, const StepBackfill *b)
{
    if (b->where.len)
        return str_trim(b->where);
    StrVec parts = {0};
    for (size_t i = 0; i < b->sets.len; i++)
        vec_push(
            arena, &parts,
            str_format(arena, "%.*s IS NULL", STR_ARG(sql_ident(arena, b->sets.at[i].column))));
    return str_join(arena, &parts, S(" OR "));
}

static Str at_once(Arena *arena, const StepBackfill *b, Str table)
{
    return str_format(arena, "UPDATE %.*s SET %.*s WHERE %.*s", STR_ARG(table),
                      STR_ARG(set_list(arena, b)), STR_ARG(condition(arena, b)));
}

static Str in_batches(Arena *arena, Templates *templates, const StepBackfill *b, Str table)
{
    Data *data = data_map(arena);
    data_set_text(arena, data, "path", S(AUTHORS_PATH));
    data_set_text(arena, data, "name", b->name);
    data_set_text(arena, data, "table", table);
    data_set_text(arena, data, "set", set_list(arena, b));
    data_set_text(arena, data, "where", condition(arena, b));
    data_set_text(arena, data, "batch", str_format(arena, "%lld", (long long)b->batch));
    return block(arena, templates, "migrate/backfill.sql", data, "backfill", b->name);
}

Str steps_backfill(Arena *arena, Templates *templates, const StepBackfill *b)
{
    Str table = sql_qualified(arena, b->schema, b->table);
    return b->batch ? in_batches(arena, templates, b, table) : at_once(arena, b, table);
}

void steps_statement(Arena *arena, Str sql, StrVec *out)
{
    vec_push(arena, out, S("SET LOCAL search_path = " AUTHORS_PATH));
    vec_push(arena, out, without_semicolon(sql));
    vec_push(arena, out, S("SET LOCAL search_path = pg_catalog"));
}
