#include "sql/sql.h"

#include "catalog/trash.h"
#include "sql/grants.h"
#include "text/quote.h"
#include "text/writer.h"

#include <stdlib.h>

typedef struct {
    Arena *arena;
    Writer w;
    const Object *object;
    const Object *const *folded;
    size_t folded_count;
    SqlMode mode;
    bool concurrently; /* an index, beside those who write */
    bool unvalidated;  /* a constraint, without a look at the rows */
    const Object *by;  /* a key, with the index that is there for it */
} Create;

/* --- pieces --- */

static void text(Create *c, const char *s)
{
    w_raw(&c->w, str_of(s));
}

static void fill(Create *c, const char *s)
{
    w_raw(&c->w, sql_fill(c->arena, s, c->object, (Str){0}));
}

static Str text_of(const Create *c, const char *field)
{
    int at = kind_field(c->object->id.kind, str_of(field));
    Str value = object_text(c->object, field);
    Form form = at < 0 ? FORM_NONE : kinds[c->object->id.kind].fields[at].form;
    return form == FORM_EXPR || form == FORM_QUERY ? sql_fragment(c->arena, value) : value;
}

/* DEFAULT in a column's line takes less than an expression: `now() AT TIME ZONE 'utc'` is one
 * between parentheses only. What has no blank outside quotes and parentheses needs none. */
static Str operand(Arena *arena, Str text)
{
    int depth = 0;
    char quote = 0;
    bool blank = false;
    for (size_t i = 0; i < text.len; i++) {
        char ch = text.ptr[i];
        if (quote || ch == '\'' || ch == '"') {
            quote = !quote ? ch : ch == quote ? 0 : quote;
            continue;
        }
        depth += (ch == '(') - (ch == ')');
        blank |= !depth && (ch == ' ' || ch == '\n' || ch == '\t');
    }
    return blank ? str_format(arena, "(%.*s)", STR_ARG(text)) : text;
}

static void flag(Create *c, const char *field, const char *words)
{
    if (object_bool(c->object, field))
        text(c, words);
}

/* `before value` when the field is set. */
static void clause(Create *c, const char *before, Str value)
{
    if (!value.ptr)
        return;
    text(c, before);
    w_raw(&c->w, value);
}

static void ident(Create *c, const char *before, Str name)
{
    if (name.ptr)
        clause(c, before, sql_ident(c->arena, name));
}

static Str idents(Arena *arena, Value names)
{
    StrVec quoted = {0};
    for (uint32_t i = 0; i < names.count; i++)
        vec_push(arena, &quoted, sql_ident(arena, names.list[i]));
    return str_join(arena, &quoted, S(", "));
}

/* (a, b) after some words, when there are any. */
static void columns(Create *c, const char *before, Value names)
{
    if (!names.count)
        return;
    text(c, before);
    text(c, "(");
    w_raw(&c->w, idents(c->arena, names));
    text(c, ")");
}

static void words(Create *c, Value list, const char *between)
{
    for (uint32_t i = 0; i < list.count; i++) {
        if (i)
            text(c, between);
        w_raw(&c->w, sql_fragment(c->arena, list.list[i]));
    }
}

/* WITH (a=b): names quoted, values as constants. */
static void options(Create *c, Value list)
{
    if (!list.count)
        return;
    clause(c, " WITH (", sql_options(c->arena, list, true));
    text(c, ")");
}

static Str pair_name(Arena *arena, Value pair)
{
    return pair.count == 2 ? sql_qualified(arena, pair.list[0], pair.list[1]) : (Str){0};
}

/* --- one function a kind --- */

/* Between the kind's word and the name. */
static const char *if_not_exists(const Create *c)
{
    return c->mode == SQL_AGAIN ? "IF NOT EXISTS " : "";
}

static void create_schema(Create *c)
{
    fill(c, "CREATE SCHEMA {name}");
}

static void create_extension(Create *c)
{
    fill(c, "CREATE EXTENSION IF NOT EXISTS {name}");
    ident(c, " WITH SCHEMA ", text_of(c, "in_schema"));
}

/* `key = value` inside parentheses. */
static void entry(Create *c, bool *first, const char *key, Str value)
{
    if (!value.ptr)
        return;
    text(c, *first ? " (" : ", ");
    text(c, key);
    clause(c, " = ", value);
    *first = false;
}

