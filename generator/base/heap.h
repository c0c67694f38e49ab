/*
 * A heap of numbers, of what stands at these places somewhere: the first of them, by an order of
 * the caller's, is at hand.
 */
#ifndef PGW_BASE_HEAP_H
#define PGW_BASE_HEAP_H

#include "base/vec.h"

#include <stdbool.h>

/* Whether a goes before b; never both ways. */
typedef bool HeapOrder(const void *context, size_t a, size_t b);

typedef struct {
    Arena *arena;
    HeapOrder *order;
    const void *context; /* of the order */
    VEC(size_t) list;    /* list.at[0] is the first, when there is one */
} Heap;

void heap_push(Heap *heap, size_t number);
/* Takes the first away; there must be one. */
size_t heap_pop(Heap *heap);

#endif
