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

static void print_clock(printer *p, uint64_t us)
{
    int64_t fraction = (int64_t)(us % 1000000), seconds = (int64_t)(us / 1000000);
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

static size_t print_timestamp(pgw_timestamp timestamp, const char *zone, char *out, size_t size)
{
    printer p = {out, size, 0};
    int64_t us;
    if (timestamp == PGW_TIMESTAMP_INFINITY || timestamp == PGW_TIMESTAMP_MINUS_INFINITY) {
        print_string(&p, timestamp > 0 ? "infinity" : "-infinity");
        return print_end(&p);
    }
    bool before_christ = print_day(&p, divide(timestamp, day_us, &us));
    print_char(&p, ' ');
    print_clock(&p, (uint64_t)us);
    print_string(&p, zone);
    print_string(&p, before_christ ? " BC" : "");
    return print_end(&p);
}

size_t pgw_timestamp_to_string(pgw_timestamp timestamp, char *out, size_t size)
{
    return print_timestamp(timestamp, "", out, size);
}

size_t pgw_timestamptz_to_string(pgw_timestamp timestamp, char *out, size_t size)
{
    return print_timestamp(timestamp, "+00", out, size);
}

size_t pgw_time_to_string(pgw_time time, char *out, size_t size)
{
    printer p = {out, size, 0};
    print_clock(&p, (uint64_t)time);
    return print_end(&p);
}

size_t pgw_timetz_to_string(const pgw_timetz *timetz, char *out, size_t size)
{
    printer p = {out, size, 0};
    int64_t zone = timetz->zone, parts[] = {0, 0, 0};
    print_clock(&p, (uint64_t)timetz->time);
    print_char(&p, zone <= 0 ? '+' : '-');
    zone = zone < 0 ? -zone : zone;
    parts[0] = zone / 3600;
    parts[1] = zone / 60 % 60;
    parts[2] = zone % 60;
    for (int i = 0; i < 3 && (i == 0 || parts[i] || (i == 1 && parts[2])); i++) {
        print_string(&p, i ? ":" : "");
        print_number(&p, parts[i], 2);
    }
    return print_end(&p);
}

/* What has been printed of an interval: something, and whether that was negative. */
typedef struct {
    printer p;
    bool some, negative;
} interval_printer;

/* "2 mons", "-1 days"; a plus stands only behind what is negative. */
static void print_part(interval_printer *i, int64_t value, const char *unit)
{
    if (value == 0)
        return;
    print_string(&i->p, i->some ? " " : "");
    print_string(&i->p, i->negative && value > 0 ? "+" : "");
    print_number(&i->p, value, 1);
    print_string(&i->p, unit);
    print_string(&i->p, value == 1 ? "" : "s");
    i->some = true;
    i->negative = value < 0;
}

size_t pgw_interval_to_string(const pgw_interval *interval, char *out, size_t size)
{
    interval_printer i = {{out, size, 0}, false, false};
    int64_t us = interval->microseconds;
    print_part(&i, interval->months / 12, " year");
    print_part(&i, interval->months % 12, " mon");
    print_part(&i, interval->days, " day");
    if (us || !i.some) {
        print_string(&i.p, i.some ? " " : "");
        print_string(&i.p, us < 0 ? "-" : i.negative ? "+" : "");
        print_clock(&i.p, us < 0 ? 0 - (uint64_t)us : (uint64_t)us);
    }
    return print_end(&i.p);
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

/* ---- From texts */

/* The first day, 4714-11-24 BC, and those behind the last: 5874897-12-31 for dates, 294276-12-31
 * for timestamps. */
static const int64_t first_day = -2451545, end_of_dates = 2145031949, end_of_time = 106751983;

/* Digits, from `least` to `most` of them. */
static bool scan_digits(const char **at, int least, int most, int64_t *out)
{
    int count = 0;
    for (*out = 0; count < most && **at >= '0' && **at <= '9'; count++)
        *out = *out * 10 + *(*at)++ - '0';
    return count >= least;
}

static bool scan_char(const char **at, const char *any)
{
    if (!**at || !strchr(any, **at))
        return false;
    ++*at;
    return true;
}

static bool scan_word(const char **at, const char *word)
{
    size_t length = strlen(word);
    if (strncmp(*at, word, length) != 0)
        return false;
    *at += length;
    return true;
}

/* "2024-02-29" */
static bool scan_day(const char **at, int64_t *year, int64_t *month, int64_t *day)
{
    return scan_digits(at, 4, 7, year) && scan_char(at, "-") && scan_digits(at, 2, 2, month) &&
           scan_char(at, "-") && scan_digits(at, 2, 2, day) && *year > 0 && *month >= 1 &&
           *month <= 12 && *day >= 1;
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days since 2000-01-01, over years that begin in March as in print_day. False: the month has no
 * such day. */
static bool count_days(int64_t year, int64_t month, int64_t day, int64_t *out)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (day > lengths[month - 1] + (month == 2 && is_leap(year)))
        return false;
    int64_t march = month > 2 ? month - 3 : month + 9, rest;
    int64_t cycle = divide(year - 2000 - (month <= 2), 400, &rest);
    *out =
        cycle * 146097 + rest * 365 + rest / 4 - rest / 100 + (153 * march + 2) / 5 + day - 1 + 60;
    return true;
}

/* Up to and including 24:00. */
static bool scan_clock(const char **at, int64_t *us)
{
    int64_t hours, minutes, seconds, fraction = 0;
    if (!scan_digits(at, 2, 2, &hours) || !scan_char(at, ":") || !scan_digits(at, 2, 2, &minutes) ||
        !scan_char(at, ":") || !scan_digits(at, 2, 2, &seconds) || minutes > 59 || seconds > 59)
        return false;
    if (scan_char(at, ".")) {
        const char *start = *at;
        if (!scan_digits(at, 1, 6, &fraction))
            return false;
        for (long digits = *at - start; digits < 6; digits++)
            fraction *= 10;
    }
    *us = ((hours * 60 + minutes) * 60 + seconds) * second_us + fraction;
    return *us <= day_us;
}

/* What must be added to get UTC, in seconds; 0 where there is none. */
static bool scan_zone(const char **at, int64_t *zone)
{
    int64_t parts[] = {0, 0, 0};
    bool east = **at == '+';
    *zone = 0;
    if (scan_char(at, "Z") || !scan_char(at, "+-"))
        return true;
    for (int i = 0; i < 3 && (i == 0 || scan_char(at, ":")); i++)
        if (!scan_digits(at, 2, 2, &parts[i]) || parts[i] > 59)
            return false;
    *zone = (parts[0] * 60 + parts[1]) * 60 + parts[2];
    *zone = east ? -*zone : *zone;
    return parts[0] < 16;
}

/* The end of the text, before which the era may stand. */
static bool scan_end(const char *at, int64_t *year)
{
    if (scan_word(&at, " BC"))
        *year = 1 - *year;
    return !*at;
}

bool pgw_date_from_string(const char *string, pgw_date *out)
{
    int64_t year, month, day, days;
    const bool minus = strcmp(string, "-infinity") == 0;
    if (minus || strcmp(string, "infinity") == 0) {
        *out = minus ? PGW_DATE_MINUS_INFINITY : PGW_DATE_INFINITY;
        return true;
    }
    if (!scan_day(&string, &year, &month, &day) || !scan_end(string, &year) ||
        !count_days(year, month, day, &days) || days < first_day || days >= end_of_dates)
        return false;
    *out = (pgw_date)days;
    return true;
}

bool pgw_time_from_string(const char *string, pgw_time *out)
{
    int64_t us;
    if (!scan_clock(&string, &us) || *string)
        return false;
    *out = us;
    return true;
}

bool pgw_timestamp_from_string(const char *string, pgw_timestamp *out)
{
    int64_t year, month, day, days, us, zone;
    const bool minus = strcmp(string, "-infinity") == 0;
    if (minus || strcmp(string, "infinity") == 0) {
        *out = minus ? PGW_TIMESTAMP_MINUS_INFINITY : PGW_TIMESTAMP_INFINITY;
        return true;
    }
    if (!scan_day(&string, &year, &month, &day) || !scan_char(&string, " T") ||
        !scan_clock(&string, &us) || !scan_zone(&string, &zone) || !scan_end(string, &year) ||
        !count_days(year, month, day, &days) || days < first_day - 1 || days > end_of_time)
        return false;
    us += days * day_us + zone * second_us;
    if (us < first_day * day_us || us >= end_of_time * day_us)
        return false;
    *out = us;
    return true;
}
