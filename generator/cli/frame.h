/*
 * The author's own steps (migrate/steps.h) as statements around a plan. Columns that are to be
 * filled are added first, without NOT NULL, so that the plan that comes behind finds them filled.
 */
#ifndef PGW_CLI_FRAME_H
#define PGW_CLI_FRAME_H

#include "cli/run.h"
#include "migrate/steps.h"

typedef struct {
    StrVec checks;       /* before everything */
    StrVec columns;      /* add the columns that are to be filled */
    StrVec fills;        /* … and fill them */
    StrVec last;         /* data, and checks after everything */
    StrVec data_undo;    /* first on the way back */
    StrVec fills_undo;   /* when all that the plan took away is back */
    const Catalog *have; /* what the plan starts from: what was given, with the columns */
} Frame;

/* Makes the frame of a plan from `have` to `want`; an empty one when `steps` is NULL. False with
 * diagnostics: a table or column that is not there. */
bool frame_make(Run *run, const Steps *steps, const Catalog *have, const Catalog *want, Frame *out);

/* Whether a statement is the author's, and not the plan's. */
bool frame_owns(const Frame *frame, Str statement);

#endif
