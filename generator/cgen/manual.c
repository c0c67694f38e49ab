#include "cgen/manual.h"

#include "cgen/scan.h"

#include <string.h>

/* Whether nothing but the end of a line and an empty one comes next. */
static bool at_gap(Str rest)
{
    return str_starts(rest, S("\n\n")) || !rest.len;
}

/* The paragraphs of a comment, each in one line. */
static void add_paragraphs(Arena *arena, Str comment, Data *list)
{
    StrVec words = {0};
    while (comment.ptr) {
        Str text = str_trim(comment_text(scan_line(&comment)));
        if (text.len)
            vec_push(arena, &words, text);
        if ((text.len && comment.ptr) || !words.len)
            continue;
        data_add(arena, list, data_text(arena, str_join(arena, &words, S(" "))));
        words.len = 0;
    }
}

typedef struct {
    Arena *arena;
    const Legend *legend;
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
    bool own = r->legend && str_starts(name, r->type) && name.len > r->type.len;
    Str verb = own ? str_slice(name, r->type.len + 1, name.len) : (Str){0};
    Str text = own ? legend_text(r->arena, r->legend, r->type, verb) : (Str){0};
    if (!str_eq(text, r->text) || comment.ptr != r->comment.ptr)
        end_functions(r);
    r->text = text;
    r->comment = comment;
    vec_push(r->arena, &r->names, name);
    bool condition = str_starts(declaration, S("static inline"));
    data_add(r->arena, condition ? r->conditions : r->functions,
             data_text(r->arena, declaration_shown(r->arena, declaration)));
}

/* Of types only the first has the comment; functions without one of their own share it. */
static void add_declaration(Reading *r, Str declaration, Str comment)
{
    Str name = declaration_function(declaration);
    if (name.len) {
        add_function(r, name, declaration, comment);
    } else if (!str_starts(declaration, S("PGW_"))) {
        end_functions(r);
        add_item(r, (Str){0}, declaration, (Str){0}, r->told ? (Str){0} : comment);
    }
}

/* A constant that stands near to a comment or a declaration is told of with it. */
static void read_directive(Reading *r)
{
    Str directive = scan_directive(&r->rest);
    if (r->near && directive_is_constant(directive)) {
        end_functions(r);
        add_item(r, (Str){0}, directive, (Str){0}, r->told ? (Str){0} : r->above);
    }
    r->near &= directive_is_constant(directive);
    r->told = true;
}

/* A comment goes on in the next one unless it has had its declaration; before a gap it stands for
 * itself. False: it is the rule of the section `end`. */
static bool read_comment(Reading *r, const char *end)
{
    const char *start = r->above.ptr && !r->told ? r->above.ptr : r->rest.ptr;
    (void)scan_comment(&r->rest);
    r->above = (Str){start, (size_t)(r->rest.ptr - start)};
    r->told = false;
    r->near = true;
    Str title = comment_rule(r->above);
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
    add_declaration(r, scan_declaration(&r->rest), r->above);
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
            (void)scan_line(&r->rest);
        } else {
            read_declaration(r);
        }
    }
}

void manual_read(Arena *arena, Str header, const Legend *legend, Str type, const char *end,
                 Data *page)
{
    Reading r = {.arena = arena, .legend = legend, .type = type, .rest = header};
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
