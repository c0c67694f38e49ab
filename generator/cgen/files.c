#include "cgen/files.h"

#include "live/server.h"
#include "text/name.h"

static Str own_name(const Folder *folder, const char *ending)
{
    return str_format(folder->gen->arena, "%.*s%s", STR_ARG(folder->gen->names.prefix), ending);
}

static Str header_name(const Folder *folder, Str c_name)
{
    return folder_name(folder, c_name, ".h");
}

/* ---- one file */

/* A header or a source while it is made. */
typedef struct {
    Folder *folder;
    Str c_name;
    Str part; /* of the database, that it holds; absent: everything */
    StrVec includes, texts;
} File;

static File begin(Folder *folder, Str c_name, Str part)
{
    folder_begin(folder);
    folder_set(folder, "part", part);
    return (File){.folder = folder, .c_name = c_name, .part = part};
}

static void include(File *file, Str header)
{
    vec_push(file->folder->scratch, &file->includes, header);
}

/* Texts have an empty line before them, for the one before. */
static void add(File *file, const char *template)
{
    Str text = folder_fill(file->folder, template);
    while (!file->texts.len && str_starts(text, S("\n")))
        text = str_slice(text, 1, text.len);
    if (text.len)
        vec_push(file->folder->scratch, &file->texts, text);
}

/* Headers whose names differ in case alone, one file for some file systems, would have the same
 * guard. */
static void claim_guard(const File *file)
{
    Names *names = &file->folder->gen->names;
    Str guard = str_format(names->arena, "%.*s_H", STR_ARG(name_upper(names->arena, file->c_name)));
    names_claim(names, &names->global, guard, S("the guard of a header"), NULL);
    folder_set(file->folder, "guard", guard);
}

static void end_header(const File *file)
{
    bool whole = !file->part.len;
    claim_guard(file);
    folder_set(file->folder, "manual",
               whole ? folder_fill(file->folder, "c/manual.h.in") : (Str){0});
    folder_set_list(file->folder, "includes", &file->includes);
    folder_set_list(file->folder, "declarations", &file->texts);
    folder_end(file->folder, header_name(file->folder, file->c_name), "c/header.h.in");
}

static void end_source(const File *file)
{
    folder_set_list(file->folder, "includes", &file->includes);
    folder_set_list(file->folder, "definitions", &file->texts);
    folder_end(file->folder, folder_name(file->folder, file->c_name, ".c"), "c/source.c.in");
}

/* ---- what the templates see */

static void show_tables(Folder *folder)
{
    folder_show(folder, folder->gen->tables.at, folder->gen->tables.len);
    data_set_bool(folder->scratch, folder->file, "linked", true);
}

static void show_table(Folder *folder, const TableGen *table)
{
    folder_show(folder, table, 1);
    data_set_bool(folder->scratch, folder->file, "linked", table->others.len > 0);
}

/* Rows of functions look as those of tables do, but nobody else knows them. */
static void show_rows(Folder *folder)
{
    folder_show(folder, folder->gen->rows.at, folder->gen->rows.len);
    data_set_bool(folder->scratch, folder->file, "linked", false);
}

/* ---- all in one pair */

static void add_whole_header(Folder *folder)
{
    File file = begin(folder, folder->gen->names.prefix, (Str){0});
    include(&file, S("pgw_runtime.h"));
    add(&file, "c/shared.h.in");
    add(&file, "c/table.h.in");
    show_rows(folder);
    add(&file, "c/table.h.in");
    add(&file, "c/function.h.in");
    end_header(&file);
}

static void add_whole_source(Folder *folder)
{
    File file = begin(folder, folder->gen->names.prefix, (Str){0});
    include(&file, header_name(folder, file.c_name));
    folder_set(folder, "linkage", S("static "));
    show_tables(folder);
    add(&file, "c/types.c.in");
    add(&file, "c/table.c.in");
    show_rows(folder);
    add(&file, "c/table.c.in");
    add(&file, "c/function.c.in");
    show_tables(folder);
    add(&file, "c/whole.c.in");
    end_source(&file);
}

