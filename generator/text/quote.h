/*
 * Quoting: one function for each language that text is put into, used everywhere. All take any
 * bytes of UTF-8 and return text in the arena.
 */
#ifndef PGW_TEXT_QUOTE_H
#define PGW_TEXT_QUOTE_H

#include "base/str.h"

/* An SQL identifier, in double quotes where PostgreSQL 15 needs them: upper case, odd characters,
 * and key words other than unreserved ones (PostgreSQL manual, 4.1.1 and appendix C). */
Str sql_ident(Arena *arena, Str name);
/* The name that an SQL identifier in double quotes stands for; others stay as they are. */
Str sql_unquoted(Arena *arena, Str identifier);
/* Where the identifier at the beginning of the text ends. */
size_t sql_ident_end(Str text);
/* schema.name, each quoted; the name alone when the schema is absent or empty. */
Str sql_qualified(Arena *arena, Str schema, Str name);
/* An SQL string constant: '…', or E'…' when it holds a backslash, so that it does not depend on
 * standard_conforming_strings. */
Str sql_literal(Arena *arena, Str text);
/* text between dollar quotes with a tag, starting from `tag`, that does not occur in it. */
Str sql_dollar(Arena *arena, Str text, Str tag);
/* The dollar quote alone, for a text that is written elsewhere. */
Str sql_dollar_quote(Arena *arena, Str text, Str tag);
/* Whether a setting holds a list of names (search_path and its like), which PostgreSQL stores as
 * one text: a, "b C". */
bool sql_setting_is_list(Str name);
/* The names in such a list, without their quotes. */
void sql_split_names(Arena *arena, Str list, StrVec *names);
/* The names in a path as SQL prints it, public."Odd".x, without their quotes. */
void sql_split_path(Arena *arena, Str path, StrVec *names);

/* Text in an SQL comment up to the end of the line. */
Str sql_comment(Arena *arena, Str text);

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
/* Text in Markdown: what would be markup, or break a table cell, is escaped; newlines become
 * spaces. */
Str md_text(Arena *arena, Str text);
/* Text in HTML content and attributes. */
Str html_text(Arena *arena, Str text);

/* Text in XML content and attributes; characters that XML does not know are replaced. */
Str xml_text(Arena *arena, Str text);
/* A path as a URI reference (RFC 3986): a relative one stays relative. */
Str uri_path(Arena *arena, Str path);
/* The message and the properties of a GitHub workflow command. */
Str github_text(Arena *arena, Str text);
Str github_property(Arena *arena, Str text);

/* Names in other languages, from a name of any bytes: letters, digits and '_' stay, the rest
 * becomes
 * '_'; a digit in front or a reserved word gets '_' added behind or before it. */
Str name_snake(Arena *arena, Str name);  /* scraping_jobs */
Str name_pascal(Arena *arena, Str name); /* ScrapingJobs */
Str name_upper(Arena *arena, Str name);  /* SCRAPING_JOBS */
Str name_kebab(Arena *arena, Str name);  /* scraping-jobs */

#endif
