#include "catalog/lower.h"

#include "base/digest.h"
#include "catalog/inherit.h"
#include "text/name.h"
#include "text/quote.h"
#include "text/writer.h"

#include <string.h>

typedef struct {
    Arena *arena;
    Model *model;
    Catalog *catalog;
    VEC(const Item *) functions;
} Lowering;

static Object *add(Lowering *l, KindId kind, Str schema, Str object, Str sub, Pos pos)
{
    Object *twin, *added = catalog_add(l->catalog, (ObjectId){kind, schema, object, sub}, &twin);
    if (!added)
        return twin; /* checked: can only be what is there in any case, such as schema public */
    added->pos = pos;
    return added;
}

static Object *relation_of(Lowering *l, const Item *item)
{
    return catalog_relation(l->catalog, item->schema, item->name);
}

/* What the fields of the item and of the object share goes across as it is. */
static void copy_settings(Lowering *l, const Item *item, Object *object)
{
    for (size_t i = item->settings.len;
         i-- > 0;) { /* the table's own word comes before a mixin's */
        const Setting *setting = &item->settings.at[i];
        const Field *field = &kinds[item->kind].fields[setting->field];
        if (field->compare != COMPARE_AUTHOR)
            object_set(l->catalog, object, field->name, setting->value, setting->node->pos);
    }
}

/* --- dependencies from the names that a fragment mentions --- */

static void depend_on_type(Lowering *l, Object *object, const Item *near, Str schema, Str name)
{
    Str places[] = {schema, near->schema, S("public")};
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        if (!places[i].ptr || (i > 0 && schema.ptr))
            continue;
        for (int kind = 0; kind < KIND_COUNT; kind++)
            if (kinds[kind].flags & KIND_IS_TYPE)
                object_depend(
                    l->catalog, object,
                    catalog_find(l->catalog, (ObjectId){(KindId)kind, places[i], name, (Str){0}}),
                    EDGE_NORMAL);
    }
}

/* A call may mean any function of that name; all are made first. */
static void depend_on_function(Lowering *l, Object *object, Str name)
{
    for (size_t i = 0; i < l->functions.len; i++) {
        const Item *item = l->functions.at[i];
        if (str_eq(item->name, name))
            object_depend(l->catalog, object,
                          catalog_find(l->catalog, (ObjectId){item->kind, item->schema,
                                                              item->signature, (Str){0}}),
                          EDGE_NORMAL);
    }
}

static void depend_on_relation(Lowering *l, Object *object, const Item *near, Str schema, Str name)
{
    Str places[] = {schema, near->schema, S("public")};
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        if (!places[i].ptr || (i > 0 && schema.ptr))
            continue;
        Object *found = catalog_relation(l->catalog, places[i], name);
        if (!found)
            found = catalog_find(l->catalog, (ObjectId){KIND_SEQUENCE, places[i], name, (Str){0}});
        object_depend(l->catalog, object, found, EDGE_NORMAL);
    }
}

static void depend_on_fragment(Lowering *l, Object *object, const Item *near, FragmentForm form,
                               Str text)
{
    const Fragment *fragment =
        text.len ? fragment_parse(&l->model->fragments, form, text, NULL, near->pos, "") : NULL;
    for (size_t i = 0; fragment && i < fragment->mentions.len; i++) {
        const Mention *mention = &fragment->mentions.at[i];
        if (mention->type == MENTION_RELATION)
            depend_on_relation(l, object, near, mention->schema, mention->name);
        else if (mention->type == MENTION_FUNCTION)
            depend_on_function(l, object, mention->name);
        else if (mention->type == MENTION_TYPE)
            depend_on_type(l, object, near, mention->schema, mention->name);
    }
}

static void depend_on_declared(Lowering *l, Object *object, const Item *item)
{
    Value names = item_value(item, "depends_on");
    for (uint32_t i = 0; i < names.count; i++) {
        Str rest = names.list[i], schema = {0}, name = {0};
        str_split(&rest, '.', &name);
        if (rest.ptr) {
            schema = name;
            name = rest;
        }
        depend_on_relation(l, object, item, schema, name);
        depend_on_function(l, object, name);
    }
}

/* --- objects that stand alone --- */

static void lower_schema(Lowering *l, const Item *item)
{
    copy_settings(l, item, add(l, KIND_SCHEMA, item->name, (Str){0}, (Str){0}, item->pos));
}

static void lower_extension(Lowering *l, const Item *item)
{
    Object *object = add(l, KIND_EXTENSION, (Str){0}, item->name, (Str){0}, item->pos);
    copy_settings(l, item, object);
    object_set(l->catalog, object, "in_schema", value_text(item->schema), item->pos);
    object_depend(l->catalog, object,
                  catalog_find(l->catalog, (ObjectId){KIND_SCHEMA, item->schema, {0}, {0}}),
                  EDGE_NORMAL);
}

static void lower_plain(Lowering *l, const Item *item)
{
    Str schema = kinds[item->kind].flags & KIND_GLOBAL ? (Str){0} : item->schema;
    copy_settings(l, item, add(l, item->kind, schema, item->name, (Str){0}, item->pos));
}

/* What PostgreSQL does without being told is not in a catalog. */
static void unset_default(Catalog *catalog, Object *object, const char *field, int64_t fallback)
{
    int64_t number;
    if (str_to_int(object_text(object, field), &number) && number == fallback)
        object_unset(catalog, object, field);
}

