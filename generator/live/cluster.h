/*
 * A private server from the installed programs: folder, data, process.
 */
#ifndef PGW_LIVE_CLUSTER_H
#define PGW_LIVE_CLUSTER_H

#include "live/place.h"
#include "live/programs.h"
#include "live/watch.h"

/* The superuser that initdb makes. */
#define CLUSTER_USER "pgwright"

typedef struct {
    Programs programs;
    Account account;
    Str folder;
    Watch watch;
} Cluster;

/* Finds the programs and the account to run them. False with E0702 or E0703. */
bool cluster_prepare(Arena *arena, Cluster *cluster, Diags *diags);

/* Starts a server in a folder of its own and waits until it accepts connections; it ends with us.
 * False with E0703. */
bool cluster_start(Arena *arena, Cluster *cluster, Diags *diags);

/* One attempt to start the lasting server in a folder that was taken for it. False with *why;
 * *again when another attempt, in a folder taken anew, has better prospects. */
bool cluster_start_daemon(Arena *arena, Cluster *cluster, const Place *place, bool *again,
                          Str *why);

/* Stops the server and deletes its folder. */
void cluster_end(Cluster *cluster);

/* Whether the server in that folder accepts connections. */
bool cluster_answers(Arena *arena, Str folder);

/* How we connect to the server in that folder: every setting is given that a PG* variable or a
 * service file could set otherwise. */
const char *cluster_private_conninfo(Arena *arena, Str folder);
/* How people and other programs do: a URI. The database is "postgres" when NULL. */
Str cluster_conninfo(Arena *arena, Str folder, const char *database);

void cluster_report(Diags *diags, Str why);

#endif
