/* JSON Schemas of columns. Private to this room. */
#ifndef PGW_OPENAPI_SCHEMA_H
#define PGW_OPENAPI_SCHEMA_H

#include "catalog/outline.h"
#include "text/writer.h"

typedef enum {
    SCHEMA_READ,      /* what the server answers */
    SCHEMA_WRITE,     /* what a request may say */
    SCHEMA_PARAMETER, /* in a path or a query: never null; described by the parameter */
} SchemaUse;

/* The column's schema, at the writer's indentation; `enumeration` names the component of the
 * column's enum, absent when it has none. */
void schema_write(Writer *w, const Column *column, Str enumeration, SchemaUse use);

/* Equality can be asked for in a query parameter. */
bool schema_can_filter(const Column *column);
/* Its order means something to people. */
bool schema_can_sort(const Column *column);

#endif
