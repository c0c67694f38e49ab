/* How a database comes to follow the model again. */
#ifndef PGW_DRIFT_MEND_H
#define PGW_DRIFT_MEND_H

#include "drift/drift.h"
#include "plan/plan.h"
#include "tmpl/tmpl.h"

/* The model's own plan, made when it is first needed. */
typedef struct {
    const Catalog *want;
    Plan *steps; /* by index of the object, or of what it is a part of; NULL: no plan yet */
} Mender;

/* Statements for one difference alone; none where that would mean to replace what holds rows. */
StrVec mend_missing(Arena *arena, Mender *mender, const Object *object, Diags *diags);
StrVec mend_unexpected(Arena *arena, const Object *object);
StrVec mend_altered(Arena *arena, const Catalog *live, const Change *change);

/* All that fails the check as one script, planned: what is in the way of a change is dropped and
 * comes back, and one run is enough. `live` with its dependencies. Absent with the reason in *why
 * when the planner refuses. */
Str mend_all(Arena *arena, const Drift *drift, const Catalog *live, const Catalog *want,
             Templates *templates, Str *why);

#endif
