/*
 * The runtime of generated bindings: rows of PostgreSQL tables as plain C structs.
 *
 * It needs libpq and the C library, nothing else, and is copied beside the generated code. You may
 * use, change and distribute it with the code generated for you without any obligation.
 *
 * Sessions. A pgw_session stands on a PGconn that you opened and that you close; it is never owned.
 *   pgw_session_init looks up the types of the schema once. One session, its connection and the
 *   arenas used with it belong to one thread at a time; there are no globals. Transactions are
 * yours: pgw_begin and pgw_commit, pgw_transaction, or BEGIN and COMMIT with PQexec. Nothing is
 * ever printed (libpq's own notice processor, which writes to stderr, is yours to replace:
 * PQsetNoticeProcessor).
 *
 * Memory. Texts, arrays and lists of rows that come from the server live in a pgw_arena that you
 *   pass; pgw_arena_free ends all of them at once, pgw_arena_reset does and keeps memory for the
 * next use. What you send is only read, and only during the call.
 *
 * Values. A zero-initialised row is a valid one: numbers 0, texts empty, nullable columns NULL.
 * Only enums have no valid zero: *_UNKNOWN stands for a label that these bindings do not know, and
 * is refused when sent. A nullable column has a type that says so: {bool present; T value;}.
 *
 * Errors. Every call that can fail returns a pgw_status; session->error has the details until the
 *   next call with that session. On failure nothing is written to your structs.
 */
#ifndef PGW_RUNTIME_H
#define PGW_RUNTIME_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#if defined(__GNUC__)
#define PGW_MUST_USE      __attribute__((warn_unused_result))
#define PGW_NONNULL(list) __attribute__((nonnull list))
#define PGW_HIDDEN        __attribute__((visibility("hidden")))
#else
#define PGW_MUST_USE
#define PGW_NONNULL(list)
#define PGW_HIDDEN
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Errors ---------------------------------------------------------------------------------- */

typedef enum {
    PGW_OK = 0,
    PGW_NOT_FOUND,             /* no row has that key, or a trigger kept it from being stored */
    PGW_UNIQUE_VIOLATION,      /* 23505: see error.constraint */
    PGW_FOREIGN_KEY_VIOLATION, /* 23503 */
    PGW_CHECK_VIOLATION,       /* 23514 */
    PGW_NOT_NULL_VIOLATION,    /* 23502: see error.column */
    PGW_EXCLUSION_VIOLATION,   /* 23P01 */
    PGW_DATA_ERROR,            /* class 22: too long, out of range, not valid for its type … */
    PGW_RETRY,                 /* 40001, 40P01: run the transaction again from its start */
    PGW_CONNECTION,            /* the connection is lost; open another, and another session */
    PGW_SERVER_ERROR,          /* any other error of the server: see error.sqlstate */
    PGW_CONFLICT,              /* another has changed the row since it was read (version column) */
    PGW_NOT_RUN,               /* in a pipeline: an item before it failed */
    PGW_TIMEOUT,               /* no session of the pool came free in time */
    PGW_MISMATCH,              /* the database is not the one these bindings were made for */
    PGW_DECODE,                /* bytes from the server that are no value of their type */
    PGW_INVALID,               /* an argument that cannot be sent; nothing was */
    PGW_NO_MEMORY
} pgw_status;

/* "PGW_NOT_FOUND" for PGW_NOT_FOUND, and so on. */
const char *pgw_status_name(pgw_status status);

/* What went wrong. No pointer is NULL: what does not apply is "". When the table has a sensitive
 * column, `detail` is empty and messages about values are withheld, since both quote values. */
typedef struct {
    pgw_status status;
    bool retryable;   /* the same transaction may succeed when it is run again */
    char sqlstate[6]; /* "23505"; "" when the error is not the server's */
    const char *message, *detail, *hint;
    const char *schema, *table, *column, *constraint; /* names, as the server reports them */
    size_t item; /* in functions on many rows: the first row that failed; else 0 */
} pgw_error;

/* ---- Memory ---------------------------------------------------------------------------------- */

/* Where memory comes from; alloc returns NULL when there is none. */
typedef struct {
    void *(*alloc)(void *context, size_t size);
    void (*release)(void *context, void *memory);
    void *context;
} pgw_allocator;

typedef struct pgw_block pgw_block;
typedef struct pgw_result pgw_result;

/* A zero-initialised arena is empty and takes its memory from malloc. Lists of rows are read where
 * libpq put them, so an arena also ends the results that it was given. */
typedef struct {
    pgw_block *blocks;
    pgw_result *results;
    pgw_allocator allocator;
} pgw_arena;

/* An empty arena on that allocator; NULL: malloc and free. */
void pgw_arena_init(pgw_arena *arena, const pgw_allocator *allocator) PGW_NONNULL((1));
/* `size` bytes, not zeroed; align is a power of two. NULL when there is no memory. */
void *pgw_arena_alloc(pgw_arena *arena, size_t size, size_t align) PGW_MUST_USE PGW_NONNULL((1));
/* Ends everything in the arena; the memory that it took is kept for the next use. */
void pgw_arena_reset(pgw_arena *arena) PGW_NONNULL((1));
/* Ends everything in the arena and gives its memory back; the arena is empty and may be used again.
 */
void pgw_arena_free(pgw_arena *arena) PGW_NONNULL((1));

/* ---- Values ---------------------------------------------------------------------------------- */

/* Text in UTF-8. What comes from the server has a NUL after its last byte, so that ptr is a C
 * string; what you send need not. A NUL byte inside is refused when sent. {NULL, 0} is the empty
 * text. Also json and jsonb, and every type without a form of its own here, in the server's text
 * form: xml, tsvector, tsquery, jsonpath, reg... and those of extensions. */
typedef struct {
    const char *ptr;
    size_t len;
} pgw_text;

typedef struct {
    const uint8_t *ptr;
    size_t len;
} pgw_bytea;

typedef struct {
    uint8_t bytes[16];
} pgw_uuid;

/* Microseconds since 2000-01-01 00:00: in UTC for timestamptz, on an unspecified clock for
 * timestamp. */
typedef int64_t pgw_timestamp;
#define PGW_TIMESTAMP_INFINITY       INT64_MAX
#define PGW_TIMESTAMP_MINUS_INFINITY INT64_MIN

