/*
 * kill_shim.so: ends the program, or its server process, at a chosen moment. Preloaded
 * (LD_PRELOAD), it counts the queries of the connection that took the runner's lock. At the one
 * numbered KILL_AT, or the first that begins with KILL_ON, it sends SIGKILL: to the program, or,
 * with KILL_WHO=backend, to the server process; before the query is sent, or, when KILL_DELAY is
 * set, so many milliseconds after that. How many queries there were is written to the file
 * KILL_COUNT.
 */
#include <dlfcn.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef PGresult *(*Exec)(PGconn *, const char *);

static const PGconn *runner;
static int count;

static void note_count(void)
{
    const char *path = getenv("KILL_COUNT");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file)
        return;
    fprintf(file, "%d\n", count);
    fclose(file);
}

static void pause_for(long milliseconds)
{
    struct timespec rest = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&rest, NULL);
}

static PGresult *last_result(PGconn *conn)
{
    PGresult *last = NULL;
    for (PGresult *next; (next = PQgetResult(conn));) {
        PQclear(last);
        last = next;
    }
    return last;
}

static PGresult *kill_now(PGconn *conn, const char *query, Exec exec)
{
    const char *who = getenv("KILL_WHO"), *delay = getenv("KILL_DELAY");
    if (delay) {
        PQsendQuery(conn, query);
        PQflush(conn);
        pause_for(strtol(delay, NULL, 10));
    }
    if (!who || strcmp(who, "backend") != 0)
        kill(getpid(), SIGKILL);
    kill(PQbackendPID(conn), SIGKILL);
    pause_for(20);
    return delay ? last_result(conn) : exec(conn, query);
}

static int is_the_one(const char *query)
{
    const char *at = getenv("KILL_AT"), *on = getenv("KILL_ON");
    return (at && strtol(at, NULL, 10) == count) || (on && strncmp(query, on, strlen(on)) == 0);
}

static PGresult *count_and_run(PGconn *conn, const char *query, Exec exec)
{
    if (!runner && strstr(query, "pg_try_advisory_lock"))
        runner = conn;
    if (conn != runner)
        return exec(conn, query);
    count++;
    note_count();
    return is_the_one(query) ? kill_now(conn, query, exec) : exec(conn, query);
}

/* The library's own functions. */
static PGresult *exec_simple(PGconn *conn, const char *query)
{
    static PGresult *(*next)(PGconn *, const char *);
    if (!next)
        *(void **)&next = dlsym(RTLD_NEXT, "PQexec");
    return next(conn, query);
}

static PGresult *exec_extended(PGconn *conn, const char *query)
{
    static PGresult *(*next)(PGconn *, const char *, int, const Oid *, const char *const *,
                             const int *, const int *, int);
    if (!next)
        *(void **)&next = dlsym(RTLD_NEXT, "PQexecParams");
    return next(conn, query, 0, NULL, NULL, NULL, NULL, 0);
}

PGresult *PQexec(PGconn *conn, const char *query)
{
    return count_and_run(conn, query, exec_simple);
}

/* The program's queries have no parameters. */
PGresult *PQexecParams(PGconn *conn, const char *query, int parameters, const Oid *types,
                       const char *const *values, const int *lengths, const int *formats,
                       int result_format)
{
    (void)parameters, (void)types, (void)values, (void)lengths, (void)formats, (void)result_format;
    return count_and_run(conn, query, exec_extended);
}
