#include "cli/migrate.h"

#include "base/file.h"
#include "catalog/lock.h"
#include "catalog/lower.h"
#include "cli/migration.h"
#include "lint/lint.h"
#include "yaml/yaml.h"

#include <stdio.h>

/* A migration on its way into the folder. */
typedef struct {
    Run *run;
    Folder *folder;
    Version version;
    const Source *steps_source; /* the author's own steps, or NULL */
    Steps steps;
    VEC(Str) paths, temporaries; /* files that are written, and wait for the others */
} Draft;

static bool usage(Run *run, const char *what, const char *help)
{
    Diag *diag = diag_error(&run->diags, "E0801", (Pos){0}, "%s", what);
    diag_help(&run->diags, diag, "%s", help);
    return false;
}

static bool check_name(Run *run)
{
    const char *name = run->options.operands[1];
    if (run->options.again)
        return !name || usage(run, "--again makes the last migration again, and takes no NAME",
                              "its number and name stay.");
    if (!name)
        return usage(run, "`migrate new` needs a NAME", "it becomes a part of the folder's name.");
    return version_name_is_good(str_of(name)) ||
           usage(run, "the name of a migration is letters, digits, _ and -",
                 "for example: pgwright migrate new add_tags.");
}

/* The last migration, which is taken out of the folder to be made again. */
static bool take_last(Draft *draft)
{
    Folder *folder = draft->folder;
    if (!folder->versions.len)
        return usage(draft->run, "there is no migration to make again",
                     "`pgwright migrate new NAME` makes the first one.");
    draft->version = folder->versions.at[--folder->versions.len];
    const VersionFile *steps = version_file(&draft->version, "migration.yaml");
    draft->steps_source = steps ? steps->source : NULL;
    draft->version.files.len = 0;
    return true;
}

static bool choose_number(Draft *draft)
{
    Run *run = draft->run;
    const Folder *folder = draft->folder;
    Str digits =
        run->options.number ? str_of(run->options.number) : folder_next_number(run->arena, folder);
    Str id = str_format(run->arena, "%.*s_%s", STR_ARG(digits), run->options.operands[1]);
    Version *version = &draft->version;
    version->id = id;
    if (!version_take_id(id, &version->digits, &version->name, &version->number))
        return usage(run, "--number wants digits", "like 0042, 000045 or 20251118.");
    if (folder->versions.len) {
        const Version *last = &folder->versions.at[folder->versions.len - 1];
        if (version->number <= last->number) {
            Diag *diag = diag_error(&run->diags, "E1002", (Pos){0},
                                    "number %.*s does not come after %.*s, the last migration",
                                    STR_ARG(digits), STR_ARG(last->id));
            diag_help(&run->diags, diag, "migrations are run in the order of their numbers.");
            return false;
        }
    }
    version->folder = path_join(run->arena, folder->path, id);
    return true;
}

/* Where the plan starts: the lock behind the last migration, or nothing. */
static const char *state_before(Draft *draft)
{
    const Folder *folder = draft->folder;
    if (!folder->versions.len)
        return "empty";
    const Version *last = &folder->versions.at[folder->versions.len - 1];
    return path_join(draft->run->arena, last->folder, S(MIGRATE_LOCK)).ptr;
}

static bool stage(Draft *draft, Str path, Str bytes)
{
    Run *run = draft->run;
    Str temporary, why;
    if (!file_stage(run->arena, path.ptr, bytes, &temporary, &why)) {
        diag_error(&run->diags, "E0705", (Pos){0}, "\"%.*s\" cannot be written: %.*s",
                   STR_ARG(path), STR_ARG(why));
        return false;
    }
    vec_push(run->arena, &draft->paths, path);
    vec_push(run->arena, &draft->temporaries, temporary);
    return true;
}

static void add_file(Draft *draft, const char *name, Str text)
{
    Source *source = NEW(draft->run->arena, Source);
    *source = (Source){.name = path_join(draft->run->arena, draft->version.folder, str_of(name)),
                       .text = text};
    vec_push(draft->run->arena, &draft->version.files,
             (VersionFile){.name = str_of(name), .source = source});
}