/* Days since 2000-01-01. */
typedef int32_t pgw_date;
#define PGW_DATE_INFINITY       INT32_MAX
#define PGW_DATE_MINUS_INFINITY INT32_MIN

typedef enum {
    PGW_NUMERIC_FINITE = 0,
    PGW_NUMERIC_NAN,
    PGW_NUMERIC_INFINITY,
    PGW_NUMERIC_MINUS_INFINITY
} pgw_numeric_kind;

/* An exact decimal: the sum of digits[i] * 10000 ** (weight - i), each digit from 0 to 9999, shown
 * with `scale` decimal places. Use the functions below to make and to read one. */
typedef struct {
    pgw_numeric_kind kind;
    bool negative;
    int16_t weight;
    uint16_t scale;
    uint16_t digit_count;
    const int16_t *digits;
} pgw_numeric;

typedef enum { PGW_INET4 = 0, PGW_INET6 } pgw_inet_family;

/* An address with the length of its network; a host has 32 or 128 bits. For inet and cidr. */
typedef struct {
    pgw_inet_family family;
    uint8_t bits;
    uint8_t address[16]; /* in network order; the first four bytes for PGW_INET4 */
} pgw_inet;

typedef struct {
    uint8_t bytes[6];
} pgw_macaddr;
typedef struct {
    uint8_t bytes[8];
} pgw_macaddr8;

/* Microseconds since midnight, up to and including 24:00. */
typedef int64_t pgw_time;

/* A time of day in a zone: `zone` is what must be added to get UTC, in seconds (-3600 for +01). */
typedef struct {
    pgw_time time;
    int32_t zone;
} pgw_timetz;

/* Months, days and microseconds are kept apart, since their lengths differ. */
typedef struct {
    int64_t microseconds;
    int32_t days, months;
} pgw_interval;

/* In the smallest unit of the database's currency (lc_monetary): cents. */
typedef int64_t pgw_money;

/* Bits from the most significant bit of the first byte on; what is left of the last byte is 0. */
typedef struct {
    const uint8_t *bytes;
    size_t bits;
} pgw_bit;

typedef struct {
    double x, y;
} pgw_point;
/* a x + b y + c = 0 */
typedef struct {
    double a, b, c;
} pgw_line;
typedef struct {
    pgw_point from, to;
} pgw_lseg;
/* The server sorts the corners when it takes one. */
typedef struct {
    pgw_point high, low;
} pgw_box;
typedef struct {
    pgw_point center;
    double radius;
} pgw_circle;
typedef struct {
    const pgw_point *points;
    size_t count;
    bool closed;
} pgw_path;
typedef struct {
    const pgw_point *points;
    size_t count;
} pgw_polygon;

/* Where a row stands: tid. */
typedef struct {
    uint32_t block;
    uint16_t offset;
} pgw_tid;

/* The dimensions of an array; elements are in row-major order. */
enum { PGW_MAX_DIMENSIONS = 6 };
typedef struct {
    int32_t count; /* of dimensions */
    struct {
        int32_t size, lower; /* the index of the first element */
    } at[PGW_MAX_DIMENSIONS];
} pgw_dimensions;

/* What goes with a type T of values: the nullable one, the array of nullable ones, and the nullable
 * array. Of an array {NULL, 0, NULL} is the empty one; dimensions NULL means one dimension whose
 * first index is 1, which is what nearly all arrays are. */
#define PGW_FAMILY(T, opt, array, opt_array)                                                       \
    typedef struct {                                                                               \
        bool present; /* false: SQL NULL */                                                        \
        T value;                                                                                   \
    } opt;                                                                                         \
    typedef struct {                                                                               \
        const opt *items;                                                                          \
        size_t count;                                                                              \
        const pgw_dimensions *dimensions;                                                          \
    } array;                                                                                       \
    typedef struct {                                                                               \
        bool present;                                                                              \
        array value;                                                                               \
    } opt_array

/* A range whose bounds are T, and a multirange of such ranges, in order. Zero-initialised a range
 * is the one without bounds. The bounds of an empty range, and infinite ones, are not looked at. */
typedef enum { PGW_INFINITE = 0, PGW_INCLUSIVE, PGW_EXCLUSIVE } pgw_bound;
#define PGW_RANGE(T, range, multirange)                                                            \
    typedef struct {                                                                               \
        bool empty;                                                                                \
        pgw_bound lower_bound, upper_bound;                                                        \
        T lower, upper;                                                                            \
    } range;                                                                                       \
    typedef struct {                                                                               \
        const range *items;                                                                        \
        size_t count;                                                                              \
    } multirange

PGW_RANGE(int32_t, pgw_int4_range, pgw_int4_multirange);
PGW_RANGE(int64_t, pgw_int8_range, pgw_int8_multirange);
PGW_RANGE(pgw_numeric, pgw_numeric_range, pgw_numeric_multirange);
PGW_RANGE(pgw_date, pgw_date_range, pgw_date_multirange);
PGW_RANGE(pgw_timestamp, pgw_timestamp_range, pgw_timestamp_multirange);

