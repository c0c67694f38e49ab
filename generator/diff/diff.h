/*
 * The differences between two catalogs: one merge over their sorted objects. No kind has a word
 * here; what a difference means is in the field lists.
 */
#ifndef PGW_DIFF_DIFF_H
#define PGW_DIFF_DIFF_H

#include "catalog/catalog.h"

typedef enum {
    CHANGE_ADD,   /* wanted, not there */
    CHANGE_DROP,  /* there, not wanted */
    CHANGE_ALTER, /* an attribute is not as wanted */
} ChangeType;

typedef struct {
    ChangeType type;
    const Object *have, *want; /* NULL where there is none */
    const Field *field;        /* CHANGE_ALTER */
    const Attr *have_attr, *want_attr;
    bool report; /* worth a note, but no drift (COMPARE_REPORT) */
} Change;

typedef VEC(Change) Changes;

/* Whether CREATE OR REPLACE can make one of the other: what the field `shape` lists is still there,
 * in its order, and more may have come behind it. */
bool shape_stays(const Object *have, const Object *want);

/* From `have` to `want`, sorted by identity, then field. */
Changes catalog_diff(Arena *arena, const Catalog *have, const Catalog *want);

#endif
