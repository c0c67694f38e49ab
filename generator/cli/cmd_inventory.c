#include "cli/run.h"

#include "inventory/inventory.h"
#include "live/read.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *format;
    Str (*report)(Arena *, const Inventory *);
} reports[] = {
    {"text", inventory_text},
    {"json", inventory_json},
    {"markdown", inventory_markdown},
};

static int report(Run *run, const Inventory *inventory)
{
    bool bad = inventory->counts[INVENTORY_MISSING] || inventory->counts[INVENTORY_LEGACY];
    for (size_t i = 0; i < COUNT_OF(reports); i++)
        if (strcmp(run->options.format, reports[i].format) == 0) {
            Str text = reports[i].report(run->arena, inventory);
            fwrite(text.ptr, 1, text.len, stdout);
        }
    return run_report(run, bad ? EXIT_DIFFERENT : EXIT_DONE);
}

int cmd_inventory(Run *run)
{
    if (!run->options.database) {
        Diag *diag = diag_error(&run->diags, "E0801", (Pos){0}, "`inventory` needs --db URI");
        diag_help(&run->diags, diag, "postgresql://user@host/database, or key=value.");
        return run_report(run, EXIT_FAULT);
    }
    const Catalog *draft = run_draft(run, run->options.operands[0]);
    Server *server =
        draft ? server_connect_reading(run->arena, run->options.database, 0, &run->diags) : NULL;
    const Catalog *live =
        server ? catalog_read(run->arena, server, &run->templates, READ_OBJECTS, &run->diags)
               : NULL;
    Sizes sizes;
    bool ok = live && sizes_read(run->arena, server, &run->templates, &sizes, &run->diags);
    server_close(server);
    if (!ok)
        return run_report(run, EXIT_FAULT);
    Inventory inventory = inventory_of(run->arena, live, draft, &sizes, run->options.orphans);
    return report(run, &inventory);
}