/* All files, or none. */
static bool write_files(Draft *draft)
{
    Run *run = draft->run;
    Version *version = &draft->version;
    bool fresh = !file_exists(version->folder.ptr);
    Str why;
    bool ok = file_make_folder(run->arena, version->folder.ptr, &why);
    if (!ok)
        diag_error(&run->diags, "E0705", (Pos){0}, "\"%.*s\" cannot be made: %.*s",
                   STR_ARG(version->folder), STR_ARG(why));
    for (size_t i = 0; ok && i < version->files.len; i++)
        ok = stage(draft, version->files.at[i].source->name, version->files.at[i].source->text);
    folder_digest(run->arena, version);
    vec_push(run->arena, &draft->folder->versions, *version);
    ok = ok && stage(draft, path_join(run->arena, draft->folder->path, S(FOLDER_SUM)),
                     folder_sum(run->arena, draft->folder));
    for (size_t i = 0; i < draft->paths.len; i++) {
        if (!ok)
            file_discard(draft->temporaries.at[i]);
        else if (!file_commit(run->arena, draft->temporaries.at[i], draft->paths.at[i].ptr, &why)) {
            diag_error(&run->diags, "E0705", (Pos){0}, "\"%.*s\" cannot be written: %.*s",
                       STR_ARG(draft->paths.at[i]), STR_ARG(why));
            ok = false;
        }
    }
    if (!ok && fresh)
        file_remove_tree(run->arena, version->folder.ptr);
    if (ok && fresh && draft->steps_source) /* it has become migration.yaml */
        file_discard(draft->steps_source->name);
    return ok;
}

static void say_what(const Draft *draft, const Migration *migration)
{
    printf("%.*s: up.sql, down.sql%s and after.lock are in %.*s\n", STR_ARG(draft->version.id),
           migration->rest.statements.len ? ", purge.sql" : "", STR_ARG(draft->version.folder));
    Verdicts verdicts = migration_verdicts(draft->run, migration);
    Str verdict = verdicts_text(draft->run->arena, &verdicts);
    printf("%.*s", STR_ARG(verdict));
}

/* Why a rule may be broken: what migration.yaml says, or the command line. */
static Str acknowledged(const Draft *draft, const Rule *rule)
{
    const StrVec *told = &draft->run->options.acknowledge;
    for (size_t i = 0; i < draft->steps.acknowledged.len; i++)
        if (str_is(draft->steps.acknowledged.at[i].rule, rule->id))
            return draft->steps.acknowledged.at[i].reason;
    for (size_t i = 0; i < told->len; i++)
        if (str_is(told->at[i], rule->id))
            return S("on the command line");
    return (Str){0};
}

static bool know_rule(Draft *draft, Str rule, Pos pos)
{
    StrVec known = {0};
    if (rule_find(rule))
        return true;
    for (size_t i = 0; i < rule_count; i++)
        vec_push(draft->run->arena, &known, str_of(rules[i].id));
    Diag *diag =
        diag_error(&draft->run->diags, "E1012", pos, "lint knows no rule \"%.*s\"", STR_ARG(rule));
    diag_suggest(&draft->run->diags, diag, rule, &known);
    return false;
}

static bool know_rules(Draft *draft)
{
    bool ok = true;
    const StrVec *told = &draft->run->options.acknowledge;
    for (size_t i = 0; i < draft->steps.acknowledged.len; i++)
        ok &= know_rule(draft, draft->steps.acknowledged.at[i].rule,
                        draft->steps.acknowledged.at[i].pos);
    for (size_t i = 0; i < told->len; i++)
        ok &= know_rule(draft, told->at[i], (Pos){0});
    return ok;
}

static void record(Draft *draft, Script *script, const Rule *rule, Str reason)
{
    for (size_t i = 0; i < script->acknowledged.len; i++)
        if (script->acknowledged.at[i].rule == rule)
            return;
    vec_push(draft->run->arena, &script->acknowledged, (Acknowledgement){rule, reason});
}

/* What lint holds for an error is refused, unless somebody takes it upon himself; that is written
 * into the plan. */
