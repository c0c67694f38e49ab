#include "model/fragment.h"

#include "base/chars.h"
#include "kind/type.h"
#include "text/quote.h"

#include <jansson.h>
#include <pg_query.h>
#include <stdlib.h>
#include <string.h>

/* What a fragment is put into to be parsed. */
static const struct {
    const char *before, *after, *what;
} wrappers[] = {
    [FRAGMENT_EXPR] = {"SELECT (", "\n)", "one expression"},
    [FRAGMENT_QUERY] = {"", "", "one query"},
    [FRAGMENT_SQL] = {"", "", "SQL statements"},
    [FRAGMENT_ARGUMENTS] = {"CREATE FUNCTION f(", "\n) RETURNS int LANGUAGE sql AS ''",
                            "one list of arguments"},
    [FRAGMENT_AGGREGATED] = {"CREATE AGGREGATE f(", "\n) (sfunc = f, stype = int)",
                             "one list of arguments"},
    [FRAGMENT_RETURNS] = {"CREATE FUNCTION f() RETURNS ", "\nLANGUAGE sql AS ''", "one type"},
    [FRAGMENT_TRIGGER_CALL] = {"CREATE TRIGGER t BEFORE INSERT ON t EXECUTE FUNCTION ", "",
                               "one function call"},
};

/* A fragment on its way through the parser. */
typedef struct {
    Fragments *all;
    FragmentForm form;
    Str text;
    const Node *node;
    Pos pos;
    const char *what;
} Attempt;

static Pos place(const Attempt *a, size_t offset)
{
    return a->node ? node_pos_at(a->node, offset) : a->pos;
}

/* libpg_query counts code points; we count bytes. */
static size_t byte_offset(Str text, size_t columns)
{
    size_t at = 0;
    for (; at < text.len && columns > 0; columns--)
        for (at++; at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80;)
            at++;
    return at;
}

/* Where a quoted string or name, a dollar-quoted string or a comment that begins at `at` ends; `at`
 * itself when there is none. */
static size_t skip_quoted(Str text, size_t at)
{
    static const struct {
        const char *open, *close;
    } quotes[] = {{"'", "'"}, {"\"", "\""}, {"--", "\n"}, {"/*", "*/"}, {"$$", "$$"}};
    for (size_t i = 0; i < COUNT_OF(quotes); i++) {
        Str open = str_of(quotes[i].open), close = str_of(quotes[i].close);
        if (!str_starts(str_slice(text, at, text.len), open))
            continue;
        ptrdiff_t end = str_find(str_slice(text, at + open.len, text.len), close);
        return end < 0 ? text.len : at + open.len + (size_t)end + close.len;
    }
    return at;
}

/* The first parenthesis that closes one of ours, or text.len. */
static size_t stray_parenthesis(Str text)
{
    int depth = 0;
    for (size_t at = 0; at < text.len;) {
        size_t end = skip_quoted(text, at);
        if (end > at) {
            at = end;
            continue;
        }
        depth += (text.ptr[at] == '(') - (text.ptr[at] == ')');
        if (depth < 0)
            return at;
        at++;
    }
    return text.len;
}

/* libpg_query goes down one level of the stack for each operator of a chain. False with a
 * diagnostic for a fragment that could exhaust it. */
static bool has_bounds(const Attempt *a)
{
    enum { MOST_TOKENS = 30000 };
    size_t tokens = 0;
    for (size_t at = 0, end; at < a->text.len && tokens <= MOST_TOKENS; at = end) {
        end = skip_quoted(a->text, at);
        while (end < a->text.len && is_in_identifier(a->text.ptr[end]))
            end++;
        char c = a->text.ptr[at];
        tokens += end > at || !strchr(" \t\r\n,", c);
        end += end == at;
    }
    if (tokens > MOST_TOKENS)
        diag_error(a->all->diags, "E0104", place(a, 0), "%s has more than %d words and operators",
                   a->what, MOST_TOKENS);
    return tokens <= MOST_TOKENS;
}

static void not_one(const Attempt *a, size_t offset)
{
    Diag *diag = diag_error(a->all->diags, "E0402", place(a, offset), "%s is not %s", a->what,
                            wrappers[a->form].what);
    diag_help(a->all->diags, diag,
              "a fragment becomes a part of a statement; it cannot end it or begin another.");
}

