#include "cgen/manual.h"

#include "base/str.h"

#include <string.h>

/* ---- comments */

static Str line_of(Str *rest)
{
    Str line;
    str_split(rest, '\n', &line);
    return line;
}

/* A line of a comment without its frame. */
static Str unframed(Str line)
{
    Str text = str_trim(line);
    if (str_ends(text, S("*/")))
        text = line = str_slice(text, 0, text.len - 2);
    for (size_t i = 0; i < 2; i++) {
        static const char *const starts[] = {"/**", "/*"};
        if (str_starts(text, str_of(starts[i])))
            return str_slice(text, str_of(starts[i]).len + 1, text.len);
    }
    if (str_starts(text, S("*")))
        return str_slice(text, text.len > 1 && text.ptr[1] == ' ' ? 2 : 1, text.len);
    return line;
}

/* The paragraphs of a comment, each in one line. */
static void add_paragraphs(Arena *arena, Str comment, Data *list)
{
    StrVec words = {0};
    while (comment.ptr) {
        Str text = str_trim(unframed(line_of(&comment)));
        if (text.len)
            vec_push(arena, &words, text);
        if ((text.len && comment.ptr) || !words.len)
            continue;
        data_add(arena, list, data_text(arena, str_join(arena, &words, S(" "))));
        words.len = 0;
    }
}

/* ---- what there is for each table */

typedef struct {
    Str names, text; /* "T_get, T_get_by_..."; a paragraph has no names */
} Entry;

struct ManualEntries {
    Arena *arena;
    VEC(Entry) list;
};

/* "  T_get, T_get_by_...  one row by its primary key": the text stands behind two blanks. */
static Entry entry_of(Str line)
{
    Str rest = str_trim(line);
    ptrdiff_t gap = str_find(rest, S("  "));
    size_t end = gap < 0 ? rest.len : (size_t)gap;
    return (Entry){str_slice(rest, 0, end), str_trim(str_slice(rest, end, rest.len))};
}

ManualEntries *manual_entries(Arena *arena, Str comment)
{
    ManualEntries *entries = NEW(arena, ManualEntries);
    Entry *last = NULL;
    entries->arena = arena;
    while (comment.ptr) {
        Str line = unframed(line_of(&comment)), text = str_trim(line);
        bool named = str_starts(line, S("  ")) && !str_starts(line, S("   "));
        if (text.len && last && !named) {
            last->text = str_format(arena, "%.*s %.*s", STR_ARG(last->text), STR_ARG(text));
            continue;
        }
        if (text.len)
            vec_push(arena, &entries->list, named ? entry_of(line) : ((Entry){.text = text}));
        last = text.len ? &entries->list.at[entries->list.len - 1] : NULL;
    }
    return entries;
}

Data *manual_blocks(const ManualEntries *entries)
{
    Data *list = data_list(entries->arena);
    for (size_t i = 0; i < entries->list.len; i++) {
        Data *map = data_map(entries->arena);
        data_set_bool(entries->arena, map, "first", i == 0);
        data_set_text(entries->arena, map, "names", entries->list.at[i].names);
        data_set_text(entries->arena, map, "text", entries->list.at[i].text);
        data_add(entries->arena, list, map);
    }
    return list;
}

/* How well a name such as T_get_by_... is that of the function `verb`, get_by_email: by how many of
 * its letters; 0: not at all. R and C stand for a name, as dots do. */
static size_t match(Str name, Str verb)
{
    Str rest = str_slice(name, 2, name.len);
    if (!str_starts(name, S("T_")))
        return 0;
    if (str_eq(rest, verb))
        return rest.len + 1;
    for (size_t i = 0; i < 3; i++) {
        static const char *const any[] = {"...", "R", "C"};
        Str tail = str_of(any[i]);
        if (!str_ends(rest, tail))
            continue;
        Str stem = str_slice(rest, 0, rest.len - tail.len);
        return str_ends(stem, S("_")) && str_starts(verb, stem) ? stem.len : 0;
    }
    return 0;
}

/* T_update of a text, of that table. */
static Str told_of(Arena *arena, Str text, Str type)
{
    StrVec parts = {0};
    size_t from = 0;
    for (size_t i = 0; i + 1 < text.len; i++) {
        if (text.ptr[i] != 'T' || text.ptr[i + 1] != '_' || (i && text.ptr[i - 1] != ' '))
            continue;
        vec_push(arena, &parts, str_slice(text, from, i));
        vec_push(arena, &parts, type);
        from = i + 1;
    }
    vec_push(arena, &parts, str_slice(text, from, text.len));
    return str_join(arena, &parts, (Str){0});
}

