#include "diff/oracle.h"

#include "catalog/orbit.h"
#include "model/fragment.h"
#include "text/quote.h"

#include <stdlib.h>
#include <string.h>

const char *const verdict_names[] = {"same", "same(orbit)", "same(server)", "drift", "undecided"};

typedef struct Oracle Oracle;

/* The statement that plans a text in its place; absent when the place cannot be built. */
typedef Str (*Ask)(const Oracle *oracle, const Object *object, Str text);

struct Oracle {
    Arena *arena;
    Server *server;
    const Catalog *there;
};

/* --- how to ask --- */

/* A row of the table that an object belongs to, under the table's name. */
static Str row_named(const Oracle *o, const Object *object, Str name)
{
    StrVec columns = {0};
    const Object *table = object->parent ? catalog_find(o->there, object->parent->id) : NULL;
    for (const Object *column = NULL; table && (column = part_next(o->there, table, column));) {
        if (column->id.kind != KIND_COLUMN)
            continue;
        Str collation = object_text(column, "collation");
        vec_push(o->arena, &columns,
                 str_format(o->arena, "%.*s %.*s%s%.*s",
                            STR_ARG(sql_ident(o->arena, column->id.sub)),
                            STR_ARG(object_text(column, "type")), collation.len ? " COLLATE " : "",
                            STR_ARG(collation)));
    }
    if (!columns.len) /* a view's: only its owner's rights tell */
        return str_format(o->arena, "%.*s AS %.*s",
                          STR_ARG(sql_qualified(o->arena, object->id.schema, object->id.object)),
                          STR_ARG(name));
    return str_format(o->arena, "pg_catalog.json_to_record('{}') AS %.*s(%.*s)", STR_ARG(name),
                      STR_ARG(str_join(o->arena, &columns, S(", "))));
}

static Str ask_row(const Oracle *o, const Object *object, Str text)
{
    Str row = row_named(o, object, sql_ident(o->arena, object->id.object));
    return str_format(o->arena, "SELECT (%.*s\n) FROM %.*s", STR_ARG(text), STR_ARG(row));
}

/* The condition of a trigger: its rows are `old` and `new`. */
static Str ask_rows(const Oracle *o, const Object *object, Str text)
{
    return str_format(o->arena, "SELECT (%.*s\n) FROM %.*s, %.*s", STR_ARG(text),
                      STR_ARG(row_named(o, object, S("old"))),
                      STR_ARG(row_named(o, object, S("new"))));
}

/* A value for something of a type: the column, or the domain itself. */
static Str ask_value(const Oracle *o, const Object *object, Str text)
{
    ObjectId id = object->id;
    id.kind = id.kind == KIND_DEFAULT ? KIND_COLUMN : id.kind;
    const Object *typed = catalog_find(o->there, id);
    if (!typed)
        return (Str){0};
    return str_format(o->arena, "SELECT (%.*s\n)::%.*s", STR_ARG(text),
                      STR_ARG(object_text(typed, "type")));
}

/* VALUE outside of strings and quoted names, which is the only word of its kind in a domain's
 * check. */
static Str with_value_quoted(Arena *arena, Str text)
{
    Str out = {0};
    size_t from = 0;
    char quote = '\0';
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (str_starts(str_slice(text, i, text.len), S("VALUE")) &&
                 (!i || !strchr("_.abcdefghijklmnopqrstuvwxyz", text.ptr[i - 1]))) {
            out = str_format(arena, "%.*s%.*s\"value\"", STR_ARG(out),
                             STR_ARG(str_slice(text, from, i)));
            from = i + 5;
        }
    }
    return str_format(arena, "%.*s%.*s", STR_ARG(out), STR_ARG(str_slice(text, from, text.len)));
}

static Str ask_domain(const Oracle *o, const Object *object, Str text)
{
    if (!object->parent)
        return (Str){0};
    return str_format(
        o->arena, "SELECT (%.*s\n) FROM pg_catalog.json_to_record('{}') AS v(\"value\" %.*s)",
        STR_ARG(with_value_quoted(o->arena, text)), STR_ARG(object_text(object->parent, "type")));
}

static Str ask_query(const Oracle *o, const Object *object, Str text)
{
    (void)o;
    (void)object;
    return text;
}

/* Fields that a server can be asked about; what is not here is equal in its text or not at all. */
static const struct {
    KindId kind;
    const char *field;
    Ask ask;
} questions[] = {
    {KIND_DOMAIN, "default_sql", ask_value},
    {KIND_DOMAIN_CHECK, "expression", ask_domain},
    {KIND_COLUMN, "generated", ask_row},
    {KIND_DEFAULT, "expression", ask_value},
    {KIND_CHECK, "expression", ask_row},
    {KIND_EXCLUSION, "elements", ask_row},
    {KIND_EXCLUSION, "where", ask_row},
    {KIND_INDEX, "columns", ask_row},
    {KIND_INDEX, "where", ask_row},
    {KIND_VIEW, "query", ask_query},
    {KIND_MATERIALIZED_VIEW, "query", ask_query},
    {KIND_TRIGGER, "when", ask_rows},
    {KIND_POLICY, "using", ask_row},
    {KIND_POLICY, "check", ask_row},
    {KIND_PUBLICATION_TABLE, "where", ask_row},
};

