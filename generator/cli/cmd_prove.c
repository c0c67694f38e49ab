#include "cli/migration.h"

#include "prove/prove.h"

#include <stdio.h>
#include <string.h>

enum { ROWS_EACH = 3 };

int cmd_prove(Run *run)
{
    Migration migration = {0};
    if (!migration_plan(run, &migration))
        return run_report(run, EXIT_FAULT);
    StrVec all = {0};
    vec_push(run->arena, &all, S("*"));
    Claim claim = {.from = migration.from,
                   .to = migration.to,
                   .up = &migration.forth,
                   .down = &migration.back,
                   .purge = &migration.rest,
                   .policy = {.allow_loss = &all, .no_renames = true},
                   .rows = ROWS_EACH};
    Proof proof;
    Scratch *scratch = run_scratch(run);
    if (!scratch || !prove(run->arena, scratch, &claim, &run->templates, &proof, &run->diags))
        return run_report(run, EXIT_FAULT);
    bool json = strcmp(run->options.format, "json") == 0;
    Str text = (json ? proof_json : proof_text)(run->arena, &proof, &run->templates, &run->diags);
    if (!run->options.quiet || !proof.holds)
        fwrite(text.ptr, 1, text.len, stdout);
    return run_report(run, proof.holds ? EXIT_DONE : EXIT_DIFFERENT);
}