PGW_FAMILY(bool, pgw_opt_bool, pgw_bool_array, pgw_opt_bool_array);
PGW_FAMILY(char, pgw_opt_char, pgw_char_array, pgw_opt_char_array);
PGW_FAMILY(int16_t, pgw_opt_int2, pgw_int2_array, pgw_opt_int2_array);
PGW_FAMILY(int32_t, pgw_opt_int4, pgw_int4_array, pgw_opt_int4_array);
PGW_FAMILY(int64_t, pgw_opt_int8, pgw_int8_array, pgw_opt_int8_array);
PGW_FAMILY(float, pgw_opt_float4, pgw_float4_array, pgw_opt_float4_array);
PGW_FAMILY(double, pgw_opt_float8, pgw_float8_array, pgw_opt_float8_array);
PGW_FAMILY(uint32_t, pgw_opt_oid, pgw_oid_array, pgw_opt_oid_array);
PGW_FAMILY(uint64_t, pgw_opt_uint8, pgw_uint8_array, pgw_opt_uint8_array);
PGW_FAMILY(pgw_numeric, pgw_opt_numeric, pgw_numeric_array, pgw_opt_numeric_array);
PGW_FAMILY(pgw_text, pgw_opt_text, pgw_text_array, pgw_opt_text_array);
PGW_FAMILY(pgw_bytea, pgw_opt_bytea, pgw_bytea_array, pgw_opt_bytea_array);
PGW_FAMILY(pgw_uuid, pgw_opt_uuid, pgw_uuid_array, pgw_opt_uuid_array);
PGW_FAMILY(pgw_date, pgw_opt_date, pgw_date_array, pgw_opt_date_array);
PGW_FAMILY(pgw_time, pgw_opt_time, pgw_time_array, pgw_opt_time_array);
PGW_FAMILY(pgw_timetz, pgw_opt_timetz, pgw_timetz_array, pgw_opt_timetz_array);
PGW_FAMILY(pgw_timestamp, pgw_opt_timestamp, pgw_timestamp_array, pgw_opt_timestamp_array);
PGW_FAMILY(pgw_interval, pgw_opt_interval, pgw_interval_array, pgw_opt_interval_array);
PGW_FAMILY(pgw_money, pgw_opt_money, pgw_money_array, pgw_opt_money_array);
PGW_FAMILY(pgw_inet, pgw_opt_inet, pgw_inet_array, pgw_opt_inet_array);
PGW_FAMILY(pgw_macaddr, pgw_opt_macaddr, pgw_macaddr_array, pgw_opt_macaddr_array);
PGW_FAMILY(pgw_macaddr8, pgw_opt_macaddr8, pgw_macaddr8_array, pgw_opt_macaddr8_array);
PGW_FAMILY(pgw_bit, pgw_opt_bit, pgw_bit_array, pgw_opt_bit_array);
PGW_FAMILY(pgw_point, pgw_opt_point, pgw_point_array, pgw_opt_point_array);
PGW_FAMILY(pgw_line, pgw_opt_line, pgw_line_array, pgw_opt_line_array);
PGW_FAMILY(pgw_lseg, pgw_opt_lseg, pgw_lseg_array, pgw_opt_lseg_array);
PGW_FAMILY(pgw_box, pgw_opt_box, pgw_box_array, pgw_opt_box_array);
PGW_FAMILY(pgw_circle, pgw_opt_circle, pgw_circle_array, pgw_opt_circle_array);
PGW_FAMILY(pgw_path, pgw_opt_path, pgw_path_array, pgw_opt_path_array);
PGW_FAMILY(pgw_polygon, pgw_opt_polygon, pgw_polygon_array, pgw_opt_polygon_array);
PGW_FAMILY(pgw_tid, pgw_opt_tid, pgw_tid_array, pgw_opt_tid_array);
PGW_FAMILY(pgw_int4_range, pgw_opt_int4_range, pgw_int4_range_array, pgw_opt_int4_range_array);
PGW_FAMILY(pgw_int4_multirange, pgw_opt_int4_multirange, pgw_int4_multirange_array,
           pgw_opt_int4_multirange_array);
PGW_FAMILY(pgw_int8_range, pgw_opt_int8_range, pgw_int8_range_array, pgw_opt_int8_range_array);
PGW_FAMILY(pgw_int8_multirange, pgw_opt_int8_multirange, pgw_int8_multirange_array,
           pgw_opt_int8_multirange_array);
PGW_FAMILY(pgw_numeric_range, pgw_opt_numeric_range, pgw_numeric_range_array,
           pgw_opt_numeric_range_array);
PGW_FAMILY(pgw_numeric_multirange, pgw_opt_numeric_multirange, pgw_numeric_multirange_array,
           pgw_opt_numeric_multirange_array);
PGW_FAMILY(pgw_date_range, pgw_opt_date_range, pgw_date_range_array, pgw_opt_date_range_array);
PGW_FAMILY(pgw_date_multirange, pgw_opt_date_multirange, pgw_date_multirange_array,
           pgw_opt_date_multirange_array);
PGW_FAMILY(pgw_timestamp_range, pgw_opt_timestamp_range, pgw_timestamp_range_array,
           pgw_opt_timestamp_range_array);
PGW_FAMILY(pgw_timestamp_multirange, pgw_opt_timestamp_multirange, pgw_timestamp_multirange_array,
           pgw_opt_timestamp_multirange_array);

/* ---- Making and reading values --------------------------------------------------------------- */

/* Functions named *_to_string write into `out` of `size` bytes, always end it in NUL when size > 0,
 * and return the length of the whole text without the NUL, as snprintf does. */

/* Borrows a C string; NULL is the empty text. */
pgw_text pgw_text_of(const char *string);
/* Borrows a C string; NULL is SQL NULL. */
pgw_opt_text pgw_opt_text_of(const char *string);

bool pgw_text_equal(pgw_text a, pgw_text b);

/* Buffers that hold any value. */
enum {
    PGW_UUID_SIZE = 37,
    PGW_INET_SIZE = 51,
    PGW_MACADDR_SIZE = 18,
    PGW_MACADDR8_SIZE = 24,
    PGW_LSN_SIZE = 18,
    PGW_DATE_SIZE = 20,
    PGW_TIME_SIZE = 22,
    PGW_TIMETZ_SIZE = 32,
    PGW_TIMESTAMP_SIZE = 40,
    PGW_INTERVAL_SIZE = 80
};

/* 36 characters, with hyphens and in lower case: a buffer of PGW_UUID_SIZE holds it. */
size_t pgw_uuid_to_string(const pgw_uuid *uuid, char *out, size_t size) PGW_NONNULL((1));
/* From 32 hexadecimal digits, with the usual four hyphens or none. False: it is not a UUID. */
bool pgw_uuid_from_string(const char *string, pgw_uuid *out) PGW_MUST_USE PGW_NONNULL((1, 2));

/* As PostgreSQL prints it, without the length of a host: a buffer of PGW_INET_SIZE holds it. */
size_t pgw_inet_to_string(const pgw_inet *inet, char *out, size_t size) PGW_NONNULL((1));
/* The same as a network: always with the length. */
size_t pgw_cidr_to_string(const pgw_inet *inet, char *out, size_t size) PGW_NONNULL((1));
/* An address with or without "/bits". False: it is neither IPv4 nor IPv6. */
bool pgw_inet_from_string(const char *string, pgw_inet *out) PGW_MUST_USE PGW_NONNULL((1, 2));

