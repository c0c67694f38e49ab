/*
 * The runtime of generated bindings; see pgw_runtime.h. You may use, change and distribute it with
 * the code generated for you without any obligation.
 *
 * Everything typed is in descriptors: this file interprets them. Bytes from the server are taken as
 * untrusted: each length is checked before it is used. Compiles as C11 and as C++17.
 */
#include "pgw_runtime.h"

#include <arpa/inet.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* Oids of pg_type.dat that never change. */
static const Oid oid_text = 25;
static const Oid oid_oid = 26;

/* The server takes no value of 1 GiB or more. */
#define VALUE_LIMIT ((size_t)0x3fffffff)

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
    memset(&arena->allocator, 0, sizeof arena->allocator);
    if (allocator)
        arena->allocator = *allocator;
}

static bool arena_grow(pgw_arena *arena, size_t size)
{
    size_t room = arena->blocks ? arena->blocks->size : BLOCK_SIZE / 2;
    room =
        room < ((size_t)1 << 22) ? room * 2 : room; /* doubling, so that few blocks are asked for */
    if (room < size)
        room = size;
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
    if (size > SIZE_MAX / 2 || align > SIZE_MAX / 4 || !arena_grow(arena, size + align))
        return NULL;
    return block_take(arena->blocks, size, align);
}

/* Gives back all blocks but `keep`. */
static void arena_release(pgw_arena *arena, pgw_block *keep)
{
    pgw_block *block = arena->blocks;
    while (block) {
        pgw_block *next = block->next;
        if (block != keep)
            arena->allocator.release(arena->allocator.context, block);
        block = next;
    }
    arena->blocks = keep;
    if (keep) {
        keep->next = NULL;
        keep->used = 0;
    }
}

void pgw_arena_reset(pgw_arena *arena)
{
    pgw_block *largest = arena->blocks;
    for (pgw_block *block = arena->blocks; block; block = block->next)
        if (block->size > largest->size)
            largest = block;
    arena_release(arena, largest);
}

void pgw_arena_free(pgw_arena *arena)
{
    arena_release(arena, NULL);
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

static void buffer_format(buffer *b, const char *format, unsigned long number)
{
    char text[40];
    snprintf(text, sizeof text, format, number);
    buffer_string(b, text);
}

/* ---- Numbers in network order ---------------------------------------------------------------- */

static void put_bits(unsigned char *out, uint64_t bits, size_t size)
{
    for (size_t i = size; i-- > 0; bits >>= 8)
        out[i] = (unsigned char)(bits & 0xff);
}

static uint64_t get_bits(const unsigned char *bytes, size_t size)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < size; i++)
        bits = bits << 8 | bytes[i];
    return bits;
}

static void buffer_bits(buffer *b, uint64_t bits, size_t size)
{
    unsigned char bytes[8];
    put_bits(bytes, bits, size);
    buffer_put(b, bytes, size);
}

