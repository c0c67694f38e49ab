/* ---- COPY ------------------------------------------------------------------------------------ */

static const char copy_signature[] = "PGCOPY\n\377\r\n"; /* and its NUL, 11 bytes */
enum { COPY_SIGNATURE = 11, COPY_HEADER = 19, COPY_BUFFER = 64 * 1024 };

/* Columns that travel as text have no binary form that COPY would take. Such rows go into a
 * temporary table that holds texts in their place, and from there, at the end, in one INSERT. */
static bool copy_is_staged(const pgw_table *table, const void *chosen)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (is_chosen(&table->columns[i], chosen) && is_other(&table->columns[i]))
            return true;
    return false;
}

static const char copy_stage[] = "pg_temp.pgw_copy";

/* How the columns are written in each of the statements. */
typedef enum { COPY_PLAIN, COPY_AS_TEXT, COPY_FROM_TEXT } copy_form;

/* From text to the type that the column is declared with: built-in types without a schema. */
static void sql_from_text(buffer *sql, const pgw_column *column)
{
    static const char ending[] = " NOT NULL";
    size_t length = strlen(column->declared), end = sizeof ending - 1;
    if (length > end && strcmp(column->declared + length - end, ending) == 0)
        length -= end;
    buffer_string(sql, strchr(column->declared, '.') ? "::" : "::pg_catalog.");
    buffer_put(sql, column->declared, length);
}

/* The chosen columns with commas between them; how many. */
static size_t copy_columns(buffer *sql, const pgw_table *table, const void *chosen, copy_form form)
{
    size_t count = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        if (!is_chosen(column, chosen))
            continue;
        buffer_string(sql, count++ ? ", " : "");
        buffer_string(sql, column->quoted);
        if (form == COPY_FROM_TEXT && is_other(column))
            sql_from_text(sql, column);
        if (form != COPY_AS_TEXT || !is_other(column))
            continue;
        buffer_string(sql, "::pg_catalog.text AS ");
        buffer_string(sql, column->quoted);
    }
    return count;
}

static pgw_status copy_sql(statement *st, const char *into, const void *chosen)
{
    buffer_string(&st->sql, "COPY ");
    buffer_string(&st->sql, into);
    buffer_string(&st->sql, " (");
    size_t columns = copy_columns(&st->sql, st->table, chosen, COPY_PLAIN);
    buffer_string(&st->sql, ") FROM STDIN (FORMAT binary)");
    return columns ? PGW_OK
                   : fail(st->session, PGW_INVALID, "no column of %s is chosen", st->table->name);
}

static pgw_status copy_start(statement *st, ExecStatusType expected)
{
    pgw_session *session = st->session;
    if (session->pipeline)
        return fail_text(session, PGW_INVALID, "this cannot be done inside a pipeline");
    if (!statement_finish(st))
        return fail_memory(session);
    PGresult *result = PQexec(session->conn, st->sql.data);
    if (PQresultStatus(result) != expected)
        return statement_fail(st, result);
    PQclear(result);
    return PGW_OK;
}

/* Makes the temporary table, of the types of the columns. */
static pgw_status copy_stage_make(pgw_copy *copy, pgw_session *session, const pgw_table *table,
                                  const void *chosen)
{
    statement st;
    pgw_status status = statement_begin(&st, session, table, 0);
    if (status == PGW_OK && session->pipeline)
        status = fail_text(session, PGW_INVALID, "this cannot be done inside a pipeline");
    if (status != PGW_OK)
        return status;
    copy->staged = true;
    copy->own = !in_transaction(session);
    buffer_string(&st.sql, copy->own ? "BEGIN; " : "");
    buffer_string(&st.sql, "CREATE TEMPORARY TABLE pgw_copy ON COMMIT DROP AS SELECT ");
    (void)copy_columns(&st.sql, table, chosen, COPY_AS_TEXT);
    buffer_string(&st.sql, " FROM ");
    buffer_string(&st.sql, table->quoted);
    buffer_string(&st.sql, " WITH NO DATA");
    return copy_start(&st, PGRES_COMMAND_OK);
}

