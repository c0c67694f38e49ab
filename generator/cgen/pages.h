/* The manual pages of section 3: of the database's bindings, of each table and view, of its
 * functions and of the runtime, in man3/. Private to this room. */
#ifndef PGW_CGEN_PAGES_H
#define PGW_CGEN_PAGES_H

#include "cgen/folder.h"

void pages_add(Folder *folder);

#endif
