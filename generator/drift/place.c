#include "drift/place.h"

#include <string.h>

/* Why an entry cannot be edited where it stands. */
#define WHY_SHARED S("an anchor shares its place in the model with others")
#define WHY_LINE   S("its place in the model is not at the beginning of a line")
#define WHY_BLOCK  S("what is there is a text or list of several lines, which takes no keys")
#define WHY_PLAIN  S("what is there is a plain value, which takes no keys")
#define WHY_LIST   S("what is there is a list of names, which takes nothing else")

/* --- files --- */

static void find_lines(Arena *arena, ModelFile *file)
{
    Str text = file->source->text;
    bool mark = str_starts(text, S("\xEF\xBB\xBF")); /* no reader counts it */
    vec_push(arena, &file->lines, mark ? 3 : 0);
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '\n')
            vec_push(arena, &file->lines, i + 1);
}

/* The first step that the author of the file has made. */
static unsigned find_step(const Node *node)
{
    for (size_t i = 0; node->type == NODE_MAPPING && !node->flow && i < node->pairs.len; i++) {
        const Pair *pair = &node->pairs.at[i];
        const Node *inner = pair->value->type == NODE_MAPPING && !pair->value->flow &&
                                    !pair->value->shared && pair->value->pairs.len
                                ? pair->value->pairs.at[0].key
                                : NULL;
        if (inner && inner->pos.column > pair->key->pos.column)
            return inner->pos.column - pair->key->pos.column;
    }
    return 0;
}

/* The pairs of a node and below it, but for what others use too. */
static void collect_spots(Arena *arena, const Node *node, Spot in, ModelFile *file)
{
    for (size_t i = 0; i < node->pairs.len; i++) {
        const Pair *pair = &node->pairs.at[i];
        Spot spot = {file, in.document, in.section ? in.section : pair, node, pair};
        vec_push(arena, &file->spots, spot);
        if (!str_is(pair->key->text, "mixins") && !pair->value->shared)
            collect_spots(arena, pair->value, spot, file);
    }
    for (size_t i = 0; i < node->items.len; i++)
        if (!node->items.at[i]->shared)
            collect_spots(arena, node->items.at[i], in, file);
}

static ModelFile *file_of(Places *places, const Source *source)
{
    Arena *arena = places->arena;
    places->files.arena = arena;
    ModelFile *file = map_get(&places->files, source->name);
    if (file)
        return file;
    Diags quiet = {.arena = arena};
    file = NEW(arena, ModelFile);
    file->source = source;
    find_lines(arena, file);
    if (!yaml_parse(arena, source, &quiet, &file->documents))
        file->documents.len = 0;
    for (size_t i = 0; !file->step && i < file->documents.len; i++)
        file->step = find_step(file->documents.at[i]);
    for (size_t i = 0; i < file->documents.len; i++)
        collect_spots(arena, file->documents.at[i], (Spot){.document = file->documents.at[i]},
                      file);
    if (!file->step)
        file->step = 2;
    map_put(&places->files, source->name, file);
    return file;
}

size_t place_byte(const ModelFile *file, uint32_t line, uint32_t column)
{
    Str text = file->source->text;
    if (!line || line > file->lines.len)
        return text.len;
    size_t at = file->lines.at[line - 1];
    for (uint32_t i = 1; i < column && at < text.len; i++)
        for (at++; at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80;)
            at++;
    return at;
}

size_t place_start(const ModelFile *file, const Node *node)
{
    return place_byte(file, node->pos.line, node->pos.column);
}

size_t place_end(const ModelFile *file, const Node *node)
{
    return place_byte(file, node->end_line, node->end_column);
}

static bool is_block_text(const Node *node)
{
    return node->style == STYLE_LITERAL || node->style == STYLE_FOLDED;
}

bool place_ends(const Node *node)
{
    return node->type == NODE_SCALAR ? !is_block_text(node) : node->flow;
}

static Str line_at(const ModelFile *file, uint32_t number)
{
    if (!number || number > file->lines.len)
        return (Str){0};
    size_t to = number < file->lines.len ? file->lines.at[number] - 1 : file->source->text.len;
    return str_slice(file->source->text, file->lines.at[number - 1], to);
}

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

/* --- where an object stands --- */

static int compare_places(uint32_t line, uint32_t column, Pos pos)
{
    if (line != pos.line)
        return line < pos.line ? -1 : 1;
    return column < pos.column ? -1 : column > pos.column;
}