static int16_t get_int2(const unsigned char *bytes)
{
    uint16_t bits = (uint16_t)get_bits(bytes, 2);
    int16_t value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static int32_t get_int4(const unsigned char *bytes)
{
    uint32_t bits = (uint32_t)get_bits(bytes, 4);
    int32_t value;
    memcpy(&value, &bits, sizeof value);
    return value;
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

/* ---- Statements ------------------------------------------------------------------------------ */

/* One statement while it is put together: its text, and its parameters end to end in `wire`. */
typedef struct {
    pgw_session *session;
    const pgw_table *table;
    buffer sql, wire;
    size_t count, capacity;
    Oid *types;
    const char **values;
    size_t *starts;
    int *lengths, *formats;
} statement;

/* An encoder appends the value's bytes to the wire, a decoder makes the value; both return NULL, or
 * what is wrong. */
typedef const char *encoder(statement *st, const pgw_type *type, const void *value);
typedef const char *decoder(pgw_session *session, pgw_arena *arena, const pgw_type *type,
                            const unsigned char *bytes, size_t size, void *out);

typedef struct {
    encoder *encode;
    decoder *decode;
} codec;

static const codec *codec_of(const pgw_type *type);

static const char no_memory[] = "out of memory";
static const char wrong_size[] = "a value of the wrong size";

static Oid type_oid(const pgw_session *session, const pgw_type *type)
{
    if (type->oid || type->codec == PGW_CODEC_OTHER)
        return type->oid;
    if (type->codec == PGW_CODEC_ARRAY)
        return session->oids[2 * type->element->enumeration->index + 1];
    return session->oids[2 * type->enumeration->index];
}

/* Starts afresh: forgets the last call's error and verifies that the connection can be used. */
static pgw_status session_begin(pgw_session *session)
{
    error_clear(&session->error);
    pgw_arena_reset(&session->scratch);
    if (PQstatus(session->conn) == CONNECTION_BAD)
        return fail_connection(session);
    if (PQtransactionStatus(session->conn) == PQTRANS_ACTIVE)
        return fail_text(session, PGW_INVALID, "the connection is busy with another statement");
    if (session->ready && PQclientEncoding(session->conn) != session->encoding)
        return fail_text(session, PGW_INVALID, "the connection's client_encoding was changed");
#ifdef LIBPQ_HAS_PIPELINING
    if (PQpipelineStatus(session->conn) != PQ_PIPELINE_OFF)
        return fail_text(session, PGW_INVALID, "the connection is in pipeline mode");
#endif
    return PGW_OK;
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
    pgw_arena *arena = &session->scratch;
    st->session = session;
    st->table = table;
    st->sql.arena = st->wire.arena = arena;
    st->capacity = capacity;
    st->types = (Oid *)arena_alloc_array(arena, capacity + 1, sizeof *st->types);
    st->values = (const char **)arena_alloc_array(arena, capacity + 1, sizeof *st->values);
    st->starts = (size_t *)arena_alloc_array(arena, capacity + 1, sizeof *st->starts);
    st->lengths = (int *)arena_alloc_array(arena, capacity + 1, sizeof *st->lengths);
    st->formats = (int *)arena_alloc_array(arena, capacity + 1, sizeof *st->formats);
    if (!st->types || !st->values || !st->starts || !st->lengths || !st->formats ||
        !buffer_reserve(&st->wire, 256))
        return fail_memory(session);
    return PGW_OK;
}

/* Adds a parameter; value NULL is SQL NULL. */
static pgw_status statement_bind(statement *st, const char *name, const pgw_type *type,
                                 const void *value)
{
    size_t n = st->count++, start = st->wire.len;
    bool as_text = type->codec == PGW_CODEC_OTHER;
    st->types[n] = type_oid(st->session, type);
    st->formats[n] = as_text ? 0 : 1;
    st->starts[n] = value ? start : SIZE_MAX;
    st->lengths[n] = 0;
    if (!value)
        return PGW_OK;
    const char *reason = codec_of(type)->encode(st, type, value);
    if (st->wire.no_memory)
        return fail_memory(st->session);
    if (!reason && st->wire.len - start > VALUE_LIMIT)
        reason = "a value of 1 GiB or more";
    if (reason)
        return fail(st->session, PGW_INVALID, "%s%s%s: %s", st->table ? st->table->name : "",
                    st->table ? "." : "", name, reason);
    st->lengths[n] = (int)(st->wire.len - start);
    if (as_text)
        buffer_put(&st->wire, "", 1);
    return PGW_OK;
}

/* Binds a column from its place in a row. */
static pgw_status statement_bind_column(statement *st, const pgw_column *column, const void *row)
{
    const char *place = (const char *)row + column->offset;
    if (column->nullable) {
        bool present;
        memcpy(&present, place, sizeof present);
        place = present ? place + column->type->opt_value : NULL;
    }
    return statement_bind(st, column->name, column->type, place);
}

/* Runs the statement and hands over the result, for the caller to PQclear, when it ended as
 * `expected`. */
static pgw_status statement_run(statement *st, ExecStatusType expected, PGresult **out)
{
    pgw_session *session = st->session;
    buffer_put(&st->sql, "", 1);
    if (st->sql.no_memory || st->wire.no_memory)
        return fail_memory(session);
    for (size_t i = 0; i < st->count; i++)
        st->values[i] = st->starts[i] == SIZE_MAX ? NULL : st->wire.data + st->starts[i];
    PGresult *result = PQexecParams(session->conn, st->sql.data, (int)st->count, st->types,
                                    st->values, st->lengths, st->formats, 1);
    if (PQresultStatus(result) == expected) {
        *out = result;
        return PGW_OK;
    }
    pgw_status status = result ? fail_result(session, result, st->table && st->table->sensitive)
                               : fail_connection(session);
    PQclear(result);
    return status;
}

/* ---- Codecs ---------------------------------------------------------------------------------- */

static const char *encode_bool(statement *st, const pgw_type *type, const void *value)
{
    bool b;
    (void)type;
    memcpy(&b, value, sizeof b);
    buffer_bits(&st->wire, b ? 1 : 0, 1);
    return NULL;
}

static const char *decode_bool(pgw_session *session, pgw_arena *arena, const pgw_type *type,
                               const unsigned char *bytes, size_t size, void *out)
{
    (void)session, (void)arena, (void)type;
    if (size != 1)
        return wrong_size;
    bool b = bytes[0] != 0;
    memcpy(out, &b, sizeof b);
    return NULL;
}

/* Two, four or eight bytes in the order of this machine, whatever number they hold. */
static uint64_t load_bits(const void *from, size_t size)
{
    uint16_t bits2;
    uint32_t bits4;
    uint64_t bits8;
    if (size == sizeof bits2) {
        memcpy(&bits2, from, sizeof bits2);
        return bits2;
    }
    if (size == sizeof bits4) {
        memcpy(&bits4, from, sizeof bits4);
        return bits4;
    }
    memcpy(&bits8, from, sizeof bits8);
    return bits8;
}

static void store_bits(void *to, uint64_t bits, size_t size)
{
    uint16_t bits2 = (uint16_t)bits;
    uint32_t bits4 = (uint32_t)bits;
    if (size == sizeof bits2)
        memcpy(to, &bits2, sizeof bits2);
    else if (size == sizeof bits4)
        memcpy(to, &bits4, sizeof bits4);
    else
        memcpy(to, &bits, sizeof bits);
}

/* Integers, floating point, dates and timestamps: as many bits on the wire as in C. */
static const char *encode_number(statement *st, const pgw_type *type, const void *value)
{
    buffer_bits(&st->wire, load_bits(value, type->size), type->size);
    return NULL;
}

static const char *decode_number(pgw_session *session, pgw_arena *arena, const pgw_type *type,
                                 const unsigned char *bytes, size_t size, void *out)
{
    (void)session, (void)arena;
    if (size != type->size)
        return wrong_size;
    store_bits(out, get_bits(bytes, size), size);
    return NULL;
}

static const char *encode_text(statement *st, const pgw_type *type, const void *value)
{
    pgw_text text;
    (void)type;
    memcpy(&text, value, sizeof text);
    if (!text.ptr && text.len)
        return "a text with a length but without bytes";
    if (text.len > VALUE_LIMIT)
        return "a value of 1 GiB or more";
    if (text.len && memchr(text.ptr, 0, text.len))
        return "the text holds a NUL byte";
    buffer_put(&st->wire, text.ptr, text.len);
    return NULL;
}

static const char *decode_text(pgw_session *session, pgw_arena *arena, const pgw_type *type,
                               const unsigned char *bytes, size_t size, void *out)
{
    pgw_text text;
    (void)session, (void)type;
    text.ptr = arena_text(arena, bytes, size);
    text.len = size;
    if (!text.ptr)
        return no_memory;
    memcpy(out, &text, sizeof text);
    return NULL;
}

/* jsonb travels as text behind a version byte. */
static const char *encode_jsonb(statement *st, const pgw_type *type, const void *value)
{
    buffer_bits(&st->wire, 1, 1);
    return encode_text(st, type, value);
}

static const char *decode_jsonb(pgw_session *session, pgw_arena *arena, const pgw_type *type,
                                const unsigned char *bytes, size_t size, void *out)
{
    if (size < 1 || bytes[0] != 1)
        return "an unknown version of jsonb";
    return decode_text(session, arena, type, bytes + 1, size - 1, out);
}

static const char *encode_bytea(statement *st, const pgw_type *type, const void *value)
{
    pgw_bytea bytea;
    (void)type;
    memcpy(&bytea, value, sizeof bytea);
    if (!bytea.ptr && bytea.len)
        return "bytes with a length but without a pointer";
    if (bytea.len > VALUE_LIMIT)
        return "a value of 1 GiB or more";
    buffer_put(&st->wire, bytea.ptr, bytea.len);
    return NULL;
}

static const char *decode_bytea(pgw_session *session, pgw_arena *arena, const pgw_type *type,
                                const unsigned char *bytes, size_t size, void *out)
{
    pgw_bytea bytea;
    (void)session, (void)type;
    bytea.ptr = (const uint8_t *)arena_text(arena, bytes, size);
    bytea.len = size;
    if (!bytea.ptr)
        return no_memory;
    memcpy(out, &bytea, sizeof bytea);
    return NULL;
}

static const char *encode_uuid(statement *st, const pgw_type *type, const void *value)
{
    (void)type;
    buffer_put(&st->wire, value, 16);
    return NULL;
}

static const char *decode_uuid(pgw_session *session, pgw_arena *arena, const pgw_type *type,
                               const unsigned char *bytes, size_t size, void *out)
{
    (void)session, (void)arena, (void)type;
    if (size != 16)
        return wrong_size;
    memcpy(out, bytes, 16);
    return NULL;
}

/* The sign field of numeric, indexed by pgw_numeric_kind; a negative finite one is 0x4000. */
static const uint16_t numeric_signs[] = {0, 0xc000, 0xd000, 0xf000};

static const char *encode_numeric(statement *st, const pgw_type *type, const void *value)
{
    pgw_numeric n;
    (void)type;
    memcpy(&n, value, sizeof n);
    if ((unsigned)n.kind > PGW_NUMERIC_MINUS_INFINITY || (n.digit_count && !n.digits))
        return "not a number that was made properly";
    bool finite = n.kind == PGW_NUMERIC_FINITE;
    uint16_t count = finite ? n.digit_count : 0;
    buffer_bits(&st->wire, count, 2);
    buffer_bits(&st->wire, (uint16_t)n.weight, 2);
    buffer_bits(&st->wire, finite && n.negative ? 0x4000 : numeric_signs[n.kind], 2);
    buffer_bits(&st->wire, n.scale, 2);
    for (size_t i = 0; i < count; i++) {
        if (n.digits[i] < 0 || n.digits[i] > 9999)
            return "a digit of a number that is not from 0 to 9999";
        buffer_bits(&st->wire, (uint16_t)n.digits[i], 2);
    }
    return NULL;
}

static bool numeric_set_sign(pgw_numeric *n, uint16_t sign)
{
    n->negative = sign == 0x4000;
    if (sign == 0x4000)
        return true;
    for (size_t i = 0; i < sizeof numeric_signs / sizeof numeric_signs[0]; i++)
        if (numeric_signs[i] == sign) {
            n->kind = (pgw_numeric_kind)i;
            return true;
        }
    return false;
}

static const char *decode_numeric(pgw_session *session, pgw_arena *arena, const pgw_type *type,
                                  const unsigned char *bytes, size_t size, void *out)
{
    pgw_numeric n;
    (void)session, (void)type;
    memset(&n, 0, sizeof n);
    if (size < 8 || (size - 8) / 2 != get_bits(bytes, 2) || size % 2)
        return wrong_size;
    n.digit_count = (uint16_t)get_bits(bytes, 2);
    n.weight = get_int2(bytes + 2);
    n.scale = (uint16_t)get_bits(bytes + 6, 2);
    if (!numeric_set_sign(&n, (uint16_t)get_bits(bytes + 4, 2)))
        return "a number with an unknown sign";
    int16_t *digits =
        (int16_t *)pgw_arena_alloc(arena, n.digit_count * sizeof(int16_t), sizeof(int16_t));
    if (!digits)
        return no_memory;
    for (size_t i = 0; i < n.digit_count; i++) {
        digits[i] = get_int2(bytes + 8 + 2 * i);
        if (digits[i] < 0 || digits[i] > 9999)
            return "a digit of a number that is not from 0 to 9999";
    }
    n.digits = digits;
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

static const char *encode_inet(statement *st, const pgw_type *type, const void *value)
{
    pgw_inet inet;
    memcpy(&inet, value, sizeof inet);
    if ((unsigned)inet.family > PGW_INET6 || inet.bits > families[inet.family].size * 8)
        return "an address of an unknown family or with too many bits";
    buffer_bits(&st->wire, families[inet.family].wire, 1);
    buffer_bits(&st->wire, inet.bits, 1);
    buffer_bits(&st->wire, type->codec == PGW_CODEC_CIDR, 1);
    buffer_bits(&st->wire, families[inet.family].size, 1);
    buffer_put(&st->wire, inet.address, families[inet.family].size);
    return NULL;
}

static const char *decode_inet(pgw_session *session, pgw_arena *arena, const pgw_type *type,
                               const unsigned char *bytes, size_t size, void *out)
{
    pgw_inet inet;
    (void)session, (void)arena, (void)type;
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

static const char *encode_enum(statement *st, const pgw_type *type, const void *value)
{
    int number;
    memcpy(&number, value, sizeof number);
    if (number < 1 || (size_t)number > type->enumeration->label_count)
        return "a value that is no label of its enum";
    buffer_string(&st->wire, pgw_enum_label(type->enumeration, number));
    return NULL;
}

/* A label that these bindings do not know, since it was added later, is 0. */
static const char *decode_enum(pgw_session *session, pgw_arena *arena, const pgw_type *type,
                               const unsigned char *bytes, size_t size, void *out)
{
    const pgw_enum *enumeration = type->enumeration;
    int number = 0;
    (void)session, (void)arena;
    for (size_t i = 0; i < enumeration->label_count && number == 0; i++)
        if (strlen(enumeration->labels[i]) == size &&
            memcmp(enumeration->labels[i], bytes, size) == 0)
            number = (int)i + 1;
    memcpy(out, &number, sizeof number);
    return NULL;
}

/* What every generated array struct looks like. */
typedef struct {
    const void *items;
    size_t count;
} any_array;

static const char *encode_element(statement *st, const pgw_type *element, const char *item)
{
    bool present;
    memcpy(&present, item, sizeof present);
    size_t length_at = st->wire.len;
    buffer_bits(&st->wire, present ? 0 : UINT32_MAX, 4);
    if (!present)
        return NULL;
    const char *reason = codec_of(element)->encode(st, element, item + element->opt_value);
    size_t length = st->wire.len - length_at;
    if (reason || st->wire.no_memory)
        return reason;
    if (length > VALUE_LIMIT)
        return "an array of 1 GiB or more";
    put_bits((unsigned char *)st->wire.data + length_at, length - 4, 4);
    return NULL;
}

static const char *encode_array(statement *st, const pgw_type *type, const void *value)
{
    any_array array;
    const pgw_type *element = type->element;
    memcpy(&array, value, sizeof array);
    if (!array.items && array.count)
        return "an array with a count but without elements";
    if (array.count > VALUE_LIMIT)
        return "an array of 1 GiB or more";
    size_t start = st->wire.len;
    buffer_bits(&st->wire, array.count ? 1 : 0, 4);
    buffer_bits(&st->wire, 0, 4); /* the server finds out itself whether there are NULLs */
    buffer_bits(&st->wire, type_oid(st->session, element), 4);
    if (array.count) {
        buffer_bits(&st->wire, array.count, 4);
        buffer_bits(&st->wire, 1, 4);
    }
    for (size_t i = 0; i < array.count && !st->wire.no_memory; i++) {
        const char *item = (const char *)array.items + i * element->opt_size;
        const char *reason = encode_element(st, element, item);
        if (reason)
            return reason;
        if (st->wire.len - start > VALUE_LIMIT)
            return "an array of 1 GiB or more";
    }
    return NULL;
}

/* One element at *at, which is moved behind it. */
static const char *decode_element(pgw_session *session, pgw_arena *arena, const pgw_type *element,
                                  const unsigned char **at, size_t *left, char *item)
{
    if (*left < 4)
        return wrong_size;
    int32_t length = get_int4(*at);
    bool present = length != -1;
    *at += 4;
    *left -= 4;
    memset(item, 0, element->opt_size);
    memcpy(item, &present, sizeof present);
    if (!present)
        return NULL;
    if (length < 0 || (size_t)length > *left)
        return wrong_size;
    const unsigned char *bytes = *at;
    *at += length;
    *left -= (size_t)length;
    return codec_of(element)->decode(session, arena, element, bytes, (size_t)length,
                                     item + element->opt_value);
}

/* The head of an array: NULL and *count (0 for an empty array), or what is wrong with it. */
static const char *decode_array_head(const unsigned char *bytes, size_t size, Oid element,
                                     size_t *count)
{
    *count = 0;
    if (size < 12)
        return wrong_size;
    int32_t dimensions = get_int4(bytes);
    if (dimensions < 0 || get_bits(bytes + 4, 4) > 1)
        return "an array with an unknown head";
    if (get_bits(bytes + 8, 4) != element)
        return "an array with elements of another type";
    if (dimensions > 1)
        return "an array of more than one dimension";
    if (dimensions == 0)
        return size == 12 ? NULL : wrong_size;
    if (size < 20 || get_int4(bytes + 12) < 0)
        return wrong_size;
    if (get_int4(bytes + 16) != 1)
        return "an array whose first index is not 1";
    *count = (size_t)get_int4(bytes + 12);
    return *count > (size - 20) / 4 ? wrong_size : NULL; /* four bytes at least for each */
}

static const char *decode_array(pgw_session *session, pgw_arena *arena, const pgw_type *type,
                                const unsigned char *bytes, size_t size, void *out)
{
    const pgw_type *element = type->element;
    any_array array = {NULL, 0};
    const char *reason = decode_array_head(bytes, size, type_oid(session, element), &array.count);
    if (reason)
        return reason;
    if (array.count) {
        char *items = (char *)arena_alloc_array(arena, array.count, element->opt_size);
        const unsigned char *at = bytes + 20;
        size_t left = size - 20;
        if (!items)
            return no_memory;
        for (size_t i = 0; i < array.count && !reason; i++)
            reason =
                decode_element(session, arena, element, &at, &left, items + i * element->opt_size);
        if (reason || left)
            return reason ? reason : wrong_size;
        array.items = items;
    }
    memcpy(out, &array, sizeof array);
    return NULL;
}

/* In the order of the enum pgw_codec. */
static const codec codecs[] = {
    {encode_bool, decode_bool},       /* PGW_CODEC_BOOL */
    {encode_number, decode_number},   /* PGW_CODEC_NUMBER */
    {encode_text, decode_text},       /* PGW_CODEC_TEXT */
    {encode_jsonb, decode_jsonb},     /* PGW_CODEC_JSONB */
    {encode_text, decode_text},       /* PGW_CODEC_OTHER */
    {encode_bytea, decode_bytea},     /* PGW_CODEC_BYTEA */
    {encode_uuid, decode_uuid},       /* PGW_CODEC_UUID */
    {encode_numeric, decode_numeric}, /* PGW_CODEC_NUMERIC */
    {encode_inet, decode_inet},       /* PGW_CODEC_INET */
    {encode_inet, decode_inet},       /* PGW_CODEC_CIDR */
    {encode_enum, decode_enum},       /* PGW_CODEC_ENUM */
    {encode_array, decode_array},     /* PGW_CODEC_ARRAY */
};

static const codec *codec_of(const pgw_type *type)
{
    return &codecs[type->codec];
}

#define PLAIN(name, codec, oid, T, Opt)                                                            \
    {                                                                                              \
        name, codec, oid, sizeof(T), sizeof(Opt), offsetof(Opt, value), NULL, NULL                 \
    }
#define ARRAY(name, oid, T, Opt, element)                                                          \
    {                                                                                              \
        name, PGW_CODEC_ARRAY, oid, sizeof(T), sizeof(Opt), offsetof(Opt, value), element, NULL    \
    }

const pgw_type pgw_type_bool = PLAIN("bool", PGW_CODEC_BOOL, 16, bool, pgw_opt_bool);
const pgw_type pgw_type_bool_array =
    ARRAY("bool[]", 1000, pgw_bool_array, pgw_opt_bool_array, &pgw_type_bool);
const pgw_type pgw_type_int2 = PLAIN("int2", PGW_CODEC_NUMBER, 21, int16_t, pgw_opt_int2);
const pgw_type pgw_type_int2_array =
    ARRAY("int2[]", 1005, pgw_int2_array, pgw_opt_int2_array, &pgw_type_int2);
const pgw_type pgw_type_int4 = PLAIN("int4", PGW_CODEC_NUMBER, 23, int32_t, pgw_opt_int4);
const pgw_type pgw_type_int4_array =
    ARRAY("int4[]", 1007, pgw_int4_array, pgw_opt_int4_array, &pgw_type_int4);
const pgw_type pgw_type_int8 = PLAIN("int8", PGW_CODEC_NUMBER, 20, int64_t, pgw_opt_int8);
const pgw_type pgw_type_int8_array =
    ARRAY("int8[]", 1016, pgw_int8_array, pgw_opt_int8_array, &pgw_type_int8);
const pgw_type pgw_type_float4 = PLAIN("float4", PGW_CODEC_NUMBER, 700, float, pgw_opt_float4);
const pgw_type pgw_type_float4_array =
    ARRAY("float4[]", 1021, pgw_float4_array, pgw_opt_float4_array, &pgw_type_float4);
const pgw_type pgw_type_float8 = PLAIN("float8", PGW_CODEC_NUMBER, 701, double, pgw_opt_float8);
const pgw_type pgw_type_float8_array =
    ARRAY("float8[]", 1022, pgw_float8_array, pgw_opt_float8_array, &pgw_type_float8);
const pgw_type pgw_type_numeric =
    PLAIN("numeric", PGW_CODEC_NUMERIC, 1700, pgw_numeric, pgw_opt_numeric);
const pgw_type pgw_type_numeric_array =
    ARRAY("numeric[]", 1231, pgw_numeric_array, pgw_opt_numeric_array, &pgw_type_numeric);
const pgw_type pgw_type_text = PLAIN("text", PGW_CODEC_TEXT, 25, pgw_text, pgw_opt_text);
const pgw_type pgw_type_text_array =
    ARRAY("text[]", 1009, pgw_text_array, pgw_opt_text_array, &pgw_type_text);
const pgw_type pgw_type_varchar = PLAIN("varchar", PGW_CODEC_TEXT, 1043, pgw_text, pgw_opt_text);
const pgw_type pgw_type_varchar_array =
    ARRAY("varchar[]", 1015, pgw_text_array, pgw_opt_text_array, &pgw_type_varchar);
const pgw_type pgw_type_bpchar = PLAIN("bpchar", PGW_CODEC_TEXT, 1042, pgw_text, pgw_opt_text);
const pgw_type pgw_type_bpchar_array =
    ARRAY("bpchar[]", 1014, pgw_text_array, pgw_opt_text_array, &pgw_type_bpchar);
const pgw_type pgw_type_name = PLAIN("name", PGW_CODEC_TEXT, 19, pgw_text, pgw_opt_text);
const pgw_type pgw_type_name_array =
    ARRAY("name[]", 1003, pgw_text_array, pgw_opt_text_array, &pgw_type_name);
const pgw_type pgw_type_json = PLAIN("json", PGW_CODEC_TEXT, 114, pgw_text, pgw_opt_text);
const pgw_type pgw_type_json_array =
    ARRAY("json[]", 199, pgw_text_array, pgw_opt_text_array, &pgw_type_json);
const pgw_type pgw_type_jsonb = PLAIN("jsonb", PGW_CODEC_JSONB, 3802, pgw_text, pgw_opt_text);
const pgw_type pgw_type_jsonb_array =
    ARRAY("jsonb[]", 3807, pgw_text_array, pgw_opt_text_array, &pgw_type_jsonb);
const pgw_type pgw_type_bytea = PLAIN("bytea", PGW_CODEC_BYTEA, 17, pgw_bytea, pgw_opt_bytea);
const pgw_type pgw_type_bytea_array =
    ARRAY("bytea[]", 1001, pgw_bytea_array, pgw_opt_bytea_array, &pgw_type_bytea);
const pgw_type pgw_type_uuid = PLAIN("uuid", PGW_CODEC_UUID, 2950, pgw_uuid, pgw_opt_uuid);
const pgw_type pgw_type_uuid_array =
    ARRAY("uuid[]", 2951, pgw_uuid_array, pgw_opt_uuid_array, &pgw_type_uuid);
const pgw_type pgw_type_date = PLAIN("date", PGW_CODEC_NUMBER, 1082, pgw_date, pgw_opt_date);
const pgw_type pgw_type_date_array =
    ARRAY("date[]", 1182, pgw_date_array, pgw_opt_date_array, &pgw_type_date);
const pgw_type pgw_type_timestamp =
    PLAIN("timestamp", PGW_CODEC_NUMBER, 1114, pgw_timestamp, pgw_opt_timestamp);
const pgw_type pgw_type_timestamp_array =
    ARRAY("timestamp[]", 1115, pgw_timestamp_array, pgw_opt_timestamp_array, &pgw_type_timestamp);
const pgw_type pgw_type_timestamptz =
    PLAIN("timestamptz", PGW_CODEC_NUMBER, 1184, pgw_timestamp, pgw_opt_timestamp);
const pgw_type pgw_type_timestamptz_array = ARRAY("timestamptz[]", 1185, pgw_timestamp_array,
                                                  pgw_opt_timestamp_array, &pgw_type_timestamptz);
const pgw_type pgw_type_inet = PLAIN("inet", PGW_CODEC_INET, 869, pgw_inet, pgw_opt_inet);
const pgw_type pgw_type_inet_array =
    ARRAY("inet[]", 1041, pgw_inet_array, pgw_opt_inet_array, &pgw_type_inet);
const pgw_type pgw_type_cidr = PLAIN("cidr", PGW_CODEC_CIDR, 650, pgw_inet, pgw_opt_inet);
const pgw_type pgw_type_cidr_array =
    ARRAY("cidr[]", 651, pgw_inet_array, pgw_opt_inet_array, &pgw_type_cidr);
const pgw_type pgw_type_other = PLAIN("text", PGW_CODEC_OTHER, 0, pgw_text, pgw_opt_text);

/* ---- Rows ------------------------------------------------------------------------------------ */

/* The columns to read, each in the form that its codec expects. */
static void sql_columns(buffer *sql, const pgw_table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        buffer_string(sql, i ? ", " : "");
        buffer_string(sql, column->quoted);
        if (column->type->codec == PGW_CODEC_OTHER)
            buffer_string(sql, "::pg_catalog.text");
    }
}

static const pgw_column *key_column(const pgw_table *table, const pgw_key *key, size_t i)
{
    return &table->columns[key->columns[i]];
}

static bool is_other(const pgw_column *column)
{
    return column->type->codec == PGW_CODEC_OTHER;
}

static bool key_has_other(const pgw_table *table, const pgw_key *key)
{
    for (size_t i = 0; i < key->column_count; i++)
        if (is_other(key_column(table, key, i)))
            return true;
    return false;
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
    if ((size_t)PQnfields(result) != table->column_count)
        return fail_text(session, PGW_MISMATCH, "a result with another number of columns");
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        Oid want =
            column->type->codec == PGW_CODEC_OTHER ? oid_text : type_oid(session, column->type);
        Oid have = PQftype(result, (int)i);
        if (have != want)
            return fail(session, PGW_MISMATCH,
                        "%s.%s has the type with oid %u, where these bindings want %s (%u)",
                        table->name, column->name, have, column->type->name, want);
        if (PQfformat(result, (int)i) != 1)
            return fail_text(session, PGW_DECODE, "a result that is not in binary format");
    }
    return PGW_OK;
}

static const char *decode_column(pgw_session *session, pgw_arena *arena, const pgw_column *column,
                                 const PGresult *result, int at, int field, char *place)
{
    bool present = !PQgetisnull(result, at, field);
    if (column->nullable) {
        memcpy(place, &present, sizeof present);
        place += column->type->opt_value;
    }
    if (!present)
        return column->nullable ? NULL : "NULL in a column that is NOT NULL in these bindings";
    const unsigned char *bytes = (const unsigned char *)PQgetvalue(result, at, field);
    size_t size = (size_t)PQgetlength(result, at, field);
    return codec_of(column->type)->decode(session, arena, column->type, bytes, size, place);
}

static pgw_status decode_row(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                             const PGresult *result, int at, char *row)
{
    memset(row, 0, table->row_size);
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        const char *reason =
            decode_column(session, arena, column, result, at, (int)i, row + column->offset);
        if (reason == no_memory)
            return fail_memory(session);
        if (reason)
            return fail(session, PGW_DECODE, "%s.%s: %s", table->name, column->name, reason);
    }
    return PGW_OK;
}

/* Runs a statement that gives at most one row. The caller's struct is written when all went well.
 */
static pgw_status run_for_row(statement *st, pgw_arena *arena, void *row)
{
    PGresult *result = NULL;
    const pgw_table *table = st->table;
    pgw_status status = statement_run(st, PGRES_TUPLES_OK, &result);
    if (status != PGW_OK)
        return status;
    char *made = (char *)pgw_arena_alloc(&st->session->scratch, table->row_size, BLOCK_ALIGN);
    status = made ? result_check(st->session, table, result) : fail_memory(st->session);
    if (status == PGW_OK && PQntuples(result) == 0)
        status = fail(st->session, PGW_NOT_FOUND, "no such row in %s", table->name);
    if (status == PGW_OK)
        status = decode_row(st->session, arena, table, result, 0, made);
    if (status == PGW_OK)
        memcpy(row, made, table->row_size);
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

pgw_status pgw_row_insert(pgw_session *session, pgw_arena *arena, const pgw_table *table, void *row,
                          const void *chosen)
{
    statement st;
    pgw_status status = statement_begin(&st, session, table, table->column_count);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, "INSERT INTO ");
    buffer_string(&st.sql, table->quoted);
    for (size_t i = 0; i < table->column_count && status == PGW_OK; i++) {
        if (!is_chosen(&table->columns[i], chosen))
            continue;
        buffer_string(&st.sql, st.count ? ", " : " (");
        buffer_string(&st.sql, table->columns[i].quoted);
        status = statement_bind_column(&st, &table->columns[i], row);
    }
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, st.count ? ") VALUES (" : " DEFAULT VALUES");
    for (size_t i = 0; i < st.count; i++)
        buffer_format(&st.sql, i ? ", $%lu" : "$%lu", (unsigned long)(i + 1));
    buffer_string(&st.sql, st.count ? ")" : "");
    sql_returning(&st.sql, table);
    return run_for_row(&st, arena, row);
}

