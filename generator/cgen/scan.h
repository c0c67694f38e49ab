/*
 * A C header as text: what stands at its start is taken off piece by piece. It is one of ours, so
 * it is well formed, and formatted as they are. Everything returned is a slice of it unless it says
 * otherwise. Private to this room.
 */
#ifndef PGW_CGEN_SCAN_H
#define PGW_CGEN_SCAN_H

#include "base/str.h"

Str scan_line(Str *rest); /* without its end */

bool starts_comment(Str text);
Str scan_comment(Str *rest);
/* A line of a comment without its frame. */
Str comment_text(Str line);
/* "Errors" of the rule "---- Errors ----"; absent when the comment is none. */
Str comment_rule(Str comment);

/* A preprocessor's line, and those that it goes on in. */
Str scan_directive(Str *rest);
/* Whether it is a name and what it stands for, in one line. */
bool directive_is_constant(Str directive);

/* Up to the semicolon that ends it, or the brace that ends a function's body. */
Str scan_declaration(Str *rest);
/* The name before the first parenthesis of what declares a function; absent for anything else. */
Str declaration_function(Str declaration);
/* As a reader wants to see it: neither attributes nor a body. Maybe made in the arena. */
Str declaration_shown(Arena *arena, Str declaration);

#endif
