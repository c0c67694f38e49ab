/*
 * The objects of a catalog in an order in which each comes after what it depends on, and the parts
 * that the statement of their table says: what a whole schema is made from, and in reverse removed.
 * Private to plan/.
 */
#ifndef PGW_PLAN_SEQUENCE_H
#define PGW_PLAN_SEQUENCE_H

#include "catalog/circle.h"

typedef struct {
    const Catalog *catalog;
    const Object **order; /* by place */
    size_t count;
    size_t *place; /* by Object.index: its place in the order, or of the table it is folded into */
    const Object **into; /* by Object.index: the table that says it, or NULL */
    Circles circles;
} Sequence;

/* False with E0309 when objects depend on each other in a circle that no stub of a view opens. */
bool sequence_make(Arena *arena, const Catalog *catalog, Sequence *sequence, Diags *diags);

/* Whether the object has a place in a sequence: it is made by a statement. */
bool sequence_holds(const Object *object);

#endif
