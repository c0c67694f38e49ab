#include "base/str.h"

#include "base/chars.h"

#include <stdio.h>
#include <string.h>

void *vec_grow(Arena *arena, void *at, size_t len, size_t *cap, size_t size)
{
    if (len < *cap)
        return at;
    *cap = *cap ? *cap * 2 : 4;
    if (*cap > SIZE_MAX / 2 / size)
        return arena_alloc(arena, *cap, size, 1); /* which ends the program */
    return arena_resize(arena, at, len * size, *cap * size);
}

Str str_copy(Arena *arena, Str s)
{
    char *copy = NEW_ARRAY(arena, char, s.len + 1);
    if (s.len)
        memcpy(copy, s.ptr, s.len);
    return (Str){copy, s.len};
}

Str str_vformat(Arena *arena, const char *format, va_list args)
{
    char small[512]; /* most are: to measure a text takes as long as to make it */
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(small, sizeof small, format, args);
    Str text = {small, len > 0 ? (size_t)len : 0};
    if (text.len < sizeof small) {
        text = str_copy(arena, text);
    } else {
        char *large = NEW_ARRAY(arena, char, text.len + 1);
        vsnprintf(large, text.len + 1, format, again);
        text.ptr = large;
    }
    va_end(again);
    return text;
}

Str str_format(Arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Str s = str_vformat(arena, format, args);
    va_end(args);
    return s;
}

Str str_join(Arena *arena, const StrVec *parts, Str between)
{
    size_t len = 0;
    for (size_t i = 0; i < parts->len; i++)
        len += parts->at[i].len + (i ? between.len : 0);
    char *text = NEW_ARRAY(arena, char, len + 1), *to = text;
    for (size_t i = 0; i < parts->len; i++) {
        if (i && between.len)
            to = (char *)memcpy(to, between.ptr, between.len) + between.len;
        if (parts->at[i].len)
            to = (char *)memcpy(to, parts->at[i].ptr, parts->at[i].len) + parts->at[i].len;
    }
    return (Str){text, len};
}

Str str_replace(Arena *arena, Str s, Str what, Str with)
{
    StrVec parts = {0};
    for (ptrdiff_t at; what.len && (at = str_find(s, what)) >= 0;) {
        vec_push(arena, &parts, str_slice(s, 0, (size_t)at));
        s = str_slice(s, (size_t)at + what.len, s.len);
    }
    if (!parts.len)
        return s;
    vec_push(arena, &parts, s);
    return str_join(arena, &parts, with);
}

Str str_lower(Arena *arena, Str s)
{
    char *copy = NEW_ARRAY(arena, char, s.len + 1);
    for (size_t i = 0; i < s.len; i++)
        copy[i] = to_lower(s.ptr[i]);
    return (Str){copy, s.len};
}

Str str_upper(Arena *arena, Str s)
{
    if (!s.ptr)
        return s;
    char *copy = NEW_ARRAY(arena, char, s.len + 1);
    for (size_t i = 0; i < s.len; i++)
        copy[i] = to_upper(s.ptr[i]);
    return (Str){copy, s.len};
}

