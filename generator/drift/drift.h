/*
 * The drift check: a database held against the model. What it finds is a list of findings, each
 * with a verdict, a place in the model, both values and the ways out: the SQL that makes the
 * database follow the model, and the edit that makes the model follow the database.
 *
 * Findings hold texts, no pointers into a catalog, so that they outlive the catalog that was read.
 */
#ifndef PGW_DRIFT_DRIFT_H
#define PGW_DRIFT_DRIFT_H

#include "diff/oracle.h"
#include "drift/edit.h"
#include "drift/scope.h"
#include "live/reading.h"

/* What a finding means for the outcome. */
typedef enum {
    STANDING_DRIFT,      /* the check fails */
    STANDING_UNMODELLED, /* of a kind that no model can speak of: fails when the check is strict */
    STANDING_ACCEPTED,   /* a difference that somebody has answered for */
    STANDING_PENDING,    /* renamed out of the way by a migration, to be purged later */
    STANDING_SAME,       /* other texts, and the server says that they mean the same */
    STANDING_NOTE,       /* shown, but no drift */
} Standing;

/* "drift", "unmodelled", "accepted", … */
extern const char *const standing_names[];

typedef struct {
    Standing standing;
    Verdict verdict;
    KindId kind;
    Str object;          /* public.users.email, quoted as SQL wants it */
    Str table;           /* public.users: what findings are grouped by */
    Str problem;         /* "missing", "unexpected", or the field that differs */
    Str reason;          /* of the verdict, or why it is accepted; may be absent */
    Str model, database; /* the two values; absent for whole objects */
    bool list;           /* … and they were lists */
    Pos pos;             /* in the model; nowhere when the model knows nothing of it */
    StrVec sql;          /* statements that mend it, in order */
    Amendment amendment; /* of the model, with which it says what the database has */
    size_t parts;        /* of a missing or unexpected table: its parts, not listed one by one */
} Finding;

typedef struct {
    Str database;
    VEC(Finding) findings;
    size_t compared; /* objects of the model */
    size_t in_orbit; /* expressions that read otherwise and are known to be the same */
    size_t ignored;  /* objects that the model says it does not speak for */
    size_t failures; /* findings that make the check fail */
} Drift;

typedef struct {
    const StrVec *ignore; /* --ignore KIND:PATTERN, checked */
    Baseline *baseline;   /* differences that somebody has answered for; or NULL */
    bool strict;
    Server *server; /* to ask about texts that differ; or NULL */
} DriftPolicy;

/* `want` is the model's catalog as a server has read it. Texts that the server says are the same
 * join the orbits of `live`. E0701 when the server is gone before it has answered. */
Drift drift_of(Arena *arena, const Catalog *live, const Catalog *want, const DriftPolicy *policy,
               Diags *diags);
/* The same of what catalog_diff has found already. Where that is nothing, edges of `want` are not
 * looked at. */
Drift drift_of_changes(Arena *arena, const Catalog *live, const Catalog *want,
                       const Changes *changes, const DriftPolicy *policy, Diags *diags);

/* The same of a database that is read: what differs is looked at once more when somebody has
 * written meanwhile, until it stays the same. Functions that print expressions know of changes that
 * the snapshot does not show, so a single look could find a difference that never was. A warning
 * when it does not settle. */
Drift drift_of_reading(Arena *arena, Reading *reading, const Catalog *live, const Catalog *want,
                       const Changes *changes, DriftPolicy policy, Diags *diags);

/* What the findings are, wherever they were found. */
Str drift_digest(Arena *arena, const Drift *drift);

/* How many findings stand so. */
size_t drift_count(const Drift *drift, Standing standing);

/* A copy in another arena. Sources of positions are borrowed. */
Drift *drift_copy(Arena *arena, const Drift *drift);

#endif
