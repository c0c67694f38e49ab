#include "live/server.h"

#include "base/memory.h"
#include "live/conninfo.h"
#include "text/writer.h"

#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What a connection is about; those that come up on their own begin with JOINING. */
typedef enum { FREE, JOINING, BEGINNING, ASKED, ANSWERED } Stage;

struct Server {
    Arena *arena;
    PGconn *conn;
    ServerError error;
    unsigned timeout; /* of server_begin_reading */
    bool reading;     /* between that and server_end_reading */
    int64_t
        deadline; /* of what was asked last, when the server itself should have given up; or 0 */
    bool late;    /* it was not met */
    Stage stage;
    PostgresPollingStatusType next; /* JOINING: what libpq waits for */
    const char *begin;              /* BEGINNING: what is sent first */
    void (*notice)(void *context, Str message);
    void *notice_context;
};

/* How much longer we wait than the server is to work: its own message tells more than ours. */
enum { GRACE_MILLISECONDS = 2000, CONNECT_SECONDS = 10 };

/* To print expressions the server locks the tables that they are on, and keeps those locks. So we
 * never wait for another one for as long as others may wait for ours: after a second PostgreSQL
 * looks for deadlocks, and might end a migration in place of our check. */
enum { LOCK_MILLISECONDS = 700, PATIENCE_MILLISECONDS = 30 * 1000 };

struct Rows {
    PGresult *result;
};

enum { LARGE_RESULT = 8 * 1024 * 1024 };

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

/* One string, so that it costs one round trip. */
static Str profile_sql(Arena *arena, const char *set)
{
    StrVec statements = {0};
    for (size_t i = 0; i < server_profile_count; i++)
        vec_push(arena, &statements,
                 str_format(arena, "%s %s = '%s'", set, server_profile[i].name,
                            server_profile[i].value));
    return str_join(arena, &statements, S("; "));
}

/* What a server says before it knows our encoding, and what says things at its port that is no
 * server, on one line of UTF-8. */
static Str legible(Arena *arena, Str text)
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

/* -- connection strings -- */

static bool is_uri(const char *conninfo)
{
    return str_starts(str_of(conninfo), S("postgresql://")) ||
           str_starts(str_of(conninfo), S("postgres://"));
}

/* libpq's own rule: what is neither a URI nor holds '=' is the name of a database. */
static bool is_database_name(const char *conninfo)
{
    return !is_uri(conninfo) && !strchr(conninfo, '=');
}

/* An '@' or '/' that was left unescaped in a password moves the borders between the parts. libpq
 * takes what comes before the first '@' for user and password, if no '/' comes sooner; there must
 * not be another one in host, port and database. */
static bool has_clear_borders(const char *uri)
{
    const char *rest = strstr(uri, "://") + 3;
    const char *end_of_user = rest + strcspn(rest, "@/");
    if (*end_of_user == '@')
        rest = end_of_user + 1;
    return !memchr(rest, '@', strcspn(rest, "?"));
}

static bool is_port_list(const char *port)
{
    return port[strspn(port, "0123456789,")] == '\0';
}

static const char *option_value(const PQconninfoOption *options, const char *keyword)
{
    for (const PQconninfoOption *o = options; o && o->keyword; o++)
        if (strcmp(o->keyword, keyword) == 0)
            return o->val;
    return NULL;
}

bool conninfo_is_sound(const char *conninfo)
{
    if (is_database_name(conninfo))
        return !strpbrk(conninfo, ":/@");
    if (is_uri(conninfo) && !has_clear_borders(conninfo))
        return false;
    PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
    const char *port = option_value(options, "port");
    bool sound = options && (!port || is_port_list(port));
    PQconninfoFree(options);
    return sound;
}

static Str quote_value(Arena *arena, const char *value)
{
    Str escaped = str_replace(arena, str_of(value), S("\\"), S("\\\\"));
    escaped = str_replace(arena, escaped, S("'"), S("\\'"));
    return str_format(arena, "'%.*s'", STR_ARG(escaped));
}

Str conninfo_with_database(Arena *arena, const char *conninfo, const char *database)
{
    PQconninfoOption *options = is_database_name(conninfo) ? NULL : PQconninfoParse(conninfo, NULL);
    StrVec parts = {0};
    for (const PQconninfoOption *o = options; o && o->keyword; o++)
        if (o->val && strcmp(o->keyword, "dbname") != 0)
            vec_push(arena, &parts,
                     str_format(arena, "%s=%.*s", o->keyword, STR_ARG(quote_value(arena, o->val))));
    PQconninfoFree(options);
    vec_push(arena, &parts,
             str_format(arena, "dbname=%.*s", STR_ARG(quote_value(arena, database))));
    return str_join(arena, &parts, S(" "));
}

