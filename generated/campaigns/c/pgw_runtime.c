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

/* ---- Errors ---------------------------------------------------------------------------------- */

static const char *const status_names[] = {
    "PGW_OK",
    "PGW_NOT_FOUND",
    "PGW_UNIQUE_VIOLATION",
    "PGW_FOREIGN_KEY_VIOLATION",
    "PGW_CHECK_VIOLATION",
    "PGW_NOT_NULL_VIOLATION",
    "PGW_EXCLUSION_VIOLATION",
    "PGW_DATA_ERROR",
    "PGW_RETRY",
    "PGW_CONNECTION",
    "PGW_SERVER_ERROR",
    "PGW_CONFLICT",
    "PGW_NOT_RUN",
    "PGW_TIMEOUT",
    "PGW_MISMATCH",
    "PGW_DECODE",
    "PGW_INVALID",
    "PGW_NO_MEMORY",
};

const char *pgw_status_name(pgw_status status)
{
    size_t index = (size_t)status;
    return index <= PGW_NO_MEMORY ? status_names[index] : "?";
}

/* Longest prefix first where one contains another. */
static const struct {
    const char *sqlstate;
    pgw_status status;
} states[] = {
    {"23505", PGW_UNIQUE_VIOLATION},
    {"23503", PGW_FOREIGN_KEY_VIOLATION},
    {"23514", PGW_CHECK_VIOLATION},
    {"23502", PGW_NOT_NULL_VIOLATION},
    {"23P01", PGW_EXCLUSION_VIOLATION},
    {"22", PGW_DATA_ERROR},
    {"40001", PGW_RETRY},
    {"40P01", PGW_RETRY},
    {"08", PGW_CONNECTION},
    {"57P01", PGW_CONNECTION},
    {"57P02", PGW_CONNECTION},
    {"57P03", PGW_CONNECTION},
    {"3F000", PGW_MISMATCH}, /* no such schema, table, column or type */
    {"42P01", PGW_MISMATCH},
    {"42703", PGW_MISMATCH},
    {"42704", PGW_MISMATCH},
};

static pgw_status status_of_state(const char *sqlstate)
{
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (strncmp(sqlstate, states[i].sqlstate, strlen(states[i].sqlstate)) == 0)
            return states[i].status;
    return PGW_SERVER_ERROR;
}

static void error_clear(pgw_error *error)
{
    memset(error, 0, sizeof *error);
    error->message = error->detail = error->hint = "";
    error->schema = error->table = error->column = error->constraint = "";
}

static pgw_status fail_text(pgw_session *session, pgw_status status, const char *message)
{
    session->error.status = status;
    session->error.retryable = status == PGW_RETRY;
    session->error.message = message;
    return status;
}

static pgw_status fail_memory(pgw_session *session)
{
    return fail_text(session, PGW_NO_MEMORY, "out of memory");
}

#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
static pgw_status
fail(pgw_session *session, pgw_status status, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const char *copy = arena_text(&session->scratch, text, strlen(text));
    return copy ? fail_text(session, status, copy) : fail_memory(session);
}

/* A field of the server's report, kept by the session. */
static const char *report_field(pgw_session *session, const PGresult *result, int code)
{
    const char *text = PQresultErrorField(result, code);
    const char *copy = text ? arena_text(&session->scratch, text, strlen(text)) : NULL;
    return copy ? copy : "";
}

/* libpq ends its messages with a newline. */
static pgw_status fail_connection(pgw_session *session)
{
    const char *message = PQerrorMessage(session->conn);
    size_t length = strlen(message);
    while (length && message[length - 1] == '\n')
        length--;
    if (length > INT_MAX)
        length = INT_MAX;
    return fail(session, PGW_CONNECTION, "%.*s", (int)length, message);
}

/* Turns a failed result into the session's error. Where values are secret, texts that quote them
 * are left out: details do, and messages of class 22. */
static pgw_status fail_result(pgw_session *session, const PGresult *result, bool secret)
{
    pgw_error *error = &session->error;
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (!sqlstate)
        return PQstatus(session->conn) == CONNECTION_BAD
                   ? fail_connection(session)
                   : fail_text(session, PGW_SERVER_ERROR, "an unexpected kind of result");
    snprintf(error->sqlstate, sizeof error->sqlstate, "%s", sqlstate);
    error->hint = report_field(session, result, PG_DIAG_MESSAGE_HINT);
    error->schema = report_field(session, result, PG_DIAG_SCHEMA_NAME);
    error->table = report_field(session, result, PG_DIAG_TABLE_NAME);
    error->column = report_field(session, result, PG_DIAG_COLUMN_NAME);
    error->constraint = report_field(session, result, PG_DIAG_CONSTRAINT_NAME);
    if (!secret)
        error->detail = report_field(session, result, PG_DIAG_MESSAGE_DETAIL);

    pgw_status status = status_of_state(sqlstate);
    if (PQstatus(session->conn) == CONNECTION_BAD)
        status = PGW_CONNECTION;
    if (secret && status == PGW_DATA_ERROR)
        return fail_text(session, status, "a value is not valid for its column (text withheld)");
    return fail_text(session, status, report_field(session, result, PG_DIAG_MESSAGE_PRIMARY));
}

size_t pgw_constraint_find(const pgw_error *error, const pgw_constraint *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].name, error->constraint) == 0 &&
            strcmp(list[i].table, error->table) == 0 && strcmp(list[i].schema, error->schema) == 0)
            return i;
    return count;
}

/* ---- Codecs ---------------------------------------------------------------------------------- */

typedef struct {
    buffer *out;
    const uint32_t *oids; /* of the database's types: each and its array */
} encoding;

typedef struct {
    pgw_arena *arena; /* for what cannot stay where it lies */
    const uint32_t *oids;
} decoding;

/* An encoder appends the value's bytes. A decoder makes the value of `size` bytes, which it may
 * change, and the one behind them, which is there; what it makes may point into them. Both return
 * NULL, or what is wrong. */
typedef const char *encoder(const encoding *e, const pgw_type *type, const void *value);
typedef const char *decoder(const decoding *d, const pgw_type *type, unsigned char *bytes,
                            size_t size, void *out);

typedef struct {
    encoder *encode;
    decoder *decode;
    bool borrows; /* the value points into the bytes it was made from */
} codec;

static const codec *codec_of(const pgw_type *type);

static const char no_memory[] = "out of memory";
static const char wrong_size[] = "a value of the wrong size";
static const char too_large[] = "a value of 1 GiB or more";

static Oid type_oid(const uint32_t *oids, const pgw_type *type)
{
    if (type->codec == PGW_CODEC_ARRAY) {
        const pgw_type *element = type->element;
        return element->user ? oids[2 * element->user->index + 1] : element->array_oid;
    }
    return type->user ? oids[2 * type->user->index] : type->oid;
}

/* Parameters and results of a domain have the type below it. */
static const pgw_type *type_plain(const pgw_type *type)
{
    while (type->codec == PGW_CODEC_DOMAIN)
        type = type->element;
    return type;
}

static const char *encode_bool(const encoding *e, const pgw_type *type, const void *value)
{
    bool b;
    (void)type;
    memcpy(&b, value, sizeof b);
    buffer_byte(e->out, b ? 1 : 0);
    return NULL;
}

static const char *decode_bool(const decoding *d, const pgw_type *type, unsigned char *bytes,
                               size_t size, void *out)
{
    (void)d, (void)type;
    if (size != 1)
        return wrong_size;
    bool b = bytes[0] != 0;
    memcpy(out, &b, sizeof b);
    return NULL;
}

/* Integers, floating point, dates and times: as many bits on the wire as in C. */

static const char *encode_int2(const encoding *e, const pgw_type *type, const void *value)
{
    uint16_t bits;
    (void)type;
    memcpy(&bits, value, sizeof bits);
    buffer_16(e->out, bits);
    return NULL;
}

static const char *decode_int2(const decoding *d, const pgw_type *type, unsigned char *bytes,
                               size_t size, void *out)
{
    (void)d, (void)type;
    if (size != 2)
        return wrong_size;
    uint16_t bits = get16(bytes);
    memcpy(out, &bits, sizeof bits);
    return NULL;
}

static const char *encode_int4(const encoding *e, const pgw_type *type, const void *value)
{
    uint32_t bits;
    (void)type;
    memcpy(&bits, value, sizeof bits);
    buffer_32(e->out, bits);
    return NULL;
}

static const char *decode_int4(const decoding *d, const pgw_type *type, unsigned char *bytes,
                               size_t size, void *out)
{
    (void)d, (void)type;
    if (size != 4)
        return wrong_size;
    uint32_t bits = get32(bytes);
    memcpy(out, &bits, sizeof bits);
    return NULL;
}

static const char *encode_int8(const encoding *e, const pgw_type *type, const void *value)
{
    uint64_t bits;
    (void)type;
    memcpy(&bits, value, sizeof bits);
    buffer_64(e->out, bits);
    return NULL;
}

static const char *decode_int8(const decoding *d, const pgw_type *type, unsigned char *bytes,
                               size_t size, void *out)
{
    (void)d, (void)type;
    if (size != 8)
        return wrong_size;
    uint64_t bits = get64(bytes);
    memcpy(out, &bits, sizeof bits);
    return NULL;
}

/* Numbers one after the other, without holes between them in the struct. */
static const char *encode_numbers(const encoding *e, const pgw_type *type, const void *value)
{
    const char *from = (const char *)value;
    for (const char *width = type->layout; *width; width++) {
        if (*width == '8')
            encode_int8(e, type, from);
        else if (*width == '4')
            encode_int4(e, type, from);
        else
            encode_int2(e, type, from);
        from += *width - '0';
    }
    return NULL;
}

static const char *decode_numbers(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                  size_t size, void *out)
{
    char *to = (char *)out;
    for (const char *width = type->layout; *width; width++) {
        size_t step = (size_t)(*width - '0');
        if (size < step)
            return wrong_size;
        if (step == 8)
            decode_int8(d, type, bytes, step, to);
        else if (step == 4)
            decode_int4(d, type, bytes, step, to);
        else
            decode_int2(d, type, bytes, step, to);
        bytes += step;
        to += step;
        size -= step;
    }
    return size ? wrong_size : NULL;
}

static const char *encode_raw(const encoding *e, const pgw_type *type, const void *value)
{
    buffer_put(e->out, value, type->size);
    return NULL;
}

static const char *decode_raw(const decoding *d, const pgw_type *type, unsigned char *bytes,
                              size_t size, void *out)
{
    (void)d;
    if (size != type->size)
        return wrong_size;
    memcpy(out, bytes, size);
    return NULL;
}

static const char *encode_text(const encoding *e, const pgw_type *type, const void *value)
{
    pgw_text text;
    (void)type;
    memcpy(&text, value, sizeof text);
    if (!text.ptr && text.len)
        return "a text with a length but without bytes";
    if (text.len > VALUE_LIMIT)
        return too_large;
    if (text.len && memchr(text.ptr, 0, text.len))
        return "the text holds a NUL byte";
    buffer_put(e->out, text.ptr, text.len);
    return NULL;
}

static const char *decode_text(const decoding *d, const pgw_type *type, unsigned char *bytes,
                               size_t size, void *out)
{
    pgw_text text = {(const char *)bytes, size};
    (void)d, (void)type;
    memcpy(out, &text, sizeof text);
    return NULL;
}

/* jsonb travels as text behind a version byte. */
static const char *encode_jsonb(const encoding *e, const pgw_type *type, const void *value)
{
    buffer_byte(e->out, 1);
    return encode_text(e, type, value);
}

static const char *decode_jsonb(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                size_t size, void *out)
{
    if (size < 1 || bytes[0] != 1)
        return "an unknown version of jsonb";
    return decode_text(d, type, bytes + 1, size - 1, out);
}

static const char *encode_bytea(const encoding *e, const pgw_type *type, const void *value)
{
    pgw_bytea bytea;
    (void)type;
    memcpy(&bytea, value, sizeof bytea);
    if (!bytea.ptr && bytea.len)
        return "bytes with a length but without a pointer";
    if (bytea.len > VALUE_LIMIT)
        return too_large;
    buffer_put(e->out, bytea.ptr, bytea.len);
    return NULL;
}

static const char *decode_bytea(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                size_t size, void *out)
{
    pgw_bytea bytea = {bytes, size};
    (void)d, (void)type;
    memcpy(out, &bytea, sizeof bytea);
    return NULL;
}

static const char *encode_bit(const encoding *e, const pgw_type *type, const void *value)
{
    pgw_bit bit;
    (void)type;
    memcpy(&bit, value, sizeof bit);
    if (!bit.bytes && bit.bits)
        return "bits with a length but without a pointer";
    if (bit.bits > INT32_MAX)
        return too_large;
    buffer_32(e->out, (uint32_t)bit.bits);
    buffer_put(e->out, bit.bytes, (bit.bits + 7) / 8);
    return NULL;
}

static const char *decode_bit(const decoding *d, const pgw_type *type, unsigned char *bytes,
                              size_t size, void *out)
{
    (void)d, (void)type;
    if (size < 4 || get_int4(bytes) < 0 || ((size_t)get32(bytes) + 7) / 8 != size - 4)
        return wrong_size;
    pgw_bit bit = {bytes + 4, get32(bytes)};
    memcpy(out, &bit, sizeof bit);
    return NULL;
}

/* The sign field of numeric, indexed by pgw_numeric_kind; a negative finite one is 0x4000. */
static const uint16_t numeric_signs[] = {0, 0xc000, 0xd000, 0xf000};

static const char *encode_numeric(const encoding *e, const pgw_type *type, const void *value)
{
    pgw_numeric n;
    (void)type;
    memcpy(&n, value, sizeof n);
    if ((unsigned)n.kind > PGW_NUMERIC_MINUS_INFINITY || (n.digit_count && !n.digits))
        return "not a number that was made properly";
    bool finite = n.kind == PGW_NUMERIC_FINITE;
    uint16_t count = finite ? n.digit_count : 0;
    buffer_16(e->out, count);
    buffer_16(e->out, (uint16_t)n.weight);
    buffer_16(e->out, finite && n.negative ? 0x4000 : numeric_signs[n.kind]);
    buffer_16(e->out, n.scale);
    for (size_t i = 0; i < count; i++) {
        if (n.digits[i] < 0 || n.digits[i] > 9999)
            return "a digit of a number that is not from 0 to 9999";
        buffer_16(e->out, (uint16_t)n.digits[i]);
    }
    return NULL;
}

static bool numeric_set_sign(pgw_numeric *n, uint16_t sign)
{
    n->negative = sign == 0x4000;
    if (sign == 0 || sign == 0x4000)
        return true;
    for (size_t i = 1; i < sizeof numeric_signs / sizeof numeric_signs[0]; i++)
        if (numeric_signs[i] == sign) {
            n->kind = (pgw_numeric_kind)i;
            return true;
        }
    return false;
}

/* Digits stay where they lie, turned to this machine's order, at an even address: when theirs is
 * odd they move down by one byte, where the head was. */
static const char *decode_numeric(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                  size_t size, void *out)
{
    pgw_numeric n;
    (void)d, (void)type;
    memset(&n, 0, sizeof n);
    if (size < 8 || size - 8 != 2 * (size_t)get16(bytes))
        return wrong_size;
    n.digit_count = get16(bytes);
    n.weight = get_int2(bytes + 2);
    n.scale = get16(bytes + 6);
    if (!numeric_set_sign(&n, get16(bytes + 4)))
        return "a number with an unknown sign";
    unsigned char *digits = bytes + 8 - ((uintptr_t)bytes & 1);
    for (size_t i = 0; i < n.digit_count; i++) {
        int16_t digit = get_int2(bytes + 8 + 2 * i);
        if (digit < 0 || digit > 9999)
            return "a digit of a number that is not from 0 to 9999";
        memcpy(digits + 2 * i, &digit, sizeof digit);
    }
    n.digits = (const int16_t *)(const void *)digits;
    memcpy(out, &n, sizeof n);
    return NULL;
}

/* Bytes of an address, and the number that stands for the family on the wire. */
static const struct {
    uint8_t size, wire;
} families[] = {
    {4, 2},
    {16, 3},
};

static const char *encode_inet(const encoding *e, const pgw_type *type, const void *value)
{
    pgw_inet inet;
    memcpy(&inet, value, sizeof inet);
    if ((unsigned)inet.family > PGW_INET6 || inet.bits > families[inet.family].size * 8)
        return "an address of an unknown family or with too many bits";
    buffer_byte(e->out, families[inet.family].wire);
    buffer_byte(e->out, inet.bits);
    buffer_byte(e->out, type->codec == PGW_CODEC_CIDR);
    buffer_byte(e->out, families[inet.family].size);
    buffer_put(e->out, inet.address, families[inet.family].size);
    return NULL;
}

static const char *decode_inet(const decoding *d, const pgw_type *type, unsigned char *bytes,
                               size_t size, void *out)
{
    pgw_inet inet;
    (void)d, (void)type;
    memset(&inet, 0, sizeof inet);
    if (size != 8 && size != 20)
        return wrong_size;
    inet.family = size == 8 ? PGW_INET4 : PGW_INET6;
    size_t length = families[inet.family].size;
    if (bytes[0] != families[inet.family].wire || bytes[3] != length || bytes[1] > length * 8)
        return "an address of an unknown family or with too many bits";
    inet.bits = bytes[1];
    memcpy(inet.address, bytes + 4, length);
    memcpy(out, &inet, sizeof inet);
    return NULL;
}

/* Points: their number, then two doubles each. Aligned ones are made in the arena. */
static const char *encode_points(const encoding *e, const pgw_point *points, size_t count)
{
    if (!points && count)
        return "points with a count but without a pointer";
    if (count > VALUE_LIMIT / sizeof *points)
        return too_large;
    buffer_32(e->out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        encode_int8(e, NULL, &points[i].x);
        encode_int8(e, NULL, &points[i].y);
    }
    return NULL;
}

static const char *decode_points(const decoding *d, unsigned char *bytes, size_t size,
                                 const pgw_point **out, size_t *count)
{
    if (size < 4 || (size - 4) / 16 != get32(bytes) || (size - 4) % 16)
        return wrong_size;
    *count = get32(bytes);
    pgw_point *points = (pgw_point *)arena_alloc_array(d->arena, *count, sizeof *points);
    if (!points)
        return no_memory;
    for (size_t i = 0; i < *count; i++) {
        decode_int8(d, NULL, bytes + 4 + 16 * i, 8, &points[i].x);
        decode_int8(d, NULL, bytes + 12 + 16 * i, 8, &points[i].y);
    }
    *out = points;
    return NULL;
}

static const char *encode_path(const encoding *e, const pgw_type *type, const void *value)
{
    pgw_path path;
    (void)type;
    memcpy(&path, value, sizeof path);
    buffer_byte(e->out, path.closed ? 1 : 0);
    return encode_points(e, path.points, path.count);
}

static const char *decode_path(const decoding *d, const pgw_type *type, unsigned char *bytes,
                               size_t size, void *out)
{
    pgw_path path;
    (void)type;
    memset(&path, 0, sizeof path);
    if (size < 1)
        return wrong_size;
    path.closed = bytes[0] != 0;
    const char *reason = decode_points(d, bytes + 1, size - 1, &path.points, &path.count);
    if (!reason)
        memcpy(out, &path, sizeof path);
    return reason;
}

static const char *encode_polygon(const encoding *e, const pgw_type *type, const void *value)
{
    pgw_polygon polygon;
    (void)type;
    memcpy(&polygon, value, sizeof polygon);
    return encode_points(e, polygon.points, polygon.count);
}

static const char *decode_polygon(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                  size_t size, void *out)
{
    pgw_polygon polygon;
    (void)type;
    memset(&polygon, 0, sizeof polygon);
    const char *reason = decode_points(d, bytes, size, &polygon.points, &polygon.count);
    if (!reason)
        memcpy(out, &polygon, sizeof polygon);
    return reason;
}

static const char *encode_enum(const encoding *e, const pgw_type *type, const void *value)
{
    int number;
    memcpy(&number, value, sizeof number);
    if (number < 1 || (size_t)number > type->enumeration->count)
        return "a value that is no label of its enum";
    buffer_string(e->out, pgw_enum_label(type->enumeration, number));
    return NULL;
}

/* A label that these bindings do not know, since it was added later, is 0. */
static const char *decode_enum(const decoding *d, const pgw_type *type, unsigned char *bytes,
                               size_t size, void *out)
{
    const pgw_enum *enumeration = type->enumeration;
    int number = 0;
    (void)d;
    for (size_t i = 0; i < enumeration->count && number == 0; i++)
        if (strlen(enumeration->labels[i]) == size &&
            memcmp(enumeration->labels[i], bytes, size) == 0)
            number = (int)i + 1;
    memcpy(out, &number, sizeof number);
    return NULL;
}

static const char *encode_domain(const encoding *e, const pgw_type *type, const void *value)
{
    const pgw_type *plain = type_plain(type);
    return codec_of(plain)->encode(e, plain, value);
}

static const char *decode_domain(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                 size_t size, void *out)
{
    const pgw_type *plain = type_plain(type);
    return codec_of(plain)->decode(d, plain, bytes, size, out);
}

/* ---- Types made of others -------------------------------------------------------------------- */

/* A value behind its length, as inside arrays, ranges and rows; NULL is an absent one. */
static const char *encode_part(const encoding *e, const pgw_type *type, const void *value)
{
    size_t length_at = e->out->len;
    buffer_32(e->out, UINT32_MAX);
    if (!value)
        return NULL;
    const char *reason = codec_of(type)->encode(e, type, value);
    size_t length = e->out->len - length_at;
    if (reason || e->out->no_memory)
        return reason;
    if (length > VALUE_LIMIT)
        return too_large;
    put32((unsigned char *)e->out->data + length_at, (uint32_t)(length - 4));
    return NULL;
}

/* The bytes of a value that are still to be read. */
typedef struct {
    unsigned char *at;
    size_t left;
} remaining;

/* Takes a value behind its length: *bytes is NULL for SQL NULL. Once it is read, the first byte of
 * the length ends the text before it. */
static const char *take_part(remaining *r, unsigned char **bytes, size_t *size)
{
    if (r->left < 4)
        return wrong_size;
    int32_t length = get_int4(r->at);
    r->at[0] = 0;
    r->at += 4;
    r->left -= 4;
    *bytes = NULL;
    *size = 0;
    if (length == -1)
        return NULL;
    if (length < 0 || (size_t)length > r->left)
        return wrong_size;
    *bytes = r->at;
    *size = (size_t)length;
    r->at += length;
    r->left -= (size_t)length;
    return NULL;
}

static bool take_32(remaining *r, uint32_t *out)
{
    if (r->left < 4)
        return false;
    *out = get32(r->at);
    r->at[0] = 0;
    r->at += 4;
    r->left -= 4;
    return true;
}

/* What is nullable starts with whether it is there. */
static const void *nullable_value(const pgw_type *type, const void *place)
{
    bool present;
    memcpy(&present, place, sizeof present);
    return present ? (const char *)place + type->opt_value : NULL;
}

/* The next value of `r` into a nullable place, which is zeroed. */
static const char *decode_nullable(const decoding *d, const pgw_type *type, remaining *r,
                                   char *place)
{
    unsigned char *bytes;
    size_t size;
    const char *reason = take_part(r, &bytes, &size);
    if (reason || !bytes)
        return reason;
    bool present = true;
    memcpy(place, &present, sizeof present);
    return codec_of(type)->decode(d, type, bytes, size, place + type->opt_value);
}

/* What every array struct looks like. */
typedef struct {
    const void *items;
    size_t count;
    const pgw_dimensions *dimensions;
} any_array;

/* The product of the dimensions' sizes; false when they are none, or more than there can be. */
static bool dimensions_count(const pgw_dimensions *dimensions, size_t *out)
{
    size_t count = 1;
    if (dimensions->count < 1 || dimensions->count > PGW_MAX_DIMENSIONS)
        return false;
    for (int32_t i = 0; i < dimensions->count; i++) {
        if (dimensions->at[i].size < 1 || count > VALUE_LIMIT / (size_t)dimensions->at[i].size)
            return false;
        count *= (size_t)dimensions->at[i].size;
    }
    *out = count;
    return true;
}

static const char *encode_array_head(const encoding *e, const pgw_type *element,
                                     const any_array *array)
{
    pgw_dimensions one;
    const pgw_dimensions *dimensions = array->dimensions;
    size_t count;
    if (!array->items && array->count)
        return "an array with a count but without elements";
    if (array->count > VALUE_LIMIT)
        return too_large;
    memset(&one, 0, sizeof one);
    one.count = array->count ? 1 : 0;
    one.at[0].size = (int32_t)array->count;
    one.at[0].lower = 1;
    if (!dimensions || !array->count)
        dimensions = &one;
    else if (!dimensions_count(dimensions, &count) || count != array->count)
        return "an array whose dimensions do not fit its count";
    buffer_32(e->out, (uint32_t)dimensions->count);
    buffer_32(e->out, 0); /* the server finds out itself whether there are NULLs */
    buffer_32(e->out, type_oid(e->oids, element));
    for (int32_t i = 0; i < dimensions->count; i++) {
        buffer_32(e->out, (uint32_t)dimensions->at[i].size);
        buffer_32(e->out, (uint32_t)dimensions->at[i].lower);
    }
    return NULL;
}

