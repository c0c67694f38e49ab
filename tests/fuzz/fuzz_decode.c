/* Bytes of a server for a type, which the first byte chooses: they are refused or make a value,
 * which is then encoded; what that gives is a value again, and encodes to the same. */
#include "fuzz.h"

#include "../../generated/lightdom/c/pgw_runtime.c"

#include <stdlib.h>

/* A composite type and its array, beside the built-in types. */
static const pgw_user_type user_types[] = {{"public", "thing", "number,text,list", false, 0},
                                           {"public", "level", NULL, false, 1}};
static const uint32_t oids[] = {70000, 70001, 70002, 70003};
static const char *const labels[] = {"low", "high"};
static const pgw_enum level = {labels, 2};
PGW_FAMILY(int, opt_level, level_array, opt_level_array);
static const pgw_type type_level = PGW_ENUM_TYPE("level", int, opt_level, &user_types[1], &level);
static const pgw_type type_level_array =
    PGW_ARRAY_TYPE("level[]", level_array, opt_level_array, &type_level);
typedef struct {
    pgw_opt_int4 number;
    pgw_opt_text text;
    pgw_opt_numeric_array list;
} thing;
PGW_FAMILY(thing, opt_thing, thing_array, opt_thing_array);
static const pgw_column thing_fields[] = {
    {"number", "number", &pgw_type_int4, offsetof(thing, number), PGW_READ_ONLY, true, false, ""},
    {"text", "text", &pgw_type_text, offsetof(thing, text), PGW_READ_ONLY, true, false, ""},
    {"list", "list", &pgw_type_numeric_array, offsetof(thing, list), PGW_READ_ONLY, true, false,
     ""},
};
static const pgw_type type_thing =
    PGW_COMPOSITE_TYPE("thing", thing, opt_thing, &user_types[0], thing_fields, 3);
static const pgw_type type_thing_array =
    PGW_ARRAY_TYPE("thing[]", thing_array, opt_thing_array, &type_thing);

static const pgw_type *const types[] = {
    &pgw_type_bool,
    &pgw_type_char,
    &pgw_type_int2,
    &pgw_type_int4,
    &pgw_type_int8,
    &pgw_type_text,
    &pgw_type_jsonb,
    &pgw_type_bytea,
    &pgw_type_varbit,
    &pgw_type_numeric,
    &pgw_type_inet,
    &pgw_type_cidr,
    &pgw_type_uuid,
    &pgw_type_macaddr,
    &pgw_type_timetz,
    &pgw_type_interval,
    &pgw_type_point,
    &pgw_type_box,
    &pgw_type_tid,
    &pgw_type_path,
    &pgw_type_polygon,
    &pgw_type_int4range,
    &pgw_type_numrange,
    &pgw_type_tstzrange,
    &pgw_type_int4multirange,
    &pgw_type_nummultirange,
    &pgw_type_int4_array,
    &pgw_type_text_array,
    &pgw_type_numeric_array,
    &pgw_type_path_array,
    &pgw_type_numrange_array,
    &type_level,
    &type_level_array,
    &type_thing,
    &type_thing_array,
};

/* A copy with one byte behind it, as libpq hands values over, which ends where the memory does. */
static unsigned char *exact_copy(const void *bytes, size_t size)
{
    unsigned char *copy = malloc(size + 1);
    PROMISE(copy != NULL);
    if (size)
        memcpy(copy, bytes, size);
    copy[size] = 0;
    return copy;
}

/* The value again, from what it encodes to. */
static void encode_again(const pgw_type *type, pgw_arena *arena, const void *value)
{
    max_align_t second[16] = {0};
    const decoding d = {arena, oids};
    buffer one = {arena, NULL, 0, 0, false}, two = {arena, NULL, 0, 0, false};
    const encoding first = {&one, oids}, again = {&two, oids};
    if (codec_of(type)->encode(&first, type, value)) /* a NUL in a text, an unknown label */
        return;
    size_t size = one.len;
    unsigned char *copy = exact_copy(one.data, size);
    PROMISE(codec_of(type)->decode(&d, type, copy, size, second) == NULL);
    PROMISE(codec_of(type)->encode(&again, type, second) == NULL);
    PROMISE(two.len == size && (size == 0 || memcmp(one.data, two.data, size) == 0));
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    max_align_t value[16] = {0};
    pgw_arena arena = {NULL, NULL, {NULL, NULL, NULL}};
    const decoding d = {&arena, oids};
    if (size == 0)
        return 0;
    const pgw_type *type = types[data[0] % (sizeof types / sizeof types[0])];
    PROMISE(type->size <= sizeof value);
    unsigned char *bytes = exact_copy(data + 1, size - 1);
    if (codec_of(type)->decode(&d, type, bytes, size - 1, value) == NULL)
        encode_again(type, &arena, value);
    free(bytes);
    pgw_arena_free(&arena);
    return 0;
}
