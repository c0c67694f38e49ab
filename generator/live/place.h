/*
 * Where private servers live: folders for their data and socket, each locked as long as anyone is
 * at work in it.
 *
 * The lock is on the folder itself (flock) and is handed on to the watchdog and the server, so a
 * folder that can be locked is a dead one, whatever process ids say.
 */
#ifndef PGW_LIVE_PLACE_H
#define PGW_LIVE_PLACE_H

#include "live/process.h"

typedef struct {
    Str folder;
    int lock; /* descriptor, closed on exec */
} Place;

/* A new folder of a name of its own, mode 0700, belonging to the account: in memory where there is
 * room, otherwise where temporary files go. Folders of servers that are gone are deleted on the
 * way. False with the reason in *why. */
bool place_make_private(Arena *arena, const Account *account, Place *place, Str *why);

/* The user's one folder for the lasting server, whether it exists or not. */
Str place_daemon_folder(Arena *arena, const Account *account);
bool place_daemon_exists(const Account *account, const char *folder);
/* Makes the folder and locks it. False: it was there, in use or left over (*again: look whether a
 * server answers, and try again), or it cannot be had (*why). */
bool place_take_daemon(Arena *arena, const Account *account, Place *place, bool *again, Str *why);

/* Deletes the folder unless somebody is at work in it, which is fine too. False with *why. */
bool place_clear_daemon(Arena *arena, const Account *account, const char *folder, Str *why);

/* Whether somebody is at work in the folder. */
bool place_is_locked(const char *folder);

/* The socket's file in the folder; PostgreSQL names it by the port, which is otherwise unused. */
#define PLACE_PORT "5432"

#endif
