/*
 * What a database knows of its migrations: the tables in its schema "pgwright". The reader of
 * catalogs passes over that schema.
 */
#ifndef PGW_MIGRATE_HISTORY_H
#define PGW_MIGRATE_HISTORY_H

#include "live/server.h"
#include "migrate/folder.h"
#include "tmpl/tmpl.h"

typedef enum {
    HISTORY_APPLYING, /* begun and not ended */
    HISTORY_APPLIED,
    HISTORY_REVERTING, /* its `down` was begun and not ended */
} HistoryState;

typedef struct {
    Str unit_digest;
    size_t unit;
    bool done; /* false: begun, and nobody knows how it ended */
} HistoryStep;

typedef struct {
    Str id, chain, role, time;
    int64_t number;
    HistoryState state;
    bool baseline; /* was there before, and never run here */
    VEC(HistoryStep) steps;
} HistoryEntry;

typedef struct {
    bool present;
    VEC(HistoryEntry) entries; /* by number */
} History;

/* Reads it; a database without the tables has an empty one. A migration that was begun, there or
 * back, and of which no step was run is as it was before that. False with E1005 when they were made
 * by a newer program, or with E0704. */
bool history_read(Arena *arena, Server *server, History *out, Diags *diags);

/* Makes the tables. False as server_run. */
bool history_create(Server *server, Templates *templates);

/* How many migrations of the folder the database has; those before it are all there. False with
 * E1005 when it has others, or others of the same name: it is ahead, or on another branch. One that
 * is half way up may have got another form: what was not run of it can be changed. */
bool history_match(const History *history, const Folder *folder, size_t *applied, Diags *diags);

/* The entry of a version, or NULL. */
const HistoryEntry *history_entry(const History *history, const Version *version);

/* Changes to it, as statements. */
Str history_begin(Arena *arena, const Version *version);
Str history_applied(Arena *arena, const Version *version, bool baseline);
Str history_reverting(Arena *arena, const Version *version);
Str history_reverted(Arena *arena, const Version *version);
Str history_step(Arena *arena, const Version *version, size_t unit, Str digest, bool done);

#endif
