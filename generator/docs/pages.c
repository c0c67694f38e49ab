#include "docs/docs.h"

#include "docs/document.h"

Str docs_schema_md(Arena *arena, const Outline *outline, Templates *templates, Diags *diags)
{
    Arena *own = arena_new();
    Page page = {own, true};
    Str text =
        templates_fill(arena, templates, "docs/schema.md", document_data(&page, outline), diags);
    arena_free(own);
    return text;
}

Str docs_index_html(Arena *arena, const Outline *outline, Str picture, Templates *templates,
                    Diags *diags)
{
    Arena *own = arena_new();
    Page page = {own, false};
    Data *data = document_data(&page, outline);
    data_set_text(own, data, "picture", picture);
    Str text = templates_fill(arena, templates, "docs/index.html", data, diags);
    arena_free(own);
    return text;
}
