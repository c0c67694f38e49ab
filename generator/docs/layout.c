#include "docs/layout.h"

#include <stdlib.h>

enum {
    GAP_LAYER = 110, /* for the lines between layers */
    GAP_COLUMN = 40, /* between the columns of a layer that is too tall for one */
    GAP_BOX = 24,
    GAP_GROUP = 56,
    MARGIN = 24,
    TALLEST = 1500, /* a column; unless one box is taller */
    WIDEST = 2200,  /* a row of boxes without links */
    SWEEPS = 8,
    PRECISION = 1024, /* of mean places */
};

typedef struct {
    size_t group; /* by its first box */
    size_t layer;
    int64_t rank; /* its place in the layer, times PRECISION */
    enum { NEW, OPEN, DONE } state;
} Node;

typedef struct {
    Box *boxes;
    Node *nodes;
    size_t count;
    const Link *links;
    size_t link_count;
    size_t *order; /* scratch: boxes in the order in which they are placed */
} Layout;

static void join_groups(Layout *l)
{
    for (size_t i = 0; i < l->count; i++)
        l->nodes[i].group = i;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < l->link_count; i++) {
            size_t *a = &l->nodes[l->links[i].from].group, *b = &l->nodes[l->links[i].to].group;
            changed |= *a != *b;
            *a = *b = *a < *b ? *a : *b;
        }
    }
}

/* One more than the deepest box that it refers to; a circle is cut where it closes. */
static size_t find_layer(Layout *l, size_t at)
{
    Node *node = &l->nodes[at];
    if (node->state == DONE)
        return node->layer;
    node->state = OPEN;
    for (size_t i = 0; i < l->link_count; i++) {
        size_t to = l->links[i].to;
        if (l->links[i].from != at || l->nodes[to].state == OPEN)
            continue;
        size_t below = find_layer(l, to) + 1;
        node->layer = below > node->layer ? below : node->layer;
    }
    node->state = DONE;
    return node->layer;
}

/* -- order -- */

static const Layout *sorted; /* qsort takes no context */

static int compare_nodes(const void *a, const void *b)
{
    size_t i = *(const size_t *)a, k = *(const size_t *)b;
    const Node *x = &sorted->nodes[i], *y = &sorted->nodes[k];
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->layer != y->layer)
        return x->layer < y->layer ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return i < k ? -1 : i > k;
}

static void sort_nodes(Layout *l)
{
    sorted = l;
    for (size_t i = 0; i < l->count; i++)
        l->order[i] = i;
    if (l->count)
        qsort(l->order, l->count, sizeof *l->order, compare_nodes);
    int64_t rank = 0;
    for (size_t i = 0; i < l->count; i++) {
        const Node *node = &l->nodes[l->order[i]];
        const Node *last = i ? &l->nodes[l->order[i - 1]] : NULL;
        bool same = last && last->group == node->group && last->layer == node->layer;
        rank = same ? rank + PRECISION : 0;
        l->nodes[l->order[i]].rank = rank;
    }
}

/* Moves each box to the mean place of those that it refers to, or that refer to it. */
static void sweep(Arena *arena, Layout *l, bool forward)
{
    int64_t *sum = NEW_ARRAY(arena, int64_t, l->count), *n = NEW_ARRAY(arena, int64_t, l->count);
    for (size_t i = 0; i < l->link_count; i++) {
        size_t at = forward ? l->links[i].from : l->links[i].to;
        size_t other = forward ? l->links[i].to : l->links[i].from;
        if (at == other)
            continue;
        sum[at] += l->nodes[other].rank;
        n[at]++;
    }
    for (size_t i = 0; i < l->count; i++)
        if (n[i])
            l->nodes[i].rank = sum[i] / n[i];
    sort_nodes(l);
}

/* -- places -- */

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* The boxes order[first .. end), which make one layer, from x on; returns where the next one may
 * begin. */
static int64_t place_layer(Layout *l, size_t first, size_t end, int64_t x, int64_t top,
                           int64_t *bottom)
{
    int64_t y = top, widest = 0;
    for (size_t i = first; i < end; i++) {
        Box *box = &l->boxes[l->order[i]];
        if (y > top && y + box->height > top + TALLEST) {
            x += widest + GAP_COLUMN;
            y = top;
            widest = 0;
        }
        box->x = x;
        box->y = y;
        y += box->height + GAP_BOX;
        widest = larger(widest, box->width);
        *bottom = larger(*bottom, y);
    }
    return x + widest + GAP_LAYER;
}

/* The columns of a group are in the middle of its height. */
static void center_columns(Layout *l, size_t first, size_t end, int64_t bottom)
{
    for (size_t i = first, last; i < end; i = last) {
        int64_t x = l->boxes[l->order[i]].x;
        for (last = i; last < end && l->boxes[l->order[last]].x == x;)
            last++;
        const Box *lowest = &l->boxes[l->order[last - 1]];
        int64_t free = (bottom - GAP_BOX - lowest->y - lowest->height) / 2;
        for (size_t k = i; k < last; k++)
            l->boxes[l->order[k]].y += free;
    }
}

static int64_t place_group(Layout *l, size_t first, size_t end, int64_t top)
{
    int64_t x = MARGIN, bottom = top;
    for (size_t i = first, last; i < end; i = last) {
        size_t layer = l->nodes[l->order[i]].layer;
        for (last = i; last < end && l->nodes[l->order[last]].layer == layer;)
            last++;
        x = place_layer(l, i, last, x, top, &bottom);
    }
    center_columns(l, first, end, bottom);
    return bottom - GAP_BOX + GAP_GROUP;
}

/* Boxes that nothing links to anything, in rows. */
static void place_single(Layout *l, const size_t *single, size_t count, int64_t top)
{
    int64_t x = MARGIN, y = top, tallest = 0;
    for (size_t i = 0; i < count; i++) {
        Box *box = &l->boxes[single[i]];
        if (x > MARGIN && x + box->width > WIDEST) {
            x = MARGIN;
            y += tallest + GAP_BOX;
            tallest = 0;
        }
        box->x = x;
        box->y = y;
        x += box->width + GAP_COLUMN;
        tallest = larger(tallest, box->height);
    }
}

static void place_groups(Arena *arena, Layout *l)
{
    size_t *single = NEW_ARRAY(arena, size_t, l->count), singles = 0;
    int64_t y = MARGIN;
    for (size_t i = 0, end; i < l->count; i = end) {
        size_t group = l->nodes[l->order[i]].group;
        for (end = i; end < l->count && l->nodes[l->order[end]].group == group;)
            end++;
        if (end - i == 1)
            single[singles++] = l->order[i];
        else
            y = place_group(l, i, end, y);
    }
    place_single(l, single, singles, y);
}

void layout_place(Arena *arena, Box *boxes, size_t count, const Link *links, size_t link_count,
                  int64_t *width, int64_t *height)
{
    Layout l = {boxes,      NEW_ARRAY(arena, Node, count),  count, links,
                link_count, NEW_ARRAY(arena, size_t, count)};
    join_groups(&l);
    for (size_t i = 0; i < count; i++)
        find_layer(&l, i);
    sort_nodes(&l);
    for (int i = 0; i < SWEEPS; i++)
        sweep(arena, &l, i % 2 == 0);
    place_groups(arena, &l);
    *width = *height = MARGIN;
    for (size_t i = 0; i < count; i++) {
        *width = larger(*width, boxes[i].x + boxes[i].width + MARGIN);
        *height = larger(*height, boxes[i].y + boxes[i].height + MARGIN);
    }
}
