#include "cli/run.h"

#include "author/author.h"
#include "cli/outputs.h"
#include "cli/place.h"

#include <stdio.h>

static bool check_usage(Run *run)
{
    Diag *diag;
    if (!run->options.from) {
        diag = diag_error(&run->diags, "E0801", (Pos){0}, "`import` needs --from SOURCE");
        diag_help(&run->diags, diag,
                  "a connection string (postgresql://…), a .sql file, or a .lock.");
    }
    if (!run->options.output) {
        diag = diag_error(&run->diags, "E0801", (Pos){0}, "`import` needs -o DIR");
        diag_help(&run->diags, diag, "the model's folder, by custom model/NAME.");
    }
    return !run->diags.errors;
}

static bool write_files(Run *run, const Authored *authored)
{
    Outputs outputs = {.arena = run->arena,
                       .diags = &run->diags,
                       .folder = str_of(run->options.output),
                       .plain = true};
    size_t changed;
    for (size_t i = 0; i < authored->files.len; i++)
        outputs_add(&outputs, authored->files.at[i].name, authored->files.at[i].text);
    return outputs_finish(&outputs, &changed);
}

static void report_lost(Run *run, const Authored *authored)
{
    for (size_t i = 0; i < authored->lost.len; i++) {
        const AuthorLost *lost = &authored->lost.at[i];
        const Object *needs = lost->needs->parent ? lost->needs->parent : lost->needs;
        diag_warning(&run->diags, "E0907", (Pos){0},
                     "left out: %.*s: it needs %.*s, which is not wanted",
                     STR_ARG(object_show(run->arena, lost->object)),
                     STR_ARG(object_show(run->arena, needs)));
    }
}

/* A pattern that means nothing is misspelled: the model would be an empty one. */
static bool check_patterns(Run *run, const Catalog *catalog)
{
    const StrVec *lists[] = {&run->options.schemas, &run->options.tables};
    static const char *const names[] = {"schema", "table"};
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        for (size_t k = 0; k < lists[i]->len; k++) {
            if (author_knows(run->arena, catalog, lists[i]->at[k], i == 1))
                continue;
            Diag *diag = diag_error(&run->diags, "E0801", (Pos){0}, "there is no %s \"%.*s\"",
                                    names[i], STR_ARG(lists[i]->at[k]));
            if (i == 1)
                diag_help(&run->diags, diag,
                          "what is outside of public needs its schema: app.users.");
        }
    return !run->diags.errors;
}

int cmd_import(Run *run)
{
    bool ready = check_usage(run) && model_folder_free(run, run->options.output);
    const Catalog *catalog = ready ? run_source(run, run->options.from) : NULL;
    if (!catalog || !check_patterns(run, catalog) || !run_report_unmodelled(run, catalog, NULL))
        return run_report(run, EXIT_FAULT);
    AuthorOptions options = {.database = model_folder_name(run->options.output),
                             .complete_rights = run_source_is_live(run->options.from),
                             .schemas = run->options.schemas,
                             .tables = run->options.tables,
                             .exclude = run->options.exclude,
                             .mixins = run->options.mixins,
                             .no_partitions = run->options.no_partitions};
    Authored authored = author_write(run->arena, catalog, &options);
    if (!write_files(run, &authored))
        return run_report(run, EXIT_FAULT);
    report_lost(run, &authored);
    if (!run->options.quiet)
        printf("%.*s: %zu file%s in %s\n", STR_ARG(options.database), authored.files.len,
               authored.files.len == 1 ? "" : "s", run->options.output);
    return run_report(run, run->diags.warnings ? EXIT_DIFFERENT : EXIT_DONE);
}