/* SET a = $1, b = $2 */
static pgw_status sql_set(statement *st, const void *row, const void *chosen)
{
    const pgw_table *table = st->table;
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        if (!is_chosen(column, chosen) || (column->in_primary_key && !chosen))
            continue;
        if (column->in_primary_key)
            return fail(st->session, PGW_INVALID,
                        "%s.%s: update does not change columns of the primary key", table->name,
                        column->name);
        buffer_string(&st->sql, st->count ? ", " : " SET ");
        buffer_string(&st->sql, column->quoted);
        buffer_format(&st->sql, " = $%lu", (unsigned long)(st->count + 1));
        pgw_status status = statement_bind_column(st, column, row);
        if (status != PGW_OK)
            return status;
    }
    if (st->count == 0)
        return fail(st->session, PGW_INVALID, "no column of %s is chosen", table->name);
    return PGW_OK;
}

pgw_status pgw_row_update(pgw_session *session, pgw_arena *arena, const pgw_table *table, void *row,
                          const void *chosen)
{
    statement st;
    const pgw_key *key = table->primary_key;
    pgw_status status = statement_begin(&st, session, table, table->column_count);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, "UPDATE ");
    buffer_string(&st.sql, table->quoted);
    status = sql_set(&st, row, chosen);
    sql_where_key(&st.sql, table, key, st.count + 1);
    for (size_t i = 0; i < key->column_count && status == PGW_OK; i++)
        status = statement_bind_column(&st, key_column(table, key, i), row);
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

