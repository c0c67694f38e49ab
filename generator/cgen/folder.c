#include "cgen/folder.h"
Folder folder_open(Cgen *gen, const Data *root, Str database, Templates *templates)
{
    return (Folder){.gen = gen,
                    .templates = templates,
                    .database = database,
                    .root = root,
                    .scratch = arena_new()};
}

Str folder_name(const Folder *folder, Str c_name, const char *ending)
{
    Str rest = str_slice(c_name, folder->gen->names.prefix.len, c_name.len);
    return str_format(folder->gen->arena, "%.*s%.*s%s", STR_ARG(folder->database), STR_ARG(rest),
                      ending);
}

void folder_begin(Folder *folder)
{
    arena_rewind(folder->scratch, (ArenaMark){0});
    folder->file = data_copy(folder->scratch, folder->root);
}

void folder_set(Folder *folder, const char *name, Str text)
{
    data_set_text(folder->scratch, folder->file, name, text);
}

void folder_set_list(Folder *folder, const char *name, const StrVec *texts)
{
    Data *list = data_list(folder->scratch);
    for (size_t i = 0; i < texts->len; i++)
        data_add(folder->scratch, list, data_text(folder->scratch, texts->at[i]));
    data_set(folder->scratch, folder->file, name, list);
}

void folder_show(Folder *folder, const TableGen *tables, size_t count)
{
    Data *list = data_list(folder->scratch);
    for (size_t i = 0; i < count; i++)
        data_add(folder->scratch, list, tables[i].data);
    data_set(folder->scratch, folder->file, "tables", list);
}

static Str fill(Folder *folder, Arena *arena, const char *template)
{
    return templates_fill(arena, folder->templates, template, folder->file,
                          folder->gen->names.diags);
}

Str folder_fill(Folder *folder, const char *template)
{
    return fill(folder, folder->scratch, template);
}

void folder_end(Folder *folder, Str name, const char *template)
{
    folder_add(folder, name, fill(folder, folder->gen->arena, template));
}

void folder_add(Folder *folder, Str name, Str bytes)
{
    vec_push(folder->gen->arena, &folder->files, (CgenFile){name, bytes});
}
