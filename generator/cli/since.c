#include "cli/since.h"

#include "base/digest.h"
#include "base/file.h"
#include "live/digest.h"

enum { LARGEST_RECORD = 64 * 1024, LARGEST_INPUT = 256 * 1024 * 1024 };

static void add_file(Run *run, StrVec *parts, const char *path)
{
    Str text, why;
    if (file_read(run->arena, path, LARGEST_INPUT, &text, &why)) {
        vec_push(run->arena, parts, str_of(path));
        vec_push(run->arena, parts, digest_hex(run->arena, text));
    }
}

/* All that the outcome depends on beside the database. */
static Str digest_of_inputs(Run *run)
{
    StrVec parts = {0}, names = {0};
    Str why, folder = str_of(run->options.operands[0]);
    vec_push(run->arena, &parts, S("pgwright " PGWRIGHT_VERSION));
    if (file_is_folder(folder.ptr) && file_list(run->arena, folder.ptr, S(".yaml"), &names, &why)) {
        for (size_t i = 0; i < names.len; i++)
            add_file(run, &parts, path_join(run->arena, folder, names.at[i]).ptr);
        Str lock = lock_of_model(run, folder.ptr, path_name(folder));
        add_file(run, &parts, lock.ptr);
    } else {
        add_file(run, &parts, folder.ptr);
    }
    if (run->options.lock)
        add_file(run, &parts, run->options.lock);
    for (size_t i = 0; i < run->options.ignore.len; i++)
        vec_push(run->arena, &parts, run->options.ignore.at[i]);
    vec_push(run->arena, &parts, run->options.strict ? S("strict") : S("lenient"));
    return digest_hex(run->arena, str_join(run->arena, &parts, S("\n")));
}

static Str digest_of_database(Run *run)
{
    Server *server = server_connect_plain(run->arena, run->options.database, &run->diags);
    Str digest = {0};
    if (server && server_begin_reading(server, run->options.timeout * 1000)) {
        digest = database_digest(run->arena, server, &run->templates, &run->diags);
        server_end_reading(server);
    }
    server_close(server);
    return digest;
}

/* FORMAT INPUTS DATABASE COMPARED NAME */
bool since_unchanged(Run *run, Drift *drift)
{
    Str text, why, words[5];
    if (!run->options.since || !file_exists(run->options.since) ||
        !file_read(run->arena, run->options.since, LARGEST_RECORD, &text, &why))
        return false;
    Str rest = str_trim(text);
    for (size_t i = 0; i + 1 < COUNT_OF(words); i++)
        if (!str_split(&rest, ' ', &words[i]))
            return false; /* not ours: looked at in full, and written anew */
    int64_t compared;
    if (!str_is(words[0], "pgwright-since-1") || !str_to_int(words[3], &compared) ||
        !str_eq(words[1], digest_of_inputs(run)))
        return false;
    Str digest = digest_of_database(run);
    *drift = (Drift){.database = rest, .compared = (size_t)compared};
    return digest.ptr && str_eq(digest, words[2]);
}

void since_record(Run *run, Server *server, const Drift *drift)
{
    bool nothing = !drift->failures && !drift_count(drift, STANDING_ACCEPTED), changed;
    Str why;
    if (!run->options.since || !server || !nothing)
        return;
    Str digest = database_digest(run->arena, server, &run->templates, &run->diags);
    Str text = str_format(run->arena, "pgwright-since-1 %.*s %.*s %zu %.*s\n",
                          STR_ARG(digest_of_inputs(run)), STR_ARG(digest), drift->compared,
                          STR_ARG(drift->database));
    if (digest.ptr && !file_write(run->arena, run->options.since, text, &changed, &why))
        diag_error(&run->diags, "E0705", (Pos){0}, "\"%s\" cannot be written: %.*s",
                   run->options.since, STR_ARG(why));
}