pgw_status pgw_row_delete(pgw_session *session, const pgw_table *table, const void *const *values)
{
    statement st;
    PGresult *result = NULL;
    const pgw_key *key = table->primary_key;
    pgw_status status = statement_begin(&st, session, table, key->column_count);
    if (status == PGW_OK)
        status = bind_values(&st, key, values);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, "DELETE FROM ");
    buffer_string(&st.sql, table->quoted);
    sql_where_key(&st.sql, table, key, 1);
    status = statement_run(&st, PGRES_COMMAND_OK, &result);
    if (status == PGW_OK && strcmp(PQcmdTuples(result), "0") == 0)
        status = fail(session, PGW_NOT_FOUND, "no such row in %s", table->name);
    PQclear(result);
    return status;
}

/* The rows of a result, at most `limit` of them, as an array in the arena. */
static pgw_status decode_page(statement *st, pgw_arena *arena, const PGresult *result, size_t limit,
                              pgw_page *page)
{
    const pgw_table *table = st->table;
    pgw_page made = {NULL, (size_t)PQntuples(result), false};
    made.more = made.count > limit;
    made.count = made.more ? limit : made.count;
    pgw_status status = result_check(st->session, table, result);
    if (status != PGW_OK)
        return status;
    made.rows = arena_alloc_array(arena, made.count, table->row_size);
    if (!made.rows)
        return fail_memory(st->session);
    for (size_t i = 0; i < made.count && status == PGW_OK; i++)
        status = decode_row(st->session, arena, table, result, (int)i,
                            (char *)made.rows + i * table->row_size);
    if (status == PGW_OK)
        *page = made;
    return status;
}

