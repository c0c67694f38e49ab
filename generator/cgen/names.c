#include "cgen/names.h"

#include "text/name.h"
#include "text/quote.h"

/* Parameters and variables of the generated functions. */
static const char *const own_parameters[] = {
    "session", "arena",    "row",     "columns", "after", "limit",  "page",
    "values",  "made",     "status",  "key",     "count", "exists", "deleted",
    "query",   "function", "context", "result",  "given", "all",    "call",
};

typedef struct {
    Str what;
    const Object *object;
} Owner;

static Pos owner_pos(const Object *object)
{
    return object ? object->pos : (Pos){0};
}

void names_claim(Names *names, Map *scope, Str name, Str what, const Object *object)
{
    scope->arena = names->arena;
    const Owner *other = map_get(scope, name);
    if (other) {
        Diag *diag = diag_error(names->diags, "E0310", owner_pos(object),
                                "%.*s and %.*s have the same name in C: %.*s", STR_ARG(what),
                                STR_ARG(other->what), STR_ARG(name));
        diag_help(names->diags, diag, "Rename one of them.");
        if (other->object && other->object->pos.source)
            diag_note(names->diags, diag, other->object->pos, "the other one");
        return;
    }
    Owner *owner = NEW(names->arena, Owner);
    *owner = (Owner){what, object};
    map_put(scope, name, owner);
}

void names_claim_all(Names *names, Str name, const char *const *endings, size_t count, Str what,
                     const Object *owner)
{
    for (size_t i = 0; i < count; i++) {
        Str full = str_format(names->arena, "%.*s%s", STR_ARG(name), endings[i]);
        names_claim(names, &names->global, full, what, owner);
    }
}

/* Names that the runtime may have, now or later. */
static bool is_runtime_name(Str name)
{
    return str_is(name, "pgw") || str_starts(name, S("pgw_"));
}

void names_open(Names *names, Arena *arena, Diags *diags, const Outline *outline, Str prefix)
{
    *names = (Names){.arena = arena, .diags = diags};
    names->prefix = name_snake(arena, prefix.len ? prefix : outline->database);
    names->global.arena = arena;
    if (is_runtime_name(names->prefix)) {
        Diag *diag = diag_error(diags, "E0310", (Pos){0},
                                "the database %.*s and the runtime of its bindings share names in "
                                "C: pgw",
                                STR_ARG(sql_ident(arena, outline->database)));
        diag_help(diags, diag, "Give the database a name that does not start with pgw.");
    }
    names_claim(names, &names->global, str_format(arena, "%.*s_database", STR_ARG(names->prefix)),
                S("the descriptor of the database"), NULL);
}

/* `plain` made fit for C behind the prefix: there it may be a key word, or start with a digit. */
static Str prefixed(Names *names, Str plain)
{
    Str full = str_format(names->arena, "%.*s_%.*s", STR_ARG(names->prefix), STR_ARG(plain));
    return name_snake(names->arena, full);
}

Str names_relation(Names *names, const Relation *relation)
{
    return prefixed(names, relation_plain_name(names->arena, relation));
}

Str names_type(Names *names, Str schema, Str name)
{
    if (!schema.len || str_is(schema, "public"))
        return prefixed(names, name);
    return prefixed(names, str_format(names->arena, "%.*s_%.*s", STR_ARG(schema), STR_ARG(name)));
}

/* A parameter of that name would hide what the declaration needs. */
static bool is_own(const Names *names, Str name)
{
    if (map_get(&names->global, name))
        return true;
    for (size_t i = 0; i < COUNT_OF(own_parameters); i++)
        if (str_is(name, own_parameters[i]))
            return true;
    return false;
}

Str names_parameter(Names *names, Map *scope, Str member)
{
    Str name = member;
    scope->arena = names->arena;
    if (is_runtime_name(name))
        name = str_format(names->arena, "key_%.*s", STR_ARG(name));
    while (is_own(names, name) || map_get(scope, name))
        name = str_format(names->arena, "%.*s_", STR_ARG(name));
    map_put(scope, name, scope);
    return name;
}