/* What the list says of a function of the table; absent: nothing. */
static Str text_of(const ManualEntries *entries, Str type, Str verb)
{
    size_t best = 0;
    Str text = {0};
    for (size_t i = 0; entries && i < entries->list.len; i++) {
        Str rest = entries->list.at[i].names, name;
        while (str_split(&rest, ',', &name)) {
            size_t fits = match(str_trim(name), verb);
            if (fits > best) {
                best = fits;
                text = entries->list.at[i].text;
            }
        }
    }
    return entries ? told_of(entries->arena, text, type) : text;
}

/* ---- declarations */

static bool starts_comment(Str text)
{
    return str_starts(text, S("/*"));
}

static Str take_comment(Str *rest)
{
    ptrdiff_t end = str_find(*rest, S("*/"));
    size_t length = end < 0 ? rest->len : (size_t)end + 2;
    Str comment = str_slice(*rest, 0, length);
    *rest = str_slice(*rest, length, rest->len);
    return comment;
}

/* Up to the semicolon that ends it, or the brace that ends a function's body. */
static Str take_declaration(Str *rest)
{
    size_t i = 0, depth = 0;
    bool body = str_starts(*rest, S("static inline"));
    for (; i < rest->len; i++) {
        char c = rest->ptr[i];
        if (c == '/' && starts_comment(str_slice(*rest, i, rest->len))) {
            Str here = str_slice(*rest, i, rest->len);
            (void)take_comment(&here);
            i = (size_t)(here.ptr - rest->ptr) - 1;
            continue;
        }
        depth += c == '{';
        depth -= c == '}' && depth > 0;
        if (!depth && (body ? c == '}' : c == ';'))
            break;
    }
    Str declaration = str_slice(*rest, 0, i + 1);
    *rest = str_slice(*rest, i + 1, rest->len);
    return declaration;
}

/* A preprocessor's line, and those that it goes on in. */
static Str take_directive(Str *rest)
{
    Str start = *rest, line;
    do
        line = line_of(rest);
    while (str_ends(line, S("\\")) && rest->len);
    Str directive = str_slice(start, 0, start.len - rest->len - (rest->len > 0));
    *rest = str_slice(start, directive.len, start.len);
    return directive;
}

/* A constant: a name and what it stands for, in one line. */
static bool is_constant(Str directive)
{
    Str rest = directive, word;
    return str_split(&rest, ' ', &word) && str_is(word, "#define") &&
           str_split(&rest, ' ', &word) && rest.len && str_find(word, S("(")) < 0 &&
           str_find(directive, S("\n")) < 0;
}

/* Whether nothing but the end of a line and an empty one comes next. */
static bool at_gap(Str rest)
{
    return str_starts(rest, S("\n\n")) || !rest.len;
}

/* As a reader wants to see it: neither attributes nor a body. */
static Str shown(Arena *arena, Str declaration)
{
    ptrdiff_t body =
        str_starts(declaration, S("static inline ")) ? str_find(declaration, S("\n{")) : -1;
    if (body >= 0)
        return str_format(arena, "%.*s;", STR_ARG(str_slice(declaration, 14, (size_t)body)));
    ptrdiff_t must = str_find(declaration, S("PGW_MUST_USE")),
              nonnull = str_find(declaration, S("PGW_NONNULL"));
    ptrdiff_t first = must < 0 || (nonnull >= 0 && nonnull < must) ? nonnull : must;
    if (first < 0)
        return declaration;
    return str_format(arena, "%.*s;", STR_ARG(str_trim(str_slice(declaration, 0, (size_t)first))));
}

/* The name before the first parenthesis of what declares a function; absent for anything else. */
static Str function_name(Str declaration)
{
    static const char *const others[] = {"typedef", "struct", "enum", "union", "extern", "PGW_"};
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (str_starts(declaration, str_of(others[i])))
            return (Str){0};
    ptrdiff_t open = str_find(declaration, S("("));
    if (open <= 0)
        return (Str){0};
    size_t start = (size_t)open;
    while (start > 0 && strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_",
                               declaration.ptr[start - 1]))
        start--;
    return str_slice(declaration, start, (size_t)open);
}

/* ---- pages */

typedef struct {
    Arena *arena;
    const ManualEntries *entries;
    Str type;
    Data *functions, *conditions, *sections, *items;
    size_t item_count; /* of the section */
    StrVec names;      /* of functions that wait for the next one, which may be told of with them */
    Str comment, text; /* what is said of these */
    Str rest;          /* of the header */
    Str above;         /* the comment before it */
    bool told;         /* that has had its declaration: the next one is another */
    bool near;         /* to a comment or a declaration: no empty line is between */
} Reading;

static void open_section(Reading *r, Str title)
{
    Data *map = data_map(r->arena);
    r->items = data_list(r->arena);
    r->item_count = 0;
    data_set_text(r->arena, map, "title", title);
    data_set(r->arena, map, "items", r->items);
    data_add(r->arena, r->sections, map);
}

