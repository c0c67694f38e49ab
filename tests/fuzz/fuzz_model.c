/* A model file: YAML, decoding, resolving, checks; and what is made of one without mistakes. */
#include "fuzz.h"

#include "catalog/lock.h"
#include "catalog/lower.h"
#include "catalog/outline.h"
#include "diff/diff.h"
#include "model/model.h"
#include "sql/sql.h"

#include <sys/mman.h>
#include <unistd.h>

static void render(Arena *arena, const Catalog *draft, Diags *diags)
{
    WholePlan plan = plan_whole(arena, draft, diags);
    for (size_t i = 0; i < plan.create.len; i++)
        PROMISE(sql_step(arena, &plan.create.at[i], SQL_AGAIN).len > 0);
    for (size_t i = 0; i < plan.drop.len; i++)
        PROMISE(sql_step(arena, &plan.drop.at[i], SQL_AGAIN).len > 0);
}

/* A lock holds all that is compared. */
static void lock(Arena *arena, const Catalog *draft, Diags *diags)
{
    Source source = {.name = S("lock"), .text = lock_write(arena, draft, S("0"))};
    Str digest;
    Catalog *again = lock_read(arena, &source, &digest, diags);
    PROMISE(again != NULL);
    PROMISE(catalog_diff(arena, draft, again).len == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_new();
    Diags diags = {.arena = arena};
    int file = memfd_create("model", MFD_CLOEXEC);
    PROMISE(file >= 0 && write(file, data, size) == (ssize_t)size);
    Model *model = model_load(arena, str_format(arena, "/proc/self/fd/%d", file).ptr, &diags);
    close(file);
    if (!diags.errors) {
        Catalog *draft = catalog_lower(arena, model);
        PROMISE(catalog_digest(arena, draft).len == 64);
        outline_of(arena, draft);
        lock(arena, draft, &diags);
        render(arena, draft, &diags);
    }
    diags_text(&diags, 0);
    diags_json(&diags);
    arena_free(arena);
    return 0;
}