static void report_syntax(const Attempt *a, const PgQueryError *error)
{
    size_t stray = stray_parenthesis(a->text);
    if (a->form == FRAGMENT_EXPR && stray < a->text.len) {
        not_one(a, stray);
        return;
    }
    size_t before = strlen(wrappers[a->form].before);
    size_t cursor = error->cursorpos > 0 ? (size_t)error->cursorpos - 1 : 0;
    size_t at = cursor > before ? byte_offset(a->text, cursor - before) : 0;
    bool behind = at == a->text.len;
    Str message = str_of(error->message);
    ptrdiff_t near = str_find(message, S(" at or near "));
    bool unterminated = str_starts(message, S("unterminated"));
    if (behind && str_starts(message, S("syntax error")))
        message = S("syntax error at end of input"); /* what it is near to is ours */
    else if (unterminated && near > 0)
        message = str_slice(message, 0, (size_t)near); /* near all the rest, and what we added */
    Diag *diag =
        diag_error(a->all->diags, "E0401", place(a, at), "%s: %.*s", a->what, STR_ARG(message));
    if (unterminated)
        diag_help(a->all->diags, diag,
                  "a quote or comment that is opened must be closed inside the fragment.");
}

static Str json_str(Arena *arena, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? str_copy(arena, str_of(text)) : (Str){0};
}

/* The last two of a list of String nodes: schema and name. */
static void json_names(Arena *arena, const json_t *list, Str *schema, Str *name)
{
    size_t count = json_array_size(list);
    *schema = (Str){0};
    *name = (Str){0};
    if (count)
        *name = json_str(arena, json_object_get(json_array_get(list, count - 1), "String"), "sval");
    if (count > 1)
        *schema =
            json_str(arena, json_object_get(json_array_get(list, count - 2), "String"), "sval");
}

static size_t json_offset(const Attempt *a, const json_t *object)
{
    size_t before = strlen(wrappers[a->form].before);
    json_int_t at = json_integer_value(json_object_get(object, "location"));
    size_t offset = at > 0 && (size_t)at > before ? (size_t)at - before : 0;
    return offset < a->text.len ? offset : a->text.len;
}

static void mention(const Attempt *a, Fragment *out, MentionType type, const json_t *object,
                    Str schema, Str name)
{
    if (name.len)
        vec_push(a->all->arena, &out->mentions,
                 (Mention){type, schema, name, json_offset(a, object)});
}

/* nextval('a.b') and its sisters name a relation in a string. */
static void mention_sequence(const Attempt *a, Fragment *out, const json_t *call, Str function)
{
    static const char *const takers[] = {"nextval", "currval", "setval"};
    for (size_t i = 0; i < COUNT_OF(takers); i++) {
        const json_t *first = json_array_get(json_object_get(call, "args"), 0);
        const json_t *cast = json_object_get(json_object_get(first, "TypeCast"), "arg");
        const json_t *constant = json_object_get(cast ? cast : first, "A_Const");
        Str text = json_str(a->all->arena, json_object_get(constant, "sval"), "sval");
        TypeName name; /* a qualified name is read like a type's */
        bool modifiers;
        Str why;
        if (str_is(function, takers[i]) && text.len &&
            type_parse(a->all->arena, text, &name, &modifiers, &why))
            mention(a, out, MENTION_RELATION, call, name.schema, name.name);
    }
}

static void mention_node(const Attempt *a, Fragment *out, const char *tag, const json_t *node)
{
    Arena *arena = a->all->arena;
    Str schema, name;
    if (strcmp(tag, "RangeVar") == 0 || strcmp(tag, "relation") == 0) {
        mention(a, out, MENTION_RELATION, node, json_str(arena, node, "schemaname"),
                json_str(arena, node, "relname"));
    } else if (strcmp(tag, "FuncCall") == 0) {
        json_names(arena, json_object_get(node, "funcname"), &schema, &name);
        mention(a, out, MENTION_FUNCTION, node, schema, name);
        mention_sequence(a, out, node, name);
    } else if (strcmp(tag, "typeName") == 0 || strcmp(tag, "TypeName") == 0 ||
               strcmp(tag, "returnType") == 0 || strcmp(tag, "argType") == 0) {
        json_names(arena, json_object_get(node, "names"), &schema, &name);
        mention(a, out, MENTION_TYPE, node, schema, name);
    } else if (strcmp(tag, "ColumnRef") == 0 &&
               json_array_size(json_object_get(node, "fields")) == 1) {
        json_names(arena, json_object_get(node, "fields"), &schema, &name);
        mention(a, out, MENTION_COLUMN, node, (Str){0}, name);
    }
}