static void add_item(Reading *r, Str names, Str code, Str text, Str comment)
{
    Data *map = data_map(r->arena), *paragraphs = data_list(r->arena);
    if (text.len)
        data_add(r->arena, paragraphs, data_text(r->arena, text));
    add_paragraphs(r->arena, comment, paragraphs);
    data_set_bool(r->arena, map, "first", r->item_count++ == 0);
    data_set_text(r->arena, map, "names", names);
    data_set_text(r->arena, map, "code", code);
    data_set(r->arena, map, "paragraphs", paragraphs);
    data_add(r->arena, r->items, map);
}

static void end_functions(Reading *r)
{
    if (r->names.len && (r->text.len || r->comment.len))
        add_item(r, str_join(r->arena, &r->names, S(", ")), (Str){0}, r->text, r->comment);
    r->names.len = 0;
}

/* Functions that the same is said of stand together. */
static void add_function(Reading *r, Str name, Str declaration, Str comment)
{
    bool own = r->entries && str_starts(name, r->type) && name.len > r->type.len;
    Str verb = own ? str_slice(name, r->type.len + 1, name.len) : (Str){0};
    Str text = own ? text_of(r->entries, r->type, verb) : (Str){0};
    if (!str_eq(text, r->text) || comment.ptr != r->comment.ptr)
        end_functions(r);
    r->text = text;
    r->comment = comment;
    vec_push(r->arena, &r->names, name);
    bool condition = str_starts(declaration, S("static inline"));
    data_add(r->arena, condition ? r->conditions : r->functions,
             data_text(r->arena, shown(r->arena, declaration)));
}

/* Of types only the first has the comment; functions without one of their own share it. */
static void add_declaration(Reading *r, Str declaration, Str comment)
{
    Str name = function_name(declaration);
    if (name.len) {
        add_function(r, name, declaration, comment);
    } else if (!str_starts(declaration, S("PGW_"))) {
        end_functions(r);
        add_item(r, (Str){0}, declaration, (Str){0}, r->told ? (Str){0} : comment);
    }
}

/* "---- Errors ----" of a rule; absent when the comment is none. */
static Str rule_title(Str comment)
{
    Str text = str_trim(str_slice(comment, 2, comment.len - 2));
    if (!str_starts(text, S("---- ")))
        return (Str){0};
    ptrdiff_t end = str_find(str_slice(text, 5, text.len), S(" --"));
    return str_slice(text, 5, end < 0 ? text.len : (size_t)end + 5);
}

/* A constant that stands near to a comment or a declaration is told of with it. */
static void read_directive(Reading *r)
{
    Str directive = take_directive(&r->rest);
    if (r->near && is_constant(directive)) {
        end_functions(r);
        add_item(r, (Str){0}, directive, (Str){0}, r->told ? (Str){0} : r->above);
    }
    r->near &= is_constant(directive);
    r->told = true;
}

/* A comment goes on in the next one unless it has had its declaration; before a gap it stands for
 * itself. False: it is the rule of the section `end`. */
static bool read_comment(Reading *r, const char *end)
{
    const char *start = r->above.ptr && !r->told ? r->above.ptr : r->rest.ptr;
    (void)take_comment(&r->rest);
    r->above = (Str){start, (size_t)(r->rest.ptr - start)};
    r->told = false;
    r->near = true;
    Str title = rule_title(r->above);
    if (end && str_is(title, end))
        return false;
    if (title.len || at_gap(r->rest))
        end_functions(r);
    if (title.len)
        open_section(r, title);
    else if (at_gap(r->rest))
        add_item(r, (Str){0}, (Str){0}, (Str){0}, r->above);
    return true;
}

static void read_declaration(Reading *r)
{
    add_declaration(r, take_declaration(&r->rest), r->above);
    r->told = r->near = true;
}

static void read_all(Reading *r, const char *end)
{
    while (r->rest.len) {
        if (at_gap(r->rest)) {
            r->above = (Str){0};
            r->near = false;
        }
        if (strchr(" \n", r->rest.ptr[0])) {
            r->rest = str_slice(r->rest, 1, r->rest.len);
        } else if (r->rest.ptr[0] == '#') {
            read_directive(r);
        } else if (starts_comment(r->rest)) {
            if (!read_comment(r, end))
                return;
        } else if (str_starts(r->rest, S("extern \"C\""))) {
            (void)line_of(&r->rest);
        } else {
            read_declaration(r);
        }
    }
}

void manual_read(Arena *arena, Str header, const ManualEntries *entries, Str type, const char *end,
                 Data *page)
{
    Reading r = {.arena = arena, .entries = entries, .type = type, .rest = header};
    r.functions = data_list(arena);
    r.conditions = data_list(arena);
    r.sections = data_list(arena);
    open_section(&r, (Str){0});
    read_all(&r, end);
    end_functions(&r);
    data_set(arena, page, "synopsis", r.functions);
    data_set(arena, page, "conditions", r.conditions);
    data_set(arena, page, "sections", r.sections);
}
