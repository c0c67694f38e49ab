/*
 * The runtime of generated bindings; see pgw_runtime.h. You may use, change and distribute it with
 * the code generated for you without any obligation.
 *
 * Everything typed is in descriptors: this file interprets them. Bytes from the server are taken as
 * untrusted: each length is checked before it is used. Values are decoded where they lie: what
 * libpq hands over is ours, one byte longer than it says, and is written to. Compiles as C11 and as
 * C++17.
 */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L /* clock_gettime, poll */
#endif
#include "pgw_runtime.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* An oid of pg_type.dat, which never changes. */
static const Oid oid_text = 25;

/* The server takes no value of 1 GiB or more. */
#define VALUE_LIMIT ((size_t)0x3fffffff)

typedef struct pgw_prepared pgw_prepared;

/* ---- Memory ---------------------------------------------------------------------------------- */

struct pgw_block {
    pgw_block *next;
    size_t size, used; /* of the bytes after the header */
};

/* Blocks start with the header, rounded up so that what follows is aligned for anything. */
enum {
    BLOCK_ALIGN = sizeof(max_align_t) < 16 ? 16 : sizeof(max_align_t),
    BLOCK_HEADER = (sizeof(pgw_block) + BLOCK_ALIGN - 1) / BLOCK_ALIGN * BLOCK_ALIGN,
    BLOCK_SIZE = 8192 - BLOCK_HEADER
};
static const size_t block_limit = (size_t)1 << 22; /* up to there blocks are doubled */

static void *default_alloc(void *context, size_t size)
{
    (void)context;
    return malloc(size);
}

static void default_release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

void pgw_arena_init(pgw_arena *arena, const pgw_allocator *allocator)
{
    arena->blocks = NULL;
    arena->results = NULL;
    memset(&arena->allocator, 0, sizeof arena->allocator);
    if (allocator)
        arena->allocator = *allocator;
}

/* The next block is twice as large as the one before, so that few are asked for. */
static size_t block_room(const pgw_block *before, size_t size)
{
    size_t room = before ? before->size : BLOCK_SIZE / 2;
    room = (room < block_limit ? room : block_limit) * 2;
    return room < size ? size : room;
}

static bool arena_grow(pgw_arena *arena, size_t size)
{
    size_t room = block_room(arena->blocks, size);
    if (room > SIZE_MAX - BLOCK_HEADER)
        return false;
    if (!arena->allocator.alloc) {
        arena->allocator.alloc = default_alloc;
        arena->allocator.release = default_release;
    }
    pgw_block *block =
        (pgw_block *)arena->allocator.alloc(arena->allocator.context, BLOCK_HEADER + room);
    if (!block)
        return false;
    block->next = arena->blocks;
    block->size = room;
    block->used = 0;
    arena->blocks = block;
    return true;
}

/* Brings the smallest of the blocks that wait behind a reset, and has the room, to the front. */
static bool arena_reuse(pgw_arena *arena, size_t size)
{
    pgw_block **best = NULL;
    for (pgw_block **at = &arena->blocks; *at; at = &(*at)->next)
        if ((*at)->used == 0 && (*at)->size >= size && (!best || (*at)->size < (*best)->size))
            best = at;
    if (!best)
        return false;
    pgw_block *block = *best;
    *best = block->next;
    block->next = arena->blocks;
    arena->blocks = block;
    return true;
}

static void *block_take(pgw_block *block, size_t size, size_t align)
{
    if (!block)
        return NULL;
    char *base = (char *)block + BLOCK_HEADER;
    size_t at = (size_t)((uintptr_t)(base + block->used) & (align - 1));
    at = block->used + (at ? align - at : 0);
    if (at > block->size || block->size - at < size)
        return NULL;
    block->used = at + size;
    return base + at;
}

void *pgw_arena_alloc(pgw_arena *arena, size_t size, size_t align)
{
    void *memory = block_take(arena->blocks, size, align);
    if (memory)
        return memory;
    if (size > SIZE_MAX / 2 || align > SIZE_MAX / 4)
        return NULL;
    if (!arena_reuse(arena, size + align) && !arena_grow(arena, size + align))
        return NULL;
    return block_take(arena->blocks, size, align);
}

/* A result whose memory values point into; it ends with the arena. */
struct pgw_result {
    pgw_result *next;
    PGresult *result;
};

static void arena_end_results(pgw_arena *arena)
{
    for (pgw_result *node = arena->results; node; node = node->next)
        PQclear(node->result);
    arena->results = NULL;
}

/* What was used will be used again: the same work finds its memory without asking for any. What was
 * not, since the last reset, is given back, but for the largest block. */
void pgw_arena_reset(pgw_arena *arena)
{
    const pgw_block *largest = arena->blocks;
    arena_end_results(arena);
    for (const pgw_block *block = largest; block; block = block->next)
        largest = block->size > largest->size ? block : largest;
    for (pgw_block **at = &arena->blocks; *at;) {
        pgw_block *block = *at;
        bool keep = block->used || block == largest;
        block->used = 0;
        if (keep) {
            at = &block->next;
            continue;
        }
        *at = block->next;
        arena->allocator.release(arena->allocator.context, block);
    }
}

