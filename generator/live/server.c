#include "live/connection.h"

#include <poll.h>
#include <string.h>

/* How much longer we wait than the server is to work: its own message tells more than ours. */
enum { GRACE_MILLISECONDS = 2000 };

/* To print expressions the server locks the tables that they are on, and keeps those locks. So we
 * never wait for another one for as long as others may wait for ours: after a second PostgreSQL
 * looks for deadlocks, and might end a migration in place of our check. */
enum { LOCK_MILLISECONDS = 700, PATIENCE_MILLISECONDS = 30 * 1000 };

static Str error_field(Arena *arena, const PGresult *result, int field)
{
    const char *field_text = PQresultErrorField(result, field);
    Str text = str_of(field_text ? field_text : "");
    if (!field_text)
        return (Str){0};
    return str_utf8_error(text) == text.len ? str_copy(arena, text)
                                            : connection_legible(arena, text);
}

/* libpq's own words on one line; the server's last ones, where there are such. */
static Str lost_reason(Arena *arena, const PGconn *conn)
{
    Str rest = str_of(PQerrorMessage(conn)), line = {0};
    str_split(&rest, '\n', &line);
    line = connection_legible(arena, text_after(text_after(line, S("FATAL: ")), S("ERROR: ")));
    return PQstatus(conn) == CONNECTION_OK
               ? line
               : str_format(arena, "the connection was lost: %.*s", STR_ARG(line));
}

void connection_record(Server *server, const PGresult *result)
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

bool connection_is_done(Server *server, const PGresult *result)
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
        connection_record(server, result);
        return false;
    }
}

void connection_start_clock(Server *server)
{
    server->deadline =
        server->timeout ? connection_clock() + server->timeout + GRACE_MILLISECONDS : 0;
}

PGresult *connection_last_result(PGconn *conn)
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

/* False when it has not come in time. */
static bool wait_for_answer(Server *server)
{
    while (PQisBusy(server->conn) && !server->late) {
        server->late = !connection_wait(server->conn, POLLIN, server->deadline);
        if (!server->late && !PQconsumeInput(server->conn))
            break;
    }
    return !server->late;
}

/* As libpq's PQexec does, but not for ever: a server that is frozen, or a pooler that keeps us in
 * its queue, heeds no time-out of ours. What was asked before, and was given up since, comes first.
 */
static PGresult *run_in_time(Server *server, const char *text, bool one)
{
    if (!wait_for_answer(server))
        return NULL;
    PQclear(connection_last_result(server->conn));
    bool sent = one ? PQsendQueryParams(server->conn, text, 0, NULL, NULL, NULL, NULL, 0)
                    : PQsendQuery(server->conn, text);
    connection_start_clock(server);
    return sent && wait_for_answer(server) ? connection_last_result(server->conn) : NULL;
}

PGresult *connection_run(Server *server, Str sql, bool one)
{
    if (sql.len && memchr(sql.ptr, '\0', sql.len)) {
        refuse(server, S("the SQL text holds a NUL byte"));
        return NULL;
    }
    ArenaMark mark = arena_mark(server->arena);
    const char *text = str_copy(server->arena, sql).ptr;
    PGresult *result = NULL;
    server->stage = FREE; /* nobody waits for what was asked before */
    if (server->late)
        ; /* whatever comes now is no answer to this */
    else if (server->timeout)
        result = run_in_time(server, text, one);
    else
        result = one ? PQexecParams(server->conn, text, 0, NULL, NULL, NULL, NULL, 0)
                     : PQexec(server->conn, text);
    arena_rewind(server->arena, mark);
    if (connection_is_done(server, result))
        return result;
    PQclear(result);
    return NULL;
}

bool server_run(Server *server, Str sql)
{
    PGresult *result = connection_run(server, sql, false);
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
           server_run(server, connection_profile(server->arena, "SET"));
}

/* Joins and sorts of large catalogs stay in memory. Of a small one, most of the time goes into
 * planning: the planner is spared what never wins here. And we may have to read a model, or to wait
 * for a scratch server, before we ask on. */
static const char reading_settings[] = "SET LOCAL work_mem = '64MB'; "
                                       "SET LOCAL max_parallel_workers_per_gather = 0; "
                                       "SET LOCAL enable_mergejoin = off; "
                                       "SET LOCAL enable_incremental_sort = off; "
                                       "SET LOCAL idle_in_transaction_session_timeout = 0";

Str connection_begin_sql(Arena *arena, unsigned timeout, Str snapshot)
{
    Str sql = S("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    if (snapshot.ptr)
        sql = str_format(arena, "%.*s; SET TRANSACTION SNAPSHOT '%.*s'", STR_ARG(sql),
                         STR_ARG(snapshot));
    if (timeout) /* first of all: the role's own may be a short one */
        sql = str_format(arena, "%.*s; SET LOCAL statement_timeout = %u", STR_ARG(sql), timeout);
    bool short_of_time = timeout && timeout < LOCK_MILLISECONDS;
    return str_format(arena, "%.*s; %.*s; %s; SET LOCAL lock_timeout = %u", STR_ARG(sql),
                      STR_ARG(connection_profile(arena, "SET LOCAL")), reading_settings,
                      short_of_time ? timeout : LOCK_MILLISECONDS);
}

bool server_begin_reading(Server *server, unsigned timeout)
{
    Str sql = connection_begin_sql(server->arena, timeout, (Str){0});
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

/* Tables that somebody keeps all others from, or is the next to: to print what refers to them, the
 * server waits. Those of a prepared transaction belong to no session. */
static const char locked_tables[] =
    "SELECT pg_catalog.string_agg(told, '; ' ORDER BY told)"
    "  FROM (SELECT pg_catalog.concat(x.holder, pg_catalog.string_agg("
    "                   pg_catalog.format('%I.%I', n.nspname, c.relname), ', '"
    "                   ORDER BY n.nspname, c.relname)) AS told"
    "          FROM (SELECT DISTINCT l.relation, pg_catalog.concat("
    "                       coalesce('session ' || l.pid, pg_catalog.format("
    "                       'the prepared transaction %L', p.gid)),"
    "                       CASE WHEN l.granted THEN ' holds ' ELSE ' is about to hold ' END) AS "
    "holder"
    "                  FROM pg_catalog.pg_locks l"
    "                  LEFT JOIN (pg_catalog.pg_locks t JOIN pg_catalog.pg_prepared_xacts p"
    "                                ON p.transaction = t.transactionid)"
    "                    ON t.virtualtransaction = l.virtualtransaction AND t.pid IS NULL"
    "                 WHERE l.mode = 'AccessExclusiveLock'"
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
                          text_or_empty(PQuser(server->conn)));
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

Rows *server_query(Server *server, Str sql)
{
    return connection_rows(server, connection_run(server, sql, true));
}
