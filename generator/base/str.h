/*
 * Strings: pointer and length, bytes of UTF-8.
 *
 * Every string made in an arena also ends in NUL, so `.ptr` may be handed to C functions; a slice
 * of another string does not. The empty Str (ptr NULL, len 0) means "absent" where that makes
 * sense.
 */
#ifndef PGW_BASE_STR_H
#define PGW_BASE_STR_H

#include "base/arena.h"
#include "base/vec.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    const char *ptr;
    size_t len;
} Str;

typedef VEC(Str) StrVec;

/* A literal as a Str. */
#define S(literal) ((Str){"" literal, sizeof(literal) - 1})
/* For printf("%.*s"). */
#define STR_ARG(s) (int)(s).len, ((s).ptr ? (s).ptr : "")

#if defined(__GNUC__)
#define PGW_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define PGW_PRINTF(text, first)
#endif

/* The shortest are here, for the compiler to put them where they are used. */

/* Borrows; NULL gives the absent Str. */
static inline Str str_of(const char *text)
{
    return text ? (Str){text, strlen(text)} : (Str){0};
}

/* What is between two offsets, clamped to the string. */
static inline Str str_slice(Str s, size_t from, size_t to)
{
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    return (Str){s.ptr ? s.ptr + from : NULL, to - from};
}

static inline bool str_eq(Str a, Str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool str_is(Str a, const char *b)
{
    return str_eq(a, str_of(b));
}

static inline bool str_starts(Str s, Str prefix)
{
    return s.len >= prefix.len && str_eq(str_slice(s, 0, prefix.len), prefix);
}

static inline bool str_ends(Str s, Str suffix)
{
    return s.len >= suffix.len && str_eq(str_slice(s, s.len - suffix.len, s.len), suffix);
}

Str str_copy(Arena *arena, Str s); /* a copy that ends in NUL */
Str str_format(Arena *arena, const char *format, ...) PGW_PRINTF(2, 3);
Str str_vformat(Arena *arena, const char *format, va_list args) PGW_PRINTF(2, 0);
Str str_join(Arena *arena, const StrVec *parts, Str between);
Str str_replace(Arena *arena, Str s, Str what, Str with); /* every occurrence */
Str str_lower(Arena *arena, Str s);                       /* ASCII letters only */
Str str_upper(Arena *arena, Str s);
Str str_trim(Str s); /* a slice without white space at the ends */

bool str_eq_nocase(Str a, Str b);    /* ASCII letters only */
int str_cmp(Str a, Str b);           /* by bytes; a prefix sorts first */
ptrdiff_t str_find(Str s, Str what); /* offset, or -1 */

/* Whether the whole text is as a pattern says: * stands for any text, ? for any byte. */
bool str_like(Str text, Str pattern);

/* The next piece of *rest up to `separator`, which is consumed; false when nothing is left. */
bool str_split(Str *rest, char separator, Str *piece);

/* A whole decimal number; false when there is anything else or it overflows. */
bool str_to_int(Str s, int64_t *out);

/* Offset of the first byte that is not valid UTF-8 (RFC 3629), or s.len. NUL counts as valid. */
size_t str_utf8_error(Str s);

/* At most `bytes` bytes of it, cut between characters. */
Str str_clip(Str s, size_t bytes);

/* Number of code points in the first `bytes` bytes. */
size_t str_columns(Str s, size_t bytes);

/* How many single-character edits turn a into b (Damerau-Levenshtein), at most `limit` + 1. */
size_t str_distance(Str a, Str b, size_t limit);

#endif
