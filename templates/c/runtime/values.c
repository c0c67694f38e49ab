/* ---- Values ---------------------------------------------------------------------------------- */

const char *pgw_enum_label(const pgw_enum *enumeration, int value)
{
    if (value < 1 || (size_t)value > enumeration->count)
        return "";
    return enumeration->labels[value - 1];
}

int pgw_enum_value(const pgw_enum *enumeration, const char *label)
{
    for (size_t i = 0; i < enumeration->count; i++)
        if (strcmp(enumeration->labels[i], label) == 0)
            return (int)i + 1;
    return 0;
}

pgw_text pgw_text_of(const char *string)
{
    pgw_text text = {string, string ? strlen(string) : 0};
    return text;
}

pgw_opt_text pgw_opt_text_of(const char *string)
{
    pgw_opt_text text;
    memset(&text, 0, sizeof text);
    text.present = string != NULL;
    text.value = pgw_text_of(string);
    return text;
}

bool pgw_text_equal(pgw_text a, pgw_text b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Where *_to_string functions write: it counts on when the room is used up. */
typedef struct {
    char *out;
    size_t size, len;
} printer;

static void print_char(printer *p, char c)
{
    if (p->len + 1 < p->size)
        p->out[p->len] = c;
    p->len++;
}

static void print_string(printer *p, const char *string)
{
    while (*string)
        print_char(p, *string++);
}

static void print_number(printer *p, int64_t number, int width)
{
    char text[32];
    snprintf(text, sizeof text, "%0*lld", width, (long long)number);
    print_string(p, text);
}

static size_t print_end(printer *p)
{
    if (p->size)
        p->out[p->len < p->size ? p->len : p->size - 1] = '\0';
    return p->len;
}

static const char hex_digits[] = "0123456789abcdef";

size_t pgw_uuid_to_string(const pgw_uuid *uuid, char *out, size_t size)
{
    printer p = {out, size, 0};
    for (size_t i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            print_char(&p, '-');
        print_char(&p, hex_digits[uuid->bytes[i] >> 4]);
        print_char(&p, hex_digits[uuid->bytes[i] & 15]);
    }
    return print_end(&p);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool pgw_uuid_from_string(const char *string, pgw_uuid *out)
{
    pgw_uuid uuid;
    bool hyphens = strlen(string) == 36;
    for (size_t i = 0; i < 16; i++) {
        if (hyphens && (i == 4 || i == 6 || i == 8 || i == 10) && *string++ != '-')
            return false;
        int high = hex_value(string[0]);
        int low = high < 0 ? -1 : hex_value(string[1]);
        if (low < 0)
            return false;
        uuid.bytes[i] = (uint8_t)(high << 4 | low);
        string += 2;
    }
    if (*string)
        return false;
    *out = uuid;
    return true;
}

static size_t print_inet(const pgw_inet *inet, bool always, char *out, size_t size)
{
    char text[INET6_ADDRSTRLEN] = "";
    printer p = {out, size, 0};
    bool six = inet->family == PGW_INET6;
    if (inet_ntop(six ? AF_INET6 : AF_INET, inet->address, text, sizeof text))
        print_string(&p, text);
    if (always || inet->bits != (six ? 128 : 32)) {
        print_char(&p, '/');
        print_number(&p, inet->bits, 1);
    }
    return print_end(&p);
}

size_t pgw_inet_to_string(const pgw_inet *inet, char *out, size_t size)
{
    return print_inet(inet, false, out, size);
}

size_t pgw_cidr_to_string(const pgw_inet *inet, char *out, size_t size)
{
    return print_inet(inet, true, out, size);
}

/* Two hexadecimal digits for each byte. */
static void print_bytes(printer *p, const uint8_t *bytes, size_t count, const char *between)
{
    for (size_t i = 0; i < count; i++) {
        print_string(p, i ? between : "");
        print_char(p, hex_digits[bytes[i] >> 4]);
        print_char(p, hex_digits[bytes[i] & 15]);
    }
}

size_t pgw_macaddr_to_string(const pgw_macaddr *mac, char *out, size_t size)
{
    printer p = {out, size, 0};
    print_bytes(&p, mac->bytes, sizeof mac->bytes, ":");
    return print_end(&p);
}

size_t pgw_macaddr8_to_string(const pgw_macaddr8 *mac, char *out, size_t size)
{
    printer p = {out, size, 0};
    print_bytes(&p, mac->bytes, sizeof mac->bytes, ":");
    return print_end(&p);
}

size_t pgw_bytea_to_string(const pgw_bytea *bytea, char *out, size_t size)
{
    printer p = {out, size, 0};
    print_string(&p, "\\x");
    print_bytes(&p, bytea->ptr, bytea->len, "");
    return print_end(&p);
}

size_t pgw_bit_to_string(const pgw_bit *bit, char *out, size_t size)
{
    printer p = {out, size, 0};
    for (size_t i = 0; i < bit->bits; i++)
        print_char(&p, bit->bytes[i / 8] & (128 >> i % 8) ? '1' : '0');
    return print_end(&p);
}

size_t pgw_lsn_to_string(uint64_t lsn, char *out, size_t size)
{
    char text[24];
    printer p = {out, size, 0};
    snprintf(text, sizeof text, "%lX/%lX", (unsigned long)(lsn >> 32),
             (unsigned long)(lsn & 0xffffffff));
    print_string(&p, text);
    return print_end(&p);
}

bool pgw_inet_from_string(const char *string, pgw_inet *out)
{
    char address[INET6_ADDRSTRLEN];
    pgw_inet inet;
    memset(&inet, 0, sizeof inet);
    size_t length = strcspn(string, "/");
    if (length >= sizeof address)
        return false;
    memcpy(address, string, length);
    address[length] = '\0';
    inet.family = strchr(address, ':') ? PGW_INET6 : PGW_INET4;
    int limit = inet.family == PGW_INET6 ? 128 : 32, bits = limit;
    if (inet_pton(inet.family == PGW_INET6 ? AF_INET6 : AF_INET, address, inet.address) != 1)
        return false;
    if (string[length] == '/') {
        const char *digits = string + length + 1;
        bits = 0;
        do {
            if (*digits < '0' || *digits > '9' || (bits = bits * 10 + (*digits - '0')) > limit)
                return false;
        } while (*++digits);
    }
    inet.bits = (uint8_t)bits;
    *out = inet;
    return true;
}

/* ---- Decimals -------------------------------------------------------------------------------- */

/* The decimal digit that stands for 10 ** position. */
static int numeric_digit(const pgw_numeric *n, long position)
{
    static const int powers[] = {1, 10, 100, 1000};
    long group = position >= 0 ? position / 4 : -((3 - position) / 4);
    long index = n->weight - group;
    if (index < 0 || index >= n->digit_count)
        return 0;
    return n->digits[index] / powers[position - group * 4] % 10;
}

size_t pgw_numeric_to_string(const pgw_numeric *numeric, char *out, size_t size)
{
    static const char *const names[] = {"", "NaN", "Infinity", "-Infinity"};
    printer p = {out, size, 0};
    if (numeric->kind != PGW_NUMERIC_FINITE) {
        print_string(&p, names[numeric->kind]);
        return print_end(&p);
    }
    if (numeric->negative)
        print_char(&p, '-');
    long first = numeric->weight < 0 ? 0 : numeric->weight * 4L + 3;
    while (first > 0 && numeric_digit(numeric, first) == 0)
        first--;
    for (long position = first; position >= -(long)numeric->scale; position--) {
        if (position == -1)
            print_char(&p, '.');
        print_char(&p, (char)('0' + numeric_digit(numeric, position)));
    }
    return print_end(&p);
}

/* A number's text taken apart: digits, of which `decimals` stand behind the point. */
typedef struct {
    const char *text;
    bool negative;
    size_t digits;
    long decimals;
} decimal_text;

static bool scan_exponent(const char *at, long *out)
{
    bool negative = *at == '-';
    long value = 0;
    if (*at == '-' || *at == '+')
        at++;
    if (!*at)
        return false;
    for (; *at; at++) {
        if (*at < '0' || *at > '9' || value > 200000)
            return false;
        value = value * 10 + (*at - '0');
    }
    *out = negative ? -value : value;
    return true;
}

static bool scan_decimal(const char *string, decimal_text *out)
{
    bool point = false;
    long exponent = 0;
    memset(out, 0, sizeof *out);
    out->negative = *string == '-';
    if (*string == '-' || *string == '+')
        string++;
    out->text = string;
    for (; (*string >= '0' && *string <= '9') || (*string == '.' && !point); string++) {
        if (*string == '.')
            point = true;
        else {
            out->digits++;
            out->decimals += point;
        }
        if (out->digits > 200000)
            return false;
    }
    if (*string == 'e' || *string == 'E') {
        if (!scan_exponent(string + 1, &exponent))
            return false;
    } else if (*string) {
        return false;
    }
    out->decimals -= exponent;
    return out->digits > 0;
}

/* Cuts groups of zeros off both ends, as the server holds numbers. */
static void numeric_trim(pgw_numeric *n)
{
    while (n->digit_count && n->digits[n->digit_count - 1] == 0)
        n->digit_count--;
    while (n->digit_count && n->digits[0] == 0) {
        n->digits++;
        n->digit_count--;
        n->weight--;
    }
    if (n->digit_count == 0) {
        n->weight = 0;
        n->negative = false;
    }
}

static pgw_status numeric_build(pgw_arena *arena, const decimal_text *from, pgw_numeric *out)
{
    /* The point stands between groups: the lowest group holds the positions from low * 4. */
    long low = from->decimals > 0 ? -((from->decimals + 3) / 4) : -from->decimals / 4;
    long top = (long)from->digits - from->decimals - 1;
    long high = top >= 0 ? top / 4 : -((3 - top) / 4);
    if (high < low)
        high = low;
    if (from->decimals > 16383 || high > 32767 || high < -32768)
        return PGW_INVALID;
    size_t count = (size_t)(high - low + 1);
    int16_t *digits = (int16_t *)arena_alloc_array(arena, count, sizeof(int16_t));
    if (!digits)
        return PGW_NO_MEMORY;
    memset(digits, 0, count * sizeof *digits);
    static const int powers[] = {1, 10, 100, 1000};
    long position = top;
    for (const char *c = from->text; position >= -from->decimals; c++) {
        if (*c == '.')
            continue;
        long group = position >= 0 ? position / 4 : -((3 - position) / 4);
        digits[high - group] =
            (int16_t)(digits[high - group] + (*c - '0') * powers[position - group * 4]);
        position--;
    }
    memset(out, 0, sizeof *out);
    out->negative = from->negative;
    out->weight = (int16_t)high;
    out->scale = (uint16_t)(from->decimals > 0 ? from->decimals : 0);
    out->digits = digits;
    out->digit_count = (uint16_t)count;
    numeric_trim(out);
    return PGW_OK;
}

pgw_status pgw_numeric_from_string(pgw_arena *arena, const char *string, pgw_numeric *out)
{
    static const struct {
        const char *name;
        pgw_numeric_kind kind;
    } names[] = {
        {"NaN", PGW_NUMERIC_NAN},
        {"Infinity", PGW_NUMERIC_INFINITY},
        {"-Infinity", PGW_NUMERIC_MINUS_INFINITY},
    };
    decimal_text text;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(string, names[i].name) == 0) {
            memset(out, 0, sizeof *out);
            out->kind = names[i].kind;
            return PGW_OK;
        }
    return scan_decimal(string, &text) ? numeric_build(arena, &text, out) : PGW_INVALID;
}

pgw_status pgw_numeric_from_int64(pgw_arena *arena, int64_t value, unsigned scale, pgw_numeric *out)
{
    char text[48];
    if (scale > 16383)
        return PGW_INVALID;
    snprintf(text, sizeof text, "%llde-%u", (long long)value, scale);
    return pgw_numeric_from_string(arena, text, out);
}

/* acc * 10 - digit without overflow: numbers are built on the negative side, which reaches further.
 */
static bool push_digit(int64_t *acc, int digit)
{
    if (*acc < INT64_MIN / 10 || (*acc == INT64_MIN / 10 && digit > -(INT64_MIN % 10)))
        return false;
    *acc = *acc * 10 - digit;
    return true;
}

bool pgw_numeric_to_int64(const pgw_numeric *numeric, unsigned scale, int64_t *out)
{
    int64_t acc = 0;
    if (numeric->kind != PGW_NUMERIC_FINITE || scale > 16383)
        return false;
    long low = (numeric->weight - (long)numeric->digit_count + 1) * 4;
    for (long at = numeric->weight < 0 ? 0 : numeric->weight * 4L + 3; at >= -(long)scale; at--)
        if (!push_digit(&acc, numeric_digit(numeric, at)))
            return false;
    for (long at = -(long)scale - 1; at >= low; at--)
        if (numeric_digit(numeric, at) != 0)
            return false;
    if (!numeric->negative && acc == INT64_MIN)
        return false;
    *out = numeric->negative ? acc : -acc;
    return true;
}
