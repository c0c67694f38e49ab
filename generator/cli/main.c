#include "cli/grammar.h"
#include "cli/run.h"

#include "base/file.h"
#include "base/memory.h"

#include <stdio.h>

static const char *const text_or_json[] = {"text", "json", NULL};
static const char *const text_json_markdown[] = {"text", "json", "markdown", NULL};
static const char *const plan_formats[] = {"sql", "text", "json", NULL};

#define HELP                                                                                       \
    {                                                                                              \
        "help", 'h', OPTION_FLAG, offsetof(Options, help), NULL, "this text", NULL                 \
    }
#define QUIET                                                                                      \
    {                                                                                              \
        "quiet", 'q', OPTION_FLAG, offsetof(Options, quiet), NULL, "say only what is wrong", NULL  \
    }
#define FORMAT                                                                                     \
    {                                                                                              \
        "format", 0, OPTION_CHOICE, offsetof(Options, format), "text|json", "how to report",       \
            text_or_json                                                                           \
    }
#define SCRATCH                                                                                    \
    {                                                                                              \
        "scratch", 0, OPTION_TEXT, offsetof(Options, scratch), "URI",                              \
            "make scratch databases on this server, not on one of our own", NULL                   \
    }
#define TEMPLATES                                                                                  \
    {                                                                                              \
        "templates", 0, OPTION_TEXT, offsetof(Options, templates), "DIR",                          \
            "look for templates here before the built-in ones", NULL                               \
    }

static const char *const c_layouts[] = {"whole", "tables", NULL};

static const Option check_options[] = {FORMAT, QUIET, HELP};
static const Option generate_options[] = {
    {"output", 'o', OPTION_TEXT, offsetof(Options, output), "DIR", "where everything goes", NULL},
    {"check", 0, OPTION_FLAG, offsetof(Options, check), NULL,
     "write nothing; exit 2 when DIR is stale", NULL},
    {"offline", 0, OPTION_FLAG, offsetof(Options, offline), NULL,
     "without any server: from a fresh lock in DIR, or else from the model alone", NULL},
    {"only", 0, OPTION_TEXT, offsetof(Options, only), "LIST", "of sql,c,openapi,docs,lock", NULL},
    {"c-prefix", 0, OPTION_TEXT, offsetof(Options, c_prefix), "NAME",
     "what names in C start with; default: the database's name", NULL},
    {"c-layout", 0, OPTION_CHOICE, offsetof(Options, c_layout), "whole|tables",
     "one .h and .c for all tables, or a pair for each", c_layouts},
    {"lang", 0, OPTION_TEXT, offsetof(Options, lang), "NAME",
     "the language of the bindings; there is c", NULL},
    SCRATCH,
    TEMPLATES,
    QUIET,
    HELP,
};
static const char *const drops[] = {"trash", "now", NULL};
static const char *const onlines[] = {"auto", "off", NULL};
/* What is planned, and how: the same for all who plan. */
#define FROM                                                                                       \
    {                                                                                              \
        "from", 0, OPTION_TEXT, offsetof(Options, from), "SOURCE", "what there is", NULL           \
    }
#define TO                                                                                         \
    {                                                                                              \
        "to", 0, OPTION_TEXT, offsetof(Options, to), "SOURCE", "what there should be", NULL        \
    }
#define DROP                                                                                       \
    {                                                                                              \
        "drop", 0, OPTION_CHOICE, offsetof(Options, drop), "trash|now",                            \
            "what holds rows is put aside, or really dropped", drops                               \
    }
#define ALLOW_LOSS                                                                                 \
    {                                                                                              \
        "allow-loss", 0, OPTION_LIST, offsetof(Options, allow_loss), "OBJECT",                     \
            "its rows may go; '*' for all", NULL                                                   \
    }
#define RENAME                                                                                     \
    {                                                                                              \
        "rename", 0, OPTION_LIST, offsetof(Options, rename), "OLD=NEW",                            \
            "public.users=accounts: an object is the old one under a new name", NULL               \
    }
