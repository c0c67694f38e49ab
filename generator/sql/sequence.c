#include "sql/sql.h"

#include "text/quote.h"

/* All that a sequence is told, with what goes without saying. */
typedef struct {
    Str type, name;
    int64_t start, increment, minimum, maximum, cache;
    bool cycle;
} Options;

/* The option of an identity, which has them in a list, or the attribute of a sequence. */
static Str option(const Object *object, const char *name)
{
    if (object->id.kind != KIND_COLUMN)
        return object_text(object, name);
    Value list = object_value(object, "identity_sequence");
    for (uint32_t i = 0; i < list.count; i++) {
        Str value = list.list[i], own;
        if (str_split(&value, '=', &own) && str_is(own, name))
            return value;
    }
    return (Str){0};
}

static int64_t number(const Object *object, const char *name, int64_t fallback)
{
    int64_t value;
    return str_to_int(option(object, name), &value) ? value : fallback;
}

/* `type`: whose bounds hold where none are told. */
static Options options_of(const Object *object, Str type)
{
    Options o = {.type = type, .name = option(object, "name")};
    int64_t most = str_is(o.type, "smallint")  ? INT16_MAX
                   : str_is(o.type, "integer") ? INT32_MAX
                                               : INT64_MAX;
    o.increment = number(object, "increment", 1);
    o.minimum = number(object, "minimum", o.increment > 0 ? 1 : -most - 1);
    o.maximum = number(object, "maximum", o.increment > 0 ? most : -1);
    o.start = number(object, "start", o.increment > 0 ? o.minimum : o.maximum);
    o.cache = number(object, "cache", 1);
    o.cycle = str_is(option(object, "cycle"), "true");
    return o;
}

Str sql_sequence_options(Arena *arena, const Object *object)
{
    static const struct {
        const char *field, *words;
    } clauses[] = {{"increment", "INCREMENT BY"},
                   {"minimum", "MINVALUE"},
                   {"maximum", "MAXVALUE"},
                   {"start", "START WITH"},
                   {"cache", "CACHE"}};
    StrVec parts = {0};
    Str name = option(object, "name");
    if (name.ptr && object->id.kind == KIND_COLUMN)
        vec_push(arena, &parts,
                 str_format(arena, " SEQUENCE NAME %.*s",
                            STR_ARG(sql_qualified(arena, object->id.schema, name))));
    for (size_t i = 0; i < COUNT_OF(clauses); i++) {
        Str value = option(object, clauses[i].field);
        if (value.ptr)
            vec_push(arena, &parts,
                     str_format(arena, " %s %.*s", clauses[i].words, STR_ARG(value)));
    }
    if (str_is(option(object, "cycle"), "true"))
        vec_push(arena, &parts, S(" CYCLE"));
    return str_join(arena, &parts, S(""));
}

/* The sequence of an identity; its name is not told when it is the usual one. */
static Str sequence_name(Arena *arena, const Object *object, const Options *o)
{
    if (object->id.kind != KIND_COLUMN)
        return sql_qualified(arena, object->id.schema, object->id.object);
    Str usual =
        str_format(arena, "%.*s_%.*s_seq", STR_ARG(object->id.object), STR_ARG(object->id.sub));
    return sql_qualified(arena, object->id.schema, o->name.ptr ? o->name : usual);
}

static void say_number(Arena *arena, StrVec *parts, const char *words, int64_t number)
{
    vec_push(arena, parts, str_format(arena, "%s %lld", words, (long long)number));
}

/* What is different, every bound as a number: PostgreSQL would move those it took from the type. */
static StrVec changed_options(Arena *arena, const Options *have, const Options *want, bool retyped)
{
    StrVec parts = {0};
    if (retyped)
        vec_push(arena, &parts,
                 str_format(arena, "AS %.*s", STR_ARG(want->type.ptr ? want->type : S("bigint"))));
    if (have->increment != want->increment)
        say_number(arena, &parts, "INCREMENT BY", want->increment);
    if (have->minimum != want->minimum || retyped)
        say_number(arena, &parts, "MINVALUE", want->minimum);
    if (have->maximum != want->maximum || retyped)
        say_number(arena, &parts, "MAXVALUE", want->maximum);
    if (have->start != want->start)
        say_number(arena, &parts, "START WITH", want->start);
    if (have->cache != want->cache)
        say_number(arena, &parts, "CACHE", want->cache);
    if (have->cycle != want->cycle)
        vec_push(arena, &parts, want->cycle ? S("CYCLE") : S("NO CYCLE"));
    return parts;
}

