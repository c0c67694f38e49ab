/* ---- Rows ------------------------------------------------------------------------------------ */

static bool is_other(const pgw_column *column)
{
    return type_plain(column->type)->codec == PGW_CODEC_OTHER;
}

/* The columns to read, each in the form that its codec expects. */
static void sql_columns(buffer *sql, const pgw_table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        buffer_string(sql, i ? ", " : "");
        buffer_string(sql, column->quoted);
        if (is_other(column))
            buffer_string(sql, "::pg_catalog.text");
    }
}

static const pgw_column *key_column(const pgw_table *table, const pgw_key *key, size_t i)
{
    return &table->columns[key->columns[i]];
}

/* a = $1 AND b = $2. Operators of built-in types are named in full, so that search_path cannot give
 * them another meaning. */
static void sql_where_key(buffer *sql, const pgw_table *table, const pgw_key *key, size_t first)
{
    for (size_t i = 0; i < key->column_count; i++) {
        const pgw_column *column = key_column(table, key, i);
        buffer_string(sql, i ? " AND " : " WHERE ");
        buffer_string(sql, column->quoted);
        buffer_string(sql, is_other(column) ? " = " : " OPERATOR(pg_catalog.=) ");
        buffer_format(sql, "$%lu", (unsigned long)(first + i));
    }
}

/* (a, b), or with `first` the parameters ($1, $2). */
static void sql_key_list(buffer *sql, const pgw_table *table, const pgw_key *key, size_t first)
{
    for (size_t i = 0; i < key->column_count; i++) {
        buffer_string(sql, i ? ", " : "");
        if (first)
            buffer_format(sql, "$%lu", (unsigned long)(first + i));
        else
            buffer_string(sql, key_column(table, key, i)->quoted);
    }
}

static pgw_status bind_values(statement *st, const pgw_key *key, const void *const *values)
{
    pgw_status status = PGW_OK;
    for (size_t i = 0; i < key->column_count && status == PGW_OK; i++) {
        const pgw_column *column = key_column(st->table, key, i);
        status = statement_bind(st, column->name, column->type, values[i]);
    }
    return status;
}

/* Verifies that a result has the columns and types that the descriptors say. */
static pgw_status result_check(pgw_session *session, const pgw_table *table, const PGresult *result)
{
    if ((size_t)PQnfields(result) < table->column_count)
        return fail_text(session, PGW_MISMATCH, "a result with another number of columns");
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        const pgw_type *type = type_plain(column->type);
        Oid want = is_other(column) ? oid_text : type_oid(session->oids, type);
        Oid have = PQftype(result, (int)i);
        if (have != want)
            return fail(session, PGW_MISMATCH,
                        "%s.%s has the type with oid %u, where these bindings want %s (%u)",
                        table->name, column->name, have, type->name, want);
        if (PQfformat(result, (int)i) != 1)
            return fail_text(session, PGW_DECODE, "a result that is not in binary format");
    }
    return PGW_OK;
}

/* Whether values stay in the memory that they were read from, or in the arena. */
typedef enum { KEEP_IN_PLACE, KEEP_IN_ARENA } keep;

static unsigned char *bytes_copy(pgw_arena *arena, const unsigned char *bytes, size_t size)
{
    unsigned char *copy = (unsigned char *)pgw_arena_alloc(arena, size + 1, 2);
    if (!copy)
        return NULL;
    memcpy(copy, bytes, size);
    copy[size] = 0;
    return copy;
}

/* A value that is there, into a row that is zeroed. */
static inline const char *decode_column(const decoding *d, const pgw_column *column, keep where,
                                        unsigned char *bytes, size_t size, char *row)
{
    const pgw_type *type = column->type;
    const codec *form = codec_of(type);
    char *place = row + column->offset;
    if (column->nullable) {
        *(bool *)(void *)place = true;
        place += type->opt_value;
    }
    if (where == KEEP_IN_ARENA && form->borrows) {
        bytes = bytes_copy(d->arena, bytes, size);
        if (!bytes)
            return no_memory;
    }
    return form->decode(d, type, bytes, size, place);
}

static const char not_null[] = "NULL in a column that is NOT NULL in these bindings";

static pgw_status fail_column(pgw_session *session, const pgw_table *table,
                              const pgw_column *column, const char *reason)
{
    if (reason == no_memory)
        return fail_memory(session);
    return fail(session, PGW_DECODE, "%s.%s: %s", table->name, column->name, reason);
}

