#include "model/statements.h"

#include "base/digest.h"
#include "text/writer.h"

#include <jansson.h>
#include <pg_query.h>
#include <string.h>

/* -- tokens -- */

typedef struct {
    size_t from, to;
} Token;

typedef struct {
    Str text;
    VEC(Token) list; /* without comments */
} Tokens;

/* Protocol Buffers, as far as libpg_query's scanner needs them: numbers, and messages in messages.
 * Its C structures would need a library more. */
typedef struct {
    const unsigned char *at, *end;
} Wire;

static uint64_t wire_number(Wire *w)
{
    uint64_t value = 0;
    for (unsigned shift = 0; w->at < w->end && shift < 64; shift += 7) {
        unsigned char byte = *w->at++;
        value |= (uint64_t)(byte & 127) << shift;
        if (!(byte & 128))
            break;
    }
    return value;
}

/* One token: {1: start, 2: end, 4: token, 5: kind of key word}; zeroes are left out. */
static Token wire_token(Wire w, uint64_t *kind)
{
    Token token = {0, 0};
    *kind = 0;
    while (w.at < w.end) {
        uint64_t field = wire_number(&w) >> 3, value = wire_number(&w);
        if (field == 1)
            token.from = (size_t)value;
        else if (field == 2)
            token.to = (size_t)value;
        else if (field == 4)
            *kind = value;
    }
    return token;
}

static void take_tokens(Arena *arena, Wire w, Tokens *out)
{
    enum { SQL_COMMENT = 275, C_COMMENT = 276, TOKENS = 2 };
    while (w.at < w.end) {
        uint64_t key = wire_number(&w), size = wire_number(&w);
        if ((key & 7) != 2)
            continue; /* the version: a number, and read */
        if (size > (uint64_t)(w.end - w.at))
            return;
        uint64_t kind;
        Token token = wire_token((Wire){w.at, w.at + size}, &kind);
        if (key >> 3 == TOKENS && kind != SQL_COMMENT && kind != C_COMMENT &&
            token.from < token.to && token.to <= out->text.len)
            vec_push(arena, &out->list, token);
        w.at += size;
    }
}

static bool scan(Arena *arena, Str text, Tokens *out)
{
    *out = (Tokens){.text = text};
    PgQueryScanResult result = pg_query_scan(text.ptr);
    bool ok = !result.error;
    const unsigned char *data = (const unsigned char *)result.pbuf.data;
    if (ok)
        take_tokens(arena, (Wire){data, data + result.pbuf.len}, out);
    pg_query_free_scan_result(result);
    return ok;
}

static Str token_text(const Tokens *tokens, size_t i)
{
    return str_slice(tokens->text, tokens->list.at[i].from, tokens->list.at[i].to);
}

Str statements_digest(Arena *arena, Str script)
{
    Tokens tokens;
    if (!scan(arena, str_copy(arena, script), &tokens))
        return digest_hex(arena, script);
    Writer w = {.arena = arena};
    for (size_t i = 0; i < tokens.list.len; i++) {
        w_raw(&w, token_text(&tokens, i));
        w_raw(&w, (Str){"", 1}); /* a NUL, which no token holds */
    }
    return digest_hex(arena, w_result(&w));
}

/* -- statements -- */

static Str member(Arena *arena, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? str_copy(arena, str_of(text)) : (Str){0};
}

static void take_relation(Arena *arena, const json_t *range, Str *schema, Str *name)
{
    *schema = member(arena, range, "schemaname");
    *name = member(arena, range, "relname");
}

static bool has_option(const json_t *list, const char *name)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *option = json_object_get(json_array_get(list, i), "DefElem");
        const char *found = json_string_value(json_object_get(option, "defname"));
        if (found && strcmp(found, name) == 0)
            return true;
    }
    return false;
}

static void see_transaction(Arena *arena, const json_t *node, RawStatement *out)
{
    Str kind = member(arena, node, "kind");
    if (str_is(kind, "TRANS_STMT_BEGIN") || str_is(kind, "TRANS_STMT_START"))
        out->type = STATEMENT_BEGIN;
    else
        out->type = str_is(kind, "TRANS_STMT_COMMIT") ? STATEMENT_COMMIT : STATEMENT_CONTROL;
}

static void see_set(Arena *arena, const json_t *node, RawStatement *out)
{
    (void)arena;
    if (!json_is_true(json_object_get(node, "is_local")))
        out->type = STATEMENT_SESSION;
}

