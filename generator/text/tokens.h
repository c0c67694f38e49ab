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

/* A word or a sign, whatever the case of its letters. */
bool token_is(const Token *token, const char *word);
bool token_is_name(const Token *token);
/* The name that it is, without quotes. */
Str token_name(Arena *arena, const Token *token);
/* Behind the token at `at`; behind its partner, where it is a parenthesis. */
size_t tokens_skip(const Tokens *tokens, size_t at);
/* What stands between two tokens, as it stands there. */
Str tokens_text(const Tokens *tokens, size_t from, size_t to);

#endif
