#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__has_feature) /* clang's way to say __SANITIZE_ADDRESS__ */
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size)   ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

enum { FIRST_BLOCK = 64 * 1024, LARGEST_BLOCK = 16 * 1024 * 1024, HUGE_PAGE = 2 * 1024 * 1024 };

typedef struct Block {
    struct Block *previous;
    size_t size, used;
    size_t touched; /* bytes from here on are still zero, as the system gave them */
    max_align_t data[];
} Block;

struct Arena {
    Block *top;
    Block *spare; /* the last one rewound: taken again before the system is asked */
    size_t size, next_block;
};

static _Noreturn void out_of_memory(void)
{
    fputs("pgwright: out of memory\n", stderr);
    exit(1);
}

Arena *arena_new(void)
{
    Arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        out_of_memory();
    arena->next_block = FIRST_BLOCK;
    return arena;
}

static void free_block(Arena *arena, Block *block)
{
    if (!block)
        return;
    arena->size -= block->size;
    ASAN_UNPOISON_MEMORY_REGION(block->data, block->size);
    free(block);
}

static void pop_block(Arena *arena)
{
    Block *gone = arena->top;
    arena->top = gone->previous;
    gone->used = 0;
    ASAN_POISON_MEMORY_REGION(gone->data, gone->size);
    free_block(arena, arena->spare);
    arena->spare = gone;
}

void arena_free(Arena *arena)
{
    if (!arena)
        return;
    while (arena->top)
        pop_block(arena);
    free_block(arena, arena->spare);
    free(arena);
}

static void push_block(Arena *arena, size_t need)
{
    if (arena->spare && arena->spare->size >= need) {
        arena->spare->previous = arena->top;
        arena->top = arena->spare;
        arena->spare = NULL;
        return;
    }
    size_t size = arena->next_block;
    if (size < need)
        size = need;
    if (arena->next_block < LARGEST_BLOCK)
        arena->next_block *= 2;
    if (size > SIZE_MAX - sizeof(Block))
        out_of_memory();
    Block *block = calloc(1, sizeof(Block) + size);
    if (!block)
        out_of_memory();
    /* a large model touches many pages; large pages are a fraction of the faults */
    if (size >= HUGE_PAGE)
        madvise((void *)(((uintptr_t)block + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1)),
                size - HUGE_PAGE, MADV_HUGEPAGE);
    block->previous = arena->top;
    block->size = size;
    ASAN_POISON_MEMORY_REGION(block->data, size);
    arena->top = block;
    arena->size += size;
}

void *arena_alloc(Arena *arena, size_t count, size_t size, size_t align)
{
    if (size && count > (SIZE_MAX / 2) / size)
        out_of_memory();
    size_t need = count * size;
    size_t at = arena->top ? (arena->top->used + align - 1) & ~(align - 1) : 0;
    if (!arena->top || need > arena->top->size || at > arena->top->size - need) {
        push_block(arena, need);
        at = 0;
    }
    char *memory = (char *)arena->top->data + at;
    arena->top->used = at + need;
    ASAN_UNPOISON_MEMORY_REGION(memory, need);
    size_t dirty = arena->top->touched > at ? arena->top->touched - at : 0;
    if (dirty)
        memset(memory, 0, dirty < need ? dirty : need);
    if (arena->top->touched < arena->top->used)
        arena->top->touched = arena->top->used;
    return memory;
}

void *arena_copy(Arena *arena, const void *from, size_t size, size_t align)
{
    void *to = arena_alloc(arena, 1, size, align);
    return size ? memcpy(to, from, size) : to;
}

ArenaMark arena_mark(const Arena *arena)
{
    return (ArenaMark){arena->top, arena->top ? arena->top->used : 0};
}

void arena_rewind(Arena *arena, ArenaMark mark)
{
    while (arena->top != mark.block)
        pop_block(arena);
    if (arena->top) {
        ASAN_POISON_MEMORY_REGION((char *)arena->top->data + mark.used,
                                  arena->top->size - mark.used);
        arena->top->used = mark.used;
    }
}

size_t arena_size(const Arena *arena)
{
    return arena->size;
}
