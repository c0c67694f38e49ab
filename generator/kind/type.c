#include "kind/type.h"

#include "base/chars.h"
#include "text/quote.h"

#include <string.h>

/* select format_type(oid, null), typcategory, oid from pg_type …  (PostgreSQL 15) */
static const BuiltinType builtin_types[] = {
    {"aclitem", "", TYPE_MODIFIER_NONE, 'U', 1033},
    {"bigint", "int8", TYPE_MODIFIER_NONE, 'N', 20},
    {"bit", "", TYPE_MODIFIER_LENGTH, 'V', 1560},
    {"bit varying", "varbit", TYPE_MODIFIER_LENGTH, 'V', 1562},
    {"boolean", "bool", TYPE_MODIFIER_NONE, 'B', 16},
    {"box", "", TYPE_MODIFIER_NONE, 'G', 603},
    {"bpchar", "", TYPE_MODIFIER_NONE, 'S', 1042}, /* character of any length */
    {"bytea", "", TYPE_MODIFIER_NONE, 'U', 17},
    {"character", "char", TYPE_MODIFIER_LENGTH, 'S', 1042},
    {"character varying", "varchar", TYPE_MODIFIER_LENGTH, 'S', 1043},
    {"cid", "", TYPE_MODIFIER_NONE, 'U', 29},
    {"cidr", "", TYPE_MODIFIER_NONE, 'I', 650},
    {"circle", "", TYPE_MODIFIER_NONE, 'G', 718},
    {"date", "", TYPE_MODIFIER_NONE, 'D', 1082},
    {"datemultirange", "", TYPE_MODIFIER_NONE, 'R', 4535},
    {"daterange", "", TYPE_MODIFIER_NONE, 'R', 3912},
    {"double precision", "float8", TYPE_MODIFIER_NONE, 'N', 701},
    {"inet", "", TYPE_MODIFIER_NONE, 'I', 869},
    {"int4multirange", "", TYPE_MODIFIER_NONE, 'R', 4451},
    {"int4range", "", TYPE_MODIFIER_NONE, 'R', 3904},
    {"int8multirange", "", TYPE_MODIFIER_NONE, 'R', 4536},
    {"int8range", "", TYPE_MODIFIER_NONE, 'R', 3926},
    {"integer", "int4 int", TYPE_MODIFIER_NONE, 'N', 23},
    {"interval", "", TYPE_MODIFIER_INTERVAL, 'T', 1186},
    {"json", "", TYPE_MODIFIER_NONE, 'U', 114},
    {"jsonb", "", TYPE_MODIFIER_NONE, 'U', 3802},
    {"jsonpath", "", TYPE_MODIFIER_NONE, 'U', 4072},
    {"line", "", TYPE_MODIFIER_NONE, 'G', 628},
    {"lseg", "", TYPE_MODIFIER_NONE, 'G', 601},
    {"macaddr", "", TYPE_MODIFIER_NONE, 'U', 829},
    {"macaddr8", "", TYPE_MODIFIER_NONE, 'U', 774},
    {"money", "", TYPE_MODIFIER_NONE, 'N', 790},
    {"name", "", TYPE_MODIFIER_NONE, 'S', 19},
    {"numeric", "decimal dec", TYPE_MODIFIER_NUMERIC, 'N', 1700},
    {"nummultirange", "", TYPE_MODIFIER_NONE, 'R', 4532},
    {"numrange", "", TYPE_MODIFIER_NONE, 'R', 3906},
    {"oid", "", TYPE_MODIFIER_NONE, 'N', 26},
    {"path", "", TYPE_MODIFIER_NONE, 'G', 602},
    {"pg_lsn", "", TYPE_MODIFIER_NONE, 'U', 3220},
    {"pg_snapshot", "", TYPE_MODIFIER_NONE, 'U', 5038},
    {"point", "", TYPE_MODIFIER_NONE, 'G', 600},
    {"polygon", "", TYPE_MODIFIER_NONE, 'G', 604},
    {"real", "float4", TYPE_MODIFIER_NONE, 'N', 700},
    {"refcursor", "", TYPE_MODIFIER_NONE, 'U', 1790},
    {"regclass", "", TYPE_MODIFIER_NONE, 'N', 2205},
    {"regcollation", "", TYPE_MODIFIER_NONE, 'N', 4191},
    {"regconfig", "", TYPE_MODIFIER_NONE, 'N', 3734},
    {"regdictionary", "", TYPE_MODIFIER_NONE, 'N', 3769},
    {"regnamespace", "", TYPE_MODIFIER_NONE, 'N', 4089},
    {"regoper", "", TYPE_MODIFIER_NONE, 'N', 2203},
    {"regoperator", "", TYPE_MODIFIER_NONE, 'N', 2204},
    {"regproc", "", TYPE_MODIFIER_NONE, 'N', 24},
    {"regprocedure", "", TYPE_MODIFIER_NONE, 'N', 2202},
    {"regrole", "", TYPE_MODIFIER_NONE, 'N', 4096},
    {"regtype", "", TYPE_MODIFIER_NONE, 'N', 2206},
    {"smallint", "int2", TYPE_MODIFIER_NONE, 'N', 21},
    {"text", "", TYPE_MODIFIER_NONE, 'S', 25},
    {"tid", "", TYPE_MODIFIER_NONE, 'U', 27},
    {"time with time zone", "timetz", TYPE_MODIFIER_TIME, 'D', 1266},
    {"time without time zone", "time", TYPE_MODIFIER_TIME, 'D', 1083},
    {"timestamp with time zone", "timestamptz", TYPE_MODIFIER_TIME, 'D', 1184},
    {"timestamp without time zone", "timestamp", TYPE_MODIFIER_TIME, 'D', 1114},
    {"tsmultirange", "", TYPE_MODIFIER_NONE, 'R', 4533},
    {"tsquery", "", TYPE_MODIFIER_NONE, 'U', 3615},
    {"tsrange", "", TYPE_MODIFIER_NONE, 'R', 3908},
    {"tstzmultirange", "", TYPE_MODIFIER_NONE, 'R', 4534},
    {"tstzrange", "", TYPE_MODIFIER_NONE, 'R', 3910},
    {"tsvector", "", TYPE_MODIFIER_NONE, 'U', 3614},
    {"txid_snapshot", "", TYPE_MODIFIER_NONE, 'U', 2970},
    {"uuid", "", TYPE_MODIFIER_NONE, 'U', 2950},
    {"xid", "", TYPE_MODIFIER_NONE, 'U', 28},
    {"xid8", "", TYPE_MODIFIER_NONE, 'U', 5069},
    {"xml", "", TYPE_MODIFIER_NONE, 'U', 142},
    {"\"char\"", "", TYPE_MODIFIER_NONE, 'Z', 18},
};

