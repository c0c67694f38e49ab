#include "live/connection.h"

#include "base/memory.h"

#include <string.h>

enum { LARGE_RESULT = 8 * 1024 * 1024 };

Rows *connection_rows(Server *server, PGresult *result)
{
    if (!result)
        return NULL;
    Rows *rows = NEW(server->arena, Rows);
    rows->result = result;
    return rows;
}

size_t rows_count(const Rows *rows)
{
    return (size_t)PQntuples(rows->result);
}

size_t rows_width(const Rows *rows)
{
    return (size_t)PQnfields(rows->result);
}

const char *rows_name(const Rows *rows, size_t column)
{
    return PQfname(rows->result, (int)column);
}

void rows_type(const Rows *rows, size_t column, unsigned *oid, int *modifier)
{
    *oid = PQftype(rows->result, (int)column);
    *modifier = PQfmod(rows->result, (int)column);
}

Str rows_cell(const Rows *rows, size_t row, size_t column)
{
    int r = (int)row, c = (int)column;
    if (PQgetisnull(rows->result, r, c))
        return (Str){0};
    return (Str){PQgetvalue(rows->result, r, c), (size_t)PQgetlength(rows->result, r, c)};
}

void rows_free(Rows *rows)
{
    if (!rows)
        return;
    bool large = PQresultMemorySize(rows->result) >= LARGE_RESULT;
    PQclear(rows->result);
    rows->result = NULL;
    if (large)
        memory_give_back();
}
