/* ---- Many rows in one statement -------------------------------------------------------------- */

/* Rows travel as an array of the table's row type in one binary parameter, unnested by the server:
 * that is several times faster than a statement for each. Where it cannot be, since the row type is
 * not the one that these bindings know, or since a chosen column travels as text, they go through a
 * pipeline. */

/* A function on many rows while it works. */
typedef struct many many;
struct many {
    pgw_session *session;
    const pgw_table *table;
    char *rows;
    size_t count;
    const void *chosen, *updated;
    const pgw_key *key; /* upsert: on conflict with it */
    pgw_arena *arena;   /* insert: rows are filled as stored; or NULL */
    bool by_key;        /* the primary key is sent too, and the version: which rows are meant */
    size_t affected;
    void (*sql)(statement *st, const many *job, bool returning);
    pgw_status (*one)(const many *job, pgw_arena *arena, void *row); /* the same for one row */
};

/* Rows in one statement at most, and bytes after which it is sent: the server is fastest as long as
 * what it needs for a statement fits into the memory that it does not give back after each. How
 * many such statements are sent ahead, and how many for a row each. */
enum { MANY_ROWS = 1024, MANY_BYTES = 40 << 10, MANY_AHEAD = 4, MANY_DEPTH = 256 };
static const size_t many_large = (size_t)1 << 20; /* a statement that is not sent ahead */

static bool is_sent(const many *job, size_t column)
{
    const pgw_column *c = &job->table->columns[column];
    return is_chosen(c, job->chosen) ||
           (job->by_key && (c->in_primary_key || c == job->table->version));
}

static bool travels_as_rows(const many *job)
{
    const pgw_table *table = job->table;
    if (!table->row || !job->session->oids[2 * table->row->index + 1])
        return false;
    for (size_t i = 0; i < table->column_count; i++)
        if (is_sent(job, i) && is_other(&table->columns[i]))
            return false;
    return true;
}

/* What is not sent is NULL, which nobody reads. */
static pgw_status encode_row(statement *st, const many *job, const encoding *e, const char *row)
{
    const pgw_table *table = job->table;
    const uint32_t *oids = job->session->row_oids[table->row->index];
    size_t start = e->out->len;
    buffer_32(e->out, 0);
    buffer_32(e->out, (uint32_t)table->column_count);
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        buffer_32(e->out, oids[i]);
        const char *reason =
            encode_part(e, column->type, is_sent(job, i) ? column_value(column, row) : NULL);
        if (reason)
            return fail_value(st, column->name, reason);
    }
    if (e->out->no_memory)
        return fail_memory(st->session);
    put32((unsigned char *)e->out->data + start, (uint32_t)(e->out->len - start - 4));
    return PGW_OK;
}

/* Binds rows from `from` on as an array; *taken tells how many, of at most `count`. */
static pgw_status bind_rows(statement *st, const many *job, size_t from, size_t count,
                            size_t *taken)
{
    const uint32_t *oids = st->session->oids + 2 * job->table->row->index;
    const encoding e = statement_encoding(st);
    size_t start = st->wire.len, n = 0;
    buffer_32(&st->wire, 1);
    buffer_32(&st->wire, 0);
    buffer_32(&st->wire, oids[0]);
    size_t count_at = st->wire.len;
    buffer_32(&st->wire, 0);
    buffer_32(&st->wire, 1);
    for (; n < count && n < MANY_ROWS && st->wire.len - start < MANY_BYTES; n++) {
        const char *row = job->rows + (from + n) * job->table->row_size;
        pgw_status status = encode_row(st, job, &e, row);
        if (status != PGW_OK) {
            st->session->error.item = from + n;
            return status;
        }
    }
    if (!st->wire.no_memory)
        put32((unsigned char *)st->wire.data + count_at, (uint32_t)n);
    *taken = n;
    return statement_add(st, "rows", oids[1], false, start, NULL);
}

/* The chosen columns, each behind `before`. */
static size_t sql_chosen(buffer *sql, const many *job, const char *before)
{
    size_t count = 0;
    for (size_t i = 0; i < job->table->column_count; i++) {
        if (!is_chosen(&job->table->columns[i], job->chosen))
            continue;
        buffer_string(sql, count++ ? ", " : "");
        buffer_string(sql, before);
        buffer_string(sql, job->table->columns[i].quoted);
    }
    return count;
}

