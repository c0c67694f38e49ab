/* ---- Time ------------------------------------------------------------------------------------ */

static const int64_t second_us = 1000000;
static const int64_t day_us = 86400 * (int64_t)1000000;
static const int64_t epoch_seconds = 946684800; /* 2000-01-01 in seconds since 1970 */

/* Division that rounds down; *rest is from 0 to by - 1. */
static int64_t divide(int64_t value, int64_t by, int64_t *rest)
{
    int64_t quotient = value / by;
    *rest = value % by;
    if (*rest < 0) {
        *rest += by;
        quotient--;
    }
    return quotient;
}

/* Years are counted from a first of March, so that the leap day is the last of its year. Days come
 * in cycles of 400 years. Returns whether the year is before Christ. */
static bool print_day(printer *p, int64_t days)
{
    int64_t day;
    int64_t cycle = divide(days - 60, 146097, &day); /* from 2000-03-01 */
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    day -= year * 365 + year / 4 - year / 100;
    int64_t month = (5 * day + 2) / 153; /* 0: March */
    day -= (153 * month + 2) / 5;
    year += 2000 + cycle * 400 + (month >= 10);
    month = month < 10 ? month + 3 : month - 9;
    print_number(p, year > 0 ? year : 1 - year, 4);
    print_char(p, '-');
    print_number(p, month, 2);
    print_char(p, '-');
    print_number(p, day + 1, 2);
    return year <= 0;
}

static void print_clock(printer *p, int64_t us)
{
    int64_t fraction;
    int64_t seconds = divide(us, second_us, &fraction);
    print_number(p, seconds / 3600, 2);
    print_char(p, ':');
    print_number(p, seconds / 60 % 60, 2);
    print_char(p, ':');
    print_number(p, seconds % 60, 2);
    if (fraction == 0)
        return;
    int width = 6;
    for (; fraction % 10 == 0; width--)
        fraction /= 10;
    print_char(p, '.');
    print_number(p, fraction, width);
}

size_t pgw_timestamp_to_string(pgw_timestamp timestamp, char *out, size_t size)
{
    printer p = {out, size, 0};
    int64_t us;
    if (timestamp == PGW_TIMESTAMP_INFINITY || timestamp == PGW_TIMESTAMP_MINUS_INFINITY) {
        print_string(&p, timestamp > 0 ? "infinity" : "-infinity");
        return print_end(&p);
    }
    bool before_christ = print_day(&p, divide(timestamp, day_us, &us));
    print_char(&p, ' ');
    print_clock(&p, us);
    print_string(&p, before_christ ? " BC" : "");
    return print_end(&p);
}

size_t pgw_date_to_string(pgw_date date, char *out, size_t size)
{
    printer p = {out, size, 0};
    if (date == PGW_DATE_INFINITY || date == PGW_DATE_MINUS_INFINITY)
        print_string(&p, date > 0 ? "infinity" : "-infinity");
    else
        print_string(&p, print_day(&p, date) ? " BC" : "");
    return print_end(&p);
}

static bool is_infinite(pgw_timestamp timestamp)
{
    return timestamp == PGW_TIMESTAMP_INFINITY || timestamp == PGW_TIMESTAMP_MINUS_INFINITY;
}

bool pgw_timestamp_to_timespec(pgw_timestamp timestamp, struct timespec *out)
{
    int64_t us;
    int64_t seconds = divide(timestamp, second_us, &us) + epoch_seconds;
    time_t time = (time_t)seconds;
    if (is_infinite(timestamp) || (int64_t)time != seconds)
        return false;
    memset(out, 0, sizeof *out);
    out->tv_sec = time;
    out->tv_nsec = (long)us * 1000;
    return true;
}

/* What is finer than a microsecond is cut off. */
bool pgw_timestamp_from_timespec(const struct timespec *time, pgw_timestamp *out)
{
    int64_t seconds = (int64_t)time->tv_sec;
    if (time->tv_nsec < 0 || time->tv_nsec > 999999999 || seconds < INT64_MIN / 2 / second_us ||
        seconds > INT64_MAX / second_us)
        return false;
    *out = (seconds - epoch_seconds) * second_us + time->tv_nsec / 1000;
    return true;
}

bool pgw_timestamp_to_time(pgw_timestamp timestamp, time_t *out)
{
    struct timespec time;
    if (!pgw_timestamp_to_timespec(timestamp, &time))
        return false;
    *out = time.tv_sec;
    return true;
}

bool pgw_timestamp_from_time(time_t time, pgw_timestamp *out)
{
    struct timespec from;
    memset(&from, 0, sizeof from);
    from.tv_sec = time;
    return pgw_timestamp_from_timespec(&from, out);
}
