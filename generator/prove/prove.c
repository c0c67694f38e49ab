#include "prove/prove.h"

#include "catalog/trash.h"
#include "diff/oracle.h"
#include "live/dump.h"
#include "prove/play.h"
#include "prove/rows.h"

#include <stdlib.h>

enum { MOST_NOTES = 10 };

/* A state of a database, as three observers see it. */
typedef struct {
    const Catalog *catalog;
    Cells cells;
    Str dump;
} State;

typedef struct {
    Arena *arena;
    Scratch *scratch;
    Templates *templates;
    Diags *diags;
    const Claim *claim;
    Proof *proof;
    Server *server;  /* of the database that goes up, down and up */
    State old, new;  /* what it was before, and after the first up */
    StrVec emptied;  /* tables whose rows the new schema refuses */
    bool bare;       /* it is not known whose rows they are: there are none at all */
    Measure measure; /* of both ways */
} Trial;

/* -- findings -- */

static Finding *find(Trial *t, FindingState state, const char *what, Str detail)
{
    vec_push(t->arena, &t->proof->findings,
             (Finding){.what = str_of(what), .detail = detail, .state = state});
    return &t->proof->findings.at[t->proof->findings.len - 1];
}

static Finding *find_all_of(Trial *t, const char *what, Str detail, const StrVec *against)
{
    Finding *finding = find(t, against->len ? FINDING_BROKEN : FINDING_HELD, what, detail);
    for (size_t i = 0; i < against->len && i < MOST_NOTES; i++)
        vec_push(t->arena, &finding->notes, against->at[i]);
    if (against->len > MOST_NOTES)
        vec_push(t->arena, &finding->notes,
                 str_format(t->arena, "and %zu more", against->len - MOST_NOTES));
    return finding;
}

static Str counted(Trial *t, size_t count, const char *one, const char *several)
{
    return str_format(t->arena, "%zu %s", count, count == 1 ? one : several);
}

/* -- running -- */

static Str first_line(Str sql)
{
    Str line;
    str_split(&sql, '\n', &line);
    return str_slice(line, 0, 120);
}

/* Tells what PostgreSQL refused, and ends the transaction it was in. */
static void tell_failure(Trial *t, Server *server, const char *what, const Statement *failed)
{
    ServerError error = server_error(server);
    server_run(server, S("ROLLBACK"));
    StrVec notes = {0};
    if (failed)
        vec_push(t->arena, &notes, first_line(failed->sql));
    vec_push(t->arena, &notes,
             str_format(t->arena, "PostgreSQL says: %.*s", STR_ARG(error.message)));
    find_all_of(t, what, S("fails"), &notes);
}

static bool run_script(Trial *t, Server *server, const Script *script, size_t end, const char *what,
                       Measure *measure)
{
    const Statement *failed;
    if (play_groups(t->arena, server, script, 0, end, measure, &failed))
        return true;
    tell_failure(t, server, what, failed);
    return false;
}

static bool empty_tables(Trial *t, Server *server)
{
    bool ok = true;
    for (size_t i = 0; i < t->emptied.len; i++)
        ok &= server_run(server,
                         str_format(t->arena, "TRUNCATE %.*s CASCADE", STR_ARG(t->emptied.at[i])));
    return ok;
}

/* A database that is as `from` says, with rows. NULL with a finding or a diagnostic. */
static Server *set_out(Trial *t, const char *what, Filling *filling)
{
    Plan plan = plan_create(t->arena, t->claim->from, t->diags);
    const StrVec none = {0};
    const Catalog *nothing = catalog_new(t->arena);
    Script script = sql_script(t->arena, &plan, nothing, t->claim->from, &none, &none);
    Server *server = t->diags->errors ? NULL : scratch_database(t->scratch, t->diags);
    const Statement *failed;
    bool made =
        server && play_groups(t->arena, server, &script, 0, script.groups.len, NULL, &failed);
    while (server && !made && scratch_add_missing_role(t->scratch, server)) {
        scratch_drop_database(t->scratch, server);
        server = scratch_database(t->scratch, t->diags);
        made =
            server && play_groups(t->arena, server, &script, 0, script.groups.len, NULL, &failed);
    }
    if (server && !made)
        run_script(t, server, &script, script.groups.len, what, NULL); /* tells what fails */
    size_t rows = t->bare ? 0 : t->claim->rows;
    if (made && rows_fill(t->arena, server, t->templates, rows, 1, filling, t->diags) &&
        empty_tables(t, server))
        return server;
    if (server)
        scratch_drop_database(t->scratch, server);
    return NULL;
}

