/* Rows for a proof: made by the server from what its catalog says, and compared value by value. */
#ifndef PGW_PROVE_ROWS_H
#define PGW_PROVE_ROWS_H

#include "live/server.h"
#include "tmpl/tmpl.h"

typedef struct {
    size_t tables, rows;
    StrVec empty; /* tables that took none, each with PostgreSQL's reason */
} Filling;

/* Puts `wanted` rows into each table. Rounds have other values, so that keys do not collide. False
 * with a diagnostic. */
bool rows_fill(Arena *arena, const Server *server, Templates *templates, size_t wanted, int round,
               Filling *out, Diags *diags);

/* A value of a column; or a whole row (attnum 0). Sorted by table, column, value. */
typedef struct {
    Str relation; /* its oid */
    int64_t attnum;
    Str shown;       /* public.t.c; absent in the head of a column, which has no value */
    Str type, value; /* integer, 42; absent: NULL */
} Cell;
typedef VEC(Cell) Cells;

/* Everything in the tables. False with a diagnostic. */
bool rows_read(Arena *arena, const Server *server, Templates *templates, Cells *out, Diags *diags);

typedef struct {
    size_t kept, lost;
    StrVec notes; /* about the first values that are lost */
} Comparison;

/* What is left of the values of columns that are still there, in the same type. Columns keep their
 * identity under a new name. */
Comparison rows_compare_columns(Arena *arena, const Cells *before, const Cells *after);
/* What is left of whole rows. */
Comparison rows_compare(Arena *arena, const Cells *before, const Cells *after);

#endif
