/*
 * Equality of attributes, and orbits.
 *
 * PostgreSQL's text of an expression can change when it is fed back (dump and restore, upgrade),
 * and then stays. All the texts on that way mean the same; they are the attribute's orbit. Two
 * expressions are equal when one is in the other's orbit. Nothing here ever looks into an
 * expression.
 */
#ifndef PGW_CATALOG_ORBIT_H
#define PGW_CATALOG_ORBIT_H

#include "catalog/catalog.h"

/* Whether two attributes of the same field say the same; either may be NULL (absent). */
bool attr_equal(Arena *arena, const Field *field, const Attr *a, const Attr *b);

/* What of a catalog has to be created once more to see what becomes of its expressions: what has
 * some, and what that needs. */
const Catalog *catalog_expressions(Arena *arena, const Catalog *catalog);

/* `again` is what came back when `catalog` was created once more from its own texts, or what of it
 * has expressions. Adds the texts
 * that changed to the orbits; *grew tells whether there were any. */
void catalog_grow_orbits(Catalog *catalog, const Catalog *again, bool *grew);

/* One more text that a field of an object is known to mean the same by. */
void orbit_add(Arena *arena, Object *object, const Field *field, Value value);

/* Gives a catalog that was read from a copy of a database the texts of expressions that the
 * original has, and its owners, where the copy has none: another role made it. */
void catalog_take_texts(Catalog *catalog, const Catalog *original);

#endif
