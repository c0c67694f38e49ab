/* Every type goes from the server through its C value and back: what comes back must be printed by
 * the server as what it sent. The values are random and extreme ones, made by the server; they
 * travel as an array of a composite type with one field, so that arrays and composite types are
 * tested along with every type. PGW_PROPERTY_COUNT says how many of each (2,000). The runtime and
 * the generated code are included, so that their inside is seen. */
#include "pgw_runtime.c"
#include "samples.c"

#include <setjmp.h>

#include <cmocka.h>

static PGconn *conn;
static pgw_session session;
static long wanted = 2000;

/* Texts for the expressions below: 64 and 32 random bits, a random text. */
#define BITS64 "('x' || left(md5(random()::text), 16))::bit(64)::int8"
#define BITS32 "('x' || left(md5(random()::text), 8))::bit(32)::int4"
#define TEXT                                                                                       \
    "CASE (random() * 4)::int WHEN 0 THEN '' WHEN 1 THEN md5(random()::text)"                      \
    " WHEN 2 THEN repeat(chr(1 + (random() * 55000)::int), (random() * 9)::int)"                   \
    " ELSE 'a\"b,{}\\()NULL' || chr(128512 + (random() * 50)::int) END"
#define DECIMAL                                                                                    \
    "(" BITS64 ")::numeric * power(10::numeric, (random() * 80 - 40)::int)"                        \
    " + ((random() * 9)::int::text || '.' || repeat('0', (random() * 6)::int))::numeric"
#define MOMENT "timestamp '2000-01-01' + make_interval(secs => (random() * 9e12 - 2e11)::float8)"
#define DAY    "date '2000-01-01' + (random() * 7000000 - 2000000)::int"
#define NUMBER "((random() - 0.5) * power(10::float8, random() * 600 - 300))"
#define POINT  "point(" NUMBER ", " NUMBER ")"
#define HOST                                                                                       \
    "(CASE WHEN random() < 0.5 THEN format('%s.%s.%s.%s/%s', (random() * 255)::int,"               \
    " (random() * 255)::int, (random() * 255)::int, (random() * 255)::int, (random() * 32)::int)"  \
    " ELSE regexp_replace(md5(random()::text), '(....)(?!$)', '\\1:', 'g') || '/' ||"              \
    " (random() * 128)::int END)::inet"
#define BOUNDS "('{[],[),(],()}'::text[])[1 + (random() * 3)::int]"
#define OF(range, low, high)                                                                       \
    "(SELECT CASE (random() * 9)::int WHEN 0 THEN 'empty'::" range " WHEN 1 THEN " range           \
    "(NULL, b, " BOUNDS ") WHEN 2 THEN " range "(a, NULL, " BOUNDS ") ELSE " range                 \
    "(least(a, b), greatest(a, b), '[]') END FROM (SELECT " low " AS a, " high                     \
    " AS b WHERE i > 0) z)"
#define SMALL "(random() * 1000000)::int"
#define MULTI(multirange, range, step)                                                             \
    "(SELECT coalesce(range_agg(" range "(a, a + k)), '{}') FROM (SELECT " step " AS a, k FROM"    \
    " generate_series(1, (random() * 4)::int) k WHERE i > 0) z)"

