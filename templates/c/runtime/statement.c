/* ---- Statements ------------------------------------------------------------------------------ */

/* One statement while it is put together: its text, and its parameters end to end in `wire`. */
typedef struct {
    pgw_session *session;
    const pgw_table *table;
    buffer sql, wire;
    bool versioned; /* it changes a row only in the version that was read */
    size_t count, capacity;
    Oid *types;
    const char **values;
    size_t *starts;
    int *lengths, *formats;
    bool calls;   /* a function of the schema, which may touch any table */
    bool unnamed; /* never prepared under a name */
} statement;

/* A statement text that the session has seen. It is prepared when it comes the second time, so that
 * what runs once is parsed once. */
struct pgw_prepared {
    uint64_t hash; /* 0: free */
    char *text;    /* NULL: not prepared */
    char name[32];
};

enum { CACHE_SIZE = 512, CACHE_PROBES = 8, SQLSTATE_LENGTH = 5 };

/* Starts afresh: forgets the last call's error and verifies that the connection can be used. */
static pgw_status session_begin(pgw_session *session)
{
    error_clear(&session->error);
    pgw_arena_reset(&session->scratch);
    if (PQstatus(session->conn) == CONNECTION_BAD)
        return fail_connection(session);
    if (session->ready && PQclientEncoding(session->conn) != session->encoding)
        return fail_text(session, PGW_INVALID, "the connection's client_encoding was changed");
    if (session->pipeline)
        return PGW_OK;
    if (PQtransactionStatus(session->conn) == PQTRANS_ACTIVE)
        return fail_text(session, PGW_INVALID, "the connection is busy with another statement");
    if (PQpipelineStatus(session->conn) != PQ_PIPELINE_OFF)
        return fail_text(session, PGW_INVALID, "the connection is in pipeline mode");
    return PGW_OK;
}

/* Arrays for the parameters, all in one piece of memory. */
static bool statement_reserve(statement *st, size_t capacity)
{
    const size_t each = sizeof *st->values + sizeof *st->starts + sizeof *st->types +
                        sizeof *st->lengths + sizeof *st->formats;
    char *memory = (char *)arena_alloc_array(&st->session->scratch, capacity + 1, each);
    if (!memory)
        return false;
    st->capacity = capacity;
    st->values = (const char **)(void *)memory;
    memory += (capacity + 1) * sizeof *st->values;
    st->starts = (size_t *)(void *)memory;
    memory += (capacity + 1) * sizeof *st->starts;
    st->types = (Oid *)(void *)memory;
    memory += (capacity + 1) * sizeof *st->types;
    st->lengths = (int *)(void *)memory;
    memory += (capacity + 1) * sizeof *st->lengths;
    st->formats = (int *)(void *)memory;
    return true;
}

static pgw_status statement_begin(statement *st, pgw_session *session, const pgw_table *table,
                                  size_t capacity)
{
    memset(st, 0, sizeof *st);
    pgw_status status = session_begin(session);
    if (status != PGW_OK)
        return status;
    if (table && table->database != session->database)
        return fail(session, PGW_INVALID, "%s is not a table of the session's database",
                    table->name);
    st->session = session;
    st->table = table;
    st->sql.arena = st->wire.arena = &session->scratch;
    if (!statement_reserve(st, capacity) || !buffer_reserve(&st->sql, 512) ||
        !buffer_reserve(&st->wire, 256))
        return fail_memory(session);
    return PGW_OK;
}

/* A value that cannot be sent. */
static pgw_status fail_value(statement *st, const char *name, const char *reason)
{
    if (st->wire.no_memory)
        return fail_memory(st->session);
    return fail(st->session, PGW_INVALID, "%s%s%s: %s", st->table ? st->table->name : "",
                st->table ? "." : "", name, reason);
}

/* Notes that the wire from `start` on is the next parameter. */
static pgw_status statement_add(statement *st, const char *name, Oid type, bool as_text,
                                size_t start, const char *reason)
{
    size_t n = st->count++;
    if (!reason && st->wire.len - start > VALUE_LIMIT)
        reason = too_large;
    if (reason || st->wire.no_memory)
        return fail_value(st, name, reason);
    st->types[n] = type;
    st->formats[n] = as_text ? 0 : 1;
    st->starts[n] = start;
    st->lengths[n] = (int)(st->wire.len - start);
    if (as_text)
        buffer_put(&st->wire, "", 1);
    return PGW_OK;
}

static void statement_add_null(statement *st, Oid type)
{
    size_t n = st->count++;
    st->types[n] = type;
    st->formats[n] = 1;
    st->starts[n] = SIZE_MAX;
    st->lengths[n] = 0;
}

static encoding statement_encoding(statement *st)
{
    encoding e = {&st->wire, st->session->oids};
    return e;
}

/* Adds a parameter; value NULL is SQL NULL. */
static pgw_status statement_bind(statement *st, const char *name, const pgw_type *type,
                                 const void *value)
{
    type = type_plain(type);
    Oid oid = type_oid(st->session->oids, type);
    size_t start = st->wire.len;
    if (!value) {
        statement_add_null(st, oid);
        return PGW_OK;
    }
    encoding e = statement_encoding(st);
    const char *reason = codec_of(type)->encode(&e, type, value);
    return statement_add(st, name, oid, type->codec == PGW_CODEC_OTHER, start, reason);
}

/* Binds a column from its place in a row. */
static pgw_status statement_bind_column(statement *st, const pgw_column *column, const void *row)
{
    return statement_bind(st, column->name, column->type, column_value(column, row));
}

