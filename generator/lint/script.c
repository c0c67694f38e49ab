#include "lint/lint.h"

#include "model/statements.h"
#include "sql/forms.h"

/* A script on its way through the rules. */
typedef struct {
    Lint *lint;
    const Source *script;
    bool timeout;               /* lock_timeout is set by now */
    bool told;                  /* … or was told to be missing */
    bool inside;                /* of a transaction */
    const RawStatement *locked; /* … in which this one locked a table for all */
} Walk;

static void find(Walk *walk, const RawStatement *statement, const char *rule, Str about)
{
    lint_find(walk->lint, rule, source_pos(walk->script, statement->offset), about, "%.*s",
              STR_ARG(statement->what));
}

/* The relation that a statement is about, for settings that name objects. */
static Str about(const Statement *statement)
{
    return statement->locks.len ? statement->locks.at[0].relation : (Str){0};
}

static bool changes_rows(const RawStatement *statement)
{
    return str_starts(statement->what, S("UPDATE ")) || str_starts(statement->what, S("DELETE "));
}

/* What a single statement does not show. */
static void look_around(Walk *walk, const RawStatement *raw, const Statement *read)
{
    bool locks_all = false;
    for (size_t i = 0; i < read->locks.len; i++)
        locks_all |= read->locks.at[i].level == LOCK_ACCESS_EXCLUSIVE;
    if (locks_all && !walk->timeout && !walk->told) {
        find(walk, raw, "require-lock-timeout", about(read));
        walk->told = true;
    }
    if (walk->inside && walk->locked && changes_rows(raw))
        find(walk, raw, "backfill-in-ddl-transaction", about(read));
    if (walk->inside && locks_all)
        walk->locked = raw;
}

/* Settings of the session and of the transaction; true when the statement was one. */
static bool look_frame(Walk *walk, const RawStatement *raw)
{
    if (raw->type == STATEMENT_BEGIN || raw->type == STATEMENT_COMMIT) {
        walk->inside = raw->type == STATEMENT_BEGIN;
        walk->locked = NULL;
        return true;
    }
    bool sets = str_starts(raw->what, S("SET "));
    walk->timeout |= sets && str_find(raw->what, S("lock_timeout")) >= 0;
    return sets;
}

bool lint_script(Lint *lint, const Source *script, const Catalog *live, const Catalog *want,
                 Diags *diags)
{
    RawStatements statements = {0};
    Walk walk = {.lint = lint, .script = script};
    if (!statements_read(lint->arena, script, &statements, diags))
        return false;
    Scene *scene = scene_new(lint->arena, live, want);
    for (size_t i = 0; i < statements.len; i++) {
        const RawStatement *raw = &statements.at[i];
        if (look_frame(&walk, raw))
            continue;
        Statement read = {.sql = raw->text};
        scene_read(scene, &read);
        for (size_t k = 0; k < read.hazards.len; k++)
            find(&walk, raw, read.hazards.at[k].rule->id, about(&read));
        look_around(&walk, raw, &read);
    }
    return true;
}
