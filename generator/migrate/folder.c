#include "migrate/folder.h"

#include "base/chars.h"
#include "base/digest.h"
#include "base/file.h"
#include "model/statements.h"
#include "text/writer.h"

#include <stdlib.h>

enum { LARGEST_FILE = 256 * 1024 * 1024 };

#define SUM_FORMAT "pgwright-sum 1"

/* The files of a migration. */
static const struct {
    const char *name;
    bool required;
    enum { DIGEST_NONE, DIGEST_BYTES, DIGEST_TOKENS } digest;
} known_files[] = {
    {"after.lock", true, DIGEST_BYTES},     {"down.sql", true, DIGEST_TOKENS},
    {"migration.yaml", false, DIGEST_NONE}, {"plan.json", false, DIGEST_NONE},
    {"purge.sql", false, DIGEST_TOKENS},    {"up.sql", true, DIGEST_TOKENS},
};

/* -- names -- */

bool version_name_is_good(Str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (!is_word(c) && c != '-')
            return false;
    }
    return name.len > 0 && name.len <= 100;
}

bool version_take_id(Str id, Str *digits, Str *name, int64_t *number)
{
    size_t count = 0;
    while (count < id.len && is_digit(id.ptr[count]))
        count++;
    *digits = str_slice(id, 0, count);
    *name = str_slice(id, count + 1, id.len);
    return count > 0 && count < id.len && id.ptr[count] == '_' && version_name_is_good(*name) &&
           str_to_int(*digits, number);
}

Str folder_next_number(Arena *arena, const Folder *folder)
{
    enum { CUSTOMARY_DIGITS = 4 };
    if (!folder->versions.len)
        return str_format(arena, "%0*d", CUSTOMARY_DIGITS, 1);
    const Version *last = &folder->versions.at[folder->versions.len - 1];
    return str_format(arena, "%0*lld", (int)last->digits.len, (long long)last->number + 1);
}

const Version *folder_find(const Folder *folder, Str what, Diags *diags)
{
    int64_t number = -1;
    str_to_int(what, &number);
    StrVec ids = {0};
    for (size_t i = 0; i < folder->versions.len; i++) {
        const Version *version = &folder->versions.at[i];
        if (version->number == number || str_eq(version->id, what) || str_eq(version->name, what))
            return version;
        vec_push(diags->arena, &ids, version->id);
    }
    Diag *diag = diag_error(diags, "E1002", (Pos){0}, "there is no migration \"%.*s\" in \"%.*s\"",
                            STR_ARG(what), STR_ARG(folder->path));
    diag_suggest(diags, diag, what, &ids);
    return NULL;
}

const VersionFile *version_file(const Version *version, const char *name)
{
    for (size_t i = 0; i < version->files.len; i++)
        if (str_is(version->files.at[i].name, name))
            return &version->files.at[i];
    return NULL;
}

/* -- reading -- */

static Pos of_path(Arena *arena, Str path)
{
    Source *source = NEW(arena, Source);
    source->name = source->relative = path;
    return (Pos){.source = source};
}

static void foreign(Arena *arena, Diags *diags, Str path, const char *help)
{
    Diag *diag =
        diag_error(diags, "E1001", of_path(arena, path), "a file that is no part of a migration");
    diag_help(diags, diag, "%s", help);
}

static bool load(Arena *arena, Str path, const Source **out, Diags *diags)
{
    Source *source = NEW(arena, Source);
    Str why;
    source->name = source->relative = path;
    *out = source;
    if (file_read(arena, path.ptr, LARGEST_FILE, &source->text, &why))
        return true;
    diag_error(diags, "E1001", (Pos){.source = source}, "cannot be read: %.*s", STR_ARG(why));
    return false;
}

static Version *take_version(Arena *arena, Folder *folder, Str id, Diags *diags)
{
    if (folder->versions.len && str_eq(folder->versions.at[folder->versions.len - 1].id, id))
        return &folder->versions.at[folder->versions.len - 1];
    Version version = {.id = id, .folder = path_join(arena, folder->path, id)};
    if (!version_take_id(id, &version.digits, &version.name, &version.number)) {
        Diag *diag = diag_error(diags, "E1001", of_path(arena, version.folder),
                                "a folder that is no migration");
        diag_help(diags, diag, "a migration's folder is called NUMBER_name, like 0003_add_tags.");
    }
    vec_push(arena, &folder->versions, version);
    return &folder->versions.at[folder->versions.len - 1];
}