/* Everything from there into the table. */
static pgw_status copy_stage_empty(pgw_copy *copy, size_t *rows)
{
    statement st;
    PGresult *result = NULL;
    pgw_status status = statement_begin(&st, copy->session, copy->table, 0);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, "INSERT INTO ");
    buffer_string(&st.sql, copy->table->quoted);
    buffer_string(&st.sql, " (");
    (void)copy_columns(&st.sql, copy->table, copy->chosen, COPY_PLAIN);
    buffer_string(&st.sql, ") SELECT ");
    (void)copy_columns(&st.sql, copy->table, copy->chosen, COPY_FROM_TEXT);
    buffer_string(&st.sql, " FROM ");
    buffer_string(&st.sql, copy_stage);
    status = statement_run(&st, PGRES_COMMAND_OK, &result);
    if (status == PGW_OK && rows)
        *rows = (size_t)strtoull(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    if (status == PGW_OK)
        status = run_command(copy->session, copy->own ? "COMMIT" : "DROP TABLE pg_temp.pgw_copy");
    return status;
}

static void copy_stage_give_up(const pgw_copy *copy, pgw_session *session)
{
    if (copy->own && in_transaction(session))
        run_quietly(session, "ROLLBACK");
}

/* The statement that starts it, of which nothing stays when that fails. */
static pgw_status copy_open(pgw_copy *copy, pgw_session *session, const pgw_table *table,
                            const void *chosen)
{
    statement st;
    pgw_status status = PGW_OK;
    if (copy_is_staged(table, chosen))
        status = copy_stage_make(copy, session, table, chosen);
    if (status == PGW_OK)
        status = statement_begin(&st, session, table, 0);
    if (status == PGW_OK)
        status = copy_sql(&st, copy->staged ? copy_stage : table->quoted, chosen);
    if (status == PGW_OK)
        status = copy_start(&st, PGRES_COPY_IN);
    if (status != PGW_OK)
        copy_stage_give_up(copy, session);
    return status;
}

pgw_status pgw_copy_begin(pgw_copy *copy, pgw_session *session, const pgw_table *table,
                          const void *chosen)
{
    memset(copy, 0, sizeof *copy);
    pgw_arena_init(&copy->arena, &session->scratch.allocator);
    copy->buffer = (char *)pgw_arena_alloc(&copy->arena, COPY_BUFFER, BLOCK_ALIGN);
    pgw_status status =
        copy->buffer ? copy_open(copy, session, table, chosen) : fail_memory(session);
    if (status != PGW_OK) {
        pgw_arena_free(&copy->arena);
        return status;
    }
    copy->session = session;
    copy->table = table;
    copy->chosen = chosen;
    memset(copy->buffer, 0, COPY_HEADER);
    memcpy(copy->buffer, copy_signature, COPY_SIGNATURE);
    copy->used = COPY_HEADER;
    return PGW_OK;
}

static pgw_status copy_flush(pgw_copy *copy, const char *bytes, size_t size)
{
    if (PQputCopyData(copy->session->conn, bytes, (int)size) == 1)
        return PGW_OK;
    return fail_connection(copy->session);
}

/* The row behind what waits in the buffer. */
static const char *copy_encode(pgw_copy *copy, buffer *out, const void *row,
                               const pgw_column **where)
{
    const encoding e = {out, copy->session->oids};
    const pgw_table *table = copy->table;
    uint16_t count = 0;
    size_t count_at = out->len;
    buffer_16(out, 0);
    for (size_t i = 0; i < table->column_count; i++) {
        *where = &table->columns[i];
        if (!is_chosen(*where, copy->chosen))
            continue;
        count++;
        const char *reason = encode_part(&e, (*where)->type, column_value(*where, row));
        if (reason)
            return reason;
    }
    if (!out->no_memory)
        put16((unsigned char *)out->data + count_at, count);
    return out->no_memory ? no_memory : NULL;
}

