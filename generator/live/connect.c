#include "live/connection.h"

#include "live/conninfo.h"
#include "text/writer.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CONNECT_SECONDS = 10 };

const ServerSetting server_profile[] = {
    {"search_path", "pg_catalog"},
    {"TimeZone", "UTC"},
    {"DateStyle", "ISO, YMD"},
    {"IntervalStyle", "postgres"},
    {"extra_float_digits", "1"},
    {"bytea_output", "hex"},
    {"standard_conforming_strings", "on"},
    {"quote_all_identifiers", "off"},
    {"lc_monetary", "C"},
    {"client_encoding", "UTF8"},
    {"row_security", "off"},
    {"jit", "off"},
    {"client_min_messages", "warning"},
};
const size_t server_profile_count = COUNT_OF(server_profile);

Str connection_profile(Arena *arena, const char *set)
{
    StrVec statements = {0};
    for (size_t i = 0; i < server_profile_count; i++)
        vec_push(arena, &statements,
                 str_format(arena, "%s %s = '%s'", set, server_profile[i].name,
                            server_profile[i].value));
    return str_join(arena, &statements, S("; "));
}

Str connection_legible(Arena *arena, Str text)
{
    Writer w = {.arena = arena};
    while (text.len) {
        size_t good = str_utf8_error(text);
        for (size_t i = 0; i < good; i++)
            w_raw(&w, (unsigned char)text.ptr[i] < ' ' ? S(" ") : str_slice(text, i, i + 1));
        if (good < text.len)
            w_raw(&w, S("\xef\xbf\xbd"));
        text = str_slice(text, good < text.len ? good + 1 : good, text.len);
    }
    return str_trim(w_result(&w));
}

void connection_ignore_notice(void *unused, const char *message)
{
    (void)unused;
    (void)message;
}

static bool has_several_hosts(const char *conninfo)
{
    PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
    const char *host = conninfo_value(options, "host"),
               *address = conninfo_value(options, "hostaddr");
    bool several = (host && strchr(host, ',')) || (address && strchr(address, ','));
    PQconninfoFree(options);
    return several;
}

int64_t connection_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* From connect_timeout, in whole seconds, where 0 is no limit; as poll wants it. */
static int connect_milliseconds(PGconn *conn)
{
    PQconninfoOption *options = PQconninfo(conn);
    int64_t seconds = 0;
    bool known = str_to_int(str_of(conninfo_value(options, "connect_timeout")), &seconds);
    PQconninfoFree(options);
    return known && seconds > 0 && seconds < 100000 ? (int)seconds * 1000 : -1;
}

bool connection_wait(PGconn *conn, short events, int64_t deadline)
{
    for (;;) {
        int64_t left = deadline ? deadline - connection_clock() : -1;
        if (deadline && left <= 0)
            return false;
        struct pollfd wait = {.fd = PQsocket(conn), .events = events};
        int got = poll(&wait, 1, (int)left);
        if (got > 0 || (got < 0 && errno != EINTR))
            return true;
    }
}

static void complete_connection(PGconn *conn)
{
    int limit = connect_milliseconds(conn);
    int64_t deadline = limit < 0 ? 0 : connection_clock() + limit;
    PostgresPollingStatusType next = PGRES_POLLING_WRITING;
    while (next == PGRES_POLLING_WRITING || next == PGRES_POLLING_READING) {
        if (!connection_wait(conn, next == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline))
            return;
        next = PQconnectPoll(conn);
    }
}

/* What comes before `dbname` gives way to what the connection string says. libpq prints what a
 * server says while we log in unless it is told otherwise in between, so we wait ourselves; but
 * only libpq goes on to the next of several hosts when one does not answer in time. */
static PGconn *open_connection(const char *conninfo, unsigned timeout)
{
    char seconds[16];
    snprintf(seconds, sizeof seconds, "%u", timeout ? (timeout + 999) / 1000 : CONNECT_SECONDS);
    const char *keywords[] = {"fallback_application_name", "connect_timeout", "dbname", NULL};
    const char *values[] = {"pgwright", seconds, conninfo, NULL};
    if (getenv("PGCONNECT_TIMEOUT"))
        values[1] = NULL; /* the environment's choice; an explicit value would hide it */
    bool several = !conninfo_is_name(conninfo) && has_several_hosts(conninfo);
    PGconn *conn = several ? PQconnectdbParams(keywords, values, 1)
                           : PQconnectStartParams(keywords, values, 1);
    PQsetNoticeProcessor(conn, connection_ignore_notice, NULL);
    if (!several && PQstatus(conn) != CONNECTION_BAD)
        complete_connection(conn);
    return conn;
}

Str text_after(Str text, Str mark)
{
    ptrdiff_t at = str_find(text, mark);
    return at < 0 ? text : str_slice(text, (size_t)at + mark.len, text.len);
}

/* The last attempt's reason on one line, without libpq's prefix, which repeats what we say
 * ourselves. */
