#include "cli/migration.h"

static bool check_usage(Run *run)
{
    if (run->options.from && run->options.to)
        return true;
    Diag *diag = diag_error(&run->diags, "E0801", (Pos){0}, "both --from and --to are needed");
    diag_help(&run->diags, diag,
              "each is a model, a .sql file, a .lock, a connection string, or `empty`.");
    return false;
}

bool migration_plan(Run *run, Migration *out)
{
    *out = (Migration){0};
    if (!check_usage(run))
        return false;
    out->from = run_source(run, run->options.from);
    out->to = out->from ? run_source(run, run->options.to) : NULL;
    if (out->to)
        run_settle(run, out->from, out->to);
    if (!out->to || !renames_apply(run, out->from, &out->renames))
        return false;
    const Catalog *renamed = out->renames.from;
    const StrVec none = {0};
    StrVec all = {0};
    vec_push(run->arena, &all, S("*")); /* what `up` made, `down` may drop */
    PlanPolicy policy = {&run->options.allow_loss, run->options.no_renames};
    PlanPolicy back = {.allow_loss = &all, .no_renames = true};
    Plan up = plan_changes(run->arena, renamed, out->to, &policy, &run->diags);
    Plan down = plan_changes(run->arena, out->to, renamed, &back, &run->diags);
    if (run->diags.errors)
        return false;
    out->equal = !up.len && !out->renames.forward.len;
    out->forth = sql_script(run->arena, &up, renamed, out->to, &out->renames.forward, &none);
    out->back = sql_script(run->arena, &down, out->to, renamed, &none, &out->renames.back);
    out->up = sql_plan_file(run->arena, &out->forth, SCRIPT_SQL, &run->templates, &run->diags);
    out->down = sql_plan_file(run->arena, &out->back, SCRIPT_SQL, &run->templates, &run->diags);
    return !run->diags.errors;
}
