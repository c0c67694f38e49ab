#include "cli/run.h"

#include "base/file.h"
#include "catalog/lower.h"
#include "drift/drift.h"
#include "live/reading.h"

#include <stdio.h>
#include <string.h>

/* The lock of a model when it is fresh; otherwise a scratch server says what the lock would. */
static Catalog *wanted_from_model(Run *run, const char *path)
{
    const Catalog *draft = run_draft(run, path);
    if (!draft)
        return NULL;
    Str lock =
        run->options.lock ? str_of(run->options.lock) : lock_of_model(run, path, draft->database);
    if (!run->options.lock && !file_exists(lock.ptr))
        return run_canonical(run, draft);
    Str digest;
    Catalog *want = run_lock(run, lock.ptr, &digest);
    if (want && !str_eq(digest, catalog_digest(run->arena, draft))) {
        Diag *diag = diag_warning(
            &run->diags, "E0706", (Pos){0},
            "the lock \"%.*s\" is older than the model; a scratch server is asked", STR_ARG(lock));
        diag_help(&run->diags, diag, "`pgwright generate` brings it up to date.");
        return run_canonical(run, draft);
    }
    if (want)
        catalog_adopt(want, draft);
    return want;
}

/* A lock stands for itself; the model beside it, when it is there, only tells the places. */
static Catalog *wanted_from_lock(Run *run, const char *path)
{
    Str digest;
    Catalog *want = run_lock(run, path, &digest);
    Str model = model_of_lock(run, path);
    if (!want || !file_exists(model.ptr))
        return want;
    Diags quiet = run->diags;
    const Catalog *draft = run_draft(run, model.ptr);
    if (draft && str_eq(digest, catalog_digest(run->arena, draft)))
        catalog_adopt(want, draft);
    run->diags = quiet; /* a model at fault is not what was asked about */
    return want;
}

static bool same_major(Run *run, const Catalog *want, const Catalog *live)
{
    if (want->server_major == live->server_major)
        return true;
    Diag *diag = diag_error(&run->diags, "E0706", (Pos){0},
                            "the model was read by PostgreSQL %d, the database is PostgreSQL %d",
                            want->server_major, live->server_major);
    diag_help(&run->diags, diag, "generate the lock with --scratch on a server of version %d.",
              live->server_major);
    return false;
}

static int report_drift(Run *run, const Catalog *live, const Catalog *want)
{
    Drift drift = drift_of(run->arena, live, want, &run->diags);
    bool json = strcmp(run->options.format, "json") == 0;
    Str report = json ? drift_json(run->arena, &drift) : drift_text(run->arena, &drift);
    if (json || drift.differences.len || !run->options.quiet)
        fwrite(report.ptr, 1, report.len, stdout);
    return run_report(run, drift.differences.len ? EXIT_DIFFERENT : EXIT_DONE);
}

int cmd_drift(Run *run)
{
    if (!run->options.database) {
        Diag *diag = diag_error(&run->diags, "E0801", (Pos){0}, "`drift` needs --db URI");
        diag_help(&run->diags, diag,
                  "postgresql://user@host/database, or key=value; the password is "
                  "best in PGPASSWORD or ~/.pgpass.");
        return run_report(run, EXIT_FAULT);
    }
    const char *path = run->options.operands[0];
    Reading *reading =
        reading_start(run->options.database, run->options.templates, READ_OBJECTS, 0);
    bool is_lock = str_ends(str_of(path), S(".lock"));
    const Catalog *want = is_lock ? wanted_from_lock(run, path) : wanted_from_model(run, path);
    const Catalog *live = reading_finish(reading, &run->diags);
    int status = want && live && same_major(run, want, live) ? report_drift(run, live, want)
                                                             : run_report(run, EXIT_FAULT);
    reading_free(reading);
    return status;
}