static Ask find_question(const Object *object, const Field *field)
{
    for (size_t i = 0; i < COUNT_OF(questions); i++)
        if (questions[i].kind == object->id.kind && str_is(str_of(field->name), questions[i].field))
            return questions[i].ask;
    return NULL;
}

/* --- what it says --- */

static Judgement judged(Verdict verdict, Str reason)
{
    return (Judgement){verdict, reason};
}

/* Names that the text cannot have in this database are a difference; anything else that goes wrong
 * leaves the question open. */
static Judgement failed(const Oracle *o)
{
    static const char *const unknown_names[] = {"42703", "42883", "42P01", "42704", "3F000"};
    ServerError error = server_error(o->server);
    Str message = str_copy(o->arena, error.message);
    for (size_t i = 0; i < COUNT_OF(unknown_names); i++)
        if (str_is(error.sqlstate, unknown_names[i]))
            return judged(
                VERDICT_DRIFT,
                str_format(o->arena, "the database knows no such names: %.*s", STR_ARG(message)));
    return judged(VERDICT_UNDECIDED, message);
}

/* All lines of a result, with the names and types of its columns; absent on an error. A savepoint
 * keeps the transaction alive. */
static Str answer(const Oracle *o, Str sql)
{
    server_run(o->server, S("SAVEPOINT oracle"));
    Rows *rows = server_query(o->server, sql);
    Str text = {0};
    if (rows) {
        StrVec lines = {0};
        for (size_t i = 0; i < rows_width(rows); i++) {
            unsigned type;
            int modifier;
            rows_type(rows, i, &type, &modifier);
            vec_push(o->arena, &lines,
                     str_format(o->arena, "%s %u %d", rows_name(rows, i), type, modifier));
        }
        for (size_t i = 0; i < rows_count(rows); i++)
            vec_push(o->arena, &lines, str_copy(o->arena, rows_cell(rows, i, 0)));
        text = str_join(o->arena, &lines, S("\n"));
    }
    rows_free(rows);
    server_run(o->server, S("ROLLBACK TO SAVEPOINT oracle"));
    return text;
}

static Str plan_of(const Oracle *o, Str sql)
{
    return answer(o, str_format(o->arena, "EXPLAIN (VERBOSE, COSTS OFF) %.*s", STR_ARG(sql)));
}

