/*
 * The files of a generate run: collected in memory, then written all together. Nothing is replaced
 * before everything has been written beside its target, so a full disk changes nothing. The
 * manifest tells which files are ours; those that are no longer made are removed.
 */
#ifndef PGW_CLI_OUTPUTS_H
#define PGW_CLI_OUTPUTS_H

#include "diag/diag.h"

typedef struct {
    Str name; /* relative to the folder */
    Str bytes;
} Output;

typedef struct {
    Arena *arena;
    Diags *diags;
    Str folder;
    VEC(Output) files;
    StrVec kept; /* beginnings of names that this run does not make and leaves as they are */
} Outputs;

void outputs_add(Outputs *outputs, Str name, Str bytes);

/* Leaves files alone whose name begins so ("c/"), or that are so named. */
void outputs_keep(Outputs *outputs, Str name);

/* Writes what is new or different, with manifest.json, and removes what is stale. False with E0705.
 */
bool outputs_write(Outputs *outputs, size_t *changed);

/* Names of files that outputs_write would change, make or remove. */
void outputs_stale(Outputs *outputs, StrVec *names);

#endif
