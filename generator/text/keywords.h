/* Words that must be quoted or changed when they are names. */
#ifndef PGW_TEXT_KEYWORDS_H
#define PGW_TEXT_KEYWORDS_H

#include "base/str.h"

/* A key word that PostgreSQL does not take as a column or table name without quotes: every category
 * of pg_get_keywords() but "unreserved". `name` is in lower case. */
bool sql_is_reserved(Str name);

/* A key word of C11 or C++20, or a name that their standard headers define as a macro. */
bool c_is_reserved(Str name);

#endif
