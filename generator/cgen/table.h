/* What is generated for one table or view, and for rows of functions: columns, keys, orders and
 * ways to other tables, as data for the templates. Private to this room. */
#ifndef PGW_CGEN_TABLE_H
#define PGW_CGEN_TABLE_H

#include "cgen/types.h"

/* A table on its way to the templates: C names by position of the column. */
typedef struct {
    const Relation *relation;
    Str type, sql;
    Str *members;
    CType *ctypes;
    /* The primary key, else the first unique constraint or index by which NULLs cannot be alike; or
     * NULL. */
    const Key *identity;
    StrVec others; /* types of the tables that it has ways to, once for each way */
    Data *data;
} TableGen;

typedef enum {
    RESULT_NONE,
    RESULT_VALUE,
    RESULT_RECORD, /* a row of its own */
    RESULT_ROW,    /* a row of a table */
    RESULT_ROWS,
    RESULT_TABLE, /* rows of a table */
} ResultKind;

/* A function or procedure on its way to the templates. */
typedef struct {
    const Routine *routine;
    Str name;
    CType *arguments; /* by position */
    bool optional;    /* those with defaults can be left out */
    ResultKind result;
    CType value;
    Relation *rows;        /* of its own, or NULL */
    const TableGen *table; /* whose rows they are, or NULL */
} FunctionGen;

typedef struct {
    Arena *arena;
    Names names;
    CTypes types;
    VEC(TableGen) tables;
    VEC(FunctionGen) functions;
    VEC(TableGen) rows; /* of functions */
    Data *left_out;     /* functions that there are none for in C */
} Cgen;

/* Takes up the relation: all but its links. */
void table_open(Cgen *gen, const Relation *relation);
/* Rows of a function: of the C type `type`, in messages `title`; `listed`: there can be many. */
TableGen rows_open(Cgen *gen, const Relation *rows, Str type, Str title, bool listed);
/* Its links to other tables, when all have been taken up. */
void table_links(Cgen *gen, TableGen *table);

/* What its rows are found by, and upserted on: keys, and unique indexes that say as much. */
void table_keys(Cgen *gen, TableGen *table);

size_t column_index(const Relation *relation, const Column *column);
bool column_is_writable(const Column *column); /* by statements, not by the server alone */

/* Helpers for whoever fills templates here. */
void set_number(Cgen *gen, Data *map, const char *name, size_t number);
/* Texts of several lines stay inside their comment block. */
Str comment_lines(Arena *arena, Str comment, const char *indent);

#endif