static pgw_status decode_row(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                             keep where, const PGresult *result, int at, char *row)
{
    const decoding d = {arena, session->oids};
    memset(row, 0, table->row_size);
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        const char *reason = NULL;
        int size = PQgetlength(result, at, (int)i);
        if (size || !PQgetisnull(result, at, (int)i))
            reason =
                decode_column(&d, column, where, (unsigned char *)PQgetvalue(result, at, (int)i),
                              (size_t)size, row);
        else if (!column->nullable)
            reason = not_null;
        if (reason)
            return fail_column(session, table, column, reason);
    }
    return PGW_OK;
}

/* There is no row in a result. */
static pgw_status fail_absent(pgw_session *session, const pgw_table *table, bool versioned)
{
    if (versioned)
        return fail(session, PGW_CONFLICT, "no row of that version in %s", table->name);
    return fail(session, PGW_NOT_FOUND, "no such row in %s", table->name);
}

/* Takes a row out of a result. The caller's struct is written when all went well. */
static pgw_status take_row(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                           bool versioned, const PGresult *result, void *row)
{
    char *made = (char *)pgw_arena_alloc(&session->scratch, table->row_size, BLOCK_ALIGN);
    pgw_status status = made ? result_check(session, table, result) : fail_memory(session);
    if (status == PGW_OK && PQntuples(result) == 0)
        status = fail_absent(session, table, versioned);
    if (status == PGW_OK)
        status = decode_row(session, arena, table, KEEP_IN_ARENA, result, 0, made);
    if (status == PGW_OK)
        memcpy(row, made, table->row_size);
    return status;
}

static pgw_status take_count(pgw_session *session, const pgw_table *table, PGresult *result)
{
    if (strcmp(PQcmdTuples(result), "0") == 0)
        return fail_absent(session, table, false);
    return PGW_OK;
}

/* Runs a statement that gives at most one row, or puts it into the session's pipeline. */
static pgw_status run_for_row(statement *st, pgw_arena *arena, void *row)
{
    PGresult *result = NULL;
    if (st->session->pipeline)
        return pipeline_add(st, arena, row);
    pgw_status status = statement_run(st, PGRES_TUPLES_OK, &result);
    if (status == PGW_OK)
        status = take_row(st->session, arena, st->table, st->versioned, result, row);
    PQclear(result);
    return status;
}

/* The same for one that changes one row and gives none. */
static pgw_status run_for_count(statement *st)
{
    PGresult *result = NULL;
    if (st->session->pipeline)
        return pipeline_add(st, NULL, NULL);
    pgw_status status = statement_run(st, PGRES_COMMAND_OK, &result);
    if (status == PGW_OK)
        status = take_count(st->session, st->table, result);
    PQclear(result);
    return status;
}

static bool is_chosen(const pgw_column *column, const void *chosen)
{
    bool on = true;
    if (column->chosen == PGW_READ_ONLY)
        return false;
    if (chosen)
        memcpy(&on, (const char *)chosen + column->chosen, sizeof on);
    return on;
}

static void sql_returning(buffer *sql, const pgw_table *table)
{
    buffer_string(sql, " RETURNING ");
    sql_columns(sql, table);
}

/* INSERT INTO t (a, b) VALUES ($1, $2) */
static pgw_status sql_insert(statement *st, const void *row, const void *chosen)
{
    const pgw_table *table = st->table;
    pgw_status status = PGW_OK;
    buffer_string(&st->sql, "INSERT INTO ");
    buffer_string(&st->sql, table->quoted);
    for (size_t i = 0; i < table->column_count && status == PGW_OK; i++) {
        if (!is_chosen(&table->columns[i], chosen))
            continue;
        buffer_string(&st->sql, st->count ? ", " : " (");
        buffer_string(&st->sql, table->columns[i].quoted);
        status = statement_bind_column(st, &table->columns[i], row);
    }
    buffer_string(&st->sql, st->count ? ") VALUES (" : " DEFAULT VALUES");
    for (size_t i = 0; i < st->count; i++)
        buffer_format(&st->sql, i ? ", $%lu" : "$%lu", (unsigned long)(i + 1));
    buffer_string(&st->sql, st->count ? ")" : "");
    return status;
}

