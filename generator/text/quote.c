#include "text/quote.h"

#include "text/keywords.h"
#include "text/writer.h"

#include <string.h>

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return is_lower(c) || is_upper(c) || is_digit(c) || c == '_';
}

/* `text` between `open` and `close`, every `what` in it doubled. */
static Str doubled(Arena *arena, Str text, char what, const char *open, const char *close)
{
    Writer w = {.arena = arena};
    w_raw(&w, str_of(open));
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != what && !(text.ptr[i] == '\\' && open[0] == 'E'))
            continue;
        w_raw(&w, str_slice(text, from, i + 1)); /* the run up to it, and itself once more below */
        from = i;
    }
    w_raw(&w, str_slice(text, from, text.len));
    w_raw(&w, str_of(close));
    return w_result(&w);
}

Str sql_ident(Arena *arena, Str name)
{
    bool plain = name.len && (is_lower(name.ptr[0]) || name.ptr[0] == '_');
    for (size_t i = 1; plain && i < name.len; i++)
        plain = is_lower(name.ptr[i]) || is_digit(name.ptr[i]) || name.ptr[i] == '_';
    if (plain && !sql_is_reserved(name))
        return str_copy(arena, name);
    return doubled(arena, name, '"', "\"", "\"");
}

Str sql_unquoted(Arena *arena, Str identifier)
{
    size_t len = identifier.len;
    if (len < 2 || identifier.ptr[0] != '"' || identifier.ptr[len - 1] != '"')
        return identifier;
    return str_replace(arena, str_slice(identifier, 1, len - 1), S("\"\""), S("\""));
}

size_t sql_ident_end(Str text)
{
    size_t end = 0;
    bool quoted = false;
    while (end < text.len && (quoted || is_word(text.ptr[end]) || text.ptr[end] == '"'))
        quoted ^= text.ptr[end++] == '"';
    return end;
}

Str sql_qualified(Arena *arena, Str schema, Str name)
{
    Str quoted = sql_ident(arena, name);
    if (!schema.len)
        return quoted;
    return str_format(arena, "%.*s.%.*s", STR_ARG(sql_ident(arena, schema)), STR_ARG(quoted));
}

Str sql_literal(Arena *arena, Str text)
{
    bool backslash = text.len && memchr(text.ptr, '\\', text.len);
    return doubled(arena, text, '\'', backslash ? "E'" : "'", "'");
}

Str sql_dollar_quote(Arena *arena, Str text, Str tag)
{
    Str quote = str_format(arena, "$%.*s$", STR_ARG(tag));
    for (int n = 1;; n++) {
        /* the end of the text and the beginning of the quote must not make one either */
        Str whole = str_format(arena, "%.*s%.*s", STR_ARG(text), STR_ARG(quote));
        if (str_find(whole, quote) == (ptrdiff_t)text.len)
            return quote;
        quote = str_format(arena, "$%.*s_%d$", STR_ARG(tag), n); /* never begins with a digit */
    }
}

Str sql_dollar(Arena *arena, Str text, Str tag)
{
    Str quote = sql_dollar_quote(arena, text, tag);
    return str_format(arena, "%.*s%.*s%.*s", STR_ARG(quote), STR_ARG(text), STR_ARG(quote));
}

bool sql_setting_is_list(Str name)
{
    static const char *const lists[] = {"search_path", "temp_tablespaces",
                                        "local_preload_libraries", "session_preload_libraries"};
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        if (str_eq_nocase(name, str_of(lists[i])))
            return true;
    return false;
}

/* Where the quoted name at the beginning of `text` ends: at its closing quote. */
static size_t closing_quote(Str text)
{
    size_t end = 1;
    while (end < text.len &&
           (text.ptr[end] != '"' || (end + 1 < text.len && text.ptr[end + 1] == '"')))
        end += text.ptr[end] == '"' ? 2 : 1;
    return end;
}

void sql_split_names(Arena *arena, Str list, StrVec *names)
{
    for (Str rest = str_trim(list), piece; rest.len; rest = str_trim(rest)) {
        bool quoted = rest.ptr[0] == '"';
        size_t end = quoted ? closing_quote(rest) : 0;
        if (quoted)
            vec_push(arena, names, str_replace(arena, str_slice(rest, 1, end), S("\"\""), S("\"")));
        rest = str_slice(rest, end, rest.len);
        str_split(&rest, ',', &piece);
        if (!quoted)
            vec_push(arena, names, str_trim(piece));
    }
}

void sql_split_path(Arena *arena, Str path, StrVec *names)
{
    size_t from = 0;
    bool quoted = false;
    for (size_t i = 0; i <= path.len; i++) {
        if (i < path.len && path.ptr[i] == '"')
            quoted = !quoted;
        if (i == path.len || (path.ptr[i] == '.' && !quoted)) {
            vec_push(arena, names, sql_unquoted(arena, str_slice(path, from, i)));
            from = i + 1;
        }
    }
}

