/*
 * What may be done to a database, by the registry: to each object of a lock and each field of its
 * kind. tamper_driver.c does it.
 */
#ifndef PGW_TAMPER_CASES_H
#define PGW_TAMPER_CASES_H

#include "catalog/catalog.h"

typedef enum {
    CASE_FIELD,    /* a field has another value */
    CASE_DROP,     /* an object is gone */
    CASE_ADD,      /* one more is there */
    CASE_REFEED,   /* a field is said once more, in the server's own words: no difference */
    CASE_HARMLESS, /* something else that makes no difference */
    CASE_TYPES
} CaseType;

typedef struct {
    CaseType type;
    const Object *object; /* of the lock; CASE_ADD: one that is not in it */
    size_t field;         /* CASE_FIELD, CASE_REFEED */
    Value value;          /* CASE_FIELD, unless `sql` */
    StrVec sql;           /* what does it; CASE_FIELD: nothing, the planner finds a way */
    Str name;
} Case;

typedef VEC(Case) Cases;

/* All that can be done to the objects of a lock, which `live` holds as the server has them. */
Cases cases_of(Arena *arena, const Catalog *want, const Catalog *live);

/* Whether a difference in a field is drift. */
bool field_is_tampered(const Field *field);
/* Why a field is not tampered with; NULL: it has to be. */
const char *field_excuse(KindId kind, const Field *field);
/* Why planner or server cannot do what they refuse with these words; NULL: that was not foreseen.
 */
const char *refusal_reason(const Case *c, Str why);

#endif
