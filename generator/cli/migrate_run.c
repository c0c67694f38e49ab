#include "cli/migrate.h"

#include "base/file.h"
#include "catalog/trash.h"
#include "drift/drift.h"
#include "live/reading.h"

#include <stdio.h>
#include <unistd.h>

enum { MOST_DIFFERENCES = 20 };

/* -- the state of the database -- */

/* What is expected behind the first `applied` versions; NULL with diagnostics. */
static Catalog *expected_state(Run *run, const Folder *folder, size_t applied)
{
    if (!applied) {
        Catalog *empty = catalog_new(run->arena);
        catalog_seal(empty);
        return empty;
    }
    Str digest;
    const Version *version = &folder->versions.at[applied - 1];
    return run_lock(run, path_join(run->arena, version->folder, S(MIGRATE_LOCK)).ptr, &digest);
}

static void report_differences(Run *run, const Drift *drift, const Folder *folder, size_t applied,
                               bool after)
{
    size_t count = drift->failures, told = 0;
    if (!count)
        return;
    const char *is = after ? "has not become" : "is not";
    Str state = applied ? str_format(run->arena, "what migration %.*s makes of it",
                                     STR_ARG(folder->versions.at[applied - 1].id))
                        : S("empty");
    Diag *diag =
        diag_error(&run->diags, "E1006", (Pos){0}, "the database %s %.*s: %zu difference%s", is,
                   STR_ARG(state), count, count == 1 ? "" : "s");
    for (size_t i = 0; i < drift->findings.len && told < MOST_DIFFERENCES; i++) {
        const Finding *f = &drift->findings.at[i];
        if (f->standing != STANDING_DRIFT)
            continue;
        told++;
        diag_note(&run->diags, diag, (Pos){0}, "%s %.*s: %.*s", kinds[f->kind].tag,
                  STR_ARG(f->object), STR_ARG(f->problem));
    }
    if (!applied)
        diag_help(&run->diags, diag,
                  "for a database that existed before its migrations there is `pgwright migrate "
                  "baseline`.");
    else if (!after)
        diag_help(&run->diags, diag,
                  "somebody changed it by hand; `pgwright drift %.*s/%s --db …` says what would "
                  "mend it.",
                  STR_ARG(folder->versions.at[applied - 1].folder), MIGRATE_LOCK);
}

bool migrate_gate(Run *run, const Folder *folder, size_t applied, bool after)
{
    size_t errors = run->diags.errors;
    Reading *reading =
        reading_start(run->options.database, run->options.templates, READ_OBJECTS, 0);
    const Catalog *want = expected_state(run, folder, applied);
    const Catalog *live = reading_finish(reading, &run->diags);
    if (want && live && want->server_major && want->server_major != live->server_major) {
        diag_warning(&run->diags, "E1006", (Pos){0},
                     "the database is PostgreSQL %d and the lock was made by %d: whether the "
                     "database is in the right state was not compared",
                     live->server_major, want->server_major);
    } else if (want && live) {
        const DriftPolicy policy = {.server = reading_server(reading)};
        Drift drift = drift_of(run->arena, catalog_without_trash(run->arena, live, NULL),
                               catalog_without_trash(run->arena, want, NULL), &policy, &run->diags);
        report_differences(run, &drift, folder, applied, after);
    }
    reading_free(reading);
    return run->diags.errors == errors;
}

/* -- progress -- */

/* The lines of a run. On a terminal a step's line stands while it runs, and gets its time at the
 * end. */
typedef struct {
    bool quiet, terminal, open;
} Lines;

static void end_line(Lines *lines)
{
    if (lines->open)
        putchar('\n');
    lines->open = false;
}

static void step_line(Lines *lines, const Progress *p, bool open)
{
    printf("  %zu/%zu %.*s", p->unit, p->units, STR_ARG(p->text));
    lines->open = open;
}

