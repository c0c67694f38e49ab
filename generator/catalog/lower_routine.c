/* Functions, procedures and aggregates, and what calls one: casts and event triggers. */
#include "catalog/depend.h"

#include "text/quote.h"

/* Arguments as pg_get_function_arguments() prints them, but for the expressions of defaults. */
static Str argument_list(Lowering *l, const Item *item)
{
    StrVec lists[2] = {{0}, {0}};
    for (size_t i = 0; i < item->arguments.len; i++) {
        const Argument *argument = &item->arguments.at[i];
        StrVec words = {0};
        if (!str_is(argument->mode, "in"))
            vec_push(l->arena, &words, argument->mode);
        if (argument->name.len)
            vec_push(l->arena, &words, argument->name);
        vec_push(l->arena, &words, argument->type);
        if (argument->fallback.len)
            vec_push(l->arena, &words,
                     str_format(l->arena, "DEFAULT %.*s", STR_ARG(argument->fallback)));
        vec_push(l->arena, &lists[argument->sorted], str_join(l->arena, &words, S(" ")));
    }
    Str direct = str_join(l->arena, &lists[0], S(", "));
    Str sorted = str_join(l->arena, &lists[1], S(", "));
    if (!sorted.len)
        return direct;
    return str_format(l->arena, "%.*s%sORDER BY %.*s", STR_ARG(direct), direct.len ? " " : "",
                      STR_ARG(sorted));
}

/* What functions, procedures and aggregates share. */
static Object *add_routine(Lowering *l, const Item *item)
{
    Object *object =
        lowering_add(l, item->kind, item->schema, item->signature, (Str){0}, item->pos);
    lowering_copy(l, item, object);
    if (item->arguments.len)
        object_set(l->catalog, object, "arguments", value_text(argument_list(l, item)), item->pos);
    return object;
}

/* Lists of names as PostgreSQL stores them: a, "b C". */
static Value canonical_settings(Lowering *l, Value settings)
{
    StrVec out = {0};
    for (uint32_t i = 0; i < settings.count; i++) {
        Str value = settings.list[i], name;
        str_split(&value, '=', &name);
        StrVec names = {0}, quoted = {0};
        sql_split_names(l->arena, value, &names);
        if (!names.len)
            vec_push(l->arena, &names, S(""));
        for (size_t k = 0; k < names.len; k++)
            vec_push(l->arena, &quoted, sql_ident(l->arena, names.at[k]));
        Str list = str_join(l->arena, &quoted, S(", "));
        vec_push(l->arena, &out,
                 sql_setting_is_list(name)
                     ? str_format(l->arena, "%.*s=%.*s", STR_ARG(name), STR_ARG(list))
                     : settings.list[i]);
    }
    return value_of_vec(&out);
}

void lower_function(Lowering *l, const Item *item)
{
    Object *object = add_routine(l, item);
    object_set(l->catalog, object, "settings", canonical_settings(l, item_value(item, "settings")),
               item_pos(item, "settings"));
    Str returns = item_text(item, "returns");
    if (item->kind == KIND_FUNCTION)
        object_set(l->catalog, object, "returns", value_text(returns.ptr ? returns : S("void")),
                   item_pos(item, "returns"));
    lowering_unset(l->catalog, object, "cost", 100);
    lowering_unset(l->catalog, object, "rows", 1000);
}

void lower_aggregate(Lowering *l, const Item *item)
{
    (void)add_routine(l, item);
}

/* The statements between BEGIN ATOMIC and END; what RETURN returns, as a query. */
static Str atomic_body(Arena *arena, Str atomic)
{
    Str begin = S("BEGIN ATOMIC"), returns = S("RETURN ");
    if (atomic.len > returns.len && str_eq_nocase(str_slice(atomic, 0, returns.len), returns))
        return str_format(arena, "SELECT %.*s",
                          STR_ARG(str_slice(atomic, returns.len, atomic.len)));
    bool block =
        atomic.len > begin.len + 3 && str_eq_nocase(str_slice(atomic, 0, begin.len), begin);
    return block ? str_slice(atomic, begin.len, atomic.len - 3) : (Str){0};
}

/* Functions that an aggregate is made of. */
static void depend_on_options(Lowering *l, Object *object, Value options)
{
    for (uint32_t i = 0; i < options.count; i++) {
        Str value = options.list[i], key;
        str_split(&value, '=', &key);
        if (str_ends(key, S("func")))
            depend_on_function(l, object, path_last(value));
    }
}

/* Bodies may mention anything, so this comes when all is there. */
void relate_routine(Lowering *l, const Item *item)
{
    Object *routine = lowering_item(l, item);
    depend_on_declared(l, routine, item);
    depend_on_fragment(l, routine, item, FRAGMENT_SQL,
                       atomic_body(l->arena, item_text(item, "atomic")));
    depend_on_options(l, routine, item_value(item, "options"));
    depend_on_fragment(l, routine, item, FRAGMENT_RETURNS, item_text(item, "returns"));
    for (size_t i = 0; i < item->arguments.len; i++)
        depend_on_type_text(l, routine, item, item->arguments.at[i].type);
}

void lower_cast(Lowering *l, const Item *item)
{
    Str method = item_text(item, "how"), words = S("with function ");
    lower_plain(l, item);
    if (!str_starts(method, words))
        return;
    Str path, rest = str_slice(method, words.len, method.len);
    str_split(&rest, '(', &path);
    depend_on_function(l, lowering_global(l, item->kind, item->name), path_last(path));
}

void lower_event_trigger(Lowering *l, const Item *item)
{
    const Setting *execute = item_setting(item, "execute");
    Str schema = {0}, function = {0}, *pair = NEW_ARRAY(l->arena, Str, 2);
    StrVec arguments = {0};
    lower_plain(l, item);
    Object *object = lowering_global(l, item->kind, item->name);
    if (!execute || !fragment_trigger_call(&l->model->fragments, execute->value.text, execute->node,
                                           item->pos, &schema, &function, &arguments))
        return;
    pair[0] = schema.ptr ? schema : item->schema;
    pair[1] = function;
    object_set(l->catalog, object, "function", value_list(pair, 2), execute->node->pos);
    depend_on_function(l, object, function);
}