static void walk(const Attempt *a, Fragment *out, const json_t *node)
{
    if (json_is_array(node))
        for (size_t i = 0; i < json_array_size(node); i++)
            walk(a, out, json_array_get(node, i));
    if (!json_is_object(node))
        return;
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)node, key, value)
    {
        if (json_is_object(value))
            mention_node(a, out, key, value);
        walk(a, out, value);
    }
}

/* The one statement in a parse tree, or NULL. */
static const json_t *only_statement(const json_t *tree, const char *tag)
{
    const json_t *list = json_object_get(tree, "stmts");
    if (json_array_size(list) != 1)
        return NULL;
    return json_object_get(json_object_get(json_array_get(list, 0), "stmt"), tag);
}

static bool is_bare_select(const json_t *select)
{
    static const char *const allowed[] = {"targetList", "limitOption", "op"};
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)select, key, value)
    {
        bool known = false;
        for (size_t i = 0; i < COUNT_OF(allowed); i++)
            known |= strcmp(key, allowed[i]) == 0;
        if (!known)
            return false;
    }
    const json_t *targets = json_object_get(select, "targetList");
    const json_t *target = json_object_get(json_array_get(targets, 0), "ResTarget");
    const json_t *row = json_object_get(json_object_get(target, "val"), "RowExpr");
    json_int_t location = json_integer_value(json_object_get(row, "location"));
    bool list = row && location < (json_int_t)strlen(wrappers[FRAGMENT_EXPR].before); /* "1, 2" */
    return json_array_size(targets) == 1 && !json_object_get(target, "name") && !list;
}

/* Whether the tree is what the form promises, and nothing was closed and begun anew inside it. */
static bool has_form(FragmentForm form, const json_t *tree)
{
    const json_t *statement;
    switch (form) {
    case FRAGMENT_EXPR:
        statement = only_statement(tree, "SelectStmt");
        return statement && is_bare_select(statement);
    case FRAGMENT_QUERY:
        statement = only_statement(tree, "SelectStmt");
        return statement && !json_object_get(statement, "intoClause");
    case FRAGMENT_ARGUMENTS:
    case FRAGMENT_RETURNS:
        statement = only_statement(tree, "CreateFunctionStmt");
        return statement && json_array_size(json_object_get(statement, "options")) == 2;
    case FRAGMENT_AGGREGATED:
        statement = only_statement(tree, "DefineStmt");
        return statement && json_array_size(json_object_get(statement, "definition")) == 2;
    case FRAGMENT_TRIGGER_CALL:
        return only_statement(tree, "CreateTrigStmt") != NULL;
    default:
        return true;
    }
}

static bool read_tree(const Attempt *a, const char *text, Fragment *out, json_t **keep)
{
    json_t *tree = json_loads(text, JSON_ALLOW_NUL, NULL);
    bool fits = tree && has_form(a->form, tree);
    if (!tree) {
        diag_error(a->all->diags, "E0104", place(a, 0), "%s is nested too deeply", a->what);
    } else if (!fits) {
        size_t stray = stray_parenthesis(a->text);
        not_one(a, stray < a->text.len ? stray : 0);
    } else {
        walk(a, out, tree);
    }
    if (fits && keep)
        *keep = tree;
    else
        json_decref(tree);
    return fits;
}

/* The parse is libpg_query's memory and goes at once; what is kept is copied. */
static bool parse(const Attempt *a, Fragment *out, json_t **keep)
{
    if (!has_bounds(a))
        return false;
    Str sql = str_format(a->all->arena, "%s%.*s%s", wrappers[a->form].before, STR_ARG(a->text),
                         wrappers[a->form].after);
    PgQueryParseResult result = pg_query_parse(sql.ptr);
    bool ok = !result.error;
    if (ok)
        ok = read_tree(a, result.parse_tree, out, keep);
    else
        report_syntax(a, result.error);
    pg_query_free_parse_result(result);
    return ok;
}

const Fragment *fragment_parse(Fragments *fragments, FragmentForm form, Str text, const Node *node,
                               Pos pos, const char *what)
{
    Str key = str_format(fragments->arena, "%d%.*s", (int)form, STR_ARG(text));
    Fragment *fragment = map_get(&fragments->known, key);
    if (fragment)
        return fragment;
    fragment = NEW(fragments->arena, Fragment);
    Attempt a = {fragments, form, text, node, pos, what};
    if (!parse(&a, fragment, NULL))
        return NULL;
    map_put(&fragments->known, key, fragment);
    return fragment;
}

/* Where the line of the body begins that PL/pgSQL's parser tells in its context; it tells no more.
 */
