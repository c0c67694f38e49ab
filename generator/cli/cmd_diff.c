#include "cli/migration.h"

#include "base/file.h"

#include <stdio.h>

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
    Migration migration;
    if (!migration_plan(run, &migration))
        return run_report(run, EXIT_FAULT);
    if (write_script(run, run->options.up, migration.up))
        write_script(run, run->options.down, migration.down);
    if (!run->options.up && !run->options.quiet && !migration.equal)
        fwrite(migration.up.ptr, 1, migration.up.len, stdout);
    return run_report(run, migration.equal ? EXIT_DONE : EXIT_DIFFERENT);
}
