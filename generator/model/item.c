#include "model/resolve.h"

const Setting *item_setting(const Item *item, const char *field)
{
    Str name = str_of(field);
    for (size_t i = 0; i < item->settings.len; i++)
        if (str_is(name, kinds[item->kind].fields[item->settings.at[i].field].name))
            return &item->settings.at[i];
    return NULL;
}

Str item_text(const Item *item, const char *field)
{
    const Setting *setting = item_setting(item, field);
    return setting && setting->value.type == VALUE_TEXT ? setting->value.text : (Str){0};
}

bool item_bool(const Item *item, const char *field)
{
    return str_is(item_text(item, field), "true");
}

Value item_value(const Item *item, const char *field)
{
    const Setting *setting = item_setting(item, field);
    return setting ? setting->value : (Value){0};
}

Pos item_pos(const Item *item, const char *field)
{
    const Setting *setting = item_setting(item, field);
    return setting ? setting->node->pos : item->pos;
}

Item *item_child(const Item *item, KindId kind, Str name)
{
    for (size_t i = 0; i < item->children.len; i++)
        if (item->children.at[i]->kind == kind && str_eq(item->children.at[i]->name, name))
            return item->children.at[i];
    return NULL;
}

static Str name_key(Arena *arena, KindId kind, Str schema, Str name)
{
    return str_format(arena, "%d%c%.*s%c%.*s", (int)kind, 0, STR_ARG(schema), 0, STR_ARG(name));
}

Item *model_find(const Model *model, KindId kind, Str schema, Str name)
{
    ArenaMark mark = arena_mark(model->arena);
    Item *item = map_get(&model->by_name, name_key(model->arena, kind, schema, name));
    arena_rewind(model->arena, mark);
    return item;
}

Item *model_find_named(const Model *model, KindId kind, const Item *near, Str name)
{
    Item *item = model_find(model, kind, near->schema, name);
    if (!item)
        item = model_find(model, kind, S("public"), name);
    for (size_t i = 1; !item && i < name.len; i++)
        if (name.ptr[i] == '.')
            item = model_find(model, kind, str_slice(name, 0, i), str_slice(name, i + 1, name.len));
    return item;
}

Str item_type_text(Arena *arena, const Item *column)
{
    Str schema = column->type_item ? column->type_item->schema : column->schema;
    return type_canonical(arena, &column->type, schema);
}

void model_index(Model *model, Item *item)
{
    bool is_signed = kinds[item->kind].flags & KIND_SIGNED;
    Str name = is_signed ? item->signature : item->name;
    Str key = name_key(model->arena, item->kind,
                       item->kind == KIND_SCHEMA ? (Str){0} : item->schema, name);
    if (!map_get(&model->by_name, key))
        map_put(&model->by_name, key, item);
}
