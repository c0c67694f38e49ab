/*
 * Circles that can be made: a view reads what a function gives, and that gives rows of the view.
 * The view is made as a stub at first, with its columns and without its query; so is it when it has
 * to go before what it reads.
 */
#ifndef PGW_CATALOG_CIRCLE_H
#define PGW_CATALOG_CIRCLE_H

#include "catalog/catalog.h"

/* The view needs its user, by way of others perhaps; views alone in a circle are none. */
typedef struct {
    const Object *view, *user;
} Circle;

typedef VEC(Circle) Circles;

/* All circles of a catalog whose views can stand as stubs: what their columns are is known. Sorted
 * by user. */
Circles catalog_circles(Arena *arena, const Catalog *catalog);

/* Where those of the user begin, if it has any. */
size_t circles_from(const Circles *circles, const Object *user);

/* Whether it is the view of one of them. */
bool circles_have(const Circles *circles, const Object *view);

/* Whether the one needs the other, by way of others perhaps. */
bool object_needs(Arena *arena, const Catalog *catalog, const Object *object, const Object *other);

#endif
