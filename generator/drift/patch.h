/*
 * How the model comes to say what the database has: edits of its YAML files. Another value, an
 * entry less, or an entry more where its neighbours stand.
 */
#ifndef PGW_DRIFT_PATCH_H
#define PGW_DRIFT_PATCH_H

#include "author/author.h"
#include "diff/diff.h"
#include "drift/place.h"

/* What is read and thought of once for all edits of a check. */
typedef struct {
    Arena *arena;
    const Catalog *live, *want;
    Author *author, *model_author; /* of either, made when they are first needed */
    Places places;
    Map homes; /* kind and schema -> where such objects stand */
    Map taken; /* names of the model's files */
} Patcher;

/* An option of what is foreign that a report, which many read, is not to show. */
bool option_is_secret(Str option);

/* The database's value of a field. */
Amendment patch_of_value(Patcher *patcher, const Change *change);
/* The model without an object that is missing. */
Amendment patch_of_missing(Patcher *patcher, const Object *object);
/* The model with an object that is only in the database. */
Amendment patch_of_unexpected(Patcher *patcher, const Object *object);

#endif
