#include "migrate/steps.h"

#include "text/quote.h"
#include "text/writer.h"

/* What unqualified names of the author mean. */
#define AUTHORS_PATH "public"

typedef struct {
    Arena *arena;
    Diags *diags;
    Fragments fragments;
    Steps *steps;
} Reader;

/* -- reading -- */

static bool wrong(Reader *r, const Node *node, const char *what)
{
    diag_error(r->diags, "E0202", node->pos, "%s", what);
    return false;
}

static bool is_mapping(Reader *r, const Node *node, const char *what)
{
    if (node->type == NODE_MAPPING)
        return true;
    diag_error(r->diags, "E0202", node->pos, "%s is a mapping of names, not %s", what,
               node_type_name(node));
    return false;
}

const StepKey step_keys[] = {
    {"", "before", "mapping of names to SQL queries",
     "each must be true, or the migration stops and changes nothing", false},
    {"", "backfill", "mapping of names to [backfills](#backfill)",
     "columns to fill: new ones are added without NOT NULL, filled, and only then NOT NULL", false},
    {"", "data", "mapping of names to [data steps](#data)",
     "rows to change when the plan is done; on the way back this is undone first", false},
    {"", "after", "mapping of names to SQL queries", "as `before`, at the end", false},
    {"", "acknowledge", "mapping of plain values",
     "{rule: reason}: what lint refuses and this migration does knowingly", false},
    {"", "one_transaction", "true or false", "all of it in one transaction, or it is refused",
     false},
    {"backfill", "table", "text", "table, or schema.table; default schema: public", true},
    {"backfill", "set", "mapping of plain values",
     "{column: SQL expression}; an expression may use columns that this migration drops", true},
    {"backfill", "where", "SQL expression",
     "which rows; must not be true any more of a row that was filled. Default: those in which one "
     "of the columns is NULL",
     false},
    {"backfill", "batch", "whole number",
     "about so many rows at a time, each batch in a transaction of its own; default: all at once",
     false},
    {"backfill", "undo", "SQL statements",
     "for the way back, when the old columns are there again and the new ones still are: fills "
     "what "
     "was written meanwhile. Until then old columns may be NULL",
     false},
    {"data", "do", "SQL statements", "what is to be done", true},
    {"data", "undo", "SQL statements", "what takes it back", true},
};
const size_t step_key_count = COUNT_OF(step_keys);

/* The keys of a mapping that the section has; others are errors. */
static void know_keys(Reader *r, const Node *node, const char *section)
{
    StrVec known = {0};
    for (size_t k = 0; k < step_key_count; k++)
        if (str_eq(str_of(step_keys[k].section), str_of(section)))
            vec_push(r->arena, &known, str_of(step_keys[k].key));
    for (size_t i = 0; i < node->pairs.len; i++) {
        const Node *key = node->pairs.at[i].key;
        bool found = false;
        for (size_t k = 0; k < known.len; k++)
            found |= str_eq(key->text, known.at[k]);
        if (found)
            continue;
        Diag *diag =
            diag_error(r->diags, "E0201", key->pos, "unknown key \"%.*s\"", STR_ARG(key->text));
        diag_suggest(r->diags, diag, key->text, &known);
    }
}

/* The SQL under a key, checked for its form; absent when it is not there, or with a diagnostic. */
static Str take_sql(Reader *r, const Node *node, FragmentForm form, const char *what)
{
    if (node->type != NODE_SCALAR) {
        wrong(r, node, "SQL is a string here");
        return (Str){0};
    }
    return fragment_parse(&r->fragments, form, node->text, node, node->pos, what) ? node->text
                                                                                  : (Str){0};
}

static Str take_key(Reader *r, const Node *node, const char *key, bool required, FragmentForm form)
{
    const Node *value = node_get(node, str_of(key));
    if (!value && required)
        diag_error(r->diags, "E0203", node->pos, "`%s` is missing", key);
    return value ? take_sql(r, value, form, key) : (Str){0};
}

