#include "cli/fleet.h"
#include "cli/since.h"

#include "base/file.h"
#include "catalog/lower.h"
#include "drift/mend.h"
#include "drift/report.h"
#include "live/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* What the model says. What depends on what is in a lock that is read so far only when there is a
 * difference. */
typedef struct {
    Catalog *catalog; /* NULL: there are diagnostics */
    const char *lock; /* whose edges have not been read; or NULL */
} Wanted;

/* The lock of a model when it is fresh; otherwise a scratch server says what the lock would. */
static Wanted wanted_from_model(Run *run, const char *path)
{
    const Catalog *draft = run_draft(run, path);
    if (!draft)
        return (Wanted){0};
    Str file =
        run->options.lock ? str_of(run->options.lock) : lock_of_model(run, path, draft->database);
    if (!run->options.lock && !file_exists(file.ptr))
        return (Wanted){run_canonical(run, draft), NULL};
    Str digest;
    Wanted want = {run_lock_objects(run, file.ptr, &digest), file.ptr};
    if (want.catalog && !str_eq(digest, catalog_digest(run->arena, draft))) {
        Diag *diag = diag_warning(
            &run->diags, "E0706", (Pos){0},
            "the lock \"%.*s\" is older than the model; a scratch server is asked", STR_ARG(file));
        diag_help(&run->diags, diag, "`pgwright generate` brings it up to date.");
        return (Wanted){run_canonical(run, draft), NULL};
    }
    if (want.catalog)
        catalog_adopt(want.catalog, draft);
    return want;
}

/* A lock stands for itself; the model beside it, when it is there, only tells the places. */
static Wanted wanted_from_lock(Run *run, const char *path)
{
    Str digest;
    Wanted want = {run_lock_objects(run, path, &digest), path};
    Str model = model_of_lock(run, path);
    if (!want.catalog || !file_exists(model.ptr))
        return want;
    Diags quiet = run->diags;
    const Catalog *draft = run_draft(run, model.ptr);
    if (draft && str_eq(digest, catalog_digest(run->arena, draft)))
        catalog_adopt(want.catalog, draft);
    run->diags = quiet; /* a model at fault is not what was asked about */
    return want;
}

static Wanted wanted(Run *run)
{
    const char *path = run->options.operands[0];
    return str_ends(str_of(path), S(".lock")) ? wanted_from_lock(run, path)
                                              : wanted_from_model(run, path);
}

/* What depends on what, too. */
static bool complete(Run *run, Wanted *want)
{
    bool ok = !want->lock || run_lock_edges(run, want->lock, want->catalog);
    want->lock = NULL;
    return ok;
}

/* Another major version prints expressions otherwise: then the server decides. */
static void warn_of_versions(Run *run, const Catalog *want, const Catalog *live)
{
    if (want->server_major == live->server_major)
        return;
    Diag *diag = diag_warning(
        &run->diags, "E0706", (Pos){0},
        "the model was read by PostgreSQL %d, the database is PostgreSQL %d: texts that differ are "
        "put before the server",
        want->server_major, live->server_major);
    diag_help(&run->diags, diag, "generate the lock with --scratch on a server of version %d.",
              live->server_major);
}

/* --- reports --- */

/* One of --report, or of --format. */
typedef struct {
    const ReportFormat *format;
    const char *file; /* NULL: standard output */
} Sink;

typedef VEC(Sink) Sinks;

static void bad_format(Run *run, Str word)
{
    StrVec names = {0};
    for (size_t i = 0; i < report_format_count; i++)
        vec_push(run->arena, &names, str_of(report_formats[i].name));
    Diag *diag =
        diag_error(&run->diags, "E0801", (Pos){0}, "--report cannot be \"%.*s\"", STR_ARG(word));
    diag_help(&run->diags, diag, "it is FORMAT=FILE; formats are %.*s.",
              STR_ARG(str_join(run->arena, &names, S(", "))));
}

static bool find_sinks(Run *run, Sinks *sinks)
{
    vec_push(run->arena, sinks, (Sink){report_format(str_of(run->options.format)), NULL});
    for (size_t i = 0; i < run->options.report.len; i++) {
        Str file = run->options.report.at[i], name;
        const ReportFormat *format =
            str_split(&file, '=', &name) && file.len ? report_format(name) : NULL;
        if (!format)
            bad_format(run, run->options.report.at[i]);
        vec_push(run->arena, sinks, (Sink){format, file.ptr});
    }
    return !run->diags.errors;
}

static bool needs_mend(const Sinks *sinks)
{
    for (size_t i = 0; i < sinks->len; i++)
        if (sinks->at[i].format->needs_mend)
            return true;
    return false;
}

/* Databases drift each in their own way: no one script mends them all. */
static bool script_fits(Run *run, const Sinks *sinks)
{
    bool script = false;
    for (size_t i = 0; i < sinks->len; i++)
        script |= sinks->at[i].format->is_mend;
    if (!script || !run->options.targets)
        return true;
    Diag *diag = diag_error(&run->diags, "E0801", (Pos){0},
                            "a report as sql mends one database, and --targets names many");
    diag_help(&run->diags, diag, "ask for it with --db, for one database of each group.");
    return false;
}

