#include "docs/docs.h"

#include "docs/document.h"

static Str render(Arena *arena, const char *name, const Data *data, Templates *templates,
                  Diags *diags)
{
    const Template *template = templates_get(templates, name);
    Writer w = {.arena = arena};
    return template && template_render(&w, template, data, diags) ? w_result(&w) : (Str){0};
}

Str docs_schema_md(Arena *arena, const Outline *outline, Templates *templates, Diags *diags)
{
    Arena *own = arena_new();
    Page page = {own, true};
    Str text = render(arena, "docs/schema.md", document_data(&page, outline), templates, diags);
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
    Str text = render(arena, "docs/index.html", data, templates, diags);
    arena_free(own);
    return text;
}