static const struct {
    const pgw_type *type;
    const char *sql;        /* the type's name */
    const char *expression; /* a random value; i is the row's number */
    const char *extremes;   /* separated by | */
} types[] = {
    {&pgw_type_bool, "bool", "random() < 0.5", "true|false"},
    {&pgw_type_char, "\"char\"", "(random() * 255 - 128)::int::\"char\"", "a|z"},
    {&pgw_type_int2, "int2", "(random() * 65535 - 32768)::int::int2", "-32768|32767|0"},
    {&pgw_type_int4, "int4", BITS32, "-2147483648|2147483647|0"},
    {&pgw_type_int8, "int8", BITS64, "-9223372036854775808|9223372036854775807|0"},
    {&pgw_type_float4, "float4",
     "((random() - 0.5) * power(10::float8, random() * 70 - 35))::float4",
     "NaN|Infinity|-Infinity|-0|1e-45|3.4028235e38"},
    {&pgw_type_float8, "float8", NUMBER, "NaN|Infinity|-Infinity|-0|5e-324|1.7976931348623157e308"},
    {&pgw_type_oid, "oid", "(random() * 4294967295)::int8::oid", "0|4294967295"},
    {&pgw_type_xid, "xid", "(random() * 4294967295)::int8::text::xid", "0|4294967295"},
    {&pgw_type_cid, "cid", "(random() * 4294967295)::int8::text::cid", "0|4294967295"},
    {&pgw_type_xid8, "xid8", "abs((" BITS64 ") / 2)::text::xid8", "0|18446744073709551615"},
    {&pgw_type_pg_lsn, "pg_lsn", "'0/0'::pg_lsn + abs((" BITS64 ") / 2)", "0/0|FFFFFFFF/FFFFFFFF"},
    {&pgw_type_numeric, "numeric", DECIMAL,
     "NaN|Infinity|-Infinity|0|0.0000|-0.0001|1e130000|1e-16383|9999|10000|0.00010000"},
    {&pgw_type_text, "text", TEXT, "|NULL|\xf0\x9f\x98\x80"},
    {&pgw_type_varchar, "varchar", TEXT, "|a b"},
    {&pgw_type_bpchar, "char(20)", "left(" TEXT ", 20)::char(20)", "|a"},
    {&pgw_type_name, "name", "left(md5(random()::text), (random() * 32)::int)::name", "|a"},
    {&pgw_type_json, "json", "json_build_object('k', random(), 't', " TEXT ")",
     "null|[]|\"\"| {} "},
    {&pgw_type_jsonb, "jsonb", "jsonb_build_object('k', random(), 't', " TEXT ")",
     "null|[]|\"\"|1"},
    {&pgw_type_bytea, "bytea", "decode(repeat(md5(random()::text), (random() * 4)::int), 'hex')",
     "|\\x00|\\xff00"},
    {&pgw_type_uuid, "uuid", "md5(random()::text)::uuid",
     "00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff"},
    {&pgw_type_date, "date", DAY,
     "infinity|-infinity|4713-01-01 BC|5874897-12-31|0001-01-01|0001-12-31 BC"},
    {&pgw_type_time, "time", "time '00:00' + random() * interval '86399 s'",
     "00:00|24:00|23:59:59.999999"},
    {&pgw_type_timetz, "timetz",
     "((time '00:00' + random() * interval '86399 s')::text || '+' || (random() * 15)::int || ':' "
     "||"
     " (random() * 59)::int || ':' || (random() * 59)::int)::timetz",
     "00:00-15:59:59|24:00+15:59:59|12:00Z"},
    {&pgw_type_timestamp, "timestamp", MOMENT,
     "infinity|-infinity|4713-01-01 BC|294276-12-31 23:59:59.999999|1999-12-31 23:59:59.999999"},
    {&pgw_type_timestamptz, "timestamptz", "(" MOMENT ") AT TIME ZONE 'UTC'",
     "infinity|-infinity|294276-12-31 23:59:59.999999+00"},
    {&pgw_type_interval, "interval",
     "make_interval(months => " BITS32 " / 2, days => " BITS32 ", secs => (random() - 0.5) * 1e12)",
     "0|1 mon -1 day 00:00:00.000001|-178000000 years|178000000 years|2147483647 days"},
    {&pgw_type_money, "money", "((" BITS64 ")::numeric / 10000)::money",
     "92233720368547758.07|-92233720368547758.08|0"},
    {&pgw_type_inet, "inet", HOST, "0.0.0.0/0|::/0|255.255.255.255|::1"},
    {&pgw_type_cidr, "cidr", "network(" HOST ")", "0.0.0.0/0|::/0|10.0.0.0/8"},
    {&pgw_type_macaddr, "macaddr", "left(md5(random()::text), 12)::macaddr",
     "00:00:00:00:00:00|ff:ff:ff:ff:ff:ff"},
    {&pgw_type_macaddr8, "macaddr8", "left(md5(random()::text), 16)::macaddr8",
     "ff:ff:ff:ff:ff:ff:ff:ff"},
    {&pgw_type_bit, "bit(37)", "(" BITS64 ")::bit(37)", "0000000000000000000000000000000000001"},
    {&pgw_type_varbit, "varbit",
     "left((('x' || md5(random()::text))::bit(128))::text, (random() * 128)::int)::varbit",
     "|1|00000000"},
    {&pgw_type_point, "point", POINT, "(0,0)|(Infinity,NaN)|(-0,1e-300)"},
    {&pgw_type_line, "line", "line(point(random(), i), point(i, random() + 2 + i))", "{0,1,2}"},
    {&pgw_type_lseg, "lseg", "lseg(" POINT ", " POINT ")", "[(0,0),(1,1)]"},
    {&pgw_type_box, "box", "box(" POINT ", " POINT ")", "(1,1),(0,0)"},
    {&pgw_type_circle, "circle", "circle(" POINT ", random())", "<(0,0),0>"},
    {&pgw_type_path, "path",
     "(CASE WHEN random() < 0.5 THEN '[(1,2)' ELSE '[(1,2),' || (" POINT
     ")::text END || repeat(',' ||"
     " (" POINT ")::text, (random() * 5)::int) || ']')",
     "((0,0))|[(0,0),(1,1)]"},
    {&pgw_type_polygon, "polygon",
     "('(' || repeat((" POINT ")::text || ',', (random() * 5)::int) || '(1,2))')::polygon",
     "((0,0))"},
    {&pgw_type_tid, "tid",
     "format('(%s,%s)', (random() * 4294967294)::int8, (random() * 65535)::int)::tid",
     "(0,0)|(4294967295,65535)"},
    {&pgw_type_int4range, "int4range", OF("int4range", SMALL, SMALL),
     "empty|(,)|[-2147483648,2147483647)"},
    {&pgw_type_int8range, "int8range", OF("int8range", "(" SMALL ")::int8", "(" SMALL ")::int8"),
     "empty|(,)"},
    {&pgw_type_numrange, "numrange", OF("numrange", "(" DECIMAL ")", "(" DECIMAL ")"),
     "empty|(,)|[1,1]|(1.10,1.2]|[NaN,NaN]|[,Infinity)"},
    {&pgw_type_daterange, "daterange", OF("daterange", "(" DAY ")", "(" DAY ")"),
     "empty|(,)|[2000-01-01,infinity]"},
    {&pgw_type_tsrange, "tsrange", OF("tsrange", "(" MOMENT ")", "(" MOMENT ")"),
     "empty|(,)|[-infinity,infinity]"},
    {&pgw_type_tstzrange, "tstzrange",
     OF("tstzrange", "((" MOMENT ") AT TIME ZONE 'UTC')", "((" MOMENT ") AT TIME ZONE 'UTC')"),
     "empty|(,)"},
    {&pgw_type_int4multirange, "int4multirange", MULTI("int4multirange", "int4range", SMALL),
     "{}|{(,)}|{[1,2),[3,4)}"},
    {&pgw_type_int8multirange, "int8multirange",
     MULTI("int8multirange", "int8range", "(" SMALL ")::int8"), "{}|{(,)}"},
    {&pgw_type_nummultirange, "nummultirange",
     MULTI("nummultirange", "numrange", "(" SMALL ")::numeric"), "{}|{(,)}|{[1.10,2.0]}"},
    {&pgw_type_datemultirange, "datemultirange",
     "datemultirange(" OF("daterange", "(" DAY ")", "(" DAY ")") ")", "{}|{(,)}"},
    {&pgw_type_tsmultirange, "tsmultirange",
     "tsmultirange(" OF("tsrange", "(" MOMENT ")", "(" MOMENT ")") ")", "{}|{(,)}"},
    {&pgw_type_tstzmultirange, "tstzmultirange",
     "tstzmultirange(" OF("tstzrange", "((" MOMENT ") AT TIME ZONE 'UTC')",
                          "((" MOMENT ") AT TIME ZONE 'UTC')") ")",
     "{}|{(,)}"},
    {&pgw_type_int4_array, "int4[]",
     "CASE (random() * 3)::int WHEN 0 THEN array_fill(" BITS32 ", ARRAY[(random() * 3)::int,"
     " (random() * 3)::int, 2], ARRAY[(random() * 9 - 5)::int, 0, 7]) ELSE (SELECT array_agg(CASE"
     " WHEN random() < 0.3 THEN NULL ELSE " BITS32
     " END) FROM generate_series(1, (random() * 9)::int)"
     " WHERE i > 0) END",
     "{}|{NULL}|[5:6]={1,2}|{{{{{{1},{2}}}}}}"},
    {&pgw_type_text_array, "text[]",
     "(SELECT array_agg(CASE WHEN random() < 0.3 THEN NULL ELSE " TEXT " END) FROM"
     " generate_series(1, (random() * 5)::int) WHERE i > 0)",
     "{}|{NULL,\"NULL\",\"\"}|{{a,b},{c,d}}"},
    {&pgw_type_numeric_array, "numeric[]", "ARRAY[" DECIMAL ", NULL, " DECIMAL "]", "{}|{NaN}"},
    {&pgw_type_jsonb_array, "jsonb[]", "ARRAY[to_jsonb(" TEXT "), NULL]", "{}"},
    {&pgw_type_box_array, "box[]", "ARRAY[box(" POINT ", " POINT ")]", "{}"},
    {&pgw_type_path_array, "path[]", "ARRAY[path('((0,0),(1,' || random() || '))'), NULL]", "{}"},
    {&pgw_type_numrange_array, "numrange[]", "ARRAY[numrange(NULL, " DECIMAL "), NULL]", "{}"},
    {&type_of_samples_mood, "mood", "(enum_range(NULL::mood))[1 + (random() * 5)::int]", "<|>"},
    {&type_of_samples_positive, "positive", "1 + (random() * 1000)::int", "1"},
    {&type_of_samples_postcode_array, "postcode[]", "ARRAY[left(" TEXT ", 10)::postcode, NULL]",
     "{}"},
    {&type_of_samples_float_range, "float_range", OF("float_range", NUMBER, NUMBER),
     "empty|(,)|[NaN,NaN]"},
    {&type_of_samples_text_range, "text_range", OF("text_range", "(" TEXT ")", "(" TEXT ")"),
     "empty|(,)|[,a)"},
    {&type_of_samples_float_multirange, "float_multirange",
     "float_multirange(" OF("float_range", NUMBER, NUMBER) ")", "{}|{(,)}|{[1,2),[3,4)}"},
    {&type_of_samples_chapter_names_array, "chapter_names[]",
     "ARRAY[chapter_names(" OF("chapter", "(" TEXT ")", "(" TEXT ")") "), NULL]", "{}"},
    {&type_of_samples_place, "place",
     "ROW(" TEXT ", " POINT ", ARRAY[" TEXT ", NULL], " DECIMAL ", 'sad', left(" TEXT
     ", 10))::place",
     "(,,,,,)"},
    {&type_of_samples_visit, "visit",
     "ROW((" MOMENT ") AT TIME ZONE 'UTC', ROW(" TEXT ", NULL, NULL, 1.5, 'ok', NULL)::place,"
     " ARRAY[NULL, ROW(" TEXT ", NULL, ARRAY[" TEXT "], NULL, NULL, NULL)::place])::visit",
     "(,,)|(,\"(,,,,,)\",{})"},
};

