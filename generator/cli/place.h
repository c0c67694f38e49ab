/* The folder of a model that is to be written. */
#ifndef PGW_CLI_PLACE_H
#define PGW_CLI_PLACE_H

#include "cli/run.h"

/* By custom model/NAME: the folder's own name is the database's. */
Str model_folder_name(const char *folder);

/* Whether a model may be written there: what an author has written is never overwritten. False with
 * E0705. */
bool model_folder_free(Run *run, const char *folder);

#endif