/* One row more than asked for is fetched: it tells whether there are more. */
pgw_status pgw_row_list(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                        const void *const *after, size_t limit, pgw_page *page)
{
    statement st;
    PGresult *result = NULL;
    const pgw_key *key = table->primary_key;
    pgw_status status = statement_begin(&st, session, table, key->column_count + 1);
    if (status == PGW_OK && (limit == 0 || limit >= INT_MAX))
        status = fail_text(session, PGW_INVALID, "a limit that is not from 1 to 2147483646");
    if (status == PGW_OK && after)
        status = bind_values(&st, key, after);
    int64_t rows = (int64_t)limit + 1;
    if (status == PGW_OK)
        status = statement_bind(&st, "limit", &pgw_type_int8, &rows);
    if (status != PGW_OK)
        return status;
    sql_select(&st.sql, table);
    if (after) {
        buffer_string(&st.sql, " WHERE (");
        sql_key_list(&st.sql, table, key, 0);
        buffer_string(&st.sql, key_has_other(table, key) ? ") > (" : ") OPERATOR(pg_catalog.>) (");
        sql_key_list(&st.sql, table, key, 1);
        buffer_string(&st.sql, ")");
    }
    buffer_string(&st.sql, " ORDER BY ");
    sql_key_list(&st.sql, table, key, 0);
    buffer_format(&st.sql, " LIMIT $%lu", (unsigned long)st.count);
    status = statement_run(&st, PGRES_TUPLES_OK, &result);
    if (status == PGW_OK)
        status = decode_page(&st, arena, result, limit, page);
    PQclear(result);
    return status;
}

