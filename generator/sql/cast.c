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

/* --- what a change of type does --- */

/* Values that stay as they are, in the file or written anew. */
static const struct {
    const char *from, *to;
    bool rewrites, reindexes;
} lossless[] = {
    {"character_varying", "text", false, false},
    {"text", "character_varying", false, false},
    {"character", "text character_varying", true, false},
    {"text character_varying", "citext", false, true},
    {"citext", "text character_varying", false, true},
    {"smallint", "integer bigint numeric real double_precision", true, false},
    {"integer", "bigint numeric double_precision smallint", true, false},
    {"bigint", "numeric integer smallint", true, false},
    {"real", "double_precision", true, false},
    {"date", "timestamp_without_time_zone timestamp_with_time_zone", true, false},
    {"timestamp_without_time_zone", "timestamp_with_time_zone", true, false},
    {"timestamp_with_time_zone", "timestamp_without_time_zone", true, false},
    {"jsonb", "json", true, false},
    {"cidr", "inet", false, false},
    {"macaddr", "macaddr8", true, false},
    {"bit", "bit_varying", true, false},
};

/* The numbers between the parentheses of a type; how many. */
static size_t modifiers(Str type, int64_t out[2])
{
    ptrdiff_t open = str_find(type, S("(")), close = str_find(type, S(")"));
    size_t count = 0;
    if (open < 0 || close < open)
        return 0;
    Str rest = str_slice(type, (size_t)open + 1, (size_t)close), one;
    while (count < 2 && str_split(&rest, ',', &one) && str_to_int(str_trim(one), &out[count]))
        count++;
    return count;
}

/* From one length, precision or scale to another of the same type. */
static TypeChange change_modifiers(Str type, Str from, Str to)
{
    int64_t a[2] = {0}, b[2] = {0};
    size_t had = modifiers(from, a), has = modifiers(to, b);
    bool numeric = str_is(type, "numeric"), fixed = str_is(type, "bit");
    bool wider = !has || (had && b[0] >= a[0]);
    if (fixed || str_is(type, "character"))
        return (TypeChange){.rewrites = true, .loses = !wider};
    if (numeric && has && had)
        return (TypeChange){.rewrites = a[1] != b[1] || !wider,
                            .loses = b[1] < a[1] || b[0] - b[1] < a[0] - a[1]};
    return (TypeChange){.rewrites = !wider, .loses = !wider};
}

/* A numeric that has as many digits before its point as the greatest of the whole numbers. */
static bool has_room(Str whole, const int64_t modifiers[2])
{
    static const struct {
        const char *type;
        int64_t digits;
    } greatest[] = {{"smallint", 5}, {"integer", 10}, {"bigint", 19}};
    for (size_t i = 0; i < COUNT_OF(greatest); i++)
        if (str_is(whole, greatest[i].type))
            return modifiers[1] >= 0 && modifiers[0] - modifiers[1] >= greatest[i].digits;
    return false;
}

TypeChange sql_type_change(Arena *arena, Str from, Str to)
{
    Str a = bare(arena, from), b = bare(arena, to);
    bool array = str_ends(from, S("[]")) || str_ends(to, S("[]"));
    if (str_eq(from, to))
        return (TypeChange){0};
    if (str_eq(a, b) && !array)
        return change_modifiers(a, from, to);
    for (size_t i = 0; i < COUNT_OF(lossless); i++) {
        int64_t length[2] = {0};
        bool room = !modifiers(to, length) || (str_is(b, "numeric") && has_room(a, length));
        if (listed(a, lossless[i].from) && listed(b, lossless[i].to) && room)
            return (TypeChange){.rewrites = lossless[i].rewrites || array,
                                .reindexes = lossless[i].reindexes};
    }
    return (TypeChange){.rewrites = true, .loses = !str_is(b, "text") || array};
}
