#include "cgen/pages.h"

#include "cgen/manual.h"

typedef struct {
    Cgen *gen;
    Data *root;
    Templates *templates;
    const ManualEntries *entries; /* what there is for each table */
    CgenFiles *files;
} Pages;

static Str fill(Pages *pages, const char *template)
{
    return templates_fill(pages->gen->arena, pages->templates, template, pages->root,
                          pages->gen->names.diags);
}

static void show(Pages *pages, const TableGen *tables, size_t count)
{
    Data *list = data_list(pages->gen->arena);
    for (size_t i = 0; i < count; i++)
        data_add(pages->gen->arena, list, tables[i].data);
    data_set(pages->gen->arena, pages->root, "tables", list);
}

/* What a page is about; the header that it tells of comes after. */
static void begin(Pages *pages, Str name, Str summary)
{
    static const char *const lists[] = {"blocks", "see"};
    static const char *const flags[] = {"of_table", "of_database"};
    Arena *arena = pages->gen->arena;
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        data_set(arena, pages->root, lists[i], data_list(arena));
    for (size_t i = 0; i < COUNT_OF(flags); i++)
        data_set_bool(arena, pages->root, flags[i], false);
    data_set_text(arena, pages->root, "page", name);
    data_set_text(arena, pages->root, "summary", summary);
}

static void end(Pages *pages, Str name, const Str *see, size_t count)
{
    Arena *arena = pages->gen->arena;
    Data *list = data_list(arena);
    for (size_t i = 0; i < count; i++)
        data_add(arena, list, data_text(arena, see[i]));
    data_set(arena, pages->root, "see", list);
    vec_push(
        arena, pages->files,
        (CgenFile){str_format(arena, "man3/%.*s.3", STR_ARG(name)), fill(pages, "c/man.3.in")});
}

static void database_page(Pages *pages)
{
    Arena *arena = pages->gen->arena;
    Str name = pages->gen->names.prefix;
    const Str see[] = {S("pgw_runtime")};
    begin(pages, name, S("bindings of a database"));
    pages->entries = manual_entries(arena, fill(pages, "c/manual.h.in"));
    data_set(arena, pages->root, "blocks", manual_blocks(pages->entries));
    data_set_bool(arena, pages->root, "of_database", true);
    manual_read(arena, fill(pages, "c/shared.h.in"), NULL, (Str){0}, NULL, pages->root);
    end(pages, name, see, COUNT_OF(see));
}

static void table_page(Pages *pages, const TableGen *table)
{
    Arena *arena = pages->gen->arena;
    const Str see[] = {pages->gen->names.prefix, S("pgw_runtime")};
    begin(pages, table->type, str_format(arena, "rows of %.*s", STR_ARG(table->sql)));
    data_set_bool(arena, pages->root, "of_table", true);
    show(pages, table, 1);
    manual_read(arena, fill(pages, "c/table.h.in"), pages->entries, table->type, NULL, pages->root);
    end(pages, table->type, see, COUNT_OF(see));
}

static void functions_page(Pages *pages)
{
    Arena *arena = pages->gen->arena;
    Str name = str_format(arena, "%.*s_functions", STR_ARG(pages->gen->names.prefix));
    const Str see[] = {pages->gen->names.prefix, S("pgw_runtime")};
    begin(pages, name, S("functions and procedures of the database"));
    show(pages, pages->gen->rows.at, pages->gen->rows.len);
    StrVec header = {0};
    vec_push(arena, &header, fill(pages, "c/table.h.in"));
    vec_push(arena, &header, fill(pages, "c/function.h.in"));
    manual_read(arena, str_join(arena, &header, (Str){0}), NULL, (Str){0}, NULL, pages->root);
    end(pages, name, see, COUNT_OF(see));
}

static void runtime_page(Pages *pages)
{
    const Str see[] = {pages->gen->names.prefix};
    begin(pages, S("pgw_runtime"), S("the runtime of generated bindings"));
    data_set_text(pages->gen->arena, pages->root, "include", S("pgw_runtime.h"));
    manual_read(pages->gen->arena, templates_text(pages->templates, "c/pgw_runtime.h"), NULL,
                (Str){0}, "For generated code", pages->root);
    end(pages, S("pgw_runtime"), see, COUNT_OF(see));
}

void pages_add(Cgen *gen, Data *root, Templates *templates, CgenFiles *files)
{
    Pages pages = {.gen = gen, .root = root, .templates = templates, .files = files};
    data_set_text(gen->arena, root, "include", files->at[0].name);
    database_page(&pages);
    for (size_t i = 0; i < gen->tables.len; i++)
        table_page(&pages, &gen->tables.at[i]);
    if (gen->functions.len)
        functions_page(&pages);
    runtime_page(&pages);
}
