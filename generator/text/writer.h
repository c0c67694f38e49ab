/*
 * A writer of text with indentation. Bytes are built in memory; only the command line hands them to
 * a file. Lines are indented when their first byte is written, so empty lines stay empty.
 */
#ifndef PGW_TEXT_WRITER_H
#define PGW_TEXT_WRITER_H

#include "base/str.h"

typedef struct {
    Arena *arena;
    char *data;
    size_t len, cap;
    unsigned indent; /* levels */
    unsigned width;  /* spaces a level; 0 means 4 */
} Writer;

void w_str(Writer *w, Str s); /* may hold newlines: each line is indented */
void w_raw(Writer *w, Str s); /* bytes as they are: no indentation */
void w_text(Writer *w, const char *s);
void w_printf(Writer *w, const char *format, ...) PGW_PRINTF(2, 3);
void w_line(Writer *w, const char *format, ...) PGW_PRINTF(2, 3); /* printf and a newline */
void w_newline(Writer *w);
void w_open(Writer *w); /* one level deeper */
void w_close(Writer *w);

/* What was written so far; good until the next write. Ends in NUL. */
Str w_result(Writer *w);

#endif
