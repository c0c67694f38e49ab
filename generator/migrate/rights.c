#include "migrate/rights.h"

#include "base/map.h"
#include "text/quote.h"

typedef struct {
    Arena *arena;
    Server *server;
    const Source *script;
    Map asked; /* each object once */
    Diags *diags;
} Check;

/* The first cell of a query that has a row only when a right is missing. */
static Str missing(Check *c, Str sql)
{
    Rows *rows = server_query(c->server, sql);
    Str found = {0};
    if (rows && rows_count(rows))
        found = str_copy(c->arena, rows_cell(rows, 0, 0));
    if (rows)
        rows_free(rows);
    return found;
}

static bool is_new(Check *c, const char *kind, Str name)
{
    static char seen;
    return !map_put(&c->asked, str_format(c->arena, "%s %.*s", kind, STR_ARG(name)), &seen);
}

static void refuse(Check *c, const RawStatement *statement, Str what, const char *help)
{
    Diag *diag = diag_error(c->diags, "E1007", source_pos(c->script, statement->offset), "%.*s",
                            STR_ARG(what));
    diag_help(c->diags, diag, "%s", help);
}

static void check_table(Check *c, const RawStatement *statement)
{
    Str name = sql_qualified(c->arena, statement->over_schema, statement->over);
    if (!statement->over.len || !is_new(c, "table", name))
        return;
    Str sql =
        str_format(c->arena,
                   "SELECT format('%%s %%s belongs to role %%I, and role %%I is no member of "
                   "it', CASE relkind WHEN 'v' THEN 'view' WHEN 'i' THEN 'index' ELSE 'table' "
                   "END, oid::regclass, pg_get_userbyid(relowner), current_user)"
                   " FROM pg_class WHERE oid = to_regclass(%.*s)"
                   " AND NOT pg_has_role(relowner, 'USAGE')",
                   STR_ARG(sql_literal(c->arena, name)));
    Str what = missing(c, sql);
    if (what.len)
        refuse(c, statement, what, "run the migration as its owner, or as a member of that role.");
}

static void check_schema(Check *c, const RawStatement *statement)
{
    if (!statement->into.len || !is_new(c, "schema", statement->into))
        return;
    Str sql = str_format(c->arena,
                         "SELECT format('role %%I may not create anything in schema %%I',"
                         " current_user, nspname) FROM pg_namespace WHERE nspname = %.*s"
                         " AND NOT has_schema_privilege(oid, 'CREATE')",
                         STR_ARG(sql_literal(c->arena, statement->into)));
    Str what = missing(c, sql);
    if (what.len)
        refuse(c, statement, what, "grant it CREATE on the schema.");
}

static void check_database(Check *c, const RawStatement *statement)
{
    if (!statement->makes_schema || !is_new(c, "database", S("")))
        return;
    Str what = missing(c, S("SELECT format('role %I may not create schemas in this database',"
                            " current_user) WHERE NOT"
                            " has_database_privilege(current_database(), 'CREATE')"));
    if (what.len)
        refuse(c, statement, what, "grant it CREATE on the database.");
}

bool rights_check(Arena *arena, Server *server, const Source *script, const Units *units,
                  Diags *diags)
{
    size_t errors = diags->errors;
    Check c = {arena, server, script, {.arena = arena}, diags};
    for (size_t i = 0; i < units->list.len; i++)
        for (size_t k = 0; k < units->list.at[i].count; k++) {
            const RawStatement *statement = &units->list.at[i].statements[k];
            check_table(&c, statement);
            check_schema(&c, statement);
            check_database(&c, statement);
        }
    return diags->errors == errors;
}
