#include "prove/play.h"

/* The catalog's name of a relation, for what is told under it. */
#define NAME(n, c) "quote_ident(" n ".nspname) || '.' || quote_ident(" c ".relname)"

typedef struct {
    Str oid, name, kind;
    Str table; /* of an index: its table's name */
    Str filenode;
    int64_t scans; /* of all of its rows */
} Relation;

typedef VEC(Relation) Relations;

/* What a group says that it does to a relation. */
typedef struct {
    LockLevel lock;
    bool works[WORK_REWRITE + 1];
} Told;

typedef struct {
    Arena *arena;
    Server *server;
    const Script *script;
    const Group *group;
    Relations before; /* what was there when the script began */
    Measure *measure;
} Play;

/* Scans are counted in the open transaction. Between transactions the server's counts, to which
 * sessions that ended still add, tell nothing of a statement. What extensions made is theirs. */
static Relations read_relations(Arena *arena, Server *server, bool inside)
{
    static const char flush[] = "SELECT pg_stat_force_next_flush(), pg_stat_clear_snapshot()";
    Relations relations = {0};
    if (!inside && !server_run(server, str_of(flush)))
        return relations;
    Str query = str_format(
        arena,
        "SELECT c.oid, " NAME("n", "c") ", c.relkind, " NAME(
            "tn", "t") ", pg_relation_filenode(c.oid), %s(c.oid) FROM pg_class AS c "
                       "JOIN pg_namespace AS n ON n.oid = c.relnamespace "
                       "LEFT JOIN pg_index AS i ON i.indexrelid = c.oid "
                       "LEFT JOIN pg_class AS t ON t.oid = i.indrelid "
                       "LEFT JOIN pg_namespace AS tn ON tn.oid = t.relnamespace "
                       "WHERE c.relkind IN ('r', 'p', 'm', 'f', 'v', 'i', 'I') AND c.oid >= 16384 "
                       "AND n.nspname !~ '^pg_(toast|temp)' AND NOT EXISTS (SELECT FROM pg_depend "
                       "WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')",
        inside ? "pg_stat_get_xact_numscans" : "pg_stat_get_numscans");
    Rows *rows = server_query(server, query);
    for (size_t i = 0; rows && i < rows_count(rows); i++) {
        Relation relation = {.oid = str_copy(arena, rows_cell(rows, i, 0)),
                             .name = str_copy(arena, rows_cell(rows, i, 1)),
                             .kind = str_copy(arena, rows_cell(rows, i, 2)),
                             .table = str_copy(arena, rows_cell(rows, i, 3)),
                             .filenode = str_copy(arena, rows_cell(rows, i, 4))};
        str_to_int(rows_cell(rows, i, 5), &relation.scans);
        vec_push(arena, &relations, relation);
    }
    rows_free(rows);
    return relations;
}

static const Relation *find_relation(const Relations *relations, Str oid)
{
    for (size_t i = 0; i < relations->len; i++)
        if (str_eq(relations->at[i].oid, oid))
            return &relations->at[i];
    return NULL;
}

/* A relation may be told under the name that it had, or under the one that the group gives it; an
 * index under that of its table. */
static bool is_about(Str told, const Relation *was, const Relation *now)
{
    return str_eq(told, was->name) || (was->table.len && str_eq(told, was->table)) ||
           (now && (str_eq(told, now->name) || (now->table.len && str_eq(told, now->table))));
}