Str str_trim(Str s)
{
    while (s.len && is_space(s.ptr[0]))
        s = str_slice(s, 1, s.len);
    while (s.len && is_space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

bool str_eq_nocase(Str a, Str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (to_lower(a.ptr[i]) != to_lower(b.ptr[i]))
            return false;
    return true;
}

int str_cmp(Str a, Str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common && a.ptr != b.ptr ? memcmp(a.ptr, b.ptr, common) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

ptrdiff_t str_find(Str s, Str what)
{
    if (what.len == 0)
        return 0;
    for (size_t at = 0; s.len >= what.len && at <= s.len - what.len; at++) {
        const char *hit = memchr(s.ptr + at, what.ptr[0], s.len - what.len - at + 1);
        if (!hit)
            return -1;
        at = (size_t)(hit - s.ptr);
        if (memcmp(hit, what.ptr, what.len) == 0)
            return (ptrdiff_t)at;
    }
    return -1;
}

bool str_like(Str text, Str pattern)
{
    size_t p = 0, t = 0, star = SIZE_MAX, from = 0;
    while (t < text.len) {
        if (p < pattern.len && pattern.ptr[p] == '*') {
            star = p++;
            from = t;
        } else if (p < pattern.len && (pattern.ptr[p] == '?' || pattern.ptr[p] == text.ptr[t])) {
            p++;
            t++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.ptr[p] == '*')
        p++;
    return p == pattern.len;
}

bool str_split(Str *rest, char separator, Str *piece)
{
    if (!rest->ptr)
        return false;
    const char *end = rest->len ? memchr(rest->ptr, separator, rest->len) : NULL;
    if (!end) {
        *piece = *rest;
        *rest = (Str){0};
        return true;
    }
    size_t at = (size_t)(end - rest->ptr);
    *piece = str_slice(*rest, 0, at);
    *rest = str_slice(*rest, at + 1, rest->len);
    return true;
}

bool str_to_int(Str s, int64_t *out)
{
    bool negative = s.len && s.ptr[0] == '-';
    size_t i = s.len && (s.ptr[0] == '-' || s.ptr[0] == '+');
    if (i == s.len)
        return false;
    int64_t value = 0;
    for (; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        int digit = s.ptr[i] - '0';
        if (value < (INT64_MIN + digit) / 10)
            return false;
        value = value * 10 - digit; /* negative, as INT64_MIN has no positive twin */
    }
    if (!negative && value == INT64_MIN)
        return false;
    *out = negative ? value : -value;
    return true;
}

/* Length of the valid UTF-8 sequence at p, or 0. */
static size_t utf8_sequence(const unsigned char *p, size_t left)
{
    if (p[0] < 0x80)
        return 1;
    size_t len = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if (p[0] < 0xC2 || p[0] > 0xF4 || left < len)
        return 0;
    unsigned char low = 0x80, high = 0xBF; /* the second byte is narrower for four lead bytes */
    if (p[0] == 0xE0)
        low = 0xA0;
    else if (p[0] == 0xED)
        high = 0x9F;
    else if (p[0] == 0xF0)
        low = 0x90;
    else if (p[0] == 0xF4)
        high = 0x8F;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    return len;
}

size_t str_utf8_error(Str s)
{
    for (size_t at = 0; at < s.len;) {
        uint64_t eight = ~(uint64_t)0;
        if (s.len - at >= sizeof eight)
            memcpy(&eight, s.ptr + at, sizeof eight);
        if (!(eight & 0x8080808080808080u)) { /* all of them ASCII, as most text is */
            at += sizeof eight;
            continue;
        }
        size_t len = utf8_sequence((const unsigned char *)s.ptr + at, s.len - at);
        if (!len)
            return at;
        at += len;
    }
    return s.len;
}

Str str_clip(Str s, size_t bytes)
{
    while (bytes > 0 && bytes < s.len && ((unsigned char)s.ptr[bytes] & 0xC0) == 0x80)
        bytes--;
    return str_slice(s, 0, bytes);
}

size_t str_columns(Str s, size_t bytes)
{
    size_t columns = 0;
    for (size_t i = 0; i < bytes && i < s.len; i++)
        columns += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return columns;
}

size_t str_distance(Str a, Str b, size_t limit)
{
    enum { LONGEST = 64 };
    if (a.len > LONGEST || b.len > LONGEST)
        return limit + 1;
    size_t rows[3][LONGEST + 1] = {{0}};
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b.len; j++)
        last[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            bool same = to_lower(a.ptr[i - 1]) == to_lower(b.ptr[j - 1]);
            size_t best = last[j - 1] + !same;
            if (last[j] + 1 < best)
                best = last[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            bool swapped = i > 1 && j > 1 && to_lower(a.ptr[i - 1]) == to_lower(b.ptr[j - 2]) &&
                           to_lower(a.ptr[i - 2]) == to_lower(b.ptr[j - 1]);
            if (swapped && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = best;
        }
        size_t *oldest = before;
        before = last, last = row, row = oldest;
    }
    return last[b.len] > limit ? limit + 1 : last[b.len];
}
