/*
 * A growing array in an arena: VEC(T) declares its type, vec_push appends.
 * Growth copies into fresh memory, so a pointer to an element is good until the next push.
 */
#ifndef PGW_BASE_VEC_H
#define PGW_BASE_VEC_H

#include "base/arena.h"

#define VEC(T)                                                                                     \
    struct {                                                                                       \
        T *at;                                                                                     \
        size_t len, cap;                                                                           \
    }

#define vec_push(arena, v, ...)                                                                    \
    ((v)->at = vec_grow((arena), (v)->at, (v)->len, &(v)->cap, sizeof *(v)->at),                   \
     (v)->at[(v)->len++] = (__VA_ARGS__))

/* Room for one more element after `len`; the array itself, moved when it was full. */
void *vec_grow(Arena *arena, void *at, size_t len, size_t *cap, size_t size);

#endif
