/*
 * Places the boxes of a diagram: what is referred to stands left of what refers to it, groups that
 * have nothing to do with each other stand below each other. Whole numbers alone, so that a diagram
 * is the same everywhere.
 *
 * The steps are those of Sugiyama, Tagawa and Toda (1981): layers by the longest chain of
 * references, then an order within each that crosses few lines, by the mean place of neighbours.
 */
#ifndef PGW_DOCS_LAYOUT_H
#define PGW_DOCS_LAYOUT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    int64_t width, height; /* given */
    int64_t x, y;          /* placed: the upper left corner */
} Box;

typedef struct {
    size_t from, to; /* boxes: `from` refers to `to` */
} Link;

/* Places all boxes; their whole extent goes to *width and *height. */
void layout_place(Arena *arena, Box *boxes, size_t count, const Link *links, size_t link_count,
                  int64_t *width, int64_t *height);

#endif
