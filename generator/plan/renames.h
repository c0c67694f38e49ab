/*
 * Renames that are said: by a model (renamed_from, moved_from), or by whoever asks for a plan. What
 * is not said is not guessed; but names that PostgreSQL made from others follow those.
 *
 * The renames are carried out before a plan is made, so that the plan finds the old objects under
 * their new names. Where names are exchanged, one waits under a name of its own.
 */
#ifndef PGW_PLAN_RENAMES_H
#define PGW_PLAN_RENAMES_H

#include "catalog/move.h"
#include "plan/plan.h"

/* The moves, in an order that works, that make objects of `have` those of `want`: the ones that
 * `want` says, and the ones in `said`. Each is told in the names that hold when its turn comes.
 * What was renamed before is a warning (E0905) at the place that still says so. Errors: E0906, two
 * objects that exchange their names, or have done so. */
Moves plan_renames(Arena *arena, const Catalog *have, const Catalog *want, const Moves *said,
                   Diags *diags);

/* The moves for names that were made from others, of tables and columns, which are called otherwise
 * now: keys, checks, indexes, sequences. `have` is the catalog after the moves in `done`. */
Moves plan_renames_following(Arena *arena, const Catalog *have, const Catalog *want,
                             const Moves *done);

/* Taken back, last first. */
Moves plan_renames_back(Arena *arena, const Moves *moves);

#endif