#define NO_RENAMES                                                                                 \
    {                                                                                              \
        "no-renames", 0, OPTION_FLAG, offsetof(Options, no_renames), NULL,                         \
            "a drop and an add of the same shape are meant", NULL                                  \
    }
#define ONLINE                                                                                     \
    {                                                                                              \
        "online", 0, OPTION_CHOICE, offsetof(Options, online), "auto|off",                         \
            "off: in one transaction, though others may have to wait longer", onlines              \
    }
#define PLANNING FROM, TO, DROP, ALLOW_LOSS, RENAME, NO_RENAMES, ONLINE

static const Option diff_options[] = {
    PLANNING,
    {"up", 0, OPTION_TEXT, offsetof(Options, up), "FILE", "write the plan here", NULL},
    {"down", 0, OPTION_TEXT, offsetof(Options, down), "FILE", "write the way back here", NULL},
    {"purge", 0, OPTION_TEXT, offsetof(Options, purge), "FILE",
     "write here what removes the trash for ever", NULL},
    {"format", 0, OPTION_CHOICE, offsetof(Options, format), "sql|text|json",
     "how to print the plan: as a script, to be read, for machines", plan_formats},
    {"strict", 0, OPTION_FLAG, offsetof(Options, strict), NULL,
     "refuse where there are objects that no model can speak of", NULL},
    SCRATCH,
    TEMPLATES,
    QUIET,
    HELP,
};
static const Option prove_options[] = {PLANNING, FORMAT, SCRATCH, TEMPLATES, QUIET, HELP};
static const Option migrate_options[] = {
    {"model", 'm', OPTION_TEXT, offsetof(Options, model), "MODEL",
     "whose migrations; the current folder by default", NULL},
    {"db", 'd', OPTION_TEXT, offsetof(Options, database), "URI", "the database", NULL},
    {"to", 0, OPTION_TEXT, offsetof(Options, to), "VERSION",
     "up or down: to that migration and no further; 0: before the first", NULL},
    {"dry-run", 0, OPTION_FLAG, offsetof(Options, dry_run), NULL,
     "up, down: say what would be run, and run nothing", NULL},
    {"yes", 'y', OPTION_FLAG, offsetof(Options, yes), NULL, "up, down: do not ask", NULL},
    {"wait", 0, OPTION_TEXT, offsetof(Options, wait), "SECONDS", "for another runner to end (30)",
     NULL},
    {"lock-timeout", 0, OPTION_TEXT, offsetof(Options, lock_timeout), "MILLISECONDS",
     "that a statement waits for a lock (2000)", NULL},
    {"retries", 0, OPTION_TEXT, offsetof(Options, retries), "N",
     "when it did not get the lock, with growing pauses (10)", NULL},
    {"number", 0, OPTION_TEXT, offsetof(Options, number), "NUMBER",
     "new: the number, like 000045 or 20251118", NULL},
    {"again", 0, OPTION_FLAG, offsetof(Options, again), NULL,
     "new: make the last migration again, from its migration.yaml and the model", NULL},
    {"acknowledge", 0, OPTION_LIST, offsetof(Options, acknowledge), "RULE",
     "new: take upon oneself what lint refuses; better with a reason in next.yaml", NULL},
    {"accept", 0, OPTION_FLAG, offsetof(Options, accept), NULL,
     "verify: take the folder as it is, and write its sum file", NULL},
    {"drop", 0, OPTION_CHOICE, offsetof(Options, drop), "trash|now",
     "what holds rows is put aside, or really dropped", drops},
    {"allow-loss", 0, OPTION_LIST, offsetof(Options, allow_loss), "OBJECT",
     "its rows may go; '*' for all", NULL},
    {"rename", 0, OPTION_LIST, offsetof(Options, rename), "OLD=NEW",
     "public.users=accounts: an object is the old one under a new name", NULL},
    {"no-renames", 0, OPTION_FLAG, offsetof(Options, no_renames), NULL,
     "a drop and an add of the same shape are meant", NULL},
    ONLINE,
    FORMAT,
    SCRATCH,
    TEMPLATES,
    QUIET,
    HELP,
};
static const char *const drift_formats[] = {"text",     "json", "sarif", "junit",    "github",
                                            "markdown", "sql",  "patch", "baseline", NULL};