static Str literal_of(const Create *c, const char *field)
{
    Str value = text_of(c, field);
    return value.ptr ? sql_literal(c->arena, value) : value;
}

static void create_collation(Create *c)
{
    bool first = true;
    text(c, "CREATE COLLATION ");
    text(c, if_not_exists(c));
    fill(c, "{name}");
    Str provider = text_of(c, "provider");
    entry(c, &first, "provider", provider.ptr ? provider : S("libc"));
    entry(c, &first, "locale", literal_of(c, "locale"));
    entry(c, &first, "lc_collate", literal_of(c, "lc_collate"));
    entry(c, &first, "lc_ctype", literal_of(c, "lc_ctype"));
    if (object_bool(c->object, "nondeterministic"))
        entry(c, &first, "deterministic", S("false"));
    text(c, ")");
}

static void create_enum(Create *c)
{
    Value labels = object_value(c->object, "labels");
    fill(c, "CREATE TYPE {name} AS ENUM (");
    for (uint32_t i = 0; i < labels.count; i++) {
        text(c, i ? ", " : "");
        w_raw(&c->w, sql_literal(c->arena, labels.list[i]));
    }
    text(c, ")");
}

static void create_range(Create *c)
{
    bool first = true;
    Str multirange = text_of(c, "multirange");
    fill(c, "CREATE TYPE {name} AS RANGE");
    entry(c, &first, "SUBTYPE", text_of(c, "subtype"));
    entry(c, &first, "SUBTYPE_OPCLASS", text_of(c, "opclass"));
    entry(c, &first, "COLLATION", text_of(c, "collation"));
    entry(c, &first, "CANONICAL", text_of(c, "canonical"));
    entry(c, &first, "SUBTYPE_DIFF", text_of(c, "difference"));
    if (multirange.ptr)
        entry(c, &first, "MULTIRANGE_TYPE_NAME",
              sql_qualified(c->arena, c->object->id.schema, multirange));
    text(c, ")");
}

static void create_sequence(Create *c)
{
    text(c, "CREATE ");
    flag(c, "unlogged", "UNLOGGED ");
    text(c, "SEQUENCE ");
    text(c, if_not_exists(c));
    fill(c, "{name}");
    clause(c, " AS ", text_of(c, "type"));
    w_raw(&c->w, sql_sequence_options(c->arena, c->object));
}

static void transforms(Create *c, Value types)
{
    for (uint32_t i = 0; i < types.count; i++)
        clause(c, i ? ", FOR TYPE " : " TRANSFORM FOR TYPE ", types.list[i]);
}

/* name=value, as pg_proc.proconfig has it. */
static void set_setting(Create *c, Str value)
{
    Str name;
    StrVec names = {0}, literals = {0};
    str_split(&value, '=', &name);
    if (sql_setting_is_list(name))
        sql_split_names(c->arena, value, &names);
    else
        vec_push(c->arena, &names, value);
    for (size_t i = 0; i < names.len; i++)
        vec_push(c->arena, &literals, sql_literal(c->arena, names.at[i]));
    ident(c, "\nSET ", name);
    clause(c, " TO ", str_join(c->arena, &literals, S(", ")));
}

static const char *or_replace(const Create *c)
{
    return c->mode == SQL_REPLACE ? "OR REPLACE " : "";
}

static void function_body(Create *c)
{
    Str atomic = text_of(c, "atomic"), library = text_of(c, "library"), body = text_of(c, "body");
    if (atomic.ptr)
        clause(c, "\n", atomic);
    else if (library.ptr)
        clause(
            c, "\nAS ",
            str_format(c->arena, "%.*s, %.*s", STR_ARG(sql_literal(c->arena, library)),
                       STR_ARG(sql_literal(c->arena, body.ptr ? body : object_name(c->object)))));
    else
        clause(c, "\nAS ", sql_dollar(c->arena, body, (Str){0}));
}

