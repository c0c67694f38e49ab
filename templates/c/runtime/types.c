/* ---- Codecs ---------------------------------------------------------------------------------- */

typedef struct {
    buffer *out;
    const uint32_t *oids; /* of the database's types: each and its array */
} encoding;

typedef struct {
    pgw_arena *arena; /* for what cannot stay where it lies */
    const uint32_t *oids;
} decoding;

/* An encoder appends the value's bytes. A decoder makes the value of `size` bytes, which it may
 * change, and the one behind them, which is there; what it makes may point into them. Both return
 * NULL, or what is wrong. */
typedef const char *encoder(const encoding *e, const pgw_type *type, const void *value);
typedef const char *decoder(const decoding *d, const pgw_type *type, unsigned char *bytes,
                            size_t size, void *out);

typedef struct {
    encoder *encode;
    decoder *decode;
    bool borrows; /* the value points into the bytes it was made from */
} codec;

static const codec *codec_of(const pgw_type *type);

static const char no_memory[] = "out of memory";
static const char wrong_size[] = "a value of the wrong size";
static const char too_large[] = "a value of 1 GiB or more";

static Oid type_oid(const uint32_t *oids, const pgw_type *type)
{
    if (type->codec == PGW_CODEC_ARRAY) {
        const pgw_type *element = type->element;
        return element->user ? oids[2 * element->user->index + 1] : element->array_oid;
    }
    return type->user ? oids[2 * type->user->index] : type->oid;
}

/* Parameters and results of a domain have the type below it. */
static const pgw_type *type_plain(const pgw_type *type)
{
    while (type->codec == PGW_CODEC_DOMAIN)
        type = type->element;
    return type;
}

static const char *encode_bool(const encoding *e, const pgw_type *type, const void *value)
{
    bool b;
    (void)type;
    memcpy(&b, value, sizeof b);
    buffer_byte(e->out, b ? 1 : 0);
    return NULL;
}

static const char *decode_bool(const decoding *d, const pgw_type *type, unsigned char *bytes,
                               size_t size, void *out)
{
    (void)d, (void)type;
    if (size != 1)
        return wrong_size;
    bool b = bytes[0] != 0;
    memcpy(out, &b, sizeof b);
    return NULL;
}

/* Integers, floating point, dates and times: as many bits on the wire as in C. */

static const char *encode_int2(const encoding *e, const pgw_type *type, const void *value)
{
    uint16_t bits;
    (void)type;
    memcpy(&bits, value, sizeof bits);
    buffer_16(e->out, bits);
    return NULL;
}

static const char *decode_int2(const decoding *d, const pgw_type *type, unsigned char *bytes,
                               size_t size, void *out)
{
    (void)d, (void)type;
    if (size != 2)
        return wrong_size;
    uint16_t bits = get16(bytes);
    memcpy(out, &bits, sizeof bits);
    return NULL;
}

static const char *encode_int4(const encoding *e, const pgw_type *type, const void *value)
{
    uint32_t bits;
    (void)type;
    memcpy(&bits, value, sizeof bits);
    buffer_32(e->out, bits);
    return NULL;
}

static const char *decode_int4(const decoding *d, const pgw_type *type, unsigned char *bytes,
                               size_t size, void *out)
{
    (void)d, (void)type;
    if (size != 4)
        return wrong_size;
    uint32_t bits = get32(bytes);
    memcpy(out, &bits, sizeof bits);
    return NULL;
}

static const char *encode_int8(const encoding *e, const pgw_type *type, const void *value)
{
    uint64_t bits;
    (void)type;
    memcpy(&bits, value, sizeof bits);
    buffer_64(e->out, bits);
    return NULL;
}

static const char *decode_int8(const decoding *d, const pgw_type *type, unsigned char *bytes,
                               size_t size, void *out)
{
    (void)d, (void)type;
    if (size != 8)
        return wrong_size;
    uint64_t bits = get64(bytes);
    memcpy(out, &bits, sizeof bits);
    return NULL;
}

/* Numbers one after the other, without holes between them in the struct. */
static const char *encode_numbers(const encoding *e, const pgw_type *type, const void *value)
{
    const char *from = (const char *)value;
    for (const char *width = type->layout; *width; width++) {
        if (*width == '8')
            encode_int8(e, type, from);
        else if (*width == '4')
            encode_int4(e, type, from);
        else
            encode_int2(e, type, from);
        from += *width - '0';
    }
    return NULL;
}

static const char *decode_numbers(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                  size_t size, void *out)
{
    char *to = (char *)out;
    for (const char *width = type->layout; *width; width++) {
        size_t step = (size_t)(*width - '0');
        if (size < step)
            return wrong_size;
        if (step == 8)
            decode_int8(d, type, bytes, step, to);
        else if (step == 4)
            decode_int4(d, type, bytes, step, to);
        else
            decode_int2(d, type, bytes, step, to);
        bytes += step;
        to += step;
        size -= step;
    }
    return size ? wrong_size : NULL;
}