/* ---- Sessions -------------------------------------------------------------------------------- */

/* Binary timestamps are integers, and texts are UTF-8: both are what these bindings are written
 * for. */
static pgw_status session_settings(pgw_session *session)
{
    const char *integers = PQparameterStatus(session->conn, "integer_datetimes");
    const char *encoding = PQparameterStatus(session->conn, "client_encoding");
    if (!integers || strcmp(integers, "on") != 0)
        return fail_text(session, PGW_MISMATCH, "the server's timestamps are not integers");
    if (!encoding || strcmp(encoding, "UTF8") != 0)
        if (PQsetClientEncoding(session->conn, "UTF8") != 0)
            return fail(session, PGW_MISMATCH, "client_encoding cannot be set to UTF8");
    session->encoding = PQclientEncoding(session->conn);
    session->ready = true;
    return PGW_OK;
}

/* Pairs of names in, pairs of oids out; NULL where there is no such enum. */
static const char enum_query[] =
    "SELECT t.oid, t.typarray FROM unnest($1, $2) WITH ORDINALITY AS w (schema, name, n)"
    " LEFT JOIN pg_catalog.pg_namespace s"
    " ON s.nspname OPERATOR(pg_catalog.=) w.schema::pg_catalog.name"
    " LEFT JOIN pg_catalog.pg_type t ON t.typnamespace OPERATOR(pg_catalog.=) s.oid"
    " AND t.typname OPERATOR(pg_catalog.=) w.name::pg_catalog.name"
    " AND t.typtype OPERATOR(pg_catalog.=) 'e' ORDER BY w.n";

