#include "yaml/write.h"

#include "text/escape.h"
#include "text/writer.h"

#include <string.h>

enum { WIDEST = 100, STEP = 2 };

static Node *new_scalar(Arena *arena, Str text, NodeStyle style)
{
    Node *node = NEW(arena, Node);
    *node = (Node){.type = NODE_SCALAR, .style = style, .text = text, .weight = 1};
    return node;
}

Node *yaml_string(Arena *arena, Str text)
{
    return new_scalar(arena, text, STYLE_QUOTED);
}

Node *yaml_word(Arena *arena, Str text)
{
    return new_scalar(arena, text, STYLE_PLAIN);
}

Node *yaml_body(Arena *arena, Str text)
{
    return new_scalar(arena, text, STYLE_LITERAL);
}

Node *yaml_prose(Arena *arena, Str text)
{
    while (text.len && strchr(" \n", text.ptr[text.len - 1]))
        text.len--;
    return new_scalar(arena, text, STYLE_FOLDED);
}

Node *yaml_list(Arena *arena, bool flow)
{
    Node *node = NEW(arena, Node);
    *node = (Node){.type = NODE_SEQUENCE, .flow = flow};
    return node;
}

Node *yaml_mapping(Arena *arena, bool flow)
{
    Node *node = NEW(arena, Node);
    *node = (Node){.type = NODE_MAPPING, .flow = flow};
    return node;
}

void yaml_add(Arena *arena, Node *list, Node *item)
{
    vec_push(arena, &list->items, item);
}

void yaml_put(Arena *arena, Node *mapping, Str key, Node *value)
{
    vec_push(arena, &mapping->pairs, (Pair){yaml_string(arena, key), value});
}

/* --- scalars --- */

/* The words and numbers that some reader of YAML takes for something else than text. */
static bool is_typed(Str text)
{
    static const char *const words[] = {"y",    "n", "yes", "no", "true", "false", "on",    "off",
                                        "null", "~", "=",   "<<", ".inf", "-.inf", "+.inf", ".nan"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq_nocase(text, str_of(words[i])))
            return true;
    size_t sign = strspn(text.ptr, "+-.");
    return strspn(text.ptr, "0123456789+-._:eExXoabcdefABCDEF") >= text.len && sign < text.len &&
           strchr("0123456789", text.ptr[sign]);
}

/* Bytes that end a line for a reader of YAML, or that it refuses, beside the line feed. */
static bool is_odd(Str text)
{
    static const char *const odd[] = {"\xE2\x80\xA8", "\xE2\x80\xA9", "\xEF\xBB\xBF",
                                      "\xEF\xBF\xBE", "\xEF\xBF\xBF"};
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool control = (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
        bool c1 = c == 0xC2 && i + 1 < text.len && (unsigned char)text.ptr[i + 1] < 0xA0;
        if (control || c1)
            return true;
    }
    for (size_t i = 0; i < COUNT_OF(odd); i++)
        if (str_find(text, str_of(odd[i])) >= 0)
            return true;
    return false;
}

/* Whether the text can stand without quotes; in flow between brackets, where commas end it. */
static bool is_plain(Str text, bool flow)
{
    if (!text.len || strchr(" \t", text.ptr[0]) || strchr(" \t:", text.ptr[text.len - 1]) ||
        strchr("!&*|>%@`\"'#,[]{}?:-", text.ptr[0]) || is_typed(text))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i], after = i + 1 < text.len ? text.ptr[i + 1] : ' ';
        if (c == '\n' || c == '\t' || (c == ':' && after == ' ') || (c == ' ' && after == '#'))
            return false;
        if (flow && (strchr(",[]{}", c) || (c == ':' && strchr(",[]{}?", after))))
            return false;
    }
    return !is_odd(text);
}

/* In single quotes where that spares escapes, else in double ones. */
static Str quoted(Arena *arena, Str text)
{
    bool escapes = str_find(text, S("\"")) >= 0 || str_find(text, S("\\")) >= 0;
    bool controls = str_find(text, S("\n")) >= 0 || str_find(text, S("\t")) >= 0;
    if (!escapes || controls || is_odd(text))
        return yaml_quoted(arena, text);
    Str inner = str_replace(arena, text, S("'"), S("''"));
    return str_format(arena, "'%.*s'", STR_ARG(inner));
}

/* Whether a scalar has lines that shall be seen as such. */
static bool is_block(const Node *node)
{
    bool lines = node->text.len && memchr(node->text.ptr, '\n', node->text.len);
    bool empty = strspn(node->text.ptr ? node->text.ptr : "", "\n") >= node->text.len;
    return lines && !empty && node->style != STYLE_QUOTED && !is_odd(node->text);
}