static const char *encode_raw(const encoding *e, const pgw_type *type, const void *value)
{
    buffer_put(e->out, value, type->size);
    return NULL;
}

static const char *decode_raw(const decoding *d, const pgw_type *type, unsigned char *bytes,
                              size_t size, void *out)
{
    (void)d;
    if (size != type->size)
        return wrong_size;
    memcpy(out, bytes, size);
    return NULL;
}

static const char *encode_text(const encoding *e, const pgw_type *type, const void *value)
{
    pgw_text text;
    (void)type;
    memcpy(&text, value, sizeof text);
    if (!text.ptr && text.len)
        return "a text with a length but without bytes";
    if (text.len > VALUE_LIMIT)
        return too_large;
    if (text.len && memchr(text.ptr, 0, text.len))
        return "the text holds a NUL byte";
    buffer_put(e->out, text.ptr, text.len);
    return NULL;
}

static const char *decode_text(const decoding *d, const pgw_type *type, unsigned char *bytes,
                               size_t size, void *out)
{
    pgw_text text = {(const char *)bytes, size};
    (void)d, (void)type;
    memcpy(out, &text, sizeof text);
    return NULL;
}

/* jsonb travels as text behind a version byte. */
static const char *encode_jsonb(const encoding *e, const pgw_type *type, const void *value)
{
    buffer_byte(e->out, 1);
    return encode_text(e, type, value);
}

static const char *decode_jsonb(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                size_t size, void *out)
{
    if (size < 1 || bytes[0] != 1)
        return "an unknown version of jsonb";
    return decode_text(d, type, bytes + 1, size - 1, out);
}

static const char *encode_bytea(const encoding *e, const pgw_type *type, const void *value)
{
    pgw_bytea bytea;
    (void)type;
    memcpy(&bytea, value, sizeof bytea);
    if (!bytea.ptr && bytea.len)
        return "bytes with a length but without a pointer";
    if (bytea.len > VALUE_LIMIT)
        return too_large;
    buffer_put(e->out, bytea.ptr, bytea.len);
    return NULL;
}

static const char *decode_bytea(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                size_t size, void *out)
{
    pgw_bytea bytea = {bytes, size};
    (void)d, (void)type;
    memcpy(out, &bytea, sizeof bytea);
    return NULL;
}

static const char *encode_bit(const encoding *e, const pgw_type *type, const void *value)
{
    pgw_bit bit;
    (void)type;
    memcpy(&bit, value, sizeof bit);
    if (!bit.bytes && bit.bits)
        return "bits with a length but without a pointer";
    if (bit.bits > INT32_MAX)
        return too_large;
    buffer_32(e->out, (uint32_t)bit.bits);
    buffer_put(e->out, bit.bytes, (bit.bits + 7) / 8);
    return NULL;
}

static const char *decode_bit(const decoding *d, const pgw_type *type, unsigned char *bytes,
                              size_t size, void *out)
{
    (void)d, (void)type;
    if (size < 4 || get_int4(bytes) < 0 || ((size_t)get32(bytes) + 7) / 8 != size - 4)
        return wrong_size;
    pgw_bit bit = {bytes + 4, get32(bytes)};
    memcpy(out, &bit, sizeof bit);
    return NULL;
}

/* The sign field of numeric, indexed by pgw_numeric_kind; a negative finite one is 0x4000. */
static const uint16_t numeric_signs[] = {0, 0xc000, 0xd000, 0xf000};

static const char *encode_numeric(const encoding *e, const pgw_type *type, const void *value)
{
    pgw_numeric n;
    (void)type;
    memcpy(&n, value, sizeof n);
    if ((unsigned)n.kind > PGW_NUMERIC_MINUS_INFINITY || (n.digit_count && !n.digits))
        return "not a number that was made properly";
    bool finite = n.kind == PGW_NUMERIC_FINITE;
    uint16_t count = finite ? n.digit_count : 0;
    buffer_16(e->out, count);
    buffer_16(e->out, (uint16_t)n.weight);
    buffer_16(e->out, finite && n.negative ? 0x4000 : numeric_signs[n.kind]);
    buffer_16(e->out, n.scale);
    for (size_t i = 0; i < count; i++) {
        if (n.digits[i] < 0 || n.digits[i] > 9999)
            return "a digit of a number that is not from 0 to 9999";
        buffer_16(e->out, (uint16_t)n.digits[i]);
    }
    return NULL;
}

static bool numeric_set_sign(pgw_numeric *n, uint16_t sign)
{
    n->negative = sign == 0x4000;
    if (sign == 0 || sign == 0x4000)
        return true;
    for (size_t i = 1; i < sizeof numeric_signs / sizeof numeric_signs[0]; i++)
        if (numeric_signs[i] == sign) {
            n->kind = (pgw_numeric_kind)i;
            return true;
        }
    return false;
}

/* Digits stay where they lie, turned to this machine's order, at an even address: when theirs is
 * odd they move down by one byte, where the head was. */
