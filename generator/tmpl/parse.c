#include "tmpl/template.h"

#include "text/escape.h"
#include "text/name.h"
#include "text/quote.h"

#include <string.h>

enum { DEEPEST = 32 };

static Str as_it_is(Arena *arena, Str text)
{
    (void)arena;
    return text;
}

static const struct {
    const char *name;
    Filter filter;
} filters[] = {
    {"text", as_it_is},       {"ident", sql_ident},
    {"literal", sql_literal}, {"c_string", c_string},
    {"c_comment", c_comment}, {"json", json_literal},
    {"yaml", yaml_scalar},    {"md", md_text},
    {"html", html_text},      {"snake", name_snake},
    {"pascal", name_pascal},  {"upper", name_upper},
    {"kebab", name_kebab},    {"sql_comment", sql_comment},
    {"xml", xml_text},        {"uri", uri_path},
    {"github", github_text},  {"github_property", github_property},
    {"roff", roff_text},
};

/* What a tag starts with says what it is. All but holes may have a line to themselves. */
typedef enum {
    TAG_COMMENT,
    TAG_EACH,
    TAG_BETWEEN,
    TAG_END_EACH,
    TAG_IF,
    TAG_ELSE,
    TAG_END_IF,
    TAG_HOLE
} TagType;

static const struct {
    const char *text;
    bool named; /* a name follows */
} tags[] = {
    [TAG_EACH] = {"#each", true},      [TAG_BETWEEN] = {"#between", false},
    [TAG_END_EACH] = {"/each", false}, [TAG_IF] = {"#if", true},
    [TAG_ELSE] = {"else", false},      [TAG_END_IF] = {"/if", false},
};

typedef struct {
    TagType type;
    Str text; /* between the braces, trimmed */
    Str name; /* what #each and #if are about */
    size_t from, to;
    Pos pos;
} Tag;

/* A block that is open while its inside is read. */
typedef struct {
    Node *node;
    NodeVec *into; /* where nodes go */
} Open;

typedef struct {
    Arena *arena;
    const Source *source;
    Diags *diags;
    size_t at, counted;
    uint32_t line, column; /* of the offset `counted` */
    Open open[DEEPEST + 1];
    size_t depth;
} Parser;