static void read_checks(Reader *r, const Node *node, bool after)
{
    if (!is_mapping(r, node, after ? "`after`" : "`before`"))
        return;
    for (size_t i = 0; i < node->pairs.len; i++) {
        const Pair *pair = &node->pairs.at[i];
        Str query = take_sql(r, pair->value, FRAGMENT_QUERY, "the check");
        StepCheck check = {pair->key->text, query, pair->key->pos};
        if (query.len && after)
            vec_push(r->arena, &r->steps->after, check);
        else if (query.len)
            vec_push(r->arena, &r->steps->before, check);
    }
}

static void read_before(Reader *r, const Node *node)
{
    read_checks(r, node, false);
}

static void read_after(Reader *r, const Node *node)
{
    read_checks(r, node, true);
}

static void take_table(Reader *r, const Node *node, StepBackfill *out)
{
    const Node *table = node_get(node, S("table"));
    if (!table || table->type != NODE_SCALAR || !table->text.len) {
        diag_error(r->diags, "E0203", node->pos, "`table` is missing");
        return;
    }
    Str rest = table->text, first;
    str_split(&rest, '.', &first);
    out->schema = rest.ptr ? first : S(AUTHORS_PATH);
    out->table = rest.ptr ? rest : first;
}

static void take_sets(Reader *r, const Node *node, StepBackfill *out)
{
    const Node *set = node_get(node, S("set"));
    if (!set || set->type != NODE_MAPPING || !set->pairs.len) {
        diag_error(r->diags, "E0203", node->pos,
                   "`set` is missing: a mapping of columns to values");
        return;
    }
    for (size_t i = 0; i < set->pairs.len; i++) {
        Str value = take_sql(r, set->pairs.at[i].value, FRAGMENT_EXPR, "the value");
        if (value.len)
            vec_push(r->arena, &out->sets, (StepSet){set->pairs.at[i].key->text, value});
    }
}

static void take_batch(Reader *r, const Node *node, StepBackfill *out)
{
    const Node *batch = node_get(node, S("batch"));
    if (batch && (batch->type != NODE_SCALAR || !str_to_int(batch->text, &out->batch) ||
                  out->batch < 1 || out->batch > 10000000))
        wrong(r, batch, "`batch` is a number of rows, from 1 to 10000000");
}

static void read_backfills(Reader *r, const Node *node)
{
    if (!is_mapping(r, node, "`backfill`"))
        return;
    for (size_t i = 0; i < node->pairs.len; i++) {
        const Pair *pair = &node->pairs.at[i];
        if (!is_mapping(r, pair->value, "a backfill"))
            continue;
        StepBackfill backfill = {.name = pair->key->text, .pos = pair->key->pos};
        know_keys(r, pair->value, "backfill");
        take_table(r, pair->value, &backfill);
        take_sets(r, pair->value, &backfill);
        take_batch(r, pair->value, &backfill);
        backfill.where = take_key(r, pair->value, "where", false, FRAGMENT_EXPR);
        backfill.undo = take_key(r, pair->value, "undo", false, FRAGMENT_SQL);
        vec_push(r->arena, &r->steps->backfills, backfill);
    }
}

static void read_data(Reader *r, const Node *node)
{
    if (!is_mapping(r, node, "`data`"))
        return;
    for (size_t i = 0; i < node->pairs.len; i++) {
        const Pair *pair = &node->pairs.at[i];
        if (!is_mapping(r, pair->value, "a step of `data`"))
            continue;
        know_keys(r, pair->value, "data");
        vec_push(r->arena, &r->steps->data,
                 (StepData){pair->key->text, take_key(r, pair->value, "do", true, FRAGMENT_SQL),
                            take_key(r, pair->value, "undo", true, FRAGMENT_SQL), pair->key->pos});
    }
}

static void read_acknowledged(Reader *r, const Node *node)
{
    if (!is_mapping(r, node, "`acknowledge`"))
        return;
    for (size_t i = 0; i < node->pairs.len; i++) {
        const Pair *pair = &node->pairs.at[i];
        if (pair->value->type != NODE_SCALAR || !str_trim(pair->value->text).len)
            diag_error(r->diags, "E0203", pair->value->pos, "the reason is missing");
        else
            vec_push(r->arena, &r->steps->acknowledged,
                     (StepAcknowledgement){pair->key->text, pair->value->text, pair->key->pos});
    }
}

