/*
 * Names and texts in SQL, there and back: one function for each form, used everywhere. All take any
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
/* Takes an identifier off the beginning of the text, and the blanks behind it; with its quotes,
 * absent where there is none. Of an entry `"Name" type` the type stays. */
Str sql_take_ident(Str *text);
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

#endif
