/*
 * Trash columns among tables that have their place in each other: PostgreSQL lets a table in only
 * when it has all columns of the whole, and lets a partition in only when it has no other.
 */
#ifndef PGW_PLAN_HEIRS_H
#define PGW_PLAN_HEIRS_H

#include "catalog/catalog.h"

/* In a catalog that is wanted and not sealed yet: each table gets the trash columns of the tables
 * that it is to stand in, a partitioned one those of its partitions; what is to stand alone has
 * them as its own. */
void heirs_share_trash(Catalog *catalog);

#endif
