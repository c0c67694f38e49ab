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

#include "catalog/catalog.h"
#include "model/model.h"

Catalog *catalog_lower(Arena *arena, Model *model);

/* Makes a catalog that was read one that a lock may hold: with the model's name and scope, and of
 * what whoever runs a script decides (owners, rights) only what `said` speaks of. */
void catalog_follow(Catalog *catalog, const Catalog *said);

/* Gives the objects of a catalog that was read what only the model knows: positions, the author's
 * text of expressions, fields such as `sensitive`. */
void catalog_adopt(Catalog *catalog, const Catalog *draft);

/* SHA-256 of everything the draft says: a lock made from it is fresh while this is the same. */
Str catalog_digest(Arena *arena, const Catalog *catalog);

#endif