static void lower_sequence(Lowering *l, const Item *item)
{
    lower_plain(l, item);
    Object *object =
        catalog_find(l->catalog, (ObjectId){KIND_SEQUENCE, item->schema, item->name, (Str){0}});
    Str type = object_text(object, "type");
    int64_t most = str_is(type, "smallint")  ? INT16_MAX
                   : str_is(type, "integer") ? INT32_MAX
                                             : INT64_MAX;
    bool down = object_int(object, "increment", 1) < 0;
    int64_t minimum = down ? -most - 1 : 1, maximum = down ? -1 : most;
    int64_t start =
        down ? object_int(object, "maximum", maximum) : object_int(object, "minimum", minimum);
    unset_default(l->catalog, object, "start", start);
    unset_default(l->catalog, object, "minimum", minimum);
    unset_default(l->catalog, object, "maximum", maximum);
    unset_default(l->catalog, object, "increment", 1);
    unset_default(l->catalog, object, "cache", 1);
}

static void lower_table(Lowering *l, const Item *item)
{
    lower_plain(l, item);
    Object *table = relation_of(l, item);
    if (!object_text(table, "api.path").ptr)
        object_set(
            l->catalog, table, "api.path",
            value_text(str_format(l->arena, "/%.*s", STR_ARG(name_kebab(l->arena, item->name)))),
            item->pos);
}

/* Arguments as pg_get_function_arguments() prints them, but for the expressions of defaults. */
static Str argument_list(Lowering *l, const Item *item)
{
    StrVec lists[2] = {{0}, {0}};
    for (size_t i = 0; i < item->arguments.len; i++) {
        const Argument *argument = &item->arguments.at[i];
        StrVec words = {0};
        if (!str_is(argument->mode, "in"))
            vec_push(l->arena, &words, argument->mode);
        if (argument->name.len)
            vec_push(l->arena, &words, argument->name);
        vec_push(l->arena, &words, argument->type);
        if (argument->fallback.len)
            vec_push(l->arena, &words,
                     str_format(l->arena, "DEFAULT %.*s", STR_ARG(argument->fallback)));
        vec_push(l->arena, &lists[argument->sorted], str_join(l->arena, &words, S(" ")));
    }
    Str direct = str_join(l->arena, &lists[0], S(", "));
    Str sorted = str_join(l->arena, &lists[1], S(", "));
    if (!sorted.len)
        return direct;
    return str_format(l->arena, "%.*s%sORDER BY %.*s", STR_ARG(direct), direct.len ? " " : "",
                      STR_ARG(sorted));
}

/* Lists of names as PostgreSQL stores them: a, "b C". */
static Value canonical_settings(Lowering *l, Value settings)
{
    StrVec out = {0};
    for (uint32_t i = 0; i < settings.count; i++) {
        Str value = settings.list[i], name;
        str_split(&value, '=', &name);
        StrVec names = {0}, quoted = {0};
        sql_split_names(l->arena, value, &names);
        if (!names.len)
            vec_push(l->arena, &names, S(""));
        for (size_t k = 0; k < names.len; k++)
            vec_push(l->arena, &quoted, sql_ident(l->arena, names.at[k]));
        Str list = str_join(l->arena, &quoted, S(", "));
        vec_push(l->arena, &out,
                 sql_setting_is_list(name)
                     ? str_format(l->arena, "%.*s=%.*s", STR_ARG(name), STR_ARG(list))
                     : settings.list[i]);
    }
    return value_of_vec(&out);
}

static void lower_function(Lowering *l, const Item *item)
{
    Object *object = add(l, item->kind, item->schema, item->signature, (Str){0}, item->pos);
    copy_settings(l, item, object);
    object_set(l->catalog, object, "settings", canonical_settings(l, item_value(item, "settings")),
               item_pos(item, "settings"));
    if (item->arguments.len)
        object_set(l->catalog, object, "arguments", value_text(argument_list(l, item)), item->pos);
    Str returns = item_text(item, "returns");
    if (item->kind == KIND_FUNCTION)
        object_set(l->catalog, object, "returns", value_text(returns.ptr ? returns : S("void")),
                   item_pos(item, "returns"));
    unset_default(l->catalog, object, "cost", 100);
    unset_default(l->catalog, object, "rows", 1000);
}

static void lower_aggregate(Lowering *l, const Item *item)
{
    Object *object = add(l, item->kind, item->schema, item->signature, (Str){0}, item->pos);
    copy_settings(l, item, object);
    if (item->arguments.len)
        object_set(l->catalog, object, "arguments", value_text(argument_list(l, item)), item->pos);
}

/* As SQL has it. Names of collations have dots ("de_DE.utf8"); a schema in front must be known. */
static Str canonical_collation(Lowering *l, Str text)
{
    Str name = text, schema;
    if (!text.len || text.ptr[0] == '"' || !str_split(&name, '.', &schema) || !name.ptr)
        return text.len && text.ptr[0] != '"' ? sql_ident(l->arena, text) : text;
    if (str_is(schema, "pg_catalog"))
        return sql_ident(l->arena, name);
    bool known = catalog_find(l->catalog, (ObjectId){KIND_SCHEMA, schema, {0}, {0}});
    return known ? sql_qualified(l->arena, schema, name) : sql_ident(l->arena, text);
}

static void set_collation(Lowering *l, Object *object, const Item *item)
{
    Str collation = canonical_collation(l, item_text(item, "collation"));
    if (collation.len)
        object_set(l->catalog, object, "collation", value_text(collation),
                   item_pos(item, "collation"));
}

/* A domain, or a range type. */
static void lower_type(Lowering *l, const Item *item)
{
    const char *field = item->kind == KIND_RANGE ? "subtype" : "type";
    lower_plain(l, item);
    Object *object =
        catalog_find(l->catalog, (ObjectId){item->kind, item->schema, item->name, {0}});
    object_set(l->catalog, object, field, value_text(item_type_text(l->arena, item)),
               item_pos(item, field));
    set_collation(l, object, item);
}