static void sql_many_insert(statement *st, const many *job, bool returning)
{
    buffer_string(&st->sql, "INSERT INTO ");
    buffer_string(&st->sql, job->table->quoted);
    buffer_string(&st->sql, " (");
    (void)sql_chosen(&st->sql, job, "");
    buffer_string(&st->sql, ") SELECT ");
    (void)sql_chosen(&st->sql, job, "r.");
    buffer_string(&st->sql, " FROM pg_catalog.unnest($1) AS r");
    if (job->key)
        sql_on_conflict(&st->sql, job->table, job->key, job->chosen, job->updated);
    if (returning)
        sql_returning(&st->sql, job->table);
}

/* t.a = r.a */
static void sql_same(buffer *sql, const pgw_column *column, const char *before)
{
    buffer_string(sql, before);
    buffer_string(sql, "t.");
    sql_operator(sql, column, PGW_EQ);
    buffer_string(sql, "r.");
    buffer_string(sql, column->quoted);
}

/* UPDATE t AS t SET a = r.a FROM unnest($1) AS r WHERE t.id = r.id */
static void sql_many_update(statement *st, const many *job, bool returning)
{
    const pgw_table *table = job->table;
    size_t count = 0;
    (void)returning;
    buffer_string(&st->sql, "UPDATE ");
    buffer_string(&st->sql, table->quoted);
    buffer_string(&st->sql, " AS t SET ");
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        if (!is_updated(table, column, job->chosen))
            continue;
        buffer_string(&st->sql, count++ ? ", " : "");
        buffer_string(&st->sql, column->quoted);
        buffer_string(&st->sql, " = r.");
        buffer_string(&st->sql, column->quoted);
    }
    sql_count_up(&st->sql, table, "t.");
    buffer_string(&st->sql, " FROM pg_catalog.unnest($1) AS r");
    for (size_t i = 0; i < table->primary_key->column_count; i++)
        sql_same(&st->sql, key_column(table, table->primary_key, i), i ? " AND " : " WHERE ");
    if (table->version)
        sql_same(&st->sql, table->version, " AND ");
}

/* Rows as stored, into the structs that they came from. When a trigger has kept some away, nobody
 * can tell which. */
static pgw_status take_returned(const many *job, size_t from, size_t count, PGresult *result)
{
    const pgw_table *table = job->table;
    pgw_status status = result_check(job->session, table, result);
    if (status == PGW_OK && (size_t)PQntuples(result) != count)
        status = fail(job->session, PGW_NOT_FOUND, "%s: not every row was stored", table->name);
    if (status == PGW_OK && !arena_keep(job->arena, result))
        status = fail_memory(job->session);
    if (status != PGW_OK) {
        PQclear(result);
        return status;
    }
    for (size_t i = 0; i < count && status == PGW_OK; i++)
        status = decode_row(job->session, job->arena, table, KEEP_IN_PLACE, result, (int)i,
                            job->rows + (from + i) * table->row_size);
    return status;
}

/* A statement with as many rows as fit, of at most `count`. */
static pgw_status many_statement(statement *st, const many *job, size_t from, size_t count,
                                 bool returning, size_t *taken)
{
    pgw_status status = statement_begin(st, job->session, job->table, 1);
    if (status == PGW_OK)
        status = bind_rows(st, job, from, count, taken);
    if (status == PGW_OK)
        job->sql(st, job, returning);
    return status;
}

/* Whether each row must be there, with its version. */
static bool finds_all(const many *job)
{
    return job->by_key && job->table->version;
}

/* Runs one statement. A trial only shows whether it can be done. */
static pgw_status many_step(many *job, size_t from, size_t count, bool trial, size_t *taken)
{
    statement st;
    PGresult *result = NULL;
    bool returning = job->arena && !trial;
    pgw_status status = many_statement(&st, job, from, count, returning, taken);
    if (status == PGW_OK)
        status = statement_run(&st, returning ? PGRES_TUPLES_OK : PGRES_COMMAND_OK, &result);
    if (status != PGW_OK)
        return status;
    size_t affected = (size_t)strtoull(PQcmdTuples(result), NULL, 10);
    if (!trial)
        job->affected += affected;
    if (returning)
        return take_returned(job, from, *taken, result);
    PQclear(result);
    if (finds_all(job) && affected < *taken)
        return fail_absent(job->session, job->table, true);
    return PGW_OK;
}

