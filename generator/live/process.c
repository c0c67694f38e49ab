#include "live/process.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const accounts[] = {"postgres", "nobody"};

bool account_find(Arena *arena, Account *account)
{
    *account = (Account){.uid = geteuid(), .gid = getegid()};
    if (account->uid != 0)
        return true;
    for (size_t i = 0; i < COUNT_OF(accounts); i++) {
        const struct passwd *entry = getpwnam(accounts[i]);
        if (!entry || entry->pw_uid == 0)
            continue;
        *account =
            (Account){entry->pw_uid, entry->pw_gid, str_copy(arena, str_of(entry->pw_name)).ptr};
        return true;
    }
    return false;
}

bool account_become(const Account *account)
{
    if (!account->name)
        return true;
    return setgroups(1, &account->gid) == 0 && setgid(account->gid) == 0 &&
           setuid(account->uid) == 0;
}

char **process_list(Arena *arena, const StrVec *items)
{
    char **list = NEW_ARRAY(arena, char *, items->len + 1);
    for (size_t i = 0; i < items->len; i++) {
        list[i] = NEW_ARRAY(arena, char, items->at[i].len + 1);
        memcpy(list[i], items->at[i].ptr, items->at[i].len);
    }
    return list;
}

static bool is_kept(int fd, const int *keep, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (keep[i] == fd)
            return true;
    return fd <= STDERR_FILENO;
}

void process_close_others(const int *keep, size_t count)
{
    DIR *dir = opendir("/dev/fd");
    if (!dir) { /* no such folder here: try all that are likely */
        for (int fd = 0; fd < 1024; fd++)
            if (!is_kept(fd, keep, count))
                close(fd);
        return;
    }
    for (struct dirent *entry; (entry = readdir(dir));) {
        int fd = (int)strtol(entry->d_name, NULL, 10);
        if (fd != dirfd(dir) && !is_kept(fd, keep, count))
            close(fd);
    }
    closedir(dir);
}

void process_default_signals(void)
{
    static const int signals[] = {SIGINT,  SIGTERM, SIGHUP,  SIGQUIT, SIGPIPE,
                                  SIGUSR1, SIGUSR2, SIGCHLD, SIGALRM};
    for (size_t i = 0; i < COUNT_OF(signals); i++)
        signal(signals[i], SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

void process_hold_signals(sigset_t *saved)
{
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGHUP);
    sigprocmask(SIG_BLOCK, &ending, saved);
}

void process_let_signals(const sigset_t *saved)
{
    sigprocmask(SIG_SETMASK, saved, NULL);
}

bool process_succeeded(pid_t child)
{
    int status = 0;
    pid_t got;
    do {
        got = waitpid(child, &status, 0);
    } while (got < 0 && errno == EINTR);
    return got == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* For the child of process_capture: the program with its output in `out`. */
static void run_program(const char *program, char **arguments, char **environment, int out)
{
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(nothing, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(nothing, STDERR_FILENO);
    process_default_signals();
    for (; *environment; environment++)
        putenv(*environment);
    execvp(program, arguments);
    _exit(127);
}

static Str read_all(Arena *arena, int from)
{
    size_t len = 0, room = 4096;
    char *text = NEW_ARRAY(arena, char, room + 1);
    for (;;) {
        ssize_t got = read(from, text + len, room - len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return (Str){text, len};
        len += (size_t)got;
        if (len < room)
            continue;
        char *more = NEW_ARRAY(arena, char, 2 * room + 1);
        memcpy(more, text, len);
        text = more;
        room *= 2;
    }
}

bool process_capture(Arena *arena, const char *program, const StrVec *arguments,
                     const StrVec *environment, Str *out)
{
    StrVec words = {0};
    vec_push(arena, &words, str_of(program));
    for (size_t i = 0; i < arguments->len; i++)
        vec_push(arena, &words, arguments->at[i]);
    char **argv = process_list(arena, &words), **env = process_list(arena, environment);
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    ends[1] = process_high_descriptor(ends[1]);
    pid_t child = fork();
    if (child == 0)
        run_program(program, argv, env, ends[1]);
    close(ends[1]);
    *out = read_all(arena, ends[0]);
    close(ends[0]);
    return child > 0 && process_succeeded(child);
}

bool process_remove_tree(Arena *arena, const Account *account, const char *path)
{
    if (!account->name || geteuid() != 0)
        return file_remove_tree(arena, path);
    pid_t child = fork();
    if (child == 0)
        _exit(account_become(account) && file_remove_tree(arena, path) ? 0 : 1);
    return child > 0 && process_succeeded(child);
}

bool process_may_write(const Account *account, const char *folder)
{
    if (!account->name)
        return access(folder, W_OK | X_OK) == 0;
    pid_t child = fork();
    if (child == 0)
        _exit(account_become(account) && access(folder, W_OK | X_OK) == 0 ? 0 : 1);
    return child > 0 && process_succeeded(child);
}

int process_high_descriptor(int fd)
{
    if (fd < 0 || fd > STDERR_FILENO)
        return fd;
    int high = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close(fd);
    return high;
}
