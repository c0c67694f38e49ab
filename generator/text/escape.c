#include "text/escape.h"

#include "base/chars.h"
#include "text/writer.h"

#include <string.h>

/* What stands for the byte at `at` of a text; absent: itself. */
typedef Str (*Escape)(Arena *arena, Str text, size_t at);

/* All but what has to be escaped is copied by stretches. */
static Str escaped(Arena *arena, Str text, Str around, Escape escape)
{
    Writer w = {.arena = arena};
    size_t from = 0;
    w_raw(&w, around);
    for (size_t i = 0; i < text.len; i++) {
        if (is_letter(text.ptr[i])) /* as most bytes are, and stands for itself everywhere */
            continue;
        Str other = escape(arena, text, i);
        if (!other.ptr)
            continue;
        w_raw(&w, str_slice(text, from, i));
        w_raw(&w, other);
        from = i + 1;
    }
    w_raw(&w, str_slice(text, from, text.len));
    w_raw(&w, around);
    return w_result(&w);
}

/* The row of a table of bytes; absent where there is none. */
static Str row_of(const char *const *table, size_t size, char c)
{
    return (unsigned char)c < size ? str_of(table[(unsigned char)c]) : (Str){0};
}

/* '?' is escaped so that no trigraph is ever made. */
static Str escape_c(Arena *arena, Str text, size_t at)
{
    static const char *const escapes[] = {
        ['"'] = "\\\"", ['\\'] = "\\\\", ['\n'] = "\\n", ['?'] = "\\?"};
    unsigned char c = (unsigned char)text.ptr[at];
    Str row = row_of(escapes, COUNT_OF(escapes), text.ptr[at]);
    return !row.ptr && (c < 0x20 || c >= 0x7F) ? str_format(arena, "\\%03o", c) : row;
}

Str c_string(Arena *arena, Str text)
{
    return escaped(arena, text, S("\""), escape_c);
}

Str c_comment(Arena *arena, Str text)
{
    text = str_replace(arena, str_replace(arena, text, S("*/"), S("* /")), S("/*"), S("/ *"));
    return str_replace(arena, text, S("??"), S("? ?")); /* no trigraphs */
}

static Str escape_json(Arena *arena, Str text, size_t at)
{
    static const char *const escapes[] = {
        ['\b'] = "\\b", ['\f'] = "\\f", ['\n'] = "\\n", ['\r'] = "\\r",
        ['\t'] = "\\t", ['"'] = "\\\"", ['\\'] = "\\\\"};
    unsigned char c = (unsigned char)text.ptr[at];
    Str row = row_of(escapes, COUNT_OF(escapes), text.ptr[at]);
    return !row.ptr && (c < 0x20 || c == 0x7F) ? str_format(arena, "\\u%04x", c) : row;
}

Str json_literal(Arena *arena, Str text)
{
    return escaped(arena, text, S("\""), escape_json);
}

/* Words that some YAML reader takes for a boolean, a null or a number. */
static bool yaml_is_typed(Str s)
{
    static const char *const words[] = {"y",    "n", "yes",  "no",    "true",  "false", "on", "off",
                                        "null", "~", ".inf", "-.inf", "+.inf", ".nan",  "=",  "<<"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq_nocase(s, str_of(words[i])))
            return true;
    return is_digit(s.ptr[0]) || ((s.ptr[0] == '-' || s.ptr[0] == '+' || s.ptr[0] == '.') &&
                                  s.len > 1 && (is_digit(s.ptr[1]) || s.ptr[1] == '.'));
}

/* In double quotes. What a YAML reader takes for the end of a line, or refuses, is escaped: C1
 * controls, line separators, byte order marks and non-characters. */
Str yaml_quoted(Arena *arena, Str text)
{
    static const char *const escapes[][2] = {{"\xE2\x80\xA8", "\\u2028"},
                                             {"\xE2\x80\xA9", "\\u2029"},
                                             {"\xEF\xBB\xBF", "\\ufeff"},
                                             {"\xEF\xBF\xBE", "\\ufffe"},
                                             {"\xEF\xBF\xBF", "\\uffff"}};
    Str quoted = json_literal(arena, text);
    for (size_t i = 0; i < COUNT_OF(escapes); i++)
        quoted = str_replace(arena, quoted, str_of(escapes[i][0]), str_of(escapes[i][1]));
    for (unsigned c = 0x80; c < 0xA0 && str_find(quoted, S("\xC2")) >= 0; c++)
        quoted = str_replace(arena, quoted, str_format(arena, "\xC2%c", (int)c),
                             str_format(arena, "\\u%04x", c));
    return quoted;
}

