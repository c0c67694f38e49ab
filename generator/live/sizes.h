/* What the relations of a live database hold, as far as its statistics tell. */
#ifndef PGW_LIVE_SIZES_H
#define PGW_LIVE_SIZES_H

#include "base/map.h"
#include "live/server.h"
#include "tmpl/tmpl.h"

typedef struct {
    int64_t rows;  /* estimated; -1: never counted */
    int64_t bytes; /* with indexes and TOAST; -1: it has no files */
    int64_t scans; /* of an index, since the statistics were reset */
} Size;

typedef struct {
    Arena *arena;
    Map by_name;
} Sizes;

/* False with E0704. */
bool sizes_read(Arena *arena, Server *server, Templates *templates, Sizes *out, Diags *diags);

/* Of the relation of that name, or NULL. */
const Size *sizes_find(const Sizes *sizes, Str schema, Str name);

#endif
