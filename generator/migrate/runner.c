#include "migrate/runner.h"

#include "migrate/repair.h"
#include "migrate/rights.h"

#include <stdlib.h>
#include <time.h>

/* The bytes of "pgwright": nobody else's key. */
#define LOCK_KEY "8099573788127488116"

/* A statement is not to end a migration because it is long; a lock is not to be waited for long,
 * since everybody else waits behind us. A runner that is gone is found out while a statement runs,
 * so that the next one need not wait for its end. What the journal says was done is not to be lost
 * with the server. */
static const char session[] = "RESET ALL;"
                              "SET client_min_messages = notice;"
                              "SET statement_timeout = 0;"
                              "SET idle_in_transaction_session_timeout = '1min';"
                              "SET default_transaction_read_only = off;"
                              "SET default_transaction_isolation = 'read committed';"
                              "SELECT set_config('synchronous_commit', 'on', false)"
                              " WHERE current_setting('synchronous_commit') = 'off'";

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void pause_for(int milliseconds)
{
    struct timespec rest = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
    nanosleep(&rest, NULL);
}

static void tell(const Runner *r, Progress progress)
{
    if (r->options.progress)
        r->options.progress(r->options.context, &progress);
}

/* -- opening -- */

static bool failed(Runner *r, const char *code, const char *what)
{
    ServerError error = server_error(r->server);
    Diag *diag = diag_error(r->diags, code, (Pos){0}, "%s: %.*s", what, STR_ARG(error.message));
    if (error.hint.len)
        diag_help(r->diags, diag, "%.*s", STR_ARG(error.hint));
    return false;
}

/* The first cell of a query; false with a diagnostic. */
static bool ask(Runner *r, const char *sql, Str *out)
{
    Rows *rows = server_query(r->server, str_of(sql));
    if (!rows)
        return failed(r, "E0704", "the database does not answer");
    *out = rows_count(rows) ? str_copy(r->arena, rows_cell(rows, 0, 0)) : (Str){0};
    rows_free(rows);
    return true;
}

static Str set_lock_timeout(const Runner *r, const char *set)
{
    int told = r->options.lock_timeout;
    return str_format(r->arena, "%s lock_timeout = %d", set, told < 0 ? RUNNER_LOCK_TIMEOUT : told);
}

static bool prepare_session(Runner *r)
{
    if (!server_run(r->server, str_of(session)))
        return failed(r, "E0704", "the session cannot be set up");
    if (server_version(r->server) >= 140000)
        server_run(r->server, S("SET client_connection_check_interval = '1s'"));
    return server_run(r->server, set_lock_timeout(r, "SET")) ||
           failed(r, "E0704", "lock_timeout cannot be set");
}

static bool takes_changes(Runner *r)
{
    Str recovery = {0};
    if (!ask(r, "SELECT pg_is_in_recovery()", &recovery))
        return false;
    if (!str_is(recovery, "t"))
        return true;
    Diag *diag =
        diag_error(r->diags, "E1007", (Pos){0}, "the server is in recovery and takes no changes");
    diag_help(r->diags, diag, "it is a standby, or is being restored: name the primary server.");
    return false;
}

static bool lock_is_ours(Runner *r, bool *ours)
{
    Str got = {0};
    if (!ask(r, "SELECT pg_try_advisory_lock(" LOCK_KEY ")", &got))
        return false;
    *ours = str_is(got, "t");
    return true;
}

/* Who holds it, for people. */
static Str lock_holder(Runner *r)
{
    Str who = {0};
    ask(r,
        "SELECT format('process %s, connected since %s UTC', a.pid,"
        " to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'))"
        " FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
        " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1"
        " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        " AND (l.classid::bigint << 32) | l.objid::bigint = " LOCK_KEY,
        &who);
    return who.len ? who : S("a process that has just ended");
}

static bool take_lock(Runner *r)
{
    bool ours = false;
    double until = seconds_now() + r->options.wait;
    for (bool first = true;; first = false) {
        if (!lock_is_ours(r, &ours))
            return false;
        if (ours || seconds_now() >= until)
            break;
        if (first)
            tell(r, (Progress){
                        .type = PROGRESS_WAIT, .text = lock_holder(r), .seconds = r->options.wait});
        pause_for(200);
    }
    if (ours)
        return true;
    Str who = lock_holder(r);
    Diag *diag = diag_error(r->diags, "E1009", (Pos){0},
                            "another runner is at work on this database: %.*s", STR_ARG(who));
    diag_help(r->diags, diag, "--wait SECONDS waits longer for its end.");
    return false;
}