static void see_index(Arena *arena, const json_t *node, RawStatement *out)
{
    take_relation(arena, json_object_get(node, "relation"), &out->over_schema, &out->over);
    if (!json_is_true(json_object_get(node, "concurrent")))
        return;
    out->type = STATEMENT_OUTSIDE;
    out->name = member(arena, node, "idxname");
    out->probe = out->name.len ? PROBE_INDEX_BUILD : PROBE_NONE;
    out->schema = out->over_schema;
}

static void see_drop(Arena *arena, const json_t *node, RawStatement *out)
{
    if (!json_is_true(json_object_get(node, "concurrent")))
        return;
    out->type = STATEMENT_OUTSIDE;
    out->probe = PROBE_INDEX_DROP;
    const json_t *first = json_array_get(json_object_get(node, "objects"), 0);
    const json_t *names = json_object_get(json_object_get(first, "List"), "items");
    size_t count = json_array_size(names);
    Str *parts[] = {&out->name, &out->schema};
    for (size_t i = 0; i < count && i < COUNT_OF(parts); i++)
        *parts[i] =
            member(arena, json_object_get(json_array_get(names, count - 1 - i), "String"), "sval");
}

static void see_reindex(Arena *arena, const json_t *node, RawStatement *out)
{
    if (!has_option(json_object_get(node, "params"), "concurrently"))
        return;
    out->type = STATEMENT_OUTSIDE;
    out->probe = PROBE_INDEX_REBUILD;
    take_relation(arena, json_object_get(node, "relation"), &out->schema, &out->name);
}

static void see_alter_table(Arena *arena, const json_t *node, RawStatement *out)
{
    take_relation(arena, json_object_get(node, "relation"), &out->over_schema, &out->over);
    const json_t *first = json_array_get(json_object_get(node, "cmds"), 0);
    const json_t *def = json_object_get(json_object_get(first, "AlterTableCmd"), "def");
    const json_t *partition = json_object_get(def, "PartitionCmd");
    if (!json_is_true(json_object_get(partition, "concurrent")))
        return;
    out->type = STATEMENT_OUTSIDE;
    out->probe = PROBE_PARTITION_DETACH;
    take_relation(arena, json_object_get(partition, "name"), &out->schema, &out->name);
}

static void see_rename(Arena *arena, const json_t *node, RawStatement *out)
{
    take_relation(arena, json_object_get(node, "relation"), &out->over_schema, &out->over);
}

static void see_create(Arena *arena, const json_t *node, RawStatement *out)
{
    Str name;
    const json_t *relation = json_object_get(node, "relation");
    take_relation(arena, relation ? relation : json_object_get(node, "view"), &out->into, &name);
}

static void see_create_schema(Arena *arena, const json_t *node, RawStatement *out)
{
    (void)arena, (void)node;
    out->makes_schema = true;
}

static void see_vacuum(Arena *arena, const json_t *node, RawStatement *out)
{
    (void)arena;
    if (json_is_true(json_object_get(node, "is_vacuumcmd")))
        out->type = STATEMENT_OUTSIDE;
}

static void see_cluster(Arena *arena, const json_t *node, RawStatement *out)
{
    (void)arena;
    if (!json_object_get(node, "relation"))
        out->type = STATEMENT_OUTSIDE;
}

static void see_own(Arena *arena, const json_t *node, RawStatement *out)
{
    (void)arena, (void)node;
    out->type = STATEMENT_OWN;
}

static void see_outside(Arena *arena, const json_t *node, RawStatement *out)
{
    (void)arena, (void)node;
    out->type = STATEMENT_OUTSIDE;
}

/* RawStatements that are more than plain, by the tag of their node (PostgreSQL manual, "Prevent in
 * transaction block" in the pages of the commands). */
static const struct {
    const char *tag;
    void (*see)(Arena *arena, const json_t *node, RawStatement *out);
} sorts[] = {
    {"TransactionStmt", see_transaction},
    {"VariableSetStmt", see_set},
    {"IndexStmt", see_index},
    {"DropStmt", see_drop},
    {"ReindexStmt", see_reindex},
    {"AlterTableStmt", see_alter_table},
    {"VacuumStmt", see_vacuum},
    {"ClusterStmt", see_cluster},
    {"DoStmt", see_own},
    {"CallStmt", see_own},
    {"CreatedbStmt", see_outside},
    {"DropdbStmt", see_outside},
    {"AlterSystemStmt", see_outside},
    {"CreateTableSpaceStmt", see_outside},
    {"DropTableSpaceStmt", see_outside},
    {"CreateSubscriptionStmt", see_outside},
    {"DropSubscriptionStmt", see_outside},
    {"RenameStmt", see_rename},
    {"AlterObjectSchemaStmt", see_rename},
    {"CreateStmt", see_create},
    {"ViewStmt", see_create},
    {"CreateSchemaStmt", see_create_schema},
};

