#include "cgen/pages.h"

#include "cgen/manual.h"

typedef struct {
    Folder *folder;
    const Legend *legend; /* what there is for each table */
} Pages;

/* What a page is about; the header that it tells of comes after. */
static void begin(Folder *folder, Str name, Str summary)
{
    static const char *const flags[] = {"of_table", "of_database"};
    folder_begin(folder);
    for (size_t i = 0; i < COUNT_OF(flags); i++)
        data_set_bool(folder->scratch, folder->file, flags[i], false);
    data_set(folder->scratch, folder->file, "blocks", data_list(folder->scratch));
    folder_set(folder, "include", folder_name(folder, folder->gen->names.prefix, ".h"));
    folder_set(folder, "page", name);
    folder_set(folder, "summary", summary);
}

static void end(Folder *folder, Str name, const Str *see, size_t count)
{
    StrVec others = {0};
    for (size_t i = 0; i < count; i++)
        vec_push(folder->scratch, &others, see[i]);
    folder_set_list(folder, "see", &others);
    folder_end(folder, str_format(folder->gen->arena, "man3/%.*s.3", STR_ARG(name)), "c/man.3.in");
}

static void database_page(Pages *pages)
{
    Folder *folder = pages->folder;
    Arena *arena = folder->gen->arena;
    Str name = folder->gen->names.prefix;
    const Str see[] = {S("pgw_runtime")};
    begin(folder, name, S("bindings of a database"));
    pages->legend = legend_read(arena, str_copy(arena, folder_fill(folder, "c/manual.h.in")));
    data_set(folder->scratch, folder->file, "blocks",
             legend_blocks(folder->scratch, pages->legend));
    data_set_bool(folder->scratch, folder->file, "of_database", true);
    manual_read(folder->scratch, folder_fill(folder, "c/shared.h.in"), NULL, (Str){0}, NULL,
                folder->file);
    end(folder, name, see, COUNT_OF(see));
}

static void table_page(Pages *pages, const TableGen *table)
{
    Folder *folder = pages->folder;
    const Str see[] = {folder->gen->names.prefix, S("pgw_runtime")};
    begin(folder, table->type, str_format(folder->gen->arena, "rows of %.*s", STR_ARG(table->sql)));
    data_set_bool(folder->scratch, folder->file, "of_table", true);
    folder_show(folder, table, 1);
    manual_read(folder->scratch, folder_fill(folder, "c/table.h.in"), pages->legend, table->type,
                NULL, folder->file);
    end(folder, table->type, see, COUNT_OF(see));
}

static void functions_page(Pages *pages)
{
    Folder *folder = pages->folder;
    Cgen *gen = folder->gen;
    Str name = str_format(gen->arena, "%.*s_functions", STR_ARG(gen->names.prefix));
    const Str see[] = {gen->names.prefix, S("pgw_runtime")};
    begin(folder, name, S("functions and procedures of the database"));
    folder_show(folder, gen->rows.at, gen->rows.len);
    StrVec header = {0};
    vec_push(folder->scratch, &header, folder_fill(folder, "c/table.h.in"));
    vec_push(folder->scratch, &header, folder_fill(folder, "c/function.h.in"));
    manual_read(folder->scratch, str_join(folder->scratch, &header, (Str){0}), NULL, (Str){0}, NULL,
                folder->file);
    end(folder, name, see, COUNT_OF(see));
}

static void runtime_page(Pages *pages)
{
    Folder *folder = pages->folder;
    const Str see[] = {folder->gen->names.prefix};
    begin(folder, S("pgw_runtime"), S("the runtime of generated bindings"));
    folder_set(folder, "include", S("pgw_runtime.h"));
    manual_read(folder->scratch, templates_text(folder->templates, "c/pgw_runtime.h"), NULL,
                (Str){0}, "For generated code", folder->file);
    end(folder, S("pgw_runtime"), see, COUNT_OF(see));
}

void pages_add(Folder *folder)
{
    const Cgen *gen = folder->gen;
    Pages pages = {.folder = folder};
    database_page(&pages);
    for (size_t i = 0; i < gen->tables.len; i++)
        table_page(&pages, &gen->tables.at[i]);
    if (gen->functions.len)
        functions_page(&pages);
    runtime_page(&pages);
}