static void show_progress(void *context, const Progress *p)
{
    Lines *lines = context;
    if (lines->quiet)
        return;
    bool closes = p->type == PROGRESS_DONE && lines->open;
    if (!closes)
        end_line(lines);
    switch (p->type) {
    case PROGRESS_WAIT:
        printf("another runner is at work (%.*s); waiting up to %.0f s\n", STR_ARG(p->text),
               p->seconds);
        break;
    case PROGRESS_BEGIN:
        printf("%.*s: %s\n", STR_ARG(p->version->id), p->down ? "down" : "up");
        break;
    case PROGRESS_UNIT:
        if (lines->terminal)
            step_line(lines, p, true);
        break;
    case PROGRESS_SKIP:
        step_line(lines, p, false);
        printf(": done before\n");
        break;
    case PROGRESS_NOTICE:
        printf("      %.*s\n", STR_ARG(p->text));
        break;
    case PROGRESS_RETRY:
        printf("      %.*s; again in %.1f s\n", STR_ARG(p->text), p->seconds);
        break;
    case PROGRESS_REPAIR:
        printf("      left behind by an interrupted run: %.*s\n", STR_ARG(p->text));
        break;
    case PROGRESS_DONE:
        if (!lines->open)
            step_line(lines, p, false);
        printf(": %.2f s\n", p->seconds);
        lines->open = false;
        break;
    case PROGRESS_END:
        printf("%.*s: %s, %.2f s\n", STR_ARG(p->version->id), p->down ? "taken back" : "applied",
               p->seconds);
        break;
    }
    fflush(stdout);
}

/* -- up, down, baseline -- */

/* A run from the command line. */
typedef struct {
    Run *run;
    Folder folder;
    Runner runner;
    Lines lines;
    size_t target; /* versions to have at the end */
} Errand;

/* How many versions --to means: that one and all before it. */
static bool find_target(Errand *e, size_t fallback)
{
    Run *run = e->run;
    e->target = fallback;
    if (!run->options.to)
        return true;
    int64_t number;
    if (str_to_int(str_of(run->options.to), &number) && number == 0) {
        e->target = 0;
        return true;
    }
    const Version *version = folder_find(&e->folder, str_of(run->options.to), &run->diags);
    if (version)
        e->target = (size_t)(version - e->folder.versions.at) + 1;
    return version != NULL;
}

static bool open_errand(Errand *e)
{
    Run *run = e->run;
    RunnerOptions *options = &e->runner.options;
    if (!migrate_needs_database(run) ||
        !migrate_number(run, "--wait", run->options.wait, 30, &options->wait) ||
        !migrate_number(run, "--lock-timeout", run->options.lock_timeout, -1,
                        &options->lock_timeout) ||
        !migrate_number(run, "--retries", run->options.retries, 10, &options->retries) ||
        !migrate_folder(run, &e->folder))
        return false;
    e->lines = (Lines){.quiet = run->options.quiet, .terminal = isatty(STDOUT_FILENO)};
    options->progress = show_progress;
    options->context = &e->lines;
    e->runner.arena = run->arena;
    e->runner.diags = &run->diags;
    e->runner.templates = &run->templates;
    e->runner.folder = &e->folder;
    return runner_open(&e->runner, run->options.database);
}

static int close_errand(Errand *e, int status)
{
    end_line(&e->lines);
    runner_close(&e->runner);
    return run_report(e->run, status);
}

static bool refuse_half_way(Errand *e, const HistoryEntry *unfinished, const char *word)
{
    Diag *diag = diag_error(
        &e->run->diags, "E1005", (Pos){0}, "migration %.*s is half way %s: %zu step%s of it done",
        STR_ARG(unfinished->id), unfinished->state == HISTORY_APPLYING ? "up" : "down",
        unfinished->steps.len, unfinished->steps.len == 1 ? " is" : "s are");
    bool up = unfinished->state == HISTORY_APPLYING;
    diag_help(&e->run->diags, diag, "`pgwright migrate %s` takes it to its end%s.", word,
              up ? "; where it cannot go on as it is, what was not run of it may be changed" : "");
    return false;
}

static void say(const Errand *e, const char *text)
{
    if (!e->run->options.quiet)
        printf("%s\n", text);
}

static const Version *next_version(const Errand *e, size_t at, bool down)
{
    return &e->folder.versions.at[down ? at - 1 : at];
}

static const char *script_name(bool down)
{
    return down ? "down.sql" : "up.sql";
}

/* What would be run. */
static bool show_plan(Errand *e, bool down)
{
    Run *run = e->run;
    for (size_t at = e->runner.applied; at != e->target; at = down ? at - 1 : at + 1) {
        const Version *version = next_version(e, at, down);
        Units units;
        if (!units_read(run->arena, version_file(version, script_name(down))->source, &units,
                        &run->diags))
            return false;
        printf("%.*s: %s would be run\n", STR_ARG(version->id), script_name(down));
        for (size_t i = 0; i < units.list.len; i++) {
            const Unit *unit = &units.list.at[i];
            if (unit->type != UNIT_SESSION)
                printf("  %zu/%zu %.*s\n", unit->number, units.count,
                       STR_ARG(unit_title(run->arena, unit)));
        }
    }
    return true;
}