static const char *const colors[] = {"auto", "always", "never", NULL};
static const Option drift_options[] = {
    {"db", 'd', OPTION_TEXT, offsetof(Options, database), "URI", "the database to look at", NULL},
    {"lock", 0, OPTION_TEXT, offsetof(Options, lock), "FILE",
     "the model's lock, when it is not at generated/DB/DB.lock", NULL},
    {"format", 0, OPTION_CHOICE, offsetof(Options, format), "FORMAT",
     "text, json, sarif, junit, github, markdown, sql, patch or baseline", drift_formats},
    {"report", 0, OPTION_LIST, offsetof(Options, report), "FORMAT=FILE",
     "a report to a file; as many as wanted", NULL},
    {"ignore", 0, OPTION_LIST, offsetof(Options, ignore), "KIND:PATTERN",
     "accept differences of these objects: 'index:public.*'", NULL},
    {"baseline", 0, OPTION_TEXT, offsetof(Options, baseline), "FILE",
     "accepted differences, each with a reason and a day until which it holds", NULL},
    {"strict", 0, OPTION_FLAG, offsetof(Options, strict), NULL,
     "objects of kinds that no model speaks of are drift", NULL},
    {"targets", 0, OPTION_TEXT, offsetof(Options, targets), "FILE",
     "check many databases: a connection string or a service a line", NULL},
    {"jobs", 'j', OPTION_NUMBER, offsetof(Options, jobs), "N",
     "so many of them at a time; default: one a processor", NULL},
    {"since", 0, OPTION_TEXT, offsetof(Options, since), "FILE",
     "remember here what was in sync; nothing is compared while nothing changes", NULL},
    {"timeout", 0, OPTION_NUMBER, offsetof(Options, timeout), "SECONDS",
     "to connect, of a query, of waiting for locks; default: 10, the server's, 30", NULL},
    {"color", 0, OPTION_CHOICE, offsetof(Options, color), "WHEN",
     "auto, always or never; auto heeds NO_COLOR", colors},
    SCRATCH,
    TEMPLATES,
    QUIET,
    HELP,
};
static const Option import_options[] = {
    {"from", 0, OPTION_TEXT, offsetof(Options, from), "SOURCE", "what to describe", NULL},
    {"output", 'o', OPTION_TEXT, offsetof(Options, output), "DIR", "the model's folder", NULL},
    {"schema", 0, OPTION_LIST, offsetof(Options, schemas), "PATTERN", "only these schemas", NULL},
    {"table", 0, OPTION_LIST, offsetof(Options, tables), "PATTERN",
     "only these tables, and what they need", NULL},
    {"exclude", 0, OPTION_LIST, offsetof(Options, exclude), "PATTERN",
     "not these: a schema, schema.name, or in public a name", NULL},
    {"mixins", 0, OPTION_FLAG, offsetof(Options, mixins), NULL,
     "equal columns at the end of tables become mixins", NULL},
    {"no-partitions", 0, OPTION_FLAG, offsetof(Options, no_partitions), NULL,
     "partitions are made at run time: the model ignores them", NULL},
    SCRATCH,
    TEMPLATES,
    QUIET,
    HELP,
};
static const Option init_options[] = {TEMPLATES, QUIET, HELP};
static const Option inventory_options[] = {
    {"db", 'd', OPTION_TEXT, offsetof(Options, database), "URI", "the database to look at", NULL},
    {"orphans", 0, OPTION_FLAG, offsetof(Options, orphans), NULL,
     "look for indexes, sequences and constraints that nothing needs", NULL},
    {"format", 0, OPTION_CHOICE, offsetof(Options, format), "text|json|markdown", "how to report",
     text_json_markdown},
    TEMPLATES,
    HELP,
};
static const Option lint_options[] = {
    {"offline", 0, OPTION_FLAG, offsetof(Options, offline), NULL,
     "without any server: bodies of functions are not tried out", NULL},
    FORMAT,
    SCRATCH,
    TEMPLATES,
    QUIET,
    HELP,
};
static const Option plain_options[] = {QUIET, HELP};
static const Option help_options[] = {HELP};