static bool wants_color(const Run *run)
{
    const char *none = getenv("NO_COLOR"), *terminal = getenv("TERM");
    if (strcmp(run->options.color, "auto") != 0)
        return strcmp(run->options.color, "always") == 0;
    return isatty(STDOUT_FILENO) && !(none && *none) && !(terminal && !strcmp(terminal, "dumb"));
}

static void write_report(Run *run, const Sink *sink, Report *report)
{
    report->color = !sink->file && wants_color(run);
    Str text = report_render(run->arena, sink->format, report, &run->templates, &run->diags), why;
    bool changed, said = !run->options.quiet || !report_in_sync(report) ||
                         strcmp(sink->format->name, "text") != 0;
    if (!text.ptr)
        return;
    if (sink->file && !file_write(run->arena, sink->file, text, &changed, &why))
        diag_error(&run->diags, "E0705", (Pos){0}, "\"%s\" cannot be written: %.*s", sink->file,
                   STR_ARG(why));
    else if (!sink->file && said)
        fwrite(text.ptr, 1, text.len, stdout);
}

static int write_reports(Run *run, const Sinks *sinks, Report *report)
{
    for (size_t i = 0; i < sinks->len; i++)
        write_report(run, &sinks->at[i], report);
    return run_report(run, report->failures.len     ? EXIT_FAULT
                           : report_in_sync(report) ? EXIT_DONE
                                                    : EXIT_DIFFERENT);
}

/* --- the check --- */

static Str today(Arena *arena)
{
    char text[16];
    time_t now = time(NULL);
    struct tm date;
    gmtime_r(&now, &date);
    strftime(text, sizeof text, "%Y-%m-%d", &date);
    return str_copy(arena, str_of(text));
}

static void warn_of_unused(Run *run, const Baseline *baseline)
{
    for (size_t i = 0; baseline && i < baseline->entries.len; i++) {
        const Accepted *entry = &baseline->entries.at[i];
        if (!entry->used)
            diag_warning(&run->diags, "E0801", entry->pos, "nothing is accepted by this any more");
    }
}

static bool find_policy(Run *run, DriftPolicy *policy)
{
    policy->ignore = &run->options.ignore;
    policy->strict = run->options.strict;
    if (!scope_rules_check(policy->ignore, &run->diags))
        return false;
    if (run->options.baseline)
        policy->baseline =
            baseline_read(run->arena, run->options.baseline, today(run->arena), &run->diags);
    return !run->diags.errors;
}

/* The reports on a database that was read; none when it goes away meanwhile. */
static int report_one(Run *run, const Sinks *sinks, Reading *reading, const Catalog *live,
                      Wanted *want, DriftPolicy policy)
{
    warn_of_versions(run, want->catalog, live);
    Changes changes = catalog_diff(run->arena, live, want->catalog);
    if (changes.len && !complete(run, want))
        return run_report(run, EXIT_FAULT);
    Drift drift =
        drift_of_reading(run->arena, reading, live, want->catalog, &changes, policy, &run->diags);
    Report report = report_of_one(run->arena, &drift);
    report.strict = policy.strict;
    bool mended = drift.failures && needs_mend(sinks) && !run->diags.errors;
    const Catalog *deep = mended ? reading_deeper(reading, &run->diags) : NULL;
    if (run->diags.errors)
        return run_report(run, EXIT_FAULT);
    if (deep)
        report.mend = mend_all(run->arena, &drift, deep, want->catalog, &run->templates,
                               &report.mend_refused);
    warn_of_unused(run, policy.baseline);
    since_record(run, reading_server(reading), &drift);
    return write_reports(run, sinks, &report);
}

static int check_one(Run *run, const Sinks *sinks, DriftPolicy policy)
{
    Drift known;
    if (since_unchanged(run, &known)) {
        Report report = report_of_one(run->arena, &known);
        report.unchanged = true;
        return write_reports(run, sinks, &report);
    }
    Reading *reading = reading_start(run->options.database, run->options.templates, READ_OBJECTS,
                                     run->options.timeout * 1000);
    Wanted want = wanted(run);
    const Catalog *live = reading_finish(reading, &run->diags);
    int status = want.catalog && live ? report_one(run, sinks, reading, live, &want, policy)
                                      : run_report(run, EXIT_FAULT);
    reading_free(reading);
    return status;
}

static int check_many(Run *run, const Sinks *sinks, const DriftPolicy *policy)
{
    Wanted want = wanted(run);
    Report report;
    if (!want.catalog || !complete(run, &want) || !fleet_check(run, want.catalog, policy, &report))
        return run_report(run, EXIT_FAULT);
    warn_of_unused(run, policy->baseline);
    return write_reports(run, sinks, &report);
}

int cmd_drift(Run *run)
{
    Sinks sinks = {0};
    DriftPolicy policy = {0};
    if (!run->options.database == !run->options.targets) {
        Diag *diag =
            diag_error(&run->diags, "E0801", (Pos){0}, "`drift` needs --db URI or --targets FILE");
        diag_help(&run->diags, diag,
                  "postgresql://user@host/database, or key=value; the password is "
                  "best in PGPASSWORD or ~/.pgpass.");
        return run_report(run, EXIT_FAULT);
    }
    if (!find_sinks(run, &sinks) || !script_fits(run, &sinks) || !find_policy(run, &policy))
        return run_report(run, EXIT_FAULT);
    return run->options.targets ? check_many(run, &sinks, &policy) : check_one(run, &sinks, policy);
}