Str c_string(Arena *arena, Str text)
{
    Writer w = {.arena = arena};
    w_raw(&w, S("\""));
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c == '"' || c == '\\')
            w_raw(&w, str_format(arena, "\\%c", c));
        else if (c == '\n')
            w_raw(&w, S("\\n"));
        else if (c < 0x20 || c >= 0x7F || c == '?') /* '?': no trigraph is ever made */
            w_raw(&w, c == '?' ? S("\\?") : str_format(arena, "\\%03o", c));
        else
            w_raw(&w, str_slice(text, i, i + 1));
    }
    w_raw(&w, S("\""));
    return w_result(&w);
}

Str sql_comment(Arena *arena, Str text)
{
    return str_replace(arena, str_replace(arena, text, S("\n"), S(" ")), S("\r"), S(" "));
}

Str c_comment(Arena *arena, Str text)
{
    text = str_replace(arena, str_replace(arena, text, S("*/"), S("* /")), S("/*"), S("/ *"));
    return str_replace(arena, text, S("??"), S("? ?")); /* no trigraphs */
}

Str json_literal(Arena *arena, Str text)
{
    static const char *const shorts[] = {
        ['\b'] = "\\b", ['\f'] = "\\f", ['\n'] = "\\n", ['\r'] = "\\r",
        ['\t'] = "\\t", ['"'] = "\\\"", ['\\'] = "\\\\"};
    Writer w = {.arena = arena};
    size_t from = 0;
    w_raw(&w, S("\""));
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool short_form = c < COUNT_OF(shorts) && shorts[c];
        if (!short_form && c >= 0x20 && c != 0x7F)
            continue;
        w_raw(&w, str_slice(text, from, i));
        w_raw(&w, short_form ? str_of(shorts[c]) : str_format(arena, "\\u%04x", c));
        from = i + 1;
    }
    w_raw(&w, str_slice(text, from, text.len));
    w_raw(&w, S("\""));
    return w_result(&w);
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

Str roff_text(Arena *arena, Str text)
{
    static const char *const escapes[] = {['\\'] = "\\e",  ['-'] = "\\-",   ['\''] = "\\(aq",
                                          ['`'] = "\\(ga", ['^'] = "\\(ha", ['~'] = "\\(ti"};
    Writer w = {.arena = arena};
    size_t plain = 0; /* from here on nothing had to be escaped */
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool control = c == '.' && (i == 0 || text.ptr[i - 1] == '\n');
        const char *escape = c < COUNT_OF(escapes) ? escapes[c] : NULL;
        if (!control && !escape)
            continue;
        w_raw(&w, str_slice(text, plain, i));
        w_raw(&w, control ? S("\\&.") : str_of(escape));
        plain = i + 1;
    }
    w_raw(&w, str_slice(text, plain, text.len));
    return w_result(&w);
}

Str md_text(Arena *arena, Str text)
{
    Writer w = {.arena = arena};
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '\n' || c == '\r') {
            w_raw(&w, S(" "));
            continue;
        }
        if (strchr("\\`*_[]|#~", c) && c)
            w_raw(&w, S("\\"));
        w_raw(&w, c == '<' ? S("&lt;") : c == '&' ? S("&amp;") : str_slice(text, i, i + 1));
    }
    return w_result(&w);
}

Str html_text(Arena *arena, Str text)
{
    static const char *const entities[] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
    Writer w = {.arena = arena};
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        w_raw(&w, c < COUNT_OF(entities) && entities[c] ? str_of(entities[c])
                                                        : str_slice(text, i, i + 1));
    }
    return w_result(&w);
}

Str xml_text(Arena *arena, Str text)
{
    Writer w = {.arena = arena};
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool unknown = (unsigned char)c < 0x20 && c != '\n' && c != '\t' && c != '\r';
        w_raw(&w, unknown     ? S("\xEF\xBF\xBD")
                  : c == '\n' ? S("&#10;") /* which an attribute would make a space */
                              : html_text(arena, str_slice(text, i, i + 1)));
    }
    return w_result(&w);
}

/* Bytes that do not stand in `plain` as %XX. */
static Str percent(Arena *arena, Str text, bool (*plain)(char c))
{
    Writer w = {.arena = arena};
    for (size_t i = 0; i < text.len; i++)
        w_raw(&w, plain(text.ptr[i]) ? str_slice(text, i, i + 1)
                                     : str_format(arena, "%%%02X", (unsigned char)text.ptr[i]));
    return w_result(&w);
}

static bool is_plain_in_uri(char c)
{
    return is_lower(c) || is_upper(c) || is_digit(c) || (c && strchr("-._~/", c));
}

static bool is_plain_in_github(char c)
{
    return c != '%' && c != '\n' && c != '\r';
}

static bool is_plain_in_property(char c)
{
    return is_plain_in_github(c) && c != ':' && c != ',';
}

Str uri_path(Arena *arena, Str path)
{
    return str_format(arena, "%s%.*s", str_starts(path, S("/")) ? "file://" : "",
                      STR_ARG(percent(arena, path, is_plain_in_uri)));
}

Str github_text(Arena *arena, Str text)
{
    return percent(arena, text, is_plain_in_github);
}

Str github_property(Arena *arena, Str text)
{
    return percent(arena, text, is_plain_in_property);
}

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