/* Errors that some row is to blame for. */
static bool is_of_a_row(pgw_status status)
{
    return (status >= PGW_UNIQUE_VIOLATION && status <= PGW_DATA_ERROR) ||
           status == PGW_SERVER_ERROR || status == PGW_CONFLICT;
}

/* As many statements as it takes. */
static pgw_status many_steps(many *job, size_t from, size_t count, bool trial, size_t *done)
{
    pgw_status status = PGW_OK;
    size_t taken = 0;
    for (*done = 0; *done < count && status == PGW_OK; *done += taken) {
        taken = 0;
        status = many_step(job, from + *done, count - *done, trial, &taken);
    }
    return status;
}

/* Which of the first `count` rows it is: by halves, from the savepoint on. A first half that
 * succeeds stays, since a later row may fail for its sake. What is done here is undone by the
 * caller. */
static pgw_status many_blame(many *job, size_t count)
{
    pgw_session *session = job->session;
    size_t from = 0, done;
    while (count > 1) {
        size_t half = count / 2;
        run_quietly(session, "SAVEPOINT pgw_half");
        if (many_steps(job, from, half, true, &done) == PGW_OK) {
            from += half;
            count -= half;
        } else {
            run_quietly(session, "ROLLBACK TO SAVEPOINT pgw_half");
            count = done < half ? done : half;
        }
    }
    pgw_status status = many_steps(job, from, 1, true, &done);
    session->error.item = from;
    return status;
}

/* Of statements in flight: where the rows of each end, and where those of the one that failed do.
 */
typedef struct {
    size_t ends[2 * MANY_AHEAD], failed_end;
} many_ahead;

static void many_landed(void *context, size_t item, pgw_status status, const pgw_error *error)
{
    many_ahead *ahead = (many_ahead *)context;
    (void)error;
    if (status != PGW_OK && ahead->failed_end == 0)
        ahead->failed_end = ahead->ends[item % (2 * MANY_AHEAD)];
}

/* Sends one statement, and asks for its result as soon as it is there. */
static pgw_status many_send(const many *job, size_t from, size_t *end)
{
    statement st;
    size_t taken = 0;
    pgw_status status = many_statement(&st, job, from, job->count - from, false, &taken);
    if (status != PGW_OK)
        return status;
    *end = from + taken;
    status = pipeline_add(&st, NULL, NULL);
    if (status == PGW_OK && !PQsendFlushRequest(job->session->conn))
        status = fail_connection(job->session);
    while (status == PGW_OK && st.wire.len > many_large && job->session->pipeline->items)
        if (!pipeline_take(job->session))
            status = fail_connection(job->session);
    return status;
}

/* All statements, where nothing comes back but how it went: the next ones are put together while
 * the server works. *done is where the rows end that were tried. */
static pgw_status many_steps_ahead(many *job, size_t *done)
{
    pgw_session *session = job->session;
    many_ahead ahead = {{0}, 0};
    size_t rest;
    *done = 0;
    pgw_status sent = pgw_pipeline_begin(session, PGW_TOGETHER, MANY_AHEAD, many_landed, &ahead);
    if (sent != PGW_OK)
        return sent;
    session->pipeline->affected = &job->affected;
    for (size_t step = 0; *done < job->count && sent == PGW_OK && !ahead.failed_end; step++) {
        size_t *end = &ahead.ends[step % (2 * MANY_AHEAD)];
        sent = many_send(job, *done, end);
        if (sent == PGW_OK)
            *done = *end;
    }
    pgw_status status = pgw_pipeline_end(session);
    if (status != PGW_OK) {
        session->error.item = 0;
        *done = ahead.failed_end;
    } else if (sent != PGW_OK) { /* a row that cannot be sent: it says so once more */
        status = many_steps(job, *done, job->count - *done, false, &rest);
    } else if (finds_all(job) && job->affected < job->count) {
        status = fail_absent(session, job->table, true);
    }
    return status;
}