/* "08:00:2b:01:02:03" */
size_t pgw_macaddr_to_string(const pgw_macaddr *mac, char *out, size_t size) PGW_NONNULL((1));
size_t pgw_macaddr8_to_string(const pgw_macaddr8 *mac, char *out, size_t size) PGW_NONNULL((1));
/* "16/B374D848" */
size_t pgw_lsn_to_string(uint64_t lsn, char *out, size_t size);
/* "\\x0102" and "10110", two characters for a byte and one for a bit. */
size_t pgw_bytea_to_string(const pgw_bytea *bytea, char *out, size_t size) PGW_NONNULL((1));
size_t pgw_bit_to_string(const pgw_bit *bit, char *out, size_t size) PGW_NONNULL((1));

/* "0.50", "-12", "NaN", "Infinity". */
size_t pgw_numeric_to_string(const pgw_numeric *numeric, char *out, size_t size) PGW_NONNULL((1));
/* From "12", "-0.50", "1.5e-7", "NaN", "Infinity", "-Infinity"; the number of decimals is kept. The
 * digits live in the arena. PGW_INVALID when it is no number or beyond what numeric holds. */
pgw_status pgw_numeric_from_string(pgw_arena *arena, const char *string,
                                   pgw_numeric *out) PGW_MUST_USE PGW_NONNULL((1, 2, 3));
/* value / 10 ** scale: pgw_numeric_from_int64(a, 1999, 2, &n) makes 19.99. */
pgw_status pgw_numeric_from_int64(pgw_arena *arena, int64_t value, unsigned scale,
                                  pgw_numeric *out) PGW_MUST_USE PGW_NONNULL((1, 4));
/* numeric * 10 ** scale, when that is a whole number that fits; otherwise false. */
bool pgw_numeric_to_int64(const pgw_numeric *numeric, unsigned scale, int64_t *out) PGW_MUST_USE
    PGW_NONNULL((1, 3));

/* What the server prints with DateStyle ISO, IntervalStyle postgres and TimeZone UTC:
 * "2024-02-29 13:14:15.25", "infinity", "0044-03-15 00:00:00 BC"; a timestamptz with "+00" behind
 * the time; "1 year -2 mons +3 days 04:05:06". */
size_t pgw_timestamp_to_string(pgw_timestamp timestamp, char *out, size_t size);
size_t pgw_timestamptz_to_string(pgw_timestamp timestamp, char *out, size_t size);
size_t pgw_date_to_string(pgw_date date, char *out, size_t size);
size_t pgw_time_to_string(pgw_time time, char *out, size_t size);
size_t pgw_timetz_to_string(const pgw_timetz *timetz, char *out, size_t size) PGW_NONNULL((1));
size_t pgw_interval_to_string(const pgw_interval *interval, char *out, size_t size)
    PGW_NONNULL((1));
/* From what these print: a T may stand before the time, and behind it a zone ("Z", "+02",
 * "-03:30"), which makes it UTC. False: it is none, or beyond what the type holds. */
bool pgw_timestamp_from_string(const char *string, pgw_timestamp *out) PGW_MUST_USE
    PGW_NONNULL((1, 2));
bool pgw_date_from_string(const char *string, pgw_date *out) PGW_MUST_USE PGW_NONNULL((1, 2));
bool pgw_time_from_string(const char *string, pgw_time *out) PGW_MUST_USE PGW_NONNULL((1, 2));
/* Between timestamps and time since 1970 in UTC. False for infinities and for what does not fit. */
bool pgw_timestamp_to_timespec(pgw_timestamp timestamp, struct timespec *out) PGW_MUST_USE
    PGW_NONNULL((2));
bool pgw_timestamp_from_timespec(const struct timespec *time, pgw_timestamp *out) PGW_MUST_USE
    PGW_NONNULL((1, 2));
bool pgw_timestamp_to_time(pgw_timestamp timestamp, time_t *out) PGW_MUST_USE PGW_NONNULL((2));
bool pgw_timestamp_from_time(time_t time, pgw_timestamp *out) PGW_MUST_USE PGW_NONNULL((2));

/* ---- Sessions -------------------------------------------------------------------------------- */

typedef struct pgw_database pgw_database;

typedef struct {
    PGconn *conn;    /* yours */
    pgw_error error; /* of the last call; its texts are good until the next one */
    /* private from here on */
    const pgw_database *database;
    pgw_arena scratch;
    pgw_arena types;
    uint32_t *oids;      /* of each type of the database and of its array */
    uint32_t **row_oids; /* of the columns of row types; NULL where it is no row type */
    struct pgw_prepared *cache;
    struct pgw_pipeline *pipeline; /* what is in flight, or NULL */
    unsigned long prepared;        /* statements so far */
    uint32_t salt;
    int encoding; /* UTF8, as libpq numbers it */
    bool ready, without_names, listening;
} pgw_session;

/* Starts a session of the generated `database` on an open connection that is idle. Sets the
 * connection's client_encoding to UTF8, verifies what binary format needs, and looks up the
 * schema's types: PGW_MISMATCH when one is missing. The allocator serves the session itself; NULL:
 * malloc. Whatever it returns, pgw_session_close ends the session and leaves the connection open.
 */
pgw_status pgw_session_init(pgw_session *session, PGconn *conn, const pgw_database *database,
                            const pgw_allocator *allocator) PGW_MUST_USE PGW_NONNULL((1, 2, 3));
/* For poolers that give every transaction another server connection: no statement is prepared under
 * a name. Otherwise what runs a second time is prepared, and prepared again when the server has
 * lost it or when a table has changed. */
void pgw_session_without_names(pgw_session *session) PGW_NONNULL((1));
/* May be called twice, and on a zero-initialised session. */
void pgw_session_close(pgw_session *session) PGW_NONNULL((1));

/* ---- Transactions ---------------------------------------------------------------------------- */

typedef enum {
    PGW_READ_COMMITTED = 0,
    PGW_REPEATABLE_READ,
    PGW_SERIALIZABLE,
    PGW_READ_ONLY_SNAPSHOT /* repeatable read, read only: a consistent view for reports */
} pgw_isolation;

pgw_status pgw_begin(pgw_session *session, pgw_isolation isolation) PGW_MUST_USE PGW_NONNULL((1));
/* PGW_RETRY may come out of a commit too. A transaction that failed before is rolled back, which is
 * PGW_SERVER_ERROR. */
