#include "cli/run.h"

#include "base/file.h"
#include "catalog/lock.h"
#include "catalog/lower.h"
#include "catalog/orbit.h"
#include "diff/emission.h"
#include "live/read.h"
#include "sql/sql.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_DIAGNOSTICS = 50, MOST_ROUNDS = 4, LARGEST_LOCK = 256 * 1024 * 1024 };

Catalog *run_draft(Run *run, const char *path)
{
    Model *model = model_load(run->arena, path, &run->diags);
    if (run->diags.errors)
        return NULL;
    return catalog_lower(run->arena, model);
}

Scratch *run_scratch(Run *run)
{
    const char *conninfo = run->options.scratch ? run->options.scratch : getenv("PGWRIGHT_SCRATCH");
    if (!run->scratch)
        run->scratch =
            scratch_open(run->arena, conninfo && *conninfo ? conninfo : NULL, &run->diags);
    return run->scratch;
}

Server *run_scratch_database(Run *run)
{
    return run_scratch(run) ? scratch_database(run->scratch, &run->diags) : NULL;
}

void run_drop_scratch_database(Run *run, Server *server)
{
    scratch_drop_database(run->scratch, server);
}

static void report_refused(Run *run, Server *server, const Step *step)
{
    ServerError error = server_error(server);
    const Object *part = sql_part_at(run->arena, step, error.position);
    part = part->pos.source ? part : step->object;
    Pos pos = step->attr && step->attr->pos.source ? step->attr->pos : part->pos;
    Diag *diag = diag_error(&run->diags, "E0601", pos, "PostgreSQL refuses %.*s: %.*s",
                            STR_ARG(object_show(run->arena, part)), STR_ARG(error.message));
    if (error.hint.len)
        diag_help(&run->diags, diag, "%.*s", STR_ARG(error.hint));
    else if (error.detail.len)
        diag_help(&run->diags, diag, "%.*s", STR_ARG(error.detail));
}

/* Unqualified names of a fragment mean the object's own schema, then public. */
static Str search_path(Run *run, const Object *object)
{
    Str schema = object->id.schema.len ? object->id.schema : S("public");
    return sql_fill(run->arena, "SET LOCAL search_path = {schema}, public",
                    &(Object){.id = {.kind = object->id.kind, .schema = schema}}, (Str){0});
}

/* Steps in a transaction: what PostgreSQL has locked in it, it goes through again with each
 * statement. */
enum { STEPS_TOGETHER = 200 };

/* Runs steps of a plan in a transaction; *failed is the one that PostgreSQL refuses, if it is one.
 */
static bool run_steps(Run *run, Server *server, const Plan *plan, size_t first, const Step **failed)
{
    Str schema = {0};
    bool ok = server_run(server, S("BEGIN; SET LOCAL check_function_bodies = off"));
    for (size_t i = first; ok && i < plan->len && i < first + STEPS_TOGETHER; i++) {
        const Step *step = &plan->at[i];
        if (!schema.ptr || !str_eq(schema, step->object->id.schema))
            ok = server_run(server, search_path(run, step->object));
        schema = step->object->id.schema;
        Str sql = sql_step(run->arena, step, SQL_PLAIN);
        if (ok && sql.len && !server_run(server, sql)) {
            *failed = step;
            return false;
        }
    }
    return ok && server_run(server, S("COMMIT"));
}

static bool create_some(Run *run, Server *server, const Plan *plan, size_t first)
{
    const Step *failed = NULL;
    bool ok = run_steps(run, server, plan, first, &failed);
    while (!ok && scratch_add_missing_role(run->scratch, server)) {
        failed = NULL;
        ok = server_run(server, S("ROLLBACK")) && run_steps(run, server, plan, first, &failed);
    }
    if (failed)
        report_refused(run, server, failed);
    else if (!ok)
        diag_error(&run->diags, "E0704", (Pos){0}, "the scratch server failed: %.*s",
                   STR_ARG(server_error(server).message));
    if (!ok)
        server_run(server, S("ROLLBACK"));
    return ok;
}

static bool create_all(Run *run, Server *server, const Catalog *catalog)
{
    size_t errors = run->diags.errors;
    Plan plan = plan_create(run->arena, catalog, &run->diags);
    bool ok = run->diags.errors == errors;
    for (size_t i = 0; ok && i < plan.len; i += STEPS_TOGETHER)
        ok = create_some(run, server, &plan, i);
    return ok;
}

/* Creates a catalog in a fresh database and reads it back. */
static Catalog *create_and_read(Run *run, const Catalog *catalog)
{
    Server *server = run_scratch_database(run);
    if (!server)
        return NULL;
    Catalog *read = create_all(run, server, catalog)
                        ? catalog_read(run->arena, server, &run->templates, READ_EDGES, &run->diags)
                        : NULL;
    run_drop_scratch_database(run, server);
    return read;
}

Server *run_scratch_copy(Run *run, const Catalog *catalog)
{
    Server *server = run_scratch_database(run);
    if (!server || create_all(run, server, catalog))
        return server;
    run_drop_scratch_database(run, server);
    return NULL;
}

