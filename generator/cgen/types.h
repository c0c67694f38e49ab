/* How columns are held in C: the names of types and descriptors of the runtime. */
#ifndef PGW_CGEN_TYPES_H
#define PGW_CGEN_TYPES_H

#include "catalog/outline.h"

typedef struct {
    Str plain;      /* the type of a NOT NULL column: "int32_t" */
    Str nullable;   /* of one that may be NULL: "pgw_opt_int4" */
    Str descriptor; /* "pgw_type_int4" */
    bool as_text;   /* travels in the server's text form */
} CType;

/* `enum_type` names the C type of the column's enum, `prefix` the database; both are only read for
 * columns of an enum. */
CType ctype_of(Arena *arena, const Column *column, Str prefix, Str enum_type);

/* "shop_opt_status" for the enum type "shop_status". */
Str ctype_enum_opt(Arena *arena, Str prefix, Str enum_type);

#endif