pgw_status pgw_commit(pgw_session *session) PGW_MUST_USE PGW_NONNULL((1));
/* Also of a transaction that has failed; without one it does nothing. */
pgw_status pgw_rollback(pgw_session *session) PGW_NONNULL((1));

/* What runs in a transaction: anything but PGW_OK rolls it back. */
typedef pgw_status pgw_body(pgw_session *session, void *context);
/* Runs body between begin and commit; when it, or the commit, ends with PGW_RETRY, again, up to
 * `attempts` times in all. Returns what body or commit returned last; session->error is of that. */
pgw_status pgw_transaction(pgw_session *session, pgw_isolation isolation, unsigned attempts,
                           pgw_body *body, void *context) PGW_MUST_USE PGW_NONNULL((1, 4));

/* ---- Verification ---------------------------------------------------------------------------- */

/* A difference between the database and what these bindings were made for. */
typedef struct {
    const char *what;             /* "public.users.email" */
    const char *expected, *found; /* "text NOT NULL"; found is "" when it is not there */
} pgw_difference;

typedef struct {
    const pgw_difference *items;
    size_t count;
} pgw_differences;

typedef enum {
    PGW_VERIFY_OFF = 0,
    PGW_VERIFY_WARN,   /* PGW_OK whatever is found */
    PGW_VERIFY_ENFORCE /* PGW_MISMATCH when something differs */
} pgw_verify_mode;

/* ---- Pools ----------------------------------------------------------------------------------- */

/* Sessions for several threads. Each that is taken belongs to the thread that took it, and is given
 * back by it; a transaction left open is rolled back, and a session that listened (pgw_listen)
 * forgets its channels and what came through them. */
typedef struct pgw_pool pgw_pool;

typedef struct {
    const char *conninfo; /* as for PQconnectdb; copied */
    const pgw_database *database;
    size_t size;            /* connections that stay open when they are not used; at least 1 */
    size_t overflow;        /* connections beyond them, closed when they are given back */
    unsigned timeout;       /* milliseconds to wait for a session; 0: not at all */
    unsigned recycle;       /* seconds after which a connection is replaced; 0: never */
    unsigned ping;          /* seconds without use after which it is tried first; 0: every time */
    bool without_names;     /* see pgw_session_without_names */
    pgw_verify_mode verify; /* of the first connection: PGW_MISMATCH from pgw_pool_open */
} pgw_pool_options;

/* Opens one connection to see that it can be done. */
pgw_status pgw_pool_open(pgw_pool **pool, const pgw_pool_options *options,
                         pgw_error *error) PGW_MUST_USE PGW_NONNULL((1, 2, 3));
/* The session is good until it is given back. PGW_TIMEOUT: all are taken. */
pgw_status pgw_pool_take(pgw_pool *pool, pgw_session **session, pgw_error *error) PGW_MUST_USE
    PGW_NONNULL((1, 2, 3));
/* False: it is not this thread's. NULL is nothing. */
bool pgw_pool_give(pgw_pool *pool, pgw_session *session) PGW_NONNULL((1));
/* When all sessions have been given back. NULL is nothing. */
void pgw_pool_close(pgw_pool *pool);

/* LISTEN; notifications are then read with PQnotifies(session->conn). */
pgw_status pgw_listen(pgw_session *session, const char *channel) PGW_MUST_USE PGW_NONNULL((1, 2));

/* ---- Pipelines ------------------------------------------------------------------------------- */

/* Between pgw_pipeline_begin and pgw_pipeline_end the functions on one row (insert, update, upsert,
 * get, delete) only send: they return PGW_OK when the statement is on its way, their row is filled
 * when its result has come, in the order of the calls. Other functions are refused. At most `depth`
 * statements are in flight; there is no deadlock, however much is sent. */
typedef enum {
    PGW_TOGETHER =
        0, /* one transaction, unless one is open already: after a failure nothing is run */
    PGW_INDEPENDENT /* each by itself */
} pgw_pipeline_kind;

/* Called for each item, counted from 0, when it is done; may be NULL. Must not use the session. */
typedef void pgw_pipeline_done(void *context, size_t item, pgw_status status,
                               const pgw_error *error);

pgw_status pgw_pipeline_begin(pgw_session *session, pgw_pipeline_kind kind, size_t depth,
                              pgw_pipeline_done *done, void *context) PGW_MUST_USE PGW_NONNULL((1));
/* Waits for all results. Returns the first failure, with error.item saying whose it is. */
pgw_status pgw_pipeline_end(pgw_session *session) PGW_MUST_USE PGW_NONNULL((1));

/* ---- Queries --------------------------------------------------------------------------------- */

/* What a condition of a filter asks. Which of them a column knows depends on its type; another is
 * PGW_INVALID when the query is run. */
typedef enum {
    PGW_EQ,
    PGW_NE,
    PGW_LT,
    PGW_LE,
    PGW_GT,
    PGW_GE,
    PGW_LIKE, /* texts, with % and _ */
    PGW_ILIKE,
    PGW_CONTAINS,  /* arrays, ranges, jsonb, networks: the column contains the value */
    PGW_CONTAINED, /* the value contains the column */
    PGW_OVERLAPS,  /* arrays, ranges, networks */
    PGW_IN,        /* any of a list: T_where_C_in */
    PGW_NULL,      /* T_where_C_null */
    PGW_NOT_NULL
} pgw_op;

enum { PGW_MAX_CONDITIONS = 16, PGW_MAX_VALUE = 64 };

typedef struct {
    uint16_t column; /* its place in the table */
    pgw_op op;
    const void *list; /* PGW_IN: `count` plain values, yours until the query has run */
    size_t count;
    union {
        char bytes[PGW_MAX_VALUE];
        double aligned;
        const void *pointer;
    } value;
} pgw_condition;

/* Conditions that must all hold; zero-initialised there are none. Texts and arrays in it are
 * borrowed until the query has run. */
typedef struct {
    pgw_condition at[PGW_MAX_CONDITIONS];
    size_t count;
    bool full; /* there were more: the query will be refused */
} pgw_filter;

void pgw_filter_value(pgw_filter *filter, uint16_t column, pgw_op op, const void *value,
                      size_t size) PGW_NONNULL((1, 4));
void pgw_filter_list(pgw_filter *filter, uint16_t column, const void *values, size_t count)
    PGW_NONNULL((1));
