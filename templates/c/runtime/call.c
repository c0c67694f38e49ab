/* ---- Functions and procedures ---------------------------------------------------------------- */

static bool is_given(const pgw_argument *argument, const void *given)
{
    bool on = true;
    if (argument->given != PGW_ALWAYS && given)
        memcpy(&on, (const char *)given + argument->given, sizeof on);
    return on;
}

/* $1::schema.type; results of a procedure, which have no type here, are NULL. */
static pgw_status sql_argument(statement *st, const pgw_argument *argument, const void *value)
{
    if (!argument->type) {
        buffer_string(&st->sql, "NULL::");
        buffer_string(&st->sql, argument->cast);
        return PGW_OK;
    }
    buffer_format(&st->sql, "$%lu::", (unsigned long)st->count + 1);
    buffer_string(&st->sql, argument->cast);
    if (argument->nullable)
        value = nullable_value(type_plain(argument->type), value);
    return statement_bind(st, argument->name ? argument->name : "an argument", argument->type,
                          value);
}

/* schema.f($1::type, c => $2::type). The casts say which function of that name is meant; behind one
 * that is left out arguments are named, where PostgreSQL can do that. */
static pgw_status sql_call(statement *st, const pgw_call *call)
{
    const pgw_function *function = call->function;
    pgw_status status = PGW_OK;
    bool by_name = false, first = true;
    st->calls = true;
    buffer_string(&st->sql, function->quoted);
    buffer_string(&st->sql, "(");
    for (size_t i = 0; i < function->argument_count && status == PGW_OK; i++) {
        const pgw_argument *argument = &function->arguments[i];
        if (!is_given(argument, call->given)) {
            by_name = true;
            continue;
        }
        bool variadic = function->variadic && i + 1 == function->argument_count;
        if (by_name && (variadic || !argument->name))
            return fail(st->session, PGW_INVALID,
                        "%s: argument %lu can be given when all before it are", function->name,
                        (unsigned long)i + 1);
        buffer_string(&st->sql, first ? "" : ", ");
        first = false;
        buffer_string(&st->sql, variadic ? "VARIADIC " : "");
        if (by_name) {
            buffer_string(&st->sql, argument->name);
            buffer_string(&st->sql, " => ");
        }
        status = sql_argument(st, argument, call->values[i]);
    }
    buffer_string(&st->sql, ")");
    return status;
}

/* What stands behind FROM: the table, or the call that gives its rows. */
static pgw_status sql_from(statement *st, const pgw_call *call)
{
    if (!call) {
        buffer_string(&st->sql, st->table->quoted);
        return PGW_OK;
    }
    pgw_status status = sql_call(st, call);
    buffer_string(&st->sql, " AS ");
    buffer_string(&st->sql, call->function->alias);
    return status;
}

static size_t call_capacity(const pgw_call *call)
{
    return call ? call->function->argument_count : 0;
}

/* SELECT f(…) */
static pgw_status sql_call_value(statement *st, const pgw_call *call)
{
    const pgw_table *table = st->table;
    buffer_string(&st->sql, "SELECT ");
    pgw_status status = sql_call(st, call);
    if (table->column_count && is_other(table->columns))
        buffer_string(&st->sql, "::pg_catalog.text");
    return status;
}

/* SELECT a, b FROM f(…) AS pgw_r: a row of a table that is NULL is none. */
static pgw_status sql_call_row(statement *st, const pgw_call *call)
{
    buffer_string(&st->sql, "SELECT ");
    sql_columns(&st->sql, st->table);
    buffer_string(&st->sql, " FROM ");
    pgw_status status = sql_from(st, call);
    if (call->function->form == PGW_CALL_ROW)
        buffer_string(&st->sql, " WHERE NOT (pgw_r IS NULL)");
    return status;
}

/* CALL p(…). Not under a name: what is not prepared is never run a second time, and a procedure may
 * have committed the first half of its work. */
static pgw_status sql_call_procedure(statement *st, const pgw_call *call)
{
    st->unnamed = true;
    buffer_string(&st->sql, "CALL ");
    return sql_call(st, call);
}

pgw_status pgw_call_run(pgw_session *session, pgw_arena *arena, const pgw_call *call, void *result)
{
    static pgw_status (*const forms[])(statement *, const pgw_call *) = {
        sql_call_value, sql_call_row, sql_call_row, sql_call_procedure};
    statement st;
    const pgw_function *function = call->function;
    pgw_status status = statement_begin(&st, session, function->row, call_capacity(call));
    if (status == PGW_OK)
        status = forms[function->form](&st, call);
    if (status != PGW_OK)
        return status;
    if (!result && function->form == PGW_CALL_PROCEDURE)
        return run_for_count(&st);
    return run_for_row(&st, arena, result ? result : session); /* of nothing, nothing is written */
}
