/* The C names of a database's objects, and who has them already. Private to this room. */
#ifndef PGW_CGEN_NAMES_H
#define PGW_CGEN_NAMES_H

#include "catalog/outline.h"

typedef struct {
    Arena *arena;
    Diags *diags;
    Str prefix; /* the database's name in C, or what was asked for instead */
    Map global; /* names at file scope, to what has them */
} Names;

/* `prefix` is what all names start with; absent: the database's name. */
void names_open(Names *names, Arena *arena, Diags *diags, const Outline *outline, Str prefix);

/* Types: prefix, schema unless it is public, name. */
Str names_relation(Names *names, const Relation *relation);
Str names_type(Names *names, Str schema, Str name);

/* Notes that `owner` has `name` in that scope; E0310 when another has it already. `what` describes
 * the owner: `column public.users.email`. */
void names_claim(Names *names, Map *scope, Str name, Str what, const Object *owner);
/* The same for name + each ending, at file scope. */
void names_claim_all(Names *names, Str name, const char *const *endings, size_t count, Str what,
                     const Object *owner);

/* A name of a parameter that is none of the bindings' own and not yet in `scope`. */
Str names_parameter(Names *names, Map *scope, Str member);

#endif
