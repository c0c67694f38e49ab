/*
 * Lowering: a checked model becomes a catalog, the draft.
 *
 * The draft says what the author said, in the terms of the catalog: every object has its identity
 * and its dependencies; expressions are still the author's. Fields that can be said in canonical
 * form without a server are (types, names, numbers), so that a draft can be compared with what
 * PostgreSQL made of it: a difference there is a mistake of this tool.
 */
#ifndef PGW_CATALOG_LOWER_H
#define PGW_CATALOG_LOWER_H

#include "catalog/draft.h"
#include "model/model.h"

Catalog *catalog_lower(Arena *arena, Model *model);

#endif
