/* ---- Filters --------------------------------------------------------------------------------- */

static pgw_condition *filter_next(pgw_filter *filter, uint16_t column, pgw_op op)
{
    if (filter->count == PGW_MAX_CONDITIONS) {
        filter->full = true;
        return NULL;
    }
    pgw_condition *condition = &filter->at[filter->count++];
    memset(condition, 0, sizeof *condition);
    condition->column = column;
    condition->op = op;
    return condition;
}

void pgw_filter_value(pgw_filter *filter, uint16_t column, pgw_op op, const void *value,
                      size_t size)
{
    pgw_condition *condition = filter_next(filter, column, op);
    if (condition && size <= PGW_MAX_VALUE)
        memcpy(condition->value.bytes, value, size);
    else
        filter->full = true;
}

void pgw_filter_list(pgw_filter *filter, uint16_t column, const void *values, size_t count)
{
    pgw_condition *condition = filter_next(filter, column, PGW_IN);
    if (condition) {
        condition->list = values;
        condition->count = count;
    }
}

void pgw_filter_null(pgw_filter *filter, uint16_t column, bool is_null)
{
    (void)filter_next(filter, column, is_null ? PGW_NULL : PGW_NOT_NULL);
}

/* What a type can be asked, beside whether it is NULL. */
enum { ASK_EQUAL = 1, ASK_ORDER = 2, ASK_TEXT = 4, ASK_CONTAINS = 8, ASK_OVERLAPS = 16 };

static unsigned type_asks(const pgw_type *type)
{
    switch (type->codec) {
    case PGW_CODEC_TEXT:
        return type->oid == pgw_type_json.oid ? 0 : ASK_EQUAL | ASK_ORDER | ASK_TEXT;
    case PGW_CODEC_JSONB:
        return ASK_EQUAL | ASK_ORDER | ASK_CONTAINS;
    case PGW_CODEC_INET:
    case PGW_CODEC_CIDR:
    case PGW_CODEC_RANGE:
    case PGW_CODEC_MULTIRANGE:
    case PGW_CODEC_ARRAY:
        return ASK_EQUAL | ASK_ORDER | ASK_CONTAINS | ASK_OVERLAPS;
    case PGW_CODEC_PATH:
    case PGW_CODEC_POLYGON:
        return 0;
    case PGW_CODEC_NUMBERS: /* the geometric ones have other ideas of what is equal */
        return type->layout[1] == '8' ? 0 : ASK_EQUAL | ASK_ORDER;
    case PGW_CODEC_OTHER:
        return ASK_EQUAL | ASK_ORDER | ASK_TEXT | ASK_CONTAINS | ASK_OVERLAPS;
    default:
        return ASK_EQUAL | ASK_ORDER;
    }
}

/* In the order of pgw_op. */
static const struct {
    const char *sql, *for_networks;
    unsigned asks;
} operators[] = {
    {"=", "=", ASK_EQUAL},       {"<>", "<>", ASK_EQUAL},    {"<", "<", ASK_ORDER},
    {"<=", "<=", ASK_ORDER},     {">", ">", ASK_ORDER},      {">=", ">=", ASK_ORDER},
    {"~~", "~~", ASK_TEXT},      {"~~*", "~~*", ASK_TEXT},   {"@>", ">>=", ASK_CONTAINS},
    {"<@", "<<=", ASK_CONTAINS}, {"&&", "&&", ASK_OVERLAPS}, {"=", "=", ASK_EQUAL},
};

/* column OPERATOR(pg_catalog.=) */
static void sql_operator(buffer *sql, const pgw_column *column, pgw_op op)
{
    pgw_codec kind = type_plain(column->type)->codec;
    bool network = kind == PGW_CODEC_INET || kind == PGW_CODEC_CIDR;
    const char *name = network ? operators[op].for_networks : operators[op].sql;
    buffer_string(sql, column->quoted);
    buffer_string(sql, is_other(column) ? " " : " OPERATOR(pg_catalog.");
    buffer_string(sql, name);
    buffer_string(sql, is_other(column) ? " " : ") ");
}