/* ---- a pair for each table */

/* The tables that this one has ways to, each once, without itself. */
static StrVec others_of(Folder *folder, const TableGen *table)
{
    StrVec types = {0};
    Map seen = {.arena = folder->scratch};
    map_put(&seen, table->type, &seen);
    for (size_t i = 0; i < table->others.len; i++)
        if (!map_put(&seen, table->others.at[i], &seen))
            vec_push(folder->scratch, &types, table->others.at[i]);
    return types;
}

static void add_table_header(Folder *folder, const TableGen *table)
{
    File file = begin(folder, table->type, table->sql);
    StrVec others = others_of(folder, table);
    include(&file, header_name(folder, own_name(folder, "_database")));
    show_table(folder, table);
    folder_set_list(folder, "others", &others);
    add(&file, "c/others.h.in");
    add(&file, "c/table.h.in");
    end_header(&file);
}

static void add_table_source(Folder *folder, const TableGen *table)
{
    File file = begin(folder, table->type, table->sql);
    StrVec others = others_of(folder, table);
    include(&file, header_name(folder, table->type));
    for (size_t i = 0; i < others.len; i++)
        include(&file, header_name(folder, others.at[i]));
    include(&file, header_name(folder, own_name(folder, "_internal")));
    folder_set(folder, "linkage", (Str){0});
    show_table(folder, table);
    add(&file, "c/table.c.in");
    end_source(&file);
}

/* All functions are in one pair. */
static const char *const functions_part = "functions and procedures";

/* They return rows of tables: these are included, each once. */
static void add_functions_header(Folder *folder)
{
    File file = begin(folder, own_name(folder, "_functions"), str_of(functions_part));
    Map seen = {.arena = folder->scratch};
    for (size_t i = 0; i < folder->gen->functions.len; i++) {
        const TableGen *table = folder->gen->functions.at[i].table;
        if (table && !map_put(&seen, table->type, &seen))
            include(&file, header_name(folder, table->type));
    }
    include(&file, header_name(folder, own_name(folder, "_database")));
    show_rows(folder);
    add(&file, "c/table.h.in");
    add(&file, "c/function.h.in");
    end_header(&file);
}

static void add_functions_source(Folder *folder)
{
    File file = begin(folder, own_name(folder, "_functions"), str_of(functions_part));
    include(&file, header_name(folder, file.c_name));
    include(&file, header_name(folder, own_name(folder, "_internal")));
    show_rows(folder);
    folder_set(folder, "linkage", S("static "));
    add(&file, "c/table.c.in");
    folder_set(folder, "linkage", (Str){0});
    add(&file, "c/function.c.in");
    end_source(&file);
}

/* What the tables share, declared for everybody. */
static void add_database_header(Folder *folder)
{
    File file = begin(folder, own_name(folder, "_database"), S("what its tables share"));
    include(&file, S("pgw_runtime.h"));
    add(&file, "c/shared.h.in");
    end_header(&file);
}

/* And among themselves. */
static void add_internal_header(Folder *folder)
{
    File file =
        begin(folder, own_name(folder, "_internal"), S("from file to file, not for their users"));
    include(&file, S("pgw_runtime.h"));
    add(&file, "c/internal.h.in");
    end_header(&file);
}

/* What includes it all. */
static void add_all_header(Folder *folder)
{
    File file = begin(folder, folder->gen->names.prefix, (Str){0});
    include(&file, header_name(folder, own_name(folder, "_database")));
    for (size_t i = 0; i < folder->gen->tables.len; i++)
        include(&file, header_name(folder, folder->gen->tables.at[i].type));
    if (folder->gen->functions.len)
        include(&file, header_name(folder, own_name(folder, "_functions")));
    end_header(&file);
}

static void add_shared_source(Folder *folder)
{
    File file = begin(folder, folder->gen->names.prefix, (Str){0});
    include(&file, header_name(folder, file.c_name));
    include(&file, header_name(folder, own_name(folder, "_internal")));
    folder_set(folder, "linkage", (Str){0});
    add(&file, "c/types.c.in");
    add(&file, "c/whole.c.in");
    end_source(&file);
}

