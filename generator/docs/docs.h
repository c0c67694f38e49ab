/*
 * Documents about a schema, for people: a page in Markdown and a diagram for Mermaid.
 *
 * Columns marked sensitive are in neither, nor is what is defined over them; the page counts them.
 */
#ifndef PGW_DOCS_DOCS_H
#define PGW_DOCS_DOCS_H

#include "catalog/outline.h"
#include "tmpl/tmpl.h"

/* The text of docs/schema.md; absent with a diagnostic when a template is at fault. */
Str docs_schema_md(Arena *arena, const Outline *outline, Templates *templates, Diags *diags);

/* The text of docs/er.mmd, likewise. */
Str docs_er_mmd(Arena *arena, const Outline *outline, Templates *templates, Diags *diags);

#endif