static void create_function(Create *c)
{
    bool procedure = c->object->id.kind == KIND_PROCEDURE;
    Str name = sql_qualified(c->arena, c->object->id.schema, object_name(c->object));
    Str arguments = text_of(c, "arguments"), returns = text_of(c, "returns");
    text(c, "CREATE ");
    text(c, or_replace(c));
    clause(c, procedure ? "PROCEDURE " : "FUNCTION ", name);
    text(c, "(");
    w_raw(&c->w, arguments);
    text(c, ")");
    if (!procedure)
        clause(c, "\nRETURNS ", returns.ptr ? returns : S("void"));
    ident(c, "\nLANGUAGE ", text_of(c, "language"));
    transforms(c, object_value(c->object, "transforms"));
    flag(c, "window", " WINDOW");
    clause(c, " ", str_upper(c->arena, text_of(c, "volatility")));
    flag(c, "strict", " STRICT");
    flag(c, "security_definer", " SECURITY DEFINER");
    flag(c, "leakproof", " LEAKPROOF");
    clause(c, " PARALLEL ", str_upper(c->arena, text_of(c, "parallel")));
    clause(c, " COST ", text_of(c, "cost"));
    clause(c, " ROWS ", text_of(c, "rows"));
    clause(c, " SUPPORT ", text_of(c, "support"));
    Value settings = object_value(c->object, "settings");
    for (uint32_t i = 0; i < settings.count; i++)
        set_setting(c, settings.list[i]);
    function_body(c);
}

static void create_aggregate(Create *c)
{
    Str name = sql_qualified(c->arena, c->object->id.schema, object_name(c->object));
    Str arguments = text_of(c, "arguments");
    Value list = object_value(c->object, "options");
    bool first = true;
    clause(c, "CREATE AGGREGATE ", name);
    clause(c, "(", arguments.ptr ? arguments : S("*"));
    text(c, ")");
    for (uint32_t i = 0; i < list.count; i++) {
        Str value = list.list[i], key;
        str_split(&value, '=', &key);
        bool literal = str_is(key, "initcond") || str_is(key, "minitcond");
        bool alone = str_is(value, "true");
        text(c, first ? " (" : ", ");
        w_raw(&c->w, str_upper(c->arena, key));
        if (!alone)
            clause(c, " = ", literal ? sql_literal(c->arena, value) : value);
        first = false;
    }
    text(c, ")");
}

static void collate(Create *c)
{
    clause(c, " COLLATE ", text_of(c, "collation"));
}

static void attribute_line(Create *c)
{
    fill(c, "{name} ");
    w_raw(&c->w, text_of(c, "type"));
    collate(c);
}

static void create_attribute(Create *c)
{
    fill(c, "ALTER TYPE {relation} ADD ATTRIBUTE ");
    attribute_line(c);
    text(c, " CASCADE");
}

static void domain_check_line(Create *c)
{
    fill(c, "CONSTRAINT {name} CHECK (");
    w_raw(&c->w, text_of(c, "expression"));
    text(c, ")");
    flag(c, "not_valid", " NOT VALID");
}

static void create_domain_check(Create *c)
{
    fill(c, "ALTER DOMAIN {relation} ADD ");
    domain_check_line(c);
}

/* OPTIONS (a 'b'): of what is foreign. */
static void foreign_options(Create *c)
{
    Value list = object_value(c->object, "options");
    for (uint32_t i = 0; i < list.count; i++) {
        Str value = list.list[i], name;
        str_split(&value, '=', &name);
        text(c, i ? ", " : " OPTIONS (");
        w_raw(&c->w, sql_ident(c->arena, name));
        clause(c, " ", sql_literal(c->arena, value));
    }
    text(c, list.count ? ")" : "");
}

static void column_body(Create *c)
{
    fill(c, "{name} ");
    w_raw(&c->w, text_of(c, "type"));
    foreign_options(c);
    collate(c);
    Str generated = text_of(c, "generated"), identity = text_of(c, "identity");
    if (generated.ptr) {
        clause(c, " GENERATED ALWAYS AS (", generated);
        text(c, ") STORED");
    }
    if (identity.ptr) {
        clause(c, " GENERATED ", str_upper(c->arena, identity));
        text(c, " AS IDENTITY");
        Str sequence = sql_sequence_options(c->arena, c->object);
        if (sequence.len) {
            clause(c, " (", str_trim(sequence));
            text(c, ")");
        }
    }
}

/* The default of a column stands inside its line. */
static const Object *folded_default(const Create *c, Str column)
{
    for (size_t i = 0; i < c->folded_count; i++)
        if (c->folded[i]->id.kind == KIND_DEFAULT && str_eq(c->folded[i]->id.sub, column))
            return c->folded[i];
    return NULL;
}

static void column_line(Create *c)
{
    const Object *value = folded_default(c, c->object->id.sub);
    column_body(c);
    if (value)
        clause(c, " DEFAULT ",
               operand(c->arena, sql_fragment(c->arena, object_text(value, "expression"))));
    flag(c, "not_null", " NOT NULL");
}

