/* What is generated for one table or view: its columns, keys, orders and ways to other tables, as
 * data for the templates. Private to this room. */
#ifndef PGW_CGEN_TABLE_H
#define PGW_CGEN_TABLE_H

#include "cgen/types.h"

/* A table on its way to the templates: C names by position of the column. */
typedef struct {
    const Relation *relation;
    Str type, sql;
    Str *members;
    CType *ctypes;
    StrVec others; /* types of the tables that it has ways to, once for each way */
    Data *data;
} TableGen;

typedef struct {
    Arena *arena;
    Names names;
    CTypes types;
    VEC(TableGen) tables;
} Cgen;

/* Takes up the relation: all but its links. */
void table_open(Cgen *gen, const Relation *relation);
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
