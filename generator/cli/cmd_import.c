#include "cli/run.h"

#include "author/author.h"
#include "base/file.h"
#include "cli/outputs.h"

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

/* What an author has written is not overwritten. */
static bool check_folder(Run *run)
{
    StrVec names = {0};
    Str why;
    if (!file_exists(run->options.output))
        return true;
    if (!file_is_folder(run->options.output)) {
        diag_error(&run->diags, "E0705", (Pos){0}, "\"%s\" is not a folder", run->options.output);
        return false;
    }
    if (file_list(run->arena, run->options.output, S(".yaml"), &names, &why) && !names.len)
        return true;
    Diag *diag = diag_error(&run->diags, "E0705", (Pos){0}, "there is a model in \"%s\" already",
                            run->options.output);
    diag_help(&run->diags, diag, "import into a new folder, and compare the two.");
    return false;
}

/* The folder's own name. */
static Str model_name(const Run *run)
{
    Str path = str_of(run->options.output);
    while (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    return path_name(path);
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

int cmd_import(Run *run)
{
    const Catalog *catalog =
        check_usage(run) && check_folder(run) ? run_source(run, run->options.from) : NULL;
    if (!catalog)
        return run_report(run, EXIT_FAULT);
    AuthorOptions options = {.database = model_name(run)};
    Authored authored = author_write(run->arena, catalog, &options);
    if (!write_files(run, &authored))
        return run_report(run, EXIT_FAULT);
    if (!run->options.quiet)
        printf("%.*s: %zu files in %s\n", STR_ARG(options.database), authored.files.len,
               run->options.output);
    return run_report(run, EXIT_DONE);
}
