/*
 * Documents about a schema, for people: a page in Markdown, the same for browsers, and its diagram,
 * drawn (SVG) and as text for Mermaid.
 *
 * Columns marked sensitive are in none, nor is what is defined over them; the pages count them.
 */
#ifndef PGW_DOCS_DOCS_H
#define PGW_DOCS_DOCS_H

#include "catalog/outline.h"
#include "tmpl/tmpl.h"

/* The text of docs/schema.md; absent with a diagnostic when a template is at fault. */
Str docs_schema_md(Arena *arena, const Outline *outline, Templates *templates, Diags *diags);

/* The text of docs/er.mmd, likewise. */
Str docs_er_mmd(Arena *arena, const Outline *outline, Templates *templates, Diags *diags);

/* The text of docs/er.svg: tables as boxes, references as lines with the signs of Barker's notation
 * (crow's feet). */
Str docs_er_svg(Arena *arena, const Outline *outline, Templates *templates, Diags *diags);

/* The text of docs/index.html, one page that needs nothing else; `picture`: er.svg. */
Str docs_index_html(Arena *arena, const Outline *outline, Str picture, Templates *templates,
                    Diags *diags);

#endif