/* ---- Lists of values as parameters ----------------------------------------------------------- */

/* Values of one type, one every `stride` bytes: plain ones, or nullable. */
typedef struct {
    const pgw_type *type;
    const void *values;
    size_t stride, count;
    bool nullable;
} value_list;

static const char *encode_list(const encoding *e, const value_list *list)
{
    const char *reason = NULL;
    if (list->type->codec == PGW_CODEC_ARRAY)
        return "a list of arrays";
    if (!list->values && list->count)
        return "a list with a count but without values";
    if (list->count > VALUE_LIMIT)
        return too_large;
    buffer_32(e->out, list->count ? 1 : 0);
    buffer_32(e->out, 0);
    buffer_32(e->out,
              list->type->codec == PGW_CODEC_OTHER ? oid_text : type_oid(e->oids, list->type));
    if (list->count) {
        buffer_32(e->out, (uint32_t)list->count);
        buffer_32(e->out, 1);
    }
    for (size_t i = 0; i < list->count && !reason && !e->out->no_memory; i++) {
        const void *value = (const char *)list->values + i * list->stride;
        if (list->nullable)
            value = nullable_value(list->type, value);
        reason = encode_part(e, list->type, value);
    }
    return reason;
}

/* Binds the list as an array. */
static pgw_status statement_bind_list(statement *st, const char *name, value_list list)
{
    list.type = type_plain(list.type);
    const pgw_type *type = list.type;
    Oid oid = type->codec == PGW_CODEC_OTHER ? pgw_type_text.array_oid
              : type->user                   ? st->session->oids[2 * type->user->index + 1]
                                             : type->array_oid;
    size_t start = st->wire.len;
    encoding e = statement_encoding(st);
    return statement_add(st, name, oid, false, start, encode_list(&e, &list));
}

/* ---- Queries --------------------------------------------------------------------------------- */

/* One condition behind WHERE or AND. */
static pgw_status sql_condition(statement *st, const pgw_condition *condition)
{
    const pgw_table *table = st->table;
    const pgw_column *column = &table->columns[condition->column];
    const pgw_type *type = type_plain(column->type);
    if (condition->op == PGW_NULL || condition->op == PGW_NOT_NULL) {
        buffer_string(&st->sql, column->quoted);
        buffer_string(&st->sql, condition->op == PGW_NULL ? " IS NULL" : " IS NOT NULL");
        return PGW_OK;
    }
    if ((unsigned)condition->op > PGW_IN || !(type_asks(type) & operators[condition->op].asks) ||
        type->size > PGW_MAX_VALUE)
        return fail(st->session, PGW_INVALID, "%s.%s has no such operator", table->name,
                    column->name);
    sql_operator(&st->sql, column, condition->op);
    buffer_format(&st->sql, condition->op == PGW_IN ? "ANY ($%lu" : "$%lu",
                  (unsigned long)st->count + 1);
    if (condition->op != PGW_IN)
        return statement_bind(st, column->name, type, condition->value.bytes);
    buffer_string(&st->sql, ")");
    const value_list list = {type, condition->list, type->size, condition->count, false};
    return statement_bind_list(st, column->name, list);
}

/* WHERE or AND, as it comes. */
static void sql_and(statement *st, bool *first)
{
    buffer_string(&st->sql, *first ? " WHERE " : " AND ");
    *first = false;
}

