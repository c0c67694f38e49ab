/*
 * A migration between two sources: the way there and the way back, as `diff` prints it, `prove`
 * tries it and the migrations folder keeps it.
 */
#ifndef PGW_CLI_MIGRATION_H
#define PGW_CLI_MIGRATION_H

#include "cli/frame.h"
#include "cli/renames.h"
#include "diff/verdict.h"
#include "plan/near.h"
#include "sql/script.h"

typedef struct {
    const Steps *steps; /* given: what the author wants done beside the plan, or NULL */
    Str label;          /* given: what tells it from other migrations of one database, or absent */
    const Catalog *from, *to;
    Near near;              /* what of both is planned between; of a small database all */
    const Catalog *reached; /* what `forth` makes of near.have: near.want, with what it put aside */
    Frame frame;
    Renames renames;     /* what `from` is called by then */
    Script forth, back;  /* statement by statement */
    Script rest;         /* … what removes for ever what `forth` put aside; empty: nothing */
    Str up, down, purge; /* … for psql */
    bool equal;          /* there is nothing to do */
} Migration;

/* Plans options.from to options.to under the policy that the options state. False with
 * diagnostics: a source is unreadable, or a change is refused. */
bool migration_plan(Run *run, Migration *out);

/* What it means for those who were built against `from`. */
Verdicts migration_verdicts(Run *run, const Migration *migration);

/* What `forth` makes of all of `from`. */
const Catalog *migration_reached(Run *run, const Migration *migration);

#endif