Str yaml_scalar(Arena *arena, Str text)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                               "_-./()[] ,;=<>+'$%^*";
    if (!text.len || yaml_is_typed(text) || str_trim(text).len != text.len)
        return yaml_quoted(arena, text);
    bool plain = is_lower(text.ptr[0]) || is_upper(text.ptr[0]) || text.ptr[0] == '_' ||
                 text.ptr[0] == '/' || text.ptr[0] == '(';
    for (size_t i = 1; plain && i < text.len; i++)
        plain = strchr(safe, text.ptr[i]) != NULL && text.ptr[i] != '\0' && text.ptr[i] != ',' &&
                text.ptr[i] != '[' && text.ptr[i] != ']';
    return plain ? str_copy(arena, text) : yaml_quoted(arena, text);
}

/* A dot at the start of a line would be a request. */
static Str escape_roff(Arena *arena, Str text, size_t at)
{
    static const char *const escapes[] = {['\\'] = "\\e",  ['-'] = "\\-",   ['\''] = "\\(aq",
                                          ['`'] = "\\(ga", ['^'] = "\\(ha", ['~'] = "\\(ti"};
    char c = text.ptr[at];
    (void)arena;
    if (c == '.' && (at == 0 || text.ptr[at - 1] == '\n'))
        return S("\\&.");
    return row_of(escapes, COUNT_OF(escapes), text.ptr[at]);
}

Str roff_text(Arena *arena, Str text)
{
    return escaped(arena, text, (Str){0}, escape_roff);
}

static Str escape_plain(Arena *arena, Str text, size_t at)
{
    unsigned char c = (unsigned char)text.ptr[at];
    if (c == 0x7F)
        return S("\xE2\x90\xA1");
    return c < 0x20 && c != '\n' && c != '\t' ? str_format(arena, "\xE2\x90%c", 0x80 + c)
                                              : (Str){0};
}

Str plain_text(Arena *arena, Str text)
{
    return escaped(arena, text, (Str){0}, escape_plain);
}

static Str escape_md(Arena *arena, Str text, size_t at)
{
    static const char *const escapes[] = {
        ['\\'] = "\\\\", ['`'] = "\\`", ['*'] = "\\*", ['_'] = "\\_", ['['] = "\\[",
        [']'] = "\\]",   ['|'] = "\\|", ['#'] = "\\#", ['~'] = "\\~", ['<'] = "&lt;",
        ['&'] = "&amp;", ['\n'] = " ",  ['\r'] = " "};
    Str row = row_of(escapes, COUNT_OF(escapes), text.ptr[at]);
    return row.ptr ? row : escape_plain(arena, text, at);
}

Str md_text(Arena *arena, Str text)
{
    return escaped(arena, text, (Str){0}, escape_md);
}

static Str escape_html(Arena *arena, Str text, size_t at)
{
    static const char *const entities[] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
    (void)arena;
    return row_of(entities, COUNT_OF(entities), text.ptr[at]);
}

Str html_text(Arena *arena, Str text)
{
    return escaped(arena, text, (Str){0}, escape_html);
}

/* A newline would be a space in an attribute. */
static Str escape_xml(Arena *arena, Str text, size_t at)
{
    unsigned char c = (unsigned char)text.ptr[at];
    if (c == '\n')
        return S("&#10;");
    if ((c == 0xBE || c == 0xBF) && at > 1 &&
        str_starts(str_slice(text, at - 2, at), S("\xEF\xBF")))
        return S("\xBD"); /* U+FFFE and U+FFFF are no characters */
    return c < 0x20 && c != '\t' && c != '\r' ? S("\xEF\xBF\xBD") : escape_html(arena, text, at);
}

Str xml_text(Arena *arena, Str text)
{
    return escaped(arena, text, (Str){0}, escape_xml);
}

static Str percent(Arena *arena, char c)
{
    return str_format(arena, "%%%02X", (unsigned char)c);
}

static Str escape_uri(Arena *arena, Str text, size_t at)
{
    char c = text.ptr[at];
    return (is_word(c) || (c && strchr("-.~/", c))) ? (Str){0} : percent(arena, c);
}

Str uri_text(Arena *arena, Str text)
{
    return escaped(arena, text, (Str){0}, escape_uri);
}

Str uri_path(Arena *arena, Str path)
{
    return str_format(arena, "%s%.*s", str_starts(path, S("/")) ? "file://" : "",
                      STR_ARG(uri_text(arena, path)));
}

static Str escape_github(Arena *arena, Str text, size_t at)
{
    char c = text.ptr[at];
    return c == '%' || c == '\n' || c == '\r' ? percent(arena, c) : escape_plain(arena, text, at);
}

Str github_text(Arena *arena, Str text)
{
    return escaped(arena, text, (Str){0}, escape_github);
}

static Str escape_property(Arena *arena, Str text, size_t at)
{
    char c = text.ptr[at];
    return c == ':' || c == ',' ? percent(arena, c) : escape_github(arena, text, at);
}

Str github_property(Arena *arena, Str text)
{
    return escaped(arena, text, (Str){0}, escape_property);
}