static const char *decode_numeric(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                  size_t size, void *out)
{
    pgw_numeric n;
    (void)d, (void)type;
    memset(&n, 0, sizeof n);
    if (size < 8 || size - 8 != 2 * (size_t)get16(bytes))
        return wrong_size;
    n.digit_count = get16(bytes);
    n.weight = get_int2(bytes + 2);
    n.scale = get16(bytes + 6);
    if (!numeric_set_sign(&n, get16(bytes + 4)))
        return "a number with an unknown sign";
    unsigned char *digits = bytes + 8 - ((uintptr_t)bytes & 1);
    for (size_t i = 0; i < n.digit_count; i++) {
        int16_t digit = get_int2(bytes + 8 + 2 * i);
        if (digit < 0 || digit > 9999)
            return "a digit of a number that is not from 0 to 9999";
        memcpy(digits + 2 * i, &digit, sizeof digit);
    }
    n.digits = (const int16_t *)(const void *)digits;
    memcpy(out, &n, sizeof n);
    return NULL;
}

/* Bytes of an address, and the number that stands for the family on the wire. */
static const struct {
    uint8_t size, wire;
} families[] = {
    {4, 2},
    {16, 3},
};

static const char *encode_inet(const encoding *e, const pgw_type *type, const void *value)
{
    pgw_inet inet;
    memcpy(&inet, value, sizeof inet);
    if ((unsigned)inet.family > PGW_INET6 || inet.bits > families[inet.family].size * 8)
        return "an address of an unknown family or with too many bits";
    buffer_byte(e->out, families[inet.family].wire);
    buffer_byte(e->out, inet.bits);
    buffer_byte(e->out, type->codec == PGW_CODEC_CIDR);
    buffer_byte(e->out, families[inet.family].size);
    buffer_put(e->out, inet.address, families[inet.family].size);
    return NULL;
}

static const char *decode_inet(const decoding *d, const pgw_type *type, unsigned char *bytes,
                               size_t size, void *out)
{
    pgw_inet inet;
    (void)d, (void)type;
    memset(&inet, 0, sizeof inet);
    if (size != 8 && size != 20)
        return wrong_size;
    inet.family = size == 8 ? PGW_INET4 : PGW_INET6;
    size_t length = families[inet.family].size;
    if (bytes[0] != families[inet.family].wire || bytes[3] != length || bytes[1] > length * 8)
        return "an address of an unknown family or with too many bits";
    inet.bits = bytes[1];
    memcpy(inet.address, bytes + 4, length);
    memcpy(out, &inet, sizeof inet);
    return NULL;
}

/* Points: their number, then two doubles each. Aligned ones are made in the arena. */
static const char *encode_points(const encoding *e, const pgw_point *points, size_t count)
{
    if (!points && count)
        return "points with a count but without a pointer";
    if (count > VALUE_LIMIT / sizeof *points)
        return too_large;
    buffer_32(e->out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        encode_int8(e, NULL, &points[i].x);
        encode_int8(e, NULL, &points[i].y);
    }
    return NULL;
}

static const char *decode_points(const decoding *d, unsigned char *bytes, size_t size,
                                 const pgw_point **out, size_t *count)
{
    if (size < 4 || (size - 4) / 16 != get32(bytes) || (size - 4) % 16)
        return wrong_size;
    *count = get32(bytes);
    pgw_point *points = (pgw_point *)arena_alloc_array(d->arena, *count, sizeof *points);
    if (!points)
        return no_memory;
    for (size_t i = 0; i < *count; i++) {
        decode_int8(d, NULL, bytes + 4 + 16 * i, 8, &points[i].x);
        decode_int8(d, NULL, bytes + 12 + 16 * i, 8, &points[i].y);
    }
    *out = points;
    return NULL;
}

static const char *encode_path(const encoding *e, const pgw_type *type, const void *value)
{
    pgw_path path;
    (void)type;
    memcpy(&path, value, sizeof path);
    buffer_byte(e->out, path.closed ? 1 : 0);
    return encode_points(e, path.points, path.count);
}

static const char *decode_path(const decoding *d, const pgw_type *type, unsigned char *bytes,
                               size_t size, void *out)
{
    pgw_path path;
    (void)type;
    memset(&path, 0, sizeof path);
    if (size < 1)
        return wrong_size;
    path.closed = bytes[0] != 0;
    const char *reason = decode_points(d, bytes + 1, size - 1, &path.points, &path.count);
    if (!reason)
        memcpy(out, &path, sizeof path);
    return reason;
}

static const char *encode_polygon(const encoding *e, const pgw_type *type, const void *value)
{
    pgw_polygon polygon;
    (void)type;
    memcpy(&polygon, value, sizeof polygon);
    return encode_points(e, polygon.points, polygon.count);
}

static const char *decode_polygon(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                  size_t size, void *out)
{
    pgw_polygon polygon;
    (void)type;
    memset(&polygon, 0, sizeof polygon);
    const char *reason = decode_points(d, bytes, size, &polygon.points, &polygon.count);
    if (!reason)
        memcpy(out, &polygon, sizeof polygon);
    return reason;
}