/* A last number outside the new bounds would be refused: it is moved to the nearest bound. */
static Str move_inside(Arena *arena, Str name, const Options *want)
{
    return str_format(arena,
                      "SELECT setval(%.*s, least(greatest(last_value, %lld), %lld), false)\n"
                      "  FROM %.*s WHERE last_value NOT BETWEEN %lld AND %lld",
                      STR_ARG(sql_literal(arena, name)), (long long)want->minimum,
                      (long long)want->maximum, STR_ARG(name), (long long)want->minimum,
                      (long long)want->maximum);
}

static Str rename_sequence(Arena *arena, const Object *want, Str from, Str to)
{
    Str name = option(want, "name");
    if (!name.ptr)
        name = str_format(arena, "%.*s_%.*s_seq", STR_ARG(want->id.object), STR_ARG(want->id.sub));
    return str_eq(from, to) ? (Str){0}
                            : str_format(arena, "ALTER SEQUENCE %.*s RENAME TO %.*s", STR_ARG(from),
                                         STR_ARG(sql_ident(arena, name)));
}

bool sql_bounds_fit(const Object *identity, Str type)
{
    Options o = options_of(identity, type),
            all = options_of(identity, object_text(identity, "type"));
    int64_t most = str_is(type, "smallint")  ? INT16_MAX
                   : str_is(type, "integer") ? INT32_MAX
                                             : INT64_MAX;
    bool down = all.increment < 0;
    int64_t far = down ? o.minimum : o.maximum;
    return far >= -most - 1 && far <= most && o.start >= -most - 1 && o.start <= most;
}

StrVec sql_change_sequence(Arena *arena, const Object *have, Str type, const Object *want)
{
    StrVec sql = {0};
    Options old = options_of(have, type), new = options_of(want, object_text(want, "type"));
    bool identity = want->id.kind == KIND_COLUMN;
    bool retyped = !identity && !str_eq(old.type, new.type);
    StrVec parts = changed_options(arena, &old, &new, retyped);
    Str name = sequence_name(arena, have, &old);
    if (new.minimum > old.maximum || new.maximum < old.minimum)
        say_number(arena, &parts, "RESTART WITH", new.start);
    else if (new.minimum > old.minimum || new.maximum < old.maximum)
        vec_push(arena, &sql, move_inside(arena, name, &new));
    Str list = str_join(arena, &parts, identity ? S(" SET ") : S(" "));
    list = str_replace(arena, list, S("SET RESTART"), S("RESTART"));
    if (list.len)
        vec_push(arena, &sql,
                 sql_fill(arena,
                          identity ? "ALTER TABLE {relation} ALTER COLUMN {name} SET {value}"
                                   : "ALTER SEQUENCE {name} {value}",
                          want, list));
    Str rename =
        identity ? rename_sequence(arena, want, name, sequence_name(arena, want, &new)) : (Str){0};
    if (rename.ptr)
        vec_push(arena, &sql, rename);
    return sql;
}

Str sql_continue_identity(Arena *arena, const Object *column)
{
    Options o = options_of(column, object_text(column, "type"));
    const char *far = o.increment > 0 ? "max" : "min";
    Str filled = str_format(arena,
                            "SELECT setval({value}, %s({name})) FROM {relation}\n"
                            "HAVING %s({name}) BETWEEN %lld AND %lld",
                            far, far, (long long)o.minimum, (long long)o.maximum);
    return sql_fill(arena, filled.ptr, column,
                    sql_literal(arena, sequence_name(arena, column, &o)));
}
