/* The subcommands of `migrate` (cmd_migrate.c lists them), and what they share. */
#ifndef PGW_CLI_MIGRATE_H
#define PGW_CLI_MIGRATE_H

#include "cli/run.h"
#include "migrate/runner.h"

/* MODEL/migrations. */
Str migrate_folder_path(Run *run);

/* The folder of the migrations of options.model, read and held against its sum file. False with
 * diagnostics. */
bool migrate_folder(Run *run, Folder *folder);

/* The name of a migration's file: the catalog as it is afterwards. */
#define MIGRATE_LOCK "after.lock"

/* --db, or a diagnostic. */
bool migrate_needs_database(Run *run);

/* A number among the options; `fallback` when it is not given. False with E0801. */
bool migrate_number(Run *run, const char *option, const char *text, int fallback, int *out);

/* Whether the database behind `conninfo` is as it has to be when it has the first `applied`
 * versions of the folder; false with diagnostics that name what is different. */
bool migrate_gate(Run *run, const Folder *folder, size_t applied, bool after);

int migrate_new(Run *run);
int migrate_up(Run *run);
int migrate_down(Run *run);
int migrate_baseline(Run *run);
int migrate_status(Run *run);
int migrate_list(Run *run);
int migrate_verify(Run *run);

#endif