static const char *encode_array(const encoding *e, const pgw_type *type, const void *value)
{
    any_array array;
    const pgw_type *element = type->element;
    memcpy(&array, value, sizeof array);
    size_t start = e->out->len;
    const char *reason = encode_array_head(e, element, &array);
    for (size_t i = 0; i < array.count && !reason && !e->out->no_memory; i++) {
        const char *item = (const char *)array.items + i * element->opt_size;
        reason = encode_part(e, element, nullable_value(element, item));
        if (e->out->len - start > VALUE_LIMIT)
            reason = too_large;
    }
    return reason;
}

/* Dimensions other than one from 1 are kept. */
static const char *decode_dimensions(const decoding *d, remaining *r, uint32_t count,
                                     any_array *array)
{
    pgw_dimensions all;
    memset(&all, 0, sizeof all);
    if (count > PGW_MAX_DIMENSIONS)
        return "an array of too many dimensions";
    all.count = (int32_t)count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t size, lower;
        if (!take_32(r, &size) || !take_32(r, &lower))
            return wrong_size;
        all.at[i].size = (int32_t)size;
        all.at[i].lower = (int32_t)lower;
    }
    if (count == 0)
        return NULL;
    if (!dimensions_count(&all, &array->count))
        return wrong_size;
    if (count == 1 && all.at[0].lower == 1)
        return NULL;
    pgw_dimensions *kept = (pgw_dimensions *)pgw_arena_alloc(d->arena, sizeof all, sizeof(int32_t));
    if (!kept)
        return no_memory;
    *kept = all;
    array->dimensions = kept;
    return NULL;
}

/* The head of an array: what follows it in `r` are as many elements as the array counts. */
static const char *decode_array_head(const decoding *d, const pgw_type *element, remaining *r,
                                     any_array *array)
{
    uint32_t dimensions, flags, oid;
    if (!take_32(r, &dimensions) || !take_32(r, &flags) || !take_32(r, &oid))
        return wrong_size;
    if (flags > 1)
        return "an array with an unknown head";
    if (oid != type_oid(d->oids, element))
        return "an array with elements of another type";
    const char *reason = decode_dimensions(d, r, dimensions, array);
    if (!reason && array->count > r->left / 4) /* four bytes at least for each */
        return wrong_size;
    return reason;
}

static const char *decode_array(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                size_t size, void *out)
{
    const pgw_type *element = type->element;
    any_array array = {NULL, 0, NULL};
    remaining r = {bytes, size};
    const char *reason = decode_array_head(d, element, &r, &array);
    if (reason)
        return reason;
    if (array.count) {
        char *items = (char *)arena_alloc_array(d->arena, array.count, element->opt_size);
        if (!items)
            return no_memory;
        memset(items, 0, array.count * element->opt_size);
        for (size_t i = 0; i < array.count && !reason; i++)
            reason = decode_nullable(d, element, &r, items + i * element->opt_size);
        array.items = items;
    }
    if (reason || r.left)
        return reason ? reason : wrong_size;
    memcpy(out, &array, sizeof array);
    return NULL;
}

/* How every range struct starts, and the flags of a range on the wire. */
typedef struct {
    bool empty;
    pgw_bound lower, upper;
} range_head;

enum {
    RANGE_EMPTY = 0x01,
    RANGE_LOWER_INCLUSIVE = 0x02,
    RANGE_UPPER_INCLUSIVE = 0x04,
    RANGE_LOWER_INFINITE = 0x08,
    RANGE_UPPER_INFINITE = 0x10
};

static unsigned range_flags(const range_head *head)
{
    if (head->empty)
        return RANGE_EMPTY;
    unsigned flags = 0;
    if (head->lower != PGW_EXCLUSIVE)
        flags |= head->lower == PGW_INCLUSIVE ? RANGE_LOWER_INCLUSIVE : RANGE_LOWER_INFINITE;
    if (head->upper != PGW_EXCLUSIVE)
        flags |= head->upper == PGW_INCLUSIVE ? RANGE_UPPER_INCLUSIVE : RANGE_UPPER_INFINITE;
    return flags;
}

static const char *encode_range(const encoding *e, const pgw_type *type, const void *value)
{
    range_head head;
    memcpy(&head, value, sizeof head);
    if ((unsigned)head.lower > PGW_EXCLUSIVE || (unsigned)head.upper > PGW_EXCLUSIVE)
        return "a range with an unknown kind of bound";
    const char *reason = NULL;
    buffer_byte(e->out, range_flags(&head));
    if (!head.empty && head.lower != PGW_INFINITE)
        reason = encode_part(e, type->element, (const char *)value + type->lower);
    if (!head.empty && head.upper != PGW_INFINITE && !reason)
        reason = encode_part(e, type->element, (const char *)value + type->upper);
    return reason;
}

static const char *decode_bound(const decoding *d, const pgw_type *type, remaining *r, char *place)
{
    unsigned char *bytes;
    size_t size;
    const char *reason = take_part(r, &bytes, &size);
    if (reason)
        return reason;
    return bytes ? codec_of(type)->decode(d, type, bytes, size, place) : "a bound that is NULL";
}

static const char *decode_range(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                size_t size, void *out)
{
    range_head head;
    const char *reason = NULL;
    if (size < 1)
        return wrong_size;
    unsigned flags = bytes[0];
    remaining r = {bytes + 1, size - 1};
    memset(&head, 0, sizeof head);
    head.empty = (flags & RANGE_EMPTY) != 0;
    if (!head.empty && !(flags & RANGE_LOWER_INFINITE)) {
        head.lower = flags & RANGE_LOWER_INCLUSIVE ? PGW_INCLUSIVE : PGW_EXCLUSIVE;
        reason = decode_bound(d, type->element, &r, (char *)out + type->lower);
    }
    if (!head.empty && !(flags & RANGE_UPPER_INFINITE) && !reason) {
        head.upper = flags & RANGE_UPPER_INCLUSIVE ? PGW_INCLUSIVE : PGW_EXCLUSIVE;
        reason = decode_bound(d, type->element, &r, (char *)out + type->upper);
    }
    if (reason || r.left)
        return reason ? reason : wrong_size;
    memcpy(out, &head, sizeof head);
    return NULL;
}

/* What every multirange struct looks like. */
typedef struct {
    const void *items;
    size_t count;
} any_multirange;

static const char *encode_multirange(const encoding *e, const pgw_type *type, const void *value)
{
    any_multirange multirange;
    const char *reason = NULL;
    memcpy(&multirange, value, sizeof multirange);
    if ((!multirange.items && multirange.count) || multirange.count > VALUE_LIMIT)
        return "a multirange with a count but without ranges";
    buffer_32(e->out, (uint32_t)multirange.count);
    for (size_t i = 0; i < multirange.count && !reason && !e->out->no_memory; i++)
        reason =
            encode_part(e, type->element, (const char *)multirange.items + i * type->element->size);
    return reason;
}

static const char *decode_multirange(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                     size_t size, void *out)
{
    any_multirange multirange = {NULL, 0};
    remaining r = {bytes, size};
    uint32_t count;
    const pgw_type *range = type->element;
    if (!take_32(&r, &count) || count > r.left / 5) /* a length and flags at least for each */
        return wrong_size;
    char *items = (char *)arena_alloc_array(d->arena, count, range->size);
    if (!items)
        return no_memory;
    memset(items, 0, count * range->size);
    const char *reason = NULL;
    for (uint32_t i = 0; i < count && !reason; i++)
        reason = decode_bound(d, range, &r, items + i * range->size);
    if (reason || r.left)
        return reason ? reason : wrong_size;
    multirange.items = count ? items : NULL;
    multirange.count = count;
    memcpy(out, &multirange, sizeof multirange);
    return NULL;
}

/* Where a column's value is, NULL for SQL NULL. */
static const void *column_value(const pgw_column *column, const void *row)
{
    const char *place = (const char *)row + column->offset;
    return column->nullable ? nullable_value(column->type, place) : place;
}

static const char *encode_composite(const encoding *e, const pgw_type *type, const void *value)
{
    const char *reason = NULL;
    buffer_32(e->out, (uint32_t)type->field_count);
    for (size_t i = 0; i < type->field_count && !reason; i++) {
        const pgw_column *field = &type->fields[i];
        buffer_32(e->out, type_oid(e->oids, field->type));
        reason = encode_part(e, field->type, column_value(field, value));
    }
    return reason;
}

/* Fields are always nullable. */
static const char *decode_composite(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                    size_t size, void *out)
{
    remaining r = {bytes, size};
    uint32_t count, oid;
    const char *reason = NULL;
    if (!take_32(&r, &count) || count != type->field_count)
        return "a row with another number of fields";
    memset(out, 0, type->size);
    for (size_t i = 0; i < type->field_count && !reason; i++) {
        const pgw_column *field = &type->fields[i];
        if (!take_32(&r, &oid))
            return wrong_size;
        if (oid != type_oid(d->oids, field->type))
            return "a row with a field of another type";
        reason = decode_nullable(d, field->type, &r, (char *)out + field->offset);
    }
    return reason || !r.left ? reason : wrong_size;
}

/* In the order of the enum pgw_codec. */
static const codec codecs[] = {
    {encode_bool, decode_bool, false},            /* PGW_CODEC_BOOL */
    {encode_int2, decode_int2, false},            /* PGW_CODEC_INT2 */
    {encode_int4, decode_int4, false},            /* PGW_CODEC_INT4 */
    {encode_int8, decode_int8, false},            /* PGW_CODEC_INT8 */
    {encode_numbers, decode_numbers, false},      /* PGW_CODEC_NUMBERS */
    {encode_raw, decode_raw, false},              /* PGW_CODEC_RAW */
    {encode_text, decode_text, true},             /* PGW_CODEC_TEXT */
    {encode_jsonb, decode_jsonb, true},           /* PGW_CODEC_JSONB */
    {encode_text, decode_text, true},             /* PGW_CODEC_OTHER */
    {encode_bytea, decode_bytea, true},           /* PGW_CODEC_BYTEA */
    {encode_bit, decode_bit, true},               /* PGW_CODEC_BIT */
    {encode_numeric, decode_numeric, true},       /* PGW_CODEC_NUMERIC */
    {encode_inet, decode_inet, false},            /* PGW_CODEC_INET */
    {encode_inet, decode_inet, false},            /* PGW_CODEC_CIDR */
    {encode_path, decode_path, false},            /* PGW_CODEC_PATH */
    {encode_polygon, decode_polygon, false},      /* PGW_CODEC_POLYGON */
    {encode_enum, decode_enum, false},            /* PGW_CODEC_ENUM */
    {encode_domain, decode_domain, true},         /* PGW_CODEC_DOMAIN */
    {encode_range, decode_range, true},           /* PGW_CODEC_RANGE */
    {encode_multirange, decode_multirange, true}, /* PGW_CODEC_MULTIRANGE */
    {encode_composite, decode_composite, true},   /* PGW_CODEC_COMPOSITE */
    {encode_array, decode_array, true},           /* PGW_CODEC_ARRAY */
};

static const codec *codec_of(const pgw_type *type)
{
    return &codecs[type->codec];
}

/* ---- The built-in types ---------------------------------------------------------------------- */

/* A type and its array: name in PostgreSQL, oids, family in C, and how it travels. */
#define TYPE(symbol, oid, array_oid, T, family, codec, layout)                                     \
    const pgw_type pgw_type_##symbol = {                                                           \
        #symbol, codec, oid,  array_oid, PGW_SIZES(T, pgw_opt_##family), NULL, NULL, NULL, layout, \
        0,       0,     NULL, 0};                                                                  \
    const pgw_type pgw_type_##symbol##_array = PGW_ARRAY_TYPE(                                     \
        #symbol "[]", pgw_##family##_array, pgw_opt_##family##_array, &pgw_type_##symbol)

#define RANGE(symbol, oid, array_oid, multirange, multirange_oid, multirange_array_oid, family,    \
              subtype)                                                                             \
    const pgw_type pgw_type_##symbol = {#symbol,                                                   \
                                        PGW_CODEC_RANGE,                                           \
                                        oid,                                                       \
                                        array_oid,                                                 \
                                        PGW_SIZES(pgw_##family##_range, pgw_opt_##family##_range), \
                                        &pgw_type_##subtype,                                       \
                                        NULL,                                                      \
                                        NULL,                                                      \
                                        NULL,                                                      \
                                        offsetof(pgw_##family##_range, lower),                     \
                                        offsetof(pgw_##family##_range, upper),                     \
                                        NULL,                                                      \
                                        0};                                                        \
    const pgw_type pgw_type_##symbol##_array =                                                     \
        PGW_ARRAY_TYPE(#symbol "[]", pgw_##family##_range_array, pgw_opt_##family##_range_array,   \
                       &pgw_type_##symbol);                                                        \
    const pgw_type pgw_type_##multirange = {                                                       \
        #multirange,                                                                               \
        PGW_CODEC_MULTIRANGE,                                                                      \
        multirange_oid,                                                                            \
        multirange_array_oid,                                                                      \
        PGW_SIZES(pgw_##family##_multirange, pgw_opt_##family##_multirange),                       \
        &pgw_type_##symbol,                                                                        \
        NULL,                                                                                      \
        NULL,                                                                                      \
        NULL,                                                                                      \
        0,                                                                                         \
        0,                                                                                         \
        NULL,                                                                                      \
        0};                                                                                        \
    const pgw_type pgw_type_##multirange##_array =                                                 \
        PGW_ARRAY_TYPE(#multirange "[]", pgw_##family##_multirange_array,                          \
                       pgw_opt_##family##_multirange_array, &pgw_type_##multirange)

TYPE(bool, 16, 1000, bool, bool, PGW_CODEC_BOOL, NULL);
TYPE(char, 18, 1002, char, char, PGW_CODEC_RAW, NULL);
TYPE(int2, 21, 1005, int16_t, int2, PGW_CODEC_INT2, NULL);
TYPE(int4, 23, 1007, int32_t, int4, PGW_CODEC_INT4, NULL);
TYPE(int8, 20, 1016, int64_t, int8, PGW_CODEC_INT8, NULL);
TYPE(float4, 700, 1021, float, float4, PGW_CODEC_INT4, NULL);
TYPE(float8, 701, 1022, double, float8, PGW_CODEC_INT8, NULL);
TYPE(oid, 26, 1028, uint32_t, oid, PGW_CODEC_INT4, NULL);
TYPE(xid, 28, 1011, uint32_t, oid, PGW_CODEC_INT4, NULL);
TYPE(cid, 29, 1012, uint32_t, oid, PGW_CODEC_INT4, NULL);
TYPE(xid8, 5069, 271, uint64_t, uint8, PGW_CODEC_INT8, NULL);
TYPE(pg_lsn, 3220, 3221, uint64_t, uint8, PGW_CODEC_INT8, NULL);
TYPE(numeric, 1700, 1231, pgw_numeric, numeric, PGW_CODEC_NUMERIC, NULL);
TYPE(text, 25, 1009, pgw_text, text, PGW_CODEC_TEXT, NULL);
TYPE(varchar, 1043, 1015, pgw_text, text, PGW_CODEC_TEXT, NULL);
TYPE(bpchar, 1042, 1014, pgw_text, text, PGW_CODEC_TEXT, NULL);
TYPE(name, 19, 1003, pgw_text, text, PGW_CODEC_TEXT, NULL);
TYPE(json, 114, 199, pgw_text, text, PGW_CODEC_TEXT, NULL);
TYPE(jsonb, 3802, 3807, pgw_text, text, PGW_CODEC_JSONB, NULL);
TYPE(bytea, 17, 1001, pgw_bytea, bytea, PGW_CODEC_BYTEA, NULL);
TYPE(uuid, 2950, 2951, pgw_uuid, uuid, PGW_CODEC_RAW, NULL);
TYPE(date, 1082, 1182, pgw_date, date, PGW_CODEC_INT4, NULL);
TYPE(time, 1083, 1183, pgw_time, time, PGW_CODEC_INT8, NULL);
TYPE(timetz, 1266, 1270, pgw_timetz, timetz, PGW_CODEC_NUMBERS, "84");
TYPE(timestamp, 1114, 1115, pgw_timestamp, timestamp, PGW_CODEC_INT8, NULL);
TYPE(timestamptz, 1184, 1185, pgw_timestamp, timestamp, PGW_CODEC_INT8, NULL);
TYPE(interval, 1186, 1187, pgw_interval, interval, PGW_CODEC_NUMBERS, "844");
TYPE(money, 790, 791, pgw_money, money, PGW_CODEC_INT8, NULL);
TYPE(inet, 869, 1041, pgw_inet, inet, PGW_CODEC_INET, NULL);
TYPE(cidr, 650, 651, pgw_inet, inet, PGW_CODEC_CIDR, NULL);
TYPE(macaddr, 829, 1040, pgw_macaddr, macaddr, PGW_CODEC_RAW, NULL);
TYPE(macaddr8, 774, 775, pgw_macaddr8, macaddr8, PGW_CODEC_RAW, NULL);
TYPE(bit, 1560, 1561, pgw_bit, bit, PGW_CODEC_BIT, NULL);
TYPE(varbit, 1562, 1563, pgw_bit, bit, PGW_CODEC_BIT, NULL);
TYPE(point, 600, 1017, pgw_point, point, PGW_CODEC_NUMBERS, "88");
TYPE(line, 628, 629, pgw_line, line, PGW_CODEC_NUMBERS, "888");
TYPE(lseg, 601, 1018, pgw_lseg, lseg, PGW_CODEC_NUMBERS, "8888");
TYPE(box, 603, 1020, pgw_box, box, PGW_CODEC_NUMBERS, "8888");
TYPE(circle, 718, 719, pgw_circle, circle, PGW_CODEC_NUMBERS, "888");
TYPE(path, 602, 1019, pgw_path, path, PGW_CODEC_PATH, NULL);
TYPE(polygon, 604, 1027, pgw_polygon, polygon, PGW_CODEC_POLYGON, NULL);
TYPE(tid, 27, 1010, pgw_tid, tid, PGW_CODEC_NUMBERS, "42");
RANGE(int4range, 3904, 3905, int4multirange, 4451, 6150, int4, int4);
RANGE(int8range, 3926, 3927, int8multirange, 4536, 6157, int8, int8);
RANGE(numrange, 3906, 3907, nummultirange, 4532, 6151, numeric, numeric);
RANGE(daterange, 3912, 3913, datemultirange, 4535, 6155, date, date);
RANGE(tsrange, 3908, 3909, tsmultirange, 4533, 6152, timestamp, timestamp);
RANGE(tstzrange, 3910, 3911, tstzmultirange, 4534, 6153, timestamp, timestamptz);

const pgw_type pgw_type_other = {"text",
                                 PGW_CODEC_OTHER,
                                 0,
                                 0,
                                 PGW_SIZES(pgw_text, pgw_opt_text),
                                 NULL,
                                 NULL,
                                 NULL,
                                 NULL,
                                 0,
                                 0,
                                 NULL,
                                 0};

/* ---- Statements ------------------------------------------------------------------------------ */

/* One statement while it is put together: its text, and its parameters end to end in `wire`. */
typedef struct {
    pgw_session *session;
    const pgw_table *table;
    buffer sql, wire;
    bool versioned; /* it changes a row only in the version that was read */
    size_t count, capacity;
    Oid *types;
    const char **values;
    size_t *starts;
    int *lengths, *formats;
    bool calls;   /* a function of the schema, which may touch any table */
    bool unnamed; /* never prepared under a name */
} statement;

/* A statement text that the session has seen. It is prepared when it comes the second time, so that
 * what runs once is parsed once. */
struct pgw_prepared {
    uint64_t hash; /* 0: free */
    char *text;    /* NULL: not prepared */
    char name[32];
};

enum { CACHE_SIZE = 512, CACHE_PROBES = 8, SQLSTATE_LENGTH = 5 };

/* Starts afresh: forgets the last call's error and verifies that the connection can be used. */
static pgw_status session_begin(pgw_session *session)
{
    error_clear(&session->error);
    pgw_arena_reset(&session->scratch);
    if (PQstatus(session->conn) == CONNECTION_BAD)
        return fail_connection(session);
    if (session->ready && PQclientEncoding(session->conn) != session->encoding)
        return fail_text(session, PGW_INVALID, "the connection's client_encoding was changed");
    if (session->pipeline)
        return PGW_OK;
    if (PQtransactionStatus(session->conn) == PQTRANS_ACTIVE)
        return fail_text(session, PGW_INVALID, "the connection is busy with another statement");
    if (PQpipelineStatus(session->conn) != PQ_PIPELINE_OFF)
        return fail_text(session, PGW_INVALID, "the connection is in pipeline mode");
    return PGW_OK;
}

/* Arrays for the parameters, all in one piece of memory. */
static bool statement_reserve(statement *st, size_t capacity)
{
    const size_t each = sizeof *st->values + sizeof *st->starts + sizeof *st->types +
                        sizeof *st->lengths + sizeof *st->formats;
    char *memory = (char *)arena_alloc_array(&st->session->scratch, capacity + 1, each);
    if (!memory)
        return false;
    st->capacity = capacity;
    st->values = (const char **)(void *)memory;
    memory += (capacity + 1) * sizeof *st->values;
    st->starts = (size_t *)(void *)memory;
    memory += (capacity + 1) * sizeof *st->starts;
    st->types = (Oid *)(void *)memory;
    memory += (capacity + 1) * sizeof *st->types;
    st->lengths = (int *)(void *)memory;
    memory += (capacity + 1) * sizeof *st->lengths;
    st->formats = (int *)(void *)memory;
    return true;
}

static pgw_status statement_begin(statement *st, pgw_session *session, const pgw_table *table,
                                  size_t capacity)
{
    memset(st, 0, sizeof *st);
    pgw_status status = session_begin(session);
    if (status != PGW_OK)
        return status;
    if (table && table->database != session->database)
        return fail(session, PGW_INVALID, "%s is not a table of the session's database",
                    table->name);
    st->session = session;
    st->table = table;
    st->sql.arena = st->wire.arena = &session->scratch;
    if (!statement_reserve(st, capacity) || !buffer_reserve(&st->sql, 512) ||
        !buffer_reserve(&st->wire, 256))
        return fail_memory(session);
    return PGW_OK;
}

/* A value that cannot be sent. */
static pgw_status fail_value(statement *st, const char *name, const char *reason)
{
    if (st->wire.no_memory)
        return fail_memory(st->session);
    return fail(st->session, PGW_INVALID, "%s%s%s: %s", st->table ? st->table->name : "",
                st->table ? "." : "", name, reason);
}

/* Notes that the wire from `start` on is the next parameter. */
static pgw_status statement_add(statement *st, const char *name, Oid type, bool as_text,
                                size_t start, const char *reason)
{
    size_t n = st->count++;
    if (!reason && st->wire.len - start > VALUE_LIMIT)
        reason = too_large;
    if (reason || st->wire.no_memory)
        return fail_value(st, name, reason);
    st->types[n] = type;
    st->formats[n] = as_text ? 0 : 1;
    st->starts[n] = start;
    st->lengths[n] = (int)(st->wire.len - start);
    if (as_text)
        buffer_put(&st->wire, "", 1);
    return PGW_OK;
}

static void statement_add_null(statement *st, Oid type)
{
    size_t n = st->count++;
    st->types[n] = type;
    st->formats[n] = 1;
    st->starts[n] = SIZE_MAX;
    st->lengths[n] = 0;
}

static encoding statement_encoding(statement *st)
{
    encoding e = {&st->wire, st->session->oids};
    return e;
}

/* Adds a parameter; value NULL is SQL NULL. */
static pgw_status statement_bind(statement *st, const char *name, const pgw_type *type,
                                 const void *value)
{
    type = type_plain(type);
    Oid oid = type_oid(st->session->oids, type);
    size_t start = st->wire.len;
    if (!value) {
        statement_add_null(st, oid);
        return PGW_OK;
    }
    encoding e = statement_encoding(st);
    const char *reason = codec_of(type)->encode(&e, type, value);
    return statement_add(st, name, oid, type->codec == PGW_CODEC_OTHER, start, reason);
}

/* Binds a column from its place in a row. */
static pgw_status statement_bind_column(statement *st, const pgw_column *column, const void *row)
{
    return statement_bind(st, column->name, column->type, column_value(column, row));
}

/* FNV-1a over words of eight bytes, with the high half folded in, which it would not reach. */
static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t size)
{
    const char *at = (const char *)bytes;
    while (size) {
        uint64_t word = 0;
        size_t step = size < sizeof word ? size : sizeof word;
        memcpy(&word, at, step);
        hash = (hash ^ word) * 1099511628211U;
        hash ^= hash >> 32;
        at += step;
        size -= step;
    }
    return hash;
}

/* Where the statement is in the session's cache: its own place, or a free one, or NULL. */
static pgw_prepared *cache_find(const pgw_session *session, uint64_t hash, const char *text)
{
    for (size_t i = 0; i < CACHE_PROBES; i++) {
        pgw_prepared *place = &session->cache[(hash + i) % CACHE_SIZE];
        if (place->hash == 0)
            return place;
        if (place->hash == hash && (!place->text || strcmp(place->text, text) == 0))
            return place;
    }
    return NULL;
}

/* A name that no other session on this connection gives. */
static bool cache_name(pgw_session *session, pgw_prepared *place, const char *text)
{
    place->text = arena_text(&session->types, text, strlen(text));
    snprintf(place->name, sizeof place->name, "pgw_%08lx_%lu", (unsigned long)session->salt,
             (unsigned long)session->prepared++);
    return place->text != NULL;
}

/* The statement's place when it is to be prepared; NULL: it runs without a name. */
static pgw_prepared *statement_place(statement *st)
{
    pgw_session *session = st->session;
    if (session->without_names || !session->cache || st->unnamed)
        return NULL;
    uint64_t hash = hash_bytes(14695981039346656037U, st->sql.data, st->sql.len);
    hash = hash_bytes(hash, st->types, st->count * sizeof *st->types) | 1;
    pgw_prepared *place = cache_find(session, hash, st->sql.data);
    if (!place)
        return NULL;
    bool seen = place->hash == hash;
    place->hash = hash;
    return seen ? place : NULL;
}

/* Ends the text and fills in where the parameters are. */
static bool statement_finish(statement *st)
{
    buffer_put(&st->sql, "", 1);
    if (st->sql.no_memory || st->wire.no_memory)
        return false;
    for (size_t i = 0; i < st->count; i++)
        st->values[i] = st->starts[i] == SIZE_MAX ? NULL : st->wire.data + st->starts[i];
    return true;
}

/* Prepares the statement unless that was done. NULL, or the failed result. */
static PGresult *statement_prepare(statement *st, pgw_prepared *place)
{
    if (place->text)
        return NULL;
    if (!cache_name(st->session, place, st->sql.data))
        return PQmakeEmptyPGresult(st->session->conn, PGRES_FATAL_ERROR);
    PGresult *result =
        PQprepare(st->session->conn, place->name, st->sql.data, (int)st->count, st->types);
    if (PQresultStatus(result) == PGRES_COMMAND_OK) {
        PQclear(result);
        return NULL;
    }
    place->text = NULL;
    return result;
}

static PGresult *statement_execute(statement *st, pgw_prepared *place)
{
    PGconn *conn = st->session->conn;
    if (!place)
        return PQexecParams(conn, st->sql.data, (int)st->count, st->types, st->values, st->lengths,
                            st->formats, 1);
    PGresult *failed = statement_prepare(st, place);
    if (failed)
        return failed;
    return PQexecPrepared(conn, place->name, (int)st->count, st->values, st->lengths, st->formats,
                          1);
}

/* The server has lost the prepared statement (26000: DISCARD, another server behind a pooler), or
 * its result has other types by now (0A000). */
static bool is_stale(const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state && (strcmp(state, "26000") == 0 || strcmp(state, "0A000") == 0);
}

/* Whether what the server says of a failure may hold secrets. */
static bool is_secret(const pgw_table *table, bool calls)
{
    bool secret = table && table->sensitive;
    for (size_t i = 0; calls && !secret && i < table->database->table_count; i++)
        secret = table->database->tables[i]->sensitive;
    return secret;
}

static pgw_status statement_fail(statement *st, PGresult *result)
{
    pgw_status status = result ? fail_result(st->session, result, is_secret(st->table, st->calls))
                               : fail_connection(st->session);
    PQclear(result);
    return status;
}

/* Forgets a stale statement; it is prepared again under a new name. In a transaction all that can
 * be done is to run that again. */
static pgw_status statement_stale(statement *st, pgw_prepared *place, PGresult **result)
{
    pgw_session *session = st->session;
    place->text = NULL;
    if (PQtransactionStatus(session->conn) == PQTRANS_IDLE) {
        PQclear(*result);
        *result = statement_execute(st, place);
        return PGW_OK;
    }
    (void)statement_fail(st, *result);
    *result = NULL;
    return fail_text(session, PGW_RETRY, session->error.message);
}

/* Runs the statement and hands over the result, for the caller to PQclear, when it ended as
 * `expected`. */
static pgw_status statement_run(statement *st, ExecStatusType expected, PGresult **out)
{
    if (st->session->pipeline)
        return fail_text(st->session, PGW_INVALID, "this cannot be done inside a pipeline");
    if (!statement_finish(st))
        return fail_memory(st->session);
    pgw_prepared *place = statement_place(st);
    PGresult *result = statement_execute(st, place);
    if (place && place->text && PQresultStatus(result) != expected && is_stale(result)) {
        pgw_status status = statement_stale(st, place, &result);
        if (status != PGW_OK)
            return status;
    }
    if (PQresultStatus(result) != expected)
        return statement_fail(st, result);
    *out = result;
    return PGW_OK;
}

static pgw_status pipeline_add(statement *st, pgw_arena *arena, void *row);

/* ---- Rows ------------------------------------------------------------------------------------ */

static bool is_other(const pgw_column *column)
{
    return type_plain(column->type)->codec == PGW_CODEC_OTHER;
}

/* The columns to read, each in the form that its codec expects. */
static void sql_columns(buffer *sql, const pgw_table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        buffer_string(sql, i ? ", " : "");
        buffer_string(sql, column->quoted);
        if (is_other(column))
            buffer_string(sql, "::pg_catalog.text");
    }
}

static const pgw_column *key_column(const pgw_table *table, const pgw_key *key, size_t i)
{
    return &table->columns[key->columns[i]];
}

/* a = $1 AND b = $2. Operators of built-in types are named in full, so that search_path cannot give
 * them another meaning. */
static void sql_where_key(buffer *sql, const pgw_table *table, const pgw_key *key, size_t first)
{
    for (size_t i = 0; i < key->column_count; i++) {
        const pgw_column *column = key_column(table, key, i);
        buffer_string(sql, i ? " AND " : " WHERE ");
        buffer_string(sql, column->quoted);
        buffer_string(sql, is_other(column) ? " = " : " OPERATOR(pg_catalog.=) ");
        buffer_format(sql, "$%lu", (unsigned long)(first + i));
    }
}

/* (a, b), or with `first` the parameters ($1, $2). */
static void sql_key_list(buffer *sql, const pgw_table *table, const pgw_key *key, size_t first)
{
    for (size_t i = 0; i < key->column_count; i++) {
        buffer_string(sql, i ? ", " : "");
        if (first)
            buffer_format(sql, "$%lu", (unsigned long)(first + i));
        else
            buffer_string(sql, key_column(table, key, i)->quoted);
    }
}

static pgw_status bind_values(statement *st, const pgw_key *key, const void *const *values)
{
    pgw_status status = PGW_OK;
    for (size_t i = 0; i < key->column_count && status == PGW_OK; i++) {
        const pgw_column *column = key_column(st->table, key, i);
        status = statement_bind(st, column->name, column->type, values[i]);
    }
    return status;
}

/* Verifies that a result has the columns and types that the descriptors say. */
static pgw_status result_check(pgw_session *session, const pgw_table *table, const PGresult *result)
{
    if ((size_t)PQnfields(result) < table->column_count)
        return fail_text(session, PGW_MISMATCH, "a result with another number of columns");
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        const pgw_type *type = type_plain(column->type);
        Oid want = is_other(column) ? oid_text : type_oid(session->oids, type);
        Oid have = PQftype(result, (int)i);
        if (have != want)
            return fail(session, PGW_MISMATCH,
                        "%s.%s has the type with oid %u, where these bindings want %s (%u)",
                        table->name, column->name, have, type->name, want);
        if (PQfformat(result, (int)i) != 1)
            return fail_text(session, PGW_DECODE, "a result that is not in binary format");
    }
    return PGW_OK;
}

/* Whether values stay in the memory that they were read from, or in the arena. */
typedef enum { KEEP_IN_PLACE, KEEP_IN_ARENA } keep;

static unsigned char *bytes_copy(pgw_arena *arena, const unsigned char *bytes, size_t size)
{
    unsigned char *copy = (unsigned char *)pgw_arena_alloc(arena, size + 1, 2);
    if (!copy)
        return NULL;
    memcpy(copy, bytes, size);
    copy[size] = 0;
    return copy;
}

/* A value that is there, into a row that is zeroed. */
static inline const char *decode_column(const decoding *d, const pgw_column *column, keep where,
                                        unsigned char *bytes, size_t size, char *row)
{
    const pgw_type *type = column->type;
    const codec *form = codec_of(type);
    char *place = row + column->offset;
    if (column->nullable) {
        *(bool *)(void *)place = true;
        place += type->opt_value;
    }
    if (where == KEEP_IN_ARENA && form->borrows) {
        bytes = bytes_copy(d->arena, bytes, size);
        if (!bytes)
            return no_memory;
    }
    return form->decode(d, type, bytes, size, place);
}

static const char not_null[] = "NULL in a column that is NOT NULL in these bindings";

static pgw_status fail_column(pgw_session *session, const pgw_table *table,
                              const pgw_column *column, const char *reason)
{
    if (reason == no_memory)
        return fail_memory(session);
    return fail(session, PGW_DECODE, "%s.%s: %s", table->name, column->name, reason);
}

static pgw_status decode_row(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                             keep where, const PGresult *result, int at, char *row)
{
    const decoding d = {arena, session->oids};
    memset(row, 0, table->row_size);
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        const char *reason = NULL;
        int size = PQgetlength(result, at, (int)i);
        if (size || !PQgetisnull(result, at, (int)i))
            reason =
                decode_column(&d, column, where, (unsigned char *)PQgetvalue(result, at, (int)i),
                              (size_t)size, row);
        else if (!column->nullable)
            reason = not_null;
        if (reason)
            return fail_column(session, table, column, reason);
    }
    return PGW_OK;
}

