#include "docs/document.h"

#include "base/chars.h"

#include <string.h>

/* The longest run of back quotes. */
static size_t longest_fence(Str text)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < text.len; i++) {
        run = text.ptr[i] == '`' ? run + 1 : 0;
        if (run > longest)
            longest = run;
    }
    return longest;
}

static Str fence(Arena *arena, Str text, size_t least)
{
    size_t len = longest_fence(text) + 1;
    if (len < least)
        len = least;
    char *marks = NEW_ARRAY(arena, char, len + 1);
    memset(marks, '`', len);
    return (Str){marks, len};
}

/* Code inside a line; empty for an empty text. */
static Str code(const Page *page, Str text)
{
    Arena *arena = page->arena;
    if (!text.len)
        return (Str){0};
    if (!page->markdown)
        return text;
    text = str_replace(arena, text, S("\n"), S(" "));
    Str marks = fence(arena, text, 1);
    const char *pad = text.ptr[0] == '`' || text.ptr[text.len - 1] == '`' ? " " : "";
    return str_format(arena, "%.*s%s%.*s%s%.*s", STR_ARG(marks), pad, STR_ARG(text), pad,
                      STR_ARG(marks));
}

/* Code inside a table, whose cells end at every '|'. */
static Str cell(const Page *page, Str text)
{
    Str quoted = code(page, text);
    return page->markdown ? str_replace(page->arena, quoted, S("|"), S("\\|")) : quoted;
}

Str short_type(Arena *arena, const Column *column)
{
    static const struct {
        const char *name, *word;
    } words[] = {
        {"bit varying", "varbit"},
        {"character", "char"},
        {"character varying", "varchar"},
        {"time with time zone", "timetz"},
        {"time without time zone", "time"},
        {"timestamp with time zone", "timestamptz"},
        {"timestamp without time zone", "timestamp"},
    };
    const char *array = column->parsed.array ? "[]" : "";
    if (column->enumeration)
        return str_format(arena, "%.*s%s", STR_ARG(column->enumeration->name), array);
    for (size_t i = 0; column->parsed.builtin && i < COUNT_OF(words); i++)
        if (strcmp(column->parsed.builtin->name, words[i].name) == 0)
            return str_format(arena, "%s%.*s%s", words[i].word, STR_ARG(column->parsed.modifiers),
                              array);
    return str_starts(column->type, S("public.")) ? str_slice(column->type, 7, column->type.len)
                                                  : column->type;
}

/* The target of links: no two names share one. */
static Str anchor(Arena *arena, const char *kind, Str name)
{
    Writer w = {.arena = arena};
    w_printf(&w, "%s-", kind);
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (is_lower(c) || is_digit(c) || c == '_')
            w_raw(&w, str_slice(name, i, i + 1));
        else
            w_printf(&w, "-%02x", (unsigned char)c);
    }
    return w_result(&w);
}

Str relation_anchor(Arena *arena, const Relation *relation)
{
    return anchor(arena, relation->is_view ? "view" : "table",
                  relation_plain_name(arena, relation));
}

static Str enum_name(Arena *arena, const Enumeration *enumeration)
{
    if (!enumeration->schema.len || str_is(enumeration->schema, "public"))
        return enumeration->name;
    return str_format(arena, "%.*s.%.*s", STR_ARG(enumeration->schema), STR_ARG(enumeration->name));
}

static bool is_in_word(char c)
{
    return is_word(c) || (unsigned char)c >= 0x80;
}

/* The word occurs in the text, not as a part of a longer one. */
static bool has_word(Str text, Str word)
{
    for (size_t from = 0; from < text.len;) {
        ptrdiff_t found = str_find(str_slice(text, from, text.len), word);
        if (found < 0)
            return false;
        size_t start = from + (size_t)found, end = start + word.len;
        if ((start == 0 || !is_in_word(text.ptr[start - 1])) &&
            (end == text.len || !is_in_word(text.ptr[end])))
            return true;
        from = start + 1;
    }
    return false;
}

/* The text tells of a sensitive column of the relation. */
static bool tells_secrets(const Relation *relation, Str text)
{
    for (size_t i = 0; i < relation->columns.len; i++)
        if (relation->columns.at[i].sensitive && has_word(text, relation->columns.at[i].name))
            return true;
    return false;
}

static bool any_sensitive(const Column **columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (columns[i]->sensitive)
            return true;
    return false;
}

static Str column_names(const Page *page, const Column **columns, size_t count)
{
    Arena *arena = page->arena;
    StrVec names = {0};
    for (size_t i = 0; i < count; i++)
        vec_push(arena, &names, code(page, columns[i]->name));
    return str_join(arena, &names, S(", "));
}