/* A value that cannot be sent leaves the rows before it as they are: the COPY may go on. */
pgw_status pgw_copy_row(pgw_copy *copy, const void *row)
{
    pgw_session *session = copy->session;
    const pgw_column *where = NULL;
    if (!session)
        return PGW_INVALID; /* it has not begun, or has ended */
    buffer out = {&copy->arena, copy->buffer, copy->used, COPY_BUFFER, false};
    const char *reason = copy_encode(copy, &out, row, &where);
    if (reason) {
        error_clear(&session->error);
        session->error.item = copy->rows;
        return reason == no_memory ? fail_memory(session)
                                   : fail(session, PGW_INVALID, "%s.%s: %s", copy->table->name,
                                          where->name, reason);
    }
    copy->rows++;
    copy->used = out.len;
    if (out.data == copy->buffer && out.len < COPY_BUFFER * 3 / 4)
        return PGW_OK;
    pgw_status status = copy_flush(copy, out.data, out.len);
    copy->used = 0;
    if (out.data != copy->buffer) { /* a row that was larger than the buffer */
        pgw_arena_free(&copy->arena);
        copy->buffer = (char *)pgw_arena_alloc(&copy->arena, COPY_BUFFER, BLOCK_ALIGN);
        if (!copy->buffer)
            return fail_memory(session);
    }
    return status;
}

/* The server tells where it was: "COPY t, line 3". */
static size_t copy_item(const pgw_copy *copy, const PGresult *result)
{
    const char *context = PQresultErrorField(result, PG_DIAG_CONTEXT);
    const char *at = context ? strchr(context, ',') : NULL;
    size_t line = at ? (size_t)strtoull(at + strcspn(at, "0123456789"), NULL, 10) : 0;
    return line && line <= copy->rows ? line - 1 : 0;
}

pgw_status pgw_copy_row_of(pgw_copy *copy, const pgw_table *table, const void *row)
{
    if (copy->session && copy->table != table) {
        error_clear(&copy->session->error);
        return fail(copy->session, PGW_INVALID, "a row of %s in a COPY into %s", table->name,
                    copy->table->name);
    }
    return pgw_copy_row(copy, row);
}

