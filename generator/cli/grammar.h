/* The reference of the YAML grammar, printed from the registry. */
#ifndef PGW_CLI_GRAMMAR_H
#define PGW_CLI_GRAMMAR_H

#include "diag/diag.h"

Str grammar_markdown(Arena *arena);

#endif