pgw_status pgw_row_insert(pgw_session *session, pgw_arena *arena, const pgw_table *table, void *row,
                          const void *chosen)
{
    statement st;
    pgw_status status = statement_begin(&st, session, table, table->column_count);
    if (status == PGW_OK)
        status = sql_insert(&st, row, chosen);
    if (status != PGW_OK)
        return status;
    sql_returning(&st.sql, table);
    return run_for_row(&st, arena, row);
}

static bool key_has(const pgw_key *key, size_t column)
{
    for (size_t i = 0; i < key->column_count; i++)
        if (key->columns[i] == column)
            return true;
    return false;
}

/* ON CONFLICT (a) DO UPDATE SET b = EXCLUDED.b: of the chosen columns, those that are `updated`;
 * NULL: all but the key. With none of them the stored row stays, and is not returned. */
static void sql_on_conflict(buffer *sql, const pgw_table *table, const pgw_key *key,
                            const void *chosen, const void *updated)
{
    size_t count = 0;
    buffer_string(sql, " ON CONFLICT ");
    if (key->target) {
        buffer_string(sql, key->target);
    } else {
        buffer_string(sql, "(");
        sql_key_list(sql, table, key, 0);
        buffer_string(sql, ")");
    }
    buffer_string(sql, " DO ");
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        if (!is_chosen(column, chosen) || !is_chosen(column, updated) ||
            (!updated && (key_has(key, i) || column->in_primary_key)))
            continue;
        buffer_string(sql, count++ ? ", " : "UPDATE SET ");
        buffer_string(sql, column->quoted);
        buffer_string(sql, " = EXCLUDED.");
        buffer_string(sql, column->quoted);
    }
    buffer_string(sql, count ? "" : "NOTHING");
}

pgw_status pgw_row_upsert(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                          const pgw_key *key, void *row, const void *chosen, const void *updated)
{
    statement st;
    pgw_status status = statement_begin(&st, session, table, table->column_count);
    if (status == PGW_OK)
        status = sql_insert(&st, row, chosen);
    if (status != PGW_OK)
        return status;
    sql_on_conflict(&st.sql, table, key, chosen, updated);
    sql_returning(&st.sql, table);
    return run_for_row(&st, arena, row);
}

/* Whole numbers count up with every update; other versions, such as times, are a trigger's work. */
static bool counts_up(const pgw_table *table)
{
    const pgw_type *type = table->version ? type_plain(table->version->type) : NULL;
    return type == &pgw_type_int2 || type == &pgw_type_int4 || type == &pgw_type_int8;
}

/* Whether an update sets the column: of the chosen ones all but the version, which it sees to. */
static bool is_updated(const pgw_table *table, const pgw_column *column, const void *chosen)
{
    return is_chosen(column, chosen) && column != table->version &&
           (chosen || !column->in_primary_key);
}

/* There is something to update, and no key among it. */
static pgw_status check_update(pgw_session *session, const pgw_table *table, const void *chosen)
{
    size_t count = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        const pgw_column *column = &table->columns[i];
        if (!is_updated(table, column, chosen))
            continue;
        count++;
        if (column->in_primary_key)
            return fail(session, PGW_INVALID,
                        "%s.%s: update does not change columns of the primary key", table->name,
                        column->name);
    }
    return count ? PGW_OK : fail(session, PGW_INVALID, "no column of %s is chosen", table->name);
}

/* version = version + 1, of whole numbers. `before` names the row that is there. */
static void sql_count_up(buffer *sql, const pgw_table *table, const char *before)
{
    if (!counts_up(table))
        return;
    buffer_string(sql, ", ");
    buffer_string(sql, table->version->quoted);
    buffer_string(sql, " = ");
    buffer_string(sql, before);
    buffer_string(sql, table->version->quoted);
    buffer_string(sql, " OPERATOR(pg_catalog.+) 1");
}

/* SET a = $1, b = $2 */
static pgw_status sql_set(statement *st, const void *row, const void *chosen)
{
    const pgw_table *table = st->table;
    pgw_status status = check_update(st->session, table, chosen);
    for (size_t i = 0; i < table->column_count && status == PGW_OK; i++) {
        const pgw_column *column = &table->columns[i];
        if (!is_updated(table, column, chosen))
            continue;
        buffer_string(&st->sql, st->count ? ", " : " SET ");
        buffer_string(&st->sql, column->quoted);
        buffer_format(&st->sql, " = $%lu", (unsigned long)(st->count + 1));
        status = statement_bind_column(st, column, row);
    }
    sql_count_up(&st->sql, table, "");
    return status;
}

