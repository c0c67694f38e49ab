/*
 * Built-in types: the names an author may use for them, and the one name PostgreSQL prints.
 */
#ifndef PGW_KIND_TYPE_H
#define PGW_KIND_TYPE_H

#include "base/str.h"

typedef enum {
    TYPE_MODIFIER_NONE,
    TYPE_MODIFIER_LENGTH,   /* (n), n >= 1 */
    TYPE_MODIFIER_NUMERIC,  /* (precision[, scale]) */
    TYPE_MODIFIER_TIME,     /* (0..6), written before "with time zone" */
    TYPE_MODIFIER_INTERVAL, /* fields and (0..6) */
} TypeModifier;

typedef struct {
    const char *name;    /* as format_type() prints it */
    const char *aliases; /* other names, separated by blanks */
    TypeModifier modifier;
    char category; /* pg_type.typcategory: 'N' number, 'S' string, 'D' date/time … */
    uint32_t oid;  /* pg_type.oid */
} BuiltinType;

/* A type name taken apart. */
typedef struct {
    const BuiltinType *builtin; /* NULL: a type of the model or of an extension */
    Str schema, name;           /* schema may be absent */
    Str modifiers;              /* "(10,2)" as PostgreSQL prints it, or absent */
    bool array;
    bool serial; /* smallserial, serial, bigserial: builtin is the integer behind it */
} TypeName;

/* Takes `text` apart. False with a reason when it cannot be a type name, or when the modifiers do
 * not fit a built-in type (*bad_modifiers tells which of the two). Names fold to lower case unless
 * quoted. */
bool type_parse(Arena *arena, Str text, TypeName *out, bool *bad_modifiers, Str *why);

/* The text as format_type() prints it under search_path = pg_catalog: types that are not built in
 * come with `schema` (used when the name had none). */
Str type_canonical(Arena *arena, const TypeName *type, Str schema);

/* Whether the name is that of a pseudo-type: arguments and results can be of it, columns cannot. */
bool type_is_pseudo(Str name);

/* The name that PostgreSQL gives the multirange of a range type when nothing else is said. */
Str type_multirange_name(Arena *arena, Str range);

/* A canonical text as an author writes it: varchar(255), timestamptz; without the schema when that
 * is `schema`. The text itself where there is no shorter form of the same meaning. */
Str type_short(Arena *arena, Str canonical, Str schema);

/* Names to suggest when one is unknown: every name and alias. */
void type_candidates(Arena *arena, StrVec *out);

#endif
