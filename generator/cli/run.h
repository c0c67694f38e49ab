/* What a command works with, and the stages that commands share. */
#ifndef PGW_CLI_RUN_H
#define PGW_CLI_RUN_H

#include "catalog/catalog.h"
#include "cli/options.h"
#include "live/scratch.h"
#include "tmpl/tmpl.h"

enum { EXIT_DONE = 0, EXIT_FAULT = 1, EXIT_DIFFERENT = 2 };

struct Run {
    Arena *arena;
    Diags diags;
    Templates templates;
    Options options;
    Scratch *scratch; /* opened when first needed; closed at the end of the run */
};

/* The draft of the model at `path`; NULL with diagnostics. */
Catalog *run_draft(Run *run, const char *path);

/* What PostgreSQL makes of a draft: created in a scratch database, read back, checked for what got
 * lost, fed back until its expressions settle. NULL with diagnostics. */
Catalog *run_canonical(Run *run, const Catalog *draft);

/* The catalog behind a SOURCE: a model, a .sql file, a .lock, a connection string, or `empty`; with
 * its dependencies. NULL with diagnostics. */
const Catalog *run_source(Run *run, const char *source);

/* Where texts of two sources differ and one is a live server: asks it whether they mean the same,
 * and takes its word (see diff/oracle.h). */
void run_settle(Run *run, const Catalog *from, const Catalog *to);

/* Whether a SOURCE is a connection string. */
bool run_source_is_live(const char *source);

/* The catalog of a scratch database that was made from `of` (or NULL); NULL with diagnostics. What
 * its own role owns belongs to whoever will run the script: of that nothing is said. */
Catalog *run_read_scratch(Run *run, Server *server, const Catalog *of);

/* What a catalog becomes when some statements are run on it: made in a scratch database and read
 * back. NULL with diagnostics. */
Catalog *run_simulate(Run *run, const Catalog *catalog, const StrVec *statements);

/* The scratch server, which is started when it is first needed; NULL with diagnostics. */
Scratch *run_scratch(Run *run);
/* A scratch database in which the catalog is made; NULL with diagnostics. End with
 * run_drop_scratch_database. */
Server *run_scratch_copy(Run *run, const Catalog *catalog);

/* A fresh database on it; NULL with diagnostics. */
Server *run_scratch_database(Run *run);
void run_drop_scratch_database(Run *run, Server *server);

/* The catalog in a lock file; NULL with diagnostics. */
Catalog *run_lock(Run *run, const char *path, Str *model_digest);
/* The two halves of it (catalog/lock.h). The file is read twice, so that its text is not kept: a
 * check that finds no difference needs the objects alone. */
Catalog *run_lock_objects(Run *run, const char *path, Str *model_digest);
bool run_lock_edges(Run *run, const char *path, Catalog *catalog);

/* A model at model/DB keeps its lock at generated/DB/DB.lock beside it, and the other way round. */
Str lock_of_model(Run *run, const char *model, Str database);
Str model_of_lock(Run *run, const char *lock);

/* Says which objects of a catalog are of a kind that no model can speak of, beside those that have
 * been `said` of another one (or NULL): warnings, or errors with --strict, and false then. */
bool run_report_unmodelled(Run *run, const Catalog *catalog, const Catalog *said);

/* Prints what was found to standard error; EXIT_FAULT when there was an error, else `status`. */
int run_report(Run *run, int status);

int cmd_check(Run *run);
int cmd_diff(Run *run);
int cmd_generate(Run *run);
int cmd_prove(Run *run);
int cmd_drift(Run *run);
int cmd_explain(Run *run);
int cmd_lint(Run *run);
int cmd_migrate(Run *run);
int cmd_import(Run *run);
int cmd_init(Run *run);
int cmd_inventory(Run *run);
int cmd_scratch(Run *run);
int cmd_help(Run *run);

#endif
