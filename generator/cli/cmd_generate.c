#include "cli/run.h"

#include "base/file.h"
#include "catalog/lock.h"
#include "catalog/lower.h"
#include "catalog/outline.h"
#include "cgen/cgen.h"
#include "cli/outputs.h"
#include "docs/docs.h"
#include "openapi/openapi.h"
#include "sql/differences.h"
#include "sql/script.h"

#include <stdio.h>
#include <string.h>

/* What a renderer works from. */
typedef struct {
    Run *run;
    Arena *work;          /* what is needed for one part of the output, and no longer */
    const Catalog *draft; /* as the author said it */
    const Catalog *read;  /* as PostgreSQL has it; with --offline it may be the draft itself */
    const Outline *outline;
    Outputs *outputs;
} Job;

static Str named(Job *job, const char *folder, const char *ending)
{
    return str_format(job->run->arena, "%s%.*s%s", folder, STR_ARG(job->draft->database), ending);
}

static void make_sql(Job *job)
{
    Run *run = job->run;
    SqlFiles files = sql_files(job->work, job->draft, job->read, &run->templates, &run->diags);
    outputs_add(job->outputs, S("sql/create.sql"), files.create);
    outputs_add(job->outputs, S("sql/drop.sql"), files.drop);
    outputs_add(job->outputs, S("sql/drift.sql"), files.drift);
}

static bool by_table(const Run *run)
{
    return strcmp(run->options.c_layout, "tables") == 0;
}

/* Bindings, in the folder of their language. */
static void make_c(Job *job)
{
    Run *run = job->run;
    const CgenLanguage *language = cgen_language(str_of(run->options.lang));
    Differences comparison = sql_differences(job->work, job->read, &run->templates, &run->diags);
    CgenOptions options = {.prefix = str_of(run->options.c_prefix),
                           .by_table = by_table(run),
                           .drift = comparison.all};
    CgenFiles files =
        language->render(job->work, job->outline, &options, &run->templates, &run->diags);
    for (size_t i = 0; i < files.len; i++)
        outputs_add(job->outputs,
                    str_format(run->arena, "%s/%.*s", language->name, STR_ARG(files.at[i].name)),
                    files.at[i].bytes);
}

static void make_openapi(Job *job)
{
    Run *run = job->run;
    outputs_add(job->outputs, S("openapi.yaml"),
                openapi_render(job->work, job->outline, &run->templates, &run->diags));
}

static void make_docs(Job *job)
{
    Run *run = job->run;
    outputs_add(job->outputs, S("docs/schema.md"),
                docs_schema_md(job->work, job->outline, &run->templates, &run->diags));
    outputs_add(job->outputs, S("docs/er.mmd"),
                docs_er_mmd(job->work, job->outline, &run->templates, &run->diags));
    Str picture = docs_er_svg(job->work, job->outline, &run->templates, &run->diags);
    outputs_add(job->outputs, S("docs/er.svg"), picture);
    outputs_add(job->outputs, S("docs/index.html"),
                docs_index_html(job->work, job->outline, picture, &run->templates, &run->diags));
}

static void make_lock(Job *job)
{
    Run *run = job->run;
    Str digest = catalog_digest(run->arena, job->draft);
    outputs_add(job->outputs, named(job, "", ".lock"), lock_write(job->work, job->read, digest));
}

/* The parts that --only chooses from, and the names of their files. */
static const struct {
    const char *name, *files;
    void (*make)(Job *);
} parts[] = {
    {"sql", "sql/", make_sql},
    {"c", "c/", make_c},
    {"openapi", "openapi.yaml", make_openapi},
    {"docs", "docs/", make_docs},
    {"lock", NULL, make_lock},
};

static bool chosen(const Run *run, const char *name)
{
    Str rest = str_of(run->options.only), part;
    if (!rest.ptr)
        return true;
    while (str_split(&rest, ',', &part))
        if (str_is(str_trim(part), name))
            return true;
    return false;
}

static bool check_only(Run *run)
{
    Str rest = str_of(run->options.only), part;
    while (str_split(&rest, ',', &part)) {
        StrVec names = {0};
        bool known = false;
        for (size_t i = 0; i < COUNT_OF(parts); i++) {
            known |= str_is(str_trim(part), parts[i].name);
            vec_push(run->arena, &names, str_of(parts[i].name));
        }
        if (known)
            continue;
        Str all = str_join(run->arena, &names, S(","));
        Diag *diag = diag_error(&run->diags, "E0801", (Pos){0}, "--only does not know \"%.*s\"",
                                STR_ARG(part));
        diag_help(&run->diags, diag, "it takes any of %.*s.", STR_ARG(all));
    }
    return !run->diags.errors;
}