/* Functions that print a value as the server does. */
typedef size_t printing(const void *value, char *out, size_t size);
#define PRINTS(name, T, call)                                                                      \
    static size_t print_##name(const void *value, char *out, size_t size)                          \
    {                                                                                              \
        const T *v = (const T *)value;                                                             \
        return call;                                                                               \
    }
PRINTS(my_uuid, pgw_uuid, pgw_uuid_to_string(v, out, size))
PRINTS(my_inet, pgw_inet, pgw_inet_to_string(v, out, size))
PRINTS(my_cidr, pgw_inet, pgw_cidr_to_string(v, out, size))
PRINTS(my_macaddr, pgw_macaddr, pgw_macaddr_to_string(v, out, size))
PRINTS(my_macaddr8, pgw_macaddr8, pgw_macaddr8_to_string(v, out, size))
PRINTS(my_lsn, uint64_t, pgw_lsn_to_string(*v, out, size))
PRINTS(my_bytea, pgw_bytea, pgw_bytea_to_string(v, out, size))
PRINTS(my_bit, pgw_bit, pgw_bit_to_string(v, out, size))
PRINTS(my_numeric, pgw_numeric, pgw_numeric_to_string(v, out, size))
PRINTS(my_date, pgw_date, pgw_date_to_string(*v, out, size))
PRINTS(my_time, pgw_time, pgw_time_to_string(*v, out, size))
PRINTS(my_timetz, pgw_timetz, pgw_timetz_to_string(v, out, size))
PRINTS(my_timestamp, pgw_timestamp, pgw_timestamp_to_string(*v, out, size))
PRINTS(my_timestamptz, pgw_timestamp, pgw_timestamptz_to_string(*v, out, size))
PRINTS(my_interval, pgw_interval, pgw_interval_to_string(v, out, size))