static void read_one_transaction(Reader *r, const Node *node)
{
    r->steps->one_transaction = str_is(node->text, "true");
    if (!r->steps->one_transaction && !str_is(node->text, "false"))
        wrong(r, node, "`one_transaction` is true or false");
}

static const struct {
    const char *key;
    void (*read)(Reader *r, const Node *node);
} sections[] = {
    {"before", read_before},
    {"backfill", read_backfills},
    {"data", read_data},
    {"after", read_after},
    {"acknowledge", read_acknowledged},
    {"one_transaction", read_one_transaction},
};

static void read_document(Reader *r, const Node *node)
{
    if (!is_mapping(r, node, "the file"))
        return;
    know_keys(r, node, "");
    for (size_t i = 0; i < COUNT_OF(sections); i++) {
        const Node *section = node_get(node, str_of(sections[i].key));
        if (section)
            sections[i].read(r, section);
    }
}

bool steps_read(Arena *arena, const Source *source, Steps *out, Diags *diags)
{
    size_t errors = diags->errors;
    NodeVec documents = {0};
    *out = (Steps){0};
    if (!yaml_parse(arena, source, diags, &documents))
        return false;
    Reader r = {arena, diags, {.arena = arena, .diags = diags, .known = {.arena = arena}}, out};
    for (size_t i = 0; i < documents.len; i++)
        if (!node_is_null(documents.at[i]))
            read_document(&r, documents.at[i]);
    return diags->errors == errors;
}

/* -- their SQL -- */

static Str without_semicolon(Str sql)
{
    sql = str_trim(sql);
    while (sql.len && sql.ptr[sql.len - 1] == ';')
        sql = str_trim(str_slice(sql, 0, sql.len - 1));
    return sql;
}

static Str block(Arena *arena, Str body)
{
    return str_format(arena, "DO %.*s", STR_ARG(sql_dollar(arena, body, S("step"))));
}

Str steps_check(Arena *arena, const StepCheck *check, bool after)
{
    Writer w = {.arena = arena};
    Str message = str_format(arena, "check \"%.*s\" %s the migration is not true",
                             STR_ARG(check->name), after ? "after" : "before");
    w_text(&w, "\nBEGIN\n");
    w_open(&w);
    w_line(&w, "SET LOCAL search_path = " AUTHORS_PATH ";");
    w_line(&w, "IF (%.*s\n) IS NOT TRUE THEN", STR_ARG(without_semicolon(check->query)));
    w_open(&w);
    w_line(&w, "RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = %.*s;",
           STR_ARG(sql_literal(arena, message)));
    w_close(&w);
    w_line(&w, "END IF;");
    w_line(&w, "SET LOCAL search_path = pg_catalog;");
    w_close(&w);
    w_line(&w, "END");
    return block(arena, w_result(&w));
}

static Str set_list(Arena *arena, const StepBackfill *b)
{
    StrVec parts = {0};
    for (size_t i = 0; i < b->sets.len; i++)
        vec_push(arena, &parts,
                 str_format(arena, "%.*s = (%.*s)", STR_ARG(sql_ident(arena, b->sets.at[i].column)),
                            STR_ARG(str_trim(b->sets.at[i].value))));
    return str_join(arena, &parts, S(", "));
}

/* Which rows are to be filled. */
static Str condition(Arena *arena, const StepBackfill *b)
{
    if (b->where.len)
        return str_trim(b->where);
    StrVec parts = {0};
    for (size_t i = 0; i < b->sets.len; i++)
        vec_push(
            arena, &parts,
            str_format(arena, "%.*s IS NULL", STR_ARG(sql_ident(arena, b->sets.at[i].column))));
    return str_join(arena, &parts, S(" OR "));
}

static Str at_once(Arena *arena, const StepBackfill *b, Str table)
{
    return str_format(arena, "UPDATE %.*s SET %.*s WHERE %.*s", STR_ARG(table),
                      STR_ARG(set_list(arena, b)), STR_ARG(condition(arena, b)));
}

/* Rows that writers add meanwhile, not filled, would have it go on for ever. */
enum { MOST_PASSES = 10 };