/* What was put aside is no part of what was wanted. */
static const Catalog *read_without_trash(Trial *t, Server *server)
{
    const Catalog *read = catalog_read(t->arena, server, t->templates, READ_EDGES, t->diags);
    return read ? catalog_without_trash(t->arena, read, NULL) : NULL;
}

static bool look(Trial *t, Server *server, State *state)
{
    state->catalog = read_without_trash(t, server);
    state->dump = server_dump(t->arena, server);
    return state->catalog && rows_read(t->arena, server, t->templates, &state->cells, t->diags);
}

/* -- comparing -- */

static Str show_change(Arena *arena, const Change *change)
{
    const Object *object = change->have ? change->have : change->want;
    Str shown = object_show(arena, object);
    if (change->type == CHANGE_ADD)
        return str_format(arena, "%.*s is missing", STR_ARG(shown));
    if (change->type == CHANGE_DROP)
        return str_format(arena, "%.*s is left over", STR_ARG(shown));
    return str_format(arena, "%.*s: %s differs", STR_ARG(shown), change->field->name);
}

/* Plans leave out what no model can speak of, and say so. */
static bool is_left_out(const Change *change)
{
    const Object *object = change->have ? change->have : change->want;
    return kinds[object->id.kind].flags & KIND_OPAQUE;
}

static StrVec differences(Arena *arena, const Catalog *have, const Catalog *want)
{
    StrVec all = {0};
    Changes changes = catalog_diff(arena, have, want);
    for (size_t i = 0; i < changes.len; i++)
        if (!changes.at[i].report && !is_left_out(&changes.at[i]))
            vec_push(arena, &all, show_change(arena, &changes.at[i]));
    return all;
}

/* Texts that differ may mean the same: the server that has them is asked. */
static void expect_catalog(Trial *t, const char *what, const Catalog *have, const Catalog *want)
{
    if (oracle_wanted(t->arena, have, want))
        oracle_settle(t->arena, t->server, have, want);
    StrVec all = differences(t->arena, have, want);
    find_all_of(t, what,
                all.len ? counted(t, all.len, "difference", "differences")
                        : counted(t, have->objects.len, "object", "objects"),
                &all);
}

/* Whether there is something left to plan. */
static void expect_no_plan(Trial *t, const char *what, const Catalog *have)
{
    Diags diags = {.arena = t->arena};
    Plan plan = plan_changes(t->arena, have, t->claim->to, &t->claim->policy, &diags);
    StrVec left = {0};
    for (size_t i = 0; i < plan.len; i++)
        vec_push(t->arena, &left, object_show(t->arena, plan.at[i].object));
    if (diags.errors)
        vec_push(t->arena, &left, S("a second plan is refused"));
    find_all_of(t, what, left.len ? S("is not empty") : S("is empty"), &left);
}

static void expect_cells(Trial *t, const char *what, Comparison comparison, bool may_lose)
{
    Str detail =
        str_format(t->arena, "%zu of %zu", comparison.kept, comparison.kept + comparison.lost);
    Finding *finding = find_all_of(t, what, detail, &comparison.notes);
    if (!may_lose || finding->state == FINDING_HELD)
        return;
    finding->state = FINDING_SKIPPED; /* it is what was allowed */
    vec_push(t->arena, &finding->notes, S("the plan says that data goes, and that was allowed"));
}

