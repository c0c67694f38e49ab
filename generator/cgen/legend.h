/*
 * The list at the start of a database's header, of what there is for each table T: names of types
 * and functions, and what is said of them, for the manual pages. Private to this room.
 */
#ifndef PGW_CGEN_LEGEND_H
#define PGW_CGEN_LEGEND_H

#include "tmpl/tmpl.h"

typedef struct Legend Legend;

/* Slices of the comment. */
Legend *legend_read(Arena *arena, Str comment);

/* It and what stands around it, in order: {names, text}, of paragraphs without names. */
Data *legend_blocks(Arena *arena, const Legend *legend);

/* What it says of T_verb, where T is `type`; the closest name counts. Absent: nothing. */
Str legend_text(Arena *arena, const Legend *legend, Str type, Str verb);

#endif
