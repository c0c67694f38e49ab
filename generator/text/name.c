#include "text/name.h"

#include "base/chars.h"
#include "text/keywords.h"

/* The name with everything but letters, digits and '_' made '_', and no digit in front. */
static Str word(Arena *arena, Str name)
{
    char *text = NEW_ARRAY(arena, char, name.len + 3), *to = text;
    if (!name.len || is_digit(name.ptr[0]))
        *to++ = '_';
    for (size_t i = 0; i < name.len; i++) {
        if (((unsigned char)name.ptr[i] & 0xC0) == 0x80)
            continue; /* one '_' for a whole code point */
        *to++ = is_word(name.ptr[i]) ? name.ptr[i] : '_';
    }
    return (Str){text, (size_t)(to - text)};
}

Str name_snake(Arena *arena, Str name)
{
    Str snake = word(arena, name);
    return c_is_reserved(snake) ? str_format(arena, "%.*s_", STR_ARG(snake)) : snake;
}

Str name_pascal(Arena *arena, Str name)
{
    Str from = word(arena, name);
    char *text = NEW_ARRAY(arena, char, from.len + 1), *to = text;
    bool start = true;
    for (size_t i = 0; i < from.len; i++) {
        char c = from.ptr[i];
        if (c == '_') {
            start = true;
            if (i == 0)
                *to++ = '_';
            continue;
        }
        *to++ = start && is_lower(c) ? (char)(c - 32) : c;
        start = false;
    }
    return (Str){text, (size_t)(to - text)};
}

Str name_upper(Arena *arena, Str name)
{
    Str from = word(arena, name);
    char *text = NEW_ARRAY(arena, char, from.len + 1);
    for (size_t i = 0; i < from.len; i++)
        text[i] = is_lower(from.ptr[i]) ? (char)(from.ptr[i] - 32) : from.ptr[i];
    return (Str){text, from.len};
}

Str name_kebab(Arena *arena, Str name)
{
    Str from = word(arena, name);
    char *text = NEW_ARRAY(arena, char, from.len + 1);
    for (size_t i = 0; i < from.len; i++)
        text[i] = from.ptr[i] == '_'      ? '-'
                  : is_upper(from.ptr[i]) ? (char)(from.ptr[i] + 32)
                                          : from.ptr[i];
    return (Str){text, from.len};
}