/* On one line; absent when the scalar must be a block. */
static Str scalar_line(Arena *arena, const Node *node, bool flow)
{
    if (node->style == STYLE_PLAIN)
        return node->text;
    if (is_block(node))
        return (Str){0};
    return is_plain(node->text, flow) ? node->text : quoted(arena, node->text);
}

/* --- one line --- */

static bool flow_node(Writer *w, const Node *node, bool anyway);

static bool flow_list(Writer *w, const Node *node, bool anyway)
{
    w_text(w, "[");
    for (size_t i = 0; i < node->items.len; i++) {
        w_text(w, i ? ", " : "");
        if (!flow_node(w, node->items.at[i], anyway))
            return false;
    }
    w_text(w, "]");
    return true;
}

static bool flow_mapping(Writer *w, const Node *node, bool anyway)
{
    w_text(w, "{");
    for (size_t i = 0; i < node->pairs.len; i++) {
        w_text(w, i ? ", " : "");
        if (!flow_node(w, node->pairs.at[i].key, anyway))
            return false;
        w_text(w, ": ");
        if (!flow_node(w, node->pairs.at[i].value, anyway))
            return false;
    }
    w_text(w, "}");
    return true;
}

/* False when it does not go on one line; with `anyway` it does, texts of many lines in quotes. */
static bool flow_node(Writer *w, const Node *node, bool anyway)
{
    if (node->type == NODE_SCALAR) {
        Str line = scalar_line(w->arena, node, true);
        if (!line.ptr && anyway && node->text.len)
            line = quoted(w->arena, node->text);
        w_raw(w, line);
        return line.ptr || !node->text.len;
    }
    bool empty = !node->items.len && !node->pairs.len;
    if (!node->flow && !empty && !anyway)
        return false;
    return node->type == NODE_SEQUENCE ? flow_list(w, node, anyway) : flow_mapping(w, node, anyway);
}

/* The value on one line of at most `room` columns; absent when it does not fit. */
static Str one_line(Arena *arena, const Node *node, size_t room)
{
    if (node->type == NODE_SCALAR) {
        Str line = scalar_line(arena, node, false);
        bool folds = node->style == STYLE_FOLDED && str_columns(line, line.len) > room;
        return folds ? (Str){0} : !line.ptr && !node->text.len ? S("") : line;
    }
    Writer w = {.arena = arena};
    if (!flow_node(&w, node, false))
        return (Str){0};
    Str line = w_result(&w);
    return str_columns(line, line.len) <= room ? line : (Str){0};
}

/* --- blocks --- */

/* Lines, of which the outermost have `base` blanks before them and each level `step` more. */
typedef struct {
    Writer w;
    unsigned base, step;
} Page;

static void write_mapping(Page *page, const Node *node, unsigned depth);
static void write_list(Page *page, const Node *node, unsigned depth);

static unsigned indent_of(const Page *page, unsigned depth)
{
    return page->base + depth * page->step;
}

static void write_indent(Page *page, unsigned depth)
{
    for (unsigned i = 0; i < indent_of(page, depth); i++)
        w_raw(&page->w, S(" "));
}

/* | with the indentation said where the text begins with blanks, and the end as it is. */
static void write_literal(Page *page, const Node *node, unsigned depth)
{
    Writer *w = &page->w;
    Str text = node->text, line;
    size_t first = strspn(text.ptr, "\n"), ends = 0;
    while (ends < text.len && text.ptr[text.len - 1 - ends] == '\n')
        ends++;
    w_raw(w, S("|"));
    if (first < text.len && strchr(" \t", text.ptr[first]))
        w_printf(w, "%u", page->step);
    if (node->style != STYLE_FOLDED) /* there the end does not count */
        w_raw(w, ends == 0 ? S("-") : ends == 1 && text.len > 1 ? S("") : S("+"));
    w_raw(w, S("\n"));
    if (ends)
        text.len--;
    while (str_split(&text, '\n', &line)) {
        if (line.len)
            write_indent(page, depth);
        w_raw(w, line);
        w_raw(w, S("\n"));
    }
}

/* Where the line that begins at `from` may end: at a single blank between words. */
static size_t fold_end(Str text, size_t from, size_t room)
{
    size_t end = text.len;
    if (end - from <= room)
        return end;
    for (size_t i = from + 1; i + 1 < text.len; i++) {
        bool single = text.ptr[i] == ' ' && text.ptr[i - 1] != ' ' && text.ptr[i + 1] != ' ' &&
                      text.ptr[i + 1] != '\t' && text.ptr[i - 1] != '\t';
        if (single && (i - from <= room || end == text.len))
            end = i;
        if (i - from > room && end < text.len)
            break;
    }
    return end;
}

