/*
 * Processes we start: under which account, with which descriptors, and what they said.
 *
 * PostgreSQL's programs refuse to run as root; as root we run them as an account without rights.
 */
#ifndef PGW_LIVE_PROCESS_H
#define PGW_LIVE_PROCESS_H

#include "base/str.h"

#include <signal.h>
#include <sys/types.h>

typedef struct {
    uid_t uid;
    gid_t gid;
    const char *name; /* NULL: ours, there is nothing to change */
} Account;

/* The account for server programs: ours, or, as root, "postgres", else "nobody". False when we are
 * root and there is neither. */
bool account_find(Arena *arena, Account *account);
/* Takes on the account for good; for a child process. */
bool account_become(const Account *account);

/* An argument or environment list ending in NULL, in the form exec wants. */
char **process_list(Arena *arena, const StrVec *items);

/* Closes all descriptors from 3 on but those in `keep`. */
void process_close_others(const int *keep, size_t count);

/* Puts signal handling back to what a program expects at its start. */
void process_default_signals(void);

/* Keeps back the signals that end a program, as long as there is something that only we know of;
 * then lets them through. */
void process_hold_signals(sigset_t *saved);
void process_let_signals(const sigset_t *saved);

/* Waits for a child; true when it ended with status 0. */
bool process_succeeded(pid_t child);

/* Runs a program, as ourselves, for what it prints; `environment`: NAME=VALUE, on top of ours.
 * False when it does not run or fails. */
bool process_capture(Arena *arena, const char *program, const StrVec *arguments,
                     const StrVec *environment, Str *out);

/* Deletes a tree as that account: code that the server ran may have put links into the tree, which
 * must not lead root elsewhere. */
bool process_remove_tree(Arena *arena, const Account *account, const char *path);

/* Whether the account may make files in that folder. */
bool process_may_write(const Account *account, const char *folder);

/* The descriptor, or a copy of it above those of the standard streams; closed on exec. */
int process_high_descriptor(int fd);

#endif