static int compare_lines(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

/* The lines of a dump, sorted, without what was put aside; commas between columns stand or fall
 * with their order. */
static StrVec sorted_lines(Arena *arena, Str text)
{
    StrVec lines = {0};
    Str line;
    bool begins = true, aside = false; /* a statement; one about trash */
    while (str_split(&text, '\n', &line)) {
        bool trash = str_find(line, S(TRASH_PREFIX)) >= 0;
        aside = begins ? trash : aside;
        begins = str_ends(line, S(";"));
        if (line.len && !aside && !trash)
            vec_push(arena, &lines,
                     str_ends(line, S(",")) ? str_slice(line, 0, line.len - 1) : line);
    }
    if (lines.len)
        qsort(lines.at, lines.len, sizeof *lines.at, compare_lines);
    return lines;
}

static void expect_dump(Trial *t, const char *what, Str have, Str want)
{
    if (!have.ptr || !want.ptr) {
        find(t, FINDING_SKIPPED, what, S("there is no pg_dump that works"));
        return;
    }
    StrVec a = sorted_lines(t->arena, have), b = sorted_lines(t->arena, want), notes = {0};
    for (size_t i = 0, k = 0; i < a.len || k < b.len;) {
        int order = i == a.len ? 1 : k == b.len ? -1 : str_cmp(a.at[i], b.at[k]);
        if (order)
            vec_push(t->arena, &notes,
                     order < 0 ? str_format(t->arena, "left over: %.*s", STR_ARG(a.at[i]))
                               : str_format(t->arena, "missing: %.*s", STR_ARG(b.at[k])));
        i += order <= 0;
        k += order >= 0;
    }
    bool same = str_eq(have, want);
    find_all_of(t, what,
                notes.len ? S("differs")
                : same    ? S("byte for byte")
                          : S("but for the order"),
                &notes);
}

/* -- the trial -- */

static void tell_run(Trial *t, const char *what, const Script *script)
{
    find(t, FINDING_HELD, what,
         str_format(t->arena, "%.*s in %.*s",
                    STR_ARG(counted(t, script->statements.len, "statement", "statements")),
                    STR_ARG(counted(t, script->groups.len, "group", "groups"))));
}

/* Whether the server refuses rows, not the statement (SQLSTATE classes 22 and 23). */
static bool refuses_rows(const Server *server)
{
    Str state = server_error(server).sqlstate;
    return str_starts(state, S("22")) || str_starts(state, S("23"));
}

/* Rows that the old schema allows and the new one does not are for the author to see to first.
 * Their table is emptied, and the way is tried again from the start. */
static bool without_refused(Trial *t, const Statement *failed)
{
    const Object *table = failed->object->parent ? failed->object->parent : failed->object;
    bool known = kinds[table->id.kind].flags & KIND_HAS_DATA;
    Str path = object_path(t->arena, table);
    Finding *finding = find(t, FINDING_SKIPPED, "rows that bar the way",
                            known ? str_format(t->arena, "%.*s goes on without rows", STR_ARG(path))
                                  : S("all goes on without rows"));
    vec_push(t->arena, &finding->notes, first_line(failed->sql));
    vec_push(
        t->arena, &finding->notes,
        str_format(t->arena, "PostgreSQL says: %.*s", STR_ARG(server_error(t->server).message)));
    if (known)
        vec_push(t->arena, &t->emptied, path);
    t->bare |= !known;
    scratch_drop_database(t->scratch, t->server);
    Filling filling;
    t->server = set_out(t, "set out again", &filling);
    return t->server && look(t, t->server, &t->old);
}

static bool go_up(Trial *t)
{
    enum { MOST_TABLES = 100 };
    const Script *up = t->claim->up;
    const Statement *failed;
    while (!play_groups(t->arena, t->server, up, 0, up->groups.len, &t->measure, &failed)) {
        if (!refuses_rows(t->server) || !failed || !failed->object || t->emptied.len == MOST_TABLES)
            return tell_failure(t, t->server, "up", failed), false;
        if (!without_refused(t, failed))
            return false;
        t->measure = (Measure){0};
    }
    return true;
}

static bool try_up(Trial *t)
{
    const Claim *claim = t->claim;
    if (!go_up(t))
        return false;
    tell_run(t, "up", claim->up);
    if (!look(t, t->server, &t->new))
        return false;
    expect_catalog(t, "catalog after up", t->new.catalog, claim->to);
    expect_no_plan(t, "a second plan", t->new.catalog);
    expect_cells(t, "values after up", rows_compare_columns(t->arena, &t->old.cells, &t->new.cells),
                 script_class(claim->up) == CLASS_R3);
    return true;
}

/* Rows that only the new schema allows stand in the way of the old one: whoever goes back then has
 * to see to them. Without such rows the way is tried again, from the start. */
static bool start_over(Trial *t, const Statement *failed)
{
    Finding *finding = find(t, FINDING_SKIPPED, "rows written meanwhile",
                            S("some are right in the new schema alone, and bar the way back"));
    vec_push(
        t->arena, &finding->notes,
        str_format(t->arena, "PostgreSQL says: %.*s", STR_ARG(server_error(t->server).message)));
    if (failed)
        vec_push(t->arena, &finding->notes, first_line(failed->sql));
    scratch_drop_database(t->scratch, t->server);
    Filling filling;
    t->server = set_out(t, "set out again", &filling);
    return t->server && look(t, t->server, &t->old) &&
           run_script(t, t->server, t->claim->up, t->claim->up->groups.len, "up without more rows",
                      NULL);
}

/* Down, with rows that arrived meanwhile if the old schema can take them. */
static bool go_down(Trial *t)
{
    const Script *down = t->claim->down;
    Filling filling;
    const Statement *failed;
    if (!rows_fill(t->arena, t->server, t->templates, t->claim->rows, 2, &filling, t->diags))
        return false;
    if (play_groups(t->arena, t->server, down, 0, down->groups.len, &t->measure, &failed)) {
        find(t, FINDING_HELD, "rows written meanwhile", counted(t, filling.rows, "row", "rows"));
        return true;
    }
    if (!refuses_rows(t->server))
        return tell_failure(t, t->server, "down", failed), false;
    return start_over(t, failed) &&
           run_script(t, t->server, down, down->groups.len, "down", &t->measure);
}

static bool try_down(Trial *t)
{
    const Claim *claim = t->claim;
    State back;
    if (!go_down(t))
        return false;
    tell_run(t, "down", claim->down);
    if (!look(t, t->server, &back))
        return false;
    expect_catalog(t, "catalog after down", back.catalog, t->old.catalog);
    expect_dump(t, "pg_dump after down", back.dump, t->old.dump);
    expect_cells(t, "rows after down", rows_compare(t->arena, &t->old.cells, &back.cells),
                 script_class(claim->up) == CLASS_R3);
    return true;
}

static bool try_again(Trial *t)
{
    const Claim *claim = t->claim;
    State again;
    if (!empty_tables(t, t->server) || /* of what was written meanwhile */
        !run_script(t, t->server, claim->up, claim->up->groups.len, "up again", NULL) ||
        !look(t, t->server, &again))
        return false;
    expect_catalog(t, "catalog after up again", again.catalog, claim->to);
    expect_dump(t, "pg_dump after up again", again.dump, t->new.dump);
    return true;
}

/* What was put aside goes for good, and nothing else does. */
static bool try_purge(Trial *t)
{
    const Script *purge = t->claim->purge;
    State purged;
    if (!purge->statements.len)
        return true;
    if (!run_script(t, t->server, purge, purge->groups.len, "purge", NULL) ||
        !look(t, t->server, &purged))
        return false;
    expect_catalog(t, "catalog after purge", purged.catalog, t->claim->to);
    return true;
}

/* A statement that was killed while it built an index leaves one that is not valid. */
static void break_index(Server *server, const Group *last)
{
    if (!last->transactional)
        server_run(server, S("UPDATE pg_index SET indisvalid = false WHERE indexrelid = (SELECT "
                             "max(indexrelid) FROM pg_index) AND NOT indisprimary"));
}

/* Broken off before group `end`, planned again from what is there. */
static bool try_broken_off(Trial *t, size_t end, StrVec *notes)
{
    const Claim *claim = t->claim;
    Filling filling;
    Server *server = set_out(t, "broken off", &filling);
    if (!server || !run_script(t, server, claim->up, end, "broken off", NULL))
        return false;
    break_index(server, &claim->up->groups.at[end - 1]);
    const Catalog *here = read_without_trash(t, server);
    Plan plan = {0};
    if (here)
        plan = plan_changes(t->arena, here, claim->to, &claim->policy, t->diags);
    const StrVec none = {0};
    bool ok = here && !t->diags->errors;
    if (ok) {
        Script rest = sql_script(t->arena, &plan, here, claim->to, &none, &none);
        ok = run_script(t, server, &rest, rest.groups.len, "on from where it was broken off", NULL);
    }
    const Catalog *there = ok ? read_without_trash(t, server) : NULL;
    if (there && differences(t->arena, there, claim->to).len)
        vec_push(t->arena, notes,
                 str_format(t->arena, "after %.*s it does not arrive",
                            STR_ARG(counted(t, end, "group", "groups"))));
    scratch_drop_database(t->scratch, server);
    return there != NULL;
}

static bool try_breaks(Trial *t)
{
    StrVec notes = {0};
    size_t groups = t->claim->up->groups.len;
    for (size_t end = 1; end < groups; end++)
        if (!try_broken_off(t, end, &notes))
            return false;
    if (groups > 1)
        find_all_of(t, "broken off and gone on",
                    counted(t, groups - 1, "place between groups", "places between groups"),
                    &notes);
    return true;
}

static void tell_rows(Trial *t, const Filling *filling)
{
    Finding *finding =
        find(t, FINDING_HELD, "rows before",
             str_format(t->arena, "%.*s in %.*s", STR_ARG(counted(t, filling->rows, "row", "rows")),
                        STR_ARG(counted(t, filling->tables, "table", "tables"))));
    for (size_t i = 0; i < filling->empty.len && i < MOST_NOTES; i++)
        vec_push(t->arena, &finding->notes, filling->empty.at[i]);
}

static void tell_measure(Trial *t)
{
    find_all_of(t, "locks and work as told",
                str_format(t->arena, "%.*s, %.*s, %.*s, %.*s",
                           STR_ARG(counted(t, t->measure.locks, "lock", "locks")),
                           STR_ARG(counted(t, t->measure.scans, "scan", "scans")),
                           STR_ARG(counted(t, t->measure.builds, "index build", "index builds")),
                           STR_ARG(counted(t, t->measure.rewrites, "rewrite", "rewrites"))),
                &t->measure.notes);
}

/* True when all was tried; a trial that ends early proves nothing, whatever it found. */
static bool run_trial(Trial *t)
{
    Filling filling;
    t->server = set_out(t, "set out", &filling);
    if (!t->server || !look(t, t->server, &t->old))
        return false;
    expect_catalog(t, "rebuilt on the scratch server", t->old.catalog, t->claim->from);
    tell_rows(t, &filling);
    if (!try_up(t) || !try_down(t) || !try_again(t) || !try_purge(t))
        return false;
    tell_measure(t);
    return try_breaks(t);
}

bool prove(Arena *arena, Scratch *scratch, const Claim *claim, Templates *templates, Proof *out,
           Diags *diags)
{
    *out = (Proof){0};
    Trial trial = {.arena = arena,
                   .scratch = scratch,
                   .templates = templates,
                   .diags = diags,
                   .claim = claim,
                   .proof = out};
    out->holds = run_trial(&trial);
    if (trial.server)
        scratch_drop_database(scratch, trial.server);
    for (size_t i = 0; i < out->findings.len; i++)
        out->holds &= out->findings.at[i].state != FINDING_BROKEN;
    return !diags->errors;
}
