#include "cli/migrate.h"

#include "base/file.h"
#include "lint/lint.h"
#include "text/writer.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the report --- */

static int report_findings(Run *run, const Lint *lint)
{
    Diags *findings = lint->findings;
    bool json = strcmp(run->options.format, "json") == 0;
    Str text = json ? diags_json(findings) : diags_text(findings, 0);
    fwrite(text.ptr, 1, text.len, stdout);
    if (!json && !run->options.quiet)
        printf("%zu error%s, %zu warning%s, %zu note%s, %zu switched off\n", findings->errors,
               findings->errors == 1 ? "" : "s", findings->warnings,
               findings->warnings == 1 ? "" : "s", findings->notes, findings->notes == 1 ? "" : "s",
               lint->suppressed);
    return run_report(run, findings->errors + findings->warnings ? EXIT_DIFFERENT : EXIT_DONE);
}

/* --- a model --- */

static const Object *find_routine(const Catalog *draft, Str schema, Str name)
{
    for (size_t i = 0; i < draft->objects.len; i++) {
        const Object *object = draft->objects.at[i];
        bool routine = object->id.kind == KIND_FUNCTION || object->id.kind == KIND_PROCEDURE;
        if (routine && str_eq(object->id.schema, schema) && str_eq(object_name(object), name))
            return object;
    }
    return NULL;
}

/* Bodies are created again, now that everything they may name is there. */
static void compile_routines(Run *run, Lint *lint, const Catalog *draft)
{
    Server *server = run_scratch_copy(run, draft);
    Rows *rows = NULL;
    if (server && server_run(server, templates_text(&run->templates, "lint/compile.sql")))
        rows = server_query(server, S("SELECT schema, object, message FROM refused ORDER BY 1, 2"));
    if (server && !rows)
        diag_error(&run->diags, "E0704", (Pos){0}, "functions cannot be tried out: %.*s",
                   STR_ARG(server_error(server).message));
    for (size_t row = 0; rows && row < rows_count(rows); row++) {
        const Object *routine =
            find_routine(draft, rows_cell(rows, row, 0), rows_cell(rows, row, 1));
        if (routine)
            lint_find(lint, "function-does-not-compile", routine->pos,
                      object_path(run->arena, routine), "%.*s: %.*s",
                      STR_ARG(object_show(run->arena, routine)), STR_ARG(rows_cell(rows, row, 2)));
    }
    if (rows)
        rows_free(rows);
    if (server)
        run_drop_scratch_database(run, server);
}

static int lint_a_model(Run *run, const char *path, Lint *lint)
{
    const Catalog *draft = run_draft(run, path);
    lint->model = draft;
    if (!draft || !lint_settings(lint, &run->diags))
        return run_report(run, EXIT_FAULT);
    lint_model(lint, draft);
    if (!run->options.offline)
        compile_routines(run, lint, draft);
    return report_findings(run, lint);
}

/* --- a migration --- */

/* The lock of a version, or the catalog of an empty database. */
static const Catalog *state_of(Run *run, const Version *version)
{
    Str digest;
    if (version)
        return run_lock(run, path_join(run->arena, version->folder, S(MIGRATE_LOCK)).ptr, &digest);
    Catalog *empty = catalog_new(run->arena);
    catalog_seal(empty);
    return empty;
}

/* The model beside the folder of migrations, for its settings; a model at fault has none. */
static const Catalog *settings_model(Run *run, Str migrations)
{
    Diags kept = run->diags;
    const Catalog *draft = run_draft(run, str_copy(run->arena, path_folder(migrations)).ptr);
    run->diags = kept;
    return draft;
}

static int lint_a_migration(Run *run, Str path, Lint *lint)
{
    Folder folder;
    Str migrations = str_copy(run->arena, path_folder(path));
    if (!folder_read(run->arena, migrations, &folder, &run->diags))
        return run_report(run, EXIT_FAULT);
    const Version *version = folder_find(&folder, path_name(path), &run->diags);
    if (!version)
        return run_report(run, EXIT_FAULT);
    const Version *before = version > folder.versions.at ? version - 1 : NULL;
    const Catalog *live = state_of(run, before), *want = state_of(run, version);
    lint->model = settings_model(run, migrations);
    if (!live || !want || !lint_settings(lint, &run->diags) ||
        !lint_script(lint, version_file(version, "up.sql")->source, live, want, &run->diags))
        return run_report(run, EXIT_FAULT);
    return report_findings(run, lint);
}

int cmd_lint(Run *run)
{
    char here[PATH_MAX];
    Diags findings = {.arena = run->arena};
    Lint lint = {.arena = run->arena, .findings = &findings};
    Str path = str_of(run->options.operands[0]);
    while (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    if (str_is(path_name(path), "up.sql")) /* of a migration, whose folder says more of it */
        path = path_folder(path);
    if (str_is(path, ".")) /* a migration is called as its folder is */
        path = str_of(realpath(".", here));
    path = str_copy(run->arena, path);
    bool migration = file_exists(path_join(run->arena, path, S("up.sql")).ptr);
    return migration ? lint_a_migration(run, path, &lint) : lint_a_model(run, path.ptr, &lint);
}

/* --- the pages of the rules --- */

static Str page(Arena *arena, const Rule *rule)
{
    Writer w = {.arena = arena};
    w_line(&w, "%s (%s)\n", rule->id, severity_names[rule->severity]);
    w_line(&w, "  What happens:  %s.", rule->sentence);
    w_line(&w, "  Instead:       %s.", rule->recipe ? rule->recipe : "there is no other way");
    w_line(&w, "\nIn a model, another severity, or none where that is meant:\n");
    w_line(&w, "  lint:");
    w_line(&w, "    %s: error", rule->id);
    w_line(&w, "    %s: \"off public.table: the reason\"", rule->id);
    w_line(&w, "\nIn the next migration alone (migrations/next.yaml):\n");
    w_line(&w, "  acknowledge:");
    w_line(&w, "    %s: the reason", rule->id);
    return w_result(&w);
}

static Str all_rules(Arena *arena)
{
    Writer w = {.arena = arena};
    for (size_t i = 0; i < rule_count; i++)
        w_line(&w, "%-36s  %-7s  %s", rules[i].id, severity_names[rules[i].severity],
               rules[i].sentence);
    return w_result(&w);
}

int cmd_explain(Run *run)
{
    Str name = str_of(run->options.operands[0]);
    const Rule *rule = name.ptr ? rule_find(name) : NULL;
    StrVec known = {0};
    for (size_t i = 0; i < rule_count; i++)
        vec_push(run->arena, &known, str_of(rules[i].id));
    if (name.ptr && !rule) {
        Diag *diag =
            diag_error(&run->diags, "E0801", (Pos){0}, "there is no rule \"%.*s\"", STR_ARG(name));
        diag_suggest(&run->diags, diag, name, &known);
        if (!diag->help.ptr)
            diag_help(&run->diags, diag, "`pgwright explain` lists them.");
        return run_report(run, EXIT_FAULT);
    }
    Str text = rule ? page(run->arena, rule) : all_rules(run->arena);
    fwrite(text.ptr, 1, text.len, stdout);
    return EXIT_DONE;
}
