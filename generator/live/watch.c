#include "live/watch.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

enum { ORDER_INITDB = 'i', ORDER_SERVE = 's', ORDER_RELEASE = 'r' };
enum { NEWS_DONE = '1', NEWS_FAILED = '0' };

/* How long a server that was told to stop may take before it is killed. */
enum { STOP_MILLISECONDS = 5000 };

/* How often initdb is looked after, and how often what it leaves is: its last process may still
 * write while the folder is deleted. */
enum { LOOK_MILLISECONDS = 10, CLEAN_TRIES = 500 };

/* -- in the watchdog -- */

static void open_streams(const char *log)
{
    int input = open("/dev/null", O_RDONLY);
    int output = open(log, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0600);
    if (output < 0)
        output = open("/dev/null", O_WRONLY);
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    if (input > STDERR_FILENO)
        close(input);
    if (output > STDERR_FILENO)
        close(output);
}

/* A session of its own keeps the terminal's Ctrl-C away; other signals are for us, not for it. */
static void detach(void)
{
    setsid();
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGCHLD, SIG_DFL);
    if (chdir("/") != 0)
        _exit(1);
}

static pid_t spawn(const WatchPlan *plan, char **arguments)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    process_default_signals();
#ifdef __linux__
    if (!plan->outlives) /* should the watchdog itself be killed */
        prctl(PR_SET_PDEATHSIG, SIGQUIT);
#endif
    execve(arguments[0], arguments, plan->environment);
    dprintf(STDERR_FILENO, "FATAL:  cannot run %s\n", arguments[0]);
    _exit(127);
}

static bool read_order(int orders, char *order)
{
    ssize_t got;
    do {
        got = read(orders, order, 1);
    } while (got < 0 && errno == EINTR);
    return got == 1;
}

static bool is_at_end(int fd, int milliseconds)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    return poll(&wait, 1, milliseconds) == 1 && (wait.revents & (POLLHUP | POLLIN));
}

/* Runs initdb to its end, or to that of the orders. It is in our group, as are the servers that it
 * starts; we heed no signal. */
static bool initialise(const WatchPlan *plan, int orders)
{
    int status = 0;
    pid_t child = spawn(plan, plan->initdb), ended = 0;
    while (child > 0 && (ended = waitpid(child, &status, WNOHANG)) == 0)
        if (is_at_end(orders, LOOK_MILLISECONDS)) {
            kill(0, SIGTERM);
            process_succeeded(child);
            return false;
        }
    return child > 0 && ended == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* An immediate shutdown: nobody needs the data. The server's own processes follow the first one. */
static void stop_server(pid_t server, int news)
{
    kill(server, SIGQUIT);
    if (!is_at_end(news, STOP_MILLISECONDS)) {
        kill(server, SIGKILL);
        is_at_end(news, STOP_MILLISECONDS);
    }
    process_succeeded(server);
}

static pid_t follow_orders(const WatchPlan *plan, int orders, int alive)
{
    pid_t server = 0;
    for (char order; read_order(orders, &order);) {
        if (order == ORDER_RELEASE)
            _exit(0);
        if (order == ORDER_INITDB) {
            char outcome = initialise(plan, orders) ? NEWS_DONE : NEWS_FAILED;
            if (write(alive, &outcome, 1) != 1)
                break;
        }
        if (order == ORDER_SERVE) {
            server = spawn(plan, plan->server);
            close(alive); /* the server has it alone now: the pipe ends with its last process */
        }
    }
    return server;
}

static void keep_watch(const WatchPlan *plan, int orders, int news, int alive)
{
    detach();
    process_close_others((int[]){orders, news, alive, plan->lock}, 4);
    if (!account_become(&plan->account))
        _exit(1);
    open_streams(plan->log);
    pid_t server = follow_orders(plan, orders, alive);
    if (server > 0)
        stop_server(server, news);
    Arena *arena = arena_new();
    for (int i = 0; i < CLEAN_TRIES; i++) {
        if (file_remove_tree(arena, plan->folder))
            _exit(0);
        poll(NULL, 0, LOOK_MILLISECONDS);
    }
    _exit(1);
}

/* -- in the program -- */

static bool open_pipe(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    ends[0] = process_high_descriptor(ends[0]);
    ends[1] = process_high_descriptor(ends[1]);
    return ends[0] >= 0 && ends[1] >= 0;
}

bool watch_start(const WatchPlan *plan, Watch *watch)
{
    int orders[2], news[2];
    if (!open_pipe(orders) || !open_pipe(news))
        return false;
    pid_t pid = fork();
    if (pid == 0) {
        /* The server is to inherit these two, past exec. */
        fcntl(news[1], F_SETFD, 0);
        fcntl(plan->lock, F_SETFD, 0);
        keep_watch(plan, orders[0], news[0], news[1]);
    }
    close(orders[0]);
    close(news[1]);
    close(plan->lock);
    *watch = (Watch){pid, orders[1], news[0]};
    if (pid > 0)
        return true;
    close(orders[1]);
    close(news[0]);
    *watch = (Watch){0};
    return false;
}

static bool give_order(Watch *watch, char order)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, saved;
    sigaction(SIGPIPE, &ignore, &saved); /* a watchdog that is gone shows in the news */
    bool given = write(watch->orders, &order, 1) == 1;
    sigaction(SIGPIPE, &saved, NULL);
    return given;
}

bool watch_initdb(Watch *watch)
{
    char outcome = NEWS_FAILED;
    return give_order(watch, ORDER_INITDB) && read_order(watch->news, &outcome) &&
           outcome == NEWS_DONE;
}

void watch_serve(Watch *watch)
{
    give_order(watch, ORDER_SERVE);
}

bool watch_server_gone(Watch *watch, int milliseconds)
{
    return is_at_end(watch->news, milliseconds);
}

static void leave(Watch *watch)
{
    close(watch->orders);
    close(watch->news);
    process_succeeded(watch->pid);
    *watch = (Watch){0};
}

void watch_release(Watch *watch)
{
    give_order(watch, ORDER_RELEASE);
    leave(watch);
}

void watch_end(Watch *watch)
{
    if (watch->pid > 0)
        leave(watch);
}
