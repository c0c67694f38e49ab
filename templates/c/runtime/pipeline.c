/* ---- Pipelines ------------------------------------------------------------------------------- */

/* What has been sent and not yet answered. */
typedef enum { FLIGHT_PREPARE, FLIGHT_ITEM, FLIGHT_SYNC } flight_kind;
typedef struct {
    flight_kind kind;
    pgw_prepared *place; /* NULL: not prepared */
    const pgw_table *table;
    pgw_arena *arena;
    void *row;             /* NULL: only the count is wanted */
    bool versioned, calls; /* see statement */
} flight;

/* The ring holds `in_flight` entries from `first` on. */
struct pgw_pipeline {
    pgw_pipeline_kind kind;
    pgw_pipeline_done *done;
    void *context;
    pgw_arena arena; /* of the ring and of the first error */
    flight *ring;
    size_t size, first, in_flight;
    size_t items, depth; /* of them, items in flight; at most */
    size_t next;         /* the number of the item whose result comes next */
    size_t *affected; /* where items add the rows that they changed; NULL: each must change one */
    pgw_error failed; /* the first failure; its status is PGW_OK while there is none */
};
typedef struct pgw_pipeline pgw_pipeline;

static void pipeline_push(pgw_pipeline *p, flight entry)
{
    p->ring[(p->first + p->in_flight++) % p->size] = entry;
    p->items += entry.kind == FLIGHT_ITEM;
}

/* Sends what waits and reads what has come, until a result can be taken without waiting. */
static bool pipeline_wait(pgw_session *session)
{
    PGconn *conn = session->conn;
    for (;;) {
        int unsent = PQflush(conn);
        if (unsent < 0)
            return false;
        if (!PQisBusy(conn))
            return true;
        struct pollfd wait = {PQsocket(conn), (short)(unsent ? POLLIN | POLLOUT : POLLIN), 0};
        if (poll(&wait, 1, -1) < 0 && errno != EINTR)
            return false;
        if (wait.revents & ~POLLOUT && !PQconsumeInput(conn))
            return false;
    }
}

static const char *keep_text(pgw_arena *arena, const char *text)
{
    const char *copy = arena_text(arena, text, strlen(text));
    return copy ? copy : "";
}

static void error_copy(pgw_arena *arena, pgw_error *to, const pgw_error *from)
{
    *to = *from;
    to->message = keep_text(arena, from->message);
    to->detail = keep_text(arena, from->detail);
    to->hint = keep_text(arena, from->hint);
    to->schema = keep_text(arena, from->schema);
    to->table = keep_text(arena, from->table);
    to->column = keep_text(arena, from->column);
    to->constraint = keep_text(arena, from->constraint);
}

static void item_done(pgw_session *session, pgw_status status)
{
    pgw_pipeline *p = session->pipeline;
    session->error.item = p->next++;
    p->items--;
    if (status != PGW_OK && p->failed.status == PGW_OK)
        error_copy(&p->arena, &p->failed, &session->error);
    if (p->done)
        p->done(p->context, session->error.item, status, &session->error);
    error_clear(&session->error);
}

static pgw_status item_take(pgw_session *session, const flight *entry, PGresult *result)
{
    ExecStatusType kind = PQresultStatus(result);
    if (kind == PGRES_PIPELINE_ABORTED)
        return fail_text(session, PGW_NOT_RUN, "an item before it failed");
    if (kind == PGRES_TUPLES_OK && entry->row)
        return take_row(session, entry->arena, entry->table, entry->versioned, result, entry->row);
    if (kind == PGRES_COMMAND_OK && session->pipeline->affected) {
        *session->pipeline->affected += (size_t)strtoull(PQcmdTuples(result), NULL, 10);
        return PGW_OK;
    }
    if (kind == PGRES_COMMAND_OK && !entry->row)
        return take_count(session, entry->table, result);
    pgw_status status = fail_result(session, result, is_secret(entry->table, entry->calls));
    if (!entry->place || !is_stale(result))
        return status;
    entry->place->text = NULL; /* it will be prepared again */
    return fail_text(session, PGW_RETRY, session->error.message);
}

/* Takes the result of the oldest entry; false when the connection is lost. */
static bool pipeline_take(pgw_session *session)
{
    pgw_pipeline *p = session->pipeline;
    const flight entry = p->ring[p->first];
    if (!pipeline_wait(session))
        return false;
    PGresult *result = PQgetResult(session->conn);
    if (!result)
        return false;
    p->first = (p->first + 1) % p->size;
    p->in_flight--;
    if (entry.kind == FLIGHT_ITEM)
        item_done(session, item_take(session, &entry, result));
    else if (entry.kind == FLIGHT_PREPARE && PQresultStatus(result) != PGRES_COMMAND_OK)
        entry.place->text = NULL;
    PQclear(result);
    if (entry.kind != FLIGHT_SYNC) { /* a NULL ends the results of each statement */
        if (!pipeline_wait(session))
            return false;
        PQclear(PQgetResult(session->conn));
    }
    return true;
}

