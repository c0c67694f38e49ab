#include "kind/value.h"

#include <stdlib.h>
#include <string.h>

Value value_text(Str text)
{
    return (Value){.type = VALUE_TEXT, .text = text};
}

Value value_bool(bool on)
{
    return on ? value_text(S("true")) : (Value){0};
}

Value value_list(const Str *items, size_t count)
{
    return count ? (Value){.type = VALUE_LIST, .count = (uint32_t)count, .list = items}
                 : (Value){0};
}

Value value_of_vec(const StrVec *items)
{
    return value_list(items->at, items->len);
}

bool value_eq(const Value *a, const Value *b)
{
    if (a->type != b->type)
        return false;
    if (a->type == VALUE_TEXT)
        return str_eq(a->text, b->text);
    if (a->type == VALUE_ABSENT)
        return true;
    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (!str_eq(a->list[i], b->list[i]))
            return false;
    return true;
}

static int compare(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

static Value sorted(Arena *arena, const Value *value)
{
    if (value->type != VALUE_LIST)
        return *value;
    if (!value->count)
        return (Value){0}; /* empty or not there: no difference here */
    Str *items = arena_copy(arena, value->list, value->count * sizeof(Str), _Alignof(Str));
    qsort(items, value->count, sizeof *items, compare);
    return value_list(items, value->count);
}

bool value_eq_set(Arena *arena, const Value *a, const Value *b)
{
    ArenaMark mark = arena_mark(arena);
    Value x = sorted(arena, a), y = sorted(arena, b);
    bool equal = value_eq(&x, &y);
    arena_rewind(arena, mark);
    return equal;
}

bool value_grows(const Value *few, const Value *many)
{
    uint32_t found = 0;
    if (few->type != VALUE_LIST || many->type != VALUE_LIST)
        return false;
    for (uint32_t i = 0; i < many->count && found < few->count; i++)
        found += str_eq(many->list[i], few->list[found]);
    return found == few->count;
}

bool value_is_start(const Value *few, const Value *many)
{
    uint32_t same = 0;
    while (same < few->count && same < many->count && str_eq(few->list[same], many->list[same]))
        same++;
    return few->type == VALUE_LIST && many->type == VALUE_LIST && same == few->count;
}

Str value_show(Arena *arena, const Value *value)
{
    if (value->type == VALUE_ABSENT)
        return S("(none)");
    if (value->type == VALUE_TEXT)
        return value->text;
    StrVec items = {0};
    for (uint32_t i = 0; i < value->count; i++)
        vec_push(arena, &items, value->list[i]);
    Str inner = str_join(arena, &items, S(", "));
    return str_format(arena, "[%.*s]", STR_ARG(inner));
}