static const char *encode_enum(const encoding *e, const pgw_type *type, const void *value)
{
    int number;
    memcpy(&number, value, sizeof number);
    if (number < 1 || (size_t)number > type->enumeration->count)
        return "a value that is no label of its enum";
    buffer_string(e->out, pgw_enum_label(type->enumeration, number));
    return NULL;
}

/* A label that these bindings do not know, since it was added later, is 0. */
static const char *decode_enum(const decoding *d, const pgw_type *type, unsigned char *bytes,
                               size_t size, void *out)
{
    const pgw_enum *enumeration = type->enumeration;
    int number = 0;
    (void)d;
    for (size_t i = 0; i < enumeration->count && number == 0; i++)
        if (strlen(enumeration->labels[i]) == size &&
            memcmp(enumeration->labels[i], bytes, size) == 0)
            number = (int)i + 1;
    memcpy(out, &number, sizeof number);
    return NULL;
}

static const char *encode_domain(const encoding *e, const pgw_type *type, const void *value)
{
    const pgw_type *plain = type_plain(type);
    return codec_of(plain)->encode(e, plain, value);
}

static const char *decode_domain(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                 size_t size, void *out)
{
    const pgw_type *plain = type_plain(type);
    return codec_of(plain)->decode(d, plain, bytes, size, out);
}

/* ---- Types made of others -------------------------------------------------------------------- */

/* A value behind its length, as inside arrays, ranges and rows; NULL is an absent one. */
static const char *encode_part(const encoding *e, const pgw_type *type, const void *value)
{
    size_t length_at = e->out->len;
    buffer_32(e->out, UINT32_MAX);
    if (!value)
        return NULL;
    const char *reason = codec_of(type)->encode(e, type, value);
    size_t length = e->out->len - length_at;
    if (reason || e->out->no_memory)
        return reason;
    if (length > VALUE_LIMIT)
        return too_large;
    put32((unsigned char *)e->out->data + length_at, (uint32_t)(length - 4));
    return NULL;
}

/* The bytes of a value that are still to be read. */
typedef struct {
    unsigned char *at;
    size_t left;
} remaining;

/* Takes a value behind its length: *bytes is NULL for SQL NULL. Once it is read, the first byte of
 * the length ends the text before it. */
static const char *take_part(remaining *r, unsigned char **bytes, size_t *size)
{
    if (r->left < 4)
        return wrong_size;
    int32_t length = get_int4(r->at);
    r->at[0] = 0;
    r->at += 4;
    r->left -= 4;
    *bytes = NULL;
    *size = 0;
    if (length == -1)
        return NULL;
    if (length < 0 || (size_t)length > r->left)
        return wrong_size;
    *bytes = r->at;
    *size = (size_t)length;
    r->at += length;
    r->left -= (size_t)length;
    return NULL;
}

static bool take_32(remaining *r, uint32_t *out)
{
    if (r->left < 4)
        return false;
    *out = get32(r->at);
    r->at[0] = 0;
    r->at += 4;
    r->left -= 4;
    return true;
}

/* What is nullable starts with whether it is there. */
static const void *nullable_value(const pgw_type *type, const void *place)
{
    bool present;
    memcpy(&present, place, sizeof present);
    return present ? (const char *)place + type->opt_value : NULL;
}

/* The next value of `r` into a nullable place, which is zeroed. */
static const char *decode_nullable(const decoding *d, const pgw_type *type, remaining *r,
                                   char *place)
{
    unsigned char *bytes;
    size_t size;
    const char *reason = take_part(r, &bytes, &size);
    if (reason || !bytes)
        return reason;
    bool present = true;
    memcpy(place, &present, sizeof present);
    return codec_of(type)->decode(d, type, bytes, size, place + type->opt_value);
}

/* What every array struct looks like. */
typedef struct {
    const void *items;
    size_t count;
    const pgw_dimensions *dimensions;
} any_array;

/* The product of the dimensions' sizes; false when they are none, or more than there can be. */
static bool dimensions_count(const pgw_dimensions *dimensions, size_t *out)
{
    size_t count = 1;
    if (dimensions->count < 1 || dimensions->count > PGW_MAX_DIMENSIONS)
        return false;
    for (int32_t i = 0; i < dimensions->count; i++) {
        if (dimensions->at[i].size < 1 || count > VALUE_LIMIT / (size_t)dimensions->at[i].size)
            return false;
        count *= (size_t)dimensions->at[i].size;
    }
    *out = count;
    return true;
}

static const char *encode_array_head(const encoding *e, const pgw_type *element,
                                     const any_array *array)
{
    pgw_dimensions one;
    const pgw_dimensions *dimensions = array->dimensions;
    size_t count;
    if (!array->items && array->count)
        return "an array with a count but without elements";
    if (array->count > VALUE_LIMIT)
        return too_large;
    memset(&one, 0, sizeof one);
    one.count = array->count ? 1 : 0;
    one.at[0].size = (int32_t)array->count;
    one.at[0].lower = 1;
    if (!dimensions || !array->count)
        dimensions = &one;
    else if (!dimensions_count(dimensions, &count) || count != array->count)
        return "an array whose dimensions do not fit its count";
    buffer_32(e->out, (uint32_t)dimensions->count);
    buffer_32(e->out, 0); /* the server finds out itself whether there are NULLs */
    buffer_32(e->out, type_oid(e->oids, element));
    for (int32_t i = 0; i < dimensions->count; i++) {
        buffer_32(e->out, (uint32_t)dimensions->at[i].size);
        buffer_32(e->out, (uint32_t)dimensions->at[i].lower);
    }
    return NULL;
}

