#include "base/heap.h"

void heap_push(Heap *heap, size_t number)
{
    vec_push(heap->arena, &heap->list, number);
    size_t *at = heap->list.at, i = heap->list.len - 1;
    for (; i > 0 && heap->order(heap->context, number, at[(i - 1) / 2]); i = (i - 1) / 2)
        at[i] = at[(i - 1) / 2];
    at[i] = number;
}

size_t heap_pop(Heap *heap)
{
    size_t *at = heap->list.at, len = --heap->list.len;
    size_t top = at[0], last = at[len], i = 0;
    for (size_t child; (child = 2 * i + 1) < len; i = child) {
        child += child + 1 < len && heap->order(heap->context, at[child + 1], at[child]);
        if (!heap->order(heap->context, at[child], last))
            break;
        at[i] = at[child];
    }
    at[i] = last;
    return top;
}