static void take_version_file(Arena *arena, Version *version, Str name, Diags *diags)
{
    Str path = path_join(arena, version->folder, name);
    for (size_t i = 0; i < COUNT_OF(known_files); i++) {
        if (!str_is(name, known_files[i].name))
            continue;
        VersionFile file = {.name = name};
        if (load(arena, path, &file.source, diags))
            vec_push(arena, &version->files, file);
        return;
    }
    foreign(arena, diags, path,
            "a migration is up.sql, down.sql, after.lock, and may have purge.sql, plan.json and "
            "migration.yaml.");
}

static void digest_file(Arena *arena, VersionFile *file)
{
    for (size_t i = 0; i < COUNT_OF(known_files); i++) {
        if (!str_is(file->name, known_files[i].name))
            continue;
        if (known_files[i].digest == DIGEST_TOKENS)
            file->digest = statements_digest(arena, file->source->text);
        else if (known_files[i].digest == DIGEST_BYTES)
            file->digest = digest_hex(arena, file->source->text);
    }
}

void folder_digest(Arena *arena, Version *version)
{
    for (size_t i = 0; i < version->files.len; i++)
        digest_file(arena, &version->files.at[i]);
}

static void find_missing(Arena *arena, const Version *version, Diags *diags)
{
    for (size_t i = 0; i < COUNT_OF(known_files); i++)
        if (known_files[i].required && !version_file(version, known_files[i].name))
            diag_error(
                diags, "E1001",
                of_path(arena, path_join(arena, version->folder, str_of(known_files[i].name))),
                "the file is missing, and migration %.*s cannot do without it",
                STR_ARG(version->id));
}

static int compare_versions(const void *a, const void *b)
{
    const Version *x = a, *y = b;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return str_cmp(x->id, y->id);
}

static void find_twins(const Folder *folder, Diags *diags)
{
    for (size_t i = 1; i < folder->versions.len; i++) {
        const Version *a = &folder->versions.at[i - 1], *b = &folder->versions.at[i];
        if (a->number != b->number)
            continue;
        Diag *diag = diag_error(diags, "E1002", of_path(diags->arena, b->folder),
                                "two migrations have the number %.*s: %.*s and %.*s",
                                STR_ARG(b->digits), STR_ARG(a->id), STR_ARG(b->id));
        diag_help(diags, diag,
                  "they were made on two branches. Keep the one that databases have already, "
                  "delete the other's folder, and make it again: `pgwright migrate new %.*s`.",
                  STR_ARG(b->name));
    }
}

bool folder_read(Arena *arena, Str path, Folder *out, Diags *diags)
{
    size_t errors = diags->errors;
    *out = (Folder){.path = path};
    StrVec names = {0};
    Str why;
    if (!file_exists(path.ptr))
        return true;
    if (!file_list(arena, path.ptr, S(""), &names, &why)) {
        diag_error(diags, "E1001", of_path(arena, path), "cannot be read: %.*s", STR_ARG(why));
        return false;
    }
    for (size_t i = 0; i < names.len; i++) {
        Str rest = names.at[i], first;
        str_split(&rest, '/', &first);
        if (rest.ptr)
            take_version_file(arena, take_version(arena, out, str_copy(arena, first), diags),
                              str_copy(arena, rest), diags);
        else if (!str_is(first, FOLDER_SUM) && !str_is(first, FOLDER_NEXT))
            foreign(arena, diags, path_join(arena, path, first),
                    "beside the migrations there are only pgwright.sum and next.yaml.");
    }
    for (size_t i = 0; i < out->versions.len; i++) {
        find_missing(arena, &out->versions.at[i], diags);
        folder_digest(arena, &out->versions.at[i]);
    }
    if (out->versions.len)
        qsort(out->versions.at, out->versions.len, sizeof(Version), compare_versions);
    find_twins(out, diags);
    return diags->errors == errors;
}

