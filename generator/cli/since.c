#include "cli/since.h"

#include "base/digest.h"
#include "base/file.h"
#include "live/digest.h"

#define RECORD_FORMAT "pgwright-since-2"

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

/* What is known of the last check; in the file FORMAT INPUTS DATABASE STAMP COMPARED NAME, where
 * the stamp is "-" when there was none. */
typedef struct {
    Str inputs, database, stamp;
    size_t compared;
    Str name;
} Record;

static void write_record(Run *run, const Record *record)
{
    Str why, stamp = record->stamp.len ? record->stamp : S("-");
    bool changed;
    Str text = str_format(run->arena, "%s %.*s %.*s %.*s %zu %.*s\n", RECORD_FORMAT,
                          STR_ARG(record->inputs), STR_ARG(record->database), STR_ARG(stamp),
                          record->compared, STR_ARG(record->name));
    if (!file_write(run->arena, run->options.since, text, &changed, &why))
        diag_error(&run->diags, "E0705", (Pos){0}, "\"%s\" cannot be written: %.*s",
                   run->options.since, STR_ARG(why));
}

/* A file that is not ours, or of another version, is none: all is looked at, and it is made anew.
 */
static bool read_record(Run *run, Record *record)
{
    Str text, why, words[6];
    if (!run->options.since || !file_exists(run->options.since) ||
        !file_read(run->arena, run->options.since, LARGEST_RECORD, &text, &why))
        return false;
    Str rest = str_trim(text);
    for (size_t i = 0; i + 1 < COUNT_OF(words); i++)
        if (!str_split(&rest, ' ', &words[i]))
            return false;
    int64_t compared;
    if (!str_is(words[0], RECORD_FORMAT) || !str_to_int(words[4], &compared))
        return false;
    *record = (Record){words[1], words[2], words[3], (size_t)compared, rest};
    return true;
}

/* In most databases rows are written all the time: then the digest tells, and the file is to know
 * the new stamp. */
static bool database_unchanged(Run *run, Server *server, Record *record)
{
    Str stamp;
    if (!database_stamp(run->arena, server, &run->templates, &stamp, &run->diags))
        return false;
    if (stamp.len && str_eq(stamp, record->stamp))
        return true;
    Str digest = database_digest(run->arena, server, &run->templates, &run->diags);
    if (!digest.ptr || !str_eq(digest, record->database))
        return false;
    record->stamp = stamp;
    write_record(run, record);
    return true;
}

bool since_unchanged(Run *run, Drift *drift)
{
    Record record;
    if (!read_record(run, &record) || !str_eq(record.inputs, digest_of_inputs(run)))
        return false;
    unsigned timeout = run->options.timeout * 1000;
    Server *server = server_connect_plain(run->arena, run->options.database, timeout, &run->diags);
    bool unchanged = false;
    if (server && server_begin_reading(server, timeout)) {
        unchanged = database_unchanged(run, server, &record);
        server_end_reading(server);
    }
    server_close(server);
    *drift = (Drift){.database = record.name, .compared = record.compared};
    return unchanged;
}

void since_record(Run *run, Server *server, const Drift *drift)
{
    bool nothing = !drift->failures && !drift_count(drift, STANDING_ACCEPTED);
    if (!run->options.since || !server || !nothing)
        return;
    Record record = {
        .inputs = digest_of_inputs(run), .compared = drift->compared, .name = drift->database};
    record.database = database_digest(run->arena, server, &run->templates, &run->diags);
    if (record.database.ptr &&
        database_stamp(run->arena, server, &run->templates, &record.stamp, &run->diags))
        write_record(run, &record);
}
