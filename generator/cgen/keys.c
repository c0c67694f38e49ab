#include "cgen/table.h"

#include "text/name.h"
#include "text/quote.h"

/* A key, or a unique index that acts as one. */
typedef struct {
    const Key *key;
    Str ending;    /* of its functions' names: "", "_by_a_and_b", "_on_users_lower_email" */
    Str title;     /* "users_email_key (email)" */
    Str target;    /* of ON CONFLICT, where it is more than the columns; else absent */
    Str no_upsert; /* why there is none; else absent */
    size_t number;
} KeyUse;

static Data *key_parts(Cgen *gen, const TableGen *table, const Key *key)
{
    Map parameters = {.arena = gen->arena};
    Data *list = data_list(gen->arena);
    for (size_t i = 0; i < key->column_count; i++) {
        size_t index = column_index(table->relation, key->columns[i]);
        Str member = table->members[index];
        Data *map = data_map(gen->arena);
        data_set_text(gen->arena, map, "c_type", table->ctypes[index].plain);
        data_set_text(gen->arena, map, "member", member);
        data_set_text(gen->arena, map, "parameter",
                      names_parameter(&gen->names, &parameters, member));
        set_number(gen, map, "index", index);
        data_add(gen->arena, list, map);
    }
    return list;
}

/* "the primary key (id)", "users_email_key (email)" */
static Str key_title(Cgen *gen, const Key *key, bool primary)
{
    StrVec names = {0};
    for (size_t i = 0; i < key->column_count; i++)
        vec_push(gen->arena, &names, sql_ident(gen->arena, key->columns[i]->name));
    Str columns = str_join(gen->arena, &names, S(", "));
    return str_format(gen->arena, "%.*s (%.*s)",
                      STR_ARG(primary ? S("the primary key") : key->name), STR_ARG(columns));
}

/* "" for the primary key, "_by_a_and_b" for another. */
static Str key_ending(Cgen *gen, const TableGen *table, const Key *key, bool primary)
{
    StrVec names = {0};
    for (size_t i = 0; i < key->column_count; i++)
        vec_push(gen->arena, &names,
                 table->members[column_index(table->relation, key->columns[i])]);
    Str by = str_join(gen->arena, &names, S("_and_"));
    return primary ? S("") : str_format(gen->arena, "_by_%.*s", STR_ARG(by));
}

static bool key_is_writable(const Key *key)
{
    for (size_t i = 0; i < key->column_count; i++)
        if (!column_is_writable(key->columns[i]))
            return false;
    return true;
}

static void set_function(Cgen *gen, Data *map, const TableGen *table, const KeyUse *use,
                         const char *name, const char *verb, bool there)
{
    Str function =
        str_format(gen->arena, "%.*s_%s%.*s", STR_ARG(table->type), verb, STR_ARG(use->ending));
    if (there)
        names_claim(&gen->names, &gen->names.global, function, table->sql, table->relation->object);
    data_set_text(gen->arena, map, name, there ? function : (Str){0});
}

static Data *key_data(Cgen *gen, const TableGen *table, const KeyUse *use)
{
    Arena *arena = gen->arena;
    const Key *key = use->key;
    Data *map = data_map(arena);
    bool found = !use->target.len, upserted = !use->no_upsert.len && key_is_writable(key);
    set_function(gen, map, table, use, "function", "get", found);
    set_function(gen, map, table, use, "exists", "exists", found);
    set_function(gen, map, table, use, "upsert", "upsert", upserted);
    set_function(gen, map, table, use, "upsert_many", "upsert_many", upserted);
    data_set_bool(arena, map, "used", found || upserted);
    data_set_text(arena, map, "title", use->title);
    data_set_text(arena, map, "constraint", key->name);
    data_set_text(arena, map, "symbol",
                  str_format(arena, "key_%zu_of_%.*s", use->number, STR_ARG(table->type)));
    data_set_text(arena, map, "target", use->target);
    data_set_text(arena, map, "no_upsert", use->no_upsert);
    data_set_bool(arena, map, "composite", key->column_count > 1);
    data_set(arena, map, "parts", key_parts(gen, table, key));
    set_number(gen, map, "part_count", key->column_count);
    set_number(gen, map, "out_index", key->column_count + 2);
    set_number(gen, map, "row_index", key->column_count + 3);
    return map;
}

/* ---- unique indexes */

/* `name DESC NULLS LAST` without what says the order, which ON CONFLICT does not take. */
static Str without_order(Arena *arena, Str part)
{
    static const char *const endings[] = {" nulls first", " nulls last", " desc", " asc"};
    for (size_t i = 0; i < COUNT_OF(endings); i++)
        if (str_ends(str_lower(arena, part), str_of(endings[i])))
            part = str_slice(part, 0, part.len - str_of(endings[i]).len);
    return part;
}

static const Column *column_of_part(Arena *arena, const Relation *relation, Str part)
{
    for (size_t i = 0; i < relation->columns.len; i++)
        if (str_eq(sql_ident(arena, relation->columns.at[i].name), part))
            return &relation->columns.at[i];
    return NULL;
}

