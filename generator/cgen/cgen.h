/*
 * C bindings: from the outline of a database to one header and one source, filled from the
 * templates c/database.h.in and c/database.c.in, and beside them the runtime: c/pgw_runtime.h as it
 * is, and pgw_runtime.c put together from the parts in c/runtime/.
 *
 * Every C name starts with the database's: type `shop_orders`, function `shop_orders_insert`, enum
 * constant `SHOP_STATUS_PAID`. Names that two objects would share are errors (E0310), never changed
 * in silence. Views, and tables without columns, have no bindings.
 */
#ifndef PGW_CGEN_CGEN_H
#define PGW_CGEN_CGEN_H

#include "catalog/outline.h"
#include "tmpl/tmpl.h"

typedef struct {
    Str header, source;                 /* contents of DB.h and DB.c, DB being outline->database */
    Str runtime_header, runtime_source; /* of pgw_runtime.h and pgw_runtime.c */
    Str meson, cmake, pkgconfig;        /* of meson.build, CMakeLists.txt and DB.pc */
} CgenFiles;

/* All texts are absent when there was an error. Names in C start with `prefix`; absent: with the
 * database's name. */
CgenFiles cgen_render(Arena *arena, const Outline *outline, Str prefix, Templates *templates,
                      Diags *diags);

/* DB_drift.c: the function that runs `query`, the comparison with the whole model. */
Str cgen_drift(Arena *arena, const Outline *outline, Str prefix, Str query, Templates *templates,
               Diags *diags);

#endif
