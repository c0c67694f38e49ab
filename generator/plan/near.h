/*
 * What of two catalogs a plan between them has to look at. In a large database a change touches
 * little, and what is far from it costs nothing when it is left out: neither time, nor memory, nor
 * tables on the scratch server.
 *
 * Near is what differs, with the whole table of a part that does; all that depends on it, and on
 * that; the tables in which a table has its place. And what they need to be there: tables with
 * their parts, but without the foreign keys that would lead further, and their heirs. What applies
 * to a whole database (schemas, default privileges, event triggers) is near everything.
 */
#ifndef PGW_PLAN_NEAR_H
#define PGW_PLAN_NEAR_H

#include "catalog/move.h"

typedef struct {
    const Catalog *have, *want; /* sealed */
} Near;

/* What of two catalogs is near to their differences, to what `want` says was renamed, and to the
 * objects of `have` in `said`. */
Near plan_near(Arena *arena, const Catalog *have, const Catalog *want, const Moves *said);

#endif