static bool may_begin(Runner *r)
{
    Str may = {0};
    if (!ask(r,
             "SELECT CASE WHEN to_regnamespace('pgwright') IS NULL"
             " THEN has_database_privilege(current_database(), 'CREATE')"
             " ELSE has_schema_privilege('pgwright', 'USAGE')"
             " AND has_table_privilege('pgwright.migration', 'INSERT, UPDATE, DELETE') END",
             &may))
        return false;
    if (str_is(may, "t"))
        return true;
    Str role = {0};
    ask(r, "SELECT current_user", &role);
    Diag *diag = diag_error(r->diags, "E1007", (Pos){0},
                            "role \"%.*s\" may not keep the history of migrations in this database",
                            STR_ARG(role));
    diag_help(r->diags, diag,
              "it needs CREATE on the database once, and the tables of schema pgwright from then "
              "on.");
    return false;
}

static bool read_history(Runner *r)
{
    return history_read(r->arena, r->server, &r->history, r->diags) &&
           history_match(&r->history, r->folder, &r->applied, r->diags);
}

bool runner_open(Runner *r, const char *conninfo)
{
    r->server = server_connect(r->arena, conninfo, r->diags);
    return r->server && takes_changes(r) && prepare_session(r) && take_lock(r) && may_begin(r) &&
           read_history(r);
}

void runner_close(Runner *r)
{
    server_close(r->server);
    r->server = NULL;
}

const HistoryEntry *runner_unfinished(const Runner *r)
{
    for (size_t i = 0; i < r->history.entries.len; i++)
        if (r->history.entries.at[i].state != HISTORY_APPLIED)
            return &r->history.entries.at[i];
    return NULL;
}

/* -- a script -- */

/* One migration on its way, there or back. */
typedef struct {
    Runner *r;
    const Version *version;
    const Source *script;
    Units units;
    const HistoryEntry *before; /* of an interrupted run, or NULL */
    bool down;
    const RawStatement *at; /* the statement that runs, or failed */
    ServerError error;      /* of the last thing that failed */
} Job;

static void tell_unit(const Job *job, ProgressType type, const Unit *unit, Str text, double seconds)
{
    tell(job->r, (Progress){type, job->version, job->down, unit ? unit->number : 0,
                            job->units.count, text, seconds});
}

static void pass_notice(void *context, Str message)
{
    const Job *job = context;
    tell_unit(job, PROGRESS_NOTICE, NULL, message, 0);
}

static const HistoryStep *step_before(const Job *job, const Unit *unit)
{
    for (size_t i = 0; job->before && i < job->before->steps.len; i++)
        if (job->before->steps.at[i].unit == unit->number)
            return &job->before->steps.at[i];
    return NULL;
}

/* Runs SQL for the job, whose error it keeps. */
static bool run(Job *job, Str sql)
{
    if (server_run(job->r->server, sql))
        return true;
    job->error = server_error(job->r->server);
    return false;
}

static bool journal(Job *job, const Unit *unit, bool done)
{
    return run(job, history_step(job->r->arena, job->version, unit->number, unit->digest, done));
}

/* The statement itself; in place of the script's lock_timeout the one that the caller told. */
static Str statement_text(const Job *job, const RawStatement *statement)
{
    bool told = job->r->options.lock_timeout >= 0;
    if (told && str_starts(statement->what, S("SET LOCAL lock_timeout")))
        return set_lock_timeout(job->r, "SET LOCAL");
    return statement->text;
}

static bool run_statements(Job *job, const Unit *unit)
{
    for (size_t i = 0; i < unit->count; i++) {
        job->at = &unit->statements[i];
        if (!run(job, statement_text(job, job->at)))
            return false;
    }
    job->at = NULL;
    return true;
}

static bool attempt_transaction(Job *job, const Unit *unit)
{
    return run(job, unit->begin.len ? unit->begin : S("BEGIN")) && run_statements(job, unit) &&
           journal(job, unit, true) && run(job, S("COMMIT"));
}

