#include "cgen/types.h"

#include "text/name.h"
#include "text/quote.h"

/* One row for each type that the runtime knows in binary. `family` names the optional and the array
 * types that it shares with others: pgw_opt_text, pgw_text_array. */
typedef struct {
    uint32_t oid;
    const char *descriptor, *plain, *family;
} BoundType;

static const BoundType bound_types[] = {
    {16, "bool", "bool", "bool"},
    {17, "bytea", "pgw_bytea", "bytea"},
    {18, "char", "char", "char"},
    {19, "name", "pgw_text", "text"},
    {20, "int8", "int64_t", "int8"},
    {21, "int2", "int16_t", "int2"},
    {23, "int4", "int32_t", "int4"},
    {25, "text", "pgw_text", "text"},
    {26, "oid", "uint32_t", "oid"},
    {27, "tid", "pgw_tid", "tid"},
    {28, "xid", "uint32_t", "oid"},
    {29, "cid", "uint32_t", "oid"},
    {114, "json", "pgw_text", "text"},
    {600, "point", "pgw_point", "point"},
    {601, "lseg", "pgw_lseg", "lseg"},
    {602, "path", "pgw_path", "path"},
    {603, "box", "pgw_box", "box"},
    {604, "polygon", "pgw_polygon", "polygon"},
    {628, "line", "pgw_line", "line"},
    {650, "cidr", "pgw_inet", "inet"},
    {700, "float4", "float", "float4"},
    {701, "float8", "double", "float8"},
    {718, "circle", "pgw_circle", "circle"},
    {774, "macaddr8", "pgw_macaddr8", "macaddr8"},
    {790, "money", "pgw_money", "money"},
    {829, "macaddr", "pgw_macaddr", "macaddr"},
    {869, "inet", "pgw_inet", "inet"},
    {1042, "bpchar", "pgw_text", "text"},
    {1043, "varchar", "pgw_text", "text"},
    {1082, "date", "pgw_date", "date"},
    {1083, "time", "pgw_time", "time"},
    {1114, "timestamp", "pgw_timestamp", "timestamp"},
    {1184, "timestamptz", "pgw_timestamp", "timestamp"},
    {1186, "interval", "pgw_interval", "interval"},
    {1266, "timetz", "pgw_timetz", "timetz"},
    {1560, "bit", "pgw_bit", "bit"},
    {1562, "varbit", "pgw_bit", "bit"},
    {1700, "numeric", "pgw_numeric", "numeric"},
    {2950, "uuid", "pgw_uuid", "uuid"},
    {3220, "pg_lsn", "uint64_t", "uint8"},
    {3802, "jsonb", "pgw_text", "text"},
    {3904, "int4range", "pgw_int4_range", "int4_range"},
    {3906, "numrange", "pgw_numeric_range", "numeric_range"},
    {3908, "tsrange", "pgw_timestamp_range", "timestamp_range"},
    {3910, "tstzrange", "pgw_timestamp_range", "timestamp_range"},
    {3912, "daterange", "pgw_date_range", "date_range"},
    {3926, "int8range", "pgw_int8_range", "int8_range"},
    {4451, "int4multirange", "pgw_int4_multirange", "int4_multirange"},
    {4532, "nummultirange", "pgw_numeric_multirange", "numeric_multirange"},
    {4533, "tsmultirange", "pgw_timestamp_multirange", "timestamp_multirange"},
    {4534, "tstzmultirange", "pgw_timestamp_multirange", "timestamp_multirange"},
    {4535, "datemultirange", "pgw_date_multirange", "date_multirange"},
    {4536, "int8multirange", "pgw_int8_multirange", "int8_multirange"},
    {5069, "xid8", "uint64_t", "uint8"},
};

/* A type of the model that some column needs. */
struct TypeUse {
    const Enumeration *enumeration; /* or */
    const UserType *user;
    CType ctype, base; /* base: what a domain or a range stands on; a multirange's range */
    CType *fields;     /* of a composite type */
    Str *members;
    bool used, array_used; /* some descriptor refers to it, to its array */
    size_t index;          /* among the types that a session looks up */
};

static const BoundType *find_bound(const BuiltinType *builtin)
{
    for (size_t i = 0; i < COUNT_OF(bound_types); i++)
        if (bound_types[i].oid == builtin->oid)
            return &bound_types[i];
    return NULL;
}