static size_t error_line(Str text, const PgQueryError *error)
{
    Str context = str_of(error->context ? error->context : "");
    ptrdiff_t at = str_find(context, S("near line "));
    int64_t line = at < 0 ? 1 : strtol(context.ptr + at + 10, NULL, 10);
    size_t offset = 0;
    for (int64_t n = 1; n < line && offset < text.len; offset++)
        n += text.ptr[offset] == '\n';
    while (offset < text.len && text.ptr[offset] == ' ')
        offset++;
    return offset;
}

/* The parser knows no catalog: what it says of variables and types it guesses, and it is wrong
 * about cursors, fields of rows and columns of results. Only what it says of the syntax is
 * repeated. */
static bool is_about_syntax(Str message)
{
    static const char *const beginnings[] = {"syntax error", "unterminated", "mismatched",
                                             "missing \"", "end label"};
    for (size_t i = 0; i < COUNT_OF(beginnings); i++)
        if (str_starts(message, str_of(beginnings[i])))
            return true;
    return false;
}

void fragment_plpgsql(Fragments *fragments, Str header, Str text, const Node *node,
                      const char *what)
{
    Str sql = str_format(fragments->arena, "%.*s LANGUAGE plpgsql AS %.*s", STR_ARG(header),
                         STR_ARG(sql_dollar(fragments->arena, text, S("body"))));
    PgQueryPlpgsqlParseResult result = pg_query_parse_plpgsql(sql.ptr);
    if (result.error && is_about_syntax(str_of(result.error->message)))
        diag_error(fragments->diags, "E0401", node_pos_at(node, error_line(text, result.error)),
                   "%s: %s", what, result.error->message);
    pg_query_free_plpgsql_parse_result(result);
}

/* The place of the last `word`, in quotes or not, outside of parentheses; or text.len. */
static size_t last_word(Str text, Str word)
{
    size_t found = text.len;
    int depth = 0;
    for (size_t at = 0, end; at<text.len; at = end> at ? end : at + 1) {
        end = skip_quoted(text, at);
        Str token = str_slice(text, at + 1, end > at ? end - 1 : at);
        if (end == at) {
            while (end < text.len && is_in_identifier(text.ptr[end]))
                end++;
            token = str_slice(text, at, end);
            depth += (text.ptr[at] == '(') - (text.ptr[at] == ')');
        }
        if (depth == 0 && token.len && str_eq_nocase(token, word))
            found = at;
    }
    return found;
}

/* Cuts the options off the end of an index key; what is left is the expression. */
static Str strip_options(Arena *arena, Str text, const json_t *element)
{
    static const char *const words[] = {"nulls", "asc", "desc"};
    const char *ordering = json_string_value(json_object_get(element, "ordering"));
    const char *nulls = json_string_value(json_object_get(element, "nulls_ordering"));
    bool present[] = {nulls && strcmp(nulls, "SORTBY_NULLS_DEFAULT") != 0,
                      ordering && strcmp(ordering, "SORTBY_ASC") == 0,
                      ordering && strcmp(ordering, "SORTBY_DESC") == 0};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (present[i])
            text = str_trim(str_slice(text, 0, last_word(text, str_of(words[i]))));
    Str schema, name;
    json_names(arena, json_object_get(element, "opclass"), &schema, &name);
    if (name.len)
        text = str_trim(str_slice(text, 0, last_word(text, schema.len ? schema : name)));
    if (json_object_get(element, "collation"))
        text = str_trim(str_slice(text, 0, last_word(text, S("collate"))));
    return text;
}

static Str opclass_options(Arena *arena, const json_t *list)
{
    StrVec parts = {0};
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *element = json_object_get(json_array_get(list, i), "DefElem");
        const json_t *arg = json_object_get(element, "arg");
        Str name = json_str(arena, element, "defname");
        Str text = json_str(arena, json_object_get(arg, "String"), "sval");
        if (!text.ptr)
            text = str_format(arena, "%lld",
                              (long long)json_integer_value(
                                  json_object_get(json_object_get(arg, "Integer"), "ival")));
        vec_push(arena, &parts, str_format(arena, "%.*s=%.*s", STR_ARG(name), STR_ARG(text)));
    }
    Str all = str_join(arena, &parts, S(", "));
    return parts.len ? str_format(arena, "(%.*s)", STR_ARG(all)) : (Str){0};
}

