#include "base/arena.h"

#include <stdbool.h>
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

enum { LARGE = 1024 * 1024 }; /* from this size on an allocation stands alone */
enum { FIRST_BLOCK = 8 * 1024, LARGEST_BLOCK = 16 * 1024 * 1024, HUGE_PAGE = 2 * 1024 * 1024 };

typedef struct Block {
    struct Block *previous;
    size_t size, used;
    size_t touched; /* bytes from here on are still zero, as the system gave them */
    max_align_t data[];
} Block;

/* An allocation of its own, which can grow. */
typedef struct Large {
    struct Large *previous;
    size_t size;
    max_align_t data[];
} Large;

struct Arena {
    Block *top;
    Block *spare; /* rewound ones: taken again before the system is asked */
    Large *large; /* the latest first */
    size_t large_count;
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
    gone->previous = arena->spare;
    arena->spare = gone;
}

/* Frees the large allocations but for the oldest `keep`. */
static void pop_large(Arena *arena, size_t keep)
{
    for (; arena->large_count > keep; arena->large_count--) {
        Large *gone = arena->large;
        arena->large = gone->previous;
        arena->size -= gone->size;
        free(gone);
    }
}

void arena_free(Arena *arena)
{
    if (!arena)
        return;
    while (arena->top)
        pop_block(arena);
    pop_large(arena, 0);
    while (arena->spare) {
        Block *next = arena->spare->previous;
        free_block(arena, arena->spare);
        arena->spare = next;
    }
    free(arena);
}

/* A large model touches many pages; large pages are a fraction of the faults. */
static void use_large_pages(void *memory, size_t size)
{
    uintptr_t from = ((uintptr_t)memory + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1);
    if (size >= 2 * HUGE_PAGE)
        madvise((void *)from, size - HUGE_PAGE, MADV_HUGEPAGE);
}

static void push_block(Arena *arena, size_t need)
{
    for (Block **link = &arena->spare; *link; link = &(*link)->previous) {
        Block *block = *link;
        if (block->size < need)
            continue;
        *link = block->previous;
        block->previous = arena->top;
        arena->top = block;
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
    use_large_pages(block, size);
    block->previous = arena->top;
    block->size = size;
    ASAN_POISON_MEMORY_REGION(block->data, size);
    arena->top = block;
    arena->size += size;
}

static void *alloc_large(Arena *arena, size_t size)
{
    Large *large = calloc(1, sizeof(Large) + size);
    if (!large)
        out_of_memory();
    use_large_pages(large, size);
    *large = (Large){.previous = arena->large, .size = size};
    arena->large = large;
    arena->large_count++;
    arena->size += size;
    return large->data;
}

/* The last one of its block can, unless it becomes a large one. */
static bool resize_in_place(Arena *arena, const void *memory, size_t old_size, size_t size)
{
    Block *top = arena->top;
    if (!top || !old_size || size >= LARGE ||
        (const char *)memory + old_size != (const char *)top->data + top->used ||
        (size > old_size && size - old_size > top->size - top->used))
        return false;
    top->used += size - old_size;
    ASAN_POISON_MEMORY_REGION(memory, old_size);
    ASAN_UNPOISON_MEMORY_REGION(memory, size);
    if (top->touched < top->used)
        top->touched = top->used;
    return true;
}

static void *grow_large(Arena *arena, const void *memory, size_t size)
{
    Large **link = &arena->large;
    while ((const void *)(*link)->data != memory)
        link = &(*link)->previous;
    Large *grown = realloc(*link, sizeof(Large) + size);
    if (!grown)
        out_of_memory();
    use_large_pages(grown, size);
    *link = grown;
    arena->size += size - grown->size;
    grown->size = size;
    return grown->data;
}

void *arena_resize(Arena *arena, void *memory, size_t old_size, size_t size)
{
    if (resize_in_place(arena, memory, old_size, size) || size < old_size)
        return memory;
    if (old_size >= LARGE)
        return grow_large(arena, memory, size);
    void *moved = arena_alloc(arena, size, 1, _Alignof(max_align_t));
    return old_size ? memcpy(moved, memory, old_size) : moved;
}

void *arena_alloc(Arena *arena, size_t count, size_t size, size_t align)
{
    if (size && count > (SIZE_MAX / 2) / size)
        out_of_memory();
    size_t need = count * size;
    if (need >= LARGE)
        return alloc_large(arena, need);
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
    return (ArenaMark){arena->top, arena->top ? arena->top->used : 0, arena->large_count};
}

void arena_rewind(Arena *arena, ArenaMark mark)
{
    pop_large(arena, mark.large);
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
