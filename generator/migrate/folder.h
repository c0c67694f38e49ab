/*
 * The migrations of a database: a folder beside its model, one folder in it for each migration.
 *
 *   migrations/
 *     pgwright.sum         what the migrations are, as a chain of digests
 *     next.yaml            the author's own steps for the migration that comes next
 *     0001_base/
 *       up.sql down.sql    the way there and back, for this program or plain psql
 *       purge.sql          what may be done when nobody wants to go back any more
 *       plan.json          the steps with their locks and hazards
 *       after.lock         what the database is when `up` is done
 *       migration.yaml     the author's own steps
 *
 * The digest of a script is that of its tokens: comments and white space may be mended. The chain
 * of a migration is made of its digests and the chain before it, so that a migration that was put
 * between others is found too.
 */
#ifndef PGW_MIGRATE_FOLDER_H
#define PGW_MIGRATE_FOLDER_H

#include "diag/diag.h"

#define FOLDER_SUM  "pgwright.sum"
#define FOLDER_NEXT "next.yaml"

typedef struct {
    Str name;
    const Source *source;
    Str digest; /* absent: a file that may change */
} VersionFile;

typedef struct {
    Str id;     /* 0003_add_tags: its folder's name */
    Str digits; /* 0003 */
    Str name;   /* add_tags */
    Str folder; /* path */
    Str chain;  /* set by folder_check */
    int64_t number;
    VEC(VersionFile) files; /* by name */
} Version;

typedef struct {
    Str path;
    VEC(Version) versions; /* by number */
} Folder;

/* Reads the folder; one that does not exist is empty. False with E1001 or E1002: foreign or missing
 * files, names that are not NUMBER_name, two migrations of one number. */
bool folder_read(Arena *arena, Str path, Folder *out, Diags *diags);

/* Holds the folder against its sum file, and gives each version its chain. False with E1003. */
bool folder_check(Arena *arena, Folder *folder, Diags *diags);

/* Sets the digests of a version's files; folder_read has done so. */
void folder_digest(Arena *arena, Version *version);

/* The sum file of the folder as it is; gives each version its chain. */
Str folder_sum(Arena *arena, Folder *folder);

/* A file of a version, or NULL. */
const VersionFile *version_file(const Version *version, const char *name);

/* The version that a number ("3", "0003"), an id or a name means; NULL with E1002. */
const Version *folder_find(const Folder *folder, Str what, Diags *diags);

/* The number behind the last one, with as many digits. */
Str folder_next_number(Arena *arena, const Folder *folder);

/* Whether a name may be a part of a folder's: letters, digits, _ and -. */
bool version_name_is_good(Str name);

/* Takes "0003_add_tags" apart; false when it is not of that form. */
bool version_take_id(Str id, Str *digits, Str *name, int64_t *number);

#endif