static Str key_options(Arena *arena, const json_t *element)
{
    StrVec parts = {0};
    Str schema, name;
    json_names(arena, json_object_get(element, "collation"), &schema, &name);
    if (name.len)
        vec_push(arena, &parts,
                 str_format(arena, "COLLATE %.*s", STR_ARG(sql_qualified(arena, schema, name))));
    json_names(arena, json_object_get(element, "opclass"), &schema, &name);
    if (name.len) {
        Str options = opclass_options(arena, json_object_get(element, "opclassopts"));
        vec_push(arena, &parts,
                 str_format(arena, "%.*s%.*s", STR_ARG(sql_qualified(arena, schema, name)),
                            STR_ARG(options)));
    }
    const char *ordering = json_string_value(json_object_get(element, "ordering"));
    const char *nulls = json_string_value(json_object_get(element, "nulls_ordering"));
    bool descending = ordering && strcmp(ordering, "SORTBY_DESC") == 0;
    if (descending)
        vec_push(arena, &parts, S("DESC"));
    if (nulls && strcmp(nulls, "SORTBY_NULLS_FIRST") == 0 && !descending)
        vec_push(arena, &parts, S("NULLS FIRST"));
    if (nulls && strcmp(nulls, "SORTBY_NULLS_LAST") == 0 && descending)
        vec_push(arena, &parts, S("NULLS LAST"));
    return str_join(arena, &parts, S(" "));
}

bool fragment_index_key(Fragments *fragments, Str text, Pos pos, IndexKey *out)
{
    Arena *arena = fragments->arena;
    Attempt a = {fragments, FRAGMENT_EXPR, text, NULL, pos, "index key"};
    if (!has_bounds(&a))
        return false;
    Str sql = str_format(arena, "CREATE INDEX ON t (%.*s\n)", STR_ARG(text));
    PgQueryParseResult result = pg_query_parse(sql.ptr);
    json_t *tree = result.error ? NULL : json_loads(result.parse_tree, 0, NULL);
    const json_t *index = only_statement(tree, "IndexStmt");
    const json_t *keys = json_object_get(index, "indexParams");
    const json_t *element = json_object_get(json_array_get(keys, 0), "IndexElem");
    bool extra = json_object_get(index, "whereClause") || json_object_get(index, "options") ||
                 json_object_get(index, "indexIncludingParams");
    bool ok = json_array_size(keys) == 1 && element && !extra;
    if (!ok) {
        Diag *diag =
            diag_error(fragments->diags, result.error ? "E0401" : "E0402", pos, "index key: %s",
                       result.error ? result.error->message : "it is not one key");
        diag_help(fragments->diags, diag,
                  "a key is a column, a function call or an (expression), with options behind it.");
    } else {
        *out = (IndexKey){.column = json_str(arena, element, "name"),
                          .options = key_options(arena, element)};
        if (!out->column.ptr)
            out->expression = strip_options(arena, str_trim(text), element);
    }
    json_decref(tree);
    pg_query_free_parse_result(result);
    return ok;
}

/* Splits at commas outside of parentheses, brackets and quotes. */
static void split_top(Arena *arena, Str text, StrVec *out)
{
    size_t from = 0;
    int depth = 0;
    char quote = 0;
    for (size_t i = 0; i <= text.len; i++) {
        char c = i < text.len ? text.ptr[i] : ',';
        if (quote) {
            quote = c == quote ? 0 : quote;
            if (i < text.len)
                continue;
        }
        if (c == '\'' || c == '"')
            quote = c;
        depth += (c == '(' || c == '[') - (c == ')' || c == ']');
        if (c == ',' && (depth == 0 || i == text.len)) {
            Str piece = str_trim(str_slice(text, from, i));
            if (piece.len)
                vec_push(arena, out, piece);
            from = i + 1;
        }
    }
}

/* The first word of *rest if it is one of the words; consumed. */
static Str take_word(Arena *arena, Str *rest, const char *const *words)
{
    size_t end = 0;
    while (end < rest->len && rest->ptr[end] != ' ' && rest->ptr[end] != '\t' &&
           rest->ptr[end] != '\n')
        end++;
    Str word = str_lower(arena, str_slice(*rest, 0, end));
    for (size_t i = 0; words[i]; i++)
        if (str_is(word, words[i]) && end < rest->len) {
            *rest = str_trim(str_slice(*rest, end, rest->len));
            return word;
        }
    return (Str){0};
}

/* Whether `text` begins with a type: a name alone is one, and so are the built-in ones of many
 * words. */
static bool is_type(Arena *arena, Str text)
{
    TypeName type;
    bool modifiers;
    Str why;
    return type_parse(arena, text, &type, &modifiers, &why);
}