/* -- the sum file -- */

typedef struct {
    Str id, chain;
    VEC(VersionFile) files;
} SumEntry;

typedef VEC(SumEntry) SumEntries;

static Str chain_of(Arena *arena, Str before, Str id, const VersionFile *files, size_t count)
{
    Writer w = {.arena = arena};
    w_line(&w, "%.*s", STR_ARG(before));
    w_line(&w, "%.*s", STR_ARG(id));
    for (size_t i = 0; i < count; i++)
        if (files[i].digest.ptr)
            w_line(&w, "%.*s %.*s", STR_ARG(files[i].name), STR_ARG(files[i].digest));
    return digest_hex(arena, w_result(&w));
}

Str folder_sum(Arena *arena, Folder *folder)
{
    Writer w = {.arena = arena};
    Str before = {0};
    w_line(&w, SUM_FORMAT);
    for (size_t i = 0; i < folder->versions.len; i++) {
        Version *version = &folder->versions.at[i];
        version->chain = before =
            chain_of(arena, before, version->id, version->files.at, version->files.len);
        w_line(&w, "%.*s %.*s", STR_ARG(version->id), STR_ARG(version->chain));
        for (size_t k = 0; k < version->files.len; k++)
            if (version->files.at[k].digest.ptr)
                w_line(&w, "  %.*s %.*s", STR_ARG(version->files.at[k].name),
                       STR_ARG(version->files.at[k].digest));
    }
    return w_result(&w);
}

static bool not_a_sum(const Source *source, uint32_t line, Str text, Diags *diags)
{
    Diag *diag = diag_error(diags, "E1003", (Pos){source, line, 1, 0}, "not a line of a sum file");
    if (str_starts(text, S("<<<<<<<")) || str_starts(text, S("=======")) ||
        str_starts(text, S(">>>>>>>")))
        diag_help(diags, diag,
                  "two branches made a migration each. Keep one of them, delete the folder of the "
                  "other, take its side of this file, and make the other again with `pgwright "
                  "migrate new`.");
    else
        diag_help(diags, diag, "`pgwright migrate verify --accept` writes it anew.");
    return false;
}

static bool read_sum(Arena *arena, const Source *source, SumEntries *out, Diags *diags)
{
    Str rest = source->text, line, name;
    if (!str_split(&rest, '\n', &line) || !str_is(line, SUM_FORMAT))
        return not_a_sum(source, 1, line, diags);
    for (uint32_t number = 2; str_split(&rest, '\n', &line); number++) {
        bool file = str_starts(line, S("  "));
        Str digest = str_trim(line);
        if (!digest.len)
            continue;
        if (!str_split(&digest, ' ', &name) || digest.len != 64 || (file && !out->len))
            return not_a_sum(source, number, line, diags);
        if (file)
            vec_push(arena, &out->at[out->len - 1].files,
                     (VersionFile){.name = name, .digest = digest});
        else
            vec_push(arena, out, (SumEntry){.id = name, .chain = digest});
    }
    return true;
}

static const SumEntry *find_entry(const SumEntries *entries, Str id)
{
    for (size_t i = 0; i < entries->len; i++)
        if (str_eq(entries->at[i].id, id))
            return &entries->at[i];
    return NULL;
}

static Str digest_in(const SumEntry *entry, Str name)
{
    for (size_t i = 0; i < entry->files.len; i++)
        if (str_eq(entry->files.at[i].name, name))
            return entry->files.at[i].digest;
    return (Str){0};
}

static void changed(Arena *arena, const Version *version, Str name, const char *what, Diags *diags)
{
    Diag *diag = diag_error(diags, "E1003", of_path(arena, path_join(arena, version->folder, name)),
                            "%s after the migration was made", what);
    diag_help(diags, diag,
              "databases that have it already would not get the change: undo it and make a new "
              "migration; while no database has it, `pgwright migrate verify --accept` accepts "
              "it.");
}

