#include "cgen/cgen.h"

#include "cgen/names.h"
#include "cgen/types.h"
#include "text/quote.h"

typedef struct {
    Arena *arena;
    Names names;
    CTypes types;
} Cgen;

/* A table on its way to the templates: C names by position of the column. */
typedef struct {
    const Relation *relation;
    Str type, sql;
    Str *members;
    CType *ctypes;
    Data *data;
} TableGen;

static void set_number(Cgen *gen, Data *map, const char *name, size_t number)
{
    data_set_text(gen->arena, map, name, str_format(gen->arena, "%zu", number));
}

/* Texts of several lines stay inside their comment block. */
static Str comment_lines(Arena *arena, Str comment, const char *indent)
{
    return str_replace(arena, comment, S("\n"), str_format(arena, "\n%s * ", indent));
}

/* ---- enums */

/* Labels are data and may hold anything ('<', 'unknown'), so a constant whose name is taken gets
 * its number behind it. */
static Str label_constant(Cgen *gen, Map *taken, Str upper, Str label, size_t number)
{
    Str word = name_upper(gen->arena, label);
    Str name = str_format(gen->arena, "%.*s_%.*s", STR_ARG(upper), STR_ARG(word));
    while (map_get(taken, name))
        name = str_format(gen->arena, "%.*s_%zu", STR_ARG(name), number);
    map_put(taken, name, taken);
    return name;
}

static Data *enum_labels(Cgen *gen, const Enumeration *e, Str upper, Str unknown, Str what)
{
    Data *list = data_list(gen->arena);
    Map taken = {.arena = gen->arena};
    map_put(&taken, unknown, &taken);
    for (size_t i = 0; i < e->label_count; i++) {
        Data *map = data_map(gen->arena);
        Str constant = label_constant(gen, &taken, upper, e->labels[i], i + 1);
        names_claim(&gen->names, &gen->names.global, constant, what, e->object);
        data_set_text(gen->arena, map, "constant", constant);
        data_set_text(gen->arena, map, "label", e->labels[i]);
        set_number(gen, map, "value", i + 1);
        data_add(gen->arena, list, map);
    }
    return list;
}

static Data *enum_data(Cgen *gen, const Enumeration *e)
{
    static const char *const endings[] = {"_to_string", "_from_string"};
    Arena *arena = gen->arena;
    Str sql = sql_qualified(arena, e->schema, e->name);
    Str what = str_format(arena, "enum %.*s", STR_ARG(sql));
    Str type = names_type(&gen->names, e->schema, e->name);
    Str upper = name_upper(arena, type);
    Str unknown = str_format(arena, "%.*s_UNKNOWN", STR_ARG(upper));
    names_claim_all(&gen->names, type, endings, COUNT_OF(endings), what, e->object);
    names_claim(&gen->names, &gen->names.global, unknown, what, e->object);
    Data *map = data_map(arena);
    data_set_text(arena, map, "type", type);
    data_set_text(arena, map, "sql", sql);
    data_set_text(arena, map, "comment", comment_lines(arena, e->comment, ""));
    data_set_text(arena, map, "unknown", unknown);
    data_set(arena, map, "labels", enum_labels(gen, e, upper, unknown, what));
    set_number(gen, map, "label_count", e->label_count);
    return map;
}

/* ---- columns */

static bool is_writable(const Column *column)
{
    return !column->generated && !column->identity_always;
}

/* What stands behind a member: the type in SQL and what the struct does not show. */
static Str column_note(Cgen *gen, const Column *column, const CType *ctype)
{
    struct {
        bool on;
        const char *text;
    } parts[] = {
        {ctype->as_text, ", as text"},
        {column->in_primary_key, ", primary key"},
        {!is_writable(column), ", read-only"},
        {is_writable(column) && column->has_default, ", has a default"},
        {column->sensitive, ", sensitive"},
    };
    Str note = column->type;
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (parts[i].on)
            note = str_format(gen->arena, "%.*s%s", STR_ARG(note), parts[i].text);
    return note;
}

static Data *column_data(Cgen *gen, const Column *column, Str member, const CType *ctype)
{
    Arena *arena = gen->arena;
    Data *map = data_map(arena);
    data_set_text(arena, map, "name", column->name);
    data_set_text(arena, map, "quoted", sql_ident(arena, column->name));
    data_set_text(arena, map, "member", member);
    data_set_text(arena, map, "c_type", column->not_null ? ctype->plain : ctype->nullable);
    data_set_text(arena, map, "descriptor", ctype->descriptor);
    data_set_text(arena, map, "note", column_note(gen, column, ctype));
    data_set_text(arena, map, "comment", comment_lines(arena, column->comment, "    "));
    data_set_bool(arena, map, "writable", is_writable(column));
    data_set_bool(arena, map, "nullable", !column->not_null);
    data_set_bool(arena, map, "in_primary_key", column->in_primary_key);
    return map;
}

