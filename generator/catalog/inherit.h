/*
 * What partitions and heirs have from their parents: a draft says it of each table, as PostgreSQL
 * keeps it.
 */
#ifndef PGW_CATALOG_INHERIT_H
#define PGW_CATALOG_INHERIT_H

#include "catalog/catalog.h"

/* Adds to the tables of a draft, before it is sealed, the parts that they inherit: columns,
 * defaults, checks; to partitions also foreign keys and the indexes and keys that are attached to
 * those of the partitioned table. What the author says of a part himself stays. */
void catalog_inherit(Catalog *catalog);

/* Whether a part has the field for itself alone: what it inherits from has it for itself. */
bool catalog_is_own(const char *field);

/* The name that PostgreSQL gives the index of `table` that comes with `from`, an index or key of
 * the partitioned table. */
Str catalog_heir_name(Arena *arena, const Catalog *catalog, const Object *table,
                      const Object *from);

#endif
