/*
 * What a change of the schema means for those who were built against the old one: the C bindings
 * and the API, and the version step that it asks for (semver.org: major, minor, patch).
 */
#ifndef PGW_DIFF_VERDICT_H
#define PGW_DIFF_VERDICT_H

#include "catalog/move.h"
#include "diff/diff.h"

typedef enum { VERSION_NONE, VERSION_PATCH, VERSION_MINOR, VERSION_MAJOR } VersionStep;

extern const char *const version_steps[]; /* "none", "patch", "minor", "major" */

typedef struct {
    const Object *object;
    const char *what; /* happened to it */
    VersionStep bindings, api;
} Verdict;

typedef struct {
    VEC(Verdict) list; /* those that are no patch, by object */
    VersionStep bindings, api, all;
} Verdicts;

/* From `have` to `want`. What is renamed on the way says so once, under its new name: `moves` are
 * the renames, in the names of `have`, and `renamed` is `have` after them. Without renames they are
 * empty, and `have` itself. What was put aside before is nobody's any more. */
Verdicts verdicts_of(Arena *arena, const Catalog *have, const Moves *moves, const Catalog *renamed,
                     const Catalog *want);

/* The same for people: a line each, and the version step; absent when nothing changes. */
Str verdicts_text(Arena *arena, const Verdicts *verdicts);

#endif