static Pos place(Parser *p, size_t offset, size_t width)
{
    Str text = p->source->text;
    for (; p->counted < offset; p->counted++) {
        if (text.ptr[p->counted] == '\n') {
            p->line++;
            p->column = 1;
        } else if (((unsigned char)text.ptr[p->counted] & 0xC0) != 0x80) {
            p->column++;
        }
    }
    return (Pos){p->source, p->line, p->column, (uint32_t)width};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Widens the tag over its whole line when there is nothing else on it. */
static void take_line(Str text, size_t floor, Tag *tag)
{
    size_t from = tag->from, to = tag->to;
    while (from > floor && is_blank(text.ptr[from - 1]))
        from--;
    while (to < text.len && is_blank(text.ptr[to]))
        to++;
    bool starts = from == 0 || text.ptr[from - 1] == '\n';
    bool ends = to == text.len || text.ptr[to] == '\n';
    if (starts && ends) {
        tag->from = from;
        tag->to = to + (to < text.len);
    }
}

static bool starts_word(Str text, Str word)
{
    return str_starts(text, word) &&
           (text.len == word.len || is_blank(text.ptr[word.len]) || text.ptr[word.len] == '\n');
}

static bool tag_classify(Parser *p, Tag *tag)
{
    tag->type = TAG_HOLE;
    if (str_starts(tag->text, S("!"))) {
        tag->type = TAG_COMMENT;
        return true;
    }
    for (size_t i = TAG_EACH; i < COUNT_OF(tags); i++) {
        if (!starts_word(tag->text, str_of(tags[i].text)))
            continue;
        tag->type = (TagType)i;
        tag->name = str_trim(str_slice(tag->text, strlen(tags[i].text), tag->text.len));
        if (tags[i].named == (tag->name.len > 0))
            return true;
        diag_error(p->diags, "E0604", tag->pos, "{{%s}} %s", tags[i].text,
                   tags[i].named ? "needs a name" : "takes no name");
        return false;
    }
    if (!tag->text.len || (tag->text.ptr[0] != '#' && tag->text.ptr[0] != '/'))
        return true;
    Diag *diag =
        diag_error(p->diags, "E0604", tag->pos, "unknown block {{%.*s}}", STR_ARG(tag->text));
    diag_help(p->diags, diag, "Blocks are #each, #between, #if and else, with /each and /if.");
    return false;
}

/* The next tag from p->at on, with *found; false when it is malformed. */
static bool next_tag(Parser *p, Tag *tag, bool *found)
{
    Str text = p->source->text;
    ptrdiff_t open = str_find(str_slice(text, p->at, text.len), S("{{"));
    *found = open >= 0;
    if (!*found)
        return true;
    tag->from = p->at + (size_t)open;
    ptrdiff_t close = str_find(str_slice(text, tag->from, text.len), S("}}"));
    if (close < 0) {
        diag_error(p->diags, "E0604", place(p, tag->from, 2), "\"{{\" without \"}}\"");
        return false;
    }
    tag->to = tag->from + (size_t)close + 2;
    tag->text = str_trim(str_slice(text, tag->from + 2, tag->to - 2));
    tag->pos = place(p, tag->from, tag->to - tag->from);
    if (!tag_classify(p, tag))
        return false;
    if (tag->type != TAG_HOLE)
        take_line(text, p->at, tag);
    return true;
}

static Node *add_node(Parser *p, NodeType type, Pos pos, Str text)
{
    Node *node = NEW(p->arena, Node);
    *node = (Node){.type = type, .pos = pos, .text = text};
    vec_push(p->arena, p->open[p->depth].into, node);
    return node;
}

static void add_text(Parser *p, size_t from, size_t to)
{
    if (from < to)
        add_node(p, NODE_TEXT, (Pos){0}, str_slice(p->source->text, from, to));
}

static bool add_hole(Parser *p, const Tag *tag)
{
    Str filter = tag->text, name = {0};
    str_split(&filter, '|', &name);
    name = str_trim(name);
    filter = str_trim(filter);
    if (!name.len || !filter.len) {
        Diag *diag = diag_error(p->diags, "E0604", tag->pos, "a hole without a %s",
                                name.len ? "filter" : "name");
        diag_help(p->diags, diag, "Write {{name|filter}}; the filter \"text\" changes nothing.");
        return false;
    }
    StrVec names = {0};
    for (size_t i = 0; i < COUNT_OF(filters); i++) {
        if (str_is(filter, filters[i].name)) {
            add_node(p, NODE_HOLE, tag->pos, name)->filter = filters[i].filter;
            return true;
        }
        vec_push(p->arena, &names, str_of(filters[i].name));
    }
    Diag *diag =
        diag_error(p->diags, "E0604", tag->pos, "unknown filter \"%.*s\"", STR_ARG(filter));
    diag_suggest(p->diags, diag, filter, &names);
    return false;
}

static bool open_block(Parser *p, const Tag *tag, NodeType type)
{
    if (p->depth == DEEPEST) {
        diag_error(p->diags, "E0604", tag->pos, "blocks nested more than %d deep", DEEPEST);
        return false;
    }
    Node *node = add_node(p, type, tag->pos, tag->name);
    p->depth++;
    p->open[p->depth] = (Open){node, &node->body};
    return true;
}

/* {{else}}, {{#between}}, {{/if}} and {{/each}}: the innermost block must be of that type. */
static bool turn_block(Parser *p, const Tag *tag, NodeType type)
{
    Open *open = &p->open[p->depth];
    bool ends = tag->type == TAG_END_EACH || tag->type == TAG_END_IF;
    bool fits = open->node && open->node->type == type;
    if (!fits || (!ends && open->into == &open->node->other)) {
        Diag *diag = diag_error(p->diags, "E0604", tag->pos, "{{%.*s}} without its {{%s}}",
                                STR_ARG(tag->text), type == NODE_IF ? "#if" : "#each");
        if (open->node && !fits)
            diag_note(p->diags, diag, open->node->pos, "this block is still open");
        return false;
    }
    if (ends)
        p->depth--;
    else
        open->into = &open->node->other;
    return true;
}

static bool add_tag(Parser *p, const Tag *tag)
{
    switch (tag->type) {
    case TAG_COMMENT:
        return true;
    case TAG_HOLE:
        return add_hole(p, tag);
    case TAG_EACH:
        return open_block(p, tag, NODE_EACH);
    case TAG_IF:
        return open_block(p, tag, NODE_IF);
    case TAG_BETWEEN:
    case TAG_END_EACH:
        return turn_block(p, tag, NODE_EACH);
    case TAG_ELSE:
    case TAG_END_IF:
        return turn_block(p, tag, NODE_IF);
    }
    return false;
}

Template *template_parse(Arena *arena, const Source *source, Diags *diags)
{
    Template *template = NEW(arena, Template);
    template->source = source;
    Parser p = {.arena = arena, .source = source, .diags = diags, .line = 1, .column = 1};
    p.open[0].into = &template->body;
    for (bool found = true; found;) {
        Tag tag = {0};
        if (!next_tag(&p, &tag, &found))
            return NULL;
        add_text(&p, p.at, found ? tag.from : source->text.len);
        if (found && !add_tag(&p, &tag))
            return NULL;
        p.at = tag.to;
    }
    if (p.depth) {
        const Node *node = p.open[p.depth].node;
        diag_error(diags, "E0604", node->pos, "{{%s}} without its {{/%s}}",
                   node->type == NODE_IF ? "#if" : "#each", node->type == NODE_IF ? "if" : "each");
        return NULL;
    }
    return template;
}