static void create_column(Create *c)
{
    bool again = object_is_trash(c->object); /* may have stayed where it was once before */
    fill(c, again ? "ALTER TABLE {relation} ADD COLUMN IF NOT EXISTS "
                  : "ALTER TABLE {relation} ADD COLUMN ");
    column_line(c);
}

static void create_default(Create *c)
{
    fill(c, "ALTER TABLE ONLY {relation} ALTER COLUMN {name} SET DEFAULT ");
    w_raw(&c->w, text_of(c, "expression"));
}

static void deferral(Create *c)
{
    flag(c, "deferrable", " DEFERRABLE");
    flag(c, "initially_deferred", " INITIALLY DEFERRED");
}

static void not_valid(Create *c)
{
    if (c->unvalidated)
        text(c, " NOT VALID");
    else
        flag(c, "not_valid", " NOT VALID");
}

static void check_line(Create *c)
{
    fill(c, "CONSTRAINT {name} CHECK (");
    w_raw(&c->w, text_of(c, "expression"));
    text(c, ")");
    flag(c, "no_inherit", " NO INHERIT");
    not_valid(c);
}

static void key_line(Create *c)
{
    bool primary = c->object->id.kind == KIND_PRIMARY_KEY;
    fill(c, "CONSTRAINT {name} ");
    text(c, primary ? "PRIMARY KEY " : "UNIQUE ");
    if (c->by) {
        ident(c, "USING INDEX ", c->by->id.sub);
        deferral(c);
        return;
    }
    flag(c, "nulls_not_distinct", "NULLS NOT DISTINCT ");
    columns(c, "", object_value(c->object, "columns"));
    columns(c, " INCLUDE ", object_value(c->object, "include"));
    options(c, object_value(c->object, "with"));
    ident(c, " USING INDEX TABLESPACE ", text_of(c, "tablespace"));
    deferral(c);
}

static void exclusion_line(Create *c)
{
    Str where = text_of(c, "where");
    fill(c, "CONSTRAINT {name} EXCLUDE");
    ident(c, " USING ", text_of(c, "method"));
    text(c, " (");
    words(c, object_value(c->object, "elements"), ", ");
    text(c, ")");
    columns(c, " INCLUDE ", object_value(c->object, "include"));
    options(c, object_value(c->object, "with"));
    if (where.ptr) {
        clause(c, " WHERE (", where);
        text(c, ")");
    }
    deferral(c);
}

static void foreign_key_line(Create *c)
{
    fill(c, "CONSTRAINT {name} FOREIGN KEY ");
    columns(c, "", object_value(c->object, "columns"));
    clause(c, " REFERENCES ", pair_name(c->arena, object_value(c->object, "ref_table")));
    columns(c, " ", object_value(c->object, "ref_columns"));
    clause(c, " MATCH ", str_upper(c->arena, text_of(c, "match")));
    clause(c, " ON UPDATE ", str_upper(c->arena, text_of(c, "on_update")));
    clause(c, " ON DELETE ", str_upper(c->arena, text_of(c, "on_delete")));
    columns(c, " ", object_value(c->object, "on_delete_columns"));
    deferral(c);
    not_valid(c);
}

/* Lines inside CREATE TABLE, which ALTER TABLE … ADD takes too. */
static void (*const lines[KIND_COUNT])(Create *) = {
    [KIND_COLUMN] = column_line,           [KIND_CHECK] = check_line,
    [KIND_PRIMARY_KEY] = key_line,         [KIND_UNIQUE] = key_line,
    [KIND_FOREIGN_KEY] = foreign_key_line, [KIND_EXCLUSION] = exclusion_line,
    [KIND_ATTRIBUTE] = attribute_line,     [KIND_DOMAIN_CHECK] = domain_check_line,
};

static bool is_partitioned(const Create *c)
{
    return c->object->parent && object_attr(c->object->parent, "partition_by");
}

static void create_constraint(Create *c)
{
    bool has_index = kinds[c->object->id.kind].flags & KIND_RELATION; /* one of each partition */
    fill(c, has_index && is_partitioned(c) ? "ALTER TABLE ONLY {relation} ADD "
                                           : "ALTER TABLE {relation} ADD ");
    lines[c->object->id.kind](c);
}

