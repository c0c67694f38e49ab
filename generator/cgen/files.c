#include "cgen/files.h"

#include "cgen/pages.h"
#include "live/server.h"
#include "text/quote.h"

/* A folder while it is filled. */
typedef struct {
    Cgen *gen;
    Data *root;
    Templates *templates;
    Diags *diags;
    Str database, prefix;
    CgenFiles files;
} Folder;

static Str fill(Folder *folder, const char *template)
{
    return templates_fill(folder->gen->arena, folder->templates, template, folder->root,
                          folder->diags);
}

static void set(Folder *folder, const char *name, Str text)
{
    data_set_text(folder->gen->arena, folder->root, name, text);
}

static void add(Folder *folder, Str name, Str bytes)
{
    vec_push(folder->gen->arena, &folder->files, (CgenFile){name, bytes});
}

/* Files have the database's name where names in C have their prefix: of table_x, "shop_x.h". */
static Str file_name(Folder *folder, Str c_name, const char *ending)
{
    Str rest = str_slice(c_name, folder->prefix.len, c_name.len);
    return str_format(folder->gen->arena, "%.*s%.*s%s", STR_ARG(folder->database), STR_ARG(rest),
                      ending);
}

static Str own_name(Folder *folder, const char *ending)
{
    return str_format(folder->gen->arena, "%.*s%s", STR_ARG(folder->prefix), ending);
}

static Data *texts(Folder *folder, const StrVec *list)
{
    Data *data = data_list(folder->gen->arena);
    for (size_t i = 0; i < list->len; i++)
        data_add(folder->gen->arena, data, data_text(folder->gen->arena, list->at[i]));
    return data;
}

/* ---- one file */

/* `part` is what of the database it holds; absent: everything. Headers whose names differ in case
 * alone, one file for some file systems, would have the same guard. */
static void add_header(Folder *folder, Str c_name, Str part, const StrVec *includes,
                       Str declarations)
{
    Arena *arena = folder->gen->arena;
    Str guard = str_format(arena, "%.*s_H", STR_ARG(name_upper(arena, c_name)));
    names_claim(&folder->gen->names, &folder->gen->names.global, guard, S("the guard of a header"),
                NULL);
    set(folder, "guard", guard);
    set(folder, "part", part);
    set(folder, "manual", part.len ? (Str){0} : fill(folder, "c/manual.h.in"));
    set(folder, "declarations", declarations);
    data_set(arena, folder->root, "includes", texts(folder, includes));
    add(folder, file_name(folder, c_name, ".h"), fill(folder, "c/header.h.in"));
}

static void add_source(Folder *folder, Str c_name, Str part, const StrVec *includes,
                       Str definitions)
{
    set(folder, "part", part);
    set(folder, "definitions", definitions);
    data_set(folder->gen->arena, folder->root, "includes", texts(folder, includes));
    add(folder, file_name(folder, c_name, ".c"), fill(folder, "c/source.c.in"));
}

/* Megabytes: copied once. */
static Str together(Arena *arena, Str a, Str b, Str c)
{
    Str parts[] = {a, b, c};
    return str_join(arena, &(StrVec){.at = parts, .len = COUNT_OF(parts)}, (Str){0});
}

/* Parts have an empty line before them, for the one before. */
static Str joined(Folder *folder, Str a, Str b, Str c)
{
    Str all = together(folder->gen->arena, a, b, c);
    size_t start = 0;
    while (start < all.len && all.ptr[start] == '\n')
        start++;
    return str_slice(all, start, all.len);
}

/* ---- functions */

/* Rows of their own look as those of tables do, but nobody else knows them. */
static void show_rows(Folder *folder)
{
    Data *tables = data_list(folder->gen->arena);
    for (size_t i = 0; i < folder->gen->rows.len; i++)
        data_add(folder->gen->arena, tables, folder->gen->rows.at[i].data);
    data_set(folder->gen->arena, folder->root, "tables", tables);
    data_set_bool(folder->gen->arena, folder->root, "linked", false);
}

static Str both(Folder *folder, const char *first, const char *second)
{
    Str a = fill(folder, first), b = fill(folder, second);
    return together(folder->gen->arena, a, b, (Str){0});
}

/* ---- all in one pair */

