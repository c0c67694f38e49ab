#include "cli/renames.h"

#include "sql/sql.h"

static bool bad(Run *run, Str rename, const char *what)
{
    Diag *diag =
        diag_error(&run->diags, "E0801", (Pos){0}, "--rename %.*s: %s", STR_ARG(rename), what);
    diag_help(&run->diags, diag,
              "it is OLD=NEW: public.users=accounts, public.users.name=full_name, or with "
              "the kind in front: \"index public.users.i=j\".");
    return false;
}

/* The one object that OLD names: its path, or its kind and path. */
static const Object *find_old(Run *run, const Catalog *from, Str old, bool *several)
{
    const Object *found = NULL;
    *several = false;
    for (size_t i = 0; i < from->objects.len; i++) {
        const Object *object = from->objects.at[i];
        bool named = str_eq(object_path(run->arena, object), old) ||
                     str_eq(object_show(run->arena, object), old);
        if (!named || !sql_rename(run->arena, object, S("x")).ptr)
            continue;
        *several |= found != NULL;
        found = object;
    }
    return found;
}

/* With `parts` only parts of tables, else only the rest: an old path is right until its table is
 * renamed. */
static bool add_rename(Run *run, const Catalog *from, Str rename, bool parts, Renames *out)
{
    Str name = rename, old;
    bool several;
    if (!str_split(&name, '=', &old) || !name.len)
        return bad(run, rename, "there is no new name");
    const Object *object = find_old(run, from, old, &several);
    if (!object)
        return bad(run, rename, "the old name is not there");
    if (several)
        return bad(run, rename, "several objects are called so");
    if (parts != (object->parent != NULL))
        return true;
    vec_push(run->arena, &out->forward, sql_rename(run->arena, object, name));
    vec_push(run->arena, &out->back, sql_rename_back(run->arena, object, name));
    return true;
}

bool renames_apply(Run *run, const Catalog *from, Renames *out)
{
    *out = (Renames){.from = from};
    const StrVec *wanted = &run->options.rename;
    for (int rest = 0; rest < 2; rest++)
        for (size_t i = 0; i < wanted->len; i++)
            if (!add_rename(run, from, wanted->at[i], rest == 0, out))
                return false;
    if (wanted->len)
        out->from = run_simulate(run, from, &out->forward);
    for (size_t i = 0, k = out->back.len; i + 1 < k; i++) { /* the last one is undone first */
        Str last = out->back.at[--k];
        out->back.at[k] = out->back.at[i];
        out->back.at[i] = last;
    }
    return out->from != NULL;
}
