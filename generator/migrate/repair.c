#include "migrate/repair.h"

#include "text/quote.h"

/* The first row's cells; absent ones when there is no row. */
static bool ask(Arena *arena, Server *server, Str sql, Str *cells, size_t count)
{
    Rows *rows = server_query(server, sql);
    if (!rows)
        return false;
    for (size_t i = 0; i < count; i++)
        cells[i] = rows_count(rows) ? str_copy(arena, rows_cell(rows, 0, i)) : (Str){0};
    rows_free(rows);
    return true;
}

/* 'name' as to_regclass wants it: as an identifier in a literal. */
static Str regclass(Arena *arena, Str schema, Str name)
{
    return str_format(arena, "pg_catalog.to_regclass(%.*s)",
                      STR_ARG(sql_literal(arena, sql_qualified(arena, schema, name))));
}

static bool drop_index(Arena *arena, Server *server, Str index, Str *what)
{
    *what = str_format(arena, "DROP INDEX CONCURRENTLY %.*s", STR_ARG(index));
    return server_run(server, *what);
}

/* An index has its table's schema, which is the only one that the statement may name. */
static bool repair_build(Arena *arena, Server *server, const RawStatement *statement, bool *done,
                         Str *what)
{
    Str over = regclass(arena, statement->over_schema, statement->over);
    Str cells[2];
    Str sql = str_format(arena,
                         "SELECT i.indisvalid AND i.indisready,"
                         " format('%%I.%%I', n.nspname, c.relname) FROM pg_catalog.pg_index i"
                         " JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid"
                         " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                         " WHERE i.indrelid = %.*s AND c.relname = %.*s",
                         STR_ARG(over), STR_ARG(sql_literal(arena, statement->name)));
    if (!ask(arena, server, sql, cells, COUNT_OF(cells)))
        return false;
    *done = str_is(cells[0], "t");
    return *done || !cells[0].ptr || drop_index(arena, server, cells[1], what);
}

static bool repair_drop(Arena *arena, Server *server, const RawStatement *statement, bool *done,
                        Str *what)
{
    (void)what;
    Str there;
    Str sql = str_format(arena, "SELECT %.*s IS NOT NULL",
                         STR_ARG(regclass(arena, statement->schema, statement->name)));
    if (!ask(arena, server, sql, &there, 1))
        return false;
    *done = str_is(there, "f");
    return true;
}

/* Copies that REINDEX CONCURRENTLY was making (…_ccnew) or was about to drop (…_ccold). */
static bool repair_rebuild(Arena *arena, Server *server, const RawStatement *statement, bool *done,
                           Str *what)
{
    (void)statement, (void)done;
    for (;;) {
        Str index;
        Str sql = S("SELECT format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_index i"
                    " JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid"
                    " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    " WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$'"
                    " AND n.nspname !~ '^pg_' LIMIT 1");
        if (!ask(arena, server, sql, &index, 1))
            return false;
        if (!index.ptr)
            return true;
        if (!drop_index(arena, server, index, what))
            return false;
    }
}

static bool repair_detach(Arena *arena, Server *server, const RawStatement *statement, bool *done,
                          Str *what)
{
    Str pending;
    Str partition = regclass(arena, statement->schema, statement->name);
    Str sql = str_format(arena,
                         "SELECT h.inhdetachpending FROM pg_catalog.pg_inherits h"
                         " WHERE h.inhrelid = %.*s",
                         STR_ARG(partition));
    if (!ask(arena, server, sql, &pending, 1))
        return false;
    *done = !pending.ptr;
    if (!str_is(pending, "t"))
        return true;
    Str parent = sql_qualified(arena, statement->over_schema, statement->over);
    Str child = sql_qualified(arena, statement->schema, statement->name);
    *what = str_format(arena, "ALTER TABLE %.*s DETACH PARTITION %.*s FINALIZE", STR_ARG(parent),
                       STR_ARG(child));
    *done = server_run(server, *what);
    return *done;
}

bool repair_statement(Arena *arena, Server *server, const RawStatement *statement, bool *done,
                      Str *what)
{
    static bool (*const repairs[])(Arena *, Server *, const RawStatement *, bool *, Str *) = {
        [PROBE_INDEX_BUILD] = repair_build,
        [PROBE_INDEX_DROP] = repair_drop,
        [PROBE_INDEX_REBUILD] = repair_rebuild,
        [PROBE_PARTITION_DETACH] = repair_detach,
    };
    *done = false;
    *what = (Str){0};
    return statement->probe == PROBE_NONE ||
           repairs[statement->probe](arena, server, statement, done, what);
}