/* serial types: what the column's type really is. */
static const struct {
    const char *name, *type;
} serial_types[] = {
    {"serial", "integer"}, {"serial4", "integer"},      {"bigserial", "bigint"},
    {"serial8", "bigint"}, {"smallserial", "smallint"}, {"serial2", "smallint"},
};

static bool has_alias(const BuiltinType *type, Str name)
{
    Str rest = str_of(type->aliases), alias;
    while (str_split(&rest, ' ', &alias))
        if (alias.len && str_eq(alias, name))
            return true;
    return false;
}

static const BuiltinType *find_builtin(Str name)
{
    for (size_t i = 0; i < COUNT_OF(builtin_types); i++)
        if (str_is(name, builtin_types[i].name) || has_alias(&builtin_types[i], name))
            return &builtin_types[i];
    return NULL;
}

void type_candidates(Arena *arena, StrVec *out)
{
    for (size_t i = 0; i < COUNT_OF(builtin_types); i++) {
        vec_push(arena, out, str_of(builtin_types[i].name));
        Str rest = str_of(builtin_types[i].aliases), alias;
        while (str_split(&rest, ' ', &alias))
            if (alias.len)
                vec_push(arena, out, alias);
    }
    for (size_t i = 0; i < COUNT_OF(serial_types); i++)
        vec_push(arena, out, str_of(serial_types[i].name));
}

/* What is left of a type's text while it is read from both ends. */
typedef struct {
    Arena *arena;
    Str name;      /* lower case unless quoted, single blanks */
    Str modifiers; /* between the parentheses, without blanks */
    bool has_modifiers;
} Pieces;

/* Blanks made single, letters outside quotes made small; what stands in parentheses is the type's
 * own business: geometry(Point,4326). */
static Str fold(Arena *arena, Str text)
{
    char *out = NEW_ARRAY(arena, char, text.len + 1), *to = out;
    bool quoted = false;
    int depth = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '"')
            quoted = !quoted;
        depth += quoted ? 0 : (c == '(') - (c == ')');
        if (!quoted && (c == ' ' || c == '\t' || c == '\n')) {
            if (to > out && to[-1] != ' ')
                *to++ = ' ';
            continue;
        }
        *to++ = !quoted && depth <= 0 ? to_lower(c) : c;
    }
    return str_trim((Str){out, (size_t)(to - out)});
}

