#include "drift/patch.h"

#include "text/escape.h"
#include "yaml/write.h"

/* Where an object stands: its key and value, in which mapping. A default has no key of its own: it
 * is a pair of its column's mapping, found by the place of its value. */
typedef struct {
    const Node *mapping;
    const Pair *pair;
    Str line;        /* the whole line of the key */
    uint32_t number; /* from 1 */
} Spot;

static bool same_place(Pos a, Pos b)
{
    return a.line == b.line && a.column == b.column;
}

static bool find_key(const Node *node, Pos pos, Spot *out)
{
    for (size_t i = 0; i < node->pairs.len; i++) {
        const Pair *pair = &node->pairs.at[i];
        bool plain = pair->value->type == NODE_SCALAR;
        if (same_place(pair->key->pos, pos) || (plain && same_place(pair->value->pos, pos))) {
            out->mapping = node;
            out->pair = pair;
            return true;
        }
        bool shared = str_is(pair->key->text, "mixins"); /* what others use too stays */
        if (!shared && find_key(pair->value, pos, out))
            return true;
    }
    for (size_t i = 0; i < node->items.len; i++)
        if (find_key(node->items.at[i], pos, out))
            return true;
    return false;
}

static Str line_at(const Source *source, uint32_t number)
{
    Str rest = source->text, line = {0};
    for (uint32_t i = 0; i < number; i++)
        if (!str_split(&rest, '\n', &line))
            return (Str){0};
    return line;
}

static bool find_spot(Arena *arena, Pos pos, Spot *out)
{
    if (!pos.source || !pos.line)
        return false;
    Diags quiet = {.arena = arena};
    NodeVec documents = {0};
    if (!yaml_parse(arena, pos.source, &quiet, &documents))
        return false;
    for (size_t i = 0; i < documents.len; i++)
        if (find_key(documents.at[i], pos, out)) {
            out->number = pos.line;
            out->line = line_at(pos.source, pos.line);
            return true;
        }
    return false;
}

/* --- places in a line, in bytes --- */

static size_t byte_of(Str line, uint32_t column)
{
    size_t at = 0;
    for (uint32_t i = 1; i < column && at < line.len; i++)
        for (at++; at < line.len && ((unsigned char)line.ptr[at] & 0xC0) == 0x80;)
            at++;
    return at;
}

static char first_of(const Node *node, Str line)
{
    size_t at = byte_of(line, node->pos.column);
    return at < line.len ? line.ptr[at] : '\0';
}

/* The end of a value that stands on one line; 0: it does not. */
static size_t end_of(const Node *node, Str line, uint32_t number)
{
    if (node->pos.line != number || node->style == STYLE_LITERAL || node->style == STYLE_FOLDED)
        return 0;
    if (node->type == NODE_SCALAR)
        return byte_of(line, node->pos.column + node->pos.width);
    char open = first_of(node, line), close = open == '{' ? '}' : ']';
    if (open != '{' && open != '[')
        return 0;
    size_t end = byte_of(line, node->pos.column) + 1;
    for (size_t i = 0; end && i < node->items.len; i++)
        end = end_of(node->items.at[i], line, number);
    for (size_t i = 0; end && i < node->pairs.len; i++)
        end = end_of(node->pairs.at[i].value, line, number);
    while (end && end < line.len && line.ptr[end] != close)
        end++;
    return end && end < line.len ? end + 1 : 0;
}

static Str splice(Arena *arena, Str line, size_t from, size_t to, Str with)
{
    return str_format(arena, "%.*s%.*s%.*s", STR_ARG(str_slice(line, 0, from)), STR_ARG(with),
                      STR_ARG(str_slice(line, to, line.len)));
}

/* --- the edits --- */

/* A hunk without context: the lines `from` to before `to` give way to `after`, which is absent or
 * ends in a newline; `from` and `to` alike: it goes before that line. */
static Str hunk(Arena *arena, Pos pos, uint32_t from, uint32_t to, Str after)
{
    Str line;
    StrVec lines = {0};
    for (uint32_t i = from; i < to; i++)
        vec_push(arena, &lines, str_format(arena, "-%.*s\n", STR_ARG(line_at(pos.source, i))));
    uint32_t added = 0;
    for (Str rest = after; rest.len && str_split(&rest, '\n', &line); added++)
        vec_push(arena, &lines, str_format(arena, "+%.*s\n", STR_ARG(line)));
    uint32_t removed = to - from;
    Str name = pos.source->name;
    return str_format(arena, "--- %.*s\n+++ %.*s\n@@ -%u,%u +%u,%u @@\n%.*s", STR_ARG(name),
                      STR_ARG(name), removed ? from : from - 1, removed, added ? from : from - 1,
                      added, STR_ARG(str_join(arena, &lines, (Str){0})));
}

