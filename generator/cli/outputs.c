#include "cli/outputs.h"

#include "base/digest.h"
#include "base/file.h"
#include "text/escape.h"
#include "text/writer.h"

#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

enum { LARGEST_MANIFEST = 16 * 1024 * 1024 };

void outputs_keep(Outputs *outputs, Str name)
{
    vec_push(outputs->arena, &outputs->kept, name);
}

static Str target(const Outputs *outputs, Str name)
{
    return path_join(outputs->arena, outputs->folder, name);
}

static bool is_kept(const Outputs *outputs, Str name)
{
    for (size_t i = 0; i < outputs->kept.len; i++)
        if (str_starts(name, outputs->kept.at[i]))
            return true;
    return false;
}

static bool is_made(const Outputs *outputs, Str name)
{
    for (size_t i = 0; i < outputs->files.len; i++)
        if (str_eq(outputs->files.at[i].name, name))
            return true;
    return false;
}

/* A name that cannot lead out of the folder, whatever somebody wrote into the manifest. */
static bool is_inside(Str name)
{
    Str rest = name, part;
    while (str_split(&rest, '/', &part))
        if (!part.len || str_is(part, "..") || str_is(part, "."))
            return false;
    return name.len > 0;
}

/* An entry of a manifest. */
typedef struct {
    Str name, digest;
} Entry;
typedef VEC(Entry) Entries;

/* The files of the last run; none when there is no manifest, or none that can be read. */
static Entries old_entries(const Outputs *outputs)
{
    Entries entries = {0};
    Str text, why;
    if (!file_read(outputs->arena, target(outputs, S("manifest.json")).ptr, LARGEST_MANIFEST, &text,
                   &why))
        return entries;
    json_t *manifest = json_loadb(text.ptr, text.len, 0, NULL);
    const char *name;
    json_t *digest;
    json_object_foreach(json_object_get(manifest, "files"), name, digest)
    {
        Entry entry = {str_copy(outputs->arena, str_of(name)),
                       str_copy(outputs->arena, str_of(json_string_value(digest)))};
        if (is_inside(entry.name))
            vec_push(outputs->arena, &entries, entry);
    }
    json_decref(manifest);
    return entries;
}

static int compare_entries(const void *a, const void *b)
{
    return str_cmp(((const Entry *)a)->name, ((const Entry *)b)->name);
}

/* What is made now, and what is kept from before. */
static Str manifest_text(const Outputs *outputs)
{
    Arena *arena = outputs->arena;
    Entries entries = {0}, old = old_entries(outputs);
    for (size_t i = 0; i < outputs->files.len; i++)
        vec_push(arena, &entries, (Entry){outputs->files.at[i].name, outputs->files.at[i].digest});
    for (size_t i = 0; i < old.len; i++)
        if (is_kept(outputs, old.at[i].name) && !is_made(outputs, old.at[i].name) &&
            file_exists(target(outputs, old.at[i].name).ptr))
            vec_push(arena, &entries, old.at[i]);
    if (entries.len)
        qsort(entries.at, entries.len, sizeof(Entry), compare_entries);
    Writer w = {.arena = arena, .width = 2};
    w_text(&w, "{\n  \"files\": {");
    for (size_t i = 0; i < entries.len; i++)
        w_printf(&w, "%s\n    %.*s: \"%.*s\"", i ? "," : "",
                 STR_ARG(json_literal(arena, entries.at[i].name)), STR_ARG(entries.at[i].digest));
    w_text(&w, "\n  }\n}\n");
    return w_result(&w);
}

/* Files of the last run that this one would have made if they were still wanted. */
static void old_files(const Outputs *outputs, StrVec *names)
{
    Entries old = old_entries(outputs);
    for (size_t i = 0; i < old.len; i++)
        if (!is_made(outputs, old.at[i].name) && !is_kept(outputs, old.at[i].name) &&
            file_exists(target(outputs, old.at[i].name).ptr))
            vec_push(outputs->arena, names, old.at[i].name);
}

static void fail(Outputs *outputs, Str name, Str why)
{
    diag_error(outputs->diags, "E0705", (Pos){0}, "\"%.*s\" cannot be written: %.*s",
               STR_ARG(target(outputs, name)), STR_ARG(why));
}

void outputs_add(Outputs *outputs, Str name, Str bytes)
{
    Output output = {.name = name, .digest = digest_hex(outputs->arena, bytes)};
    Str path = target(outputs, name), why;
    Str folder = str_copy(outputs->arena, path_folder(path));
    if (outputs->diags->errors)
        return;
    if (!outputs->check && !outputs->files.len)
        outputs->made = !file_exists(str_copy(outputs->arena, outputs->folder).ptr);
    if (outputs->check) {
        if (!file_holds(path.ptr, bytes))
            vec_push(outputs->arena, &outputs->stale, name);
    } else if (!file_make_folder(outputs->arena, folder.ptr, &why) ||
               !file_stage(outputs->arena, path.ptr, bytes, &output.temporary, &why)) {
        fail(outputs, name, why);
        return;
    }
    vec_push(outputs->arena, &outputs->files, output);
}

/* Nothing stays of a run that failed: neither files nor, where there was nothing before, folders.
 */
static void discard_all(Outputs *outputs)
{
    for (size_t i = 0; i < outputs->files.len; i++)
        file_discard(outputs->files.at[i].temporary);
    for (size_t i = 0; outputs->made && i < outputs->files.len; i++) {
        Str folder = path_folder(target(outputs, outputs->files.at[i].name));
        rmdir(str_copy(outputs->arena, folder).ptr); /* only when it is empty */
    }
    if (outputs->made)
        rmdir(str_copy(outputs->arena, outputs->folder).ptr);
}

static bool commit_all(Outputs *outputs, size_t *changed)
{
    for (size_t i = 0; i < outputs->files.len; i++) {
        const Output *file = &outputs->files.at[i];
        Str why;
        if (!file_commit(outputs->arena, file->temporary, target(outputs, file->name).ptr, &why)) {
            fail(outputs, file->name, why);
            while (++i < outputs->files.len)
                file_discard(outputs->files.at[i].temporary);
            return false;
        }
        *changed += file->temporary.ptr != NULL;
    }
    return true;
}

bool outputs_finish(Outputs *outputs, size_t *changed)
{
    StrVec old = {0};
    *changed = 0;
    if (!outputs->plain) {
        old_files(outputs, &old);
        outputs_add(outputs, S("manifest.json"),
                    manifest_text(outputs)); /* last: it vouches for the rest */
    }
    if (outputs->diags->errors) {
        discard_all(outputs);
        return false;
    }
    for (size_t i = 0; outputs->check && i < old.len; i++)
        vec_push(outputs->arena, &outputs->stale, old.at[i]);
    if (outputs->check)
        return true;
    if (!commit_all(outputs, changed))
        return false;
    for (size_t i = 0; i < old.len; i++)
        unlink(target(outputs, old.at[i]).ptr);
    *changed += old.len;
    return true;
}
