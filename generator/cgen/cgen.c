#include "cgen/cgen.h"

#include "base/digest.h"
#include "cgen/files.h"
#include "cgen/function.h"
#include "cgen/pages.h"
#include "text/name.h"
#include "text/quote.h"

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

/* ---- constraints */

/* The constraints while they are named. */
typedef struct {
    Cgen *gen;
    Map taken;
    Data *all, *of_table;
} Constraints;

/* Two tables may have constraints of the same name: the second one gets its table's before it. */
static void constraint_add(Constraints *c, const Relation *relation, Str name, const char *status)
{
    Cgen *gen = c->gen;
    Arena *arena = gen->arena;
    Str prefix = name_upper(arena, gen->names.prefix);
    Str constant = str_format(arena, "%.*s_CONSTRAINT_%.*s", STR_ARG(prefix),
                              STR_ARG(name_upper(arena, name)));
    if (map_get(&c->taken, constant))
        constant = str_format(arena, "%.*s_CONSTRAINT_%.*s_%.*s", STR_ARG(prefix),
                              STR_ARG(name_upper(arena, relation_plain_name(arena, relation))),
                              STR_ARG(name_upper(arena, name)));
    map_put(&c->taken, constant, c);
    Str what = str_format(arena, "constraint %.*s", STR_ARG(name));
    names_claim(&gen->names, &gen->names.global, constant, what, relation->object);
    Data *map = data_map(arena);
    data_set_text(arena, map, "constant", constant);
    data_set_text(arena, map, "schema", relation->schema);
    data_set_text(arena, map, "table", relation->name);
    data_set_text(arena, map, "name", name);
    data_set_text(arena, map, "status", str_of(status));
    data_add(arena, c->all, map);
    data_add(arena, c->of_table, map);
}

static void table_constraints(Constraints *c, const TableGen *table)
{
    static const char unique[] = "PGW_UNIQUE_VIOLATION";
    const Relation *r = table->relation;
    c->of_table = data_list(c->gen->arena);
    if (r->primary_key)
        constraint_add(c, r, r->primary_key->name, unique);
    for (size_t i = 0; i < r->uniques.len; i++)
        constraint_add(c, r, r->uniques.at[i].name, unique);
    for (size_t i = 0; i < r->indexes.len; i++)
        if (r->indexes.at[i].unique)
            constraint_add(c, r, r->indexes.at[i].name, unique);
    for (size_t i = 0; i < r->references.len; i++)
        constraint_add(c, r, r->references.at[i].constraint, "PGW_FOREIGN_KEY_VIOLATION");
    for (size_t i = 0; i < r->checks.len; i++)
        constraint_add(c, r, r->checks.at[i].name, "PGW_CHECK_VIOLATION");
    data_set(c->gen->arena, table->data, "violations", c->of_table);
}

static Data *constraints_data(Cgen *gen)
{
    Constraints c = {.gen = gen, .taken = {.arena = gen->arena}, .all = data_list(gen->arena)};
    for (size_t i = 0; i < gen->tables.len; i++)
        table_constraints(&c, &gen->tables.at[i]);
    return c.all;
}

/* ---- the whole */

/* Row types are looked up behind the types of the model. */
static Data *tables_data(Cgen *gen, size_t *looked_up)
{
    Data *list = data_list(gen->arena);
    for (size_t i = 0; i < gen->tables.len; i++) {
        TableGen *table = &gen->tables.at[i];
        table_links(gen, table);
        set_number(gen, table->data, "row_index", *looked_up);
        *looked_up += !table->relation->is_view;
        data_add(gen->arena, list, table->data);
    }
    return list;
}

static Data *enums_data(Cgen *gen, const Outline *outline)
{
    Data *list = data_list(gen->arena);
    for (size_t i = 0; i < outline->enums.len; i++)
        data_add(gen->arena, list, enum_data(gen, outline->enums.at[i]));
    return list;
}

