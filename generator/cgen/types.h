/*
 * How columns are held in C: names of the runtime's types and descriptors for built-in types, and
 * what must be generated for the types of the model: enums, domains, ranges, composite types.
 *
 * A type of the model is taken up when a column first needs it, behind those that it needs itself;
 * that is the order in which they are declared.
 */
#ifndef PGW_CGEN_TYPES_H
#define PGW_CGEN_TYPES_H

#include "cgen/names.h"
#include "tmpl/tmpl.h"

typedef struct {
    Str plain;       /* the type of a NOT NULL column: "int32_t" */
    Str nullable;    /* of one that may be NULL: "pgw_opt_int4" */
    Str array;       /* of an array of these: "pgw_int4_array" */
    Str opt_array;   /* of one that may be NULL */
    Str descriptor;  /* "pgw_type_int4" */
    bool as_text;    /* travels in the server's text form */
    bool filterable; /* a query can have conditions on it: it is no composite type */
} CType;

typedef struct TypeUse TypeUse;

typedef struct {
    Arena *arena;
    Names *names;
    const Outline *outline;
    Map uses; /* of types of the model, by what stands for them in the outline */
    VEC(TypeUse *) order;
} CTypes;

void ctypes_open(CTypes *types, Arena *arena, Names *names, const Outline *outline);

/* The type of a column; takes up what it needs. */
CType ctype_of(CTypes *types, const TypeName *type);

/* The type as a cast in SQL names it: in full, so that search_path has no say, and without
 * modifiers. */
Str ctype_cast(CTypes *types, const TypeName *type);

/* Whether PostgreSQL can sort the type. False for composite types as well: theirs depends on what
 * they are made of. */
bool ctype_sorts(const CTypes *types, const TypeName *type);

/* The type of the model that is no enum, or NULL. */
const UserType *ctypes_user(const CTypes *types, const TypeName *type);

/* For the templates, after all columns: what is to be declared, in order. The used ones have an
 * index among what a session looks up, *looked_up in all. */
/* Whether there is an enum among the used ones. */
bool ctypes_has_enum(const CTypes *types);
Data *ctypes_data(CTypes *types, size_t *looked_up);

#endif
