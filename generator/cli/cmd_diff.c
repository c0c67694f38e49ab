#include "cli/renames.h"

#include "base/file.h"
#include "sql/script.h"

#include <stdio.h>

static bool check_usage(Run *run)
{
    if (run->options.from && run->options.to)
        return true;
    Diag *diag = diag_error(&run->diags, "E0801", (Pos){0}, "`diff` needs --from and --to");
    diag_help(&run->diags, diag,
              "each is a model, a .sql file, a .lock, a connection string, or `empty`.");
    return false;
}

static bool write_script(Run *run, const char *path, Str text)
{
    bool changed;
    Str why;
    if (!path || file_write(run->arena, path, text, &changed, &why))
        return true;
    diag_error(&run->diags, "E0705", (Pos){0}, "\"%s\" cannot be written: %.*s", path,
               STR_ARG(why));
    return false;
}

int cmd_diff(Run *run)
{
    if (!check_usage(run))
        return run_report(run, EXIT_FAULT);
    const Catalog *from = run_source(run, run->options.from);
    const Catalog *to = from ? run_source(run, run->options.to) : NULL;
    Renames renames;
    if (!to || !renames_apply(run, from, &renames))
        return run_report(run, EXIT_FAULT);
    const StrVec none = {0};
    PlanPolicy policy = {&run->options.allow_loss, run->options.no_renames};
    PlanPolicy back = {.no_renames = true};
    StrVec all = {0};
    vec_push(run->arena, &all, S("*"));
    back.allow_loss = &all; /* what `up` made, `down` may drop */
    Plan up = plan_changes(run->arena, renames.from, to, &policy, &run->diags);
    Plan down = plan_changes(run->arena, to, renames.from, &back, &run->diags);
    if (run->diags.errors)
        return run_report(run, EXIT_FAULT);
    Str up_sql = sql_plan_file(run->arena, &up, renames.from, &renames.forward, &none,
                               &run->templates, &run->diags);
    Str down_sql =
        sql_plan_file(run->arena, &down, to, &none, &renames.back, &run->templates, &run->diags);
    if (!run->diags.errors && write_script(run, run->options.up, up_sql))
        write_script(run, run->options.down, down_sql);
    bool equal = !up.len && !renames.forward.len;
    if (!run->options.up && !run->options.quiet && !equal)
        fwrite(up_sql.ptr, 1, up_sql.len, stdout);
    return run_report(run, equal ? EXIT_DONE : EXIT_DIFFERENT);
}