static int compare_strs(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

/* The functions, operators and types of other schemas that a text names: what a plan may have taken
 * apart. */
static Str own_names(Arena *arena, FragmentForm form, Str text)
{
    Diags quiet = {.arena = arena};
    Fragments fragments = {.arena = arena, .diags = &quiet, .known = {.arena = arena}};
    const Fragment *fragment = fragment_parse(&fragments, form, text, NULL, (Pos){0}, "");
    StrVec names = {0};
    for (size_t i = 0; fragment && i < fragment->mentions.len; i++) {
        const Mention *m = &fragment->mentions.at[i];
        bool taken_apart = m->type == MENTION_FUNCTION || m->type == MENTION_TYPE;
        if (taken_apart && m->schema.len && !str_is(m->schema, "pg_catalog"))
            vec_push(arena, &names,
                     str_format(arena, "%.*s.%.*s", STR_ARG(m->schema), STR_ARG(m->name)));
    }
    for (Str rest = text;;) {
        ptrdiff_t at = str_find(rest, S("OPERATOR("));
        if (at < 0)
            break;
        Str name;
        rest = str_slice(rest, (size_t)at, rest.len);
        str_split(&rest, ')', &name);
        vec_push(arena, &names, name);
    }
    if (names.len)
        qsort(names.at, names.len, sizeof(Str), compare_strs);
    StrVec once = {0};
    for (size_t i = 0; i < names.len; i++)
        if (!i || !str_eq(names.at[i], names.at[i - 1]))
            vec_push(arena, &once, names.at[i]);
    return str_join(arena, &once, S(" "));
}

static Judgement compare_plans(const Oracle *o, const Object *object, Ask ask, Str have, Str want)
{
    Str asked[2] = {ask(o, object, have), ask(o, object, want)}, plans[2];
    if (!asked[0].ptr || !asked[1].ptr)
        return judged(VERDICT_UNDECIDED, S("nothing is known of what it belongs to"));
    bool query = ask == ask_query;
    for (int i = 0; i < 2; i++) {
        plans[i] = plan_of(o, asked[i]);
        if (plans[i].ptr && query) { /* the plan does not tell the names of columns */
            Str columns = answer(
                o, str_format(o->arena, "SELECT * FROM (%.*s\n) q LIMIT 0", STR_ARG(asked[i])));
            plans[i] = columns.ptr
                           ? str_format(o->arena, "%.*s\n%.*s", STR_ARG(plans[i]), STR_ARG(columns))
                           : columns;
        }
        if (!plans[i].ptr)
            return failed(o);
    }
    if (!str_eq(plans[0], plans[1]))
        return judged(VERDICT_DRIFT, S("the server plans them differently"));
    FragmentForm form = query ? FRAGMENT_QUERY : FRAGMENT_EXPR;
    if (!str_eq(own_names(o->arena, form, have), own_names(o->arena, form, want)))
        return judged(VERDICT_DRIFT, S("planned alike, but by different functions"));
    return judged(VERDICT_SERVER, S("the server plans both texts alike"));
}

/* The expression that an index key begins with: (…) or f(…); false when it is a plain column. */
static bool split_key(Str key, Str *expression, Str *options)
{
    size_t depth = 0;
    char quote = '\0';
    for (size_t i = 0; i < key.len; i++) {
        char c = key.ptr[i];
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (c == ' ' && !depth)
            return false;
        else if (c == '(')
            depth++;
        else if (c == ')' && --depth == 0) {
            *expression = str_slice(key, 0, i + 1);
            *options = str_slice(key, i + 1, key.len);
            return true;
        }
    }
    return false;
}

static Judgement compare_keys(const Oracle *o, const Object *object, Ask ask, const Value *have,
                              const Value *want)
{
    Judgement all = judged(VERDICT_SERVER, S("the server plans both texts alike"));
    if (have->count != want->count)
        return judged(VERDICT_DRIFT, S("their numbers differ"));
    for (uint32_t i = 0; i < have->count; i++) {
        Str a, b, a_options, b_options;
        if (str_eq(have->list[i], want->list[i]))
            continue;
        if (!split_key(have->list[i], &a, &a_options) ||
            !split_key(want->list[i], &b, &b_options) || !str_eq(a_options, b_options))
            return judged(VERDICT_DRIFT, S("the keys differ"));
        Judgement one = compare_plans(o, object, ask, a, b);
        if (one.verdict != VERDICT_SERVER)
            return one;
    }
    return all;
}

/* A change of a text into another. */
static bool is_of_texts(const Change *change)
{
    return change->type == CHANGE_ALTER && change->field->compare == COMPARE_EXPR &&
           change->have_attr && change->want_attr;
}

Judgement oracle_judge(Arena *arena, Server *server, const Catalog *there, const Change *change,
                       bool alike)
{
    if (!is_of_texts(change))
        return judged(VERDICT_DRIFT, (Str){0});
    Ask ask = find_question(change->have, change->field);
    if (!ask || !server)
        return judged(alike ? VERDICT_DRIFT : VERDICT_UNDECIDED,
                      alike ? (Str){0} : S("printed by another major version, and nobody to ask"));
    Oracle o = {arena, server, there};
    const Value *have = &change->have_attr->value, *want = &change->want_attr->value;
    if (have->type != want->type)
        return judged(VERDICT_DRIFT, (Str){0});
    return have->type == VALUE_LIST ? compare_keys(&o, change->have, ask, have, want)
                                    : compare_plans(&o, change->have, ask, have->text, want->text);
}

bool oracle_wanted(Arena *arena, const Catalog *have, const Catalog *want)
{
    Changes changes = catalog_diff(arena, have, want);
    for (size_t i = 0; i < changes.len; i++)
        if (is_of_texts(&changes.at[i]))
            return true;
    return false;
}

/* Types that change, or are made anew, and all that depends on them, by index: there the same words
 * will mean something else, so that nothing can be said of them now. */
static bool *find_retyped(Arena *arena, const Catalog *there, const Changes *changes)
{
    bool *retyped = NEW_ARRAY(arena, bool, there->objects.len);
    bool more = false;
    for (size_t i = 0; i < changes->len; i++) {
        const Change *change = &changes->at[i];
        bool type = change->type == CHANGE_ALTER &&
                    (change->field->flags & (FIELD_BLOCKED | FIELD_REBUILDS));
        if (type)
            more = retyped[change->have->index] = true;
    }
    while (more) {
        more = false;
        for (size_t i = 0; i < there->objects.len; i++) {
            const Object *object = there->objects.at[i];
            for (size_t k = 0; !retyped[i] && k < object->edges.len; k++)
                if (retyped[object->edges.at[k].to->index])
                    more = retyped[i] = true;
        }
    }
    return retyped;
}

void oracle_settle(Arena *arena, Server *server, const Catalog *there, const Catalog *other)
{
    Changes changes = catalog_diff(arena, there, other);
    const bool *retyped = find_retyped(arena, there, &changes);
    bool own = !server_in_transaction(server);
    if (own && !server_begin_reading(server, 0))
        return;
    for (size_t i = 0; i < changes.len; i++) {
        const Change *change = &changes.at[i];
        if (change->have && retyped[change->have->index])
            continue;
        Judgement judgement = oracle_judge(arena, server, there, change, true);
        if (judgement.verdict == VERDICT_SERVER)
            orbit_add(arena, catalog_find(other, change->want->id), change->field,
                      change->have_attr->value);
    }
    if (own)
        server_end_reading(server);
}