/* Whether somebody who is there agrees. */
static bool agreed(Errand *e, bool down)
{
    Run *run = e->run;
    if (run->options.yes)
        return true;
    bool there = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    if (!there && !down)
        return true;
    if (!there) {
        Diag *diag = diag_error(&run->diags, "E0801", (Pos){0},
                                "`migrate down` wants --yes where nobody can be asked");
        diag_help(&run->diags, diag, "what was written since `up` may be lost on the way back.");
        return false;
    }
    if (!show_plan(e, down))
        return false;
    printf("go on? [y/N] ");
    fflush(stdout);
    int answer = getchar();
    return answer == 'y' || answer == 'Y';
}

static int walk(Errand *e, bool down)
{
    Run *run = e->run;
    const HistoryEntry *unfinished = runner_unfinished(&e->runner);
    if (!unfinished && !migrate_gate(run, &e->folder, e->runner.applied, false))
        return close_errand(e, EXIT_FAULT);
    for (size_t at = e->runner.applied; at != e->target; at = down ? at - 1 : at + 1)
        runner_may(&e->runner, version_file(next_version(e, at, down), script_name(down))->source);
    if (run->diags.errors)
        return close_errand(e, EXIT_FAULT);
    if (run->options.dry_run) {
        show_plan(e, down);
        return close_errand(e, EXIT_DONE);
    }
    if (!agreed(e, down))
        return close_errand(e, EXIT_FAULT);
    bool ok = true;
    while (ok && e->runner.applied != e->target)
        ok = down ? runner_down(&e->runner) : runner_up(&e->runner);
    if (ok)
        migrate_gate(run, &e->folder, e->runner.applied, true);
    return close_errand(e, EXIT_DONE);
}

int migrate_up(Run *run)
{
    Errand e = {.run = run};
    if (!open_errand(&e) || !find_target(&e, e.folder.versions.len))
        return close_errand(&e, EXIT_FAULT);
    const HistoryEntry *unfinished = runner_unfinished(&e.runner);
    if (unfinished && unfinished->state == HISTORY_REVERTING) {
        refuse_half_way(&e, unfinished, "down");
        return close_errand(&e, EXIT_FAULT);
    }
    if (e.runner.applied >= e.target) {
        say(&e, "nothing to do: no migration is pending");
        return close_errand(&e, EXIT_DONE);
    }
    return walk(&e, false);
}

/* `down` alone takes back one; `down N` that many; --to says which is the last one to stay. */
static bool find_down_target(Errand *e)
{
    int count;
    if (!migrate_number(e->run, "`migrate down`", e->run->options.operands[1], 1, &count))
        return false;
    size_t applied = e->runner.applied;
    return find_target(e, (size_t)count > applied ? 0 : applied - (size_t)count);
}

int migrate_down(Run *run)
{
    Errand e = {.run = run};
    if (!open_errand(&e) || !find_down_target(&e))
        return close_errand(&e, EXIT_FAULT);
    const HistoryEntry *unfinished = runner_unfinished(&e.runner);
    if (unfinished && unfinished->state == HISTORY_APPLYING) {
        refuse_half_way(&e, unfinished, "up");
        return close_errand(&e, EXIT_FAULT);
    }
    if (e.runner.applied <= e.target) {
        say(&e, "nothing to do: there is no migration to take back");
        return close_errand(&e, EXIT_DONE);
    }
    return walk(&e, true);
}

int migrate_baseline(Run *run)
{
    Errand e = {.run = run};
    run->options.to = run->options.operands[1] ? run->options.operands[1] : run->options.to;
    if (!open_errand(&e) || !find_target(&e, e.folder.versions.len))
        return close_errand(&e, EXIT_FAULT);
    if (runner_unfinished(&e.runner)) {
        refuse_half_way(&e, runner_unfinished(&e.runner), "up");
        return close_errand(&e, EXIT_FAULT);
    }
    if (e.runner.applied >= e.target) {
        say(&e, "nothing to do: the database has these migrations");
        return close_errand(&e, EXIT_DONE);
    }
    if (!migrate_gate(run, &e.folder, e.target, false))
        return close_errand(&e, EXIT_FAULT);
    if (runner_baseline(&e.runner, &e.folder.versions.at[e.target - 1]) && !run->options.quiet)
        printf("the database is taken to have %zu migration%s, up to %.*s\n", e.runner.applied,
               e.runner.applied == 1 ? "" : "s", STR_ARG(e.folder.versions.at[e.target - 1].id));
    return close_errand(&e, EXIT_DONE);
}