static pgw_status pipeline_lost(pgw_session *session)
{
    return fail_connection(session);
}

/* Makes room for one more item. Without a sync the server is asked to hand over what it has. */
static pgw_status pipeline_room(pgw_session *session)
{
    pgw_pipeline *p = session->pipeline;
    if (p->items < p->depth && p->in_flight + 3 <= p->size)
        return PGW_OK;
    if (p->kind == PGW_TOGETHER && !PQsendFlushRequest(session->conn))
        return pipeline_lost(session);
    size_t down_to = p->depth / 2; /* half of it at once, so that packets are full */
    while (p->items > down_to || p->in_flight + 3 > p->size)
        if (!pipeline_take(session))
            return pipeline_lost(session);
    return PGW_OK;
}

static bool pipeline_sync(pgw_session *session)
{
    if (!PQpipelineSync(session->conn))
        return false;
    flight entry = {FLIGHT_SYNC, NULL, NULL, NULL, NULL, false, false};
    pipeline_push(session->pipeline, entry);
    return true;
}

static bool pipeline_prepare(statement *st, pgw_prepared *place)
{
    if (place->text)
        return true;
    flight entry = {FLIGHT_PREPARE, place, NULL, NULL, NULL, false, false};
    if (!cache_name(st->session, place, st->sql.data) ||
        !PQsendPrepare(st->session->conn, place->name, st->sql.data, (int)st->count, st->types))
        return false;
    pipeline_push(st->session->pipeline, entry);
    return true;
}

static bool pipeline_send(statement *st, pgw_prepared *place)
{
    PGconn *conn = st->session->conn;
    if (!place)
        return PQsendQueryParams(conn, st->sql.data, (int)st->count, st->types, st->values,
                                 st->lengths, st->formats, 1);
    return pipeline_prepare(st, place) &&
           PQsendQueryPrepared(conn, place->name, (int)st->count, st->values, st->lengths,
                               st->formats, 1);
}

static pgw_status pipeline_add(statement *st, pgw_arena *arena, void *row)
{
    pgw_session *session = st->session;
    pgw_pipeline *p = session->pipeline;
    if (!statement_finish(st))
        return fail_memory(session);
    pgw_status status = pipeline_room(session);
    if (status != PGW_OK)
        return status;
    pgw_prepared *place = statement_place(st);
    if (!pipeline_send(st, place))
        return pipeline_lost(session);
    flight entry = {FLIGHT_ITEM, place, st->table, arena, row, st->versioned, st->calls};
    pipeline_push(p, entry);
    if ((p->kind == PGW_INDEPENDENT && !pipeline_sync(session)) || PQflush(session->conn) < 0)
        return pipeline_lost(session);
    return PGW_OK;
}

pgw_status pgw_pipeline_begin(pgw_session *session, pgw_pipeline_kind kind, size_t depth,
                              pgw_pipeline_done *done, void *context)
{
    pgw_status status = session_begin(session);
    if (status != PGW_OK)
        return status;
    if (session->pipeline || depth == 0 || depth > 1000000)
        return fail_text(session, PGW_INVALID, "a pipeline inside another, or without depth");
    pgw_arena arena;
    pgw_arena_init(&arena, &session->types.allocator);
    pgw_pipeline *p = (pgw_pipeline *)pgw_arena_alloc(&arena, sizeof *p, BLOCK_ALIGN);
    size_t size = 3 * depth + 3; /* an item may bring a prepare and a sync */
    flight *ring = (flight *)arena_alloc_array(&arena, size, sizeof *ring);
    if (!p || !ring || !PQenterPipelineMode(session->conn)) {
        pgw_arena_free(&arena);
        return fail_memory(session);
    }
    memset(p, 0, sizeof *p);
    p->kind = kind;
    p->done = done;
    p->context = context;
    p->arena = arena;
    p->ring = ring;
    p->size = size;
    p->depth = depth;
    (void)PQsetnonblocking(session->conn, 1);
    session->pipeline = p;
    return PGW_OK;
}

pgw_status pgw_pipeline_end(pgw_session *session)
{
    pgw_pipeline *p = session->pipeline;
    if (!p)
        return fail_text(session, PGW_INVALID, "there is no pipeline");
    bool alive = p->kind == PGW_INDEPENDENT || pipeline_sync(session);
    while (alive && p->in_flight)
        alive = pipeline_take(session);
    session->pipeline = NULL;
    (void)PQsetnonblocking(session->conn, 0);
    alive = PQexitPipelineMode(session->conn) && alive;
    error_clear(&session->error);
    pgw_status status = p->failed.status;
    if (status != PGW_OK)
        error_copy(&session->scratch, &session->error, &p->failed);
    else if (!alive)
        status = fail_connection(session);
    pgw_arena arena = p->arena; /* p itself lives there */
    pgw_arena_free(&arena);
    return status;
}
