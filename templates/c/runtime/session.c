/* ---- Sessions -------------------------------------------------------------------------------- */

/* Binary timestamps are integers, and texts are UTF-8: both are what these bindings are written
 * for. */
static pgw_status session_settings(pgw_session *session)
{
    const char *integers = PQparameterStatus(session->conn, "integer_datetimes");
    const char *charset = PQparameterStatus(session->conn, "client_encoding");
    if (!integers || strcmp(integers, "on") != 0)
        return fail_text(session, PGW_MISMATCH, "the server's timestamps are not integers");
    if (!charset || strcmp(charset, "UTF8") != 0)
        if (PQsetClientEncoding(session->conn, "UTF8") != 0)
            return fail(session, PGW_MISMATCH, "client_encoding cannot be set to UTF8");
    session->encoding = PQclientEncoding(session->conn);
    session->ready = true;
    return PGW_OK;
}

/* Names in; oids of each type and of its array out, NULL where there is no such type, and the
 * columns of a row or composite type. */
static const char types_query[] =
    "SELECT t.oid, t.typarray, a.names, a.types"
    " FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2)) WITH ORDINALITY"
    " AS w (schema, name, n)"
    " LEFT JOIN pg_catalog.pg_namespace s"
    " ON s.nspname OPERATOR(pg_catalog.=) w.schema::pg_catalog.name"
    " LEFT JOIN pg_catalog.pg_type t ON t.typnamespace OPERATOR(pg_catalog.=) s.oid"
    " AND t.typname OPERATOR(pg_catalog.=) w.name::pg_catalog.name"
    " LEFT JOIN LATERAL (SELECT pg_catalog.string_agg(a.attname, ',' ORDER BY a.attnum) AS names,"
    " pg_catalog.array_agg(a.atttypid ORDER BY a.attnum) AS types"
    " FROM pg_catalog.pg_attribute a WHERE a.attrelid OPERATOR(pg_catalog.=) t.typrelid"
    " AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped) a ON true ORDER BY w.n";

static pgw_status bind_type_names(statement *st, const pgw_database *database)
{
    size_t count = database->type_count;
    pgw_opt_text *names =
        (pgw_opt_text *)arena_alloc_array(&st->session->scratch, count * 2, sizeof *names);
    if (!names)
        return fail_memory(st->session);
    for (size_t i = 0; i < count; i++) {
        names[i] = pgw_opt_text_of(database->types[i].schema);
        names[count + i] = pgw_opt_text_of(database->types[i].name);
    }
    pgw_text_array schemas = {names, count, NULL}, types = {names + count, count, NULL};
    pgw_status status = statement_bind(st, "schemas", &pgw_type_text_array, &schemas);
    if (status == PGW_OK)
        status = statement_bind(st, "names", &pgw_type_text_array, &types);
    return status;
}

static bool is_oid(const PGresult *result, int row, int field)
{
    return PQgetlength(result, row, field) == 4 && PQftype(result, field) == pgw_type_oid.oid;
}

/* The types of a row's columns, from an array of oids. */
static pgw_status keep_row_oids(pgw_session *session, size_t index, const PGresult *result)
{
    pgw_oid_array array;
    const decoding d = {&session->scratch, session->oids};
    const char *reason =
        decode_array(&d, &pgw_type_oid_array, (unsigned char *)PQgetvalue(result, (int)index, 3),
                     (size_t)PQgetlength(result, (int)index, 3), &array);
    if (reason)
        return fail_text(session, PGW_DECODE, reason);
    uint32_t *oids = (uint32_t *)arena_alloc_array(&session->types, array.count, sizeof *oids);
    if (!oids)
        return fail_memory(session);
    for (size_t i = 0; i < array.count; i++)
        oids[i] = array.items[i].value;
    session->row_oids[index] = oids;
    return PGW_OK;
}

/* Row types serve to send many rows at once: where one is missing, or has other columns than these
 * bindings know, rows are sent one by one, and it is not an error here. */