static void write_folded(Page *page, Str text, unsigned depth)
{
    Writer *w = &page->w;
    size_t indent = indent_of(page, depth), room = indent + 40 < WIDEST ? WIDEST - indent : 40;
    w_raw(w, S(">\n"));
    for (size_t from = 0; from < text.len;) {
        size_t end = fold_end(text, from, room);
        write_indent(page, depth);
        w_raw(w, str_slice(text, from, end));
        w_raw(w, S("\n"));
        from = end + 1;
    }
}

/* What follows `key:` when it does not fit on its line. */
static void write_block(Page *page, const Node *node, unsigned depth)
{
    Writer *w = &page->w;
    if (node->type == NODE_SCALAR) {
        w_raw(w, S(" "));
        if (is_block(node))
            write_literal(page, node, depth + 1);
        else if (node->style == STYLE_FOLDED && !strchr(" \t", node->text.ptr[0]) &&
                 !is_odd(node->text))
            write_folded(page, node->text, depth + 1);
        else {
            w_raw(w, scalar_line(w->arena, node, false));
            w_raw(w, S("\n"));
        }
        return;
    }
    w_raw(w, S("\n"));
    if (node->type == NODE_SEQUENCE)
        write_list(page, node, depth + 1);
    else
        write_mapping(page, node, depth + 1);
}

static void write_list(Page *page, const Node *node, unsigned depth)
{
    Writer *w = &page->w;
    for (size_t i = 0; i < node->items.len; i++) {
        write_indent(page, depth);
        w_raw(w, S("- "));
        w_raw(w, one_line(w->arena, node->items.at[i], SIZE_MAX));
        w_raw(w, S("\n"));
    }
}

/* The entries of a mapping on their way to text. */
typedef struct {
    Str key, line; /* line: the value, when it fits beside the key */
    size_t width;  /* of the key and its colon */
} Entry;

static Str key_text(Arena *arena, Str key)
{
    bool plain = is_plain(key, true);
    return plain ? key : quoted(arena, key);
}

/* The column in which the values of the run of short entries that begins at `from` stand. Very long
 * keys stick out. */
static size_t value_column(const Entry *entries, size_t count, size_t from)
{
    enum { LONG_KEY = 32 };
    size_t column = 0;
    for (size_t i = from; i < count && entries[i].line.ptr; i++)
        if (entries[i].width > column && entries[i].width <= LONG_KEY)
            column = entries[i].width;
    return column;
}

/* How many blanks bring the value to that column, as far as the line has room. */
static size_t padding(const Entry *entry, size_t column, size_t indent)
{
    size_t used = indent + entry->width + 1 + str_columns(entry->line, entry->line.len);
    size_t wanted = column > entry->width && entry->line.len ? column - entry->width : 0;
    size_t room = used < WIDEST ? WIDEST - used : 0;
    return wanted < room ? wanted : room;
}

static void write_mapping(Page *page, const Node *node, unsigned depth)
{
    Writer *w = &page->w;
    Arena *arena = w->arena;
    size_t count = node->pairs.len, column = 0, indent = indent_of(page, depth);
    Entry *entries = NEW_ARRAY(arena, Entry, count + 1);
    for (size_t i = 0; i < count; i++) {
        Entry *entry = &entries[i];
        entry->key = key_text(arena, node->pairs.at[i].key->text);
        entry->width = str_columns(entry->key, entry->key.len) + 1;
        size_t used = indent + entry->width + 1;
        entry->line =
            one_line(arena, node->pairs.at[i].value, used + 20 < WIDEST ? WIDEST - used : 20);
    }
    for (size_t i = 0; i < count; i++) {
        const Entry *entry = &entries[i];
        bool aligned = depth && !node->flow && entry->line.ptr;
        if (aligned && (!i || !entries[i - 1].line.ptr))
            column = value_column(entries, count, i);
        write_indent(page, depth);
        w_raw(w, entry->key);
        w_raw(w, S(":"));
        for (size_t k = aligned ? padding(entry, column, indent) : 0; k > 0; k--)
            w_raw(w, S(" "));
        if (!entry->line.ptr) {
            write_block(page, node->pairs.at[i].value, depth);
            continue;
        }
        w_raw(w, entry->line.len ? S(" ") : S(""));
        w_raw(w, entry->line);
        w_raw(w, S("\n"));
    }
}

Str yaml_lines(Arena *arena, const Node *mapping, unsigned indent, unsigned step)
{
    Page page = {.w = {.arena = arena}, .base = indent, .step = step};
    write_mapping(&page, mapping, 0);
    return w_result(&page.w);
}

Str yaml_document(Arena *arena, const Node *mapping)
{
    return yaml_lines(arena, mapping, 0, STEP);
}

Str yaml_flow(Arena *arena, const Node *node)
{
    Writer w = {.arena = arena};
    flow_node(&w, node, true);
    return w_result(&w);
}