/* Functions that read what those print. */
typedef bool reading(const char *text, void *value);
#define READS(name, T)                                                                             \
    static bool read_my_##name(const char *text, void *value)                                      \
    {                                                                                              \
        return pgw_##name##_from_string(text, (T *)value);                                         \
    }
READS(uuid, pgw_uuid)
READS(inet, pgw_inet)
READS(date, pgw_date)
READS(time, pgw_time)
READS(timestamp, pgw_timestamp)

static const struct {
    const pgw_type *type;
    printing *print;
    size_t size; /* the buffer that holds any; 0: there is none */
    reading *read;
} printers[] = {
    {&pgw_type_uuid, print_my_uuid, PGW_UUID_SIZE, read_my_uuid},
    {&pgw_type_inet, print_my_inet, PGW_INET_SIZE, read_my_inet},
    {&pgw_type_cidr, print_my_cidr, PGW_INET_SIZE, read_my_inet},
    {&pgw_type_macaddr, print_my_macaddr, PGW_MACADDR_SIZE, NULL},
    {&pgw_type_macaddr8, print_my_macaddr8, PGW_MACADDR8_SIZE, NULL},
    {&pgw_type_pg_lsn, print_my_lsn, PGW_LSN_SIZE, NULL},
    {&pgw_type_bytea, print_my_bytea, 0, NULL},
    {&pgw_type_bit, print_my_bit, 0, NULL},
    {&pgw_type_varbit, print_my_bit, 0, NULL},
    {&pgw_type_numeric, print_my_numeric, 0, NULL},
    {&pgw_type_date, print_my_date, PGW_DATE_SIZE, read_my_date},
    {&pgw_type_time, print_my_time, PGW_TIME_SIZE, read_my_time},
    {&pgw_type_timetz, print_my_timetz, PGW_TIMETZ_SIZE, NULL},
    {&pgw_type_timestamp, print_my_timestamp, PGW_TIMESTAMP_SIZE, read_my_timestamp},
    {&pgw_type_timestamptz, print_my_timestamptz, PGW_TIMESTAMP_SIZE, read_my_timestamp},
    {&pgw_type_interval, print_my_interval, PGW_INTERVAL_SIZE, NULL},
};