static bool is_unique_alone(const Relation *relation, const Column *column)
{
    for (size_t i = 0; i < relation->uniques.len; i++)
        if (relation->uniques.at[i].column_count == 1 &&
            relation->uniques.at[i].columns[0] == column)
            return true;
    return false;
}

bool is_foreign(const Relation *relation, const Column *column)
{
    for (size_t i = 0; i < relation->references.len; i++)
        for (size_t k = 0; k < relation->references.at[i].column_count; k++)
            if (relation->references.at[i].columns[k] == column)
                return true;
    return false;
}

static Str key_text(Arena *arena, const Relation *relation, const Column *column)
{
    StrVec marks = {0};
    if (column->in_primary_key)
        vec_push(arena, &marks, S("primary"));
    if (is_foreign(relation, column))
        vec_push(arena, &marks, S("foreign"));
    if (is_unique_alone(relation, column))
        vec_push(arena, &marks, S("unique"));
    return str_join(arena, &marks, S(", "));
}

static Str default_text(const Page *page, const Relation *relation, const Column *column)
{
    Arena *arena = page->arena;
    Str expression = column->default_expression;
    if (column->generated && column->object)
        expression = object_text(column->object, "generated");
    if (tells_secrets(relation, expression))
        return S("not shown");
    if (column->generated)
        return str_format(arena, "generated %.*s", STR_ARG(cell(page, expression)));
    if (column->has_default && !expression.len)
        return S("identity");
    return cell(page, expression);
}

/* The columns that are shown; how many are not goes into *hidden. */
static Data *columns_data(const Page *page, const Relation *relation, size_t *hidden)
{
    Arena *arena = page->arena;
    Data *list = data_list(arena);
    for (size_t i = 0; i < relation->columns.len; i++) {
        const Column *column = &relation->columns.at[i];
        if (column->sensitive) {
            ++*hidden;
            continue;
        }
        Data *item = data_map(arena);
        data_set_text(arena, item, "name", cell(page, column->name));
        data_set_text(arena, item, "type", cell(page, column->type));
        data_set_text(arena, item, "enum_anchor",
                      column->enumeration
                          ? anchor(arena, "enum", enum_name(arena, column->enumeration))
                          : (Str){0});
        data_set_text(arena, item, "null", column->not_null ? S("no") : S("yes"));
        data_set_text(arena, item, "default", default_text(page, relation, column));
        data_set_text(arena, item, "key", key_text(arena, relation, column));
        data_set_text(arena, item, "comment", column->comment);
        data_add(arena, list, item);
    }
    return list;
}

static void add_key(const Page *page, Data *list, const Key *key, Str what)
{
    Arena *arena = page->arena;
    if (any_sensitive(key->columns, key->column_count))
        return;
    Data *item = data_map(arena);
    data_set_text(arena, item, "name", code(page, key->name));
    data_set_text(arena, item, "what", what);
    data_set_text(arena, item, "columns", column_names(page, key->columns, key->column_count));
    data_add(arena, list, item);
}

static Data *keys_data(const Page *page, const Relation *relation)
{
    Arena *arena = page->arena;
    Data *list = data_list(arena);
    if (relation->primary_key)
        add_key(page, list, relation->primary_key, S("primary key"));
    for (size_t i = 0; i < relation->uniques.len; i++)
        add_key(page, list, &relation->uniques.at[i], S("unique"));
    return list;
}

static bool shows_reference(const Reference *reference)
{
    return reference->to && !any_sensitive(reference->columns, reference->column_count) &&
           !any_sensitive(reference->to_columns, reference->column_count);
}

/* A reference as its own table tells of it, or (`back`) the one it points to. */
static void add_reference(const Page *page, Data *list, const Reference *reference, bool back)
{
    Arena *arena = page->arena;
    if (!shows_reference(reference))
        return;
    const Relation *other = back ? reference->from : reference->to;
    Data *item = data_map(arena);
    data_set_text(arena, item, "name", code(page, reference->name));
    data_set_text(arena, item, "inverse", code(page, reference->inverse));
    data_set_text(arena, item, "table", code(page, relation_plain_name(arena, other)));
    data_set_text(arena, item, "anchor", relation_anchor(arena, other));
    data_set_text(arena, item, "columns",
                  column_names(page, reference->columns, reference->column_count));
    data_set_text(arena, item, "to_columns",
                  column_names(page, reference->to_columns, reference->column_count));
    data_set_text(arena, item, "on_delete", reference->on_delete);
    data_set_bool(arena, item, "unique", reference->unique);
    data_add(arena, list, item);
}

static Data *indexes_data(const Page *page, const Relation *relation)
{
    Arena *arena = page->arena;
    Data *list = data_list(arena);
    for (size_t i = 0; i < relation->indexes.len; i++) {
        const IndexOutline *index = &relation->indexes.at[i];
        if (tells_secrets(relation, index->definition))
            continue;
        Data *item = data_map(arena);
        data_set_text(arena, item, "name", code(page, index->name));
        data_set_bool(arena, item, "unique", index->unique);
        data_set_text(arena, item, "definition", code(page, index->definition));
        data_add(arena, list, item);
    }
    return list;
}