/* Whether there is nothing behind the expression: a collation, an operator class. */
static bool is_one_term(Str text)
{
    size_t depth = 0;
    char quote = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '(')
            depth++;
        else if (c == ')')
            depth -= depth > 0;
        else if (c == ' ' && !depth)
            return false;
    }
    return true;
}

/* The index as a key over its columns, and the target of ON CONFLICT where that is more. False:
 * its parts cannot be named there. */
static bool index_key(Cgen *gen, const Relation *relation, const IndexOutline *index, Key *key,
                      Str *target)
{
    Arena *arena = gen->arena;
    Value parts = object_value(index->object, "columns");
    Str where = object_text(index->object, "where");
    StrVec texts = {0};
    key->name = index->name;
    key->object = index->object;
    key->columns = NEW_ARRAY(arena, const Column *, parts.count);
    for (uint32_t i = 0; i < parts.count; i++) {
        Str part = without_order(arena, parts.list[i]);
        const Column *column = column_of_part(arena, relation, part);
        if (column)
            key->columns[key->column_count++] = column;
        else if (!is_one_term(part))
            return false;
        vec_push(arena, &texts, part);
    }
    if (key->column_count < parts.count || where.len)
        *target = str_format(arena, "(%.*s)", STR_ARG(str_join(arena, &texts, S(", "))));
    if (where.len)
        *target = str_format(arena, "%.*s WHERE (%.*s)", STR_ARG(*target), STR_ARG(where));
    return true;
}

static KeyUse index_use(Cgen *gen, const TableGen *table, const IndexOutline *index)
{
    Key *key = NEW(gen->arena, Key);
    KeyUse use = {.key = key};
    if (!index_key(gen, table->relation, index, key, &use.target)) {
        use.target = index->definition;
        use.no_upsert = S("ON CONFLICT cannot name its operator class or collation");
        key->column_count = 0;
    }
    use.title = use.target.len
                    ? str_format(gen->arena, "%.*s %.*s", STR_ARG(key->name), STR_ARG(use.target))
                    : key_title(gen, key, false);
    use.ending = use.target.len ? str_format(gen->arena, "_on_%.*s",
                                             STR_ARG(name_snake(gen->arena, key->name)))
                                : key_ending(gen, table, key, false);
    return use;
}

/* ---- all of them */

/* A deferrable constraint is looked at too late for ON CONFLICT. */
static KeyUse key_use(Cgen *gen, const TableGen *table, const Key *key, bool primary)
{
    bool late = key->object && object_attr(key->object, "deferrable");
    return (KeyUse){.key = key,
                    .ending = key_ending(gen, table, key, primary),
                    .title = key_title(gen, key, primary),
                    .no_upsert = late ? S("the constraint is deferrable") : (Str){0}};
}

/* Of several over the same columns only the first. */
static void add_key(Cgen *gen, const TableGen *table, Map *seen, Data *list, KeyUse use)
{
    bool again = map_put(seen, str_format(gen->arena, "get%.*s", STR_ARG(use.ending)), seen);
    if (!again)
        data_add(gen->arena, list, key_data(gen, table, &use));
}

/* No two rows are alike in it: NULLs count as different, unless it is told otherwise. */
static bool tells_apart(const Key *key)
{
    bool apart = key->column_count > 0;
    for (size_t i = 0; i < key->column_count; i++)
        apart &= key->columns[i]->not_null;
    bool alike = key->object && object_bool(key->object, "nulls_not_distinct");
    return apart || (alike && key->column_count);
}

static void take_identity(TableGen *table, const KeyUse *use)
{
    if (!table->identity && !use->target.len && tells_apart(use->key))
        table->identity = use->key;
}

/* The primary key first, and once more by itself. */
void table_keys(Cgen *gen, TableGen *table)
{
    const Relation *relation = table->relation;
    Data *list = data_list(gen->arena), *primary = data_list(gen->arena);
    Map seen = {.arena = gen->arena};
    Str symbol = str_format(gen->arena, "&key_0_of_%.*s", STR_ARG(table->type));
    size_t number = 1;
    table->identity = relation->primary_key;
    if (relation->primary_key) {
        KeyUse use = key_use(gen, table, relation->primary_key, true);
        Data *map = key_data(gen, table, &use);
        data_add(gen->arena, primary, map);
        data_add(gen->arena, list, map);
    }
    for (size_t i = 0; i < relation->uniques.len; i++) {
        KeyUse use = key_use(gen, table, &relation->uniques.at[i], false);
        use.number = number++;
        take_identity(table, &use);
        add_key(gen, table, &seen, list, use);
    }
    for (size_t i = 0; i < relation->indexes.len; i++) {
        const IndexOutline *index = &relation->indexes.at[i];
        if (!index->unique || !index->object)
            continue;
        KeyUse use = index_use(gen, table, index);
        if (relation->is_view && use.target.len) /* nothing to find a row by */
            continue;
        use.number = number++;
        take_identity(table, &use);
        add_key(gen, table, &seen, list, use);
    }
    data_set(gen->arena, table->data, "keys", list);
    data_set(gen->arena, table->data, "primary", primary);
    data_set_text(gen->arena, table->data, "primary_symbol",
                  relation->primary_key ? symbol : S("NULL"));
}
