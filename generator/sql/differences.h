/*
 * The comparison of a catalog with a database as one SQL query: for create.sql, which checks
 * itself, and for drift.sql, for places where nothing can be installed. It is made of the very
 * queries that the reader sends, so it sees what the reader sees.
 */
#ifndef PGW_SQL_DIFFERENCES_H
#define PGW_SQL_DIFFERENCES_H

#include "catalog/catalog.h"
#include "tmpl/tmpl.h"

/* Queries without a semicolon; their rows (object, problem, model, database) are the differences.
 */
typedef struct {
    Str all; /* also objects that the catalog does not know */
    Str own; /* only of the catalog's own tables and their parts */
} Differences;

/* A catalog that no server has read (server_major 0) says nothing of expressions. Absent texts with
 * a diagnostic when a template is missing. */
Differences sql_differences(Arena *arena, const Catalog *catalog, Templates *templates,
                            Diags *diags);

#endif