/* Checks, triggers or functions; those of a relation without what tells its secrets. */
static Data *details_data(const Page *page, const Detail *details, size_t count,
                          const Relation *relation)
{
    Arena *arena = page->arena;
    Data *list = data_list(arena);
    for (size_t i = 0; i < count; i++) {
        if (relation && tells_secrets(relation, details[i].definition))
            continue;
        Data *item = data_map(arena);
        data_set_text(arena, item, "name", code(page, details[i].name));
        data_set_text(arena, item, "definition", code(page, details[i].definition));
        data_set_text(arena, item, "words", details[i].definition);
        data_set_text(arena, item, "comment", details[i].comment);
        data_add(arena, list, item);
    }
    return list;
}

static Data *relation_data(const Page *page, const Relation *relation)
{
    Arena *arena = page->arena;
    Data *data = data_map(arena);
    data_set_text(arena, data, "name", code(page, relation_plain_name(arena, relation)));
    data_set_text(arena, data, "anchor", relation_anchor(arena, relation));
    data_set_text(arena, data, "comment", relation->comment);
    return data;
}

static Data *table_data(const Page *page, const Relation *table)
{
    Arena *arena = page->arena;
    Data *data = relation_data(page, table);
    Data *references = data_list(arena), *referenced_by = data_list(arena);
    size_t hidden = 0;
    data_set(arena, data, "columns", columns_data(page, table, &hidden));
    data_set_text(arena, data, "hidden",
                  hidden ? str_format(arena, "%zu sensitive column%s not shown.", hidden,
                                      hidden == 1 ? " is" : "s are")
                         : (Str){0});
    data_set(arena, data, "keys", keys_data(page, table));
    for (size_t i = 0; i < table->references.len; i++)
        add_reference(page, references, &table->references.at[i], false);
    for (size_t i = 0; i < table->referenced_by.len; i++)
        add_reference(page, referenced_by, table->referenced_by.at[i], true);
    data_set(arena, data, "references", references);
    data_set(arena, data, "referenced_by", referenced_by);
    data_set(arena, data, "indexes", indexes_data(page, table));
    data_set(arena, data, "checks", details_data(page, table->checks.at, table->checks.len, table));
    data_set(arena, data, "triggers",
             details_data(page, table->triggers.at, table->triggers.len, table));
    return data;
}

static Data *view_data(const Page *page, const Relation *view, const Outline *outline)
{
    Arena *arena = page->arena;
    Data *data = relation_data(page, view);
    Str query = str_trim(view->query);
    bool secret = false;
    for (size_t i = 0; i < outline->relations.len && !secret; i++)
        secret = tells_secrets(outline->relations.at[i], query);
    data_set_text(arena, data, "hidden",
                  secret ? S("Its query uses sensitive columns and is not shown.") : (Str){0});
    data_set_text(arena, data, "query", query);
    data_set_text(arena, data, "fence", fence(arena, query, 3));
    return data;
}

static Data *enums_data(const Page *page, const Outline *outline)
{
    Arena *arena = page->arena;
    Data *list = data_list(arena);
    for (size_t i = 0; i < outline->enums.len; i++) {
        const Enumeration *enumeration = outline->enums.at[i];
        Str name = enum_name(arena, enumeration);
        Data *item = data_map(arena), *labels = data_list(arena);
        for (size_t k = 0; k < enumeration->label_count; k++)
            data_add(arena, labels, data_text(arena, code(page, enumeration->labels[k])));
        data_set_text(arena, item, "name", code(page, name));
        data_set_text(arena, item, "anchor", anchor(arena, "enum", name));
        data_set_text(arena, item, "comment", enumeration->comment);
        data_set(arena, item, "labels", labels);
        data_add(arena, list, item);
    }
    return list;
}

Data *document_data(const Page *page, const Outline *outline)
{
    Arena *arena = page->arena;
    Data *root = data_map(arena), *tables = data_list(arena), *views = data_list(arena);
    for (size_t i = 0; i < outline->relations.len; i++) {
        const Relation *relation = outline->relations.at[i];
        if (relation->is_view)
            data_add(arena, views, view_data(page, relation, outline));
        else
            data_add(arena, tables, table_data(page, relation));
    }
    data_set_text(arena, root, "title", outline->database);
    data_set_text(arena, root, "description", outline->comment);
    data_set(arena, root, "tables", tables);
    data_set(arena, root, "views", views);
    data_set(arena, root, "enums", enums_data(page, outline));
    data_set(arena, root, "functions",
             details_data(page, outline->functions.at, outline->functions.len, NULL));
    return root;
}
