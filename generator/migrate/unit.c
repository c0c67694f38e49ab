#include "migrate/unit.h"

#include "base/digest.h"
#include "text/writer.h"

static bool misplaced(const Source *script, const RawStatement *statement, const char *what,
                      const char *help, Diags *diags)
{
    Diag *diag = diag_error(diags, "E1004", source_pos(script, statement->offset), "%.*s: %s",
                            STR_ARG(statement->what), what);
    diag_help(diags, diag, "%s", help);
    return false;
}

static Str digest_of(Arena *arena, const RawStatement *statements, size_t count)
{
    Writer w = {.arena = arena};
    for (size_t i = 0; i < count; i++)
        w_line(&w, "%.*s", STR_ARG(statements_digest(arena, statements[i].text)));
    return digest_hex(arena, w_result(&w));
}

static void add(Arena *arena, Units *out, UnitType type, const RawStatement *statements,
                size_t count, Str begin)
{
    Unit unit = {.type = type,
                 .statements = statements,
                 .count = count,
                 .begin = begin,
                 .digest = digest_of(arena, statements, count)};
    if (type != UNIT_SESSION)
        unit.number = ++out->count;
    vec_push(arena, &out->list, unit);
}

/* What stands between BEGIN and COMMIT; *i moves to the COMMIT. */
static bool take_transaction(Arena *arena, const Source *script, const RawStatements *all,
                             size_t *i, Units *out, Diags *diags)
{
    const RawStatement *begin = &all->at[*i];
    size_t from = *i + 1;
    for (size_t k = from; k < all->len; k++) {
        const RawStatement *statement = &all->at[k];
        *i = k;
        if (statement->type == STATEMENT_COMMIT) {
            add(arena, out, UNIT_TRANSACTION, &all->at[from], k - from, begin->text);
            return true;
        }
        if (statement->type == STATEMENT_BEGIN || statement->type == STATEMENT_CONTROL)
            return misplaced(script, statement, "it stands inside of a transaction",
                             "a transaction of a migration goes from BEGIN straight to COMMIT.",
                             diags);
        if (statement->type == STATEMENT_OUTSIDE)
            return misplaced(script, statement, "it cannot run inside of a transaction",
                             "PostgreSQL refuses it there: put it behind the COMMIT.", diags);
    }
    return misplaced(script, begin, "the transaction is never ended", "end it with COMMIT.", diags);
}

static UnitType type_alone(const RawStatement *statement)
{
    switch (statement->type) {
    case STATEMENT_SESSION:
        return UNIT_SESSION;
    case STATEMENT_OWN:
    case STATEMENT_OUTSIDE:
        return UNIT_OUTSIDE;
    default:
        return UNIT_STATEMENT;
    }
}

bool units_read(Arena *arena, const Source *script, Units *out, Diags *diags)
{
    *out = (Units){0};
    RawStatements *all = NEW(arena, RawStatements); /* units point into it */
    if (!statements_read(arena, script, all, diags))
        return false;
    for (size_t i = 0; i < all->len; i++) {
        const RawStatement *statement = &all->at[i];
        if (statement->type == STATEMENT_BEGIN) {
            if (!take_transaction(arena, script, all, &i, out, diags))
                return false;
        } else if (statement->type == STATEMENT_COMMIT || statement->type == STATEMENT_CONTROL) {
            return misplaced(script, statement, "there is no transaction",
                             "a migration begins its transactions with BEGIN.", diags);
        } else {
            add(arena, out, type_alone(statement), statement, 1, (Str){0});
        }
    }
    return true;
}

static bool says_something(const RawStatement *statement)
{
    return !str_starts(statement->what, S("SET "));
}

/* A block of the author's steps says what it is: DO $step$ -- backfill titles. */
static Str said(const RawStatement *statement)
{
    Str rest = statement->text, line;
    str_split(&rest, '\n', &line);
    ptrdiff_t at = str_starts(line, S("DO $")) ? str_find(line, S("$ -- ")) : -1;
    return at < 0 ? statement->what : str_slice(line, (size_t)at + sizeof "$ -- " - 1, line.len);
}

Str unit_title(Arena *arena, const Unit *unit)
{
    const RawStatement *first = NULL;
    size_t rest = 0;
    for (size_t i = 0; i < unit->count; i++) {
        bool says = says_something(&unit->statements[i]);
        rest += says && first;
        if (says && !first)
            first = &unit->statements[i];
    }
    Str what = first ? said(first) : unit->count ? unit->statements->what : S("nothing");
    return rest ? str_format(arena, "%.*s, and %zu more", STR_ARG(what), rest) : what;
}
