/* Whether anything may have changed: a digest of all catalogs that the reader reads, computed by
 * the server. */
#ifndef PGW_LIVE_DIGEST_H
#define PGW_LIVE_DIGEST_H

#include "live/server.h"
#include "tmpl/tmpl.h"

/* While it stays the same, nothing has changed in the database; it may change without cause (VACUUM
 * FULL, another dump restored). In a transaction of server_begin_reading. Absent with E0704. */
Str database_digest(Arena *arena, Server *server, Templates *templates, Diags *diags);

/* A word that is found at once, for a server where nobody writes: while it stays the same, no
 * transaction has written since, so the digest has stayed too. Absent while somebody is writing. In
 * a transaction of server_begin_reading. False with E0704. */
bool database_stamp(Arena *arena, Server *server, Templates *templates, Str *stamp, Diags *diags);

#endif
