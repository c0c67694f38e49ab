/* ---- Transactions ---------------------------------------------------------------------------- */

/* Runs a command that gives nothing. */
static pgw_status run_command(pgw_session *session, const char *command)
{
    PGresult *result = PQexec(session->conn, command);
    pgw_status status = PGW_OK;
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        status = result ? fail_result(session, result, false) : fail_connection(session);
    PQclear(result);
    return status;
}

/* Nobody asks how it ended: it is said after an error, which must stay what it is. */
static void run_quietly(pgw_session *session, const char *command)
{
    PQclear(PQexec(session->conn, command));
}

static bool in_transaction(const pgw_session *session)
{
    return PQtransactionStatus(session->conn) != PQTRANS_IDLE;
}

pgw_status pgw_begin(pgw_session *session, pgw_isolation isolation)
{
    static const char *const commands[] = {
        "BEGIN ISOLATION LEVEL READ COMMITTED",
        "BEGIN ISOLATION LEVEL REPEATABLE READ",
        "BEGIN ISOLATION LEVEL SERIALIZABLE",
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    };
    pgw_status status = session_begin(session);
    if (status != PGW_OK)
        return status;
    if ((unsigned)isolation > PGW_READ_ONLY_SNAPSHOT || session->pipeline)
        return fail_text(session, PGW_INVALID, "an unknown isolation, or inside a pipeline");
    if (in_transaction(session))
        return fail_text(session, PGW_INVALID, "a transaction is open already");
    return run_command(session, commands[isolation]);
}

pgw_status pgw_commit(pgw_session *session)
{
    pgw_status status = session_begin(session);
    if (status != PGW_OK)
        return status;
    if (session->pipeline || !in_transaction(session))
        return fail_text(session, PGW_INVALID, "no transaction is open, or inside a pipeline");
    bool failed = PQtransactionStatus(session->conn) == PQTRANS_INERROR;
    status = run_command(session, "COMMIT");
    if (status == PGW_OK && failed)
        return fail_text(session, PGW_SERVER_ERROR,
                         "the transaction had failed and was rolled back");
    return status;
}

pgw_status pgw_rollback(pgw_session *session)
{
    pgw_status status = session_begin(session);
    if (status != PGW_OK || session->pipeline)
        return status;
    return in_transaction(session) ? run_command(session, "ROLLBACK") : PGW_OK;
}

/* Between attempts others get the time to end: 1, 2, 4 … ms and a bit. */
static void wait_before(unsigned attempt, const void *seed)
{
    unsigned milliseconds = 1U << (attempt < 9 ? attempt : 9);
    milliseconds += (unsigned)((uintptr_t)seed >> 6) % milliseconds;
    (void)poll(NULL, 0, (int)milliseconds);
}

pgw_status pgw_transaction(pgw_session *session, pgw_isolation isolation, unsigned attempts,
                           pgw_body *body, void *context)
{
    pgw_status status = PGW_OK;
    for (unsigned attempt = 0; attempt == 0 || attempt < attempts; attempt++) {
        if (attempt)
            wait_before(attempt - 1, session);
        status = pgw_begin(session, isolation);
        if (status != PGW_OK)
            return status;
        status = body(session, context);
        if (status == PGW_OK)
            status = pgw_commit(session);
        if (in_transaction(session))
            run_quietly(session, "ROLLBACK");
        if (status != PGW_RETRY)
            return status;
    }
    return status;
}
