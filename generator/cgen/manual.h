/*
 * Manual pages from the headers: what is declared there, and what their comments say about it. So
 * nothing is said twice, and nothing can be missing. Private to this room.
 *
 * A header is read as its authors wrote it: a comment stands directly before what it is about, and
 * speaks of all that follows without an empty line; one with an empty line behind it stands for
 * itself; a rule with words in it opens a section.
 */
#ifndef PGW_CGEN_MANUAL_H
#define PGW_CGEN_MANUAL_H

#include "cgen/legend.h"

/* Sets in `page`: "synopsis", how functions are declared, "conditions", those with a body, and
 * "sections", of {title, items}. An item has a "code", or "names" of functions, and "paragraphs".
 * Functions of the table whose type is `type`, if any, are described by `legend` as well. Ends
 * before the section that starts with `end`. */
void manual_read(Arena *arena, Str header, const Legend *legend, Str type, const char *end,
                 Data *page);

#endif
