#include "prove/rows.h"

enum { MOST_NOTES = 10 };

/* A session of its own with the functions of a template, which end with it. */
static Server *open_session(Arena *arena, const Server *server, Templates *templates,
                            const char *name, Diags *diags)
{
    Str functions = templates_text(templates, name);
    Server *session = functions.ptr ? server_connect_again(arena, server, diags) : NULL;
    if (session && !server_run(session, functions)) {
        diag_error(diags, "E0704", (Pos){0}, "the scratch server failed: %.*s",
                   STR_ARG(server_error(session).message));
        server_close(session);
        return NULL;
    }
    return session;
}

static Rows *query(Server *session, Str sql, Diags *diags)
{
    Rows *rows = server_query(session, sql);
    if (!rows)
        diag_error(diags, "E0704", (Pos){0}, "the scratch server failed: %.*s",
                   STR_ARG(server_error(session).message));
    return rows;
}

bool rows_fill(Arena *arena, const Server *server, Templates *templates, size_t wanted, int round,
               Filling *out, Diags *diags)
{
    *out = (Filling){0};
    Server *session = open_session(arena, server, templates, "prove/fill.sql", diags);
    if (!session)
        return false;
    Rows *done =
        query(session, str_format(arena, "SELECT pg_temp.fill(%zu, %d)", wanted, round), diags);
    Rows *rows = done ? query(session,
                              S("SELECT shown, count, reason FROM pg_temp.filled "
                                "ORDER BY shown COLLATE \"C\""),
                              diags)
                      : NULL;
    for (size_t i = 0; rows && i < rows_count(rows); i++) {
        int64_t count = 0;
        str_to_int(rows_cell(rows, i, 1), &count);
        out->tables++;
        out->rows += (size_t)count;
        if (!count)
            vec_push(arena, &out->empty,
                     str_format(arena, "%.*s has none: %.*s", STR_ARG(rows_cell(rows, i, 0)),
                                STR_ARG(rows_cell(rows, i, 2))));
    }
    rows_free(done);
    rows_free(rows);
    server_close(session);
    return rows != NULL;
}

static Str copied(Arena *arena, Str cell)
{
    return cell.ptr ? str_copy(arena, cell) : cell;
}

bool rows_read(Arena *arena, const Server *server, Templates *templates, Cells *out, Diags *diags)
{
    *out = (Cells){0};
    Server *session = open_session(arena, server, templates, "prove/cells.sql", diags);
    Rows *rows = session ? query(session,
                                 S("SELECT relation, attnum, shown, type, value FROM "
                                   "pg_temp.cells() ORDER BY relation, attnum, "
                                   "shown IS NOT NULL, value COLLATE \"C\""),
                                 diags)
                         : NULL;
    for (size_t i = 0; rows && i < rows_count(rows); i++) {
        Cell cell = {.relation = copied(arena, rows_cell(rows, i, 0)),
                     .shown = copied(arena, rows_cell(rows, i, 2)),
                     .type = copied(arena, rows_cell(rows, i, 3)),
                     .value = copied(arena, rows_cell(rows, i, 4))};
        str_to_int(rows_cell(rows, i, 1), &cell.attnum);
        vec_push(arena, out, cell);
    }
    rows_free(rows);
    server_close(session);
    return rows != NULL;
}

/* -- comparing -- */

/* In the order of the query: NULL comes last. */
static int compare_values(Str a, Str b)
{
    if (!a.ptr || !b.ptr)
        return (a.ptr == NULL) - (b.ptr == NULL);
    return str_cmp(a, b);
}

static int compare_columns(const Cell *a, const Cell *b)
{
    int64_t x = 0, y = 0;
    str_to_int(a->relation, &x);
    str_to_int(b->relation, &y);
    if (x != y)
        return x < y ? -1 : 1;
    return a->attnum < b->attnum ? -1 : a->attnum > b->attnum;
}

static void note_lost(Arena *arena, Comparison *result, const Cell *cell)
{
    const Str value = cell->value.ptr ? str_slice(cell->value, 0, 60) : S("NULL");
    result->lost++;
    if (result->notes.len < MOST_NOTES)
        vec_push(arena, &result->notes,
                 str_format(arena, "%.*s: %.*s is gone", STR_ARG(cell->shown), STR_ARG(value)));
}

/* The values of one column, behind its heads at `i` and `k`: multisets, since rows have no order.
 */
static void compare_one(Arena *arena, const Cells *before, size_t i, size_t end, const Cells *after,
                        size_t k, Comparison *result)
{
    const Cell *column = &after->at[k++];
    for (i++; i < end; i++) {
        while (k < after->len && compare_columns(&after->at[k], column) == 0 &&
               compare_values(after->at[k].value, before->at[i].value) < 0)
            k++;
        bool there = k < after->len && compare_columns(&after->at[k], column) == 0 &&
                     compare_values(after->at[k].value, before->at[i].value) == 0;
        if (there)
            k++, result->kept++;
        else
            note_lost(arena, result, &before->at[i]);
    }
}

/* Columns (or rows, with attnum 0) that are in both, in the same type. */
static Comparison compare(Arena *arena, const Cells *before, const Cells *after, bool whole)
{
    Comparison result = {0};
    size_t k = 0;
    for (size_t i = 0, end; i < before->len; i = end) {
        const Cell *column = &before->at[i];
        for (end = i; end < before->len && compare_columns(&before->at[end], column) == 0;)
            end++;
        while (k < after->len && compare_columns(&after->at[k], column) < 0)
            k++;
        if (whole != (column->attnum == 0))
            continue;
        bool found = k < after->len && compare_columns(&after->at[k], column) == 0;
        if (found && str_eq(column->type, after->at[k].type))
            compare_one(arena, before, i, end, after, k, &result);
        else if (whole)
            for (i++; i < end; i++)
                note_lost(arena, &result, &before->at[i]);
    }
    return result;
}

Comparison rows_compare_columns(Arena *arena, const Cells *before, const Cells *after)
{
    return compare(arena, before, after, false);
}

Comparison rows_compare(Arena *arena, const Cells *before, const Cells *after)
{
    return compare(arena, before, after, true);
}
