#include "base/file.h"
#include "cli/run.h"
#include "diff/oracle.h"
#include "live/read.h"

#include <string.h>

enum { LARGEST_SCRIPT = 256 * 1024 * 1024 };

static const Catalog *read_server(Run *run, const char *conninfo)
{
    Server *server = server_connect_reading(run->arena, conninfo, 0, &run->diags);
    Catalog *catalog =
        server ? catalog_read_together(run->arena, server, &run->templates, READ_EDGES, &run->diags)
               : NULL;
    if (catalog)
        catalog_read_rows(server, catalog); /* without, refusals say less */
    server_close(server);
    return catalog;
}

static const Catalog *read_model(Run *run, const char *path)
{
    const Catalog *draft = run_draft(run, path);
    return draft ? run_canonical(run, draft) : NULL;
}

static const Catalog *read_lock(Run *run, const char *path)
{
    Str digest;
    return run_lock(run, path, &digest);
}

/* pg_dump writes psql's own commands (\restrict) on lines of their own. */
static Str without_psql_commands(Arena *arena, Str script)
{
    StrVec lines = {0};
    Str rest = script, line;
    while (str_split(&rest, '\n', &line))
        if (!line.len || line.ptr[0] != '\\')
            vec_push(arena, &lines, line);
    return str_join(arena, &lines, S("\n"));
}

/* A scratch database on which the script has been run; NULL with diagnostics. */
static Server *run_script(Run *run, const char *path, Str script)
{
    for (;;) {
        Server *server = run_scratch_database(run);
        if (!server || !script.len || server_run_script(server, script))
            return server;
        bool again = scratch_add_missing_role(run->scratch, server);
        if (!again)
            diag_error(&run->diags, "E0601", (Pos){0}, "PostgreSQL refuses \"%s\": %.*s", path,
                       STR_ARG(server_error(server).message));
        run_drop_scratch_database(run, server);
        if (!again)
            return NULL;
    }
}

static const Catalog *read_script(Run *run, const char *path)
{
    Str text = {0}, why;
    if (path && !file_read(run->arena, path, LARGEST_SCRIPT, &text, &why)) {
        diag_error(&run->diags, "E0101", (Pos){0}, "\"%s\" cannot be read: %.*s", path,
                   STR_ARG(why));
        return NULL;
    }
    Server *server = run_script(run, path, without_psql_commands(run->arena, text));
    if (!server)
        return NULL;
    const Catalog *catalog = run_read_scratch(run, server, NULL);
    run_drop_scratch_database(run, server);
    return catalog;
}

bool run_source_is_live(const char *source)
{
    return strncmp(source, "postgresql://", 13) == 0 || strncmp(source, "postgres://", 11) == 0 ||
           (strchr(source, '=') && !file_exists(source));
}

const Catalog *run_source(Run *run, const char *source)
{
    if (strcmp(source, "empty") == 0)
        return read_script(run, NULL);
    if (run_source_is_live(source))
        return read_server(run, source);
    if (str_ends(str_of(source), S(".lock")))
        return read_lock(run, source);
    if (str_ends(str_of(source), S(".sql")))
        return read_script(run, source);
    return read_model(run, source);
}

static bool settle_on(Run *run, const char *source, const Catalog *there, const Catalog *other)
{
    Server *server = run_source_is_live(source)
                         ? server_connect_plain(run->arena, source, 0, &run->diags)
                         : NULL;
    if (!server)
        return false;
    oracle_settle(run->arena, server, there, other);
    server_close(server);
    return true;
}

bool run_report_unmodelled(Run *run, const Catalog *catalog, const Catalog *said)
{
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *object = catalog->objects.at[i];
        if (!(kinds[object->id.kind].flags & KIND_OPAQUE) ||
            (said && catalog_find(said, object->id)))
            continue;
        Str name = object_show(run->arena, object);
        Diag *diag =
            run->options.strict
                ? diag_error(&run->diags, "E0907", (Pos){0}, "left out: %.*s", STR_ARG(name))
                : diag_warning(&run->diags, "E0907", (Pos){0}, "left out: %.*s", STR_ARG(name));
        diag_help(&run->diags, diag, "it is of a kind that no model can speak of.");
    }
    return !run->diags.errors;
}

void run_settle(Run *run, const Catalog *from, const Catalog *to)
{
    if (oracle_wanted(run->arena, from, to) && !settle_on(run, run->options.from, from, to))
        settle_on(run, run->options.to, to, from);
}
