/* How far a statement outside of transactions got before it was interrupted, and what has to be
 * cleared away so that it can run again. */
#ifndef PGW_MIGRATE_REPAIR_H
#define PGW_MIGRATE_REPAIR_H

#include "live/server.h"
#include "model/statements.h"

/* Asks the catalogs. *done: its work is there. *what: what was cleared away, for people; absent:
 * nothing. False when a query fails: see server_error. */
bool repair_statement(Arena *arena, Server *server, const RawStatement *statement, bool *done,
                      Str *what);

#endif