static int compare_lines(const void *left, const void *right)
{
    const Object *a = *(const Object *const *)left, *b = *(const Object *const *)right;
    if (a->id.kind != b->id.kind)
        return a->id.kind < b->id.kind ? -1 : 1;
    int64_t x = object_int(a, "position", 0), y = object_int(b, "position", 0);
    return x != y ? (x > y) - (x < y) : object_id_cmp(&a->id, &b->id);
}

/* Columns by position, then the primary key, unique constraints and checks by name. */
static const Object **sorted_lines(const Create *c, size_t *count)
{
    const Object **parts = NEW_ARRAY(c->arena, const Object *, c->folded_count);
    *count = 0;
    for (size_t i = 0; i < c->folded_count; i++)
        if (lines[c->folded[i]->id.kind])
            parts[(*count)++] = c->folded[i];
    if (*count)
        qsort(parts, *count, sizeof *parts, compare_lines);
    return parts;
}

static void create_table(Create *c)
{
    const Object *table = c->object;
    size_t count;
    const Object **parts = sorted_lines(c, &count);
    text(c, "CREATE ");
    flag(c, "unlogged", "UNLOGGED ");
    text(c, table->id.kind == KIND_FOREIGN_TABLE ? "FOREIGN TABLE " : "TABLE ");
    text(c, if_not_exists(c));
    fill(c, "{name} (");
    for (size_t i = 0; i < count; i++) {
        text(c, i ? ",\n    " : "\n    ");
        c->object = parts[i];
        lines[parts[i]->id.kind](c);
    }
    c->object = table;
    text(c, count ? "\n)" : ")");
    Value parents = object_value(table, "inherits");
    if (parents.count) {
        text(c, " INHERITS (");
        words(c, parents, ", ");
        text(c, ")");
    }
    clause(c, " PARTITION BY ", text_of(c, "partition_by"));
    ident(c, " USING ", text_of(c, "access_method"));
    options(c, object_value(table, "with"));
    ident(c, " TABLESPACE ", text_of(c, "tablespace"));
    ident(c, " SERVER ", text_of(c, "server"));
    foreign_options(c);
}

/* The lines of what is folded, each after `before`. */
static void folded_lines(Create *c, const char *before, const char *between)
{
    const Object *whole = c->object;
    size_t count;
    const Object **parts = sorted_lines(c, &count);
    for (size_t i = 0; i < count; i++) {
        text(c, i ? between : before);
        c->object = parts[i];
        lines[parts[i]->id.kind](c);
    }
    c->object = whole;
}

static void create_type(Create *c)
{
    fill(c, "CREATE TYPE {name} AS (");
    folded_lines(c, "\n    ", ",\n    ");
    text(c, c->folded_count ? "\n)" : ")");
}

static void create_domain(Create *c)
{
    fill(c, "CREATE DOMAIN {name} AS ");
    w_raw(&c->w, text_of(c, "type"));
    collate(c);
    clause(c, " DEFAULT ", operand(c->arena, text_of(c, "default_sql")));
    flag(c, "not_null", " NOT NULL");
    folded_lines(c, "\n    ", "\n    ");
}

static void create_index(Create *c)
{
    text(c, "CREATE ");
    flag(c, "unique", "UNIQUE ");
    text(c, c->concurrently ? "INDEX CONCURRENTLY " : "INDEX ");
    ident(c, if_not_exists(c), c->object->id.sub);
    fill(c, is_partitioned(c) ? " ON ONLY {relation}" : " ON {relation}");
    ident(c, " USING ", text_of(c, "method"));
    text(c, " (");
    words(c, object_value(c->object, "columns"), ", ");
    text(c, ")");
    columns(c, " INCLUDE ", object_value(c->object, "include"));
    flag(c, "nulls_not_distinct", " NULLS NOT DISTINCT");
    options(c, object_value(c->object, "with"));
    ident(c, " TABLESPACE ", text_of(c, "tablespace"));
    Str where = text_of(c, "where");
    if (where.ptr) {
        clause(c, " WHERE (", where);
        text(c, ")");
    }
}

static void create_view(Create *c)
{
    text(c, "CREATE ");
    text(c, or_replace(c));
    fill(c, "VIEW {name}");
    columns(c, " ", object_value(c->object, "columns"));
    options(c, object_value(c->object, "with"));
    clause(c, " AS\n", text_of(c, "query"));
}

