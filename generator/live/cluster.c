#include "live/cluster.h"

#include "base/file.h"
#include "live/template.h"
#include "text/escape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* How long a server may take to start before we give up, and how often we look. */
enum { START_MILLISECONDS = 60000, LOOK_MILLISECONDS = 2 };

/* Nothing that is in here outlives the run, so the server need not care for crashes; and it serves
 * one connection at a time, so it needs no helpers. A script of 10,000 tables in one transaction
 * takes some 100,000 locks: (max_connections + 2) * max_locks_per_transaction. */
static const char *const settings[] = {
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=256MB",
    "checkpoint_timeout=1d",
    "autovacuum=off",
    "autovacuum_max_workers=1",
    "max_worker_processes=0",
    "max_logical_replication_workers=0",
    "max_connections=20",
    "superuser_reserved_connections=0",
    "max_locks_per_transaction=8192",
    "shared_buffers=32MB",
    "huge_pages=off",
    "dynamic_shared_memory_type=mmap", /* files in the data folder: nothing is left in /dev/shm */
    "jit=off",
    "timezone=UTC",
    "log_timezone=UTC",
    "lc_messages=C",
    "logging_collector=off",
    "log_min_messages=fatal",
    "log_min_error_statement=panic",
    "listen_addresses=",
    ("port=" PLACE_PORT),
    "unix_socket_permissions=0700",
};

/* -- what to run -- */

static char **server_arguments(Arena *arena, const Programs *programs, Str folder)
{
    StrVec list = {0};
    vec_push(arena, &list, programs->postgres);
    vec_push(arena, &list, S("-D"));
    vec_push(arena, &list, path_join(arena, folder, S("data")));
    vec_push(arena, &list, S("-k"));
    vec_push(arena, &list, folder);
    for (size_t i = 0; i < COUNT_OF(settings); i++) {
        vec_push(arena, &list, S("-c"));
        vec_push(arena, &list, str_of(settings[i]));
    }
    return process_list(arena, &list);
}

/* Small WAL segments: the data folder is copied at every start. */
static char **initdb_arguments(Arena *arena, const Programs *programs, Str folder)
{
    const Str list[] = {programs->initdb,
                        S("-D"),
                        path_join(arena, folder, S("data")),
                        S("--username=" CLUSTER_USER),
                        S("--auth=trust"),
                        S("--encoding=UTF8"),
                        S("--locale=C"),
                        S("--wal-segsize=1"),
                        S("--no-sync")};
    StrVec all = {0};
    for (size_t i = 0; i < COUNT_OF(list); i++)
        vec_push(arena, &all, list[i]);
    return process_list(arena, &all);
}

/* Little of ours: the server must come out the same whatever the caller's environment says. A given
 * time zone also spares initdb a search through all of them. */
static char **make_environment(Arena *arena)
{
    static const char *const passed[] = {"PATH", "LD_LIBRARY_PATH"};
    StrVec list = {0};
    vec_push(arena, &list, S("LC_ALL=C"));
    vec_push(arena, &list, S("TZ=UTC"));
    for (size_t i = 0; i < COUNT_OF(passed); i++) {
        const char *value = getenv(passed[i]);
        if (value)
            vec_push(arena, &list, str_format(arena, "%s=%s", passed[i], value));
    }
    return process_list(arena, &list);
}

static bool start_watchdog(Arena *arena, Cluster *cluster, const Place *place, bool outlives)
{
    const Programs *programs = &cluster->programs;
    WatchPlan plan = {.account = cluster->account,
                      .folder = place->folder.ptr,
                      .log = path_join(arena, place->folder, S("log")).ptr,
                      .initdb = initdb_arguments(arena, programs, place->folder),
                      .server = server_arguments(arena, programs, place->folder),
                      .environment = make_environment(arena),
                      .lock = place->lock,
                      .outlives = outlives};
    return watch_start(&plan, &cluster->watch);
}

/* -- what became of it -- */

static bool is_complaint(Str line)
{
    static const char *const marks[] = {"FATAL: ", "PANIC: ", "error: ", "could not "};
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (str_find(line, str_of(marks[i])) >= 0)
            return true;
    return false;
}

/* The first complaint in the log, or its last line, without time stamp and process number. */
static Str read_complaint(Arena *arena, Str folder)
{
    Str text, why, best = {0};
    if (!file_read(arena, path_join(arena, folder, S("log")).ptr, 1024 * 1024, &text, &why))
        return S("it left no message");
    for (Str rest = text, line; str_split(&rest, '\n', &line);) {
        line = str_trim(line);
        if (line.len)
            best = line;
        if (is_complaint(line))
            break;
    }
    for (size_t i = 0; i < 2; i++) {
        Str mark = i == 0 ? S("FATAL: ") : S("error: ");
        ptrdiff_t at = str_find(best, mark);
        if (at >= 0)
            best = str_trim(str_slice(best, (size_t)at + mark.len, best.len));
    }
    return best.len ? best : S("it ended without a message");
}

/* The server writes its state into the eighth line of its file: no need to connect and ask. */
static bool is_ready(Arena *arena, Str folder)
{
    Str text, why, line = {0};
    if (!file_read(arena, path_join(arena, folder, S("data/postmaster.pid")).ptr, 4096, &text,
                   &why))
        return false;
    for (int i = 0; i < 8; i++)
        if (!str_split(&text, '\n', &line))
            return false;
    return str_starts(line, S("ready"));
}

