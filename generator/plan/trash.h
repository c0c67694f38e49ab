/*
 * Reversible drops: what a plan would lose is put aside (catalog/trash.h) before the plan begins,
 * and the plan is made between catalogs that both have it. What depends on it, and so could not
 * stay, is dropped by that plan like any other thing; taking a drop back is a rename and a plan
 * again.
 *
 * A table keeps its columns, keys, checks, indexes, defaults and sequences; foreign keys, triggers,
 * policies, rules, publications and rights end. A column keeps its values and its type alone. Types
 * that go move along with the columns of them. Tables that enter a place get the trash columns of
 * the whole (plan/heirs.h).
 */
#ifndef PGW_PLAN_TRASH_H
#define PGW_PLAN_TRASH_H

#include "catalog/move.h"
#include "plan/plan.h"

/* What cannot be put aside, and goes with its rows. */
typedef struct {
    const Object *object;
    Str why; /* "it needs extension citext" */
} Loss;

typedef struct {
    StrVec schemas;      /* to be made first */
    Moves moves;         /* of objects of the catalog that was given */
    const Catalog *have; /* after them */
    const Catalog *want; /* with all trash in it */
    Objects aside;       /* in `have`: what was put aside just now, with its parts */
    VEC(Loss) lost;      /* of the catalog that was given: what the policy lets go of */
} Trash;

/* Puts losses of `have` aside, and moves `back` what was put aside before (NULL: nothing). What
 * cannot be put aside (a column that needs an extension that goes, or that an heir keeps) is an
 * error E0901 that says why, unless the policy lets go of it. Other trash in `have` stays. */
Trash plan_trash(Arena *arena, const Catalog *have, const Catalog *want, const Objects *losses,
                 const Moves *back, const PlanPolicy *policy, Diags *diags);

/* The same with the catalog that the moves really led to. `want` is the one that plan_trash got. */
void trash_settle(Arena *arena, Trash *trash, const Catalog *have, const Catalog *want);

#endif
