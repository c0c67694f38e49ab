#include "cgen/scan.h"

#include <string.h>

Str scan_line(Str *rest)
{
    Str line;
    str_split(rest, '\n', &line);
    return line;
}

Str comment_text(Str line)
{
    Str text = str_trim(line);
    if (str_ends(text, S("*/")))
        text = line = str_slice(text, 0, text.len - 2);
    for (size_t i = 0; i < 2; i++) {
        static const char *const starts[] = {"/**", "/*"};
        if (str_starts(text, str_of(starts[i])))
            return str_slice(text, str_of(starts[i]).len + 1, text.len);
    }
    if (str_starts(text, S("*")))
        return str_slice(text, text.len > 1 && text.ptr[1] == ' ' ? 2 : 1, text.len);
    return line;
}

Str comment_rule(Str comment)
{
    Str text = str_trim(str_slice(comment, 2, comment.len - 2));
    if (!str_starts(text, S("---- ")))
        return (Str){0};
    ptrdiff_t end = str_find(str_slice(text, 5, text.len), S(" --"));
    return str_slice(text, 5, end < 0 ? text.len : (size_t)end + 5);
}

bool starts_comment(Str text)
{
    return str_starts(text, S("/*"));
}

Str scan_comment(Str *rest)
{
    ptrdiff_t end = str_find(*rest, S("*/"));
    size_t length = end < 0 ? rest->len : (size_t)end + 2;
    Str comment = str_slice(*rest, 0, length);
    *rest = str_slice(*rest, length, rest->len);
    return comment;
}

Str scan_declaration(Str *rest)
{
    size_t i = 0, depth = 0;
    bool body = str_starts(*rest, S("static inline"));
    for (; i < rest->len; i++) {
        char c = rest->ptr[i];
        if (c == '/' && starts_comment(str_slice(*rest, i, rest->len))) {
            Str here = str_slice(*rest, i, rest->len);
            (void)scan_comment(&here);
            i = (size_t)(here.ptr - rest->ptr) - 1;
            continue;
        }
        depth += c == '{';
        depth -= c == '}' && depth > 0;
        if (!depth && (body ? c == '}' : c == ';'))
            break;
    }
    Str declaration = str_slice(*rest, 0, i + 1);
    *rest = str_slice(*rest, i + 1, rest->len);
    return declaration;
}

Str scan_directive(Str *rest)
{
    Str start = *rest, line;
    do
        line = scan_line(rest);
    while (str_ends(line, S("\\")) && rest->len);
    Str directive = str_slice(start, 0, start.len - rest->len - (rest->len > 0));
    *rest = str_slice(start, directive.len, start.len);
    return directive;
}

bool directive_is_constant(Str directive)
{
    Str rest = directive, word;
    return str_split(&rest, ' ', &word) && str_is(word, "#define") &&
           str_split(&rest, ' ', &word) && rest.len && str_find(word, S("(")) < 0 &&
           str_find(directive, S("\n")) < 0;
}

Str declaration_shown(Arena *arena, Str declaration)
{
    ptrdiff_t body =
        str_starts(declaration, S("static inline ")) ? str_find(declaration, S("\n{")) : -1;
    if (body >= 0)
        return str_format(arena, "%.*s;", STR_ARG(str_slice(declaration, 14, (size_t)body)));
    ptrdiff_t must = str_find(declaration, S("PGW_MUST_USE")),
              nonnull = str_find(declaration, S("PGW_NONNULL"));
    ptrdiff_t first = must < 0 || (nonnull >= 0 && nonnull < must) ? nonnull : must;
    if (first < 0)
        return declaration;
    return str_format(arena, "%.*s;", STR_ARG(str_trim(str_slice(declaration, 0, (size_t)first))));
}

Str declaration_function(Str declaration)
{
    static const char *const others[] = {"typedef", "struct", "enum", "union", "extern", "PGW_"};
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (str_starts(declaration, str_of(others[i])))
            return (Str){0};
    ptrdiff_t open = str_find(declaration, S("("));
    if (open <= 0)
        return (Str){0};
    size_t start = (size_t)open;
    while (start > 0 && strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_",
                               declaration.ptr[start - 1]))
        start--;
    return str_slice(declaration, start, (size_t)open);
}