static pgw_status sql_filter(statement *st, const pgw_query *query, bool *first)
{
    const pgw_filter *filter = query->filter;
    pgw_status status = PGW_OK;
    if (filter && filter->full)
        return fail_text(st->session, PGW_INVALID,
                         "a filter with too many conditions, or with too large a value");
    for (size_t i = 0; filter && i < filter->count && status == PGW_OK; i++) {
        if (filter->at[i].column >= st->table->column_count)
            return fail_text(st->session, PGW_INVALID, "a filter of another table");
        sql_and(st, first);
        status = sql_condition(st, &filter->at[i]);
    }
    if (status != PGW_OK || !query->search)
        return status;
    if (!st->table->search)
        return fail(st->session, PGW_INVALID, "%s has no search", st->table->name);
    sql_and(st, first);
    buffer_string(&st->sql, st->table->search);
    buffer_string(&st->sql, " OPERATOR(pg_catalog.@@) pg_catalog.websearch_to_tsquery("
                            "'pg_catalog.simple', ");
    buffer_format(&st->sql, "$%lu)", (unsigned long)st->count + 1);
    pgw_text text = pgw_text_of(query->search);
    return statement_bind(st, "search", &pgw_type_text, &text);
}

/* A part of an order as it is gone through: backwards everything is the other way round. */
static bool part_descends(const pgw_order_part *part, bool backwards)
{
    return part->descending != backwards;
}

static bool part_nulls_first(const pgw_order_part *part, bool backwards)
{
    return part->nulls_first != backwards;
}

/* Whether (a, b) > ($1, $2) says it all: no NULLs, one direction. */
static bool order_is_plain(const pgw_table *table, const pgw_order *order)
{
    for (size_t i = 0; i < order->count; i++)
        if (table->columns[order->parts[i].column].nullable ||
            order->parts[i].descending != order->parts[0].descending)
            return false;
    return true;
}

static void sql_plain_after(statement *st, const pgw_order *order, bool backwards, size_t base)
{
    const pgw_table *table = st->table;
    bool other = false;
    buffer_string(&st->sql, "(");
    for (size_t i = 0; i < order->count; i++) {
        const pgw_column *column = &table->columns[order->parts[i].column];
        other |= is_other(column);
        buffer_string(&st->sql, i ? ", " : "");
        buffer_string(&st->sql, column->quoted);
    }
    const char *sign = part_descends(&order->parts[0], backwards) ? "<" : ">";
    buffer_string(&st->sql, other ? ") " : ") OPERATOR(pg_catalog.");
    buffer_string(&st->sql, sign);
    buffer_string(&st->sql, other ? " (" : ") (");
    for (size_t i = 0; i < order->count; i++)
        buffer_format(&st->sql, i ? ", $%lu" : "$%lu", (unsigned long)(base + i));
    buffer_string(&st->sql, ")");
}

/* This part stands behind the value: false when nothing can. */
static void sql_part_after(statement *st, const pgw_order_part *part, bool backwards,
                           const void *value, size_t parameter)
{
    const pgw_column *column = &st->table->columns[part->column];
    bool nulls_first = part_nulls_first(part, backwards);
    if (!value) {
        buffer_string(&st->sql, nulls_first ? column->quoted : "false");
        buffer_string(&st->sql, nulls_first ? " IS NOT NULL" : "");
        return;
    }
    bool or_null = column->nullable && !nulls_first;
    buffer_string(&st->sql, or_null ? "(" : "");
    sql_operator(&st->sql, column, part_descends(part, backwards) ? PGW_LT : PGW_GT);
    buffer_format(&st->sql, "$%lu", (unsigned long)parameter);
    if (or_null) {
        buffer_string(&st->sql, " OR ");
        buffer_string(&st->sql, column->quoted);
        buffer_string(&st->sql, " IS NULL)");
    }
}

static void sql_part_equal(statement *st, const pgw_order_part *part, const void *value,
                           size_t parameter)
{
    const pgw_column *column = &st->table->columns[part->column];
    if (!value) {
        buffer_string(&st->sql, column->quoted);
        buffer_string(&st->sql, " IS NULL");
        return;
    }
    sql_operator(&st->sql, column, PGW_EQ);
    buffer_format(&st->sql, "$%lu", (unsigned long)parameter);
}

