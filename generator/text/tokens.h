/*
 * SQL taken apart into words, as far as that needs no grammar: names, constants, signs. Comments
 * and white space are left out.
 */
#ifndef PGW_TEXT_TOKENS_H
#define PGW_TEXT_TOKENS_H

#include "base/str.h"

typedef enum {
    TOKEN_WORD,     /* a key word or a plain name: compare without case */
    TOKEN_NAME,     /* "a name in double quotes" */
    TOKEN_CONSTANT, /* 'text', E'text', $$text$$, a number */
    TOKEN_SIGN,     /* one character of the rest */
} TokenType;

typedef struct {
    TokenType type;
    Str text; /* as it stands there, with its quotes */
} Token;

typedef VEC(Token) Tokens;

Tokens sql_tokens(Arena *arena, Str sql);

#endif
