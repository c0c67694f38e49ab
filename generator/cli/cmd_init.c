#include "cli/run.h"

#include "cli/outputs.h"
#include "cli/place.h"

#include <stdio.h>

static Str render(Run *run, const char *name, Str database)
{
    Data *data = data_map(run->arena);
    data_set_text(run->arena, data, "database", database);
    return templates_fill(run->arena, &run->templates, name, data, &run->diags);
}

int cmd_init(Run *run)
{
    const char *folder = run->options.operands[0];
    Str database = model_folder_name(folder);
    Outputs outputs = {
        .arena = run->arena, .diags = &run->diags, .folder = str_of(folder), .plain = true};
    size_t changed;
    if (!model_folder_free(run, folder))
        return run_report(run, EXIT_FAULT);
    outputs_add(&outputs, S("database.yaml"), render(run, "model/database.yaml", database));
    outputs_add(&outputs, S("tables.yaml"), render(run, "model/tables.yaml", database));
    if (!outputs_finish(&outputs, &changed))
        return run_report(run, EXIT_FAULT);
    if (!run->options.quiet)
        printf("%.*s: a model to begin with is in %s; `pgwright check %s` validates it\n",
               STR_ARG(database), folder, folder);
    return run_report(run, EXIT_DONE);
}
