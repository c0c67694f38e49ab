#include "cli/migrate.h"

#include "base/file.h"
#include "text/escape.h"
#include "text/writer.h"

#include <stdio.h>
#include <string.h>

/* The folder, and what a database has of it. */
typedef struct {
    Folder folder;
    History history;
    size_t applied;
} View;

static bool look(Run *run, View *view)
{
    if (!migrate_folder(run, &view->folder))
        return false;
    if (!run->options.database)
        return true;
    Server *server = server_connect_reading(run->arena, run->options.database, 0, &run->diags);
    bool ok = server && history_read(run->arena, server, &view->history, &run->diags) &&
              history_match(&view->history, &view->folder, &view->applied, &run->diags);
    server_close(server);
    return ok;
}

static const char *state_word(const View *view, const Version *version)
{
    const HistoryEntry *entry = history_entry(&view->history, version);
    if (!entry)
        return "pending";
    if (entry->state == HISTORY_APPLIED)
        return entry->baseline ? "baseline" : "applied";
    return entry->state == HISTORY_APPLYING ? "half way up" : "half way down";
}

static Str list_text(Run *run, const View *view, bool pending_only)
{
    Writer w = {.arena = run->arena};
    for (size_t i = 0; i < view->folder.versions.len; i++) {
        const Version *version = &view->folder.versions.at[i];
        const HistoryEntry *entry = history_entry(&view->history, version);
        bool settled = entry && entry->state == HISTORY_APPLIED;
        if (pending_only && settled)
            continue;
        w_printf(&w, "  ");
        if (run->options.database)
            w_printf(&w, "%-13s  ", state_word(view, version));
        w_printf(&w, "%.*s", STR_ARG(version->id));
        if (entry && !settled)
            w_printf(&w, ": %zu steps begun or done", entry->steps.len);
        else if (entry)
            w_printf(&w, "  %.*s by %.*s", STR_ARG(entry->time), STR_ARG(entry->role));
        w_newline(&w);
    }
    return w_result(&w);
}

static Str list_json(Run *run, const View *view)
{
    Writer w = {.arena = run->arena, .width = 2};
    w_printf(&w, "{\"migrations\": [");
    for (size_t i = 0; i < view->folder.versions.len; i++) {
        const Version *version = &view->folder.versions.at[i];
        const HistoryEntry *entry = history_entry(&view->history, version);
        w_printf(&w, "%s\n  {\"number\": %lld, \"id\": %.*s, \"chain\": \"%.*s\"", i ? "," : "",
                 (long long)version->number, STR_ARG(json_literal(run->arena, version->id)),
                 STR_ARG(version->chain));
        if (run->options.database)
            w_printf(&w, ", \"state\": \"%s\"", state_word(view, version));
        if (entry)
            w_printf(&w, ", \"at\": \"%.*s\", \"role\": %.*s", STR_ARG(entry->time),
                     STR_ARG(json_literal(run->arena, entry->role)));
        w_text(&w, "}");
    }
    w_text(&w, "\n]}\n");
    return w_result(&w);
}

static void print(Str text)
{
    fwrite(text.ptr, 1, text.len, stdout);
}

int migrate_list(Run *run)
{
    View view = {0};
    if (!look(run, &view))
        return run_report(run, EXIT_FAULT);
    bool json = strcmp(run->options.format, "json") == 0;
    print(json ? list_json(run, &view) : list_text(run, &view, false));
    return run_report(run, EXIT_DONE);
}

static bool is_settled(const View *view)
{
    for (size_t i = 0; i < view->history.entries.len; i++)
        if (view->history.entries.at[i].state != HISTORY_APPLIED)
            return false;
    return view->applied == view->folder.versions.len;
}

int migrate_status(Run *run)
{
    View view = {0};
    if (!migrate_needs_database(run) || !look(run, &view))
        return run_report(run, EXIT_FAULT);
    size_t all = view.folder.versions.len, pending = all - view.applied;
    bool settled = is_settled(&view);
    if (strcmp(run->options.format, "json") == 0) {
        print(list_json(run, &view));
    } else if (!run->options.quiet) {
        printf("%zu migration%s, %zu applied, %zu pending\n", all, all == 1 ? "" : "s",
               view.applied, pending);
        print(list_text(run, &view, true));
    }
    return run_report(run, settled ? EXIT_DONE : EXIT_DIFFERENT);
}

/* The author says that the folder is right as it is. */
static int accept(Run *run)
{
    Folder folder;
    Str path = migrate_folder_path(run), why;
    bool changed;
    if (!folder_read(run->arena, path, &folder, &run->diags))
        return run_report(run, EXIT_FAULT);
    Str sum = path_join(run->arena, path, S(FOLDER_SUM));
    if (!file_write(run->arena, sum.ptr, folder_sum(run->arena, &folder), &changed, &why))
        diag_error(&run->diags, "E0705", (Pos){0}, "\"%.*s\" cannot be written: %.*s", STR_ARG(sum),
                   STR_ARG(why));
    else if (!run->options.quiet)
        printf("%.*s: %s\n", STR_ARG(sum), changed ? "written anew" : "is right as it is");
    return run_report(run, EXIT_DONE);
}

int migrate_verify(Run *run)
{
    if (run->options.accept)
        return accept(run);
    View view = {0};
    bool ok = look(run, &view);
    for (size_t i = 0; ok && i < view.folder.versions.len; i++) {
        static const char *const scripts[] = {"up.sql", "down.sql", "purge.sql"};
        for (size_t k = 0; k < COUNT_OF(scripts); k++) {
            const VersionFile *file = version_file(&view.folder.versions.at[i], scripts[k]);
            Units units;
            if (file)
                units_read(run->arena, file->source, &units, &run->diags);
        }
    }
    if (ok && run->options.database)
        migrate_gate(run, &view.folder, view.applied, false);
    if (!run->diags.errors && !run->options.quiet)
        printf("%zu migration%s made\n", view.folder.versions.len,
               view.folder.versions.len == 1 ? ", as it was" : "s, as they were");
    return run_report(run, EXIT_DONE);
}
