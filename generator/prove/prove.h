/*
 * The proof of a migration: on a scratch server, with rows in every table, up, down and up again.
 *
 * What holds is found out, not argued: catalogs are read back and compared, every row is compared
 * with what it was, pg_dump looks at the same databases with other eyes, locks and rewrites are
 * measured and held against what the plan says of itself, and the migration is broken off after
 * each of its groups and planned again from there.
 */
#ifndef PGW_PROVE_PROVE_H
#define PGW_PROVE_PROVE_H

#include "live/read.h"
#include "live/scratch.h"
#include "sql/statement.h"

typedef struct {
    const Catalog *from, *to; /* as it is, and as it should be */
    const Script *up, *down, *purge;
    PlanPolicy policy; /* for plans that go on from where one was broken off */
    size_t rows;       /* for each table */
} Claim;

typedef enum { FINDING_HELD, FINDING_BROKEN, FINDING_SKIPPED } FindingState;

/* One thing that was tried. */
typedef struct {
    Str what, detail; /* "rows after up", "36 of 36" */
    FindingState state;
    StrVec notes; /* what is wrong, or worth knowing, one line each */
} Finding;

typedef struct {
    VEC(Finding) findings;
    bool holds;
} Proof;

/* Tries the claim. False with diagnostics when it cannot be tried (no server). */
bool prove(Arena *arena, Scratch *scratch, const Claim *claim, Templates *templates, Proof *out,
           Diags *diags);

/* For people and for machines. */
Str proof_text(Arena *arena, const Proof *proof, Templates *templates, Diags *diags);
Str proof_json(Arena *arena, const Proof *proof, Templates *templates, Diags *diags);

#endif