/* One line for another. */
static Str other_line(Arena *arena, Pos pos, uint32_t line, Str after)
{
    return hunk(arena, pos, line, line + 1, str_format(arena, "%.*s\n", STR_ARG(after)));
}

/* --- what stands on lines of its own --- */

static size_t indent_of(Str line)
{
    size_t blanks = 0;
    while (blanks < line.len && line.ptr[blanks] == ' ')
        blanks++;
    return blanks;
}

static bool is_blank(Str line)
{
    return !str_trim(line).len;
}

/* The line behind the last one of a key and its value; 0: the key is not the first of its line. */
static uint32_t end_of_pair(const Source *source, const Pair *pair)
{
    uint32_t number = pair->key->pos.line, end = number + 1;
    Str line = line_at(source, number);
    size_t indent = pair->key->pos.column - 1;
    if (indent_of(line) != indent)
        return 0;
    for (uint32_t i = end; (line = line_at(source, i)).ptr; i++) {
        bool entry = indent_of(line) == indent && str_starts(str_trim(line), S("- "));
        if (!is_blank(line) && indent_of(line) <= indent && !entry)
            break;
        if (!is_blank(line))
            end = i + 1;
    }
    return end;
}

/* A key and its value as lines. */
static Str lines_of(Arena *arena, Str key, Node *value, size_t indent)
{
    Node *mapping = yaml_mapping(arena, false);
    yaml_put(arena, mapping, key, value);
    Str rest = yaml_document(arena, mapping), line;
    StrVec lines = {0};
    while (rest.len && str_split(&rest, '\n', &line))
        vec_push(arena, &lines,
                 line.len ? str_format(arena, "%*s%.*s\n", (int)indent, "", STR_ARG(line))
                          : S("\n"));
    return str_join(arena, &lines, (Str){0});
}

/* Takes a key and its value out of their mapping. */
static Str without_pair(Arena *arena, const Spot *spot, Pos pos)
{
    size_t from = byte_of(spot->line, spot->pair->key->pos.column);
    size_t to = end_of(spot->pair->value, spot->line, spot->number);
    bool flow =
        first_of(spot->mapping, spot->line) == '{' && spot->mapping->pos.line == spot->number;
    uint32_t end = flow ? 0 : end_of_pair(pos.source, spot->pair);
    if (!flow)
        return end ? hunk(arena, pos, spot->number, end, (Str){0}) : (Str){0};
    if (!to)
        return (Str){0};
    if (str_starts(str_slice(spot->line, to, spot->line.len), S(", ")))
        to += 2;
    else if (str_ends(str_slice(spot->line, 0, from), S(", ")))
        from -= 2;
    return other_line(arena, pos, spot->number, splice(arena, spot->line, from, to, (Str){0}));
}

static Str flow_list(Arena *arena, const Field *field, const Value *value)
{
    bool options = field->form == FORM_OPTIONS;
    StrVec items = {0};
    for (uint32_t i = 0; i < value->count; i++) {
        Str rest = value->list[i], name;
        if (!options)
            vec_push(arena, &items, yaml_scalar(arena, rest));
        else if (str_split(&rest, '=', &name))
            vec_push(arena, &items,
                     str_format(arena, "%.*s: %.*s", STR_ARG(yaml_scalar(arena, name)),
                                STR_ARG(yaml_scalar(arena, rest))));
    }
    Str joined = str_join(arena, &items, S(", "));
    return str_format(arena, options ? "{%.*s}" : "[%.*s]", STR_ARG(joined));
}

static Str flow_value(Arena *arena, const Field *field, const Value *value)
{
    if (value->type == VALUE_LIST)
        return flow_list(arena, field, value);
    bool bare = field->form == FORM_BOOL || field->form == FORM_INT || field->form == FORM_NUMBER;
    return bare ? value->text : yaml_scalar(arena, value->text);
}

/* Puts a key into a mapping that has it not, or makes a mapping of a plain value. */
static Str with_pair(Arena *arena, const Spot *spot, Pos pos, const char *shorthand, Str pair)
{
    const Node *value = spot->pair->value;
    size_t at = byte_of(spot->line, value->pos.column);
    size_t end = end_of(value, spot->line, spot->number);
    bool flow = value->pos.line == spot->number && first_of(value, spot->line) == '{';
    if (value->type == NODE_MAPPING && value->pairs.len && !end && !flow) {
        const Pair *first = &value->pairs.at[0];
        if (first->key->pos.line == spot->number)
            return (Str){0};
        Str line = str_format(arena, "%*s%.*s", (int)first->key->pos.column - 1, "", STR_ARG(pair));
        return hunk(arena, pos, first->key->pos.line, first->key->pos.line,
                    str_format(arena, "%.*s\n", STR_ARG(line)));
    }
    if (!end && !flow)
        return (Str){0};
    if (value->type == NODE_MAPPING) {
        Str added = str_format(arena, "%.*s%s", STR_ARG(pair), value->pairs.len ? ", " : "");
        return other_line(arena, pos, spot->number,
                          splice(arena, spot->line, at + 1, at + 1, added));
    }
    if (value->type != NODE_SCALAR || !shorthand || node_is_null(value))
        return (Str){0};
    Str mapping = str_format(arena, "{%s: %.*s, %.*s}", shorthand,
                             STR_ARG(str_slice(spot->line, at, end)), STR_ARG(pair));
    return other_line(arena, pos, spot->number, splice(arena, spot->line, at, end, mapping));
}

