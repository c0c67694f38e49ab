/* ---- Verification ---------------------------------------------------------------------------- */

/* What is expected goes in as lists (schema.table, enum or function(types), column or "",
 * definition), what differs comes out. Names are taken apart by the server, so that quoting is its
 * own; only what is called ends in a parenthesis. */
static const char verify_query[] =
    "SELECT w.what OPERATOR(pg_catalog.||) CASE WHEN w.part OPERATOR(pg_catalog.<>) '' THEN '.' "
    "OPERATOR(pg_catalog.||) w.part ELSE '' END, w.expected,"
    " coalesce(f.found, '') FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2),"
    " pg_catalog.unnest($3)) WITH ORDINALITY AS w (what, part, expected, n)"
    " CROSS JOIN LATERAL (SELECT"
    " CASE WHEN w.part OPERATOR(pg_catalog.<>) '' THEN pg_catalog.to_regclass(w.what) END,"
    " CASE WHEN w.part OPERATOR(pg_catalog.=) '' AND w.what OPERATOR(pg_catalog.!~~) '%)'"
    " THEN pg_catalog.to_regtype(w.what) END,"
    " CASE WHEN w.part OPERATOR(pg_catalog.=) '' AND w.what OPERATOR(pg_catalog.~~) '%)'"
    " THEN pg_catalog.to_regprocedure(w.what) END) AS o (relation, type, routine)"
    " LEFT JOIN LATERAL ("
    "SELECT CASE WHEN s.nspname OPERATOR(pg_catalog.=) 'pg_catalog' OR d.text "
    "OPERATOR(pg_catalog.~~) (pg_catalog.quote_ident(s.nspname) OPERATOR(pg_catalog.||) '.%')"
    " THEN d.text ELSE pg_catalog.quote_ident(s.nspname) OPERATOR(pg_catalog.||) '.' "
    "OPERATOR(pg_catalog.||) d.text END"
    " OPERATOR(pg_catalog.||) CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END AS found"
    " FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) "
    "a.atttypid"
    " JOIN pg_catalog.pg_namespace s ON s.oid OPERATOR(pg_catalog.=) t.typnamespace"
    " CROSS JOIN LATERAL (SELECT pg_catalog.format_type(a.atttypid, a.atttypmod)) AS d (text)"
    " WHERE a.attrelid OPERATOR(pg_catalog.=) o.relation AND a.attname OPERATOR(pg_catalog.=) "
    "w.part"
    " AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped"
    " UNION ALL SELECT pg_catalog.string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)"
    " FROM pg_catalog.pg_enum e WHERE e.enumtypid OPERATOR(pg_catalog.=) o.type"
    " HAVING o.type IS NOT NULL"
    " UNION ALL SELECT CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END"
    " FROM pg_catalog.pg_proc p WHERE p.oid OPERATOR(pg_catalog.=) o.routine) AS f ON true"
    " WHERE f.found IS DISTINCT FROM w.expected ORDER BY w.n";

/* The three lists while they are filled. */
typedef struct {
    pgw_opt_text *whats, *parts, *expected;
    size_t count;
} expectations;

static void expect_text(expectations *all, const char *what, const char *part, const char *text)
{
    all->whats[all->count] = pgw_opt_text_of(what);
    all->parts[all->count] = pgw_opt_text_of(part);
    all->expected[all->count++] = pgw_opt_text_of(text);
}

/* "name", whatever is in it */
static void sql_quoted(buffer *sql, const char *name)
{
    buffer_string(sql, "\"");
    for (; *name; name++)
        buffer_put(sql, *name == '"' ? "\"\"" : name, *name == '"' ? 2 : 1);
    buffer_string(sql, "\"");
}