static void classify(Arena *arena, const json_t *tree, RawStatement *out)
{
    for (size_t i = 0; i < COUNT_OF(sorts); i++) {
        const json_t *node = json_object_get(tree, sorts[i].tag);
        if (node)
            sorts[i].see(arena, node, out);
    }
}

/* Its first words, cut at what opens a list or a body. */
static Str first_words(Arena *arena, const Tokens *tokens, size_t from, size_t to)
{
    enum { MOST_TOKENS = 24, MOST_BYTES = 72 };
    Writer w = {.arena = arena};
    for (size_t i = from; i < to && i < from + MOST_TOKENS && w.len < MOST_BYTES; i++) {
        Str text = token_text(tokens, i);
        if (str_is(text, "(") || text.ptr[0] == '\'' || text.ptr[0] == '$')
            break;
        bool tight = i == from || str_is(text, ".") || str_is(text, ",") ||
                     tokens->list.at[i].from == tokens->list.at[i - 1].to;
        w_raw(&w, tight ? S("") : S(" "));
        w_raw(&w, text);
    }
    return w_result(&w);
}

/* The tokens of a statement: from the first behind `from`, up to its semicolon. */
static void take_statement(Arena *arena, const Tokens *tokens, const json_t *raw, size_t *next,
                           RawStatements *out)
{
    size_t at = (size_t)json_integer_value(json_object_get(raw, "stmt_location"));
    size_t size = (size_t)json_integer_value(json_object_get(raw, "stmt_len"));
    size_t end = size ? at + size : tokens->text.len;
    size_t first = *next, last;
    while (first < tokens->list.len && tokens->list.at[first].from < at)
        first++;
    for (last = first; last < tokens->list.len && tokens->list.at[last].to <= end;)
        last++;
    *next = last;
    while (last > first && str_is(token_text(tokens, last - 1), ";"))
        last--;
    if (last == first)
        return;
    size_t from = tokens->list.at[first].from;
    RawStatement statement = {.offset = from};
    statement.text = str_copy(arena, str_slice(tokens->text, from, tokens->list.at[last - 1].to));
    statement.what = first_words(arena, tokens, first, last);
    classify(arena, json_object_get(raw, "stmt"), &statement);
    vec_push(arena, out, statement);
}

Pos source_pos(const Source *source, size_t offset)
{
    Pos pos = {.source = source, .line = 1, .column = 1};
    Str before = str_slice(source->text, 0, offset);
    size_t line = 0;
    for (size_t i = 0; i < before.len; i++)
        if (before.ptr[i] == '\n') {
            pos.line++;
            line = i + 1;
        }
    Str rest = str_slice(before, line, before.len);
    pos.column += (uint32_t)str_columns(rest, rest.len);
    return pos;
}

/* The parser counts code points, from 1. */
static Pos error_pos(const Source *source, int cursor)
{
    size_t at = 0;
    for (int left = cursor - 1; left > 0 && at < source->text.len; left--)
        for (at++; at < source->text.len && ((unsigned char)source->text.ptr[at] & 0xC0) == 0x80;)
            at++;
    return source_pos(source, at);
}

static bool read_tree(Arena *arena, const Source *source, const char *tree_text, RawStatements *out)
{
    Tokens tokens;
    json_t *tree = json_loads(tree_text, JSON_ALLOW_NUL, NULL);
    bool ok = tree && scan(arena, source->text, &tokens);
    const json_t *list = json_object_get(tree, "stmts");
    size_t next = 0;
    for (size_t i = 0; ok && i < json_array_size(list); i++)
        take_statement(arena, &tokens, json_array_get(list, i), &next, out);
    json_decref(tree);
    return ok;
}