/* AND version = $3: only the row that was read is changed. */
static pgw_status sql_version(statement *st, const void *row)
{
    const pgw_column *version = st->table->version;
    st->versioned = true;
    buffer_string(&st->sql, " AND ");
    buffer_string(&st->sql, version->quoted);
    buffer_string(&st->sql, " OPERATOR(pg_catalog.=) ");
    buffer_format(&st->sql, "$%lu", (unsigned long)st->count + 1);
    return statement_bind_column(st, version, row);
}

pgw_status pgw_row_update(pgw_session *session, pgw_arena *arena, const pgw_table *table, void *row,
                          const void *chosen)
{
    statement st;
    const pgw_key *key = table->primary_key;
    pgw_status status = statement_begin(&st, session, table, table->column_count + 1);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, "UPDATE ");
    buffer_string(&st.sql, table->quoted);
    status = sql_set(&st, row, chosen);
    sql_where_key(&st.sql, table, key, st.count + 1);
    for (size_t i = 0; i < key->column_count && status == PGW_OK; i++)
        status = statement_bind_column(&st, key_column(table, key, i), row);
    if (status == PGW_OK && table->version)
        status = sql_version(&st, row);
    sql_returning(&st.sql, table);
    return status == PGW_OK ? run_for_row(&st, arena, row) : status;
}

static void sql_select(buffer *sql, const pgw_table *table)
{
    buffer_string(sql, "SELECT ");
    sql_columns(sql, table);
    buffer_string(sql, " FROM ");
    buffer_string(sql, table->quoted);
}

pgw_status pgw_row_get(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                       const pgw_key *key, const void *const *values, void *row)
{
    statement st;
    pgw_status status = statement_begin(&st, session, table, key->column_count);
    if (status == PGW_OK)
        status = bind_values(&st, key, values);
    if (status != PGW_OK)
        return status;
    sql_select(&st.sql, table);
    sql_where_key(&st.sql, table, key, 1);
    return run_for_row(&st, arena, row);
}

pgw_status pgw_row_exists(pgw_session *session, const pgw_table *table, const pgw_key *key,
                          const void *const *values, bool *exists)
{
    statement st;
    PGresult *result = NULL;
    pgw_status status = statement_begin(&st, session, table, key->column_count);
    if (status == PGW_OK)
        status = bind_values(&st, key, values);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, "SELECT FROM ");
    buffer_string(&st.sql, table->quoted);
    sql_where_key(&st.sql, table, key, 1);
    status = statement_run(&st, PGRES_TUPLES_OK, &result);
    if (status == PGW_OK)
        *exists = PQntuples(result) > 0;
    PQclear(result);
    return status;
}

pgw_status pgw_row_delete(pgw_session *session, const pgw_table *table, const void *const *values)
{
    statement st;
    const pgw_key *key = table->primary_key;
    pgw_status status = statement_begin(&st, session, table, key->column_count);
    if (status == PGW_OK)
        status = bind_values(&st, key, values);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, "DELETE FROM ");
    buffer_string(&st.sql, table->quoted);
    sql_where_key(&st.sql, table, key, 1);
    return run_for_count(&st);
}

/* The rows of a result, at most `limit` of them, as an array in the arena, which takes the result.
 */
static pgw_status decode_page(statement *st, pgw_arena *arena, PGresult *result, size_t limit,
                              pgw_page *page)
{
    const pgw_table *table = st->table;
    pgw_page made = {NULL, (size_t)PQntuples(result), false};
    made.more = made.count > limit;
    made.count = made.more ? limit : made.count;
    pgw_status status = result_check(st->session, table, result);
    if (status == PGW_OK) {
        made.rows = arena_alloc_array(arena, made.count, table->row_size);
        if (!made.rows || !arena_keep(arena, result))
            status = fail_memory(st->session);
    }
    if (status != PGW_OK) {
        PQclear(result);
        return status;
    }
    for (size_t i = 0; i < made.count && status == PGW_OK; i++)
        status = decode_row(st->session, arena, table, KEEP_IN_PLACE, result, (int)i,
                            (char *)made.rows + i * table->row_size);
    if (status == PGW_OK)
        *page = made;
    return status;
}
