/* ---- Pools ----------------------------------------------------------------------------------- */

typedef enum { SLOT_CLOSED, SLOT_IDLE, SLOT_TAKEN } slot_state;

typedef struct {
    pgw_session session;
    PGconn *conn;
    slot_state state;
    pthread_t owner; /* who has it, or had it last */
    time_t born, used;
    unsigned long turn; /* counts up with each use */
} pool_slot;

struct pgw_pool {
    pthread_mutex_t mutex;
    pthread_cond_t freed;
    pgw_pool_options options;
    char *conninfo;
    pool_slot *slots;
    size_t count; /* size + overflow */
    unsigned long turns;
};

static time_t monotonic_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* An error that outlives its session: its texts are not kept. */
static pgw_status pool_fail(pgw_error *error, pgw_status status, const char *message)
{
    error_clear(error);
    error->status = status;
    error->message = message;
    return status;
}

static void slot_close(pool_slot *slot)
{
    pgw_session_close(&slot->session);
    PQfinish(slot->conn);
    slot->conn = NULL;
}

static pgw_status slot_open(pgw_pool *pool, pool_slot *slot, pgw_error *error)
{
    slot->conn = PQconnectdb(pool->conninfo);
    if (PQstatus(slot->conn) != CONNECTION_OK) {
        PQfinish(slot->conn);
        slot->conn = NULL;
        return pool_fail(error, PGW_CONNECTION, "a connection of the pool cannot be opened");
    }
    pgw_status status = pgw_session_init(&slot->session, slot->conn, pool->options.database, NULL);
    if (status != PGW_OK) {
        slot_close(slot);
        return pool_fail(error, status, "a session of the pool cannot be started");
    }
    if (pool->options.without_names)
        pgw_session_without_names(&slot->session);
    slot->born = slot->used = monotonic_seconds();
    return PGW_OK;
}

/* Whether an idle connection may be handed out as it is. */
static bool slot_is_good(const pgw_pool *pool, pool_slot *slot)
{
    time_t now = monotonic_seconds();
    const pgw_pool_options *options = &pool->options;
    if (PQstatus(slot->conn) != CONNECTION_OK)
        return false;
    if (options->recycle && now - slot->born >= (time_t)options->recycle)
        return false;
    if (options->ping && now - slot->used < (time_t)options->ping)
        return true;
    PGresult *result = PQexec(slot->conn, "");
    bool alive = PQresultStatus(result) == PGRES_EMPTY_QUERY;
    PQclear(result);
    return alive;
}

/* The slot to take: the idle one that this thread had last, the idle one used last, a closed one.
 */
static pool_slot *pool_choose(pgw_pool *pool)
{
    pool_slot *best = NULL, *closed = NULL;
    for (size_t i = 0; i < pool->count; i++) {
        pool_slot *slot = &pool->slots[i];
        if (slot->state == SLOT_CLOSED)
            closed = slot;
        if (slot->state != SLOT_IDLE)
            continue;
        if (pthread_equal(slot->owner, pthread_self()))
            return slot;
        if (!best || slot->turn > best->turn)
            best = slot;
    }
    return best ? best : closed;
}

static struct timespec deadline_after(unsigned milliseconds)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += (time_t)(milliseconds / 1000);
    at.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    at.tv_sec += at.tv_nsec / 1000000000;
    at.tv_nsec %= 1000000000;
    return at;
}

/* Waits for a slot and marks it as this thread's; NULL: none came free in time. */
static pool_slot *pool_wait(pgw_pool *pool)
{
    struct timespec until = deadline_after(pool->options.timeout);
    int waited = 0;
    pthread_mutex_lock(&pool->mutex);
    pool_slot *slot = pool_choose(pool);
    while (!slot && pool->options.timeout && waited == 0) {
        waited = pthread_cond_timedwait(&pool->freed, &pool->mutex, &until);
        slot = pool_choose(pool);
    }
    if (slot) {
        slot->state = SLOT_TAKEN;
        slot->owner = pthread_self();
        slot->turn = ++pool->turns;
    }
    pthread_mutex_unlock(&pool->mutex);
    return slot;
}

static void pool_put(pgw_pool *pool, pool_slot *slot)
{
    size_t open = 0;
    pthread_mutex_lock(&pool->mutex);
    for (size_t i = 0; i < pool->count; i++)
        open += pool->slots[i].state == SLOT_IDLE;
    bool stays = slot->conn && open < pool->options.size;
    if (stays)
        slot->state = SLOT_IDLE;
    pthread_mutex_unlock(&pool->mutex);
    if (!stays) { /* closing takes time, and needs no lock: the slot is still taken */
        if (slot->conn)
            slot_close(slot);
        pthread_mutex_lock(&pool->mutex);
        slot->state = SLOT_CLOSED;
        pthread_mutex_unlock(&pool->mutex);
    }
    pthread_cond_signal(&pool->freed);
}