bool place_find(Places *places, Pos pos, Spot *spot)
{
    if (!pos.source || !pos.line)
        return false;
    const ModelFile *file = file_of(places, pos.source);
    size_t low = 0, high = file->spots.len; /* the last key that is not behind the place */
    while (low < high) {
        size_t middle = (low + high) / 2;
        Pos key = file->spots.at[middle].pair->key->pos;
        if (compare_places(key.line, key.column, pos) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (!low)
        return false;
    *spot = file->spots.at[low - 1];
    Pos key = spot->pair->key->pos, value = spot->pair->value->pos;
    bool plain = spot->pair->value->type == NODE_SCALAR;
    return !compare_places(key.line, key.column, pos) ||
           (plain && !compare_places(value.line, value.column, pos));
}

/* --- what stands on lines of its own --- */

static bool begins_its_line(const ModelFile *file, const Node *node)
{
    return indent_of(line_at(file, node->pos.line)) == node->pos.column - 1;
}

/* The line behind the last one of a node, as far as the node itself can tell. */
static uint32_t line_behind(const Node *node)
{
    const Node *last = node;
    while (!last->flow && !last->shared && (last->pairs.len || last->items.len))
        last = last->pairs.len ? last->pairs.at[last->pairs.len - 1].value
                               : last->items.at[last->items.len - 1];
    return last->shared || !place_ends(last) || node_is_null(last) ? 0 : last->end_line + 1;
}

/* Blank lines that end a text which keeps them all. */
static uint32_t kept_lines(const Node *node)
{
    uint32_t kept = 0;
    while (is_block_text(node) && kept < node->text.len &&
           node->text.ptr[node->text.len - 1 - kept] == '\n')
        kept++;
    return kept > 1 ? kept - 1 : 0;
}

/* The line behind the last one of a key and its value: by what is indented deeper, and by the
 * value's own end. */
static uint32_t end_of_pair(const ModelFile *file, const Pair *pair)
{
    uint32_t end = pair->key->pos.line + 1, known = line_behind(pair->value);
    size_t indent = pair->key->pos.column - 1;
    for (uint32_t i = end; i <= file->lines.len; i++) {
        Str line = line_at(file, i);
        bool entry = indent_of(line) == indent && str_starts(str_trim(line), S("- "));
        if (!is_blank(line) && indent_of(line) <= indent && !entry)
            break;
        if (!is_blank(line))
            end = i + 1;
    }
    end += kept_lines(pair->value);
    return known > end ? known : end;
}

static Edit put_at(const ModelFile *file, size_t at)
{
    return (Edit){.source = file->source, .from = at, .to = at};
}

static Edit take_away(const ModelFile *file, size_t from, size_t to)
{
    return (Edit){.source = file->source, .from = from, .to = to};
}

/* --- an entry more, on lines --- */

static Node *mapping_of(Arena *arena, Str key, Node *value)
{
    Node *mapping = yaml_mapping(arena, false);
    yaml_put(arena, mapping, key, value);
    return mapping;
}

/* The column in which the values of the last two entries stand; 0: in none. */
static uint32_t value_column(const Node *mapping)
{
    uint32_t column = 0;
    for (size_t i = mapping->pairs.len, seen = 0; i-- > 0 && seen < 2; seen++) {
        const Pair *pair = &mapping->pairs.at[i];
        if (pair->value->pos.line != pair->key->pos.line || node_is_null(pair->value) ||
            (column && column != pair->value->pos.column))
            return 0;
        column = pair->value->pos.column;
    }
    return mapping->pairs.len > 1 ? column : 0;
}

/* An entry of one line with its value in that column, when it has room. */
static Str aligned(Arena *arena, Str line, Str key, uint32_t column, size_t indent)
{
    enum { WIDEST = 100 };
    Str bare = yaml_lines(arena, mapping_of(arena, key, yaml_word(arena, (Str){0})), 0, 2);
    size_t width = indent + str_columns(bare, bare.len); /* with its colon, and a blank */
    size_t at = indent + bare.len - 1, columns = str_columns(line, line.len - 1);
    bool one = str_find(line, S("\n")) == (ptrdiff_t)line.len - 1;
    if (!one || column <= width + 1 || columns + column - width - 1 > WIDEST)
        return line;
    return str_format(arena, "%.*s%*s%.*s", STR_ARG(str_slice(line, 0, at)),
                      (int)(column - width - 1), "", STR_ARG(str_slice(line, at, line.len)));
}

/* Entries with blank lines between them get one more. */
static Str spaced(Arena *arena, const ModelFile *file, const Node *mapping, Str lines)
{
    size_t count = mapping->pairs.len;
    uint32_t last = count > 1 ? mapping->pairs.at[count - 1].key->pos.line : 0;
    while (last > 1 && str_starts(str_trim(line_at(file, last - 1)), S("#")))
        last--; /* what is said of the entry */
    bool blank = last > 1 && is_blank(line_at(file, last - 1));
    return blank ? str_format(arena, "\n%.*s", STR_ARG(lines)) : lines;
}

static Str put_lines(Places *places, const Spot *at, Str section, Str key, Node *value, Edits *out)
{
    Arena *arena = places->arena;
    const ModelFile *file = at->file;
    const Node *holder = at->pair ? at->pair->value : at->mapping;
    const Pair *last = holder->pairs.len ? &holder->pairs.at[holder->pairs.len - 1] : NULL;
    const Node *first = last ? holder->pairs.at[0].key : at->pair->key;
    if (!begins_its_line(file, first) || (last && !begins_its_line(file, last->key)))
        return WHY_LINE;
    unsigned indent = first->pos.column - 1 + (last ? 0 : file->step);
    uint32_t line = last ? end_of_pair(file, last) : first->pos.line + 1;
    Edit edit = put_at(file, place_byte(file, line, 1));
    edit.lines = true;
    edit.rank = -(int)indent;
    edit.text = yaml_lines(arena, mapping_of(arena, key, value),
                           indent + (section.len ? file->step : 0), file->step);
    if (section.len)
        edit.head = spaced(
            arena, file, holder,
            yaml_lines(arena, mapping_of(arena, section, yaml_word(arena, (Str){0})), indent, 2));
    else
        edit.text = spaced(arena, file, holder,
                           aligned(arena, edit.text, key, value_column(holder), indent));
    vec_push(arena, out, edit);
    if (last || !place_ends(holder) || place_start(file, holder) == place_end(file, holder))
        return (Str){0};
    size_t from = place_start(file, holder); /* a null, or brackets with nothing in them */
    while (from > 0 && file->source->text.ptr[from - 1] == ' ')
        from--;
    vec_push(arena, out, take_away(file, from, place_end(file, holder)));
    return (Str){0};
}

/* --- an entry more, between brackets --- */

/* Brackets that come around a value, entries in them, and entries behind it: at one place in this
 * order. */
enum { RANK_OPEN, RANK_INSIDE, RANK_CLOSE, RANK_BEHIND };

static Edit flow_entry(Arena *arena, Edit edit, Str section, Str key, Node *value)
{
    Str text = yaml_flow(arena, mapping_of(arena, key, value));
    edit.text = str_slice(text, 1, text.len - 1);
    edit.entry = true;
    edit.between = S(", ");
    if (section.len) {
        Str head = yaml_flow(arena, mapping_of(arena, section, yaml_word(arena, (Str){0})));
        edit.head = str_format(arena, "%.*s{", STR_ARG(str_slice(head, 1, head.len - 1)));
        edit.tail = S("}");
    }
    return edit;
}

static Str put_between(Places *places, const Spot *at, Str section, Str key, Node *value,
                       Edits *out)
{
    Arena *arena = places->arena;
    const ModelFile *file = at->file;
    const Node *holder = at->pair ? at->pair->value : at->mapping;
    size_t count = holder->pairs.len;
    const Pair *last = count ? &holder->pairs.at[count - 1] : NULL;
    if (last && last->value->shared)
        return WHY_SHARED;
    size_t start = place_start(file, holder);
    Edit edit = put_at(file, last ? place_end(file, last->value) : start + 1);
    edit = flow_entry(arena, edit, section, key, value);
    edit.rank = RANK_BEHIND;
    if (count > 1 && begins_its_line(file, last->key)) { /* one below the other */
        Str *first = edit.head.len ? &edit.head : &edit.text;
        *first =
            str_format(arena, "\n%*s%.*s", (int)last->key->pos.column - 1, "", STR_ARG(*first));
        edit.between = edit.head.len ? edit.between : S(",");
    }
    vec_push(arena, out, edit);
    return (Str){0};
}

/* Brackets around the bytes of an edit, with its text as the last entry in them. */
static void put_brackets(Arena *arena, Str open, Edit entry, Edits *out)
{
    Edit before = {.source = entry.source, .from = entry.from, .to = entry.from, .head = open};
    Edit behind = {.source = entry.source, .from = entry.to, .to = entry.to, .tail = S("}")};
    entry.from = entry.to;
    before.rank = RANK_OPEN;
    entry.rank = RANK_INSIDE;
    behind.rank = RANK_CLOSE;
    vec_push(arena, out, before);
    vec_push(arena, out, entry);
    vec_push(arena, out, behind);
}

/* Nothing at all, between brackets, becomes a mapping. */
static Str put_for_null(Places *places, const Spot *at, Str section, Str key, Node *value,
                        Edits *out)
{
    const ModelFile *file = at->file;
    const Node *null = at->pair->value;
    size_t behind = place_end(file, at->pair->key), start = place_start(file, null);
    ptrdiff_t colon = str_find(str_slice(file->source->text, behind, start), S(":"));
    size_t from = colon < 0 ? behind : behind + (size_t)colon + 1;
    Edit entry = flow_entry(places->arena, put_at(file, from), section, key, value);
    put_brackets(places->arena, colon < 0 ? S(": {") : S(" {"), entry, out);
    if (null->text.len) /* ~, or null */
        vec_push(places->arena, out, take_away(file, start, place_end(file, null)));
    return (Str){0};
}

/* `email: text` becomes `email: {type: text, …}`. */
static Str put_around(Places *places, const Holder *holder, Str section, Str key, Node *value,
                      Edits *out)
{
    Arena *arena = places->arena;
    const ModelFile *file = holder->at.file;
    const Node *plain = holder->at.pair->value;
    if (!holder->shorthand)
        return WHY_PLAIN;
    if (!place_ends(plain))
        return WHY_BLOCK;
    size_t from = place_start(file, plain), to = place_end(file, plain);
    Str open = str_format(arena, "{%s: ", holder->shorthand);
    Edit entry = flow_entry(arena, take_away(file, from, to), section, key, value);
    put_brackets(arena, open, entry, out);
    Str text = str_slice(file->source->text, from, to), quoted = text;
    if (plain->type == NODE_SCALAR && plain->style == STYLE_PLAIN)
        quoted = yaml_flow(arena, yaml_string(arena, plain->text));
    if (!str_eq(text, quoted) && strpbrk(plain->text.ptr, ",[]{}")) {
        Edit again = take_away(file, from, to);
        again.text = quoted;
        again.weak = true;
        vec_push(arena, out, again);
    }
    return (Str){0};
}

/* A name more in a list of names. */
static Str put_item(Places *places, const Spot *at, Str key, const Node *value, Edits *out)
{
    Arena *arena = places->arena;
    const ModelFile *file = at->file;
    const Node *list = at->pair->value;
    const Node *last = list->items.len ? list->items.at[list->items.len - 1] : NULL;
    if (!node_is_null(value))
        return WHY_LIST;
    if (!last || !place_ends(last))
        return WHY_BLOCK;
    Edit edit = put_at(file, place_end(file, last));
    edit.text = yaml_flow(arena, yaml_string(arena, key));
    edit.entry = list->flow;
    edit.between = S(", ");
    if (!list->flow) {
        Str line = line_at(file, last->pos.line);
        Str before = str_slice(line, 0, indent_of(line));
        Str text = str_format(arena, "%.*s- %.*s\n", STR_ARG(before), STR_ARG(edit.text));
        edit = put_at(file, place_byte(file, last->end_line + 1, 1));
        edit.text = text;
        edit.lines = true;
    }
    vec_push(arena, out, edit);
    return (Str){0};
}

Str place_put(Places *places, const Holder *holder, Str section, Str key, Node *value, Edits *out)
{
    Holder in = *holder;
    const Node *node = in.at.pair ? in.at.pair->value : in.at.mapping;
    const Pair *there = section.len ? node_pair(node, section) : NULL;
    if (node->shared)
        return WHY_SHARED;
    if (there) {
        in = (Holder){in.at, NULL};
        in.at.mapping = node;
        in.at.pair = there;
        node = there->value;
        section = (Str){0};
    }
    const Pair *twin = section.len ? NULL : node_pair(node, key);
    Spot old = {in.at.file, in.at.document, in.at.section, node, twin};
    if (node->shared)
        return WHY_SHARED;
    Str why = twin ? place_remove(places, &old, out) : (Str){0}; /* that goes, and this comes */
    if (why.len)
        return why;
    bool in_brackets = in.at.pair && in.at.mapping->flow;
    if (in_brackets && node_is_null(node))
        return put_for_null(places, &in.at, section, key, value, out);
    if (node->type == NODE_SEQUENCE && !in.shorthand)
        return put_item(places, &in.at, key, value, out);
    if (node->type != NODE_MAPPING && !node_is_null(node))
        return put_around(places, &in, section, key, value, out);
    if (in_brackets || (node->flow && node->pairs.len) || (node->flow && !in.at.pair))
        return put_between(places, &in.at, section, key, value, out);
    return put_lines(places, &in.at, section, key, value, out);
}

/* --- an entry less, or another one --- */

static Str remove_between(Places *places, const Spot *spot, Edits *out)
{
    const Node *mapping = spot->mapping;
    size_t i = (size_t)(spot->pair - mapping->pairs.at), last = mapping->pairs.len - 1;
    size_t from = place_start(spot->file, spot->pair->key);
    size_t to = place_end(spot->file, spot->pair->value);
    if (i < last)
        to = place_start(spot->file, mapping->pairs.at[i + 1].key);
    else if (i > 0 && !mapping->pairs.at[i - 1].value->shared)
        from = place_end(spot->file, mapping->pairs.at[i - 1].value);
    vec_push(places->arena, out, take_away(spot->file, from, to));
    return (Str){0};
}

Str place_remove(Places *places, const Spot *spot, Edits *out)
{
    if (spot->pair->value->shared)
        return WHY_SHARED;
    if (spot->mapping->flow)
        return remove_between(places, spot, out);
    if (!begins_its_line(spot->file, spot->pair->key))
        return WHY_LINE;
    size_t from = place_byte(spot->file, spot->pair->key->pos.line, 1);
    size_t to = place_byte(spot->file, end_of_pair(spot->file, spot->pair), 1);
    vec_push(places->arena, out, take_away(spot->file, from, to));
    return (Str){0};
}

Str place_remove_document(Places *places, const Spot *spot, Edits *out)
{
    const ModelFile *file = spot->file;
    uint32_t first = 1, last = (uint32_t)file->lines.len + 1, marks = 0;
    for (uint32_t i = 1; i <= file->lines.len; i++) {
        if (!str_starts(line_at(file, i), S("---")))
            continue;
        if (i <= spot->pair->key->pos.line) {
            first = i;
            marks++;
        } else {
            last = marks ? i : i + 1; /* of the first one, the line behind it */
            break;
        }
    }
    vec_push(places->arena, out,
             take_away(file, place_byte(file, first, 1), place_byte(file, last, 1)));
    return (Str){0};
}

Str place_replace(Places *places, const Spot *spot, Str key, Node *value, Edits *out)
{
    Arena *arena = places->arena;
    const ModelFile *file = spot->file;
    const Node *old = spot->pair->value, *old_key = spot->pair->key;
    if (old->shared)
        return WHY_SHARED;
    bool lines = value->type == NODE_SCALAR && str_find(value->text, S("\n")) >= 0;
    bool own_lines = !spot->mapping->flow && begins_its_line(file, old_key);
    if (!place_ends(old) || (lines && own_lines)) {
        if (!own_lines)
            return WHY_LINE;
        Edit edit = take_away(file, place_byte(file, old_key->pos.line, 1),
                              place_byte(file, end_of_pair(file, spot->pair), 1));
        edit.text =
            yaml_lines(arena, mapping_of(arena, key, value), old_key->pos.column - 1, file->step);
        edit.lines = true;
        vec_push(arena, out, edit);
        return (Str){0};
    }
    size_t from = place_start(file, old), to = place_end(file, old);
    bool tight = from == to && from > 0 && file->source->text.ptr[from - 1] == ':';
    Edit edit = take_away(file, from, to);
    edit.text = str_format(arena, "%s%.*s", tight ? " " : "", STR_ARG(yaml_flow(arena, value)));
    if (!str_eq(key, old_key->text)) {
        edit.from = place_start(file, old_key);
        edit.text = yaml_flow(arena, mapping_of(arena, key, value));
        edit.text = str_slice(edit.text, 1, edit.text.len - 1);
    }
    vec_push(arena, out, edit);
    return (Str){0};
}