static void run(const char *sql)
{
    PGresult *result = PQexec(conn, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(conn));
    PQclear(result);
}

/* The table p of values (i, v), the extremes first, and the type wrapped of one such value. */
static void make_values(size_t at)
{
    char sql[8192];
    run("DROP TABLE IF EXISTS p; DROP TYPE IF EXISTS wrapped");
    snprintf(sql, sizeof sql, "CREATE TYPE wrapped AS (v %s)", types[at].sql);
    run(sql);
    snprintf(sql, sizeof sql, "CREATE UNLOGGED TABLE p (i int PRIMARY KEY, v %s)", types[at].sql);
    run(sql);
    const char *values[1] = {types[at].extremes};
    snprintf(sql, sizeof sql,
             "INSERT INTO p SELECT -n::int, v::%s FROM unnest(string_to_array($1, '|'))"
             " WITH ORDINALITY u (v, n)",
             types[at].sql);
    PGresult *result = PQexecParams(conn, sql, 1, NULL, values, NULL, NULL, 0);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        fail_msg("%s: %s", types[at].sql, PQerrorMessage(conn));
    PQclear(result);
    snprintf(sql, sizeof sql,
             "INSERT INTO p SELECT i, CASE WHEN i %% 50 <> 0 THEN (%s)::%s END"
             " FROM generate_series(1, %ld) i",
             types[at].expression, types[at].sql, wanted);
    run(sql);
}

