/*
 * The drift report: a database held against the model, for people and for machines. What it says of
 * a difference: the object, what the model says and what the database has, where the model says it,
 * and the SQL that would make the database follow the model.
 */
#ifndef PGW_DRIFT_DRIFT_H
#define PGW_DRIFT_DRIFT_H

#include "diff/diff.h"

typedef struct {
    const Object *object;
    Str problem;         /* "missing", "unexpected", or the field that differs */
    Str model, database; /* the two values; absent for whole objects */
    Pos pos;             /* in the model; nowhere when the model knows nothing of it */
    StrVec sql;          /* statements that mend it, in order */
    size_t parts;        /* of a missing or unexpected table: its parts, not listed one by one */
} Difference;

typedef struct {
    Str database;
    VEC(Difference) differences;
    VEC(Difference) notes; /* shown, but no drift */
    size_t compared;       /* objects of the model */
    size_t ignored;        /* objects that the model says it does not speak for */
} Drift;

/* `want` is the model's catalog as a server has read it. */
Drift drift_of(Arena *arena, const Catalog *live, const Catalog *want, Diags *diags);

Str drift_text(Arena *arena, const Drift *drift);
Str drift_json(Arena *arena, const Drift *drift);

#endif