void ctypes_open(CTypes *types, Arena *arena, Names *names, const Outline *outline)
{
    *types = (CTypes){.arena = arena, .names = names, .outline = outline, .uses = {.arena = arena}};
}

/* ---- what stands for a name in the outline */

static bool is_named(const TypeName *type, Str schema, Str name)
{
    return str_eq(type->name, name) &&
           str_eq(type->schema.len ? type->schema : S("public"), schema);
}

static const Enumeration *find_enum(const CTypes *types, const TypeName *type)
{
    for (size_t i = 0; i < types->outline->enums.len; i++)
        if (is_named(type, types->outline->enums.at[i]->schema, types->outline->enums.at[i]->name))
            return types->outline->enums.at[i];
    return NULL;
}

const UserType *ctypes_user(const CTypes *types, const TypeName *type)
{
    for (size_t i = 0; i < types->outline->types.len; i++)
        if (is_named(type, types->outline->types.at[i]->schema, types->outline->types.at[i]->name))
            return types->outline->types.at[i];
    return NULL;
}

/* Types nest no deeper than that in a sane model; one that contains itself ends here. */
enum { DEEPEST = 16 };

static bool is_bound(const CTypes *types, const TypeName *type, unsigned depth);

static bool is_user_bound(const CTypes *types, const UserType *user, unsigned depth)
{
    if (user->form == USER_MULTIRANGE)
        return is_user_bound(types, user->range, depth + 1);
    if (user->form != USER_COMPOSITE)
        return !user->base.array && is_bound(types, &user->base, depth + 1);
    for (size_t i = 0; i < user->fields.len; i++)
        if (!is_bound(types, &user->fields.at[i].parsed, depth + 1))
            return false;
    return user->fields.len > 0;
}

/* Whether the type and all that it is made of have a binary form here. */
static bool is_bound(const CTypes *types, const TypeName *type, unsigned depth)
{
    if (depth > DEEPEST)
        return false;
    if (type->builtin)
        return find_bound(type->builtin) != NULL;
    const UserType *user = ctypes_user(types, type);
    return user ? is_user_bound(types, user, depth) : find_enum(types, type) != NULL;
}

/* ---- taking up */

/* The family of a generated type: T, opt_T, T_array, opt_T_array behind the prefix. */
static CType family_of(CTypes *types, Str name)
{
    Arena *arena = types->arena;
    Str prefix = types->names->prefix, rest = str_slice(name, prefix.len, name.len);
    Str opt = str_format(arena, "%.*s_opt%.*s", STR_ARG(prefix), STR_ARG(rest));
    return (CType){.plain = name,
                   .nullable = opt,
                   .array = str_format(arena, "%.*s_array", STR_ARG(name)),
                   .opt_array = str_format(arena, "%.*s_array", STR_ARG(opt)),
                   .descriptor = str_format(arena, "type_of_%.*s", STR_ARG(name))};
}

static void family_claim(CTypes *types, const CType *family, Str what, const Object *object)
{
    const Str all[] = {family->plain, family->nullable, family->array, family->opt_array};
    for (size_t i = 0; i < COUNT_OF(all); i++)
        names_claim(types->names, &types->names->global, all[i], what, object);
}

static TypeUse *take(CTypes *types, const Enumeration *enumeration, const UserType *user);

static void take_fields(CTypes *types, TypeUse *use)
{
    const UserType *user = use->user;
    Map members = {.arena = types->arena};
    use->fields = NEW_ARRAY(types->arena, CType, user->fields.len);
    use->members = NEW_ARRAY(types->arena, Str, user->fields.len);
    for (size_t i = 0; i < user->fields.len; i++) {
        const Column *field = &user->fields.at[i];
        use->fields[i] = ctype_of(types, &field->parsed);
        use->members[i] = name_snake(types->arena, field->name);
        names_claim(types->names, &members, use->members[i],
                    str_format(types->arena, "attribute %.*s", STR_ARG(field->name)),
                    field->object);
    }
}

static CType take_range(CTypes *types, const UserType *range)
{
    TypeUse *use = take(types, NULL, range);
    use->used = true;
    return use->ctype;
}

