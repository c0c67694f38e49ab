#include "cli/fleet.h"

#include "base/file.h"
#include "live/conninfo.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { LARGEST_LIST = 64 * 1024 * 1024, MOST_JOBS = 256 };

typedef struct {
    const char *conninfo;
    Str label; /* without a password */
} Target;

typedef struct {
    Run *run;
    const Catalog *want;
    const DriftPolicy *policy;
    VEC(Target) targets;
    pthread_mutex_t mutex; /* of all below */
    size_t next, done;
    Report *report;
    Map groups; /* digest of the findings -> number in report->groups + 1 */
    bool progress;
} Fleet;

/* --- the list --- */

static bool is_service(Str line)
{
    return str_find(line, S("=")) < 0 && str_find(line, S("://")) < 0;
}

static void add_target(Fleet *fleet, Str line, Pos pos, Map *known)
{
    Arena *arena = fleet->run->arena;
    Str conninfo =
        is_service(line) ? str_format(arena, "service=%.*s", STR_ARG(line)) : str_copy(arena, line);
    if (map_put(known, conninfo, fleet->run)) {
        diag_error(&fleet->run->diags, "E0801", pos, "this target stands here twice");
        return;
    }
    Str label = is_service(line) ? str_copy(arena, line) : conninfo_label(arena, conninfo.ptr);
    if (!label.ptr)
        label = str_format(arena, "line %u", pos.line);
    vec_push(arena, &fleet->targets, (Target){conninfo.ptr, label});
}

static bool read_targets(Fleet *fleet)
{
    Run *run = fleet->run;
    Source *source = NEW(run->arena, Source);
    Str why, line;
    source->name = source->relative = str_of(run->options.targets);
    if (!file_read(run->arena, run->options.targets, LARGEST_LIST, &source->text, &why)) {
        diag_error(&run->diags, "E0101", (Pos){.source = source}, "cannot be read: %.*s",
                   STR_ARG(why));
        return false;
    }
    Map known = {.arena = run->arena};
    Source *hidden = NEW(run->arena, Source); /* its lines may hold passwords */
    *hidden = (Source){.name = source->name, .relative = source->relative};
    Str rest = source->text;
    for (uint32_t number = 1; str_split(&rest, '\n', &line); number++) {
        line = str_trim(line);
        if (line.len && line.ptr[0] != '#')
            add_target(fleet, line, (Pos){hidden, number, 1, 1}, &known);
    }
    if (!fleet->targets.len && !run->diags.errors)
        diag_error(&run->diags, "E0801", (Pos){.source = source}, "there are no targets in it");
    return !run->diags.errors;
}

/* --- one database --- */

static void add_result(Fleet *fleet, const Target *target, const Drift *drift, Str digest)
{
    Arena *arena = fleet->run->arena;
    size_t number = (size_t)(uintptr_t)map_get(&fleet->groups, digest);
    if (!number) {
        vec_push(arena, &fleet->report->groups, (DriftGroup){.drift = drift_copy(arena, drift)});
        number = fleet->report->groups.len;
        map_put(&fleet->groups, str_copy(arena, digest), (void *)(uintptr_t)number);
    }
    vec_push(arena, &fleet->report->groups.at[number - 1].targets, target->label);
}

static void add_failure(Fleet *fleet, const Target *target, const Diags *diags)
{
    Arena *arena = fleet->run->arena;
    Str message =
        diags->list.len ? str_copy(arena, diags->list.at[0]->message) : S("it could not be read");
    vec_push(arena, &fleet->report->failures, (TargetFailure){target->label, message});
}

static void tell_progress(const Fleet *fleet)
{
    if (fleet->progress)
        fprintf(stderr, "\r%zu of %zu databases%s", fleet->done, fleet->targets.len,
                fleet->done == fleet->targets.len ? "\n" : "");
}

static void check_target(Fleet *fleet, const Target *target)
{
    Arena *arena = arena_new();
    Diags diags = {.arena = arena};
    const Options *options = &fleet->run->options;
    Reading *reading =
        reading_now(target->conninfo, options->templates, READ_OBJECTS, options->timeout * 1000);
    const Catalog *live = reading_finish(reading, &diags);
    Drift drift = {0};
    Str digest = {0};
    if (live) {
        Changes changes = catalog_diff(arena, live, fleet->want);
        drift =
            drift_of_reading(arena, reading, live, fleet->want, &changes, *fleet->policy, &diags);
        digest = drift_digest(arena, &drift);
    }
    pthread_mutex_lock(&fleet->mutex);
    if (live && !diags.errors)
        add_result(fleet, target, &drift, digest);
    else
        add_failure(fleet, target, &diags);
    fleet->done++;
    tell_progress(fleet);
    pthread_mutex_unlock(&fleet->mutex);
    reading_free(reading);
    arena_free(arena);
}

static void *work(void *argument)
{
    Fleet *fleet = argument;
    for (;;) {
        pthread_mutex_lock(&fleet->mutex);
        size_t mine = fleet->next++;
        pthread_mutex_unlock(&fleet->mutex);
        if (mine >= fleet->targets.len)
            return NULL;
        check_target(fleet, &fleet->targets.at[mine]);
    }
}

/* --- all of them --- */

static int compare_labels(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

static int compare_groups(const void *left, const void *right)
{
    const DriftGroup *a = left, *b = right;
    if (!a->drift->failures != !b->drift->failures) /* those in sync come last */
        return a->drift->failures ? -1 : 1;
    if (a->targets.len != b->targets.len)
        return a->targets.len > b->targets.len ? -1 : 1;
    return str_cmp(a->targets.at[0], b->targets.at[0]);
}

static int compare_failures(const void *a, const void *b)
{
    return str_cmp(((const TargetFailure *)a)->target, ((const TargetFailure *)b)->target);
}

/* Whichever worker was first: the report is the same each time. */
static void sort_report(Report *report)
{
    for (size_t i = 0; i < report->groups.len; i++)
        qsort(report->groups.at[i].targets.at, report->groups.at[i].targets.len, sizeof(Str),
              compare_labels);
    if (report->groups.len)
        qsort(report->groups.at, report->groups.len, sizeof(DriftGroup), compare_groups);
    if (report->failures.len)
        qsort(report->failures.at, report->failures.len, sizeof(TargetFailure), compare_failures);
}

bool fleet_check(Run *run, const Catalog *want, const DriftPolicy *policy, Report *report)
{
    Fleet fleet = {.run = run,
                   .want = want,
                   .policy = policy,
                   .report = report,
                   .groups = {.arena = run->arena},
                   .progress = isatty(STDERR_FILENO) && !run->options.quiet};
    if (!read_targets(&fleet))
        return false;
    *report = (Report){.database = want->database,
                       .fleet = true,
                       .targets = fleet.targets.len,
                       .strict = policy->strict};
    pthread_mutex_init(&fleet.mutex, NULL);
    size_t jobs = run->options.jobs ? run->options.jobs : (size_t)sysconf(_SC_NPROCESSORS_ONLN);
    jobs = jobs > MOST_JOBS ? MOST_JOBS : jobs;
    pthread_t threads[MOST_JOBS];
    size_t started = 0;
    while (started + 1 < jobs && started + 1 < fleet.targets.len &&
           pthread_create(&threads[started], NULL, work, &fleet) == 0)
        started++;
    work(&fleet); /* this thread is one of them */
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_mutex_destroy(&fleet.mutex);
    sort_report(report);
    return true;
}
