/*
 * The watchdog: a small process between us and a private server.
 *
 * It is the server's parent, has a session of its own, holds none of our descriptors and waits at a
 * pipe whose other end only we have. When the pipe closes, because we say so, exit, crash or are
 * killed, it stops the server and deletes the folder. So no signal handlers are needed in library
 * code, and not even kill -9 leaves anything behind.
 */
#ifndef PGW_LIVE_WATCH_H
#define PGW_LIVE_WATCH_H

#include "live/process.h"

/* All that the watchdog needs, made before it is forked. */
typedef struct {
    Account account;
    const char *folder; /* deleted at the end */
    const char *log;    /* in the folder; where the programs' output goes */
    char **initdb;      /* argument lists; the first is the program's path */
    char **server;
    char **environment;
    int lock;      /* locked descriptor of the folder: held as long as anyone is at work there */
    bool outlives; /* the server is meant to go on without us */
} WatchPlan;

typedef struct {
    pid_t pid;
    int orders; /* we write; its end is the order to clean up */
    int news;   /* we read; its end says that the server is gone */
} Watch;

/* Starts the watchdog; plan->lock is its from now on. False when there are no processes or pipes.
 */
bool watch_start(const WatchPlan *plan, Watch *watch);
/* Runs initdb and waits for it. */
bool watch_initdb(Watch *watch);
/* Starts the server and does not wait. */
void watch_serve(Watch *watch);
/* Waits for the server's end, at most that long; true when it is gone. */
bool watch_server_gone(Watch *watch, int milliseconds);
/* Ends the watchdog but not the server. */
void watch_release(Watch *watch);
/* Stops the server, deletes the folder and waits until that is done. */
void watch_end(Watch *watch);

#endif
