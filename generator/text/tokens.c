#include "text/tokens.h"

#include "base/chars.h"
#include "text/quote.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/* Behind the closing quote; a doubled one is part of the text, one behind a backslash too where
 * that counts. */
static size_t end_of_quoted(Str sql, size_t from, bool escapes)
{
    char quote = sql.ptr[from];
    for (size_t i = from + 1; i < sql.len; i++) {
        if (escapes && sql.ptr[i] == '\\')
            i++;
        else if (sql.ptr[i] == quote && (i + 1 == sql.len || sql.ptr[i + 1] != quote))
            return i + 1;
        else if (sql.ptr[i] == quote)
            i++;
    }
    return sql.len;
}

/* Behind the second $tag$, or `from` when there is no first one. */
static size_t end_of_dollars(Str sql, size_t from)
{
    size_t end = from + 1;
    while (end < sql.len && is_in_identifier(sql.ptr[end]) && sql.ptr[end] != '$')
        end++;
    if (end == sql.len || sql.ptr[end] != '$')
        return from;
    Str tag = str_slice(sql, from, end + 1);
    ptrdiff_t close = str_find(str_slice(sql, end + 1, sql.len), tag);
    return close < 0 ? sql.len : end + 1 + (size_t)close + tag.len;
}

/* Comments in slashes stand inside each other. */
static size_t end_of_comment(Str sql, size_t from)
{
    size_t i = from + 2;
    if (sql.ptr[from] == '-') {
        while (i < sql.len && sql.ptr[i] != '\n')
            i++;
        return i;
    }
    for (int depth = 1; i < sql.len && depth; i++) {
        Str two = str_slice(sql, i, i + 2);
        if (str_is(two, "/*") || str_is(two, "*/")) {
            depth += str_is(two, "/*") ? 1 : -1;
            i++;
        }
    }
    return i;
}

static size_t end_of_word(Str sql, size_t from)
{
    while (from < sql.len && is_in_identifier(sql.ptr[from]))
        from++;
    return from;
}

static size_t end_of_number(Str sql, size_t from)
{
    while (from < sql.len && (is_in_identifier(sql.ptr[from]) || sql.ptr[from] == '.'))
        from++;
    return from;
}

static size_t next_token(Str sql, size_t i, Token *token)
{
    char c = sql.ptr[i], next = i + 1 < sql.len ? sql.ptr[i + 1] : 0;
    bool prefixed = next == '\'' && (c == 'e' || c == 'E' || c == 'b' || c == 'B' || c == 'x' ||
                                     c == 'X' || c == 'n' || c == 'N');
    size_t end = i + 1;
    token->type = TOKEN_SIGN;
    if (c == '"') {
        token->type = TOKEN_NAME;
        end = end_of_quoted(sql, i, false);
    } else if (c == '\'' || prefixed) {
        token->type = TOKEN_CONSTANT;
        end = end_of_quoted(sql, i + prefixed, c == 'e' || c == 'E');
    } else if (c == '$' && end_of_dollars(sql, i) > i) {
        token->type = TOKEN_CONSTANT;
        end = end_of_dollars(sql, i);
    } else if (is_digit(c)) {
        token->type = TOKEN_CONSTANT;
        end = end_of_number(sql, i);
    } else if (starts_identifier(c)) {
        token->type = TOKEN_WORD;
        end = end_of_word(sql, i);
    }
    token->text = str_slice(sql, i, end);
    return end;
}

Tokens sql_tokens(Arena *arena, Str sql)
{
    Tokens tokens = {0};
    for (size_t i = 0; i < sql.len;) {
        Str two = str_slice(sql, i, i + 2);
        if (is_blank(sql.ptr[i])) {
            i++;
        } else if (str_is(two, "--") || str_is(two, "/*")) {
            i = end_of_comment(sql, i);
        } else {
            Token token;
            i = next_token(sql, i, &token);
            vec_push(arena, &tokens, token);
        }
    }
    return tokens;
}

bool token_is(const Token *token, const char *word)
{
    return token->type != TOKEN_NAME && token->type != TOKEN_CONSTANT &&
           str_eq_nocase(token->text, str_of(word));
}

bool token_is_name(const Token *token)
{
    return token->type == TOKEN_WORD || token->type == TOKEN_NAME;
}

Str token_name(Arena *arena, const Token *token)
{
    return token->type == TOKEN_NAME ? sql_unquoted(arena, token->text)
                                     : str_lower(arena, token->text);
}

size_t tokens_skip(const Tokens *tokens, size_t at)
{
    int depth = 0;
    do {
        depth += token_is(&tokens->at[at], "(");
        depth -= token_is(&tokens->at[at], ")");
        at++;
    } while (depth > 0 && at < tokens->len);
    return at;
}

Str tokens_text(const Tokens *tokens, size_t from, size_t to)
{
    if (from >= to)
        return (Str){0};
    const char *first = tokens->at[from].text.ptr;
    const Token *last = &tokens->at[to - 1];
    return (Str){first, (size_t)(last->text.ptr + last->text.len - first)};
}
