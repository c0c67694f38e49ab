/* What scratch_test.sh drives: one verb a run. Prints results on standard output, diagnostics on
 * standard error; exit status 1 when there were any. */
#include "live/scratch.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static Arena *arena;
static Diags diags;

static void say(Str text)
{
    printf("%.*s\n", STR_ARG(text));
    fflush(stdout);
}

static Str one_cell(Server *server, Str sql)
{
    Rows *rows = server_query(server, sql);
    if (!rows)
        return server_error(server).message;
    Str cell = str_copy(arena, rows_count(rows) ? rows_cell(rows, 0, 0) : S("no rows"));
    rows_free(rows);
    return cell;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* connect CONNINFO: a connection and its profile. */
static void do_connect(const char *conninfo)
{
    Server *server = server_connect(arena, conninfo, &diags);
    if (!server)
        return;
    static const char *const names[] = {"search_path",         "timezone",     "datestyle",
                                        "intervalstyle",       "row_security", "extra_float_digits",
                                        "client_min_messages", "jit",          "application_name"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        say(str_format(arena, "%s=%.*s", names[i],
                       STR_ARG(one_cell(server, str_format(arena, "SHOW %s", names[i])))));
    server_close(server);
}

/* errors CONNINFO: what server_error says of a few bad texts. */
static void do_errors(const char *conninfo)
{
    Server *server = server_connect(arena, conninfo, &diags);
    if (!server)
        return;
    const Str texts[] = {S("SELECT 'ä', nothing"),
                         S("SELECT 1; SELEC 2"),
                         S("COPY (SELECT 1) TO STDOUT"),
                         S("SELECT 1\0; x"),
                         S("SELECT 1/0"),
                         S(""),
                         S("SELECT 1")};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (server_run(server, texts[i])) {
            say(S("fine"));
            continue;
        }
        ServerError error = server_error(server);
        say(str_format(arena, "%.*s @%zu %.*s", STR_ARG(error.sqlstate), error.position,
                       STR_ARG(error.message)));
    }
    Rows *rows = server_query(server, S("SELECT NULL AS a, '' AS b UNION ALL SELECT 'x', 'y'"));
    say(str_format(arena, "%zu rows of %zu, %s %s, %d", rows_count(rows), rows_width(rows),
                   rows_name(rows, 0), rows_name(rows, 1), rows_cell(rows, 0, 0).ptr == NULL));
    rows_free(rows);
    server_close(server);
}

/* sql CONNINFO: runs standard input. */
static void do_sql(const char *conninfo)
{
    char text[4096];
    size_t len = fread(text, 1, sizeof text, stdin);
    Server *server = server_connect(arena, conninfo, &diags);
    if (!server)
        return;
    say(server_run(server, (Str){text, len}) ? S("done") : server_error(server).message);
    server_close(server);
}

static Scratch *use(const char *conninfo, const char *number)
{
    Scratch *scratch = scratch_open(arena, conninfo, &diags);
    Server *server = scratch ? scratch_database(scratch, &diags) : NULL;
    if (!server)
        return scratch;
    if (!server_run(server, str_format(arena, "CREATE TABLE public.t AS SELECT %s AS n", number)))
        say(server_error(server).message);
    say(one_cell(server, S("SELECT n FROM public.t")));
    say(one_cell(server, S("SELECT concat_ws(' ', pg_encoding_to_char(encoding), datcollate, "
                           "datctype) FROM pg_database WHERE datname = current_database()")));
    return scratch;
}

/* use [CONNINFO]: a scratch database, used and closed. */
static void do_use(const char *conninfo)
{
    scratch_close(use(conninfo, "41"));
}

/* two: two servers and two databases in each at once; the first one is closed first. */
static void do_two(const char *unused)
{
    (void)unused;
    Scratch *a = use(NULL, "1"), *b = use(NULL, "2");
    if (!a || !b)
        return;
    Server *more = scratch_database(b, &diags);
    scratch_close(a);
    say(one_cell(more, S("SELECT count(*) FROM pg_class WHERE relname = 't'")));
    scratch_drop_database(b, more);
    say(one_cell(scratch_database(b, &diags), S("SELECT 3")));
    scratch_close(b);
}

/* hold: says its process number, opens, says how to connect, waits to be killed. */
static void do_hold(const char *conninfo)
{
    say(str_format(arena, "%ld", (long)getpid()));
    Scratch *scratch = use(conninfo, "5");
    if (!scratch)
        return;
    say(scratch_conninfo(arena, scratch, NULL));
    for (;;)
        pause();
}

/* forget: leaves without closing. */
static void do_forget(const char *unused)
{
    (void)unused;
    Scratch *scratch = use(NULL, "6");
    if (scratch)
        say(scratch_conninfo(arena, scratch, NULL));
}

/* time: milliseconds to open, for a database, to drop it, to close. */
static void do_time(const char *conninfo)
{
    double t0 = now();
    Scratch *scratch = scratch_open(arena, conninfo, &diags);
    double t1 = now();
    Server *server = scratch ? scratch_database(scratch, &diags) : NULL;
    double t2 = now();
    if (server)
        scratch_drop_database(scratch, server);
    double t3 = now();
    scratch_close(scratch);
    double t4 = now();
    printf("open %.0f, database %.0f, drop %.0f, close %.0f ms\n", t1 - t0, t2 - t1, t3 - t2,
           t4 - t3);
}

static void do_start(const char *unused)
{
    (void)unused;
    Str conninfo;
    if (scratch_start_daemon(arena, &conninfo, &diags))
        say(conninfo);
}

static void do_stop(const char *unused)
{
    (void)unused;
    bool was_running;
    if (scratch_stop_daemon(arena, &was_running, &diags))
        say(was_running ? S("stopped") : S("not running"));
}

static void do_url(const char *unused)
{
    (void)unused;
    Str conninfo = scratch_daemon_conninfo(arena);
    say(conninfo.ptr ? conninfo : S("none"));
}

static const struct {
    const char *verb;
    void (*run)(const char *argument);
} verbs[] = {
    {"connect", do_connect}, {"errors", do_errors}, {"use", do_use},   {"two", do_two},
    {"hold", do_hold},       {"forget", do_forget}, {"time", do_time}, {"start", do_start},
    {"stop", do_stop},       {"sql", do_sql},       {"url", do_url},
};

int main(int argc, char **argv)
{
    signal(SIGINT, SIG_DFL); /* a shell's background jobs have it ignored */
    arena = arena_new();
    diags.arena = arena;
    for (size_t i = 0; argc > 1 && i < COUNT_OF(verbs); i++)
        if (strcmp(verbs[i].verb, argv[1]) == 0)
            verbs[i].run(argc > 2 ? argv[2] : NULL);
    Str text = diags_text(&diags, 0);
    fprintf(stderr, "%.*s", STR_ARG(text));
    int status = diags.errors ? 1 : 0;
    arena_free(arena);
    return status;
}
