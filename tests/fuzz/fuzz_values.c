/* Texts of values, for the functions that read them: what is read prints as something that reads as
 * the same. */
#include "fuzz.h"

#include "../../generated/lightdom/c/pgw_runtime.c"

static void take_numeric(pgw_arena *arena, const char *text)
{
    static char printed[300000], again[300000];
    pgw_numeric n, m;
    int64_t whole;
    if (pgw_numeric_from_string(arena, text, &n) != PGW_OK)
        return;
    PROMISE(pgw_numeric_to_string(&n, printed, sizeof printed) < sizeof printed);
    PROMISE(pgw_numeric_from_string(arena, printed, &m) == PGW_OK);
    PROMISE(pgw_numeric_to_string(&m, again, sizeof again) < sizeof again);
    PROMISE(strcmp(printed, again) == 0);
    PROMISE(!pgw_numeric_to_int64(&n, 0, &whole) || n.kind == PGW_NUMERIC_FINITE);
}

/* A moment, and one that is read from a text; whatever the bytes are, printing keeps to its room.
 */
static void take_time(const char *text, int64_t moment)
{
    char printed[PGW_INTERVAL_SIZE];
    const pgw_interval interval = {moment, (int32_t)(moment >> 7), (int32_t)(moment >> 31)};
    const pgw_timetz zoned = {moment, (int32_t)moment};
    pgw_timestamp time, same_time;
    pgw_date date, same_date;
    pgw_time clock, same_clock;
    PROMISE(pgw_interval_to_string(&interval, printed, sizeof printed) < sizeof printed);
    (void)pgw_timetz_to_string(&zoned, printed, sizeof printed);
    (void)pgw_timestamptz_to_string(moment, printed, sizeof printed);
    (void)pgw_time_to_string(moment, printed, sizeof printed);
    if (pgw_timestamp_from_string(text, &time)) {
        PROMISE(pgw_timestamp_to_string(time, printed, sizeof printed) < PGW_TIMESTAMP_SIZE);
        PROMISE(pgw_timestamp_from_string(printed, &same_time) && time == same_time);
    }
    if (pgw_date_from_string(text, &date)) {
        PROMISE(pgw_date_to_string(date, printed, sizeof printed) < PGW_DATE_SIZE);
        PROMISE(pgw_date_from_string(printed, &same_date) && date == same_date);
    }
    if (pgw_time_from_string(text, &clock)) {
        PROMISE(pgw_time_to_string(clock, printed, sizeof printed) < PGW_TIME_SIZE);
        PROMISE(pgw_time_from_string(printed, &same_clock) && clock == same_clock);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pgw_arena arena = {NULL, NULL, {NULL, NULL, NULL}};
    char printed[PGW_INET_SIZE], text[512];
    pgw_inet inet, same_inet;
    pgw_uuid uuid, same_uuid;
    size = size < sizeof text - 1 ? size : sizeof text - 1;
    memcpy(text, data, size);
    text[size] = 0;
    take_numeric(&arena, text);
    if (pgw_inet_from_string(text, &inet)) {
        PROMISE(pgw_inet_to_string(&inet, printed, sizeof printed) < sizeof printed);
        PROMISE(pgw_inet_from_string(printed, &same_inet));
        PROMISE(memcmp(&inet, &same_inet, sizeof inet) == 0);
    }
    if (pgw_uuid_from_string(text, &uuid)) {
        PROMISE(pgw_uuid_to_string(&uuid, printed, sizeof printed) == 36);
        PROMISE(pgw_uuid_from_string(printed, &same_uuid));
        PROMISE(memcmp(&uuid, &same_uuid, sizeof uuid) == 0);
    }
    int64_t moment = 0;
    memcpy(&moment, data, size < sizeof moment ? size : sizeof moment);
    struct timespec time;
    take_time(text, moment);
    (void)pgw_timestamp_to_string(moment, printed, sizeof printed);
    (void)pgw_date_to_string((pgw_date)moment, printed, sizeof printed);
    pgw_timestamp back;
    if (pgw_timestamp_to_timespec(moment, &time))
        PROMISE(!pgw_timestamp_from_timespec(&time, &back) || back == moment);
    pgw_arena_free(&arena);
    return 0;
}