static Str connect_reason(Arena *arena, const PGconn *conn)
{
    Str text = str_copy(arena, str_trim(str_of(PQerrorMessage(conn)))), line = {0};
    for (Str rest = text, next; str_split(&rest, '\n', &next);)
        if (!line.ptr || str_starts(next, S("connection to server ")))
            line = next;
    if (str_starts(line, S("connection to server ")))
        line = text_after(line, S(" failed:"));
    line = connection_legible(arena, text_after(text_after(line, S("FATAL: ")), S("ERROR: ")));
    return line.len ? line : S("timeout expired");
}

const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

/* Without a database libpq did not get as far as putting the parts together. */
static void report_failure(Diags *diags, const PGconn *conn, Str reason)
{
    Str to = {0};
    if (PQdb(conn))
        to = str_format(diags->arena, " to database \"%s\" on host \"%s\" port %s as user \"%s\"",
                        PQdb(conn), text_or_empty(PQhost(conn)), text_or_empty(PQport(conn)),
                        text_or_empty(PQuser(conn)));
    Str told = str_format(diags->arena, "cannot connect%.*s: %.*s", STR_ARG(to), STR_ARG(reason));
    diag_error(diags, "E0701", (Pos){0}, "%.*s", STR_ARG(connection_legible(diags->arena, told)));
}

static void report_unsound(Diags *diags)
{
    Diag *diag =
        diag_error(diags, "E0701", (Pos){0},
                   "cannot connect: the connection string is malformed (it is not shown, as "
                   "it may hold a password)");
    diag_help(
        diags, diag,
        "Write postgresql://USER:PASSWORD@HOST:PORT/DATABASE with special characters in names "
        "and passwords percent-encoded (@ is %%40, / is %%2F), or key=value pairs with values "
        "that hold spaces in single quotes.");
}

/* Takes a connection over. NULL with a diagnostic when there is none. */
static Server *take_connection(Arena *arena, PGconn *conn, Diags *diags)
{
    Server *server = NEW(arena, Server);
    server->arena = arena;
    server->conn = conn;
    PQsetNoticeProcessor(conn, connection_ignore_notice, NULL);
    if (PQstatus(conn) == CONNECTION_OK)
        return server;
    report_failure(diags, conn, connect_reason(arena, conn));
    server_close(server);
    return NULL;
}

static Server *with_profile(Server *server, Diags *diags)
{
    if (!server || server_run(server, connection_profile(server->arena, "SET")))
        return server;
    report_failure(diags, server->conn, server->error.message);
    server_close(server);
    return NULL;
}

Server *server_connect_plain(Arena *arena, const char *conninfo, unsigned timeout, Diags *diags)
{
    if (conninfo_is_sound(conninfo))
        return take_connection(arena, open_connection(conninfo, timeout), diags);
    report_unsound(diags);
    return NULL;
}

Server *server_connect(Arena *arena, const char *conninfo, Diags *diags)
{
    return with_profile(server_connect_plain(arena, conninfo, 0, diags), diags);
}

PGconn *connection_again(const Server *server,
                         PGconn *connect(const char *const *, const char *const *, int))
{
    enum { MOST_OPTIONS = 128 };
    const char *keywords[MOST_OPTIONS + 1] = {0}, *values[MOST_OPTIONS + 1] = {0};
    PQconninfoOption *options = PQconninfo(server->conn);
    size_t count = 0;
    for (const PQconninfoOption *o = options; o && o->keyword && count < MOST_OPTIONS; o++) {
        keywords[count] = o->keyword;
        values[count++] = o->val;
    }
    PGconn *conn = connect(keywords, values, 0);
    PQconninfoFree(options);
    return conn;
}

Server *server_connect_again(Arena *arena, const Server *server, Diags *diags)
{
    PGconn *conn = connection_again(server, PQconnectdbParams);
    return with_profile(take_connection(arena, conn, diags), diags);
}

StrVec server_environment(Arena *arena, const Server *server)
{
    StrVec environment = {0};
    PQconninfoOption *options = PQconninfo(server->conn);
    for (const PQconninfoOption *o = options; o && o->keyword; o++)
        if (o->envvar && o->val)
            vec_push(arena, &environment, str_format(arena, "%s=%s", o->envvar, o->val));
    PQconninfoFree(options);
    return environment;
}

void server_close(Server *server)
{
    if (!server)
        return;
    PQfinish(server->conn); /* NULL is fine, so that closing twice is */
    server->conn = NULL;
}

int server_version(const Server *server)
{
    return PQserverVersion(server->conn);
}

bool server_is_lost(const Server *server)
{
    return server->late || PQstatus(server->conn) != CONNECTION_OK;
}

static void pass_notice(void *argument, const PGresult *result)
{
    Server *server = argument;
    if (server->notice)
        server->notice(server->notice_context,
                       str_of(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)));
}

void server_on_notice(Server *server, void (*notice)(void *context, Str message), void *context)
{
    server->notice = notice;
    server->notice_context = context;
    PQsetNoticeReceiver(server->conn, pass_notice, server);
}
