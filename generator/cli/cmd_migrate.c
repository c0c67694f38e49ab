#include "cli/migrate.h"

#include "base/file.h"
#include "model/model.h"

static const struct {
    const char *name;
    bool operand; /* takes another word */
    int (*run)(Run *run);
} subcommands[] = {
    {"new", true, migrate_new},           {"up", false, migrate_up},
    {"down", true, migrate_down},         {"status", false, migrate_status},
    {"list", false, migrate_list},        {"verify", false, migrate_verify},
    {"baseline", true, migrate_baseline},
};

Str migrate_folder_path(Run *run)
{
    Str model = str_of(run->options.model ? run->options.model : ".");
    while (model.len > 1 && model.ptr[model.len - 1] == '/')
        model.len--;
    model = str_copy(run->arena, model);
    if (!file_is_folder(model.ptr))
        model = path_folder(model);
    return path_join(run->arena, model, S(MODEL_MIGRATIONS));
}

bool migrate_folder(Run *run, Folder *folder)
{
    Str path = migrate_folder_path(run);
    if (run->options.model && !file_exists(run->options.model)) {
        diag_error(&run->diags, "E0101", (Pos){0}, "there is no model \"%s\"", run->options.model);
        return false;
    }
    return folder_read(run->arena, path, folder, &run->diags) &&
           folder_check(run->arena, folder, &run->diags);
}

bool migrate_needs_database(Run *run)
{
    if (run->options.database)
        return true;
    Diag *diag = diag_error(&run->diags, "E0801", (Pos){0}, "`migrate %s` needs --db URI",
                            run->options.operands[0]);
    diag_help(&run->diags, diag,
              "postgresql://user@host/database, or key=value; the password is best in PGPASSWORD, "
              "~/.pgpass or a service file.");
    return false;
}

bool migrate_number(Run *run, const char *option, const char *text, int fallback, int *out)
{
    enum { LARGEST = 100000000 };
    int64_t number = fallback;
    if (text && (!str_to_int(str_of(text), &number) || number < 0 || number > LARGEST)) {
        diag_error(&run->diags, "E0801", (Pos){0}, "%s wants a whole number, not \"%s\"", option,
                   text);
        return false;
    }
    *out = (int)number;
    return true;
}

int cmd_migrate(Run *run)
{
    Str name = str_of(run->options.operands[0]);
    StrVec names = {0};
    for (size_t i = 0; i < COUNT_OF(subcommands); i++) {
        vec_push(run->arena, &names, str_of(subcommands[i].name));
        if (!str_is(name, subcommands[i].name))
            continue;
        if (subcommands[i].operand || run->options.operand_count == 1)
            return subcommands[i].run(run);
        diag_error(&run->diags, "E0801", (Pos){0}, "`migrate %s` does not take \"%s\"",
                   subcommands[i].name, run->options.operands[1]);
        return run_report(run, EXIT_FAULT);
    }
    Diag *diag = diag_error(&run->diags, "E0801", (Pos){0}, "`migrate` does not know \"%.*s\"",
                            STR_ARG(name));
    diag_suggest(&run->diags, diag, name, &names);
    if (!diag->help.ptr) {
        Str all = str_join(run->arena, &names, S(", "));
        diag_help(&run->diags, diag, "it is one of: %.*s.", STR_ARG(all));
    }
    return run_report(run, EXIT_FAULT);
}