static void table_columns(Cgen *gen, TableGen *table)
{
    const Relation *relation = table->relation;
    Map members = {.arena = gen->arena};
    Data *list = data_list(gen->arena);
    bool sensitive = false, writable = false;
    table->members = NEW_ARRAY(gen->arena, Str, relation->columns.len);
    table->ctypes = NEW_ARRAY(gen->arena, CType, relation->columns.len);
    for (size_t i = 0; i < relation->columns.len; i++) {
        const Column *column = &relation->columns.at[i];
        table->members[i] = name_snake(gen->arena, column->name);
        table->ctypes[i] = ctype_of(&gen->types, &column->parsed);
        Str what = str_format(gen->arena, "column %.*s.%.*s", STR_ARG(table->sql),
                              STR_ARG(sql_ident(gen->arena, column->name)));
        names_claim(&gen->names, &members, table->members[i], what, column->object);
        data_add(gen->arena, list, column_data(gen, column, table->members[i], &table->ctypes[i]));
        sensitive |= column->sensitive;
        writable |= is_writable(column);
    }
    data_set(gen->arena, table->data, "columns", list);
    set_number(gen, table->data, "column_count", relation->columns.len);
    data_set_bool(gen->arena, table->data, "sensitive", sensitive);
    data_set_bool(gen->arena, table->data, "nothing_writable", !writable);
}

/* ---- keys */

