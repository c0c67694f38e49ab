/*
 * Plans: what has to happen, in an order that works. A step names an object and what is done to it;
 * its SQL is the business of sql/.
 *
 * The order comes from one graph over the catalog's dependencies and one stable sort; ties are
 * broken by kind and name, never by where the author wrote it. A circle is an error that names its
 * members.
 */
#ifndef PGW_PLAN_PLAN_H
#define PGW_PLAN_PLAN_H

#include "diff/diff.h"

typedef enum {
    STEP_CREATE, /* the object, with what is folded into its statement */
    STEP_SET,    /* an attribute that CREATE cannot say */
    STEP_DROP,
    STEP_LEAVE,   /* FIELD_APART: a live table out of its old place; `attr` is the new one */
    STEP_ENTER,   /* … and into the new one */
    STEP_ALTER,   /* a field of a live object; `field` NULL: all that OR REPLACE changes */
    STEP_RENAME,  /* `name` is the new one */
    STEP_ANALYZE, /* of a table, whose columns in `folded` have no statistics any more */
    STEP_STUB,    /* a view without its query, so that what it reads can be made, or go */
} StepType;

/* How a step stands to the others of its plan. */
typedef enum {
    PACE_TOGETHER, /* in a transaction with its neighbours */
    PACE_APART,    /* works long under a weak lock, which nobody should have to hold longer */
    PACE_OUTSIDE,  /* outside of transactions: CONCURRENTLY */
} StepPace;

typedef struct {
    StepType type;
    const Object *object;
    const Field *field; /* STEP_SET, STEP_ALTER */
    const Attr *attr;   /* what it is to be; NULL: the default */
    bool cascade;       /* STEP_DROP: what goes along cannot be dropped by itself */
    bool only;          /* STEP_DROP of a column: heirs of the table keep theirs */
    StepPace pace;
    bool stubbed;     /* STEP_CREATE, STEP_STUB: the view is there, as a stub or with a query */
    bool unvalidated; /* STEP_CREATE of a constraint: NOT VALID, another step looks at the rows */
    const Object *by; /* STEP_CREATE of a key: the index that is there for it */
    Str name;
    VEC(const Object *)
    folded; /* STEP_CREATE of a table: its columns and what else it says itself */
} Step;

typedef VEC(Step) Plan;

/* A change for which PostgreSQL may go through all rows of a table, and which can stand in one
 * statement with others of the table. Those of a table are next to each other in a plan where they
 * can be. */
bool step_goes_through_rows(const Step *step);

/* All of a catalog from nothing, and back to nothing. */
typedef struct {
    Plan create, drop;
} WholePlan;

/* Both at once, from one sort. */
WholePlan plan_whole(Arena *arena, const Catalog *catalog, Diags *diags);

/* Everything of a catalog from nothing. Empty with E0309 when objects depend on each other in a
 * circle. */
Plan plan_create(Arena *arena, const Catalog *catalog, Diags *diags);

/* What a plan may do without asking again. */
typedef struct {
    const StrVec
        *allow_loss; /* objects whose rows may go ("table public.t", "public.t"); "*": all */
    bool no_renames; /* a drop and an add of the same shape are meant, and no rename */
    Str label; /* goes into the names of trash, so that those of two migrations differ; or absent */
    const Objects *aside; /* of `have`: what was put aside, so that its users let go of it */
    bool online; /* no lock is held while rows are read or indexes built, where that can be */
} PlanPolicy;

/* Whether the policy lets go of the rows of an object. */
bool plan_allows(Arena *arena, const PlanPolicy *policy, const Object *object);

/* For a refusal: ` (about 1200 rows)`, or nothing when that is not known. */
Str plan_row_estimate(Arena *arena, const Object *object);

/* The objects of `have` whose rows a plan would lose, and what else would not come back as it was:
 * sequences, computed columns. Without parts of one that is listed itself, and without trash.
 * Refusals as in plan_changes, but for E0901. */
Objects plan_losses(Arena *arena, const Catalog *have, const Catalog *want,
                    const PlanPolicy *policy, Diags *diags);

/* From `have` to `want`, both with their dependencies. Objects that must be out of the way of a
 * change are dropped and come back; what holds rows never is. Refusals are diagnostics: E0901 a
 * loss that is not allowed, E0902 a change that would have to replace what holds rows, E0309 a
 * circle. */
Plan plan_changes(Arena *arena, const Catalog *have, const Catalog *want, const PlanPolicy *policy,
                  Diags *diags);

#endif
