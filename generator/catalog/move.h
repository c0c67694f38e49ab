/*
 * Catalogs made of others: the same objects under other names, with some more, or without some.
 * Texts of attributes are shared with the original. None is sealed yet.
 */
#ifndef PGW_CATALOG_MOVE_H
#define PGW_CATALOG_MOVE_H

#include "catalog/catalog.h"

/* An object gets another name, another schema, or both. */
typedef struct {
    const Object *object;
    ObjectId to;
    bool follows; /* by itself, when what it belongs to moves */
} Move;

typedef VEC(Move) Moves;

/* The catalog after the moves. Parts of a table and sequences that it owns go with it. Names that
 * stand in attributes are changed; expressions, which only PostgreSQL can read, are not. `copies`,
 * unless NULL: what each object became, by its index. */
Catalog *catalog_moved(Arena *arena, const Catalog *catalog, const Moves *moves, Object ***copies);

/* A copy with objects of another catalog, where it has none of their identity; they depend on the
 * objects of that identity here. */
Catalog *catalog_with(Arena *arena, const Catalog *catalog, const Objects *more);

/* A copy without some of its objects and their parts. */
Catalog *catalog_without(Arena *arena, const Catalog *catalog, const Objects *gone);

/* A copy of the objects that are `kept`, by index; of its dependencies on others nothing is left.
 */
Catalog *catalog_part(Arena *arena, const Catalog *catalog, const bool *kept);

/* A copy in which objects of another catalog stand for those of the part `old`. */
Catalog *catalog_with_part(Arena *arena, const Catalog *catalog, const Catalog *old,
                           const Catalog *part);

/* The same moves taken back, last first, on the catalog that they led to. There a column may have
 * got heirs or have lost them: PostgreSQL renames it with those that it has by then. */
Moves moves_back(Arena *arena, const Moves *moves, const Catalog *catalog);

#endif
