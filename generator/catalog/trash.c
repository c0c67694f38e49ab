#include "catalog/trash.h"

#include "base/digest.h"
#include "catalog/move.h"

static const char prefix[] = TRASH_PREFIX;

enum { LONGEST_NAME = 63, DIGITS = 6 };

bool object_is_trash(const Object *object)
{
    Str mark = str_of(prefix);
    return str_starts(object->id.schema, mark) ||
           (str_starts(object->id.sub, mark) && object->id.kind == KIND_COLUMN);
}

static Str marked(Arena *arena, Str mark, Str name, Str digest_of)
{
    Str kept = str_clip(name, LONGEST_NAME - mark.len - 1 - DIGITS);
    return str_format(arena, "%.*s%.*s_%.*s", STR_ARG(mark), STR_ARG(kept), DIGITS,
                      digest_hex(arena, digest_of).ptr);
}

Str trash_name(Arena *arena, Str name, Str digest_of)
{
    return marked(arena, str_of(prefix), name, digest_of);
}

Str trash_old_name(Arena *arena, Str name, Str digest_of)
{
    return marked(arena, S("~old_"), name, digest_of);
}

Objects catalog_trash(Arena *arena, const Catalog *catalog)
{
    Objects trash = {0};
    for (size_t i = 0; i < catalog->objects.len; i++)
        if (object_is_trash(catalog->objects.at[i]))
            vec_push(arena, &trash, catalog->objects.at[i]);
    return trash;
}

const Catalog *catalog_without_trash(Arena *arena, const Catalog *catalog, Objects *pending)
{
    Objects trash = catalog_trash(arena, catalog);
    for (size_t i = 0; pending && i < trash.len; i++) {
        const Object *parent = trash.at[i]->parent;
        if (trash.at[i]->id.kind != KIND_SCHEMA && !(parent && object_is_trash(parent)))
            vec_push(arena, pending, trash.at[i]);
    }
    if (!trash.len)
        return catalog;
    Catalog *rest = catalog_without(arena, catalog, &trash);
    catalog_seal(rest);
    return rest;
}