static pgw_status bind_enum_names(statement *st, const pgw_database *database)
{
    pgw_opt_text *names = (pgw_opt_text *)arena_alloc_array(
        &st->session->scratch, database->enum_count * 2, sizeof *names);
    if (!names)
        return fail_memory(st->session);
    for (size_t i = 0; i < database->enum_count; i++) {
        names[i] = pgw_opt_text_of(database->enums[i]->schema);
        names[database->enum_count + i] = pgw_opt_text_of(database->enums[i]->name);
    }
    pgw_text_array schemas = {names, database->enum_count};
    pgw_text_array types = {names + database->enum_count, database->enum_count};
    pgw_status status = statement_bind(st, "schemas", &pgw_type_text_array, &schemas);
    if (status == PGW_OK)
        status = statement_bind(st, "names", &pgw_type_text_array, &types);
    return status;
}

static pgw_status keep_oids(pgw_session *session, const pgw_database *database,
                            const PGresult *result)
{
    if ((size_t)PQntuples(result) != database->enum_count || PQnfields(result) != 2)
        return fail_text(session, PGW_DECODE, "an unexpected answer about types");
    for (size_t i = 0; i < database->enum_count; i++)
        for (int field = 0; field < 2; field++) {
            if (PQgetisnull(result, (int)i, field))
                return fail(session, PGW_MISMATCH, "the database has no enum %s.%s",
                            database->enums[i]->schema, database->enums[i]->name);
            if (PQftype(result, field) != oid_oid || PQgetlength(result, (int)i, field) != 4)
                return fail_text(session, PGW_DECODE, "an unexpected answer about types");
            session->oids[2 * i + (size_t)field] =
                (uint32_t)get_bits((const unsigned char *)PQgetvalue(result, (int)i, field), 4);
        }
    return PGW_OK;
}