static void create_materialized_view(Create *c)
{
    text(c, "CREATE MATERIALIZED VIEW ");
    text(c, if_not_exists(c));
    fill(c, "{name}");
    columns(c, " ", object_value(c->object, "columns"));
    ident(c, " USING ", text_of(c, "method"));
    options(c, object_value(c->object, "with"));
    clause(c, " AS\n", text_of(c, "query"));
    flag(c, "no_data", "\n  WITH NO DATA");
}

static void create_rule(Create *c)
{
    text(c, "CREATE ");
    text(c, or_replace(c));
    fill(c, "RULE {name} AS ");
    w_raw(&c->w, text_of(c, "definition"));
}

static void create_statistics(Create *c)
{
    Value list = object_value(c->object, "kinds");
    text(c, "CREATE STATISTICS ");
    text(c, if_not_exists(c));
    fill(c, "{name}");
    columns(c, " ", list);
    text(c, " ON ");
    words(c, object_value(c->object, "keys"), ", ");
    clause(c, " FROM ", text_of(c, "table"));
}

static void create_column_comment(Create *c)
{
    fill(c, "COMMENT ON COLUMN {relation}.{name} IS ");
    w_raw(&c->w, sql_literal(c->arena, text_of(c, "text")));
}

static void trigger_events(Create *c)
{
    static const char *const order[] = {"insert", "update", "delete", "truncate"};
    Value events = object_value(c->object, "events");
    bool first = true;
    for (size_t i = 0; i < COUNT_OF(order); i++)
        for (uint32_t k = 0; k < events.count; k++) {
            if (!str_is(events.list[k], order[i]))
                continue;
            clause(c, first ? " " : " OR ", str_upper(c->arena, events.list[k]));
            first = false;
            Value of = object_value(c->object, "update_columns");
            if (i == 1 && of.count)
                clause(c, " OF ", idents(c->arena, of));
            break;
        }
}

static void create_trigger(Create *c)
{
    text(c, "CREATE ");
    flag(c, "constraint", "CONSTRAINT ");
    fill(c, "TRIGGER {name}");
    clause(c, " ", str_upper(c->arena, text_of(c, "timing")));
    trigger_events(c);
    fill(c, " ON {relation}");
    if (object_bool(c->object, "constraint"))
        clause(c, " FROM ", text_of(c, "from"));
    deferral(c);
    Str old_table = text_of(c, "old_table"), new_table = text_of(c, "new_table");
    if (old_table.ptr || new_table.ptr)
        text(c, " REFERENCING");
    ident(c, " OLD TABLE AS ", old_table);
    ident(c, " NEW TABLE AS ", new_table);
    Str each = text_of(c, "each"), when = text_of(c, "when");
    clause(c, "\n    FOR EACH ", each.ptr ? str_upper(c->arena, each) : S("STATEMENT"));
    if (when.ptr) {
        clause(c, " WHEN (", when);
        text(c, ")");
    }
    clause(c, " EXECUTE FUNCTION ", pair_name(c->arena, object_value(c->object, "function")));
    text(c, "(");
    Value arguments = object_value(c->object, "arguments");
    for (uint32_t i = 0; i < arguments.count; i++)
        clause(c, i ? ", " : "", sql_literal(c->arena, arguments.list[i]));
    text(c, ")");
}

static void create_policy(Create *c)
{
    fill(c, "CREATE POLICY {name} ON {relation}");
    flag(c, "restrictive", " AS RESTRICTIVE");
    clause(c, " FOR ", str_upper(c->arena, text_of(c, "for")));
    Value roles = object_value(c->object, "to");
    if (roles.count)
        clause(c, " TO ", idents(c->arena, roles));
    Str using = text_of(c, "using"), check = text_of(c, "check");
    if (using.ptr)
        clause(c, "\n    USING (", str_format(c->arena, "%.*s)", STR_ARG(using)));
    if (check.ptr)
        clause(c, "\n    WITH CHECK (", str_format(c->arena, "%.*s)", STR_ARG(check)));
}

static void create_wrapper(Create *c)
{
    fill(c, "CREATE FOREIGN DATA WRAPPER {name}");
    clause(c, " HANDLER ", text_of(c, "handler"));
    clause(c, " VALIDATOR ", text_of(c, "validator"));
    foreign_options(c);
}

