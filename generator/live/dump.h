/*
 * pg_dump, the second observer: it reads the same catalogs with other eyes than ours.
 */
#ifndef PGW_LIVE_DUMP_H
#define PGW_LIVE_DUMP_H

#include "live/server.h"

/* What `pg_dump --schema-only` writes of the database, without its comments, settings and blank
 * lines. Absent when there is no pg_dump or it fails. */
Str server_dump(Arena *arena, const Server *server);

#endif
