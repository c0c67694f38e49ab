/* Whether the role that runs a script may do what it says: asked before the first step, since a
 * migration that stops half way for want of a right is nobody's wish. */
#ifndef PGW_MIGRATE_RIGHTS_H
#define PGW_MIGRATE_RIGHTS_H

#include "live/server.h"
#include "migrate/unit.h"

/* Tables that a statement changes must belong to the role (or to one it is a member of); where
 * something is made it needs CREATE on the schema, for a schema on the database. What the script
 * itself makes first is not asked about. False with E1007, one for each object, placed in the
 * script. */
bool rights_check(Arena *arena, Server *server, const Source *script, const Units *units,
                  Diags *diags);

#endif