/* A build of an index waits for all old transactions to end, and gets nowhere with a time-out. */
static bool attempt_outside(Job *job, const Unit *unit)
{
    bool patient = unit->statements->probe != PROBE_NONE;
    if (!journal(job, unit, false) || (patient && !run(job, S("SET lock_timeout = 0"))))
        return false;
    bool ok = run_statements(job, unit);
    if (patient)
        server_run(job->r->server, set_lock_timeout(job->r, "SET"));
    return ok && journal(job, unit, true);
}

static bool attempt(Job *job, const Unit *unit)
{
    return unit->type == UNIT_OUTSIDE ? attempt_outside(job, unit) : attempt_transaction(job, unit);
}

static bool may_try_again(const ServerError *error)
{
    static const char *const states[] = {"55P03" /* lock_not_available */,
                                         "40P01" /* deadlock_detected */,
                                         "40001" /* serialization_failure */};
    for (size_t i = 0; i < COUNT_OF(states); i++)
        if (str_is(error->sqlstate, states[i]))
            return true;
    return false;
}

/* 100 ms, doubled each time up to 10 s, and a little by chance, so that two do not meet again. */
static int pause_before(int attempt)
{
    int base = attempt < 7 ? 100 << attempt : 10000;
    return base + rand() % (base / 4 + 1);
}

/* Looks how far a unit outside of a transaction got, and clears away what it left half done. */
static bool inspect(Job *job, const Unit *unit, bool *done)
{
    Str what = {0};
    *done = false;
    if (unit->type != UNIT_OUTSIDE)
        return true;
    bool ok = repair_statement(job->r->arena, job->r->server, unit->statements, done, &what);
    if (what.len)
        tell_unit(job, PROGRESS_REPAIR, unit, what, 0);
    if (!ok)
        job->error = server_error(job->r->server);
    return ok;
}

/* Nothing of a failed transaction stays, nor an index that is half built. */
static void clear_away(Job *job, const Unit *unit)
{
    ServerError first = job->error;
    bool done;
    server_run(job->r->server, S("ROLLBACK"));
    inspect(job, unit, &done);
    job->error = first;
}

static bool try_unit(Job *job, const Unit *unit)
{
    for (int n = 0;; n++) {
        if (attempt(job, unit))
            return true;
        if (server_is_lost(job->r->server))
            return false;
        clear_away(job, unit);
        if (!may_try_again(&job->error) || n == job->r->options.retries)
            return false;
        int rest = pause_before(n);
        tell_unit(job, PROGRESS_RETRY, unit, job->error.message, rest / 1000.0);
        pause_for(rest);
    }
}

/* What an earlier run left: of this step, when it was begun by one, it says whether it was done, is
 * to be done again, or was changed since. */
static bool resume(Job *job, const Unit *unit, const HistoryStep *step, bool *done)
{
    if (!step) {
        bool ok = inspect(job, unit, done);
        *done = false; /* what is there was not made by us */
        return ok;
    }
    if (!str_eq(step->unit_digest, unit->digest)) {
        Diag *diag =
            diag_error(job->r->diags, "E1005", source_pos(job->script, unit->statements->offset),
                       "step %zu of migration %.*s was %s in another form", unit->number,
                       STR_ARG(job->version->id), step->done ? "done" : "begun");
        diag_help(job->r->diags, diag,
                  "what was already run cannot be changed; what comes behind it can.");
        return false;
    }
    *done = step->done;
    if (*done)
        return true;
    return inspect(job, unit, done) && (!*done || journal(job, unit, true));
}

/* Whether a constraint was looked at that rows are against. */
static bool bars_rows(const Job *job)
{
    return job->at && str_starts(job->error.sqlstate, S("23")) &&
           str_find(job->at->text, S("VALIDATE CONSTRAINT")) >= 0;
}

