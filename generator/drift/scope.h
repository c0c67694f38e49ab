/*
 * What a drift check speaks of: the model's own `managed` and `ignore`, the command line's --ignore
 * KIND:PATTERN, and the baseline, a file of differences that somebody has answered for.
 *
 *     accepted:
 *       - object: index public.users.idx_tmp   # as the report names it; * and ? are wild
 *         problem: unexpected                  # without it: any
 *         database: "…"                        # the value; without it: any
 *         reason: the night job makes it; ticket 4711
 *         until: 2027-01-31                    # from the day after, it is drift again
 */
#ifndef PGW_DRIFT_SCOPE_H
#define PGW_DRIFT_SCOPE_H

#include "catalog/catalog.h"

/* Whether the model speaks for an object: `managed` names it, or is not said, and `ignore` does
 * not. Patterns of a schema, or of schema.name. */
bool scope_speaks_for(Arena *arena, const Catalog *want, const Object *object);

/* Whether `rule`, KIND:PATTERN, matches; the kind may be *. */
bool scope_rule_matches(Str rule, KindId kind, Str object);
/* Checks such rules; false with E0801. */
bool scope_rules_check(const StrVec *rules, Diags *diags);

typedef struct {
    Str object, problem, database, reason, until; /* problem and database may be absent */
    bool expired;
    _Atomic bool used; /* by any of the checks that run at a time */
    Pos pos;
} Accepted;

typedef struct {
    VEC(Accepted) entries;
} Baseline;

/* Reads a baseline; `today` as 2026-01-31. NULL with diagnostics. */
Baseline *baseline_read(Arena *arena, const char *path, Str today, Diags *diags);

/* The entry that matches, one that is not expired first; or NULL. `shown`: "index public.t.i". */
Accepted *baseline_find(Baseline *baseline, Str shown, Str problem, Str database);

#endif
