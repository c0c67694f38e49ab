/*
 * Nodes to YAML text, as a careful author would have written it: quotes only where they are needed,
 * blocks for text of several lines, what is short on one line, values of short entries below each
 * other. What yaml_parse reads from the text is the same tree again, byte for byte.
 */
#ifndef PGW_YAML_WRITE_H
#define PGW_YAML_WRITE_H

#include "yaml/yaml.h"

/* A string on one line; in quotes where a reader could take it for a number, a boolean or null. */
Node *yaml_string(Arena *arena, Str text);
/* A number, true, false; nothing at all when the text is empty. */
Node *yaml_word(Arena *arena, Str text);
/* A text kept byte for byte, a literal block when it has several lines. */
Node *yaml_body(Arena *arena, Str text);
/* A text whose blanks at the end do not count: SQL and prose. A block when it has several lines,
 * folded when it is too long for one. */
Node *yaml_prose(Arena *arena, Str text);
/* A list or mapping; with `flow` on one line where it fits, [a, b] or {a: b}. */
Node *yaml_list(Arena *arena, bool flow);
Node *yaml_mapping(Arena *arena, bool flow);
void yaml_add(Arena *arena, Node *list, Node *item);
void yaml_put(Arena *arena, Node *mapping, Str key, Node *value);

/* The text of a document that is a mapping. */
Str yaml_document(Arena *arena, const Node *mapping);
/* The same to stand inside of another: `indent` blanks before its lines, `step` more for a level.
 */
Str yaml_lines(Arena *arena, const Node *mapping, unsigned indent, unsigned step);
/* The node on one line, however long, for a place between brackets. */
Str yaml_flow(Arena *arena, const Node *node);

#endif
