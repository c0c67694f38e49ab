/* What stands alone: all but tables' parts, functions and what calls them. */
#include "catalog/depend.h"

#include "text/name.h"
#include "text/quote.h"

void lower_plain(Lowering *l, const Item *item)
{
    Str schema = kinds[item->kind].flags & KIND_GLOBAL ? (Str){0} : item->schema;
    lowering_copy(l, item, lowering_add(l, item->kind, schema, item->name, (Str){0}, item->pos));
}

void lower_schema(Lowering *l, const Item *item)
{
    lowering_copy(l, item, lowering_add(l, KIND_SCHEMA, item->name, (Str){0}, (Str){0}, item->pos));
}

void lower_extension(Lowering *l, const Item *item)
{
    Object *object = lowering_add(l, KIND_EXTENSION, (Str){0}, item->name, (Str){0}, item->pos);
    lowering_copy(l, item, object);
    object_set(l->catalog, object, "in_schema", value_text(item->schema), item->pos);
    object_depend(l->catalog, object,
                  catalog_find(l->catalog, (ObjectId){KIND_SCHEMA, item->schema, {0}, {0}}),
                  EDGE_NORMAL);
}

void lower_member(Lowering *l, const Item *item)
{
    Object *object =
        lowering_add(l, item->kind, (Str){0}, item->parent->name, item->name, item->pos);
    lowering_copy(l, item, object);
}

void lower_sequence(Lowering *l, const Item *item)
{
    lower_plain(l, item);
    Object *object = lowering_item(l, item);
    Str type = object_text(object, "type");
    int64_t most = str_is(type, "smallint")  ? INT16_MAX
                   : str_is(type, "integer") ? INT32_MAX
                                             : INT64_MAX;
    bool down = object_int(object, "increment", 1) < 0;
    int64_t minimum = down ? -most - 1 : 1, maximum = down ? -1 : most;
    int64_t start =
        down ? object_int(object, "maximum", maximum) : object_int(object, "minimum", minimum);
    lowering_unset(l->catalog, object, "start", start);
    lowering_unset(l->catalog, object, "minimum", minimum);
    lowering_unset(l->catalog, object, "maximum", maximum);
    lowering_unset(l->catalog, object, "increment", 1);
    lowering_unset(l->catalog, object, "cache", 1);
}

void lower_table(Lowering *l, const Item *item)
{
    lower_plain(l, item);
    Object *table = lowering_relation(l, item);
    if (!object_text(table, "api.path").ptr)
        object_set(
            l->catalog, table, "api.path",
            value_text(str_format(l->arena, "/%.*s", STR_ARG(name_kebab(l->arena, item->name)))),
            item->pos);
}

void lower_statistics(Lowering *l, const Item *item)
{
    lower_plain(l, item);
    Object *object = lowering_item(l, item);
    StrVec keys = {0};
    Value written = item_value(item, "keys");
    for (uint32_t i = 0; i < written.count; i++)
        vec_push(l->arena, &keys,
                 str_starts(written.list[i], S("(")) ? written.list[i]
                                                     : sql_ident(l->arena, written.list[i]));
    object_set(l->catalog, object, "keys", value_of_vec(&keys), item_pos(item, "keys"));
}

void relate_statistics(Lowering *l, const Item *item)
{
    depend_on_path(l, lowering_item(l, item), item, item_text(item, "table"));
}

void relate_view(Lowering *l, const Item *item)
{
    Object *view = lowering_relation(l, item);
    Value shape = item_value(item, "shape");
    depend_on_fragment(l, view, item, FRAGMENT_QUERY, item_text(item, "query"));
    depend_on_declared(l, view, item);
    for (uint32_t i = 0; i < shape.count; i++) {
        Str type = shape.list[i];
        (void)sql_take_ident(&type);
        depend_on_type_text(l, view, item, type);
    }
}

/* --- types --- */

void lower_type(Lowering *l, const Item *item)
{
    const char *field = item->kind == KIND_RANGE ? "subtype" : "type";
    lower_plain(l, item);
    Object *object = lowering_item(l, item);
    object_set(l->catalog, object, field, value_text(item_type_text(l->arena, item)),
               item_pos(item, field));
    lowering_collate(l, object, item);
}

static void depend_on_collation(Lowering *l, Object *object, const Item *item)
{
    StrVec names = {0};
    sql_split_path(l->arena, object_text(object, "collation"), &names);
    Str schema = names.len == 2 ? names.at[0] : item->schema;
    if (names.len)
        object_depend(
            l->catalog, object,
            catalog_find(l->catalog,
                         (ObjectId){KIND_COLLATION, schema, names.at[names.len - 1], {0}}),
            EDGE_NORMAL);
}

void relate_type(Lowering *l, const Item *item)
{
    Object *type = lowering_item(l, item);
    if (item->type_item)
        depend_on_type(l, type, item, item->type_item->schema, item->type_item->name);
    depend_on_fragment(l, type, item, FRAGMENT_EXPR, item_text(item, "default_sql"));
    depend_on_function(l, type, path_last(item_text(item, "difference")));
    depend_on_collation(l, type, item);
}

/* --- what is foreign, what is published --- */

void lower_server(Lowering *l, const Item *item)
{
    lower_plain(l, item);
    object_depend(l->catalog, lowering_global(l, KIND_SERVER, item->name),
                  lowering_global(l, KIND_WRAPPER, item_text(item, "wrapper")), EDGE_NORMAL);
}

void lower_user_mapping(Lowering *l, const Item *item)
{
    Object *object =
        lowering_add(l, item->kind, (Str){0}, item->parent->name, item->name, item->pos);
    lowering_copy(l, item, object);
    if (!object_attr(object, "options")) /* it has none; only a database may hide them */
        object_set(l->catalog, object, "options", VALUE_EMPTY_LIST, item->pos);
    object_depend(l->catalog, object, lowering_global(l, KIND_SERVER, item->parent->name),
                  EDGE_NORMAL);
}

void lower_foreign_table(Lowering *l, const Item *item)
{
    lower_plain(l, item);
    object_depend(l->catalog, lowering_relation(l, item),
                  lowering_global(l, KIND_SERVER, item_text(item, "server")), EDGE_NORMAL);
}

void lower_publication_schema(Lowering *l, const Item *item)
{
    Object *object =
        lowering_add(l, item->kind, item->parent->name, (Str){0}, item->name, item->pos);
    object_depend(l->catalog, object, lowering_global(l, KIND_PUBLICATION, item->name), EDGE_AUTO);
}

/* --- what has no grammar of its own --- */

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
        const Item *function = l->functions.at[i];
        if (str_eq(function->name, name) && str_eq(function->schema, schema))
            object_depend(l->catalog, lowering_item(l, function), object, EDGE_NORMAL);
    }
}

void relate_sql_object(Lowering *l, const Item *item)
{
    Object *object = lowering_global(l, item->kind, item->name);
    Value before = item_value(item, "depends_on"), after = item_value(item, "needed_by");
    depend_on_declared(l, object, item);
    for (uint32_t i = 0; i < before.count; i++)
        object_depend(l->catalog, object, lowering_global(l, KIND_SQL_OBJECT, before.list[i]),
                      EDGE_NORMAL);
    for (uint32_t i = 0; i < after.count; i++)
        is_needed_by(l, object, after.list[i]);
}
