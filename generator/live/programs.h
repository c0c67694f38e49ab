/*
 * Where PostgreSQL's server programs are installed.
 */
#ifndef PGW_LIVE_PROGRAMS_H
#define PGW_LIVE_PROGRAMS_H

#include "diag/diag.h"

typedef struct {
    Str initdb, postgres; /* paths */
    Str version;          /* "15.4": letters, digits and dots alone */
} Programs;

/* Looks into PGWRIGHT_PG_BINDIR and nowhere else when that is set; otherwise into the folders where
 * packages put them (the highest version wins), then along PATH. False with E0702. */
bool programs_find(Arena *arena, Programs *programs, Diags *diags);

#endif