/* There is no row in a result. */
static pgw_status fail_absent(pgw_session *session, const pgw_table *table, bool versioned)
{
    if (versioned)
        return fail(session, PGW_CONFLICT, "no row of that version in %s", table->name);
    return fail(session, PGW_NOT_FOUND, "no such row in %s", table->name);
}

/* Takes a row out of a result. The caller's struct is written when all went well. */
static pgw_status take_row(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                           bool versioned, const PGresult *result, void *row)
{
    char *made = (char *)pgw_arena_alloc(&session->scratch, table->row_size, BLOCK_ALIGN);
    pgw_status status = made ? result_check(session, table, result) : fail_memory(session);
    if (status == PGW_OK && PQntuples(result) == 0)
        status = fail_absent(session, table, versioned);
    if (status == PGW_OK)
        status = decode_row(session, arena, table, KEEP_IN_ARENA, result, 0, made);
    if (status == PGW_OK)
        memcpy(row, made, table->row_size);
    return status;
}

static pgw_status take_count(pgw_session *session, const pgw_table *table, PGresult *result)
{
    if (strcmp(PQcmdTuples(result), "0") == 0)
        return fail_absent(session, table, false);
    return PGW_OK;
}

/* Runs a statement that gives at most one row, or puts it into the session's pipeline. */
static pgw_status run_for_row(statement *st, pgw_arena *arena, void *row)
{
    PGresult *result = NULL;
    if (st->session->pipeline)
        return pipeline_add(st, arena, row);
    pgw_status status = statement_run(st, PGRES_TUPLES_OK, &result);
    if (status == PGW_OK)
        status = take_row(st->session, arena, st->table, st->versioned, result, row);
    PQclear(result);
    return status;
}

/* The same for one that changes one row and gives none. */
static pgw_status run_for_count(statement *st)
{
    PGresult *result = NULL;
    if (st->session->pipeline)
        return pipeline_add(st, NULL, NULL);
    pgw_status status = statement_run(st, PGRES_COMMAND_OK, &result);
    if (status == PGW_OK)
        status = take_count(st->session, st->table, result);
    PQclear(result);
    return status;
}

static bool is_chosen(const pgw_column *column, const void *chosen)
{
    bool on = true;
    if (column->chosen == PGW_READ_ONLY)
        return false;
    if (chosen)
        memcpy(&on, (const char *)chosen + column->chosen, sizeof on);
    return on;
}

static void sql_returning(buffer *sql, const pgw_table *table)
{
    buffer_string(sql, " RETURNING ");
    sql_columns(sql, table);
}

/* INSERT INTO t (a, b) VALUES ($1, $2) */
static pgw_status sql_insert(statement *st, const void *row, const void *chosen)
{
    const pgw_table *table = st->table;
    pgw_status status = PGW_OK;
    buffer_string(&st->sql, "INSERT INTO ");
    buffer_string(&st->sql, table->quoted);
    for (size_t i = 0; i < table->column_count && status == PGW_OK; i++) {
        if (!is_chosen(&table->columns[i], chosen))
            continue;
        buffer_string(&st->sql, st->count ? ", " : " (");
        buffer_string(&st->sql, table->columns[i].quoted);
        status = statement_bind_column(st, &table->columns[i], row);
    }
    buffer_string(&st->sql, st->count ? ") VALUES (" : " DEFAULT VALUES");
    for (size_t i = 0; i < st->count; i++)
        buffer_format(&st->sql, i ? ", $%lu" : "$%lu", (unsigned long)(i + 1));
    buffer_string(&st->sql, st->count ? ")" : "");
    return status;
}

pgw_status pgw_row_insert(pgw_session *session, pgw_arena *arena, const pgw_table *table, void *row,
                          const void *chosen)
{
    statement st;
    pgw_status status = statement_begin(&st, session, table, table->column_count);
    if (status == PGW_OK)
        status = sql_insert(&st, row, chosen);
    if (status != PGW_OK)
        return status;
    sql_returning(&st.sql, table);
    return run_for_row(&st, arena, row);
}

static bool key_has(const pgw_key *key, size_t column)
{
    for (size_t i = 0; i < key->column_count; i++)
        if (key->columns[i] == column)
            return true;
    return false;
}

/* ON CONFLICT (a) DO UPDATE SET b = EXCLUDED.b: of the chosen columns, those that are `updated`;
 * NULL: all but the key. With none of them the stored row stays, and is not returned. */
static void sql_on_conflict(buffer *sql, const pgw_table *table, const pgw_key *key,
                            const void *chosen, const void *updated)
{
    size_t count = 0;
    buffer_string(sql, " ON CONFLICT ");
    if (key->target) {
        buffer_string(sql, key->target);
    } else {
        buffer_string(sql, "(");
        sql_key_list(sql, table, key, 0);
        buffer_string(sql, ")");
    }
    buffer_string(sql, " DO ");
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        if (!is_chosen(column, chosen) || !is_chosen(column, updated) ||
            (!updated && (key_has(key, i) || column->in_primary_key)))
            continue;
        buffer_string(sql, count++ ? ", " : "UPDATE SET ");
        buffer_string(sql, column->quoted);
        buffer_string(sql, " = EXCLUDED.");
        buffer_string(sql, column->quoted);
    }
    buffer_string(sql, count ? "" : "NOTHING");
}

pgw_status pgw_row_upsert(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                          const pgw_key *key, void *row, const void *chosen, const void *updated)
{
    statement st;
    pgw_status status = statement_begin(&st, session, table, table->column_count);
    if (status == PGW_OK)
        status = sql_insert(&st, row, chosen);
    if (status != PGW_OK)
        return status;
    sql_on_conflict(&st.sql, table, key, chosen, updated);
    sql_returning(&st.sql, table);
    return run_for_row(&st, arena, row);
}

/* Whole numbers count up with every update; other versions, such as times, are a trigger's work. */
static bool counts_up(const pgw_table *table)
{
    const pgw_type *type = table->version ? type_plain(table->version->type) : NULL;
    return type == &pgw_type_int2 || type == &pgw_type_int4 || type == &pgw_type_int8;
}

/* Whether an update sets the column: of the chosen ones all but the version, which it sees to. */
static bool is_updated(const pgw_table *table, const pgw_column *column, const void *chosen)
{
    return is_chosen(column, chosen) && column != table->version &&
           (chosen || !column->in_primary_key);
}

/* There is something to update, and no key among it. */
static pgw_status check_update(pgw_session *session, const pgw_table *table, const void *chosen)
{
    size_t count = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        if (!is_updated(table, column, chosen))
            continue;
        count++;
        if (column->in_primary_key)
            return fail(session, PGW_INVALID,
                        "%s.%s: update does not change columns of the primary key", table->name,
                        column->name);
    }
    return count ? PGW_OK : fail(session, PGW_INVALID, "no column of %s is chosen", table->name);
}

/* version = version + 1, of whole numbers. `before` names the row that is there. */
static void sql_count_up(buffer *sql, const pgw_table *table, const char *before)
{
    if (!counts_up(table))
        return;
    buffer_string(sql, ", ");
    buffer_string(sql, table->version->quoted);
    buffer_string(sql, " = ");
    buffer_string(sql, before);
    buffer_string(sql, table->version->quoted);
    buffer_string(sql, " OPERATOR(pg_catalog.+) 1");
}

/* SET a = $1, b = $2 */
static pgw_status sql_set(statement *st, const void *row, const void *chosen)
{
    const pgw_table *table = st->table;
    pgw_status status = check_update(st->session, table, chosen);
    for (size_t i = 0; i < table->column_count && status == PGW_OK; i++) {
        const pgw_column *column = &table->columns[i];
        if (!is_updated(table, column, chosen))
            continue;
        buffer_string(&st->sql, st->count ? ", " : " SET ");
        buffer_string(&st->sql, column->quoted);
        buffer_format(&st->sql, " = $%lu", (unsigned long)(st->count + 1));
        status = statement_bind_column(st, column, row);
    }
    sql_count_up(&st->sql, table, "");
    return status;
}

/* AND version = $3: only the row that was read is changed. */
static pgw_status sql_version(statement *st, const void *row)
{
    const pgw_column *version = st->table->version;
    st->versioned = true;
    buffer_string(&st->sql, " AND ");
    buffer_string(&st->sql, version->quoted);
    buffer_string(&st->sql, " OPERATOR(pg_catalog.=) ");
    buffer_format(&st->sql, "$%lu", (unsigned long)st->count + 1);
    return statement_bind_column(st, version, row);
}

pgw_status pgw_row_update(pgw_session *session, pgw_arena *arena, const pgw_table *table, void *row,
                          const void *chosen)
{
    statement st;
    const pgw_key *key = table->primary_key;
    pgw_status status = statement_begin(&st, session, table, table->column_count + 1);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, "UPDATE ");
    buffer_string(&st.sql, table->quoted);
    status = sql_set(&st, row, chosen);
    sql_where_key(&st.sql, table, key, st.count + 1);
    for (size_t i = 0; i < key->column_count && status == PGW_OK; i++)
        status = statement_bind_column(&st, key_column(table, key, i), row);
    if (status == PGW_OK && table->version)
        status = sql_version(&st, row);
    sql_returning(&st.sql, table);
    return status == PGW_OK ? run_for_row(&st, arena, row) : status;
}

static void sql_select(buffer *sql, const pgw_table *table)
{
    buffer_string(sql, "SELECT ");
    sql_columns(sql, table);
    buffer_string(sql, " FROM ");
    buffer_string(sql, table->quoted);
}

pgw_status pgw_row_get(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                       const pgw_key *key, const void *const *values, void *row)
{
    statement st;
    pgw_status status = statement_begin(&st, session, table, key->column_count);
    if (status == PGW_OK)
        status = bind_values(&st, key, values);
    if (status != PGW_OK)
        return status;
    sql_select(&st.sql, table);
    sql_where_key(&st.sql, table, key, 1);
    return run_for_row(&st, arena, row);
}

pgw_status pgw_row_exists(pgw_session *session, const pgw_table *table, const pgw_key *key,
                          const void *const *values, bool *exists)
{
    statement st;
    PGresult *result = NULL;
    pgw_status status = statement_begin(&st, session, table, key->column_count);
    if (status == PGW_OK)
        status = bind_values(&st, key, values);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, "SELECT FROM ");
    buffer_string(&st.sql, table->quoted);
    sql_where_key(&st.sql, table, key, 1);
    status = statement_run(&st, PGRES_TUPLES_OK, &result);
    if (status == PGW_OK)
        *exists = PQntuples(result) > 0;
    PQclear(result);
    return status;
}

pgw_status pgw_row_delete(pgw_session *session, const pgw_table *table, const void *const *values)
{
    statement st;
    const pgw_key *key = table->primary_key;
    pgw_status status = statement_begin(&st, session, table, key->column_count);
    if (status == PGW_OK)
        status = bind_values(&st, key, values);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, "DELETE FROM ");
    buffer_string(&st.sql, table->quoted);
    sql_where_key(&st.sql, table, key, 1);
    return run_for_count(&st);
}

/* The rows of a result, at most `limit` of them, as an array in the arena, which takes the result.
 */
static pgw_status decode_page(statement *st, pgw_arena *arena, PGresult *result, size_t limit,
                              pgw_page *page)
{
    const pgw_table *table = st->table;
    pgw_page made = {NULL, (size_t)PQntuples(result), false};
    made.more = made.count > limit;
    made.count = made.more ? limit : made.count;
    pgw_status status = result_check(st->session, table, result);
    if (status == PGW_OK) {
        made.rows = arena_alloc_array(arena, made.count, table->row_size);
        if (!made.rows || !arena_keep(arena, result))
            status = fail_memory(st->session);
    }
    if (status != PGW_OK) {
        PQclear(result);
        return status;
    }
    for (size_t i = 0; i < made.count && status == PGW_OK; i++)
        status = decode_row(st->session, arena, table, KEEP_IN_PLACE, result, (int)i,
                            (char *)made.rows + i * table->row_size);
    if (status == PGW_OK)
        *page = made;
    return status;
}

/* ---- Functions and procedures ---------------------------------------------------------------- */

static bool is_given(const pgw_argument *argument, const void *given)
{
    bool on = true;
    if (argument->given != PGW_ALWAYS && given)
        memcpy(&on, (const char *)given + argument->given, sizeof on);
    return on;
}

/* $1::schema.type; results of a procedure, which have no type here, are NULL. */
static pgw_status sql_argument(statement *st, const pgw_argument *argument, const void *value)
{
    if (!argument->type) {
        buffer_string(&st->sql, "NULL::");
        buffer_string(&st->sql, argument->cast);
        return PGW_OK;
    }
    buffer_format(&st->sql, "$%lu::", (unsigned long)st->count + 1);
    buffer_string(&st->sql, argument->cast);
    if (argument->nullable)
        value = nullable_value(type_plain(argument->type), value);
    return statement_bind(st, argument->name ? argument->name : "an argument", argument->type,
                          value);
}

/* schema.f($1::type, c => $2::type). The casts say which function of that name is meant; behind one
 * that is left out arguments are named, where PostgreSQL can do that. */
static pgw_status sql_call(statement *st, const pgw_call *call)
{
    const pgw_function *function = call->function;
    pgw_status status = PGW_OK;
    bool by_name = false, first = true;
    st->calls = true;
    buffer_string(&st->sql, function->quoted);
    buffer_string(&st->sql, "(");
    for (size_t i = 0; i < function->argument_count && status == PGW_OK; i++) {
        const pgw_argument *argument = &function->arguments[i];
        if (!is_given(argument, call->given)) {
            by_name = true;
            continue;
        }
        bool variadic = function->variadic && i + 1 == function->argument_count;
        if (by_name && (variadic || !argument->name))
            return fail(st->session, PGW_INVALID,
                        "%s: argument %lu can be given when all before it are", function->name,
                        (unsigned long)i + 1);
        buffer_string(&st->sql, first ? "" : ", ");
        first = false;
        buffer_string(&st->sql, variadic ? "VARIADIC " : "");
        if (by_name) {
            buffer_string(&st->sql, argument->name);
            buffer_string(&st->sql, " => ");
        }
        status = sql_argument(st, argument, call->values[i]);
    }
    buffer_string(&st->sql, ")");
    return status;
}

/* What stands behind FROM: the table, or the call that gives its rows. */
static pgw_status sql_from(statement *st, const pgw_call *call)
{
    if (!call) {
        buffer_string(&st->sql, st->table->quoted);
        return PGW_OK;
    }
    pgw_status status = sql_call(st, call);
    buffer_string(&st->sql, " AS ");
    buffer_string(&st->sql, call->function->alias);
    return status;
}

static size_t call_capacity(const pgw_call *call)
{
    return call ? call->function->argument_count : 0;
}

/* SELECT f(…) */
static pgw_status sql_call_value(statement *st, const pgw_call *call)
{
    const pgw_table *table = st->table;
    buffer_string(&st->sql, "SELECT ");
    pgw_status status = sql_call(st, call);
    if (table->column_count && is_other(table->columns))
        buffer_string(&st->sql, "::pg_catalog.text");
    return status;
}

/* SELECT a, b FROM f(…) AS pgw_r: a row of a table that is NULL is none. */
static pgw_status sql_call_row(statement *st, const pgw_call *call)
{
    buffer_string(&st->sql, "SELECT ");
    sql_columns(&st->sql, st->table);
    buffer_string(&st->sql, " FROM ");
    pgw_status status = sql_from(st, call);
    if (call->function->form == PGW_CALL_ROW)
        buffer_string(&st->sql, " WHERE NOT (pgw_r IS NULL)");
    return status;
}

/* CALL p(…). Not under a name: what is not prepared is never run a second time, and a procedure may
 * have committed the first half of its work. */
static pgw_status sql_call_procedure(statement *st, const pgw_call *call)
{
    st->unnamed = true;
    buffer_string(&st->sql, "CALL ");
    return sql_call(st, call);
}

pgw_status pgw_call_run(pgw_session *session, pgw_arena *arena, const pgw_call *call, void *result)
{
    static pgw_status (*const forms[])(statement *, const pgw_call *) = {
        sql_call_value, sql_call_row, sql_call_row, sql_call_procedure};
    statement st;
    const pgw_function *function = call->function;
    pgw_status status = statement_begin(&st, session, function->row, call_capacity(call));
    if (status == PGW_OK)
        status = forms[function->form](&st, call);
    if (status != PGW_OK)
        return status;
    if (!result && function->form == PGW_CALL_PROCEDURE)
        return run_for_count(&st);
    return run_for_row(&st, arena, result ? result : session); /* of nothing, nothing is written */
}

