#include "text/quote.h"

#include "base/chars.h"
#include "text/keywords.h"
#include "text/writer.h"

#include <string.h>

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

Str sql_take_ident(Str *text)
{
    size_t end = 0;
    bool quoted = false;
    while (end < text->len && (quoted || is_word(text->ptr[end]) || text->ptr[end] == '"'))
        quoted ^= text->ptr[end++] == '"';
    Str identifier = str_slice(*text, 0, end);
    *text = str_trim(str_slice(*text, end, text->len));
    return end ? identifier : (Str){0};
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
        if (str_find(text, quote) < 0 && !str_ends(text, str_slice(quote, 0, quote.len - 1)))
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

Str sql_comment(Arena *arena, Str text)
{
    return str_replace(arena, str_replace(arena, text, S("\n"), S(" ")), S("\r"), S(" "));
}
