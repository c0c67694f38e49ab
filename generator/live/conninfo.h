/*
 * Connection strings: URIs, key=value strings and plain database names, as libpq takes them. They
 * may hold a password, so they go into connections and to the person who asked, never into a
 * diagnostic.
 */
#ifndef PGW_LIVE_CONNINFO_H
#define PGW_LIVE_CONNINFO_H

#include "base/str.h"

/* False when libpq could not make sense of it, or would take a part of a badly escaped password for
 * a host, a port or a database (and then repeat it in its messages). */
bool conninfo_is_sound(const char *conninfo);

/* The same connection to another database, as a key=value string. `conninfo` must be sound. */
Str conninfo_with_database(Arena *arena, const char *conninfo, const char *database);

/* What people know a database by, "shop on db.example.org:5433", without a password; absent when
 * the string is malformed. */
Str conninfo_label(Arena *arena, const char *conninfo);

#endif
