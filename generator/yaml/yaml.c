#include "yaml/yaml.h"

#include "base/map.h"

#include <string.h>
#include <yaml.h>

typedef struct {
    Arena *arena;
    const Source *source;
    Diags *diags;
    yaml_parser_t parser;
    Map anchors;
    size_t nodes;
    size_t skipped; /* bytes in front of the text that the parser was given */
    bool failed;    /* the stream is unusable from here on; said already */
} Reader;

static Pos mark_pos(const Reader *r, const yaml_mark_t *mark)
{
    return (Pos){r->source, (uint32_t)mark->line + 1, (uint32_t)mark->column + 1, 1};
}

static Pos span_pos(const Reader *r, const yaml_event_t *event)
{
    Pos pos = mark_pos(r, &event->start_mark);
    if (event->end_mark.line == event->start_mark.line &&
        event->end_mark.column > event->start_mark.column)
        pos.width = (uint32_t)(event->end_mark.column - event->start_mark.column);
    return pos;
}

static Diag *fail(Reader *r, const char *code, Pos pos, const char *message)
{
    r->failed = true;
    return diag_error(r->diags, code, pos, "%s", message);
}

static Pos byte_pos(const Source *source, size_t offset)
{
    Pos pos = {source, 1, 1, 1};
    size_t start = 0;
    for (size_t i = 0; i < offset; i++)
        if (source->text.ptr[i] == '\n') {
            pos.line++;
            start = i + 1;
        }
    pos.column += (uint32_t)str_columns(str_slice(source->text, start, offset), offset - start);
    return pos;
}

/* What libyaml says, and what was mostly done. */
static const struct {
    const char *said, *help;
} remedies[] = {
    {"found character '\\t'", "YAML is indented with blanks, never with tabs"},
    {"cannot start any token", "YAML is indented with blanks, never with tabs; a value that starts "
                               "with %, @ or ` needs quotes"},
    {"mapping values are not allowed", "put the value in quotes if it holds \": \""},
    {"expected ',' or '}'",
     "between { and } a value with a comma, brackets, braces or quotes of its "
     "own needs quotes around it: {type: \"text[]\"}"},
    {"expected ',' or ']'",
     "between [ and ] a value with a comma, brackets, braces or quotes of its "
     "own needs quotes around it: [\"a (b, c)\"]"},
    {"parsing a block mapping, did not find expected key",
     "keys of one mapping begin in one column, and no list stands among them; a value that begins "
     "with a quote ends at the next one: put all of it in quotes of the other kind"},
};

/* libyaml has two places to tell of: what it was reading, and what stopped it. */
static void fail_syntax(Reader *r)
{
    const yaml_parser_t *p = &r->parser;
    Str problem = str_of(p->problem ? p->problem : "unreadable");
    Str message = p->context && p->problem
                      ? str_format(r->arena, "%s, %.*s", p->context, STR_ARG(problem))
                      : problem;
    /* at the end of the file nobody looks; what was left open is elsewhere */
    bool at_end = p->context && str_find(problem, S("unexpected end of stream")) >= 0;
    Pos pos = mark_pos(r, at_end ? &p->context_mark : &p->problem_mark);
    if (p->error == YAML_READER_ERROR) /* it has no mark, only an offset */
        pos = byte_pos(r->source, r->skipped + p->problem_offset);
    Diag *diag = fail(r, "E0102", pos, message.ptr);
    if (p->context && !at_end && p->context_mark.line != p->problem_mark.line)
        diag_note(r->diags, diag, mark_pos(r, &p->context_mark), "it begins here");
    for (size_t i = 0; i < COUNT_OF(remedies) && !diag->help.ptr; i++)
        if (str_find(message, str_of(remedies[i].said)) >= 0)
            diag_help(r->diags, diag, "%s", remedies[i].help);
}

static bool next(Reader *r, yaml_event_t *event)
{
    if (r->failed)
        return false;
    if (yaml_parser_parse(&r->parser, event))
        return true;
    fail_syntax(r);
    return false;
}

static void set_end(Node *node, const yaml_event_t *event)
{
    node->end_line = (uint32_t)event->end_mark.line + 1;
    node->end_column = (uint32_t)event->end_mark.column + 1;
}

static Node *read_node(Reader *r, yaml_event_t *event, unsigned depth);

static Node *new_node(Reader *r, NodeType type, const yaml_event_t *event)
{
    Node *node = NEW(r->arena, Node);
    node->type = type;
    node->pos = span_pos(r, event);
    set_end(node, event);
    node->weight = 1;
    if (++r->nodes > YAML_MOST_NODES && !r->failed)
        fail(r, "E0104", node->pos, "the file has too many nodes");
    return node;
}