/* ---- Filters --------------------------------------------------------------------------------- */

static pgw_condition *filter_next(pgw_filter *filter, uint16_t column, pgw_op op)
{
    if (filter->count == PGW_MAX_CONDITIONS) {
        filter->full = true;
        return NULL;
    }
    pgw_condition *condition = &filter->at[filter->count++];
    memset(condition, 0, sizeof *condition);
    condition->column = column;
    condition->op = op;
    return condition;
}

void pgw_filter_value(pgw_filter *filter, uint16_t column, pgw_op op, const void *value,
                      size_t size)
{
    pgw_condition *condition = filter_next(filter, column, op);
    if (condition && size <= PGW_MAX_VALUE)
        memcpy(condition->value.bytes, value, size);
    else
        filter->full = true;
}

void pgw_filter_list(pgw_filter *filter, uint16_t column, const void *values, size_t count)
{
    pgw_condition *condition = filter_next(filter, column, PGW_IN);
    if (condition) {
        condition->list = values;
        condition->count = count;
    }
}

void pgw_filter_null(pgw_filter *filter, uint16_t column, bool is_null)
{
    (void)filter_next(filter, column, is_null ? PGW_NULL : PGW_NOT_NULL);
}

/* What a type can be asked, beside whether it is NULL. */
enum { ASK_EQUAL = 1, ASK_ORDER = 2, ASK_TEXT = 4, ASK_CONTAINS = 8, ASK_OVERLAPS = 16 };

static unsigned type_asks(const pgw_type *type)
{
    switch (type->codec) {
    case PGW_CODEC_TEXT:
        return type->oid == pgw_type_json.oid ? 0 : ASK_EQUAL | ASK_ORDER | ASK_TEXT;
    case PGW_CODEC_JSONB:
        return ASK_EQUAL | ASK_ORDER | ASK_CONTAINS;
    case PGW_CODEC_INET:
    case PGW_CODEC_CIDR:
    case PGW_CODEC_RANGE:
    case PGW_CODEC_MULTIRANGE:
    case PGW_CODEC_ARRAY:
        return ASK_EQUAL | ASK_ORDER | ASK_CONTAINS | ASK_OVERLAPS;
    case PGW_CODEC_PATH:
    case PGW_CODEC_POLYGON:
        return 0;
    case PGW_CODEC_NUMBERS: /* the geometric ones have other ideas of what is equal */
        return type->layout[1] == '8' ? 0 : ASK_EQUAL | ASK_ORDER;
    case PGW_CODEC_OTHER:
        return ASK_EQUAL | ASK_ORDER | ASK_TEXT | ASK_CONTAINS | ASK_OVERLAPS;
    default:
        return ASK_EQUAL | ASK_ORDER;
    }
}

/* In the order of pgw_op. */
static const struct {
    const char *sql, *for_networks;
    unsigned asks;
} operators[] = {
    {"=", "=", ASK_EQUAL},       {"<>", "<>", ASK_EQUAL},    {"<", "<", ASK_ORDER},
    {"<=", "<=", ASK_ORDER},     {">", ">", ASK_ORDER},      {">=", ">=", ASK_ORDER},
    {"~~", "~~", ASK_TEXT},      {"~~*", "~~*", ASK_TEXT},   {"@>", ">>=", ASK_CONTAINS},
    {"<@", "<<=", ASK_CONTAINS}, {"&&", "&&", ASK_OVERLAPS}, {"=", "=", ASK_EQUAL},
};

/* column OPERATOR(pg_catalog.=) */
static void sql_operator(buffer *sql, const pgw_column *column, pgw_op op)
{
    pgw_codec kind = type_plain(column->type)->codec;
    bool network = kind == PGW_CODEC_INET || kind == PGW_CODEC_CIDR;
    const char *name = network ? operators[op].for_networks : operators[op].sql;
    buffer_string(sql, column->quoted);
    buffer_string(sql, is_other(column) ? " " : " OPERATOR(pg_catalog.");
    buffer_string(sql, name);
    buffer_string(sql, is_other(column) ? " " : ") ");
}

/* ---- Lists of values as parameters ----------------------------------------------------------- */

/* Values of one type, one every `stride` bytes: plain ones, or nullable. */
typedef struct {
    const pgw_type *type;
    const void *values;
    size_t stride, count;
    bool nullable;
} value_list;

static const char *encode_list(const encoding *e, const value_list *list)
{
    const char *reason = NULL;
    if (list->type->codec == PGW_CODEC_ARRAY)
        return "a list of arrays";
    if (!list->values && list->count)
        return "a list with a count but without values";
    if (list->count > VALUE_LIMIT)
        return too_large;
    buffer_32(e->out, list->count ? 1 : 0);
    buffer_32(e->out, 0);
    buffer_32(e->out,
              list->type->codec == PGW_CODEC_OTHER ? oid_text : type_oid(e->oids, list->type));
    if (list->count) {
        buffer_32(e->out, (uint32_t)list->count);
        buffer_32(e->out, 1);
    }
    for (size_t i = 0; i < list->count && !reason && !e->out->no_memory; i++) {
        const void *value = (const char *)list->values + i * list->stride;
        if (list->nullable)
            value = nullable_value(list->type, value);
        reason = encode_part(e, list->type, value);
    }
    return reason;
}

/* Binds the list as an array. */
static pgw_status statement_bind_list(statement *st, const char *name, value_list list)
{
    list.type = type_plain(list.type);
    const pgw_type *type = list.type;
    Oid oid = type->codec == PGW_CODEC_OTHER ? pgw_type_text.array_oid
              : type->user                   ? st->session->oids[2 * type->user->index + 1]
                                             : type->array_oid;
    size_t start = st->wire.len;
    encoding e = statement_encoding(st);
    return statement_add(st, name, oid, false, start, encode_list(&e, &list));
}

/* ---- Queries --------------------------------------------------------------------------------- */

/* One condition behind WHERE or AND. */
static pgw_status sql_condition(statement *st, const pgw_condition *condition)
{
    const pgw_table *table = st->table;
    const pgw_column *column = &table->columns[condition->column];
    const pgw_type *type = type_plain(column->type);
    if (condition->op == PGW_NULL || condition->op == PGW_NOT_NULL) {
        buffer_string(&st->sql, column->quoted);
        buffer_string(&st->sql, condition->op == PGW_NULL ? " IS NULL" : " IS NOT NULL");
        return PGW_OK;
    }
    if ((unsigned)condition->op > PGW_IN || !(type_asks(type) & operators[condition->op].asks) ||
        type->size > PGW_MAX_VALUE)
        return fail(st->session, PGW_INVALID, "%s.%s has no such operator", table->name,
                    column->name);
    sql_operator(&st->sql, column, condition->op);
    buffer_format(&st->sql, condition->op == PGW_IN ? "ANY ($%lu" : "$%lu",
                  (unsigned long)st->count + 1);
    if (condition->op != PGW_IN)
        return statement_bind(st, column->name, type, condition->value.bytes);
    buffer_string(&st->sql, ")");
    const value_list list = {type, condition->list, type->size, condition->count, false};
    return statement_bind_list(st, column->name, list);
}

/* WHERE or AND, as it comes. */
static void sql_and(statement *st, bool *first)
{
    buffer_string(&st->sql, *first ? " WHERE " : " AND ");
    *first = false;
}

static pgw_status sql_filter(statement *st, const pgw_query *query, bool *first)
{
    const pgw_filter *filter = query->filter;
    pgw_status status = PGW_OK;
    if (filter && filter->full)
        return fail_text(st->session, PGW_INVALID,
                         "a filter with too many conditions, or with too large a value");
    for (size_t i = 0; filter && i < filter->count && status == PGW_OK; i++) {
        if (filter->at[i].column >= st->table->column_count)
            return fail_text(st->session, PGW_INVALID, "a filter of another table");
        sql_and(st, first);
        status = sql_condition(st, &filter->at[i]);
    }
    if (status != PGW_OK || !query->search)
        return status;
    if (!st->table->search)
        return fail(st->session, PGW_INVALID, "%s has no search", st->table->name);
    sql_and(st, first);
    buffer_string(&st->sql, st->table->search);
    buffer_string(&st->sql, " OPERATOR(pg_catalog.@@) pg_catalog.websearch_to_tsquery("
                            "'pg_catalog.simple', ");
    buffer_format(&st->sql, "$%lu)", (unsigned long)st->count + 1);
    pgw_text text = pgw_text_of(query->search);
    return statement_bind(st, "search", &pgw_type_text, &text);
}

/* A part of an order as it is gone through: backwards everything is the other way round. */
static bool part_descends(const pgw_order_part *part, bool backwards)
{
    return part->descending != backwards;
}

static bool part_nulls_first(const pgw_order_part *part, bool backwards)
{
    return part->nulls_first != backwards;
}

/* Whether (a, b) > ($1, $2) says it all: no NULLs, one direction. */
static bool order_is_plain(const pgw_table *table, const pgw_order *order)
{
    for (size_t i = 0; i < order->count; i++)
        if (table->columns[order->parts[i].column].nullable ||
            order->parts[i].descending != order->parts[0].descending)
            return false;
    return true;
}

static void sql_plain_after(statement *st, const pgw_order *order, bool backwards, size_t base)
{
    const pgw_table *table = st->table;
    bool other = false;
    buffer_string(&st->sql, "(");
    for (size_t i = 0; i < order->count; i++) {
        const pgw_column *column = &table->columns[order->parts[i].column];
        other |= is_other(column);
        buffer_string(&st->sql, i ? ", " : "");
        buffer_string(&st->sql, column->quoted);
    }
    const char *sign = part_descends(&order->parts[0], backwards) ? "<" : ">";
    buffer_string(&st->sql, other ? ") " : ") OPERATOR(pg_catalog.");
    buffer_string(&st->sql, sign);
    buffer_string(&st->sql, other ? " (" : ") (");
    for (size_t i = 0; i < order->count; i++)
        buffer_format(&st->sql, i ? ", $%lu" : "$%lu", (unsigned long)(base + i));
    buffer_string(&st->sql, ")");
}

/* This part stands behind the value: false when nothing can. */
static void sql_part_after(statement *st, const pgw_order_part *part, bool backwards,
                           const void *value, size_t parameter)
{
    const pgw_column *column = &st->table->columns[part->column];
    bool nulls_first = part_nulls_first(part, backwards);
    if (!value) {
        buffer_string(&st->sql, nulls_first ? column->quoted : "false");
        buffer_string(&st->sql, nulls_first ? " IS NOT NULL" : "");
        return;
    }
    bool or_null = column->nullable && !nulls_first;
    buffer_string(&st->sql, or_null ? "(" : "");
    sql_operator(&st->sql, column, part_descends(part, backwards) ? PGW_LT : PGW_GT);
    buffer_format(&st->sql, "$%lu", (unsigned long)parameter);
    if (or_null) {
        buffer_string(&st->sql, " OR ");
        buffer_string(&st->sql, column->quoted);
        buffer_string(&st->sql, " IS NULL)");
    }
}

static void sql_part_equal(statement *st, const pgw_order_part *part, const void *value,
                           size_t parameter)
{
    const pgw_column *column = &st->table->columns[part->column];
    if (!value) {
        buffer_string(&st->sql, column->quoted);
        buffer_string(&st->sql, " IS NULL");
        return;
    }
    sql_operator(&st->sql, column, PGW_EQ);
    buffer_format(&st->sql, "$%lu", (unsigned long)parameter);
}

/* (a > $1 OR a = $1 AND b > $2 OR …) */
static void sql_mixed_after(statement *st, const pgw_order *order, const pgw_query *query,
                            const size_t *parameters)
{
    const pgw_table *table = st->table;
    buffer_string(&st->sql, "(");
    for (size_t i = 0; i < order->count; i++) {
        buffer_string(&st->sql, i ? " OR " : "");
        for (size_t k = 0; k <= i; k++) {
            const pgw_order_part *part = &order->parts[k];
            const void *value = column_value(&table->columns[part->column], query->after);
            buffer_string(&st->sql, k ? " AND " : "");
            if (k < i)
                sql_part_equal(st, part, value, parameters[k]);
            else
                sql_part_after(st, part, query->backwards, value, parameters[k]);
        }
    }
    buffer_string(&st->sql, ")");
}

static pgw_status sql_after(statement *st, const pgw_order *order, const pgw_query *query,
                            bool *first)
{
    size_t *parameters =
        (size_t *)arena_alloc_array(&st->session->scratch, order->count, sizeof *parameters);
    size_t base = st->count + 1;
    pgw_status status = parameters ? PGW_OK : fail_memory(st->session);
    for (size_t i = 0; i < order->count && status == PGW_OK; i++) {
        const pgw_column *column = &st->table->columns[order->parts[i].column];
        const void *value = column_value(column, query->after);
        parameters[i] = value ? st->count + 1 : 0;
        if (value)
            status = statement_bind(st, column->name, column->type, value);
    }
    if (status != PGW_OK)
        return status;
    sql_and(st, first);
    if (order_is_plain(st->table, order))
        sql_plain_after(st, order, query->backwards, base);
    else
        sql_mixed_after(st, order, query, parameters);
    return PGW_OK;
}

static void sql_order(statement *st, const pgw_order *order, bool backwards)
{
    for (size_t i = 0; i < order->count; i++) {
        const pgw_order_part *part = &order->parts[i];
        const pgw_column *column = &st->table->columns[part->column];
        bool descends = part_descends(part, backwards);
        buffer_string(&st->sql, i ? ", " : " ORDER BY ");
        buffer_string(&st->sql, column->quoted);
        buffer_string(&st->sql, descends ? " DESC" : "");
        if (column->nullable && part_nulls_first(part, backwards) != descends)
            buffer_string(&st->sql, descends ? " NULLS LAST" : " NULLS FIRST");
    }
}

static const pgw_query no_query = {NULL, 0, false, NULL, 0, NULL, NULL};

/* SELECT … WHERE … ORDER BY … LIMIT …, with `extra` rows beyond the limit. */
static pgw_status sql_query(statement *st, const pgw_query *query, int extra)
{
    const pgw_table *table = st->table;
    bool first = true;
    if (query->limit >= INT_MAX)
        return fail_text(st->session, PGW_INVALID, "a limit that is not below 2147483647");
    if (query->order >= table->order_count && (query->order || query->after))
        return fail(st->session, PGW_INVALID, "%s has no such order", table->name);
    buffer_string(&st->sql, "SELECT ");
    sql_columns(&st->sql, table);
    buffer_string(&st->sql, " FROM ");
    pgw_status status = sql_from(st, query->call);
    if (status == PGW_OK)
        status = sql_filter(st, query, &first);
    if (status == PGW_OK && query->after)
        status = sql_after(st, &table->orders[query->order], query, &first);
    if (status != PGW_OK)
        return status;
    if (table->order_count)
        sql_order(st, &table->orders[query->order], query->backwards);
    if (!query->limit)
        return PGW_OK;
    int64_t rows = (int64_t)query->limit + extra;
    buffer_format(&st->sql, " LIMIT $%lu", (unsigned long)st->count + 1);
    return statement_bind(st, "limit", &pgw_type_int8, &rows);
}

/* Parameters that a query can have at most. */
static size_t query_capacity(const pgw_table *table, const pgw_query *query)
{
    return PGW_MAX_CONDITIONS + table->column_count + 2 + call_capacity(query->call);
}

pgw_status pgw_query_list(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                          const pgw_query *query, pgw_page *page)
{
    statement st;
    PGresult *result = NULL;
    query = query ? query : &no_query;
    pgw_status status = statement_begin(&st, session, table, query_capacity(table, query));
    if (status == PGW_OK)
        status = sql_query(&st, query, 1); /* one more tells whether there are more */
    if (status == PGW_OK)
        status = statement_run(&st, PGRES_TUPLES_OK, &result);
    size_t limit = query->limit ? query->limit : SIZE_MAX;
    return status == PGW_OK ? decode_page(&st, arena, result, limit, page) : status;
}

pgw_status pgw_query_count(pgw_session *session, const pgw_table *table, const pgw_query *query,
                           int64_t *count)
{
    statement st;
    PGresult *result = NULL;
    bool first = true;
    query = query ? query : &no_query;
    pgw_status status = statement_begin(&st, session, table, query_capacity(table, query));
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, "SELECT pg_catalog.count(*) FROM ");
    status = sql_from(&st, query->call);
    if (status == PGW_OK)
        status = sql_filter(&st, query, &first);
    if (status == PGW_OK)
        status = statement_run(&st, PGRES_TUPLES_OK, &result);
    if (status == PGW_OK && (PQntuples(result) != 1 || PQgetlength(result, 0, 0) != 8))
        status = fail_text(session, PGW_DECODE, "an unexpected answer to count(*)");
    if (status == PGW_OK)
        *count = (int64_t)get64((const unsigned char *)PQgetvalue(result, 0, 0));
    PQclear(result);
    return status;
}

/* ---- Rows one by one ------------------------------------------------------------------------- */

/* Sends the statement without waiting for its result. */
static pgw_status statement_send(statement *st)
{
    PGconn *conn = st->session->conn;
    if (st->session->pipeline)
        return fail_text(st->session, PGW_INVALID, "this cannot be done inside a pipeline");
    if (!statement_finish(st))
        return fail_memory(st->session);
    if (!PQsendQueryParams(conn, st->sql.data, (int)st->count, st->types, st->values, st->lengths,
                           st->formats, 1))
        return fail_connection(st->session);
    return PGW_OK;
}

/* Asks the server to stop. */
static void cancel_query(PGconn *conn)
{
    char reason[256];
    PGcancel *request = PQgetCancel(conn);
    if (request)
        (void)PQcancel(request, reason, (int)sizeof reason);
    PQfreeCancel(request);
}

/* What is still to come is thrown away. */
static void drain(PGconn *conn)
{
    PGresult *result;
    while ((result = PQgetResult(conn)) != NULL)
        PQclear(result);
}

/* Gives the rows to the function as they come. */
static pgw_status each_row(statement *st, pgw_row_function *function, void *context, char *row)
{
    pgw_session *session = st->session;
    const pgw_table *table = st->table;
    pgw_arena arena;
    PGresult *result;
    pgw_status status = PGW_OK;
    bool more = true, checked = false;
    pgw_arena_init(&arena, &session->scratch.allocator);
    while (status == PGW_OK && more && (result = PQgetResult(session->conn)) != NULL) {
        ExecStatusType kind = PQresultStatus(result);
        if (kind != PGRES_SINGLE_TUPLE && kind != PGRES_TUPLES_OK) {
            status = statement_fail(st, result);
            break;
        }
        if (!checked)
            status = result_check(session, table, result);
        checked = true;
        if (status == PGW_OK && kind == PGRES_SINGLE_TUPLE) {
            pgw_arena_reset(&arena);
            status = decode_row(session, &arena, table, KEEP_IN_PLACE, result, 0, row);
            more = status == PGW_OK && function(context, row);
        }
        PQclear(result);
    }
    if (status != PGW_OK || !more)
        cancel_query(session->conn);
    drain(session->conn);
    pgw_arena_free(&arena);
    return status;
}

pgw_status pgw_query_each(pgw_session *session, const pgw_table *table, const pgw_query *query,
                          pgw_row_function *function, void *context)
{
    statement st;
    query = query ? query : &no_query;
    pgw_status status = statement_begin(&st, session, table, query_capacity(table, query));
    if (status != PGW_OK)
        return status;
    char *row = (char *)pgw_arena_alloc(&session->scratch, table->row_size, BLOCK_ALIGN);
    status = row ? sql_query(&st, query, 0) : fail_memory(session);
    if (status == PGW_OK)
        status = statement_send(&st);
    if (status == PGW_OK) {
        (void)PQsetSingleRowMode(session->conn);
        status = each_row(&st, function, context, row);
    }
    return status;
}

/* ---- Relations ------------------------------------------------------------------------------- */

/* The one row of `to` that belongs to a row of `from`. */
pgw_status pgw_link_get(pgw_session *session, pgw_arena *arena, const pgw_table *from,
                        const pgw_table *to, const pgw_link *link, const void *row, void *out)
{
    statement st;
    const pgw_key key = {"", link->to, link->column_count, NULL};
    pgw_status status = statement_begin(&st, session, to, link->column_count);
    for (size_t i = 0; i < link->column_count && status == PGW_OK; i++) {
        const pgw_column *column = &from->columns[link->from[i]];
        const void *value = column_value(column, row);
        status = value ? statement_bind(&st, column->name, column->type, value)
                       : fail(session, PGW_NOT_FOUND, "%s.%s is NULL", from->name, column->name);
    }
    if (status != PGW_OK)
        return status;
    sql_select(&st.sql, to);
    sql_where_key(&st.sql, to, &key, 1);
    return run_for_row(&st, arena, out);
}

/* The rows of `to` that belong to a row of `from`, with the query's own conditions beside. */
pgw_status pgw_link_list(pgw_session *session, pgw_arena *arena, const pgw_table *from,
                         const pgw_table *to, const pgw_link *link, const void *row,
                         const pgw_query *query, pgw_page *page)
{
    pgw_query all = query ? *query : no_query;
    pgw_filter filter;
    memset(&filter, 0, sizeof filter);
    if (all.filter)
        filter = *all.filter;
    for (size_t i = 0; i < link->column_count; i++) {
        const pgw_column *column = &from->columns[link->from[i]];
        const void *value = column_value(column, row);
        if (value)
            pgw_filter_value(&filter, link->to[i], PGW_EQ, value, type_plain(column->type)->size);
        else /* nothing equals NULL */
            pgw_filter_list(&filter, link->to[i], NULL, 0);
    }
    all.filter = &filter;
    return pgw_query_list(session, arena, to, &all, page);
}

/* The column of `from` that is linked, from all rows. */
static pgw_status bind_link(statement *st, const pgw_table *from, uint16_t index, const void *rows,
                            size_t count)
{
    const pgw_column *column = &from->columns[index];
    const value_list list = {column->type, (const char *)rows + column->offset, from->row_size,
                             count, column->nullable};
    return statement_bind_list(st, column->name, list);
}

/* SELECT p.n, t.a, t.b FROM unnest($1) WITH ORDINALITY p (c1, n) JOIN t ON t.a = p.c1 */
static pgw_status sql_load(statement *st, const pgw_table *from, const pgw_link *link,
                           const void *rows, size_t count)
{
    const pgw_table *to = st->table;
    pgw_status status = PGW_OK;
    buffer_string(&st->sql, "SELECT ");
    sql_columns(&st->sql, to);
    buffer_string(&st->sql, ", p.pgw_n FROM ROWS FROM (");
    for (size_t i = 0; i < link->column_count && status == PGW_OK; i++) {
        buffer_format(&st->sql, i ? ", pg_catalog.unnest($%lu)" : "pg_catalog.unnest($%lu)",
                      (unsigned long)i + 1);
        status = bind_link(st, from, link->from[i], rows, count);
    }
    buffer_string(&st->sql, ") WITH ORDINALITY AS p (");
    for (size_t i = 0; i < link->column_count; i++)
        buffer_format(&st->sql, "pgw_c%lu, ", (unsigned long)i);
    buffer_string(&st->sql, "pgw_n) JOIN ");
    buffer_string(&st->sql, to->quoted);
    for (size_t i = 0; i < link->column_count; i++) {
        buffer_string(&st->sql, i ? " AND " : " ON ");
        sql_operator(&st->sql, &to->columns[link->to[i]], PGW_EQ);
        buffer_format(&st->sql, "pgw_c%lu", (unsigned long)i);
    }
    buffer_string(&st->sql, " ORDER BY p.pgw_n");
    for (size_t i = 0; to->primary_key && i < to->primary_key->column_count; i++) {
        buffer_string(&st->sql, ", ");
        buffer_string(&st->sql, key_column(to, to->primary_key, i)->quoted);
    }
    return status;
}

/* Where each parent's rows start, from the number behind the columns of each row. */
static pgw_status group_starts(statement *st, const PGresult *result, size_t count, size_t *starts)
{
    size_t rows = (size_t)PQntuples(result), next = 0;
    int field = (int)st->table->column_count;
    for (size_t i = 0; i < rows; i++) {
        if (PQgetlength(result, (int)i, field) != 8)
            return fail_text(st->session, PGW_DECODE, "an unexpected row number");
        uint64_t parent = get64((const unsigned char *)PQgetvalue(result, (int)i, field));
        if (parent < 1 || parent > count || parent < next)
            return fail_text(st->session, PGW_DECODE, "an unexpected row number");
        while (next < parent)
            starts[next++] = i;
    }
    while (next <= count)
        starts[next++] = rows;
    return PGW_OK;
}

pgw_status pgw_link_load(pgw_session *session, pgw_arena *arena, const pgw_table *from,
                         const pgw_table *to, const pgw_link *link, const void *rows, size_t count,
                         pgw_groups *groups)
{
    statement st;
    PGresult *result = NULL;
    pgw_page page;
    pgw_status status = statement_begin(&st, session, to, link->column_count);
    size_t *starts = (size_t *)arena_alloc_array(arena, count + 1, sizeof *starts);
    if (status == PGW_OK && !starts)
        status = fail_memory(session);
    if (status == PGW_OK)
        status = sql_load(&st, from, link, rows, count);
    if (status == PGW_OK)
        status = statement_run(&st, PGRES_TUPLES_OK, &result);
    if (status == PGW_OK && (size_t)PQnfields(result) != to->column_count + 1)
        status = fail_text(session, PGW_MISMATCH, "a result with another number of columns");
    if (status == PGW_OK)
        status = group_starts(&st, result, count, starts);
    if (status != PGW_OK) {
        PQclear(result);
        return status;
    }
    status = decode_page(&st, arena, result, SIZE_MAX, &page);
    if (status == PGW_OK) {
        groups->rows = page.rows;
        groups->count = page.count;
        groups->starts = starts;
    }
    return status;
}