static void lower_statistics(Lowering *l, const Item *item)
{
    lower_plain(l, item);
    Object *object =
        catalog_find(l->catalog, (ObjectId){item->kind, item->schema, item->name, (Str){0}});
    StrVec keys = {0};
    Value written = item_value(item, "keys");
    for (uint32_t i = 0; i < written.count; i++)
        vec_push(l->arena, &keys,
                 str_starts(written.list[i], S("(")) ? written.list[i]
                                                     : sql_ident(l->arena, written.list[i]));
    object_set(l->catalog, object, "keys", value_of_vec(&keys), item_pos(item, "keys"));
}

/* --- parts of a table --- */

static Object *column_object(Lowering *l, const Item *table, Str name)
{
    return catalog_find(l->catalog, (ObjectId){KIND_COLUMN, table->schema, table->name, name});
}

static void add_default(Lowering *l, const Item *column, Value expression, Str source, Pos pos)
{
    Object *object = add(l, KIND_DEFAULT, column->schema, column->parent->name, column->name, pos);
    object_set(l->catalog, object, "expression", expression, pos);
    object_depend(l->catalog, object, column_object(l, column->parent, column->name), EDGE_AUTO);
    depend_on_fragment(l, object, column, FRAGMENT_EXPR, source);
}

/* A plain value as an SQL expression. */
static Str literal_expression(Lowering *l, const Item *column, Str text)
{
    static const char numbers[] = "N";
    bool number = column->type.builtin && !column->type.array &&
                  strchr(numbers, column->type.builtin->category) && text.len &&
                  strspn(text.ptr, "+-.0123456789") == text.len;
    if (number)
        return text;
    if (column->type.builtin && column->type.builtin->category == 'B' && !column->type.array)
        return str_eq_nocase(text, S("true")) || str_eq_nocase(text, S("false"))
                   ? str_lower(l->arena, text)
                   : sql_literal(l->arena, text);
    return sql_literal(l->arena, text);
}

/* A serial column: a sequence of its own, and a default that draws from it. */
static void add_serial(Lowering *l, const Item *column, Object *object)
{
    Value columns = value_list(&column->name, 1);
    Str name = model_chosen_name(l->arena, column->parent->name, &columns, "seq");
    Object *sequence = add(l, KIND_SEQUENCE, column->schema, name, (Str){0}, object->pos);
    if (!str_is(column->type.name, "bigint"))
        object_set(l->catalog, sequence, "type", value_text(column->type.name), object->pos);
    Str owner = sql_qualified(l->arena, column->schema, column->parent->name);
    object_set(l->catalog, sequence, "owned_by",
               value_text(str_format(l->arena, "%.*s.%.*s", STR_ARG(owner),
                                     STR_ARG(sql_ident(l->arena, column->name)))),
               object->pos);
    Str quoted = sql_literal(l->arena, sql_qualified(l->arena, column->schema, name));
    Str expression = str_format(l->arena, "nextval(%.*s::regclass)", STR_ARG(quoted));
    object_set(l->catalog, object, "not_null", value_bool(true), object->pos);
    add_default(l, column, value_text(expression), expression, object->pos);
}

static int64_t position_of(const Item *column)
{
    int64_t position = 0;
    for (size_t i = 0; i < column->parent->children.len; i++) {
        position += column->parent->children.at[i]->kind == column->kind;
        if (column->parent->children.at[i] == column)
            break;
    }
    return position;
}

static void lower_column(Lowering *l, const Item *item)
{
    Object *object = add(l, KIND_COLUMN, item->schema, item->parent->name, item->name, item->pos);
    copy_settings(l, item, object);
    object_set(l->catalog, object, "type", value_text(item_type_text(l->arena, item)),
               item_pos(item, "type"));
    object_set(l->catalog, object, "position",
               value_text(str_format(l->arena, "%lld", (long long)position_of(item))), item->pos);
    set_collation(l, object, item);
    if (item_text(item, "identity").ptr)
        object_set(l->catalog, object, "not_null", value_bool(true), item->pos);
    if (item->type_item && item->type_item->kind == KIND_EXTENSION)
        object_depend(
            l->catalog, object,
            catalog_find(l->catalog, (ObjectId){KIND_EXTENSION, {0}, item->type_item->name, {0}}),
            EDGE_NORMAL);
    else if (item->type_item)
        depend_on_type(l, object, item, item->type_item->schema, item->type_item->name);
    depend_on_fragment(l, object, item, FRAGMENT_EXPR, item_text(item, "generated"));
    const Setting *value = item_setting(item, "default"), *sql = item_setting(item, "default_sql");
    if (item->type.serial && item->inherited)
        return; /* draws from the sequence of its parent */
    if (item->type.serial)
        add_serial(l, item, object);
    else if (sql && sql->value.type == VALUE_TEXT)
        add_default(l, item, sql->value, sql->value.text, sql->node->pos);
    else if (value && value->value.type == VALUE_TEXT)
        add_default(l, item, value_text(literal_expression(l, item, value->value.text)), (Str){0},
                    value->node->pos);
}

static void lower_attribute(Lowering *l, const Item *item)
{
    Object *object = add(l, item->kind, item->schema, item->parent->name, item->name, item->pos);
    copy_settings(l, item, object);
    object_set(l->catalog, object, "type", value_text(item_type_text(l->arena, item)),
               item_pos(item, "type"));
    object_set(l->catalog, object, "position",
               value_text(str_format(l->arena, "%lld", (long long)position_of(item))), item->pos);
    set_collation(l, object, item);
    if (item->type_item)
        depend_on_type(l, object, item, item->type_item->schema, item->type_item->name);
}

