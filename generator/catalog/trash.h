/*
 * Trash: what a migration takes away although it holds rows is put aside under a name that says so,
 * until somebody purges it. A column stays in its table as ~trash_NAME_1f2e3d; a table moves, under
 * its own name and with all that is its own, into a schema ~trash_SCHEMA_1f2e3d.
 *
 * The digits are of what is put aside, so that a plan is the same each time. Whoever reads a
 * database tells trash by its name alone.
 */
#ifndef PGW_CATALOG_TRASH_H
#define PGW_CATALOG_TRASH_H

#include "catalog/catalog.h"

/* How the name of anything in the trash begins. */
#define TRASH_PREFIX "~trash_"

/* Whether the object is in the trash: in a trash schema, such a schema itself, or a trash column.
 */
bool object_is_trash(const Object *object);

/* The name for what is put aside: at most 63 bytes, whatever the name is. */
Str trash_name(Arena *arena, Str name, Str digest_of);

/* The same for what is in the way of something that comes back, until it is dropped. */
Str trash_old_name(Arena *arena, Str name, Str digest_of);

/* The catalog as a model would describe it, without what waits to be purged, which is added to
 * *pending (unless NULL): whole tables, columns and the rest, without parts of what is listed. The
 * catalog itself when there is no trash in it. */
const Catalog *catalog_without_trash(Arena *arena, const Catalog *catalog, Objects *pending);

/* The objects that are trash, with their parts. */
Objects catalog_trash(Arena *arena, const Catalog *catalog);

#endif
