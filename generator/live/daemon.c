/* The lasting scratch server, for trying things: one a user, found by the name of its folder, which
 * the server keeps locked while it runs. */
#include "live/scratch.h"

#include "base/file.h"
#include "live/cluster.h"

#include <signal.h>
#include <time.h>

/* How long we wait for another process that is starting or stopping the same server. */
enum { WAIT_MILLISECONDS = 30000, LOOK_MILLISECONDS = 10 };

static void wait_a_little(void)
{
    nanosleep(&(struct timespec){.tv_nsec = LOOK_MILLISECONDS * 1000000L}, NULL);
}

/* The folder of a server that is running or starting; absent when there is none. */
static Str running_folder(Arena *arena)
{
    Account account;
    if (!account_find(arena, &account))
        return (Str){0};
    Str folder = place_daemon_folder(arena, &account);
    bool runs =
        folder.ptr && place_daemon_exists(&account, folder.ptr) && place_is_locked(folder.ptr);
    return runs ? folder : (Str){0};
}

Str scratch_daemon_conninfo(Arena *arena)
{
    Str folder = running_folder(arena);
    if (folder.ptr && cluster_answers(arena, folder))
        return cluster_conninfo(arena, folder, NULL);
    return (Str){0};
}

/* One look: true when the outcome is known, good (*conninfo) or bad (*why). */
static bool try_start(Arena *arena, Cluster *cluster, Str *conninfo, Str *why)
{
    *conninfo = scratch_daemon_conninfo(arena);
    if (conninfo->ptr)
        return true;
    Place place;
    bool again;
    if (!place_take_daemon(arena, &cluster->account, &place, &again, why))
        return !again;
    if (!cluster_start_daemon(arena, cluster, &place, &again, why))
        return !again;
    *conninfo = cluster_conninfo(arena, cluster->folder, NULL);
    return true;
}

bool scratch_start_daemon(Arena *arena, Str *conninfo, Diags *diags)
{
    *conninfo = scratch_daemon_conninfo(arena);
    if (conninfo->ptr)
        return true;
    Cluster cluster;
    if (!cluster_prepare(arena, &cluster, diags))
        return false;
    Str why = S("another process holds on to its folder");
    for (int waited = 0; waited < WAIT_MILLISECONDS; waited += LOOK_MILLISECONDS) {
        if (try_start(arena, &cluster, conninfo, &why))
            break;
        wait_a_little();
    }
    if (!conninfo->ptr)
        cluster_report(diags, why);
    return conninfo->ptr != NULL;
}

/* The first line of the server's file. */
static bool read_process(Arena *arena, Str folder, pid_t *process)
{
    Str text, why, line;
    int64_t number;
    if (!file_read(arena, path_join(arena, folder, S("data/postmaster.pid")).ptr, 4096, &text,
                   &why) ||
        !str_split(&text, '\n', &line) || !str_to_int(line, &number) || number <= 1)
        return false;
    *process = (pid_t)number;
    return true;
}

static bool stop_server(Arena *arena, Str folder)
{
    for (int waited = 0; waited < WAIT_MILLISECONDS; waited += LOOK_MILLISECONDS) {
        if (!place_is_locked(folder.ptr))
            return true;
        pid_t process;
        /* While it answers the number is its own; a crashed server's may be anybody's. */
        if (cluster_answers(arena, folder) && read_process(arena, folder, &process))
            kill(process, SIGQUIT);
        wait_a_little();
    }
    return false;
}

bool scratch_stop_daemon(Arena *arena, bool *was_running, Diags *diags)
{
    Account account;
    Str folder = running_folder(arena), why;
    *was_running = folder.ptr != NULL;
    if (!*was_running)
        return true;
    if (account_find(arena, &account) && stop_server(arena, folder) &&
        place_clear_daemon(arena, &account, folder.ptr, &why))
        return true;
    diag_error(diags, "E0703", (Pos){0}, "the scratch server in \"%.*s\" does not stop",
               STR_ARG(folder));
    return false;
}