bool statements_read(Arena *arena, const Source *source, RawStatements *out, Diags *diags)
{
    PgQueryParseResult result = pg_query_parse(source->text.ptr);
    bool ok = !result.error;
    if (!ok)
        diag_error(diags, "E1004", error_pos(source, result.error->cursorpos), "%s",
                   result.error->message);
    else if (!(ok = read_tree(arena, source, result.parse_tree, out)))
        diag_error(diags, "E1004", (Pos){.source = source}, "a statement is nested too deeply");
    pg_query_free_parse_result(result);
    return ok;
}

/* -- bodies of routines -- */

/* A body of PL/pgSQL is not SQL; but it has the same tokens, and its statements begin behind a
 * semicolon or one of these words. */
static bool begins_statement(Str word)
{
    static const char *const openers[] = {";", "BEGIN", "THEN", "ELSE", "LOOP", ">>"};
    for (size_t i = 0; i < COUNT_OF(openers); i++)
        if (str_eq_nocase(word, str_of(openers[i])))
            return true;
    return false;
}

static size_t statement_end(const Tokens *tokens, size_t from)
{
    while (from < tokens->list.len && !str_is(token_text(tokens, from), ";"))
        from++;
    return from;
}

/* What kind of statement a text is; a text that is none, because it is a part of one or needs
 * values first, is judged by its first words. */
static RawStatementType type_of(Arena *arena, Str sql)
{
    static const char *const refused[] = {"VACUUM",       "CREATE DATABASE",   "DROP DATABASE",
                                          "ALTER SYSTEM", "CREATE TABLESPACE", "DROP TABLESPACE"};
    Source source = {.text = str_copy(arena, sql)};
    Diags quiet = {.arena = arena};
    RawStatements statements = {0};
    if (statements_read(arena, &source, &statements, &quiet) && statements.len == 1)
        return statements.at[0].type;
    Str upper = str_upper(arena, sql);
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        if (str_starts(upper, str_of(refused[i])))
            return STATEMENT_OUTSIDE;
    bool index = str_starts(upper, S("CREATE")) || str_starts(upper, S("DROP INDEX")) ||
                 str_starts(upper, S("REINDEX"));
    return index && str_find(upper, S("INDEX CONCURRENTLY")) >= 0 ? STATEMENT_OUTSIDE
                                                                  : STATEMENT_PLAIN;
}

static size_t line_of(Str text, size_t offset)
{
    size_t line = 1;
    for (size_t i = 0; i < offset && i < text.len; i++)
        line += text.ptr[i] == '\n';
    return line;
}

/* The text of a string constant from `at` on, of EXECUTE 'x' or EXECUTE format('x', …); absent when
 * there is none. */
static Str executed(Arena *arena, const Tokens *tokens, size_t at)
{
    if (at + 1 < tokens->list.len && str_eq_nocase(token_text(tokens, at), S("format")))
        at += 2;
    if (at >= tokens->list.len)
        return (Str){0};
    Str text = token_text(tokens, at);
    if (text.len < 2 || text.ptr[0] != '\'')
        return (Str){0};
    return str_replace(arena, str_slice(text, 1, text.len - 1), S("''"), S("'"));
}

static void look_at(Arena *arena, const Tokens *tokens, size_t at, bool procedure,
                    Misplacements *out)
{
    Str word = token_text(tokens, at);
    size_t end = statement_end(tokens, at);
    Str sql = end > at
                  ? str_slice(tokens->text, tokens->list.at[at].from, tokens->list.at[end - 1].to)
                  : (Str){0};
    Str inner = str_eq_nocase(word, S("EXECUTE")) ? executed(arena, tokens, at + 1) : (Str){0};
    bool ends =
        end == at + 1 && (str_eq_nocase(word, S("COMMIT")) || str_eq_nocase(word, S("ROLLBACK")));
    bool refused = sql.len && type_of(arena, inner.len ? inner : sql) == STATEMENT_OUTSIDE;
    if (refused || (ends && !procedure))
        vec_push(arena, out,
                 (Misplacement){line_of(tokens->text, tokens->list.at[at].from),
                                inner.len ? str_format(arena, "EXECUTE %.*s", STR_ARG(inner))
                                          : first_words(arena, tokens, at, end)});
}

void statements_misplaced(Arena *arena, Str body, bool procedure, Misplacements *out)
{
    Tokens tokens;
    if (!scan(arena, str_copy(arena, body), &tokens))
        return;
    for (size_t i = 0; i < tokens.list.len; i++)
        if (i == 0 || begins_statement(token_text(&tokens, i - 1)))
            look_at(arena, &tokens, i, procedure, out);
}