static pgw_status many_as_rows(many *job)
{
    pgw_session *session = job->session;
    size_t done;
    pgw_status status =
        job->arena ? many_steps(job, 0, job->count, false, &done) : many_steps_ahead(job, &done);
    if (!is_of_a_row(status))
        return status;
    run_quietly(session, "ROLLBACK TO SAVEPOINT pgw_all");
    pgw_status blamed = many_blame(job, done && done < job->count ? done : job->count);
    return blamed == PGW_OK ? fail_text(session, status, "the rows fail only together") : blamed;
}

/* Of the items of a pipeline: how many were done, and whether one failed for more than that its row
 * was not there. */
typedef struct {
    size_t done;
    bool failed;
} many_items;

static void many_item(void *context, size_t item, pgw_status status, const pgw_error *error)
{
    many_items *items = (many_items *)context;
    (void)item, (void)error;
    items->done += status == PGW_OK;
    items->failed |= status != PGW_OK && status != PGW_NOT_FOUND;
}

static pgw_status many_in_pipeline(many *job, pgw_arena *arena, char *rows)
{
    pgw_session *session = job->session;
    many_items items = {0, false};
    pgw_status sent = PGW_OK;
    size_t i = 0;
    pgw_status status = pgw_pipeline_begin(session, PGW_TOGETHER, MANY_DEPTH, many_item, &items);
    if (status != PGW_OK)
        return status;
    for (; i < job->count && sent == PGW_OK; i++)
        sent = job->one(job, arena, rows + i * job->table->row_size);
    if (sent != PGW_OK) {
        pgw_error unsent;
        error_copy(&session->pipeline->arena, &unsent, &session->error);
        unsent.item = i - 1;
        session->pipeline->failed = unsent;
    }
    status = pgw_pipeline_end(session);
    job->affected = items.done;
    return status == PGW_NOT_FOUND && !items.failed && !job->arena ? PGW_OK : status;
}

/* What the items return goes into the rows only when that is asked for. */
static pgw_status many_one_by_one(many *job)
{
    pgw_arena arena;
    if (job->arena)
        return many_in_pipeline(job, job->arena, job->rows);
    pgw_arena_init(&arena, &job->session->scratch.allocator);
    char *rows = (char *)arena_alloc_array(&arena, job->count, job->table->row_size);
    if (!rows)
        return fail_memory(job->session);
    memcpy(rows, job->rows, job->count * job->table->row_size);
    pgw_status status = many_in_pipeline(job, &arena, rows);
    pgw_arena_free(&arena);
    return status;
}

/* All rows in one transaction, which is the caller's where one is open. */
static pgw_status many_run(many *job)
{
    pgw_session *session = job->session;
    pgw_status status = session_begin(session);
    if (status != PGW_OK || job->count == 0)
        return status;
    if (session->pipeline)
        return fail_text(session, PGW_INVALID, "this cannot be done inside a pipeline");
    if (job->table->database != session->database)
        return fail(session, PGW_INVALID, "%s is not a table of the session's database",
                    job->table->name);
    bool own = !in_transaction(session);
    status = run_command(session, own ? "BEGIN; SAVEPOINT pgw_all" : "SAVEPOINT pgw_all");
    if (status != PGW_OK)
        return status;
    status = travels_as_rows(job) ? many_as_rows(job) : many_one_by_one(job);
    if (status == PGW_OK)
        return run_command(session, own ? "COMMIT" : "RELEASE SAVEPOINT pgw_all");
    run_quietly(session, own ? "ROLLBACK" : "ROLLBACK TO SAVEPOINT pgw_all");
    return status;
}

static pgw_status one_insert(const many *job, pgw_arena *arena, void *row)
{
    if (job->key)
        return pgw_row_upsert(job->session, arena, job->table, job->key, row, job->chosen,
                              job->updated);
    return pgw_row_insert(job->session, arena, job->table, row, job->chosen);
}

static pgw_status one_update(const many *job, pgw_arena *arena, void *row)
{
    return pgw_row_update(job->session, arena, job->table, row, job->chosen);
}