static pgw_status keep_type(pgw_session *session, const pgw_user_type *type, const PGresult *result)
{
    int row = (int)type->index;
    const char *columns = PQgetvalue(result, row, 2);
    uint32_t *oids = session->oids + 2 * type->index;
    bool found = !PQgetisnull(result, row, 0);
    bool fits = !type->columns || strcmp(type->columns, columns) == 0;
    if (found && (!is_oid(result, row, 0) || !is_oid(result, row, 1)))
        return fail_text(session, PGW_DECODE, "an unexpected answer about types");
    if (found && fits) {
        oids[0] = get32((const unsigned char *)PQgetvalue(result, row, 0));
        oids[1] = get32((const unsigned char *)PQgetvalue(result, row, 1));
        return type->is_row ? keep_row_oids(session, type->index, result) : PGW_OK;
    }
    if (type->is_row)
        return PGW_OK;
    if (!found)
        return fail(session, PGW_MISMATCH, "the database has no type %s.%s", type->schema,
                    type->name);
    return fail(session, PGW_MISMATCH, "%s.%s has the attributes %s, where these bindings want %s",
                type->schema, type->name, columns, type->columns);
}

static pgw_status keep_types(pgw_session *session, const pgw_database *database,
                             const PGresult *result)
{
    if ((size_t)PQntuples(result) != database->type_count || PQnfields(result) != 4)
        return fail_text(session, PGW_DECODE, "an unexpected answer about types");
    pgw_status status = PGW_OK;
    for (size_t i = 0; i < database->type_count && status == PGW_OK; i++)
        status = keep_type(session, &database->types[i], result);
    return status;
}

static pgw_status session_find_types(pgw_session *session)
{
    statement st;
    PGresult *result = NULL;
    const pgw_database *database = session->database;
    pgw_status status = statement_begin(&st, session, NULL, 2);
    size_t count = database->type_count;
    session->oids =
        (uint32_t *)arena_alloc_array(&session->types, count * 2, sizeof *session->oids);
    session->row_oids =
        (uint32_t **)arena_alloc_array(&session->types, count, sizeof *session->row_oids);
    if (!session->oids || !session->row_oids)
        return fail_memory(session);
    memset(session->oids, 0, count * 2 * sizeof *session->oids);
    memset((void *)session->row_oids, 0, count * sizeof *session->row_oids);
    if (status == PGW_OK)
        status = bind_type_names(&st, database);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, types_query);
    status = statement_run(&st, PGRES_TUPLES_OK, &result);
    if (status == PGW_OK)
        status = keep_types(session, database, result);
    PQclear(result);
    return status;
}

static void session_cache(pgw_session *session)
{
    struct timespec now;
    timespec_get(&now, TIME_UTC);
    session->salt = (uint32_t)hash_bytes((uint64_t)now.tv_nsec, &session, sizeof session);
    session->cache =
        (pgw_prepared *)arena_alloc_array(&session->types, CACHE_SIZE, sizeof *session->cache);
    if (session->cache)
        memset(session->cache, 0, CACHE_SIZE * sizeof *session->cache);
}

pgw_status pgw_session_init(pgw_session *session, PGconn *conn, const pgw_database *database,
                            const pgw_allocator *allocator)
{
    memset(session, 0, sizeof *session);
    session->conn = conn;
    session->database = database;
    pgw_arena_init(&session->scratch, allocator);
    pgw_arena_init(&session->types, allocator);
    pgw_status status = session_begin(session);
    if (status == PGW_OK)
        status = session_settings(session);
    if (status == PGW_OK && database->type_count)
        status = session_find_types(session);
    session_cache(session);
    return status;
}

void pgw_session_close(pgw_session *session)
{
    pgw_arena_free(&session->scratch);
    pgw_arena_free(&session->types);
    session->oids = NULL;
    session->cache = NULL;
    error_clear(&session->error);
}

void pgw_session_without_names(pgw_session *session)
{
    session->without_names = true;
}