void pgw_filter_null(pgw_filter *filter, uint16_t column, bool is_null) PGW_NONNULL((1));

/* ---- Copying --------------------------------------------------------------------------------- */

/* A COPY into a table: T_copy starts it, T_copy_row takes each row, and until it ends or is
 * cancelled the connection does nothing else. What it consists of is private. */
typedef struct {
    pgw_session *session;
    const struct pgw_table *table;
    const void *chosen;
    pgw_arena arena;
    char *buffer;
    size_t used, rows;
    bool staged, own; /* through a temporary table; in a transaction of its own */
} pgw_copy;

/* Stores what has come; *rows, which may be NULL, tells how many rows. When it fails none is
 * stored, and session->error says why, error.item which row where the server tells. */
pgw_status pgw_copy_end(pgw_copy *copy, size_t *rows) PGW_MUST_USE PGW_NONNULL((1));
/* Ends it with nothing stored; one that has ended already stays as it is. */
void pgw_copy_cancel(pgw_copy *copy) PGW_NONNULL((1));
/* What T_copy_row does, for a row of whatever table: PGW_INVALID when a value cannot be sent, with
 * its row in error.item. The COPY may go on without that one. */
pgw_status pgw_copy_row(pgw_copy *copy, const void *row) PGW_MUST_USE PGW_NONNULL((1, 2));

/* ---- For generated code ---------------------------------------------------------------------- */

/* A type that the database defines: its oids are looked up when a session starts. */
typedef struct {
    const char *schema, *name;
    const char *columns; /* of a row or composite type, in order: "id,name"; else NULL */
    bool is_row;         /* of a table: it may be missing */
    size_t index;        /* in the database's list */
} pgw_user_type;

typedef struct {
    const char *const *labels; /* the value 1 has labels[0] */
    size_t count;
} pgw_enum;

typedef struct pgw_type pgw_type;
typedef struct pgw_column pgw_column;
typedef struct pgw_table pgw_table;

typedef enum {
    PGW_CODEC_BOOL,
    PGW_CODEC_INT2, /* by size: floating point, dates and times too */
    PGW_CODEC_INT4,
    PGW_CODEC_INT8,
    PGW_CODEC_NUMBERS, /* several numbers one after the other */
    PGW_CODEC_RAW,     /* the same bytes here and there */
    PGW_CODEC_TEXT,
    PGW_CODEC_JSONB,
    PGW_CODEC_OTHER, /* the text form of any type */
    PGW_CODEC_BYTEA,
    PGW_CODEC_BIT,
    PGW_CODEC_NUMERIC,
    PGW_CODEC_INET,
    PGW_CODEC_CIDR,
    PGW_CODEC_PATH,
    PGW_CODEC_POLYGON,
    PGW_CODEC_ENUM,
    PGW_CODEC_DOMAIN,
    PGW_CODEC_RANGE,
    PGW_CODEC_MULTIRANGE,
    PGW_CODEC_COMPOSITE,
    PGW_CODEC_ARRAY
} pgw_codec;

/* How a type of the database is held in C. */
struct pgw_type {
    const char *name;
    pgw_codec codec;
    uint32_t oid, array_oid;    /* 0: looked up by the session, or PGW_CODEC_OTHER */
    size_t size;                /* of the plain C value */
    size_t opt_size, opt_value; /* of the nullable one, and where its value starts */
    const pgw_type *element;    /* of an array, range, multirange; what a domain stands on */
    const pgw_user_type *user;  /* NULL: built in */
    const pgw_enum *enumeration;
    const char *layout;       /* PGW_CODEC_NUMBERS: the size of each as a digit */
    size_t lower, upper;      /* PGW_CODEC_RANGE: where the bounds are */
    const pgw_column *fields; /* PGW_CODEC_COMPOSITE */
    size_t field_count;
};

/* The rows of tables of types, for generated code. */
#define PGW_SIZES(T, opt) sizeof(T), sizeof(opt), offsetof(opt, value)
#define PGW_ENUM_TYPE(name, T, opt, user, enumeration)                                             \
    {                                                                                              \
        name, PGW_CODEC_ENUM, 0, 0, PGW_SIZES(T, opt), NULL, user, enumeration, NULL, 0, 0, NULL,  \
            0                                                                                      \
    }
#define PGW_ARRAY_TYPE(name, T, opt, element)                                                      \
    {                                                                                              \
        name, PGW_CODEC_ARRAY, 0, 0, PGW_SIZES(T, opt), element, NULL, NULL, NULL, 0, 0, NULL, 0   \
    }
#define PGW_DOMAIN_TYPE(name, T, opt, base, user)                                                  \
    {                                                                                              \
        name, PGW_CODEC_DOMAIN, 0, 0, PGW_SIZES(T, opt), base, user, NULL, NULL, 0, 0, NULL, 0     \
    }
#define PGW_RANGE_TYPE(name, T, opt, subtype, user)                                                \
    {                                                                                              \
        name, PGW_CODEC_RANGE, 0, 0, PGW_SIZES(T, opt), subtype, user, NULL, NULL,                 \
            offsetof(T, lower), offsetof(T, upper), NULL, 0                                        \
    }
#define PGW_MULTIRANGE_TYPE(name, T, opt, range, user)                                             \
    {                                                                                              \
        name, PGW_CODEC_MULTIRANGE, 0, 0, PGW_SIZES(T, opt), range, user, NULL, NULL, 0, 0, NULL,  \
            0                                                                                      \
    }
#define PGW_COMPOSITE_TYPE(name, T, opt, user, fields, count)                                      \
    {                                                                                              \
        name, PGW_CODEC_COMPOSITE, 0, 0, PGW_SIZES(T, opt), NULL, user, NULL, NULL, 0, 0, fields,  \
            count                                                                                  \
    }

