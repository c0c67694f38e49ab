/* ---- Drift ----------------------------------------------------------------------------------- */

static bool drift_text(buffer *out, const char *const *pieces)
{
    for (size_t i = 0; pieces[i]; i++)
        buffer_string(out, pieces[i]);
    buffer_put(out, "", 1);
    return !out->no_memory;
}

/* Columns: object, problem, model, database; the last two NULL of whole objects. */
static pgw_status drift_take(pgw_session *session, pgw_arena *arena, PGresult *result,
                             pgw_differences *out)
{
    size_t count = (size_t)PQntuples(result);
    pgw_difference *items = (pgw_difference *)arena_alloc_array(arena, count + 1, sizeof *items);
    if (!items || PQnfields(result) != 4 || !arena_keep(arena, result)) {
        PQclear(result);
        return fail_memory(session);
    }
    for (size_t i = 0; i < count; i++) {
        buffer what = {arena, NULL, 0, 0, false};
        buffer_string(&what, PQgetvalue(result, (int)i, 0));
        buffer_string(&what, ": ");
        buffer_string(&what, PQgetvalue(result, (int)i, 1));
        buffer_put(&what, "", 1);
        if (what.no_memory)
            return fail_memory(session);
        items[i].what = what.data;
        items[i].expected = PQgetvalue(result, (int)i, 2);
        items[i].found = PQgetvalue(result, (int)i, 3);
    }
    out->items = items;
    out->count = count;
    return PGW_OK;
}

pgw_status pgw_drift(pgw_session *session, const char *profile, const char *const *pieces,
                     pgw_arena *arena, pgw_differences *differences)
{
    buffer query = {&session->scratch, NULL, 0, 0, false};
    memset(differences, 0, sizeof *differences);
    pgw_status status = pgw_begin(session, PGW_READ_ONLY_SNAPSHOT);
    if (status != PGW_OK)
        return status;
    status = drift_text(&query, pieces) ? run_command(session, profile) : fail_memory(session);
    if (status == PGW_OK) {
        PGresult *result = PQexec(session->conn, query.data);
        if (PQresultStatus(result) == PGRES_TUPLES_OK) {
            status = drift_take(session, arena, result, differences);
        } else {
            status = result ? fail_result(session, result, false) : fail_connection(session);
            PQclear(result);
        }
    }
    run_quietly(session, "ROLLBACK");
    return status;
}