/* Ends the COPY with what the server has to say about it. */
static pgw_status copy_finish(pgw_copy *copy, const char *give_up, size_t *rows)
{
    pgw_session *session = copy->session;
    error_clear(&session->error);
    pgw_status status =
        PQputCopyEnd(session->conn, give_up) == 1 ? PGW_OK : fail_connection(session);
    PGresult *result = PQgetResult(session->conn);
    if (status == PGW_OK && PQresultStatus(result) != PGRES_COMMAND_OK) {
        status = result ? fail_result(session, result, copy->table->sensitive)
                        : fail_connection(session);
        session->error.item = copy_item(copy, result);
    }
    if (status == PGW_OK && rows)
        *rows = (size_t)strtoull(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    drain(session->conn);
    if (status == PGW_OK && copy->staged)
        status = copy_stage_empty(copy, rows);
    if (status != PGW_OK)
        copy_stage_give_up(copy, session);
    pgw_arena_free(&copy->arena);
    copy->session = NULL;
    return status;
}

pgw_status pgw_copy_end(pgw_copy *copy, size_t *rows)
{
    if (!copy->session)
        return PGW_INVALID;
    char end[2] = {(char)-1, (char)-1};
    pgw_status status = copy_flush(copy, copy->buffer, copy->used);
    if (status == PGW_OK)
        status = copy_flush(copy, end, sizeof end);
    pgw_status finished = copy_finish(copy, status == PGW_OK ? NULL : "cannot go on", rows);
    return status == PGW_OK ? finished : status;
}

void pgw_copy_cancel(pgw_copy *copy)
{
    if (copy->session)
        (void)copy_finish(copy, "cancelled", NULL);
}

/* The head of the stream: *skip bytes come before the first row. */
static const char *copy_head(remaining *r)
{
    if (r->left < COPY_HEADER || memcmp(r->at, copy_signature, COPY_SIGNATURE) != 0)
        return "not a binary COPY";
    uint32_t extension = get32(r->at + 15);
    if (get32(r->at + 11) >> 16 || extension > r->left - COPY_HEADER)
        return "a COPY with an unknown head";
    r->at += COPY_HEADER + extension;
    r->left -= COPY_HEADER + extension;
    return NULL;
}

/* One row of the stream; *end at its last word. */
static const char *copy_decode(const decoding *d, const pgw_table *table, remaining *r, char *row,
                               const pgw_column **where, bool *end)
{
    unsigned char *bytes;
    size_t size;
    if (r->left < 2)
        return wrong_size;
    uint16_t count = get16(r->at);
    r->at += 2;
    r->left -= 2;
    *end = count == 0xffff;
    if (*end)
        return r->left ? wrong_size : NULL;
    if (count != table->column_count)
        return "a row with another number of columns";
    memset(row, 0, table->row_size);
    for (size_t i = 0; i < table->column_count; i++) {
        *where = &table->columns[i];
        const char *reason = take_part(r, &bytes, &size);
        if (!reason && bytes)
            reason = decode_column(d, *where, KEEP_IN_PLACE, bytes, size, row);
        else if (!reason && !(*where)->nullable)
            reason = not_null;
        if (reason)
            return reason;
    }
    return r->left ? wrong_size : NULL;
}

/* What a COPY to the client is read with. */
typedef struct {
    pgw_session *session;
    const pgw_table *table;
    pgw_arena arena;
    char *row;
    bool started, end;
} copy_reader;

static pgw_status copy_message(copy_reader *reader, char *bytes, size_t size)
{
    const decoding d = {&reader->arena, reader->session->oids};
    const pgw_column *where = NULL;
    remaining r = {(unsigned char *)bytes, size};
    const char *reason = reader->started ? NULL : copy_head(&r);
    if (!reason && !reader->started && r.left == 0)
        return PGW_NOT_FOUND; /* the head alone */
    reader->started = true;
    if (!reason)
        reason = copy_decode(&d, reader->table, &r, reader->row, &where, &reader->end);
    if (!reason)
        return PGW_OK;
    return fail_column(reader->session, reader->table, where ? where : reader->table->columns,
                       reason);
}

/* Rows are decoded in the memory that libpq hands over for each. */
static pgw_status copy_rows(copy_reader *reader, pgw_row_function *function, void *context,
                            bool *stopped)
{
    char *bytes;
    int size;
    pgw_status status = PGW_OK;
    *stopped = false;
    while (status == PGW_OK && !*stopped &&
           (size = PQgetCopyData(reader->session->conn, &bytes, 0)) > 0) {
        if (reader->arena.blocks)
            pgw_arena_reset(&reader->arena);
        bool head = !reader->started;
        status = copy_message(reader, bytes, (size_t)size);
        if (status == PGW_OK && !reader->end)
            *stopped = !function(context, reader->row);
        if (status == PGW_NOT_FOUND && head) {
            reader->started = true;
            status = PGW_OK;
        }
        PQfreemem(bytes);
    }
    return status;
}

static void copy_stop(PGconn *conn)
{
    char *bytes;
    cancel_query(conn);
    while (PQgetCopyData(conn, &bytes, 0) > 0)
        PQfreemem(bytes);
    drain(conn);
}

pgw_status pgw_copy_out(pgw_session *session, const pgw_table *table, pgw_row_function *function,
                        void *context)
{
    statement st;
    bool stopped = false;
    pgw_status status = statement_begin(&st, session, table, 0);
    if (status != PGW_OK)
        return status;
    copy_reader reader = {session, table, {NULL, NULL, session->scratch.allocator},
                          NULL,    false, false};
    reader.row = (char *)pgw_arena_alloc(&session->scratch, table->row_size, BLOCK_ALIGN);
    if (!reader.row)
        return fail_memory(session);
    buffer_string(&st.sql, "COPY (");
    sql_select(&st.sql, table);
    buffer_string(&st.sql, ") TO STDOUT (FORMAT binary)");
    status = copy_start(&st, PGRES_COPY_OUT);
    if (status != PGW_OK)
        return status;
    status = copy_rows(&reader, function, context, &stopped);
    pgw_arena_free(&reader.arena);
    if (status != PGW_OK || stopped) {
        copy_stop(session->conn);
        return status;
    }
    PGresult *result = PQgetResult(session->conn);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        status = statement_fail(&st, result);
    else if (!reader.end)
        status = fail_text(session, PGW_DECODE, "a COPY without its end");
    if (status == PGW_OK)
        PQclear(result);
    drain(session->conn);
    return status;
}
