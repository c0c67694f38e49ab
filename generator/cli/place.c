#include "cli/place.h"

#include "base/file.h"

Str model_folder_name(const char *folder)
{
    Str path = str_of(folder);
    while (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    return path_name(path);
}

bool model_folder_free(Run *run, const char *folder)
{
    StrVec names = {0};
    Str why;
    if (!file_exists(folder))
        return true;
    if (!file_is_folder(folder)) {
        diag_error(&run->diags, "E0705", (Pos){0}, "\"%s\" is not a folder", folder);
        return false;
    }
    if (file_list(run->arena, folder, S(".yaml"), &names, &why) && !names.len)
        return true;
    Diag *diag =
        diag_error(&run->diags, "E0705", (Pos){0}, "there is a model in \"%s\" already", folder);
    diag_help(&run->diags, diag, "name a new folder, and compare the two.");
    return false;
}