extern const pgw_type pgw_type_bool, pgw_type_bool_array;
extern const pgw_type pgw_type_char, pgw_type_char_array;
extern const pgw_type pgw_type_int2, pgw_type_int2_array;
extern const pgw_type pgw_type_int4, pgw_type_int4_array;
extern const pgw_type pgw_type_int8, pgw_type_int8_array;
extern const pgw_type pgw_type_float4, pgw_type_float4_array;
extern const pgw_type pgw_type_float8, pgw_type_float8_array;
extern const pgw_type pgw_type_oid, pgw_type_oid_array;
extern const pgw_type pgw_type_xid, pgw_type_xid_array;
extern const pgw_type pgw_type_cid, pgw_type_cid_array;
extern const pgw_type pgw_type_xid8, pgw_type_xid8_array;
extern const pgw_type pgw_type_pg_lsn, pgw_type_pg_lsn_array;
extern const pgw_type pgw_type_numeric, pgw_type_numeric_array;
extern const pgw_type pgw_type_text, pgw_type_text_array;
extern const pgw_type pgw_type_varchar, pgw_type_varchar_array;
extern const pgw_type pgw_type_bpchar, pgw_type_bpchar_array;
extern const pgw_type pgw_type_name, pgw_type_name_array;
extern const pgw_type pgw_type_json, pgw_type_json_array;
extern const pgw_type pgw_type_jsonb, pgw_type_jsonb_array;
extern const pgw_type pgw_type_bytea, pgw_type_bytea_array;
extern const pgw_type pgw_type_uuid, pgw_type_uuid_array;
extern const pgw_type pgw_type_date, pgw_type_date_array;
extern const pgw_type pgw_type_time, pgw_type_time_array;
extern const pgw_type pgw_type_timetz, pgw_type_timetz_array;
extern const pgw_type pgw_type_timestamp, pgw_type_timestamp_array;
extern const pgw_type pgw_type_timestamptz, pgw_type_timestamptz_array;
extern const pgw_type pgw_type_interval, pgw_type_interval_array;
extern const pgw_type pgw_type_money, pgw_type_money_array;
extern const pgw_type pgw_type_inet, pgw_type_inet_array;
extern const pgw_type pgw_type_cidr, pgw_type_cidr_array;
extern const pgw_type pgw_type_macaddr, pgw_type_macaddr_array;
extern const pgw_type pgw_type_macaddr8, pgw_type_macaddr8_array;
extern const pgw_type pgw_type_bit, pgw_type_bit_array;
extern const pgw_type pgw_type_varbit, pgw_type_varbit_array;
extern const pgw_type pgw_type_point, pgw_type_point_array;
extern const pgw_type pgw_type_line, pgw_type_line_array;
extern const pgw_type pgw_type_lseg, pgw_type_lseg_array;
extern const pgw_type pgw_type_box, pgw_type_box_array;
extern const pgw_type pgw_type_circle, pgw_type_circle_array;
extern const pgw_type pgw_type_path, pgw_type_path_array;
extern const pgw_type pgw_type_polygon, pgw_type_polygon_array;
extern const pgw_type pgw_type_tid, pgw_type_tid_array;
extern const pgw_type pgw_type_int4range, pgw_type_int4range_array;
extern const pgw_type pgw_type_int8range, pgw_type_int8range_array;
extern const pgw_type pgw_type_numrange, pgw_type_numrange_array;
extern const pgw_type pgw_type_daterange, pgw_type_daterange_array;
extern const pgw_type pgw_type_tsrange, pgw_type_tsrange_array;
extern const pgw_type pgw_type_tstzrange, pgw_type_tstzrange_array;
extern const pgw_type pgw_type_int4multirange, pgw_type_int4multirange_array;
extern const pgw_type pgw_type_int8multirange, pgw_type_int8multirange_array;
extern const pgw_type pgw_type_nummultirange, pgw_type_nummultirange_array;
extern const pgw_type pgw_type_datemultirange, pgw_type_datemultirange_array;
extern const pgw_type pgw_type_tsmultirange, pgw_type_tsmultirange_array;
extern const pgw_type pgw_type_tstzmultirange, pgw_type_tstzmultirange_array;
extern const pgw_type pgw_type_other;

/* Instead of an offset in the struct of chosen columns: the server alone gives the value. */
#define PGW_READ_ONLY SIZE_MAX

/* A column of a table, or a field of a composite type. */
struct pgw_column {
    const char *name, *quoted; /* for messages; in SQL */
    const pgw_type *type;
    size_t offset; /* in the row struct */
    size_t chosen; /* in the struct of chosen columns, or PGW_READ_ONLY */
    bool nullable;
    bool in_primary_key;
    const char *declared; /* "character varying(40) NOT NULL": what pgw_verify expects */
};

typedef struct {
    const char *constraint;
    const uint16_t *columns; /* indexes in the table's list */
    size_t column_count;
    const char *target; /* of ON CONFLICT in SQL; NULL: the columns */
} pgw_key;

/* An order in which rows can be listed: that of an index, made total by a key, or as far as it goes
 * by all columns that can be sorted. */
typedef struct {
    uint16_t column;
    bool descending, nulls_first;
} pgw_order_part;
typedef struct {
    const pgw_order_part *parts;
    size_t count;
} pgw_order;

/* How rows of one table find those of another: columns of the one equal columns of the other. */
typedef struct {
    const uint16_t *from, *to;
    size_t column_count;
} pgw_link;

struct pgw_table {
    const pgw_database *database;
    const char *name, *quoted; /* "public.users": for messages; in SQL */
    size_t row_size;
    const pgw_column *columns;
    size_t column_count;
    const pgw_key *primary_key; /* or NULL */
    bool sensitive;             /* some column is: errors must not quote values */
    const pgw_user_type *row;   /* its row type; NULL: a view */
    const pgw_order *orders;
    size_t order_count;
    const char *search;        /* the tsvector in SQL that a search goes through, or NULL */
    const pgw_column *version; /* the column that tells versions of a row apart, or NULL */
};

#define PGW_ALWAYS SIZE_MAX

typedef struct {
    const char *name, *cast; /* in SQL; name NULL: it has none */
    const pgw_type *type;    /* NULL: a result of a procedure */
    bool nullable;
    size_t given; /* in the struct of given ones, or PGW_ALWAYS: it has no default */
} pgw_argument;

/* How a call stands in a statement. */
typedef enum {
    PGW_CALL_VALUE,    /* SELECT f(…) */
    PGW_CALL_ROWS,     /* SELECT … FROM f(…) AS alias */
    PGW_CALL_ROW,      /* the same, when it is not NULL */
    PGW_CALL_PROCEDURE /* CALL f(…) */
} pgw_call_form;

typedef struct {
    const char *name, *quoted; /* "public.f(integer)": for messages; "public.f": in SQL */
    pgw_call_form form;
    const char *alias;    /* of its rows, with names of their columns where they have none */
    const pgw_table *row; /* what it returns: a value is a row of one column */
    const pgw_argument *arguments;
    size_t argument_count;
    bool variadic; /* the last one is an array */
} pgw_function;

