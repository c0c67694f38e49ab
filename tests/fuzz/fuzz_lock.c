/* A lock file, perhaps damaged; and what a drift check does with one that can be read. */
#include "fuzz.h"

#include "catalog/lock.h"
#include "catalog/outline.h"
#include "drift/report.h"
#include "plan/plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_new();
    Diags diags = {.arena = arena};
    Source source = {.name = S("lock"), .text = str_copy(arena, (Str){(const char *)data, size})};
    Str digest;
    Catalog *catalog = lock_read(arena, &source, &digest, &diags);
    if (catalog) {
        Source again = {.name = S("again"), .text = lock_write(arena, catalog, digest)};
        Catalog *copy = lock_read(arena, &again, &digest, &diags);
        PROMISE(copy != NULL);
        PROMISE(str_eq(lock_write(arena, copy, digest), again.text));
        PROMISE(catalog_diff(arena, catalog, copy).len == 0);
        outline_of(arena, catalog);
        Catalog *empty = catalog_new(arena);
        catalog_seal(empty);
        const DriftPolicy policy = {0};
        Drift all = drift_of(arena, empty, catalog, &policy, &diags);
        Drift none = drift_of(arena, catalog, empty, &policy, &diags);
        Report report = report_of_one(arena, &all);
        vec_push(arena, &report.groups, (DriftGroup){.drift = &none});
        Templates templates = {.arena = arena, .diags = &diags, .parsed = {.arena = arena}};
        for (size_t i = 0; i < report_format_count; i++)
            report_render(arena, &report_formats[i], &report, &templates, &diags);
        plan_whole(arena, catalog, &diags);
    } else {
        PROMISE(diags.errors > 0);
    }
    diags_text(&diags, 0);
    arena_free(arena);
    return 0;
}
