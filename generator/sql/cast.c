#include "sql/sql.h"

/* Casts that PostgreSQL makes by itself when a column's type changes ('a'), and those that must be
 * asked for ('e'), beside the ones from anything to a string, which it makes by itself too
 * (pg_cast; CREATE CAST in the manual). What is not here goes by way of the text of the value. */
static const struct {
    const char *from, *to;
} assigned[] =
    {
        {"bigint", "smallint integer real double_precision money numeric"},
        {"smallint", "bigint integer real double_precision numeric"},
        {"integer", "bigint smallint real double_precision money numeric"},
        {"real", "bigint smallint integer double_precision numeric"},
        {"double_precision", "bigint smallint integer real numeric"},
        {"numeric", "bigint smallint integer real double_precision money"},
        {"money", "numeric"},
        {"json", "jsonb"},
        {"jsonb", "json"},
        {"cidr", "inet"},
        {"inet", "cidr"},
        {"macaddr", "macaddr8"},
        {"macaddr8", "macaddr"},
        {"bit", "bit_varying"},
        {"bit_varying", "bit"},
        {"date", "timestamp_without_time_zone timestamp_with_time_zone"},
        {"time_without_time_zone", "interval time_with_time_zone"},
        {"time_with_time_zone", "time_without_time_zone"},
        {"timestamp_without_time_zone", "date time_without_time_zone timestamp_with_time_zone"},
        {"timestamp_with_time_zone",
         "date time_without_time_zone timestamp_without_time_zone time_with_time_zone"},
        {"interval", "time_without_time_zone"},
        {"point", "box"},
        {"path", "polygon"},
        {"polygon", "path"},
        {"box", "polygon"},
},
  explicit[] = {
      {"boolean", "integer"},
      {"integer", "boolean bit"},
      {"bigint", "bit"},
      {"bit", "bigint integer"},
      {"jsonb", "boolean bigint smallint integer real double_precision numeric"},
};

static const char strings[] = "text character character_varying name";
static const char numbers[] = "smallint integer bigint numeric real double_precision";
static const char moments[] = "timestamp_without_time_zone timestamp_with_time_zone date";

/* character varying(20)[] -> character_varying */
static Str bare(Arena *arena, Str type)
{
    Str out = type;
    ptrdiff_t open = str_find(type, S("(")), close = str_find(type, S(")"));
    if (open >= 0 && close > open)
        out = str_format(arena, "%.*s%.*s", (int)open, type.ptr,
                         (int)(type.len - (size_t)close - 1), type.ptr + close + 1);
    if (str_ends(out, S("[]")))
        out = str_slice(out, 0, out.len - 2);
    if (str_starts(out, S("interval")))
        return S("interval");
    return str_replace(arena, out, S(" "), S("_"));
}

static bool listed(Str name, const char *names)
{
    Str rest = str_of(names), one;
    while (str_split(&rest, ' ', &one))
        if (str_eq(one, name))
            return true;
    return false;
}

static bool is_assigned(Str from, Str to)
{
    for (size_t i = 0; i < COUNT_OF(assigned); i++)
        if (str_is(from, assigned[i].from) && listed(to, assigned[i].to))
            return true;
    return str_eq(from, to) || listed(to, strings);
}

static bool is_explicit(Str from, Str to)
{
    for (size_t i = 0; i < COUNT_OF(explicit); i++)
        if (str_is(from, explicit[i].from) && listed(to, explicit[i].to))
            return true;
    return listed(from, strings);
}

Str sql_using(Arena *arena, Str name, Str from, Str to)
{
    Str a = bare(arena, from), b = bare(arena, to);
    bool was_array = str_ends(from, S("[]")), array = str_ends(to, S("[]"));
    bool alike = was_array == array;
    if ((alike && is_assigned(a, b)) || (!array && listed(b, strings)))
        return S("");
    if (!was_array && array && is_assigned(a, b)) /* one value becomes a list of one */
        return str_format(arena, " USING CASE WHEN %.*s IS NOT NULL THEN ARRAY[%.*s]::%.*s END",
                          STR_ARG(name), STR_ARG(name), STR_ARG(to));
    if ((alike && is_explicit(a, b)) || (!was_array && listed(a, strings)))
        return str_format(arena, " USING %.*s::%.*s", STR_ARG(name), STR_ARG(to));
    if (alike && !array && listed(a, numbers) && listed(b, moments)) /* seconds */
        return str_format(arena, " USING to_timestamp(%.*s)::%.*s", STR_ARG(name), STR_ARG(to));
    if (alike && !array && listed(a, moments) && listed(b, numbers))
        return str_format(arena, " USING extract(epoch FROM %.*s)::%.*s", STR_ARG(name),
                          STR_ARG(to));
    return str_format(arena, " USING %.*s::text%s::%.*s", STR_ARG(name),
                      was_array && array ? "[]" : "", STR_ARG(to));
}
