/*
 * Edits of the model's files, and the unified diff that many of them make together.
 *
 * An edit is a range of bytes that gives way to a text. Edits of different findings may meet at one
 * place: those that add entries to the same new section share its heading, those that add keys to
 * the same plain value share the brackets around it, and two that would change the same text in
 * different ways clash.
 */
#ifndef PGW_DRIFT_EDIT_H
#define PGW_DRIFT_EDIT_H

#include "diag/diag.h"

typedef struct {
    const Source *source; /* borrowed; NULL: the file is made */
    Str file;             /* … under this name */
    size_t from, to;      /* bytes of the source; alike: the text is put in */
    Str head, text, tail; /* head and tail stand once around the texts of all that share them */
    Str between;          /* … and this between two such texts */
    int rank;             /* order of what is put in at one place: what is deeper inside first, */
    int section;          /* … of the heads, */
    int64_t order;        /* … and of the texts below one head */
    bool lines;           /* the text is whole lines */
    bool entry;           /* … or an entry between brackets, behind others or as the first */
    bool weak;            /* gives way to another edit of the same bytes */
} Edit;

typedef VEC(Edit) Edits;

/* How the model comes to say what the database has: one of the three, or nothing of it. */
typedef struct {
    Edits edits;
    Str comes_with; /* the object whose edits do it too: "column public.t.id" */
    Str refused;    /* why there is no edit */
} Amendment;

/* A copy in another arena, but for the sources. */
Amendment amendment_copy(Arena *arena, const Amendment *amendment);

/* The diff of all of them, file by file, each with lines of context, for `patch -p0` or `git apply
 * -p0`. Edits that clash with another are left out; how many is added to *clashes (may be NULL). */
Str edits_diff(Arena *arena, const Edits *edits, size_t *clashes);

#endif
