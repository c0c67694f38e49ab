#include "model/literal.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a text must be like for a type; a reason when it is not. */
typedef const char *Fits(const TypeName *type, Str text);

static const char *fits_integer(const TypeName *type, Str text)
{
    int64_t number, most = INT64_MAX;
    if (str_is(type->name, "integer"))
        most = INT32_MAX;
    else if (str_is(type->name, "smallint"))
        most = INT16_MAX;
    if (!str_to_int(text, &number)) {
        bool digits = text.len > 18 && strspn(text.ptr, "+-0123456789") == text.len;
        return digits ? "it is out of range" : "it is not a whole number";
    }
    return number > most || number < -most - 1 ? "it is out of range" : NULL;
}

static const char *fits_number(const TypeName *type, Str text)
{
    (void)type;
    char *end = NULL;
    strtod(text.ptr, &end);
    bool all = end == text.ptr + text.len && text.len;
    bool hex = all && strpbrk(text.ptr, "xXpP");
    return all && !hex ? NULL : "it is not a number";
}

static const char *fits_numeric(const TypeName *type, Str text)
{
    int precision, scale;
    const char *problem = fits_number(type, text);
    if (problem || !type->modifiers.len ||
        sscanf(type->modifiers.ptr, "(%d,%d)", &precision, &scale) != 2)
        return problem;
    double number = fabs(strtod(text.ptr, NULL));
    bool fits = isnan(number) || number < pow(10, precision - scale); /* rounding is the server's */
    return fits ? NULL : "it is out of range";
}

static const char *fits_boolean(const TypeName *type, Str text)
{
    static const char *const words[] = {"true", "false", "t",   "f", "yes",
                                        "no",   "on",    "off", "1", "0"};
    (void)type;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq_nocase(text, str_of(words[i])))
            return NULL;
    return "it is neither true nor false";
}

static const char *fits_length(const TypeName *type, Str text)
{
    int64_t most;
    Str digits =
        type->modifiers.len ? str_slice(type->modifiers, 1, type->modifiers.len - 1) : (Str){0};
    if (!str_to_int(digits, &most))
        return NULL;
    return str_columns(text, text.len) > (size_t)most ? "it is too long" : NULL;
}

static const char *fits_uuid(const TypeName *type, Str text)
{
    size_t digits = 0;
    (void)type;
    for (size_t i = 0; i < text.len; i++) {
        if (strchr("0123456789abcdefABCDEF", text.ptr[i]))
            digits++;
        else if (!strchr("-{}", text.ptr[i]))
            return "it is not a UUID";
    }
    return digits == 32 ? NULL : "it is not a UUID";
}

static const char *fits_json(const TypeName *type, Str text)
{
    (void)type;
    json_t *value = json_loadb(text.ptr, text.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    json_decref(value);
    return value ? NULL : "it is not JSON";
}

/* Dates and times are for the server to read; a text without a digit can only be a special word. */
static const char *fits_time(const TypeName *type, Str text)
{
    static const char *const words[] = {"infinity", "-infinity", "epoch", "allballs"};
    (void)type;
    if (text.len && strpbrk(text.ptr, "0123456789"))
        return NULL;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq_nocase(text, str_of(words[i])))
            return NULL;
    return "it is not a date or time";
}

/* A span of time has numbers, an address is made of these; the rest is for the server to read. */
static const char *fits_interval(const TypeName *type, Str text)
{
    (void)type;
    return strpbrk(text.ptr, "0123456789") ? NULL : "it is not a span of time";
}

static const char *fits_address(const TypeName *type, Str text)
{
    (void)type;
    bool plain = strspn(text.ptr, "0123456789abcdefABCDEF.:/") == text.len;
    return plain && strpbrk(text.ptr, ".:0123456789") ? NULL : "it is not a network address";
}

static const char *fits_bytea(const TypeName *type, Str text)
{
    (void)type;
    bool hex = str_starts(text, S("\\x"));
    return hex && strspn(text.ptr + 2, "0123456789abcdefABCDEF \t\n") != text.len - 2
               ? "it is not hexadecimal"
               : NULL;
}

static const struct {
    const char *type;
    Fits *fits;
} rules[] = {
    {"integer", fits_integer},
    {"smallint", fits_integer},
    {"bigint", fits_integer},
    {"numeric", fits_numeric},
    {"real", fits_number},
    {"double precision", fits_number},
    {"boolean", fits_boolean},
    {"character varying", fits_length},
    {"character", fits_length},
    {"uuid", fits_uuid},
    {"json", fits_json},
    {"jsonb", fits_json},
    {"date", fits_time},
    {"time without time zone", fits_time},
    {"time with time zone", fits_time},
    {"timestamp without time zone", fits_time},
    {"timestamp with time zone", fits_time},
    {"interval", fits_interval},
    {"inet", fits_address},
    {"cidr", fits_address},
    {"bytea", fits_bytea},
};

/* 'now' as a value is the moment of CREATE TABLE, for ever. */
static bool check_frozen(Diags *diags, const Item *column, const Setting *value)
{
    static const char *const words[] = {
        "now", "now()", "today", "tomorrow", "yesterday", "current_timestamp", "current_date"};
    if (!column->type.builtin || column->type.builtin->category != 'D')
        return false;
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (!str_eq_nocase(value->value.text, str_of(words[i])))
            continue;
        Diag *diag = diag_error(
            diags, "E0403", value->node->pos,
            "the default \"%s\" would be the time at which the table is created", words[i]);
        diag_help(diags, diag,
                  "write `default_sql: CURRENT_TIMESTAMP` for the time of the INSERT.");
        return true;
    }
    return false;
}

static void check_label(Diags *diags, const Item *column, const Setting *value)
{
    StrVec labels = {0};
    Value all = item_value(column->type_item, "labels");
    for (uint32_t i = 0; i < all.count; i++) {
        if (str_eq(all.list[i], value->value.text))
            return;
        vec_push(diags->arena, &labels, all.list[i]);
    }
    Diag *diag = diag_error(diags, "E0503", value->node->pos,
                            "the default \"%.*s\" is not a label of \"%.*s\"",
                            STR_ARG(value->value.text), STR_ARG(column->type_item->name));
    diag_suggest(diags, diag, value->value.text, &labels);
    diag_note(diags, diag, column->type_item->pos, "the enum is here");
}

const char *literal_problem(const TypeName *type, Str text)
{
    if (type->array)
        return text.len < 2 || (text.ptr[0] != '{' && text.ptr[0] != '[')
                   ? "an array is written {a,b}"
                   : NULL;
    for (size_t i = 0; type->builtin && i < COUNT_OF(rules); i++)
        if (str_is(type->name, rules[i].type))
            return rules[i].fits(type, text);
    return NULL;
}

void literal_check(Diags *diags, const Item *column, const Setting *value)
{
    Str text = value->value.text;
    const TypeName *type = &column->type;
    if (check_frozen(diags, column, value))
        return;
    if (!type->array && column->type_item && column->type_item->kind == KIND_ENUM) {
        check_label(diags, column, value);
        return;
    }
    const char *problem = literal_problem(type, text);
    if (!problem)
        return;
    Diag *diag = diag_error(diags, "E0503", value->node->pos,
                            "the default \"%.*s\" does not fit %.*s: %s", STR_ARG(text),
                            STR_ARG(type_canonical(diags->arena, type, column->schema)), problem);
    if (str_ends(text, S(")")))
        diag_help(diags, diag, "an SQL expression is a `default_sql`.");
}