static void report_failure(Job *job, const Unit *unit)
{
    Runner *r = job->r;
    const ServerError error = job->error;
    const char *code = server_is_lost(r->server) ? "E0701" : "E1008";
    Pos pos = {.source = job->script};
    if (job->at)
        pos = source_pos(job->script, job->at->offset);
    Diag *diag =
        diag_error(r->diags, code, pos, "migration %.*s, step %zu of %zu: %.*s%s%.*s",
                   STR_ARG(job->version->id), unit->number, job->units.count,
                   STR_ARG(error.message), error.detail.len ? ": " : "", STR_ARG(error.detail));
    bool lost = server_is_lost(r->server);
    Str before = unit->number > 1
                     ? str_format(r->arena, "steps 1 to %zu are done", unit->number - 1)
                     : S("nothing was done before it");
    const char *own = lost ? "whether this step was done is found out by the next run"
                      : unit->type == UNIT_OUTSIDE ? "this step was stopped on its way"
                                                   : "nothing of this step was done";
    diag_help(r->diags, diag, "%.*s; %s. %s`pgwright migrate %s` goes on from here.%s%.*s",
              STR_ARG(before), own,
              bars_rows(job) ? "Rows that were there before have to be changed first; then " : "",
              job->down ? "down" : "up", error.hint.len ? " " : "", STR_ARG(error.hint));
}

static bool do_unit(Job *job, const Unit *unit)
{
    if (unit->type == UNIT_SESSION)
        return run_statements(job, unit) || (report_failure(job, unit), false);
    const HistoryStep *step = step_before(job, unit);
    Str title = unit_title(job->r->arena, unit);
    bool done = false;
    size_t errors = job->r->diags->errors;
    if (!resume(job, unit, step, &done)) {
        if (job->r->diags->errors == errors)
            report_failure(job, unit);
        return false;
    }
    if (done) {
        tell_unit(job, PROGRESS_SKIP, unit, title, 0);
        return true;
    }
    double start = seconds_now();
    tell_unit(job, PROGRESS_UNIT, unit, title, 0);
    if (!try_unit(job, unit)) {
        report_failure(job, unit);
        return false;
    }
    tell_unit(job, PROGRESS_DONE, unit, title, seconds_now() - start);
    return true;
}

static bool record(Runner *r, Str sql)
{
    return server_run(r->server, sql) ||
           failed(r, "E1008", "the history of migrations cannot be written");
}

static bool run_script(Job *job)
{
    Runner *r = job->r;
    double start = seconds_now();
    tell_unit(job, PROGRESS_BEGIN, NULL, (Str){0}, 0);
    server_on_notice(r->server, pass_notice, job);
    bool ok = true;
    for (size_t i = 0; ok && i < job->units.list.len; i++)
        ok = do_unit(job, &job->units.list.at[i]);
    server_on_notice(r->server, NULL, NULL);
    if (ok)
        tell_unit(job, PROGRESS_END, NULL, (Str){0}, seconds_now() - start);
    return ok;
}

static bool prepare(Runner *r, const Version *version, const char *file, Job *job)
{
    *job = (Job){.r = r, .version = version, .before = history_entry(&r->history, version)};
    job->script = version_file(version, file)->source;
    if (!units_read(r->arena, job->script, &job->units, r->diags))
        return false;
    if (r->history.present)
        return true;
    r->history.present = history_create(r->server, r->templates);
    return r->history.present || failed(r, "E1007", "the history of migrations cannot be made");
}

bool runner_may(Runner *r, const Source *script)
{
    Units units;
    return units_read(r->arena, script, &units, r->diags) &&
           rights_check(r->arena, r->server, script, &units, r->diags);
}

bool runner_up(Runner *r)
{
    const Version *version = &r->folder->versions.at[r->applied];
    Job job;
    bool ok = prepare(r, version, "up.sql", &job) &&
              (job.before || record(r, history_begin(r->arena, version))) && run_script(&job) &&
              record(r, history_applied(r->arena, version, false));
    r->applied += ok;
    return ok;
}

bool runner_down(Runner *r)
{
    const Version *version = &r->folder->versions.at[r->applied - 1];
    Job job;
    bool ok = prepare(r, version, "down.sql", &job);
    job.down = true;
    bool begun = job.before && job.before->state == HISTORY_REVERTING;
    ok = ok && (begun || record(r, history_reverting(r->arena, version))) && run_script(&job) &&
         record(r, history_reverted(r->arena, version));
    r->applied -= ok;
    return ok;
}

bool runner_baseline(Runner *r, const Version *last)
{
    bool ok = r->history.present || history_create(r->server, r->templates) ||
              failed(r, "E1007", "the history of migrations cannot be made");
    for (size_t i = r->applied; ok && i < r->folder->versions.len; i++) {
        const Version *version = &r->folder->versions.at[i];
        if (version->number > last->number)
            break;
        ok = record(r, history_applied(r->arena, version, true));
        r->applied = i + 1;
    }
    return ok;
}