Str conninfo_label(Arena *arena, const char *conninfo)
{
    if (!conninfo_is_sound(conninfo))
        return (Str){0};
    PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
    const char *host = option_value(options, "host"), *port = option_value(options, "port");
    const char *database = option_value(options, "dbname");
    Str label =
        str_format(arena, "%s%s%s%s%s", database ? database : "(default)", host ? " on " : "",
                   host ? host : "", host && port ? ":" : "", host && port ? port : "");
    PQconninfoFree(options);
    return legible(arena, label);
}

/* -- connecting -- */

static void ignore_notice(void *unused, const char *message)
{
    (void)unused;
    (void)message;
}

static bool has_several_hosts(const char *conninfo)
{
    PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
    const char *host = option_value(options, "host"), *address = option_value(options, "hostaddr");
    bool several = (host && strchr(host, ',')) || (address && strchr(address, ','));
    PQconninfoFree(options);
    return several;
}

static int64_t milliseconds_now(void)
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
    bool known = str_to_int(str_of(option_value(options, "connect_timeout")), &seconds);
    PQconninfoFree(options);
    return known && seconds > 0 && seconds < 100000 ? (int)seconds * 1000 : -1;
}

/* Waits for the socket; false when there is nothing left of the time until `deadline` (0: no
 * limit). */