static void add_whole(Folder *folder)
{
    Arena *arena = folder->gen->arena;
    Str prefix = folder->prefix, all = {0};
    StrVec runtime = {0}, own = {0};
    vec_push(arena, &runtime, S("pgw_runtime.h"));
    vec_push(arena, &own, file_name(folder, prefix, ".h"));
    set(folder, "linkage", S("static "));
    data_set_bool(arena, folder->root, "linked", true);
    Str shared = fill(folder, "c/shared.h.in"), tables = fill(folder, "c/table.h.in");
    Str start = both(folder, "c/types.c.in", "c/table.c.in"), end = fill(folder, "c/whole.c.in");
    show_rows(folder);
    Str functions = both(folder, "c/table.h.in", "c/function.h.in");
    add_header(folder, prefix, all, &runtime, joined(folder, shared, tables, functions));
    functions = both(folder, "c/table.c.in", "c/function.c.in");
    add_source(folder, prefix, all, &own, joined(folder, start, functions, end));
}

/* ---- a pair for each table */

/* The templates see this table alone. */
static void show_only(Folder *folder, const TableGen *table)
{
    Data *list = data_list(folder->gen->arena);
    data_add(folder->gen->arena, list, table->data);
    data_set(folder->gen->arena, folder->root, "tables", list);
    data_set_bool(folder->gen->arena, folder->root, "linked", table->others.len > 0);
}

/* The tables that this one has ways to, each once, without itself. */
static StrVec others_of(Folder *folder, const TableGen *table)
{
    StrVec types = {0};
    Map seen = {.arena = folder->gen->arena};
    map_put(&seen, table->type, &seen);
    for (size_t i = 0; i < table->others.len; i++)
        if (!map_put(&seen, table->others.at[i], &seen))
            vec_push(folder->gen->arena, &types, table->others.at[i]);
    return types;
}

static void add_table(Folder *folder, const TableGen *table)
{
    Arena *arena = folder->gen->arena;
    StrVec shared = {0}, needed = {0}, others = others_of(folder, table);
    vec_push(arena, &shared, file_name(folder, own_name(folder, "_database"), ".h"));
    vec_push(arena, &needed, file_name(folder, table->type, ".h"));
    for (size_t i = 0; i < others.len; i++)
        vec_push(arena, &needed, file_name(folder, others.at[i], ".h"));
    vec_push(arena, &needed, file_name(folder, own_name(folder, "_internal"), ".h"));
    show_only(folder, table);
    data_set(arena, folder->root, "others", texts(folder, &others));
    add_header(
        folder, table->type, table->sql, &shared,
        joined(folder, fill(folder, "c/others.h.in"), fill(folder, "c/table.h.in"), (Str){0}));
    add_source(folder, table->type, table->sql, &needed,
               joined(folder, fill(folder, "c/table.c.in"), (Str){0}, (Str){0}));
}

/* The tables whose rows functions return, each once. */
static StrVec tables_of_functions(Folder *folder)
{
    Arena *arena = folder->gen->arena;
    StrVec headers = {0};
    Map seen = {.arena = arena};
    for (size_t i = 0; i < folder->gen->functions.len; i++) {
        const TableGen *table = folder->gen->functions.at[i].table;
        if (table && !map_put(&seen, table->type, &seen))
            vec_push(arena, &headers, file_name(folder, table->type, ".h"));
    }
    return headers;
}

/* All functions are in one pair. */
static void add_functions(Folder *folder)
{
    Arena *arena = folder->gen->arena;
    StrVec shared = tables_of_functions(folder), needed = {0};
    Str name = own_name(folder, "_functions"), part = S("functions and procedures");
    vec_push(arena, &shared, file_name(folder, own_name(folder, "_database"), ".h"));
    vec_push(arena, &needed, file_name(folder, name, ".h"));
    vec_push(arena, &needed, file_name(folder, own_name(folder, "_internal"), ".h"));
    show_rows(folder);
    Str declared = both(folder, "c/table.h.in", "c/function.h.in");
    add_header(folder, name, part, &shared, joined(folder, declared, (Str){0}, (Str){0}));
    set(folder, "linkage", S("static "));
    Str rows = fill(folder, "c/table.c.in");
    set(folder, "linkage", (Str){0});
    Str functions = fill(folder, "c/function.c.in");
    add_source(folder, name, part, &needed, joined(folder, rows, functions, (Str){0}));
}

