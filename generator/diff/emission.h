/*
 * The emission check: what came back from PostgreSQL against what the model said. Everything but
 * the text of expressions must be the same; a difference means that this tool forgot or garbled
 * something.
 */
#ifndef PGW_DIFF_EMISSION_H
#define PGW_DIFF_EMISSION_H

#include "diff/diff.h"

/* Reports E0602 for each difference, at the place in the model that was not kept. */
void emission_check(Arena *arena, const Catalog *draft, const Catalog *read, Diags *diags);

#endif
