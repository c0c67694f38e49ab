/* An SQL fragment; its first byte says of which form. */
#include "fuzz.h"

#include "model/fragment.h"

static void take_mentions(const Fragment *fragment, Str text)
{
    for (size_t i = 0; fragment && i < fragment->mentions.len; i++) {
        PROMISE(fragment->mentions.at[i].name.len > 0);
        PROMISE(fragment->mentions.at[i].offset <= text.len);
    }
}

static void take(Fragments *all, unsigned form, Str text, const Node *node)
{
    Str schema, name;
    StrVec words = {0};
    Arguments arguments = {0};
    IndexKey key;
    size_t errors = all->diags->errors;
    bool done = true;
    if (form <= FRAGMENT_TRIGGER_CALL) {
        const Fragment *fragment =
            fragment_parse(all, (FragmentForm)form, text, node, node->pos, "it");
        take_mentions(fragment, text);
        done = fragment != NULL;
    } else if (form == FRAGMENT_TRIGGER_CALL + 1) {
        done = fragment_index_key(all, text, node->pos, &key);
        PROMISE(!done || key.column.len || key.expression.len);
    } else if (form == FRAGMENT_TRIGGER_CALL + 2) {
        done = fragment_arguments(all, text, node->pos, &arguments);
    } else {
        done = fragment_trigger_call(all, text, node, node->pos, &schema, &name, &words);
    }
    PROMISE(done == (all->diags->errors == errors));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_new();
    Diags diags = {.arena = arena};
    Fragments all = {.arena = arena, .diags = &diags, .known = {.arena = arena}};
    Str text = str_copy(arena, (Str){(const char *)data + (size > 0), size - (size > 0)});
    Source source = {.name = S("f"), .text = text};
    Node node = {.type = NODE_SCALAR,
                 .style = STYLE_LITERAL,
                 .text = text,
                 .pos = {.source = &source, .line = 1, .column = 1, .width = 1}};
    if (size && str_utf8_error(text) == text.len && str_find(text, (Str){"", 1}) < 0)
        take(&all, data[0] % (FRAGMENT_TRIGGER_CALL + 4), text, &node);
    diags_text(&diags, 0);
    arena_free(arena);
    return 0;
}