static const char *encode_array(const encoding *e, const pgw_type *type, const void *value)
{
    any_array array;
    const pgw_type *element = type->element;
    memcpy(&array, value, sizeof array);
    size_t start = e->out->len;
    const char *reason = encode_array_head(e, element, &array);
    for (size_t i = 0; i < array.count && !reason && !e->out->no_memory; i++) {
        const char *item = (const char *)array.items + i * element->opt_size;
        reason = encode_part(e, element, nullable_value(element, item));
        if (e->out->len - start > VALUE_LIMIT)
            reason = too_large;
    }
    return reason;
}

/* Dimensions other than one from 1 are kept. */
static const char *decode_dimensions(const decoding *d, remaining *r, uint32_t count,
                                     any_array *array)
{
    pgw_dimensions all;
    memset(&all, 0, sizeof all);
    if (count > PGW_MAX_DIMENSIONS)
        return "an array of too many dimensions";
    all.count = (int32_t)count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t size, lower;
        if (!take_32(r, &size) || !take_32(r, &lower))
            return wrong_size;
        all.at[i].size = (int32_t)size;
        all.at[i].lower = (int32_t)lower;
    }
    if (count == 0)
        return NULL;
    if (!dimensions_count(&all, &array->count))
        return wrong_size;
    if (count == 1 && all.at[0].lower == 1)
        return NULL;
    pgw_dimensions *kept = (pgw_dimensions *)pgw_arena_alloc(d->arena, sizeof all, sizeof(int32_t));
    if (!kept)
        return no_memory;
    *kept = all;
    array->dimensions = kept;
    return NULL;
}

/* The head of an array: what follows it in `r` are as many elements as the array counts. */
static const char *decode_array_head(const decoding *d, const pgw_type *element, remaining *r,
                                     any_array *array)
{
    uint32_t dimensions, flags, oid;
    if (!take_32(r, &dimensions) || !take_32(r, &flags) || !take_32(r, &oid))
        return wrong_size;
    if (flags > 1)
        return "an array with an unknown head";
    if (oid != type_oid(d->oids, element))
        return "an array with elements of another type";
    const char *reason = decode_dimensions(d, r, dimensions, array);
    if (!reason && array->count > r->left / 4) /* four bytes at least for each */
        return wrong_size;
    return reason;
}

static const char *decode_array(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                size_t size, void *out)
{
    const pgw_type *element = type->element;
    any_array array = {NULL, 0, NULL};
    remaining r = {bytes, size};
    const char *reason = decode_array_head(d, element, &r, &array);
    if (reason)
        return reason;
    if (array.count) {
        char *items = (char *)arena_alloc_array(d->arena, array.count, element->opt_size);
        if (!items)
            return no_memory;
        memset(items, 0, array.count * element->opt_size);
        for (size_t i = 0; i < array.count && !reason; i++)
            reason = decode_nullable(d, element, &r, items + i * element->opt_size);
        array.items = items;
    }
    if (reason || r.left)
        return reason ? reason : wrong_size;
    memcpy(out, &array, sizeof array);
    return NULL;
}

/* How every range struct starts, and the flags of a range on the wire. */
typedef struct {
    bool empty;
    pgw_bound lower, upper;
} range_head;

enum {
    RANGE_EMPTY = 0x01,
    RANGE_LOWER_INCLUSIVE = 0x02,
    RANGE_UPPER_INCLUSIVE = 0x04,
    RANGE_LOWER_INFINITE = 0x08,
    RANGE_UPPER_INFINITE = 0x10
};

static unsigned range_flags(const range_head *head)
{
    if (head->empty)
        return RANGE_EMPTY;
    unsigned flags = 0;
    if (head->lower != PGW_EXCLUSIVE)
        flags |= head->lower == PGW_INCLUSIVE ? RANGE_LOWER_INCLUSIVE : RANGE_LOWER_INFINITE;
    if (head->upper != PGW_EXCLUSIVE)
        flags |= head->upper == PGW_INCLUSIVE ? RANGE_UPPER_INCLUSIVE : RANGE_UPPER_INFINITE;
    return flags;
}

static const char *encode_range(const encoding *e, const pgw_type *type, const void *value)
{
    range_head head;
    memcpy(&head, value, sizeof head);
    if ((unsigned)head.lower > PGW_EXCLUSIVE || (unsigned)head.upper > PGW_EXCLUSIVE)
        return "a range with an unknown kind of bound";
    const char *reason = NULL;
    buffer_byte(e->out, range_flags(&head));
    if (!head.empty && head.lower != PGW_INFINITE)
        reason = encode_part(e, type->element, (const char *)value + type->lower);
    if (!head.empty && head.upper != PGW_INFINITE && !reason)
        reason = encode_part(e, type->element, (const char *)value + type->upper);
    return reason;
}