pgw_status pgw_refresh(pgw_session *session, const pgw_table *table, bool concurrently)
{
    statement st;
    PGresult *result = NULL;
    pgw_status status = statement_begin(&st, session, table, 0);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, "REFRESH MATERIALIZED VIEW ");
    buffer_string(&st.sql, concurrently ? "CONCURRENTLY " : "");
    buffer_string(&st.sql, table->quoted);
    status = statement_run(&st, PGRES_COMMAND_OK, &result);
    PQclear(result);
    return status;
}

/* ---- Pipelines ------------------------------------------------------------------------------- */

/* What has been sent and not yet answered. */
typedef enum { FLIGHT_PREPARE, FLIGHT_ITEM, FLIGHT_SYNC } flight_kind;
typedef struct {
    flight_kind kind;
    pgw_prepared *place; /* NULL: not prepared */
    const pgw_table *table;
    pgw_arena *arena;
    void *row;             /* NULL: only the count is wanted */
    bool versioned, calls; /* see statement */
} flight;

/* The ring holds `in_flight` entries from `first` on. */
struct pgw_pipeline {
    pgw_pipeline_kind kind;
    pgw_pipeline_done *done;
    void *context;
    pgw_arena arena; /* of the ring and of the first error */
    flight *ring;
    size_t size, first, in_flight;
    size_t items, depth; /* of them, items in flight; at most */
    size_t next;         /* the number of the item whose result comes next */
    size_t *affected; /* where items add the rows that they changed; NULL: each must change one */
    pgw_error failed; /* the first failure; its status is PGW_OK while there is none */
};
typedef struct pgw_pipeline pgw_pipeline;

static void pipeline_push(pgw_pipeline *p, flight entry)
{
    p->ring[(p->first + p->in_flight++) % p->size] = entry;
    p->items += entry.kind == FLIGHT_ITEM;
}

/* Sends what waits and reads what has come, until a result can be taken without waiting. */
static bool pipeline_wait(pgw_session *session)
{
    PGconn *conn = session->conn;
    for (;;) {
        int unsent = PQflush(conn);
        if (unsent < 0)
            return false;
        if (!PQisBusy(conn))
            return true;
        struct pollfd wait = {PQsocket(conn), (short)(unsent ? POLLIN | POLLOUT : POLLIN), 0};
        if (poll(&wait, 1, -1) < 0 && errno != EINTR)
            return false;
        if (wait.revents & ~POLLOUT && !PQconsumeInput(conn))
            return false;
    }
}

static const char *keep_text(pgw_arena *arena, const char *text)
{
    const char *copy = arena_text(arena, text, strlen(text));
    return copy ? copy : "";
}

static void error_copy(pgw_arena *arena, pgw_error *to, const pgw_error *from)
{
    *to = *from;
    to->message = keep_text(arena, from->message);
    to->detail = keep_text(arena, from->detail);
    to->hint = keep_text(arena, from->hint);
    to->schema = keep_text(arena, from->schema);
    to->table = keep_text(arena, from->table);
    to->column = keep_text(arena, from->column);
    to->constraint = keep_text(arena, from->constraint);
}

static void item_done(pgw_session *session, pgw_status status)
{
    pgw_pipeline *p = session->pipeline;
    session->error.item = p->next++;
    p->items--;
    if (status != PGW_OK && p->failed.status == PGW_OK)
        error_copy(&p->arena, &p->failed, &session->error);
    if (p->done)
        p->done(p->context, session->error.item, status, &session->error);
    error_clear(&session->error);
}

static pgw_status item_take(pgw_session *session, const flight *entry, PGresult *result)
{
    ExecStatusType kind = PQresultStatus(result);
    if (kind == PGRES_PIPELINE_ABORTED)
        return fail_text(session, PGW_NOT_RUN, "an item before it failed");
    if (kind == PGRES_TUPLES_OK && entry->row)
        return take_row(session, entry->arena, entry->table, entry->versioned, result, entry->row);
    if (kind == PGRES_COMMAND_OK && session->pipeline->affected) {
        *session->pipeline->affected += (size_t)strtoull(PQcmdTuples(result), NULL, 10);
        return PGW_OK;
    }
    if (kind == PGRES_COMMAND_OK && !entry->row)
        return take_count(session, entry->table, result);
    pgw_status status = fail_result(session, result, is_secret(entry->table, entry->calls));
    if (!entry->place || !is_stale(result))
        return status;
    entry->place->text = NULL; /* it will be prepared again */
    return fail_text(session, PGW_RETRY, session->error.message);
}

/* Takes the result of the oldest entry; false when the connection is lost. */
static bool pipeline_take(pgw_session *session)
{
    pgw_pipeline *p = session->pipeline;
    const flight entry = p->ring[p->first];
    if (!pipeline_wait(session))
        return false;
    PGresult *result = PQgetResult(session->conn);
    if (!result)
        return false;
    p->first = (p->first + 1) % p->size;
    p->in_flight--;
    if (entry.kind == FLIGHT_ITEM)
        item_done(session, item_take(session, &entry, result));
    else if (entry.kind == FLIGHT_PREPARE && PQresultStatus(result) != PGRES_COMMAND_OK)
        entry.place->text = NULL;
    PQclear(result);
    if (entry.kind != FLIGHT_SYNC) { /* a NULL ends the results of each statement */
        if (!pipeline_wait(session))
            return false;
        PQclear(PQgetResult(session->conn));
    }
    return true;
}

static pgw_status pipeline_lost(pgw_session *session)
{
    return fail_connection(session);
}

/* Makes room for one more item. Without a sync the server is asked to hand over what it has. */
static pgw_status pipeline_room(pgw_session *session)
{
    pgw_pipeline *p = session->pipeline;
    if (p->items < p->depth && p->in_flight + 3 <= p->size)
        return PGW_OK;
    if (p->kind == PGW_TOGETHER && !PQsendFlushRequest(session->conn))
        return pipeline_lost(session);
    size_t down_to = p->depth / 2; /* half of it at once, so that packets are full */
    while (p->items > down_to || p->in_flight + 3 > p->size)
        if (!pipeline_take(session))
            return pipeline_lost(session);
    return PGW_OK;
}

static bool pipeline_sync(pgw_session *session)
{
    if (!PQpipelineSync(session->conn))
        return false;
    flight entry = {FLIGHT_SYNC, NULL, NULL, NULL, NULL, false, false};
    pipeline_push(session->pipeline, entry);
    return true;
}

static bool pipeline_prepare(statement *st, pgw_prepared *place)
{
    if (place->text)
        return true;
    flight entry = {FLIGHT_PREPARE, place, NULL, NULL, NULL, false, false};
    if (!cache_name(st->session, place, st->sql.data) ||
        !PQsendPrepare(st->session->conn, place->name, st->sql.data, (int)st->count, st->types))
        return false;
    pipeline_push(st->session->pipeline, entry);
    return true;
}

static bool pipeline_send(statement *st, pgw_prepared *place)
{
    PGconn *conn = st->session->conn;
    if (!place)
        return PQsendQueryParams(conn, st->sql.data, (int)st->count, st->types, st->values,
                                 st->lengths, st->formats, 1);
    return pipeline_prepare(st, place) &&
           PQsendQueryPrepared(conn, place->name, (int)st->count, st->values, st->lengths,
                               st->formats, 1);
}

static pgw_status pipeline_add(statement *st, pgw_arena *arena, void *row)
{
    pgw_session *session = st->session;
    pgw_pipeline *p = session->pipeline;
    if (!statement_finish(st))
        return fail_memory(session);
    pgw_status status = pipeline_room(session);
    if (status != PGW_OK)
        return status;
    pgw_prepared *place = statement_place(st);
    if (!pipeline_send(st, place))
        return pipeline_lost(session);
    flight entry = {FLIGHT_ITEM, place, st->table, arena, row, st->versioned, st->calls};
    pipeline_push(p, entry);
    if ((p->kind == PGW_INDEPENDENT && !pipeline_sync(session)) || PQflush(session->conn) < 0)
        return pipeline_lost(session);
    return PGW_OK;
}

pgw_status pgw_pipeline_begin(pgw_session *session, pgw_pipeline_kind kind, size_t depth,
                              pgw_pipeline_done *done, void *context)
{
    pgw_status status = session_begin(session);
    if (status != PGW_OK)
        return status;
    if (session->pipeline || depth == 0 || depth > 1000000)
        return fail_text(session, PGW_INVALID, "a pipeline inside another, or without depth");
    pgw_arena arena;
    pgw_arena_init(&arena, &session->types.allocator);
    pgw_pipeline *p = (pgw_pipeline *)pgw_arena_alloc(&arena, sizeof *p, BLOCK_ALIGN);
    size_t size = 3 * depth + 3; /* an item may bring a prepare and a sync */
    flight *ring = (flight *)arena_alloc_array(&arena, size, sizeof *ring);
    if (!p || !ring || !PQenterPipelineMode(session->conn)) {
        pgw_arena_free(&arena);
        return fail_memory(session);
    }
    memset(p, 0, sizeof *p);
    p->kind = kind;
    p->done = done;
    p->context = context;
    p->arena = arena;
    p->ring = ring;
    p->size = size;
    p->depth = depth;
    (void)PQsetnonblocking(session->conn, 1);
    session->pipeline = p;
    return PGW_OK;
}

pgw_status pgw_pipeline_end(pgw_session *session)
{
    pgw_pipeline *p = session->pipeline;
    if (!p)
        return fail_text(session, PGW_INVALID, "there is no pipeline");
    bool alive = p->kind == PGW_INDEPENDENT || pipeline_sync(session);
    while (alive && p->in_flight)
        alive = pipeline_take(session);
    session->pipeline = NULL;
    (void)PQsetnonblocking(session->conn, 0);
    alive = PQexitPipelineMode(session->conn) && alive;
    error_clear(&session->error);
    pgw_status status = p->failed.status;
    if (status != PGW_OK)
        error_copy(&session->scratch, &session->error, &p->failed);
    else if (!alive)
        status = fail_connection(session);
    pgw_arena arena = p->arena; /* p itself lives there */
    pgw_arena_free(&arena);
    return status;
}

/* ---- Transactions ---------------------------------------------------------------------------- */

/* Runs a command that gives nothing. */
static pgw_status run_command(pgw_session *session, const char *command)
{
    PGresult *result = PQexec(session->conn, command);
    pgw_status status = PGW_OK;
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        status = result ? fail_result(session, result, false) : fail_connection(session);
    PQclear(result);
    return status;
}

/* Nobody asks how it ended: it is said after an error, which must stay what it is. */
static void run_quietly(pgw_session *session, const char *command)
{
    PQclear(PQexec(session->conn, command));
}

static bool in_transaction(const pgw_session *session)
{
    return PQtransactionStatus(session->conn) != PQTRANS_IDLE;
}

pgw_status pgw_begin(pgw_session *session, pgw_isolation isolation)
{
    static const char *const commands[] = {
        "BEGIN ISOLATION LEVEL READ COMMITTED",
        "BEGIN ISOLATION LEVEL REPEATABLE READ",
        "BEGIN ISOLATION LEVEL SERIALIZABLE",
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    };
    pgw_status status = session_begin(session);
    if (status != PGW_OK)
        return status;
    if ((unsigned)isolation > PGW_READ_ONLY_SNAPSHOT || session->pipeline)
        return fail_text(session, PGW_INVALID, "an unknown isolation, or inside a pipeline");
    if (in_transaction(session))
        return fail_text(session, PGW_INVALID, "a transaction is open already");
    return run_command(session, commands[isolation]);
}

pgw_status pgw_commit(pgw_session *session)
{
    pgw_status status = session_begin(session);
    if (status != PGW_OK)
        return status;
    if (session->pipeline || !in_transaction(session))
        return fail_text(session, PGW_INVALID, "no transaction is open, or inside a pipeline");
    bool failed = PQtransactionStatus(session->conn) == PQTRANS_INERROR;
    status = run_command(session, "COMMIT");
    if (status == PGW_OK && failed)
        return fail_text(session, PGW_SERVER_ERROR,
                         "the transaction had failed and was rolled back");
    return status;
}

pgw_status pgw_rollback(pgw_session *session)
{
    pgw_status status = session_begin(session);
    if (status != PGW_OK || session->pipeline)
        return status;
    return in_transaction(session) ? run_command(session, "ROLLBACK") : PGW_OK;
}

/* Between attempts others get the time to end: 1, 2, 4 … ms and a bit. */
static void wait_before(unsigned attempt, const void *seed)
{
    unsigned milliseconds = 1U << (attempt < 9 ? attempt : 9);
    milliseconds += (unsigned)((uintptr_t)seed >> 6) % milliseconds;
    (void)poll(NULL, 0, (int)milliseconds);
}

pgw_status pgw_transaction(pgw_session *session, pgw_isolation isolation, unsigned attempts,
                           pgw_body *body, void *context)
{
    pgw_status status = PGW_OK;
    for (unsigned attempt = 0; attempt == 0 || attempt < attempts; attempt++) {
        if (attempt)
            wait_before(attempt - 1, session);
        status = pgw_begin(session, isolation);
        if (status != PGW_OK)
            return status;
        status = body(session, context);
        if (status == PGW_OK)
            status = pgw_commit(session);
        if (in_transaction(session))
            run_quietly(session, "ROLLBACK");
        if (status != PGW_RETRY)
            return status;
    }
    return status;
}

/* ---- Many rows in one statement -------------------------------------------------------------- */

/* Rows travel as an array of the table's row type in one binary parameter, unnested by the server:
 * that is several times faster than a statement for each. Where it cannot be, since the row type is
 * not the one that these bindings know, or since a chosen column travels as text, they go through a
 * pipeline. */

/* A function on many rows while it works. */
typedef struct many many;
struct many {
    pgw_session *session;
    const pgw_table *table;
    char *rows;
    size_t count;
    const void *chosen, *updated;
    const pgw_key *key; /* upsert: on conflict with it */
    pgw_arena *arena;   /* insert: rows are filled as stored; or NULL */
    bool by_key;        /* the primary key is sent too, and the version: which rows are meant */
    size_t affected;
    void (*sql)(statement *st, const many *job, bool returning);
    pgw_status (*one)(const many *job, pgw_arena *arena, void *row); /* the same for one row */
};

/* Rows in one statement at most, and bytes after which it is sent: the server is fastest as long as
 * what it needs for a statement fits into the memory that it does not give back after each. How
 * many such statements are sent ahead, and how many for a row each. */
enum { MANY_ROWS = 1024, MANY_BYTES = 40 << 10, MANY_AHEAD = 4, MANY_DEPTH = 256 };
static const size_t many_large = (size_t)1 << 20; /* a statement that is not sent ahead */

static bool is_sent(const many *job, size_t column)
{
    const pgw_column *c = &job->table->columns[column];
    return is_chosen(c, job->chosen) ||
           (job->by_key && (c->in_primary_key || c == job->table->version));
}

static bool travels_as_rows(const many *job)
{
    const pgw_table *table = job->table;
    if (!table->row || !job->session->oids[2 * table->row->index + 1])
        return false;
    for (size_t i = 0; i < table->column_count; i++)
        if (is_sent(job, i) && is_other(&table->columns[i]))
            return false;
    return true;
}

/* What is not sent is NULL, which nobody reads. */
static pgw_status encode_row(statement *st, const many *job, const encoding *e, const char *row)
{
    const pgw_table *table = job->table;
    const uint32_t *oids = job->session->row_oids[table->row->index];
    size_t start = e->out->len;
    buffer_32(e->out, 0);
    buffer_32(e->out, (uint32_t)table->column_count);
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        buffer_32(e->out, oids[i]);
        const char *reason =
            encode_part(e, column->type, is_sent(job, i) ? column_value(column, row) : NULL);
        if (reason)
            return fail_value(st, column->name, reason);
    }
    if (e->out->no_memory)
        return fail_memory(st->session);
    put32((unsigned char *)e->out->data + start, (uint32_t)(e->out->len - start - 4));
    return PGW_OK;
}

/* Binds rows from `from` on as an array; *taken tells how many, of at most `count`. */
static pgw_status bind_rows(statement *st, const many *job, size_t from, size_t count,
                            size_t *taken)
{
    const uint32_t *oids = st->session->oids + 2 * job->table->row->index;
    const encoding e = statement_encoding(st);
    size_t start = st->wire.len, n = 0;
    buffer_32(&st->wire, 1);
    buffer_32(&st->wire, 0);
    buffer_32(&st->wire, oids[0]);
    size_t count_at = st->wire.len;
    buffer_32(&st->wire, 0);
    buffer_32(&st->wire, 1);
    for (; n < count && n < MANY_ROWS && st->wire.len - start < MANY_BYTES; n++) {
        const char *row = job->rows + (from + n) * job->table->row_size;
        pgw_status status = encode_row(st, job, &e, row);
        if (status != PGW_OK) {
            st->session->error.item = from + n;
            return status;
        }
    }
    if (!st->wire.no_memory)
        put32((unsigned char *)st->wire.data + count_at, (uint32_t)n);
    *taken = n;
    return statement_add(st, "rows", oids[1], false, start, NULL);
}

/* The chosen columns, each behind `before`. */
static size_t sql_chosen(buffer *sql, const many *job, const char *before)
{
    size_t count = 0;
    for (size_t i = 0; i < job->table->column_count; i++) {
        if (!is_chosen(&job->table->columns[i], job->chosen))
            continue;
        buffer_string(sql, count++ ? ", " : "");
        buffer_string(sql, before);
        buffer_string(sql, job->table->columns[i].quoted);
    }
    return count;
}

static void sql_many_insert(statement *st, const many *job, bool returning)
{
    buffer_string(&st->sql, "INSERT INTO ");
    buffer_string(&st->sql, job->table->quoted);
    buffer_string(&st->sql, " (");
    (void)sql_chosen(&st->sql, job, "");
    buffer_string(&st->sql, ") SELECT ");
    (void)sql_chosen(&st->sql, job, "r.");
    buffer_string(&st->sql, " FROM pg_catalog.unnest($1) AS r");
    if (job->key)
        sql_on_conflict(&st->sql, job->table, job->key, job->chosen, job->updated);
    if (returning)
        sql_returning(&st->sql, job->table);
}

/* t.a = r.a */
static void sql_same(buffer *sql, const pgw_column *column, const char *before)
{
    buffer_string(sql, before);
    buffer_string(sql, "t.");
    sql_operator(sql, column, PGW_EQ);
    buffer_string(sql, "r.");
    buffer_string(sql, column->quoted);
}

/* UPDATE t AS t SET a = r.a FROM unnest($1) AS r WHERE t.id = r.id */
static void sql_many_update(statement *st, const many *job, bool returning)
{
    const pgw_table *table = job->table;
    size_t count = 0;
    (void)returning;
    buffer_string(&st->sql, "UPDATE ");
    buffer_string(&st->sql, table->quoted);
    buffer_string(&st->sql, " AS t SET ");
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        if (!is_updated(table, column, job->chosen))
            continue;
        buffer_string(&st->sql, count++ ? ", " : "");
        buffer_string(&st->sql, column->quoted);
        buffer_string(&st->sql, " = r.");
        buffer_string(&st->sql, column->quoted);
    }
    sql_count_up(&st->sql, table, "t.");
    buffer_string(&st->sql, " FROM pg_catalog.unnest($1) AS r");
    for (size_t i = 0; i < table->primary_key->column_count; i++)
        sql_same(&st->sql, key_column(table, table->primary_key, i), i ? " AND " : " WHERE ");
    if (table->version)
        sql_same(&st->sql, table->version, " AND ");
}

/* Rows as stored, into the structs that they came from. When a trigger has kept some away, nobody
 * can tell which. */
static pgw_status take_returned(const many *job, size_t from, size_t count, PGresult *result)
{
    const pgw_table *table = job->table;
    pgw_status status = result_check(job->session, table, result);
    if (status == PGW_OK && (size_t)PQntuples(result) != count)
        status = fail(job->session, PGW_NOT_FOUND, "%s: not every row was stored", table->name);
    if (status == PGW_OK && !arena_keep(job->arena, result))
        status = fail_memory(job->session);
    if (status != PGW_OK) {
        PQclear(result);
        return status;
    }
    for (size_t i = 0; i < count && status == PGW_OK; i++)
        status = decode_row(job->session, job->arena, table, KEEP_IN_PLACE, result, (int)i,
                            job->rows + (from + i) * table->row_size);
    return status;
}

/* A statement with as many rows as fit, of at most `count`. */
static pgw_status many_statement(statement *st, const many *job, size_t from, size_t count,
                                 bool returning, size_t *taken)
{
    pgw_status status = statement_begin(st, job->session, job->table, 1);
    if (status == PGW_OK)
        status = bind_rows(st, job, from, count, taken);
    if (status == PGW_OK)
        job->sql(st, job, returning);
    return status;
}

/* Whether each row must be there, with its version. */
static bool finds_all(const many *job)
{
    return job->by_key && job->table->version;
}

/* Runs one statement. A trial only shows whether it can be done. */
static pgw_status many_step(many *job, size_t from, size_t count, bool trial, size_t *taken)
{
    statement st;
    PGresult *result = NULL;
    bool returning = job->arena && !trial;
    pgw_status status = many_statement(&st, job, from, count, returning, taken);
    if (status == PGW_OK)
        status = statement_run(&st, returning ? PGRES_TUPLES_OK : PGRES_COMMAND_OK, &result);
    if (status != PGW_OK)
        return status;
    size_t affected = (size_t)strtoull(PQcmdTuples(result), NULL, 10);
    if (!trial)
        job->affected += affected;
    if (returning)
        return take_returned(job, from, *taken, result);
    PQclear(result);
    if (finds_all(job) && affected < *taken)
        return fail_absent(job->session, job->table, true);
    return PGW_OK;
}

/* Errors that some row is to blame for. */
static bool is_of_a_row(pgw_status status)
{
    return (status >= PGW_UNIQUE_VIOLATION && status <= PGW_DATA_ERROR) ||
           status == PGW_SERVER_ERROR || status == PGW_CONFLICT;
}

/* As many statements as it takes. */
static pgw_status many_steps(many *job, size_t from, size_t count, bool trial, size_t *done)
{
    pgw_status status = PGW_OK;
    size_t taken = 0;
    for (*done = 0; *done < count && status == PGW_OK; *done += taken) {
        taken = 0;
        status = many_step(job, from + *done, count - *done, trial, &taken);
    }
    return status;
}

/* Which of the first `count` rows it is: by halves, from the savepoint on. A first half that
 * succeeds stays, since a later row may fail for its sake. What is done here is undone by the
 * caller. */
static pgw_status many_blame(many *job, size_t count)
{
    pgw_session *session = job->session;
    size_t from = 0, done;
    while (count > 1) {
        size_t half = count / 2;
        run_quietly(session, "SAVEPOINT pgw_half");
        if (many_steps(job, from, half, true, &done) == PGW_OK) {
            from += half;
            count -= half;
        } else {
            run_quietly(session, "ROLLBACK TO SAVEPOINT pgw_half");
            count = done < half ? done : half;
        }
    }
    pgw_status status = many_steps(job, from, 1, true, &done);
    session->error.item = from;
    return status;
}

/* Of statements in flight: where the rows of each end, and where those of the one that failed do.
 */
typedef struct {
    size_t ends[2 * MANY_AHEAD], failed_end;
} many_ahead;

static void many_landed(void *context, size_t item, pgw_status status, const pgw_error *error)
{
    many_ahead *ahead = (many_ahead *)context;
    (void)error;
    if (status != PGW_OK && ahead->failed_end == 0)
        ahead->failed_end = ahead->ends[item % (2 * MANY_AHEAD)];
}

/* Sends one statement, and asks for its result as soon as it is there. */
static pgw_status many_send(const many *job, size_t from, size_t *end)
{
    statement st;
    size_t taken = 0;
    pgw_status status = many_statement(&st, job, from, job->count - from, false, &taken);
    if (status != PGW_OK)
        return status;
    *end = from + taken;
    status = pipeline_add(&st, NULL, NULL);
    if (status == PGW_OK && !PQsendFlushRequest(job->session->conn))
        status = fail_connection(job->session);
    while (status == PGW_OK && st.wire.len > many_large && job->session->pipeline->items)
        if (!pipeline_take(job->session))
            status = fail_connection(job->session);
    return status;
}

/* All statements, where nothing comes back but how it went: the next ones are put together while
 * the server works. *done is where the rows end that were tried. */
static pgw_status many_steps_ahead(many *job, size_t *done)
{
    pgw_session *session = job->session;
    many_ahead ahead = {{0}, 0};
    size_t rest;
    *done = 0;
    pgw_status sent = pgw_pipeline_begin(session, PGW_TOGETHER, MANY_AHEAD, many_landed, &ahead);
    if (sent != PGW_OK)
        return sent;
    session->pipeline->affected = &job->affected;
    for (size_t step = 0; *done < job->count && sent == PGW_OK && !ahead.failed_end; step++) {
        size_t *end = &ahead.ends[step % (2 * MANY_AHEAD)];
        sent = many_send(job, *done, end);
        if (sent == PGW_OK)
            *done = *end;
    }
    pgw_status status = pgw_pipeline_end(session);
    if (status != PGW_OK) {
        session->error.item = 0;
        *done = ahead.failed_end;
    } else if (sent != PGW_OK) { /* a row that cannot be sent: it says so once more */
        status = many_steps(job, *done, job->count - *done, false, &rest);
    } else if (finds_all(job) && job->affected < job->count) {
        status = fail_absent(session, job->table, true);
    }
    return status;
}