static bool expect_enum(expectations *all, pgw_arena *arena, const pgw_type *type)
{
    buffer labels = {arena, NULL, 0, 0, false}, name = {arena, NULL, 0, 0, false};
    sql_quoted(&name, type->user->schema);
    buffer_string(&name, ".");
    sql_quoted(&name, type->user->name);
    buffer_put(&name, "", 1);
    for (size_t i = 0; i < type->enumeration->count; i++) {
        buffer_string(&labels, i ? "," : "");
        buffer_string(&labels, type->enumeration->labels[i]);
    }
    buffer_put(&labels, "", 1);
    if (labels.no_memory || name.no_memory)
        return false;
    expect_text(all, name.data, "", labels.data);
    return true;
}

static bool expect_all(expectations *all, pgw_arena *arena, const pgw_database *database)
{
    size_t count = database->enum_count + database->function_count;
    for (size_t i = 0; i < database->table_count; i++)
        count += database->tables[i]->column_count;
    all->whats = (pgw_opt_text *)arena_alloc_array(arena, 3 * count + 1, sizeof *all->whats);
    if (!all->whats)
        return false;
    all->parts = all->whats + count;
    all->expected = all->parts + count;
    all->count = 0;
    for (size_t i = 0; i < database->table_count; i++) {
        const pgw_table *table = database->tables[i];
        for (size_t k = 0; k < table->column_count; k++)
            expect_text(all, table->quoted, table->columns[k].name, table->columns[k].declared);
    }
    for (size_t i = 0; i < database->function_count; i++) {
        const pgw_function *function = database->functions[i];
        expect_text(all, function->name, "",
                    function->form == PGW_CALL_PROCEDURE ? "procedure" : "function");
    }
    for (size_t i = 0; i < database->enum_count; i++)
        if (!expect_enum(all, arena, database->enums[i]))
            return false;
    return true;
}

static pgw_status take_differences(statement *st, pgw_arena *arena, PGresult *result,
                                   pgw_differences *out)
{
    size_t count = (size_t)PQntuples(result);
    pgw_difference *items = (pgw_difference *)arena_alloc_array(arena, count + 1, sizeof *items);
    if (!items || PQnfields(result) != 3 || !arena_keep(arena, result)) {
        PQclear(result);
        return fail_memory(st->session);
    }
    for (size_t i = 0; i < count; i++) {
        items[i].what = PQgetvalue(result, (int)i, 0);
        items[i].expected = PQgetvalue(result, (int)i, 1);
        items[i].found = PQgetvalue(result, (int)i, 2);
    }
    out->items = items;
    out->count = count;
    return PGW_OK;
}

static pgw_status bind_expectations(statement *st, const pgw_database *database)
{
    expectations all;
    if (!expect_all(&all, &st->session->scratch, database))
        return fail_memory(st->session);
    const pgw_opt_text *const lists[] = {all.whats, all.parts, all.expected};
    pgw_status status = PGW_OK;
    for (size_t i = 0; i < 3 && status == PGW_OK; i++) {
        pgw_text_array list = {lists[i], all.count, NULL};
        status = statement_bind(st, "expected", &pgw_type_text_array, &list);
    }
    return status;
}

pgw_status pgw_verify(pgw_session *session, pgw_verify_mode mode, pgw_arena *arena,
                      pgw_differences *differences)
{
    statement st;
    PGresult *result = NULL;
    memset(differences, 0, sizeof *differences);
    pgw_status status = statement_begin(&st, session, NULL, 3);
    if (status != PGW_OK || mode == PGW_VERIFY_OFF)
        return status;
    status = bind_expectations(&st, session->database);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, verify_query);
    status = statement_run(&st, PGRES_TUPLES_OK, &result);
    if (status == PGW_OK)
        status = take_differences(&st, arena, result, differences);
    if (status != PGW_OK || mode == PGW_VERIFY_WARN || differences->count == 0)
        return status;
    const pgw_difference *first = differences->items;
    return fail(session, PGW_MISMATCH, "%s is %s, where these bindings want %s (%lu differences)",
                first->what, *first->found ? first->found : "not there", first->expected,
                (unsigned long)differences->count);
}
