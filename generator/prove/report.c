#include "prove/prove.h"

static const char *const state_names[] = {"held", "broken", "skipped"};
static const char *const state_marks[] = {"ok", "BROKEN", "skipped"};

static Data *findings_data(Arena *arena, const Proof *proof)
{
    Data *root = data_map(arena), *list = data_list(arena);
    data_set_bool(arena, root, "holds", proof->holds);
    for (size_t i = 0; i < proof->findings.len; i++) {
        const Finding *finding = &proof->findings.at[i];
        Data *row = data_map(arena), *notes = data_list(arena);
        data_set_text(arena, row, "what", finding->what);
        data_set_text(arena, row, "padded", str_format(arena, "%-30.*s", STR_ARG(finding->what)));
        data_set_text(arena, row, "detail", finding->detail);
        data_set_text(arena, row, "state", str_of(state_names[finding->state]));
        data_set_text(arena, row, "mark", str_format(arena, "%-7s", state_marks[finding->state]));
        for (size_t k = 0; k < finding->notes.len; k++)
            data_add(arena, notes, data_text(arena, finding->notes.at[k]));
        data_set(arena, row, "notes", notes);
        data_add(arena, list, row);
    }
    data_set(arena, root, "findings", list);
    return root;
}

Str proof_text(Arena *arena, const Proof *proof, Templates *templates, Diags *diags)
{
    return templates_fill(arena, templates, "prove/report.txt", findings_data(arena, proof), diags);
}

Str proof_json(Arena *arena, const Proof *proof, Templates *templates, Diags *diags)
{
    return templates_fill(arena, templates, "prove/report.json", findings_data(arena, proof),
                          diags);
}