static pgw_status many_as_rows(many *job)
{
    pgw_session *session = job->session;
    size_t done;
    pgw_status status =
        job->arena ? many_steps(job, 0, job->count, false, &done) : many_steps_ahead(job, &done);
    if (!is_of_a_row(status))
        return status;
    run_quietly(session, "ROLLBACK TO SAVEPOINT pgw_all");
    pgw_status blamed = many_blame(job, done && done < job->count ? done : job->count);
    return blamed == PGW_OK ? fail_text(session, status, "the rows fail only together") : blamed;
}

/* Of the items of a pipeline: how many were done, and whether one failed for more than that its row
 * was not there. */
typedef struct {
    size_t done;
    bool failed;
} many_items;

static void many_item(void *context, size_t item, pgw_status status, const pgw_error *error)
{
    many_items *items = (many_items *)context;
    (void)item, (void)error;
    items->done += status == PGW_OK;
    items->failed |= status != PGW_OK && status != PGW_NOT_FOUND;
}

static pgw_status many_in_pipeline(many *job, pgw_arena *arena, char *rows)
{
    pgw_session *session = job->session;
    many_items items = {0, false};
    pgw_status sent = PGW_OK;
    size_t i = 0;
    pgw_status status = pgw_pipeline_begin(session, PGW_TOGETHER, MANY_DEPTH, many_item, &items);
    if (status != PGW_OK)
        return status;
    for (; i < job->count && sent == PGW_OK; i++)
        sent = job->one(job, arena, rows + i * job->table->row_size);
    if (sent != PGW_OK) {
        pgw_error unsent;
        error_copy(&session->pipeline->arena, &unsent, &session->error);
        unsent.item = i - 1;
        session->pipeline->failed = unsent;
    }
    status = pgw_pipeline_end(session);
    job->affected = items.done;
    return status == PGW_NOT_FOUND && !items.failed && !job->arena ? PGW_OK : status;
}

/* What the items return goes into the rows only when that is asked for. */
static pgw_status many_one_by_one(many *job)
{
    pgw_arena arena;
    if (job->arena)
        return many_in_pipeline(job, job->arena, job->rows);
    pgw_arena_init(&arena, &job->session->scratch.allocator);
    char *rows = (char *)arena_alloc_array(&arena, job->count, job->table->row_size);
    if (!rows)
        return fail_memory(job->session);
    memcpy(rows, job->rows, job->count * job->table->row_size);
    pgw_status status = many_in_pipeline(job, &arena, rows);
    pgw_arena_free(&arena);
    return status;
}

/* All rows in one transaction, which is the caller's where one is open. */
static pgw_status many_run(many *job)
{
    pgw_session *session = job->session;
    pgw_status status = session_begin(session);
    if (status != PGW_OK || job->count == 0)
        return status;
    if (session->pipeline)
        return fail_text(session, PGW_INVALID, "this cannot be done inside a pipeline");
    if (job->table->database != session->database)
        return fail(session, PGW_INVALID, "%s is not a table of the session's database",
                    job->table->name);
    bool own = !in_transaction(session);
    status = run_command(session, own ? "BEGIN; SAVEPOINT pgw_all" : "SAVEPOINT pgw_all");
    if (status != PGW_OK)
        return status;
    status = travels_as_rows(job) ? many_as_rows(job) : many_one_by_one(job);
    if (status == PGW_OK)
        return run_command(session, own ? "COMMIT" : "RELEASE SAVEPOINT pgw_all");
    run_quietly(session, own ? "ROLLBACK" : "ROLLBACK TO SAVEPOINT pgw_all");
    return status;
}

static pgw_status one_insert(const many *job, pgw_arena *arena, void *row)
{
    if (job->key)
        return pgw_row_upsert(job->session, arena, job->table, job->key, row, job->chosen,
                              job->updated);
    return pgw_row_insert(job->session, arena, job->table, row, job->chosen);
}

static pgw_status one_update(const many *job, pgw_arena *arena, void *row)
{
    return pgw_row_update(job->session, arena, job->table, row, job->chosen);
}

static many many_of(pgw_session *session, const pgw_table *table, const void *rows, size_t count,
                    const void *chosen)
{
    many job;
    memset(&job, 0, sizeof job);
    job.session = session;
    job.table = table;
    job.rows = (char *)(uintptr_t)rows; /* written to only where the caller gave it so */
    job.count = count;
    job.chosen = chosen;
    return job;
}

pgw_status pgw_rows_insert(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                           void *rows, size_t count, const void *chosen)
{
    many job = many_of(session, table, rows, count, chosen);
    job.arena = arena;
    job.sql = sql_many_insert;
    job.one = one_insert;
    return many_run(&job);
}

pgw_status pgw_rows_upsert(pgw_session *session, const pgw_table *table, const pgw_key *key,
                           const void *rows, size_t count, const void *chosen, const void *updated)
{
    many job = many_of(session, table, rows, count, chosen);
    job.key = key;
    job.updated = updated;
    job.sql = sql_many_insert;
    job.one = one_insert;
    return many_run(&job);
}

pgw_status pgw_rows_update(pgw_session *session, const pgw_table *table, const void *rows,
                           size_t count, const void *chosen, size_t *updated)
{
    many job = many_of(session, table, rows, count, chosen);
    job.by_key = true;
    job.sql = sql_many_update;
    job.one = one_update;
    error_clear(&session->error);
    pgw_status status = check_update(session, table, chosen);
    if (status == PGW_OK)
        status = many_run(&job);
    if (status == PGW_OK && updated)
        *updated = job.affected;
    return status;
}

/* Binds a list of values for each column of the key. */
static pgw_status bind_key_lists(statement *st, const pgw_key *key, const void *const *values,
                                 size_t count)
{
    pgw_status status = PGW_OK;
    for (size_t i = 0; i < key->column_count && status == PGW_OK; i++) {
        const pgw_column *column = key_column(st->table, key, i);
        const value_list list = {column->type, values[i], type_plain(column->type)->size, count,
                                 false};
        status = statement_bind_list(st, column->name, list);
    }
    return status;
}

/* WHERE id = ANY ($1), or for several columns WHERE (a, b) = ANY (SELECT … unnest($1, $2)). */
static void sql_any_key(buffer *sql, const pgw_table *table, const pgw_key *key)
{
    if (key->column_count == 1) {
        buffer_string(sql, " WHERE ");
        sql_operator(sql, key_column(table, key, 0), PGW_EQ);
        buffer_string(sql, "ANY ($1)");
        return;
    }
    buffer_string(sql, " WHERE (");
    sql_key_list(sql, table, key, 0);
    buffer_string(sql, ") OPERATOR(pg_catalog.=) ANY (SELECT * FROM ROWS FROM (");
    for (size_t i = 0; i < key->column_count; i++)
        buffer_format(sql, i ? ", pg_catalog.unnest($%lu)" : "pg_catalog.unnest($%lu)",
                      (unsigned long)i + 1);
    buffer_string(sql, ") AS k)");
}

pgw_status pgw_rows_delete(pgw_session *session, const pgw_table *table, const void *const *values,
                           size_t count, size_t *deleted)
{
    statement st;
    PGresult *result = NULL;
    const pgw_key *key = table->primary_key;
    pgw_status status = statement_begin(&st, session, table, key->column_count);
    if (status == PGW_OK)
        status = bind_key_lists(&st, key, values, count);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, "DELETE FROM ");
    buffer_string(&st.sql, table->quoted);
    sql_any_key(&st.sql, table, key);
    status = statement_run(&st, PGRES_COMMAND_OK, &result);
    if (status == PGW_OK && deleted)
        *deleted = (size_t)strtoull(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    return status;
}

/* The rows that are there, in no order. */
pgw_status pgw_rows_get(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                        const void *const *values, size_t count, pgw_page *page)
{
    statement st;
    PGresult *result = NULL;
    const pgw_key *key = table->primary_key;
    pgw_status status = statement_begin(&st, session, table, key->column_count);
    if (status == PGW_OK)
        status = bind_key_lists(&st, key, values, count);
    if (status != PGW_OK)
        return status;
    sql_select(&st.sql, table);
    sql_any_key(&st.sql, table, key);
    status = statement_run(&st, PGRES_TUPLES_OK, &result);
    return status == PGW_OK ? decode_page(&st, arena, result, SIZE_MAX, page) : status;
}

/* ---- COPY ------------------------------------------------------------------------------------ */

static const char copy_signature[] = "PGCOPY\n\377\r\n"; /* and its NUL, 11 bytes */
enum { COPY_SIGNATURE = 11, COPY_HEADER = 19, COPY_BUFFER = 64 * 1024 };

/* Columns that travel as text have no binary form that COPY would take. Such rows go into a
 * temporary table that holds texts in their place, and from there, at the end, in one INSERT. */
static bool copy_is_staged(const pgw_table *table, const void *chosen)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (is_chosen(&table->columns[i], chosen) && is_other(&table->columns[i]))
            return true;
    return false;
}

static const char copy_stage[] = "pg_temp.pgw_copy";

/* How the columns are written in each of the statements. */
typedef enum { COPY_PLAIN, COPY_AS_TEXT, COPY_FROM_TEXT } copy_form;

/* From text to the type that the column is declared with: built-in types without a schema. */
static void sql_from_text(buffer *sql, const pgw_column *column)
{
    static const char ending[] = " NOT NULL";
    size_t length = strlen(column->declared), end = sizeof ending - 1;
    if (length > end && strcmp(column->declared + length - end, ending) == 0)
        length -= end;
    buffer_string(sql, strchr(column->declared, '.') ? "::" : "::pg_catalog.");
    buffer_put(sql, column->declared, length);
}

/* The chosen columns with commas between them; how many. */
static size_t copy_columns(buffer *sql, const pgw_table *table, const void *chosen, copy_form form)
{
    size_t count = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        if (!is_chosen(column, chosen))
            continue;
        buffer_string(sql, count++ ? ", " : "");
        buffer_string(sql, column->quoted);
        if (form == COPY_FROM_TEXT && is_other(column))
            sql_from_text(sql, column);
        if (form != COPY_AS_TEXT || !is_other(column))
            continue;
        buffer_string(sql, "::pg_catalog.text AS ");
        buffer_string(sql, column->quoted);
    }
    return count;
}

static pgw_status copy_sql(statement *st, const char *into, const void *chosen)
{
    buffer_string(&st->sql, "COPY ");
    buffer_string(&st->sql, into);
    buffer_string(&st->sql, " (");
    size_t columns = copy_columns(&st->sql, st->table, chosen, COPY_PLAIN);
    buffer_string(&st->sql, ") FROM STDIN (FORMAT binary)");
    return columns ? PGW_OK
                   : fail(st->session, PGW_INVALID, "no column of %s is chosen", st->table->name);
}

static pgw_status copy_start(statement *st, ExecStatusType expected)
{
    pgw_session *session = st->session;
    if (session->pipeline)
        return fail_text(session, PGW_INVALID, "this cannot be done inside a pipeline");
    if (!statement_finish(st))
        return fail_memory(session);
    PGresult *result = PQexec(session->conn, st->sql.data);
    if (PQresultStatus(result) != expected)
        return statement_fail(st, result);
    PQclear(result);
    return PGW_OK;
}

/* Makes the temporary table, of the types of the columns. */
static pgw_status copy_stage_make(pgw_copy *copy, pgw_session *session, const pgw_table *table,
                                  const void *chosen)
{
    statement st;
    pgw_status status = statement_begin(&st, session, table, 0);
    if (status == PGW_OK && session->pipeline)
        status = fail_text(session, PGW_INVALID, "this cannot be done inside a pipeline");
    if (status != PGW_OK)
        return status;
    copy->staged = true;
    copy->own = !in_transaction(session);
    buffer_string(&st.sql, copy->own ? "BEGIN; " : "");
    buffer_string(&st.sql, "CREATE TEMPORARY TABLE pgw_copy ON COMMIT DROP AS SELECT ");
    (void)copy_columns(&st.sql, table, chosen, COPY_AS_TEXT);
    buffer_string(&st.sql, " FROM ");
    buffer_string(&st.sql, table->quoted);
    buffer_string(&st.sql, " WITH NO DATA");
    return copy_start(&st, PGRES_COMMAND_OK);
}

/* Everything from there into the table. */
static pgw_status copy_stage_empty(pgw_copy *copy, size_t *rows)
{
    statement st;
    PGresult *result = NULL;
    pgw_status status = statement_begin(&st, copy->session, copy->table, 0);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, "INSERT INTO ");
    buffer_string(&st.sql, copy->table->quoted);
    buffer_string(&st.sql, " (");
    (void)copy_columns(&st.sql, copy->table, copy->chosen, COPY_PLAIN);
    buffer_string(&st.sql, ") SELECT ");
    (void)copy_columns(&st.sql, copy->table, copy->chosen, COPY_FROM_TEXT);
    buffer_string(&st.sql, " FROM ");
    buffer_string(&st.sql, copy_stage);
    status = statement_run(&st, PGRES_COMMAND_OK, &result);
    if (status == PGW_OK && rows)
        *rows = (size_t)strtoull(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    if (status == PGW_OK)
        status = run_command(copy->session, copy->own ? "COMMIT" : "DROP TABLE pg_temp.pgw_copy");
    return status;
}

static void copy_stage_give_up(const pgw_copy *copy, pgw_session *session)
{
    if (copy->own && in_transaction(session))
        run_quietly(session, "ROLLBACK");
}

/* The statement that starts it, of which nothing stays when that fails. */
static pgw_status copy_open(pgw_copy *copy, pgw_session *session, const pgw_table *table,
                            const void *chosen)
{
    statement st;
    pgw_status status = PGW_OK;
    if (copy_is_staged(table, chosen))
        status = copy_stage_make(copy, session, table, chosen);
    if (status == PGW_OK)
        status = statement_begin(&st, session, table, 0);
    if (status == PGW_OK)
        status = copy_sql(&st, copy->staged ? copy_stage : table->quoted, chosen);
    if (status == PGW_OK)
        status = copy_start(&st, PGRES_COPY_IN);
    if (status != PGW_OK)
        copy_stage_give_up(copy, session);
    return status;
}

pgw_status pgw_copy_begin(pgw_copy *copy, pgw_session *session, const pgw_table *table,
                          const void *chosen)
{
    memset(copy, 0, sizeof *copy);
    pgw_arena_init(&copy->arena, &session->scratch.allocator);
    copy->buffer = (char *)pgw_arena_alloc(&copy->arena, COPY_BUFFER, BLOCK_ALIGN);
    pgw_status status =
        copy->buffer ? copy_open(copy, session, table, chosen) : fail_memory(session);
    if (status != PGW_OK) {
        pgw_arena_free(&copy->arena);
        return status;
    }
    copy->session = session;
    copy->table = table;
    copy->chosen = chosen;
    memset(copy->buffer, 0, COPY_HEADER);
    memcpy(copy->buffer, copy_signature, COPY_SIGNATURE);
    copy->used = COPY_HEADER;
    return PGW_OK;
}

static pgw_status copy_flush(pgw_copy *copy, const char *bytes, size_t size)
{
    if (PQputCopyData(copy->session->conn, bytes, (int)size) == 1)
        return PGW_OK;
    return fail_connection(copy->session);
}

/* The row behind what waits in the buffer. */
static const char *copy_encode(pgw_copy *copy, buffer *out, const void *row,
                               const pgw_column **where)
{
    const encoding e = {out, copy->session->oids};
    const pgw_table *table = copy->table;
    uint16_t count = 0;
    size_t count_at = out->len;
    buffer_16(out, 0);
    for (size_t i = 0; i < table->column_count; i++) {
        *where = &table->columns[i];
        if (!is_chosen(*where, copy->chosen))
            continue;
        count++;
        const char *reason = encode_part(&e, (*where)->type, column_value(*where, row));
        if (reason)
            return reason;
    }
    if (!out->no_memory)
        put16((unsigned char *)out->data + count_at, count);
    return out->no_memory ? no_memory : NULL;
}

/* A value that cannot be sent leaves the rows before it as they are: the COPY may go on. */
pgw_status pgw_copy_row(pgw_copy *copy, const void *row)
{
    pgw_session *session = copy->session;
    const pgw_column *where = NULL;
    if (!session)
        return PGW_INVALID; /* it has not begun, or has ended */
    buffer out = {&copy->arena, copy->buffer, copy->used, COPY_BUFFER, false};
    const char *reason = copy_encode(copy, &out, row, &where);
    if (reason) {
        error_clear(&session->error);
        session->error.item = copy->rows;
        return reason == no_memory ? fail_memory(session)
                                   : fail(session, PGW_INVALID, "%s.%s: %s", copy->table->name,
                                          where->name, reason);
    }
    copy->rows++;
    copy->used = out.len;
    if (out.data == copy->buffer && out.len < COPY_BUFFER * 3 / 4)
        return PGW_OK;
    pgw_status status = copy_flush(copy, out.data, out.len);
    copy->used = 0;
    if (out.data != copy->buffer) { /* a row that was larger than the buffer */
        pgw_arena_free(&copy->arena);
        copy->buffer = (char *)pgw_arena_alloc(&copy->arena, COPY_BUFFER, BLOCK_ALIGN);
        if (!copy->buffer)
            return fail_memory(session);
    }
    return status;
}

/* The server tells where it was: "COPY t, line 3". */
static size_t copy_item(const pgw_copy *copy, const PGresult *result)
{
    const char *context = PQresultErrorField(result, PG_DIAG_CONTEXT);
    const char *at = context ? strchr(context, ',') : NULL;
    size_t line = at ? (size_t)strtoull(at + strcspn(at, "0123456789"), NULL, 10) : 0;
    return line && line <= copy->rows ? line - 1 : 0;
}

pgw_status pgw_copy_row_of(pgw_copy *copy, const pgw_table *table, const void *row)
{
    if (copy->session && copy->table != table) {
        error_clear(&copy->session->error);
        return fail(copy->session, PGW_INVALID, "a row of %s in a COPY into %s", table->name,
                    copy->table->name);
    }
    return pgw_copy_row(copy, row);
}

/* Ends the COPY with what the server has to say about it. */
static pgw_status copy_finish(pgw_copy *copy, const char *give_up, size_t *rows)
{
    pgw_session *session = copy->session;
    error_clear(&session->error);
    pgw_status status =
        PQputCopyEnd(session->conn, give_up) == 1 ? PGW_OK : fail_connection(session);
    PGresult *result = PQgetResult(session->conn);
    if (status == PGW_OK && PQresultStatus(result) != PGRES_COMMAND_OK) {
        status = result ? fail_result(session, result, copy->table->sensitive)
                        : fail_connection(session);
        session->error.item = copy_item(copy, result);
    }
    if (status == PGW_OK && rows)
        *rows = (size_t)strtoull(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    drain(session->conn);
    if (status == PGW_OK && copy->staged)
        status = copy_stage_empty(copy, rows);
    if (status != PGW_OK)
        copy_stage_give_up(copy, session);
    pgw_arena_free(&copy->arena);
    copy->session = NULL;
    return status;
}

pgw_status pgw_copy_end(pgw_copy *copy, size_t *rows)
{
    if (!copy->session)
        return PGW_INVALID;
    char end[2] = {(char)-1, (char)-1};
    pgw_status status = copy_flush(copy, copy->buffer, copy->used);
    if (status == PGW_OK)
        status = copy_flush(copy, end, sizeof end);
    pgw_status finished = copy_finish(copy, status == PGW_OK ? NULL : "cannot go on", rows);
    return status == PGW_OK ? finished : status;
}

void pgw_copy_cancel(pgw_copy *copy)
{
    if (copy->session)
        (void)copy_finish(copy, "cancelled", NULL);
}

/* The head of the stream: *skip bytes come before the first row. */
static const char *copy_head(remaining *r)
{
    if (r->left < COPY_HEADER || memcmp(r->at, copy_signature, COPY_SIGNATURE) != 0)
        return "not a binary COPY";
    uint32_t extension = get32(r->at + 15);
    if (get32(r->at + 11) >> 16 || extension > r->left - COPY_HEADER)
        return "a COPY with an unknown head";
    r->at += COPY_HEADER + extension;
    r->left -= COPY_HEADER + extension;
    return NULL;
}

/* One row of the stream; *end at its last word. */
static const char *copy_decode(const decoding *d, const pgw_table *table, remaining *r, char *row,
                               const pgw_column **where, bool *end)
{
    unsigned char *bytes;
    size_t size;
    if (r->left < 2)
        return wrong_size;
    uint16_t count = get16(r->at);
    r->at += 2;
    r->left -= 2;
    *end = count == 0xffff;
    if (*end)
        return r->left ? wrong_size : NULL;
    if (count != table->column_count)
        return "a row with another number of columns";
    memset(row, 0, table->row_size);
    for (size_t i = 0; i < table->column_count; i++) {
        *where = &table->columns[i];
        const char *reason = take_part(r, &bytes, &size);
        if (!reason && bytes)
            reason = decode_column(d, *where, KEEP_IN_PLACE, bytes, size, row);
        else if (!reason && !(*where)->nullable)
            reason = not_null;
        if (reason)
            return reason;
    }
    return r->left ? wrong_size : NULL;
}

/* What a COPY to the client is read with. */
typedef struct {
    pgw_session *session;
    const pgw_table *table;
    pgw_arena arena;
    char *row;
    bool started, end;
} copy_reader;

static pgw_status copy_message(copy_reader *reader, char *bytes, size_t size)
{
    const decoding d = {&reader->arena, reader->session->oids};
    const pgw_column *where = NULL;
    remaining r = {(unsigned char *)bytes, size};
    const char *reason = reader->started ? NULL : copy_head(&r);
    if (!reason && !reader->started && r.left == 0)
        return PGW_NOT_FOUND; /* the head alone */
    reader->started = true;
    if (!reason)
        reason = copy_decode(&d, reader->table, &r, reader->row, &where, &reader->end);
    if (!reason)
        return PGW_OK;
    return fail_column(reader->session, reader->table, where ? where : reader->table->columns,
                       reason);
}

/* Rows are decoded in the memory that libpq hands over for each. */
static pgw_status copy_rows(copy_reader *reader, pgw_row_function *function, void *context,
                            bool *stopped)
{
    char *bytes;
    int size;
    pgw_status status = PGW_OK;
    *stopped = false;
    while (status == PGW_OK && !*stopped &&
           (size = PQgetCopyData(reader->session->conn, &bytes, 0)) > 0) {
        if (reader->arena.blocks)
            pgw_arena_reset(&reader->arena);
        bool head = !reader->started;
        status = copy_message(reader, bytes, (size_t)size);
        if (status == PGW_OK && !reader->end)
            *stopped = !function(context, reader->row);
        if (status == PGW_NOT_FOUND && head) {
            reader->started = true;
            status = PGW_OK;
        }
        PQfreemem(bytes);
    }
    return status;
}

static void copy_stop(PGconn *conn)
{
    char *bytes;
    cancel_query(conn);
    while (PQgetCopyData(conn, &bytes, 0) > 0)
        PQfreemem(bytes);
    drain(conn);
}

pgw_status pgw_copy_out(pgw_session *session, const pgw_table *table, pgw_row_function *function,
                        void *context)
{
    statement st;
    bool stopped = false;
    pgw_status status = statement_begin(&st, session, table, 0);
    if (status != PGW_OK)
        return status;
    copy_reader reader = {session, table, {NULL, NULL, session->scratch.allocator},
                          NULL,    false, false};
    reader.row = (char *)pgw_arena_alloc(&session->scratch, table->row_size, BLOCK_ALIGN);
    if (!reader.row)
        return fail_memory(session);
    buffer_string(&st.sql, "COPY (");
    sql_select(&st.sql, table);
    buffer_string(&st.sql, ") TO STDOUT (FORMAT binary)");
    status = copy_start(&st, PGRES_COPY_OUT);
    if (status != PGW_OK)
        return status;
    status = copy_rows(&reader, function, context, &stopped);
    pgw_arena_free(&reader.arena);
    if (status != PGW_OK || stopped) {
        copy_stop(session->conn);
        return status;
    }
    PGresult *result = PQgetResult(session->conn);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        status = statement_fail(&st, result);
    else if (!reader.end)
        status = fail_text(session, PGW_DECODE, "a COPY without its end");
    if (status == PGW_OK)
        PQclear(result);
    drain(session->conn);
    return status;
}

/* ---- Sessions -------------------------------------------------------------------------------- */

/* Binary timestamps are integers, and texts are UTF-8: both are what these bindings are written
 * for. */
static pgw_status session_settings(pgw_session *session)
{
    const char *integers = PQparameterStatus(session->conn, "integer_datetimes");
    const char *charset = PQparameterStatus(session->conn, "client_encoding");
    if (!integers || strcmp(integers, "on") != 0)
        return fail_text(session, PGW_MISMATCH, "the server's timestamps are not integers");
    if (!charset || strcmp(charset, "UTF8") != 0)
        if (PQsetClientEncoding(session->conn, "UTF8") != 0)
            return fail(session, PGW_MISMATCH, "client_encoding cannot be set to UTF8");
    session->encoding = PQclientEncoding(session->conn);
    session->ready = true;
    return PGW_OK;
}

/* Names in; oids of each type and of its array out, NULL where there is no such type, and the
 * columns of a row or composite type. */
static const char types_query[] =
    "SELECT t.oid, t.typarray, a.names, a.types"
    " FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2)) WITH ORDINALITY"
    " AS w (schema, name, n)"
    " LEFT JOIN pg_catalog.pg_namespace s"
    " ON s.nspname OPERATOR(pg_catalog.=) w.schema::pg_catalog.name"
    " LEFT JOIN pg_catalog.pg_type t ON t.typnamespace OPERATOR(pg_catalog.=) s.oid"
    " AND t.typname OPERATOR(pg_catalog.=) w.name::pg_catalog.name"
    " LEFT JOIN LATERAL (SELECT pg_catalog.string_agg(a.attname, ',' ORDER BY a.attnum) AS names,"
    " pg_catalog.array_agg(a.atttypid ORDER BY a.attnum) AS types"
    " FROM pg_catalog.pg_attribute a WHERE a.attrelid OPERATOR(pg_catalog.=) t.typrelid"
    " AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped) a ON true ORDER BY w.n";

static pgw_status bind_type_names(statement *st, const pgw_database *database)
{
    size_t count = database->type_count;
    pgw_opt_text *names =
        (pgw_opt_text *)arena_alloc_array(&st->session->scratch, count * 2, sizeof *names);
    if (!names)
        return fail_memory(st->session);
    for (size_t i = 0; i < count; i++) {
        names[i] = pgw_opt_text_of(database->types[i].schema);
        names[count + i] = pgw_opt_text_of(database->types[i].name);
    }
    pgw_text_array schemas = {names, count, NULL}, types = {names + count, count, NULL};
    pgw_status status = statement_bind(st, "schemas", &pgw_type_text_array, &schemas);
    if (status == PGW_OK)
        status = statement_bind(st, "names", &pgw_type_text_array, &types);
    return status;
}

static bool is_oid(const PGresult *result, int row, int field)
{
    return PQgetlength(result, row, field) == 4 && PQftype(result, field) == pgw_type_oid.oid;
}

/* The types of a row's columns, from an array of oids. */
static pgw_status keep_row_oids(pgw_session *session, size_t index, const PGresult *result)
{
    pgw_oid_array array;
    const decoding d = {&session->scratch, session->oids};
    const char *reason =
        decode_array(&d, &pgw_type_oid_array, (unsigned char *)PQgetvalue(result, (int)index, 3),
                     (size_t)PQgetlength(result, (int)index, 3), &array);
    if (reason)
        return fail_text(session, PGW_DECODE, reason);
    uint32_t *oids = (uint32_t *)arena_alloc_array(&session->types, array.count, sizeof *oids);
    if (!oids)
        return fail_memory(session);
    for (size_t i = 0; i < array.count; i++)
        oids[i] = array.items[i].value;
    session->row_oids[index] = oids;
    return PGW_OK;
}

/* Row types serve to send many rows at once: where one is missing, or has other columns than these
 * bindings know, rows are sent one by one, and it is not an error here. */
static pgw_status keep_type(pgw_session *session, const pgw_user_type *type, const PGresult *result)
{
    int row = (int)type->index;
    const char *columns = PQgetvalue(result, row, 2);
    uint32_t *oids = session->oids + 2 * type->index;
    bool found = !PQgetisnull(result, row, 0);
    bool fits = !type->columns || strcmp(type->columns, columns) == 0;
    if (found && (!is_oid(result, row, 0) || !is_oid(result, row, 1)))
        return fail_text(session, PGW_DECODE, "an unexpected answer about types");
    if (found && fits) {
        oids[0] = get32((const unsigned char *)PQgetvalue(result, row, 0));
        oids[1] = get32((const unsigned char *)PQgetvalue(result, row, 1));
        return type->is_row ? keep_row_oids(session, type->index, result) : PGW_OK;
    }
    if (type->is_row)
        return PGW_OK;
    if (!found)
        return fail(session, PGW_MISMATCH, "the database has no type %s.%s", type->schema,
                    type->name);
    return fail(session, PGW_MISMATCH, "%s.%s has the attributes %s, where these bindings want %s",
                type->schema, type->name, columns, type->columns);
}

static pgw_status keep_types(pgw_session *session, const pgw_database *database,
                             const PGresult *result)
{
    if ((size_t)PQntuples(result) != database->type_count || PQnfields(result) != 4)
        return fail_text(session, PGW_DECODE, "an unexpected answer about types");
    pgw_status status = PGW_OK;
    for (size_t i = 0; i < database->type_count && status == PGW_OK; i++)
        status = keep_type(session, &database->types[i], result);
    return status;
}

static pgw_status session_find_types(pgw_session *session)
{
    statement st;
    PGresult *result = NULL;
    const pgw_database *database = session->database;
    pgw_status status = statement_begin(&st, session, NULL, 2);
    size_t count = database->type_count;
    session->oids =
        (uint32_t *)arena_alloc_array(&session->types, count * 2, sizeof *session->oids);
    session->row_oids =
        (uint32_t **)arena_alloc_array(&session->types, count, sizeof *session->row_oids);
    if (!session->oids || !session->row_oids)
        return fail_memory(session);
    memset(session->oids, 0, count * 2 * sizeof *session->oids);
    memset((void *)session->row_oids, 0, count * sizeof *session->row_oids);
    if (status == PGW_OK)
        status = bind_type_names(&st, database);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, types_query);
    status = statement_run(&st, PGRES_TUPLES_OK, &result);
    if (status == PGW_OK)
        status = keep_types(session, database, result);
    PQclear(result);
    return status;
}

