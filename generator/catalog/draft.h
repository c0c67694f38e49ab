/*
 * The draft beside a catalog that was read: what only the model knows goes over to that, and what
 * nobody said leaves it.
 */
#ifndef PGW_CATALOG_DRAFT_H
#define PGW_CATALOG_DRAFT_H

#include "catalog/catalog.h"

/* Makes a catalog that was read one that a lock may hold: with the model's name and scope, and of
 * what whoever runs a script decides (owners, rights) only what `said` speaks of. */
void catalog_follow(Catalog *catalog, const Catalog *said);

/* Gives the objects of a catalog that was read what only the model knows: positions, the author's
 * text of expressions, fields such as `sensitive`. */
void catalog_adopt(Catalog *catalog, const Catalog *draft);

/* SHA-256 of everything the draft says: a lock made from it is fresh while this is the same. */
Str catalog_digest(Arena *arena, const Catalog *catalog);

#endif