static bool wait_until_ready(Arena *arena, Cluster *cluster, Str *why)
{
    for (int waited = 0; waited < START_MILLISECONDS; waited += LOOK_MILLISECONDS) {
        ArenaMark mark = arena_mark(arena);
        bool ready = is_ready(arena, cluster->folder);
        arena_rewind(arena, mark);
        if (ready)
            return true;
        if (watch_server_gone(&cluster->watch, LOOK_MILLISECONDS)) {
            *why = read_complaint(arena, cluster->folder);
            return false;
        }
    }
    *why = S("it did not get ready in time");
    return false;
}

static bool is_listening(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path)
        return false;
    memcpy(address.sun_path, path, strlen(path) + 1);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool listening = fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) == 0;
    if (fd >= 0)
        close(fd);
    return listening;
}

/* libpq's PQping would do, but prints the server's warnings when that is just shutting down. */
bool cluster_answers(Arena *arena, Str folder)
{
    return is_ready(arena, folder) &&
           is_listening(path_join(arena, folder, S(".s.PGSQL." PLACE_PORT)).ptr);
}

/* -- one attempt -- */

static bool make_data(Arena *arena, Cluster *cluster, Str template, Str *why)
{
    Str data = path_join(arena, cluster->folder, S("data"));
    if (template.ptr && file_is_folder(template.ptr)) {
        *why = S("the template cannot be copied");
        return template_restore(template.ptr, data.ptr, &cluster->account);
    }
    if (!watch_initdb(&cluster->watch)) {
        *why = read_complaint(arena, cluster->folder);
        return false;
    }
    if (template.ptr)
        template_keep(arena, template.ptr, data.ptr);
    return true;
}

/* The watchdog of a folder; without one there is no folder either. */
static bool watch_place(Arena *arena, Cluster *cluster, const Place *place, bool outlives, Str *why)
{
    cluster->folder = place->folder;
    if (start_watchdog(arena, cluster, place, outlives))
        return true;
    *why = S("no process can be started");
    process_remove_tree(arena, &cluster->account, place->folder.ptr);
    return false;
}

/* `template` absent: without one. */
static bool attempt(Arena *arena, Cluster *cluster, Str template, Str *why)
{
    if (make_data(arena, cluster, template, why)) {
        watch_serve(&cluster->watch);
        if (wait_until_ready(arena, cluster, why))
            return true;
    }
    cluster_end(cluster);
    return false;
}

/* No signal ends us between the folder's making and the watchdog's, which deletes it. */
static bool watch_private(Arena *arena, Cluster *cluster, Str *why)
{
    Place place;
    sigset_t saved;
    process_hold_signals(&saved);
    bool watched = place_make_private(arena, &cluster->account, &place, why) &&
                   watch_place(arena, cluster, &place, false, why);
    process_let_signals(&saved);
    return watched;
}

static bool attempt_private(Arena *arena, Cluster *cluster, Str template, Str *why)
{
    return watch_private(arena, cluster, why) && attempt(arena, cluster, template, why);
}

bool cluster_prepare(Arena *arena, Cluster *cluster, Diags *diags)
{
    *cluster = (Cluster){0};
    if (!programs_find(arena, &cluster->programs, diags))
        return false;
    if (account_find(arena, &cluster->account))
        return true;
    cluster_report(diags, S("PostgreSQL does not run as root, and there is neither a user "
                            "\"postgres\" nor \"nobody\" to run it as"));
    return false;
}

/* A template may have been spoilt, by a full disk say: then it is made anew. */
bool cluster_start(Arena *arena, Cluster *cluster, Diags *diags)
{
    Str template = template_path(arena, cluster->programs.version), why = {0};
    bool kept = template.ptr && file_is_folder(template.ptr);
    if (attempt_private(arena, cluster, template, &why))
        return true;
    if (kept) {
        file_remove_tree(arena, template.ptr);
        if (attempt_private(arena, cluster, template, &why))
            return true;
    }
    cluster_report(diags, why);
    return false;
}

bool cluster_start_daemon(Arena *arena, Cluster *cluster, const Place *place, bool *again, Str *why)
{
    Str template = template_path(arena, cluster->programs.version);
    *again = template.ptr && file_is_folder(template.ptr);
    if (watch_place(arena, cluster, place, true, why) && attempt(arena, cluster, template, why)) {
        watch_release(&cluster->watch);
        return true;
    }
    if (*again)
        file_remove_tree(arena, template.ptr);
    return false;
}

void cluster_end(Cluster *cluster)
{
    watch_end(&cluster->watch);
}

void cluster_report(Diags *diags, Str why)
{
    Diag *diag = diag_error(diags, "E0703", (Pos){0}, "the scratch server does not start: %.*s",
                            STR_ARG(why));
    diag_help(
        diags, diag,
        "Name a running server with --scratch URI or PGWRIGHT_SCRATCH, or other server programs "
        "with PGWRIGHT_PG_BINDIR.");
}

/* -- addresses -- */

const char *cluster_private_conninfo(Arena *arena, Str folder)
{
    return str_format(arena,
                      "host='%.*s' hostaddr='' port=" PLACE_PORT " user=" CLUSTER_USER
                      " dbname=postgres options='' passfile='' requirepeer='' gssencmode=disable "
                      "channel_binding=disable target_session_attrs=any",
                      STR_ARG(folder))
        .ptr;
}

Str cluster_conninfo(Arena *arena, Str folder, const char *database)
{
    Str name = uri_text(arena, str_of(database ? database : "postgres")),
        host = uri_text(arena, folder);
    return str_format(arena, "postgresql:///%.*s?host=%.*s&port=" PLACE_PORT "&user=" CLUSTER_USER,
                      STR_ARG(name), STR_ARG(host));
}
