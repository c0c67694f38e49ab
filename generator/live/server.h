/*
 * A connection to a PostgreSQL server. Only this room knows libpq.
 *
 * Connection strings and passwords never reach a diagnostic: errors name host, port, database and
 * user alone. The pinned session profile (every setting that changes what the server prints of an
 * expression) is applied at connect; its number is recorded in locks.
 */
#ifndef PGW_LIVE_SERVER_H
#define PGW_LIVE_SERVER_H

#include "diag/diag.h"

typedef struct Server Server;

enum { SERVER_PROFILE = 1 };

/* The profile: every setting that changes how the server prints an expression, and a few that keep
 * the reader's queries predictable. A change here needs a new SERVER_PROFILE: texts read under
 * different profiles must not be compared. */
typedef struct {
    const char *name, *value;
} ServerSetting;
extern const ServerSetting server_profile[];
extern const size_t server_profile_count;

/* Connects to a URI or key=value string. NULL with diagnostic E0701. End with server_close. */
Server *server_connect(Arena *arena, const char *conninfo, Diags *diags);
/* The same without a word to the server yet: for server_begin_reading, which leaves nothing behind
 * in a session that others may get after us (a transaction pooler's). Waits `timeout` milliseconds,
 * 0: ten seconds, unless the connection string or the environment says how long. */
Server *server_connect_plain(Arena *arena, const char *conninfo, unsigned timeout, Diags *diags);
/* That, and server_begin_reading. NULL with E0701 or E0704. */
Server *server_connect_reading(Arena *arena, const char *conninfo, unsigned timeout, Diags *diags);
void server_close(Server *server);
/* Another connection to the same database, as the same user. NULL with diagnostic E0701. */
Server *server_connect_again(Arena *arena, const Server *server, Diags *diags);
/* How PostgreSQL's programs are told to connect there: NAME=VALUE for their environment, which,
 * unlike their arguments, nobody else can read. */
StrVec server_environment(Arena *arena, const Server *server);

/* PostgreSQL's version as in server_version_num: 150020. */
int server_version(const Server *server);

/* Runs SQL (several statements allowed) and wants no rows. On an error false; the error's text and,
 * where the server gives it, the 1-based position in `sql`, are left for server_error. */
bool server_run(Server *server, Str sql);

/* Runs a script as psql would: under the server's own settings, which it may change. The pinned
 * profile is in force again afterwards. False as with server_run. */
bool server_run_script(Server *server, Str sql);

/* Begins a transaction that reads one snapshot under the profile; `timeout` in milliseconds a
 * statement, 0: the server's own. A server that does not even heed that is taken for lost a little
 * later. False as with server_run. */
bool server_begin_reading(Server *server, unsigned timeout);
/* How often to begin again when a lock is in the way: each time it is waited for but shortly. */
unsigned server_lock_tries(const Server *server);
/* Ends it and begins another one, with a snapshot of now. False also when there was none. */
bool server_begin_again(Server *server);
/* Whether a transaction is open, this one or one begun with server_run. */
bool server_in_transaction(const Server *server);
/* Another connection that reads the snapshot of one on which server_begin_reading was called last.
 * It comes up while others are waited for, and stays out of the way where that cannot be: see
 * server_is_free. NULL when the server exports no snapshots. End with server_close. */
Server *server_join(Server *server);
/* Ends it; what was done in it is undone. */
void server_end_reading(Server *server);

/* Whether the connection is gone: nothing can be asked any more, and what ran last may have been
 * done or not. */
bool server_is_lost(const Server *server);

/* What the server says while it works (RAISE NOTICE and its like) goes there, a line without its
 * level; NULL: nowhere, as at first. */
void server_on_notice(Server *server, void (*notice)(void *context, Str message), void *context);

typedef struct {
    Str sqlstate, message, detail, hint;
    size_t position; /* in code points from 1; 0: none */
} ServerError;
ServerError server_error(const Server *server);
bool server_lacks_lock(const ServerError *error);
/* Whether it is that a time-out was met, the server's or ours. */
bool server_ran_out_of_time(const Server *server);
/* What can be done about an error of a transaction of server_begin_reading; it may ask the server,
 * which ends the transaction. Absent when nothing is known. */
Str server_advice(Arena *arena, Server *server, const ServerError *error);

/* Rows of a query, which is one statement, all as text. Cells borrow from the rows; end with
 * rows_free. */
typedef struct Rows Rows;
Rows *server_query(Server *server, Str sql); /* NULL on an error: see server_error */

/* The same in two steps: a connection that is free is asked, and answers once server_answered has
 * named it. False when it cannot be asked: see server_error. */
bool server_is_free(Server *server);
bool server_ask(Server *server, Str sql);
Rows *server_answer(Server *server);
/* Waits until one of those asked has its answer. NULL when there is something else to do: another
 * has become free, or none is asked. */
Server *server_answered(Server *const *servers, size_t count);

size_t rows_count(const Rows *rows);
size_t rows_width(const Rows *rows);
const char *rows_name(const Rows *rows, size_t column);
/* The OID of a column's type, and its modifier (-1: none). */
void rows_type(const Rows *rows, size_t column, unsigned *oid, int *modifier);
/* The cell, or absent (ptr NULL) for SQL NULL. */
Str rows_cell(const Rows *rows, size_t row, size_t column);
void rows_free(Rows *rows);

#endif