#define OPTIONS(list) (list), COUNT_OF(list)

const Command commands[] = {
    {"init", "DIR", "a model to begin with",
     "Writes a new model folder with an example in it: two tables, an enum, a mixin, and comments "
     "that\n"
     "say what is what. The folder's name becomes the name of the database.",
     1, 1, OPTIONS(init_options), cmd_init},
    {"import", "", "an existing database becomes a model",
     "Reads a source (a connection string, a .sql file such as pg_dump writes, a .lock) and writes "
     "the\n"
     "model that describes it: a file a table, with all that belongs to it. The folder's name "
     "becomes\n"
     "the name of the database in the model.",
     0, 0, OPTIONS(import_options), cmd_import},
    {"check", "MODEL", "validate a model, offline",
     "Reads a model (a folder of YAML files, or one file) and reports every mistake in it, with "
     "its\n"
     "place and a hint. Needs no server.",
     1, 1, OPTIONS(check_options), cmd_check},
    {"lint", "MODEL|MIGRATION", "what may hurt, in a model or in a migration",
     "Reads a model, or a migration's up.sql (MIGRATION is its folder), and reports what "
     "PostgreSQL "
     "allows\n"
     "and somebody will regret, each with its rule and what to do instead. Severities and "
     "exceptions "
     "are\n"
     "the model's `lint:`. Exit status 0: nothing, or notes; 2: warnings or errors.",
     1, 1, OPTIONS(lint_options), cmd_lint},
    {"explain", "[RULE]", "the page of a rule of lint, or the list of them",
     "Says what a rule finds, what to do instead, and how a model switches it off.", 0, 1,
     OPTIONS(help_options), cmd_explain},
    {"generate", "MODEL", "write SQL, bindings, API, documents and the lock",
     "Writes sql/, c/, openapi.yaml, docs/, DB.lock and manifest.json below the folder given with "
     "-o.\n"
     "The model is created in a scratch database and read back, so that what is written is what\n"
     "PostgreSQL makes of it. Files are replaced only when all of them could be written.",
     1, 1, OPTIONS(generate_options), cmd_generate},
    {"diff", "", "the plan from one schema to another, and the way back",
     "Reads two sources (a model, a .sql file, a .lock, a connection string, or `empty`) and plans "
     "the\n"
     "statements that lead from one to the other. Exit status 0: equal; 2: different; 1: refused.",
     0, 0, OPTIONS(diff_options), cmd_diff},
    {"prove", "", "try a migration on a scratch server: up, down, up, with rows",
     "Plans as `diff` does, then tries the plan: with rows in every table it goes up, down and up\n"
     "again, and is broken off between its groups and planned again from there. Catalogs, rows,\n"
     "pg_dump, locks and rewrites are compared. Exit status 0: all holds; 2: something does not;\n"
     "1: the change is refused, or cannot be tried.",
     0, 0, OPTIONS(prove_options), cmd_prove},
    {"migrate", "new NAME|up|down [N]|status|list|verify|baseline [VERSION]",
     "the folder of migrations, and the runner",
     "new: plans from the state behind the last migration to the model, and writes NUMBER_name/ "
     "into\n"
     "MODEL/migrations, with what next.yaml there wants done beside it (`help grammar`: "
     "migration).\n"
     "up, down: runs what is pending, or takes back the last N; may be killed at "
     "any\n"
     "moment and run again. status, list: what the database has. verify: the folder is what it was "
     "when\n"
     "it was made. baseline: a database that existed before has all migrations up to VERSION. Exit "
     "status\n"
     "2: status found pending migrations.",
     1, 2, OPTIONS(migrate_options), cmd_migrate},
    {"drift", "MODEL|LOCK", "compare a live database with the model",
     "Reads the database in one read-only transaction and reports what is not as the model says, "
     "with\n"
     "the SQL that would mend it. Exit status 0: in sync; 2: drift.",
     1, 1, OPTIONS(drift_options), cmd_drift},
    {"inventory", "MODEL", "what a live database holds, and which file speaks for it",
     "Lists the objects of a database: managed by the model (with file and line), missing, "
     "unmanaged,\n"
     "and legacy: named in the model's `legacy` list, and still there; with estimated rows and "
     "sizes.\n"
     "Exit status 2: something is missing or legacy.",
     1, 1, OPTIONS(inventory_options), cmd_inventory},
    {"scratch", "start|stop|url", "a private PostgreSQL server to try things on",
     "start: starts a server that only this user can reach, and prints its URI; url: prints the "
     "URI of\n"
     "the one that runs; stop: ends it and deletes all that was in it.",
     1, 1, OPTIONS(plain_options), cmd_scratch},
    {"help", "[COMMAND]",
     "this overview, or the page of a command; also `man`, `grammar`, `drift-report`",
     "Tells about a command. `pgwright help man` prints the manual page, for man(1); `pgwright "
     "help\n"
     "grammar` the reference of the YAML grammar, in Markdown; `help drift-report` the schema of\n"
     "drift's JSON.",
     0, 1, OPTIONS(help_options), cmd_help},
};
const size_t command_count = COUNT_OF(commands);