static void create_server(Create *c)
{
    Str type = text_of(c, "type"), version = text_of(c, "version");
    text(c, "CREATE SERVER ");
    text(c, if_not_exists(c));
    fill(c, "{name}");
    clause(c, " TYPE ", type.ptr ? sql_literal(c->arena, type) : type);
    clause(c, " VERSION ", version.ptr ? sql_literal(c->arena, version) : version);
    ident(c, " FOREIGN DATA WRAPPER ", text_of(c, "wrapper"));
    foreign_options(c);
}

static void create_user_mapping(Create *c)
{
    text(c, "CREATE USER MAPPING ");
    text(c, if_not_exists(c));
    fill(c, "FOR {name} SERVER {relation}");
    foreign_options(c);
}

static void create_publication(Create *c)
{
    Value publish = object_value(c->object, "publish");
    StrVec settings = {0}, events = {0};
    fill(c, "CREATE PUBLICATION {name}");
    flag(c, "all_tables", " FOR ALL TABLES");
    for (uint32_t i = 0; i < publish.count; i++)
        vec_push(c->arena, &events, publish.list[i]);
    Str all = str_join(c->arena, &events, S(", "));
    if (events.len)
        vec_push(c->arena, &settings,
                 str_format(c->arena, "publish = %.*s", STR_ARG(sql_literal(c->arena, all))));
    if (object_bool(c->object, "via_root"))
        vec_push(c->arena, &settings, S("publish_via_partition_root = true"));
    if (settings.len)
        clause(c, " WITH (",
               str_format(c->arena, "%.*s)", STR_ARG(str_join(c->arena, &settings, S(", ")))));
}

static void create_publication_table(Create *c)
{
    Str where = text_of(c, "where");
    fill(c, "ALTER PUBLICATION {name} ADD TABLE ONLY {relation}");
    columns(c, " ", object_value(c->object, "columns"));
    if (where.ptr)
        clause(c, " WHERE (", str_format(c->arena, "%.*s)", STR_ARG(where)));
}

static void create_publication_schema(Create *c)
{
    fill(c, "ALTER PUBLICATION {name} ADD TABLES IN SCHEMA {schema}");
}

/* Nothing is asked of the publisher: its slot is made there by hand. */
static void create_subscription(Create *c)
{
    Str connection = text_of(c, "connection"), slot = text_of(c, "slot");
    Str commit = text_of(c, "synchronous_commit");
    fill(c, "CREATE SUBSCRIPTION {name}");
    clause(c, "\n    CONNECTION ", sql_literal(c->arena, connection.ptr ? connection : S("")));
    clause(c, "\n    PUBLICATION ", idents(c->arena, object_value(c->object, "publications")));
    text(c, "\n    WITH (connect = false, enabled = false");
    clause(c, ", slot_name = ", sql_literal(c->arena, slot.ptr ? slot : object_name(c->object)));
    flag(c, "binary", ", binary = true");
    flag(c, "streaming", ", streaming = true");
    flag(c, "two_phase", ", two_phase = true");
    flag(c, "disable_on_error", ", disable_on_error = true");
    clause(c, ", synchronous_commit = ", commit.ptr ? sql_literal(c->arena, commit) : commit);
    text(c, ")");
}

static void create_sql_object(Create *c)
{
    Str text = str_trim(text_of(c, "create"));
    while (text.len && text.ptr[text.len - 1] == ';')
        text = str_trim(str_slice(text, 0, text.len - 1));
    w_raw(&c->w, text);
}

static void create_cast(Create *c)
{
    Str context = text_of(c, "context");
    fill(c, "CREATE CAST ({object}) ");
    clause(c, "", text_of(c, "how"));
    clause(c, " AS ", context.ptr ? str_upper(c->arena, context) : context);
}

static void create_event_trigger(Create *c)
{
    Value tags = object_value(c->object, "tags");
    fill(c, "CREATE EVENT TRIGGER {name}");
    ident(c, " ON ", text_of(c, "event"));
    for (uint32_t i = 0; i < tags.count; i++)
        clause(c, i ? ", " : "\n    WHEN TAG IN (", sql_literal(c->arena, tags.list[i]));
    text(c, tags.count ? ")" : "");
    clause(c, "\n    EXECUTE FUNCTION ", pair_name(c->arena, object_value(c->object, "function")));
    text(c, "()");
}