static Node *read_scalar(Reader *r, const yaml_event_t *event)
{
    static const NodeStyle styles[] = {
        [YAML_ANY_SCALAR_STYLE] = STYLE_PLAIN,
        [YAML_PLAIN_SCALAR_STYLE] = STYLE_PLAIN,
        [YAML_SINGLE_QUOTED_SCALAR_STYLE] = STYLE_QUOTED,
        [YAML_DOUBLE_QUOTED_SCALAR_STYLE] = STYLE_QUOTED,
        [YAML_LITERAL_SCALAR_STYLE] = STYLE_LITERAL,
        [YAML_FOLDED_SCALAR_STYLE] = STYLE_FOLDED,
    };
    Node *node = new_node(r, NODE_SCALAR, event);
    const char *text = (const char *)event->data.scalar.value;
    node->text = str_copy(r->arena, (Str){text, event->data.scalar.length});
    node->style = styles[event->data.scalar.style];
    uint32_t quotes = node->style == STYLE_QUOTED ? 2 : 0;
    node->escapes = str_columns(node->text, node->text.len) + quotes != node->pos.width;
    if (node->text.len && memchr(node->text.ptr, '\0', node->text.len))
        diag_error(r->diags, "E0103", node->pos, "a NUL byte in a string");
    return node;
}

static Node *read_sequence(Reader *r, const yaml_event_t *start, unsigned depth)
{
    Node *node = new_node(r, NODE_SEQUENCE, start);
    node->flow = start->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    for (yaml_event_t event; next(r, &event);) {
        bool end = event.type == YAML_SEQUENCE_END_EVENT;
        if (end)
            set_end(node, &event);
        Node *item = end ? NULL : read_node(r, &event, depth + 1);
        yaml_event_delete(&event);
        if (end)
            break;
        if (item) {
            vec_push(r->arena, &node->items, item);
            node->weight += item->weight;
        }
    }
    return node;
}

/* The key of that name that stands in the mapping already. A map is only made for large mappings:
 * most have a few keys, and there are very many of them. */
static Node *first_key(Map *seen, const Node *mapping, Str name)
{
    enum { FEW = 16 };
    size_t count = mapping->pairs.len;
    for (size_t i = 0; count <= FEW && i < count; i++)
        if (str_eq(mapping->pairs.at[i].key->text, name))
            return mapping->pairs.at[i].key;
    for (size_t i = seen->len; count > FEW && i < count; i++)
        map_put(seen, mapping->pairs.at[i].key->text, mapping->pairs.at[i].key);
    return count > FEW ? map_get(seen, name) : NULL;
}

static bool key_fits(Reader *r, Map *seen, const Node *mapping, Node *key)
{
    if (key->type != NODE_SCALAR) {
        diag_error(r->diags, "E0102", key->pos, "a key is a string, not %s", node_type_name(key));
        return false;
    }
    if (str_is(key->text, "<<") && key->style == STYLE_PLAIN) {
        Diag *diag = diag_error(r->diags, "E0102", key->pos, "merge keys are not supported");
        diag_help(r->diags, diag, "put what tables share into `mixins:` and name it in `use:`");
        return false;
    }
    Node *first = first_key(seen, mapping, key->text);
    if (first) {
        Diag *diag = diag_error(r->diags, "E0105", key->pos, "the key \"%.*s\" stands here twice",
                                STR_ARG(key->text));
        diag_note(r->diags, diag, first->pos, "the first one is here");
        return false;
    }
    return true;
}

static Node *read_mapping(Reader *r, const yaml_event_t *start, unsigned depth)
{
    Node *node = new_node(r, NODE_MAPPING, start);
    Map seen = {.arena = r->arena};
    node->flow = start->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
    for (yaml_event_t event; next(r, &event);) {
        if (event.type == YAML_MAPPING_END_EVENT) {
            set_end(node, &event);
            yaml_event_delete(&event);
            break;
        }
        Node *key = read_node(r, &event, depth + 1);
        yaml_event_delete(&event);
        if (!next(r, &event))
            break;
        Node *value = read_node(r, &event, depth + 1);
        yaml_event_delete(&event);
        if (!key || !value)
            break;
        node->weight += key->weight + value->weight;
        if (key_fits(r, &seen, node, key))
            vec_push(r->arena, &node->pairs, (Pair){key, value});
    }
    return node;
}

static Node *read_alias(Reader *r, const yaml_event_t *event)
{
    Str name = str_of((const char *)event->data.alias.anchor);
    Node *node = map_get(&r->anchors, name);
    if (!node) {
        fail(r, "E0102", span_pos(r, event),
             "an alias to an anchor that is not there, or around itself");
        return NULL;
    }
    node->shared = true;
    r->nodes += node->weight;
    if (r->nodes > YAML_MOST_NODES)
        fail(r, "E0104", span_pos(r, event), "the aliases make the file too large");
    return node;
}

static void keep_anchor(Reader *r, const yaml_char_t *anchor, Node *node)
{
    if (anchor && node)
        map_put(&r->anchors, str_copy(r->arena, str_of((const char *)anchor)), node);
}

static Node *read_node(Reader *r, yaml_event_t *event, unsigned depth)
{
    if (depth > YAML_DEEPEST) {
        if (!r->failed)
            fail(r, "E0104", span_pos(r, event), "nested too deeply");
        return NULL;
    }
    Node *node = NULL;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        node = read_scalar(r, event);
        keep_anchor(r, event->data.scalar.anchor, node);
        return node;
    case YAML_SEQUENCE_START_EVENT:
        node = read_sequence(r, event, depth);
        keep_anchor(r, event->data.sequence_start.anchor, node);
        return node;
    case YAML_MAPPING_START_EVENT:
        node = read_mapping(r, event, depth);
        keep_anchor(r, event->data.mapping_start.anchor, node);
        return node;
    case YAML_ALIAS_EVENT:
        return read_alias(r, event);
    default:
        return NULL;
    }
}