static Str in_batches(Arena *arena, const StepBackfill *b, Str table)
{
    Str where = condition(arena, b);
    Str regclass = sql_literal(arena, table), name = sql_literal(arena, b->name);
    Writer w = {.arena = arena};
    w_text(&w, "\nDECLARE\n");
    w_line(&w, "    pgw_pages bigint; pgw_step bigint; pgw_page bigint;");
    w_line(&w, "    pgw_total bigint := 0; pgw_pass bigint; pgw_filled bigint; pgw_stuck bigint;");
    w_text(&w, "BEGIN\n");
    w_open(&w);
    w_line(&w, "FOR pgw_round IN 1 .. %d LOOP", MOST_PASSES);
    w_open(&w);
    w_line(&w, "SELECT max(pg_relation_size(relid) / current_setting('block_size')::bigint),");
    w_line(&w,
           "       greatest(1, %lld * sum(greatest(c.relpages, 1))"
           " / greatest(sum(c.reltuples), 1))",
           (long long)b->batch);
    w_line(&w, "  INTO pgw_pages, pgw_step FROM (SELECT relid FROM pg_partition_tree(%.*s)",
           STR_ARG(regclass));
    w_line(&w, "                                  UNION SELECT %.*s::regclass) t",
           STR_ARG(regclass));
    w_line(&w, "  JOIN pg_class c ON c.oid = t.relid WHERE c.relkind = 'r';");
    w_line(&w, "pgw_pass := 0;");
    w_line(&w, "pgw_page := 0;");
    w_line(&w, "WHILE pgw_page <= pgw_pages LOOP");
    w_open(&w);
    w_line(&w, "PERFORM set_config('search_path', '" AUTHORS_PATH "', true);");
    w_line(&w, "WITH filled AS (");
    w_line(&w, "    UPDATE %.*s SET %.*s", STR_ARG(table), STR_ARG(set_list(arena, b)));
    w_line(&w,
           "     WHERE ctid >= format('(%%s,0)', pgw_page)::tid"
           " AND ctid < format('(%%s,0)', pgw_page + pgw_step)::tid AND (%.*s)",
           STR_ARG(where));
    w_line(&w, "    RETURNING (%.*s) AS again)", STR_ARG(where));
    w_line(
        &w,
        "SELECT count(*), count(*) FILTER (WHERE again) INTO pgw_filled, pgw_stuck FROM filled;");
    w_line(&w, "IF pgw_stuck > 0 THEN");
    w_line(&w,
           "    RAISE EXCEPTION 'backfill %%: %% rows would have to be filled again',"
           " %.*s, pgw_stuck",
           STR_ARG(name));
    w_line(&w, "        USING HINT = 'The condition must not be true any more for a row that was "
               "filled.';");
    w_line(&w, "END IF;");
    w_line(&w, "COMMIT;");
    w_line(&w, "pgw_pass := pgw_pass + pgw_filled;");
    w_line(&w, "pgw_total := pgw_total + pgw_filled;");
    w_line(&w, "pgw_page := pgw_page + pgw_step;");
    w_line(&w, "IF pgw_filled > 0 THEN");
    w_line(&w,
           "    RAISE NOTICE 'backfill %%: %% rows, page %% of %%', %.*s, pgw_total,"
           " least(pgw_page, pgw_pages), pgw_pages;",
           STR_ARG(name));
    w_line(&w, "END IF;");
    w_close(&w);
    w_line(&w, "END LOOP;");
    w_line(&w, "EXIT WHEN pgw_pass = 0;");
    w_close(&w);
    w_line(&w, "END LOOP;");
    w_close(&w);
    w_line(&w, "END");
    return block(arena, w_result(&w));
}

Str steps_backfill(Arena *arena, const StepBackfill *b)
{
    Str table = sql_qualified(arena, b->schema, b->table);
    return b->batch ? in_batches(arena, b, table) : at_once(arena, b, table);
}

void steps_statement(Arena *arena, Str sql, StrVec *out)
{
    vec_push(arena, out, S("SET LOCAL search_path = " AUTHORS_PATH));
    vec_push(arena, out, without_semicolon(sql));
    vec_push(arena, out, S("SET LOCAL search_path = pg_catalog"));
}
