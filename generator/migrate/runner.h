/*
 * The runner: takes a database from one migration to the next, and back.
 *
 * It keeps a journal in the database (history.h), written in the very transaction that it is about
 * wherever that is possible, so that it may be killed at any moment: the next run goes on where
 * this one ended and does nothing twice. What cannot run in a transaction is asked of the catalogs
 * afterwards: an index that was half built is dropped and built again. One runner at a time works
 * on a database, by an advisory lock.
 */
#ifndef PGW_MIGRATE_RUNNER_H
#define PGW_MIGRATE_RUNNER_H

#include "migrate/history.h"
#include "migrate/unit.h"

typedef enum {
    PROGRESS_WAIT,   /* another runner is at work: waiting */
    PROGRESS_BEGIN,  /* a migration begins */
    PROGRESS_UNIT,   /* a unit begins */
    PROGRESS_SKIP,   /* … was done in a run before this one */
    PROGRESS_NOTICE, /* the server says something */
    PROGRESS_RETRY,  /* a lock was not to be had in time: again after a pause */
    PROGRESS_REPAIR, /* what an interrupted run left behind is cleared away */
    PROGRESS_DONE,   /* a unit is done */
    PROGRESS_END,    /* a migration is */
} ProgressType;

typedef struct {
    ProgressType type;
    const Version *version;
    bool down;
    size_t unit, units; /* which of how many */
    Str text;
    double seconds;
} Progress;

enum { RUNNER_LOCK_TIMEOUT = 2000 };

typedef struct {
    int lock_timeout; /* milliseconds that a statement waits for a lock; -1: what the script says,
                         else RUNNER_LOCK_TIMEOUT */
    int retries;      /* how often a unit is tried again when it got none */
    int wait;         /* seconds to wait for another runner */
    void (*progress)(void *context, const Progress *progress);
    void *context;
} RunnerOptions;

typedef struct {
    Arena *arena;
    Diags *diags;
    Templates *templates;
    const Folder *folder;
    RunnerOptions options;
    Server *server;
    History history;
    size_t applied; /* versions of the folder that the database has */
} Runner;

/* Connects, takes the lock and reads the history. False with diagnostics: no connection, another
 * runner (E1009), a server that takes no changes or a role without rights (E1007), a history that
 * is not the folder's (E1005). End with runner_close in any case. */
bool runner_open(Runner *runner, const char *conninfo);
void runner_close(Runner *runner);

/* Whether the next version was begun in a run before, or the last one's way back. */
const HistoryEntry *runner_unfinished(const Runner *runner);

/* Whether the role may do what a script says; false with E1007. */
bool runner_may(Runner *runner, const Source *script);

/* Applies the version behind the applied ones, or takes back the last of them. False with E1008,
 * which says what was done and what was not. */
bool runner_up(Runner *runner);
bool runner_down(Runner *runner);

/* Says that the database has all versions up to that one, without running anything. */
bool runner_baseline(Runner *runner, const Version *last);

#endif