typedef struct {
    const pgw_function *function;
    const void *const *values; /* of the arguments in order, as the function's parameters are */
    const void *given;         /* which of those with defaults there are; NULL: all */
} pgw_call;

struct pgw_database {
    const char *name;
    const pgw_user_type *types;
    size_t type_count;
    const pgw_table *const *tables;
    size_t table_count;
    const pgw_type *const *enums;
    size_t enum_count;
    const pgw_function *const *functions;
    size_t function_count;
};

typedef struct {
    void *rows;
    size_t count;
    bool more;
} pgw_page;

/* Children by parent: those of parent i are rows[starts[i]] up to rows[starts[i + 1]]. */
typedef struct {
    void *rows;
    size_t count;
    size_t *starts;
} pgw_groups;

typedef struct {
    const pgw_filter *filter; /* or NULL */
    size_t order;             /* in the table's list */
    bool backwards;
    const void *after;    /* a row, or NULL */
    size_t limit;         /* 0: all */
    const char *search;   /* or NULL */
    const pgw_call *call; /* the rows come from a function; or NULL */
} pgw_query;

/* Called with each row; its texts and arrays are good until it returns. False: no more. */
typedef bool pgw_row_function(void *context, const void *row);

/* `row` is read and, on success, filled with the row as stored. `chosen` is the generated struct of
 * chosen columns, or NULL for all that can be written. `values` point to plain values of the key's
 * columns in its order, in functions on many rows to as many in a row each; `rows` are an array of
 * the generated structs. */
pgw_status pgw_row_insert(pgw_session *session, pgw_arena *arena, const pgw_table *table, void *row,
                          const void *chosen) PGW_MUST_USE;
pgw_status pgw_row_upsert(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                          const pgw_key *key, void *row, const void *chosen,
                          const void *updated) PGW_MUST_USE;
pgw_status pgw_row_update(pgw_session *session, pgw_arena *arena, const pgw_table *table, void *row,
                          const void *chosen) PGW_MUST_USE;
pgw_status pgw_row_get(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                       const pgw_key *key, const void *const *values, void *row) PGW_MUST_USE;
pgw_status pgw_row_exists(pgw_session *session, const pgw_table *table, const pgw_key *key,
                          const void *const *values, bool *exists) PGW_MUST_USE;
pgw_status pgw_row_delete(pgw_session *session, const pgw_table *table,
                          const void *const *values) PGW_MUST_USE;

pgw_status pgw_rows_insert(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                           void *rows, size_t count, const void *chosen) PGW_MUST_USE;
pgw_status pgw_rows_upsert(pgw_session *session, const pgw_table *table, const pgw_key *key,
                           const void *rows, size_t count, const void *chosen,
                           const void *updated) PGW_MUST_USE;
pgw_status pgw_rows_update(pgw_session *session, const pgw_table *table, const void *rows,
                           size_t count, const void *chosen, size_t *updated) PGW_MUST_USE;
pgw_status pgw_rows_delete(pgw_session *session, const pgw_table *table, const void *const *values,
                           size_t count, size_t *deleted) PGW_MUST_USE;
pgw_status pgw_rows_get(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                        const void *const *values, size_t count, pgw_page *page) PGW_MUST_USE;

pgw_status pgw_query_list(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                          const pgw_query *query, pgw_page *page) PGW_MUST_USE;
pgw_status pgw_query_count(pgw_session *session, const pgw_table *table, const pgw_query *query,
                           int64_t *count) PGW_MUST_USE;
pgw_status pgw_query_each(pgw_session *session, const pgw_table *table, const pgw_query *query,
                          pgw_row_function *function, void *context) PGW_MUST_USE;
/* *result is a struct of the function's row; NULL where it returns nothing. */
pgw_status pgw_call_run(pgw_session *session, pgw_arena *arena, const pgw_call *call,
                        void *result) PGW_MUST_USE;
pgw_status pgw_link_get(pgw_session *session, pgw_arena *arena, const pgw_table *from,
                        const pgw_table *to, const pgw_link *link, const void *row,
                        void *out) PGW_MUST_USE;
pgw_status pgw_link_list(pgw_session *session, pgw_arena *arena, const pgw_table *from,
                         const pgw_table *to, const pgw_link *link, const void *row,
                         const pgw_query *query, pgw_page *page) PGW_MUST_USE;
pgw_status pgw_link_load(pgw_session *session, pgw_arena *arena, const pgw_table *from,
                         const pgw_table *to, const pgw_link *link, const void *rows, size_t count,
                         pgw_groups *groups) PGW_MUST_USE;

pgw_status pgw_copy_begin(pgw_copy *copy, pgw_session *session, const pgw_table *table,
                          const void *chosen) PGW_MUST_USE;
/* A row of that table, into a COPY that must be one of it. */
pgw_status pgw_copy_row_of(pgw_copy *copy, const pgw_table *table, const void *row) PGW_MUST_USE;
pgw_status pgw_copy_out(pgw_session *session, const pgw_table *table, pgw_row_function *function,
                        void *context) PGW_MUST_USE;

pgw_status pgw_refresh(pgw_session *session, const pgw_table *table,
                       bool concurrently) PGW_MUST_USE;
pgw_status pgw_verify(pgw_session *session, pgw_verify_mode mode, pgw_arena *arena,
                      pgw_differences *differences) PGW_MUST_USE;

/* Runs a comparison, in pieces, in a transaction of its own under a profile of settings. */
pgw_status pgw_drift(pgw_session *session, const char *profile, const char *const *pieces,
                     pgw_arena *arena, pgw_differences *differences) PGW_MUST_USE;

/* The place of an error's constraint in a list of {schema, table, name}, or `count`. */
typedef struct {
    const char *schema, *table, *name;
} pgw_constraint;
size_t pgw_constraint_find(const pgw_error *error, const pgw_constraint *list, size_t count);

/* The label of a value, "" when it has none; the value of a label, 0 when it is not one. */
const char *pgw_enum_label(const pgw_enum *enumeration, int value);
int pgw_enum_value(const pgw_enum *enumeration, const char *label);

#ifdef __cplusplus
}
#endif

#endif
