/* Runs scripts on a scratch database, group by group as psql would, and looks at what they do. */
#ifndef PGW_PROVE_PLAY_H
#define PGW_PROVE_PLAY_H

#include "live/server.h"
#include "sql/statement.h"

/* What was measured, against what the script says of itself. */
typedef struct {
    size_t locks, scans, builds, rewrites; /* of what was there before the script */
    StrVec notes;                          /* what it does and does not say */
} Measure;

/* Runs the groups from `first` to before `end`. False when PostgreSQL refuses a statement: *failed
 * is that one, the server's error is left, and its transaction is rolled back. `measure` may be
 * NULL. */
bool play_groups(Arena *arena, Server *server, const Script *script, size_t first, size_t end,
                 Measure *measure, const Statement **failed);

#endif