/* Takes [] and [3] off the end. PostgreSQL keeps neither the number of dimensions nor their sizes.
 */
static bool take_array(Str *text)
{
    bool array = false;
    for (;;) {
        if (str_ends(*text, S(" array"))) {
            *text = str_trim(str_slice(*text, 0, text->len - 6));
            array = true;
            continue;
        }
        if (!text->len || text->ptr[text->len - 1] != ']')
            return array;
        size_t at = text->len - 1;
        while (at > 0 && is_digit(text->ptr[at - 1]))
            at--;
        if (at == 0 || text->ptr[at - 1] != '[')
            return array;
        *text = str_trim(str_slice(*text, 0, at - 1));
        array = true;
    }
}

/* The first parenthesis outside of quotes, or NULL. */
static const char *find_open(Str text)
{
    bool quoted = false;
    for (size_t i = 0; i < text.len; i++) {
        quoted ^= text.ptr[i] == '"';
        if (!quoted && text.ptr[i] == '(')
            return text.ptr + i;
    }
    return NULL;
}

/* Cuts "(…)" out; what follows it ("with time zone") joins the name. */
static bool cut_modifiers(Pieces *p, Str text, Str *why)
{
    const char *open = find_open(text);
    if (!open) {
        p->name = text;
        return true;
    }
    size_t at = (size_t)(open - text.ptr);
    const char *close = memchr(open, ')', text.len - at);
    if (!close) {
        *why = S("a parenthesis is not closed");
        return false;
    }
    size_t end = (size_t)(close - text.ptr);
    Str before = str_trim(str_slice(text, 0, at)),
        after = str_trim(str_slice(text, end + 1, text.len));
    p->modifiers = str_replace(p->arena, str_slice(text, at + 1, end), S(" "), (Str){0});
    p->has_modifiers = true;
    p->name =
        after.len ? str_format(p->arena, "%.*s %.*s", STR_ARG(before), STR_ARG(after)) : before;
    return true;
}

/* A part of a dotted name without its quotes. */
static bool take_name(Arena *arena, Str *rest, Str *name)
{
    if (rest->len && rest->ptr[0] == '"') {
        StrVec parts = {0};
        size_t from = 1;
        for (size_t i = 1; i < rest->len; i++) {
            if (rest->ptr[i] != '"')
                continue;
            vec_push(arena, &parts, str_slice(*rest, from, i));
            if (i + 1 < rest->len && rest->ptr[i + 1] == '"') {
                vec_push(arena, &parts, S("\""));
                from = ++i + 1;
                continue;
            }
            *name = str_join(arena, &parts, (Str){0});
            *rest = str_slice(*rest, i + 1, rest->len);
            return name->len > 0;
        }
        return false;
    }
    size_t i = 0;
    while (i < rest->len && rest->ptr[i] != '.')
        i++;
    *name = str_slice(*rest, 0, i);
    *rest = str_slice(*rest, i, rest->len);
    if (!name->len || !starts_identifier(name->ptr[0]))
        return false;
    for (i = 1; i < name->len; i++)
        if (!is_in_identifier(name->ptr[i]))
            return false;
    return true;
}

static bool modifier_number(Str text, int64_t low, int64_t high, int64_t *out)
{
    return str_to_int(text, out) && *out >= low && *out <= high;
}

static bool check_length(Pieces *p, TypeName *out, Str *why)
{
    int64_t n;
    int64_t most = out->builtin->category == 'V' ? 83886080 : 10485760;
    if (!modifier_number(p->modifiers, 1, most, &n)) {
        *why = str_format(p->arena, "the length of %s is a number from 1 to %lld",
                          out->builtin->name, (long long)most);
        return false;
    }
    out->modifiers = str_format(p->arena, "(%lld)", (long long)n);
    return true;
}

static bool check_numeric(Pieces *p, TypeName *out, Str *why)
{
    Str rest = p->modifiers, precision = {0}, scale = {0};
    int64_t digits, places = 0;
    str_split(&rest, ',', &precision);
    bool scaled = str_split(&rest, ',', &scale);
    if (rest.ptr || !modifier_number(precision, 1, 1000, &digits) ||
        (scaled && !modifier_number(scale, -1000, 1000, &places))) {
        *why = S("numeric takes a precision from 1 to 1000 and a scale from -1000 to 1000");
        return false;
    }
    out->modifiers = str_format(p->arena, "(%lld,%lld)", (long long)digits, (long long)places);
    return true;
}

static bool check_time(Pieces *p, TypeName *out, Str *why)
{
    int64_t n;
    if (!modifier_number(p->modifiers, 0, 6, &n)) {
        *why = S("the precision of seconds is a number from 0 to 6");
        return false;
    }
    out->modifiers = str_format(p->arena, "(%lld)", (long long)n);
    return true;
}

