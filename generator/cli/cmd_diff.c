#include "cli/migration.h"

#include "base/file.h"

#include <stdio.h>
#include <string.h>

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

/* What `up` is written to a file for is not printed, unless it is asked for in another form. */
static void print_plan(Run *run, const Migration *migration)
{
    static const char *const names[] = {
        [SCRIPT_SQL] = "sql", [SCRIPT_TEXT] = "text", [SCRIPT_JSON] = "json"};
    ScriptFormat format = SCRIPT_SQL;
    while (strcmp(names[format], run->options.format) != 0)
        format++;
    bool shown = format == SCRIPT_JSON || !migration->equal;
    if (!shown || (format == SCRIPT_SQL && run->options.up))
        return;
    Str text = sql_plan_file(run->arena, &migration->forth, format, &run->templates, &run->diags);
    fwrite(text.ptr, 1, text.len, stdout);
    if (format != SCRIPT_TEXT)
        return;
    Verdicts verdicts = migration_verdicts(run, migration);
    Str verdict = verdicts_text(run->arena, &verdicts);
    printf("\n%.*s", STR_ARG(verdict));
}

int cmd_diff(Run *run)
{
    Migration migration = {0};
    if (!migration_plan(run, &migration))
        return run_report(run, EXIT_FAULT);
    if (write_script(run, run->options.up, migration.up) &&
        write_script(run, run->options.down, migration.down))
        write_script(run, run->options.purge, migration.purge);
    if (!run->options.quiet)
        print_plan(run, &migration);
    return run_report(run, migration.equal ? EXIT_DONE : EXIT_DIFFERENT);
}
