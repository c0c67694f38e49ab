/* ---- Errors ---------------------------------------------------------------------------------- */

static const char *const status_names[] = {
    "PGW_OK",
    "PGW_NOT_FOUND",
    "PGW_UNIQUE_VIOLATION",
    "PGW_FOREIGN_KEY_VIOLATION",
    "PGW_CHECK_VIOLATION",
    "PGW_NOT_NULL_VIOLATION",
    "PGW_EXCLUSION_VIOLATION",
    "PGW_DATA_ERROR",
    "PGW_RETRY",
    "PGW_CONNECTION",
    "PGW_SERVER_ERROR",
    "PGW_CONFLICT",
    "PGW_NOT_RUN",
    "PGW_TIMEOUT",
    "PGW_MISMATCH",
    "PGW_DECODE",
    "PGW_INVALID",
    "PGW_NO_MEMORY",
};

const char *pgw_status_name(pgw_status status)
{
    size_t index = (size_t)status;
    return index <= PGW_NO_MEMORY ? status_names[index] : "?";
}

/* Longest prefix first where one contains another. */
static const struct {
    const char *sqlstate;
    pgw_status status;
} states[] = {
    {"23505", PGW_UNIQUE_VIOLATION},
    {"23503", PGW_FOREIGN_KEY_VIOLATION},
    {"23514", PGW_CHECK_VIOLATION},
    {"23502", PGW_NOT_NULL_VIOLATION},
    {"23P01", PGW_EXCLUSION_VIOLATION},
    {"22", PGW_DATA_ERROR},
    {"40001", PGW_RETRY},
    {"40P01", PGW_RETRY},
    {"08", PGW_CONNECTION},
    {"57P01", PGW_CONNECTION},
    {"57P02", PGW_CONNECTION},
    {"57P03", PGW_CONNECTION},
    {"3F000", PGW_MISMATCH}, /* no such schema, table, column or type */
    {"42P01", PGW_MISMATCH},
    {"42703", PGW_MISMATCH},
    {"42704", PGW_MISMATCH},
};

static pgw_status status_of_state(const char *sqlstate)
{
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (strncmp(sqlstate, states[i].sqlstate, strlen(states[i].sqlstate)) == 0)
            return states[i].status;
    return PGW_SERVER_ERROR;
}

static void error_clear(pgw_error *error)
{
    memset(error, 0, sizeof *error);
    error->message = error->detail = error->hint = "";
    error->schema = error->table = error->column = error->constraint = "";
}

static pgw_status fail_text(pgw_session *session, pgw_status status, const char *message)
{
    session->error.status = status;
    session->error.retryable = status == PGW_RETRY;
    session->error.message = message;
    return status;
}

static pgw_status fail_memory(pgw_session *session)
{
    return fail_text(session, PGW_NO_MEMORY, "out of memory");
}

#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
static pgw_status
fail(pgw_session *session, pgw_status status, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const char *copy = arena_text(&session->scratch, text, strlen(text));
    return copy ? fail_text(session, status, copy) : fail_memory(session);
}

/* A field of the server's report, kept by the session. */
static const char *report_field(pgw_session *session, const PGresult *result, int code)
{
    const char *text = PQresultErrorField(result, code);
    const char *copy = text ? arena_text(&session->scratch, text, strlen(text)) : NULL;
    return copy ? copy : "";
}

/* libpq ends its messages with a newline. */
static pgw_status fail_connection(pgw_session *session)
{
    const char *message = PQerrorMessage(session->conn);
    size_t length = strlen(message);
    while (length && message[length - 1] == '\n')
        length--;
    if (length > INT_MAX)
        length = INT_MAX;
    return fail(session, PGW_CONNECTION, "%.*s", (int)length, message);
}

/* Turns a failed result into the session's error. Where values are secret, texts that quote them
 * are left out: details do, and messages of class 22. */
static pgw_status fail_result(pgw_session *session, const PGresult *result, bool secret)
{
    pgw_error *error = &session->error;
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (!sqlstate)
        return PQstatus(session->conn) == CONNECTION_BAD
                   ? fail_connection(session)
                   : fail_text(session, PGW_SERVER_ERROR, "an unexpected kind of result");
    snprintf(error->sqlstate, sizeof error->sqlstate, "%s", sqlstate);
    error->hint = report_field(session, result, PG_DIAG_MESSAGE_HINT);
    error->schema = report_field(session, result, PG_DIAG_SCHEMA_NAME);
    error->table = report_field(session, result, PG_DIAG_TABLE_NAME);
    error->column = report_field(session, result, PG_DIAG_COLUMN_NAME);
    error->constraint = report_field(session, result, PG_DIAG_CONSTRAINT_NAME);
    if (!secret)
        error->detail = report_field(session, result, PG_DIAG_MESSAGE_DETAIL);

    pgw_status status = status_of_state(sqlstate);
    if (PQstatus(session->conn) == CONNECTION_BAD)
        status = PGW_CONNECTION;
    if (secret && status == PGW_DATA_ERROR)
        return fail_text(session, status, "a value is not valid for its column (text withheld)");
    return fail_text(session, status, report_field(session, result, PG_DIAG_MESSAGE_PRIMARY));
}

size_t pgw_constraint_find(const pgw_error *error, const pgw_constraint *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].name, error->constraint) == 0 &&
            strcmp(list[i].table, error->table) == 0 && strcmp(list[i].schema, error->schema) == 0)
            return i;
    return count;
}