static bool judge(Draft *draft, const Catalog *model, Script *script)
{
    Run *run = draft->run;
    Lint lint = {.arena = run->arena, .model = model};
    if (!lint_settings(&lint, &run->diags) || !know_rules(draft))
        return false;
    for (size_t i = 0; i < script->statements.len; i++) {
        const Statement *statement = &script->statements.at[i];
        for (size_t k = 0; k < statement->hazards.len; k++) {
            const Rule *rule = statement->hazards.at[k].rule;
            const Object *object = statement->hazards.at[k].object;
            Str about = object ? object_path(run->arena, object) : (Str){0};
            Str reason = acknowledged(draft, rule);
            Severity severity;
            if (reason.len) {
                record(draft, script, rule, reason);
            } else if (lint_severity(&lint, rule, about, &severity) && severity == SEVERITY_ERROR) {
                Diag *diag = diag_error(&run->diags, "E1011", (Pos){0}, "%.*s: %s (%s)",
                                        STR_ARG(statement->sql), rule->sentence, rule->id);
                diag_help(&run->diags, diag,
                          "%s; or say why not: `acknowledge: {%s: reason}` in next.yaml.",
                          rule->recipe ? rule->recipe : "there is no other way", rule->id);
            }
        }
    }
    return !run->diags.errors;
}

static int write_migration(Draft *draft, Migration *migration)
{
    Run *run = draft->run;
    const Catalog *model = run_draft(run, run->options.to);
    if (!model || !judge(draft, model, &migration->forth))
        return run_report(run, EXIT_FAULT);
    add_file(draft, MIGRATE_LOCK,
             lock_write(run->arena, migration_reached(run, migration),
                        catalog_digest(run->arena, model)));
    add_file(draft, "down.sql", migration->down);
    if (draft->steps_source)
        add_file(draft, "migration.yaml", draft->steps_source->text);
    add_file(
        draft, "plan.json",
        sql_plan_file(run->arena, &migration->forth, SCRIPT_JSON, &run->templates, &run->diags));
    if (migration->rest.statements.len)
        add_file(draft, "purge.sql", migration->purge);
    add_file(draft, "up.sql", migration->up);
    if (run->diags.errors || !write_files(draft))
        return run_report(run, EXIT_FAULT);
    if (!run->options.quiet)
        say_what(draft, migration);
    return run_report(run, EXIT_DONE);
}

/* next.yaml is what the author wants of the migration that comes next. */
static bool take_next(Draft *draft)
{
    Run *run = draft->run;
    Str path = path_join(run->arena, draft->folder->path, S(FOLDER_NEXT)), why;
    if (!file_exists(path.ptr))
        return true;
    Source *source = NEW(run->arena, Source);
    source->name = source->relative = path;
    draft->steps_source = source;
    if (file_read(run->arena, path.ptr, YAML_LARGEST, &source->text, &why))
        return true;
    diag_error(&run->diags, "E1001", (Pos){.source = source}, "cannot be read: %.*s", STR_ARG(why));
    return false;
}

static bool read_steps(Draft *draft)
{
    Run *run = draft->run;
    if (!draft->steps_source)
        return true;
    if (!steps_read(run->arena, draft->steps_source, &draft->steps, &run->diags))
        return false;
    if (draft->steps.one_transaction)
        run->options.online = "off";
    return true;
}

int migrate_new(Run *run)
{
    Folder folder;
    Draft draft = {.run = run, .folder = &folder};
    if (!check_name(run) || !migrate_folder(run, &folder) ||
        !(run->options.again ? take_last(&draft) : choose_number(&draft) && take_next(&draft)) ||
        !read_steps(&draft))
        return run_report(run, EXIT_FAULT);
    run->options.from = state_before(&draft);
    run->options.to = run->options.model ? run->options.model : ".";
    Migration migration = {.label = draft.version.digits,
                           .steps = draft.steps_source ? &draft.steps : NULL};
    if (!migration_plan(run, &migration))
        return run_report(run, EXIT_FAULT);
    if (!migration.equal)
        return write_migration(&draft, &migration);
    if (!run->options.quiet)
        printf("nothing to do: the model is what the migrations make\n");
    return run_report(run, EXIT_DONE);
}