static Told told_of(const Play *play, const Relation *was, const Relation *now)
{
    Told told = {0};
    for (size_t i = 0; i < play->group->count; i++) {
        const Statement *s = &play->script->statements.at[play->group->first + i];
        for (size_t k = 0; k < s->locks.len; k++)
            if (is_about(s->locks.at[k].relation, was, now) && s->locks.at[k].level > told.lock)
                told.lock = s->locks.at[k].level;
        for (size_t k = 0; k < s->works.len; k++)
            if (is_about(s->works.at[k].relation, was, now))
                told.works[s->works.at[k].type] = true;
    }
    return told;
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

static void note(Play *play, const Relation *relation, const char *what)
{
    vec_push(play->arena, &play->measure->notes,
             str_format(play->arena, "%.*s %s, and the plan does not say so: %.*s",
                        STR_ARG(relation->name), what,
                        STR_ARG(play->script->statements.at[play->group->first].sql)));
}

/* What the open transaction holds. */
static void measure_locks(Play *play, const Relations *now)
{
    Rows *rows =
        server_query(play->server, S("SELECT relation, mode FROM pg_locks "
                                     "WHERE pid = pg_backend_pid() AND locktype = 'relation'"));
    for (size_t i = 0; rows && i < rows_count(rows); i++) {
        const Relation *relation = find_relation(&play->before, rows_cell(rows, i, 0));
        LockLevel held = level_of(rows_cell(rows, i, 1));
        if (!relation || held == LOCK_NONE)
            continue;
        Told told = told_of(play, relation, find_relation(now, relation->oid));
        play->measure->locks++;
        if (held > told.lock)
            vec_push(play->arena, &play->measure->notes,
                     str_format(play->arena, "%.*s is locked %s, and the plan says %s",
                                STR_ARG(relation->name), lock_names[held], lock_names[told.lock]));
    }
    rows_free(rows);
}

static bool is_index(const Relation *relation)
{
    return str_is(relation->kind, "i") || str_is(relation->kind, "I");
}

/* An index of a table that was there: made, or made anew. One that takes over the file of another
 * was not. */
static void measure_index(Play *play, const Relations *before, const Relation *now)
{
    bool built = str_is(now->kind, "i");
    for (size_t i = 0; i < before->len; i++)
        built = built && !str_eq(before->at[i].filenode, now->filenode);
    const Relation *table = NULL;
    for (size_t i = 0; i < play->before.len; i++)
        if (str_eq(play->before.at[i].name, now->table))
            table = &play->before.at[i];
    if (!built || !table)
        return;
    Told told = told_of(play, now, NULL);
    play->measure->builds++;
    if (!told.works[WORK_INDEX] && !told.works[WORK_REWRITE])
        note(play, now, "is built");
}

static void measure_table(Play *play, const Relation *was, const Relation *now)
{
    const Relation *first = find_relation(&play->before, now->oid);
    if (!was || !first)
        return;
    Told told = told_of(play, first, now), also = told_of(play, was, now);
    bool rewrites = told.works[WORK_REWRITE] || also.works[WORK_REWRITE], works = rewrites;
    for (int type = WORK_SCAN; type <= WORK_REWRITE; type++)
        works |= told.works[type] || also.works[type];
    if (!str_eq(was->filenode, now->filenode)) {
        play->measure->rewrites++;
        if (!rewrites)
            note(play, was, "is rewritten");
    } else if (play->group->transactional && now->scans > was->scans) {
        play->measure->scans++;
        if (!works)
            note(play, was, "is read from end to end");
    }
}

static void measure_work(Play *play, const Relations *before, const Relations *after)
{
    for (size_t i = 0; i < after->len; i++) {
        const Relation *now = &after->at[i], *was = find_relation(before, now->oid);
        if (is_index(now))
            measure_index(play, before, now);
        else
            measure_table(play, was, now);
    }
}

static bool run_statements(Play *play, const Statement **failed)
{
    const Group *group = play->group;
    bool ok = true;
    for (size_t i = 0; ok && i < group->settings.len; i++)
        ok = server_run(play->server, group->settings.at[i]);
    for (size_t i = 0; ok && i < group->count; i++) {
        const Statement *statement = &play->script->statements.at[group->first + i];
        ok = server_run(play->server, statement->sql);
        *failed = ok ? NULL : statement;
    }
    return ok;
}

/* The error that matters is the one before the rollback: it goes on a connection of its own. */
static bool play_group(Play *play, const Statement **failed)
{
    bool inside = play->group->transactional;
    Relations before = {0}, after;
    if (inside && !server_run(play->server, S("BEGIN")))
        return false;
    if (play->measure)
        before = read_relations(play->arena, play->server, inside);
    if (!run_statements(play, failed))
        return false;
    if (play->measure) {
        after = read_relations(play->arena, play->server, inside);
        measure_work(play, &before, &after);
        if (inside)
            measure_locks(play, &after);
    }
    return !inside || server_run(play->server, S("COMMIT"));
}

bool play_groups(Arena *arena, Server *server, const Script *script, size_t first, size_t end,
                 Measure *measure, const Statement **failed)
{
    Play play = {.arena = arena, .server = server, .script = script, .measure = measure};
    *failed = NULL;
    if (measure)
        play.before = read_relations(arena, server, false);
    for (size_t i = first; i < end; i++) {
        play.group = &script->groups.at[i];
        if (!play_group(&play, failed))
            return false;
    }
    return true;
}