static pgw_status session_find_types(pgw_session *session)
{
    statement st;
    PGresult *result = NULL;
    const pgw_database *database = session->database;
    pgw_status status = statement_begin(&st, session, NULL, 2);
    session->oids = (uint32_t *)arena_alloc_array(&session->types, database->enum_count * 2,
                                                  sizeof *session->oids);
    if (status == PGW_OK && !session->oids)
        status = fail_memory(session);
    if (status == PGW_OK)
        status = bind_enum_names(&st, database);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, enum_query);
    status = statement_run(&st, PGRES_TUPLES_OK, &result);
    if (status == PGW_OK)
        status = keep_oids(session, database, result);
    PQclear(result);
    return status;
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
    if (status == PGW_OK && database->enum_count)
        status = session_find_types(session);
    return status;
}

void pgw_session_close(pgw_session *session)
{
    pgw_arena_free(&session->scratch);
    pgw_arena_free(&session->types);
    session->oids = NULL;
    error_clear(&session->error);
}

/* ---- Values ---------------------------------------------------------------------------------- */

const char *pgw_enum_label(const pgw_enum *enumeration, int value)
{
    if (value < 1 || (size_t)value > enumeration->label_count)
        return "";
    return enumeration->labels[value - 1];
}

int pgw_enum_value(const pgw_enum *enumeration, const char *label)
{
    for (size_t i = 0; i < enumeration->label_count; i++)
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

size_t pgw_uuid_to_string(const pgw_uuid *uuid, char *out, size_t size)
{
    printer p = {out, size, 0};
    for (size_t i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            print_char(&p, '-');
        print_char(&p, "0123456789abcdef"[uuid->bytes[i] >> 4]);
        print_char(&p, "0123456789abcdef"[uuid->bytes[i] & 15]);
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

size_t pgw_inet_to_string(const pgw_inet *inet, char *out, size_t size)
{
    char text[INET6_ADDRSTRLEN] = "";
    printer p = {out, size, 0};
    bool six = inet->family == PGW_INET6;
    if (inet_ntop(six ? AF_INET6 : AF_INET, inet->address, text, sizeof text))
        print_string(&p, text);
    if (inet->bits != (six ? 128 : 32)) {
        print_char(&p, '/');
        print_number(&p, inet->bits, 1);
    }
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

static void print_clock(printer *p, int64_t us)
{
    int64_t fraction;
    int64_t seconds = divide(us, second_us, &fraction);
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

size_t pgw_timestamp_to_string(pgw_timestamp timestamp, char *out, size_t size)
{
    printer p = {out, size, 0};
    int64_t us;
    if (timestamp == PGW_TIMESTAMP_INFINITY || timestamp == PGW_TIMESTAMP_MINUS_INFINITY) {
        print_string(&p, timestamp > 0 ? "infinity" : "-infinity");
        return print_end(&p);
    }
    bool before_christ = print_day(&p, divide(timestamp, day_us, &us));
    print_char(&p, ' ');
    print_clock(&p, us);
    print_string(&p, before_christ ? " BC" : "");
    return print_end(&p);
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
