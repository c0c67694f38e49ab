/* How the bindings are laid out in files: all in one pair, or a pair for each table and view. What
 * stands in them is the same. Private to this room. */
#ifndef PGW_CGEN_FILES_H
#define PGW_CGEN_FILES_H

#include "cgen/folder.h"

/* The headers and sources, the runtime, and what builds them. */
void files_add(Folder *folder, const CgenOptions *options);

#endif
