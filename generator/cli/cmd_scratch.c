#include "cli/run.h"

#include <stdio.h>

static int start(Run *run)
{
    Str conninfo;
    if (!scratch_start_daemon(run->arena, &conninfo, &run->diags))
        return EXIT_FAULT;
    printf("%.*s\n", STR_ARG(conninfo));
    return EXIT_DONE;
}

static int stop(Run *run)
{
    bool was_running;
    if (!scratch_stop_daemon(run->arena, &was_running, &run->diags))
        return EXIT_FAULT;
    if (!run->options.quiet)
        puts(was_running ? "stopped" : "no scratch server is running");
    return EXIT_DONE;
}

static int url(Run *run)
{
    Str conninfo = scratch_daemon_conninfo(run->arena);
    if (!conninfo.ptr) {
        Diag *diag = diag_error(&run->diags, "E0703", (Pos){0}, "no scratch server is running");
        diag_help(&run->diags, diag, "`pgwright scratch start` starts one.");
        return EXIT_FAULT;
    }
    printf("%.*s\n", STR_ARG(conninfo));
    return EXIT_DONE;
}

int cmd_scratch(Run *run)
{
    static const struct {
        const char *name;
        int (*run)(Run *);
    } verbs[] = {{"start", start}, {"stop", stop}, {"url", url}};
    Str verb = str_of(run->options.operands[0]);
    for (size_t i = 0; i < COUNT_OF(verbs); i++)
        if (str_is(verb, verbs[i].name))
            return run_report(run, verbs[i].run(run));
    diag_error(&run->diags, "E0801", (Pos){0}, "`scratch` takes start, stop or url, not \"%.*s\"",
               STR_ARG(verb));
    return run_report(run, EXIT_FAULT);
}