static void depend_on_columns(Lowering *l, Object *object, const Item *table, Value names)
{
    for (uint32_t i = 0; i < names.count; i++)
        object_depend(l->catalog, object, column_object(l, table, names.list[i]), EDGE_AUTO);
}

/* The columns of the table that an expression over it mentions. */
static void depend_on_mentioned(Lowering *l, Object *object, const Item *item, Str text)
{
    const Fragment *fragment =
        text.len ? fragment_parse(&l->model->fragments, FRAGMENT_EXPR, text, NULL, item->pos, "")
                 : NULL;
    for (size_t i = 0; fragment && i < fragment->mentions.len; i++)
        if (fragment->mentions.at[i].type == MENTION_COLUMN)
            object_depend(l->catalog, object,
                          column_object(l, item->parent, fragment->mentions.at[i].name), EDGE_AUTO);
    depend_on_fragment(l, object, item, FRAGMENT_EXPR, text);
}

static Object *add_part(Lowering *l, const Item *item)
{
    Object *object = add(l, item->kind, item->schema, item->parent->name, item->name, item->pos);
    copy_settings(l, item, object);
    return object;
}

static void lower_check(Lowering *l, const Item *item)
{
    Object *object = add_part(l, item);
    depend_on_mentioned(l, object, item, item_text(item, "expression"));
}

static void lower_key(Lowering *l, const Item *item)
{
    Object *object = add_part(l, item);
    Value columns = item_value(item, "columns");
    depend_on_columns(l, object, item->parent, columns);
    depend_on_columns(l, object, item->parent, item_value(item, "include"));
    for (uint32_t i = 0; item->kind == KIND_PRIMARY_KEY && i < columns.count; i++)
        object_set(l->catalog, column_object(l, item->parent, columns.list[i]), "not_null",
                   value_bool(true), item->pos);
}

/* The key that makes the referenced columns unique must be there first. */
static void depend_on_target_key(Lowering *l, Object *object, const Item *item)
{
    for (size_t i = 0; i < item->target->children.len; i++) {
        const Item *key = item->target->children.at[i];
        bool unique = key->kind == KIND_PRIMARY_KEY || key->kind == KIND_UNIQUE ||
                      (key->kind == KIND_INDEX && item_bool(key, "unique"));
        if (unique && item_value(key, "columns").count == item->target_columns.len)
            object_depend(l->catalog, object,
                          catalog_find(l->catalog, (ObjectId){key->kind, key->schema,
                                                              item->target->name, key->name}),
                          EDGE_NORMAL);
    }
}

static void lower_relation(Lowering *l, const Item *item)
{
    Object *object = add_part(l, item);
    Str *target = NEW_ARRAY(l->arena, Str, 2);
    target[0] = item->target->schema;
    target[1] = item->target->name;
    Pos pos = item_pos(item, "references");
    object_set(l->catalog, object, "ref_table", value_list(target, 2), pos);
    object_set(l->catalog, object, "ref_columns", value_of_vec(&item->target_columns), pos);
    object_set(l->catalog, object, "relation", value_text(item->label), item->pos);
    depend_on_columns(l, object, item->parent, item_value(item, "columns"));
    object_depend(l->catalog, object, relation_of(l, item->target), EDGE_NORMAL);
    for (size_t i = 0; i < item->target_columns.len; i++)
        object_depend(l->catalog, object,
                      column_object(l, item->target, item->target_columns.at[i]), EDGE_NORMAL);
    depend_on_target_key(l, object, item);
}

static Str index_key_text(Lowering *l, const Item *item, Object *object, Str text)
{
    IndexKey key;
    if (item_child(item->parent, KIND_COLUMN, text)) {
        object_depend(l->catalog, object, column_object(l, item->parent, text), EDGE_AUTO);
        return sql_ident(l->arena, text);
    }
    if (!fragment_index_key(&l->model->fragments, text, item->pos, &key))
        return text;
    Str keyed = key.expression;
    if (key.column.ptr) {
        keyed = sql_ident(l->arena, key.column);
        object_depend(l->catalog, object, column_object(l, item->parent, key.column), EDGE_AUTO);
    } else {
        depend_on_mentioned(l, object, item, key.expression);
    }
    return key.options.len ? str_format(l->arena, "%.*s %.*s", STR_ARG(keyed), STR_ARG(key.options))
                           : keyed;
}

static void lower_index(Lowering *l, const Item *item)
{
    Object *object = add_part(l, item);
    Value columns = item_value(item, "columns");
    StrVec keys = {0};
    for (uint32_t i = 0; i < columns.count; i++)
        vec_push(l->arena, &keys, index_key_text(l, item, object, columns.list[i]));
    object_set(l->catalog, object, "columns", value_of_vec(&keys), item_pos(item, "columns"));
    if (str_is(object_text(object, "method"), "btree"))
        object_unset(l->catalog, object, "method"); /* goes without saying */
    depend_on_columns(l, object, item->parent, item_value(item, "include"));
    depend_on_mentioned(l, object, item, item_text(item, "where"));
}

/* `key with operator`. */
static void lower_exclusion(Lowering *l, const Item *item)
{
    Object *object = add_part(l, item);
    Value elements = item_value(item, "elements");
    StrVec keys = {0};
    for (uint32_t i = 0; i < elements.count; i++) {
        Str text = elements.list[i], lower = str_lower(l->arena, text);
        size_t at = text.len;
        while (at > 0 && !str_starts(str_slice(lower, at, lower.len), S(" with ")))
            at--;
        Str key = index_key_text(l, item, object, str_slice(text, 0, at ? at : text.len));
        Str operator= str_trim(str_slice(text, at ? at + 6 : text.len, text.len));
        vec_push(l->arena, &keys,
                 str_format(l->arena, "%.*s WITH %.*s", STR_ARG(key), STR_ARG(operator)));
    }
    object_set(l->catalog, object, "elements", value_of_vec(&keys), item_pos(item, "elements"));
    if (str_is(object_text(object, "method"), "btree"))
        object_unset(l->catalog, object, "method");
    depend_on_columns(l, object, item->parent, item_value(item, "include"));
    depend_on_mentioned(l, object, item, item_text(item, "where"));
}

