/* The parts of tables and types. */
#include "catalog/depend.h"

#include "text/quote.h"

#include <string.h>

/* --- columns and attributes --- */

static void add_default(Lowering *l, const Item *column, Value expression, Str source, Pos pos)
{
    Object *object =
        lowering_add(l, KIND_DEFAULT, column->schema, column->parent->name, column->name, pos);
    object_set(l->catalog, object, "expression", expression, pos);
    object_depend(l->catalog, object, lowering_column(l, column->parent, column->name), EDGE_AUTO);
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
    Object *sequence = lowering_add(l, KIND_SEQUENCE, column->schema, name, (Str){0}, object->pos);
    if (!str_is(column->type.name, "bigint"))
        object_set(l->catalog, sequence, "type", value_text(column->type.name), object->pos);
    if (item_bool(column->parent, "unlogged"))
        object_set(l->catalog, sequence, "unlogged", value_bool(true), object->pos);
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

/* A column, or an attribute of a composite type. */
static Object *add_column(Lowering *l, const Item *item)
{
    Object *object = lowering_add_part(l, item);
    object_set(l->catalog, object, "type", value_text(item_type_text(l->arena, item)),
               item_pos(item, "type"));
    object_set(l->catalog, object, "position",
               value_text(str_format(l->arena, "%lld", (long long)position_of(item))), item->pos);
    lowering_collate(l, object, item);
    return object;
}

void lower_column(Lowering *l, const Item *item)
{
    Object *object = add_column(l, item);
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

void lower_attribute(Lowering *l, const Item *item)
{
    Object *object = add_column(l, item);
    if (item->type_item)
        depend_on_type(l, object, item, item->type_item->schema, item->type_item->name);
}

/* --- constraints and indexes --- */

void lower_check(Lowering *l, const Item *item)
{
    Object *object = lowering_add_part(l, item);
    depend_on_mentioned(l, object, item, item_text(item, "expression"));
}

void lower_key(Lowering *l, const Item *item)
{
    Object *object = lowering_add_part(l, item);
    Value columns = item_value(item, "columns");
    depend_on_columns(l, object, item->parent, columns);
    depend_on_columns(l, object, item->parent, item_value(item, "include"));
    for (uint32_t i = 0; item->kind == KIND_PRIMARY_KEY && i < columns.count; i++)
        object_set(l->catalog, lowering_column(l, item->parent, columns.list[i]), "not_null",
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

void lower_relation(Lowering *l, const Item *item)
{
    Object *object = lowering_add_part(l, item);
    Str *target = NEW_ARRAY(l->arena, Str, 2);
    target[0] = item->target->schema;
    target[1] = item->target->name;
    Pos pos = item_pos(item, "references");
    object_set(l->catalog, object, "ref_table", value_list(target, 2), pos);
    object_set(l->catalog, object, "ref_columns", value_of_vec(&item->target_columns), pos);
    object_set(l->catalog, object, "relation", value_text(item->label), item->pos);
    depend_on_columns(l, object, item->parent, item_value(item, "columns"));
    object_depend(l->catalog, object, lowering_relation(l, item->target), EDGE_NORMAL);
    for (size_t i = 0; i < item->target_columns.len; i++)
        object_depend(l->catalog, object,
                      lowering_column(l, item->target, item->target_columns.at[i]), EDGE_NORMAL);
    depend_on_target_key(l, object, item);
}

static Str index_key_text(Lowering *l, const Item *item, Object *object, Str text)
{
    IndexKey key;
    if (item_child(item->parent, KIND_COLUMN, text)) {
        object_depend(l->catalog, object, lowering_column(l, item->parent, text), EDGE_AUTO);
        return sql_ident(l->arena, text);
    }
    if (!fragment_index_key(&l->model->fragments, text, item->pos, &key))
        return text;
    Str keyed = key.expression;
    if (key.column.ptr) {
        keyed = sql_ident(l->arena, key.column);
        object_depend(l->catalog, object, lowering_column(l, item->parent, key.column), EDGE_AUTO);
    } else {
        depend_on_mentioned(l, object, item, key.expression);
    }
    return key.options.len ? str_format(l->arena, "%.*s %.*s", STR_ARG(keyed), STR_ARG(key.options))
                           : keyed;
}

void lower_index(Lowering *l, const Item *item)
{
    Object *object = lowering_add_part(l, item);
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

void lower_exclusion(Lowering *l, const Item *item)
{
    Object *object = lowering_add_part(l, item);
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

/* --- the rest --- */

void lower_part(Lowering *l, const Item *item)
{
    Object *object = lowering_add_part(l, item);
    depend_on_fragment(l, object, item, FRAGMENT_EXPR, item_text(item, "expression"));
}

void lower_rule(Lowering *l, const Item *item)
{
    Object *object = lowering_add_part(l, item);
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

void lower_trigger(Lowering *l, const Item *item)
{
    Object *object = lowering_add_part(l, item);
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

void lower_policy(Lowering *l, const Item *item)
{
    Object *object = lowering_add_part(l, item);
    depend_on_mentioned(l, object, item, item_text(item, "using"));
    depend_on_mentioned(l, object, item, item_text(item, "check"));
}

void lower_publication_table(Lowering *l, const Item *item)
{
    Object *object = lowering_add_part(l, item);
    object_depend(l->catalog, object, lowering_global(l, KIND_PUBLICATION, item->name), EDGE_AUTO);
    depend_on_columns(l, object, item->parent, item_value(item, "columns"));
    depend_on_mentioned(l, object, item, item_text(item, "where"));
}