static void compare_files(Arena *arena, const Version *version, const SumEntry *entry, Diags *diags)
{
    for (size_t i = 0; i < version->files.len; i++) {
        const VersionFile *file = &version->files.at[i];
        Str digest = digest_in(entry, file->name);
        if (file->digest.ptr && !digest.ptr)
            changed(arena, version, file->name, "the file was added", diags);
        else if (file->digest.ptr && !str_eq(digest, file->digest))
            changed(arena, version, file->name,
                    str_ends(file->name, S(".sql")) ? "its statements were changed"
                                                    : "the file was changed",
                    diags);
    }
    for (size_t i = 0; i < entry->files.len; i++)
        if (!version_file(version, str_copy(arena, entry->files.at[i].name).ptr))
            changed(arena, version, entry->files.at[i].name, "the file was deleted", diags);
}

/* The migration that was the last one when this one was made; absent: none, or one that is gone. */
static Str made_after(Arena *arena, const SumEntries *entries, const SumEntry *entry)
{
    for (size_t i = 0; i < entries->len; i++)
        if (str_eq(entry->chain, chain_of(arena, entries->at[i].chain, entry->id, entry->files.at,
                                          entry->files.len)))
            return entries->at[i].id;
    return (Str){0};
}

static void wrong_place(Arena *arena, const Version *version, Str before, const SumEntries *entries,
                        const SumEntry *entry, Diags *diags)
{
    Str made = made_after(arena, entries, entry);
    Diag *diag = diag_error(diags, "E1003", of_path(arena, version->folder),
                            "migration %.*s was made %s%.*s, and now comes after %.*s",
                            STR_ARG(version->id), made.ptr ? "on top of " : "in another place",
                            STR_ARG(made), STR_ARG(before.ptr ? before : S("nothing")));
    diag_help(diags, diag,
              "its plan does not know the migrations between. Delete its folder and make it again: "
              "`pgwright migrate new %.*s`.",
              STR_ARG(version->name));
}

static void compare_version(Arena *arena, Folder *folder, size_t i, const SumEntries *entries,
                            Diags *diags)
{
    Version *version = &folder->versions.at[i];
    const Version *before = i ? &folder->versions.at[i - 1] : NULL;
    const SumEntry *entry = find_entry(entries, version->id);
    if (!entry) {
        Diag *diag = diag_error(diags, "E1003", of_path(arena, version->folder),
                                "the sum file does not know migration %.*s", STR_ARG(version->id));
        diag_help(diags, diag,
                  "`pgwright migrate new` makes migrations; `pgwright migrate verify --accept` "
                  "accepts one that was written by hand.");
        return;
    }
    const SumEntry *previous = before ? find_entry(entries, before->id) : NULL;
    version->chain = entry->chain;
    size_t errors = diags->errors;
    compare_files(arena, version, entry, diags);
    Str chain = chain_of(arena, previous ? previous->chain : (Str){0}, entry->id, entry->files.at,
                         entry->files.len);
    if (diags->errors == errors && (previous || !before) && !str_eq(chain, entry->chain))
        wrong_place(arena, version, before ? before->id : (Str){0}, entries, entry, diags);
}

bool folder_check(Arena *arena, Folder *folder, Diags *diags)
{
    size_t errors = diags->errors;
    Str path = path_join(arena, folder->path, S(FOLDER_SUM));
    SumEntries entries = {0};
    const Source *source;
    if (!folder->versions.len && !file_exists(path.ptr))
        return true;
    if (!load(arena, path, &source, diags) || !read_sum(arena, source, &entries, diags))
        return false;
    for (size_t i = 0; i < folder->versions.len; i++)
        compare_version(arena, folder, i, &entries, diags);
    for (size_t i = 0; i < entries.len; i++) {
        bool there = false;
        for (size_t k = 0; k < folder->versions.len; k++)
            there |= str_eq(folder->versions.at[k].id, entries.at[i].id);
        if (!there)
            diag_error(diags, "E1003", (Pos){.source = source},
                       "migration %.*s is gone from the folder", STR_ARG(entries.at[i].id));
    }
    return diags->errors == errors;
}