static void lower_part(Lowering *l, const Item *item)
{
    Object *object = add_part(l, item);
    depend_on_fragment(l, object, item, FRAGMENT_EXPR, item_text(item, "expression"));
}

static void lower_rule(Lowering *l, const Item *item)
{
    Object *object = add_part(l, item);
    Str definition = item_text(item, "definition");
    depend_on_fragment(l, object, item, FRAGMENT_SQL,
                       str_format(l->arena, "CREATE RULE r AS %.*s", STR_ARG(definition)));
}

static void set_events(Lowering *l, const Item *item, Object *object, const char *key)
{
    const Setting *setting = item_setting(item, key);
    StrVec events = {0}, columns = {0};
    for (uint32_t i = 0; setting && i < setting->value.count; i++) {
        Str event = str_trim(setting->value.list[i]), lower = str_lower(l->arena, event), column;
        if (str_starts(lower, S("update of "))) {
            lower = S("update");
            Str rest = str_slice(event, 10, event.len);
            while (str_split(&rest, ',', &column))
                vec_push(l->arena, &columns, sql_unquoted(l->arena, str_trim(column)));
        }
        vec_push(l->arena, &events, lower);
    }
    if (!setting)
        return;
    Str timing = str_replace(l->arena, str_of(key), S("_"), S(" "));
    object_set(l->catalog, object, "timing", value_text(timing), setting->node->pos);
    object_set(l->catalog, object, "events", value_of_vec(&events), setting->node->pos);
    object_set(l->catalog, object, "update_columns", value_of_vec(&columns), setting->node->pos);
    depend_on_columns(l, object, item->parent, value_of_vec(&columns));
}

static void lower_trigger(Lowering *l, const Item *item)
{
    Object *object = add_part(l, item);
    set_events(l, item, object, "before");
    set_events(l, item, object, "after");
    set_events(l, item, object, "instead_of");
    Str *function = NEW_ARRAY(l->arena, Str, 2);
    function[0] =
        item->target                ? item->target->schema
        : item->function_schema.ptr ? item->function_schema
        : str_starts(item->function, S("tsvector_")) || str_starts(item->function, S("suppress_"))
            ? S("pg_catalog")
            : S("public");
    function[1] = item->function;
    Pos pos = item_pos(item, "execute");
    object_set(l->catalog, object, "function", value_list(function, 2), pos);
    object_set(l->catalog, object, "arguments", value_of_vec(&item->call_arguments), pos);
    if (item->target)
        object_depend(
            l->catalog, object,
            catalog_find(
                l->catalog,
                (ObjectId){KIND_FUNCTION, item->target->schema, item->target->signature, {0}}),
            EDGE_NORMAL);
    depend_on_fragment(l, object, item, FRAGMENT_EXPR, item_text(item, "when"));
}

static void lower_policy(Lowering *l, const Item *item)
{
    Object *object = add_part(l, item);
    depend_on_mentioned(l, object, item, item_text(item, "using"));
    depend_on_mentioned(l, object, item, item_text(item, "check"));
}

/* --- what is foreign, what is published --- */

static Object *global(const Lowering *l, KindId kind, Str name)
{
    return catalog_find(l->catalog, (ObjectId){kind, (Str){0}, name, (Str){0}});
}

static void lower_server(Lowering *l, const Item *item)
{
    lower_plain(l, item);
    object_depend(l->catalog, global(l, KIND_SERVER, item->name),
                  global(l, KIND_WRAPPER, item_text(item, "wrapper")), EDGE_NORMAL);
}

static void lower_user_mapping(Lowering *l, const Item *item)
{
    Object *object = add(l, item->kind, (Str){0}, item->parent->name, item->name, item->pos);
    copy_settings(l, item, object);
    if (!object_attr(object, "options")) /* it has none; only a database may hide them */
        object_set(l->catalog, object, "options", VALUE_EMPTY_LIST, item->pos);
    object_depend(l->catalog, object, global(l, KIND_SERVER, item->parent->name), EDGE_NORMAL);
}

static void lower_foreign_table(Lowering *l, const Item *item)
{
    lower_plain(l, item);
    object_depend(l->catalog, relation_of(l, item),
                  global(l, KIND_SERVER, item_text(item, "server")), EDGE_NORMAL);
}

static void lower_publication_table(Lowering *l, const Item *item)
{
    Object *object = add_part(l, item);
    object_depend(l->catalog, object, global(l, KIND_PUBLICATION, item->name), EDGE_AUTO);
    depend_on_columns(l, object, item->parent, item_value(item, "columns"));
    depend_on_mentioned(l, object, item, item_text(item, "where"));
}

static void lower_member(Lowering *l, const Item *item)
{
    Object *object = add(l, item->kind, (Str){0}, item->parent->name, item->name, item->pos);
    copy_settings(l, item, object);
}

static void lower_publication_schema(Lowering *l, const Item *item)
{
    Object *object = add(l, item->kind, item->parent->name, (Str){0}, item->name, item->pos);
    object_depend(l->catalog, object, global(l, KIND_PUBLICATION, item->name), EDGE_AUTO);
}

static Str last_name(Str path)
{
    Str rest = path, name = path;
    while (path.ptr && str_split(&rest, '.', &name))
        continue;
    return name;
}