/* (a > $1 OR a = $1 AND b > $2 OR …) */
static void sql_mixed_after(statement *st, const pgw_order *order, const pgw_query *query,
                            const size_t *parameters)
{
    const pgw_table *table = st->table;
    buffer_string(&st->sql, "(");
    for (size_t i = 0; i < order->count; i++) {
        buffer_string(&st->sql, i ? " OR " : "");
        for (size_t k = 0; k <= i; k++) {
            const pgw_order_part *part = &order->parts[k];
            const void *value = column_value(&table->columns[part->column], query->after);
            buffer_string(&st->sql, k ? " AND " : "");
            if (k < i)
                sql_part_equal(st, part, value, parameters[k]);
            else
                sql_part_after(st, part, query->backwards, value, parameters[k]);
        }
    }
    buffer_string(&st->sql, ")");
}

static pgw_status sql_after(statement *st, const pgw_order *order, const pgw_query *query,
                            bool *first)
{
    size_t *parameters =
        (size_t *)arena_alloc_array(&st->session->scratch, order->count, sizeof *parameters);
    size_t base = st->count + 1;
    pgw_status status = parameters ? PGW_OK : fail_memory(st->session);
    for (size_t i = 0; i < order->count && status == PGW_OK; i++) {
        const pgw_column *column = &st->table->columns[order->parts[i].column];
        const void *value = column_value(column, query->after);
        parameters[i] = value ? st->count + 1 : 0;
        if (value)
            status = statement_bind(st, column->name, column->type, value);
    }
    if (status != PGW_OK)
        return status;
    sql_and(st, first);
    if (order_is_plain(st->table, order))
        sql_plain_after(st, order, query->backwards, base);
    else
        sql_mixed_after(st, order, query, parameters);
    return PGW_OK;
}

static void sql_order(statement *st, const pgw_order *order, bool backwards)
{
    for (size_t i = 0; i < order->count; i++) {
        const pgw_order_part *part = &order->parts[i];
        const pgw_column *column = &st->table->columns[part->column];
        bool descends = part_descends(part, backwards);
        buffer_string(&st->sql, i ? ", " : " ORDER BY ");
        buffer_string(&st->sql, column->quoted);
        buffer_string(&st->sql, descends ? " DESC" : "");
        if (column->nullable && part_nulls_first(part, backwards) != descends)
            buffer_string(&st->sql, descends ? " NULLS LAST" : " NULLS FIRST");
    }
}

static const pgw_query no_query = {NULL, 0, false, NULL, 0, NULL, NULL};

/* SELECT … WHERE … ORDER BY … LIMIT …, with `extra` rows beyond the limit. */
static pgw_status sql_query(statement *st, const pgw_query *query, int extra)
{
    const pgw_table *table = st->table;
    bool first = true;
    if (query->limit >= INT_MAX)
        return fail_text(st->session, PGW_INVALID, "a limit that is not below 2147483647");
    if (query->order >= table->order_count && (query->order || query->after))
        return fail(st->session, PGW_INVALID, "%s has no such order", table->name);
    buffer_string(&st->sql, "SELECT ");
    sql_columns(&st->sql, table);
    buffer_string(&st->sql, " FROM ");
    pgw_status status = sql_from(st, query->call);
    if (status == PGW_OK)
        status = sql_filter(st, query, &first);
    if (status == PGW_OK && query->after)
        status = sql_after(st, &table->orders[query->order], query, &first);
    if (status != PGW_OK)
        return status;
    if (table->order_count)
        sql_order(st, &table->orders[query->order], query->backwards);
    if (!query->limit)
        return PGW_OK;
    int64_t rows = (int64_t)query->limit + extra;
    buffer_format(&st->sql, " LIMIT $%lu", (unsigned long)st->count + 1);
    return statement_bind(st, "limit", &pgw_type_int8, &rows);
}

