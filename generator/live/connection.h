/*
 * A connection from within: what the files share that talk to libpq. Private to connect.c,
 * server.c, joined.c, rows.c and conninfo.c.
 */
#ifndef PGW_LIVE_CONNECTION_H
#define PGW_LIVE_CONNECTION_H

#include "live/server.h"

#include <libpq-fe.h>

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

struct Rows {
    PGresult *result;
};

/* ---- conninfo.c */

/* libpq's own rule: what is neither a URI nor holds '=' is the name of a database. */
bool conninfo_is_name(const char *conninfo);

/* Of that option; or NULL. */
const char *conninfo_value(const PQconninfoOption *options, const char *keyword);

/* ---- connect.c */

/* The profile as statements, `set` (SET, SET LOCAL) and what follows; one string, so that it costs
 * one round trip. */
Str connection_profile(Arena *arena, const char *set);

/* What a server says before it knows our encoding, and what says things at its port that is no
 * server, on one line of UTF-8. */
Str connection_legible(Arena *arena, Str text);

void connection_ignore_notice(void *unused, const char *message);

/* Milliseconds of a clock that nobody sets. */
int64_t connection_clock(void);

/* Waits for the socket; false when there is nothing left of the time until `deadline` (0: no
 * limit). */
bool connection_wait(PGconn *conn, short events, int64_t deadline);

/* What is behind the mark; all of it where there is none. */
Str text_after(Str text, Str mark);

const char *text_or_empty(const char *text);

/* `connect` is PQconnectdbParams, or PQconnectStartParams, which does not wait. */
PGconn *connection_again(const Server *server,
                         PGconn *connect(const char *const *, const char *const *, int));

/* ---- server.c */

/* The error of a result becomes the server's. */
void connection_record(Server *server, const PGresult *result);

/* COPY would wait for data that nobody sends. libpq ends that state with the next query. */
bool connection_is_done(Server *server, const PGresult *result);

/* From now on the server has as long as its time-out says, and a little longer. */
void connection_start_clock(Server *server);

/* All that has come for what was sent: of several statements the last result, or the error. */
PGresult *connection_last_result(PGconn *conn);

/* NULL on an error. libpq wants a text that ends in NUL, which a slice does not; and a NUL inside
 * would cut the text short in silence. `one`: the server itself refuses more than one statement. */
PGresult *connection_run(Server *server, Str sql, bool one);

/* `snapshot`: what another transaction has exported, or absent for one of its own. */
Str connection_begin_sql(Arena *arena, unsigned timeout, Str snapshot);

/* ---- rows.c */

/* The rows of a result, which is theirs from here on; NULL of none. */
Rows *connection_rows(Server *server, PGresult *result);

#endif
