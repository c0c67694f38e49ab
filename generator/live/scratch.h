/*
 * The scratch server: a private PostgreSQL of our own, where models are tried out.
 *
 * It is started from the installed server programs when a command needs one and none was named with
 * --scratch or PGWRIGHT_SCRATCH: Unix socket only, in a private folder, under an unprivileged user
 * when we are root, fsync off, from a cached initdb'd template. It is stopped and its folder
 * deleted at exit, also on SIGINT, SIGTERM and SIGHUP, and when we are killed (it watches us).
 */
#ifndef PGW_LIVE_SCRATCH_H
#define PGW_LIVE_SCRATCH_H

#include "live/server.h"

typedef struct Scratch Scratch;

/* Starts a server, or uses the one at `conninfo` when that is not NULL. NULL with E0702 or E0703.
 */
Scratch *scratch_open(Arena *arena, const char *conninfo, Diags *diags);
/* Drops our databases; stops and deletes the server when it is ours. NULL is allowed. */
void scratch_close(Scratch *scratch);

/* A connection to a fresh database, empty but for what template0 holds; encoding UTF8, locale C. It
 * is dropped by scratch_close (or by scratch_drop_database, sooner). NULL with a diagnostic. */
Server *scratch_database(Scratch *scratch, Diags *diags);
void scratch_drop_database(Scratch *scratch, Server *server);

/* Roles belong to a server, not to a database, and a scratch server has none of the user's. When
 * the last statement of `server` failed for want of a role, the role is made (without login or
 * rights), and true says that another try is worth while. False when it failed for another reason,
 * and on a server that somebody keeps: there a role is not ours to make. */
bool scratch_add_missing_role(Scratch *scratch, const Server *server);

/* How to connect to a database of the server ("postgres" when NULL). */
Str scratch_conninfo(Arena *arena, const Scratch *scratch, const char *database);

/* For `pgwright scratch start|stop|url`: a server that outlives the command, one a user. */
bool scratch_start_daemon(Arena *arena, Str *conninfo, Diags *diags);
bool scratch_stop_daemon(Arena *arena, bool *was_running, Diags *diags);
/* The running one's conninfo; absent when none runs. */
Str scratch_daemon_conninfo(Arena *arena);

#endif