static void add_by_table(Folder *folder)
{
    static const char *const internal[] = {"_internal"};
    Cgen *gen = folder->gen;
    names_claim_all(&gen->names, gen->names.prefix, internal, 1, S("a header of the bindings"),
                    NULL);
    add_database_header(folder);
    add_internal_header(folder);
    add_all_header(folder);
    add_shared_source(folder);
    for (size_t i = 0; i < gen->tables.len; i++) {
        add_table_header(folder, &gen->tables.at[i]);
        add_table_source(folder, &gen->tables.at[i]);
    }
    if (gen->functions.len) {
        add_functions_header(folder);
        add_functions_source(folder);
    }
}

/* ---- the comparison */

/* Compilers need not take longer string literals than 4095 bytes. */
static StrVec pieces_of(Arena *arena, Str text)
{
    enum { PIECE = 1000 };
    StrVec pieces = {0};
    for (size_t at = 0; at < text.len; at += PIECE)
        vec_push(arena, &pieces, str_slice(text, at, at + PIECE));
    return pieces;
}

static Data *profile_of(Arena *arena)
{
    Data *list = data_list(arena);
    for (size_t i = 0; i < server_profile_count; i++) {
        Data *row = data_map(arena);
        data_set_text(arena, row, "setting",
                      str_format(arena, "SET LOCAL %s = '%s'; ", server_profile[i].name,
                                 server_profile[i].value));
        data_add(arena, list, row);
    }
    return list;
}

static void add_drift(Folder *folder, Str query)
{
    folder_begin(folder);
    StrVec pieces = pieces_of(folder->scratch, query);
    folder_set(folder, "header", header_name(folder, folder->gen->names.prefix));
    folder_set_list(folder, "pieces", &pieces);
    data_set(folder->scratch, folder->file, "profile", profile_of(folder->scratch));
    folder_end(folder, folder_name(folder, own_name(folder, "_drift"), ".c"), "c/drift.c.in");
}

/* ---- the runtime, and what builds */

/* The parts of the runtime, in the order in which they build on each other. */
static const char *const runtime_parts[] = {
    "memory", "errors",   "types",       "statement", "rows", "call",
    "query",  "pipeline", "transaction", "many",      "copy", "session",
    "verify", "drift",    "pool",        "values",    "time",
};

static Str runtime_source(Folder *folder)
{
    Arena *arena = folder->gen->arena;
    StrVec parts = {0};
    for (size_t i = 0; i < COUNT_OF(runtime_parts); i++) {
        Str name = str_format(arena, "c/runtime/%s.c", runtime_parts[i]);
        vec_push(arena, &parts, templates_text(folder->templates, name.ptr));
    }
    return str_join(arena, &parts, S("\n"));
}

static void add_builds(Folder *folder)
{
    StrVec sources = {0};
    folder_begin(folder);
    for (size_t i = 0; i < folder->files.len; i++)
        if (str_ends(folder->files.at[i].name, S(".c")))
            vec_push(folder->scratch, &sources, folder->files.at[i].name);
    folder_set_list(folder, "sources", &sources);
    folder_end(folder, folder_name(folder, folder->gen->names.prefix, ".pc"), "c/pkgconfig.pc.in");
    folder_end(folder, S("meson.build"), "c/meson.build.in");
    folder_end(folder, S("CMakeLists.txt"), "c/CMakeLists.txt.in");
}

void files_add(Folder *folder, const CgenOptions *options)
{
    if (options->by_table) {
        add_by_table(folder);
    } else {
        add_whole_header(folder);
        add_whole_source(folder);
    }
    add_drift(folder, options->drift);
    folder_add(folder, S("pgw_runtime.h"), templates_text(folder->templates, "c/pgw_runtime.h"));
    folder_add(folder, S("pgw_runtime.c"), runtime_source(folder));
    add_builds(folder);
}
