#include "sql/sql.h"

#include "text/quote.h"
#include "text/writer.h"

#include <string.h>

/* A function's name with its argument types, which are PostgreSQL's own text. */
static Str qualified(Arena *arena, const Object *object)
{
    Str name = object_name(object);
    Str quoted =
        sql_qualified(arena, object->id.kind == KIND_SCHEMA ? (Str){0} : object->id.schema, name);
    if (!(kinds[object->id.kind].flags & KIND_SIGNED))
        return quoted;
    return str_format(arena, "%.*s%.*s", STR_ARG(quoted),
                      STR_ARG(str_slice(object->id.object, name.len, object->id.object.len)));
}

static Str relation(Arena *arena, const Object *object)
{
    return sql_qualified(arena, object->id.schema, object->id.object);
}

static Str own_name(Arena *arena, const Object *object)
{
    return object->id.sub.len ? sql_ident(arena, object->id.sub) : qualified(arena, object);
}

/* The text of a hole; absent when there is no such hole. */
static Str hole(Arena *arena, Str name, const Object *object, Str value, Value list)
{
    if (str_is(name, "value 1"))
        return list.count > 0 ? list.list[0] : S("");
    if (str_is(name, "value 2"))
        return list.count > 1 ? list.list[1] : S("");
    if (str_is(name, "column 1"))
        return list.count > 0 ? sql_ident(arena, list.list[0]) : S("");
    if (str_is(name, "object"))
        return object->id.object;
    if (str_is(name, "if_exists"))
        return str_is(value, "if exists") ? S("IF EXISTS ") : S("");
    if (str_is(name, "name"))
        return own_name(arena, object);
    if (str_is(name, "relation"))
        return relation(arena, object);
    if (str_is(name, "schema''"))
        return sql_literal(arena, sql_ident(arena, object->id.schema));
    if (str_is(name, "schema"))
        return sql_ident(arena, object->id.schema);
    if (str_is(name, "value"))
        return value;
    if (str_is(name, "target"))
        return sql_fill(arena, kinds[object->id.kind].target, object, value);
    if (str_is(name, "name'"))
        return sql_literal(arena, object_name(object));
    if (str_is(name, "name''"))
        return sql_literal(arena, own_name(arena, object));
    if (str_is(name, "relation''"))
        return sql_literal(arena, relation(arena, object));
    if (str_is(name, "schema''"))
        return sql_literal(arena, sql_ident(arena, object->id.schema));
    if (str_is(name, "schema.name''"))
        return sql_literal(arena, sql_qualified(arena, object->id.schema, object->id.sub));
    return (Str){0};
}

Str sql_fragment(Arena *arena, Str text)
{
    return str_find(text, S("--")) < 0 ? text : str_format(arena, "%.*s\n", STR_ARG(text));
}

Str sql_fill(Arena *arena, const char *text, const Object *object, Str value)
{
    return sql_fill_list(arena, text, object, value, (Value){0});
}

Str sql_fill_list(Arena *arena, const char *text, const Object *object, Str value, Value list)
{
    Writer w = {.arena = arena};
    for (const char *open; (open = strchr(text, '{'));) {
        const char *close = strchr(open, '}');
        w_raw(&w, (Str){text, (size_t)(open - text)});
        w_raw(&w, hole(arena, (Str){open + 1, (size_t)(close - open - 1)}, object, value, list));
        text = close + 1;
    }
    w_raw(&w, str_of(text));
    return w_result(&w);
}

Str sql_absent(Arena *arena, const Object *object)
{
    return sql_fill(arena, kinds[object->id.kind].absent, object, (Str){0});
}
