/*
 * What is known since the last drift check: a small file with the digests of the model and of the
 * database, left by a check that found nothing. While both stay the same there is nothing to look
 * for.
 */
#ifndef PGW_CLI_SINCE_H
#define PGW_CLI_SINCE_H

#include "cli/run.h"
#include "drift/drift.h"

/* Whether nothing has changed since the file was written; fills *drift then. */
bool since_unchanged(Run *run, Drift *drift);

/* Writes the file for a check that found nothing; `server` still in its snapshot. */
void since_record(Run *run, Server *server, const Drift *drift);

#endif