static void read_documents(Reader *r, NodeVec *documents)
{
    for (yaml_event_t event; next(r, &event);) {
        bool end = event.type == YAML_STREAM_END_EVENT;
        bool content = event.type == YAML_SCALAR_EVENT || event.type == YAML_SEQUENCE_START_EVENT ||
                       event.type == YAML_MAPPING_START_EVENT || event.type == YAML_ALIAS_EVENT;
        Node *root = content ? read_node(r, &event, 1) : NULL;
        yaml_event_delete(&event);
        if (root)
            vec_push(r->arena, documents, root);
        if (end)
            break;
    }
}

static bool check_bytes(const Source *source, Diags *diags)
{
    Str text = source->text;
    if (text.len > YAML_LARGEST) {
        diag_error(diags, "E0104", (Pos){.source = source}, "the file is larger than %d bytes",
                   YAML_LARGEST);
        return false;
    }
    const char *nul = text.len ? memchr(text.ptr, '\0', text.len) : NULL;
    size_t bad = str_utf8_error(text);
    if (nul && (size_t)(nul - text.ptr) < bad) {
        diag_error(diags, "E0103", byte_pos(source, (size_t)(nul - text.ptr)), "a NUL byte");
        return false;
    }
    if (bad < text.len) {
        Diag *diag = diag_error(diags, "E0103", byte_pos(source, bad),
                                "not valid UTF-8: byte 0x%02X", (unsigned char)text.ptr[bad]);
        diag_help(diags, diag, "save the file in UTF-8.");
        return false;
    }
    return true;
}

bool yaml_parse(Arena *arena, const Source *source, Diags *diags, NodeVec *documents)
{
    size_t errors = diags->errors;
    if (!check_bytes(source, diags))
        return false;
    Reader r = {.arena = arena, .source = source, .diags = diags, .anchors = {.arena = arena}};
    if (!yaml_parser_initialize(&r.parser)) {
        diag_error(diags, "E0102", (Pos){.source = source}, "the YAML reader does not start");
        return false;
    }
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    Str text = source->text;
    if (str_starts(text, S("\xEF\xBB\xBF"))) /* a byte order mark, as some editors write it */
        r.skipped = 3;
    text = text.len ? str_slice(text, r.skipped, text.len) : S("");
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text.ptr, text.len);
    read_documents(&r, documents);
    yaml_parser_delete(&r.parser);
    return diags->errors == errors;
}

const Pair *node_pair(const Node *mapping, Str key)
{
    for (size_t i = 0; mapping->type == NODE_MAPPING && i < mapping->pairs.len; i++)
        if (str_eq(mapping->pairs.at[i].key->text, key))
            return &mapping->pairs.at[i];
    return NULL;
}

Node *node_get(const Node *mapping, Str key)
{
    const Pair *pair = node_pair(mapping, key);
    return pair ? pair->value : NULL;
}

bool node_is_null(const Node *node)
{
    return node->type == NODE_SCALAR && node->style == STYLE_PLAIN &&
           (!node->text.len || str_is(node->text, "~") || str_is(node->text, "null") ||
            str_is(node->text, "Null") || str_is(node->text, "NULL"));
}

/* Blanks in front of the first line that holds something else. */
static uint32_t first_indent(Str text)
{
    Str line;
    while (str_split(&text, '\n', &line)) {
        uint32_t blanks = 0;
        while (blanks < line.len && line.ptr[blanks] == ' ')
            blanks++;
        if (blanks < line.len && line.ptr[blanks] != '\r')
            return blanks;
    }
    return 0;
}

/* How far a block scalar is indented: by its first line, but for the blanks that are its text when
 * the author has told the indentation. */
static uint32_t block_indent(const Node *node)
{
    Str rest = node->pos.source->text, line;
    for (uint32_t i = 0; i < node->pos.line; i++)
        str_split(&rest, '\n', &line);
    uint32_t stands = first_indent(rest), text = first_indent(node->text);
    return stands > text ? stands - text : 0;
}

Pos node_pos_at(const Node *node, size_t offset)
{
    Pos pos = node->pos;
    Str before = str_slice(node->text, 0, offset);
    pos.width = 1;
    if (node->style == STYLE_LITERAL) {
        Str line = {0}, rest = before;
        while (str_split(&rest, '\n', &line))
            pos.line++;
        pos.column = block_indent(node) + (uint32_t)str_columns(line, line.len) + 1;
        return pos;
    }
    if (node->escapes || node->style == STYLE_FOLDED)
        return node->pos;
    pos.column += (uint32_t)str_columns(before, before.len) + (node->style == STYLE_QUOTED);
    return pos;
}

const char *node_type_name(const Node *node)
{
    static const char *const names[] = {"a string", "a list", "a mapping"};
    return names[node->type];
}