/* Parameters that a query can have at most. */
static size_t query_capacity(const pgw_table *table, const pgw_query *query)
{
    return PGW_MAX_CONDITIONS + table->column_count + 2 + call_capacity(query->call);
}

pgw_status pgw_query_list(pgw_session *session, pgw_arena *arena, const pgw_table *table,
                          const pgw_query *query, pgw_page *page)
{
    statement st;
    PGresult *result = NULL;
    query = query ? query : &no_query;
    pgw_status status = statement_begin(&st, session, table, query_capacity(table, query));
    if (status == PGW_OK)
        status = sql_query(&st, query, 1); /* one more tells whether there are more */
    if (status == PGW_OK)
        status = statement_run(&st, PGRES_TUPLES_OK, &result);
    size_t limit = query->limit ? query->limit : SIZE_MAX;
    return status == PGW_OK ? decode_page(&st, arena, result, limit, page) : status;
}

pgw_status pgw_query_count(pgw_session *session, const pgw_table *table, const pgw_query *query,
                           int64_t *count)
{
    statement st;
    PGresult *result = NULL;
    bool first = true;
    query = query ? query : &no_query;
    pgw_status status = statement_begin(&st, session, table, query_capacity(table, query));
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, "SELECT pg_catalog.count(*) FROM ");
    status = sql_from(&st, query->call);
    if (status == PGW_OK)
        status = sql_filter(&st, query, &first);
    if (status == PGW_OK)
        status = statement_run(&st, PGRES_TUPLES_OK, &result);
    if (status == PGW_OK && (PQntuples(result) != 1 || PQgetlength(result, 0, 0) != 8))
        status = fail_text(session, PGW_DECODE, "an unexpected answer to count(*)");
    if (status == PGW_OK)
        *count = (int64_t)get64((const unsigned char *)PQgetvalue(result, 0, 0));
    PQclear(result);
    return status;
}

/* ---- Rows one by one ------------------------------------------------------------------------- */

/* Sends the statement without waiting for its result. */
static pgw_status statement_send(statement *st)
{
    PGconn *conn = st->session->conn;
    if (st->session->pipeline)
        return fail_text(st->session, PGW_INVALID, "this cannot be done inside a pipeline");
    if (!statement_finish(st))
        return fail_memory(st->session);
    if (!PQsendQueryParams(conn, st->sql.data, (int)st->count, st->types, st->values, st->lengths,
                           st->formats, 1))
        return fail_connection(st->session);
    return PGW_OK;
}

/* Asks the server to stop. */
static void cancel_query(PGconn *conn)
{
    char reason[256];
    PGcancel *request = PQgetCancel(conn);
    if (request)
        (void)PQcancel(request, reason, (int)sizeof reason);
    PQfreeCancel(request);
}

/* What is still to come is thrown away. */
static void drain(PGconn *conn)
{
    PGresult *result;
    while ((result = PQgetResult(conn)) != NULL)
        PQclear(result);
}

/* Gives the rows to the function as they come. */
static pgw_status each_row(statement *st, pgw_row_function *function, void *context, char *row)
{
    pgw_session *session = st->session;
    const pgw_table *table = st->table;
    pgw_arena arena;
    PGresult *result;
    pgw_status status = PGW_OK;
    bool more = true, checked = false;
    pgw_arena_init(&arena, &session->scratch.allocator);
    while (status == PGW_OK && more && (result = PQgetResult(session->conn)) != NULL) {
        ExecStatusType kind = PQresultStatus(result);
        if (kind != PGRES_SINGLE_TUPLE && kind != PGRES_TUPLES_OK) {
            status = statement_fail(st, result);
            break;
        }
        if (!checked)
            status = result_check(session, table, result);
        checked = true;
        if (status == PGW_OK && kind == PGRES_SINGLE_TUPLE) {
            pgw_arena_reset(&arena);
            status = decode_row(session, &arena, table, KEEP_IN_PLACE, result, 0, row);
            more = status == PGW_OK && function(context, row);
        }
        PQclear(result);
    }
    if (status != PGW_OK || !more)
        cancel_query(session->conn);
    drain(session->conn);
    pgw_arena_free(&arena);
    return status;
}