/* In pg_catalog the types go by names of their own, all of them single words. `char` is another
 * type there, and `bit` one that cannot be said in SQL. */
static void take_pg_catalog(Pieces *p)
{
    Str name = str_slice(p->name, 11, p->name.len);
    if (!str_starts(p->name, S("pg_catalog.")) || str_find(name, S(" ")) >= 0)
        return;
    if (str_is(name, "char"))
        p->name = S("\"char\"");
    else if (find_builtin(name) && (p->has_modifiers || !str_is(name, "bit")))
        p->name = name;
}

/* char alone is char(1), bpchar(n) is char(n); float(n) is one of two types. */
static bool rename_special(Pieces *p, Str *why)
{
    static const struct {
        const char *name, *type;
    } same[] = {{"char varying", "character varying"},
                {"nchar varying", "character varying"},
                {"national char varying", "character varying"},
                {"national character varying", "character varying"},
                {"char", "character"},
                {"nchar", "character"},
                {"national char", "character"},
                {"national character", "character"}};
    for (size_t i = 0; i < COUNT_OF(same); i++)
        if (str_is(p->name, same[i].name))
            p->name = str_of(same[i].type);
    if (str_is(p->name, "bpchar") && p->has_modifiers)
        p->name = S("character");
    if ((str_is(p->name, "character") || str_is(p->name, "bit")) && !p->has_modifiers) {
        p->has_modifiers = true;
        p->modifiers = S("1");
    }
    if (str_is(p->name, "float")) {
        int64_t bits = 53;
        if (p->has_modifiers && !modifier_number(p->modifiers, 1, 53, &bits)) {
            *why = S("the precision of float is a number of bits from 1 to 53");
            return false;
        }
        p->name = bits < 25 ? S("real") : S("double precision");
        p->has_modifiers = false;
    }
    return true;
}

static bool check_modifiers(Pieces *p, TypeName *out, Str *why)
{
    static bool (*const checks[])(Pieces *, TypeName *, Str *) = {
        [TYPE_MODIFIER_LENGTH] = check_length,
        [TYPE_MODIFIER_NUMERIC] = check_numeric,
        [TYPE_MODIFIER_TIME] = check_time,
        [TYPE_MODIFIER_INTERVAL] = check_time,
    };
    if (!p->has_modifiers)
        return true;
    if (out->builtin->modifier == TYPE_MODIFIER_NONE) {
        *why = str_format(p->arena, "%s takes no modifiers", out->builtin->name);
        return false;
    }
    return checks[out->builtin->modifier](p, out, why);
}

static bool is_interval_fields(Str words)
{
    static const char *const fields[] = {"year",
                                         "month",
                                         "day",
                                         "hour",
                                         "minute",
                                         "second",
                                         "year to month",
                                         "day to hour",
                                         "day to minute",
                                         "day to second",
                                         "hour to minute",
                                         "hour to second",
                                         "minute to second"};
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        if (str_is(words, fields[i]))
            return true;
    return false;
}

/* `interval day to second(3)`: the fields count as modifiers. */
static bool take_interval_fields(Pieces *p, TypeName *out, Str *why)
{
    Str fields = str_slice(p->name, 8, p->name.len);
    if (p->has_modifiers && !str_ends(fields, S("second"))) {
        *why = S("only seconds have a precision");
        return false;
    }
    out->name = S("interval");
    out->builtin = find_builtin(out->name);
    if (p->has_modifiers && !check_time(p, out, why))
        return false;
    out->modifiers = str_format(p->arena, "%.*s%.*s", STR_ARG(fields), STR_ARG(out->modifiers));
    return true;
}

static bool find_named(Pieces *p, TypeName *out, Str *why)
{
    Str rest = p->name, first;
    if (!take_name(p->arena, &rest, &first))
        goto bad;
    if (rest.len) {
        if (rest.ptr[0] != '.')
            goto bad;
        rest = str_slice(rest, 1, rest.len);
        out->schema = first;
        if (!take_name(p->arena, &rest, &out->name) || rest.len)
            goto bad;
    } else {
        out->name = first;
    }
    if (p->has_modifiers)
        out->modifiers = str_format(p->arena, "(%.*s)", STR_ARG(p->modifiers));
    return true;
bad:
    *why = S("it is not the name of a type");
    return false;
}

