#include "cgen/types.h"

/* One row for each type that the runtime knows in binary. `family` names the optional and the array
 * types that it shares with others: pgw_opt_text, pgw_text_array. */
typedef struct {
    uint32_t oid;
    const char *descriptor, *plain, *family;
} BoundType;

static const BoundType bound_types[] = {
    {16, "bool", "bool", "bool"},
    {17, "bytea", "pgw_bytea", "bytea"},
    {19, "name", "pgw_text", "text"},
    {20, "int8", "int64_t", "int8"},
    {21, "int2", "int16_t", "int2"},
    {23, "int4", "int32_t", "int4"},
    {25, "text", "pgw_text", "text"},
    {114, "json", "pgw_text", "text"},
    {650, "cidr", "pgw_inet", "inet"},
    {700, "float4", "float", "float4"},
    {701, "float8", "double", "float8"},
    {869, "inet", "pgw_inet", "inet"},
    {1042, "bpchar", "pgw_text", "text"},
    {1043, "varchar", "pgw_text", "text"},
    {1082, "date", "pgw_date", "date"},
    {1114, "timestamp", "pgw_timestamp", "timestamp"},
    {1184, "timestamptz", "pgw_timestamp", "timestamp"},
    {1700, "numeric", "pgw_numeric", "numeric"},
    {2950, "uuid", "pgw_uuid", "uuid"},
    {3802, "jsonb", "pgw_text", "text"},
};

static const BoundType *find_bound(const Column *column)
{
    const BuiltinType *builtin = column->parsed.builtin;
    for (size_t i = 0; builtin && i < COUNT_OF(bound_types); i++)
        if (bound_types[i].oid == builtin->oid)
            return &bound_types[i];
    return NULL;
}

Str ctype_enum_opt(Arena *arena, Str prefix, Str enum_type)
{
    Str rest = str_slice(enum_type, prefix.len, enum_type.len);
    return str_format(arena, "%.*s_opt%.*s", STR_ARG(prefix), STR_ARG(rest));
}

CType ctype_of(Arena *arena, const Column *column, Str prefix, Str enum_type)
{
    const char *array = column->parsed.array ? "_array" : "";
    if (column->enumeration) {
        Str opt = ctype_enum_opt(arena, prefix, enum_type);
        return (CType){
            .plain = str_format(arena, "%.*s%s", STR_ARG(enum_type), array),
            .nullable = str_format(arena, "%.*s%s", STR_ARG(opt), array),
            .descriptor = str_format(arena, "type_of_%.*s%s", STR_ARG(enum_type), array),
        };
    }
    const BoundType *bound = find_bound(column);
    if (!bound)
        return (CType){S("pgw_text"), S("pgw_opt_text"), S("pgw_type_other"), true};
    return (CType){
        .plain = *array ? str_format(arena, "pgw_%s_array", bound->family) : str_of(bound->plain),
        .nullable = str_format(arena, "pgw_opt_%s%s", bound->family, array),
        .descriptor = str_format(arena, "pgw_type_%s%s", bound->descriptor, array),
    };
}