/* In place of a value of several lines another one. */
static Str with_lines(Arena *arena, const Pair *pair, Pos pos, const Field *field,
                      const Value *value)
{
    uint32_t end = end_of_pair(pos.source, pair);
    bool same_key = str_is(pair->key->text, field->name) || field->flags & FIELD_SHORTHAND;
    if (!end || !same_key || value->type != VALUE_TEXT)
        return (Str){0};
    Node *node = field->form == FORM_BODY ? yaml_body(arena, value->text)
                                          : yaml_prose(arena, str_trim(value->text));
    Str lines = lines_of(arena, pair->key->text, node, pair->key->pos.column - 1);
    return hunk(arena, pos, pair->key->pos.line, end, lines);
}

static const char *shorthand_of(KindId kind)
{
    for (size_t i = 0; i < kinds[kind].field_count; i++)
        if (kinds[kind].fields[i].flags & FIELD_SHORTHAND)
            return kinds[kind].fields[i].name;
    return NULL;
}

static const Pair *find_pair(const Node *value, const char *name)
{
    for (size_t i = 0; value->type == NODE_MAPPING && i < value->pairs.len; i++)
        if (str_is(value->pairs.at[i].key->text, name))
            return &value->pairs.at[i];
    return NULL;
}

/* `table: users` at the top: its fields stand beside it. */
static bool is_document(const Spot *spot, const Object *object)
{
    return spot->pair->key->pos.column == 1 && spot->pair->value->type == NODE_SCALAR &&
           str_is(spot->pair->key->text, kinds[object->id.kind].tag);
}

Str patch_of_value(Arena *arena, const Change *change)
{
    const Object *object = change->want;
    const Field *field = change->field;
    bool is_default = object->id.kind == KIND_DEFAULT;
    const char *name = is_default ? "default_sql" : field->name;
    Spot spot;
    if (field->form == FORM_NONE || !find_spot(arena, object->pos, &spot))
        return (Str){0};
    Pos pos = object->pos;
    bool whole = is_document(&spot, object);
    const Node *value = whole ? spot.mapping : spot.pair->value;
    const Pair *pair = is_default ? spot.pair : find_pair(value, name);
    bool is_short = value->type != NODE_MAPPING && shorthand_of(object->id.kind) == field->name;
    if (!change->have_attr) {
        Spot inner = {value, pair, line_at(pos.source, pair ? pair->key->pos.line : 0),
                      pair ? pair->key->pos.line : 0};
        return pair ? without_pair(arena, &inner, pos) : (Str){0};
    }
    Str text = flow_value(arena, field, &change->have_attr->value);
    const Node *old = pair ? pair->value : is_short ? value : NULL;
    bool several = change->have_attr->value.type == VALUE_TEXT &&
                   str_find(change->have_attr->value.text, S("\n")) >= 0;
    if (!old && whole)
        return hunk(arena, pos, spot.number + 1, spot.number + 1,
                    str_format(arena, "%s: %.*s\n", name, STR_ARG(text)));
    if (!old)
        return with_pair(arena, &spot, pos, shorthand_of(object->id.kind),
                         str_format(arena, "%s: %.*s", name, STR_ARG(text)));
    Str line = line_at(pos.source, old->pos.line);
    size_t from = byte_of(line, old->pos.column), end = end_of(old, line, old->pos.line);
    if (pair && !str_is(pair->key->text, name)) { /* default: … */
        from = byte_of(line, pair->key->pos.column);
        text = str_format(arena, "%s: %.*s", name, STR_ARG(text));
    }
    if (end && !(several && end_of_pair(pos.source, pair ? pair : spot.pair)))
        return other_line(arena, pos, old->pos.line, splice(arena, line, from, end, text));
    return with_lines(arena, pair ? pair : spot.pair, pos, field, &change->have_attr->value);
}

Str patch_of_missing(Arena *arena, const Object *object)
{
    Spot spot;
    if (!find_spot(arena, object->pos, &spot))
        return (Str){0};
    Str key = spot.pair->key->text;
    bool named = object->id.kind == KIND_DEFAULT       ? str_starts(key, S("default"))
                 : object->id.kind == KIND_PRIMARY_KEY ? true
                 : object->id.kind == KIND_FOREIGN_KEY
                     ? str_eq(key, object_text(object, "relation"))
                     : str_eq(key, object_name(object));
    return named ? without_pair(arena, &spot, object->pos) : (Str){0};
}
