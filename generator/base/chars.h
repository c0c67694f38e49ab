/*
 * What kinds of bytes there are, in ASCII and whatever the locale: the functions of <ctype.h> ask
 * it, and take no negative char.
 */
#ifndef PGW_BASE_CHARS_H
#define PGW_BASE_CHARS_H

#include <stdbool.h>

static inline bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool is_letter(char c)
{
    return is_lower(c) || is_upper(c);
}

static inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Of a word in C and most other languages. */
static inline bool is_word(char c)
{
    return is_letter(c) || is_digit(c) || c == '_';
}

/* Of an SQL identifier without quotes, as its first byte and behind that (PostgreSQL's scan.l). */
static inline bool starts_identifier(char c)
{
    return is_letter(c) || c == '_' || (unsigned char)c >= 0x80;
}

static inline bool is_in_identifier(char c)
{
    return starts_identifier(c) || is_digit(c) || c == '$';
}

/* Between words of a line, and lines. */
static inline bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static inline char to_lower(char c)
{
    return is_upper(c) ? (char)(c + 32) : c;
}

static inline char to_upper(char c)
{
    return is_lower(c) ? (char)(c - 32) : c;
}

#endif