static bool check_lang(Run *run)
{
    StrVec names = {0};
    if (!run->options.lang)
        run->options.lang = cgen_languages[0].name;
    if (cgen_language(str_of(run->options.lang)))
        return true;
    for (size_t i = 0; i < cgen_language_count; i++)
        vec_push(run->arena, &names, str_of(cgen_languages[i].name));
    Str all = str_join(run->arena, &names, S(", "));
    Diag *diag = diag_error(&run->diags, "E0801", (Pos){0}, "--lang does not know \"%s\"",
                            run->options.lang);
    diag_help(&run->diags, diag, "it is one of: %.*s.", STR_ARG(all));
    return false;
}

static void make_parts(Job *job)
{
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        bool lock = parts[i].files == NULL;
        ArenaMark mark = arena_mark(job->work);
        if (chosen(job->run, parts[i].name) && !(lock && job->run->options.offline))
            parts[i].make(job);
        else
            outputs_keep(job->outputs, lock ? named(job, "", ".lock") : str_of(parts[i].files));
        arena_rewind(job->work, mark);
    }
}

/* What has to be said again to get the same files. */
static Str words_again(Run *run)
{
    const Options *o = &run->options;
    Str prefix = o->c_prefix ? str_format(run->arena, " --c-prefix %s", o->c_prefix) : (Str){0};
    return str_format(run->arena, "%.*s%s", STR_ARG(prefix),
                      by_table(run) ? " --c-layout tables" : "");
}

static int report_stale(Run *run, const Outputs *outputs)
{
    const StrVec *stale = &outputs->stale;
    for (size_t i = 0; i < stale->len; i++)
        printf("stale: %.*s/%.*s\n", STR_ARG(outputs->folder), STR_ARG(stale->at[i]));
    if (stale->len)
        printf("%zu stale; `pgwright generate %s -o %.*s%.*s` brings them up to date\n", stale->len,
               run->options.operands[0], STR_ARG(outputs->folder), STR_ARG(words_again(run)));
    else if (!run->options.quiet)
        printf("%.*s: fresh\n", STR_ARG(outputs->folder));
    return stale->len ? EXIT_DIFFERENT : EXIT_DONE;
}

/* Renders and writes. */
static int generate(Run *run, const Catalog *draft, const Catalog *read)
{
    Outputs outputs = {.arena = run->arena,
                       .diags = &run->diags,
                       .folder = str_of(run->options.output),
                       .check = run->options.check};
    Job job = {run, arena_new(), draft, read, outline_of(run->arena, read), &outputs};
    size_t changed;
    make_parts(&job);
    arena_free(job.work);
    if (!outputs_finish(&outputs, &changed))
        return EXIT_FAULT;
    if (run->options.check)
        return report_stale(run, &outputs);
    if (!run->options.quiet)
        printf("%.*s: %zu files in %.*s, %zu changed\n", STR_ARG(draft->database),
               outputs.files.len, STR_ARG(outputs.folder), changed);
    return EXIT_DONE;
}

/* Without a server: what PostgreSQL made of the model when its lock was written, as long as the
 * lock is fresh; else the draft. */
static const Catalog *offline(Run *run, const Catalog *draft)
{
    Str path =
        str_format(run->arena, "%s/%.*s.lock", run->options.output, STR_ARG(draft->database));
    if (!file_exists(path.ptr))
        return draft;
    Str model;
    Catalog *locked = run_lock(run, path.ptr, &model);
    if (!locked || !str_eq(model, catalog_digest(run->arena, draft)))
        return locked ? draft : NULL;
    catalog_adopt(locked, draft);
    return locked;
}

int cmd_generate(Run *run)
{
    if (!run->options.output) {
        Diag *diag = diag_error(&run->diags, "E0801", (Pos){0}, "`generate` needs -o DIR");
        diag_help(&run->diags, diag, "for model/NAME it is by custom -o generated/NAME.");
    }
    if (!check_only(run) || !check_lang(run) || run->diags.errors)
        return run_report(run, EXIT_FAULT);
    const Catalog *draft = run_draft(run, run->options.operands[0]);
    const Catalog *read = NULL;
    if (draft)
        read = run->options.offline ? offline(run, draft) : run_canonical(run, draft);
    if (!read)
        return run_report(run, EXIT_FAULT);
    return run_report(run, generate(run, draft, read));
}
