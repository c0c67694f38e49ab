/*
 * The template: a data folder as initdb leaves it, kept in the user's cache, since a copy of it is
 * made in a tenth of the time that initdb takes.
 *
 * A cache that cannot be written, or that others could write to, is not used; nothing depends on
 * it.
 */
#ifndef PGW_LIVE_TEMPLATE_H
#define PGW_LIVE_TEMPLATE_H

#include "live/process.h"

/* The path of the template for that server version; absent where there is no cache. */
Str template_path(Arena *arena, Str version);

/* Copies the template to `data`, a path not there yet, for the account. */
bool template_restore(const char *path, const char *data, const Account *account);

/* Keeps a copy of the data folder as the template, whole or not at all. */
void template_keep(Arena *arena, const char *path, const char *data);

#endif
