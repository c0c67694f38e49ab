#include "diff/emission.h"

static void report_attribute(Arena *arena, const Change *change, Diags *diags)
{
    Value none = {0};
    Str said = value_show(arena, change->want_attr ? &change->want_attr->value : &none);
    Str got = value_show(arena, change->have_attr ? &change->have_attr->value : &none);
    Pos pos = change->want_attr ? change->want_attr->pos : change->want->pos;
    Diag *diag = diag_error(diags, "E0602", pos,
                            "emission: %.*s: the model says %s %.*s, PostgreSQL has %.*s",
                            STR_ARG(object_show(arena, change->want)), change->field->name,
                            STR_ARG(said), STR_ARG(got));
    diag_help(diags, diag,
              change->have_attr ? "PostgreSQL stores it otherwise; write it as PostgreSQL does."
                                : "if PostgreSQL does so without being told, leave it out.");
}

void emission_check(Arena *arena, const Catalog *draft, const Catalog *read, Diags *diags)
{
    Changes changes = catalog_diff(arena, read, draft);
    for (size_t i = 0; i < changes.len; i++) {
        const Change *change = &changes.at[i];
        bool both = change->have_attr && change->want_attr;
        if (change->report || (change->field && change->field->compare == COMPARE_EXPR && both))
            continue;
        if (change->type == CHANGE_ALTER)
            report_attribute(arena, change, diags);
        else if (change->type == CHANGE_ADD)
            diag_error(diags, "E0602", change->want->pos, "emission: %.*s did not come to be",
                       STR_ARG(object_show(arena, change->want)));
        else
            diag_error(diags, "E0602", (Pos){0},
                       "emission: %.*s came to be, but is not in the model",
                       STR_ARG(object_show(arena, change->have)));
    }
}
