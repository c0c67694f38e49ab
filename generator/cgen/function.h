/* What is generated for the functions and procedures of a database: their arguments and results as
 * data for the templates. Private to this room. */
#ifndef PGW_CGEN_FUNCTION_H
#define PGW_CGEN_FUNCTION_H

#include "cgen/table.h"

/* Those that C can call, when all tables have been taken up; and which are left out, and why. Takes
 * up the types that they need, so the types are for the templates after it. */
void functions_open(Cgen *gen, const Outline *outline);

/* For the templates: the functions; the rows that are those of no table; who was left out. */
void functions_data(Cgen *gen, Data *root);

/* What identifies them and their results, a line each, for the fingerprint. */
void functions_lines(Cgen *gen, StrVec *lines);

#endif