static void take_user(CTypes *types, TypeUse *use, Str name)
{
    const UserType *user = use->user;
    Str what = str_format(types->arena, "type %.*s",
                          STR_ARG(sql_qualified(types->arena, user->schema, user->name)));
    use->ctype = family_of(types, name);
    if (user->form == USER_COMPOSITE)
        take_fields(types, use);
    else if (user->form == USER_MULTIRANGE)
        use->base = take_range(types, user->range);
    else
        use->base = ctype_of(types, &user->base);
    if (user->form == USER_DOMAIN) {
        Str descriptor = use->ctype.descriptor;
        use->ctype = use->base;
        use->ctype.descriptor = descriptor;
        names_claim(types->names, &types->names->global, descriptor, what, user->object);
    } else {
        family_claim(types, &use->ctype, what, user->object);
    }
}

static TypeUse *take(CTypes *types, const Enumeration *enumeration, const UserType *user)
{
    Str schema = user ? user->schema : enumeration->schema;
    Str plain = user ? user->name : enumeration->name;
    Str key = sql_qualified(types->arena, schema, plain);
    TypeUse *use = map_get(&types->uses, key);
    if (use)
        return use;
    use = NEW(types->arena, TypeUse);
    use->enumeration = enumeration;
    use->user = user;
    map_put(&types->uses, key, use);
    if (user)
        take_user(types, use, names_type(types->names, schema, plain));
    else
        use->ctype = family_of(types, names_type(types->names, schema, plain));
    vec_push(types->arena, &types->order, use);
    if (user && user->form == USER_RANGE) { /* its multirange is declared with it */
        TypeName multirange = {.schema = user->schema};
        for (size_t i = 0; i < types->outline->types.len; i++)
            if (types->outline->types.at[i]->range == user)
                multirange.name = types->outline->types.at[i]->name;
        take(types, NULL, ctypes_user(types, &multirange));
    }
    return use;
}

static CType bound_ctype(CTypes *types, const BoundType *bound)
{
    return (CType){
        .plain = str_of(bound->plain),
        .nullable = str_format(types->arena, "pgw_opt_%s", bound->family),
        .array = str_format(types->arena, "pgw_%s_array", bound->family),
        .opt_array = str_format(types->arena, "pgw_opt_%s_array", bound->family),
        .descriptor = str_format(types->arena, "pgw_type_%s", bound->descriptor),
        .filterable = true,
    };
}

CType ctype_of(CTypes *types, const TypeName *type)
{
    CType ctype;
    if (!is_bound(types, type, 0))
        return (CType){.plain = S("pgw_text"),
                       .nullable = S("pgw_opt_text"),
                       .descriptor = S("pgw_type_other"),
                       .as_text = true,
                       .filterable = true};
    if (type->builtin) {
        ctype = bound_ctype(types, find_bound(type->builtin));
    } else {
        const UserType *user = ctypes_user(types, type);
        TypeUse *use = take(types, user ? NULL : find_enum(types, type), user);
        use->used = true;
        use->array_used |= type->array;
        ctype = use->ctype;
        ctype.filterable = type->array || !user || user->form != USER_COMPOSITE;
    }
    if (type->array) {
        ctype.plain = ctype.array;
        ctype.nullable = ctype.opt_array;
        ctype.descriptor = str_format(types->arena, "%.*s_array", STR_ARG(ctype.descriptor));
    }
    return ctype;
}

/* Types that the runtime knows and that have no operators of a btree. */
static const uint32_t unsorted[] = {28, 29, 114, 600, 601, 602, 603, 604, 628, 718};

bool ctype_sorts(const CTypes *types, const TypeName *type)
{
    if (!is_bound(types, type, 0))
        return false;
    for (size_t i = 0; type->builtin && i < COUNT_OF(unsorted); i++)
        if (type->builtin->oid == unsorted[i])
            return false;
    const UserType *user = type->builtin ? NULL : ctypes_user(types, type);
    if (user && user->form == USER_DOMAIN)
        return ctype_sorts(types, &user->base);
    return !user || user->form != USER_COMPOSITE;
}

Str ctype_cast(CTypes *types, const TypeName *type)
{
    const BoundType *bound = type->builtin ? find_bound(type->builtin) : NULL;
    Str name = bound           ? str_of(bound->descriptor) /* is called as in pg_type */
               : type->builtin ? str_of(type->builtin->name)
                               : type->name;
    Str schema = !type->builtin && type->schema.len ? type->schema : S("pg_catalog");
    return str_format(types->arena, "%.*s%s", STR_ARG(sql_qualified(types->arena, schema, name)),
                      type->array ? "[]" : "");
}

/* ---- for the templates */

