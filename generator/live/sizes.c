#include "live/sizes.h"

static Str size_key(Arena *arena, Str schema, Str name)
{
    return str_format(arena, "%.*s%c%.*s", STR_ARG(schema), 0, STR_ARG(name));
}

static int64_t number(const Rows *rows, size_t row, size_t column)
{
    int64_t value;
    return str_to_int(rows_cell(rows, row, column), &value) ? value : -1;
}

bool sizes_read(Arena *arena, Server *server, Templates *templates, Sizes *out, Diags *diags)
{
    *out = (Sizes){.arena = arena, .by_name.arena = arena};
    Rows *rows = server_query(server, templates_text(templates, "catalog/sizes.sql"));
    if (!rows) {
        diag_error(diags, "E0704", (Pos){0}, "the sizes of the relations cannot be read: %.*s",
                   STR_ARG(server_error(server).message));
        return false;
    }
    for (size_t row = 0; row < rows_count(rows); row++) {
        Size *size = NEW(arena, Size);
        *size = (Size){number(rows, row, 2), number(rows, row, 3), number(rows, row, 4)};
        map_put(&out->by_name, size_key(arena, rows_cell(rows, row, 0), rows_cell(rows, row, 1)),
                size);
    }
    rows_free(rows);
    return true;
}

const Size *sizes_find(const Sizes *sizes, Str schema, Str name)
{
    ArenaMark mark = arena_mark(sizes->arena);
    const Size *size = map_get(&sizes->by_name, size_key(sizes->arena, schema, name));
    arena_rewind(sizes->arena, mark);
    return size;
}
