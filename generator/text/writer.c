#include "text/writer.h"

#include <stdio.h>
#include <string.h>

static void put(Writer *w, const char *bytes, size_t len)
{
    if (w->len + len + 1 > w->cap) {
        size_t cap = w->cap ? w->cap * 2 : 64;
        while (cap < w->len + len + 1)
            cap *= 2;
        w->data = arena_resize(w->arena, w->data, w->cap, cap);
        w->cap = cap;
    }
    if (len)
        memcpy(w->data + w->len, bytes, len);
    w->len += len;
    w->data[w->len] = '\0';
}

static bool at_line_start(const Writer *w)
{
    return w->len == 0 || w->data[w->len - 1] == '\n';
}

static void put_indent(Writer *w)
{
    for (unsigned i = w->indent * (w->width ? w->width : 4); i > 0; i--)
        put(w, " ", 1);
}

void w_str(Writer *w, Str s)
{
    if (!w->indent)
        put(w, s.ptr, s.len);
    while (w->indent && s.len) {
        const char *newline = memchr(s.ptr, '\n', s.len);
        size_t len = newline ? (size_t)(newline - s.ptr) : s.len;
        if (len && at_line_start(w))
            put_indent(w);
        put(w, s.ptr, len);
        if (newline)
            put(w, "\n", 1);
        s = str_slice(s, len + (newline != NULL), s.len);
    }
}

void w_raw(Writer *w, Str s)
{
    put(w, s.ptr, s.len);
}

void w_text(Writer *w, const char *s)
{
    w_str(w, str_of(s));
}

/* What fits into the buffer, as nearly all does, leaves nothing behind in the arena, where the text
 * itself grows. */
PGW_PRINTF(2, 0)
static void put_format(Writer *w, const char *format, va_list args)
{
    char buffer[512];
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(buffer, sizeof buffer, format, args);
    bool fits = len >= 0 && (size_t)len < sizeof buffer;
    w_str(w, fits ? (Str){buffer, (size_t)len} : str_vformat(w->arena, format, again));
    va_end(again);
}

void w_printf(Writer *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put_format(w, format, args);
    va_end(args);
}

void w_line(Writer *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put_format(w, format, args);
    va_end(args);
    w_newline(w);
}

void w_newline(Writer *w)
{
    put(w, "\n", 1);
}

void w_open(Writer *w)
{
    w->indent++;
}

void w_close(Writer *w)
{
    w->indent--;
}

Str w_result(Writer *w)
{
    if (!w->data)
        put(w, "", 0);
    w->data = arena_resize(w->arena, w->data, w->cap, w->len + 1);
    w->cap = w->len + 1;
    return (Str){w->data, w->len};
}
