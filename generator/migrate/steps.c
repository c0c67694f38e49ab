#include "migrate/steps.h"

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