pgw_status pgw_query_each(pgw_session *session, const pgw_table *table, const pgw_query *query,
                          pgw_row_function *function, void *context)
{
    statement st;
    query = query ? query : &no_query;
    pgw_status status = statement_begin(&st, session, table, query_capacity(table, query));
    if (status != PGW_OK)
        return status;
    char *row = (char *)pgw_arena_alloc(&session->scratch, table->row_size, BLOCK_ALIGN);
    status = row ? sql_query(&st, query, 0) : fail_memory(session);
    if (status == PGW_OK)
        status = statement_send(&st);
    if (status == PGW_OK) {
        (void)PQsetSingleRowMode(session->conn);
        status = each_row(&st, function, context, row);
    }
    return status;
}

/* ---- Relations ------------------------------------------------------------------------------- */

/* The one row of `to` that belongs to a row of `from`. */
pgw_status pgw_link_get(pgw_session *session, pgw_arena *arena, const pgw_table *from,
                        const pgw_table *to, const pgw_link *link, const void *row, void *out)
{
    statement st;
    const pgw_key key = {"", link->to, link->column_count, NULL};
    pgw_status status = statement_begin(&st, session, to, link->column_count);
    for (size_t i = 0; i < link->column_count && status == PGW_OK; i++) {
        const pgw_column *column = &from->columns[link->from[i]];
        const void *value = column_value(column, row);
        status = value ? statement_bind(&st, column->name, column->type, value)
                       : fail(session, PGW_NOT_FOUND, "%s.%s is NULL", from->name, column->name);
    }
    if (status != PGW_OK)
        return status;
    sql_select(&st.sql, to);
    sql_where_key(&st.sql, to, &key, 1);
    return run_for_row(&st, arena, out);
}

/* The rows of `to` that belong to a row of `from`, with the query's own conditions beside. */
pgw_status pgw_link_list(pgw_session *session, pgw_arena *arena, const pgw_table *from,
                         const pgw_table *to, const pgw_link *link, const void *row,
                         const pgw_query *query, pgw_page *page)
{
    pgw_query all = query ? *query : no_query;
    pgw_filter filter;
    memset(&filter, 0, sizeof filter);
    if (all.filter)
        filter = *all.filter;
    for (size_t i = 0; i < link->column_count; i++) {
        const pgw_column *column = &from->columns[link->from[i]];
        const void *value = column_value(column, row);
        if (value)
            pgw_filter_value(&filter, link->to[i], PGW_EQ, value, type_plain(column->type)->size);
        else /* nothing equals NULL */
            pgw_filter_list(&filter, link->to[i], NULL, 0);
    }
    all.filter = &filter;
    return pgw_query_list(session, arena, to, &all, page);
}

/* The column of `from` that is linked, from all rows. */
static pgw_status bind_link(statement *st, const pgw_table *from, uint16_t index, const void *rows,
                            size_t count)
{
    const pgw_column *column = &from->columns[index];
    const value_list list = {column->type, (const char *)rows + column->offset, from->row_size,
                             count, column->nullable};
    return statement_bind_list(st, column->name, list);
}

