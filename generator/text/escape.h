/*
 * Text in other languages than SQL (that is text/quote.h): one function for each, used everywhere.
 * All take any bytes of UTF-8 and return text in the arena.
 */
#ifndef PGW_TEXT_ESCAPE_H
#define PGW_TEXT_ESCAPE_H

#include "base/str.h"

/* A C string literal with its quotes; long ones are fine, other than ASCII is escaped in octal. */
Str c_string(Arena *arena, Str text);
/* Text made harmless inside a C block comment. */
Str c_comment(Arena *arena, Str text);
/* A JSON string with its quotes (RFC 8259). */
Str json_literal(Arena *arena, Str text);
/* A YAML scalar: plain where that is safe in YAML 1.1 and 1.2, otherwise in double quotes. */
Str yaml_scalar(Arena *arena, Str text);
/* The same, in double quotes in any case. */
Str yaml_quoted(Arena *arena, Str text);
/* Text of a manual page: no character of it is a request. */
Str roff_text(Arena *arena, Str text);
/* Text for a terminal or a log: control characters but for newlines and tabs, which could move the
 * cursor or hide what stands there, are shown as their pictures (U+2400). */
Str plain_text(Arena *arena, Str text);
/* Text in Markdown: what would be markup, or break a table cell, is escaped; newlines become
 * spaces. */
Str md_text(Arena *arena, Str text);
/* Text in HTML content and attributes. */
Str html_text(Arena *arena, Str text);

/* Text in XML content and attributes; characters that XML does not know are replaced. */
Str xml_text(Arena *arena, Str text);
/* Any bytes as a part of a URI (RFC 3986), with its slashes. */
Str uri_text(Arena *arena, Str text);
/* A path as a URI reference (RFC 3986): a relative one stays relative. */
Str uri_path(Arena *arena, Str path);
/* The message and the properties of a GitHub workflow command. */
Str github_text(Arena *arena, Str text);
Str github_property(Arena *arena, Str text);

#endif