static void create_default_privileges(Create *c)
{
    Value wanted = object_value(c->object, "grants");
    StrVec statements = sql_default_privileges(c->arena, c->object, NULL, &wanted);
    w_raw(&c->w, str_join(c->arena, &statements, S(";\n")));
}

static void create_member(Create *c)
{
    StrVec statements = sql_member_rights(c->arena, NULL, c->object);
    w_raw(&c->w, str_join(c->arena, &statements, S(";\n")));
}

static void (*const creators[KIND_COUNT])(Create *) = {
    [KIND_MEMBER] = create_member,
    [KIND_SCHEMA] = create_schema,
    [KIND_EXTENSION] = create_extension,
    [KIND_COLLATION] = create_collation,
    [KIND_ENUM] = create_enum,
    [KIND_TYPE] = create_type,
    [KIND_ATTRIBUTE] = create_attribute,
    [KIND_DOMAIN] = create_domain,
    [KIND_DOMAIN_CHECK] = create_domain_check,
    [KIND_RANGE] = create_range,
    [KIND_SEQUENCE] = create_sequence,
    [KIND_FUNCTION] = create_function,
    [KIND_PROCEDURE] = create_function,
    [KIND_AGGREGATE] = create_aggregate,
    [KIND_CAST] = create_cast,
    [KIND_SQL_OBJECT] = create_sql_object,
    [KIND_TABLE] = create_table,
    [KIND_COLUMN] = create_column,
    [KIND_DEFAULT] = create_default,
    [KIND_CHECK] = create_constraint,
    [KIND_PRIMARY_KEY] = create_constraint,
    [KIND_UNIQUE] = create_constraint,
    [KIND_EXCLUSION] = create_constraint,
    [KIND_INDEX] = create_index,
    [KIND_FOREIGN_KEY] = create_constraint,
    [KIND_VIEW] = create_view,
    [KIND_MATERIALIZED_VIEW] = create_materialized_view,
    [KIND_RULE] = create_rule,
    [KIND_STATISTICS] = create_statistics,
    [KIND_COLUMN_COMMENT] = create_column_comment,
    [KIND_TRIGGER] = create_trigger,
    [KIND_POLICY] = create_policy,
    [KIND_WRAPPER] = create_wrapper,
    [KIND_SERVER] = create_server,
    [KIND_USER_MAPPING] = create_user_mapping,
    [KIND_FOREIGN_TABLE] = create_table,
    [KIND_PUBLICATION] = create_publication,
    [KIND_PUBLICATION_TABLE] = create_publication_table,
    [KIND_PUBLICATION_SCHEMA] = create_publication_schema,
    [KIND_SUBSCRIPTION] = create_subscription,
    [KIND_EVENT_TRIGGER] = create_event_trigger,
    [KIND_DEFAULT_PRIVILEGES] = create_default_privileges,
};

Str sql_create(Arena *arena, const Object *object, const Object *const *folded, size_t count,
               SqlMode mode)
{
    Create c = {.arena = arena,
                .w = {.arena = arena},
                .object = object,
                .folded = folded,
                .folded_count = count,
                .mode = mode};
    creators[object->id.kind](&c);
    bool guard = mode == SQL_AGAIN && !(kinds[object->id.kind].flags & KIND_IF_NOT_EXISTS);
    return guard ? sql_guarded(arena, object, true, w_result(&c.w)) : w_result(&c.w);
}

/* What is left of an index whose making was broken off is in the way of the next try. */
static Str clear_index(Arena *arena, const Object *index)
{
    Str body = sql_fill(arena,
                        " BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = "
                        "to_regclass({schema.name''})\n    AND NOT indisvalid) THEN "
                        "DROP INDEX {schema}.{name}; END IF; END ",
                        index, (Str){0});
    return str_format(arena, "DO %.*s", STR_ARG(sql_dollar(arena, body, S("again"))));
}

StrVec sql_create_online(Arena *arena, const Step *step)
{
    StrVec sql = {0};
    Create c = {.arena = arena,
                .w = {.arena = arena},
                .object = step->object,
                .folded = step->folded.at,
                .folded_count = step->folded.len,
                .concurrently = step->pace == PACE_OUTSIDE,
                .unvalidated = step->unvalidated,
                .by = step->by};
    if (c.concurrently)
        vec_push(arena, &sql, clear_index(arena, step->object));
    creators[step->object->id.kind](&c);
    vec_push(arena, &sql, w_result(&c.w));
    return sql;
}