static bool wait_for_socket(PGconn *conn, short events, int64_t deadline)
{
    for (;;) {
        int64_t left = deadline ? deadline - milliseconds_now() : -1;
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
    int64_t deadline = limit < 0 ? 0 : milliseconds_now() + limit;
    PostgresPollingStatusType next = PGRES_POLLING_WRITING;
    while (next == PGRES_POLLING_WRITING || next == PGRES_POLLING_READING) {
        if (!wait_for_socket(conn, next == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline))
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
    bool several = !is_database_name(conninfo) && has_several_hosts(conninfo);
    PGconn *conn = several ? PQconnectdbParams(keywords, values, 1)
                           : PQconnectStartParams(keywords, values, 1);
    PQsetNoticeProcessor(conn, ignore_notice, NULL);
    if (!several && PQstatus(conn) != CONNECTION_BAD)
        complete_connection(conn);
    return conn;
}

static Str after(Str text, Str mark)
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
        line = after(line, S(" failed:"));
    line = legible(arena, after(after(line, S("FATAL: ")), S("ERROR: ")));
    return line.len ? line : S("timeout expired");
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* Without a database libpq did not get as far as putting the parts together. */
static void report_failure(Diags *diags, const PGconn *conn, Str reason)
{
    Str to = {0};
    if (PQdb(conn))
        to = str_format(diags->arena, " to database \"%s\" on host \"%s\" port %s as user \"%s\"",
                        PQdb(conn), or_empty(PQhost(conn)), or_empty(PQport(conn)),
                        or_empty(PQuser(conn)));
    Str told = str_format(diags->arena, "cannot connect%.*s: %.*s", STR_ARG(to), STR_ARG(reason));
    diag_error(diags, "E0701", (Pos){0}, "%.*s", STR_ARG(legible(diags->arena, told)));
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
    PQsetNoticeProcessor(conn, ignore_notice, NULL);
    if (PQstatus(conn) == CONNECTION_OK)
        return server;
    report_failure(diags, conn, connect_reason(arena, conn));
    server_close(server);
    return NULL;
}

static Server *with_profile(Server *server, Diags *diags)
{
    if (!server || server_run(server, profile_sql(server->arena, "SET")))
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

/* `connect` is PQconnectdbParams, or PQconnectStartParams, which does not wait. */
static PGconn *connect_as(const Server *server,
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
    PGconn *conn = connect_as(server, PQconnectdbParams);
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

/* -- queries -- */

static Str error_field(Arena *arena, const PGresult *result, int field)
{
    const char *field_text = PQresultErrorField(result, field);
    Str text = str_of(field_text ? field_text : "");
    if (!field_text)
        return (Str){0};
    return str_utf8_error(text) == text.len ? str_copy(arena, text) : legible(arena, text);
}

/* libpq's own words on one line; the server's last ones, where there are such. */
static Str lost_reason(Arena *arena, const PGconn *conn)
{
    Str rest = str_of(PQerrorMessage(conn)), line = {0};
    str_split(&rest, '\n', &line);
    line = legible(arena, after(after(line, S("FATAL: ")), S("ERROR: ")));
    return PQstatus(conn) == CONNECTION_OK
               ? line
               : str_format(arena, "the connection was lost: %.*s", STR_ARG(line));
}

static void record_error(Server *server, const PGresult *result)
{
    Arena *arena = server->arena;
    ServerError *error = &server->error;
    *error = (ServerError){.sqlstate = error_field(arena, result, PG_DIAG_SQLSTATE),
                           .message = error_field(arena, result, PG_DIAG_MESSAGE_PRIMARY),
                           .detail = error_field(arena, result, PG_DIAG_MESSAGE_DETAIL),
                           .hint = error_field(arena, result, PG_DIAG_MESSAGE_HINT)};
    const char *position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
    int64_t at = 0;
    if (position && str_to_int(str_of(position), &at) && at > 0)
        error->position = (size_t)at;
    if (server->late)
        error->message = str_format(arena, "the server did not answer within %u s",
                                    (server->timeout + 999) / 1000);
    else if (!error->message.ptr) /* the connection is gone, or memory is */
        error->message = lost_reason(arena, server->conn);
}

static bool refuse(Server *server, Str message)
{
    server->error = (ServerError){.message = message};
    return false;
}

/* COPY would wait for data that nobody sends. libpq ends that state with the next query. */
static bool is_done(Server *server, const PGresult *result)
{
    switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_EMPTY_QUERY:
        return true;
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH:
        return refuse(server, S("COPY from or to the client is not possible here"));
    default:
        record_error(server, result);
        return false;
    }
}

static void start_clock(Server *server)
{
    server->deadline =
        server->timeout ? milliseconds_now() + server->timeout + GRACE_MILLISECONDS : 0;
}

/* All that has come for what was sent: of several statements the last result, or the error. */
static PGresult *last_result(PGconn *conn)
{
    PGresult *last = NULL;
    for (PGresult *next; (next = PQgetResult(conn));) {
        PQclear(last);
        last = next;
        ExecStatusType status = PQresultStatus(next);
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH)
            break; /* there is always one more */
    }
    return last;
}

/* As libpq's PQexec does, but not for ever: a server that is frozen, or a pooler that keeps us in
 * its queue, heeds no time-out of ours. */
static PGresult *run_in_time(Server *server, const char *text, bool one)
{
    bool sent = one ? PQsendQueryParams(server->conn, text, 0, NULL, NULL, NULL, NULL, 0)
                    : PQsendQuery(server->conn, text);
    start_clock(server);
    while (sent && PQisBusy(server->conn) && !server->late) {
        server->late = !wait_for_socket(server->conn, POLLIN, server->deadline);
        if (!server->late && !PQconsumeInput(server->conn))
            break;
    }
    return sent && !server->late ? last_result(server->conn) : NULL;
}

/* NULL on an error. libpq wants a text that ends in NUL, which a slice does not; and a NUL inside
 * would cut the text short in silence. `one`: the server itself refuses more than one statement. */
static PGresult *run(Server *server, Str sql, bool one)
{
    if (sql.len && memchr(sql.ptr, '\0', sql.len)) {
        refuse(server, S("the SQL text holds a NUL byte"));
        return NULL;
    }
    ArenaMark mark = arena_mark(server->arena);
    const char *text = str_copy(server->arena, sql).ptr;
    PGresult *result = NULL;
    if (server->late)
        ; /* whatever comes now is no answer to this */
    else if (server->timeout)
        result = run_in_time(server, text, one);
    else
        result = one ? PQexecParams(server->conn, text, 0, NULL, NULL, NULL, NULL, 0)
                     : PQexec(server->conn, text);
    arena_rewind(server->arena, mark);
    if (is_done(server, result))
        return result;
    PQclear(result);
    return NULL;
}

bool server_run(Server *server, Str sql)
{
    PGresult *result = run(server, sql, false);
    bool ok = result != NULL;
    PQclear(result);
    return ok;
}

bool server_run_script(Server *server, Str sql)
{
    if (!server_run(server, S("RESET ALL; SET client_min_messages = warning")))
        return false;
    bool ok = server_run(server, sql);
    if (!ok)
        return false; /* its error is kept; the connection is not used again */
    return server_run(server, S("RESET ALL")) &&
           server_run(server, profile_sql(server->arena, "SET"));
}

/* Joins and sorts of large catalogs stay in memory. Of a small one, most of the time goes into
 * planning: the planner is spared what never wins here. And we may have to read a model, or to wait
 * for a scratch server, before we ask on. */
static const char reading_settings[] = "SET LOCAL work_mem = '64MB'; "
                                       "SET LOCAL max_parallel_workers_per_gather = 0; "
                                       "SET LOCAL enable_mergejoin = off; "
                                       "SET LOCAL enable_incremental_sort = off; "
                                       "SET LOCAL idle_in_transaction_session_timeout = 0";

/* `snapshot`: what another transaction has exported, or absent for one of its own. */
static Str begin_reading_sql(Arena *arena, unsigned timeout, Str snapshot)
{
    Str sql = S("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    if (snapshot.ptr)
        sql = str_format(arena, "%.*s; SET TRANSACTION SNAPSHOT '%.*s'", STR_ARG(sql),
                         STR_ARG(snapshot));
    if (timeout) /* first of all: the role's own may be a short one */
        sql = str_format(arena, "%.*s; SET LOCAL statement_timeout = %u", STR_ARG(sql), timeout);
    bool short_of_time = timeout && timeout < LOCK_MILLISECONDS;
    return str_format(arena, "%.*s; %.*s; %s; SET LOCAL lock_timeout = %u", STR_ARG(sql),
                      STR_ARG(profile_sql(arena, "SET LOCAL")), reading_settings,
                      short_of_time ? timeout : LOCK_MILLISECONDS);
}

bool server_begin_reading(Server *server, unsigned timeout)
{
    Str sql = begin_reading_sql(server->arena, timeout, (Str){0});
    server->timeout = timeout;
    server->reading = server_run(server, sql);
    return server->reading;
}

Server *server_connect_reading(Arena *arena, const char *conninfo, unsigned timeout, Diags *diags)
{
    Server *server = server_connect_plain(arena, conninfo, timeout, diags);
    if (!server || server_begin_reading(server, timeout))
        return server;
    diag_error(diags, "E0704", (Pos){0}, "the database cannot be read: %.*s",
               STR_ARG(server->error.message));
    server_close(server);
    return NULL;
}

bool server_begin_again(Server *server)
{
    if (!server->reading || server_is_lost(server))
        return false;
    server_end_reading(server);
    return server_begin_reading(server, server->timeout);
}

unsigned server_lock_tries(const Server *server)
{
    return (server->timeout ? server->timeout : PATIENCE_MILLISECONDS) / LOCK_MILLISECONDS + 1;
}

bool server_in_transaction(const Server *server)
{
    return PQtransactionStatus(server->conn) != PQTRANS_IDLE;
}

void server_end_reading(Server *server)
{
    server_run(server, S("ROLLBACK"));
    server->reading = false;
}

ServerError server_error(const Server *server)
{
    return server->error;
}

/* -- what can be done about an error -- */

static bool is_timeout(const ServerError *error)
{
    return str_is(error->sqlstate, "57014") || server_lacks_lock(error);
}

bool server_lacks_lock(const ServerError *error)
{
    return str_is(error->sqlstate, "55P03");
}

bool server_ran_out_of_time(const Server *server)
{
    return server->late || is_timeout(&server->error);
}

/* Tables that somebody keeps all others from: to print what refers to them, the server waits. Those
 * of a prepared transaction belong to no session. */
static const char locked_tables[] =
    "SELECT pg_catalog.string_agg(told, '; ' ORDER BY told)"
    "  FROM (SELECT pg_catalog.concat(x.holder, ' holds ', pg_catalog.string_agg("
    "                   pg_catalog.format('%I.%I', n.nspname, c.relname), ', '"
    "                   ORDER BY n.nspname, c.relname)) AS told"
    "          FROM (SELECT DISTINCT l.relation, coalesce('session ' || l.pid, pg_catalog.format("
    "                       'the prepared transaction %L', p.gid)) AS holder"
    "                  FROM pg_catalog.pg_locks l"
    "                  LEFT JOIN (pg_catalog.pg_locks t JOIN pg_catalog.pg_prepared_xacts p"
    "                                ON p.transaction = t.transactionid)"
    "                    ON t.virtualtransaction = l.virtualtransaction AND t.pid IS NULL"
    "                 WHERE l.mode = 'AccessExclusiveLock' AND l.granted"
    "                   AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()"
    "                   AND l.database = (SELECT oid FROM pg_catalog.pg_database"
    "                                      WHERE datname = pg_catalog.current_database())) x"
    "          JOIN pg_catalog.pg_class c ON c.oid = x.relation"
    "          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
    "         WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')"
    "         GROUP BY x.holder LIMIT 5) t";

/* Who is in the way; absent when that cannot be known any more. */
static Str find_holders(Arena *arena, Server *server)
{
    enum { MOST_MILLISECONDS = 3000 };
    server_end_reading(server);
    if (server_is_lost(server) || !server_begin_reading(server, MOST_MILLISECONDS))
        return (Str){0};
    Rows *rows = server_query(server, str_of(locked_tables));
    Str holders =
        rows && rows_cell(rows, 0, 0).ptr ? str_copy(arena, rows_cell(rows, 0, 0)) : (Str){0};
    rows_free(rows);
    return holders;
}

Str server_advice(Arena *arena, Server *server, const ServerError *error)
{
    if (str_is(error->sqlstate, "42501"))
        return str_format(arena,
                          "user \"%s\" lacks what every role has at first on PostgreSQL's own "
                          "catalogs (SELECT on tables, EXECUTE on functions): GRANT it.",
                          or_empty(PQuser(server->conn)));
    if (str_is(error->sqlstate, "22021"))
        return S(
            "the database holds a name or a text that is not in the encoding that it has, or it "
            "is SQL_ASCII, which is none: what is not UTF-8 there cannot be read.");
    if (!is_timeout(error))
        return (Str){0};
    bool ours = server->timeout > 0;
    Str holders = find_holders(arena, server);
    if (!holders.len)
        return str_format(arena, "a time-out was met: %s.",
                          ours ? "--timeout SECONDS sets it"
                               : "the server's own setting; --timeout SECONDS sets another");
    return str_format(arena,
                      "the server waits for a lock: %.*s exclusively; try again when that is over.",
                      STR_ARG(holders));
}

static Rows *rows_of(Server *server, PGresult *result)
{
    if (!result)
        return NULL;
    Rows *rows = NEW(server->arena, Rows);
    rows->result = result;
    return rows;
}

Rows *server_query(Server *server, Str sql)
{
    return rows_of(server, run(server, sql, true));
}

/* -- several connections at a time -- */

static struct pollfd socket_of(const Server *server)
{
    bool writes = server->stage == JOINING && server->next == PGRES_POLLING_WRITING;
    return (struct pollfd){.fd = PQsocket(server->conn), .events = writes ? POLLOUT : POLLIN};
}

static void give_up(Server *server)
{
    server_close(server);
    server->stage = FREE;
}

static void go_on_joining(Server *server)
{
    struct pollfd wait = socket_of(server);
    if (poll(&wait, 1, 0) > 0)
        server->next = PQconnectPoll(server->conn);
    if (server->next == PGRES_POLLING_FAILED)
        give_up(server);
    if (server->next != PGRES_POLLING_OK)
        return;
    server->stage = BEGINNING;
    if (!PQsendQuery(server->conn, server->begin))
        give_up(server);
}

/* One result for each statement that begins the transaction; the last is followed by none. */
static void go_on_beginning(Server *server)
{
    while (!PQisBusy(server->conn)) {
        PGresult *result = PQgetResult(server->conn);
        bool last = !result, ok = last || is_done(server, result);
        PQclear(result);
        if (last)
            server->stage = FREE;
        if (!ok)
            give_up(server);
        if (last || !ok)
            return;
    }
}

/* Takes in what has come, without waiting. What is broken while ASKED has its answer: the error. */
static void go_on(Server *server)
{
    bool coming = server->stage == JOINING || server->stage == BEGINNING;
    bool broken =
        PQstatus(server->conn) == CONNECTION_BAD ||
        ((server->stage == BEGINNING || server->stage == ASKED) && !PQconsumeInput(server->conn));
    if (coming && broken)
        give_up(server);
    else if (server->stage == JOINING)
        go_on_joining(server);
    else if (server->stage == BEGINNING)
        go_on_beginning(server);
    else if (server->stage == ASKED && (broken || !PQisBusy(server->conn)))
        server->stage = ANSWERED;
}

/* Milliseconds until the first of those asked should have answered, as poll wants them; 0 when
 * there is one that is late, which then has its answer: none. */
static int time_left(Server *const *servers, size_t count)
{
    int64_t least = -1, now = milliseconds_now();
    for (size_t i = 0; i < count; i++) {
        if (servers[i]->stage != ASKED || !servers[i]->deadline)
            continue;
        int64_t left = servers[i]->deadline > now ? servers[i]->deadline - now : 0;
        least = least < 0 || left < least ? left : least;
        if (!left) {
            servers[i]->late = true;
            servers[i]->stage = ANSWERED;
        }
    }
    return (int)least;
}

/* The second connection is on its way while the first exports its snapshot. */
Server *server_join(Server *server)
{
    Server *second = NEW(server->arena, Server);
    *second = (Server){.arena = server->arena,
                       .timeout = server->timeout,
                       .conn = connect_as(server, PQconnectStartParams),
                       .stage = JOINING,
                       .next = PGRES_POLLING_WRITING};
    PQsetNoticeProcessor(second->conn, ignore_notice, NULL);
    go_on(second);
    Rows *rows = server_query(server, S("SELECT pg_catalog.pg_export_snapshot()"));
    if (!rows) { /* nothing has been read yet: a new snapshot is as good */
        server_close(second);
        server_begin_again(server);
        return NULL;
    }
    second->begin = begin_reading_sql(server->arena, server->timeout, rows_cell(rows, 0, 0)).ptr;
    rows_free(rows);
    return second;
}

bool server_is_free(Server *server)
{
    return server->conn && server->stage == FREE;
}

bool server_ask(Server *server, Str sql)
{
    ArenaMark mark = arena_mark(server->arena);
    const char *text = str_copy(server->arena, sql).ptr;
    bool sent =
        !server->late && PQsendQueryParams(server->conn, text, 0, NULL, NULL, NULL, NULL, 0);
    arena_rewind(server->arena, mark);
    start_clock(server);
    if (sent)
        server->stage = ASKED;
    else
        record_error(server, NULL);
    return sent;
}

Server *server_answered(Server *const *servers, size_t count)
{
    enum { MOST = 8 };
    for (;;) {
        struct pollfd waits[MOST];
        size_t asked = 0, waiting = 0;
        bool joined = false;
        for (size_t i = 0; i < count && i < MOST; i++) {
            Stage before = servers[i]->stage;
            if (servers[i]->conn && !servers[i]->late)
                go_on(servers[i]);
            if (servers[i]->stage == ANSWERED)
                return servers[i];
            joined |= before != FREE && server_is_free(servers[i]);
            asked += servers[i]->stage == ASKED;
            if (servers[i]->conn && servers[i]->stage != FREE)
                waits[waiting++] = socket_of(servers[i]);
        }
        if (joined || !asked)
            return NULL;
        poll(waits, waiting, time_left(servers, count));
    }
}

Rows *server_answer(Server *server)
{
    PGresult *result = server->late ? NULL : last_result(server->conn);
    server->stage = FREE;
    if (is_done(server, result))
        return rows_of(server, result);
    PQclear(result);
    return NULL;
}

size_t rows_count(const Rows *rows)
{
    return (size_t)PQntuples(rows->result);
}

size_t rows_width(const Rows *rows)
{
    return (size_t)PQnfields(rows->result);
}

const char *rows_name(const Rows *rows, size_t column)
{
    return PQfname(rows->result, (int)column);
}

void rows_type(const Rows *rows, size_t column, unsigned *oid, int *modifier)
{
    *oid = PQftype(rows->result, (int)column);
    *modifier = PQfmod(rows->result, (int)column);
}

Str rows_cell(const Rows *rows, size_t row, size_t column)
{
    int r = (int)row, c = (int)column;
    if (PQgetisnull(rows->result, r, c))
        return (Str){0};
    return (Str){PQgetvalue(rows->result, r, c), (size_t)PQgetlength(rows->result, r, c)};
}

void rows_free(Rows *rows)
{
    if (!rows)
        return;
    bool large = PQresultMemorySize(rows->result) >= LARGE_RESULT;
    PQclear(rows->result);
    rows->result = NULL;
    if (large)
        memory_give_back();
}