static void session_cache(pgw_session *session)
{
    struct timespec now;
    timespec_get(&now, TIME_UTC);
    session->salt = (uint32_t)hash_bytes((uint64_t)now.tv_nsec, &session, sizeof session);
    session->cache =
        (pgw_prepared *)arena_alloc_array(&session->types, CACHE_SIZE, sizeof *session->cache);
    if (session->cache)
        memset(session->cache, 0, CACHE_SIZE * sizeof *session->cache);
}

pgw_status pgw_session_init(pgw_session *session, PGconn *conn, const pgw_database *database,
                            const pgw_allocator *allocator)
{
    memset(session, 0, sizeof *session);
    session->conn = conn;
    session->database = database;
    pgw_arena_init(&session->scratch, allocator);
    pgw_arena_init(&session->types, allocator);
    pgw_status status = session_begin(session);
    if (status == PGW_OK)
        status = session_settings(session);
    if (status == PGW_OK && database->type_count)
        status = session_find_types(session);
    session_cache(session);
    return status;
}

void pgw_session_close(pgw_session *session)
{
    pgw_arena_free(&session->scratch);
    pgw_arena_free(&session->types);
    session->oids = NULL;
    session->cache = NULL;
    error_clear(&session->error);
}

void pgw_session_without_names(pgw_session *session)
{
    session->without_names = true;
}

/* ---- Verification ---------------------------------------------------------------------------- */

/* What is expected goes in as lists (schema.table, enum or function(types), column or "",
 * definition), what differs comes out. Names are taken apart by the server, so that quoting is its
 * own; only what is called ends in a parenthesis. */
static const char verify_query[] =
    "SELECT w.what OPERATOR(pg_catalog.||) CASE WHEN w.part OPERATOR(pg_catalog.<>) '' THEN '.' "
    "OPERATOR(pg_catalog.||) w.part ELSE '' END, w.expected,"
    " coalesce(f.found, '') FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2),"
    " pg_catalog.unnest($3)) WITH ORDINALITY AS w (what, part, expected, n)"
    " CROSS JOIN LATERAL (SELECT"
    " CASE WHEN w.part OPERATOR(pg_catalog.<>) '' THEN pg_catalog.to_regclass(w.what) END,"
    " CASE WHEN w.part OPERATOR(pg_catalog.=) '' AND w.what OPERATOR(pg_catalog.!~~) '%)'"
    " THEN pg_catalog.to_regtype(w.what) END,"
    " CASE WHEN w.part OPERATOR(pg_catalog.=) '' AND w.what OPERATOR(pg_catalog.~~) '%)'"
    " THEN pg_catalog.to_regprocedure(w.what) END) AS o (relation, type, routine)"
    " LEFT JOIN LATERAL ("
    "SELECT CASE WHEN s.nspname OPERATOR(pg_catalog.=) 'pg_catalog' OR d.text "
    "OPERATOR(pg_catalog.~~) (pg_catalog.quote_ident(s.nspname) OPERATOR(pg_catalog.||) '.%')"
    " THEN d.text ELSE pg_catalog.quote_ident(s.nspname) OPERATOR(pg_catalog.||) '.' "
    "OPERATOR(pg_catalog.||) d.text END"
    " OPERATOR(pg_catalog.||) CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END AS found"
    " FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) "
    "a.atttypid"
    " JOIN pg_catalog.pg_namespace s ON s.oid OPERATOR(pg_catalog.=) t.typnamespace"
    " CROSS JOIN LATERAL (SELECT pg_catalog.format_type(a.atttypid, a.atttypmod)) AS d (text)"
    " WHERE a.attrelid OPERATOR(pg_catalog.=) o.relation AND a.attname OPERATOR(pg_catalog.=) "
    "w.part"
    " AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped"
    " UNION ALL SELECT pg_catalog.string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)"
    " FROM pg_catalog.pg_enum e WHERE e.enumtypid OPERATOR(pg_catalog.=) o.type"
    " HAVING o.type IS NOT NULL"
    " UNION ALL SELECT CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END"
    " FROM pg_catalog.pg_proc p WHERE p.oid OPERATOR(pg_catalog.=) o.routine) AS f ON true"
    " WHERE f.found IS DISTINCT FROM w.expected ORDER BY w.n";

/* The three lists while they are filled. */
typedef struct {
    pgw_opt_text *whats, *parts, *expected;
    size_t count;
} expectations;

static void expect_text(expectations *all, const char *what, const char *part, const char *text)
{
    all->whats[all->count] = pgw_opt_text_of(what);
    all->parts[all->count] = pgw_opt_text_of(part);
    all->expected[all->count++] = pgw_opt_text_of(text);
}

/* "name", whatever is in it */
static void sql_quoted(buffer *sql, const char *name)
{
    buffer_string(sql, "\"");
    for (; *name; name++)
        buffer_put(sql, *name == '"' ? "\"\"" : name, *name == '"' ? 2 : 1);
    buffer_string(sql, "\"");
}

static bool expect_enum(expectations *all, pgw_arena *arena, const pgw_type *type)
{
    buffer labels = {arena, NULL, 0, 0, false}, name = {arena, NULL, 0, 0, false};
    sql_quoted(&name, type->user->schema);
    buffer_string(&name, ".");
    sql_quoted(&name, type->user->name);
    buffer_put(&name, "", 1);
    for (size_t i = 0; i < type->enumeration->count; i++) {
        buffer_string(&labels, i ? "," : "");
        buffer_string(&labels, type->enumeration->labels[i]);
    }
    buffer_put(&labels, "", 1);
    if (labels.no_memory || name.no_memory)
        return false;
    expect_text(all, name.data, "", labels.data);
    return true;
}

static bool expect_all(expectations *all, pgw_arena *arena, const pgw_database *database)
{
    size_t count = database->enum_count + database->function_count;
    for (size_t i = 0; i < database->table_count; i++)
        count += database->tables[i]->column_count;
    all->whats = (pgw_opt_text *)arena_alloc_array(arena, 3 * count + 1, sizeof *all->whats);
    if (!all->whats)
        return false;
    all->parts = all->whats + count;
    all->expected = all->parts + count;
    all->count = 0;
    for (size_t i = 0; i < database->table_count; i++) {
        const pgw_table *table = database->tables[i];
        for (size_t k = 0; k < table->column_count; k++)
            expect_text(all, table->quoted, table->columns[k].name, table->columns[k].declared);
    }
    for (size_t i = 0; i < database->function_count; i++) {
        const pgw_function *function = database->functions[i];
        expect_text(all, function->name, "",
                    function->form == PGW_CALL_PROCEDURE ? "procedure" : "function");
    }
    for (size_t i = 0; i < database->enum_count; i++)
        if (!expect_enum(all, arena, database->enums[i]))
            return false;
    return true;
}

static pgw_status take_differences(statement *st, pgw_arena *arena, PGresult *result,
                                   pgw_differences *out)
{
    size_t count = (size_t)PQntuples(result);
    pgw_difference *items = (pgw_difference *)arena_alloc_array(arena, count + 1, sizeof *items);
    if (!items || PQnfields(result) != 3 || !arena_keep(arena, result)) {
        PQclear(result);
        return fail_memory(st->session);
    }
    for (size_t i = 0; i < count; i++) {
        items[i].what = PQgetvalue(result, (int)i, 0);
        items[i].expected = PQgetvalue(result, (int)i, 1);
        items[i].found = PQgetvalue(result, (int)i, 2);
    }
    out->items = items;
    out->count = count;
    return PGW_OK;
}

static pgw_status bind_expectations(statement *st, const pgw_database *database)
{
    expectations all;
    if (!expect_all(&all, &st->session->scratch, database))
        return fail_memory(st->session);
    const pgw_opt_text *const lists[] = {all.whats, all.parts, all.expected};
    pgw_status status = PGW_OK;
    for (size_t i = 0; i < 3 && status == PGW_OK; i++) {
        pgw_text_array list = {lists[i], all.count, NULL};
        status = statement_bind(st, "expected", &pgw_type_text_array, &list);
    }
    return status;
}

pgw_status pgw_verify(pgw_session *session, pgw_verify_mode mode, pgw_arena *arena,
                      pgw_differences *differences)
{
    statement st;
    PGresult *result = NULL;
    memset(differences, 0, sizeof *differences);
    pgw_status status = statement_begin(&st, session, NULL, 3);
    if (status != PGW_OK || mode == PGW_VERIFY_OFF)
        return status;
    status = bind_expectations(&st, session->database);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, verify_query);
    status = statement_run(&st, PGRES_TUPLES_OK, &result);
    if (status == PGW_OK)
        status = take_differences(&st, arena, result, differences);
    if (status != PGW_OK || mode == PGW_VERIFY_WARN || differences->count == 0)
        return status;
    const pgw_difference *first = differences->items;
    return fail(session, PGW_MISMATCH, "%s is %s, where these bindings want %s (%lu differences)",
                first->what, *first->found ? first->found : "not there", first->expected,
                (unsigned long)differences->count);
}

/* ---- Drift ----------------------------------------------------------------------------------- */

static bool drift_text(buffer *out, const char *const *pieces)
{
    for (size_t i = 0; pieces[i]; i++)
        buffer_string(out, pieces[i]);
    buffer_put(out, "", 1);
    return !out->no_memory;
}

/* Columns: object, problem, model, database; the last two NULL of whole objects. */
static pgw_status drift_take(pgw_session *session, pgw_arena *arena, PGresult *result,
                             pgw_differences *out)
{
    size_t count = (size_t)PQntuples(result);
    pgw_difference *items = (pgw_difference *)arena_alloc_array(arena, count + 1, sizeof *items);
    if (!items || PQnfields(result) != 4 || !arena_keep(arena, result)) {
        PQclear(result);
        return fail_memory(session);
    }
    for (size_t i = 0; i < count; i++) {
        buffer what = {arena, NULL, 0, 0, false};
        buffer_string(&what, PQgetvalue(result, (int)i, 0));
        buffer_string(&what, ": ");
        buffer_string(&what, PQgetvalue(result, (int)i, 1));
        buffer_put(&what, "", 1);
        if (what.no_memory)
            return fail_memory(session);
        items[i].what = what.data;
        items[i].expected = PQgetvalue(result, (int)i, 2);
        items[i].found = PQgetvalue(result, (int)i, 3);
    }
    out->items = items;
    out->count = count;
    return PGW_OK;
}

pgw_status pgw_drift(pgw_session *session, const char *profile, const char *const *pieces,
                     pgw_arena *arena, pgw_differences *differences)
{
    buffer query = {&session->scratch, NULL, 0, 0, false};
    memset(differences, 0, sizeof *differences);
    pgw_status status = pgw_begin(session, PGW_READ_ONLY_SNAPSHOT);
    if (status != PGW_OK)
        return status;
    status = drift_text(&query, pieces) ? run_command(session, profile) : fail_memory(session);
    if (status == PGW_OK) {
        PGresult *result = PQexec(session->conn, query.data);
        if (PQresultStatus(result) == PGRES_TUPLES_OK) {
            status = drift_take(session, arena, result, differences);
        } else {
            status = result ? fail_result(session, result, false) : fail_connection(session);
            PQclear(result);
        }
    }
    run_quietly(session, "ROLLBACK");
    return status;
}

/* ---- Pools ----------------------------------------------------------------------------------- */

typedef enum { SLOT_CLOSED, SLOT_IDLE, SLOT_TAKEN } slot_state;

typedef struct {
    pgw_session session;
    PGconn *conn;
    slot_state state;
    pthread_t owner; /* who has it, or had it last */
    time_t born, used;
    unsigned long turn; /* counts up with each use */
} pool_slot;

struct pgw_pool {
    pthread_mutex_t mutex;
    pthread_cond_t freed;
    pgw_pool_options options;
    char *conninfo;
    pool_slot *slots;
    size_t count; /* size + overflow */
    unsigned long turns;
};

static time_t monotonic_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* An error that outlives its session: its texts are not kept. */
static pgw_status pool_fail(pgw_error *error, pgw_status status, const char *message)
{
    error_clear(error);
    error->status = status;
    error->message = message;
    return status;
}

static void slot_close(pool_slot *slot)
{
    pgw_session_close(&slot->session);
    PQfinish(slot->conn);
    slot->conn = NULL;
}

static pgw_status slot_open(pgw_pool *pool, pool_slot *slot, pgw_error *error)
{
    slot->conn = PQconnectdb(pool->conninfo);
    if (PQstatus(slot->conn) != CONNECTION_OK) {
        PQfinish(slot->conn);
        slot->conn = NULL;
        return pool_fail(error, PGW_CONNECTION, "a connection of the pool cannot be opened");
    }
    pgw_status status = pgw_session_init(&slot->session, slot->conn, pool->options.database, NULL);
    if (status != PGW_OK) {
        slot_close(slot);
        return pool_fail(error, status, "a session of the pool cannot be started");
    }
    if (pool->options.without_names)
        pgw_session_without_names(&slot->session);
    slot->born = slot->used = monotonic_seconds();
    return PGW_OK;
}

/* Whether an idle connection may be handed out as it is. */
static bool slot_is_good(const pgw_pool *pool, pool_slot *slot)
{
    time_t now = monotonic_seconds();
    const pgw_pool_options *options = &pool->options;
    if (PQstatus(slot->conn) != CONNECTION_OK)
        return false;
    if (options->recycle && now - slot->born >= (time_t)options->recycle)
        return false;
    if (options->ping && now - slot->used < (time_t)options->ping)
        return true;
    PGresult *result = PQexec(slot->conn, "");
    bool alive = PQresultStatus(result) == PGRES_EMPTY_QUERY;
    PQclear(result);
    return alive;
}

/* The slot to take: the idle one that this thread had last, the idle one used last, a closed one.
 */
static pool_slot *pool_choose(pgw_pool *pool)
{
    pool_slot *best = NULL, *closed = NULL;
    for (size_t i = 0; i < pool->count; i++) {
        pool_slot *slot = &pool->slots[i];
        if (slot->state == SLOT_CLOSED)
            closed = slot;
        if (slot->state != SLOT_IDLE)
            continue;
        if (pthread_equal(slot->owner, pthread_self()))
            return slot;
        if (!best || slot->turn > best->turn)
            best = slot;
    }
    return best ? best : closed;
}

static struct timespec deadline_after(unsigned milliseconds)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += (time_t)(milliseconds / 1000);
    at.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    at.tv_sec += at.tv_nsec / 1000000000;
    at.tv_nsec %= 1000000000;
    return at;
}

/* Waits for a slot and marks it as this thread's; NULL: none came free in time. */
static pool_slot *pool_wait(pgw_pool *pool)
{
    struct timespec until = deadline_after(pool->options.timeout);
    int waited = 0;
    pthread_mutex_lock(&pool->mutex);
    pool_slot *slot = pool_choose(pool);
    while (!slot && pool->options.timeout && waited == 0) {
        waited = pthread_cond_timedwait(&pool->freed, &pool->mutex, &until);
        slot = pool_choose(pool);
    }
    if (slot) {
        slot->state = SLOT_TAKEN;
        slot->owner = pthread_self();
        slot->turn = ++pool->turns;
    }
    pthread_mutex_unlock(&pool->mutex);
    return slot;
}

static void pool_put(pgw_pool *pool, pool_slot *slot)
{
    size_t open = 0;
    pthread_mutex_lock(&pool->mutex);
    for (size_t i = 0; i < pool->count; i++)
        open += pool->slots[i].state == SLOT_IDLE;
    bool stays = slot->conn && open < pool->options.size;
    if (stays)
        slot->state = SLOT_IDLE;
    pthread_mutex_unlock(&pool->mutex);
    if (!stays) { /* closing takes time, and needs no lock: the slot is still taken */
        if (slot->conn)
            slot_close(slot);
        pthread_mutex_lock(&pool->mutex);
        slot->state = SLOT_CLOSED;
        pthread_mutex_unlock(&pool->mutex);
    }
    pthread_cond_signal(&pool->freed);
}

pgw_status pgw_pool_take(pgw_pool *pool, pgw_session **session, pgw_error *error)
{
    pool_slot *slot = pool_wait(pool);
    if (!slot)
        return pool_fail(error, PGW_TIMEOUT, "no session of the pool came free in time");
    if (slot->conn && !slot_is_good(pool, slot))
        slot_close(slot);
    pgw_status status = slot->conn ? PGW_OK : slot_open(pool, slot, error);
    if (status != PGW_OK) {
        pool_put(pool, slot);
        return status;
    }
    *session = &slot->session;
    return PGW_OK;
}

/* As it was when it was fresh: nothing in flight, no transaction, no channels. */
static void slot_clean(pool_slot *slot)
{
    pgw_session *session = &slot->session;
    if (session->pipeline)
        (void)!pgw_pipeline_end(session);
    (void)pgw_rollback(session);
    if (session->listening) {
        run_quietly(session, "UNLISTEN *");
        for (PGnotify *notify; (notify = PQnotifies(slot->conn)) != NULL;)
            PQfreemem(notify);
        session->listening = false;
    }
    if (PQstatus(slot->conn) != CONNECTION_OK || PQtransactionStatus(slot->conn) != PQTRANS_IDLE)
        slot_close(slot);
    slot->used = monotonic_seconds();
}

bool pgw_pool_give(pgw_pool *pool, pgw_session *session)
{
    if (!session)
        return true;
    pool_slot *slot = NULL;
    for (size_t i = 0; i < pool->count; i++)
        if (&pool->slots[i].session == session)
            slot = &pool->slots[i];
    if (!slot || slot->state != SLOT_TAKEN || !pthread_equal(slot->owner, pthread_self()))
        return false;
    slot_clean(slot);
    pool_put(pool, slot);
    return true;
}

static pgw_status pool_verify(pgw_pool *pool, pgw_error *error)
{
    pgw_session *session;
    pgw_differences differences;
    pgw_arena arena;
    pgw_status status = pgw_pool_take(pool, &session, error);
    if (status != PGW_OK)
        return status;
    pgw_arena_init(&arena, NULL);
    status = pgw_verify(session, pool->options.verify, &arena, &differences);
    if (status != PGW_OK)
        (void)pool_fail(error, status, "the database is not the one these bindings were made for");
    pgw_arena_free(&arena);
    (void)pgw_pool_give(pool, session);
    return status;
}

static bool pool_init(pgw_pool *pool, const pgw_pool_options *options)
{
    pthread_condattr_t attributes;
    pool->options = *options;
    pool->options.size = options->size ? options->size : 1;
    pool->count = pool->options.size + options->overflow;
    pool->slots = (pool_slot *)calloc(pool->count, sizeof *pool->slots);
    pool->conninfo = (char *)malloc(strlen(options->conninfo) + 1);
    if (!pool->slots || !pool->conninfo)
        return false;
    memcpy(pool->conninfo, options->conninfo, strlen(options->conninfo) + 1);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->freed, &attributes);
    pthread_condattr_destroy(&attributes);
    return true;
}

pgw_status pgw_pool_open(pgw_pool **pool, const pgw_pool_options *options, pgw_error *error)
{
    pgw_pool *made = (pgw_pool *)calloc(1, sizeof *made);
    if (!made || !pool_init(made, options)) {
        if (made)
            free(made->slots);
        if (made)
            free(made->conninfo);
        free(made);
        return pool_fail(error, PGW_NO_MEMORY, "out of memory");
    }
    pgw_status status = pool_verify(made, error);
    if (status == PGW_OK)
        *pool = made;
    else
        pgw_pool_close(made);
    return status;
}

void pgw_pool_close(pgw_pool *pool)
{
    if (!pool)
        return;
    for (size_t i = 0; i < pool->count; i++)
        if (pool->slots[i].conn)
            slot_close(&pool->slots[i]);
    pthread_cond_destroy(&pool->freed);
    pthread_mutex_destroy(&pool->mutex);
    free(pool->slots);
    free(pool->conninfo);
    free(pool);
}