static bool owns_something(const Catalog *catalog, Str role)
{
    for (size_t i = 0; i < catalog->objects.len; i++)
        if (str_eq(object_text(catalog->objects.at[i], "owner"), role))
            return true;
    return false;
}

/* Unless the role is one that `of` speaks of, which the scratch server's may happen to be called
 * after. */
static Catalog *without_own_role(Server *server, Catalog *catalog, const Catalog *of)
{
    Rows *rows = catalog ? server_query(server, S("SELECT current_user")) : NULL;
    Str role = rows && rows_count(rows) ? rows_cell(rows, 0, 0) : (Str){0};
    bool said = role.ptr && of && owns_something(of, role);
    for (size_t i = 0; role.ptr && !said && i < catalog->objects.len; i++)
        if (str_eq(object_text(catalog->objects.at[i], "owner"), role))
            object_unset(catalog, catalog->objects.at[i], "owner");
    if (rows)
        rows_free(rows);
    return catalog;
}

Catalog *run_read_scratch(Run *run, Server *server, const Catalog *of)
{
    Catalog *read = catalog_read(run->arena, server, &run->templates, READ_EDGES, &run->diags);
    return without_own_role(server, read, of);
}

Catalog *run_simulate(Run *run, const Catalog *catalog, const StrVec *statements)
{
    Server *server = run_scratch_copy(run, catalog);
    Catalog *read = NULL;
    bool ok = server != NULL;
    for (size_t i = 0; ok && i < statements->len; i++) {
        ok = server_run(server, statements->at[i]);
        if (!ok)
            diag_error(&run->diags, "E0601", (Pos){0}, "PostgreSQL refuses \"%.*s\": %.*s",
                       STR_ARG(statements->at[i]), STR_ARG(server_error(server).message));
    }
    if (ok)
        read = run_read_scratch(run, server, catalog);
    if (server)
        run_drop_scratch_database(run, server);
    return read;
}

Catalog *run_canonical(Run *run, const Catalog *draft)
{
    Catalog *read = create_and_read(run, draft);
    if (!read)
        return NULL;
    emission_check(run->arena, draft, read, &run->diags);
    if (run->diags.errors)
        return NULL;
    catalog_adopt(read, draft);
    const Catalog *last = read;
    bool grew = true;
    for (int round = 0; grew && round < MOST_ROUNDS; round++) {
        const Catalog *again = create_and_read(run, catalog_expressions(run->arena, last));
        if (!again)
            return NULL;
        catalog_grow_orbits(read, again, &grew);
        last = again;
    }
    if (grew)
        diag_error(&run->diags, "E0603", (Pos){0},
                   "expressions still change after being fed back %d times", MOST_ROUNDS);
    return run->diags.errors ? NULL : read;
}

/* Reads the objects of a lock, unless they are there, and at READ_EDGES the rest. The text, which
 * may be large, is kept for what is wrong with it alone. */
static Catalog *read_lock(Run *run, const char *path, Catalog *catalog, Str *model_digest,
                          ReadDepth depth)
{
    Source *source = NEW(run->arena, Source);
    Arena *room = arena_new();
    Str text, why;
    source->name = source->relative = str_of(path);
    if (file_read(room, path, LARGEST_LOCK, &text, &why)) {
        source->text = text;
        if (!catalog)
            catalog = lock_read_objects(run->arena, source, model_digest, &run->diags);
        if (catalog && depth == READ_EDGES && !lock_read_edges(catalog, source, &run->diags))
            catalog = NULL;
        source->text = catalog ? (Str){0} : str_copy(run->arena, text);
    } else {
        catalog = NULL;
        diag_error(&run->diags, "E0706", (Pos){.source = source}, "cannot be read: %.*s",
                   STR_ARG(why));
    }
    arena_free(room);
    return catalog;
}

Catalog *run_lock(Run *run, const char *path, Str *model_digest)
{
    return read_lock(run, path, NULL, model_digest, READ_EDGES);
}

Catalog *run_lock_objects(Run *run, const char *path, Str *model_digest)
{
    return read_lock(run, path, NULL, model_digest, READ_OBJECTS);
}

bool run_lock_edges(Run *run, const char *path, Catalog *catalog)
{
    return read_lock(run, path, catalog, NULL, READ_EDGES) != NULL;
}

Str lock_of_model(Run *run, const char *model, Str database)
{
    Str folder = str_of(model);
    while (folder.len > 1 && folder.ptr[folder.len - 1] == '/')
        folder.len--;
    if (!file_is_folder(model))
        folder = path_folder(folder);
    return str_format(run->arena, "%.*s/../../generated/%.*s/%.*s.lock", STR_ARG(folder),
                      STR_ARG(database), STR_ARG(database));
}

Str model_of_lock(Run *run, const char *lock)
{
    Str folder = path_folder(str_of(lock)), name = path_name(str_of(lock));
    name = str_ends(name, S(".lock")) ? str_slice(name, 0, name.len - 5) : name;
    return str_format(run->arena, "%.*s/../../model/%.*s", STR_ARG(folder), STR_ARG(name));
}

int run_report(Run *run, int status)
{
    Str text = diags_text(&run->diags, MOST_DIAGNOSTICS);
    fwrite(text.ptr, 1, text.len, stderr);
    return run->diags.errors ? EXIT_FAULT : status;
}