/* What these bindings rest on, in one number: relations, columns, types and functions, nothing
 * else. */
static Str fingerprint(Cgen *gen, const Outline *outline)
{
    StrVec lines = {0};
    for (size_t i = 0; i < gen->tables.len; i++) {
        const TableGen *table = &gen->tables.at[i];
        for (size_t k = 0; k < table->relation->columns.len; k++) {
            const Column *c = &table->relation->columns.at[k];
            vec_push(gen->arena, &lines,
                     str_format(gen->arena, "%.*s.%.*s %.*s%s\n", STR_ARG(table->sql),
                                STR_ARG(c->name), STR_ARG(c->type),
                                c->not_null ? " NOT NULL" : ""));
        }
    }
    for (size_t i = 0; i < outline->enums.len; i++)
        for (size_t k = 0; k < outline->enums.at[i]->label_count; k++)
            vec_push(gen->arena, &lines,
                     str_format(gen->arena, "%.*s=%.*s\n", STR_ARG(outline->enums.at[i]->name),
                                STR_ARG(outline->enums.at[i]->labels[k])));
    functions_lines(gen, &lines);
    return digest_hex(gen->arena, str_join(gen->arena, &lines, (Str){0}));
}

static Data *outline_data(Cgen *gen, const Outline *outline)
{
    static const char *const own[] = {"_verify", "_drift", "_fingerprint", "_constraint",
                                      "_constraint_of"};
    Arena *arena = gen->arena;
    Data *root = data_map(arena);
    size_t looked_up;
    names_claim_all(&gen->names, gen->names.prefix, own, COUNT_OF(own),
                    S("a function of the bindings"), NULL);
    data_set(arena, root, "enums", enums_data(gen, outline));
    for (size_t i = 0; i < outline->relations.len; i++)
        if (outline->relations.at[i]->columns.len)
            table_open(gen, outline->relations.at[i]);
    functions_open(gen, outline);
    data_set(arena, root, "types", ctypes_data(&gen->types, &looked_up));
    data_set(arena, root, "tables", tables_data(gen, &looked_up));
    functions_data(gen, root);
    data_set(arena, root, "constraints", constraints_data(gen));
    data_set_text(arena, root, "fingerprint", fingerprint(gen, outline));
    data_set_text(arena, root, "database", outline->database);
    data_set_text(arena, root, "comment", comment_lines(arena, outline->comment, ""));
    data_set_text(arena, root, "prefix", gen->names.prefix);
    data_set_text(arena, root, "library",
                  str_format(arena, "%.*s_bindings", STR_ARG(gen->names.prefix)));
    data_set_text(arena, root, "upper", name_upper(arena, gen->names.prefix));
    data_set_bool(arena, root, "looks_up", looked_up > 0);
    data_set_bool(arena, root, "enum_types", ctypes_has_enum(&gen->types));
    return root;
}

CgenFiles cgen_render(Arena *arena, const Outline *outline, const CgenOptions *options,
                      Templates *templates, Diags *diags)
{
    size_t errors = diags->errors;
    Cgen gen = {.arena = arena};
    names_open(&gen.names, arena, diags, outline, options->prefix);
    ctypes_open(&gen.types, arena, &gen.names, outline);
    Folder folder = folder_open(&gen, outline_data(&gen, outline), outline->database, templates);
    if (diags->errors == errors) {
        files_add(&folder, options);
        pages_add(&folder);
    }
    arena_free(folder.scratch);
    return diags->errors == errors ? folder.files : (CgenFiles){0};
}

/* ---- languages */

const CgenLanguage cgen_languages[] = {
    {"c", cgen_render},
};
const size_t cgen_language_count = COUNT_OF(cgen_languages);

const CgenLanguage *cgen_language(Str name)
{
    for (size_t i = 0; i < cgen_language_count; i++)
        if (str_is(name, cgen_languages[i].name))
            return &cgen_languages[i];
    return NULL;
}