pgw_status pgw_listen(pgw_session *session, const char *channel)
{
    pgw_status status = session_begin(session);
    if (status != PGW_OK)
        return status;
    char *quoted = PQescapeIdentifier(session->conn, channel, strlen(channel));
    if (!quoted)
        return fail_connection(session);
    buffer sql = {&session->scratch, NULL, 0, 0, false};
    buffer_string(&sql, "LISTEN ");
    buffer_string(&sql, quoted);
    buffer_put(&sql, "", 1);
    PQfreemem(quoted);
    if (sql.no_memory)
        return fail_memory(session);
    session->listening = true;
    return run_command(session, sql.data);
}

/* ---- Values ---------------------------------------------------------------------------------- */

const char *pgw_enum_label(const pgw_enum *enumeration, int value)
{
    if (value < 1 || (size_t)value > enumeration->count)
        return "";
    return enumeration->labels[value - 1];
}

int pgw_enum_value(const pgw_enum *enumeration, const char *label)
{
    for (size_t i = 0; i < enumeration->count; i++)
        if (strcmp(enumeration->labels[i], label) == 0)
            return (int)i + 1;
    return 0;
}

pgw_text pgw_text_of(const char *string)
{
    pgw_text text = {string, string ? strlen(string) : 0};
    return text;
}

pgw_opt_text pgw_opt_text_of(const char *string)
{
    pgw_opt_text text;
    memset(&text, 0, sizeof text);
    text.present = string != NULL;
    text.value = pgw_text_of(string);
    return text;
}

bool pgw_text_equal(pgw_text a, pgw_text b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Where *_to_string functions write: it counts on when the room is used up. */
typedef struct {
    char *out;
    size_t size, len;
} printer;

static void print_char(printer *p, char c)
{
    if (p->len + 1 < p->size)
        p->out[p->len] = c;
    p->len++;
}

static void print_string(printer *p, const char *string)
{
    while (*string)
        print_char(p, *string++);
}

static void print_number(printer *p, int64_t number, int width)
{
    char text[32];
    snprintf(text, sizeof text, "%0*lld", width, (long long)number);
    print_string(p, text);
}

static size_t print_end(printer *p)
{
    if (p->size)
        p->out[p->len < p->size ? p->len : p->size - 1] = '\0';
    return p->len;
}

static const char hex_digits[] = "0123456789abcdef";

size_t pgw_uuid_to_string(const pgw_uuid *uuid, char *out, size_t size)
{
    printer p = {out, size, 0};
    for (size_t i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            print_char(&p, '-');
        print_char(&p, hex_digits[uuid->bytes[i] >> 4]);
        print_char(&p, hex_digits[uuid->bytes[i] & 15]);
    }
    return print_end(&p);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool pgw_uuid_from_string(const char *string, pgw_uuid *out)
{
    pgw_uuid uuid;
    bool hyphens = strlen(string) == 36;
    for (size_t i = 0; i < 16; i++) {
        if (hyphens && (i == 4 || i == 6 || i == 8 || i == 10) && *string++ != '-')
            return false;
        int high = hex_value(string[0]);
        int low = high < 0 ? -1 : hex_value(string[1]);
        if (low < 0)
            return false;
        uuid.bytes[i] = (uint8_t)(high << 4 | low);
        string += 2;
    }
    if (*string)
        return false;
    *out = uuid;
    return true;
}

static size_t print_inet(const pgw_inet *inet, bool always, char *out, size_t size)
{
    char text[INET6_ADDRSTRLEN] = "";
    printer p = {out, size, 0};
    bool six = inet->family == PGW_INET6;
    if (inet_ntop(six ? AF_INET6 : AF_INET, inet->address, text, sizeof text))
        print_string(&p, text);
    if (always || inet->bits != (six ? 128 : 32)) {
        print_char(&p, '/');
        print_number(&p, inet->bits, 1);
    }
    return print_end(&p);
}

size_t pgw_inet_to_string(const pgw_inet *inet, char *out, size_t size)
{
    return print_inet(inet, false, out, size);
}

size_t pgw_cidr_to_string(const pgw_inet *inet, char *out, size_t size)
{
    return print_inet(inet, true, out, size);
}

/* Two hexadecimal digits for each byte. */
static void print_bytes(printer *p, const uint8_t *bytes, size_t count, const char *between)
{
    for (size_t i = 0; i < count; i++) {
        print_string(p, i ? between : "");
        print_char(p, hex_digits[bytes[i] >> 4]);
        print_char(p, hex_digits[bytes[i] & 15]);
    }
}

size_t pgw_macaddr_to_string(const pgw_macaddr *mac, char *out, size_t size)
{
    printer p = {out, size, 0};
    print_bytes(&p, mac->bytes, sizeof mac->bytes, ":");
    return print_end(&p);
}

size_t pgw_macaddr8_to_string(const pgw_macaddr8 *mac, char *out, size_t size)
{
    printer p = {out, size, 0};
    print_bytes(&p, mac->bytes, sizeof mac->bytes, ":");
    return print_end(&p);
}

size_t pgw_bytea_to_string(const pgw_bytea *bytea, char *out, size_t size)
{
    printer p = {out, size, 0};
    print_string(&p, "\\x");
    print_bytes(&p, bytea->ptr, bytea->len, "");
    return print_end(&p);
}

size_t pgw_bit_to_string(const pgw_bit *bit, char *out, size_t size)
{
    printer p = {out, size, 0};
    for (size_t i = 0; i < bit->bits; i++)
        print_char(&p, bit->bytes[i / 8] & (128 >> i % 8) ? '1' : '0');
    return print_end(&p);
}

size_t pgw_lsn_to_string(uint64_t lsn, char *out, size_t size)
{
    char text[24];
    printer p = {out, size, 0};
    snprintf(text, sizeof text, "%lX/%lX", (unsigned long)(lsn >> 32),
             (unsigned long)(lsn & 0xffffffff));
    print_string(&p, text);
    return print_end(&p);
}

bool pgw_inet_from_string(const char *string, pgw_inet *out)
{
    char address[INET6_ADDRSTRLEN];
    pgw_inet inet;
    memset(&inet, 0, sizeof inet);
    size_t length = strcspn(string, "/");
    if (length >= sizeof address)
        return false;
    memcpy(address, string, length);
    address[length] = '\0';
    inet.family = strchr(address, ':') ? PGW_INET6 : PGW_INET4;
    int limit = inet.family == PGW_INET6 ? 128 : 32, bits = limit;
    if (inet_pton(inet.family == PGW_INET6 ? AF_INET6 : AF_INET, address, inet.address) != 1)
        return false;
    if (string[length] == '/') {
        const char *digits = string + length + 1;
        bits = 0;
        do {
            if (*digits < '0' || *digits > '9' || (bits = bits * 10 + (*digits - '0')) > limit)
                return false;
        } while (*++digits);
    }
    inet.bits = (uint8_t)bits;
    *out = inet;
    return true;
}

/* ---- Decimals -------------------------------------------------------------------------------- */

/* The decimal digit that stands for 10 ** position. */
static int numeric_digit(const pgw_numeric *n, long position)
{
    static const int powers[] = {1, 10, 100, 1000};
    long group = position >= 0 ? position / 4 : -((3 - position) / 4);
    long index = n->weight - group;
    if (index < 0 || index >= n->digit_count)
        return 0;
    return n->digits[index] / powers[position - group * 4] % 10;
}

size_t pgw_numeric_to_string(const pgw_numeric *numeric, char *out, size_t size)
{
    static const char *const names[] = {"", "NaN", "Infinity", "-Infinity"};
    printer p = {out, size, 0};
    if (numeric->kind != PGW_NUMERIC_FINITE) {
        print_string(&p, names[numeric->kind]);
        return print_end(&p);
    }
    if (numeric->negative)
        print_char(&p, '-');
    long first = numeric->weight < 0 ? 0 : numeric->weight * 4L + 3;
    while (first > 0 && numeric_digit(numeric, first) == 0)
        first--;
    for (long position = first; position >= -(long)numeric->scale; position--) {
        if (position == -1)
            print_char(&p, '.');
        print_char(&p, (char)('0' + numeric_digit(numeric, position)));
    }
    return print_end(&p);
}

/* A number's text taken apart: digits, of which `decimals` stand behind the point. */
typedef struct {
    const char *text;
    bool negative;
    size_t digits;
    long decimals;
} decimal_text;

static bool scan_exponent(const char *at, long *out)
{
    bool negative = *at == '-';
    long value = 0;
    if (*at == '-' || *at == '+')
        at++;
    if (!*at)
        return false;
    for (; *at; at++) {
        if (*at < '0' || *at > '9' || value > 200000)
            return false;
        value = value * 10 + (*at - '0');
    }
    *out = negative ? -value : value;
    return true;
}

static bool scan_decimal(const char *string, decimal_text *out)
{
    bool point = false;
    long exponent = 0;
    memset(out, 0, sizeof *out);
    out->negative = *string == '-';
    if (*string == '-' || *string == '+')
        string++;
    out->text = string;
    for (; (*string >= '0' && *string <= '9') || (*string == '.' && !point); string++) {
        if (*string == '.')
            point = true;
        else {
            out->digits++;
            out->decimals += point;
        }
        if (out->digits > 200000)
            return false;
    }
    if (*string == 'e' || *string == 'E') {
        if (!scan_exponent(string + 1, &exponent))
            return false;
    } else if (*string) {
        return false;
    }
    out->decimals -= exponent;
    return out->digits > 0;
}

/* Cuts groups of zeros off both ends, as the server holds numbers. */
static void numeric_trim(pgw_numeric *n)
{
    while (n->digit_count && n->digits[n->digit_count - 1] == 0)
        n->digit_count--;
    while (n->digit_count && n->digits[0] == 0) {
        n->digits++;
        n->digit_count--;
        n->weight--;
    }
    if (n->digit_count == 0) {
        n->weight = 0;
        n->negative = false;
    }
}

static pgw_status numeric_build(pgw_arena *arena, const decimal_text *from, pgw_numeric *out)
{
    /* The point stands between groups: the lowest group holds the positions from low * 4. */
    long low = from->decimals > 0 ? -((from->decimals + 3) / 4) : -from->decimals / 4;
    long top = (long)from->digits - from->decimals - 1;
    long high = top >= 0 ? top / 4 : -((3 - top) / 4);
    if (high < low)
        high = low;
    if (from->decimals > 16383 || high > 32767 || high < -32768)
        return PGW_INVALID;
    size_t count = (size_t)(high - low + 1);
    int16_t *digits = (int16_t *)arena_alloc_array(arena, count, sizeof(int16_t));
    if (!digits)
        return PGW_NO_MEMORY;
    memset(digits, 0, count * sizeof *digits);
    static const int powers[] = {1, 10, 100, 1000};
    long position = top;
    for (const char *c = from->text; position >= -from->decimals; c++) {
        if (*c == '.')
            continue;
        long group = position >= 0 ? position / 4 : -((3 - position) / 4);
        digits[high - group] =
            (int16_t)(digits[high - group] + (*c - '0') * powers[position - group * 4]);
        position--;
    }
    memset(out, 0, sizeof *out);
    out->negative = from->negative;
    out->weight = (int16_t)high;
    out->scale = (uint16_t)(from->decimals > 0 ? from->decimals : 0);
    out->digits = digits;
    out->digit_count = (uint16_t)count;
    numeric_trim(out);
    return PGW_OK;
}

pgw_status pgw_numeric_from_string(pgw_arena *arena, const char *string, pgw_numeric *out)
{
    static const struct {
        const char *name;
        pgw_numeric_kind kind;
    } names[] = {
        {"NaN", PGW_NUMERIC_NAN},
        {"Infinity", PGW_NUMERIC_INFINITY},
        {"-Infinity", PGW_NUMERIC_MINUS_INFINITY},
    };
    decimal_text text;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(string, names[i].name) == 0) {
            memset(out, 0, sizeof *out);
            out->kind = names[i].kind;
            return PGW_OK;
        }
    return scan_decimal(string, &text) ? numeric_build(arena, &text, out) : PGW_INVALID;
}

pgw_status pgw_numeric_from_int64(pgw_arena *arena, int64_t value, unsigned scale, pgw_numeric *out)
{
    char text[48];
    if (scale > 16383)
        return PGW_INVALID;
    snprintf(text, sizeof text, "%llde-%u", (long long)value, scale);
    return pgw_numeric_from_string(arena, text, out);
}

/* acc * 10 - digit without overflow: numbers are built on the negative side, which reaches further.
 */
static bool push_digit(int64_t *acc, int digit)
{
    if (*acc < INT64_MIN / 10 || (*acc == INT64_MIN / 10 && digit > -(INT64_MIN % 10)))
        return false;
    *acc = *acc * 10 - digit;
    return true;
}

bool pgw_numeric_to_int64(const pgw_numeric *numeric, unsigned scale, int64_t *out)
{
    int64_t acc = 0;
    if (numeric->kind != PGW_NUMERIC_FINITE || scale > 16383)
        return false;
    long low = (numeric->weight - (long)numeric->digit_count + 1) * 4;
    for (long at = numeric->weight < 0 ? 0 : numeric->weight * 4L + 3; at >= -(long)scale; at--)
        if (!push_digit(&acc, numeric_digit(numeric, at)))
            return false;
    for (long at = -(long)scale - 1; at >= low; at--)
        if (numeric_digit(numeric, at) != 0)
            return false;
    if (!numeric->negative && acc == INT64_MIN)
        return false;
    *out = numeric->negative ? acc : -acc;
    return true;
}

/* ---- Time ------------------------------------------------------------------------------------ */

static const int64_t second_us = 1000000;
static const int64_t day_us = 86400 * (int64_t)1000000;
static const int64_t epoch_seconds = 946684800; /* 2000-01-01 in seconds since 1970 */

/* Division that rounds down; *rest is from 0 to by - 1. */
static int64_t divide(int64_t value, int64_t by, int64_t *rest)
{
    int64_t quotient = value / by;
    *rest = value % by;
    if (*rest < 0) {
        *rest += by;
        quotient--;
    }
    return quotient;
}

/* Years are counted from a first of March, so that the leap day is the last of its year. Days come
 * in cycles of 400 years. Returns whether the year is before Christ. */
static bool print_day(printer *p, int64_t days)
{
    int64_t day;
    int64_t cycle = divide(days - 60, 146097, &day); /* from 2000-03-01 */
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    day -= year * 365 + year / 4 - year / 100;
    int64_t month = (5 * day + 2) / 153; /* 0: March */
    day -= (153 * month + 2) / 5;
    year += 2000 + cycle * 400 + (month >= 10);
    month = month < 10 ? month + 3 : month - 9;
    print_number(p, year > 0 ? year : 1 - year, 4);
    print_char(p, '-');
    print_number(p, month, 2);
    print_char(p, '-');
    print_number(p, day + 1, 2);
    return year <= 0;
}

static void print_clock(printer *p, uint64_t us)
{
    int64_t fraction = (int64_t)(us % 1000000), seconds = (int64_t)(us / 1000000);
    print_number(p, seconds / 3600, 2);
    print_char(p, ':');
    print_number(p, seconds / 60 % 60, 2);
    print_char(p, ':');
    print_number(p, seconds % 60, 2);
    if (fraction == 0)
        return;
    int width = 6;
    for (; fraction % 10 == 0; width--)
        fraction /= 10;
    print_char(p, '.');
    print_number(p, fraction, width);
}

static size_t print_timestamp(pgw_timestamp timestamp, const char *zone, char *out, size_t size)
{
    printer p = {out, size, 0};
    int64_t us;
    if (timestamp == PGW_TIMESTAMP_INFINITY || timestamp == PGW_TIMESTAMP_MINUS_INFINITY) {
        print_string(&p, timestamp > 0 ? "infinity" : "-infinity");
        return print_end(&p);
    }
    bool before_christ = print_day(&p, divide(timestamp, day_us, &us));
    print_char(&p, ' ');
    print_clock(&p, (uint64_t)us);
    print_string(&p, zone);
    print_string(&p, before_christ ? " BC" : "");
    return print_end(&p);
}

size_t pgw_timestamp_to_string(pgw_timestamp timestamp, char *out, size_t size)
{
    return print_timestamp(timestamp, "", out, size);
}

size_t pgw_timestamptz_to_string(pgw_timestamp timestamp, char *out, size_t size)
{
    return print_timestamp(timestamp, "+00", out, size);
}

size_t pgw_time_to_string(pgw_time time, char *out, size_t size)
{
    printer p = {out, size, 0};
    print_clock(&p, (uint64_t)time);
    return print_end(&p);
}

size_t pgw_timetz_to_string(const pgw_timetz *timetz, char *out, size_t size)
{
    printer p = {out, size, 0};
    int64_t zone = timetz->zone, parts[] = {0, 0, 0};
    print_clock(&p, (uint64_t)timetz->time);
    print_char(&p, zone <= 0 ? '+' : '-');
    zone = zone < 0 ? -zone : zone;
    parts[0] = zone / 3600;
    parts[1] = zone / 60 % 60;
    parts[2] = zone % 60;
    for (int i = 0; i < 3 && (i == 0 || parts[i] || (i == 1 && parts[2])); i++) {
        print_string(&p, i ? ":" : "");
        print_number(&p, parts[i], 2);
    }
    return print_end(&p);
}

/* What has been printed of an interval: something, and whether that was negative. */
typedef struct {
    printer p;
    bool some, negative;
} interval_printer;

/* "2 mons", "-1 days"; a plus stands only behind what is negative. */
static void print_part(interval_printer *i, int64_t value, const char *unit)
{
    if (value == 0)
        return;
    print_string(&i->p, i->some ? " " : "");
    print_string(&i->p, i->negative && value > 0 ? "+" : "");
    print_number(&i->p, value, 1);
    print_string(&i->p, unit);
    print_string(&i->p, value == 1 ? "" : "s");
    i->some = true;
    i->negative = value < 0;
}

size_t pgw_interval_to_string(const pgw_interval *interval, char *out, size_t size)
{
    interval_printer i = {{out, size, 0}, false, false};
    int64_t us = interval->microseconds;
    print_part(&i, interval->months / 12, " year");
    print_part(&i, interval->months % 12, " mon");
    print_part(&i, interval->days, " day");
    if (us || !i.some) {
        print_string(&i.p, i.some ? " " : "");
        print_string(&i.p, us < 0 ? "-" : i.negative ? "+" : "");
        print_clock(&i.p, us < 0 ? 0 - (uint64_t)us : (uint64_t)us);
    }
    return print_end(&i.p);
}

size_t pgw_date_to_string(pgw_date date, char *out, size_t size)
{
    printer p = {out, size, 0};
    if (date == PGW_DATE_INFINITY || date == PGW_DATE_MINUS_INFINITY)
        print_string(&p, date > 0 ? "infinity" : "-infinity");
    else
        print_string(&p, print_day(&p, date) ? " BC" : "");
    return print_end(&p);
}

static bool is_infinite(pgw_timestamp timestamp)
{
    return timestamp == PGW_TIMESTAMP_INFINITY || timestamp == PGW_TIMESTAMP_MINUS_INFINITY;
}

bool pgw_timestamp_to_timespec(pgw_timestamp timestamp, struct timespec *out)
{
    int64_t us;
    int64_t seconds = divide(timestamp, second_us, &us) + epoch_seconds;
    time_t time = (time_t)seconds;
    if (is_infinite(timestamp) || (int64_t)time != seconds)
        return false;
    memset(out, 0, sizeof *out);
    out->tv_sec = time;
    out->tv_nsec = (long)us * 1000;
    return true;
}

/* What is finer than a microsecond is cut off. */
bool pgw_timestamp_from_timespec(const struct timespec *time, pgw_timestamp *out)
{
    int64_t seconds = (int64_t)time->tv_sec;
    if (time->tv_nsec < 0 || time->tv_nsec > 999999999 || seconds < INT64_MIN / 2 / second_us ||
        seconds > INT64_MAX / second_us)
        return false;
    *out = (seconds - epoch_seconds) * second_us + time->tv_nsec / 1000;
    return true;
}

bool pgw_timestamp_to_time(pgw_timestamp timestamp, time_t *out)
{
    struct timespec time;
    if (!pgw_timestamp_to_timespec(timestamp, &time))
        return false;
    *out = time.tv_sec;
    return true;
}

bool pgw_timestamp_from_time(time_t time, pgw_timestamp *out)
{
    struct timespec from;
    memset(&from, 0, sizeof from);
    from.tv_sec = time;
    return pgw_timestamp_from_timespec(&from, out);
}

/* ---- From texts */

/* The first day, 4714-11-24 BC, and those behind the last: 5874897-12-31 for dates, 294276-12-31
 * for timestamps. */
static const int64_t first_day = -2451545, end_of_dates = 2145031949, end_of_time = 106751983;

/* Digits, from `least` to `most` of them. */
static bool scan_digits(const char **at, int least, int most, int64_t *out)
{
    int count = 0;
    for (*out = 0; count < most && **at >= '0' && **at <= '9'; count++)
        *out = *out * 10 + *(*at)++ - '0';
    return count >= least;
}

static bool scan_char(const char **at, const char *any)
{
    if (!**at || !strchr(any, **at))
        return false;
    ++*at;
    return true;
}

static bool scan_word(const char **at, const char *word)
{
    size_t length = strlen(word);
    if (strncmp(*at, word, length) != 0)
        return false;
    *at += length;
    return true;
}

/* "2024-02-29" */
static bool scan_day(const char **at, int64_t *year, int64_t *month, int64_t *day)
{
    return scan_digits(at, 4, 7, year) && scan_char(at, "-") && scan_digits(at, 2, 2, month) &&
           scan_char(at, "-") && scan_digits(at, 2, 2, day) && *year > 0 && *month >= 1 &&
           *month <= 12 && *day >= 1;
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days since 2000-01-01, over years that begin in March as in print_day. False: the month has no
 * such day. */
static bool count_days(int64_t year, int64_t month, int64_t day, int64_t *out)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (day > lengths[month - 1] + (month == 2 && is_leap(year)))
        return false;
    int64_t march = month > 2 ? month - 3 : month + 9, rest;
    int64_t cycle = divide(year - 2000 - (month <= 2), 400, &rest);
    *out =
        cycle * 146097 + rest * 365 + rest / 4 - rest / 100 + (153 * march + 2) / 5 + day - 1 + 60;
    return true;
}

/* Up to and including 24:00. */
static bool scan_clock(const char **at, int64_t *us)
{
    int64_t hours, minutes, seconds, fraction = 0;
    if (!scan_digits(at, 2, 2, &hours) || !scan_char(at, ":") || !scan_digits(at, 2, 2, &minutes) ||
        !scan_char(at, ":") || !scan_digits(at, 2, 2, &seconds) || minutes > 59 || seconds > 59)
        return false;
    if (scan_char(at, ".")) {
        const char *start = *at;
        if (!scan_digits(at, 1, 6, &fraction))
            return false;
        for (long digits = *at - start; digits < 6; digits++)
            fraction *= 10;
    }
    *us = ((hours * 60 + minutes) * 60 + seconds) * second_us + fraction;
    return *us <= day_us;
}

/* What must be added to get UTC, in seconds; 0 where there is none. */
static bool scan_zone(const char **at, int64_t *zone)
{
    int64_t parts[] = {0, 0, 0};
    bool east = **at == '+';
    *zone = 0;
    if (scan_char(at, "Z") || !scan_char(at, "+-"))
        return true;
    for (int i = 0; i < 3 && (i == 0 || scan_char(at, ":")); i++)
        if (!scan_digits(at, 2, 2, &parts[i]) || parts[i] > 59)
            return false;
    *zone = (parts[0] * 60 + parts[1]) * 60 + parts[2];
    *zone = east ? -*zone : *zone;
    return parts[0] < 16;
}

/* The end of the text, before which the era may stand. */
static bool scan_end(const char *at, int64_t *year)
{
    if (scan_word(&at, " BC"))
        *year = 1 - *year;
    return !*at;
}

bool pgw_date_from_string(const char *string, pgw_date *out)
{
    int64_t year, month, day, days;
    const bool minus = strcmp(string, "-infinity") == 0;
    if (minus || strcmp(string, "infinity") == 0) {
        *out = minus ? PGW_DATE_MINUS_INFINITY : PGW_DATE_INFINITY;
        return true;
    }
    if (!scan_day(&string, &year, &month, &day) || !scan_end(string, &year) ||
        !count_days(year, month, day, &days) || days < first_day || days >= end_of_dates)
        return false;
    *out = (pgw_date)days;
    return true;
}

bool pgw_time_from_string(const char *string, pgw_time *out)
{
    int64_t us;
    if (!scan_clock(&string, &us) || *string)
        return false;
    *out = us;
    return true;
}

bool pgw_timestamp_from_string(const char *string, pgw_timestamp *out)
{
    int64_t year, month, day, days, us, zone;
    const bool minus = strcmp(string, "-infinity") == 0;
    if (minus || strcmp(string, "infinity") == 0) {
        *out = minus ? PGW_TIMESTAMP_MINUS_INFINITY : PGW_TIMESTAMP_INFINITY;
        return true;
    }
    if (!scan_day(&string, &year, &month, &day) || !scan_char(&string, " T") ||
        !scan_clock(&string, &us) || !scan_zone(&string, &zone) || !scan_end(string, &year) ||
        !count_days(year, month, day, &days) || days < first_day - 1 || days > end_of_time)
        return false;
    us += days * day_us + zone * second_us;
    if (us < first_day * day_us || us >= end_of_time * day_us)
        return false;
    *out = us;
    return true;
}
