/* A template, filled from data that has one of each. */
#include "fuzz.h"

#include "tmpl/tmpl.h"

static Data *sample(Arena *arena)
{
    Data *root = data_map(arena), *list = data_list(arena), *map = data_map(arena);
    data_set_text(arena, root, "a", S("a \"b\" 'c' */ <d> | \\ \n\xE2\x82\xAC"));
    data_set_text(arena, root, "none", (Str){0});
    data_set_bool(arena, root, "yes", true);
    data_set_bool(arena, root, "no", false);
    for (int i = 0; i < 3; i++) {
        Data *row = data_map(arena);
        data_set_text(arena, row, "x", str_format(arena, "%d", i));
        data_add(arena, list, row);
    }
    data_set(arena, root, "l", list);
    data_set(arena, root, "e", data_list(arena));
    data_set_text(arena, map, "x", S("y"));
    data_set(arena, root, "m", map);
    return root;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_new();
    Diags diags = {.arena = arena};
    Source source = {.name = S("t"), .text = str_copy(arena, (Str){(const char *)data, size})};
    const Template *template = template_parse(arena, &source, &diags);
    PROMISE((template != NULL) == (diags.errors == 0));
    Writer w = {.arena = arena};
    if (template && size < 1000) { /* what is nested grows with a power of its depth */
        bool done = template_render(&w, template, sample(arena), &diags);
        PROMISE(done == (diags.errors == 0));
    }
    diags_text(&diags, 0);
    arena_free(arena);
    return 0;
}
