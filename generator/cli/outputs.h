/*
 * The files of a generate run. Each is written beside its target as soon as it is rendered, and all
 * are renamed together at the end, so a mistake or a full disk changes nothing. The manifest tells
 * which files are ours; those that are no longer made are removed.
 */
#ifndef PGW_CLI_OUTPUTS_H
#define PGW_CLI_OUTPUTS_H

#include "diag/diag.h"

typedef struct {
    Str name; /* relative to the folder */
    Str digest;
    Str temporary; /* absent: the file holds just this already */
} Output;

typedef struct {
    Arena *arena;
    Diags *diags;
    Str folder;
    bool made;    /* the folder: it was not there before */
    bool check;   /* write nothing, find what is stale */
    bool plain;   /* without a manifest: files for people to go on with */
    StrVec stale; /* with `check`: names of files that would change, come or go */
    VEC(Output) files;
    StrVec kept; /* beginnings of names that this run does not make and leaves as they are */
} Outputs;

/* Takes a file; `bytes` is not needed afterwards. A failure is E0705. */
void outputs_add(Outputs *outputs, Str name, Str bytes);

/* Leaves files alone whose name begins so ("c/"), or that are so named. */
void outputs_keep(Outputs *outputs, Str name);

/* Makes it all true: adds manifest.json, renames what was written, removes what is stale. With an
 * error in diags it discards everything instead. False then; *changed counts the files that are
 * different. */
bool outputs_finish(Outputs *outputs, size_t *changed);

#endif
