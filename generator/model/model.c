#include "model/model.h"

#include "base/file.h"
#include "model/check.h"
#include "model/decode.h"
#include "model/resolve.h"

#include <stdlib.h>

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
        bool others = file_list(d->arena, folder, S(".yml"), &names, &why) && names.len;
        diag_help(d->diags, diag,
                  others ? "there are files *.yml; they have to be called *.yaml."
                         : "a model is a folder of YAML files; one of them says `database: NAME`.");
        return;
    }
    for (size_t i = 0; i < names.len; i++)
        if (!str_starts(names.at[i], S(MODEL_MIGRATIONS "/")))
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
    diags_drop_repeats(diags); /* a mistake in a mixin is found in every table that uses it */
    return model;
}