/* The oid of a type by its name, in text. */
static uint32_t find_oid(const char *sql)
{
    PGresult *result = PQexec(conn, sql);
    assert_int_equal(PQntuples(result), 1);
    uint32_t oid = (uint32_t)strtoul(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    return oid;
}

/* A composite type with the one field v. */
typedef struct {
    pgw_user_type user;
    pgw_column field;
    pgw_type type, array;
    uint32_t *oids;
} wrapping;

static void wrap(wrapping *w, const pgw_type *type)
{
    size_t count = samples_database.type_count;
    memset(w, 0, sizeof *w);
    w->user.index = count;
    w->field.name = "v";
    w->field.type = type;
    w->field.nullable = true;
    w->type.name = "wrapped";
    w->type.codec = PGW_CODEC_COMPOSITE;
    w->type.size = type->opt_size;
    w->type.opt_value = 16; /* whatever its alignment */
    w->type.opt_size = 16 + (type->opt_size + 15) / 16 * 16;
    w->type.user = &w->user;
    w->type.fields = &w->field;
    w->type.field_count = 1;
    w->array.codec = PGW_CODEC_ARRAY;
    w->array.element = &w->type;
    w->array.size = sizeof(any_array);
    w->oids = calloc(2 * count + 2, sizeof *w->oids);
    memcpy(w->oids, session.oids, 2 * count * sizeof *w->oids);
    w->oids[2 * count] = find_oid("SELECT 'wrapped'::regtype::oid");
    w->oids[2 * count + 1] = find_oid("SELECT 'wrapped[]'::regtype::oid");
}

/* All values as one array of wrapped ones, as the server sends it. */
static PGresult *fetch(void)
{
    PGresult *result = PQexecParams(conn, "SELECT array_agg(ROW(v)::wrapped ORDER BY i) FROM p", 0,
                                    NULL, NULL, NULL, NULL, 1);
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s", PQerrorMessage(conn));
    return result;
}

/* How many of the values that are sent back are not printed as the ones that came. */
static void compare(const char *name, const wrapping *w, const buffer *wire, size_t count)
{
    const Oid type = w->oids[2 * w->user.index + 1];
    const char *values[1] = {wire->data};
    const int lengths[1] = {(int)wire->len}, formats[1] = {1};
    PGresult *result = PQexecParams(
        conn,
        "SELECT count(*), count(*) FILTER (WHERE a.v::text IS DISTINCT FROM b.v::text),"
        " min(a.v::text) FILTER (WHERE a.v::text IS DISTINCT FROM b.v::text)"
        " FROM unnest($1) WITH ORDINALITY a (v, n)"
        " JOIN (SELECT v, row_number() OVER (ORDER BY i) AS n FROM p) b USING (n)",
        1, &type, values, lengths, formats, 0);
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s: %s", name, PQerrorMessage(conn));
    assert_int_equal(strtoul(PQgetvalue(result, 0, 0), NULL, 10), count);
    if (strcmp(PQgetvalue(result, 0, 1), "0") != 0)
        fail_msg("%s: %s of %zu values differ: %s", name, PQgetvalue(result, 0, 1), count,
                 PQgetvalue(result, 0, 2));
    PQclear(result);
}

static void test_round_trip(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        wrapping w;
        pgw_arena arena;
        any_array array;
        make_values(i);
        wrap(&w, types[i].type);
        memset(&arena, 0, sizeof arena);
        PGresult *result = fetch();
        const decoding d = {&arena, w.oids};
        const char *reason = decode_array(&d, &w.array, (unsigned char *)PQgetvalue(result, 0, 0),
                                          (size_t)PQgetlength(result, 0, 0), &array);
        if (reason)
            fail_msg("%s: %s", types[i].sql, reason);
        assert_true(array.count > (size_t)wanted);
        buffer wire = {&arena, NULL, 0, 0, false};
        const encoding e = {&wire, w.oids};
        reason = encode_array(&e, &w.array, &array);
        if (reason)
            fail_msg("%s: %s", types[i].sql, reason);
        compare(types[i].sql, &w, &wire, array.count);
        PQclear(result);
        pgw_arena_free(&arena);
        free(w.oids);
    }
    run("DROP TABLE p; DROP TYPE wrapped");
}

