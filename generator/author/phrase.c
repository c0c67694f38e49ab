/*
 * Expressions as people write them: IN in place of what PostgreSQL keeps of it.
 *
 * PostgreSQL keeps `kind IN ('a', 'b')` over a varchar as
 *     (kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])
 * and reads that text as something else again, with the cast at each element. Only the first form
 * gives what was kept, so it is not just nicer to read.
 */
#include "author/entry.h"

#include "text/quote.h"
#include "text/writer.h"

#include <string.h>

/* `operand operator ANY (array)` in a text. */
typedef struct {
    size_t from, operator_at, to; /* offsets: the operand, the operator, the end */
    bool all, cast;               /* ALL; the array has a cast to text[] around it */
    Str type;                     /* of all its elements */
    StrVec elements;              /* constants in their quotes */
} Membership;

static bool take(Str text, size_t *at, const char *word)
{
    if (!str_starts(str_slice(text, *at, text.len), str_of(word)))
        return false;
    *at += strlen(word);
    return true;
}

/* Where the quoted text that begins at `at` ends, or `at`. */
static size_t skip_quotes(Str text, size_t at)
{
    char quote = text.ptr[at];
    if (quote != '\'' && quote != '"')
        return at;
    for (size_t i = at + 1; i < text.len; i++)
        if (text.ptr[i] == quote) {
            if (i + 1 < text.len && text.ptr[i + 1] == quote)
                i++;
            else
                return i + 1;
        }
    return text.len;
}

/* 'constant'::type, the same type as those before. */
static bool take_element(Arena *arena, Str text, size_t *at, Membership *m)
{
    size_t end = skip_quotes(text, *at), from;
    if (text.ptr[*at] != '\'' || !take(text, &end, "::"))
        return false;
    vec_push(arena, &m->elements, str_slice(text, *at, end - 2));
    for (from = end; end < text.len && !strchr(",]()", text.ptr[end]);)
        end = text.ptr[end] == '"' ? skip_quotes(text, end) : end + 1;
    Str type = str_slice(text, from, end);
    if (m->type.ptr && !str_eq(m->type, type))
        return false;
    m->type = type;
    *at = end;
    return true;
}

/* What stands behind the operator: ANY (ARRAY[…]). */
static bool take_array(Arena *arena, Str text, size_t at, Membership *m)
{
    m->all = take(text, &at, "ALL (");
    if (!m->all && !take(text, &at, "ANY ("))
        return false;
    m->cast = take(text, &at, "(");
    if (!take(text, &at, "ARRAY["))
        return false;
    do {
        if (at >= text.len || !take_element(arena, text, &at, m))
            return false;
    } while (take(text, &at, ", "));
    if (!take(text, &at, m->cast ? "])::text[])" : "])"))
        return false;
    m->to = at;
    return m->elements.len > 1; /* IN with one element becomes = */
}

/* Where the operand that ends before `end` begins: a name with dots, or what is in parentheses, and
 * a cast behind it. `end` when that cannot be said. */
static size_t operand_start(Str text, size_t end)
{
    int depth = 0;
    for (size_t i = end; i-- > 0;) {
        char c = text.ptr[i];
        if (c == '\'' || c == '"') /* back to where the quotes open */
            do {
                if (i-- == 0)
                    return end;
            } while (text.ptr[i] != c);
        depth += c == ')' ? 1 : c == '(' ? -1 : 0;
        if (depth < 0 || (!depth && c == ' '))
            return i + 1;
    }
    return depth ? end : 0;
}

/* The operand without a cast to text, when there is one; a name without its parentheses. */
static bool without_cast(Str operand, Str *inner)
{
    Str cast = S(")::text");
    if (!str_starts(operand, S("(")) || !str_ends(operand, cast))
        return false;
    *inner = str_slice(operand, 1, operand.len - cast.len);
    Str whole = str_slice(operand, 0, operand.len - cast.len + 1);
    if (author_expression(whole).len == whole.len)
        return false; /* (a) || (b)::text */
    bool closed = author_expression(*inner).len < inner->len;
    for (size_t i = 0; i < inner->len && !closed; i++)
        if (inner->ptr[i] == ' ')
            *inner = whole;
    return true;
}

static bool is_typed_column(const Author *a, const Object *near, Str name, Str type)
{
    if (!near)
        return false;
    ObjectId id = {KIND_COLUMN, near->id.schema, near->id.object, sql_unquoted(a->arena, name)};
    const Object *column = catalog_find(a->catalog, id);
    return column && str_eq(object_text(column, "type"), type);
}

static Str in_list(Author *a, Str operand, const Membership *m)
{
    Str all = str_join(a->arena, &m->elements, S(", "));
    return str_format(a->arena, "%.*s %s (%.*s)", STR_ARG(operand), m->all ? "NOT IN" : "IN",
                      STR_ARG(all));
}

/* The membership in other words; absent when it stays as it is. */
static Str rephrase(Author *a, Str text, const Object *near, const Membership *m)
{
    Str operand = str_slice(text, m->from, m->operator_at - 1), inner;
    bool equals =
        str_starts(str_slice(text, m->operator_at, text.len), m->all ? S("<> ") : S("= "));
    bool varchar = str_is(m->type, "character varying");
    if (m->cast && varchar && equals && without_cast(operand, &inner))
        return in_list(a, inner, m);
    if (!m->cast && equals &&
        (is_typed_column(a, near, operand, m->type) ||
         (str_is(m->type, "text") && without_cast(operand, &inner))))
        return in_list(a, operand, m);
    return (Str){0};
}

/* … ANY ((ARRAY[…])::text[]) without the cast, which is made anyway. */
static Str uncast(Arena *arena, Str text, const Membership *m)
{
    ptrdiff_t at = str_find(str_slice(text, m->operator_at, m->to), S("((ARRAY["));
    size_t open = m->operator_at + (size_t)at;
    Str tail = S(")::text[])");
    return str_format(arena, "%.*s(%.*s)", STR_ARG(str_slice(text, m->from, open)),
                      STR_ARG(str_slice(text, open + 2, m->to - tail.len)));
}

static bool find_membership(Arena *arena, Str text, size_t at, Membership *m)
{
    *m = (Membership){0};
    size_t blank = at; /* before it the operator, behind it ANY */
    while (blank > 0 && text.ptr[blank - 1] != ' ')
        blank--;
    m->operator_at = blank;
    if (!blank || !take_array(arena, text, at + 1, m))
        return false;
    m->from = operand_start(text, blank - 1);
    return true;
}

Str author_phrase(Author *a, Str text, const Object *near)
{
    Writer w = {.arena = a->arena};
    size_t from = 0;
    if (str_find(text, S("(ARRAY[")) < 0)
        return text;
    for (size_t i = 0; i < text.len; i++) {
        size_t end = skip_quotes(text, i);
        Membership m;
        if (end > i) {
            i = end - 1;
            continue;
        }
        Str rest = str_slice(text, i, text.len);
        if ((!str_starts(rest, S(" ANY (")) && !str_starts(rest, S(" ALL ("))) ||
            !find_membership(a->arena, text, i, &m) || m.from < from)
            continue;
        Str words = rephrase(a, text, near, &m);
        if (!words.ptr && m.cast && str_is(m.type, "character varying"))
            words = uncast(a->arena, text, &m);
        if (!words.ptr)
            continue;
        w_raw(&w, str_slice(text, from, m.from));
        w_raw(&w, words);
        from = m.to;
        i = m.to - 1;
    }
    w_raw(&w, str_slice(text, from, text.len));
    return w_result(&w);
}
