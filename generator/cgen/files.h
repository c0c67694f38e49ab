/* How the bindings are laid out in files: all in one pair, or a pair for each table and view. What
 * stands in them is the same. Private to this room. */
#ifndef PGW_CGEN_FILES_H
#define PGW_CGEN_FILES_H

#include "cgen/cgen.h"
#include "cgen/table.h"

/* The headers and sources, the runtime, and what builds them; `root` is what the templates are
 * filled from, the tables of `gen` are in it. */
CgenFiles cgen_files(Cgen *gen, Data *root, const Outline *outline, const CgenOptions *options,
                     Templates *templates);

#endif
