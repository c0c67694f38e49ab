#include "sql/reading.h"

#include "text/quote.h"

#include <string.h>

bool reading_name(Arena *arena, const Tokens *tokens, size_t *at, bool column, Name *out)
{
    Str parts[3];
    size_t count = 0, i = *at;
    while (i < tokens->len && token_is_name(&tokens->at[i]) && count < 3) {
        parts[count++] = token_name(arena, &tokens->at[i++]);
        if (i >= tokens->len || !token_is(&tokens->at[i], "."))
            break;
        i++;
    }
    if (!count)
        return false;
    *out = (Name){.schema = S("public")};
    if (column && count > 1)
        out->column = parts[--count];
    out->name = parts[count - 1];
    if (count > 1)
        out->schema = parts[count - 2];
    out->shown = sql_qualified(arena, out->schema, out->name);
    *at = i;
    return true;
}

static bool word_matches(Str words, const Token *token)
{
    Str one;
    while (str_split(&words, '|', &one))
        if (token->type != TOKEN_NAME && str_eq_nocase(one, token->text))
            return true;
    return false;
}

static bool take_hole(Reading *r, char letter, size_t *at)
{
    Name *into = strchr("tTc", letter) ? &r->table
                 : letter == 'o'       ? &r->other
                 : letter == 'i'       ? &r->index
                                       : &r->name;
    r->only |= letter == 'T';
    return reading_name(r->scene->arena, &r->tokens, at, letter == 'c', into);
}

static bool match_from(Reading *r, Str pattern, size_t at)
{
    Str word;
    while (str_split(&pattern, ' ', &word)) {
        const Token *token = at < r->tokens.len ? &r->tokens.at[at] : NULL;
        if (str_is(word, "...")) {
            for (; at < r->tokens.len; at = tokens_skip(&r->tokens, at))
                if (match_from(r, pattern, at))
                    return true;
            return false;
        }
        if (word.ptr[0] == '{') {
            if (!token || !take_hole(r, word.ptr[1], &at))
                return false;
            continue;
        }
        bool may = str_ends(word, S("?"));
        bool there = token && word_matches(str_slice(word, 0, word.len - may), token);
        if (!there && !may)
            return false;
        r->only |= there && token_is(token, "ONLY");
        at += there;
    }
    r->end = at;
    return true;
}

bool reading_match(Reading *r, const StatementForm *form)
{
    r->only = false;
    r->table = r->other = r->index = r->name = (Name){0};
    return match_from(r, str_of(form->pattern), 0);
}

bool reading_says(Reading *r, const char *words)
{
    size_t end = r->end;
    Str pattern = str_format(r->scene->arena, "... %s", words);
    Reading copy = *r;
    bool found = match_from(&copy, pattern, end);
    return found;
}
