/*
 * A fleet: many databases that should all be as one model says, one a tenant or a shard. They are
 * checked by some workers at a time, each with a connection and memory of its own that it gives
 * back after each database; what is kept is one report, in which databases with the same drift
 * stand together.
 */
#ifndef PGW_CLI_FLEET_H
#define PGW_CLI_FLEET_H

#include "cli/run.h"
#include "drift/report.h"

/* Checks the databases of options.targets, a file with a connection string or the name of a service
 * on each line. False with diagnostics when the file is at fault; databases that cannot be checked
 * are in the report. */
bool fleet_check(Run *run, const Catalog *want, const DriftPolicy *policy, Report *report);

#endif