/* SELECT p.n, t.a, t.b FROM unnest($1) WITH ORDINALITY p (c1, n) JOIN t ON t.a = p.c1 */
static pgw_status sql_load(statement *st, const pgw_table *from, const pgw_link *link,
                           const void *rows, size_t count)
{
    const pgw_table *to = st->table;
    pgw_status status = PGW_OK;
    buffer_string(&st->sql, "SELECT ");
    sql_columns(&st->sql, to);
    buffer_string(&st->sql, ", p.pgw_n FROM ROWS FROM (");
    for (size_t i = 0; i < link->column_count && status == PGW_OK; i++) {
        buffer_format(&st->sql, i ? ", pg_catalog.unnest($%lu)" : "pg_catalog.unnest($%lu)",
                      (unsigned long)i + 1);
        status = bind_link(st, from, link->from[i], rows, count);
    }
    buffer_string(&st->sql, ") WITH ORDINALITY AS p (");
    for (size_t i = 0; i < link->column_count; i++)
        buffer_format(&st->sql, "pgw_c%lu, ", (unsigned long)i);
    buffer_string(&st->sql, "pgw_n) JOIN ");
    buffer_string(&st->sql, to->quoted);
    for (size_t i = 0; i < link->column_count; i++) {
        buffer_string(&st->sql, i ? " AND " : " ON ");
        sql_operator(&st->sql, &to->columns[link->to[i]], PGW_EQ);
        buffer_format(&st->sql, "pgw_c%lu", (unsigned long)i);
    }
    buffer_string(&st->sql, " ORDER BY p.pgw_n");
    for (size_t i = 0; to->primary_key && i < to->primary_key->column_count; i++) {
        buffer_string(&st->sql, ", ");
        buffer_string(&st->sql, key_column(to, to->primary_key, i)->quoted);
    }
    return status;
}

/* Where each parent's rows start, from the number behind the columns of each row. */
static pgw_status group_starts(statement *st, const PGresult *result, size_t count, size_t *starts)
{
    size_t rows = (size_t)PQntuples(result), next = 0;
    int field = (int)st->table->column_count;
    for (size_t i = 0; i < rows; i++) {
        if (PQgetlength(result, (int)i, field) != 8)
            return fail_text(st->session, PGW_DECODE, "an unexpected row number");
        uint64_t parent = get64((const unsigned char *)PQgetvalue(result, (int)i, field));
        if (parent < 1 || parent > count || parent < next)
            return fail_text(st->session, PGW_DECODE, "an unexpected row number");
        while (next < parent)
            starts[next++] = i;
    }
    while (next <= count)
        starts[next++] = rows;
    return PGW_OK;
}

pgw_status pgw_link_load(pgw_session *session, pgw_arena *arena, const pgw_table *from,
                         const pgw_table *to, const pgw_link *link, const void *rows, size_t count,
                         pgw_groups *groups)
{
    statement st;
    PGresult *result = NULL;
    pgw_page page;
    pgw_status status = statement_begin(&st, session, to, link->column_count);
    size_t *starts = (size_t *)arena_alloc_array(arena, count + 1, sizeof *starts);
    if (status == PGW_OK && !starts)
        status = fail_memory(session);
    if (status == PGW_OK)
        status = sql_load(&st, from, link, rows, count);
    if (status == PGW_OK)
        status = statement_run(&st, PGRES_TUPLES_OK, &result);
    if (status == PGW_OK && (size_t)PQnfields(result) != to->column_count + 1)
        status = fail_text(session, PGW_MISMATCH, "a result with another number of columns");
    if (status == PGW_OK)
        status = group_starts(&st, result, count, starts);
    if (status != PGW_OK) {
        PQclear(result);
        return status;
    }
    status = decode_page(&st, arena, result, SIZE_MAX, &page);
    if (status == PGW_OK) {
        groups->rows = page.rows;
        groups->count = page.count;
        groups->starts = starts;
    }
    return status;
}

pgw_status pgw_refresh(pgw_session *session, const pgw_table *table, bool concurrently)
{
    statement st;
    PGresult *result = NULL;
    pgw_status status = statement_begin(&st, session, table, 0);
    if (status != PGW_OK)
        return status;
    buffer_string(&st.sql, "REFRESH MATERIALIZED VIEW ");
    buffer_string(&st.sql, concurrently ? "CONCURRENTLY " : "");
    buffer_string(&st.sql, table->quoted);
    status = statement_run(&st, PGRES_COMMAND_OK, &result);
    PQclear(result);
    return status;
}