/* What the tables share, declared for everybody and among themselves; then what includes it all. */
static void add_shared(Folder *folder)
{
    Arena *arena = folder->gen->arena;
    Cgen *gen = folder->gen;
    StrVec runtime = {0}, headers = {0}, sources = {0};
    Str database = own_name(folder, "_database"), internal = own_name(folder, "_internal");
    vec_push(arena, &runtime, S("pgw_runtime.h"));
    vec_push(arena, &headers, file_name(folder, database, ".h"));
    vec_push(arena, &sources, file_name(folder, folder->prefix, ".h"));
    vec_push(arena, &sources, file_name(folder, internal, ".h"));
    for (size_t i = 0; i < gen->tables.len; i++)
        vec_push(arena, &headers, file_name(folder, gen->tables.at[i].type, ".h"));
    if (gen->functions.len)
        vec_push(arena, &headers, file_name(folder, own_name(folder, "_functions"), ".h"));
    add_header(folder, database, S("what its tables share"), &runtime,
               fill(folder, "c/shared.h.in"));
    add_header(folder, internal, S("from file to file, not for their users"), &runtime,
               joined(folder, fill(folder, "c/internal.h.in"), (Str){0}, (Str){0}));
    add_header(folder, folder->prefix, (Str){0}, &headers, (Str){0});
    add_source(
        folder, folder->prefix, (Str){0}, &sources,
        joined(folder, fill(folder, "c/types.c.in"), fill(folder, "c/whole.c.in"), (Str){0}));
}

static void add_by_table(Folder *folder)
{
    static const char *const internal[] = {"_internal"};
    Cgen *gen = folder->gen;
    names_claim_all(&gen->names, folder->prefix, internal, 1, S("a header of the bindings"), NULL);
    set(folder, "linkage", (Str){0});
    add_shared(folder);
    for (size_t i = 0; i < gen->tables.len; i++)
        add_table(folder, &gen->tables.at[i]);
    if (gen->functions.len)
        add_functions(folder);
}

/* ---- the comparison */

/* Compilers need not take longer string literals than 4095 bytes. */
static Data *pieces_of(Arena *arena, Str text)
{
    enum { PIECE = 1000 };
    Data *list = data_list(arena);
    for (size_t at = 0; at < text.len; at += PIECE)
        data_add(arena, list, data_text(arena, str_slice(text, at, at + PIECE)));
    return list;
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
    Arena *arena = folder->gen->arena;
    set(folder, "header", file_name(folder, folder->prefix, ".h"));
    data_set(arena, folder->root, "profile", profile_of(arena));
    data_set(arena, folder->root, "pieces", pieces_of(arena, query));
    add(folder, file_name(folder, own_name(folder, "_drift"), ".c"), fill(folder, "c/drift.c.in"));
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
    StrVec parts = {0};
    for (size_t i = 0; i < COUNT_OF(runtime_parts); i++) {
        Str name = str_format(folder->gen->arena, "c/runtime/%s.c", runtime_parts[i]);
        vec_push(folder->gen->arena, &parts, templates_text(folder->templates, name.ptr));
    }
    return str_join(folder->gen->arena, &parts, S("\n"));
}

static void add_builds(Folder *folder)
{
    StrVec sources = {0};
    for (size_t i = 0; i < folder->files.len; i++)
        if (str_ends(folder->files.at[i].name, S(".c")))
            vec_push(folder->gen->arena, &sources, folder->files.at[i].name);
    data_set(folder->gen->arena, folder->root, "sources", texts(folder, &sources));
    add(folder, file_name(folder, folder->prefix, ".pc"), fill(folder, "c/pkgconfig.pc.in"));
    add(folder, S("meson.build"), fill(folder, "c/meson.build.in"));
    add(folder, S("CMakeLists.txt"), fill(folder, "c/CMakeLists.txt.in"));
}

CgenFiles cgen_files(Cgen *gen, Data *root, const Outline *outline, const CgenOptions *options,
                     Templates *templates)
{
    Folder folder = {.gen = gen,
                     .root = root,
                     .templates = templates,
                     .diags = gen->names.diags,
                     .database = outline->database,
                     .prefix = gen->names.prefix};
    if (options->by_table)
        add_by_table(&folder);
    else
        add_whole(&folder);
    add_drift(&folder, options->drift);
    pages_add(gen, root, templates, &folder.files);
    add(&folder, S("pgw_runtime.h"), templates_text(templates, "c/pgw_runtime.h"));
    add(&folder, S("pgw_runtime.c"), runtime_source(&folder));
    add_builds(&folder);
    return folder.files;
}
