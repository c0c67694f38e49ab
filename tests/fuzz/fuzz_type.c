/* The name of a type. What is taken has a canonical text, which means itself. */
#include "fuzz.h"

#include "kind/type.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_new();
    Str text = str_copy(arena, (Str){(const char *)data, size}), why = {0};
    TypeName type, again;
    bool modifiers;
    if (str_utf8_error(text) < size || str_find(text, (Str){"", 1}) >= 0) {
        arena_free(arena);
        return 0; /* no such text comes out of YAML */
    }
    if (type_parse(arena, text, &type, &modifiers, &why)) {
        PROMISE(type.name.len > 0);
        Str canonical = type_canonical(arena, &type, S("public"));
        PROMISE(type_parse(arena, canonical, &again, &modifiers, &why));
        PROMISE(again.builtin == type.builtin && again.array == type.array);
        PROMISE(str_eq(again.name, type.name));
        PROMISE(str_eq(type_canonical(arena, &again, S("public")), canonical));
    } else {
        PROMISE(why.len > 0);
    }
    arena_free(arena);
    return 0;
}