static const char *decode_bound(const decoding *d, const pgw_type *type, remaining *r, char *place)
{
    unsigned char *bytes;
    size_t size;
    const char *reason = take_part(r, &bytes, &size);
    if (reason)
        return reason;
    return bytes ? codec_of(type)->decode(d, type, bytes, size, place) : "a bound that is NULL";
}

static const char *decode_range(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                size_t size, void *out)
{
    range_head head;
    const char *reason = NULL;
    if (size < 1)
        return wrong_size;
    unsigned flags = bytes[0];
    remaining r = {bytes + 1, size - 1};
    memset(&head, 0, sizeof head);
    head.empty = (flags & RANGE_EMPTY) != 0;
    if (!head.empty && !(flags & RANGE_LOWER_INFINITE)) {
        head.lower = flags & RANGE_LOWER_INCLUSIVE ? PGW_INCLUSIVE : PGW_EXCLUSIVE;
        reason = decode_bound(d, type->element, &r, (char *)out + type->lower);
    }
    if (!head.empty && !(flags & RANGE_UPPER_INFINITE) && !reason) {
        head.upper = flags & RANGE_UPPER_INCLUSIVE ? PGW_INCLUSIVE : PGW_EXCLUSIVE;
        reason = decode_bound(d, type->element, &r, (char *)out + type->upper);
    }
    if (reason || r.left)
        return reason ? reason : wrong_size;
    memcpy(out, &head, sizeof head);
    return NULL;
}

/* What every multirange struct looks like. */
typedef struct {
    const void *items;
    size_t count;
} any_multirange;

static const char *encode_multirange(const encoding *e, const pgw_type *type, const void *value)
{
    any_multirange multirange;
    const char *reason = NULL;
    memcpy(&multirange, value, sizeof multirange);
    if ((!multirange.items && multirange.count) || multirange.count > VALUE_LIMIT)
        return "a multirange with a count but without ranges";
    buffer_32(e->out, (uint32_t)multirange.count);
    for (size_t i = 0; i < multirange.count && !reason && !e->out->no_memory; i++)
        reason =
            encode_part(e, type->element, (const char *)multirange.items + i * type->element->size);
    return reason;
}

static const char *decode_multirange(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                     size_t size, void *out)
{
    any_multirange multirange = {NULL, 0};
    remaining r = {bytes, size};
    uint32_t count;
    const pgw_type *range = type->element;
    if (!take_32(&r, &count) || count > r.left / 5) /* a length and flags at least for each */
        return wrong_size;
    char *items = (char *)arena_alloc_array(d->arena, count, range->size);
    if (!items)
        return no_memory;
    memset(items, 0, count * range->size);
    const char *reason = NULL;
    for (uint32_t i = 0; i < count && !reason; i++)
        reason = decode_bound(d, range, &r, items + i * range->size);
    if (reason || r.left)
        return reason ? reason : wrong_size;
    multirange.items = count ? items : NULL;
    multirange.count = count;
    memcpy(out, &multirange, sizeof multirange);
    return NULL;
}

/* Where a column's value is, NULL for SQL NULL. */
static const void *column_value(const pgw_column *column, const void *row)
{
    const char *place = (const char *)row + column->offset;
    return column->nullable ? nullable_value(column->type, place) : place;
}

static const char *encode_composite(const encoding *e, const pgw_type *type, const void *value)
{
    const char *reason = NULL;
    buffer_32(e->out, (uint32_t)type->field_count);
    for (size_t i = 0; i < type->field_count && !reason; i++) {
        const pgw_column *field = &type->fields[i];
        buffer_32(e->out, type_oid(e->oids, field->type));
        reason = encode_part(e, field->type, column_value(field, value));
    }
    return reason;
}

/* Fields are always nullable. */
static const char *decode_composite(const decoding *d, const pgw_type *type, unsigned char *bytes,
                                    size_t size, void *out)
{
    remaining r = {bytes, size};
    uint32_t count, oid;
    const char *reason = NULL;
    if (!take_32(&r, &count) || count != type->field_count)
        return "a row with another number of fields";
    memset(out, 0, type->size);
    for (size_t i = 0; i < type->field_count && !reason; i++) {
        const pgw_column *field = &type->fields[i];
        if (!take_32(&r, &oid))
            return wrong_size;
        if (oid != type_oid(d->oids, field->type))
            return "a row with a field of another type";
        reason = decode_nullable(d, field->type, &r, (char *)out + field->offset);
    }
    return reason || !r.left ? reason : wrong_size;
}

