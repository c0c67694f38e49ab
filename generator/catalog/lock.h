/*
 * The lock: a catalog as a committed text file.
 *
 * It holds what PostgreSQL made of the model, so that a drift check needs one read-only connection
 * and nothing else. Sorted, one attribute a line, no dates, no OIDs, no positions: a change to the
 * model shows as just that change. Grammar, with every value escaped by \n \t \\:
 *
 *   pgwright-lock 1            format
 *   database NAME
 *   postgresql 15              major version of the server that wrote the expressions
 *   profile 1                  session profile (live/server.h)
 *   model SHA256               of the draft it was made from
 *   (empty line)
 *   KIND<TAB>schema<TAB>object<TAB>sub
 *    field value               a text
 *    field[] value             an entry of a list, in order
 *    field| value              another text of its orbit (field|[] for lists, entries joined by
 * tabs)
 *    -> KIND<TAB>schema<TAB>object<TAB>sub<TAB>n|a    depends on
 */
#ifndef PGW_CATALOG_LOCK_H
#define PGW_CATALOG_LOCK_H

#include "catalog/catalog.h"

Str lock_write(Arena *arena, const Catalog *catalog, Str model_digest);

/* Reads a lock, of whose text nothing is borrowed. NULL with E0706, placed in the file, when it is
 * not one. */
Catalog *lock_read(Arena *arena, const Source *source, Str *model_digest, Diags *diags);
/* The two halves of it. What depends on what takes half of the time, and to compare it is not
 * needed; `catalog` is what lock_read_objects made of the same text. False with E0706, when it is
 * not the same too. */
Catalog *lock_read_objects(Arena *arena, const Source *source, Str *model_digest, Diags *diags);
bool lock_read_edges(Catalog *catalog, const Source *source, Diags *diags);

#endif
