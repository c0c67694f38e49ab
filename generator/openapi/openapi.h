/*
 * OpenAPI: the description of an HTTP interface to the tables.
 *
 * Every table with a primary key gets list, create, get, replace, update and delete; a table
 * without one can only be listed; views are left out as long as their columns are not known.
 * Columns marked sensitive are in no schema and no parameter.
 */
#ifndef PGW_OPENAPI_OPENAPI_H
#define PGW_OPENAPI_OPENAPI_H

#include "catalog/outline.h"
#include "tmpl/tmpl.h"

/* The text of openapi.yaml (OpenAPI 3.1.0); absent with a diagnostic when a template is at fault.
 */
Str openapi_render(Arena *arena, const Outline *outline, Templates *templates, Diags *diags);

#endif