/* `with function SCHEMA.NAME(…)`: the name. */
static void lower_cast(Lowering *l, const Item *item)
{
    Str method = item_text(item, "how"), words = S("with function ");
    lower_plain(l, item);
    if (!str_starts(method, words))
        return;
    Str path, rest = str_slice(method, words.len, method.len);
    str_split(&rest, '(', &path);
    depend_on_function(l, global(l, item->kind, item->name), last_name(path));
}

static void lower_event_trigger(Lowering *l, const Item *item)
{
    const Setting *execute = item_setting(item, "execute");
    Str schema = {0}, function = {0}, *pair = NEW_ARRAY(l->arena, Str, 2);
    StrVec arguments = {0};
    lower_plain(l, item);
    Object *object = global(l, item->kind, item->name);
    if (!execute || !fragment_trigger_call(&l->model->fragments, execute->value.text, execute->node,
                                           item->pos, &schema, &function, &arguments))
        return;
    pair[0] = schema.ptr ? schema : item->schema;
    pair[1] = function;
    object_set(l->catalog, object, "function", value_list(pair, 2), execute->node->pos);
    depend_on_function(l, object, function);
}

/* --- the walk --- */

typedef void Lower(Lowering *, const Item *);

static Lower *const lowerings[KIND_COUNT] = {
    [KIND_SCHEMA] = lower_schema,
    [KIND_EXTENSION] = lower_extension,
    [KIND_MEMBER] = lower_member,
    [KIND_ENUM] = lower_plain,
    [KIND_SEQUENCE] = lower_sequence,
    [KIND_FUNCTION] = lower_function,
    [KIND_TABLE] = lower_table,
    [KIND_COLUMN] = lower_column,
    [KIND_CHECK] = lower_check,
    [KIND_PRIMARY_KEY] = lower_key,
    [KIND_UNIQUE] = lower_key,
    [KIND_INDEX] = lower_index,
    [KIND_FOREIGN_KEY] = lower_relation,
    [KIND_VIEW] = lower_plain,
    [KIND_TRIGGER] = lower_trigger,
    [KIND_COLLATION] = lower_plain,
    [KIND_TYPE] = lower_plain,
    [KIND_ATTRIBUTE] = lower_attribute,
    [KIND_DOMAIN] = lower_type,
    [KIND_DOMAIN_CHECK] = lower_part,
    [KIND_RANGE] = lower_type,
    [KIND_PROCEDURE] = lower_function,
    [KIND_AGGREGATE] = lower_aggregate,
    [KIND_CAST] = lower_cast,
    [KIND_SQL_OBJECT] = lower_plain,
    [KIND_EXCLUSION] = lower_exclusion,
    [KIND_MATERIALIZED_VIEW] = lower_plain,
    [KIND_RULE] = lower_rule,
    [KIND_STATISTICS] = lower_statistics,
    [KIND_COLUMN_COMMENT] = lower_part,
    [KIND_DEFAULT] = lower_part,
    [KIND_POLICY] = lower_policy,
    [KIND_WRAPPER] = lower_plain,
    [KIND_SERVER] = lower_server,
    [KIND_USER_MAPPING] = lower_user_mapping,
    [KIND_FOREIGN_TABLE] = lower_foreign_table,
    [KIND_PUBLICATION] = lower_plain,
    [KIND_PUBLICATION_TABLE] = lower_publication_table,
    [KIND_PUBLICATION_SCHEMA] = lower_publication_schema,
    [KIND_SUBSCRIPTION] = lower_plain,
    [KIND_EVENT_TRIGGER] = lower_event_trigger,
    [KIND_DEFAULT_PRIVILEGES] = lower_plain,
};

static void depend_on_path(Lowering *l, Object *object, const Item *near, Str path)
{
    Str name = last_name(path);
    Str schema = name.len < path.len ? str_slice(path, 0, path.len - name.len - 1) : (Str){0};
    depend_on_relation(l, object, near, schema, name);
}

static void depend_on_collation(Lowering *l, Object *object, const Item *item)
{
    Str path = item_text(item, "collation"), name = last_name(path);
    Str schema = name.len < path.len ? str_slice(path, 0, path.len - name.len - 1) : item->schema;
    object_depend(l->catalog, object,
                  catalog_find(l->catalog, (ObjectId){KIND_COLLATION, schema, name, {0}}),
                  EDGE_NORMAL);
}

/* The statements between BEGIN ATOMIC and END; what RETURN returns, as a query. */
static Str atomic_body(Arena *arena, Str atomic)
{
    Str begin = S("BEGIN ATOMIC"), returns = S("RETURN ");
    if (atomic.len > returns.len && str_eq_nocase(str_slice(atomic, 0, returns.len), returns))
        return str_format(arena, "SELECT %.*s",
                          STR_ARG(str_slice(atomic, returns.len, atomic.len)));
    bool block =
        atomic.len > begin.len + 3 && str_eq_nocase(str_slice(atomic, 0, begin.len), begin);
    return block ? str_slice(atomic, begin.len, atomic.len - 3) : (Str){0};
}

/* Functions that an aggregate is made of. */
static void depend_on_options(Lowering *l, Object *object, Value options)
{
    for (uint32_t i = 0; i < options.count; i++) {
        Str value = options.list[i], key;
        str_split(&value, '=', &key);
        if (str_ends(key, S("func")))
            depend_on_function(l, object, last_name(value));
    }
}

/* The tables in which a table has its place, by their full names; the last of `names` is the bound
 * of a partition. */
