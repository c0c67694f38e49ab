#include "prove/play.h"

/* The catalog's name of a relation, for the locks and rewrites that are told under it. */
#define RELATION "quote_ident(n.nspname) || '.' || quote_ident(c.relname)"

typedef struct {
    Str oid, name, filenode;
} Table;

typedef VEC(Table) Tables;

typedef struct {
    Arena *arena;
    Server *server;
    const Script *script;
    const Group *group;
    Tables before; /* what was there when the script began */
    Measure *measure;
} Play;

static Tables read_tables(Arena *arena, Server *server)
{
    Tables tables = {0};
    Rows *rows = server_query(
        server, S("SELECT c.oid, " RELATION ", pg_relation_filenode(c.oid) FROM pg_class AS c "
                  "JOIN pg_namespace AS n ON n.oid = c.relnamespace "
                  "WHERE c.relkind IN ('r', 'p', 'm', 'f') AND c.oid >= 16384 "
                  "AND n.nspname !~ '^pg_(toast|temp)'"));
    for (size_t i = 0; rows && i < rows_count(rows); i++)
        vec_push(arena, &tables,
                 (Table){str_copy(arena, rows_cell(rows, i, 0)),
                         str_copy(arena, rows_cell(rows, i, 1)),
                         str_copy(arena, rows_cell(rows, i, 2))});
    rows_free(rows);
    return tables;
}

static const Table *find_table(const Tables *tables, Str oid)
{
    for (size_t i = 0; i < tables->len; i++)
        if (str_eq(tables->at[i].oid, oid))
            return &tables->at[i];
    return NULL;
}

/* A relation may be told under the name that it had, or under the one that the group gives it. */
static bool is_about(Str told, const Table *table, Str now)
{
    return str_eq(told, table->name) || str_eq(told, now);
}

static LockLevel level_of(Str mode)
{
    static const struct {
        const char *mode;
        LockLevel level;
    } levels[] = {{"ShareUpdateExclusiveLock", LOCK_SHARE_UPDATE_EXCLUSIVE},
                  {"ShareLock", LOCK_SHARE},
                  {"ShareRowExclusiveLock", LOCK_SHARE_ROW_EXCLUSIVE},
                  {"ExclusiveLock", LOCK_EXCLUSIVE},
                  {"AccessExclusiveLock", LOCK_ACCESS_EXCLUSIVE}};
    for (size_t i = 0; i < COUNT_OF(levels); i++)
        if (str_is(mode, levels[i].mode))
            return levels[i].level;
    return LOCK_NONE;
}

static LockLevel told_lock(const Play *play, const Table *table, Str now)
{
    LockLevel most = LOCK_NONE;
    for (size_t i = 0; i < play->group->count; i++) {
        const Statement *s = &play->script->statements.at[play->group->first + i];
        for (size_t k = 0; k < s->locks.len; k++)
            if (is_about(s->locks.at[k].relation, table, now) && s->locks.at[k].level > most)
                most = s->locks.at[k].level;
    }
    return most;
}

static bool told_rewrite(const Play *play, const Table *table, Str now)
{
    for (size_t i = 0; i < play->group->count; i++) {
        const Statement *s = &play->script->statements.at[play->group->first + i];
        for (size_t k = 0; k < s->works.len; k++)
            if (is_about(s->works.at[k].relation, table, now) &&
                s->works.at[k].type == WORK_REWRITE)
                return true;
    }
    return false;
}

/* What the open transaction holds. */
static void measure_locks(Play *play)
{
    Rows *rows =
        server_query(play->server, S("SELECT l.relation, l.mode, " RELATION " FROM pg_locks AS l "
                                     "LEFT JOIN pg_class AS c ON c.oid = l.relation "
                                     "LEFT JOIN pg_namespace AS n ON n.oid = c.relnamespace "
                                     "WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation'"));
    for (size_t i = 0; rows && i < rows_count(rows); i++) {
        const Table *table = find_table(&play->before, rows_cell(rows, i, 0));
        LockLevel held = level_of(rows_cell(rows, i, 1));
        if (!table || held == LOCK_NONE)
            continue;
        LockLevel told = told_lock(play, table, rows_cell(rows, i, 2));
        play->measure->locks++;
        if (held > told)
            vec_push(play->arena, &play->measure->notes,
                     str_format(play->arena, "%.*s is locked %s, and the plan says %s",
                                STR_ARG(table->name), lock_names[held], lock_names[told]));
    }
    rows_free(rows);
}

static void measure_rewrites(Play *play, const Tables *before)
{
    Tables after = read_tables(play->arena, play->server);
    for (size_t i = 0; i < after.len; i++) {
        const Table *was = find_table(before, after.at[i].oid);
        const Table *first = find_table(&play->before, after.at[i].oid);
        if (!was || !first || str_eq(was->filenode, after.at[i].filenode))
            continue;
        play->measure->rewrites++;
        if (!told_rewrite(play, first, after.at[i].name) &&
            !told_rewrite(play, was, after.at[i].name))
            vec_push(play->arena, &play->measure->notes,
                     str_format(play->arena, "%.*s is rewritten, and the plan does not say so",
                                STR_ARG(was->name)));
    }
}

static bool run_group(Play *play, const Statement **failed)
{
    const Group *group = play->group;
    bool ok = !group->transactional || server_run(play->server, S("BEGIN"));
    for (size_t i = 0; ok && i < group->settings.len; i++)
        ok = server_run(play->server, group->settings.at[i]);
    for (size_t i = 0; ok && i < group->count; i++) {
        const Statement *statement = &play->script->statements.at[group->first + i];
        ok = server_run(play->server, statement->sql);
        *failed = ok ? NULL : statement;
    }
    if (ok && play->measure && group->transactional)
        measure_locks(play);
    return ok && (!group->transactional || server_run(play->server, S("COMMIT")));
}

/* The error that matters is the one before the rollback: it goes on a connection of its own. */
static bool play_group(Play *play, const Statement **failed)
{
    Tables before = {0};
    if (play->measure)
        before = read_tables(play->arena, play->server);
    if (!run_group(play, failed))
        return false;
    if (play->measure)
        measure_rewrites(play, &before);
    return true;
}

bool play_groups(Arena *arena, Server *server, const Script *script, size_t first, size_t end,
                 Measure *measure, const Statement **failed)
{
    Play play = {.arena = arena, .server = server, .script = script, .measure = measure};
    *failed = NULL;
    if (measure)
        play.before = read_tables(arena, server);
    for (size_t i = first; i < end; i++) {
        play.group = &script->groups.at[i];
        if (!play_group(&play, failed))
            return false;
    }
    return true;
}