/* In the order of the enum pgw_codec. */
static const codec codecs[] = {
    {encode_bool, decode_bool, false},            /* PGW_CODEC_BOOL */
    {encode_int2, decode_int2, false},            /* PGW_CODEC_INT2 */
    {encode_int4, decode_int4, false},            /* PGW_CODEC_INT4 */
    {encode_int8, decode_int8, false},            /* PGW_CODEC_INT8 */
    {encode_numbers, decode_numbers, false},      /* PGW_CODEC_NUMBERS */
    {encode_raw, decode_raw, false},              /* PGW_CODEC_RAW */
    {encode_text, decode_text, true},             /* PGW_CODEC_TEXT */
    {encode_jsonb, decode_jsonb, true},           /* PGW_CODEC_JSONB */
    {encode_text, decode_text, true},             /* PGW_CODEC_OTHER */
    {encode_bytea, decode_bytea, true},           /* PGW_CODEC_BYTEA */
    {encode_bit, decode_bit, true},               /* PGW_CODEC_BIT */
    {encode_numeric, decode_numeric, true},       /* PGW_CODEC_NUMERIC */
    {encode_inet, decode_inet, false},            /* PGW_CODEC_INET */
    {encode_inet, decode_inet, false},            /* PGW_CODEC_CIDR */
    {encode_path, decode_path, false},            /* PGW_CODEC_PATH */
    {encode_polygon, decode_polygon, false},      /* PGW_CODEC_POLYGON */
    {encode_enum, decode_enum, false},            /* PGW_CODEC_ENUM */
    {encode_domain, decode_domain, true},         /* PGW_CODEC_DOMAIN */
    {encode_range, decode_range, true},           /* PGW_CODEC_RANGE */
    {encode_multirange, decode_multirange, true}, /* PGW_CODEC_MULTIRANGE */
    {encode_composite, decode_composite, true},   /* PGW_CODEC_COMPOSITE */
    {encode_array, decode_array, true},           /* PGW_CODEC_ARRAY */
};

static const codec *codec_of(const pgw_type *type)
{
    return &codecs[type->codec];
}

/* ---- The built-in types ---------------------------------------------------------------------- */

/* A type and its array: name in PostgreSQL, oids, family in C, and how it travels. */
#define TYPE(symbol, oid, array_oid, T, family, codec, layout)                                     \
    const pgw_type pgw_type_##symbol = {                                                           \
        #symbol, codec, oid,  array_oid, PGW_SIZES(T, pgw_opt_##family), NULL, NULL, NULL, layout, \
        0,       0,     NULL, 0};                                                                  \
    const pgw_type pgw_type_##symbol##_array = PGW_ARRAY_TYPE(                                     \
        #symbol "[]", pgw_##family##_array, pgw_opt_##family##_array, &pgw_type_##symbol)