bool type_parse(Arena *arena, Str text, TypeName *out, bool *bad_modifiers, Str *why)
{
    Pieces p = {.arena = arena};
    *out = (TypeName){0};
    *bad_modifiers = false;
    Str folded = fold(arena, text);
    out->array = take_array(&folded);
    if (!cut_modifiers(&p, folded, why))
        return false;
    take_pg_catalog(&p);
    if (!rename_special(&p, why)) {
        *bad_modifiers = true;
        return false;
    }
    for (size_t i = 0; i < COUNT_OF(serial_types); i++)
        if (str_is(p.name, serial_types[i].name)) {
            out->serial = true;
            p.name = str_of(serial_types[i].type);
        }
    if (out->serial && out->array) {
        *why = S("there are no arrays of serial types");
        return false;
    }
    if (str_starts(p.name, S("interval ")) &&
        is_interval_fields(str_slice(p.name, 9, p.name.len))) {
        *bad_modifiers = !take_interval_fields(&p, out, why);
        return !*bad_modifiers;
    }
    out->builtin = find_builtin(p.name);
    if (!out->builtin)
        return find_named(&p, out, why);
    out->name = str_of(out->builtin->name);
    *bad_modifiers = !check_modifiers(&p, out, why);
    return !*bad_modifiers;
}

Str type_canonical(Arena *arena, const TypeName *type, Str schema)
{
    Str name = type->name, array = type->array ? S("[]") : S("");
    if (!type->builtin) {
        Str quoted = sql_qualified(arena, type->schema.len ? type->schema : schema, name);
        return str_format(arena, "%.*s%.*s%.*s", STR_ARG(quoted), STR_ARG(type->modifiers),
                          STR_ARG(array));
    }
    /* timestamp(3) without time zone: the precision stands inside the name */
    ptrdiff_t zone =
        type->builtin->modifier == TYPE_MODIFIER_TIME ? str_find(name, S(" with")) : -1;
    size_t at = zone < 0 ? name.len : (size_t)zone;
    return str_format(arena, "%.*s%.*s%.*s%.*s", STR_ARG(str_slice(name, 0, at)),
                      STR_ARG(type->modifiers), STR_ARG(str_slice(name, at, name.len)),
                      STR_ARG(array));
}

/* The first "range" of the name becomes "multirange", else that is appended. */
Str type_multirange_name(Arena *arena, Str range)
{
    ptrdiff_t at = str_find(range, S("range"));
    if (at < 0)
        return str_format(arena, "%.*s_multirange", STR_ARG(range));
    Str before = str_slice(range, 0, (size_t)at), rest = str_slice(range, (size_t)at, range.len);
    return str_format(arena, "%.*smulti%.*s", STR_ARG(before), STR_ARG(rest));
}

/* select typname from pg_type where typtype = 'p'  (PostgreSQL 15) */
static const char pseudo_types[] =
    "any anyarray anycompatible anycompatiblearray anycompatiblemultirange anycompatiblenonarray "
    "anycompatiblerange anyelement anyenum anymultirange anynonarray anyrange cstring "
    "event_trigger fdw_handler index_am_handler internal language_handler pg_ddl_command record "
    "table_am_handler trigger tsm_handler unknown void";

bool type_is_pseudo(Str name)
{
    Str rest = str_of(pseudo_types), word;
    while (str_split(&rest, ' ', &word))
        if (str_eq(word, name))
            return true;
    return false;
}

/* What authors write in place of the long names of the standard. */
static const char *const short_names[][2] = {
    {"character varying", "varchar"},
    {"character", "char"},
    {"bit varying", "varbit"},
    {"timestamp without time zone", "timestamp"},
    {"timestamp with time zone", "timestamptz"},
    {"time without time zone", "time"},
    {"time with time zone", "timetz"},
};

Str type_short(Arena *arena, Str canonical, Str schema)
{
    TypeName type, again;
    bool modifiers;
    Str why;
    if (!type_parse(arena, canonical, &type, &modifiers, &why))
        return canonical;
    Str name = type.builtin ? type.name : sql_ident(arena, type.name);
    if (!type.builtin && !str_eq(type.schema, schema))
        name = sql_qualified(arena, type.schema, type.name);
    for (size_t i = 0; type.builtin && i < COUNT_OF(short_names); i++)
        if (str_is(name, short_names[i][0]))
            name = str_of(short_names[i][1]);
    Str text = str_format(arena, "%.*s%.*s%s", STR_ARG(name), STR_ARG(type.modifiers),
                          type.array ? "[]" : "");
    bool same = type_parse(arena, text, &again, &modifiers, &why) && !again.serial &&
                str_eq(type_canonical(arena, &again, schema), canonical);
    return same ? text : canonical;
}