static many many_of(pgw_session *session, const pgw_table *table, const void *rows, size_t count,
                    const void *chosen)
{
    many job;
    memset(&job, 0, sizeof job);
    job.session = session;
    job.table = table;
    job.rows = (char *)(uintptr_t)rows; /* written to only where the caller gave it so */
    job.count = count;
    job.chosen = chosen;
    return job;
}

pgw_status pgw_rows_insert(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                           void *rows, size_t count, const void *chosen)
{
    many job = many_of(session, table, rows, count, chosen);
    job.arena = arena;
    job.sql = sql_many_insert;
    job.one = one_insert;
    return many_run(&job);
}

pgw_status pgw_rows_upsert(pgw_session *session, const pgw_table *table, const pgw_key *key,
                           const void *rows, size_t count, const void *chosen, const void *updated)
{
    many job = many_of(session, table, rows, count, chosen);
    job.key = key;
    job.updated = updated;
    job.sql = sql_many_insert;
    job.one = one_insert;
    return many_run(&job);
}

pgw_status pgw_rows_update(pgw_session *session, const pgw_table *table, const void *rows,
                           size_t count, const void *chosen, size_t *updated)
{
    many job = many_of(session, table, rows, count, chosen);
    job.by_key = true;
    job.sql = sql_many_update;
    job.one = one_update;
    error_clear(&session->error);
    pgw_status status = check_update(session, table, chosen);
    if (status == PGW_OK)
        status = many_run(&job);
    if (status == PGW_OK && updated)
        *updated = job.affected;
    return status;
}

/* Binds a list of values for each column of the key. */
static pgw_status bind_key_lists(statement *st, const pgw_key *key, const void *const *values,
                                 size_t count)
{
    pgw_status status = PGW_OK;
    for (size_t i = 0; i < key->column_count && status == PGW_OK; i++) {
        const pgw_column *column = key_column(st->table, key, i);
        const value_list list = {column->type, values[i], type_plain(column->type)->size, count,
                                 false};
        status = statement_bind_list(st, column->name, list);
    }
    return status;
}

/* WHERE id = ANY ($1), or for several columns WHERE (a, b) = ANY (SELECT … unnest($1, $2)). */
static void sql_any_key(buffer *sql, const pgw_table *table, const pgw_key *key)
{
    if (key->column_count == 1) {
        buffer_string(sql, " WHERE ");
        sql_operator(sql, key_column(table, key, 0), PGW_EQ);
        buffer_string(sql, "ANY ($1)");
        return;
    }
    buffer_string(sql, " WHERE (");
    sql_key_list(sql, table, key, 0);
    buffer_string(sql, ") OPERATOR(pg_catalog.=) ANY (SELECT * FROM ROWS FROM (");
    for (size_t i = 0; i < key->column_count; i++)
        buffer_format(sql, i ? ", pg_catalog.unnest($%lu)" : "pg_catalog.unnest($%lu)",
                      (unsigned long)i + 1);
    buffer_string(sql, ") AS k)");
}

pgw_status pgw_rows_delete(pgw_session *session, const pgw_table *table, const void *const *values,
                           size_t count, size_t *deleted)
{
    statement st;
    PGresult *result = NULL;
    const pgw_key *key = table->primary_key;
    pgw_status status = statement_begin(&st, session, table, key->column_count);
    if (status == PGW_OK)
        status = bind_key_lists(&st, key, values, count);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, "DELETE FROM ");
    buffer_string(&st.sql, table->quoted);
    sql_any_key(&st.sql, table, key);
    status = statement_run(&st, PGRES_COMMAND_OK, &result);
    if (status == PGW_OK && deleted)
        *deleted = (size_t)strtoull(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    return status;
}

/* The rows that are there, in no order. */
pgw_status pgw_rows_get(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                        const void *const *values, size_t count, pgw_page *page)
{
    statement st;
    PGresult *result = NULL;
    const pgw_key *key = table->primary_key;
    pgw_status status = statement_begin(&st, session, table, key->column_count);
    if (status == PGW_OK)
        status = bind_key_lists(&st, key, values, count);
    if (status != PGW_OK)
        return status;
    sql_select(&st.sql, table);
    sql_any_key(&st.sql, table, key);
    status = statement_run(&st, PGRES_TUPLES_OK, &result);
    return status == PGW_OK ? decode_page(&st, arena, result, SIZE_MAX, page) : status;
}