static void lower_place(Lowering *l, const Item *item, const char *field, bool bound)
{
    Value names = item_value(item, field);
    Object *table = relation_of(l, item);
    StrVec paths = {0};
    for (uint32_t i = 0; i < names.count; i++) {
        const Item *parent =
            bound && i > 0 ? NULL : model_find_named(l->model, KIND_TABLE, item, names.list[i]);
        vec_push(l->arena, &paths,
                 parent ? sql_qualified(l->arena, parent->schema, parent->name) : names.list[i]);
        if (parent)
            object_depend(l->catalog, table, relation_of(l, parent),
                          bound ? EDGE_AUTO : EDGE_NORMAL);
    }
    if (paths.len)
        object_set(l->catalog, table, field, value_of_vec(&paths), item_pos(item, field));
}

static void depend_on_sql_object(Lowering *l, Object *object, Str name)
{
    object_depend(l->catalog, object, global(l, KIND_SQL_OBJECT, name), EDGE_NORMAL);
}

/* Relations and functions of that name come after the object. */
static void is_needed_by(Lowering *l, Object *object, Str path)
{
    StrVec names = {0};
    sql_split_path(l->arena, path, &names);
    Str name = names.at[names.len - 1], schema = names.len > 1 ? names.at[0] : S("public");
    Object *relation = catalog_relation(l->catalog, schema, name);
    if (relation)
        object_depend(l->catalog, relation, object, EDGE_NORMAL);
    for (size_t i = 0; i < l->functions.len; i++) {
        const Item *item = l->functions.at[i];
        ObjectId id = {item->kind, item->schema, item->signature, (Str){0}};
        if (str_eq(item->name, name) && str_eq(item->schema, schema))
            object_depend(l->catalog, catalog_find(l->catalog, id), object, EDGE_NORMAL);
    }
}

static void lower_sql_edges(Lowering *l, const Item *item)
{
    Object *object = global(l, item->kind, item->name);
    Value before = item_value(item, "depends_on"), after = item_value(item, "needed_by");
    depend_on_declared(l, object, item);
    for (uint32_t i = 0; i < before.count; i++)
        depend_on_sql_object(l, object, before.list[i]);
    for (uint32_t i = 0; i < after.count; i++)
        is_needed_by(l, object, after.list[i]);
}

/* The types of the columns that an author lists: `name type`. */
static void depend_on_shape(Lowering *l, Object *view, const Item *item)
{
    Value shape = item_value(item, "shape");
    for (uint32_t i = 0; i < shape.count; i++) {
        Str text = shape.list[i];
        TypeName type;
        bool modifiers;
        Str why;
        if (type_parse(l->arena, str_trim(str_slice(text, sql_ident_end(text), text.len)), &type,
                       &modifiers, &why) &&
            !type.builtin)
            depend_on_type(l, view, item, type.schema, type.name);
    }
}

/* What a finished catalog is needed for: bodies and queries may mention anything. */
static void lower_late_edges(Lowering *l, const Item *item)
{
    if (item->kind == KIND_VIEW || item->kind == KIND_MATERIALIZED_VIEW) {
        Object *view = relation_of(l, item);
        depend_on_fragment(l, view, item, FRAGMENT_QUERY, item_text(item, "query"));
        depend_on_declared(l, view, item);
        depend_on_shape(l, view, item);
    } else if (item->kind == KIND_DOMAIN || item->kind == KIND_RANGE) {
        Object *type =
            catalog_find(l->catalog, (ObjectId){item->kind, item->schema, item->name, {0}});
        if (item->type_item)
            depend_on_type(l, type, item, item->type_item->schema, item->type_item->name);
        depend_on_fragment(l, type, item, FRAGMENT_EXPR, item_text(item, "default_sql"));
        depend_on_function(l, type, last_name(item_text(item, "difference")));
        depend_on_collation(l, type, item);
    } else if (item->kind == KIND_SQL_OBJECT) {
        lower_sql_edges(l, item);
    } else if (item->kind == KIND_STATISTICS) {
        Object *object =
            catalog_find(l->catalog, (ObjectId){item->kind, item->schema, item->name, {0}});
        depend_on_path(l, object, item, item_text(item, "table"));
    } else if (kinds[item->kind].flags & KIND_SIGNED) {
        Object *function = catalog_find(
            l->catalog, (ObjectId){item->kind, item->schema, item->signature, (Str){0}});
        depend_on_declared(l, function, item);
        depend_on_fragment(l, function, item, FRAGMENT_SQL,
                           atomic_body(l->arena, item_text(item, "atomic")));
        depend_on_options(l, function, item_value(item, "options"));
        depend_on_fragment(l, function, item, FRAGMENT_RETURNS, item_text(item, "returns"));
        for (size_t i = 0; i < item->arguments.len; i++) {
            TypeName type;
            bool modifiers;
            Str why;
            if (type_parse(l->arena, item->arguments.at[i].type, &type, &modifiers, &why) &&
                !type.builtin)
                depend_on_type(l, function, item, type.schema, type.name);
        }
    }
}

/* `rights: complete`: what says nothing of rights has those that it is born with. Those of schema
 * public are a matter of the server's version. */
static void complete_rights(Lowering *l, Object *object)
{
    int at = kind_field(object->id.kind, S("grants"));
    bool public = object->id.kind == KIND_SCHEMA && str_is(object->id.schema, "public");
    if (at < 0 || public || object->id.kind == KIND_DEFAULT_PRIVILEGES ||
        object_attr(object, "grants"))
        return;
    const Field *field = &kinds[object->id.kind].fields[at];
    Str *birth = NEW(l->arena, Str);
    *birth = str_format(l->arena, "PUBLIC %s", field->choices[0]);
    object_set(l->catalog, object, "grants",
               field->flags & FIELD_PUBLIC ? value_list(birth, 1) : VALUE_EMPTY_LIST, object->pos);
}

