/*
 * How the model comes to say what the database has: an edit of a YAML file, as a unified diff
 * without context (`patch -p0`): another value, or an entry less.
 */
#ifndef PGW_DRIFT_PATCH_H
#define PGW_DRIFT_PATCH_H

#include "diff/diff.h"

/* Accepts the database's value of a field; absent where it would not be plain. */
Str patch_of_value(Arena *arena, const Change *change);
/* Takes a missing object out of the model. */
Str patch_of_missing(Arena *arena, const Object *object);

#endif
