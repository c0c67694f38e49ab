/*
 * Renames that are said, by the model (renamed_from) or with --rename OLD=NEW, are tried out in a
 * scratch database, where PostgreSQL itself carries a new name into every text that mentions the
 * old one; what is then left of the difference is planned.
 */
#ifndef PGW_CLI_RENAMES_H
#define PGW_CLI_RENAMES_H

#include "catalog/move.h"
#include "cli/run.h"

typedef struct {
    StrVec forward, back; /* statements, in order */
    Moves said;           /* what was asked for, without the names that follow others */
    const Catalog *from;  /* as it is after them */
} Renames;

/* What options.rename says of `from`. False with diagnostics. */
bool renames_said(Run *run, const Catalog *from, Moves *out);

/* Applies to `from` that, and what `to` says. False with diagnostics. */
bool renames_apply(Run *run, const Catalog *from, const Catalog *to, const Moves *said,
                   Renames *out);

#endif
