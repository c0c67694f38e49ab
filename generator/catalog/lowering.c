#include "catalog/lowering.h"

#include "text/quote.h"

Object *lowering_add(Lowering *l, KindId kind, Str schema, Str object, Str sub, Pos pos)
{
    Object *twin, *added = catalog_add(l->catalog, (ObjectId){kind, schema, object, sub}, &twin);
    if (!added)
        return twin; /* checked: can only be what is there in any case, such as schema public */
    added->pos = pos;
    return added;
}

void lowering_copy(Lowering *l, const Item *item, Object *object)
{
    for (size_t i = item->settings.len;
         i-- > 0;) { /* the table's own word comes before a mixin's */
        const Setting *setting = &item->settings.at[i];
        const Field *field = &kinds[item->kind].fields[setting->field];
        if (field->compare != COMPARE_AUTHOR)
            object_set(l->catalog, object, field->name, setting->value, setting->node->pos);
    }
}

Object *lowering_add_part(Lowering *l, const Item *item)
{
    Object *object =
        lowering_add(l, item->kind, item->schema, item->parent->name, item->name, item->pos);
    lowering_copy(l, item, object);
    return object;
}

Object *lowering_item(const Lowering *l, const Item *item)
{
    Str name = item->signature.ptr ? item->signature : item->name;
    return catalog_find(l->catalog, (ObjectId){item->kind, item->schema, name, (Str){0}});
}

Object *lowering_relation(Lowering *l, const Item *item)
{
    return catalog_relation(l->catalog, item->schema, item->name);
}

Object *lowering_column(Lowering *l, const Item *table, Str name)
{
    return catalog_find(l->catalog, (ObjectId){KIND_COLUMN, table->schema, table->name, name});
}

Object *lowering_global(const Lowering *l, KindId kind, Str name)
{
    return catalog_find(l->catalog, (ObjectId){kind, (Str){0}, name, (Str){0}});
}

void lowering_unset(Catalog *catalog, Object *object, const char *field, int64_t fallback)
{
    int64_t number;
    if (str_to_int(object_text(object, field), &number) && number == fallback)
        object_unset(catalog, object, field);
}

/* As SQL has it. Names of collations have dots ("de_DE.utf8"); a schema in front must be known. */
static Str canonical_collation(Lowering *l, Str text)
{
    Str name = text, schema;
    StrVec names = {0};
    if (text.len && text.ptr[0] != '"' && str_find(text, S("\"")) >= 0)
        sql_split_path(l->arena, text, &names); /* public."German" */
    if (names.len == 2)
        return sql_qualified(l->arena, names.at[0], names.at[1]);
    if (!text.len || text.ptr[0] == '"' || !str_split(&name, '.', &schema) || !name.ptr)
        return text.len && text.ptr[0] != '"' ? sql_ident(l->arena, text) : text;
    if (str_is(schema, "pg_catalog"))
        return sql_ident(l->arena, name);
    bool known = catalog_find(l->catalog, (ObjectId){KIND_SCHEMA, schema, {0}, {0}});
    return known ? sql_qualified(l->arena, schema, name) : sql_ident(l->arena, text);
}

void lowering_collate(Lowering *l, Object *object, const Item *item)
{
    Str collation = canonical_collation(l, item_text(item, "collation"));
    if (collation.len)
        object_set(l->catalog, object, "collation", value_text(collation),
                   item_pos(item, "collation"));
}