static Data *key_parts(Cgen *gen, const TableGen *table, const Key *key)
{
    Map parameters = {.arena = gen->arena};
    Data *list = data_list(gen->arena);
    for (size_t i = 0; i < key->column_count; i++) {
        size_t index = (size_t)(key->columns[i] - table->relation->columns.at);
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

/* users_get, or users_get_by_a_and_b */
static Str key_function(Cgen *gen, const TableGen *table, const Key *key, bool primary)
{
    StrVec names = {0};
    for (size_t i = 0; i < key->column_count; i++)
        vec_push(gen->arena, &names,
                 table->members[(size_t)(key->columns[i] - table->relation->columns.at)]);
    Str by = str_join(gen->arena, &names, S("_and_"));
    return primary ? str_format(gen->arena, "%.*s_get", STR_ARG(table->type))
                   : str_format(gen->arena, "%.*s_get_by_%.*s", STR_ARG(table->type), STR_ARG(by));
}

static Data *key_data(Cgen *gen, const TableGen *table, const Key *key, Str function, bool primary,
                      size_t number)
{
    Arena *arena = gen->arena;
    Data *map = data_map(arena);
    data_set_text(arena, map, "function", function);
    data_set_text(arena, map, "title", key_title(gen, key, primary));
    data_set_text(arena, map, "constraint", key->name);
    data_set_text(arena, map, "symbol",
                  str_format(arena, "key_%zu_of_%.*s", number, STR_ARG(table->type)));
    data_set(arena, map, "parts", key_parts(gen, table, key));
    set_number(gen, map, "part_count", key->column_count);
    set_number(gen, map, "row_index", key->column_count + 3);
    return map;
}

/* The primary key first; of several keys over the same columns only the first. */
static void table_keys(Cgen *gen, TableGen *table)
{
    const Relation *relation = table->relation;
    Data *list = data_list(gen->arena), *primary = data_list(gen->arena);
    Map seen = {.arena = gen->arena};
    for (size_t i = 0; i <= relation->uniques.len; i++) {
        const Key *key = i ? &relation->uniques.at[i - 1] : relation->primary_key;
        if (!key)
            continue;
        Str function = key_function(gen, table, key, i == 0);
        if (map_put(&seen, function, &seen))
            continue;
        names_claim(&gen->names, &gen->names.global, function, table->sql, relation->object);
        Data *map = key_data(gen, table, key, function, i == 0, i);
        data_add(gen->arena, list, map);
        if (i == 0)
            data_add(gen->arena, primary, map);
    }
    Str symbol = str_format(gen->arena, "&key_0_of_%.*s", STR_ARG(table->type));
    data_set(gen->arena, table->data, "keys", list);
    data_set(gen->arena, table->data, "primary", primary);
    data_set_text(gen->arena, table->data, "primary_symbol",
                  relation->primary_key ? symbol : S("NULL"));
}

/* ---- tables */

/* There is a key to find the row by, and a column beside it that can change. */
static bool is_updatable(const Relation *relation)
{
    for (size_t i = 0; relation->primary_key && i < relation->columns.len; i++)
        if (is_writable(&relation->columns.at[i]) && !relation->columns.at[i].in_primary_key)
            return true;
    return false;
}

static void table_claim(Cgen *gen, const TableGen *table)
{
    static const char *const always[] = {"", "_columns", "_insert"};
    static const char *const keyed[] = {"_update", "_delete", "_key", "_page", "_key_of", "_list"};
    Str what = str_format(gen->arena, "table %.*s", STR_ARG(table->sql));
    const Object *object = table->relation->object;
    names_claim_all(&gen->names, table->type, always, COUNT_OF(always), what, object);
    if (table->relation->primary_key)
        names_claim_all(&gen->names, table->type, keyed, COUNT_OF(keyed), what, object);
}

static Data *table_data(Cgen *gen, const Relation *relation)
{
    Arena *arena = gen->arena;
    TableGen table = {
        .relation = relation,
        .type = names_relation(&gen->names, relation),
        .sql = sql_qualified(arena, relation->schema, relation->name),
        .data = data_map(arena),
    };
    table_claim(gen, &table);
    data_set_text(arena, table.data, "type", table.type);
    data_set_text(arena, table.data, "sql", table.sql);
    data_set_text(arena, table.data, "comment", comment_lines(arena, relation->comment, ""));
    data_set_bool(arena, table.data, "updatable", is_updatable(relation));
    table_columns(gen, &table);
    table_keys(gen, &table);
    return table.data;
}

/* ---- the whole */

static Data *tables_data(Cgen *gen, const Outline *outline)
{
    Data *list = data_list(gen->arena);
    for (size_t i = 0; i < outline->relations.len; i++)
        if (!outline->relations.at[i]->is_view && outline->relations.at[i]->columns.len)
            data_add(gen->arena, list, table_data(gen, outline->relations.at[i]));
    return list;
}

static Data *enums_data(Cgen *gen, const Outline *outline)
{
    Data *list = data_list(gen->arena);
    for (size_t i = 0; i < outline->enums.len; i++)
        data_add(gen->arena, list, enum_data(gen, outline->enums.at[i]));
    return list;
}

static Data *outline_data(Cgen *gen, const Outline *outline)
{
    Arena *arena = gen->arena;
    Data *root = data_map(arena);
    size_t looked_up;
    data_set(arena, root, "enums", enums_data(gen, outline));
    data_set(arena, root, "tables", tables_data(gen, outline));
    data_set(arena, root, "types", ctypes_data(&gen->types, &looked_up));
    data_set_text(arena, root, "database", outline->database);
    data_set_text(arena, root, "header", str_format(arena, "%.*s.h", STR_ARG(outline->database)));
    data_set_text(arena, root, "comment", comment_lines(arena, outline->comment, ""));
    data_set_text(arena, root, "prefix", gen->names.prefix);
    data_set_text(arena, root, "upper", name_upper(arena, gen->names.prefix));
    data_set_bool(arena, root, "looks_up", looked_up > 0);
    return root;
}

/* The filled template, or absent. */
static Str fill(Arena *arena, Templates *templates, const char *name, const Data *root,
                Diags *diags)
{
    Writer w = {.arena = arena};
    const Template *template = templates_get(templates, name);
    return template && template_render(&w, template, root, diags) ? w_result(&w) : (Str){0};
}

/* The parts of the runtime, in the order in which they build on each other. */
static const char *const runtime_parts[] = {
    "memory", "errors", "types", "statement", "rows", "session", "values", "time",
};

static Str runtime_source(Arena *arena, Templates *templates)
{
    StrVec parts = {0};
    for (size_t i = 0; i < COUNT_OF(runtime_parts); i++) {
        Str name = str_format(arena, "c/runtime/%s.c", runtime_parts[i]);
        vec_push(arena, &parts, templates_text(templates, name.ptr));
    }
    return str_join(arena, &parts, S("\n"));
}

CgenFiles cgen_render(Arena *arena, const Outline *outline, Templates *templates, Diags *diags)
{
    size_t errors = diags->errors;
    Cgen gen = {.arena = arena};
    names_open(&gen.names, arena, diags, outline);
    ctypes_open(&gen.types, arena, &gen.names, outline);
    Data *root = outline_data(&gen, outline);
    CgenFiles files = {0};
    if (diags->errors == errors) {
        files.header = fill(arena, templates, "c/database.h.in", root, diags);
        files.source = fill(arena, templates, "c/database.c.in", root, diags);
        files.runtime_header = templates_text(templates, "c/pgw_runtime.h");
        files.runtime_source = runtime_source(arena, templates);
    }
    return diags->errors == errors ? files : (CgenFiles){0};
}
