/*
 * The inventory of a live database: what exists and which file of the model speaks for it, what is
 * missing, what nobody speaks for, and what should have gone long ago.
 */
#ifndef PGW_INVENTORY_INVENTORY_H
#define PGW_INVENTORY_INVENTORY_H

#include "catalog/catalog.h"
#include "live/sizes.h"

typedef enum {
    INVENTORY_MISSING,   /* in the model, not in the database */
    INVENTORY_LEGACY,    /* the model's `legacy` names it, and it is still there */
    INVENTORY_UNMANAGED, /* in the database, not in the model */
    INVENTORY_ORPHANED,  /* nothing seems to need it */
    INVENTORY_MANAGED,
    INVENTORY_COUNT
} InventoryStanding;

extern const char *const inventory_names[INVENTORY_COUNT];

typedef struct {
    InventoryStanding standing;
    const Object *object;
    Pos pos;            /* in the model; nowhere when it knows nothing of it */
    const Size *size;   /* of a relation that is there; or NULL */
    size_t parts;       /* of a whole object: what belongs to it */
    const char *reason; /* of an orphan; or NULL */
} InventoryEntry;

typedef struct {
    Str database;
    VEC(InventoryEntry) entries; /* by standing, then by identity */
    size_t counts[INVENTORY_COUNT];
    size_t ignored; /* objects that the model says it does not speak for */
} Inventory;

/* `draft` is the model's catalog, lowered or read. Parts of a table are listed where they are not
 * managed as their table is. `orphans`: look for what nothing needs. */
Inventory inventory_of(Arena *arena, const Catalog *live, const Catalog *draft, const Sizes *sizes,
                       bool orphans);

Str inventory_text(Arena *arena, const Inventory *inventory);
Str inventory_json(Arena *arena, const Inventory *inventory);
Str inventory_markdown(Arena *arena, const Inventory *inventory);

#endif