pgw_status pgw_pool_take(pgw_pool *pool, pgw_session **session, pgw_error *error)
{
    pool_slot *slot = pool_wait(pool);
    if (!slot)
        return pool_fail(error, PGW_TIMEOUT, "no session of the pool came free in time");
    if (slot->conn && !slot_is_good(pool, slot))
        slot_close(slot);
    pgw_status status = slot->conn ? PGW_OK : slot_open(pool, slot, error);
    if (status != PGW_OK) {
        pool_put(pool, slot);
        return status;
    }
    *session = &slot->session;
    return PGW_OK;
}

/* As it was when it was fresh: nothing in flight, no transaction, no channels. */
static void slot_clean(pool_slot *slot)
{
    pgw_session *session = &slot->session;
    if (session->pipeline)
        (void)!pgw_pipeline_end(session);
    (void)pgw_rollback(session);
    if (session->listening) {
        run_quietly(session, "UNLISTEN *");
        for (PGnotify *notify; (notify = PQnotifies(slot->conn)) != NULL;)
            PQfreemem(notify);
        session->listening = false;
    }
    if (PQstatus(slot->conn) != CONNECTION_OK || PQtransactionStatus(slot->conn) != PQTRANS_IDLE)
        slot_close(slot);
    slot->used = monotonic_seconds();
}

bool pgw_pool_give(pgw_pool *pool, pgw_session *session)
{
    if (!session)
        return true;
    pool_slot *slot = NULL;
    for (size_t i = 0; i < pool->count; i++)
        if (&pool->slots[i].session == session)
            slot = &pool->slots[i];
    if (!slot || slot->state != SLOT_TAKEN || !pthread_equal(slot->owner, pthread_self()))
        return false;
    slot_clean(slot);
    pool_put(pool, slot);
    return true;
}

static pgw_status pool_verify(pgw_pool *pool, pgw_error *error)
{
    pgw_session *session;
    pgw_differences differences;
    pgw_arena arena;
    pgw_status status = pgw_pool_take(pool, &session, error);
    if (status != PGW_OK)
        return status;
    pgw_arena_init(&arena, NULL);
    status = pgw_verify(session, pool->options.verify, &arena, &differences);
    if (status != PGW_OK)
        (void)pool_fail(error, status, "the database is not the one these bindings were made for");
    pgw_arena_free(&arena);
    (void)pgw_pool_give(pool, session);
    return status;
}

static bool pool_init(pgw_pool *pool, const pgw_pool_options *options)
{
    pthread_condattr_t attributes;
    pool->options = *options;
    pool->options.size = options->size ? options->size : 1;
    pool->count = pool->options.size + options->overflow;
    pool->slots = (pool_slot *)calloc(pool->count, sizeof *pool->slots);
    pool->conninfo = (char *)malloc(strlen(options->conninfo) + 1);
    if (!pool->slots || !pool->conninfo)
        return false;
    memcpy(pool->conninfo, options->conninfo, strlen(options->conninfo) + 1);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->freed, &attributes);
    pthread_condattr_destroy(&attributes);
    return true;
}

pgw_status pgw_pool_open(pgw_pool **pool, const pgw_pool_options *options, pgw_error *error)
{
    pgw_pool *made = (pgw_pool *)calloc(1, sizeof *made);
    if (!made || !pool_init(made, options)) {
        if (made)
            free(made->slots);
        if (made)
            free(made->conninfo);
        free(made);
        return pool_fail(error, PGW_NO_MEMORY, "out of memory");
    }
    pgw_status status = pool_verify(made, error);
    if (status == PGW_OK)
        *pool = made;
    else
        pgw_pool_close(made);
    return status;
}

void pgw_pool_close(pgw_pool *pool)
{
    if (!pool)
        return;
    for (size_t i = 0; i < pool->count; i++)
        if (pool->slots[i].conn)
            slot_close(&pool->slots[i]);
    pthread_cond_destroy(&pool->freed);
    pthread_mutex_destroy(&pool->mutex);
    free(pool->slots);
    free(pool->conninfo);
    free(pool);
}

pgw_status pgw_listen(pgw_session *session, const char *channel)
{
    pgw_status status = session_begin(session);
    if (status != PGW_OK)
        return status;
    char *quoted = PQescapeIdentifier(session->conn, channel, strlen(channel));
    if (!quoted)
        return fail_connection(session);
    buffer sql = {&session->scratch, NULL, 0, 0, false};
    buffer_string(&sql, "LISTEN ");
    buffer_string(&sql, quoted);
    buffer_put(&sql, "", 1);
    PQfreemem(quoted);
    if (sql.no_memory)
        return fail_memory(session);
    session->listening = true;
    return run_command(session, sql.data);
}