static int print(Str text)
{
    fwrite(text.ptr, 1, text.len, stdout);
    return EXIT_DONE;
}

static int unknown_command(Run *run, Str name)
{
    StrVec names = {0};
    for (size_t i = 0; i < command_count; i++)
        vec_push(run->arena, &names, str_of(commands[i].name));
    Diag *diag =
        diag_error(&run->diags, "E0801", (Pos){0}, "there is no command \"%.*s\"", STR_ARG(name));
    diag_suggest(&run->diags, diag, name, &names);
    if (!diag->help.ptr)
        diag_help(&run->diags, diag, "`pgwright help` lists them.");
    return run_report(run, EXIT_FAULT);
}

int cmd_help(Run *run)
{
    Str name = str_of(run->options.operands[0]);
    if (!name.ptr)
        return print(help_overview(run->arena));
    if (str_is(name, "man"))
        return print(help_man(run->arena));
    if (str_is(name, "grammar"))
        return print(grammar_markdown(run->arena));
    if (str_is(name, "drift-report"))
        return print(templates_text(&run->templates, "drift/schema.json"));
    const Command *command = command_find(name);
    return command ? print(help_command(run->arena, command)) : unknown_command(run, name);
}

static int dispatch(Run *run, int count, char **words)
{
    if (count < 2) {
        diag_error(&run->diags, "E0801", (Pos){0}, "no command given");
        print(help_overview(run->arena));
        return run_report(run, EXIT_FAULT);
    }
    Str name = str_of(words[1]);
    if (str_is(name, "--help") || str_is(name, "-h"))
        return print(help_overview(run->arena));
    if (str_is(name, "--version"))
        return print(S("pgwright " PGWRIGHT_VERSION "\n"));
    const Command *command = command_find(name);
    if (!command)
        return unknown_command(run, name);
    if (!options_parse(run->arena, command, count - 2, words + 2, &run->options, &run->diags))
        return run_report(run, EXIT_FAULT);
    if (run->options.help)
        return print(help_command(run->arena, command));
    run->templates.folder = run->options.templates;
    if (run->templates.folder && !file_is_folder(run->templates.folder)) {
        diag_error(&run->diags, "E0801", (Pos){0}, "there is no folder \"%s\" of templates",
                   run->templates.folder);
        return run_report(run, EXIT_FAULT);
    }
    return command->run(run);
}

/* A pipe that was closed, a disk that is full: what was not printed was not reported. */
static int flush_output(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fputs("pgwright: error[E0705]: standard output cannot be written\n", stderr);
    return EXIT_FAULT;
}

int main(int argc, char **argv)
{
    memory_keep_together();
    Run run = {.arena = arena_new()};
    run.diags.arena = run.arena;
    run.templates =
        (Templates){.arena = run.arena, .diags = &run.diags, .parsed = {.arena = run.arena}};
    int status = flush_output(dispatch(&run, argc, argv));
    scratch_close(run.scratch);
    arena_free(run.arena);
    return status;
}