#define RANGE(symbol, oid, array_oid, multirange, multirange_oid, multirange_array_oid, family,    \
              subtype)                                                                             \
    const pgw_type pgw_type_##symbol = {#symbol,                                                   \
                                        PGW_CODEC_RANGE,                                           \
                                        oid,                                                       \
                                        array_oid,                                                 \
                                        PGW_SIZES(pgw_##family##_range, pgw_opt_##family##_range), \
                                        &pgw_type_##subtype,                                       \
                                        NULL,                                                      \
                                        NULL,                                                      \
                                        NULL,                                                      \
                                        offsetof(pgw_##family##_range, lower),                     \
                                        offsetof(pgw_##family##_range, upper),                     \
                                        NULL,                                                      \
                                        0};                                                        \
    const pgw_type pgw_type_##symbol##_array =                                                     \
        PGW_ARRAY_TYPE(#symbol "[]", pgw_##family##_range_array, pgw_opt_##family##_range_array,   \
                       &pgw_type_##symbol);                                                        \
    const pgw_type pgw_type_##multirange = {                                                       \
        #multirange,                                                                               \
        PGW_CODEC_MULTIRANGE,                                                                      \
        multirange_oid,                                                                            \
        multirange_array_oid,                                                                      \
        PGW_SIZES(pgw_##family##_multirange, pgw_opt_##family##_multirange),                       \
        &pgw_type_##symbol,                                                                        \
        NULL,                                                                                      \
        NULL,                                                                                      \
        NULL,                                                                                      \
        0,                                                                                         \
        0,                                                                                         \
        NULL,                                                                                      \
        0};                                                                                        \
    const pgw_type pgw_type_##multirange##_array =                                                 \
        PGW_ARRAY_TYPE(#multirange "[]", pgw_##family##_multirange_array,                          \
                       pgw_opt_##family##_multirange_array, &pgw_type_##multirange)

TYPE(bool, 16, 1000, bool, bool, PGW_CODEC_BOOL, NULL);
TYPE(char, 18, 1002, char, char, PGW_CODEC_RAW, NULL);
TYPE(int2, 21, 1005, int16_t, int2, PGW_CODEC_INT2, NULL);
TYPE(int4, 23, 1007, int32_t, int4, PGW_CODEC_INT4, NULL);
TYPE(int8, 20, 1016, int64_t, int8, PGW_CODEC_INT8, NULL);
TYPE(float4, 700, 1021, float, float4, PGW_CODEC_INT4, NULL);
TYPE(float8, 701, 1022, double, float8, PGW_CODEC_INT8, NULL);
TYPE(oid, 26, 1028, uint32_t, oid, PGW_CODEC_INT4, NULL);
TYPE(xid, 28, 1011, uint32_t, oid, PGW_CODEC_INT4, NULL);
TYPE(cid, 29, 1012, uint32_t, oid, PGW_CODEC_INT4, NULL);
TYPE(xid8, 5069, 271, uint64_t, uint8, PGW_CODEC_INT8, NULL);
TYPE(pg_lsn, 3220, 3221, uint64_t, uint8, PGW_CODEC_INT8, NULL);
TYPE(numeric, 1700, 1231, pgw_numeric, numeric, PGW_CODEC_NUMERIC, NULL);
TYPE(text, 25, 1009, pgw_text, text, PGW_CODEC_TEXT, NULL);
TYPE(varchar, 1043, 1015, pgw_text, text, PGW_CODEC_TEXT, NULL);
TYPE(bpchar, 1042, 1014, pgw_text, text, PGW_CODEC_TEXT, NULL);
TYPE(name, 19, 1003, pgw_text, text, PGW_CODEC_TEXT, NULL);
TYPE(json, 114, 199, pgw_text, text, PGW_CODEC_TEXT, NULL);
TYPE(jsonb, 3802, 3807, pgw_text, text, PGW_CODEC_JSONB, NULL);
TYPE(bytea, 17, 1001, pgw_bytea, bytea, PGW_CODEC_BYTEA, NULL);
TYPE(uuid, 2950, 2951, pgw_uuid, uuid, PGW_CODEC_RAW, NULL);
TYPE(date, 1082, 1182, pgw_date, date, PGW_CODEC_INT4, NULL);
TYPE(time, 1083, 1183, pgw_time, time, PGW_CODEC_INT8, NULL);
TYPE(timetz, 1266, 1270, pgw_timetz, timetz, PGW_CODEC_NUMBERS, "84");
TYPE(timestamp, 1114, 1115, pgw_timestamp, timestamp, PGW_CODEC_INT8, NULL);
TYPE(timestamptz, 1184, 1185, pgw_timestamp, timestamp, PGW_CODEC_INT8, NULL);
TYPE(interval, 1186, 1187, pgw_interval, interval, PGW_CODEC_NUMBERS, "844");
TYPE(money, 790, 791, pgw_money, money, PGW_CODEC_INT8, NULL);
TYPE(inet, 869, 1041, pgw_inet, inet, PGW_CODEC_INET, NULL);
TYPE(cidr, 650, 651, pgw_inet, inet, PGW_CODEC_CIDR, NULL);
TYPE(macaddr, 829, 1040, pgw_macaddr, macaddr, PGW_CODEC_RAW, NULL);
TYPE(macaddr8, 774, 775, pgw_macaddr8, macaddr8, PGW_CODEC_RAW, NULL);
TYPE(bit, 1560, 1561, pgw_bit, bit, PGW_CODEC_BIT, NULL);
TYPE(varbit, 1562, 1563, pgw_bit, bit, PGW_CODEC_BIT, NULL);
TYPE(point, 600, 1017, pgw_point, point, PGW_CODEC_NUMBERS, "88");
TYPE(line, 628, 629, pgw_line, line, PGW_CODEC_NUMBERS, "888");
TYPE(lseg, 601, 1018, pgw_lseg, lseg, PGW_CODEC_NUMBERS, "8888");
TYPE(box, 603, 1020, pgw_box, box, PGW_CODEC_NUMBERS, "8888");
TYPE(circle, 718, 719, pgw_circle, circle, PGW_CODEC_NUMBERS, "888");
TYPE(path, 602, 1019, pgw_path, path, PGW_CODEC_PATH, NULL);
TYPE(polygon, 604, 1027, pgw_polygon, polygon, PGW_CODEC_POLYGON, NULL);
TYPE(tid, 27, 1010, pgw_tid, tid, PGW_CODEC_NUMBERS, "42");
RANGE(int4range, 3904, 3905, int4multirange, 4451, 6150, int4, int4);
RANGE(int8range, 3926, 3927, int8multirange, 4536, 6157, int8, int8);
RANGE(numrange, 3906, 3907, nummultirange, 4532, 6151, numeric, numeric);
RANGE(daterange, 3912, 3913, datemultirange, 4535, 6155, date, date);
RANGE(tsrange, 3908, 3909, tsmultirange, 4533, 6152, timestamp, timestamp);
RANGE(tstzrange, 3910, 3911, tstzmultirange, 4534, 6153, timestamp, timestamptz);

const pgw_type pgw_type_other = {"text",
                                 PGW_CODEC_OTHER,
                                 0,
                                 0,
                                 PGW_SIZES(pgw_text, pgw_opt_text),
                                 NULL,
                                 NULL,
                                 NULL,
                                 NULL,
                                 0,
                                 0,
                                 NULL,
                                 0};
