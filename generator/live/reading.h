/*
 * Reading a database in the background: the server answers while the caller reads his model or
 * lock.
 */
#ifndef PGW_LIVE_READING_H
#define PGW_LIVE_READING_H

#include "live/read.h"

typedef struct Reading Reading;

/* Connects and reads in a thread of its own, with memory of its own. `conninfo` and
 * `templates_folder` (may be NULL) are borrowed until reading_finish; `timeout` is in milliseconds
 * a statement, 0: the server's own. Never NULL; a failure is told by reading_finish. */
Reading *reading_start(const char *conninfo, const char *templates_folder, ReadDepth depth,
                       unsigned timeout);

/* The same in this thread and over one connection, for callers that have many of their own. */
Reading *reading_now(const char *conninfo, const char *templates_folder, ReadDepth depth,
                     unsigned timeout);

/* Waits for the end. The catalog, or NULL with the diagnostics added to `diags`. */
const Catalog *reading_finish(Reading *reading, Diags *diags);

/* The connection, still in the transaction whose snapshot was read: for what is to be asked
 * further. NULL when there was a failure. After reading_finish. */
Server *reading_server(Reading *reading);
/* Whether nobody has written anything since the snapshot was taken. The transaction is another one
 * afterwards, with a snapshot of now. */
bool reading_is_current(Reading *reading);
/* Reads it all once more, from the snapshot of now. The first catalog stays. */
const Catalog *reading_again(Reading *reading, Diags *diags);
/* What depends on what, from the same snapshot: the catalog once more, READ_EDGES deep. */
const Catalog *reading_deeper(Reading *reading, Diags *diags);

/* Ends the transaction and the connection. Frees the catalog too. NULL is allowed; call after
 * reading_finish. */
void reading_free(Reading *reading);

#endif
