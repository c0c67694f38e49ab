#include "live/digest.h"

/* Catalogs whose rows count by themselves, and the column that tells them apart. */
static const struct {
    const char *name, *key;
    int version; /* of the server that has it */
} catalogs[] = {
    {"pg_extension", "oid", 0},
    {"pg_collation", "oid", 0},
    {"pg_enum", "oid", 0},
    {"pg_proc", "oid", 0},
    {"pg_aggregate", "aggfnoid", 0},
    {"pg_foreign_data_wrapper", "oid", 0},
    {"pg_foreign_server", "oid", 0},
    {"pg_foreign_table", "ftrelid", 0},
    {"pg_rewrite", "oid", 0},
    {"pg_trigger", "oid", 0},
    {"pg_event_trigger", "oid", 0},
    {"pg_policy", "oid", 0},
    {"pg_publication", "oid", 0},
    {"pg_publication_rel", "oid", 0},
    {"pg_statistic_ext", "oid", 0},
    {"pg_default_acl", "oid", 0},
    {"pg_partitioned_table", "partrelid", 0},
    {"pg_range", "rngtypid", 0},
    {"pg_tablespace", "oid", 0},
    {"pg_operator", "oid", 0},
    {"pg_opclass", "oid", 0},
    {"pg_transform", "oid", 0},
    {"pg_cast", "oid", 0},
    {"pg_opfamily", "oid", 0},
    {"pg_amop", "oid", 0},
    {"pg_amproc", "oid", 0},
    {"pg_am", "oid", 0},
    {"pg_language", "oid", 0},
    {"pg_conversion", "oid", 0},
    {"pg_ts_config", "oid", 0},
    {"pg_ts_config_map", "mapcfg", 0},
    {"pg_ts_dict", "oid", 0},
    {"pg_ts_parser", "oid", 0},
    {"pg_ts_template", "oid", 0},
    {"pg_seclabel", "objoid", 0},
    {"pg_init_privs", "objoid", 0},
    {"pg_publication_namespace", "oid", 150000},
};

/* The one cell of a query's answer, which is absent when there are no rows. False with E0704. */
static bool ask(Arena *arena, Server *server, Str query, Str *cell, Diags *diags)
{
    Rows *rows = query.ptr ? server_query(server, query) : NULL;
    if (query.ptr && !rows)
        diag_error(diags, "E0704", (Pos){0}, "the digest of the database cannot be computed: %.*s",
                   STR_ARG(server_error(server).message));
    if (!rows)
        return false;
    *cell = rows_count(rows) ? str_copy(arena, rows_cell(rows, 0, 0)) : (Str){0};
    rows_free(rows);
    return true;
}

bool database_stamp(Arena *arena, Server *server, Templates *templates, Str *stamp, Diags *diags)
{
    Str query = templates_fill(arena, templates, "catalog/stamp.sql", data_map(arena), diags);
    return ask(arena, server, query, stamp, diags);
}

Str database_digest(Arena *arena, Server *server, Templates *templates, Diags *diags)
{
    Data *root = data_map(arena), *list = data_list(arena);
    for (size_t i = 0; i < COUNT_OF(catalogs); i++) {
        if (server_version(server) < catalogs[i].version)
            continue;
        Data *row = data_map(arena);
        data_set_text(arena, row, "name", str_of(catalogs[i].name));
        data_set_text(arena, row, "key", str_of(catalogs[i].key));
        data_add(arena, list, row);
    }
    data_set(arena, root, "catalogs", list);
    data_set_bool(arena, root, "server_14", server_version(server) >= 140000);
    data_set_bool(arena, root, "server_15", server_version(server) >= 150000);
    Str query = templates_fill(arena, templates, "catalog/digest.sql", root, diags);
    Str digest = {0};
    ask(arena, server, query, &digest, diags);
    return digest;
}
