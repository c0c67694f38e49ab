/* Several connections at a time, on one snapshot. */
#include "live/connection.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

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
        bool last = !result, ok = last || connection_is_done(server, result);
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
    int64_t least = -1, now = connection_clock();
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
                       .conn = connection_again(server, PQconnectStartParams),
                       .stage = JOINING,
                       .next = PGRES_POLLING_WRITING};
    PQsetNoticeProcessor(second->conn, connection_ignore_notice, NULL);
    go_on(second);
    Rows *rows = server_query(server, S("SELECT pg_catalog.pg_export_snapshot()"));
    if (!rows) { /* nothing has been read yet: a new snapshot is as good */
        server_close(second);
        server_begin_again(server);
        return NULL;
    }
    second->begin = connection_begin_sql(server->arena, server->timeout, rows_cell(rows, 0, 0)).ptr;
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
    connection_start_clock(server);
    if (sent)
        server->stage = ASKED;
    else
        connection_record(server, NULL);
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
    PGresult *result = server->late ? NULL : connection_last_result(server->conn);
    server->stage = FREE;
    if (connection_is_done(server, result))
        return connection_rows(server, result);
    PQclear(result);
    return NULL;
}
