/*
 * Diagnostics: what is wrong, where, and how to mend it.
 *
 * Rooms below the command line never print and never exit; they add to a Diags and go on, so that
 * one run tells all mistakes of a model. The command line prints the collection once, sorted by
 * file, line and column. Messages start in lower case, say what is wrong first and have no full
 * stop; help is a sentence. Every code has a row in codes.c, and a file in tests/errors/ that
 * provokes it.
 */
#ifndef PGW_DIAG_DIAG_H
#define PGW_DIAG_DIAG_H

#include "base/str.h"

/* A text that positions point into. */
typedef struct {
    Str name;     /* as shown to people: the path the user gave, joined with the file's */
    Str text;     /* the whole content */
    Str relative; /* path inside the model folder */
} Source;

/* A place in a source. The zero Pos is "nowhere": an error of the environment, not of the model. */
typedef struct {
    const Source *source;
    uint32_t line, column; /* from 1; columns count code points */
    uint32_t width;        /* code points to underline, 0 or 1: a caret alone */
} Pos;

typedef enum { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE } Severity;

typedef struct Note {
    Pos pos;
    Str text;
    struct Note *next;
} Note;

typedef struct {
    const char *code; /* "E0312" */
    Severity severity;
    Pos pos;
    Str message;
    Str help; /* absent: none */
    Note *notes;
    size_t order; /* in which it was found; the last tie-break */
} Diag;

typedef struct {
    Arena *arena;
    VEC(Diag *) list;
    size_t errors, warnings, notes;
} Diags;

Diag *diag_error(Diags *diags, const char *code, Pos pos, const char *format, ...) PGW_PRINTF(4, 5);
Diag *diag_warning(Diags *diags, const char *code, Pos pos, const char *format, ...)
    PGW_PRINTF(4, 5);
Diag *diag_add(Diags *diags, Severity severity, const char *code, Pos pos, const char *format, ...)
    PGW_PRINTF(5, 6);
void diag_help(Diags *diags, Diag *diag, const char *format, ...) PGW_PRINTF(3, 4);
void diag_note(Diags *diags, Diag *diag, Pos pos, const char *format, ...) PGW_PRINTF(4, 5);

/* The candidate nearest to `name` by edits, close enough to be a slip of the pen; or absent. */
Str diag_nearest(Str name, const StrVec *candidates);
/* Adds `did you mean "x"?` when there is such a candidate. */
void diag_suggest(Diags *diags, Diag *diag, Str name, const StrVec *candidates);

/* Leaves one of those that say the same of the same place. */
void diags_drop_repeats(Diags *diags);

/* All diagnostics, sorted, as people read them (at most `cap` of them, then a count; 0: all). */
Str diags_text(Diags *diags, size_t cap);
/* The same as a JSON array. */
Str diags_json(Diags *diags);

/* One row per code. */
typedef struct {
    const char *code, *title;
} DiagCode;
extern const DiagCode diag_codes[];
extern const size_t diag_code_count;

#endif