void pgw_arena_free(pgw_arena *arena)
{
    arena_end_results(arena);
    while (arena->blocks) {
        pgw_block *block = arena->blocks;
        arena->blocks = block->next;
        arena->allocator.release(arena->allocator.context, block);
    }
}

/* Hands the result over; false, and it is still the caller's, when there is no memory. */
static bool arena_keep(pgw_arena *arena, PGresult *result)
{
    pgw_result *node = (pgw_result *)pgw_arena_alloc(arena, sizeof *node, sizeof(void *));
    if (!node)
        return false;
    node->next = arena->results;
    node->result = result;
    arena->results = node;
    return true;
}

static void *arena_alloc_array(pgw_arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / 2 / size)
        return NULL;
    return pgw_arena_alloc(arena, count * size, BLOCK_ALIGN);
}

/* A copy with a NUL behind it, or NULL. */
static char *arena_text(pgw_arena *arena, const void *bytes, size_t size)
{
    char *copy = (char *)pgw_arena_alloc(arena, size + 1, 1);
    if (!copy)
        return NULL;
    if (size)
        memcpy(copy, bytes, size);
    copy[size] = '\0';
    return copy;
}

/* Bytes that grow. Once memory runs out the flag stays up and further bytes are dropped. */
typedef struct {
    pgw_arena *arena;
    char *data;
    size_t len, cap;
    bool no_memory;
} buffer;

static bool buffer_reserve(buffer *b, size_t more)
{
    if (more <= b->cap - b->len)
        return !b->no_memory;
    size_t cap = b->cap < 256 ? 256 : b->cap;
    while (cap - b->len < more && cap < SIZE_MAX / 4)
        cap *= 2;
    char *data = cap - b->len < more ? NULL : (char *)pgw_arena_alloc(b->arena, cap, 1);
    if (!data) {
        b->no_memory = true;
        return false;
    }
    if (b->len)
        memcpy(data, b->data, b->len);
    b->data = data;
    b->cap = cap;
    return !b->no_memory;
}

static void buffer_put(buffer *b, const void *bytes, size_t size)
{
    if (!buffer_reserve(b, size) || size == 0)
        return;
    memcpy(b->data + b->len, bytes, size);
    b->len += size;
}

static void buffer_string(buffer *b, const char *string)
{
    buffer_put(b, string, strlen(string));
}

/* The text with the number in place of its "%lu". */
static void buffer_format(buffer *b, const char *text, unsigned long number)
{
    char digits[24], *at = digits + sizeof digits;
    const char *hole = strstr(text, "%lu");
    if (!hole)
        return;
    do {
        *--at = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    buffer_put(b, text, (size_t)(hole - text));
    buffer_put(b, at, (size_t)(digits + sizeof digits - at));
    buffer_string(b, hole + 3);
}

/* ---- Numbers in network order ---------------------------------------------------------------- */

static uint16_t get16(const unsigned char *b)
{
    return (uint16_t)(b[0] << 8 | b[1]);
}

static uint32_t get32(const unsigned char *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static uint64_t get64(const unsigned char *b)
{
    return (uint64_t)get32(b) << 32 | get32(b + 4);
}

static void put16(unsigned char *b, uint16_t bits)
{
    b[0] = (unsigned char)(bits >> 8);
    b[1] = (unsigned char)bits;
}

static void put32(unsigned char *b, uint32_t bits)
{
    b[0] = (unsigned char)(bits >> 24);
    b[1] = (unsigned char)(bits >> 16);
    b[2] = (unsigned char)(bits >> 8);
    b[3] = (unsigned char)bits;
}

static void put64(unsigned char *b, uint64_t bits)
{
    put32(b, (uint32_t)(bits >> 32));
    put32(b + 4, (uint32_t)bits);
}

static int16_t get_int2(const unsigned char *b)
{
    return (int16_t)get16(b);
}

static int32_t get_int4(const unsigned char *b)
{
    return (int32_t)get32(b);
}

static void buffer_byte(buffer *b, unsigned byte)
{
    if (buffer_reserve(b, 1))
        b->data[b->len++] = (char)(unsigned char)byte;
}

static void buffer_16(buffer *b, uint16_t bits)
{
    if (buffer_reserve(b, 2)) {
        put16((unsigned char *)b->data + b->len, bits);
        b->len += 2;
    }
}

static void buffer_32(buffer *b, uint32_t bits)
{
    if (buffer_reserve(b, 4)) {
        put32((unsigned char *)b->data + b->len, bits);
        b->len += 4;
    }
}

static void buffer_64(buffer *b, uint64_t bits)
{
    if (buffer_reserve(b, 8)) {
        put64((unsigned char *)b->data + b->len, bits);
        b->len += 8;
    }
}