/* Where the name at the beginning of an argument ends. A quote doubled ends and begins at once. */
static size_t name_end(Str text)
{
    bool quoted = false;
    size_t end = 0;
    while (end < text.len && (quoted || text.ptr[end] != ' '))
        quoted ^= text.ptr[end++] == '"';
    return end;
}

static Argument split_argument(Arena *arena, Str text)
{
    static const char *const modes[] = {"in", "out", "inout", "variadic", NULL};
    Argument argument = {.mode = take_word(arena, &text, modes)};
    Str lower = str_lower(arena, text);
    ptrdiff_t at = str_find(lower, S(" default "));
    size_t skip = 9;
    if (at < 0 && (at = str_find(lower, S("="))) >= 0)
        skip = at > 0 && lower.ptr[at - 1] == ':' ? (size_t)(at--, 2) : 1;
    if (at >= 0) {
        argument.fallback = str_trim(str_slice(text, (size_t)at + skip, text.len));
        text = str_trim(str_slice(text, 0, (size_t)at));
    }
    argument.type = text;
    if (!is_type(arena, text)) { /* then the first word is the argument's name */
        size_t end = name_end(text);
        argument.name = str_slice(text, 0, end);
        argument.type = str_trim(str_slice(text, end, text.len));
    }
    if (!argument.mode.ptr)
        argument.mode = S("in");
    return argument;
}

static void add_arguments(Arena *arena, Str text, bool sorted, Arguments *out)
{
    StrVec pieces = {0};
    split_top(arena, text, &pieces);
    for (size_t i = 0; i < pieces.len; i++) {
        Argument argument = split_argument(arena, pieces.at[i]);
        argument.sorted = sorted;
        vec_push(arena, out, argument);
    }
}

bool fragment_arguments(Fragments *fragments, Str text, Pos pos, Arguments *out)
{
    if (!str_trim(text).len)
        return true;
    if (!fragment_parse(fragments, FRAGMENT_ARGUMENTS, text, NULL, pos, "the argument list"))
        return false;
    add_arguments(fragments->arena, text, false, out);
    return true;
}

/* Where ORDER BY stands, outside of quotes; `end`: behind it. Both at the end when it does not. */
static size_t find_order_by(Arena *arena, Str text, size_t *end)
{
    Str lower = str_lower(arena, text), order = S("order");
    bool quoted = false;
    for (size_t i = 0; i < lower.len; i++) {
        quoted ^= lower.ptr[i] == '"';
        bool begins = i == 0 || strchr(" \t\n", lower.ptr[i - 1]);
        if (quoted || !begins || !str_starts(str_slice(lower, i, lower.len), order))
            continue;
        Str rest = str_trim(str_slice(lower, i + order.len, lower.len));
        bool by = str_starts(rest, S("by")) && rest.len > 2 && strchr(" \t\n", rest.ptr[2]);
        if (by && strchr(" \t\n", lower.ptr[i + order.len])) {
            *end = (size_t)(rest.ptr - lower.ptr) + 3;
            return i;
        }
    }
    *end = text.len;
    return text.len;
}

bool fragment_aggregated(Fragments *fragments, Str text, Pos pos, Arguments *out)
{
    size_t end;
    if (!fragment_parse(fragments, FRAGMENT_AGGREGATED, text, NULL, pos, "the argument list"))
        return false;
    size_t at = find_order_by(fragments->arena, text, &end);
    add_arguments(fragments->arena, str_slice(text, 0, at), false, out);
    add_arguments(fragments->arena, str_slice(text, end, text.len), true, out);
    return true;
}

bool fragment_trigger_call(Fragments *fragments, Str text, const Node *node, Pos pos, Str *schema,
                           Str *function, StrVec *arguments)
{
    Fragment unused = {0};
    Attempt a = {fragments, FRAGMENT_TRIGGER_CALL, text, node, pos, "`execute`"};
    json_t *tree = NULL;
    if (!parse(&a, &unused, &tree))
        return false;
    const json_t *trigger = only_statement(tree, "CreateTrigStmt");
    json_names(fragments->arena, json_object_get(trigger, "funcname"), schema, function);
    const json_t *args = json_object_get(trigger, "args");
    for (size_t i = 0; i < json_array_size(args); i++)
        vec_push(
            fragments->arena, arguments,
            json_str(fragments->arena, json_object_get(json_array_get(args, i), "String"), "sval"));
    json_decref(tree);
    return true;
}
