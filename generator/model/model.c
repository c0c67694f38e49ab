#include "model/model.h"

#include "base/file.h"
#include "model/check.h"
#include "model/decode.h"
#include "model/resolve.h"

#include <stdlib.h>

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

static void load_file(Decoder *d, Str path, Str relative)
{
    Source *source = NEW(d->arena, Source);
    Str why;
    source->name = path;
    source->relative = relative;
    if (!file_read(d->arena, path.ptr, YAML_LARGEST, &source->text, &why)) {
        const char *code = str_starts(why, S("larger than")) ? "E0104" : "E0101";
        diag_error(d->diags, code, (Pos){.source = source}, "cannot be read: %.*s", STR_ARG(why));
        return;
    }
    NodeVec documents = {0};
    if (!yaml_parse(d->arena, source, d->diags, &documents))
        return;
    for (size_t i = 0; i < documents.len; i++)
        decode_document(d, documents.at[i]);
}

static void load_folder(Decoder *d, const char *folder)
{
    StrVec names = {0};
    Str why;
    if (!file_list(d->arena, folder, S(".yaml"), &names, &why)) {
        diag_error(d->diags, "E0101", (Pos){0}, "the model \"%s\" cannot be read: %.*s", folder,
                   STR_ARG(why));
        return;
    }
    if (!names.len) {
        Diag *diag = diag_error(d->diags, "E0101", (Pos){0}, "no *.yaml files in \"%s\"", folder);
        diag_help(d->diags, diag,
                  "a model is a folder of YAML files; one of them says `database: NAME`.");
    }
    for (size_t i = 0; i < names.len; i++)
        load_file(d, path_join(d->arena, str_of(folder), names.at[i]), names.at[i]);
}

static int compare_items(const void *left, const void *right)
{
    const Item *a = *(Item *const *)left, *b = *(Item *const *)right;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    int order = str_cmp(a->schema, b->schema);
    return order ? order : str_cmp(a->name, b->name);
}

/* From here on the order of files is forgotten. */
static void sort_items(Model *model)
{
    if (model->root->children.len)
        qsort(model->root->children.at, model->root->children.len, sizeof(Item *), compare_items);
}

void model_index(Model *model, Item *item)
{
    Str name = item->kind == KIND_FUNCTION ? item->signature : item->name;
    Str key = name_key(model->arena, item->kind,
                       item->kind == KIND_SCHEMA ? (Str){0} : item->schema, name);
    if (!map_get(&model->by_name, key))
        map_put(&model->by_name, key, item);
}

static bool same_diag(const Diag *a, const Diag *b)
{
    return a->pos.source == b->pos.source && a->pos.line == b->pos.line &&
           a->pos.column == b->pos.column && str_eq(a->message, b->message);
}

/* A mistake in a mixin is found in every table that uses it; it is told once. */
static void drop_repeats(Diags *diags)
{
    size_t kept = 0;
    for (size_t i = 0; i < diags->list.len; i++) {
        Diag *diag = diags->list.at[i];
        bool repeated = false;
        for (size_t k = 0; k < kept && !repeated; k++)
            repeated = same_diag(diags->list.at[k], diag);
        if (!repeated)
            diags->list.at[kept++] = diag;
        else if (diag->severity == SEVERITY_ERROR)
            diags->errors--;
        else
            diags->warnings--;
    }
    diags->list.len = kept;
}

Model *model_load(Arena *arena, const char *path, Diags *diags)
{
    Model *model = NEW(arena, Model);
    model->arena = arena;
    model->by_name.arena = model->extension_types.arena = arena;
    model->fragments = (Fragments){.arena = arena, .diags = diags, .known = {.arena = arena}};
    model->root = NEW(arena, Item);
    model->root->kind = KIND_DATABASE;
    Decoder d = {.arena = arena,
                 .diags = diags,
                 .model = model,
                 .schema = S("public"),
                 .mixins = {.arena = arena}};
    Str given = str_copy(arena, str_of(path));
    model->folder = file_is_folder(path) ? given : str_copy(arena, path_folder(given));
    size_t errors = diags->errors;
    if (!file_exists(path))
        diag_error(diags, "E0101", (Pos){0}, "there is no model \"%s\"", path);
    else if (file_is_folder(path))
        load_folder(&d, path);
    else
        load_file(&d, given, path_name(given));
    decode_mixins(&d);
    if (!model->database.ptr && diags->errors == errors) {
        Diag *diag =
            diag_error(diags, "E0203", (Pos){0}, "no file of the model names the database");
        diag_help(diags, diag, "one file says `database: NAME` at its top.");
    }
    sort_items(model);
    model_resolve(model, diags);
    model_check(model, diags);
    drop_repeats(diags);
    return model;
}