static Data *fields_data(CTypes *types, const TypeUse *use)
{
    Arena *arena = types->arena;
    Data *list = data_list(arena);
    for (size_t i = 0; i < use->user->fields.len; i++) {
        const Column *field = &use->user->fields.at[i];
        Data *map = data_map(arena);
        data_set_text(arena, map, "name", field->name);
        data_set_text(arena, map, "quoted", sql_ident(arena, field->name));
        data_set_text(arena, map, "member", use->members[i]);
        data_set_text(arena, map, "c_type", use->fields[i].nullable);
        data_set_text(arena, map, "descriptor", use->fields[i].descriptor);
        data_set_text(arena, map, "note", field->type);
        data_add(arena, list, map);
    }
    return list;
}

/* "name,spot": how a session recognises a composite type. */
static Str field_names(CTypes *types, const UserType *user)
{
    StrVec names = {0};
    for (size_t i = 0; i < user->fields.len; i++)
        vec_push(types->arena, &names, user->fields.at[i].name);
    return str_join(types->arena, &names, S(","));
}

static void set_ctype(CTypes *types, Data *map, const CType *ctype)
{
    data_set_text(types->arena, map, "type", ctype->plain);
    data_set_text(types->arena, map, "opt", ctype->nullable);
    data_set_text(types->arena, map, "array", ctype->array);
    data_set_text(types->arena, map, "opt_array", ctype->opt_array);
    data_set_text(types->arena, map, "descriptor", ctype->descriptor);
}

/* The multirange that goes with a range is the next one that was taken up. */
static const TypeUse *multirange_of(const CTypes *types, const TypeUse *range)
{
    for (size_t i = 0; i < types->order.len; i++)
        if (types->order.at[i]->user && types->order.at[i]->user->range == range->user)
            return types->order.at[i];
    return NULL;
}

static Data *use_data(CTypes *types, const TypeUse *use)
{
    static const char *const forms[] = {"is_composite", "is_domain", "is_range", "is_multirange"};
    Arena *arena = types->arena;
    Data *map = data_map(arena);
    Str schema = use->user ? use->user->schema : use->enumeration->schema;
    Str name = use->user ? use->user->name : use->enumeration->name;
    set_ctype(types, map, &use->ctype);
    data_set_text(arena, map, "schema", schema);
    data_set_text(arena, map, "name", name);
    data_set_text(arena, map, "array_name", str_format(arena, "%.*s[]", STR_ARG(name)));
    data_set_text(arena, map, "sql", sql_qualified(arena, schema, name));
    data_set_text(arena, map, "comment", use->user ? use->user->comment : (Str){0});
    data_set_text(arena, map, "base_type", use->base.plain);
    data_set_text(arena, map, "base_descriptor", use->base.descriptor);
    data_set_text(arena, map, "index", str_format(arena, "%zu", use->index));
    data_set_bool(arena, map, "used", use->used);
    data_set_bool(arena, map, "array_used", use->array_used);
    data_set_bool(arena, map, "is_enum", use->enumeration != NULL);
    for (size_t i = 0; i < COUNT_OF(forms); i++)
        data_set_bool(arena, map, forms[i], use->user && (size_t)use->user->form == i);
    bool range = use->user && use->user->form == USER_RANGE;
    data_set_text(arena, map, "multirange",
                  range ? multirange_of(types, use)->ctype.plain : (Str){0});
    bool composite = use->user && use->user->form == USER_COMPOSITE;
    data_set(arena, map, "fields", composite ? fields_data(types, use) : data_list(arena));
    data_set_text(arena, map, "columns", composite ? field_names(types, use->user) : (Str){0});
    data_set_text(arena, map, "field_count",
                  str_format(arena, "%zu", composite ? use->user->fields.len : 0));
    return map;
}

bool ctypes_has_enum(const CTypes *types)
{
    for (size_t i = 0; i < types->order.len; i++)
        if (types->order.at[i]->enumeration && types->order.at[i]->used)
            return true;
    return false;
}

Data *ctypes_data(CTypes *types, size_t *looked_up)
{
    Data *list = data_list(types->arena);
    *looked_up = 0;
    for (size_t i = 0; i < types->order.len; i++) {
        TypeUse *use = types->order.at[i];
        use->index = use->used ? (*looked_up)++ : 0;
        data_add(types->arena, list, use_data(types, use));
    }
    return list;
}