/* Where the functions of a type are; behind the last: it has none. */
static size_t printer_of(const pgw_type *type)
{
    size_t i = 0;
    while (i < sizeof printers / sizeof printers[0] && printers[i].type != type)
        i++;
    return i;
}

static void compare_text(size_t at, const void *value, const char *want)
{
    static char text[200000];
    char again[64];
    size_t size = printers[at].size ? printers[at].size : sizeof text;
    size_t length = printers[at].print(value, text, size);
    if (length >= size || strcmp(text, want) != 0)
        fail_msg("%s: %s, where the server prints %s", printers[at].type->name, text, want);
    if (!printers[at].read)
        return;
    if (!printers[at].read(want, again) || memcmp(again, value, printers[at].type->size) != 0)
        fail_msg("%s: %s is read as another value", printers[at].type->name, want);
}

/* What the functions print is what the server prints; what they read back is the same value. */
static void test_texts(void **state)
{
    size_t done = 0;
    (void)state;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        size_t at = printer_of(types[i].type);
        if (at == sizeof printers / sizeof printers[0])
            continue;
        done++;
        make_values(i);
        PGresult *binary = PQexecParams(conn, "SELECT v FROM p WHERE v IS NOT NULL ORDER BY i", 0,
                                        NULL, NULL, NULL, NULL, 1);
        PGresult *text = PQexec(conn, "SELECT v FROM p WHERE v IS NOT NULL ORDER BY i");
        assert_true(PQntuples(text) > wanted / 2);
        for (int row = 0; row < PQntuples(text); row++) {
            pgw_arena arena;
            double value[8]; /* of any type, aligned */
            memset(&arena, 0, sizeof arena);
            memset(value, 0, sizeof value);
            const decoding d = {&arena, session.oids};
            const char *reason =
                codec_of(types[i].type)
                    ->decode(&d, types[i].type, (unsigned char *)PQgetvalue(binary, row, 0),
                             (size_t)PQgetlength(binary, row, 0), value);
            assert_null(reason);
            compare_text(at, value, PQgetvalue(text, row, 0));
            pgw_arena_free(&arena);
        }
        PQclear(binary);
        PQclear(text);
    }
    assert_int_equal(done, sizeof printers / sizeof printers[0]);
    run("DROP TABLE p; DROP TYPE wrapped");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_round_trip),
                                       cmocka_unit_test(test_texts)};
    const char *uri = getenv("PGW_TEST_URI"), *count = getenv("PGW_PROPERTY_COUNT");
    if (!uri)
        return 77;
    wanted = count ? strtol(count, NULL, 10) : wanted;
    conn = PQconnectdb(uri);
    if (PQstatus(conn) != CONNECTION_OK ||
        pgw_session_init(&session, conn, &samples_database, NULL) != PGW_OK) {
        fprintf(stderr, "%s%s\n", PQerrorMessage(conn), session.error.message);
        return 1;
    }
    run("SET client_min_messages = warning; SET extra_float_digits = 1; SET timezone = 'UTC';"
        " SET datestyle = 'ISO'; SET intervalstyle = 'postgres'; SET bytea_output = 'hex'; SELECT "
        "setseed(0.5)");
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    pgw_session_close(&session);
    PQfinish(conn);
    return failed ? 1 : 0;
}
