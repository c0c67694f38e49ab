/*
 * The arena: all memory of a run.
 *
 * Everything lives until the run ends; nothing is freed one by one. A function that needs scratch
 * space takes a mark and rewinds to it. Allocation never fails: out of memory ends the program with
 * a message, since a compiler that cannot allocate has nothing better to do.
 */
#ifndef PGW_BASE_ARENA_H
#define PGW_BASE_ARENA_H

#include <stddef.h>

typedef struct Arena Arena;

/* A point in an arena to return to. */
typedef struct {
    void *block;
    size_t used;
    size_t large; /* large allocations made before */
} ArenaMark;

/* A new, empty arena. The caller ends it with arena_free. */
Arena *arena_new(void);

/* Releases the arena and everything allocated from it. NULL is allowed. */
void arena_free(Arena *arena);

/* Zeroed memory for `count` items of `size` bytes, aligned to `align` (a power of two). */
void *arena_alloc(Arena *arena, size_t count, size_t size, size_t align);

/* The same memory, which has `old_size` bytes, with room for `size`; moved where it has to be. What
 * is added is not zeroed. For buffers that grow: the latest stays in its place, and gives back what
 * it does not need in the end; large ones move without being copied. */
void *arena_resize(Arena *arena, void *memory, size_t old_size, size_t size);

/* A copy of `size` bytes. */
void *arena_copy(Arena *arena, const void *from, size_t size, size_t align);

ArenaMark arena_mark(const Arena *arena);

/* Gives back everything allocated since the mark; since the beginning with (ArenaMark){0}. */
void arena_rewind(Arena *arena, ArenaMark mark);

/* Bytes obtained from the system, for measurements. */
size_t arena_size(const Arena *arena);

#define NEW(arena, T)          ((T *)arena_alloc((arena), 1, sizeof(T), _Alignof(T)))
#define NEW_ARRAY(arena, T, n) ((T *)arena_alloc((arena), (n), sizeof(T), _Alignof(T)))
#define COUNT_OF(array)        (sizeof(array) / sizeof((array)[0]))

#endif