/* Columns, then what is made of them, then what refers to the keys of other tables. */
static int pass_of(KindId kind)
{
    return kind == KIND_COLUMN ? 0 : kind == KIND_FOREIGN_KEY ? 2 : 1;
}

Catalog *catalog_lower(Arena *arena, Model *model)
{
    Lowering l = {arena, model, catalog_new(arena), {0}};
    l.catalog->database = model->database;
    add(&l, KIND_SCHEMA, S("public"), (Str){0}, (Str){0}, (Pos){0});
    Object *database = add(&l, KIND_DATABASE, (Str){0}, (Str){0}, (Str){0}, model->root->pos);
    copy_settings(&l, model->root, database);
    const Item *root = model->root; /* its children are sorted by kind: tables come before views */
    for (size_t i = 0; i < root->children.len; i++) {
        lowerings[root->children.at[i]->kind](&l, root->children.at[i]);
        if (kinds[root->children.at[i]->kind].flags & KIND_SIGNED)
            vec_push(arena, &l.functions, root->children.at[i]);
    }
    for (int pass = 0; pass < 3; pass++) /* of all tables: each refers to what came before */
        for (size_t i = 0; i < root->children.len; i++)
            for (size_t k = 0; k < root->children.at[i]->children.len; k++) {
                const Item *part = root->children.at[i]->children.at[k];
                if (pass == pass_of(part->kind))
                    lowerings[part->kind](&l, part);
            }
    for (size_t i = 0; i < root->children.len; i++)
        if (root->children.at[i]->kind == KIND_TABLE) {
            lower_place(&l, root->children.at[i], "partition_of", true);
            lower_place(&l, root->children.at[i], "inherits", false);
        }
    catalog_inherit(l.catalog);
    for (size_t i = 0; i < l.catalog->objects.len && object_attr(database, "rights"); i++)
        complete_rights(&l, l.catalog->objects.at[i]);
    for (size_t i = 0; i < root->children.len; i++)
        lower_late_edges(&l, root->children.at[i]);
    catalog_seal(l.catalog);
    return l.catalog;
}

/* What the author leaves to whoever runs the script is nothing that the lock may speak of. */
static void drop_undeclared(Catalog *catalog, Object *object, const Object *draft)
{
    for (size_t i = object->attrs.len; i-- > 0;) {
        const Field *field = &kinds[object->id.kind].fields[object->attrs.at[i].field];
        if (field->compare == COMPARE_DECLARED && !object_attr(draft, field->name))
            object_unset(catalog, object, field->name);
    }
}

/* What no database knows: the model's name and scope. */
static void take_unread(Catalog *catalog, const Catalog *said)
{
    catalog->database = said->database;
    for (size_t i = 0; i < said->objects.len; i++) {
        const Object *from = said->objects.at[i];
        if (kinds[from->id.kind].flags & KIND_NOT_READ)
            catalog_copy_object(catalog, from, from->id);
    }
    catalog_seal(catalog);
}

void catalog_follow(Catalog *catalog, const Catalog *said)
{
    static const Object nothing = {0};
    take_unread(catalog, said);
    for (size_t i = 0; i < catalog->objects.len; i++) {
        Object *object = catalog->objects.at[i];
        const Object *other = catalog_find(said, object->id);
        drop_undeclared(catalog, object, other ? other : &nothing);
    }
}

void catalog_adopt(Catalog *catalog, const Catalog *draft)
{
    catalog->database = draft->database;
    for (size_t i = 0; i < draft->objects.len; i++) {
        const Object *from = draft->objects.at[i];
        Object *to = catalog_find(catalog, from->id);
        if (!to && (kinds[from->id.kind].flags & KIND_NOT_READ))
            to = catalog_add(catalog, from->id, NULL);
        if (!to)
            continue;
        to->pos = from->pos;
        to->implicit = from->implicit;
        drop_undeclared(catalog, to, from);
        for (size_t k = 0; k < from->attrs.len; k++) {
            const Attr *attr = &from->attrs.at[k];
            const Field *field = &kinds[from->id.kind].fields[attr->field];
            if (field->compare == COMPARE_META)
                object_set(catalog, to, field->name, attr->value, attr->pos);
            for (size_t m = 0; m < to->attrs.len; m++)
                if (to->attrs.at[m].field == attr->field) {
                    to->attrs.at[m].pos = attr->pos;
                    if (attr->value.type == VALUE_TEXT)
                        to->attrs.at[m].source = attr->value.text;
                }
        }
    }
    catalog_seal(catalog);
}

static void digest_text(Writer *w, Str text)
{
    w_raw(w, text);
    w_raw(w, (Str){"", 1}); /* NUL, which no text holds */
}

Str catalog_digest(Arena *arena, const Catalog *catalog)
{
    Writer w = {.arena = arena};
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *object = catalog->objects.at[i];
        digest_text(&w, str_of(kinds[object->id.kind].tag));
        digest_text(&w, object->id.schema);
        digest_text(&w, object->id.object);
        digest_text(&w, object->id.sub);
        for (size_t k = 0; k < object->attrs.len; k++) {
            const Value *value = &object->attrs.at[k].value;
            const Field *field = &kinds[object->id.kind].fields[object->attrs.at[k].field];
            bool setting = kinds[object->id.kind].flags & KIND_NOT_READ; /* it is in the lock */
            if (field->compare == COMPARE_META && !setting)
                continue;
            digest_text(&w, str_of(field->name));
            if (value->type == VALUE_TEXT)
                digest_text(&w, value->text);
            else
                digest_text(&w, str_format(arena, "%u", value->count));
            for (uint32_t m = 0; value->type == VALUE_LIST && m < value->count; m++)
                digest_text(&w, value->list[m]);
        }
        w_raw(&w, S("\n"));
    }
    return digest_hex(arena, w_result(&w));
}
