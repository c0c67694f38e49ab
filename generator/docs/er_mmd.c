#include "docs/docs.h"

#include "base/chars.h"
#include "docs/document.h"

#include <string.h>

/* Words of the diagram's own language, in any case. */
static bool is_diagram_word(Str name)
{
    static const char *const words[] = {"accdescr", "acctitle",   "class", "classdef", "direction",
                                        "end",      "erdiagram",  "many",  "one",      "only",
                                        "o",        "optionally", "style", "subgraph", "title",
                                        "to",       "u",          "zero"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq_nocase(name, str_of(words[i])))
            return true;
    return false;
}

/* An entity's name: bare where that is safe, else in quotes, without what quotes do not take. */
static Str entity_name(Arena *arena, Str name)
{
    bool bare = name.len && !is_digit(name.ptr[0]) && !is_diagram_word(name);
    for (size_t i = 0; i < name.len && bare; i++)
        bare = is_word(name.ptr[i]);
    if (bare)
        return name;
    Writer w = {.arena = arena};
    w_text(&w, "\"");
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        if (c < ' ' || c == 0x7F || strchr("\"%\\", c))
            w_printf(&w, "-%02X", c);
        else
            w_raw(&w, str_slice(name, i, i + 1));
    }
    w_text(&w, "\"");
    return w_result(&w);
}

/* A column's name or type as one word: what the diagram does not take becomes '_', and the marks of
 * keys get one behind them. */
static Str attribute_word(Arena *arena, Str text, const char *also)
{
    static const char *const marks[] = {"pk", "fk", "uk"};
    Writer w = {.arena = arena};
    if (!text.len || is_digit(text.ptr[0]))
        w_text(&w, "_");
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (((unsigned char)c & 0xC0) == 0x80)
            continue; /* one '_' for a whole code point */
        w_raw(&w, is_word(c) || (c && strchr(also, c)) ? str_slice(text, i, i + 1) : S("_"));
    }
    size_t word = 0;
    Str result = w_result(&w);
    while (word < result.len && is_word(result.ptr[word]))
        word++;
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (str_eq_nocase(str_slice(result, 0, word), str_of(marks[i])))
            return str_format(arena, "%s_%.*s", marks[i],
                              STR_ARG(str_slice(result, word, result.len)));
    return result;
}

static Str type_word(Arena *arena, const Column *column)
{
    return attribute_word(arena, short_type(arena, column), column->enumeration ? "[]" : "()[]");
}

static bool has_column(const Column **columns, size_t count, const Column *column)
{
    for (size_t i = 0; i < count; i++)
        if (columns[i] == column)
            return true;
    return false;
}

/* "PK, FK": in the primary key, in a foreign key; "UK": a unique key of its own. */
static Str key_marks(Arena *arena, const Relation *relation, const Column *column)
{
    StrVec marks = {0};
    if (column->in_primary_key)
        vec_push(arena, &marks, S("PK"));
    for (size_t i = 0; i < relation->references.len; i++) {
        const Reference *reference = &relation->references.at[i];
        if (!has_column(reference->columns, reference->column_count, column))
            continue;
        vec_push(arena, &marks, S("FK"));
        break;
    }
    for (size_t i = 0; i < relation->uniques.len; i++) {
        const Key *key = &relation->uniques.at[i];
        if (key->column_count != 1 || key->columns[0] != column)
            continue;
        vec_push(arena, &marks, S("UK"));
        break;
    }
    return str_join(arena, &marks, S(", "));
}

static Data *table_data(Arena *arena, const Relation *relation)
{
    Data *table = data_map(arena), *columns = data_list(arena);
    data_set_text(arena, table, "name", entity_name(arena, relation_plain_name(arena, relation)));
    for (size_t i = 0; i < relation->columns.len; i++) {
        const Column *column = &relation->columns.at[i];
        if (column->sensitive)
            continue;
        Data *item = data_map(arena);
        data_set_text(arena, item, "name", attribute_word(arena, column->name, ""));
        data_set_text(arena, item, "type", type_word(arena, column));
        data_set_text(arena, item, "key", key_marks(arena, relation, column));
        data_add(arena, columns, item);
    }
    data_set(arena, table, "columns", columns);
    return table;
}

/* Left of the line stands the referenced table: exactly one row, or none where the key may be NULL.
 * Right of it: any number of rows, or at most one where the key is unique. */
static Data *relation_data(Arena *arena, const Reference *reference)
{
    Data *data = data_map(arena);
    Str label = reference->inverse.len ? reference->inverse : reference->name;
    data_set_text(arena, data, "to", entity_name(arena, relation_plain_name(arena, reference->to)));
    data_set_text(arena, data, "from",
                  entity_name(arena, relation_plain_name(arena, reference->from)));
    data_set_text(arena, data, "shape",
                  str_format(arena, "%s--%s", reference->required ? "||" : "|o",
                             reference->unique ? "o|" : "o{"));
    label = str_replace(arena, str_replace(arena, label, S("\""), S("'")), S("\n"), S(" "));
    data_set_text(arena, data, "label", str_format(arena, "\"%.*s\"", STR_ARG(label)));
    return data;
}

static Data *diagram_data(Arena *arena, const Outline *outline)
{
    Data *root = data_map(arena), *tables = data_list(arena), *relations = data_list(arena);
    for (size_t i = 0; i < outline->relations.len; i++) {
        const Relation *relation = outline->relations.at[i];
        if (relation->is_view || relation->is_partition)
            continue;
        data_add(arena, tables, table_data(arena, relation));
        for (size_t k = 0; k < relation->references.len; k++)
            if (relation->references.at[k].to && !relation->references.at[k].to->is_partition)
                data_add(arena, relations, relation_data(arena, &relation->references.at[k]));
    }
    data_set(arena, root, "tables", tables);
    data_set(arena, root, "relations", relations);
    return root;
}

Str docs_er_mmd(Arena *arena, const Outline *outline, Templates *templates, Diags *diags)
{
    Arena *own = arena_new();
    Str text = templates_fill(arena, templates, "docs/er.mmd", diagram_data(own, outline), diags);
    arena_free(own);
    return text;
}
