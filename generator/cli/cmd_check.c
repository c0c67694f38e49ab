#include "cli/run.h"

#include "plan/plan.h"

#include <stdio.h>
#include <string.h>

int cmd_check(Run *run)
{
    const Catalog *draft = run_draft(run, run->options.operands[0]);
    if (draft)
        plan_create(run->arena, draft, &run->diags); /* finds circles */
    bool good = draft && !run->diags.errors;
    if (strcmp(run->options.format, "json") == 0) {
        Str json = diags_json(&run->diags);
        fwrite(json.ptr, 1, json.len, stdout);
        return good ? EXIT_DONE : EXIT_FAULT;
    }
    if (good && !run->options.quiet) {
        size_t tables = catalog_count(draft, KIND_TABLE), all = catalog_count(draft, KIND_NONE);
        printf("%.*s: the model is good: %zu table%s, %zu object%s in all\n",
               STR_ARG(draft->database), tables, tables == 1 ? "" : "s", all, all == 1 ? "" : "s");
    }
    return run_report(run, EXIT_DONE);
}