/* FNV-1a over words of eight bytes, with the high half folded in, which it would not reach. */
static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t size)
{
    const char *at = (const char *)bytes;
    while (size) {
        uint64_t word = 0;
        size_t step = size < sizeof word ? size : sizeof word;
        memcpy(&word, at, step);
        hash = (hash ^ word) * 1099511628211U;
        hash ^= hash >> 32;
        at += step;
        size -= step;
    }
    return hash;
}

/* Where the statement is in the session's cache: its own place, or a free one, or NULL. */
static pgw_prepared *cache_find(const pgw_session *session, uint64_t hash, const char *text)
{
    for (size_t i = 0; i < CACHE_PROBES; i++) {
        pgw_prepared *place = &session->cache[(hash + i) % CACHE_SIZE];
        if (place->hash == 0)
            return place;
        if (place->hash == hash && (!place->text || strcmp(place->text, text) == 0))
            return place;
    }
    return NULL;
}

/* A name that no other session on this connection gives. */
static bool cache_name(pgw_session *session, pgw_prepared *place, const char *text)
{
    place->text = arena_text(&session->types, text, strlen(text));
    snprintf(place->name, sizeof place->name, "pgw_%08lx_%lu", (unsigned long)session->salt,
             (unsigned long)session->prepared++);
    return place->text != NULL;
}

/* The statement's place when it is to be prepared; NULL: it runs without a name. */
static pgw_prepared *statement_place(statement *st)
{
    pgw_session *session = st->session;
    if (session->without_names || !session->cache || st->unnamed)
        return NULL;
    uint64_t hash = hash_bytes(14695981039346656037U, st->sql.data, st->sql.len);
    hash = hash_bytes(hash, st->types, st->count * sizeof *st->types) | 1;
    pgw_prepared *place = cache_find(session, hash, st->sql.data);
    if (!place)
        return NULL;
    bool seen = place->hash == hash;
    place->hash = hash;
    return seen ? place : NULL;
}

/* Ends the text and fills in where the parameters are. */
static bool statement_finish(statement *st)
{
    buffer_put(&st->sql, "", 1);
    if (st->sql.no_memory || st->wire.no_memory)
        return false;
    for (size_t i = 0; i < st->count; i++)
        st->values[i] = st->starts[i] == SIZE_MAX ? NULL : st->wire.data + st->starts[i];
    return true;
}

/* Prepares the statement unless that was done. NULL, or the failed result. */
static PGresult *statement_prepare(statement *st, pgw_prepared *place)
{
    if (place->text)
        return NULL;
    if (!cache_name(st->session, place, st->sql.data))
        return PQmakeEmptyPGresult(st->session->conn, PGRES_FATAL_ERROR);
    PGresult *result =
        PQprepare(st->session->conn, place->name, st->sql.data, (int)st->count, st->types);
    if (PQresultStatus(result) == PGRES_COMMAND_OK) {
        PQclear(result);
        return NULL;
    }
    place->text = NULL;
    return result;
}

static PGresult *statement_execute(statement *st, pgw_prepared *place)
{
    PGconn *conn = st->session->conn;
    if (!place)
        return PQexecParams(conn, st->sql.data, (int)st->count, st->types, st->values, st->lengths,
                            st->formats, 1);
    PGresult *failed = statement_prepare(st, place);
    if (failed)
        return failed;
    return PQexecPrepared(conn, place->name, (int)st->count, st->values, st->lengths, st->formats,
                          1);
}

/* The server has lost the prepared statement (26000: DISCARD, another server behind a pooler), or
 * its result has other types by now (0A000). */
static bool is_stale(const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state && (strcmp(state, "26000") == 0 || strcmp(state, "0A000") == 0);
}

/* Whether what the server says of a failure may hold secrets. */
static bool is_secret(const pgw_table *table, bool calls)
{
    bool secret = table && table->sensitive;
    for (size_t i = 0; calls && !secret && i < table->database->table_count; i++)
        secret = table->database->tables[i]->sensitive;
    return secret;
}

static pgw_status statement_fail(statement *st, PGresult *result)
{
    pgw_status status = result ? fail_result(st->session, result, is_secret(st->table, st->calls))
                               : fail_connection(st->session);
    PQclear(result);
    return status;
}

/* Forgets a stale statement; it is prepared again under a new name. In a transaction all that can
 * be done is to run that again. */
static pgw_status statement_stale(statement *st, pgw_prepared *place, PGresult **result)
{
    pgw_session *session = st->session;
    place->text = NULL;
    if (PQtransactionStatus(session->conn) == PQTRANS_IDLE) {
        PQclear(*result);
        *result = statement_execute(st, place);
        return PGW_OK;
    }
    (void)statement_fail(st, *result);
    *result = NULL;
    return fail_text(session, PGW_RETRY, session->error.message);
}

/* Runs the statement and hands over the result, for the caller to PQclear, when it ended as
 * `expected`. */
static pgw_status statement_run(statement *st, ExecStatusType expected, PGresult **out)
{
    if (st->session->pipeline)
        return fail_text(st->session, PGW_INVALID, "this cannot be done inside a pipeline");
    if (!statement_finish(st))
        return fail_memory(st->session);
    pgw_prepared *place = statement_place(st);
    PGresult *result = statement_execute(st, place);
    if (place && place->text && PQresultStatus(result) != expected && is_stale(result)) {
        pgw_status status = statement_stale(st, place, &result);
        if (status != PGW_OK)
            return status;
    }
    if (PQresultStatus(result) != expected)
        return statement_fail(st, result);
    *out = result;
    return PGW_OK;
}

static pgw_status pipeline_add(statement *st, pgw_arena *arena, void *row);
