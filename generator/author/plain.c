/* Defaults that are plain values: what `default:` says, and lowering makes the same expression of.
 */
#include "author/entry.h"

#include "model/literal.h"

#include <string.h>

/* 'text' or E'text' at the beginning of *rest, taken off; its text without quotes. */
static bool take_constant(Arena *arena, Str *rest, Str *text)
{
    bool escaped = str_starts(*rest, S("E'"));
    if (!escaped && !str_starts(*rest, S("'")))
        return false;
    char *out = NEW_ARRAY(arena, char, rest->len + 1), *to = out;
    for (size_t i = escaped ? 2 : 1; i < rest->len; i++) {
        char c = rest->ptr[i], after = i + 1 < rest->len ? rest->ptr[i + 1] : '\0';
        if (c == '\'' && after != '\'') {
            *text = (Str){out, (size_t)(to - out)};
            *rest = str_slice(*rest, i + 1, rest->len);
            return true;
        }
        i += c == '\'' || (c == '\\' && escaped); /* doubled */
        *to++ = c;
    }
    return false;
}

static bool is_number(Str text)
{
    size_t digits = strspn(text.ptr, "0123456789");
    size_t dot = digits < text.len && text.ptr[digits] == '.';
    size_t more = dot ? strspn(text.ptr + digits + 1, "0123456789") : 0;
    return digits && (!dot || more) && digits + dot + more >= text.len;
}

/* The type of which PostgreSQL says a negative number is. */
static const char *number_type(Str text)
{
    int64_t number;
    if (str_find(text, S(".")) >= 0 || !str_to_int(text, &number))
        return "numeric";
    return number < INT32_MIN || number > INT32_MAX ? "bigint" : "integer";
}

static bool plain_number(Arena *arena, Str expression, Str *value)
{
    Str rest = expression, text, cast;
    if (is_number(expression)) {
        *value = expression;
        return true;
    }
    if (!take_constant(arena, &rest, &text) || !str_starts(text, S("-")))
        return false;
    cast = str_format(arena, "::%s", number_type(text));
    *value = text;
    return is_number(str_slice(text, 1, text.len)) && str_eq(rest, cast);
}

bool author_plain_default(Author *author, Str expression, Str column_type, Str *value)
{
    Arena *arena = author->arena;
    TypeName type;
    bool modifiers;
    Str why, rest = expression;
    if (!type_parse(arena, column_type, &type, &modifiers, &why))
        return false;
    bool single = type.builtin && !type.array;
    if (single && type.builtin->category == 'B') {
        *value = expression;
        return str_is(expression, "true") || str_is(expression, "false");
    }
    if (single && type.builtin->category == 'N')
        return plain_number(arena, expression, value) && !literal_problem(&type, *value);
    if (!take_constant(arena, &rest, value))
        return false;
    type.modifiers = (Str){0};
    Str cast = type_canonical(arena, &type, (Str){0});
    if (str_is(cast, "character"))
        cast = S("bpchar");
    bool domain =
        !type.builtin &&
        catalog_find(author->catalog, (ObjectId){KIND_DOMAIN, type.schema, type.name, {0}});
    cast = str_format(arena, "::%.*s", STR_ARG(cast));
    type_parse(arena, column_type, &type, &modifiers, &why);
    return str_eq(rest, cast) && !domain && !literal_problem(&type, *value);
}
