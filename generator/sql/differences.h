/*
 * The comparison of a catalog with a database as one SQL query: for create.sql, which checks
 * itself, and for drift.sql, for places where nothing can be installed. It is made of the very
 * queries that the reader sends, so it sees what the reader sees.
 */
#ifndef PGW_SQL_DIFFERENCES_H
#define PGW_SQL_DIFFERENCES_H

#include "catalog/catalog.h"
#include "tmpl/tmpl.h"

typedef enum {
    DIFFERENCES_ALL, /* also objects that the catalog does not know */
    DIFFERENCES_OWN, /* only of the catalog's own tables and their parts */
} DifferenceScope;

/* A query without a semicolon; its rows (object, problem, model, database) are the differences. A
 * catalog that no server has read (server_major 0) says nothing of expressions. Absent with a
 * diagnostic when a template is missing. */
Str sql_differences(Arena *arena, const Catalog *catalog, DifferenceScope scope,
                    Templates *templates, Diags *diags);

#endif
