/*
 * Templates: the shape of a document, with named holes.
 *
 *   {{name|filter}}          a hole; the filter says how the value is quoted, there is no default
 *   {{a.b|filter}}           a member of a map; {{.|filter}} the item itself
 *   {{#each list}}...{{/each}} once for each item, which becomes the context; outer names stay
 * visible;
 *                            {{#each list}}...{{#between}}, {{/each}} puts the tail between items
 *   {{#if name}}...{{else}}...{{/if}}   a value that is present, not empty and not "false"
 *   {{! a comment }}
 *
 * A line that holds nothing but one block tag or comment leaves no trace in the output. An unknown
 * hole, filter or block is an error with the template's file, line and column (E0604).
 *
 * Filters: text (as it is), ident, literal, sql_comment, c_string, c_comment, json, yaml, md, html,
 * xml, uri, roff, github, github_property, and the name changers snake, pascal, upper, kebab.
 */
#ifndef PGW_TMPL_TMPL_H
#define PGW_TMPL_TMPL_H

#include "base/map.h"
#include "diag/diag.h"
#include "text/writer.h"

/* What fills the holes: a text, a list or a map of named values. */
typedef struct Data Data;

Data *data_text(Arena *arena, Str text);
Data *data_bool(Arena *arena, bool value);
Data *data_list(Arena *arena);
Data *data_map(Arena *arena);
Data *data_copy(Arena *arena, const Data *map); /* another map of the same values */
void data_add(Arena *arena, Data *list, Data *item);
void data_set(Arena *arena, Data *map, const char *name, Data *value); /* name is borrowed */
/* Shorthands for data_set with data_text and data_bool. */
void data_set_text(Arena *arena, Data *map, const char *name, Str text);
void data_set_bool(Arena *arena, Data *map, const char *name, bool value);

/* A parsed template. */
typedef struct Template Template;

/* Parses a template's text; NULL with a diagnostic when it is malformed. */
Template *template_parse(Arena *arena, const Source *source, Diags *diags);

/* Appends the template, filled from `root`, to w. False with a diagnostic on an unknown hole. */
bool template_render(Writer *w, const Template *template, const Data *root, Diags *diags);

/* Where templates come from: `folder` first when it is not NULL (--templates), then the ones that
 * are built in. Parsed templates are kept, so asking again is cheap. */
typedef struct {
    Arena *arena;
    Diags *diags;
    const char *folder;
    Map parsed;
} Templates;

/* The template of that name ("c/table.h", its path below templates/); NULL with a diagnostic. */
const Template *templates_get(Templates *templates, const char *name);

/* The text of that template as it is, for files that are copied and not filled; or absent with a
 * diagnostic. */
Str templates_text(Templates *templates, const char *name);

/* The template of that name, filled from `data`; absent with a diagnostic. */
Str templates_fill(Arena *arena, Templates *templates, const char *name, const Data *data,
                   Diags *diags);

/* The table that the build makes from the folder templates/, sorted by name. */
typedef struct {
    const char *name;
    const unsigned char *bytes;
    size_t size;
} EmbeddedTemplate;
extern const EmbeddedTemplate embedded_templates[];
extern const size_t embedded_template_count;

#endif
