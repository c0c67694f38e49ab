#include "catalog/depend.h"

#include "text/quote.h"

Str path_last(Str path)
{
    Str rest = path, name = path;
    while (path.ptr && str_split(&rest, '.', &name))
        continue;
    return name;
}

/* A name, and the schema before it; absent: none is. */
static Str path_schema(Str path)
{
    Str name = path_last(path);
    return name.len < path.len ? str_slice(path, 0, path.len - name.len - 1) : (Str){0};
}

void depend_on_type(Lowering *l, Object *object, const Item *near, Str schema, Str name)
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

void depend_on_type_text(Lowering *l, Object *object, const Item *near, Str text)
{
    TypeName type;
    bool modifiers;
    Str why;
    if (type_parse(l->arena, text, &type, &modifiers, &why) && !type.builtin)
        depend_on_type(l, object, near, type.schema, type.name);
}

void depend_on_function(Lowering *l, Object *object, Str name)
{
    for (size_t i = 0; i < l->functions.len; i++)
        if (str_eq(l->functions.at[i]->name, name))
            object_depend(l->catalog, object, lowering_item(l, l->functions.at[i]), EDGE_NORMAL);
}

void depend_on_relation(Lowering *l, Object *object, const Item *near, Str schema, Str name)
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

void depend_on_path(Lowering *l, Object *object, const Item *near, Str path)
{
    depend_on_relation(l, object, near, path_schema(path), path_last(path));
}

void depend_on_fragment(Lowering *l, Object *object, const Item *near, FragmentForm form, Str text)
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

void depend_on_declared(Lowering *l, Object *object, const Item *item)
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

void depend_on_columns(Lowering *l, Object *object, const Item *table, Value names)
{
    for (uint32_t i = 0; i < names.count; i++)
        object_depend(l->catalog, object, lowering_column(l, table, names.list[i]), EDGE_AUTO);
}

void depend_on_mentioned(Lowering *l, Object *object, const Item *item, Str text)
{
    const Fragment *fragment =
        text.len ? fragment_parse(&l->model->fragments, FRAGMENT_EXPR, text, NULL, item->pos, "")
                 : NULL;
    for (size_t i = 0; fragment && i < fragment->mentions.len; i++)
        if (fragment->mentions.at[i].type == MENTION_COLUMN)
            object_depend(l->catalog, object,
                          lowering_column(l, item->parent, fragment->mentions.at[i].name),
                          EDGE_AUTO);
    depend_on_fragment(l, object, item, FRAGMENT_EXPR, text);
}
