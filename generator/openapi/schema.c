#include "openapi/schema.h"

#include "text/escape.h"

#include <string.h>

enum {
    FILTER = 1,
    SORT = 2,
    LENGTH = 4, /* (n) is the greatest length */
    EXACT = 8,  /* … and the least */
};

/* What a PostgreSQL type is in JSON. The type NULL is any value. */
typedef struct {
    const char *name, *type, *format;
    unsigned flags;
    const char *pattern, *minimum, *maximum, *encoding;
    const char *note; /* what the keywords cannot say */
} ApiType;

#define DIGITS_TIME "[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?"

static const ApiType api_types[] = {
    {"bigint", "integer", "int64", .flags = FILTER | SORT,
     .note = "64 bits: not every JSON reader keeps all digits."},
    {"bit", "string", .flags = LENGTH | EXACT, .pattern = "^[01]*$"},
    {"bit varying", "string", .flags = LENGTH, .pattern = "^[01]*$"},
    {"boolean", "boolean", .flags = FILTER},
    {"bpchar", "string", .flags = FILTER | SORT},
    {"bytea", "string", .encoding = "base64"},
    {"character", "string", .flags = FILTER | SORT | LENGTH},
    {"character varying", "string", .flags = FILTER | SORT | LENGTH},
    {"cidr", "string", .flags = FILTER, .note = "An IPv4 or IPv6 network."},
    {"date", "string", "date", .flags = FILTER | SORT},
    {"double precision", "number", "double", .flags = SORT},
    {"inet", "string", .flags = FILTER,
     .note = "An IPv4 or IPv6 address, with or without a prefix length."},
    {"integer", "integer", "int32", .flags = FILTER | SORT, .minimum = "-2147483648",
     .maximum = "2147483647"},
    {"interval", "string", "duration", .flags = SORT},
    {"json", .note = "Any JSON value."},
    {"jsonb", .note = "Any JSON value."},
    {"macaddr", "string", .flags = FILTER, .pattern = "^([0-9a-f]{2}:){5}[0-9a-f]{2}$"},
    {"macaddr8", "string", .flags = FILTER, .pattern = "^([0-9a-f]{2}:){7}[0-9a-f]{2}$"},
    {"name", "string", .flags = FILTER | SORT, .note = "At most 63 bytes."},
    {"numeric", "string", "decimal", .flags = FILTER | SORT,
     .pattern = "^(-?[0-9]+(\\.[0-9]+)?|NaN|-?Infinity)$",
     .note = "An exact decimal number, as text so that no digit is lost."},
    {"oid", "integer", "int64", .flags = FILTER | SORT, .minimum = "0", .maximum = "4294967295"},
    {"real", "number", "float", .flags = SORT},
    {"smallint", "integer", "int32", .flags = FILTER | SORT, .minimum = "-32768",
     .maximum = "32767"},
    {"text", "string", .flags = FILTER | SORT},
    {"time with time zone", "string", "time", .flags = SORT},
    {"time without time zone", "string", .flags = SORT, .pattern = "^" DIGITS_TIME "$",
     .note = "A time of day without a time zone."},
    {"timestamp with time zone", "string", "date-time", .flags = SORT},
    {"timestamp without time zone", "string", .flags = SORT,
     .pattern = "^(-?infinity|[0-9]{4,6}-[0-9]{2}-[0-9]{2}T" DIGITS_TIME "( BC)?)$",
     .note = "A date and time without a time zone."},
    {"uuid", "string", "uuid", .flags = FILTER | SORT},
};

/* In the text form that PostgreSQL gives it. */
static const ApiType other_type = {.name = "", .type = "string"};

static const ApiType *find_type(const Column *column)
{
    for (size_t i = 0; column->parsed.builtin && i < COUNT_OF(api_types); i++)
        if (strcmp(column->parsed.builtin->name, api_types[i].name) == 0)
            return &api_types[i];
    return &other_type;
}

bool schema_can_filter(const Column *column)
{
    return !column->parsed.array && (column->enumeration || find_type(column)->flags & FILTER);
}

bool schema_can_sort(const Column *column)
{
    return !column->parsed.array && (column->enumeration || find_type(column)->flags & SORT);
}

static void write_keyword(Writer *w, const char *keyword, Str value)
{
    if (value.len)
        w_line(w, "%s: %.*s", keyword, STR_ARG(yaml_scalar(w->arena, value)));
}

/* A number: written as it is. */
static void write_number(Writer *w, const char *keyword, Str value)
{
    if (value.len)
        w_line(w, "%s: %.*s", keyword, STR_ARG(value));
}

static void write_type(Writer *w, const char *type, bool nullable)
{
    if (!nullable) {
        w_line(w, "type: %s", type);
        return;
    }
    w_line(w, "type:");
    w_open(w);
    w_line(w, "- %s", type);
    w_line(w, "- \"null\"");
    w_close(w);
}

static void write_enumeration(Writer *w, Str name, bool nullable)
{
    Str reference = str_format(w->arena, "\"#/components/schemas/%.*s\"", STR_ARG(name));
    if (!nullable) {
        w_line(w, "$ref: %.*s", STR_ARG(reference));
        return;
    }
    w_line(w, "anyOf:");
    w_open(w);
    w_line(w, "- $ref: %.*s", STR_ARG(reference));
    w_line(w, "- type: \"null\"");
    w_close(w);
}

static void write_builtin(Writer *w, const Column *column, const ApiType *type, bool nullable)
{
    write_type(w, type->type, nullable);
    write_keyword(w, "format", str_of(type->format));
    write_keyword(w, "pattern", str_of(type->pattern));
    write_number(w, "minimum", str_of(type->minimum));
    write_number(w, "maximum", str_of(type->maximum));
    write_keyword(w, "contentEncoding", str_of(type->encoding));
    Str length = column->parsed.modifiers;
    if (type->flags & LENGTH && length.len > 2) {
        length = str_slice(length, 1, length.len - 1);
        if (type->flags & EXACT)
            write_number(w, "minLength", length);
        write_number(w, "maxLength", length);
    }
}

static void write_value(Writer *w, const Column *column, Str enumeration, bool nullable)
{
    const ApiType *type = find_type(column);
    if (enumeration.len)
        write_enumeration(w, enumeration, nullable);
    else if (type->type)
        write_builtin(w, column, type, nullable);
}

static void write_array(Writer *w, const Column *column, Str enumeration, bool nullable)
{
    write_type(w, "array", nullable);
    if (!enumeration.len && !find_type(column)->type) {
        w_line(w, "items: {}");
        return;
    }
    w_line(w, "items:");
    w_open(w);
    write_value(w, column, enumeration, true);
    w_close(w);
}

static void write_description(Writer *w, const Column *column)
{
    const char *note = column->enumeration ? NULL : find_type(column)->note;
    Str text = column->comment;
    if (note)
        text = text.len ? str_format(w->arena, "%.*s\n%s", STR_ARG(text), note) : str_of(note);
    write_keyword(w, "description", text);
}

void schema_write(Writer *w, const Column *column, Str enumeration, SchemaUse use)
{
    bool nullable = use != SCHEMA_PARAMETER && !column->not_null;
    if (column->parsed.array)
        write_array(w, column, enumeration, nullable);
    else
        write_value(w, column, enumeration, nullable);
    if (use == SCHEMA_PARAMETER)
        return;
    write_description(w, column);
    if (use == SCHEMA_READ && (column->generated || column->identity_always))
        w_line(w, "readOnly: true");
}
